"""Time building, checking, deriving and answering on corpora that grow, beside the engine alone and beside peers.

usage: python scripts/benchmark_corpus.py [--sizes CLAIMS CLAIMS CLAIMS ...] [--runs N] [-o FILE] [--plot FILE.svg]

`python scripts/benchmark.py corpus` is the same. Each corpus is the shipped story with invented articles beside it,
the same in each run, with planted contradictions; it is written to a folder of files as a curator's would be. Every
figure is taken in a process of its own, ours and the reference's in turn, N times over: processor seconds, so that
other work on the machine does not show, and the peak of the memory; of a build, seconds on the clock as well, for the
shapes and the hygiene rules are looked at side by side. A ratio is worked out within each turn; the table
has the median, with the least and the greatest in brackets. Growth is the slope of log(seconds) over log(claims)
through all sizes: 1 is linear, 2 quadratic. Goals are printed beside the figures; one that is missed fails nothing.

- build: files read and refused, store loaded, shapes and hygiene checked, canonical N-Quads written. Reference:
  pyoxigraph parses, loads and dumps the same files.
- validation: shapes and hygiene. Reference: pySHACL, shapes alone, on a corpus of --shacl claims, for it does not get
  far; what it takes there grows at least as the claims do.
- questions: every question of the library by name, against pyoxigraph on the same text, a millisecond let off.
- results: 100,000 rows as CSV and JSON against pyoxigraph's own serialiser.
- relations: deriving them, against pyoxigraph loading the files.
- cold: `claimgraph query NAME` on a store on disk, against `oxigraph query` on the same; and on the story's files.
- store: keeping the corpus in a store on disk; see scripts/benchmark_store.py.
- rdflib: parses the same files into its own Dataset, at the smallest size alone.
- kglab: loads the smallest corpus and answers one question of it, where it is installed (1.0.1 was tried; it brings a
  notebook server and pandas, and is no dependency of ours). Its graph is given a Dataset of rdflib's, for the one that
  it makes itself has no named graphs.
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
from dataclasses import asdict
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import BinaryIO

import pyoxigraph as ox

from claimgraph.build import load as read_and_load
from claimgraph.build import write_lines
from claimgraph.checking.hygiene import run_hygiene
from claimgraph.checking.validation import validate
from claimgraph.checking.verdict import check_workspace
from claimgraph.corpus.generations import current
from claimgraph.relations.derivation import derive
from claimgraph.resources import ontology_folder
from claimgraph.store import Store
from claimgraph.story import Story
from claimgraph.timing import Stages
from claimgraph.workspace import Workspace, read_workspace

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts import benchmark_store
from scripts.benchmark_table import Figure, Row, Table, growth, peak_memory, plot, run, spread
from scripts.invented_world import write_corpus

ROWS = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT %d"
MORE = "bytes more for ten times the rows"
COLD = "commitments"
# rdflib, which answers for kglab, takes minutes at 500 claims for questions that join graphs, such as the one above.
PEERS = "provenance"
FORMATS = {".trig": ox.RdfFormat.TRIG, ".ttl": ox.RdfFormat.TURTLE}


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
    if name.startswith("store-"):
        return benchmark_store.prepare(name.removeprefix("store-"), folder, out)
    workspace = read_workspace(folder)
    sources = tuple(workspace.sources())
    if name == "kglab":
        return lambda: dict(ask_kglab(workspace, out))
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


def ask_kglab(workspace: Workspace, out: Path) -> Iterator[tuple[str, list[float]]]:
    """Yield for loading the corpus, and for asking a question, our seconds and those of kglab."""
    import kglab
    import rdflib

    write_lines(workspace.sources(), out / "graph.nq")
    start = time.process_time()
    peer = kglab.KnowledgeGraph(import_graph=rdflib.Dataset())
    peer.load_rdf(str(out / "graph.nq"), format="nquads")
    loaded = time.process_time() - start
    yield "loading", [timed(lambda: Store.from_sources(read_workspace(workspace.folder).sources())), loaded]
    story = Story(workspace)
    text = story.prepare(PEERS)
    start = time.process_time()
    rows = sum(1 for _ in peer.query(text))
    asked = time.process_time() - start
    if rows != len(story.ask(PEERS)):
        raise SystemExit(f"kglab finds {rows} rows where we find {len(story.ask(PEERS))}")
    yield f"asking {PEERS}", [timed(partial(story.ask, PEERS)), asked]


def task(name: str, folder: Path, out: Path) -> Figure:
    """Do one task and say what it took."""
    work = prepare(name, folder, out)
    start, begun = time.process_time(), time.perf_counter()
    told = work()
    seconds, clock = time.process_time() - start, time.perf_counter() - begun
    peak = peak_memory()
    return Figure(seconds=seconds, clock=clock, peak=peak, told=told if isinstance(told, dict) else {})


def ask_all(story: Story) -> Iterator[tuple[str, list[float]]]:
    """Yield each question's name, our seconds and the engine's on the same text, to ask and then to read as well."""
    for question in story.questions:
        engine = story.store_for(question.sparql)._store
        pairs = (
            (partial(story.ask, question.name), partial(_listed, engine, question.sparql)),
            (partial(_texts, story, question.name), partial(_values, engine, question.sparql)),
        )
        yield question.name, [timed(work) for pair in pairs for work in pair]


def _listed(engine: ox.Store, query: str) -> list[ox.QuerySolution]:
    return list(engine.query(query))  # type: ignore[arg-type]


def _texts(story: Story, name: str) -> list[dict[str, str]]:
    return story.ask(name).texts()


def _values(engine: ox.Store, query: str) -> list[list[str]]:
    return [["" if term is None else term.value for term in solution] for solution in _listed(engine, query)]


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


def seconds_of(command: Sequence[str]) -> float:
    """Return the processor seconds that a program takes from its start to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(table: Table, folders: dict[int, Path], shacl: Path, shacl_size: int, only: Sequence[str]) -> None:
    """Measure what is wanted."""
    smallest = dict([min(folders.items())])
    if "build" in only:
        goals = [
            ("build", "seconds", 3.0, 1.1),
            ("build: seconds on the clock", "clock", 3.0, 1.1),
            ("build: peak memory", "peak", 2.0, None),
        ]
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
    if "store" in only:
        benchmark_store.measure(table, folders)
    if "kglab" in only:
        beside_kglab(table, *min(folders.items()))


