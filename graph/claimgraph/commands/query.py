"""`claimgraph query`: a question of the library, or a query of the user's."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from claimgraph.commands.common import add_limits, limits, read_query, width
from claimgraph.commands.status import DONE
from claimgraph.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimgraph.answers.presentation import Shape
    from claimgraph.asking.ask import Write
    from claimgraph.asking.question import Question
    from claimgraph.source import Source
    from claimgraph.store import Store
    from claimgraph.story import Story

_EXAMPLES = """\
examples:
  claimgraph query --list                                  what can be asked
  claimgraph query data-by-country --lang ja               names and statements in Japanese
  claimgraph query company -p company=LINE -o line.csv     about one company, into a file
  claimgraph query every-claim --as-of 2021-03-23          what the public knew at the end of that day
  claimgraph query silence-matrix --wide article=stance    who says what and who is silent, as a matrix
  claimgraph query transfer-register --fold activity,claim -o register.csv
  claimgraph query --file mine.rq --results json           a query of yours; - is standard input

A query of yours sees the union of all graphs, what is claimed and what is denied alike: ask for the claim,
GRAPH ?claim { ... }, and for its cg:polarity. It runs read-only, without SERVICE, in a process of its own.
--results csv is the W3C's CSV, byte for byte; --results spreadsheet is CSV whose cells no spreadsheet takes
for formulas.

--as-of asks the graph as it was known at the end of a day. A claim counts from the day on which it was said, else
from the day on which its article was published; a date that is only a month or a year counts once it has ended. A
claim without either is left out, never guessed; how many are, is said on standard error.
"""

# Forms of an answer, and the endings of files that stand for them. Written here, for help must not load an engine.
_ENDINGS = {
    "csv": "csv", "html": "html", "json": "json", "md": "markdown", "nt": "ntriples", "tsv": "tsv", "ttl": "turtle",
    "txt": "table", "xml": "xml",
}  # fmt: skip
_FORMS = ("table", "markdown", "html", "spreadsheet", "csv", "tsv", "json", "xml", "turtle", "ntriples")


def add(commands: Any) -> None:
    """Add the command's parser."""
    query = commands.add_parser(
        "query",
        help="answer a question of the library, or a query of yours",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_arguments(query)
    query.set_defaults(run=_query)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="a question of the library")
    parser.add_argument("--file", type=Path, metavar="FILE", help="a file with a query of yours; - is standard input")
    parser.add_argument("--list", action="store_true", help="list the questions")
    parser.add_argument("--all", action="store_true", help="answer all questions, into the folder of --out")
    parser.add_argument("--out", type=Path, default=Path("results"), metavar="DIR", help="for --all (default: results)")
    parser.add_argument(
        "-p", dest="parameter", action="append", default=[], metavar="NAME=VALUE", help="a value for the question"
    )
    parser.add_argument("--as-of", metavar="DAY", help="only claims that were known at the end of this day: 2021-03-23")
    parser.add_argument("--lang", choices=("en", "ja"), help="language of names and statements (default: en)")
    parser.add_argument("--results", choices=_FORMS, help="form of the answer (default: table, or by the ending of -o)")
    parser.add_argument("-o", dest="output", type=Path, metavar="FILE", help="write the answer to a file")
    parser.add_argument(
        "--fold", metavar="COLUMNS", help="one row for each value of these columns: --fold activity,claim"
    )
    parser.add_argument("--wide", metavar="COLUMN=CELL", help="a matrix, a column for each: --wide article=stance")
    parser.add_argument("--workspace", type=Path, metavar="DIR", help="a workspace (default: the shipped story)")
    parser.add_argument("--store", type=Path, metavar="DIR", help="ask a store on disk that build --store has made")
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
    add_limits(parser, seconds=60, megabytes=2000)


