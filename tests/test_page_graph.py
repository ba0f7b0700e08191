"""The graph by hand: a card where one points, neighbours, hiding, isolating, undoing, and labels that can be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from scripts.invented_world import make_ownership

from claimgraph.namespaces import BASE
from claimgraph.page.render import render_page
from claimgraph.store import Store
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


# The things by IRI, and what the overview's lines join to each, by short IRI.
NEIGHBOURS = """() => {
    const { data } = window.claimgraph;
    const short = id => data.things[id].short;
    const { nodes, edges } = data.pictures.overview;
    const others = id => edges.flatMap(({ from, to }) => from === id ? [short(to)] : to === id ? [short(from)] : []);
    return nodes.map(({ id }) => [data.things[id].iri, others(id)]).filter(([, all]) => all.length > 1);
}"""
SELECT = """iri => {
    const { data, select } = window.claimgraph;
    select({ thing: Object.keys(data.things).find(id => data.things[id].iri === iri) }, true);
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


@pytest.fixture(scope="module")
def companies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of 300 companies, of which each is said to belong to another one: more than a screen can hold."""
    path = tmp_path_factory.mktemp("companies") / "graph.html"
    path.write_text(render_page(Store.from_sources(make_ownership(300).sources())), encoding="utf-8", newline="\n")
    return path


def test_a_large_graph_opens_with_what_can_be_read_and_draws_more_when_asked(browser: Browser, companies: Path) -> None:
    with visit(browser, companies) as seen:
        few = drawn(seen)
        assert 80 <= len(few) <= 160
        seen.page.click("#left-out [data-key=more]")
        assert len(drawn(seen)) >= 300
        assert few <= drawn(seen)
        seen.page.click("#left-out [data-key=more]")
        assert drawn(seen) == few


def test_what_was_not_drawn_is_found_and_a_double_click_opens_its_neighbours(browser: Browser, companies: Path) -> None:
    with visit(browser, companies) as seen:
        few = drawn(seen)
        near = seen.page.evaluate(NEIGHBOURS)
        iri, wanted = next((iri, set(others)) for iri, others in near if not set(others) <= few)
        seen.page.evaluate(SELECT, iri)
        seen.page.wait_for_timeout(400)  # the picture moves there
        seen.page.mouse.dblclick(*node_place(seen, iri))
        seen.page.wait_for_function("() => location.hash.includes('open=')")
        assert wanted <= drawn(seen)
        seen.page.click("#panel [data-key=foldNeighbours]")
        assert "open=" not in seen.page.evaluate("location.hash")


def test_neighbours_open_where_a_thing_is_isolated(acme: Visit) -> None:
    acme.page.evaluate(SELECT, f"{BASE}service/acme-phone")
    acme.page.click("#panel [data-key=isolate]")
    # the one claim about the service links it to the call logs
    assert drawn(acme) == {"service:acme-phone", "data:call-log"}
    acme.page.mouse.dblclick(*node_place(acme, LOGS))
    acme.page.wait_for_function("() => location.hash.includes('open=')")
    assert {"loc:KR", "loc:JP"} <= drawn(acme)
    assert "incident:acme-breach" not in drawn(acme)


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
