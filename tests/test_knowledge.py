"""The graph as of a day: claims that were known, no trace of others, and none guessed."""

import json
from datetime import date
from pathlib import Path

import pytest

from claimgraph.asking.knowledge import known_by
from claimgraph.cli import main
from claimgraph.errors import QuestionError
from claimgraph.story import Story, open_story
from claimgraph.workspace import Workspace
from tests.invented import ACME, PROMISES, article_file, change, copy_acme

FIRST_ARTICLE = (
    "backups-deleted-by-april",
    "logs-encrypted-in-april",
    "logs-home-by-june",
    "logs-probably-opened",
    "report-in-2021",
)


@pytest.fixture(scope="module")
def opened(story: Workspace) -> Story:
    return Story(story)


def claims(story: Story) -> set[str]:
    query = """
        PREFIX cg: <https://w3id.org/claimgraph/ontology#>
        SELECT DISTINCT ?claim WHERE { GRAPH ?article { ?claim cg:source ?article } GRAPH ?claim { ?s ?p ?o } }
    """
    return {row["claim"].partition("/claim/")[2] for row in story.query(query)}


@pytest.mark.parametrize(("day", "known"), [("2021-03-22", 0), ("2021-03-23", 45), ("2030-01-01", 45)])
def test_of_the_story_only_what_was_said_at_the_conference_is_dated(opened: Story, day: str, known: int) -> None:
    # 45 claims have cg:saidOn, all of them 2021-03-23; neither article has a date.
    then = opened.as_of(day)
    assert then.known is not None
    assert (len(then.known.claims), len(then.known.later), len(then.known.undated)) == (known, 45 - known, 152)
    assert len(claims(then)) == known


@pytest.mark.parametrize(("day", "known"), [("2021-03-22", 0), ("2021-03-23", 1), ("2021-03-24", 5)])
def test_a_claim_without_a_day_of_its_own_counts_from_its_articles(day: str, known: int) -> None:
    assert len(claims(open_story(ACME).as_of(day))) == known


def test_a_month_counts_when_it_has_ended(tmp_path: Path) -> None:
    workspace = copy_acme(tmp_path)
    change(article_file(workspace), '"2021-03-24"^^xsd:date', '"2021-03"^^xsd:gYearMonth')
    story = open_story(workspace)
    assert [len(claims(story.as_of(day))) for day in ("2021-03-24", "2021-03-30", "2021-03-31")] == [1, 1, 5]


def test_a_promise_put_off_later_is_not_known_before() -> None:
    known = claims(open_story(PROMISES).as_of("2021-05-09"))
    assert known == {f"bolt-promises/{name}" for name in FIRST_ARTICLE}


def test_nothing_of_what_was_not_known_is_left(opened: Story) -> None:
    then = opened.as_of("2021-03-23")
    assert then.known is not None
    gone = then.known.later | then.known.undated
    query = "SELECT DISTINCT ?s ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
    named = {value for row in then.query(query) for value in row.values()}
    assert named.isdisjoint(gone)
    # The second article says nothing that is dated and has no date itself, so nobody can have heard of it.
    assert not {one for one in named if one.startswith("https:") and "lme-privacy-issues" in one} - {
        "https://w3id.org/claimgraph/article/lme-privacy-issues"
    }
    passages = {row["passage"] for row in then.ask("provenance")}
    kept = {row["s"] for row in then.query(query) if "/passage/line-domestic-storage/" in row["s"]}
    assert passages < kept
    assert len(kept) < len({one["s"] for one in opened.query(query) if "/passage/line-domestic-storage/" in one["s"]})


def test_a_day_is_a_parameter_of_every_question_and_query(opened: Story) -> None:
    for question in opened.questions:
        opened.ask(question.name, as_of="2021-03-22")
    assert len(opened.ask("commitments", as_of="2021-03-22")) == 0
    assert 0 < len(opened.ask("commitments", as_of="2021-03-23", lang="ja")) < len(opened.ask("commitments"))
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    assert int(next(iter(opened.query(count, as_of=date(2021, 3, 23))))["n"]) < int(
        next(iter(opened.query(count)))["n"]
    )


def test_a_day_that_is_none_is_refused(opened: Story) -> None:
    with pytest.raises(QuestionError, match="not a day"):
        opened.as_of("March")


def test_the_sources_are_left_as_they_are(story: Workspace) -> None:
    before = [source.quads for source in story.articles]
    known_by(story.articles, date(2021, 3, 22))
    assert [source.quads for source in story.articles] == before


def test_the_command_line_says_what_is_left_out(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "commitments", "--as-of", "2021-03-23", "--results", "json"]) == 0
    printed = capfd.readouterr()
    assert len(json.loads(printed.out)["results"]["bindings"]) == 10
    assert "45 of 197 claims were known; left out are 0 made later and 152 without a date" in printed.err
    assert main(["query", "commitments", "--as-of", "2021-03-23", "--endpoint", "http://127.0.0.1:9/"]) == 1
    assert "--as-of" in capfd.readouterr().err


def test_files_of_others_are_told_as_of_a_day_too(capfd: pytest.CaptureFixture[str]) -> None:
    data = str(ACME / "articles" / "acme-moves-logs.trig")
    assert main(["query", "said-on", "--data", data, "--as-of", "2021-03-23"]) == 0
    assert "1 of 5 claims were known" in capfd.readouterr().err
