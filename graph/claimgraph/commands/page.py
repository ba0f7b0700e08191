"""`claimgraph page`: the interactive HTML graph alone, with the passages in it if the texts are at hand."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimgraph.commands.common import add_workspace, read_query, tell_of_missing_engine
from claimgraph.commands.status import DONE
from claimgraph.errors import QuestionError, TextError

if TYPE_CHECKING:
    from claimgraph.source import Source
    from claimgraph.store import Store
    from claimgraph.story import Story

_FEW = 2000  # claims that a page shows without a choice


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
    _add_choice(page)
    page.set_defaults(run=_page)


def _add_choice(parser: argparse.ArgumentParser) -> None:
    """Add what chooses the part of a graph that the page shows."""
    parser.add_argument("--store", type=Path, metavar="DIR", help="of a store on disk that build --store has made")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--focus", metavar="THING", help="only claims about this thing: a name, a code or an IRI")
    choice.add_argument("--article", action="append", metavar="SLUG", help="only this article's claims; repeatable")
    choice.add_argument(
        "--where", type=Path, metavar="FILE", help="only the claims of this query: a SELECT of ?claim, or a CONSTRUCT"
    )
    parser.add_argument("--hops", type=int, default=1, metavar="N", help="with --focus, go on so often (default: 1)")


def _page(options: argparse.Namespace) -> int:
    from claimgraph.namespaces import PREFIXES, shorten
    from claimgraph.output import replace_file
    from claimgraph.page.render import render_page
    from claimgraph.store import trig_text
    from claimgraph.story import open_story
    from claimgraph.texts.quotation import Quotation, read_quotations

    if options.quotes != (options.texts is not None):
        raise TextError("--quotes and --texts DIR belong together; wanted both or neither")
    if options.longest < 1:
        raise TextError(f"--longest {options.longest} quotes nothing; wanted a number of characters from 1")
    story = open_story(options.workspace, store=options.store)
    store, sources = _chosen(story, options)
    quotations: dict[str, Quotation] = {}
    if options.texts is not None:
        quotations, missing = read_quotations(store, options.texts, longest=options.longest)
        for article in missing:
            sentence = f"{options.texts} lacks the text that was annotated; its passages are not quoted"
            print(f"claimgraph: {shorten(article)}: {sentence}", file=sys.stderr)
    trig = trig_text(sources, PREFIXES)
    html = render_page(store, questions=story.questions, trig=trig, quotations=quotations).encode()
    replace_file(options.output, lambda out: out.write(html))
    tell_of_missing_engine()
    print(f"{options.output}: {len(html) / 1e6:.1f} MB; open it in a browser")
    return DONE


def _chosen(story: "Story", options: argparse.Namespace) -> "tuple[Store, tuple[Source, ...]]":
    """Return the store and the sources of the part that is chosen; of a large corpus, if none is, the overview."""
    from claimgraph.asking.guard import Limits
    from claimgraph.corpus.selection import claims_about, claims_of_articles, claims_of_overview, claims_of_query
    from claimgraph.relations.derivation import derive
    from claimgraph.store import Store

    if options.hops < 1:
        raise QuestionError(f"--hops {options.hops} reaches no claim; wanted 1 or more")
    if options.focus:
        claims = claims_about(story.told, options.focus, options.hops)
    elif options.article:
        claims = claims_of_articles(story.told, options.article)
    elif options.where:
        claims = claims_of_query(story.told, read_query(options.where), Limits(seconds=60))
    elif options.store is None or story.claims <= _FEW:
        return story.store, tuple(story.sources())
    else:
        claims = claims_of_overview(story.told)
        wanted = "choose a part with --focus, --article or --where"
        print(f"claimgraph: of {story.claims} claims, {len(claims)} that link the most; {wanted}", file=sys.stderr)
    sources = story.part(claims)
    store = Store.from_sources(sources)
    relations = derive(store)
    store.add(relations)
    return store, (*sources, relations)
