"""Time building, checking, deriving and answering on corpora that grow, beside the engine alone and beside peers.

usage: python scripts/benchmark_corpus.py [--sizes CLAIMS CLAIMS CLAIMS ...] [--runs N] [-o FILE] [--plot FILE.svg]

`python scripts/benchmark.py corpus` is the same. Each corpus is the shipped story with invented articles beside it,
the same in each run, with planted contradictions; it is written to a folder of files as a curator's would be. Every
figure is taken in a process of its own, ours and the reference's in turn, N times over: processor seconds, so that
other work on the machine does not show, and the peak of the memory. A ratio is worked out within each turn; the table
has the median, with the least and the greatest in brackets. Growth is the slope of log(seconds) over log(claims)
through all sizes: 1 is linear, 2 quadratic. Goals are printed beside the figures; one that is missed fails nothing.

- build: files read and refused, store loaded, shapes and hygiene checked, canonical N-Quads written. Reference:
  pyoxigraph parses, loads and dumps the same files.
- validation: shapes and hygiene. Reference: pySHACL, shapes alone, on a corpus of --shacl claims, for it does not get
  far; what it takes there grows at least as the claims do.
- questions: every question of the library by name, against pyoxigraph on the same text, a millisecond let off.
- results: 100,000 rows as CSV and JSON against pyoxigraph's own serialiser.
- relations: deriving them, against pyoxigraph loading the files.
- cold: `claimgraph query NAME` on the story, against `oxigraph query` on a store on disk with the same quads.
- rdflib: parses the same files into its own Dataset, at the smallest size alone. kglab, which
  brings a notebook server, has not been tried.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from math import log
from pathlib import Path
from statistics import linear_regression, median
from typing import BinaryIO

import pyoxigraph as ox

from claimgraph.build import load as read_and_load
from claimgraph.build import write_lines
from claimgraph.check import check_workspace
from claimgraph.hygiene import run_hygiene
from claimgraph.namespaces import PREFIXES
from claimgraph.relation import derive
from claimgraph.resources import ontology_folder, story_folder
from claimgraph.store import Store, canonical_lines, trig_text
from claimgraph.story import Story
from claimgraph.timing import Stages
from claimgraph.validation import validate
from claimgraph.workspace import read_workspace

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.benchmark import World, make_workspace

ROWS = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT %d"
MORE = "bytes more for ten times the rows"
COLD = "commitments"
FORMATS = {".trig": ox.RdfFormat.TRIG, ".ttl": ox.RdfFormat.TURTLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What one run of one task took: processor seconds, bytes of memory at the peak, and what else it tells."""

    seconds: float
    peak: int
    told: dict[str, list[float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table. Ratios are one for each size, as median, least and greatest."""

    what: str
    sizes: list[int]
    seconds: list[float] = field(default_factory=list)
    reference: list[float] = field(default_factory=list)
    ratios: list[tuple[float, float, float]] = field(default_factory=list)
    most: float | None = None
    growth: float | None = None
    most_growth: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Tell whether the goals are met, if there are any."""
        goals = [ratio[0] <= self.most for ratio in self.ratios if self.most is not None]
        goals += [self.growth <= self.most_growth] if self.growth is not None and self.most_growth is not None else []
        return all(goals) if goals else None


def write_corpus(claims: int, folder: Path) -> dict[str, int]:
    """Write a corpus of so many claims as a workspace; return what it holds."""
    story = read_workspace()
    world = World(story, claims)
    workspace = make_workspace(claims, world)
    for name in ("articles", "entities"):
        (folder / name).mkdir(parents=True)
    shutil.copytree(story_folder() / "queries", folder / "queries")
    for source in workspace.articles:
        (folder / "articles" / source.path.name).write_bytes(trig_text([source], PREFIXES))
    for source in workspace.entities:
        triples = (quad.triple for quad in source.quads)
        ox.serialize(triples, str(folder / "entities" / source.path.name), format=ox.RdfFormat.TURTLE)
    quads = sum(len(source.quads) for source in workspace.sources())
    return {
        "claims": claims,
        "quads": quads,
        "articles": len(workspace.articles),
        "contradictions planted": world.contradictions,
    }


def files(folder: Path) -> list[Path]:
    """Return every file that a build of the corpus reads."""
    found = [path for place in (folder, ontology_folder()) for path in place.rglob("*") if path.suffix in FORMATS]
    return sorted(path for path in found if path.parent.name in ("articles", "entities", "taxonomy", "ontology"))


def build(folder: Path, out: Path) -> None:
    """Do what `claimgraph build` does before the questions and the page."""
    workspace, store = read_and_load(folder, Stages())
    check_workspace(workspace, store, None, Stages())
    write_lines(workspace.sources(), out / "graph.nq")


def load(folder: Path) -> ox.Store:
    """Return the engine's own store of the corpus."""
    store = ox.Store()
    for path in files(folder):
        store.load(path=str(path), format=FORMATS[path.suffix], to_graph=_graph(path))
    return store


def _graph(path: Path) -> ox.NamedNode | None:
    return ox.NamedNode(f"urn:file:{path.name}") if path.suffix == ".ttl" else None


def load_and_dump(folder: Path, out: Path) -> None:
    """Let the engine parse, load and dump the corpus."""
    load(folder).dump(str(out / "dump.nq"), format=ox.RdfFormat.N_QUADS)


def parse_in_rdflib(folder: Path, out: Path) -> None:
    """Let rdflib parse the corpus and write it as N-Quads."""
    import rdflib

    data = rdflib.Dataset()
    for path in files(folder):
        place = data.graph(rdflib.URIRef(f"urn:file:{path.name}")) if path.suffix == ".ttl" else data
        place.parse(path, format="turtle" if path.suffix == ".ttl" else "trig")
    data.serialize(destination=out / "rdflib.nq", format="nquads")


def timed(work: Callable[[], object], enough: float = 0.3) -> float:
    """Return the least processor seconds of at least two times, and more until enough time has passed."""
    taken: list[float] = []
    while len(taken) < 2 or (sum(taken) < enough and len(taken) < 20):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def prepare(name: str, folder: Path, out: Path) -> Callable[[], object]:
    """Return a task that is ready to be timed: what it needs and is not timed has been read."""
    files_only = {"build": build, "load_and_dump": load_and_dump, "parse_in_rdflib": parse_in_rdflib}
    if name in files_only:
        return partial(files_only[name], folder, out)
    if name == "load":
        return partial(load, folder)
    workspace = read_workspace(folder)
    sources = tuple(workspace.sources())
    if name == "pyshacl":
        from tests import shacl

        return partial(shacl.validate, sources)
    if name == "shapes":
        return partial(validate, sources)
    store = Store.from_sources(sources)
    with_store: dict[str, Callable[[], object]] = {
        "validate": lambda: (validate(sources), run_hygiene(store)),
        "derive": lambda: derive(store),
        "questions": lambda: dict(ask_all(Story(workspace))),
        "results": lambda: dict(write_rows(store)),
    }
    return with_store[name]


def peak_memory() -> int:
    """Return the bytes of this process's memory at the peak."""
    status = Path("/proc/self/status")
    if status.is_file():
        # getrusage also tells what the process that started this one had.
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def task(name: str, folder: Path, out: Path) -> Figure:
    """Do one task and say what it took."""
    work = prepare(name, folder, out)
    start = time.process_time()
    told = work()
    seconds = time.process_time() - start
    peak = peak_memory()
    return Figure(seconds=seconds, peak=peak, told=told if isinstance(told, dict) else {})


def ask_all(story: Story) -> Iterator[tuple[str, list[float]]]:
    """Yield each question's name, our seconds, and those of the engine on the same text."""
    for question in story.questions:
        engine = story.store_for(question.sparql)._store
        ours = timed(partial(story.ask, question.name))
        yield question.name, [ours, timed(partial(_listed, engine, question.sparql))]


def _listed(engine: ox.Store, query: str) -> list[object]:
    return list(engine.query(query))  # type: ignore[arg-type]


def write_rows(store: Store) -> Iterator[tuple[str, list[float]]]:
    """Yield each format's name, our seconds for 100,000 rows, and those of the engine's own serialiser."""
    formats = {"csv": ox.QueryResultsFormat.CSV, "json": ox.QueryResultsFormat.JSON}
    query = ROWS % 100_000
    with Path(os.devnull).open("wb") as out:
        for name, format_ in formats.items():
            ours = timed(partial(store.write, query, name, out))
            yield name, [ours, timed(partial(_serialized, store._store, query, out, format_))]
        before = peak_memory()
        store.write(ROWS % 1_000_000, "csv", out)
    yield MORE, [float(peak_memory() - before)]


def _serialized(engine: ox.Store, query: str, out: BinaryIO, format_: ox.QueryResultsFormat) -> None:
    engine.query(query).serialize(out, format=format_)  # type: ignore[arg-type]


def run(name: str, folder: Path) -> Figure:
    """Do a task in a process of its own."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, __file__, "--task", name, "--folder", str(folder), "--out", out]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"benchmark: {name} on {folder} failed: {done.stderr.strip()[-2000:]}")
    return Figure(**json.loads(done.stdout))


def seconds_of(command: Sequence[str]) -> float:
    """Return the processor seconds that a program takes from its start to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Return median, least and greatest."""
    return median(values), min(values), max(values)


def growth(sizes: Sequence[int], seconds: Sequence[float]) -> float | None:
    """Return the slope of log(seconds) over log(claims), or None for one size."""
    if len(sizes) < 2 or min(seconds) <= 0:
        return None
    return linear_regression([log(size) for size in sizes], [log(one) for one in seconds]).slope


def beside(ours: Figure, reference: Figure, part: str) -> tuple[float, float, float]:
    """Return a figure of ours, the reference's, and the ratio."""
    mine, theirs = getattr(ours, part), getattr(reference, part)
    return mine, theirs, mine / theirs


# A row's name, a part of the figure, and the most that ratio and growth may be.
Goal = tuple[str, str, float | None, float | None]


class Table:
    """The rows, as they come."""

    def __init__(self, sizes: Sequence[int], runs: int) -> None:
        self.sizes, self.runs, self.rows = list(sizes), runs, list[Row]()

    def pair(self, folders: dict[int, Path], ours: str, reference: str, *goals: Goal) -> None:
        """Run two tasks in turn on each corpus; each goal is a name, a part of the figure, a ratio and a growth."""
        turns = {n: [(run(ours, at), run(reference, at)) for _ in range(self.runs)] for n, at in folders.items()}
        for what, part, most, most_growth in goals:
            found = {n: [beside(*turn, part) for turn in taken] for n, taken in turns.items()}
            mine = [median(one[0] for one in taken) for taken in found.values()]
            self.add(
                Row(
                    what=what,
                    sizes=list(folders),
                    seconds=mine,
                    reference=[median(one[1] for one in taken) for taken in found.values()],
                    ratios=[spread([one[2] for one in taken]) for taken in found.values()],
                    most=most,
                    growth=growth(list(folders), mine),
                    most_growth=most_growth,
                )
            )

    def add(self, row: Row) -> None:
        """Take a row and print it."""
        self.rows.append(row)
        print(line(row), flush=True)


def line(row: Row) -> str:
    """Return a row as text."""
    per, unit = (1e6, "MB") if "memory" in row.what else (1.0, "s")
    cells = [f"{n}: {mine / per:.3g} {unit}" for n, mine in zip(row.sizes, row.seconds, strict=False)]
    ratios = [f"{mid:.3g} ({least:.3g}-{most:.3g})" for mid, least, most in row.ratios]
    goal = "" if row.most is None else f"goal {row.most:g}"
    grown = "" if row.growth is None else f"growth {row.growth:.2f}"
    grown += "" if row.most_growth is None or row.growth is None else f" (goal {row.most_growth:g})"
    met = {None: "", True: "met", False: "MISSED"}[row.met]
    parts = ["  ".join(cells), "ratio " + "  ".join(ratios) if ratios else "", goal, grown, met, row.note]
    return f"{row.what:34} " + " | ".join(part for part in parts if part)


def measure(table: Table, folders: dict[int, Path], shacl: Path, shacl_size: int, only: Sequence[str]) -> None:
    """Measure what is wanted."""
    smallest = dict([min(folders.items())])
    if "build" in only:
        goals = [("build", "seconds", 3.0, 1.1), ("build: peak memory", "peak", 2.0, None)]
        table.pair(folders, "build", "load_and_dump", *goals)
        table.pair(smallest, "build", "parse_in_rdflib", ("build, beside rdflib reading", "seconds", None, None))
    if "validation" in only:
        table.pair({shacl_size: shacl}, "shapes", "pyshacl", ("shapes, beside pySHACL", "seconds", 0.1, None))
        table.pair(folders, "shapes", "load_and_dump", ("shapes", "seconds", None, 1.1))
        table.pair(folders, "validate", "load_and_dump", ("shapes and hygiene", "seconds", None, 1.1))
    if "relations" in only:
        table.pair(folders, "derive", "load", ("relations", "seconds", 3.0, 1.3))
    if "results" in only:
        told = [run("results", max(folders.items())[1]).told for _ in range(table.runs)]
        for name in ("csv", "json"):
            ratios = [one[name][0] / one[name][1] for one in told]
            took = [median(one[name][place] for one in told) for place in (0, 1)]
            size = max(folders)
            table.add(
                Row(
                    what=f"100,000 rows as {name}",
                    sizes=[size],
                    seconds=took[:1],
                    reference=took[1:],
                    ratios=[spread(ratios)],
                    most=1.2,
                    note=f"ten times the rows: {max(one[MORE][0] for one in told) / 1e6:.0f} MB more",
                )
            )
    if "questions" in only:
        questions(table, folders)
    if "cold" in only:
        cold(table)


def questions(table: Table, folders: dict[int, Path]) -> None:
    """Measure every question, and add the worst and the median of the ratios, and the steepest growth."""
    told = {n: [run("questions", at).told for _ in range(table.runs)] for n, at in folders.items()}
    names = list(next(iter(told.values()))[0])
    sizes = list(folders)
    least = {n: {q: [min(one[q][i] for one in runs) for i in (0, 1)] for q in names} for n, runs in told.items()}
    ratio = {q: [max(0.0, least[n][q][0] - 0.001) / least[n][q][1] for n in sizes] for q in names}
    worst = max(names, key=lambda q: max(ratio[q]))
    over = sum(max(ratio[q]) > 1.1 for q in names)
    table.add(
        Row(
            what="questions: the worst ratio",
            sizes=sizes,
            seconds=[least[n][worst][0] for n in sizes],
            reference=[least[n][worst][1] for n in sizes],
            ratios=[(one, one, one) for one in ratio[worst]],
            most=1.1,
            note=f"{worst}; {over} of {len(names)} above 1.1",
        )
    )
    whole = [sum(least[n][q][0] for q in names) for n in sizes]
    alone = [sum(least[n][q][1] for q in names) for n in sizes]
    table.add(
        Row(
            what="questions: all of them",
            sizes=sizes,
            seconds=whole,
            reference=alone,
            ratios=[(a / b, a / b, a / b) for a, b in zip(whole, alone, strict=True)],
        )
    )
    slopes = {q: growth(sizes, [least[n][q][0] for n in sizes]) or 0.0 for q in names}
    steepest = max(names, key=lambda q: slopes[q])
    over = sum(slope > 1.3 for slope in slopes.values())
    table.add(
        Row(
            what="questions: the steepest growth",
            sizes=sizes,
            seconds=[least[n][steepest][0] for n in sizes],
            growth=slopes[steepest],
            most_growth=1.3,
            note=f"{steepest}; {over} of {len(names)} above 1.3",
        )
    )


def cold(table: Table) -> None:
    """Measure a question from the start of the program to its end, beside the engine's own program."""
    engine = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if engine is None:
        print("cold: no oxigraph program on this machine (pip install oxigraph)", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as place:
        story = Story(read_workspace())
        (Path(place) / "graph.nq").write_bytes(b"".join(canonical_lines(story.workspace.sources())))
        (Path(place) / "query.rq").write_text(story.prepare(COLD), encoding="utf-8")
        store = [engine, "load", "--location", f"{place}/store", "--file", f"{place}/graph.nq"]
        subprocess.run(store, check=True, capture_output=True)
        theirs = [
            engine,
            "query",
            "--location",
            f"{place}/store",
            "--query-file",
            f"{place}/query.rq",
            "--results-format",
            "csv",
        ]
        ours = [
            sys.executable,
            "-c",
            "import sys; from claimgraph.cli import main; sys.exit(main())",
            "query",
            COLD,
            "--results",
            "csv",
        ]
        bare = [sys.executable, "-c", "import pyoxigraph"]
        turns = [tuple(map(seconds_of, (ours, theirs, bare))) for _ in range(max(5, table.runs))]
    mine, alone, floor = (median(column) for column in zip(*turns, strict=True))
    table.add(
        Row(
            what=f"cold: claimgraph query {COLD}",
            sizes=[0],
            seconds=[mine],
            reference=[alone],
            ratios=[spread([one[0] / one[1] for one in turns])],
            most=2.5,
            note=f"python that imports pyoxigraph and ends: {floor / alone:.2g} x",
        )
    )


def plot(rows: Sequence[Row]) -> str:
    """Return a picture: for each row with growth, seconds over claims, ours in blue and the reference in grey."""
    drawn = [row for row in rows if len(row.sizes) > 1 and row.seconds and "memory" not in row.what]
    width, height, parts = 300, 230, list[str]()
    for at, row in enumerate(drawn):
        x0, y0 = at % 3 * width, at // 3 * height
        every = [one for one in (*row.seconds, *row.reference) if one > 0]
        low, high = log(min(every)), log(max(every) * 1.01)
        left, right = log(row.sizes[0]), log(row.sizes[-1])

        def place(n: int, seconds: float, box: tuple[float, ...] = (x0, y0, low, high, left, right)) -> tuple[int, int]:
            x, y, least, most, first, last = box
            return (
                round(x + 50 + 220 * (log(n) - first) / (last - first)),
                round(y + 190 - 140 * (log(max(seconds, 1e-9)) - least) / (most - least)),
            )

        grown = "" if row.growth is None else f", growth {row.growth:.2f}"
        parts.append(f'<text x="{x0 + 20}" y="{y0 + 24}" font-weight="bold">{row.what}{grown}</text>')
        for values, colour, shift in ((row.reference, "#888", 16), (row.seconds, "#06c", -7)):
            points = [place(n, seconds) for n, seconds in zip(row.sizes, values, strict=False)]
            if points:
                way = " ".join(f"{x},{y}" for x, y in points)
                parts.append(f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"/>')
            for (x, y), seconds in zip(points, values, strict=False):
                parts.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>')
                parts.append(
                    f'<text x="{x}" y="{y + shift}" fill="{colour}" text-anchor="middle">{seconds:.2g} s</text>'
                )
        for n in row.sizes:
            x, _ = place(n, every[0])
            parts.append(f'<text x="{x}" y="{y0 + 212}" text-anchor="middle">{n:,}</text>')
    tall = (len(drawn) + 2) // 3 * height + 30
    words = "blue: claimgraph; grey: the reference; seconds over claims, both logarithmic"
    legend = f'<text x="20" y="{tall - 10}">{words}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {3 * width} {tall}" font-family="sans-serif" '
        f'font-size="11"><rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}{legend}</svg>\n'
    )


PARTS = ("build", "validation", "relations", "results", "questions", "cold")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and write it if asked to."""
    parser = argparse.ArgumentParser(
        description="Time building, checking, deriving and answering on corpora that grow, beside the engine alone.",
        epilog="example: python scripts/benchmark.py corpus --sizes 1000 4000 10000 --runs 1 --plot growth.svg",
    )
    parser.add_argument("--sizes", nargs="+", type=int, default=[10000, 40000, 100000], metavar="CLAIMS")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="turns of each pair")
    parser.add_argument("--shacl", type=int, default=500, metavar="CLAIMS", help="size at which pySHACL is run")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="these parts alone")
    parser.add_argument("-o", dest="out", type=Path, metavar="FILE", help="write the table as JSON, too")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="write a picture of the growth, as SVG")
    parser.add_argument("--task", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", dest="place", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.task:
        print(json.dumps(asdict(task(options.task, options.folder, options.place))))
        return 0
    sizes = sorted(set(options.sizes))
    if sizes[0] < 1 or options.runs < 1:
        parser.error("--sizes and --runs want numbers above 0")
    table = Table(sizes, options.runs)
    corpora = []
    with tempfile.TemporaryDirectory() as place:
        folders = {size: Path(place) / str(size) for size in sizes}
        for size, folder in folders.items():
            corpora.append(write_corpus(size, folder))
            print(", ".join(f"{count} {what}" for what, count in corpora[-1].items()), file=sys.stderr)
        shacl = folders.get(options.shacl, Path(place) / "shacl")
        if "validation" in options.only and not shacl.is_dir():
            write_corpus(options.shacl, shacl)
        measure(table, folders, shacl, options.shacl, options.only)
    if options.out is not None:
        rows = [asdict(row) | {"met": row.met} for row in table.rows]
        told = {"sizes": sizes, "runs": options.runs, "corpora": corpora, "rows": rows}
        options.out.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    if options.plot is not None:
        options.plot.write_text(plot(table.rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
