"""The current generation of a store on disk, and what keeps it there while it is read; see `generations`.

Places are plain text here: a question that is asked from a shell opens a store by this module alone, and pathlib takes
longer to import than the rest of it.
"""

import os
import sys

from claimgraph.errors import WorkspaceError

if sys.platform != "win32":
    import fcntl

SEAL = "manifest.json"
"""The file that is written last into a generation: without it the generation is not whole."""
CURRENT = "current"
"""The file that names the generation that readers open."""


class Hold:
    """Keeps a generation from being removed for as long as this object is there, or till it is closed."""

    def __init__(self, seal: str) -> None:
        self._number = os.open(seal, os.O_RDONLY)

    def lock(self, *, alone: bool) -> bool:
        """Lock it with others or alone; return whether that could be done."""
        try:
            fcntl.flock(self._number, fcntl.LOCK_NB | (fcntl.LOCK_EX if alone else fcntl.LOCK_SH))
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Let go of it."""
        if self._number >= 0:
            os.close(self._number)
            self._number = -1

    def __del__(self) -> None:
        if hasattr(self, "_number"):
            self.close()


def current(place: str) -> str | None:
    """Return the current generation, if there is one."""
    try:
        with open(f"{place}/{CURRENT}", encoding="ascii") as file:  # noqa: PTH123
            return f"{place}/{file.read().strip()}"
    except FileNotFoundError:
        return None


def read_generation(place: str) -> tuple[str, Hold]:
    """Return the current generation, and what keeps it there while it is read.

    Raises:
        WorkspaceError: if there is none.
    """
    while (found := current(place)) is not None:
        seal = f"{found}/{SEAL}"
        try:
            hold = Hold(seal)
        except FileNotFoundError:
            if found == current(place):
                break
            continue  # a newer one has come in between
        # Else it is being removed, or was, and a newer one is current.
        if hold.lock(alone=False) and os.access(seal, os.F_OK):
            return found, hold
        hold.close()
    raise WorkspaceError(f"{place}: holds no store; claimgraph build WORKSPACE --store {place} makes one")
