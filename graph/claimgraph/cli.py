"""The command line: reads arguments, calls the library, prints. Everything else is in the library."""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from claimgraph import __version__
from claimgraph.errors import ClaimgraphError, QuestionError

if TYPE_CHECKING:
    from claimgraph.guard import Limits
    from claimgraph.question import Question
    from claimgraph.store import Store

# Exit status
DONE, REFUSED, MISUSED = 0, 1, 2

_EXAMPLES = """\
examples:
  claimgraph build                            the shipped story, into build/
  claimgraph build my-story --texts articles  another one, compared with the articles' texts
  claimgraph query --list                     what can be asked
  claimgraph query commitments                one answer
  claimgraph serve                            an endpoint with an editor, on this machine only
  claimgraph passage article.txt "some words" where a quotation stands
"""

_QUERY_EXAMPLES = """\
examples:
  claimgraph query --list                                  what can be asked
  claimgraph query data-by-country --lang ja               names and statements in Japanese
  claimgraph query company -p company=LINE -o line.csv     about one company, into a file
  claimgraph query --file mine.rq --results json           a query of yours; - is standard input

A query of yours sees the union of all graphs, what is claimed and what is denied alike: ask for the claim,
GRAPH ?claim { ... }, and for its cg:polarity. It runs read-only, without SERVICE, in a process of its own.
--results csv is the W3C's CSV, byte for byte; --results spreadsheet is CSV whose cells no spreadsheet takes
for formulas.
"""