def questions(table: Table, folders: dict[int, Path]) -> None:
    """Measure every question: the worst ratio, all of them, and the steepest growth.

    Ratios are taken twice: to ask, which gives the engine's solutions and our answer, and to ask and read every cell
    as a text on both sides.
    """
    told = {n: [run("questions", at).told for _ in range(table.runs)] for n, at in folders.items()}
    names, sizes = list(next(iter(told.values()))[0]), list(folders)
    least = {
        n: {q: list(map(min, zip(*(one[q] for one in runs), strict=True))) for q in names} for n, runs in told.items()
    }
    for what, mine, theirs in (("questions", 0, 1), ("questions, every cell read", 2, 3)):
        ratio = {q: [max(0.0, least[n][q][mine] - 0.001) / least[n][q][theirs] for n in sizes] for q in names}
        worst, _ = max(ratio.items(), key=lambda one: max(one[1]))
        over = sum(max(one) > 1.1 for one in ratio.values())
        table.add(
            Row(
                what=f"{what}: the worst ratio",
                sizes=sizes,
                seconds=[least[n][worst][mine] for n in sizes],
                reference=[least[n][worst][theirs] for n in sizes],
                ratios=[(one, one, one) for one in ratio[worst]],
                most=1.1,
                note=f"{worst}; {over} of {len(names)} above 1.1",
            )
        )
        whole = [sum(least[n][q][mine] for q in names) for n in sizes]
        alone = [sum(least[n][q][theirs] for q in names) for n in sizes]
        table.add(
            Row(
                what=f"{what}: all of them",
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
    """Measure a question from the start of the program to its end, beside the engine's own program.

    Both ask the same store on disk; ours is also asked of the story's files. Our modules have been compiled before, as
    those of an installed package are, whatever the environment says.
    """
    engine = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if engine is None:
        print("cold: no oxigraph program on this machine (pip install oxigraph)", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as place:
        python = [sys.executable, "-X", f"pycache_prefix={place}/bytecode", "-c"]
        claimgraph = [*python, "import sys; from claimgraph.cli import main; sys.exit(main())"]
        writes = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        command = [*claimgraph, "build", "--store", f"{place}/db"]
        subprocess.run(command, check=True, capture_output=True, env=writes)
        generation = current(Path(place, "db"))
        theirs = [engine, "query", "--location", f"{generation}/store", "--results-format", "csv"]
        theirs += ["--query-file", f"{generation}/queries/{COLD}.rq"]
        ours = [*claimgraph, "query", COLD, "--results", "csv"]
        on_disk = [*ours, "--store", f"{place}/db"]
        for command in (ours, on_disk):
            subprocess.run(command, check=True, capture_output=True, env=writes)
        commands = (theirs, [*python, "import pyoxigraph"], on_disk, ours)
        turns = [tuple(map(seconds_of, commands)) for _ in range(max(5, table.runs))]
    alone, floor, *_ = (median(column) for column in zip(*turns, strict=True))
    for what, column, most in (("on the same store", 2, 2.5), ("on the story's files", 3, None)):
        table.add(
            Row(
                what=f"cold query, {what}",
                sizes=[0],
                seconds=[median(turn[column] for turn in turns)],
                reference=[alone],
                ratios=[spread([turn[column] / turn[0] for turn in turns])],
                most=most,
                note=f"python that imports pyoxigraph and ends: {floor / alone:.2g} x",
            )
        )


def beside_kglab(table: Table, size: int, folder: Path) -> None:
    """Measure loading and asking beside kglab, if it is there."""
    if find_spec("kglab") is None:
        print("kglab: left out, for it is not installed (pip install kglab)", file=sys.stderr)
        return
    told = [run("kglab", folder).told for _ in range(table.runs)]
    for what in told[0]:
        mine, theirs = (median(one[what][place] for one in told) for place in (0, 1))
        ratios = [spread([one[what][0] / one[what][1] for one in told])]
        row = Row(what=f"{what}, beside kglab", sizes=[size], seconds=[mine], reference=[theirs], ratios=ratios)
        table.add(row)


PARTS = ("build", "validation", "relations", "results", "questions", "cold", "store", "kglab")


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
