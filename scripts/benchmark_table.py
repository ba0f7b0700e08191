"""The benchmark's table: what is measured and in which process, the figures and their goals, as text and as a picture.

usage: python scripts/benchmark_table.py FILE.json [--plot FILE.svg]

prints the table that `benchmark.py corpus -o FILE.json` wrote, and draws it. In the picture each row has a panel of its
own. Both axes are logarithmic, so that a straight line is a power of the number of claims and its slope the growth.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from math import ceil, floor, log
from pathlib import Path
from statistics import linear_regression, median

# What does a task.
SCRIPT = Path(__file__).with_name("benchmark_corpus.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What one run of one task took: processor seconds, bytes of memory at the peak, and what else it tells.

    Args:
        clock: seconds on the clock, which are fewer where two threads work, and more where others do.
    """

    seconds: float
    clock: float
    peak: int
    told: dict[str, list[float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table. Ratios are one for each size, or one of two sizes, as median, least and greatest."""

    what: str
    sizes: list[int]
    seconds: list[float] = field(default_factory=list)
    reference: list[float] = field(default_factory=list)
    ratios: list[tuple[float, float, float]] = field(default_factory=list)
    most: float | None = None
    growth: float | None = None
    most_growth: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Tell whether the goals are met, if there are any."""
        goals = [ratio[0] <= self.most for ratio in self.ratios if self.most is not None]
        goals += [self.growth <= self.most_growth] if self.growth is not None and self.most_growth is not None else []
        return all(goals) if goals else None

    @property
    def is_memory(self) -> bool:
        """Tell whether the figures are bytes and not seconds."""
        return "memory" in self.what


def peak_memory() -> int:
    """Return the bytes of this process's memory at the peak."""
    status = Path("/proc/self/status")
    if status.is_file():
        # getrusage also tells what the process that started this one had.
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def run(name: str, folder: Path) -> Figure:
    """Do a task in a process of its own."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, str(SCRIPT), "--task", name, "--folder", str(folder), "--out", out]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"benchmark: {name} on {folder} failed: {done.stderr.strip()[-2000:]}")
    return Figure(**json.loads(done.stdout))


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Return median, least and greatest."""
    return median(values), min(values), max(values)


def growth(sizes: Sequence[int], seconds: Sequence[float]) -> float | None:
    """Return the slope of log(seconds) over log(claims), or None for one size."""
    if len(sizes) < 2 or min(seconds) <= 0:
        return None
    return linear_regression([log(size) for size in sizes], [log(one) for one in seconds]).slope


def beside(ours: Figure, reference: Figure, part: str) -> tuple[float, float, float]:
    """Return a figure of ours, the reference's, and the ratio."""
    mine, theirs = getattr(ours, part), getattr(reference, part)
    return mine, theirs, mine / theirs


# A row's name, a part of the figure, and the most that ratio and growth may be.
Goal = tuple[str, str, float | None, float | None]


class Table:
    """The rows, as they come."""

    def __init__(self, sizes: Sequence[int], runs: int) -> None:
        self.sizes, self.runs, self.rows = list(sizes), runs, list[Row]()

    def pair(self, folders: dict[int, Path], ours: str, reference: str, *goals: Goal) -> None:
        """Run two tasks in turn on each corpus; each goal is a name, a part of the figure, a ratio and a growth."""
        turns = {n: [(run(ours, at), run(reference, at)) for _ in range(self.runs)] for n, at in folders.items()}
        for what, part, most, most_growth in goals:
            found = {n: [beside(*turn, part) for turn in taken] for n, taken in turns.items()}
            mine = [median(one[0] for one in taken) for taken in found.values()]
            self.add(
                Row(
                    what=what,
                    sizes=list(folders),
                    seconds=mine,
                    reference=[median(one[1] for one in taken) for taken in found.values()],
                    ratios=[spread([one[2] for one in taken]) for taken in found.values()],
                    most=most,
                    growth=growth(list(folders), mine),
                    most_growth=most_growth,
                )
            )

    def add(self, row: Row) -> None:
        """Take a row and print it."""
        self.rows.append(row)
        print(line(row), flush=True)


def line(row: Row) -> str:
    """Return a row as text."""
    per, unit = (1e6, "MB") if row.is_memory else (1.0, "s")
    cells = [f"{n}: {mine / per:.3g} {unit}" for n, mine in zip(row.sizes, row.seconds, strict=False)]
    ratios = [f"{mid:.3g} ({least:.3g}-{most:.3g})" for mid, least, most in row.ratios]
    goal = "" if row.most is None else f"goal {row.most:g}"
    grown = "" if row.growth is None else f"growth {row.growth:.2f}"
    grown += "" if row.most_growth is None or row.growth is None else f" (goal {row.most_growth:g})"
    met = {None: "", True: "met", False: "MISSED"}[row.met]
    parts = ["  ".join(cells), "ratio " + "  ".join(ratios) if ratios else "", goal, grown, met, row.note]
    return f"{row.what:34} " + " | ".join(part for part in parts if part)


BLUE, GREY, FAINT, GREEN, RED = "#0b57a4", "#6b6b6b", "#dcdcdc", "#1d7a36", "#b3261e"
COLUMNS, WIDTH, HEIGHT = 3, 330, 250
# The part of a panel that the curves lie in.
LEFT, RIGHT, TOP, BOTTOM = 72, 284, 80, 205


def quantity(row: Row, value: float) -> str:
    """Return a figure of the row as it is read: 12 ms, 3.4 s, 250 MB."""
    units = (("MB", 1e6), ("GB", 1e9)) if row.is_memory else (("µs", 1e-6), ("ms", 1e-3), ("s", 1.0))
    unit, size = next((one for one in reversed(units) if value >= one[1]), units[0])
    return f"{value / size:.0f} {unit}" if value / size >= 10 else f"{value / size:.2g} {unit}"


def goals(row: Row) -> str:
    """Return what of a row has a goal, and the goal."""
    parts = []
    if row.ratios:
        found = "ratio " + f"{row.ratios[-1][0]:.2g}"
        parts.append(found if row.most is None else f"{found} (goal {row.most:g})")
    if row.growth is not None:
        found = f"growth {row.growth:.2f}"
        parts.append(found if row.most_growth is None else f"{found} (goal {row.most_growth:g})")
    return ", ".join(parts)


def limit(row: Row) -> list[float]:
    """Return the most that the row's figures may be, for each size, or nothing where there is no goal."""
    if row.most is not None and len(row.reference) == len(row.sizes):
        return [one * row.most for one in row.reference]
    if row.most is not None and row.seconds:
        return [row.seconds[0] * row.most for _ in row.sizes]
    if row.most_growth is not None and row.seconds:
        return [row.seconds[0] * (size / row.sizes[0]) ** row.most_growth for size in row.sizes]
    return []


def text(x: float, y: float, words: str, style: str = "") -> str:
    """Return words in the picture."""
    return f'<text x="{x:.0f}" y="{y:.0f}" {style}>{escape(words)}</text>'


def shorten_words(words: str, most: int) -> str:
    """Return words, cut where they are too many."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def curves(row: Row) -> Iterator[str]:
    """Yield a row's figures over the sizes: ours, the reference, and the goal."""
    lines = ((limit(row), GREEN, "1.5"), (row.reference, GREY, "2"), (row.seconds, BLUE, "2.5"))
    every = [one for values, _, _ in lines for one in values if one > 0]
    low, high = log(min(every)), log(max(every))
    # A flat line is drawn in the middle, and nothing small is blown up.
    spare = max(0.0, log(4) - (high - low)) / 2
    low, high = low - spare, high + spare
    first, last = log(row.sizes[0]), log(row.sizes[-1])

    def place(size: int, value: float) -> tuple[float, float]:
        across = LEFT + (RIGHT - LEFT) * (log(size) - first) / (last - first)
        return across, BOTTOM - (BOTTOM - TOP) * (log(max(value, 1e-9)) - low) / (high - low)

    for power in range(ceil(low / log(10)), floor(high / log(10)) + 1):
        y = place(row.sizes[0], 10.0**power)[1]
        yield f'<path d="M{LEFT - 22} {y:.0f}H{RIGHT + 24}" stroke="{FAINT}"/>'
        yield text(LEFT - 26, y + 3, quantity(row, 10.0**power), f'fill="{GREY}" font-size="9" text-anchor="end"')
    for values, colour, wide in lines:
        points = [place(size, value) for size, value in zip(row.sizes, values, strict=False)]
        way = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        dashes = 'stroke-dasharray="5 4"' if colour == GREEN else ""
        yield f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="{wide}" {dashes}/>'
        if colour != GREEN:
            yield from (f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{colour}"/>' for x, y in points)
    for at in (0, -1):
        told = [(values[at], colour) for values, colour, _ in lines[1:] if values]
        # The higher one is named above its point, the lower one below, so that they never meet.
        for (value, colour), shift in zip(sorted(told, reverse=True), (-8, 17), strict=False):
            x, y = place(row.sizes[at], value)
            style = f'fill="{colour}" text-anchor="middle" class="figure"'
            yield text(x, y + shift, quantity(row, value), style)
    for size in row.sizes:
        x = place(size, 1)[0]
        yield text(x, BOTTOM + 32, f"{size:,}", f'fill="{GREY}" font-size="10" text-anchor="middle"')


def bars(row: Row) -> Iterator[str]:
    """Yield the figures of a row that has been measured at one size: ours and the reference's."""
    most = max([*row.seconds, *row.reference])
    named = ((row.seconds, BLUE, "claimgraph"), (row.reference, GREY, "reference"))
    for at, (values, colour, name) in enumerate(one for one in named if one[0]):
        y, wide = TOP + 20 + 48 * at, 150 * values[0] / most
        yield text(20, y - 6, name, f'fill="{colour}"')
        yield f'<rect x="20" y="{y}" width="{max(wide, 1.5):.1f}" height="14" fill="{colour}"/>'
        yield text(28 + wide, y + 12, quantity(row, values[0]), f'fill="{colour}" class="figure"')
    if row.sizes[0]:
        yield text(20, BOTTOM + 32, f"{row.sizes[0]:,} claims", f'fill="{GREY}" font-size="10"')


def panel(row: Row, number: int) -> str:
    """Return a row's panel at its place."""
    verdict = {True: ("✓ ", GREEN), False: ("✗ missed: ", RED), None: ("", GREY)}[row.met]
    parts = [
        f'<rect x="6" y="6" width="{WIDTH - 12}" height="{HEIGHT - 12}" rx="6" fill="#fff" stroke="{FAINT}"/>',
        text(20, 28, shorten_words(row.what, 40), 'font-size="13" font-weight="bold"'),
        text(20, 45, verdict[0] + goals(row), f'fill="{verdict[1]}"'),
        text(20, 60, shorten_words(row.note, 54), f'fill="{GREY}" font-size="10"'),
        *(curves(row) if len(row.sizes) > 1 else bars(row)),
    ]
    x, y = number % COLUMNS * WIDTH, number // COLUMNS * HEIGHT + 40
    return f'<g transform="translate({x} {y})">{"".join(parts)}</g>'


def plot(rows: Sequence[Row]) -> str:
    """Return a picture of the table as SVG: what grows first, then what has been measured at one size."""
    drawn = sorted((row for row in rows if row.seconds), key=lambda row: len(row.sizes) == 1)
    wide, tall = COLUMNS * WIDTH, -(-len(drawn) // COLUMNS) * HEIGHT + 46
    legend = ((BLUE, "claimgraph"), (GREY, "reference"), (GREEN, "goal, the most it may be"))
    parts = [
        text(30 + 150 * at, 26, f"{'╌╌' if colour == GREEN else '━━'} {name}", f'fill="{colour}" font-weight="bold"')
        for at, (colour, name) in enumerate(legend)
    ]
    axes = "processor time or memory over claims, both axes logarithmic"
    parts.append(text(wide - 30, 26, axes, f'fill="{GREY}" text-anchor="end"'))
    parts += [panel(row, number) for number, row in enumerate(drawn)]
    # A figure stands over the lines that cross it.
    style = "<style>.figure{paint-order:stroke;stroke:#fff;stroke-width:3px;font-weight:bold}</style>"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" width="{wide}" height="{tall}" '
        f'font-family="sans-serif" font-size="11">{style}<rect width="100%" height="100%" fill="#fafafa"/>'
        f"{''.join(parts)}</svg>\n"
    )


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a table that was written as JSON."""
    told = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return [Row(**{name: value for name, value in row.items() if name != "met"}) for row in told]


def main() -> int:
    """Print a table, and draw it if asked to."""
    parser = argparse.ArgumentParser(
        description="Print the table of a benchmark that was written as JSON, and draw it.",
        epilog="example: python scripts/benchmark_table.py growth.json --plot growth.svg",
    )
    parser.add_argument("file", type=Path, metavar="FILE.json", help="what benchmark.py corpus -o wrote")
    parser.add_argument("--plot", type=Path, metavar="FILE.svg", help="draw the table")
    arguments = parser.parse_args()
    rows = read_rows(arguments.file)
    print("\n".join(map(line, rows)))
    if arguments.plot is not None:
        arguments.plot.write_text(plot(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
