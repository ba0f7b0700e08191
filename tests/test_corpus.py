"""A corpus on disk: the same as a store made from nothing, at the cost of what has changed, whatever goes wrong.

CLAIMGRAPH_KILLS sets how many builds are killed; a hundred take some minutes.
"""

import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from claimgraph.build import check
from claimgraph.corpus.generations import held
from claimgraph.corpus.reader import open_corpus
from claimgraph.corpus.update import Update, update_corpus
from claimgraph.errors import OutputError, WorkspaceError
from claimgraph.model import Finding
from claimgraph.relations.derivation import derive
from claimgraph.store import Store
from claimgraph.story import open_story
from claimgraph.timing import Stages
from claimgraph.workspace import read_workspace
from tests.invented import article_file, change, copy_acme

SLUG = "acme-moves-logs"
KILLS = int(os.environ.get("CLAIMGRAPH_KILLS", "4"))


def update(workspace: Path, store: Path) -> Update | tuple[Finding, ...]:
    return update_corpus(workspace, store, None, Stages())


def add_article(workspace: Path, number: int) -> Path:
    """Add an article that says of the same activities the same as the first, in other words."""
    text = article_file(workspace).read_text(encoding="utf-8").replace(SLUG, f"acme-{number}")
    text = text.replace('."@en', f'. {number}"@en').replace('。"@ja', f'。{number}"@ja')
    path = workspace / "articles" / f"acme-{number}.trig"
    path.write_text(text, encoding="utf-8")
    return path


def content(store: Store) -> frozenset[str]:
    return frozenset(map(str, store.quads()))


def wanted(workspace: Path) -> frozenset[str]:
    store = Store.from_sources(read_workspace(workspace).sources())
    store.add(derive(store))
    return content(store)


def found(place: Path) -> frozenset[str]:
    return content(open_corpus(place).store)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    workspace = copy_acme(tmp_path)
    for number in (1, 2):
        add_article(workspace, number)
    return workspace


@pytest.fixture
def place(workspace: Path, tmp_path: Path) -> Path:
    assert isinstance(update(workspace, tmp_path / "store"), Update)
    return tmp_path / "store"


def rewrite(workspace: Path) -> None:
    change(workspace / "articles" / "acme-1.trig", "were stored in South Korea", "lay in South Korea")


def withdraw(workspace: Path) -> None:
    (workspace / "articles" / "acme-2.trig").unlink()


def add_entity(workspace: Path, name: str = "Acme Fax") -> None:
    folder = workspace / "entities"
    header = re.findall(
        r"^@?prefix .*$", (folder / "acme.ttl").read_text(encoding="utf-8"), re.MULTILINE | re.IGNORECASE
    )
    kind = "a schema:Service ; schema:serviceType cg:Messenger"
    entity = f'service:acme-fax {kind} ; skos:prefLabel "{name}"@en , "アクメファックス"@ja .'
    (folder / "fax.ttl").write_text("\n".join([*header, entity]), encoding="utf-8")


def add_entity_and_article(workspace: Path, name: str = "Acme Fax") -> None:
    path = add_article(workspace, 3)
    path.write_text(
        path.read_text(encoding="utf-8").replace("service:acme-phone", "service:acme-fax"), encoding="utf-8"
    )
    add_entity(workspace, name)


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "an article is added": (lambda workspace: add_article(workspace, 3), "1 added, 0 replaced, 0 withdrawn, 3 unch"),
    "an article is replaced": (rewrite, "0 added, 1 replaced, 0 withdrawn, 2 unchanged"),
    "an article is withdrawn": (withdraw, "0 added, 0 replaced, 1 withdrawn, 2 unchanged"),
    "an entity comes with its article": (add_entity_and_article, "1 added, 0 replaced, 0 withdrawn, 3 unchanged"),
    "nothing changes": (Path.exists, "0 added, 0 replaced, 0 withdrawn, 3 unchanged"),
}


@pytest.mark.parametrize(("edit", "said"), CHANGES.values(), ids=CHANGES)
def test_a_build_brings_the_store_to_what_a_build_from_nothing_makes(
    workspace: Path, place: Path, edit: Callable[[Path], object], said: str
) -> None:
    edit(workspace)
    result = update(workspace, place)
    assert isinstance(result, Update), result
    assert said in str(result)
    assert found(place) == wanted(workspace)
    assert result.claims == open_corpus(place).claims == 5 * len(list((workspace / "articles").iterdir()))


def test_an_article_that_has_not_changed_is_not_read(workspace: Path, place: Path) -> None:
    for path in (workspace / "articles").iterdir():
        os.utime(path, ns=(0, 10**18))
    add_article(workspace, 3)
    result = update(workspace, place)
    assert isinstance(result, Update)
    assert result.skipped == 3  # by their bytes they are the same
    unread = workspace / "articles" / "acme-2.trig"
    unread.write_bytes(b"#" * unread.stat().st_size)
    os.utime(unread, ns=(0, 10**18))
    add_article(workspace, 4)
    assert isinstance(update(workspace, place), Update)


