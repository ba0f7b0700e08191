"""The benchmark's graphs are the same in each run and whole enough to answer; it times every question and the page."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import NAMES
from tests.conftest import ROOT

SCRIPT = ROOT / "scripts" / "benchmark.py"


def _run(*arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'graph'}{os.pathsep}{SCRIPT.parent}", "PYTHONHASHSEED": seed}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_the_invented_articles_are_the_same_in_each_run() -> None:
    digest = """if True:
        import benchmark, claimgraph.store, hashlib
        lines = claimgraph.store.canonical_lines(benchmark.make_workspace(120).sources())
        lines += claimgraph.store.canonical_lines(benchmark.make_ownership(40).sources())
        print(hashlib.sha256("".join(lines).encode()).hexdigest())
    """
    first, second = _run("-c", digest, seed="1"), _run("-c", digest, seed="2")
    assert first.stdout == second.stdout
    assert len(first.stdout) == 65, first.stderr


def test_every_question_is_timed_and_has_an_answer(tmp_path: Path) -> None:
    out = tmp_path / "growth.json"
    done = _run(str(SCRIPT), "questions", "--sizes", "30", "120", "-o", str(out))
    assert done.returncode == 0, done.stderr
    table = json.loads(out.read_text(encoding="utf-8"))
    asked = {row["question"].split()[0] for row in table["questions"]}
    assert asked == {path.stem for path in (ROOT / "graph" / "queries").glob("*.rq")}
    assert all(len(row["seconds"]) == 2 for row in table["questions"])
    assert [row["question"] for row in table["questions"] if row["rows"] == 0] == []
    assert done.stdout.splitlines()[0].split() == ["question", "rows", "30", "120", "growth"]


@pytest.mark.skipif(not any(map(shutil.which, NAMES)), reason="no browser on this machine")
def test_the_page_is_measured_beside_pyvis_and_a_missed_goal_fails_nothing(tmp_path: Path) -> None:
    out = tmp_path / "page.json"
    done = _run(str(SCRIPT), "page", "--runs", "1", "--claims", "40", "--companies", "30", "-o", str(out))
    assert done.returncode == 0, done.stderr
    told = json.loads(out.read_text(encoding="utf-8"))
    pages = {page["name"]: page for page in told["pages"]}
    assert {name: page["trouble"] for name, page in pages.items() if page["trouble"]} == {}
    assert all(len(page["ready"]) == 1 for page in pages.values())
    assert pages["companies"]["nodes"] >= 30
    assert pages["pyvis's companies"]["nodes"] == pages["companies"]["nodes"]
    assert min(*pages["story"]["frames"], *pages["story"]["redraws"]) > 0
    assert pages["claims"]["found"] == [True, True]
    goals = {row["what"]: row["met"] for row in told["rows"] if row["goal"]}
    assert goals["pyvis's companies / companies"] is False, "30 companies stand still too soon to be a hundredth"
    assert {"story / empty page", "claims / story", "pyvis's story / story", "story: file"} <= goals.keys()
    assert all(what in done.stdout for what in goals)
