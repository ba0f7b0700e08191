"""The benchmark's graphs are the same in each run and whole enough to answer; it times every question."""

import json
import os
import subprocess
import sys
from pathlib import Path

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
