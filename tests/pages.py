"""Pages for tests of the page, and what a user's hands do on them."""

from pathlib import Path

from claimgraph.namespaces import PREFIXES
from claimgraph.page.render import render_page
from claimgraph.store import trig_text
from claimgraph.story import open_story
from tests.browser import Visit


def page_of(folder: Path | None, place: Path) -> Path:
    """Write the page of a workspace, or of the shipped story, and return its path."""
    path = place / "graph.html"
    story = open_story(folder)
    page = render_page(story.store, questions=story.questions, trig=trig_text(story.sources(), PREFIXES))
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def node_place(seen: Visit, iri: str) -> tuple[float, float]:
    """Return where in the window the picture draws a thing."""
    x, y = seen.page.evaluate(
        """iri => {
            const { data, network } = window.claimgraph;
            const id = Object.keys(data.things).find(id => data.things[id].iri === iri);
            const { x, y } = network.canvasToDOM(network.getPosition(id));
            const box = document.getElementById("network").getBoundingClientRect();
            return [box.x + x, box.y + y];
        }""",
        iri,
    )
    return x, y


def click_node(seen: Visit, iri: str) -> None:
    """Click with the mouse where the picture draws a thing."""
    seen.page.mouse.click(*node_place(seen, iri))


def search_for(seen: Visit, words: str) -> None:
    seen.page.keyboard.press("/")
    seen.page.keyboard.type(words)
    seen.page.keyboard.press("Enter")


def panel(seen: Visit) -> str:
    """Return the panel's lines of text, empty ones left out."""
    return "\n".join(filter(None, map(str.strip, seen.page.inner_text("#panel").splitlines())))


def assert_quiet(seen: Visit, path: Path) -> None:
    assert seen.requests == [path.as_uri()]
    assert seen.troubles == []
    assert seen.violations() == []
