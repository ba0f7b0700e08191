"""Answers for people: tables in a terminal and in Markdown. Formats for machines come from the store."""

from collections.abc import Iterable

from claimgraph.model import Answer, Term
from claimgraph.namespaces import shorten

_LABEL = "Label"


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


def to_markdown(answer: Answer) -> str:
    """Return the answer as a table in GitHub's Markdown.

    https://github.github.com/gfm/#tables-extension-
    """
    lines = [_row(answer.columns), _row("---" for _ in answer.columns)]
    lines += [_row(show(cell).translate(_ESCAPES) for cell in row) for row in answer.rows]
    return "\n".join(lines) + "\n"


def to_table(answer: Answer, width: int) -> str:
    """Return the answer as a table for a terminal of so many cells; full-width characters take two."""
    from rich.console import Console
    from rich.table import Table

    table = Table(show_edge=False, pad_edge=False, header_style="bold", row_styles=("", "dim"))
    for column in answer.columns:
        table.add_column(column, overflow="fold")
    for row in answer.rows:
        table.add_row(*(show(cell) for cell in row))
    console = Console(width=width, highlight=False, markup=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


# In Markdown < and & begin HTML, [ a link and | a cell; in an answer all of them are text.
_ESCAPES = str.maketrans({"<": "&lt;", "&": "&amp;", "\n": " "} | {mark: f"\\{mark}" for mark in "\\|[`*_"})
