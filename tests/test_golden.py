"""Every shipped question against a table worked out by reading the articles, and against another engine.

The tables in golden/ were written without running the queries: one row for each fact that the articles give.
NAME.csv is the answer to a question as it stands, NAME@example.csv with each parameter at its example, and
NAME@acme.csv and NAME@promises.csv on the invented workspaces. As it stands, a long answer has no table if it has
one with the examples.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDFS, SKOS
from rdflib.query import ResultRow

from claimgraph.answers.table import show
from claimgraph.asking.parameter import bind, resolve
from claimgraph.asking.question import read_question
from claimgraph.model import Answer
from claimgraph.namespaces import CLAIM, shorten
from claimgraph.relations.derivation import derive
from claimgraph.source import Source
from claimgraph.store import Store, canonical_lines
from claimgraph.workspace import Workspace, read_workspace
from tests.conftest import ROOT
from tests.invented import ACME, PROMISES

GOLDEN = ROOT / "tests" / "golden"
QUESTIONS = sorted((ROOT / "graph" / "queries").glob("*.rq"))

TABLES = sorted(GOLDEN.glob("*.csv"))
LONG = 150

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
# rdflib 7.6 warns of its own use of what it deprecates.
rdflib_deprecates = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")

NAMING = {str(SKOS.prefLabel), str(RDFS.label)}

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Twice:
    """The same quads in two engines."""

    store: Store
    dataset: rdflib.Dataset


@pytest.fixture(scope="module")
def story_twice(story: Workspace) -> Twice:
    """The story in English, for Oxigraph and rdflib."""
    return _load(story, every=1)


@pytest.fixture(scope="module")
def part_twice(story: Workspace) -> Twice:
    """A quarter of the story's claims, in English, for Oxigraph and rdflib."""
    return _load(story, every=4)


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    """The English name of each thing, by IRI, read by rdflib from the files that name things."""
    data = rdflib.Dataset()
    files = ["graph/entities/*.ttl", "ontology/taxonomy/*.ttl", "ontology/claimgraph.ttl"]
    for path in (path for pattern in files for path in ROOT.glob(pattern)):
        data.parse(path, format="turtle")
    for path in ROOT.glob("graph/articles/*.trig"):
        data.parse(path, format="trig")
    named = (quad for name in (RDFS.label, SKOS.prefLabel) for quad in data.quads((None, name, None, None)))
    return {str(subject): str(label) for subject, _, label, _ in named if getattr(label, "language", None) == "en"}


@pytest.fixture(scope="module")
def acme_store() -> Store:
    """An invented workspace, for questions that are empty on the story or do not show all they can."""
    return Store.from_sources(read_workspace(ACME).sources())


@pytest.fixture(scope="module")
def promises_store() -> Store:
    """Another one, whose promises are kept, put off and broken."""
    return Store.from_sources(read_workspace(PROMISES).sources())


def test_each_question_has_a_golden_table_and_each_table_a_question(story_store: Store) -> None:
    tables = {path.stem for path in TABLES}
    assert {name.partition("@")[0] for name in tables} == {path.stem for path in QUESTIONS}
    for path in QUESTIONS:
        question = read_question(path)
        taken = {parameter.name for parameter in question.parameters} - {"lang"}
        assert not taken or f"{path.stem}@example" in tables, f"{path.stem} has parameters and no table of its examples"
        long = bool(taken) and len(story_store.select(question.sparql).rows) > LONG
        assert long or path.stem in tables, f"{path.stem} has no table"
    assert len(QUESTIONS) >= 45


@each_table
def test_the_answer_is_what_the_articles_say(
    table: Path, story_store: Store, acme_store: Store, promises_store: Store
) -> None:
    columns, wanted = _read_table(table)
    name, _, variant = table.stem.partition("@")
    question = read_question(ROOT / "graph" / "queries" / f"{name}.rq")
    store = {"acme": acme_store, "promises": promises_store}.get(variant, story_store)
    examples = {one.name: one for one in question.parameters if variant == "example" and one.name != "lang"}
    values = {name: resolve(store, one, one.example) for name, one in examples.items()}
    answer = store.select(bind(question.sparql, values))
    words = {"statement", "hedgedStatement", "otherStatement", "start", "end"} | (
        {"title", "question"} if name == "the-questions-themselves" else set()
    )
    if {"relation", "rule"} & set(answer.columns):
        words |= {"finding", "fires", "premise", "reason", "unless"}
    assert columns == tuple(c for c in answer.columns if not c.endswith("Label") and c not in words)
    kept = [answer.columns.index(column) for column in columns]
    found = [tuple(row[index] for index in kept) for row in _cells(answer)]
    assert found == wanted, _difference(found, wanted)


