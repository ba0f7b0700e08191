"""Time the page in headless Chromium, beside pyvis's own page of the same network, and say what it weighs.

usage: python scripts/benchmark_page.py [-o FILE] [--runs N] [--ceiling SECONDS] [--quick]

`python scripts/benchmark.py page` is the same. The pages are opened in turn, each time in a new window, N times over,
and ratios are worked out within each turn. A figure is the median, with the least and the greatest in brackets. It is
a measurement: goals are printed beside the figures, and one that is missed fails nothing.

- story: the shipped story. empty page: the story without its articles; the scripts are the same.
- companies: invented articles that say which company belongs to which, some 1,500 nodes and as many lines; the page
  opens with as many as it can hold, as its button "draw more" has it, not with as many as can be read.
- claims: the story with invented articles beside it, 10,000 claims more.

pyvis's page has the nodes, lines and labels that ours draws, physics and all else as pyvis has it. What ready is, and
how one page is measured, scripts/measure_page.py says.
"""

import argparse
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from math import inf
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import TimeoutError as Timeout

from claimgraph.namespaces import PREFIXES
from claimgraph.page.render import render_page
from claimgraph.store import Store, trig_text
from claimgraph.workspace import Workspace, read_workspace

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.invented_world import make_ownership, make_workspace
from scripts.measure_page import WATCH_PYVIS, Subject, look_at, note, opened, pan, search, spread, start_chromium

MEMORY = 10 << 30  # bytes of address space that rendering a page may take: the machine has other work, too


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table; `met` is None where there is no goal, or where the figure does not tell."""

    what: str
    figure: str
    goal: str = ""
    met: bool | None = None


def no_claims() -> Workspace:
    """Return the shipped story without its articles."""
    return replace(read_workspace(), articles=())


def render_here(make: Callable[[], Workspace], path: Path, answer: Connection) -> None:
    """Write a story's page; send what went wrong, the seconds, and the process's peak of memory in megabytes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    workspace = make()
    store, trig = Store.from_sources(workspace.sources()), trig_text(workspace.sources(), PREFIXES)
    start, trouble = time.perf_counter(), ""
    try:
        page = render_page(store, questions=workspace.questions, trig=trig)
        path.write_text(page, encoding="utf-8", newline="\n")
    except MemoryError:
        trouble = f"rendering wants more than {MEMORY >> 30} GB"
    kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer.send((trouble, time.perf_counter() - start, kibibytes * 1024 / 1e6))


def make_subject(name: str, make: Callable[[], Workspace], folder: Path, ceiling: float, fragment: str = "") -> Subject:
    """Return a story's page, rendered in a process of its own that is ended at the ceiling, in seconds."""
    subject = Subject(name=name, path=folder / f"{name}.html", fragment=fragment)
    spawn = multiprocessing.get_context("spawn")  # a forked child's peak of memory begins with its parent's
    ours, theirs = spawn.Pipe(duplex=False)
    child = spawn.Process(target=render_here, args=(make, subject.path, theirs))
    child.start()
    theirs.close()
    subject.trouble, subject.seconds = f"rendering takes more than {ceiling:.0f} s", ceiling
    try:
        if ours.poll(ceiling):
            subject.trouble, subject.seconds, subject.memory = ours.recv()
    except EOFError:
        subject.trouble = "rendering broke off; why, stands above"
    if subject.trouble:
        child.kill()
    child.join()
    if not subject.trouble:
        subject.megabytes = subject.path.stat().st_size / 1e6
    note(f"{name}: {subject.trouble or f'rendered in {subject.seconds:.1f} s'}")
    return subject


def make_pyvis_subject(subject: Subject, drawn: Any, folder: Path) -> Subject:
    """Return pyvis's own page of the nodes and lines that a page of ours draws, with pyvis's defaults."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for node in drawn["nodes"]:
        network.add_node(node["id"], label=node["label"])
    for start, end in drawn["edges"]:
        network.add_edge(start, end)
    name = f"pyvis's {subject.name}"
    made = Subject(name=name, path=folder / f"{name}.html", watch=WATCH_PYVIS)
    made.nodes, made.edges = len(network.nodes), len(network.edges)
    made.path.write_text(network.generate_html(), encoding="utf-8")
    return made


def open_in_turns(browser: Browser, subjects: Sequence[Subject], runs: int, ceiling: float) -> None:
    """Open each page once in each turn; one that takes half a minute or more is opened once."""
    for subject in subjects:
        subject.ready.clear()
    for turn in range(runs):
        for subject in subjects:
            if subject.trouble or max(subject.ready, default=0) > 30_000:
                continue
            with suppress(Timeout), opened(browser, subject, ceiling):
                pass
            note(f"turn {turn + 1}: {subject.name} {subject.trouble or f'ready after {subject.ready[-1]:.0f} ms'}")


def compare(slow: Subject, fast: Subject, *, most: float = inf, least: float = 0) -> Row:
    """Return how many times the second page's time the first one takes, with the most or the least that is wanted."""
    what, goal = f"{slow.name} / {fast.name}", f"≥ {least:g}" if least else f"≤ {most:g}"
    # a page that takes minutes is opened in the first turn only
    ratios = [one / other for one, other in zip(slow.ready, fast.ready, strict=False)]
    if not ratios or fast.trouble:
        troubles = [f"{one.name}: {one.trouble}" for one in (slow, fast) if one.trouble]
        return Row(what=what, figure="; ".join(troubles), goal=goal)
    met: bool | None = least <= median(ratios) <= most
    if slow.trouble and least and not met:
        met = None  # at least so many times, and who knows how many more
    return Row(what=what, figure="over " * bool(slow.trouble) + spread(ratios, ".2f"), goal=goal, met=met)


