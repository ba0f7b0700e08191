"""Fetch the SPARQL engine that the page carries, Oxigraph as WebAssembly, with npm; the package's build hook, too.

usage: python scripts/fetch_engine.py

Nobody else's code is in this repository: the files go to a folder of the package that git passes over, and are
fetched again only when the version wanted here is another. Whatever is handed on, a wheel or an sdist, carries
them, so it cannot be built without npm; an editable install can, and its pages have no query editor.
"""

import argparse
import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hatchling.builders.config import BuilderConfig
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "graph" / "claimgraph" / "fetched" / "oxigraph"
FILES = ("web.js", "web_bg.wasm", "package.json")  # in this order: where the last one is, all are
VERSION = "0.5.11"
INTEGRITY = "sha512-zKdgmp1tsrutGzC1lCCywwZRPpLJKaJnKSDWoY2hIhMiwiCRRXNN1DU7WUyTInBvgPKT8Y5N+RgwTL8qKXpLng=="
OPT_OUT = "CLAIMGRAPH_WITHOUT_ENGINE"

_PATIENCE = 120  # seconds for npm
# Oxigraph is offered under MIT or Apache-2.0; its npm package names both and holds the text of neither.
_LICENCE = """\
Oxigraph, https://github.com/oxigraph/oxigraph

Copyright (c) 2018 Oxigraph developers

"""


class FetchError(Exception):
    """A package cannot be had; the message says why."""


def fetch_package(package: str, folder: Path, integrity: str | None = None) -> None:
    """Put the files of an npm package, given as name@version, into a folder, with the npm that this machine has.

    Raises:
        FetchError: if there is no npm, it fails, or what it brings has another digest than the one wanted.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError("npm is not installed")
    with tempfile.TemporaryDirectory() as place:
        command = [npm, "pack", package, "--ignore-scripts", "--pack-destination", place]
        try:
            done = subprocess.run(
                command, cwd=place, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise FetchError(f"npm pack {package} failed: {error}") from error
        archives = list(Path(place).glob("*.tgz"))
        if done.returncode or len(archives) != 1:
            said = " ".join(done.stderr.decode(errors="replace").split())
            raise FetchError(f"npm pack {package} failed: {said or 'it brought no package'}")
        content = archives[0].read_bytes()
    found = f"sha512-{base64.b64encode(hashlib.sha512(content).digest()).decode()}"
    if integrity not in (None, found):
        raise FetchError(f"npm brought a {package} whose digest is {found}; wanted {integrity}")
    _unpack(content, folder)


def _unpack(content: bytes, folder: Path) -> None:
    """Write a package's files below the folder; every name in it begins with one folder, which is left out."""
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            parts = PurePosixPath(member.name).parts[1:]
            file = archive.extractfile(member) if member.isfile() else None
            if file is None or not parts or ".." in parts:
                continue
            path = folder.joinpath(*parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.read())


def is_fetched() -> bool:
    """Tell whether the engine is there, whole, in the version that is wanted."""
    about = FOLDER / FILES[-1]
    return about.is_file() and json.loads(about.read_text(encoding="utf-8"))["version"] == VERSION


def fetch_engine() -> None:
    """Put the engine's files and its licence into the package, unless they are there.

    Raises:
        FetchError: see `fetch_package`.
    """
    if is_fetched():
        return
    with tempfile.TemporaryDirectory() as place:
        fetch_package(f"oxigraph@{VERSION}", Path(place), INTEGRITY)
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        # The terms of MIT are the same words for us and for Oxigraph.
        terms = (ROOT / "LICENSE").read_text(encoding="utf-8").partition("\n\n")[2].partition("\n\n")[2]
        (FOLDER / "LICENSE").write_text(_LICENCE + terms, encoding="utf-8", newline="\n")
        for name in FILES:
            shutil.copyfile(Path(place, name), FOLDER / name)


def get_build_hook() -> "type[BuildHookInterface[BuilderConfig]]":
    """Return the hook, as hatchling asks for it; hatchling is there when a package is built, and else perhaps not."""
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    class EngineHook(BuildHookInterface["BuilderConfig"]):
        def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
            try:
                fetch_engine()
            except FetchError as error:
                if version == "editable" or os.environ.get(OPT_OUT) == "1":
                    self.app.display_warning(
                        f"{error}. Without the npm package oxigraph, pages are built without their query editor; "
                        "to have it, install npm and run: python scripts/fetch_engine.py"
                    )
                else:
                    self.app.abort(
                        f"{error}. A {self.target_name} carries the npm package oxigraph, the SPARQL engine of the "
                        f"page: install npm, or set {OPT_OUT}=1 for one whose pages have no query editor."
                    )

    return EngineHook


def main() -> int:
    """Fetch the engine into this checkout."""
    parser = argparse.ArgumentParser(
        description="Fetch the SPARQL engine that the page carries, the npm package oxigraph, into this checkout.",
        epilog="example: python scripts/fetch_engine.py",
    )
    parser.parse_args()
    try:
        fetch_engine()
    except FetchError as error:
        print(f"fetch_engine: {error}", file=sys.stderr)
        return 1
    print(f"oxigraph {VERSION} is in {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
