"""The guard holds: whatever a query does to its process, its asker gets a sentence and the store answers on."""

import asyncio
import contextlib
import io
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import pytest

from claimgraph.asking.guard import Limits, run_guarded, run_guarded_async
from claimgraph.errors import OverrunError, QuestionError
from claimgraph.oxigraph import TABLE_FORMATS
from claimgraph.resources import story_folder
from claimgraph.store import Store
from tests.test_scan import CALLS, DISGUISED, PREFIXES

SMALL = Limits(seconds=1.5, memory_bytes=256 << 20, answer_bytes=8 << 20)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
PATH = "PREFIX : <urn:x> "
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . "

LATE, HEAVY, CRASH, LONG = "took longer than 1.5 s", "more than 256 MB of memory", "died of the query", "add a LIMIT"

# Every attack that SAFETY lists under queries, as it comes to an engine: nothing has scanned these. On a slow
# machine time can run out before the memory or the stack does.
ATTACKS = {
    "cross product": (f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", (LATE,)),
    "cross product, sorted": (f"SELECT * {{ {CROSS} }} ORDER BY ?l ?a", (HEAVY, LATE)),
    "cross product, distinct": (f"SELECT DISTINCT * {{ {CROSS} }}", (HEAVY, LATE, LONG)),
    "cross product, grouped": (f"SELECT (GROUP_CONCAT(STR(?a)) AS ?x) {{ {CROSS} }}", (HEAVY, LATE)),
    "rows without end": (f"SELECT * {{ {CROSS} }}", (LONG, LATE)),
    "triples without end": (f"CONSTRUCT {{ ?a ?b ?c }} WHERE {{ {CROSS} }}", (LONG, LATE, HEAVY)),
    "text doubled": (
        "SELECT (STRLEN(?x40) AS ?n) { BIND('xxxxxxxxxxxxxxxx' AS ?x0) "
        + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40))
        + " }",
        (HEAVY, LATE),
    ),
    "groups nested": ("ASK " + "{" * 20_000 + "}" * 20_000, (CRASH, HEAVY, LATE)),
    "sub-selects nested": ("SELECT * { " + "{ SELECT * { " * 10_000 + "} }" * 10_000 + "}", (CRASH, HEAVY, LATE)),
    "parentheses nested": ("ASK { FILTER" + "(" * 50_000 + "1" + ")" * 50_000 + "}", (CRASH, HEAVY, LATE)),
    "not not not": ("ASK { FILTER(" + "!" * 100_000 + "1) }", (CRASH, HEAVY, LATE)),
    "one plus one": ("ASK { FILTER(" + "1+" * 100_000 + "1) }", (CRASH, HEAVY, LATE)),
    "blank nodes nested": ("ASK { ?s ?p " + "[ ?p " * 1_000 + "1" + "]" * 1_000 + "}", (LATE, HEAVY, CRASH)),
    "path of many steps": (PATH + "ASK { ?s " + "/".join([":p"] * 2_000) + " ?o }", (LATE, HEAVY, CRASH)),
    "patterns by the thousand": ("ASK { " + "?a ?b ?c . " * 9_000 + "}", (CRASH, HEAVY, LATE)),
    "not SPARQL": ("SELEKT", ("not SPARQL",)),
}


def count(store: Store, limits: Limits = SMALL) -> bytes:
    out = io.BytesIO()
    run_guarded(lambda pipe: store.write(COUNT, "csv", pipe, union=True), out, limits)
    return out.getvalue()


@pytest.fixture(scope="module")
def whole(story_store: Store) -> bytes:
    return f"n\r\n{len(story_store)}\r\n".encode()


@pytest.mark.parametrize(("query", "sentences"), ATTACKS.values(), ids=ATTACKS)
def test_an_attack_gets_a_sentence_and_the_parent_lives(
    query: str, sentences: tuple[str, ...], story_store: Store, whole: bytes
) -> None:
    results = "turtle" if query.startswith("CONSTRUCT") else "json"
    out, begin = io.BytesIO(), time.monotonic()
    with pytest.raises(QuestionError, match="|".join(sentences)):
        run_guarded(lambda pipe: story_store.write(query, results, pipe, union=True), out, SMALL)
    assert out.getvalue() == b""
    assert time.monotonic() - begin < SMALL.seconds + 3
    assert count(story_store) == whole


class Listener:
    """A server on this machine that notes whether anybody calls."""

    def __enter__(self) -> "Listener":
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.port = self._socket.getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def was_called(self) -> bool:
        try:
            self._socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@pytest.mark.parametrize("query", (CALLS | DISGUISED).values(), ids=CALLS | DISGUISED)
def test_a_call_that_no_scan_has_seen_reaches_nobody(query: str, story_store: Store) -> None:
    with Listener() as listener:
        address = f"<http://127.0.0.1:{listener.port}/>"
        aimed = (PREFIXES + query).replace("<http://127.0.0.1:9/>", address).replace("<urn:a>", address)
        # SERVICE SILENT is answered, and as silently reaches nobody.
        with contextlib.suppress(QuestionError):
            run_guarded(lambda pipe: story_store.write(aimed, "json", pipe), io.BytesIO(), SMALL)
        assert not listener.was_called()


