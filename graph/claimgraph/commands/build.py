"""`claimgraph build` and `claimgraph check`."""

import argparse
import sys
from pathlib import Path
from typing import Any

from claimgraph.commands.common import (
    add_texts,
    add_workspace,
    print_findings,
    show_stage,
    tell_of_missing_engine,
)
from claimgraph.commands.status import DONE, REFUSED

_EXAMPLES = """\
examples:
  claimgraph build                              the shipped story, into build/
  claimgraph build my-story --texts my-articles compared with the articles' texts
  claimgraph build archive --store archive.db   thousands of articles, into a store on disk

--store DIR keeps the graph in a store on disk, from which query, page and serve answer while the next build runs.
Only articles whose files have changed are read and checked again. It writes the store and nothing else: graph.nq, the
results and the page of a large corpus are large; claimgraph query and page write what is wanted of them. A build
that finds anything wrong, or is stopped at any moment, leaves the store as it was.
"""


def add(commands: Any) -> None:
    """Add the parsers of both."""
    build = commands.add_parser(
        "build",
        help="check a workspace and write graph, results, page and report",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_workspace(build)
    place = build.add_mutually_exclusive_group()
    place.add_argument("--out", type=Path, default=Path("build"), metavar="DIR", help="where to write (default: build)")
    place.add_argument(
        "--store", type=Path, metavar="DIR", help="bring a store on disk up to date instead, by what has changed"
    )
    add_texts(build)
    build.set_defaults(run=_build)

    check = commands.add_parser("check", help="check a workspace and write nothing")
    add_workspace(check)
    add_texts(check)
    check.set_defaults(run=_check)


def _build(options: argparse.Namespace) -> int:
    if options.store is not None:
        return _update(options)
    from claimgraph.build import build
    from claimgraph.report import Report, summarise
    from claimgraph.timing import Stages

    stages = Stages(show_stage)
    result = build(options.workspace, options.out, options.texts, stages)
    show_stage("")
    if not isinstance(result, Report):
        print_findings(result)
        print(f"{options.out}: not written", file=sys.stderr)
        return REFUSED
    print(summarise(result, str(options.out)))
    tell_of_missing_engine()
    print(f"\nbuilt in {sum(stages.seconds.values()):.1f} s; open {options.out / 'graph.html'} in a browser")
    return DONE


def _update(options: argparse.Namespace) -> int:
    from claimgraph.corpus.update import Update, update_corpus
    from claimgraph.report import number
    from claimgraph.resources import story_folder
    from claimgraph.timing import Stages

    stages = Stages(show_stage)
    try:
        result = update_corpus(options.workspace or story_folder(), options.store, options.texts, stages)
    finally:
        show_stage("")
    if not isinstance(result, Update):
        print_findings(result)
        print(f"{options.store}: as it was", file=sys.stderr)
        return REFUSED
    articles = len(result.added) + len(result.replaced) + result.skipped
    print(f"{result}\n{options.store}: {number(result.claims, 'claim')} from {number(articles, 'article')}")
    print(f"\nbuilt in {sum(stages.seconds.values()):.1f} s; ask it with claimgraph query NAME --store {options.store}")
    return DONE


def _check(options: argparse.Namespace) -> int:
    from claimgraph.build import check
    from claimgraph.timing import Stages

    verdict = check(options.workspace, options.texts, Stages(show_stage))
    show_stage("")
    if verdict.findings:
        print_findings(verdict.findings)
        return REFUSED
    print("no findings")
    return DONE
