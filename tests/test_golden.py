"""Every shipped question against a table worked out by reading the articles, and against another engine.

The tables in golden/ were written without running the queries: one row for each fact that the articles give.
"""

import csv
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import SKOS
from rdflib.query import ResultRow

from claimgraph.model import Answer
from claimgraph.namespaces import shorten
from claimgraph.results import show
from claimgraph.store import Store, canonical_lines
from claimgraph.workspace import Workspace
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden"
QUESTIONS = sorted((ROOT / "graph" / "queries").glob("*.rq"))

each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
# rdflib 7.6 warns of its own use of what it deprecates.
rdflib_deprecates = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")

Row = tuple[str, ...]


@pytest.fixture(scope="module")
def dataset(story: Workspace) -> rdflib.Dataset:
    """The story, read by rdflib from the story's N-Quads."""
    data = rdflib.Dataset()
    data.parse(data="".join(canonical_lines(story.sources())), format="nquads")
    return data


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    """The English name of each thing, by IRI, read by rdflib from the files that name things."""
    data = rdflib.Dataset()
    for path in [*ROOT.glob("graph/entities/*.ttl"), *ROOT.glob("ontology/taxonomy/*.ttl")]:
        data.parse(path, format="turtle")
    for path in ROOT.glob("graph/articles/*.trig"):
        data.parse(path, format="trig")
    named = ((subject, label) for subject, _, label, _ in data.quads((None, SKOS.prefLabel, None, None)))
    return {str(subject): str(label) for subject, label in named if getattr(label, "language", None) == "en"}


def test_each_question_has_a_golden_table_and_each_table_a_question() -> None:
    assert {path.stem for path in GOLDEN.glob("*.csv")} == {path.stem for path in QUESTIONS}
    assert len(QUESTIONS) >= 10


@each_question
def test_the_answer_is_what_the_articles_say(question: Path, story_store: Store) -> None:
    columns, wanted = _read_table(GOLDEN / f"{question.stem}.csv")
    answer = story_store.select(question.read_text(encoding="utf-8"))
    words = {"statement", "start", "end"}
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
            assert row[f"{column}Label"] == (names[row[column]] if row[column] else ""), (column, row)


@each_question
@rdflib_deprecates
def test_rdflib_gives_the_same_rows(question: Path, story_store: Store, dataset: rdflib.Dataset) -> None:
    sparql = question.read_text(encoding="utf-8")
    rows = [row for row in dataset.query(sparql) if isinstance(row, ResultRow)]
    found = [tuple("" if term is None else _shorten(term) for term in row) for row in rows]
    wanted = _cells(story_store.select(sparql))
    assert found == wanted, _difference(found, wanted)


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
