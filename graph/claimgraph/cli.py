"""The command line: finds the command, runs it, and turns what goes wrong into a sentence and an exit status."""

import argparse
import sys
from collections.abc import Sequence

from claimgraph import __version__
from claimgraph.commands import build, commitments, page, passage, query, serve, why
from claimgraph.commands.common import DONE, REFUSED, STOPPED
from claimgraph.errors import ClaimgraphError

_EXAMPLES = """\
examples:
  claimgraph build                            the shipped story, into build/
  claimgraph build my-story --texts articles  another one, compared with the articles' texts
  claimgraph query --list                     what can be asked
  claimgraph query commitments                one answer
  claimgraph commitments --as-of 2021-07-01   what became of each promise
  claimgraph why CLAIM CLAIM                  how two claims are related, or why they are not
  claimgraph page --texts articles --quotes   the page with the passages in it, for yourself
  claimgraph serve                            an endpoint with an editor, on this machine only
  claimgraph passage article.txt "some words" where a quotation stands
"""

_COMMANDS = (build, query, commitments, why, page, serve, passage)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 refused or not conforming, 2 misused, 130 stopped."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except ClaimgraphError as error:
        print(f"claimgraph: {error}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("\nclaimgraph: stopped; nothing was written by half", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        # The reader of our output, such as head, has seen enough.
        sys.stderr.close()
        return DONE
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="claimgraph",
        description="News claims as an RDF graph: every triple in a claim, every claim in a passage.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"claimgraph {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in _COMMANDS:
        command.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
