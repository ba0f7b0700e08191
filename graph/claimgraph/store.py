"""The store: Oxigraph in process, over named graphs. With `source`, the only module that knows an engine.

Files are the truth and the store a cache: it rewrites literals (``01`` becomes ``1``), so whatever is written
out as data comes from the sources' quads and never from here.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from claimgraph.errors import QuestionError
from claimgraph.model import Answer, Term
from claimgraph.source import Source, from_term

if TYPE_CHECKING:
    import rdflib

_NATIVE = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
NATIVE_FORMATS = tuple(_NATIVE)


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

    def select(self, query: str, bindings: Mapping[str, Term] | None = None, *, union: bool = False) -> Answer:
        """Return the answer to a SELECT query.

        Args:
            query: SPARQL 1.1.
            bindings: values of variables that the query projects; bound as values, never pasted.
            union: whether a pattern without GRAPH sees the union of all graphs, or nothing.

        Raises:
            QuestionError: if the query is not SPARQL, or not a SELECT query.
        """
        solutions = self._query(query, bindings or {}, union=union)
        if not isinstance(solutions, ox.QuerySolutions):
            raise QuestionError("the query has no table for an answer; wanted a SELECT query")
        columns = tuple(variable.value for variable in solutions.variables)
        rows = tuple(
            tuple(None if (term := solution[column]) is None else _to_term(term) for column in columns)
            for solution in solutions
        )
        return Answer(columns=columns, rows=rows)

    def serialize(
        self, query: str, results: str, bindings: Mapping[str, Term] | None = None, *, union: bool = False
    ) -> bytes:
        """Return the answer in one of `NATIVE_FORMATS`, byte for byte as the W3C's recommendation has it.

        Raises:
            QuestionError: as `select` does.
        """
        answer = self._query(query, bindings or {}, union=union)
        if isinstance(answer, ox.QueryTriples):
            raise QuestionError("the query has no table for an answer; wanted a SELECT or an ASK query")
        return answer.serialize(format=_NATIVE[results]) or b""

    def dataset(self) -> "rdflib.Dataset":
        """Return an rdflib Dataset over this very store: what one changes, the other has."""
        import oxrdflib
        import rdflib

        return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self._store))

    def _query(
        self, query: str, bindings: Mapping[str, Term], *, union: bool
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        substitutions: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
            ox.Variable(name): from_term(term) for name, term in bindings.items()
        }
        try:
            return self._store.query(query, use_default_graph_as_union=union, substitutions=substitutions)
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
    raise QuestionError(f"the answer holds {term}; wanted IRIs and literals only")
