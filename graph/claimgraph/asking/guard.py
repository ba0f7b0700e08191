"""The guard: a query runs in a child process that can be stopped, run out of memory or crash, and nobody is hurt.

https://man7.org/linux/man-pages/man2/fork.2.html

An engine in process cannot be interrupted. A forked child has the parent's store as it is, copy on write, so
starting one costs a millisecond and no loading. The child may use so much memory, may open no file and no socket
(a SERVICE that the scan missed reaches nobody), and is killed when its time is up. Its answer is kept aside until
it has ended well: a part of an answer is never seen.

While one is started no other thread may be asking the store in this process: the child would inherit a lock that
nobody opens, and hang until its time is up (seen with pyoxigraph 0.5.13). Threads that only start children are safe.
A store on disk is opened anew in the child, which has closed the parent's files.
"""

import gc
import math
import os
import select
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn

from claimgraph.errors import OverrunError, QuestionError

if sys.platform != "win32":
    import fcntl
    import resource

Ask = Callable[[BinaryIO], None]
"""Runs a query and writes its answer; called in the child."""
Prepare = Callable[[], int]
"""Called in the child before the limits hold; returns how many files the query may open. See `Store.reopen`."""

_CHUNK = 1 << 16
_IN_MEMORY = 1 << 20  # bytes of an answer that are kept in memory; more go to a temporary file
_STATM = Path("/proc/self/statm")
_MEMORY_SIGNS = (b"memory allocation", b"MemoryError", b"Cannot allocate memory")
_STACK_SIGNS = (b"overflowed its stack", b"RecursionError")
# Exit status of a child: the answer is whole; the complaint is a sentence for the user; memory ran out.
_WHOLE, _REFUSED, _STARVED, _CRASHED = 0, 3, 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a query may cost.

    Args:
        seconds: wall-clock time.
        memory_bytes: beyond what the process has when the query begins. Kept on Linux only.
        answer_bytes: size of the answer.
    """

    seconds: float = 10.0
    memory_bytes: int = 1 << 30
    answer_bytes: int = 1 << 28


def _prepare_nothing() -> int:
    return 0


def run_guarded(ask: Ask, out: BinaryIO, limits: Limits | None = None, prepare: Prepare = _prepare_nothing) -> None:
    """Run a query in a child process and write its whole answer, or nothing.

    Raises:
        QuestionError: what the query itself is refused for.
        OverrunError: it took too long, needed too much memory, answered too much, or killed its process.
    """
    child = _Child(ask, limits or Limits(), prepare)
    try:
        ready = select.poll()
        ready.register(child.answers, select.POLLIN)
        while child.is_open:
            left = child.deadline - time.monotonic()
            # Asked first, or a query that answers without end would never be late.
            if left > 0 and ready.poll(min(left, 1.0) * 1000):
                child.read()
            elif child.deadline <= time.monotonic():
                child.overrun()
        with child.settle() as answer:
            shutil.copyfileobj(answer, out, _CHUNK)
    finally:
        child.close()


async def run_guarded_async(ask: Ask, limits: Limits | None = None, prepare: Prepare = _prepare_nothing) -> BinaryIO:
    """Run a query as `run_guarded` does, without holding up the event loop; the answer is the caller's to close.

    Cancelling kills the child.
    """
    child = _Child(ask, limits or Limits(), prepare)
    # Here, for it takes 40 ms to import, and only the server asks so.
    import asyncio

    loop = asyncio.get_running_loop()
    ended = loop.create_future()

    def read() -> None:
        child.read()
        if not child.is_open:
            loop.remove_reader(child.answers)
            if not ended.done():
                ended.set_result(None)

    timer = loop.call_at(loop.time() + child.deadline - time.monotonic(), child.overrun)
    loop.add_reader(child.answers, read)
    try:
        await ended
        return child.settle()
    finally:
        timer.cancel()
        loop.remove_reader(child.answers)
        child.close()


class _Child:
    """A process that runs one query, and what it has answered so far."""

    def __init__(self, ask: Ask, limits: Limits, prepare: Prepare) -> None:
        if not hasattr(os, "fork"):
            raise QuestionError("this system cannot fork a process to run a query in; use Linux, macOS or WSL")
        self.deadline = time.monotonic() + limits.seconds
        self.is_open = True
        self._limits = limits
        self._verdict = ""
        self._size = 0
        self.answers, answers_in = os.pipe()
        self._complaints, complaints_in = os.pipe()
        with warnings.catch_warnings():
            # Python 3.12 warns where there are threads; this module says which of them are safe.
            warnings.simplefilter("ignore", DeprecationWarning)
            try:
                self._pid = os.fork()
            except OSError as error:
                for number in (self.answers, answers_in, self._complaints, complaints_in):
                    os.close(number)
                raise OverrunError(f"no process can be started for the query ({error.strerror}); try later") from error
        if self._pid == 0:
            _be_child(ask, limits, prepare, answers_in, complaints_in)
        os.close(answers_in)
        os.close(complaints_in)
        self._whole: BinaryIO | None = _spool()

    def read(self) -> None:
        """Take what the child has written; without more to come, it is no longer open."""
        chunk = os.read(self.answers, _CHUNK)
        self.is_open = bool(chunk)
        self._size += len(chunk)
        if self._size > self._limits.answer_bytes:
            self._kill(f"the answer has more than {_in_words(self._limits.answer_bytes)}; add a LIMIT")
        elif self._whole is not None:
            self._whole.write(chunk)

    def overrun(self) -> None:
        """Kill the child, whose time is up."""
        self._kill(f"the query took longer than {self._limits.seconds:g} s; ask for less, or narrow its patterns")

    def settle(self) -> BinaryIO:
        """Return the whole answer of a child that is no longer open.

        Raises:
            QuestionError: see `run_guarded`.
        """
        status, self._pid = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1]), 0
        complaint = os.read(self._complaints, _CHUNK)
        if self._verdict:
            raise OverrunError(self._verdict)
        if status == _REFUSED:
            raise QuestionError(complaint.decode("utf-8", "replace"))
        if status != _WHOLE:
            raise OverrunError(self._explain(status, complaint))
        answer, self._whole = self._whole, None
        assert answer is not None, "a child is settled once"
        answer.seek(0)
        return answer

    def close(self) -> None:
        """End the child if it still runs, and give back what it holds of the parent's."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
            self._pid = 0
        if self.answers >= 0:
            os.close(self.answers)
            os.close(self._complaints)
            self.answers = -1
        if self._whole is not None:
            self._whole.close()

    def _kill(self, verdict: str) -> None:
        self._verdict = self._verdict or verdict
        self.deadline = math.inf
        os.kill(self._pid, signal.SIGKILL)

    def _explain(self, status: int, complaint: bytes) -> str:
        memory = f"the query needed more than {_in_words(self._limits.memory_bytes)} of memory; ask for less"
        if status == _STARVED or any(sign in complaint for sign in _MEMORY_SIGNS):
            return memory
        if status == -signal.SIGSEGV or any(sign in complaint for sign in _STACK_SIGNS):
            return "the engine died of the query: it is nested too deeply, or is too long"
        if status == -signal.SIGKILL:
            return "the query's process was killed by the system, which happens when memory runs out; ask for less"
        last = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return f"the engine died of the query (status {status}): {last or 'it left no word'}"