def _query(options: argparse.Namespace) -> int:
    from claimgraph.namespaces import asks_for_relations
    from claimgraph.source import read_rdf
    from claimgraph.store import Store
    from claimgraph.story import open_story
    from claimgraph.workspace import read_workspace

    if options.endpoint and options.as_of:
        raise QuestionError("--as-of leaves claims out before it asks; a server's cannot be left out")
    if options.all:
        return _answer_all(options)
    if options.store and options.workspace:
        raise QuestionError("--store and --workspace exclude each other; wanted one")
    if options.list or (options.name is None and options.file is None):
        from claimgraph.asking.library import list_questions

        print(list_questions(open_story(options.workspace, store=options.store).questions, width()), end="")
        return DONE
    data = _as_of(options, tuple(read_rdf(path) for path in options.data))
    if options.file is not None:
        question, query = None, read_query(options.file)
        if options.store and not options.as_of and not options.explain:
            _print_answer(options, query, question, open_story(store=options.store).told)
            return DONE
        # The story is not read where something else is asked.
        if options.store:
            workspace = open_story(store=options.store).workspace
            data = _with_relations(replace(workspace, articles=_as_of(options, workspace.articles)).sources())
        elif not data and not options.endpoint:
            workspace = read_workspace(options.workspace)
            data = _with_relations(replace(workspace, articles=_as_of(options, workspace.articles)).sources())
        sources, store = data, Store.from_sources(data)
    else:
        story = open_story(options.workspace, store=options.store)
        question, query = story.question(options.name), story.prepare(options.name, **_values(options))
        if options.as_of and not data:
            story = _tell(story.as_of(options.as_of))
        asked = _with_relations if asks_for_relations(query) else tuple
        sources = data or (asked(story.workspace.sources()) if options.explain else ())
        store = Store.from_sources(data) if data else story.store_for(query)
    if options.explain:
        from claimgraph.asking.explain import explain

        print(explain(sources, query, union=question is None and not options.no_union), end="")
        return DONE
    _print_answer(options, query, question, store)
    return DONE


def _with_relations(sources: "Iterable[Source]") -> "tuple[Source, ...]":
    """Return the sources and the relations between their claims."""
    from claimgraph.relations.derivation import derive
    from claimgraph.store import Store

    sources = tuple(sources)
    return (*sources, derive(Store.from_sources(sources)))


def _as_of(options: argparse.Namespace, sources: "tuple[Source, ...]") -> "tuple[Source, ...]":
    """Return the sources as of the day asked for, if one is."""
    if not options.as_of or not sources:
        return sources
    from claimgraph.asking.knowledge import known_by
    from claimgraph.period import read_day

    known = known_by(sources, read_day(options.as_of))
    print(f"claimgraph: {known}", file=sys.stderr)
    return known.sources


def _tell(story: "Story") -> "Story":
    """Say what of the story was known, and return it."""
    print(f"claimgraph: {story.known}", file=sys.stderr)
    return story


def _print_answer(options: argparse.Namespace, query: str, question: "Question | None", store: "Store") -> None:
    from claimgraph.asking.ask import ask_endpoint, ask_guarded, ask_store
    from claimgraph.oxigraph import GRAPH_FORMATS, TABLE_FORMATS

    if options.endpoint:
        write = ask_endpoint(options.endpoint, query, options.seconds)
    elif question is None:
        write = ask_guarded(store, query, limits(options), union=not options.no_union)
    else:
        write = ask_store(store, query)
    form = options.results or _form_of(options.output) or "table"
    if options.fold or options.wide or form not in (*TABLE_FORMATS, *GRAPH_FORMATS):
        write = _presented(options, query, question, store, write)
    if options.output is None:
        write(form, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        from claimgraph.output import replace_file

        replace_file(options.output, lambda out: write(form, out))


def _presented(
    options: argparse.Namespace, query: str, question: "Question | None", store: "Store", write: "Write"
) -> "Write":
    """Return what writes the answer for people, or in another shape."""
    from claimgraph.answers.address import addresses
    from claimgraph.answers.presentation import Presentation, write_presented
    from claimgraph.answers.table import Links

    language = options.lang or "en"
    presented = Presentation(
        title=question.title[language] if question else "",
        question=question.question[language] if question else "",
        language=language,
        width=width(),
        shape=_shape(options),
    )

    def write_it(form: str, out: BinaryIO) -> None:
        # Only these have links.
        articles = addresses(store) if form in ("markdown", "html") else {}
        links = Links(page=options.page, articles=articles)
        write_presented(query, write, form, out, replace(presented, links=links))

    return write_it


def _shape(options: argparse.Namespace) -> "Shape | None":
    """Return what turns the answer into the shape asked for, if one is."""
    if options.fold:
        from claimgraph.answers.table import fold

        return lambda answer: fold(answer, options.fold.split(","))
    if options.wide:
        across, sign, cell = options.wide.partition("=")
        if not sign:
            raise QuestionError(f"--wide {options.wide!r} names no cell; wanted --wide column=cell")
        from claimgraph.answers.table import widen

        return lambda answer: widen(answer, across, cell)
    return None


def _answer_all(options: argparse.Namespace) -> int:
    from claimgraph.build import write_results
    from claimgraph.output import replace_folder
    from claimgraph.report import number
    from claimgraph.story import open_story

    story = open_story(options.workspace, store=options.store)
    if options.as_of:
        story = _tell(story.as_of(options.as_of))
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


def _form_of(path: Path | None) -> str | None:
    if path is None:
        return None
    if (form := _ENDINGS.get(path.suffix.removeprefix("."))) is None:
        raise QuestionError(
            f"{path}: has the ending {path.suffix!r}; wanted one of {', '.join(_ENDINGS)}, or --results"
        )
    return form
