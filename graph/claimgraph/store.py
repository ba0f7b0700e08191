"""The store: Oxigraph in process, over named graphs. With `source`, the only module that knows an engine.

Files are the truth and the store a cache: it rewrites literals (``01`` becomes ``1``), so whatever is written
out as data comes from the sources' quads and never from here.

On disk it is a folder of RocksDB's. What one process writes no other may read at the same time; see `corpus`.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pyoxigraph as ox

from claimgraph.errors import QuestionError
from claimgraph.model import Answer, Term
from claimgraph.source import Source

if TYPE_CHECKING:
    import rdflib

_TABLES = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "turtle": ox.RdfFormat.TURTLE,
}
_AT_A_TIME = 200_000  # quads that are loaded at once
TABLE_FORMATS = tuple(_TABLES)
GRAPH_FORMATS = tuple(_GRAPHS)


class Store:
    """Quads to ask questions of.

    Args:
        place: the folder on disk, made if it is not there; without one the quads are held in memory.
        read_only: whether the folder is opened for questions alone.
    """

    def __init__(self, place: Path | None = None, *, read_only: bool = False) -> None:
        self._place = place if read_only else None
        self._store = ox.Store.read_only(str(place)) if read_only else ox.Store(place)

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
            QuestionError: if the query is not SPARQL, or not a SELECT query.
        """
        solutions = self._query(query, union=union)
        if not isinstance(solutions, ox.QuerySolutions):
            raise QuestionError("the query has no table for an answer; wanted a SELECT query")
        columns = tuple(variable.value for variable in solutions.variables)
        rows = tuple(
            tuple(None if (term := solution[column]) is None else _to_term(term) for column in columns)
            for solution in islice(solutions, most)
        )
        return Answer(columns=columns, rows=rows)

    def construct(self, query: str) -> list[tuple[str, str, Term]]:
        """Return the triples of a CONSTRUCT query, each once, in the order in which the engine makes them.

        Raises:
            QuestionError: if the query is not SPARQL, or not one for triples with IRIs for subjects.
        """
        triples = self._query(query, union=False)
        if not isinstance(triples, ox.QueryTriples):
            raise QuestionError("the query makes no triples; wanted a CONSTRUCT query")
        return [(_iri(one.subject), one.predicate.value, _to_term(one.object)) for one in dict.fromkeys(triples)]

    def write(
        self,
        query: str,
        results: str,
        out: BinaryIO,
        *,
        union: bool = False,
        dataset: tuple[Sequence[str], Sequence[str]] | None = None,
    ) -> None:
        """Write the answer as the W3C's recommendation has it, row by row as the engine finds them.

        Args:
            query: SPARQL 1.1.
            results: one of `TABLE_FORMATS` for SELECT and ASK, of `GRAPH_FORMATS` for CONSTRUCT and DESCRIBE.
            out: takes the bytes.
            union: as in `select`.
            dataset: the IRIs of the graphs that make the default graph and of those that GRAPH sees, whatever the
                query says in FROM.

        Raises:
            QuestionError: if the query is not SPARQL, or its answer has no such format.
        """
        answer = self._query(query, union=union, dataset=dataset)
        if isinstance(answer, ox.QueryTriples):
            if results not in _GRAPHS:
                raise QuestionError(f"the answer is a graph, which has no {results}; wanted {' or '.join(_GRAPHS)}")
            answer.serialize(out, format=_GRAPHS[results])
        elif results not in _TABLES:
            raise QuestionError(f"the answer is a table, which has no {results}; wanted {' or '.join(_TABLES)}")
        else:
            answer.serialize(out, format=_TABLES[results])

    def serialize(self, query: str, results: str, *, union: bool = False) -> bytes:
        """Return what `write` writes."""
        written = io.BytesIO()
        self.write(query, results, written, union=union)
        return written.getvalue()

    def load(self, sources: Iterable[Source]) -> None:
        """Add the quads of many sources, read one by one: what is in memory at a time does not grow with them."""
        quads = chain.from_iterable(source.quads for source in sources)
        # Left to itself pyoxigraph 0.5.13 takes more memory the more there is to load: 1.4 GB for 3 million quads.
        while some := tuple(islice(quads, _AT_A_TIME)):
            self._store.bulk_extend(some)

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
        value: ox.NamedNode | ox.Literal | None = None,
        graph: str | None = None,
    ) -> Iterator[Any]:
        """Yield the quads that have all of the parts given."""
        nodes = [None if iri is None else ox.NamedNode(iri) for iri in (subject, predicate, graph)]
        return self._store.quads_for_pattern(nodes[0], nodes[1], value, nodes[2])

    def mentions(self, iri: str) -> Iterator[Any]:
        """Yield the quads of which the thing is the subject or the object."""
        yield from self.quads(subject=iri)
        yield from self.quads(value=ox.NamedNode(iri))

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
        self._store = ox.Store.read_only(str(self._place))
        return sum(1 for _ in self._place.iterdir())

    def graphs(self) -> frozenset[str]:
        """Return the IRIs of the named graphs."""
        return frozenset(graph.value for graph in self._store.named_graphs() if isinstance(graph, ox.NamedNode))

    def dataset(self) -> "rdflib.Dataset":
        """Return an rdflib Dataset over this very store: what one changes, the other has."""
        import oxrdflib
        import rdflib

        return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self._store))

    def _query(
        self, query: str, *, union: bool, dataset: tuple[Sequence[str], Sequence[str]] | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
        named: list[ox.NamedNode | ox.BlankNode] | None = None
        if dataset is not None:
            default, named = [ox.NamedNode(iri) for iri in dataset[0]], [ox.NamedNode(iri) for iri in dataset[1]]
        try:
            return self._store.query(
                query,
                use_default_graph_as_union=union and dataset is None,
                default_graph=default,
                named_graphs=named,
            )
        except SyntaxError as error:
            raise QuestionError(f"the query is not SPARQL: {error.msg}") from error


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


def _iri(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    raise QuestionError(f"the triple's subject is {term}; wanted an IRI")


def _to_term(term: object) -> Term:
    if isinstance(term, ox.NamedNode):
        return Term(value=term.value)
    if isinstance(term, ox.Literal):
        return Term(value=term.value, datatype=term.datatype.value, language=term.language or "")
    if isinstance(term, ox.BlankNode):
        return Term(value=str(term))
    raise QuestionError(f"the answer holds {term}; wanted IRIs and literals only")
