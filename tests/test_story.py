"""A story is opened in a line, asked by name with values people write, and answers in the forms people use."""

import pytest

from claimgraph.errors import QuestionError
from claimgraph.story import Story, open_story
from tests.invented import ACME


@pytest.fixture(scope="module")
def opened() -> Story:
    return open_story()


def test_rows_are_dictionaries_of_plain_strings(opened: Story) -> None:
    rows = list(opened.ask("leak-statements"))
    assert {row["polarityLabel"] for row in rows} == {"denied"}
    assert {row["certaintyLabel"] for row in rows} == {"certain", "probable"}


def test_names_come_in_the_language_asked_for(opened: Story) -> None:
    rows = list(opened.ask("leak-statements", lang="ja"))
    assert {row["polarityLabel"] for row in rows} == {"否定"}


def test_a_folder_is_opened_as_the_shipped_story_is() -> None:
    (row,) = open_story(ACME).ask("stored")
    assert row["place"] == "https://w3id.org/dpv/loc#KR"


def test_a_query_of_ones_own_sees_the_union_of_all_graphs(opened: Story) -> None:
    assert len(opened.query("SELECT * WHERE { ?s ?p ?o } LIMIT 10")) == 10


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"colour": "red"}, "takes no 'colour'; it takes lang"),
        ({"lang": "fr"}, "wanted en or ja"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(opened: Story, values: dict[str, str], words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        opened.ask("leak-statements", **values)


def test_an_answer_becomes_a_frame_of_pandas(opened: Story) -> None:
    pytest.importorskip("pandas")
    frame = opened.ask("leak-statements").to_pandas()
    assert list(frame.columns)[:2] == ["incident", "incidentLabel"]
    assert len(frame) == 6


def test_an_answer_becomes_a_frame_of_polars(opened: Story) -> None:
    pytest.importorskip("polars")
    frame = opened.ask("leak-statements").to_polars()
    assert frame.columns[:2] == ["incident", "incidentLabel"]
    assert frame.height == 6


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
def test_rdflib_asks_the_same_store(opened: Story) -> None:
    dataset = opened.dataset()
    query = "SELECT ?c WHERE { GRAPH ?g { ?c a <https://w3id.org/claimgraph/ontology#Claim> } }"
    assert len(list(dataset.query(query))) == len(opened.query(query, union=False)) == 197