def _spool() -> BinaryIO:
    return tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # type: ignore[return-value]


def _be_child(ask: Ask, limits: Limits, prepare: Prepare, answers: int, complaints: int) -> NoReturn:
    """Run the query and exit; nothing of the parent's is touched, flushed or finalised."""
    status = _CRASHED
    try:
        gc.disable()
        _let_go(answers, complaints)
        _limit(limits, files=prepare())
        with open(1, "wb", buffering=_CHUNK, closefd=False) as out:
            ask(out)
        status = _WHOLE
    except MemoryError:
        status = _STARVED
    except (QuestionError, OSError, RuntimeError, ValueError) as error:
        sentence = str(error) if isinstance(error, QuestionError) else f"the query cannot be run: {error}"
        os.write(2, sentence.encode("utf-8", "replace")[:4096])
        status = _REFUSED
    finally:
        os._exit(status)


def _let_go(answers: int, complaints: int) -> None:
    """Keep three files: nothing to read, the answer as standard output, complaints as standard error."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    # Above 2 first: any of these is itself 0, 1 or 2 where the parent has closed its own.
    kept = [fcntl.fcntl(number, fcntl.F_DUPFD, 3) for number in (nothing, answers, complaints)]
    for target, source in enumerate(kept):
        os.dup2(source, target)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))


def _limit(limits: Limits, files: int) -> None:
    limit = resource.setrlimit
    if _STATM.exists() and sys.platform == "linux":
        pages = int(_STATM.read_bytes().split()[0])
        size = pages * resource.getpagesize() + limits.memory_bytes
        limit(resource.RLIMIT_AS, (size, size))
    # If the parent dies first, nobody else ends a child that writes nothing.
    seconds = int(limits.seconds) + 2
    limit(resource.RLIMIT_CPU, (seconds, seconds))
    limit(resource.RLIMIT_CORE, (0, 0))
    limit(resource.RLIMIT_FSIZE, (0, 0))
    # RocksDB opens the files of a store on disk when it needs them. Then sockets are kept out by the scan alone.
    highest = 3 + 2 * files
    limit(resource.RLIMIT_NOFILE, (highest, highest))


def _in_words(size: int) -> str:
    """Return a number of bytes as people say it.

    >>> _in_words(1 << 30), _in_words(3 << 19), _in_words(200)
    ('1 GB', '1.5 MB', '200 bytes')
    """
    for unit, name in ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size} bytes"