@each_question
@rdflib_deprecates
def test_each_name_in_an_answer_is_the_one_the_files_give(
    question: Path, story_store: Store, names: dict[str, str]
) -> None:
    for row in story_store.select(question.read_text(encoding="utf-8")).texts():
        for column in (column for column in row if f"{column}Label" in row):
            assert row[f"{column}Label"] == names.get(row[column], ""), (column, row)


TOO_LONG_FOR_RDFLIB = {"lost-hedges", "reporting-chains", "transfer-register"}
FOR_RDFLIB = [path for path in QUESTIONS if path.stem not in TOO_LONG_FOR_RDFLIB]


@pytest.mark.parametrize("question", FOR_RDFLIB, ids=lambda path: path.stem)
@rdflib_deprecates
def test_rdflib_gives_the_same_rows(question: Path, part_twice: Twice, request: pytest.FixtureRequest) -> None:
    """Of a part of the story, and of the whole where the part has no answer.

    rdflib 7.6 tries every claim's graph for every other's: some questions take it a minute. Virtuoso answers all.
    """
    sparql = question.read_text(encoding="utf-8")
    twice = part_twice
    if not twice.store.select(sparql).rows:
        twice = request.getfixturevalue("story_twice")
    rows = [row for row in twice.dataset.query(sparql) if isinstance(row, ResultRow)]
    found = [tuple("" if term is None else _shorten(term) for term in row) for row in rows]
    wanted = _cells(twice.store.select(sparql))
    assert found == wanted, _difference(found, wanted)


def _load(story: Workspace, every: int) -> Twice:
    """Return one in so many of the claims' graphs, and every other graph, without Japanese names, in two engines.

    rdflib filters last: with every name in two languages a question with five of them takes it 32 times the work.
    """
    claims = sorted(graph for source in story.articles for graph in source.graphs if graph.startswith(CLAIM))
    left_out = set(claims) - set(claims[::every])
    sources = []
    for source in story.sources():
        quads = (quad for quad in source.quads if getattr(quad.graph_name, "value", "") not in left_out)
        named = (quad for quad in quads if quad.predicate.value not in NAMING or not str(quad.object).endswith("@ja"))
        sources.append(Source.from_quads(source.path, named))
    # Relations go with the claims' records, which are all there, and not with their graphs.
    relations = derive(Store.from_sources(story.sources()))
    named = (one for one in relations.quads if not str(one.object).endswith("@ja"))
    sources.append(Source.from_quads(relations.path, named))
    dataset = rdflib.Dataset()
    dataset.parse(data=b"".join(canonical_lines(sources)), format="nquads")
    return Twice(store=Store.from_sources(sources), dataset=dataset)


def _read_table(path: Path) -> tuple[Row, list[Row]]:
    with path.open(encoding="utf-8", newline="") as file:
        columns, *rows = (tuple(row) for row in csv.reader(file))
    return columns, rows


def _cells(answer: Answer) -> list[Row]:
    return [tuple(show(cell) for cell in row) for row in answer.rows]


def _shorten(term: rdflib.term.Identifier) -> str:
    return shorten(str(term)) if isinstance(term, rdflib.URIRef) else str(term)


def _difference(found: list[Row], wanted: list[Row]) -> str:
    missing = [f"  missing: {', '.join(row)}" for row in wanted if row not in found]
    too_many = [f"  too many: {', '.join(row)}" for row in found if row not in wanted]
    repeated = [
        f"  repeated: {', '.join(row)}" for row in sorted(set(found)) if found.count(row) > wanted.count(row) > 0
    ]
    return "\n".join(["", *(missing + too_many + repeated or ["  the same rows in another order"])])
