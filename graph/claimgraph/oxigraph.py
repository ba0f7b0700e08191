"""What is asked of Oxigraph itself: a store on disk is opened, a query runs, its answer is written as the W3C has it.

Apart from the store, for a question that is asked from a shell needs this and nothing else of it.
"""

import pyoxigraph as ox

from claimgraph.errors import QuestionError

TYPE_CHECKING = False  # importing it from typing takes as long as importing the engine
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    Dataset = tuple[Sequence[str], Sequence[str]]

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


def open_read_only(place: str) -> ox.Store:
    """Open a store on disk for questions alone."""
    return ox.Store.read_only(place)


def run_query(
    store: ox.Store, query: str, *, union: bool = False, dataset: "Dataset | None" = None
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Return what a query finds; see `write_answer`.

    Raises:
        QuestionError: if the query is not SPARQL.
    """
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
    named: list[ox.NamedNode | ox.BlankNode] | None = None
    if dataset is not None:
        default, named = [ox.NamedNode(iri) for iri in dataset[0]], [ox.NamedNode(iri) for iri in dataset[1]]
    try:
        return store.query(
            query, use_default_graph_as_union=union and dataset is None, default_graph=default, named_graphs=named
        )
    except SyntaxError as error:
        raise QuestionError(f"the query is not SPARQL: {error.msg}") from error


def write_answer(
    store: ox.Store, query: str, results: str, out: "BinaryIO", *, union: bool = False, dataset: "Dataset | None" = None
) -> None:
    """Write the answer as the W3C's recommendation has it, row by row as the engine finds them.

    Args:
        store: is asked.
        query: SPARQL 1.1.
        results: one of `TABLE_FORMATS` for SELECT and ASK, of `GRAPH_FORMATS` for CONSTRUCT and DESCRIBE.
        out: takes the bytes.
        union: whether a pattern without GRAPH sees the union of all graphs, or the default graph alone.
        dataset: the IRIs of the graphs that make the default graph and of those that GRAPH sees, whatever the query
            says in FROM.

    Raises:
        QuestionError: if the query is not SPARQL, or its answer has no such format.
    """
    answer = run_query(store, query, union=union, dataset=dataset)
    if isinstance(answer, ox.QueryTriples):
        if results not in _GRAPHS:
            raise QuestionError(f"the answer is a graph, which has no {results}; wanted {' or '.join(_GRAPHS)}")
        answer.serialize(out, format=_GRAPHS[results])
    elif results not in _TABLES:
        raise QuestionError(f"the answer is a table, which has no {results}; wanted {' or '.join(_TABLES)}")
    else:
        answer.serialize(out, format=_TABLES[results])
