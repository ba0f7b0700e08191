"""`claimgraph why`: how two claims are related and by which rule, or what keeps the rules from relating them."""

import argparse
from pathlib import Path
from typing import Any

from claimgraph.commands.status import DONE

_EXAMPLES = """\
examples:
  claimgraph why official-account-monitoring-only-in-japan part-of-content-checking-in-china
  claimgraph why line-pay-transactions-stored-in-korea seven-data-types-stored-on-servers-in-japan
  claimgraph why claim:lme-privacy-issues/no-leak line-domestic-storage/leak-not-confirmed-quoted --lang ja

A claim is written as its name, as article/name, with the prefix claim:, or as an IRI.
"""


def add(commands: Any) -> None:
    """Add the command's parser."""
    parser = commands.add_parser(
        "why",
        help="why two claims contradict or corroborate each other, or why not",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("one", metavar="CLAIM", help="a claim")
    parser.add_argument("other", metavar="CLAIM", help="another claim")
    parser.add_argument("--lang", choices=("en", "ja"), default="en", help="language (default: en)")
    parser.add_argument("--workspace", type=Path, metavar="DIR", help="a workspace (default: the shipped story)")
    parser.set_defaults(run=_why)


def _why(options: argparse.Namespace) -> int:
    from claimgraph.comparison.telling import tell_why
    from claimgraph.story import open_story

    story = open_story(options.workspace)
    print(tell_why(story, options.one, options.other, options.lang), end="")
    return DONE
