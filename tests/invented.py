"""An invented workspace to break: tests copy it, change one thing, and look at what is said about it."""

import shutil
from pathlib import Path

ACME = Path(__file__).parent / "workspaces" / "acme"
PROMISES = Path(__file__).parent / "workspaces" / "promises"
TWINS = Path(__file__).parent / "workspaces" / "twins"
BASE = "https://w3id.org/claimgraph/"


def copy_acme(place: Path) -> Path:
    """Return a copy of the invented workspace, with its articles' texts under texts/."""
    return Path(shutil.copytree(ACME, place / "acme"))


def change(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in the file exactly once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def article_file(workspace: Path) -> Path:
    """Return the one article file of the invented workspace."""
    return workspace / "articles" / "acme-moves-logs.trig"