def test_the_listener_of_these_tests_hears_a_call() -> None:
    with Listener() as listener:
        socket.create_connection(("127.0.0.1", listener.port)).close()
        assert listener.was_called()


@pytest.mark.parametrize("place", ["<file:///etc/passwd>", "</etc/passwd>", "<http://127.0.0.1:9/>"])
def test_from_reads_nothing_outside_the_graph(place: str, story_store: Store) -> None:
    out = io.BytesIO()
    query = f"BASE <file:///> SELECT (COUNT(*) AS ?n) FROM {place} {{ ?s ?p ?o }}"
    run_guarded(lambda pipe: story_store.write(query, "csv", pipe), out, SMALL)
    assert out.getvalue() == b"n\r\n0\r\n"


def test_an_honest_query_is_answered_as_in_process(story_store: Store) -> None:
    queries = sorted((story_folder() / "queries").glob("*.rq"))
    assert len(queries) > 10
    for path in queries:
        sparql, results = path.read_text(encoding="utf-8"), TABLE_FORMATS[len(path.stem) % len(TABLE_FORMATS)]
        out = io.BytesIO()
        run_guarded(lambda pipe, query=sparql, form=results: story_store.write(query, form, pipe), out)  # type: ignore[misc]
        assert out.getvalue() == story_store.serialize(sparql, results), path.name


def write_much(out: BinaryIO) -> None:
    for _ in range(4):
        out.write(b"x" * (1 << 20))


def test_an_answer_that_does_not_fit_in_memory_or_a_pipe_arrives_whole() -> None:
    out = io.BytesIO()
    run_guarded(write_much, out, SMALL)
    assert out.getvalue() == b"x" * (4 << 20)


def half_then_die(out: BinaryIO) -> None:
    write_much(out)
    out.flush()
    os.kill(os.getpid(), signal.SIGSEGV)


def half_then_hang(out: BinaryIO) -> None:
    write_much(out)
    out.flush()
    time.sleep(60)


def half_then_starve(out: BinaryIO) -> None:
    write_much(out)
    bytearray(1 << 30)


def half_then_write_a_file(out: BinaryIO) -> None:
    write_much(out)
    Path("written-by-a-query").write_text("x", encoding="utf-8")


def half_then_break(out: BinaryIO) -> None:
    write_much(out)
    raise KeyError("ours")


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (half_then_die, CRASH),
        (half_then_hang, LATE),
        (half_then_starve, HEAVY),
        (half_then_write_a_file, "Too many open files"),
        (half_then_break, CRASH),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_part_of_an_answer_is_never_seen(ask: object, sentence: str) -> None:
    assert callable(ask)
    out = io.BytesIO()
    with pytest.raises(QuestionError, match=sentence):
        run_guarded(ask, out, Limits(seconds=1.5, memory_bytes=256 << 20))
    assert out.getvalue() == b""


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture
def nothing_left() -> Iterator[None]:
    before = open_files()
    yield
    assert open_files() == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.usefixtures("nothing_left")
def test_no_process_and_no_file_is_left_behind(story_store: Store) -> None:
    for _ in range(20):
        count(story_store)
    with pytest.raises(OverrunError):
        run_guarded(half_then_hang, io.BytesIO(), Limits(seconds=0.1))


@pytest.mark.usefixtures("nothing_left")
def test_many_run_at_once_in_an_event_loop_and_one_runaway_stops_none(story_store: Store, whole: bytes) -> None:
    async def one() -> bytes:
        with await run_guarded_async(lambda pipe: story_store.write(COUNT, "csv", pipe, union=True)) as answer:
            return answer.read()

    async def all_of_them() -> None:
        runaway = asyncio.create_task(run_guarded_async(half_then_hang, Limits(seconds=1)))
        assert await asyncio.gather(*(one() for _ in range(20))) == [whole] * 20
        with pytest.raises(OverrunError, match="took longer than 1 s"):
            await runaway

    asyncio.run(all_of_them())


@pytest.mark.usefixtures("nothing_left")
def test_a_cancelled_query_is_killed() -> None:
    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(run_guarded_async(half_then_hang, Limits(seconds=60)), 0.3)

    begin = time.monotonic()
    asyncio.run(give_up())
    assert time.monotonic() - begin < 5


@pytest.mark.usefixtures("nothing_left")
def test_an_interrupted_query_is_killed() -> None:
    threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt):
        run_guarded(half_then_hang, io.BytesIO(), Limits(seconds=60))


def test_threads_can_each_have_their_children(story_store: Store, whole: bytes) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: count(story_store, Limits(seconds=20)), range(100)))
    assert answers == [whole] * 100
