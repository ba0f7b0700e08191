"""Relations on the page: what contradicts a claim and why, side by side, filtered and drawn."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import Visit, visit
from tests.pages import panel

# The summing-up article has all monitoring of official accounts in Japan; Idezawa has part of the checking in China.
HERE = "claim:lme-privacy-issues/official-account-monitoring-only-in-japan"
THERE = "claim:line-domestic-storage/part-of-content-checking-in-china"
HERE_SAYS = "All monitoring of LINE Official Accounts is carried out in Japan"
THERE_SAYS = "Part of LINE's work of checking detected and reported content was done in China."


@pytest.fixture
def selected(browser: Browser, story_page: Path) -> Iterator[Visit]:
    with visit(browser, story_page, fragment=f"select={HERE}") as seen:
        yield seen


def test_a_claim_tells_what_contradicts_it(selected: Visit) -> None:
    contradicted = selected.page.locator("#panel .relations li.denied")
    told = [text for text in contradicted.all_inner_texts() if THERE_SAYS in text]
    assert len(told) == 1
    assert "contradicts" in told[0]
    assert "tension" in told[0]
    assert "Takeshi Idezawa" in told[0]


def test_both_claims_stand_side_by_side_with_the_reason_and_an_address(selected: Visit) -> None:
    there = selected.page.locator("#panel .relations li").filter(has_text=THERE_SAYS)
    there.get_by_role("button", name="Side by side").click()
    text = panel(selected)
    assert selected.page.inner_text("#panel h2") == "contradicts"
    assert HERE_SAYS in text
    assert THERE_SAYS in text
    assert "Not strict: neither says" in text
    assert "By the rule:" in text
    address = selected.page.evaluate("decodeURIComponent(location.hash)")
    assert {f"pair={HERE}", f"pair={THERE}"} <= set(address.removeprefix("#").split("&"))


def test_the_opening_counts_relations_and_a_count_filters(browser: Browser, story_page: Path) -> None:
    with visit(browser, story_page) as seen:
        button = seen.page.locator("#panel").get_by_role("button", name="contradicts")
        count = int(button.inner_text().strip(")").split("(")[1])
        assert count > 10
        button.click()
        left = seen.page.evaluate("() => window.claimgraph.visible().length")
        assert 0 < left <= 2 * count
        assert "Relation: contradicts" in seen.page.inner_text("#chosen")
        seen.page.click("#show-claims")
        lines = seen.page.evaluate(
            "() => window.claimgraph.network.body.data.edges.get().filter(({ label }) => label === '≠').length"
        )
        assert lines == count


def test_a_claim_is_told_in_japanese_with_its_relations(browser: Browser, story_page: Path) -> None:
    with visit(browser, story_page, language="ja-JP", fragment=f"pair={HERE}&pair={THERE}") as seen:
        assert seen.page.inner_text("#panel h2") == "食い違う"
        assert "確実ではありません" in panel(seen)


def test_a_story_without_relations_has_none_of_it(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        assert "How claims stand to each other" not in panel(seen)
        assert "≠" not in seen.page.inner_text("#lines")
