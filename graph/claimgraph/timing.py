"""Stages of a long job: tells the user which one runs, and remembers how long each took."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

_Thing = TypeVar("_Thing")
_OFTEN = 0.2  # seconds between two tellings


class Stages:
    """Times the parts of a job.

    Args:
        tell: is given each stage's name when the stage begins.
    """

    def __init__(self, tell: Callable[[str], None] = lambda _: None) -> None:
        self._tell = tell
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Run a block as the stage of this name."""
        self._tell(name)
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - begun, 3)

    def track(self, name: str, things: Iterable[_Thing], total: int) -> Iterator[_Thing]:
        """Yield things one by one, and tell now and then how many are done, how fast, and how long the rest takes."""
        begun = told = time.perf_counter()
        for number, thing in enumerate(things, 1):
            yield thing
            now = time.perf_counter()
            if now - told >= _OFTEN:
                told, rate = now, number / (now - begun)
                pace = f"{rate:.0f} a second" if rate >= 1 else f"{1 / rate:.0f} s each"
                self._tell(f"{name}: {number} of {total}, {pace}, {(total - number) / rate:.0f} s left")