BREAKS: dict[str, Callable[[Path], object]] = {
    "a finding in the article": lambda workspace: change(
        workspace / "articles" / "acme-1.trig", "cg:act cg:Commitment", "cg:act cg:Assertion"
    ),
    "a statement of another article": lambda workspace: change(
        workspace / "articles" / "acme-1.trig", "stored in South Korea. 1", "stored in South Korea. 2"
    ),
    "an entity that nothing mentions": add_entity,
    "an entity that is gone": lambda workspace: change(
        next(path for path in (workspace / "entities").iterdir() if "service:acme-phone a" in path.read_text("utf-8")),
        "service:acme-phone a", "service:acme-telephone a"
    ),
    "an entity of the name of another": lambda workspace: add_entity_and_article(workspace, "Acme Phone"),
}  # fmt: skip


@pytest.mark.parametrize("damage", BREAKS.values(), ids=BREAKS)
def test_a_change_is_found_wrong_as_the_whole_is_and_changes_nothing(
    workspace: Path, place: Path, damage: Callable[[Path], object]
) -> None:
    before = found(place)
    damage(workspace)
    findings = update(workspace, place)
    assert isinstance(findings, tuple)
    assert findings
    assert set(findings) == set(check(workspace, None, Stages()).findings)
    assert found(place) == before


def test_questions_are_answered_from_the_store_as_from_the_files(workspace: Path, place: Path) -> None:
    stored, read = open_story(store=place), open_story(workspace)
    assert stored.ask("stored") == read.ask("stored")
    assert len(stored.ask("stored")) == 3
    count = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?claim { ?s a ?o } }"
    assert stored.query(count, as_of="2021-03-01") == read.query(count, as_of="2021-03-01")


def test_a_reader_keeps_the_state_that_it_opened_while_builds_go_on(workspace: Path, place: Path) -> None:
    before = found(place)
    reader = open_corpus(place)
    for number in (3, 4, 5):
        add_article(workspace, number)
        update(workspace, place)
    assert content(reader.store) == before
    assert found(place) == wanted(workspace)
    del reader
    update(workspace, place)
    assert len(list(place.glob("generation-*"))) == 1


def test_a_second_build_says_who_holds_the_store(workspace: Path, place: Path) -> None:
    with held(place), pytest.raises(OutputError, match=rf"another build holds .*process {os.getpid()}, since 20"):
        update(workspace, place)


def test_a_folder_that_holds_something_else_is_left_alone(workspace: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine" / "thesis.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    with pytest.raises(OutputError, match=r"thesis\.txt"):
        update(workspace, mine.parent)
    assert mine.read_text() == "mine"


def test_where_no_store_is_the_command_that_makes_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="claimgraph build WORKSPACE --store"):
        open_corpus(tmp_path)


def start(workspace: Path, place: Path, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "claimgraph.cli", "build", str(workspace), "--store", str(place)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload,no-any-return]


def settle(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, complaint = process.communicate(timeout=120)
    return process.returncode, complaint


def test_a_build_killed_at_any_moment_leaves_the_old_state_or_the_new_one(workspace: Path, tmp_path: Path) -> None:
    place, chance = tmp_path / "store", random.Random(6)
    begun = time.monotonic()
    assert settle(start(workspace, tmp_path / "timed"))[0] == 0
    whole = time.monotonic() - begun
    state: frozenset[str] | None = None  # nothing yet: the first kills hit the first build
    for number in range(KILLS):
        target = wanted(workspace)
        process = start(workspace, place)
        time.sleep(whole * chance.uniform(0.4, 1.1))
        process.kill()
        settle(process)
        try:
            now: frozenset[str] | None = found(place)
        except WorkspaceError:
            now = None
        assert now in (state, target), f"kill {number}: a mixture"
        state = now
        if number == KILLS // 2:
            assert isinstance(update(workspace, place), Update)
            state = target
        if state is not None:
            extra = workspace / "articles" / "acme-3.trig"
            if extra.exists():
                extra.unlink()
            else:
                add_article(workspace, 3)
    assert isinstance(update(workspace, place), Update)
    assert found(place) == wanted(workspace)
    assert sorted(path.name for path in place.iterdir() if path.name[:10] != "generation") == ["current", "lock"]
    assert len(list(place.glob("generation-*"))) == 1


def test_a_build_that_is_interrupted_says_so_and_leaves_the_store(workspace: Path, place: Path) -> None:
    before = found(place)
    add_article(workspace, 3)
    process = start(workspace, place)
    while not list(place.glob("generation-2")):
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    status, complaint = settle(process)
    assert status == 130, complaint
    assert "stopped" in complaint
    assert found(place) == before
    assert [path.name for path in place.glob("generation-*")] == ["generation-1"]


@pytest.mark.parametrize("room", [0, 2_000, 60_000, 400_000])
def test_a_full_disk_is_a_sentence_and_loses_nothing(workspace: Path, place: Path, room: int) -> None:
    before = found(place)
    for number in range(3, 20):
        add_article(workspace, number)

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    status, complaint = settle(start(workspace, place, preexec_fn=fill))
    assert status in (0, 1), complaint
    if status == 1:
        assert "cannot be written" in complaint
        assert "Traceback" not in complaint
        assert found(place) == before
    assert isinstance(update(workspace, place), Update)
    assert found(place) == wanted(workspace)
