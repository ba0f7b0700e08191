"""`claimgraph passage`: where a quotation stands in an article."""

import argparse
import sys
from pathlib import Path
from typing import Any

from claimgraph.commands.status import DONE, REFUSED


def add(commands: Any) -> None:
    """Add the command's parser."""
    passage = commands.add_parser("passage", help="find a quotation in an article's text")
    passage.add_argument("article", type=Path, metavar="ARTICLE.txt", help="the article's text")
    passage.add_argument("words", metavar="WORDS", help="the words, as they stand in the text")
    passage.set_defaults(run=_passage)


def _passage(options: argparse.Namespace) -> int:
    from claimgraph.texts.passage import Text, digest, find_passages, read_text

    text = Text(read_text(options.article))
    found = find_passages(text.text, options.words)
    if not found:
        print(f"claimgraph: {options.article}: these words do not stand in the text", file=sys.stderr)
        return REFUSED
    if len(found) > 1:
        print(f"claimgraph: the words stand in {len(found)} places; quote more of them for one", file=sys.stderr)
    for passage in found:
        where = text.locate(passage)
        print(f"characters  {passage.start} to {passage.end} (end exclusive)")
        print(f"locator     paragraph {where.paragraph}, sentence {where.sentence}")
        print(f"sha256      {digest(text.words(passage))}")
    return DONE
