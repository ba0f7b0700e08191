"""`claimgraph commitments`: what became of each promise, as of a day."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from claimgraph.commands.common import add_workspace, width
from claimgraph.commands.status import DONE, REFUSED
from claimgraph.errors import QuestionError

_EXAMPLES = """\
examples:
  claimgraph commitments                              as of today
  claimgraph commitments --as-of 2021-07-01           as it stood on that day
  claimgraph commitments my-story --lang ja -o promises.md

exit status: 1 if a promise is overdue and no claim known by that day reports it done or delayed, 0 if none is.

A promise for a month is overdue when the month has ended, one for a week or a year likewise. What is reported counts
from the day on which it was said, else from the day on which its article was published; a report without a date is
shown and settles nothing. A promise without a date of its own is listed by its due date.
"""

_ENDINGS = {"csv": "csv", "html": "html", "json": "json", "md": "markdown", "txt": "table"}
_FORMS = ("table", "markdown", "html", "spreadsheet", "csv", "json")


def add(commands: Any) -> None:
    """Add the command's parser."""
    parser = commands.add_parser(
        "commitments",
        help="what became of each promise: due, overdue, delayed, done",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_workspace(parser)
    parser.add_argument("--as-of", metavar="DAY", help="tell it as of this day: 2021-07-01 (default: today)")
    parser.add_argument("--lang", choices=("en", "ja"), default="en", help="language (default: en)")
    parser.add_argument("--results", choices=_FORMS, help="form of the answer (default: table, or by the ending of -o)")
    parser.add_argument("-o", dest="output", type=Path, metavar="FILE", help="write it to a file")
    parser.add_argument(
        "--page",
        default="graph.html",
        metavar="ADDRESS",
        help="where claims lead in Markdown and HTML (default: graph.html)",
    )
    parser.set_defaults(run=_commitments)


def _commitments(options: argparse.Namespace) -> int:
    from claimgraph.answers.address import addresses
    from claimgraph.answers.table import Links
    from claimgraph.output import replace_file
    from claimgraph.period import read_day
    from claimgraph.promises.commitment import Fate, read_promises
    from claimgraph.promises.ledger import write_promises
    from claimgraph.story import open_story

    day = read_day(options.as_of) if options.as_of else date.today()
    form = options.results or _form_of(options.output)
    store = open_story(options.workspace).told
    promises = read_promises(store, options.lang)
    links = Links(page=options.page, articles=addresses(store))
    written = write_promises(promises, day, options.lang, form, width(), links)

    def write(out: BinaryIO) -> None:
        out.write(written)

    if options.output is None:
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        replace_file(options.output, write)
    return REFUSED if any(promise.fate(day) is Fate.OVERDUE for promise in promises) else DONE


def _form_of(path: Path | None) -> str:
    ending = "txt" if path is None else path.suffix.removeprefix(".")
    if ending not in _ENDINGS:
        raise QuestionError(f"{path}: has the ending {ending!r}; wanted one of {', '.join(_ENDINGS)}, or --results")
    return _ENDINGS[ending]
