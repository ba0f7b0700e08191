"""Long work says what is being done, how fast, and how long the rest takes."""

import re
import time
from collections.abc import Iterator

from claimgraph.timing import Stages

TOLD = re.compile(r"read: (\d+) of 12, (\d+) a second, (\d+) s left")


def slowly() -> Iterator[int]:
    for number in range(12):
        time.sleep(0.05)
        yield number


def test_long_work_tells_how_much_is_done_and_left_and_hands_on_everything() -> None:
    told: list[str] = []
    stages = Stages(told.append)
    with stages("read"):
        assert list(stages.track("read", slowly(), 12)) == list(range(12))
    assert told[0] == "read"
    progress = [TOLD.fullmatch(line) for line in told[1:]]
    # Twelve times 50 ms at least, told every 200 ms at most.
    assert 1 <= len(progress) <= 12
    done = [int(match[1]) for match in progress if match]
    assert len(done) == len(progress), told
    assert done == sorted(set(done))
    for match in progress:
        assert match is not None
        number, rate, left = map(int, match.groups())
        assert rate <= 20
        assert left >= (12 - number) * 0.05 - 1
    assert 0.6 <= stages.seconds["read"] < 60


def test_what_takes_seconds_is_told_by_the_piece() -> None:
    told: list[str] = []
    for _ in Stages(told.append).track("derive", range(1), 1):
        time.sleep(1.1)
    assert re.fullmatch(r"derive: 1 of 1, [1-9]\d* s each, 0 s left", told[0])


def test_nothing_is_told_of_what_is_soon_done() -> None:
    told: list[str] = []
    assert list(Stages(told.append).track("read", range(100), 100)) == list(range(100))
    assert told == []
