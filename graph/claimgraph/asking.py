"""Asking: one query, to a store or to a server, with the answer in the form that was asked for."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from claimgraph.endpoint import fetch_answer, read_table
from claimgraph.errors import QuestionError
from claimgraph.guard import Limits, run_guarded
from claimgraph.model import Answer
from claimgraph.oxigraph import GRAPH_FORMATS, TABLE_FORMATS
from claimgraph.position import tells_positions, to_positions, to_positions_markdown
from claimgraph.results import (
    NO_LINKS,
    Links,
    for_people,
    to_csv,
    to_html,
    to_json,
    to_markdown,
    to_spreadsheet,
    to_table,
)
from claimgraph.scan import scan_query
from claimgraph.store import Store

Write = Callable[[str, BinaryIO], None]
"""Writes the answer in one of the formats for machines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """What goes around an answer that people read.

    Args:
        title: a heading.
        question: the question in a sentence.
        language: of both.
        width: of the terminal, in cells.
        links: where claims and articles lead.
        shape: turns the answer into another table, such as a matrix, before it is written.
    """

    title: str = ""
    question: str = ""
    language: str = "en"
    width: int = 160
    links: Links = NO_LINKS
    shape: Callable[[Answer], Answer] | None = None


def ask_store(store: Store, query: str, *, union: bool = False) -> Write:
    """Return what writes a store's answer, from this process: for the library's own questions."""
    return lambda results, out: store.write(query, results, out, union=union)


def ask_guarded(store: Store, query: str, limits: Limits, *, union: bool = True) -> Write:
    """Return what writes a store's answer to a stranger's query: read-only, bounded, in a child process.

    Raises:
        QuestionError: if the query is refused before it runs; see `scan.scan_query`.
    """
    # Oxigraph ignores FROM when it is also told to take the union of all graphs.
    whole = union and not scan_query(query).has_dataset
    return lambda results, out: run_guarded(
        lambda pipe: store.write(query, results, pipe, union=whole), out, limits, store.reopen
    )


def ask_endpoint(url: str, query: str, seconds: float) -> Write:
    """Return what writes a server's answer, to the same queries as are asked here.

    Raises:
        QuestionError: if the query is refused before it is sent; see `scan.scan_query`.
    """
    scan_query(query)

    def write(results: str, out: BinaryIO) -> None:
        out.write(fetch_answer(url, query, results, seconds))

    return write


def write_answer(query: str, write: Write, form: str, out: BinaryIO, presentation: Presentation) -> None:
    """Write an answer; a form for people that a graph does not have becomes Turtle.

    Args:
        query: what is asked.
        write: gives the answer in the formats for machines.
        form: table, markdown, html or spreadsheet, or one of the store's formats for machines.
        out: takes the bytes.
        presentation: what goes around an answer that people read.

    Raises:
        QuestionError: if the query is refused or fails, or its answer has no such form.
    """
    shape = presentation.shape
    if shape is None and (form in TABLE_FORMATS or form in GRAPH_FORMATS):
        write(form, out)
    elif scan_query(query).form.gives_triples:
        write("turtle", out)
    else:
        held = io.BytesIO()
        write("json", held)
        answer = read_table(held.getvalue())
        out.write(_present(answer if shape is None else shape(answer), form, presentation).encode("utf-8"))


def _present(answer: Answer, form: str, presentation: Presentation) -> str:
    shown = for_people(answer)
    match form:
        case "table":
            heading = f"{presentation.title}\n\n" if presentation.title else ""
            if tells_positions(shown):
                return heading + to_positions(shown, presentation.width, presentation.language)
            return heading + to_table(shown, presentation.width)
        case "markdown":
            if tells_positions(shown):
                return to_positions_markdown(shown, presentation.language, presentation.links)
            return to_markdown(shown, presentation.links)
        case "html":
            title = presentation.title or "Answer"
            return to_html(shown, title, presentation.question, presentation.language, presentation.links)
        case "spreadsheet":
            return to_spreadsheet(answer)
        case "csv":
            return to_csv(answer)
        case "json":
            return to_json(answer)
        case _:
            raise QuestionError(
                f"an answer that is folded or wide has no {form}; wanted csv, json or a form for people"
            )
