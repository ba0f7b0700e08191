"""Stages of a long job: tells the user which one runs, and remembers how long each took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


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