def describe(subject: Subject) -> Iterator[Row]:
    """Yield what was measured of a page."""
    name = subject.name
    if subject.seconds:
        made = f"{subject.seconds:.1f} s, {subject.memory:.0f} MB at the peak"
        yield Row(what=f"{name}: rendering", figure=made if subject.megabytes else subject.trouble)
    if subject.megabytes:
        goal, met = ("< 3 MB", subject.megabytes < 3) if name == "story" else ("", None)
        yield Row(what=f"{name}: file", figure=f"{subject.megabytes:.2f} MB", goal=goal, met=met)
    if subject.nodes:
        yield Row(what=f"{name}: drawn at opening", figure=f"{subject.nodes} nodes, {subject.edges} lines")
    if subject.heap:
        yield Row(what=f"{name}: heap", figure=f"{subject.heap:.1f} MB")
    if subject.ready:
        yield Row(what=f"{name}: ready", figure="over " * bool(subject.trouble) + f"{spread(subject.ready)} ms")
    if subject.frames:
        figure, met = f"{spread(subject.panned())} frames a second", median(subject.panned()) >= 50
        yield Row(what=f"{name}: panning", figure=figure, goal="≥ 50", met=met)
    if subject.keys:
        figure, met = f"{spread(subject.keys)} ms", max(subject.keys) <= 50
        yield Row(what=f"{name}: search, {len(subject.keys)} keys", figure=figure, goal="all ≤ 50 ms", met=met)
    if subject.found:
        figure, goal = f"{sum(subject.found)} of {len(subject.found)}", "all"
        yield Row(what=f"{name}: statements found", figure=figure, goal=goal, met=all(subject.found))


def measure(browser: Browser, folder: Path, arguments: argparse.Namespace) -> tuple[list[Subject], list[Row]]:
    """Make the pages, look, search and pan in them, and open them in turns; return the pages and the table."""
    ceiling = arguments.ceiling
    empty = make_subject("empty page", no_claims, folder, ceiling)
    story = make_subject("story", read_workspace, folder, ceiling)
    companies = make_subject("companies", partial(make_ownership, arguments.companies), folder, ceiling, "#more=yes")
    claims = make_subject("claims", partial(make_workspace, arguments.claims), folder, ceiling)
    subjects, rivals = [empty, story, companies, claims], dict[str, Subject]()
    for subject in subjects:
        if subject.trouble:
            continue
        with suppress(Timeout), opened(browser, subject, ceiling) as page:
            drawn = look_at(page, subject)
            if subject is claims:
                search(page, subject)
            if subject in (story, companies):
                for _ in range(arguments.runs):
                    pan(page, subject)
                rivals[subject.name] = make_pyvis_subject(subject, drawn, folder)
    if arguments.quick:
        rivals.pop("companies", None)
    subjects += rivals.values()
    open_in_turns(browser, subjects, arguments.runs, ceiling)
    rows = [row for subject in subjects for row in describe(subject)]
    rows.append(compare(story, empty, most=1.5))
    rows.append(compare(claims, story, most=3))
    for subject, least in ((story, 10), (companies, 100)):
        if subject.name in rivals:
            rows.append(compare(rivals[subject.name], subject, least=least))
    return subjects, rows


def show(rows: Sequence[Row]) -> None:
    """Print the table."""
    from rich.console import Console
    from rich.table import Table

    table = Table("measured", "median [least-greatest]", "goal", "verdict")
    for row in rows:
        table.add_row(
            row.what,
            row.figure,
            row.goal,
            "" if not row.goal else {True: "met", False: "missed", None: "open"}[row.met],
        )
    Console(width=None if sys.stdout.isatty() else 120, highlight=False, markup=False).print(table)


def main(words: Sequence[str] | None = None) -> int:
    """Measure, print the table, write it if asked to."""
    parser = argparse.ArgumentParser(
        prog="benchmark_page.py" if words is None else "benchmark.py page",
        description="Time the page in headless Chromium, beside pyvis's own page of the same network.",
        epilog="example: python scripts/benchmark.py page --runs 3 --quick -o page.json",
    )
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="turns; default 5")
    parser.add_argument("--claims", type=int, default=10_000, metavar="N", help="of the story that has many")
    parser.add_argument("--companies", type=int, default=1_500, metavar="N", help="of the network with physics")
    parser.add_argument(
        "--ceiling", type=float, default=300, metavar="SECONDS", help="for rendering a page, and for a page's opening"
    )
    parser.add_argument(
        "--quick", action="store_true", help="leave out pyvis's page of the companies, which takes minutes"
    )
    parser.add_argument("-o", dest="out", type=Path, metavar="FILE", help="write everything measured as JSON, too")
    arguments = parser.parse_args(words)
    if min(arguments.runs, arguments.claims, arguments.companies) < 1:
        parser.error("--runs, --claims and --companies want 1 or more")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = start_chromium(playwright)
        subjects, rows = measure(browser, Path(folder), arguments)
        about = {"chromium": browser.version, "processors": os.cpu_count(), "load": os.getloadavg()}
        browser.close()
    show(rows)
    if arguments.out is not None:
        pages = [
            {name: value for name, value in asdict(one).items() if name not in ("path", "watch")} for one in subjects
        ]
        told = {"machine": about, "runs": arguments.runs, "rows": [asdict(row) for row in rows], "pages": pages}
        arguments.out.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
