"""A question is a SPARQL file with a record."""

from pathlib import Path

import pytest

from claimgraph.asking.question import find_question, read_question, read_questions
from claimgraph.errors import QuestionError
from claimgraph.store import Store
from claimgraph.workspace import Workspace
from tests.invented import ACME, change, copy_acme

# The story has no case of them: the golden tables of an invented workspace show that they answer.
EMPTY_ON_THE_STORY = {"due-date-drift"}


def test_a_question_has_title_question_tags_and_columns() -> None:
    question = read_question(ACME / "queries" / "stored.rq")
    assert question.name == "stored"
    assert question.title == {"en": "Where data is stored", "ja": "データの所在"}
    assert question.tags == ("storage",)
    assert list(question.columns) == ["data", "place", "claim", "article"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('#+ title.en = "Where', "#+ title.en = Where", "not TOML"),
        ('#+ tags = ["storage"]\n', "", "lacks tags"),
        ('#+ question.ja = "どのデータがどこにあるか。"\n', "", "question is not in English and Japanese"),
    ],
)
def test_a_record_that_is_not_whole_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = copy_acme(tmp_path) / "queries" / "stored.rq"
    change(path, old, new)
    with pytest.raises(QuestionError, match=words):
        read_question(path)


def test_a_question_that_is_unknown_gets_the_list_of_those_that_are() -> None:
    with pytest.raises(QuestionError, match="no question is called 'nothing'; there are stored"):
        find_question("nothing", read_questions(ACME / "queries"))


def test_each_shipped_question_describes_the_columns_it_answers_with(story: Workspace, story_store: Store) -> None:
    questions = story.questions
    assert len(questions) >= 10
    for question in questions:
        assert story_store.select(question.sparql).columns == tuple(question.columns), question.name
        for column, meaning in question.columns.items():
            assert set(meaning) == {"en", "ja"}, f"{question.name}: {column}"


def test_every_row_of_every_shipped_answer_names_its_claim_and_its_article_or_counts_them(
    story: Workspace, story_store: Store
) -> None:
    for question in story.questions:
        rows = story_store.select(question.sparql).texts()
        assert bool(rows) == (question.name not in EMPTY_ON_THE_STORY), f"{question.name}: {len(rows)} rows"
        # Rows about questions, articles or graphs themselves have no claim to name.
        if question.group == "records" and "claim" not in question.columns:
            continue
        for singular in ("claim", "article"):
            column = next((name for name in (singular, f"{singular}s") if name in question.columns), None)
            assert column, f"{question.name} neither names nor counts {singular}s"
            # Silence has no claim.
            spoken = [row for row in rows if row.get("stance") != "not mentioned"]
            assert all(row[column] for row in spoken), f"{question.name}: {column}"
