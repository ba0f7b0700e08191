"""The store: Oxigraph in process, over named graphs. With `source`, the only module that knows an engine.

Files are the truth and the store a cache: it rewrites literals (``01`` becomes ``1``), so whatever is written
out as data comes from the sources' quads and never from here.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

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
TABLE_FORMATS = tuple(_TABLES)
GRAPH_FORMATS = tuple(_GRAPHS)


class Store:
    """Quads to ask questions of."""

    def __init__(self) -> None:
        self._store = ox.Store()

    @classmethod
    def from_sources(cls, sources: Iterable[Source]) -> "Store":
        """Return a store with the quads of all the sources."""
        store = cls()
        for source in sources:
            store._store.extend(source.quads)
        return store

    def __len__(self) -> int:
        """Return the number of quads."""
        return len(self._store)

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


def canonical_lines(sources: Iterable[Source]) -> list[str]:
    """Return the sources' quads as N-Quads lines, sorted and each once: the graph's canonical form."""
    quads = {quad for source in sources for quad in source.quads}
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    return sorted(text.decode("utf-8").splitlines(keepends=True)) if text is not None else []


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


def _to_term(term: object) -> Term:
    if isinstance(term, ox.NamedNode):
        return Term(value=term.value)
    if isinstance(term, ox.Literal):
        return Term(value=term.value, datatype=term.datatype.value, language=term.language or "")
    if isinstance(term, ox.BlankNode):
        return Term(value=str(term))
    raise QuestionError(f"the answer holds {term}; wanted IRIs and literals only")
