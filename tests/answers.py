"""Answers compared by value: tables and graphs, whatever form they came in, blank nodes up to their names.

https://www.w3.org/2001/sw/DataAccess/tests/README.html

Answers are read by rdflib, for the engine wrote them.
"""

import contextlib
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import rdflib
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace
from rdflib.compare import isomorphic
from rdflib.query import Result
from rdflib.term import Identifier

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_GRAPHS = {"turtle": "turtle", "ntriples": "nt"}
_EXACT = {XSD.integer, XSD.decimal}
_FLOATING = {XSD.double, XSD.float}

Row = tuple[Identifier | None, ...]
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The answer to SELECT: columns in order, rows in order."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


Answer = Table | bool | Graph


def read_answer(content: bytes, form: str, base: str = "") -> Answer:
    """Return the answer that stands in one of the forms for machines; in Turtle also a described table."""
    with _literals_as_written():
        return _read(content, form, base)


@contextlib.contextmanager
def _literals_as_written() -> Iterator[None]:
    """Keep rdflib from rewriting literals: it makes P0D of PT0S, and drops the zone of a date."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _read(content: bytes, form: str, base: str) -> Answer:
    if form in _GRAPHS:
        graph = Graph()
        graph.parse(data=content, format=_GRAPHS[form], publicID=base)
        described = graph.value(None, RDF.type, RS.ResultSet)
        return graph if described is None else _read_described(graph, described)
    if form == "tsv":
        return _read_tsv(content.decode("utf-8"))
    result = Result.parse(source=io.BytesIO(content), format=form)
    if result.type == "ASK":
        assert result.askAnswer is not None
        return result.askAnswer
    variables = result.vars or []
    rows = tuple(tuple(binding.get(variable) for variable in variables) for binding in result.bindings)
    return Table(columns=tuple(str(variable) for variable in variables), rows=rows)


def _read_tsv(text: str) -> Table:
    """Return a table in TSV, each cell read as Turtle: rdflib 7.6 stumbles over -2.5 and drops rows without values.

    https://www.w3.org/TR/sparql11-results-csv-tsv/#tsv
    """
    head, *lines = text.removesuffix("\n").split("\n")
    columns = tuple(name[1:] for name in head.split("\t") if name)
    rows = (tuple(map(_read_cell, line.split("\t"))) for line in lines)
    return Table(columns=columns, rows=tuple(row[: len(columns)] for row in rows))


def _read_cell(cell: str) -> Identifier | None:
    if not cell:
        return None
    if cell.startswith("_:"):
        return BNode(cell.removeprefix("_:"))
    graph = Graph()
    graph.parse(data=f"<urn:x> <urn:x> {cell} .", format="turtle")
    return next(term for term in graph.objects() if isinstance(term, Identifier))


def _read_described(graph: Graph, described: rdflib.term.Node) -> Answer:
    """Return a table that is written in the result-set vocabulary; its columns and rows have no order."""
    columns = tuple(sorted(str(name) for name in graph.objects(described, RS.resultVariable)))
    rows: list[Row] = []
    for solution in graph.objects(described, RS.solution):
        cells: dict[str, Identifier] = {}
        for binding in graph.objects(solution, RS.binding):
            value = graph.value(binding, RS.value)
            assert isinstance(value, Identifier)
            cells[str(graph.value(binding, RS.variable))] = value
        rows.append(tuple(cells.get(column) for column in columns))
    return Table(columns=columns, rows=tuple(rows))


def difference(found: Answer, wanted: Answer, *, in_order: bool = False, typed: bool = True) -> str:
    """Return in a sentence how an answer differs from the one wanted, or nothing.

    Args:
        found: an answer.
        wanted: another.
        in_order: whether the rows' order counts.
        typed: whether datatypes and languages count; CSV has none.
    """
    if isinstance(found, Table) and isinstance(wanted, Table):
        return _table_difference(found, wanted, in_order=in_order, key=_typed_key if typed else _text_key)
    if isinstance(found, Graph) and isinstance(wanted, Graph):
        if isomorphic(_by_value(found), _by_value(wanted)):
            return ""
        return f"found the triples\n{_lines(found)}\nwanted\n{_lines(wanted)}"
    return "" if found is wanted else f"found {_show(found)}; wanted {_show(wanted)}"


def _table_difference(found: Table, wanted: Table, *, in_order: bool, key: Callable[[Identifier | None], Key]) -> str:
    if sorted(found.columns) != sorted(wanted.columns):
        return f"found the columns {found.columns}; wanted {wanted.columns}"
    places = [found.columns.index(column) for column in wanted.columns]
    ours = [tuple(row[place] for place in places) for row in found.rows]
    if _match(ours, wanted.rows, key, in_order=in_order):
        return ""
    return f"found the rows {_show_rows(ours)}; wanted {_show_rows(wanted.rows)}"


def _match(
    found: Sequence[Row], wanted: Sequence[Row], key: Callable[[Identifier | None], Key], *, in_order: bool
) -> bool:
    """Tell whether the rows are the same under some one-to-one renaming of blank nodes."""
    ours, theirs = [tuple(map(key, row)) for row in found], [tuple(map(key, row)) for row in wanted]
    if (ours != theirs) if in_order else (Counter(ours) != Counter(theirs)):
        return False
    # Rows without blank nodes are settled by their keys.
    left = [number for number, row in enumerate(found) if any(isinstance(term, BNode) for term in row)]
    right = [number for number, row in enumerate(wanted) if any(isinstance(term, BNode) for term in row)]

    def extend(done: int, names: dict[Identifier, Identifier], free: frozenset[int]) -> bool:
        if done == len(left):
            return True
        row, row_key = found[left[done]], ours[left[done]]
        candidates = [left[done]] if in_order else sorted(free)
        return any(
            (more := _rename(row, wanted[number], names)) is not None and extend(done + 1, more, free - {number})
            for number in candidates
            if theirs[number] == row_key
        )

    return extend(0, {}, frozenset(right))


def _rename(row: Row, other: Row, names: dict[Identifier, Identifier]) -> dict[Identifier, Identifier] | None:
    """Return the renaming that also takes one row to the other, if there is one."""
    more = dict(names)
    for term, wanted in zip(row, other, strict=True):
        if isinstance(term, BNode) and isinstance(wanted, BNode) and more.setdefault(term, wanted) != wanted:
            return None
    return more if len(set(more.values())) == len(more) else None


def _typed_key(term: Identifier | None) -> Key:
    """Return what a term is worth: literals of numbers by value, others by their text; blank nodes are all alike."""
    if isinstance(term, BNode):
        return ("blank",)
    if not isinstance(term, Literal):
        return (type(term), str(term))
    if term.language:
        return ("text", str(term), term.language.lower())
    # A plain literal is a string in RDF 1.1.
    return ("literal", term.datatype or XSD.string, _value(str(term), term.datatype))


def _text_key(term: Identifier | None) -> Key:
    """Return what a term is worth in CSV, where what looks like a number may be one."""
    if isinstance(term, BNode):
        return ("blank",)
    text = "" if term is None else str(term)
    if isinstance(term, Literal) and term.datatype == XSD.boolean:
        text = str(_value(text, XSD.boolean))
    return ("text", _value(text, XSD.double))


def _value(text: str, datatype: Identifier | None) -> object:
    try:
        if datatype in _EXACT:
            return Decimal(text)
        if datatype in _FLOATING:
            return str(float(text))
    except (ValueError, InvalidOperation):
        return text
    if datatype == XSD.boolean:
        return {"1": "true", "0": "false"}.get(text, text)
    return text


def _by_value(graph: Graph) -> Graph:
    """Return the graph with one literal for all that have the same value."""
    rewritten = Graph()
    for subject, predicate, value in graph:
        if isinstance(value, Literal) and not value.language:
            datatype = value.datatype or XSD.string
            value = Literal(str(_value(str(value), datatype)), datatype=datatype, normalize=False)
        rewritten.add((subject, predicate, value))
    return rewritten


def _lines(graph: Graph) -> str:
    return "".join(sorted(graph.serialize(format="nt").splitlines(keepends=True)))


def _show(answer: Answer) -> str:
    return str(answer).lower() if isinstance(answer, bool) else type(answer).__name__.lower()


def _show_rows(rows: Sequence[Row]) -> str:
    return str([tuple("-" if term is None else term.n3() for term in row) for row in rows])
