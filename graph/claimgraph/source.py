"""Reading files: Turtle and TriG into quads, strictly, with file and line in every refusal.

https://www.w3.org/TR/trig/

The parser is pyoxigraph's: strict, and it names line and column. What it lets pass and the graph does not want
(the default graph, blank nodes, IRIs of other schemes) is refused here.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph as ox

from claimgraph.errors import SourceError
from claimgraph.model import Term

Quad = Any
"""The engine's quad, for modules that hand it on and make none."""

_FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".trig": ox.RdfFormat.TRIG}
_ANY_FORMATS = _FORMATS | {
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
}
_SCHEMES = {"http", "https", "urn"}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# N-Quads as pyoxigraph writes them: https://www.w3.org/TR/n-quads/#canonical-quads
# line ::= subject ' ' predicate ' ' object ' ' graph ' .' LF, no LF within a literal, no '>' or '"' within an IRI
# Only classes of characters are possessive: before Python 3.11.5 a group that is loses what it has matched
# (https://github.com/python/cpython/issues/106052).
_IRI = r"<([^>]*+)>"
_LITERAL = r'"[^"\\]*+(?:\\.[^"\\]*+)*"[^ ]*+'
_LINE = rf"{_IRI} {_IRI} (<[^>]*+>|{_LITERAL}) {_IRI} \.\n"
_STATEMENT = re.compile(_LINE)
_SUBJECT = re.compile(r"(?m)^<([^>]*+)> .*\n(?:<\1> .*\n)*")
_RUN = re.compile(rb"(?m)^([^ ]*+ ).*\n(?:\1.*\n)*")
_WANTED_IRI = rf"<(?:{'|'.join(sorted(_SCHEMES))}):[^>]*+>"
_WANTED_LINE = rf"{_WANTED_IRI} {_WANTED_IRI} (?:{_WANTED_IRI}|{_LITERAL})"
_WANTED_GRAPH = re.compile(rf"(?m)^{_WANTED_LINE} ({_WANTED_IRI}) \.\n(?:{_WANTED_LINE} \1 \.\n)*".encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file's quads, in the file's order.

    They are kept as text, which takes half the memory of Python's objects, goes to the store and into the output as it
    is, and is read by a regular expression at three times the speed of asking each object for its terms.

    Args:
        path: the file.
        lines: the quads as N-Quads.
        graphs: the IRIs of the named graphs that the file writes into, in order.
    """

    path: Path
    lines: bytes
    graphs: tuple[str, ...]

    @classmethod
    def from_quads(cls, path: Path, quads: Iterable[ox.Quad]) -> "Source":
        """Return a source that holds these quads."""
        return cls.from_lines(path, ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")

    @classmethod
    def from_lines(cls, path: Path, lines: bytes) -> "Source":
        """Return a source that holds the quads of these N-Quads, which are as pyoxigraph writes them."""
        graphs = _wanted_graphs(lines)
        if graphs is None:
            named = (quad.graph_name for quad in _quads(lines))
            graphs = tuple(dict.fromkeys(graph.value for graph in named if isinstance(graph, ox.NamedNode)))
        return cls(path=path, lines=lines, graphs=graphs)

    @property
    def quads(self) -> tuple[ox.Quad, ...]:
        """The quads, made anew each time: about a microsecond for each."""
        return tuple(_quads(self.lines))

    def first_of(self, graph: str) -> ox.Quad:
        """Return the first quad of one of the graphs."""
        return next(quad for quad in self.quads if str(quad.graph_name) == f"<{graph}>")

    def runs(self) -> Iterator[tuple[bytes, int, int]]:
        """Yield, for each run of lines about one subject, the subject with the blank behind it, and start and end."""
        for run in _RUN.finditer(self.lines):
            yield run[1], run.start(), run.end()

    def subjects(self) -> set[str]:
        """Return the IRIs of the subjects; the quads as for `statements`."""
        return set(_SUBJECT.findall(self.lines.decode()))

    def statements(self, predicates: Iterable[str] | None = None) -> list[tuple[str, str, str, str]]:
        """Return subject, predicate, object and graph of each quad, or of those with one of the predicates.

        The object is written as N-Triples, the others are IRIs; so the quads must be as `read_trig` wants them.
        """
        pattern = _STATEMENT if predicates is None else _statement_of(frozenset(predicates))
        return pattern.findall(self.lines.decode())


@cache
def _statement_of(predicates: frozenset[str]) -> re.Pattern[str]:
    # The lines with other predicates are passed over within the expression: no Python object is made of them.
    wanted = "|".join(map(re.escape, sorted(predicates)))
    others = rf"(?:<[^>]*+> <(?!(?:{wanted})>).*\n)*"
    return re.compile(rf"{others}{_IRI} <({wanted})> (<[^>]*+>|{_LITERAL}) {_IRI} \.\n")


def read_turtle(path: Path, graph: str) -> Source:
    """Return a Turtle file's triples as quads of the named graph.

    Raises:
        SourceError: see `read_trig`.
    """
    # The triples of Turtle are lines without a graph.
    triples = _parse(path, ".ttl")
    return _refuse_unwanted(path, triples.replace(b" .\n", f" {ox.NamedNode(graph)} .\n".encode()))


def read_trig(path: Path) -> Source:
    """Return a TriG file's quads.

    Raises:
        SourceError: names the file and the line where the syntax breaks, the text is not UTF-8, or a triple
            stands in the default graph, has a blank node, or an IRI that is not http, https or urn.
    """
    return _refuse_unwanted(path, _parse(path, ".trig"))


def read_rdf(path: Path) -> Source:
    """Return the quads of any RDF file, as they are: Turtle, TriG, N-Triples, N-Quads, JSON-LD with a local context.

    Blank nodes get new names, for the ``_:b`` of one file is not the ``_:b`` of another.

    Raises:
        SourceError: names the file and the line where the syntax breaks, or the endings that are taken. RDF/XML and
            TriX are not: a few lines of either can expand to more than a machine holds.
    """
    if path.suffix not in _ANY_FORMATS:
        raise SourceError(path, None, f"has the ending {path.suffix!r}; wanted one of {', '.join(_ANY_FORMATS)}")
    return Source.from_lines(path, _parse(path, path.suffix, rename_blank_nodes=True))


def n_triples(quads: Iterable[ox.Quad]) -> bytes:
    """Return what quads say as N-Triples, one to a line and each written in one way only; the graphs are left out."""
    return ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""


def make_source(path: Path, graph: str, triples: Iterable[tuple[str, str, Term]]) -> Source:
    """Return triples that the program itself states about a file as a source in the named graph."""
    name = ox.NamedNode(graph)
    quads = (ox.Quad(ox.NamedNode(s), ox.NamedNode(p), from_term(o), name) for s, p, o in triples)
    return Source.from_quads(path, quads)


def from_term(term: Term) -> ox.NamedNode | ox.Literal:
    """Return a term as the engine has it."""
    if term.is_iri:
        return ox.NamedNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))


def find_line(path: Path, wanted: ox.Quad) -> int | None:
    """Return the line, from 1, at which the parser has read the quad, or None if the file has no such quad.

    Parses again with the lines handed over one by one, so it is for error messages only.
    """
    lines = _Lines(_read_bytes(path))
    for quad in ox.parse(lines, format=_FORMATS[path.suffix]):
        named = wanted.graph_name if path.suffix == ".ttl" else quad.graph_name
        if ox.Quad(quad.subject, quad.predicate, quad.object, named) == wanted:
            return lines.number
        if isinstance(wanted.subject, ox.BlankNode) or isinstance(wanted.object, ox.BlankNode):
            blank = isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
            if blank and quad.predicate == wanted.predicate:
                return lines.number
    return None


def is_web_address(iri: str) -> bool:
    """Tell whether an IRI can be followed in a browser without running anything: http or https.

    >>> is_web_address("https://example.org/a"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    return urlsplit(iri).scheme.lower() in {"http", "https"}


class _Lines(io.BytesIO):
    """A binary file that gives one line at a time and counts them."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._rest = iter(content.splitlines(keepends=True))
        self._pending = b""
        self.number = 0

    def read(self, size: int | None = -1) -> bytes:
        if not self._pending:
            self._pending = next(self._rest, b"")
            if self._pending:
                self.number += 1
        piece, self._pending = (
            (self._pending, b"") if size is None or size < 0 else (self._pending[:size], self._pending[size:])
        )
        return piece


def _read_bytes(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(path, None, f"cannot be read ({error.strerror})") from error
    if content.startswith(_BYTE_ORDER_MARK):
        raise SourceError(path, 1, "begins with a byte-order mark; save it as UTF-8 without one")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceError(path, line, f"byte {error.start} is not UTF-8; save the file as UTF-8") from error
    return content


def _parse(path: Path, suffix: str, *, rename_blank_nodes: bool = False) -> bytes:
    content = _read_bytes(path)
    try:
        # From the parser into the writer: no quad outlives the next.
        quads = ox.parse(content, format=_ANY_FORMATS[suffix], rename_blank_nodes=rename_blank_nodes)
        return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    except SyntaxError as error:
        raise SourceError(path, error.lineno, error.msg) from error


def _quads(lines: bytes) -> Iterator[ox.Quad]:
    # Lenient skips the tests that the quads have passed before, which is half of the time.
    return ox.parse(lines, format=ox.RdfFormat.N_QUADS, lenient=True)


def _wanted_graphs(lines: bytes) -> tuple[str, ...] | None:
    """Return the IRIs of the graphs in order; None if not every line is plainly wanted."""
    graphs: dict[bytes, None] = {}
    end = 0
    for run in _WANTED_GRAPH.finditer(lines):
        if run.start() != end:
            return None
        end = run.end()
        graphs[run[1]] = None
    return tuple(graph[1:-1].decode() for graph in graphs) if end == len(lines) else None


def _refuse_unwanted(path: Path, lines: bytes) -> Source:
    # Nearly every file is all wanted; looking at each term of each quad costs as much as parsing them.
    graphs = _wanted_graphs(lines)
    if graphs is not None:
        return Source(path=path, lines=lines, graphs=graphs)
    for quad in _quads(lines):
        if isinstance(quad.graph_name, ox.DefaultGraph):
            raise _refusal(path, quad, "stands in the default graph; put it in the graph of a claim or an article")
        for term in (quad.subject, quad.object, quad.graph_name):
            if isinstance(term, ox.BlankNode):
                raise _refusal(path, quad, "has a blank node; give the node an IRI")
            if isinstance(term, ox.Triple):
                raise _refusal(path, quad, "has a triple term; wanted an IRI or a literal")
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode) and not _has_wanted_scheme(term.value):
                raise _refusal(path, quad, f"has the IRI <{term.value}>; wanted http, https or urn")
    return Source.from_lines(path, lines)


def _has_wanted_scheme(iri: str) -> bool:
    return urlsplit(iri).scheme in _SCHEMES


def _refusal(path: Path, quad: ox.Quad, found: str) -> SourceError:
    # A blank node's label is random, so it is left out.
    triple = " ".join("[]" if isinstance(term, ox.BlankNode) else str(term) for term in quad.triple)
    return SourceError(path, find_line(path, quad), f"the triple {triple} {found}")
