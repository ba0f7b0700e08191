"""Answers for people: tables in a terminal, in Markdown and in HTML. Formats for machines come from the store.

Also CSV for spreadsheets: a cell that a spreadsheet would take for a formula is kept from running by an
apostrophe before it. The W3C's CSV has the cell as it is.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from claimgraph.asking.question import GROUPS, Question
from claimgraph.errors import QuestionError
from claimgraph.model import Answer, Term
from claimgraph.namespaces import CLAIM, XSD, shorten
from claimgraph.templating import render

if TYPE_CHECKING:
    from rich.console import RenderableType

_LABEL = "Label"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where the things in an answer can be looked up.

    Args:
        page: the address of the page, for claims; empty for none.
        articles: the addresses of articles by IRI, as far as known; http and https only.
    """

    page: str = ""
    articles: Mapping[str, str] = field(default_factory=dict)

    def address(self, cell: Term | None) -> str:
        """Return the address that a cell leads to, or nothing."""
        if cell is None or not cell.is_iri:
            return ""
        if self.page and cell.value.startswith(CLAIM):
            return f"{self.page}#{quote(shorten(cell.value))}"
        return self.articles.get(cell.value, "")


NO_LINKS = Links()


def for_people(answer: Answer) -> Answer:
    """Return the answer without the columns of IRIs that have a column of names beside them.

    A column ``x`` with a neighbour ``xLabel`` goes, and the neighbour takes its name.
    """
    named = {column[: -len(_LABEL)] for column in answer.columns if column.endswith(_LABEL)}
    kept = [index for index, column in enumerate(answer.columns) if column not in named]
    return Answer(
        columns=tuple(answer.columns[index].removesuffix(_LABEL) for index in kept),
        rows=tuple(tuple(row[index] for index in kept) for row in answer.rows),
    )


def show(cell: Term | None) -> str:
    """Return a cell as people read it: IRIs with prefixes, nothing for no value."""
    if cell is None:
        return ""
    return shorten(cell.value) if cell.is_iri else cell.value


def to_markdown(answer: Answer, links: Links = NO_LINKS) -> str:
    """Return the answer as a table in GitHub's Markdown.

    https://github.github.com/gfm/#tables-extension-
    """
    lines = [_row(answer.columns), _row("---" for _ in answer.columns)]
    lines += [_row(link_markdown(cell, links) for cell in row) for row in answer.rows]
    return "\n".join(lines) + "\n"


def to_html(answer: Answer, title: str, question: str, language: str, links: Links = NO_LINKS) -> str:
    """Return the answer as a page of HTML that loads nothing and runs nothing."""
    rows = [[(show(cell), links.address(cell)) for cell in row] for row in answer.rows]
    return render("answer.html", title=title, question=question, language=language, columns=answer.columns, rows=rows)


def to_index(questions: Iterable[Question], counts: Mapping[str, int]) -> str:
    """Return a page that lists the questions by group, with their files and how many rows each answer has."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(GROUPS[question.group]["en"], []).append(question)
    return render("answers.html", groups=groups, counts=counts)


def to_spreadsheet(answer: Answer) -> str:
    """Return the answer as CSV that a spreadsheet takes for text: no cell of it runs as a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(answer.columns)
    for row in answer.rows:
        values = ["" if cell is None else cell.value for cell in row]
        writer.writerow([f"'{value}" if value.startswith(_FORMULA) else value for value in values])
    return written.getvalue()


def fold(answer: Answer, by: Sequence[str]) -> Answer:
    """Return the answer with one row for each different value of the columns named; other cells join what differs.

    A record of processing, for instance, has a row for each activity of a claim, with all its data types in one cell.

    Raises:
        QuestionError: if the answer has no such column.
    """
    keys = [_place(answer, column) for column in by]
    groups: dict[tuple[Term | None, ...], list[tuple[Term | None, ...]]] = {}
    for row in answer.rows:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    return Answer(
        columns=answer.columns, rows=tuple(tuple(map(_join, zip(*rows, strict=True))) for rows in groups.values())
    )


