"""What is shipped works alone: the sdist makes the wheel, and the wheel's program runs where there is no checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from scripts.fetch_engine import FILES, is_fetched

import claimgraph

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
VERSION: str = PROJECT["project"]["version"]
ENTRY_POINTS: dict[str, str] = PROJECT["project"]["scripts"]
BUILD = (sys.executable, "-m", "build", "--no-isolation")
ENGINE = "fetched/oxigraph"
# Where each folder of the checkout stands in the wheel.
PARTS = {
    "graph/claimgraph": "claimgraph",
    "graph/articles": "claimgraph/shipped/story/articles",
    "graph/entities": "claimgraph/shipped/story/entities",
    "graph/queries": "claimgraph/shipped/story/queries",
    "ontology": "claimgraph/shipped/ontology",
}


def run(*command: str | Path, folder: Path, status: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; the folder is the only one it is told of."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CLAIMGRAPH_"))}
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env=kept | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == status, f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}"
    return done


def files_of(folder: Path) -> set[str]:
    """Return the files in a folder of the checkout, relative to it, without what Python leaves behind."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that is built from it; hatchling is at hand, so nothing is fetched.

    Nor is the page's engine, which is in both if it is in the checkout: there is no npm on the way.
    """
    folder = tmp_path_factory.mktemp("dist")
    without = "0" if is_fetched() else "1"
    run(*BUILD, "--outdir", folder, ROOT, folder=folder, PATH="", CLAIMGRAPH_WITHOUT_ENGINE=without)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (path,) = dist.glob("*.whl")
    return path


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A copy of the checkout without the page's engine."""
    skipped = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "node_modules", "fetched")
    copy = Path(shutil.copytree(ROOT, tmp_path / "checkout", ignore=skipped))
    shutil.copy(ROOT / ".gitignore", copy)
    return copy


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the entry points of an environment that has the wheel, and of ours only the dependencies."""
    home = tmp_path_factory.mktemp("installed")
    paths = make_environment(home)
    run(*pip(home), "--no-deps", "--no-index", "--ignore-installed", wheel, folder=home)
    return Path(paths["scripts"])


def make_environment(home: Path) -> dict[str, str]:
    """Make an environment that has of ours only the dependencies, and return where its parts are."""
    run(sys.executable, "-m", "venv", "--without-pip", home, folder=home)
    paths = {
        name: sysconfig.get_path(name, "venv", {"base": str(home), "platbase": str(home)})
        for name in ("purelib", "scripts")
    }
    # A folder that a .pth names has its own .pth files passed over, so an editable install of ours is not seen.
    dependencies = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    Path(paths["purelib"], "dependencies.pth").write_text("\n".join(dependencies) + "\n", encoding="utf-8")
    return paths


def pip(home: Path) -> tuple[str, ...]:
    """Return the command that installs into an environment."""
    return (sys.executable, "-m", "pip", "--python", str(home), "--disable-pip-version-check", "install")


@pytest.fixture(scope="module")
def built(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the installed program builds in an empty folder."""
    folder = tmp_path_factory.mktemp("empty")
    run(programs / "claimgraph", "build", "--out", "out", folder=folder)
    return folder / "out"


def test_the_version_is_written_once_more_in_the_package_and_both_agree() -> None:
    assert claimgraph.__version__ == VERSION


@pytest.mark.parametrize("part", PARTS)
def test_the_wheel_has_every_file_of_the_part_and_no_other(wheel: Path, part: str) -> None:
    wanted = files_of(ROOT / part)
    assert wanted
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    inside = PARTS[part] + "/"
    nested = tuple(f"{target}/" for target in PARTS.values() if target.startswith(inside))
    found = {name.removeprefix(inside) for name in names if name.startswith(inside) and not name.startswith(nested)}
    assert found == wanted


def test_the_sdist_has_what_the_tests_need(dist: Path) -> None:
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"pyproject.toml", "README.md", "LICENSE", "tests/conftest.py", "scripts/check.py"}
    wanted |= {f"{part}/{name}" for part in PARTS for name in files_of(ROOT / part)}
    assert wanted <= names, sorted(wanted - names)


