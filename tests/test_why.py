"""Why two claims are related, or what keeps the rules from relating them, as a person reads it."""

from unicodedata import east_asian_width

import pytest

from claimgraph.comparison.telling import tell_why
from claimgraph.errors import QuestionError
from claimgraph.story import Story
from claimgraph.workspace import Workspace


@pytest.fixture(scope="module")
def shipped(story: Workspace) -> Story:
    """The shipped story, open for questions."""
    return Story(story)


def test_a_relation_is_told_with_rule_sentence_premise_and_evidence(shipped: Story) -> None:
    told = tell_why(
        shipped,
        "official-account-monitoring-only-in-japan",
        "claim:line-domestic-storage/part-of-content-checking-in-china",
        "en",
    )
    assert "contradicts (tension): Only there, and perhaps elsewhere" in told
    assert 'all of "monitoring of official accounts" is in Japan' in told
    assert "It lacks a premise: that both speak of the same time" in told
    assert "1  monitoring of official accounts only at Japan" in told
    assert "2  monitoring of content in China happens in China" in told


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (
            "line-pay-transactions-stored-in-korea",
            "seven-data-types-stored-on-servers-in-japan",
            ["The same kind of data, here and there", "data types: payment transactions; ID,", "services: LINE Pay;"],
        ),
        (
            "four-staff-accessed-data",
            "shanghai-staff-accessed-32-times",
            ["but for numbers: 4, in total, people; 32, in total, occurrences"],
        ),
        ("no-leak", "leak-not-confirmed-quoted", ["but for stages: occurred; confirmed"]),
        (
            "monitoring-reoutsourced-to-dalian",
            "official-account-monitoring-only-in-japan",
            ["operations: re-outsource; monitor / services: OpenChat, Timeline; LINE Official Account"],
        ),
        ("line-renamed-ly", "line-launched-june-2011", ["none would if one or two", "articles: "]),
    ],
    ids=["other data and service", "other count", "other stage", "other operation and service", "nothing in common"],
)
def test_a_near_miss_is_told_by_what_the_claims_differ_in(
    shipped: Story, one: str, other: str, wanted: list[str]
) -> None:
    told = tell_why(shipped, one, other, "en")
    assert "No rule relates the two" in told
    for words in wanted:
        assert words in told, told


def test_it_is_told_in_japanese(shipped: Story) -> None:
    told = tell_why(shipped, "no-leak", "leak-not-confirmed-quoted", "ja")
    assert "関係づける規則はない" in told
    assert "段階: 発生; 確認" in told


def test_a_claim_is_found_by_name_prefix_and_iri_alike(shipped: Story) -> None:
    iri = "https://w3id.org/claimgraph/claim/lme-privacy-issues/no-leak"
    wanted = tell_why(shipped, "no-leak", "apparently-no-leak", "en")
    for written in (iri, "claim:lme-privacy-issues/no-leak", "lme-privacy-issues/no-leak"):
        assert tell_why(shipped, written, "apparently-no-leak", "en") == wanted
    assert "restates: Said again, as the curator notes" in wanted


def test_an_unknown_claim_gets_the_nearest_names_and_one_claim_is_not_two(shipped: Story) -> None:
    with pytest.raises(QuestionError, match="no claim is called 'no-leek'; did you mean 'no-leak'"):
        tell_why(shipped, "no-leek", "no-leak", "en")
    with pytest.raises(QuestionError, match="is one claim; wanted two"):
        tell_why(shipped, "no-leak", "claim:lme-privacy-issues/no-leak", "en")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("width", [60, 100])
def test_no_line_of_two_positions_is_wider_than_the_terminal(shipped: Story, language: str, width: int) -> None:
    from claimgraph.answers.position import to_positions
    from claimgraph.answers.table import for_people

    text = to_positions(for_people(shipped.ask("contradictions", lang=language)), width, language)
    # East Asian wide and full-width characters take two cells: https://www.unicode.org/reports/tr11/
    widths = [sum(1 + (east_asian_width(one) in "WF") for one in line) for line in text.splitlines()]
    assert width - 4 < max(widths) <= width


def test_an_answer_about_pairs_reads_as_two_positions(shipped: Story) -> None:
    from claimgraph.answers.position import tells_positions, to_positions, to_positions_markdown
    from claimgraph.answers.table import Links, for_people

    answer = for_people(shipped.ask("contradictions"))
    assert tells_positions(answer)
    assert not tells_positions(for_people(shipped.ask("relations-by-kind")))
    text = to_positions(answer, 100)
    assert " ".join(text.split()).count("Missing premise:") == len(answer)
    assert "— Takeshi Idezawa (certain)\n         claim:line-domestic-storage/" in text
    markdown = to_positions_markdown(answer, "en", Links(page="graph.html"))
    assert "> All monitoring of LINE Official Accounts is carried out in Japan, at LINE Fukuoka." in markdown
    assert "(graph.html#claim%3Alme-privacy-issues/" in markdown
