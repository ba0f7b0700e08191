"""Ask every question of graphs that grow, and say how its time grows with them; or time the page, or all the rest.

usage: python scripts/benchmark.py questions [--sizes CLAIMS CLAIMS ...] [-o FILE]
       python scripts/benchmark.py page [-o FILE] [--runs N]
       python scripts/benchmark.py corpus [--sizes CLAIMS CLAIMS CLAIMS ...] [--runs N] [-o FILE] [--plot FILE]

How the page is timed, scripts/benchmark_page.py says; how building, checking, deriving and answering are, beside
pyoxigraph, pySHACL and rdflib, scripts/benchmark_corpus.py. Of the questions:

The graphs are the shipped story with the invented articles of scripts/invented_world.py beside it. Each question is
asked as it stands and with its parameters' examples. Seconds are the processor's, so that other work on the machine
does not show. Growth is log(t2/t1) / log(n2/n1) over the two largest graphs: 1 is linear, 2 quadratic.
"""

import argparse
import importlib
import json
import sys
import time
from collections.abc import Sequence
from math import log
from pathlib import Path

from claimgraph.story import Story

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.invented_world import make_workspace


def ask(story: Story, sparql: str) -> tuple[int, float]:
    """Return how many rows the answer has, and the least processor seconds of up to five times asking."""
    seconds: list[float] = []
    rows = 0
    while len(seconds) < 2 or (len(seconds) < 5 and sum(seconds) < 2):
        start = time.process_time()
        rows = len(story.store.select(sparql))
        seconds.append(time.process_time() - start)
    return rows, min(seconds)


def queries(story: Story) -> dict[str, str]:
    """Return every question's query as it stands, and with its examples under a name that shows them."""
    asked: dict[str, str] = {}
    for question in story.questions:
        asked[question.name] = question.sparql
        values = {one.name: one.example for one in question.parameters if one.name != "lang"}
        if values:
            asked[f"{question.name} -p {' '.join(values)}"] = story.prepare(question.name, **values)
    return asked


def growth(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the growth exponent over the last two sizes."""
    return log(seconds[-1] / seconds[-2]) / log(sizes[-1] / sizes[-2])


def main() -> int:
    """Time the questions, print the table, write it if asked to; or hand over to the page's benchmark."""
    if sys.argv[1:2] in (["page"], ["corpus"]):
        # Only the one that is wanted: the page's needs a browser's library.
        return importlib.import_module(f"scripts.benchmark_{sys.argv[1]}").main(sys.argv[2:])  # type: ignore[no-any-return]
    parser = argparse.ArgumentParser(
        description="Ask every question of graphs that grow, and say how its time grows with them.",
        epilog="example: python scripts/benchmark.py questions --sizes 1000 4000 -o growth.json; "
        "for the page: python scripts/benchmark.py page --help; "
        "for everything else, beside the engine alone: python scripts/benchmark.py corpus --help",
    )
    parser.add_argument("what", choices=["questions", "page", "corpus"], help="what is timed")
    parser.add_argument("--sizes", nargs="+", type=int, default=[2500, 10000, 40000], metavar="CLAIMS")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these questions alone")
    parser.add_argument("-o", dest="out", type=Path, metavar="FILE", help="write the table as JSON, too")
    arguments = parser.parse_args()
    sizes = sorted(set(arguments.sizes))
    if len(sizes) < 2 or sizes[0] < 1:
        parser.error("--sizes wants two or more different numbers of claims")

    rows: dict[str, int] = {}
    seconds: dict[str, list[float]] = {}
    for size in sizes:
        start = time.perf_counter()
        story = Story(make_workspace(size))
        made = time.perf_counter() - start
        print(f"{size} invented claims: {len(story.store)} quads, made in {made:.1f} s", file=sys.stderr)
        for name, sparql in queries(story).items():
            if arguments.only and name.split()[0] not in arguments.only:
                continue
            rows[name], took = ask(story, sparql)
            seconds.setdefault(name, []).append(took)
    width = max(map(len, seconds), default=0)
    print(f"{'question':{width}}  {'rows':>7}" + "".join(f"  {size:>8}" for size in sizes) + "  growth")
    for name, times in seconds.items():
        cells = "".join(f"  {one:8.4f}" for one in times)
        print(f"{name:{width}}  {rows[name]:7}{cells}  {growth(sizes, times):6.2f}")
    if arguments.out is not None:
        table = [
            {"question": name, "rows": rows[name], "seconds": times, "growth": round(growth(sizes, times), 3)}
            for name, times in seconds.items()
        ]
        arguments.out.write_text(json.dumps({"sizes": sizes, "questions": table}, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
