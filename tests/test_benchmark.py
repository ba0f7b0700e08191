"""The benchmark's graphs are the same in each run and whole enough to answer; it times every question."""

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from scripts.benchmark_table import Row, quantity

from tests.conftest import ROOT

SCRIPT = ROOT / "scripts" / "benchmark.py"


def run_benchmark(*arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'graph'}{os.pathsep}{SCRIPT.parent}", "PYTHONHASHSEED": seed}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=240
    )


def test_the_invented_articles_are_the_same_in_each_run() -> None:
    digest = """if True:
        import claimgraph.store, hashlib, invented_world
        lines = list(claimgraph.store.canonical_lines(invented_world.make_workspace(120).sources()))
        lines += claimgraph.store.canonical_lines(invented_world.make_ownership(40).sources())
        print(hashlib.sha256(b"".join(lines)).hexdigest())
    """
    first, second = run_benchmark("-c", digest, seed="1"), run_benchmark("-c", digest, seed="2")
    assert first.stdout == second.stdout
    assert len(first.stdout) == 65, first.stderr


def test_every_question_is_timed_and_has_an_answer(tmp_path: Path) -> None:
    out = tmp_path / "growth.json"
    done = run_benchmark(str(SCRIPT), "questions", "--sizes", "30", "120", "-o", str(out))
    assert done.returncode == 0, done.stderr
    table = json.loads(out.read_text(encoding="utf-8"))
    asked = {row["question"].split()[0] for row in table["questions"]}
    assert asked == {path.stem for path in (ROOT / "graph" / "queries").glob("*.rq")}
    assert all(len(row["seconds"]) == 2 for row in table["questions"])
    assert [row["question"] for row in table["questions"] if row["rows"] == 0] == []
    assert done.stdout.splitlines()[0].split() == ["question", "rows", "30", "120", "growth"]


def test_corpora_are_measured_beside_the_engine_and_a_missed_goal_fails_nothing(tmp_path: Path) -> None:
    out, plot = tmp_path / "corpus.json", tmp_path / "corpus.svg"
    parts = ["build", "validation", "results"]
    options = ["--sizes", "30", "60", "--shacl", "30", "--runs", "1", "--only", *parts]
    done = run_benchmark(str(SCRIPT), "corpus", *options, "-o", str(out), "--plot", str(plot))
    assert done.returncode == 0, done.stderr
    told = json.loads(out.read_text(encoding="utf-8"))
    rows = {row["what"]: row for row in told["rows"]}
    wanted = {"build", "build: peak memory", "shapes, beside pySHACL", "shapes and hygiene", "100,000 rows as csv"}
    assert wanted <= rows.keys()
    assert all(mid > 0 and least <= mid <= most for row in rows.values() for mid, least, most in row["ratios"])
    assert rows["shapes, beside pySHACL"]["met"] is True
    assert rows["build"]["met"] is False, "so small a corpus costs the ontology's reading and little else"
    assert all(what in done.stdout for what in rows)
    assert [corpus["claims"] for corpus in told["corpora"]] == [30, 60]
    assert ElementTree.parse(plot).getroot().tag.endswith("svg")


def test_the_store_on_disk_is_measured_step_by_step_and_a_kept_table_is_drawn_as_at_once(tmp_path: Path) -> None:
    out, plot = tmp_path / "store.json", tmp_path / "store.svg"
    options = ["--sizes", "30", "90", "--runs", "1", "--only", "store", "kglab", "-o", str(out), "--plot", str(plot)]
    done = run_benchmark(str(SCRIPT), "corpus", *options)
    assert done.returncode == 0, done.stderr
    assert "kglab" in done.stdout or "kglab: left out, for it is not installed" in done.stderr
    rows = {row["what"]: row for row in json.loads(out.read_text(encoding="utf-8"))["rows"]}
    assert {f"store: one article {done}" for done in ("added", "replaced", "withdrawn")} <= rows.keys()
    assert all(row["most"] == 2.0 and len(row["ratios"]) == 1 for what, row in rows.items() if "one article" in what)
    assert all(row["reference"] for what, row in rows.items() if what == "store: the first build")
    drawn = tmp_path / "again.svg"
    again = run_benchmark(str(SCRIPT.parent / "benchmark_table.py"), str(out), "--plot", str(drawn))
    assert again.stdout == done.stdout
    assert drawn.read_bytes() == plot.read_bytes()


@pytest.mark.parametrize(
    ("what", "value", "words"),
    [
        ("build", 0.00004, "40 µs"),
        ("build", 0.0123, "12 ms"),
        ("build", 3.44, "3.4 s"),
        ("build", 344.0, "344 s"),
        ("build: peak memory", 2.5e8, "250 MB"),
        ("build: peak memory", 2.5e9, "2.5 GB"),
    ],
)
def test_a_figure_is_drawn_in_the_unit_that_suits_it(what: str, value: float, words: str) -> None:
    assert quantity(Row(what=what, sizes=[10]), value) == words