# Forms of an answer, and the endings of files that stand for them. Written here, for help must not load an engine.
_ENDINGS = {
    "csv": "csv", "html": "html", "json": "json", "md": "markdown", "nt": "ntriples", "tsv": "tsv", "ttl": "turtle",
    "txt": "table", "xml": "xml",
}  # fmt: skip
_FORMS = ("table", "markdown", "html", "spreadsheet", "csv", "tsv", "json", "xml", "turtle", "ntriples")


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

    query = commands.add_parser(
        "query",
        help="answer a question of the library, or a query of yours",
        epilog=_QUERY_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_query(query)
    query.set_defaults(run=_query)

    serve = commands.add_parser("serve", help="a SPARQL endpoint with a query editor, and the page")
    _add_workspace(serve)
    serve.add_argument("--host", default="127.0.0.1", help="address to serve at (default: this machine only)")
    serve.add_argument("--port", type=int, default=8000, help="port (default: 8000; 0 is any that is free)")
    serve.add_argument(
        "--page",
        type=Path,
        default=Path("build", "graph.html"),
        metavar="FILE",
        help="the page (default: build/graph.html)",
    )
    serve.add_argument("--cors", action="store_true", help="let pages of other sites ask")
    _add_limits(serve, seconds=10, megabytes=1000)
    serve.set_defaults(run=_serve)

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


def _add_query(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="a question of the library")
    parser.add_argument("--file", type=Path, metavar="FILE", help="a file with a query of yours; - is standard input")
    parser.add_argument("--list", action="store_true", help="list the questions")
    parser.add_argument("--all", action="store_true", help="answer all questions, into the folder of --out")
    parser.add_argument("--out", type=Path, default=Path("results"), metavar="DIR", help="for --all (default: results)")
    parser.add_argument(
        "-p", dest="parameter", action="append", default=[], metavar="NAME=VALUE", help="a value for the question"
    )
    parser.add_argument("--lang", choices=("en", "ja"), help="language of names and statements (default: en)")
    parser.add_argument("--results", choices=_FORMS, help="form of the answer (default: table, or by the ending of -o)")
    parser.add_argument("-o", dest="output", type=Path, metavar="FILE", help="write the answer to a file")
    parser.add_argument("--workspace", type=Path, metavar="DIR", help="a workspace (default: the shipped story)")
    parser.add_argument(
        "--data", type=Path, nargs="+", default=[], metavar="FILE", help="query these RDF files instead"
    )
    parser.add_argument("--endpoint", metavar="URL", help="ask this SPARQL server instead")
    parser.add_argument(
        "--page",
        default="graph.html",
        metavar="ADDRESS",
        help="where claims lead in Markdown and HTML (default: graph.html)",
    )
    parser.add_argument("--explain", action="store_true", help="show what the engine does instead of the answer")
    _add_limits(parser, seconds=60, megabytes=2000)


def _add_limits(parser: argparse.ArgumentParser, *, seconds: int, megabytes: int) -> None:
    """Add what holds for queries of others than the library."""
    parser.add_argument("--no-union", action="store_true", help="a pattern without GRAPH sees the default graph only")
    parser.add_argument("--seconds", type=float, default=seconds, metavar="N", help=f"limit for a query ({seconds})")
    parser.add_argument("--memory", type=int, default=megabytes, metavar="MB", help=f"limit for a query ({megabytes})")


def _limits(options: argparse.Namespace) -> "Limits":
    from claimgraph.guard import Limits

    return Limits(seconds=options.seconds, memory_bytes=options.memory * 1_000_000)


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
    from claimgraph.explain import explain
    from claimgraph.library import list_questions
    from claimgraph.question import find_question
    from claimgraph.source import read_rdf
    from claimgraph.store import Store
    from claimgraph.story import open_story
    from claimgraph.workspace import read_workspace

    if options.all:
        return _answer_all(options)
    if options.list or (options.name is None and options.file is None):
        print(list_questions(open_story(options.workspace).questions, _width()), end="")
        return DONE
    data = tuple(read_rdf(path) for path in options.data)
    if options.file is not None:
        question, query = None, _read_query(options.file)
        # The story is not read where something else is asked.
        sources = data if data or options.endpoint else tuple(read_workspace(options.workspace).sources())
        store = Store.from_sources(sources)
    else:
        story = open_story(options.workspace)
        question, query = find_question(options.name, story.questions), story.prepare(options.name, **_values(options))
        sources = data or tuple(story.workspace.sources())
        store = Store.from_sources(data) if data else story.store
    if options.explain:
        print(explain(sources, query, union=question is None and not options.no_union), end="")
        return DONE
    _print_answer(options, query, question, store)
    return DONE


def _print_answer(options: argparse.Namespace, query: str, question: "Question | None", store: "Store") -> None:
    from claimgraph.asking import Presentation, ask_endpoint, ask_guarded, ask_store, write_answer
    from claimgraph.build import addresses
    from claimgraph.output import replace_file
    from claimgraph.results import Links

    if options.endpoint:
        write = ask_endpoint(options.endpoint, query, options.seconds)
    elif question is None:
        write = ask_guarded(store, query, _limits(options), union=not options.no_union)
    else:
        write = ask_store(store, query)
    language = options.lang or "en"
    presentation = Presentation(
        title=question.title[language] if question else "",
        question=question.question[language] if question else "",
        language=language,
        width=_width(),
        links=Links(page=options.page, articles=addresses(store)),
    )
    form = options.results or _form_of(options.output) or "table"
    if options.output is None:
        write_answer(query, write, form, sys.stdout.buffer, presentation)
        sys.stdout.buffer.flush()
    else:
        replace_file(options.output, lambda out: write_answer(query, write, form, out, presentation))


def _answer_all(options: argparse.Namespace) -> int:
    from claimgraph.build import write_results
    from claimgraph.output import replace_folder
    from claimgraph.report import number
    from claimgraph.story import open_story

    story = open_story(options.workspace)
    names = {f"{question.name}.{ending}" for question in story.questions for ending in _ENDINGS}
    replace_folder(
        options.out, names | {"index.html"}, lambda place: write_results(story.store, story.questions, place, page="")
    )
    print(f"{number(len(story.questions), 'question')} answered in {options.out}")
    return DONE


def _values(options: argparse.Namespace) -> dict[str, str]:
    values = {"lang": options.lang} if options.lang else {}
    for pair in options.parameter:
        name, sign, value = pair.partition("=")
        if not sign:
            raise QuestionError(f"-p {pair!r} has no value; wanted -p name=value")
        values[name] = value
    return values


def _read_query(path: Path) -> str:
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{path}: cannot be read as UTF-8 ({error})") from error


def _form_of(path: Path | None) -> str | None:
    if path is None:
        return None
    if (form := _ENDINGS.get(path.suffix.removeprefix("."))) is None:
        raise QuestionError(
            f"{path}: has the ending {path.suffix!r}; wanted one of {', '.join(_ENDINGS)}, or --results"
        )
    return form


def _width() -> int:
    return shutil.get_terminal_size((160, 24)).columns


def _serve(options: argparse.Namespace) -> int:
    from claimgraph.server import serve
    from claimgraph.story import open_story

    page = options.page if options.page.is_file() else None

    def tell(address: str) -> None:
        print(f"query editor     {address}")
        print(f"SPARQL endpoint  {address}sparql")
        print(f"HTML graph       {address}graph.html" if page else f"no HTML graph: {options.page} is not built")
        print("Ctrl-C stops.", flush=True)

    story = open_story(options.workspace)
    serve(
        story.store,
        story.questions,
        page,
        options.host,
        options.port,
        union=not options.no_union,
        cors=options.cors,
        limits=_limits(options),
        ready=tell,
    )
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
