"""The command line: reads arguments, calls the library, prints. Everything else is in the library."""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from claimgraph import __version__
from claimgraph.errors import ClaimgraphError

# Exit status
DONE, REFUSED, MISUSED = 0, 1, 2

_EXAMPLES = """\
examples:
  claimgraph build                            the shipped story, into build/
  claimgraph build my-story --texts articles  another one, compared with the articles' texts
  claimgraph query --list                     what can be asked
  claimgraph query commitments                one answer
  claimgraph passage article.txt "some words" where a quotation stands
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 refused or not conforming, 2 misused."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except ClaimgraphError as error:
        print(f"claimgraph: {error}", file=sys.stderr)
        return REFUSED
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

    build = commands.add_parser("build", help="check a workspace and write graph, results, page and report")
    _add_workspace(build)
    build.add_argument("--out", type=Path, default=Path("build"), metavar="DIR", help="where to write (default: build)")
    _add_texts(build)
    build.set_defaults(run=_build)

    check = commands.add_parser("check", help="check a workspace and write nothing")
    _add_workspace(check)
    _add_texts(check)
    check.set_defaults(run=_check)

    query = commands.add_parser("query", help="answer a question of the library")
    query.add_argument(
        "name", nargs="?", metavar="NAME", help="the question; without it, or with --list, they are listed"
    )
    query.add_argument("--list", action="store_true", help="list the questions")
    query.add_argument("--workspace", type=Path, metavar="DIR", help="a workspace (default: the shipped story)")
    query.add_argument(
        "--results",
        default="table",
        choices=("table", "markdown", "csv", "tsv", "json", "xml"),
        help="format of the answer",
    )
    query.set_defaults(run=_query)

    passage = commands.add_parser("passage", help="find a quotation in an article's text")
    passage.add_argument("article", type=Path, metavar="ARTICLE.txt", help="the article's text")
    passage.add_argument("words", metavar="WORDS", help="the words, as they stand in the text")
    passage.set_defaults(run=_passage)
    return parser


def _add_workspace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "workspace",
        nargs="?",
        type=Path,
        metavar="WORKSPACE",
        help="a folder with articles/, entities/ and queries/ (default: the shipped story)",
    )


def _add_texts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--texts", type=Path, metavar="DIR", help="a folder with the articles' texts, to verify passages"
    )


def _build(options: argparse.Namespace) -> int:
    from claimgraph.build import build
    from claimgraph.report import Report, summarise
    from claimgraph.timing import Stages

    stages = Stages(_show_stage)
    result = build(options.workspace, options.out, options.texts, stages)
    _show_stage("")
    if not isinstance(result, Report):
        _print_findings(result)
        print(f"{options.out}: not written", file=sys.stderr)
        return REFUSED
    print(summarise(result, str(options.out)))
    print(f"\nbuilt in {sum(stages.seconds.values()):.1f} s; open {options.out / 'graph.html'} in a browser")
    return DONE


def _check(options: argparse.Namespace) -> int:
    from claimgraph.build import check
    from claimgraph.timing import Stages

    verdict = check(options.workspace, options.texts, Stages(_show_stage))
    _show_stage("")
    if verdict.findings:
        _print_findings(verdict.findings)
        return REFUSED
    print("no findings")
    return DONE


def _query(options: argparse.Namespace) -> int:
    from claimgraph.question import find_question, read_questions
    from claimgraph.resources import story_folder
    from claimgraph.results import for_people, to_markdown, to_table
    from claimgraph.store import Store
    from claimgraph.workspace import read_workspace

    folder = options.workspace or story_folder()
    questions = read_questions(folder / "queries")
    if options.list or options.name is None:
        for question in questions:
            print(f"{question.name:<34} {question.question['en']}")
        return DONE
    question = find_question(options.name, questions)
    store = Store.from_sources(read_workspace(folder).sources())
    if options.results == "table":
        width = shutil.get_terminal_size((160, 24)).columns
        print(question.title["en"], end="\n\n")
        print(to_table(for_people(store.select(question.sparql)), width), end="")
    elif options.results == "markdown":
        print(to_markdown(for_people(store.select(question.sparql))), end="")
    else:
        sys.stdout.buffer.write(store.serialize(question.sparql, options.results))
    return DONE


def _passage(options: argparse.Namespace) -> int:
    from claimgraph.passage import Text, digest, find_passages, read_text

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


def _print_findings(findings: Sequence[object]) -> None:
    from claimgraph.report import number

    for finding in findings:
        print(finding)
    print(f"\n{number(len(findings), 'finding')}", file=sys.stderr)


def _show_stage(name: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{name + ' …' if name else ''}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
