"""`claimgraph page`: the interactive HTML graph alone, with the passages in it if the texts are at hand."""

import argparse
import sys
from pathlib import Path
from typing import Any

from claimgraph.commands.common import DONE, add_workspace, tell_of_missing_engine
from claimgraph.errors import TextError


def add(commands: Any) -> None:
    """Add the command's parser."""
    page = commands.add_parser("page", help="write the interactive HTML graph alone")
    add_workspace(page)
    page.add_argument("-o", dest="output", type=Path, default=Path("graph.html"), metavar="FILE", help="(graph.html)")
    page.add_argument("--texts", type=Path, metavar="DIR", help="a folder with the articles' texts, for --quotes")
    page.add_argument("--quotes", action="store_true", help="quote the passages: such a page is for yourself only")
    page.add_argument(
        "--longest", type=int, default=300, metavar="N", help="characters of a passage to quote (default: 300)"
    )
    page.set_defaults(run=_page)


def _page(options: argparse.Namespace) -> int:
    from claimgraph.namespaces import PREFIXES, shorten
    from claimgraph.output import replace_file
    from claimgraph.page import render_page
    from claimgraph.quotation import Quotation, read_quotations
    from claimgraph.store import trig_text
    from claimgraph.story import open_story

    if options.quotes != (options.texts is not None):
        raise TextError("--quotes and --texts DIR belong together; wanted both or neither")
    if options.longest < 1:
        raise TextError(f"--longest {options.longest} quotes nothing; wanted a number of characters from 1")
    story = open_story(options.workspace)
    quotations: dict[str, Quotation] = {}
    if options.texts is not None:
        quotations, missing = read_quotations(story.store, options.texts, longest=options.longest)
        for article in missing:
            sentence = f"{options.texts} lacks the text that was annotated; its passages are not quoted"
            print(f"claimgraph: {shorten(article)}: {sentence}", file=sys.stderr)
    trig = trig_text(story.sources(), PREFIXES)
    html = render_page(story.store, questions=story.questions, trig=trig, quotations=quotations).encode()
    replace_file(options.output, lambda out: out.write(html))
    tell_of_missing_engine()
    print(f"{options.output}: {len(html) / 1e6:.1f} MB; open it in a browser")
    return DONE
