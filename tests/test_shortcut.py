"""A question that a script asks of a store on disk is answered at once, and as the ordinary way answers it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from claimgraph.cli import main
from claimgraph.commands.shortcut import answer_at_once
from claimgraph.corpus.hold import current
from claimgraph.corpus.update import Update, update_corpus
from claimgraph.oxigraph import TABLE_FORMATS
from claimgraph.timing import Stages
from tests.invented import ACME
from tests.test_architecture import ENVIRONMENT

PROGRAM = """if True:
    import sys
    from claimgraph.cli import main
    status = main()
    print(*sys.modules, file=sys.stderr)
    sys.exit(status)
"""
# Each takes milliseconds to import.
SLOW = {"argparse", "dataclasses", "enum", "pathlib", "re", "tomllib", "typing"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("store") / "db"
    assert isinstance(update_corpus(ACME, place, None, Stages()), Update)
    return place


@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_the_answer_is_that_of_the_ordinary_way(
    form: str, store: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    asked = ["query", "stored", "--results", form, "--store", str(store)]
    assert answer_at_once(asked)
    at_once = capfdbinary.readouterr().out
    assert not answer_at_once([*asked, "--seconds", "60"])
    assert main([*asked, "--seconds", "60"]) == main(["query", "stored", *asked[4:], *asked[2:4]]) == 0
    assert capfdbinary.readouterr().out == at_once * 2
    assert at_once


def test_nothing_is_imported_that_only_people_need(store: Path) -> None:
    command = [sys.executable, "-S", "-c", PROGRAM, "query", "stored", "--results", "csv", "--store", str(store)]
    path = [str(Path(module.__file__ or "").parents[1]) for module in (sys.modules["pyoxigraph"],)]
    environment = ENVIRONMENT | {"PYTHONPATH": ":".join([ENVIRONMENT["PYTHONPATH"], *path])}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("data,place,claim,article"), done.stderr
    loaded = set(done.stderr.split())
    assert {"claimgraph.oxigraph", "pyoxigraph"} <= loaded
    assert loaded.isdisjoint(SLOW), sorted(loaded & SLOW)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nothing", "no question is called 'nothing'; there are "),
        ("../queries/stored", "no question is called '../queries/stored'; there are "),
        ("stored\0", "no question is called"),
    ],
)
def test_an_unknown_question_gets_the_ordinary_answer(
    name: str, words: str, store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = ["query", name, "--results", "csv", "--store", str(store)]
    assert not answer_at_once(asked)
    assert main(asked) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert words in err


def test_where_there_is_no_store_the_ordinary_way_says_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asked = ["query", "stored", "--results", "csv", "--store", str(tmp_path)]
    assert not answer_at_once(asked)
    assert main(asked) == 1
    assert "holds no store" in capfd.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["query"],
        ["query", "--list", "--results", "csv", "--store", "db"],
        ["query", "stored", "--results", "table", "--store", "db"],
        ["query", "stored", "--results", "csv", "--store", "-h"],
        ["query", "stored", "--store", "db", "--store", "db"],
        ["query", "stored", "--results", "csv", "--workspace", "db"],
        ["page", "stored", "--results", "csv", "--store", "db"],
    ],
)
def test_anything_else_is_for_the_ordinary_way(arguments: list[str]) -> None:
    assert not answer_at_once(arguments)


def test_a_query_that_is_not_sparql_is_refused_in_the_ordinary_words(
    store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    copy = shutil.copytree(store, tmp_path / "db")
    queries = Path(current(str(copy)) or "") / "queries"
    (queries / "broken.rq").write_text((queries / "stored.rq").read_text("utf-8") + "}", encoding="utf-8")
    asked = ["query", "broken", "--results", "csv", "--store", str(copy)]
    assert main(asked) == main([*asked, "--seconds", "60"]) == 1
    out, err = capfd.readouterr()
    first, second = err.splitlines()
    assert out == ""
    assert first == second
    assert first.startswith("claimgraph: the query is not SPARQL: ")
