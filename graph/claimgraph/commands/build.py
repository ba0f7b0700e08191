"""`claimgraph build` and `claimgraph check`."""

import argparse
import sys
from pathlib import Path
from typing import Any

from claimgraph.commands.common import (
    DONE,
    REFUSED,
    add_texts,
    add_workspace,
    print_findings,
    show_stage,
    tell_of_missing_engine,
)


def add(commands: Any) -> None:
    """Add the parsers of both."""
    build = commands.add_parser("build", help="check a workspace and write graph, results, page and report")
    add_workspace(build)
    build.add_argument("--out", type=Path, default=Path("build"), metavar="DIR", help="where to write (default: build)")
    add_texts(build)
    build.set_defaults(run=_build)

    check = commands.add_parser("check", help="check a workspace and write nothing")
    add_workspace(check)
    add_texts(check)
    check.set_defaults(run=_check)


def _build(options: argparse.Namespace) -> int:
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
