"""Generations: a folder whose content changes in one step, whatever happens to the program that changes it.

    DIR/lock            held by the program that writes, with a word on who that is
    DIR/current         the name of the generation that readers open
    DIR/generation-7/   one state, whole and never changed again

The next generation is made beside the current one, and then `current` is renamed into place: before that the old
state is there, after it the new one. What a program leaves behind that is killed, the next one removes. A reader
keeps the generation that it opened, by a lock on its seal, until it closes it or ends; see `hold`.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from claimgraph.corpus import hold
from claimgraph.corpus.hold import CURRENT, SEAL
from claimgraph.errors import OutputError
from claimgraph.output import replace_file

if sys.platform != "win32":
    import fcntl

_LOCK = "lock"
_GENERATION = re.compile(r"generation-(\d+)")
_OURS = re.compile(rf"{CURRENT}|{_LOCK}|{_GENERATION.pattern}|\.{CURRENT}\..*\.partial")


@contextmanager
def held(place: Path) -> Iterator[None]:
    """Hold the folder for writing, made if it is not there, and remove what others have left behind.

    Raises:
        OutputError: if another program holds it, says which; or if the folder holds what is not of this module.
    """
    place.mkdir(parents=True, exist_ok=True)
    strangers = sorted(entry.name for entry in place.iterdir() if not _OURS.fullmatch(entry.name))
    if strangers:
        raise OutputError(f"{place}: holds {strangers[0]!r}, which is not of a store; choose an empty or a new folder")
    number = os.open(place / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(number, 100, 0).decode() or "it does not say which"
            raise OutputError(f"{place}: another build holds the store ({holder}); wait until it has ended") from None
        os.ftruncate(number, 0)
        os.pwrite(number, f"process {os.getpid()}, since {datetime.now():%Y-%m-%d %H:%M:%S}".encode(), 0)
        _sweep(place)
        yield
        _sweep(place)
    finally:
        os.close(number)


def current(place: Path) -> Path | None:
    """Return the current generation, if there is one."""
    found = hold.current(str(place))
    return None if found is None else Path(found)


@contextmanager
def next_generation(place: Path) -> Iterator[Path]:
    """Make a folder to be filled and sealed; it becomes the current generation where the block ends well and sealed it.

    The caller holds the folder.
    """
    numbers = [int(found[1]) for entry in place.iterdir() if (found := _GENERATION.fullmatch(entry.name))]
    made = place / f"generation-{max(numbers, default=0) + 1}"
    made.mkdir()
    try:
        yield made
        if (made / SEAL).exists():
            _sync(made)
            replace_file(place / CURRENT, lambda out: out.write(f"{made.name}\n".encode("ascii")))
            _sync(place)
    finally:
        if current(place) != made:
            shutil.rmtree(made, ignore_errors=True)


def _sweep(place: Path) -> None:
    """Remove all but the current generation and those that are being read."""
    kept = current(place)
    for entry in place.iterdir():
        if entry.name.endswith(".partial"):
            entry.unlink(missing_ok=True)
        elif _GENERATION.fullmatch(entry.name) and entry != kept:
            _remove(entry)


def _remove(generation: Path) -> None:
    try:
        kept = hold.Hold(str(generation / SEAL))
    except FileNotFoundError:
        shutil.rmtree(generation, ignore_errors=True)
        return
    if kept.lock(alone=True):
        # The seal first: a generation that is removed in part is none.
        (generation / SEAL).unlink()
        shutil.rmtree(generation, ignore_errors=True)
    kept.close()


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
