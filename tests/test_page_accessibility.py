"""For everybody: axe-core finds nothing in any view, theme and language, and the keyboard does what the mouse does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import Visit, visit
from tests.npm import npm_package
from tests.pages import panel, search_for

THEMES = ("light", "dark")
LANGUAGES = ("en", "ja")
# What axe-core finds, in short: the rule, and where.
FIND = """async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) =>
        `${id}: ${target.join(" ")} ${any.map(({ message }) => message).join("; ")}`));
}"""


@pytest.fixture(scope="module")
def axe() -> str:
    return (npm_package("axe-core", "^4.10") / "axe.min.js").read_text(encoding="utf-8")


def views(seen: Visit) -> list[str]:
    tabs = seen.page.locator("#views [role=tab]")
    return [str(tabs.nth(index).get_attribute("aria-controls")) for index in range(tabs.count())]


def find_violations(seen: Visit, axe: str) -> list[str]:
    """Run axe-core in the page. A debugger's evaluation is not held to the page's policy."""
    if not seen.page.evaluate("() => Boolean(window.axe)"):
        seen.page.evaluate(axe)
    return [str(found) for found in seen.page.evaluate(FIND)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_any_view(browser: Browser, acme_page: Path, axe: str, theme: str, language: str) -> None:
    with visit(browser, acme_page, language={"en": "en-US", "ja": "ja-JP"}[language]) as seen:
        if theme == "dark":
            seen.page.click("#theme")
        assert seen.page.get_attribute("html", "data-theme") == theme
        assert seen.page.get_attribute("html", "lang") == language
        assert len(views(seen)) >= 6
        seen.page.click("#show-filters")
        search_for(seen, "no-breach")
        for view in views(seen):
            seen.page.click(f"#tab-{view}")
            assert find_violations(seen, axe) == [], view
        seen.page.keyboard.press("Escape")
        for view in views(seen):
            seen.page.click(f"#tab-{view}")
            assert find_violations(seen, axe) == [], f"{view}, nothing selected"


@pytest.mark.parametrize("width", [360, 1400])
def test_axe_finds_nothing_in_the_shipped_story(browser: Browser, story_page: Path, axe: str, width: int) -> None:
    with visit(browser, story_page, width=width) as seen:
        for view in views(seen):
            seen.page.click(f"#tab-{view}")
            assert find_violations(seen, axe) == [], view
            assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, view


def test_axe_finds_what_is_wrong(browser: Browser, acme_page: Path, axe: str) -> None:
    """The other tests find nothing; here something is wrong, so the tool is at work."""
    with visit(browser, acme_page) as seen:
        seen.page.evaluate("document.querySelector('#panel').append(document.createElement('button'))")
        assert any(found.startswith("button-name: ") for found in find_violations(seen, axe))


@pytest.fixture
def acme(browser: Browser, acme_page: Path) -> Iterator[Visit]:
    with visit(browser, acme_page) as seen:
        yield seen


def focused(seen: Visit) -> str:
    return str(seen.page.evaluate("document.activeElement.id || document.activeElement.textContent"))


def test_arrows_walk_from_thing_to_thing_and_are_announced(acme: Visit) -> None:
    search_for(acme, "South Korea")
    acme.page.focus("#network")
    names = {acme.page.inner_text("#panel h2")}
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        acme.page.keyboard.press(key)
        names.add(acme.page.inner_text("#panel h2"))
        assert acme.page.inner_text("#panel h2") in (acme.page.text_content("#announcement") or "")
    assert len(names) > 1
    acme.page.keyboard.press("Enter")
    assert focused(acme) == "panel"


def test_tabs_are_walked_with_arrows(acme: Visit) -> None:
    acme.page.focus("#tab-graph")
    acme.page.keyboard.press("ArrowRight")
    assert focused(acme) == "tab-table"
    assert acme.page.get_attribute("#tab-table", "aria-selected") == "true"
    assert acme.page.locator("#table").is_visible()
    assert not acme.page.locator("#graph").is_visible()


def test_the_first_stops_of_the_tab_key_are_what_one_wants_first(acme: Visit) -> None:
    stops = []
    for _ in range(6):
        acme.page.keyboard.press("Tab")
        stops.append(focused(acme))
    assert stops[:4] == ["language", "theme", "tab-graph", "search"]


def test_undo_goes_back_through_what_was_chosen_and_the_address_follows(acme: Visit) -> None:
    search_for(acme, "South Korea")
    first = acme.page.evaluate("location.hash")
    search_for(acme, "Acme Phone")
    assert "select=service" in acme.page.evaluate("decodeURIComponent(location.hash)")
    acme.page.keyboard.press("Escape")
    assert "Claims: 5" in panel(acme)
    acme.page.keyboard.press("Control+z")
    acme.page.wait_for_function("() => document.querySelector('#panel h2').textContent === 'Acme Phone'")
    acme.page.click("#undo")
    acme.page.wait_for_function("() => document.querySelector('#panel h2').textContent === 'South Korea'")
    assert acme.page.evaluate("location.hash") == first


def test_an_address_reopens_view_filters_selection_language_and_theme(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        seen.page.click("#show-filters")
        seen.page.click("#filters [data-key='facet polarity']")
        seen.page.get_by_label("denied").click()
        search_for(seen, "no breach is confirmed")
        seen.page.click("#language")
        seen.page.click("#theme")
        seen.page.click("#tab-table")
        address = seen.page.evaluate("location.href")
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-ready=true]", state="attached")
    assert page.get_attribute("html", "lang") == "ja"
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.locator("#table").is_visible()
    assert page.locator("#claims tbody tr").count() == 1
    assert page.inner_text("#panel h2") == "アン・リーは、侵害は確認されていないと述べている。"
    context.close()