def widen(answer: Answer, across: str, cell: str) -> Answer:
    """Return the answer as a matrix: a row for what stands left of a column, a column for each of its values.

    Args:
        answer: in long form, its rows in order.
        across: the column whose values become columns.
        cell: the column that fills them.

    Raises:
        QuestionError: if the answer has no such column.
    """
    at, filled = _place(answer, across), _place(answer, cell)
    heads = sorted({show(row[at]) for row in answer.rows})
    cells: dict[tuple[Term | None, ...], dict[str, list[Term | None]]] = {}
    for row in answer.rows:
        cells.setdefault(row[:at], {}).setdefault(show(row[at]), []).append(row[filled])
    rows = tuple((*key, *(_join(found.get(head, ())) for head in heads)) for key, found in cells.items())
    return Answer(columns=(*answer.columns[:at], *heads), rows=rows)


def to_csv(answer: Answer) -> str:
    """Return the answer as the W3C's CSV.

    https://www.w3.org/TR/sparql11-results-csv-tsv/
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(answer.columns)
    writer.writerows(row.values() for row in answer.texts())
    return written.getvalue()


def to_json(answer: Answer) -> str:
    """Return the answer as the W3C's JSON.

    https://www.w3.org/TR/sparql11-results-json/
    """
    rows = [
        {name: _json_term(cell) for name, cell in zip(answer.columns, row, strict=True) if cell is not None}
        for row in answer.rows
    ]
    value = {"head": {"vars": list(answer.columns)}, "results": {"bindings": rows}}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def to_terminal(parts: Iterable["RenderableType"], width: int) -> str:
    """Return what rich renders, as text for a terminal of so many cells, without spaces at the ends of lines."""
    from rich.console import Console

    console = Console(width=width, highlight=False, markup=False)
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return "".join(line.rstrip() + "\n" for line in captured.get().rstrip().splitlines())


def to_table(answer: Answer, width: int) -> str:
    """Return the answer as a table for a terminal of so many cells; full-width characters take two."""
    from rich.table import Table

    table = Table(show_edge=False, pad_edge=False, header_style="bold", row_styles=("", "dim"))
    for column in answer.columns:
        table.add_column(column, overflow="fold")
    for row in answer.rows:
        table.add_row(*(show(cell) for cell in row))
    return to_terminal([table], width)


def _place(answer: Answer, column: str) -> int:
    if column not in answer.columns:
        raise QuestionError(f"the answer has no column {column!r}; it has {', '.join(answer.columns)}")
    return answer.columns.index(column)


def _join(cells: Iterable[Term | None]) -> Term | None:
    """Return the one term that the cells hold, or the different ones as a text parted by semicolons."""
    different = list(dict.fromkeys(cell for cell in cells if cell is not None))
    if len(different) < 2:
        return different[0] if different else None
    return Term(value="; ".join(map(show, different)), datatype=XSD.string)


def _json_term(cell: Term) -> dict[str, str]:
    if cell.is_iri:
        return {"type": "uri", "value": cell.value}
    language = {"xml:lang": cell.language} if cell.language else {}
    datatype = {} if cell.language or cell.datatype == XSD.string else {"datatype": cell.datatype}
    return {"type": "literal", "value": cell.value} | language | datatype


def escape_markdown(text: str) -> str:
    """Return text that Markdown shows as it is.

    >>> print(escape_markdown("<b>[x]"))
    &lt;b>\\[x]
    """
    return text.translate(_ESCAPES)


def link_markdown(cell: Term | None, links: Links) -> str:
    """Return a cell as Markdown, with a link if it leads somewhere."""
    text, address = escape_markdown(show(cell)), links.address(cell)
    return f"[{text}]({quote(address, safe='/:?#[]@!$&+,;=%~.-_')})" if address else text


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


# In Markdown < and & begin HTML, [ a link and | a cell; in an answer all of them are text.
_ESCAPES = str.maketrans({"<": "&lt;", "&": "&amp;", "\n": " "} | {mark: f"\\{mark}" for mark in "\\|[`*_"})