def test_the_wheel_and_the_sdist_carry_the_pages_engine_with_its_licence(dist: Path, wheel: Path) -> None:
    if not is_fetched():
        pytest.skip("the engine has not been fetched; run: python scripts/fetch_engine.py")
    wanted = {f"claimgraph/{ENGINE}/{name}" for name in (*FILES, "LICENSE")}
    with zipfile.ZipFile(wheel) as archive:
        assert wanted <= set(archive.namelist())
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as sources:
        assert {f"graph/{name}" for name in wanted} <= {name.partition("/")[2] for name in sources.getnames()}


@pytest.mark.parametrize("target", ["wheel", "sdist"])
def test_what_is_handed_on_is_not_built_without_npm_unless_one_says_so(bare: Path, target: str) -> None:
    done = run(*BUILD, f"--{target}", bare, folder=bare, status=1, PATH="")
    assert f"npm is not installed. A {target} carries the npm package oxigraph" in done.stdout + done.stderr
    done = run(*BUILD, f"--{target}", bare, folder=bare, PATH="", CLAIMGRAPH_WITHOUT_ENGINE="1")
    assert (
        "npm is not installed. Without the npm package oxigraph, pages are built without" in done.stdout + done.stderr
    )
    assert len(list((bare / "dist").iterdir())) == 1


def test_npm_that_fails_is_quoted(bare: Path, tmp_path: Path) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error no network' >&2\nexit 1\n", encoding="utf-8")
    npm.chmod(0o755)
    done = run(sys.executable, bare / "scripts" / "fetch_engine.py", folder=tmp_path, status=1, PATH=str(tmp_path))
    assert "npm pack oxigraph@" in done.stderr
    assert "failed: npm error no network" in done.stderr


def test_an_editable_install_works_without_npm_and_says_what_is_missing(bare: Path, tmp_path: Path) -> None:
    home = tmp_path / "installed"
    home.mkdir()
    python = Path(make_environment(home)["scripts"], "python")
    options = ("--no-deps", "--no-index", "--no-build-isolation", "--ignore-installed", "--verbose")
    done = run(*pip(home), *options, "--editable", bare, folder=tmp_path, PATH="")
    assert "install npm and run: python scripts/fetch_engine.py" in done.stdout + done.stderr
    program = "from claimgraph.page import engine; print(engine.__file__, engine.read_engine())"
    where, found = run(python, "-c", program, folder=tmp_path).stdout.split()
    assert Path(where).is_relative_to(bare)
    assert found == "None"


def test_the_installed_program_is_the_wheels(programs: Path, tmp_path: Path) -> None:
    done = run(programs / "python", "-c", "import claimgraph; print(claimgraph.__file__)", folder=tmp_path)
    assert Path(done.stdout.strip()).is_relative_to(programs.parent)


def test_there_is_an_entry_point_to_run() -> None:
    assert "claimgraph" in ENTRY_POINTS


@pytest.mark.parametrize("name", ENTRY_POINTS)
def test_every_entry_point_tells_its_version_and_its_usage(programs: Path, tmp_path: Path, name: str) -> None:
    assert VERSION in run(programs / name, "--version", folder=tmp_path).stdout
    assert f"usage: {name}" in run(programs / name, "--help", folder=tmp_path).stdout.lower()
    assert list(tmp_path.iterdir()) == []


def test_the_installed_program_builds_the_graph_that_the_checkout_builds(built: Path, tmp_path: Path) -> None:
    program = "import sys; from claimgraph.cli import main; sys.exit(main())"
    run(sys.executable, "-c", program, "build", "--out", "out", folder=tmp_path, PYTHONPATH=str(ROOT / "graph"))
    graph = (tmp_path / "out" / "graph.nq").read_bytes()
    assert graph.count(b"\n") > 1000
    assert (built / "graph.nq").read_bytes() == graph
    assert files_of(built) == files_of(tmp_path / "out")
