"""The benchmark of the page; in a file of its own, for it takes as long as many others and files run side by side."""

import json
import shutil
from pathlib import Path

import pytest

from tests.browser import NAMES
from tests.test_benchmark import SCRIPT, run_benchmark


@pytest.mark.skipif(not any(map(shutil.which, NAMES)), reason="no browser on this machine")
def test_the_page_is_measured_beside_pyvis_and_a_missed_goal_fails_nothing(tmp_path: Path) -> None:
    out = tmp_path / "page.json"
    done = run_benchmark(str(SCRIPT), "page", "--runs", "1", "--claims", "40", "--companies", "30", "-o", str(out))
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
