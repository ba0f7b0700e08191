"""Every question of the library, asked of three engines over the same graphs: the same rows from each.

Oxigraph in this process is compared with real servers on loopback ports: Oxigraph's own and Virtuoso. rdflib's engine
is compared in test_golden.py. No question is excepted: one on which engines differ is rewritten.
"""

from collections import Counter
from collections.abc import Iterator

import pytest

from claimgraph.asking.endpoint import fetch_answer, read_table
from claimgraph.asking.question import Question
from claimgraph.model import Answer, Term
from claimgraph.namespaces import PREFIXES
from claimgraph.story import Story
from claimgraph.workspace import Workspace, read_workspace
from tests import engines
from tests.engines import Server

SIZES = "SELECT ?graph (COUNT(*) AS ?size) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"

QUESTIONS = {question.name: question for question in read_workspace().questions}
each_question = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)

Cell = tuple[str, str] | None


@pytest.fixture(scope="module")
def shipped(story: Workspace) -> Story:
    """The shipped story, open for questions."""
    return Story(story)


@pytest.fixture(scope="module")
def oxigraph(shipped: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Oxigraph's server with the shipped story."""
    if engines.oxigraph_command() is None:
        pytest.skip("the command oxigraph is not beside the interpreter; pip install oxigraph")
    with engines.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        server.fill(_graphs(shipped))
        yield server


@pytest.fixture(scope="module")
def virtuoso(shipped: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Virtuoso with the shipped story."""
    if engines.virtuoso_command() is None:
        pytest.skip("there is no command virtuoso-t; apt-get install virtuoso-opensource-7-bin")
    with engines.virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        server.fill(_graphs(shipped))
        yield server


def test_there_are_questions_to_compare() -> None:
    assert len(QUESTIONS) >= 45
    assert sum(1 for question in QUESTIONS.values() if _takes_values(question)) >= 20


@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_a_server_holds_every_triple_of_every_graph(name: str, shipped: Story, request: pytest.FixtureRequest) -> None:
    """Virtuoso answers 200 to uploads of which it takes a part; and it has graphs of its own."""
    server: Server = request.getfixturevalue(name)
    wanted = {row["graph"]: row["size"] for row in shipped.store.select(SIZES).texts()}
    found = {row["graph"]: row["size"] for row in read_table(fetch_answer(server.query, SIZES, "json")).texts()}
    assert len(wanted) > 200
    assert {graph: found.get(graph) for graph in wanted} == wanted


@each_question
def test_the_oxigraph_server_gives_the_same_rows_in_the_same_order(
    question: Question, shipped: Story, oxigraph: Server
) -> None:
    for sparql in _queries(question, shipped):
        here, there = shipped.store.select(sparql), read_table(fetch_answer(oxigraph.query, sparql, "json"))
        assert there.columns == here.columns
        assert _rows(there) == _rows(here)


@each_question
def test_virtuoso_gives_the_same_rows(question: Question, shipped: Story, virtuoso: Server) -> None:
    """In any order: Virtuoso sorts IRIs and strings by its own collation, and unbound cells last."""
    for sparql in _queries(question, shipped):
        here, there = shipped.store.select(sparql), read_table(fetch_answer(virtuoso.query, sparql, "json"))
        assert there.columns == here.columns
        found, wanted = Counter(_rows(there)), Counter(_rows(here))
        assert found == wanted, f"missing: {list(wanted - found)[:3]}; too many: {list(found - wanted)[:3]}"


def _graphs(story: Story) -> dict[str, bytes]:
    """Return every graph's triples as N-Triples."""
    query = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <%s> { ?s ?p ?o } }"
    return {graph: story.store.serialize(query % graph, "ntriples") for graph in sorted(story.store.graphs())}


def _takes_values(question: Question) -> bool:
    return any(parameter.name != "lang" for parameter in question.parameters)


def _queries(question: Question, story: Story) -> list[str]:
    """Return the question's query as it stands, and with every parameter at its example, the language at Japanese."""
    examples = {parameter.name: parameter.example for parameter in question.parameters}
    return [question.sparql, *([story.prepare(question.name, **examples)] if examples else [])]


def _rows(answer: Answer) -> list[tuple[Cell, ...]]:
    return [tuple(None if cell is None else _value(cell) for cell in row) for row in answer.rows]


def _value(term: Term) -> tuple[str, str]:
    """Return a term by value.

    Virtuoso's SQL has no boolean: what a query computes comes back as the integers 0 and 1, what is stored as
    "1"^^xsd:boolean. Other literals keep their datatype, and IRIs are told from literals.
    """
    if term.is_iri:
        return term.value, "IRI"
    if term.language:
        return term.value, f"@{term.language.lower()}"
    kind = term.datatype.removeprefix(PREFIXES["xsd"])
    if kind == "boolean":
        return {"true": "1", "false": "0"}.get(term.value, term.value), "integer"
    return term.value, kind
