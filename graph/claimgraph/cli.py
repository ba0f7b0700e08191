"""The command line: finds the command, runs it, and turns what goes wrong into a sentence and an exit status.

What a command needs is imported when it is named: with the parsers of all, a question took twice as long.
"""

import sys

from claimgraph import __version__
from claimgraph.commands.shortcut import answer_at_once
from claimgraph.commands.status import DONE, REFUSED, STOPPED
from claimgraph.errors import ClaimgraphError

TYPE_CHECKING = False  # importing it from typing takes longer than this module
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

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

# Each command and the module of `commands` that has it, in the order in which help lists them.
_COMMANDS = {
    "build": "build",
    "check": "build",
    "query": "query",
    "commitments": "commitments",
    "why": "why",
    "page": "page",
    "serve": "serve",
    "passage": "passage",
}


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run one command and return its exit status: 0 done, 1 refused or not conforming, 2 misused, 130 stopped."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        if answer_at_once(given):
            return DONE
        options = _parser(given).parse_args(given)
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


def _parser(given: "Sequence[str]") -> "argparse.ArgumentParser":
    """Return the parser of the command that is named first, or of all: for help, and to say what there is."""
    import argparse
    from importlib import import_module

    parser = argparse.ArgumentParser(
        prog="claimgraph",
        description="News claims as an RDF graph: every triple in a claim, every claim in a passage.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"claimgraph {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    named = _COMMANDS.get(given[0]) if given else None
    for module in dict.fromkeys([named] if named else _COMMANDS.values()):
        import_module(f"claimgraph.commands.{module}").add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
