"""Measure a page in headless Chromium: when it is ready, what it draws, its memory, and how it pans.

usage: python scripts/measure_page.py PAGE [--runs N]

PAGE is a file that `claimgraph build` or scripts/export_html_graph.py wrote. It is opened N times, each time in a new
window without a network; a figure is the median, with the least and the greatest in brackets. A page of ours is ready
when it says `data-ready`, counted from navigation; pyvis's own page when vis-network says `stabilized`.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, ViewportSize, sync_playwright
from playwright.sync_api import TimeoutError as Timeout

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
WINDOW = ViewportSize(width=1400, height=900)  # pixels
PANNED = 2.0  # seconds
LOST = 3000.0  # milliseconds after which a key counts as not answered
STATEMENTS = ("Invented statement 4 of invented-0.", "invented-0の架空の主張4。")  # of one claim
# What is typed into the search field, key by key.
TYPED = ("LINE", "韓国のデータセンター", "Ministry of Internal", "架空のcompany12", "zzz", *STATEMENTS)

# Run before the page's own scripts: when it is ready, in milliseconds since navigation.
WATCH_PAGE = """
window.benchmark = { ready: null };
new MutationObserver(() => {
  if (document.documentElement.dataset.ready === "true") benchmark.ready ??= performance.now();
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-ready"] });
"""
# pyvis's page assigns its network to a global variable; from then on it can be listened to.
WATCH_PYVIS = """
window.benchmark = { ready: null };
let made;
Object.defineProperty(window, "network", { configurable: true, get: () => made, set: (network) => {
  made = network;
  made.once("stabilized", () => { benchmark.ready = performance.now(); });
} });
"""
DRAWN = """() => {
  const { nodes, edges, nodeIndices, edgeIndices } = window.claimgraph.network.body;
  return {
    nodes: nodeIndices.map((id) => ({ id, label: nodes[id].options.label || "" })),
    edges: edgeIndices.map((id) => [edges[id].fromId, edges[id].toId]),
  };
}"""
# Where the page draws fewer than are wanted: more of the first node, in rows, each linked to an earlier one.
# A place of the canvas, near its middle, where no node and no line is taken hold of; in pixels of the window.
FREE = """() => {
  const { network } = window.claimgraph;
  const box = network.canvas.frame.canvas.getBoundingClientRect();
  const [x, y] = [box.width / 2, box.height / 2];
  const isFree = (at) => network.getNodeAt(at) === undefined && network.getEdgeAt(at) === undefined;
  for (let reach = 0; reach < y - 10; reach += 3) {
    for (let turn = 0; turn < 6.28; turn += 0.2) {
      const at = { x: x + reach * Math.cos(turn), y: y + reach * Math.sin(turn) };
      if (isFree(at)) return [box.left + at.x, box.top + at.y];
    }
  }
  return [box.left + 3, box.top + 3];
}"""
# One movement of the mouse for each frame, as the browser hands them on; a real mouse reports more often than that.
DRAG = """([x, y, seconds]) => new Promise((resolve) => {
  const { network } = window.claimgraph;
  const [start, count] = [performance.now(), { frames: 0, redraws: 0 }];
  network.on("afterDrawing", () => { count.redraws += 1; });
  const tick = () => {
    const passed = (performance.now() - start) / 1000;
    if (passed > seconds) return resolve([count.frames / passed, count.redraws / passed]);
    count.frames += 1;
    network.canvas.frame.canvas.dispatchEvent(new PointerEvent("pointermove", {
      bubbles: true, pointerId: 1, pointerType: "mouse", isPrimary: true, buttons: 1,
      clientX: x + 150 * Math.sin(5 * passed), clientY: y + 100 * Math.cos(5 * passed),
    }));
    return requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})"""
# Milliseconds from an input event until the frame is painted that has the last change of the suggestions; an answer
# that comes in parts is over when nothing has changed for 120 ms.
WATCH_SEARCH = """() => {
  const list = document.getElementById("suggestions");
  const key = {};
  const paint = () => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      key.painted = performance.now();
      clearTimeout(key.rest);
      key.rest = setTimeout(() => key.resolve(key.painted - key.start), 120);
    };
    channel.port2.postMessage(0);
  });
  document.addEventListener("input", ({ timeStamp }) => { key.start = timeStamp; }, true);
  const changes = { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden"] };
  new MutationObserver(paint).observe(list, changes);
  benchmark.arm = () => {
    benchmark.key = new Promise((resolve) => { key.resolve = resolve; });
    key.rest = setTimeout(() => key.resolve(null), 3000);
  };
}"""


@dataclass(kw_only=True)
class Subject:
    """A page that is measured: how it was made, what was seen in it, and when it was ready."""

    name: str
    path: Path
    fragment: str = ""  # of the address with which it is opened
    watch: str = WATCH_PAGE
    trouble: str = ""  # why there is no such page, or that it was not ready at the ceiling
    seconds: float = 0  # of rendering
    memory: float = 0  # megabytes, the rendering process's peak
    megabytes: float = 0  # of the file
    nodes: int = 0
    edges: int = 0
    heap: float = 0  # megabytes of JavaScript objects, after a collection
    ready: list[float] = field(default_factory=list)  # milliseconds, one in each turn; the ceiling where it was not
    frames: list[float] = field(default_factory=list)  # the browser's, a second, while panning
    redraws: list[float] = field(default_factory=list)  # of the picture, a second, while panning
    keys: list[float] = field(default_factory=list)  # milliseconds from each key until its answer is painted
    found: list[bool] = field(default_factory=list)  # whether each statement was suggested

    def panned(self) -> list[float]:
        """Return the frames a second in which the picture was drawn anew, drag by drag."""
        return [min(one, other) for one, other in zip(self.frames, self.redraws, strict=True)]


def note(line: str) -> None:
    """Say how far the measurement is."""
    print(line, file=sys.stderr, flush=True)


def start_chromium(playwright: Playwright) -> Browser:
    """Return this machine's browser, started without a window; end the program where there is none."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        sys.exit(f"no browser on this machine; wanted one of {', '.join(CHROMIUM)}")
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


@contextmanager
def opened(browser: Browser, subject: Subject, ceiling: float) -> Iterator[Page]:
    """Open a page in a new window without a network, wait until it is ready, and note after how many milliseconds.

    A page that is not ready at the ceiling, in seconds, has that trouble and raises playwright's TimeoutError.
    """
    context = browser.new_context(locale="en-US", viewport=WINDOW)
    try:
        context.route(lambda url: url.startswith("http"), lambda route: route.abort())
        context.add_init_script(subject.watch)
        page = context.new_page()
        page.goto(subject.path.as_uri() + subject.fragment, wait_until="commit")
        page.wait_for_function("() => benchmark.ready !== null", polling=50, timeout=1000 * ceiling)
        subject.ready.append(page.evaluate("benchmark.ready"))
        yield page
    except Timeout:
        subject.trouble = f"not ready after {ceiling:.0f} s"
        subject.ready.append(1000 * ceiling)
        raise
    finally:
        context.close()


def look_at(page: Page, subject: Subject) -> Any:
    """Note how much is drawn and the megabytes of the page's heap; return the nodes and lines that are drawn."""
    drawn = page.evaluate(DRAWN)
    subject.nodes, subject.edges = len(drawn["nodes"]), len(drawn["edges"])
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    subject.heap = metrics["JSHeapUsedSize"] / 1e6
    return drawn


def pan(page: Page, subject: Subject) -> None:
    """Drag the picture in circles with the mouse, and note the browser's frames and the redraws in a second."""
    x, y = page.evaluate(FREE)
    page.mouse.move(x, y)
    page.mouse.down()
    frames, redraws = page.evaluate(DRAG, [x, y, PANNED])
    page.mouse.up()
    subject.frames.append(frames)
    subject.redraws.append(redraws)


def search(page: Page, subject: Subject) -> None:
    """Type into the search field, and note how long each key takes and whether statements are found."""
    page.evaluate(WATCH_SEARCH)
    for words in TYPED:
        page.fill("#search", "")
        page.focus("#search")
        page.wait_for_timeout(200)
        for key in words:
            page.evaluate("benchmark.arm()")
            page.keyboard.insert_text(key)
            answered = page.evaluate("benchmark.key")
            subject.keys.append(LOST if answered is None else answered)
        if words in STATEMENTS:
            answer = page.inner_text("#suggestions")
            subject.found.append(any(statement in answer for statement in STATEMENTS))


def spread(values: Sequence[float], form: str = ".0f") -> str:
    """Write the median, and in brackets the least and the greatest.

    >>> spread([3, 1, 2], ".1f")
    '2.0 [1.0-3.0]'
    """
    return f"{median(values):{form}} [{min(values):{form}}-{max(values):{form}}]"


def main() -> int:
    """Open the page, measure, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=Path, help="an HTML file")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="how often it is opened; default 5")
    arguments = parser.parse_args()
    subject = Subject(name=arguments.page.name, path=arguments.page.resolve(strict=True))
    with sync_playwright() as playwright:
        browser = start_chromium(playwright)
        for _ in range(max(1, arguments.runs)):
            with opened(browser, subject, 60) as page:
                look_at(page, subject)
                pan(page, subject)
        browser.close()
    print(f"ready    {spread(subject.ready)} ms")
    print(f"drawn    {subject.nodes} nodes, {subject.edges} lines")
    print(f"heap     {subject.heap:.1f} MB")
    print(f"panning  {spread(subject.panned())} frames a second")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, Timeout) as error:
        sys.exit(f"measure_page: {error}")
