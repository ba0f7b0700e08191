"""The store: Oxigraph in process, over named graphs. With `source`, the only module that knows an engine.

Files are the truth and the store a cache: it rewrites literals (``01`` becomes ``1``), so whatever is written
out as data comes from the sources' quads and never from here.

On disk it is a folder of RocksDB's. What one process writes no other may read at the same time; see `corpus.update`.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pyoxigraph as ox

from claimgraph.errors import QuestionError
from claimgraph.model import Answer, Row, Term
from claimgraph.oxigraph import open_read_only, run_query, write_answer
from claimgraph.source import Source, from_term

if TYPE_CHECKING:
    import rdflib

_PLAIN = (ox.NamedNode, ox.Literal)  # terms whose value is their text
_AT_A_TIME, _BYTES_AT_A_TIME = 200_000, 50_000_000  # quads that are loaded at once
_FEW = 10_000  # quads that are not worth files of their own


class Store:
    """Quads to ask questions of.

    Args:
        place: the folder on disk, made if it is not there; without one the quads are held in memory.
        read_only: whether the folder is opened for questions alone.
    """

    def __init__(self, place: Path | None = None, *, read_only: bool = False) -> None:
        self._place = place if read_only else None
        self._store = open_read_only(str(place)) if read_only else ox.Store(place)

    @classmethod
    def from_sources(cls, sources: Iterable[Source]) -> "Store":
        """Return a store with the quads of all the sources."""
        store = cls()
        for source in sources:
            store.add(source)
        return store

    def add(self, source: Source) -> None:
        """Add a source's quads."""
        # Lenient skips the tests that the text has passed when it was read.
        self._store.load(source.lines, format=ox.RdfFormat.N_QUADS, lenient=True)

    def dump(self, out: BinaryIO) -> None:
        """Write all quads as N-Quads, in no order."""
        self._store.dump(out, format=ox.RdfFormat.N_QUADS)

    def remove(self, graph: str) -> None:
        """Remove the named graph of this IRI."""
        self._store.remove_graph(ox.NamedNode(graph))

    def __len__(self) -> int:
        """Return the number of quads."""
        return len(self._store)

    def __contains__(self, quad: ox.Quad) -> bool:
        """Tell whether the store has a quad."""
        return quad in self._store

    def select(self, query: str, *, union: bool = False, most: int | None = None) -> Answer:
        """Return the answer to a SELECT query.

        Args:
            query: SPARQL 1.1.
            union: whether a pattern without GRAPH sees the union of all graphs, or the default graph alone.
            most: rows that are wanted; all, if not given.

        Raises:
            QuestionError: if the query is not SPARQL, or not a SELECT query; and when the rows are read, if a cell
                is neither an IRI, a literal nor a blank node.
        """
        solutions = run_query(self._store, query, union=union)
        if not isinstance(solutions, ox.QuerySolutions):
            raise QuestionError("the query has no table for an answer; wanted a SELECT query")
        columns = tuple(variable.value for variable in solutions.variables)
        return _Found(columns, list(islice(solutions, most)))

    def _triples(self, query: str) -> ox.QueryTriples:
        triples = run_query(self._store, query)
        if not isinstance(triples, ox.QueryTriples):
            raise QuestionError("the query makes no triples; wanted a CONSTRUCT query")
        return triples

    def write(
        self,
        query: str,
        results: str,
        out: BinaryIO,
        *,
        union: bool = False,
        dataset: tuple[Sequence[str], Sequence[str]] | None = None,
    ) -> None:
        """Write the answer in one of the formats for machines; see `oxigraph.write_answer`."""
        write_answer(self._store, query, results, out, union=union, dataset=dataset)

    def serialize(self, query: str, results: str, *, union: bool = False) -> bytes:
        """Return what `write` writes."""
        written = io.BytesIO()
        self.write(query, results, written, union=union)
        return written.getvalue()

    def load(self, sources: Iterable[Source]) -> None:
        """Add the quads of many sources, read one by one: what is in memory at a time does not grow with them."""
        self.load_lines(source.lines for source in sources)

    def load_lines(self, lines: Iterable[bytes]) -> None:
        """Add the quads of N-Quads, some lines at a time, as `load` does."""
        waiting, held = list[bytes](), 0
        for some in lines:
            waiting.append(some)
            held += len(some)
            if held > _BYTES_AT_A_TIME:
                self._load(b"".join(waiting))
                waiting, held = [], 0
        self._load(b"".join(waiting))

    def _load(self, lines: bytes) -> None:
        self._store.bulk_load(lines, format=ox.RdfFormat.N_QUADS, lenient=True)

    def fill(self, graph: str, triples: Iterable[tuple[str, str, Term]]) -> None:
        """Add triples to a named graph, as they come: what is in memory at a time does not grow with them."""
        name = ox.NamedNode(graph)
        self._extend(ox.Quad(ox.NamedNode(s), ox.NamedNode(p), from_term(o), name) for s, p, o in triples)

    def construct_into(self, other: "Store", query: str, graph: str) -> None:
        """Add the triples of a CONSTRUCT query to a named graph of another store, or of this one, as they come.

        Raises:
            QuestionError: if the query is not SPARQL, or makes no triples.
        """
        name = ox.NamedNode(graph)
        other._extend(ox.Quad(one.subject, one.predicate, one.object, name) for one in self._triples(query))

    def _extend(self, quads: Iterable[ox.Quad]) -> None:
        # Left to itself pyoxigraph 0.5.13 takes more memory the more there is to load: 1.4 GB for 3 million quads.
        waiting = iter(quads)
        while some := tuple(islice(waiting, _AT_A_TIME)):
            # Each bulk makes files of its own, however small.
            (self._store.bulk_extend if len(some) > _FEW else self._store.extend)(some)

    def replace(self, old: Iterable[ox.Quad], new: Iterable[ox.Quad]) -> None:
        """Remove some quads, and the graphs that then are empty, and add others."""
        graphs = set()
        for quad in old:
            self._store.remove(quad)
            graphs.add(quad.graph_name)
        self._store.extend(new)
        for graph in graphs:
            if next(self._store.quads_for_pattern(None, None, None, graph), None) is None:
                self._store.remove_graph(graph)

    def quads(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        value: ox.NamedNode | ox.Literal | str | None = None,
        graph: str | None = None,
    ) -> Iterator[Any]:
        """Yield the quads that have all of the parts given: IRIs, or for the value a node of the engine's."""
        nodes = [None if iri is None else ox.NamedNode(iri) for iri in (subject, predicate, graph)]
        wanted = ox.NamedNode(value) if isinstance(value, str) else value
        return self._store.quads_for_pattern(nodes[0], nodes[1], wanted, nodes[2])

    def mentions(self, iri: str) -> Iterator[Any]:
        """Yield the quads of which the thing is the subject or the object."""
        yield from self.quads(subject=iri)
        yield from self.quads(value=iri)

    def copy_to(self, place: Path) -> None:
        """Make a copy of a store on disk: files that never change are linked, so it costs next to nothing."""
        self._store.backup(str(place))

    def flush(self) -> None:
        """Return when all that was written is on disk."""
        self._store.flush()

    def optimize(self) -> None:
        """Order what is on disk for questions: at a million claims they were 10 to 19 times slower without."""
        self._store.optimize()

    def reopen(self) -> int:
        """Open a store on disk anew, in a forked process that has closed the files of its parent.

        Returns:
            how many files it may still open while it answers.
        """
        if self._place is None:
            return 0
        # The parent's store is kept and never closed: its threads are not in this process.
        self._parents = self._store
        self._store = open_read_only(str(self._place))
        return sum(1 for _ in self._place.iterdir())

    def graphs(self) -> frozenset[str]:
        """Return the IRIs of the named graphs."""
        return frozenset(graph.value for graph in self._store.named_graphs() if isinstance(graph, ox.NamedNode))

    def dataset(self) -> "rdflib.Dataset":
        """Return an rdflib Dataset over this very store: what one changes, the other has."""
        import oxrdflib
        import rdflib

        return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self._store))


