"""The timeline of the page: when things were said, when they fall due, and what has no date."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from tests.browser import Visit, visit
from tests.invented import article_file, change, copy_acme
from tests.pages import assert_quiet, page_of, panel

STORY = Path(__file__).resolve().parents[1] / "graph" / "articles"
ADDRESS = '"https://example.org/acme-moves-logs"^^xsd:anyURI ; schema:datePublished "2021-03-24"^^xsd:date'
MOVE = "move of Acme's call logs"


def columns(seen: Visit) -> list[str | None]:
    buttons = seen.page.locator("#timeline .column")
    return [button.get_attribute("aria-label") for button in buttons.all()]


def lane(seen: Visit, name: str) -> Locator:
    return seen.page.locator("#timeline li.lane", has=seen.page.get_by_role("button", name=name, exact=True))


def extent(place: Locator) -> tuple[float, float]:
    """Return where something begins and ends, in pixels from the left."""
    box = place.bounding_box()
    assert box is not None
    return box["x"], box["x"] + box["width"]


def test_days_too_near_for_two_columns_share_one_that_opens_all_their_claims(browser: Browser, acme_page: Path) -> None:
    """One claim was said on 23 March; the others are dated by their article, of the 24th."""
    with visit(browser, acme_page) as seen:
        seen.page.click("#tab-timeline")
        assert columns(seen) == ["23 March 2021 to 24 March 2021: 5 claims, denied: 1, promised: 1"]
        assert seen.page.locator("#timeline details").count() == 0
        seen.page.click("#timeline .column")
        assert seen.page.inner_text("#panel h2") == "5 claims"
        assert seen.page.get_attribute("#timeline .column", "aria-current") == "true"
        seen.page.keyboard.press("Escape")
        assert seen.page.get_attribute("#timeline .column", "aria-current") is None
        assert_quiet(seen, acme_page)


def test_a_promise_is_a_bar_from_its_day_to_the_end_of_the_month_in_which_it_falls_due(
    browser: Browser, tmp_path: Path
) -> None:
    folder = copy_acme(tmp_path)
    change(article_file(folder), ADDRESS, ADDRESS.replace("03-24", "05-24"))
    with visit(browser, page_of(folder, tmp_path)) as seen:
        seen.page.click("#tab-timeline")
        assert columns(seen) == ["23 March 2021: 1 claim, denied: 1", "24 May 2021: 4 claims, promised: 1"]
        promise = lane(seen, MOVE)
        assert promise.locator("p").inner_text() == "due June 2021 · reported 24 May 2021"
        assert promise.locator(".badge").all_inner_texts() == ["promised"]
        bar, due, made = (extent(promise.locator(f".{part}")) for part in ("stretch", "due", "made"))
        assert bar[1] == pytest.approx(due[1], abs=1)
        assert made[0] <= bar[0] <= made[1] < due[0]
        assert due[1] - due[0] > 3 * (due[0] - bar[0])  # June is 30 days, and the end of May is 8
        promise.get_by_role("button").click()
        assert seen.page.inner_text("#panel h2").startswith("Ann Lee promises")


def test_what_nobody_dates_stands_in_a_list_of_its_own_and_gets_no_date(browser: Browser, tmp_path: Path) -> None:
    folder = copy_acme(tmp_path)
    file = article_file(folder)
    change(file, ADDRESS, ADDRESS.split(" ; ", maxsplit=1)[0])
    change(file, ' ; cg:dueBy "2021-06"^^xsd:gYearMonth', "")
    with visit(browser, page_of(folder, tmp_path)) as seen:
        seen.page.click("#tab-timeline")
        assert columns(seen) == ["23 March 2021: 1 claim, denied: 1"]
        assert lane(seen, MOVE).count() == 0
        folds = seen.page.locator("#timeline summary")
        assert folds.all_inner_texts() == ["Promises that name no due date 1", "No date given 4"]
        folds.nth(1).click()
        items = seen.page.locator("#timeline .claims .statement")
        items.first.wait_for()  # a fold tells that it is open when it has been
        assert items.count() == 4
        assert "Ann Lee says that no breach is confirmed." not in items.all_inner_texts()
        items.first.click()
        assert "Call logs of Acme Phone were stored in South Korea." in panel(seen)
        assert items.count() == 4


def test_a_day_unknown_before_a_due_date_is_said_to_be_unknown(browser: Browser, tmp_path: Path) -> None:
    folder = copy_acme(tmp_path)
    change(article_file(folder), ADDRESS, ADDRESS.split(" ; ", maxsplit=1)[0])
    with visit(browser, page_of(folder, tmp_path)) as seen:
        seen.page.click("#tab-timeline")
        assert lane(seen, MOVE).locator("p").inner_text() == "due June 2021 · day of the statement not given"
        assert lane(seen, MOVE).locator(".stretch, .made").count() == 0
        assert lane(seen, MOVE).locator(".due").count() == 1


@pytest.mark.parametrize(("property_", "words"), [("since", "since 2019"), ("until", "until 2019"), ("date", "2019")])
def test_other_dates_are_told_and_a_denied_one_is_marked(
    browser: Browser, tmp_path: Path, property_: str, words: str
) -> None:
    folder = copy_acme(tmp_path)
    file = article_file(folder)
    change(file, "a risk:Incident ;", f'a risk:Incident ; cg:{property_} "2019"^^xsd:gYear ;')
    with visit(browser, page_of(folder, tmp_path)) as seen:
        seen.page.click("#tab-timeline")
        breach = lane(seen, "breach at Acme")
        assert breach.locator("p").inner_text() == words
        assert breach.locator(".badge").all_inner_texts() == ["denied"]


def test_the_story_shows_its_press_conference_and_its_promises_in_the_order_in_which_they_fall_due(
    browser: Browser, story_page: Path
) -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in sorted(STORY.glob("*.trig")))
    said = len(re.findall(r'cg:saidOn "2021-03-23"', text))
    claims = len(re.findall(r"\ba cg:Claim\b", text))
    promises = len(re.findall(r"\bcg:act cg:Commitment\b", text))
    due = len(re.findall(r"\bcg:dueBy\b", text))
    with visit(browser, story_page) as seen:
        seen.page.click("#tab-timeline")
        (column,) = columns(seen)
        assert (column or "").startswith(f"23 March 2021: {said} claims, denied: ")
        folds = seen.page.locator("#timeline summary .count").all_inner_texts()
        assert folds == [str(promises - due), str(claims - said)]
        dues = seen.page.locator("#timeline .lane:has(.due) p").all_inner_texts()
        assert dues == [
            "due in the week of 29 March 2021 · said 23 March 2021",
            "due June 2021 · said 23 March 2021",
            "due August 2021 · said 23 March 2021",
            "due September 2021 · said 23 March 2021 · 2 claims",
            "due September 2021 · said 23 March 2021",
        ]
        ends = [extent(block)[1] for block in seen.page.locator("#timeline .due").all()]
        assert ends == sorted(ends)
        since = lane(seen, "running of LINE since its launch")
        assert since.locator("p").inner_text() == "since June 2011"
        assert since.locator(".open-end").count() == 1


@pytest.mark.parametrize("language", ["en-US", "ja-JP"])
@pytest.mark.parametrize("width", [360, 900, 1400])
def test_labels_of_the_axis_do_not_lie_on_each_other(
    browser: Browser, story_page: Path, language: str, width: int
) -> None:
    with visit(browser, story_page, language=language, width=width) as seen:
        seen.page.click("#tab-timeline")
        labels = sorted(extent(label) for label in seen.page.locator("#timeline .tick").all())
        assert len(labels) >= 3
        assert all(one[1] <= other[0] for one, other in combinations(labels, 2))
        assert labels[0][0] >= 0
        assert labels[-1][1] <= width
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        ten_years = seen.page.locator("#timeline .axis .cut").first
        start, end = extent(ten_years)
        after = [label for label in seen.page.locator("#timeline .tick").all() if extent(label)[1] > end]
        assert re.search("20[0-9]{2}", min(after, key=lambda label: extent(label)[0]).inner_text())
        assert seen.page.locator("#timeline .sorts .short").count() == 1
        track = extent(seen.page.locator("#timeline .axis .track"))
        assert end - start < (track[1] - track[0]) / 5


def test_a_filter_leaves_the_timeline_what_it_leaves_elsewhere(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        seen.page.goto(f"{acme_page.as_uri()}#view=timeline&act=cg:Commitment")
        seen.page.reload()
        seen.page.wait_for_selector("#timeline .lane")
        assert columns(seen) == ["24 March 2021: 1 claim, promised: 1"]
