"""Presentation: an answer in a form for people, with what goes around it, or in another shape."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from claimgraph.answers.position import tells_positions, to_positions, to_positions_markdown
from claimgraph.answers.table import (
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
from claimgraph.asking.ask import Write
from claimgraph.asking.endpoint import read_table
from claimgraph.asking.scan import scan_query
from claimgraph.errors import QuestionError
from claimgraph.model import Answer

Shape = Callable[[Answer], Answer]
"""Turns an answer into another table, such as a matrix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """What goes around an answer that people read.

    Args:
        title: a heading.
        question: the question in a sentence.
        language: of both.
        width: of the terminal, in cells.
        links: where claims and articles lead.
        shape: what the answer is turned into before it is written.
    """

    title: str = ""
    question: str = ""
    language: str = "en"
    width: int = 160
    links: Links = NO_LINKS
    shape: Shape | None = None


def write_presented(query: str, write: Write, form: str, out: BinaryIO, presentation: Presentation) -> None:
    """Write an answer; a form for people that a graph does not have becomes Turtle.

    Args:
        query: what is asked.
        write: gives the answer in the formats for machines.
        form: table, markdown, html or spreadsheet; csv or json of an answer in another shape.
        out: takes the bytes.
        presentation: what goes around an answer that people read.

    Raises:
        QuestionError: if the query is refused or fails, or its answer has no such form.
    """
    if scan_query(query).form.gives_triples:
        write("turtle", out)
    else:
        held = io.BytesIO()
        write("json", held)
        answer = read_table(held.getvalue())
        shaped = answer if presentation.shape is None else presentation.shape(answer)
        out.write(_present(shaped, form, presentation).encode("utf-8"))


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
