"""The graph by hand: a card where one points, neighbours, hiding, isolating, undoing, and labels that can be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from claimgraph.namespaces import BASE
from tests.browser import Visit, visit
from tests.pages import node_place, panel

LOGS = f"{BASE}data/call-log"
# The boxes that labels take on the screen, as vis-network last drew them.
LABELS = """() => {
    const { network } = window.claimgraph;
    return network.body.nodeIndices.map(id => network.getBoundingBox(id)).map(({ left, top, right, bottom }) => {
        const one = network.canvasToDOM({ x: left, y: top }), other = network.canvasToDOM({ x: right, y: bottom });
        return [one.x, one.y, other.x, other.y];
    });
}"""


@pytest.fixture
def acme(browser: Browser, acme_page: Path) -> Iterator[Visit]:
    with visit(browser, acme_page) as seen:
        yield seen


def drawn(seen: Visit) -> set[str]:
    return set(
        seen.page.evaluate(
            """() => {
                const { data, network } = window.claimgraph;
                return network.body.nodeIndices.map(id => data.things[id].short);
            }"""
        )
    )


def test_pointing_at_a_thing_brings_a_card_and_pointing_elsewhere_takes_it_away(acme: Visit) -> None:
    acme.page.mouse.move(*node_place(acme, LOGS))
    acme.page.wait_for_selector("#card:visible")
    assert acme.page.inner_text("#card").split("\n")[-1] == "2 claims · denied: 0 · promised: 1"
    assert "call logs" in acme.page.inner_text("#card")
    acme.page.mouse.move(5, 5)
    acme.page.mouse.move(600, 880)
    acme.page.wait_for_selector("#card", state="hidden")


def test_a_right_click_offers_to_hide_and_undo_brings_back(acme: Visit) -> None:
    before = drawn(acme)
    acme.page.mouse.click(*node_place(acme, LOGS), button="right")
    acme.page.click("#menu [data-key=hide]")
    assert drawn(acme) == before - {"data:call-log"}
    assert "1 hidden" in acme.page.inner_text("#chosen")
    acme.page.keyboard.press("Control+z")
    acme.page.wait_for_function("() => document.querySelector('#chosen').hidden")
    assert drawn(acme) == before


def test_isolating_a_thing_leaves_its_neighbours_and_a_button_shows_all_again(acme: Visit) -> None:
    before = drawn(acme)
    acme.page.mouse.click(*node_place(acme, LOGS))
    acme.page.click("#panel [data-key=isolate]")
    # what the two claims about call logs link them to
    near = {"data:call-log", "service:acme-phone", "loc:KR", "loc:JP", "agent:acme"}
    assert {"data:call-log", "service:acme-phone", "loc:KR"} <= drawn(acme) <= near
    acme.page.click("#panel [data-key=showAll]")
    assert drawn(acme) == before


def test_a_double_click_opens_neighbours_that_were_not_drawn(browser: Browser, story_page: Path) -> None:
    with visit(browser, story_page, fragment="from=2021-03-23&to=2021-03-23") as seen:
        iri = f"{BASE}agent/line"
        seen.page.mouse.dblclick(*node_place(seen, iri))
        seen.page.wait_for_function("() => location.hash.includes('open=')")
        assert "open=agent:line" in seen.page.evaluate("decodeURIComponent(location.hash)")
        assert seen.page.locator("#panel [data-key=foldNeighbours]").count() == 1


def test_more_is_drawn_when_asked_for(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page, fragment="more=yes") as seen:
        seen.page.click("#left-out [data-key=more]")
        assert "more=yes" not in seen.page.evaluate("location.hash")


@pytest.mark.parametrize("language", ["en-US", "ja-JP"])
def test_no_label_lies_on_another_at_the_opening(browser: Browser, story_page: Path, language: str) -> None:
    with visit(browser, story_page, language=language, width=1600) as seen:
        boxes = seen.page.evaluate(LABELS)
        assert len(boxes) > 80
        lying = [
            (one, other)
            for index, one in enumerate(boxes)
            for other in boxes[:index]
            if one[0] + 2 < other[2] and other[0] + 2 < one[2] and one[1] + 2 < other[3] and other[1] + 2 < one[3]
        ]
        assert lying == []


def test_kinds_differ_in_more_than_colour(browser: Browser, story_page: Path) -> None:
    """Whoever sees no colour tells apart the kinds that the story is about."""
    with visit(browser, story_page) as seen:
        kinds = seen.page.evaluate("() => window.claimgraph.data.kinds")
        main = (
            "org:FormalOrganization",
            "dpv:Country",
            "cg:DataType",
            "schema:Service",
            "foaf:Person",
            "schema:NewsArticle",
        )
        assert len({kinds[kind]["shape"] for kind in main}) == len(main)


def test_a_selected_line_and_a_thing_are_told_in_the_panel_with_its_claims_by_what_they_say(acme: Visit) -> None:
    acme.page.mouse.click(*node_place(acme, f"{BASE}agent/acme"))
    groups = acme.page.locator("#panel details.group > summary").all_inner_texts()
    assert len(groups) > 1
    assert sum(int(text.split()[-1]) for text in groups) == int(panel(acme).split(" claims")[0].split()[-1])