class _Found(Answer):
    """What the engine has found: every solution, and the terms of none before the rows are read.

    Making all the terms took longer than finding them, and texts need none. Most values stand in many cells, so each
    term is made once.
    """

    def __init__(self, columns: tuple[str, ...], solutions: list[ox.QuerySolution]) -> None:
        super().__init__(columns=columns, rows=())
        self._solutions = solutions

    @property
    def rows(self) -> tuple[Row, ...]:
        if len(self._rows) != len(self._solutions):
            term = cache(_to_cell)
            self._rows = tuple(tuple(map(term, solution)) for solution in self._solutions)
        return self._rows

    def __len__(self) -> int:
        return len(self._solutions)

    def texts(self) -> list[dict[str, str]]:
        return [
            {column: _to_text(cell) for column, cell in zip(self.columns, solution, strict=True)}
            for solution in self._solutions
        ]


def canonical_lines(sources: Iterable[Source]) -> Iterator[bytes]:
    """Yield the sources' quads as N-Quads lines, sorted and each once: the graph's canonical form.

    UTF-8 sorts as its code points do, and lines as their subjects do. So the subjects are sorted, and the lines of one
    at a time: all lines at once would take as much memory as the sources do.
    """
    places: dict[bytes, list[tuple[bytes, int, int]]] = {}
    for source in sources:
        for subject, start, end in source.runs():
            places.setdefault(subject, []).append((source.lines, start, end))
    for subject in sorted(places):
        text = b"".join(lines[start:end] for lines, start, end in places[subject])
        # bytes.splitlines, unlike that of str, breaks no line at U+2028 and its like, which stand in literals.
        yield from sorted(set(text.splitlines(keepends=True)))


def trig_text(sources: Iterable[Source], prefixes: Mapping[str, str]) -> bytes:
    """Return the sources' quads as TriG: graph by graph and subject by subject in the order of the files."""
    graphs: dict[object, dict[object, dict[ox.Quad, None]]] = {}
    for source in sources:
        for quad in source.quads:
            graphs.setdefault(quad.graph_name, {}).setdefault(quad.subject, {})[quad] = None
    quads = (quad for subjects in graphs.values() for about in subjects.values() for quad in about)
    text = ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=dict(prefixes)) or b""
    # pyoxigraph 0.5.13 writes the prefixes in another order each time.
    lines = text.splitlines(keepends=True)
    return b"".join(sorted(lines[: len(prefixes)]) + lines[len(prefixes) :])


def is_iri(term: object) -> bool:
    """Tell an IRI from a literal, as the engine has them."""
    return isinstance(term, ox.NamedNode)


def _to_term(term: object) -> Term:
    if isinstance(term, ox.NamedNode):
        return Term(value=term.value)
    if isinstance(term, ox.Literal):
        return Term(value=term.value, datatype=term.datatype.value, language=term.language or "")
    if isinstance(term, ox.BlankNode):
        return Term(value=str(term))
    raise QuestionError(f"the answer holds {term}; wanted IRIs and literals only")


def _to_cell(found: object) -> Term | None:
    return None if found is None else _to_term(found)


def _to_text(found: object) -> str:
    if found is None:
        return ""
    return found.value if isinstance(found, _PLAIN) else _to_term(found).value
