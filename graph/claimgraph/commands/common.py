"""What several commands share: arguments, and what is shown while they work."""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from claimgraph.errors import QuestionError

if TYPE_CHECKING:
    from claimgraph.asking.guard import Limits


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """Add the workspace, the shipped story by default."""
    parser.add_argument(
        "workspace",
        nargs="?",
        type=Path,
        metavar="WORKSPACE",
        help="a folder with articles/, entities/ and queries/ (default: the shipped story)",
    )


def add_texts(parser: argparse.ArgumentParser) -> None:
    """Add the folder of the articles' texts."""
    parser.add_argument(
        "--texts", type=Path, metavar="DIR", help="a folder with the articles' texts, to verify passages"
    )


def add_limits(parser: argparse.ArgumentParser, *, seconds: int, megabytes: int) -> None:
    """Add what holds for queries of others than the library."""
    parser.add_argument("--no-union", action="store_true", help="a pattern without GRAPH sees the default graph only")
    parser.add_argument("--seconds", type=float, default=seconds, metavar="N", help=f"limit for a query ({seconds})")
    parser.add_argument("--memory", type=int, default=megabytes, metavar="MB", help=f"limit for a query ({megabytes})")


def limits(options: argparse.Namespace) -> "Limits":
    """Return the limits that the arguments set."""
    from claimgraph.asking.guard import Limits

    return Limits(seconds=options.seconds, memory_bytes=options.memory * 1_000_000)


def read_query(path: Path) -> str:
    """Return the query in a file, or in standard input for -."""
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{path}: cannot be read as UTF-8 ({error})") from error


def width() -> int:
    """Return the terminal's width in characters."""
    return shutil.get_terminal_size((160, 24)).columns


def print_findings(findings: Sequence[object]) -> None:
    """Print findings, and how many there are."""
    from claimgraph.report import number

    for finding in findings:
        print(finding)
    print(f"\n{number(len(findings), 'finding')}", file=sys.stderr)


def show_stage(name: str) -> None:
    """Show on a terminal what is being done; an empty name wipes it away."""
    if sys.stderr.isatty():
        print(f"\r\033[K{name + ' …' if name else ''}", end="", file=sys.stderr, flush=True)


def tell_of_missing_engine() -> None:
    """Say that the page has no query editor, if that is so, and what gives it one."""
    from claimgraph.page.engine import read_engine

    if read_engine() is None:
        wanted = "with npm installed, python scripts/fetch_engine.py in a checkout fetches it"
        print(f"the page has no query editor, for its SPARQL engine is not there; {wanted}", file=sys.stderr)
