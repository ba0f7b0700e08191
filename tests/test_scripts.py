"""Scripts say what they are for, README names them, and scripts/check.py runs those that check."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = sorted((ROOT / "scripts").glob("*.py"))
EACH_SCRIPT = pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)


def run(script: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "graph")}
    return subprocess.run(
        [sys.executable, str(script), *arguments],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_there_are_scripts_and_nothing_else_in_their_folder() -> None:
    assert {"anchor_article", "check"} <= {script.stem for script in SCRIPTS}
    found = {path for path in (ROOT / "scripts").iterdir() if path.name != "__pycache__"}
    assert found == set(SCRIPTS)


@EACH_SCRIPT
def test_a_script_answers_help_with_its_usage_and_writes_nothing(script: Path, tmp_path: Path) -> None:
    done = run(script, "--help", folder=tmp_path)
    said = done.stdout + done.stderr
    assert "usage:" in said.lower(), f"{script.name} --help does not show a usage line, but: {said or 'nothing'}"
    assert script.stem in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


@EACH_SCRIPT
def test_a_scripts_docstring_has_its_usage(script: Path) -> None:
    docstring = ast.get_docstring(ast.parse(script.read_text(encoding="utf-8"))) or ""
    wanted = f"usage: python scripts/{script.name}"
    assert wanted in docstring, f"scripts/{script.name}: its docstring has no line '{wanted} …'"


@EACH_SCRIPT
def test_readme_names_the_script(script: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"scripts/{script.name}" in readme, (
        f"README.md does not name scripts/{script.name}; say there what it is for"
    )


def test_check_has_a_row_for_each_script_that_can_find_a_file_stale(tmp_path: Path) -> None:
    listed = run(ROOT / "scripts" / "check.py", "--list", folder=tmp_path).stdout
    assert listed.count("\n") >= 4
    for script in SCRIPTS:
        if script.stem != "check" and '"--check"' in script.read_text(encoding="utf-8"):
            assert f"scripts/{script.name} --check" in listed, f"scripts/check.py has no row for {script.name} --check"


def test_check_runs_every_check_and_lists_the_one_that_failed(tmp_path: Path) -> None:
    """Run a copy of check.py on a project of one badly formatted file: format fails, lint is still run and holds."""
    (tmp_path / "scripts").mkdir()
    copy = tmp_path / "scripts" / "check.py"
    copy.write_text((ROOT / "scripts" / "check.py").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "ugly.py").write_text("x   =   1\n", encoding="utf-8")
    (tmp_path / "ruff.toml").write_text("line-length = 120\n", encoding="utf-8")
    done = run(copy, "format", "lint", folder=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "failed: format; again: python scripts/check.py format\n" in done.stdout
    table = done.stdout[done.stdout.rindex("check   result") :]
    assert [line.split()[:2] for line in table.splitlines()[1:3]] == [["format", "FAILED"], ["lint", "ok"]]
    assert run(copy, "lint", folder=tmp_path).returncode == 0


def test_check_refuses_a_name_it_does_not_know(tmp_path: Path) -> None:
    done = run(ROOT / "scripts" / "check.py", "speling", folder=tmp_path)
    assert done.returncode == 2
    assert "no check is called speling" in done.stderr
