"""Filters and the table: what is left is what the sources say, and each count is what a choice would leave."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from claimgraph.namespaces import CLAIM
from tests.browser import Visit, visit

# From the invented article: two claims of Ann Lee's, one of the company's, two of the article's own voice.
CLAIMANT = {"Ann Lee": 2, "“Acme moves its call logs home” (the article's own voice)": 2, "Acme": 1}
COUNTS = {
    "claimant": CLAIMANT,
    "polarity": {"affirmed": 4, "denied": 1},
    "act": {"assertion": 4, "commitment": 1},
    "operation": {"store": 1, "move data": 1, "monitor": 1},
    "data": {"call logs": 2},
    "service": {"Acme Phone": 1},
    "country": {"Japan": 2, "South Korea": 1},
    "role": {"data at": 1, "moved to": 1, "happens in": 1, "only at": 1},
    "status": {"planned": 1, "ongoing": 1, "confirmed": 1},
}


@pytest.fixture
def acme(browser: Browser, acme_page: Path) -> Iterator[Visit]:
    with visit(browser, acme_page) as seen:
        seen.page.click("#show-filters")
        yield seen


def counts(seen: Visit, facet: str) -> dict[str, int]:
    """Return each value of a facet with its count, as the filters show them."""
    summary = seen.page.locator(f"#filters [data-key='facet {facet}']")
    if summary.evaluate("summary => !summary.parentElement.open"):
        summary.click()
    rows = summary.locator("xpath=..").locator("li")
    return {
        rows.nth(index).locator("span").first.inner_text(): int(rows.nth(index).locator(".count").inner_text())
        for index in range(rows.count())
    }


def choose(seen: Visit, facet: str, value: str) -> None:
    counts(seen, facet)
    values = seen.page.locator(f"#filters [data-key='facet {facet}']").locator("xpath=..").locator("label")
    values.filter(has=seen.page.get_by_text(value, exact=True)).click()


def left(seen: Visit) -> set[str]:
    """Return the names of the claims that the filters leave."""
    claims = seen.page.evaluate("() => window.claimgraph.visible().map(id => window.claimgraph.data.things[id].iri)")
    return {str(iri).removeprefix(f"{CLAIM}acme-moves-logs/") for iri in claims}


@pytest.mark.parametrize("facet", COUNTS)
def test_each_value_is_counted(acme: Visit, facet: str) -> None:
    assert counts(acme, facet) == COUNTS[facet]


def test_a_choice_leaves_its_claims_and_the_other_counts_follow(acme: Visit) -> None:
    choose(acme, "claimant", "Ann Lee")
    assert left(acme) == {"breach-not-confirmed", "logs-move-by-june"}
    assert counts(acme, "polarity") == {"affirmed": 1, "denied": 1}
    assert counts(acme, "claimant") == CLAIMANT  # what another choice beside it would leave
    choose(acme, "claimant", "Acme")
    assert left(acme) == {"breach-not-confirmed", "logs-move-by-june", "monitoring-only-in-japan"}
    choose(acme, "polarity", "denied")
    assert left(acme) == {"breach-not-confirmed"}
    assert acme.page.inner_text("#left") == "1 of 5 claims"
    acme.page.get_by_role("button", name="give up: denied").click()
    assert len(left(acme)) == 3
    acme.page.get_by_role("button", name="clear").click()
    assert len(left(acme)) == 5


def test_a_country_and_its_role_belong_together(acme: Visit) -> None:
    choose(acme, "country", "Japan")
    assert left(acme) == {"logs-move-by-june", "monitoring-only-in-japan"}
    assert counts(acme, "role") == {"moved to": 1, "happens in": 1, "only at": 1}
    choose(acme, "role", "moved to")
    assert left(acme) == {"logs-move-by-june"}
    assert counts(acme, "country") == {"Japan": 1}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("breach", {"breach-not-confirmed"}),
        ("日本", {"logs-move-by-june", "monitoring-only-in-japan"}),
        ("JAPAN june", {"logs-move-by-june"}),
        ("Ｊａｐａｎ　Ｊｕｎｅ", {"logs-move-by-june"}),
        ("xyzzy", set()),
    ],
)
def test_words_are_found_in_both_languages_and_any_width(acme: Visit, words: str, wanted: set[str]) -> None:
    acme.page.fill("#filter", words)
    assert left(acme) == wanted
    assert acme.page.evaluate("document.activeElement.id") == "filter"


@pytest.mark.parametrize(
    ("dates", "wanted"),
    [
        # one was said on 23 March 2021, the others are of the article's day, 24 March
        ({"to": "2021-03-22"}, 0),
        ({"to": "2021-03-23"}, 1),
        ({"from": "2021-03-24"}, 4),
        ({"from": "2021-03-23", "to": "2021-03-24"}, 5),
        ({"from": "2021-03-25"}, 0),
    ],
)
def test_dates_leave_what_was_said_or_published_then(acme: Visit, dates: dict[str, str], wanted: int) -> None:
    acme.page.click("#filters [data-key='facet date']")
    for name, day in dates.items():
        acme.page.fill(f"#filters [data-key={name}]", day)
    assert len(left(acme)) == wanted


def test_the_table_is_sorted_by_any_column_both_ways(acme: Visit) -> None:
    acme.page.click("#tab-table")
    heads = acme.page.locator("#claims th button")
    names = heads.all_inner_texts()
    for column, head in enumerate(names):
        cells = f"#claims tbody td:nth-child({column + 1})"
        heads.nth(column).click()
        up = acme.page.locator(cells).all_inner_texts()
        assert acme.page.locator("#claims th[aria-sort=ascending]").inner_text().strip() == f"{head.strip()}▴"
        heads.nth(column).click()
        down = acme.page.locator(cells).all_inner_texts()
        assert acme.page.locator("#claims th[aria-sort=descending]").count() == 1
        assert sorted(up) == sorted(down)
        if head.strip() in ("Statement", "Claimant", "Act", "Polarity", "Status", "Operation"):
            ordered = acme.page.evaluate("texts => [...texts].sort(new Intl.Collator('en-GB').compare)", up)
            assert up == ordered
            assert down == ordered[::-1]


def test_the_graph_draws_only_what_is_left(acme: Visit) -> None:
    choose(acme, "claimant", "Acme")
    drawn = acme.page.evaluate(
        """() => {
            const { data, network } = window.claimgraph;
            return network.body.nodeIndices.map(id => data.things[id].names.en || data.things[id].short);
        }"""
    )
    # Acme monitors in Japan; it is said by Acme, in the article
    assert set(drawn) == {"Acme", "Japan", "Acme moves its call logs home"}
