"""Time keeping a corpus in a store on disk: the first build, one that changes nothing, and one article more or less.

usage: python scripts/benchmark_store.py [the options of scripts/benchmark_corpus.py]

It is the part `store` of that benchmark. Each step is `claimgraph build --store` in a process of its own, after the
one before it:

- first: the whole corpus, beside pyoxigraph bulk-loading the same files into a store on disk, which it leaves as they
  come: not checked, not put in order.
- same: nothing has changed.
- add, replace, withdraw: one article of 30 claims has come, has been written anew, and has gone, and so have its things
  in the files of entities/: the activities that no other article mentions. The figure is the ratio of the
  largest corpus to the smallest one: a step that costs what changes, and not what there is, has the ratio 1.
"""

import io
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import median
from typing import IO, cast

import pyoxigraph as ox

from claimgraph.corpus.update import Update, update_corpus
from claimgraph.model import Term
from claimgraph.namespaces import ENTITIES
from claimgraph.resources import ontology_folder
from claimgraph.source import Source, read_turtle
from claimgraph.timing import Stages
from claimgraph.workspace import Workspace, article_files, entity_files, read_workspace

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.benchmark_table import Figure, Row, Table, growth, run, spread
from scripts.invented_world import World, write_article, write_entities

# What a step does to the one article, as the build is to tell it.
CHANGES = {"add": "added", "replace": "replaced", "withdraw": "withdrawn"}
STEPS = ("first", "same", *CHANGES)
ARTICLE_CLAIMS, NEW_THINGS = 30, 8
# Before the build, in seconds, and so long that it does not take the files for ones that may still be written.
AGE = 60


class Newcomer(World):
    """One more article of a world: like the others, and every third claim is of an activity that is new with it."""

    def __init__(self, story: Workspace, claims: int, seed: int) -> None:
        super().__init__(story, claims)
        self.random.seed(claims + seed + 1)
        first = len(self.invented["activity"])
        self.invent("activity", first + (seed + 1) * NEW_THINGS)
        self.things["new activity"] = self.invented["activity"][-NEW_THINGS:]

    def draw(self, kind: str, skew: float = 1.5) -> Term:
        """Return a thing of the kind, or an activity that is new."""
        new = kind == "activity" and self.random.random() < 1 / 3
        return super().draw("new activity" if new else kind, skew)


def stage(corpus: Path, claims: int, place: Path) -> Path:
    """Make what the steps on a corpus need, and return its folder: a workspace, and the files that steps change."""
    shutil.copytree(corpus, place / "workspace", copy_function=os.link)
    (place / "corpus").symlink_to(corpus.resolve())
    story = read_workspace()
    for seed, step in enumerate(("add", "replace")):
        for name in ("articles", "entities"):
            (place / step / name).mkdir(parents=True)
        world = Newcomer(story, claims, seed)
        write_article(world.article(claims, ARTICLE_CLAIMS), place / step)
        for source in world.entities():
            known = corpus / "entities" / source.path.name
            quads = read_turtle(known, ENTITIES).quads if known.is_file() else ()
            if set(source.quads) - set(quads):
                merged = dict.fromkeys((*quads, *source.quads))
                write_entities(Source.from_quads(source.path, merged), place / step)
    then = time.time() - AGE
    for path in (place / "workspace").rglob("*.*"):
        os.utime(path, (then, then))
    return place


def change(place: Path, step: str) -> None:
    """Bring the workspace into the state in which the step builds it."""
    touched = {path.relative_to(place / one) for one in ("add", "replace") for path in (place / one).rglob("*.t*")}
    for name in touched:
        file = place / "workspace" / name
        file.unlink(missing_ok=True)
        fresh, before = place / step / name, place / "corpus" / name
        if fresh.is_file():
            shutil.copyfile(fresh, file)
            os.utime(file, (time.time() - AGE, time.time() - AGE))
        elif before.is_file():
            os.link(before, file)


def prepare(step: str, place: Path, out: Path) -> Callable[[], object]:
    """Return a step that is ready to be timed."""
    if step == "bulk":
        return partial(bulk_load, place / "corpus", out / "store")
    if step in CHANGES:
        change(place, step)
    return partial(update, place, step)


def update(place: Path, step: str) -> None:
    """Build, and see that the build did what the step wants."""
    done = update_corpus(place / "workspace", place / "store", None, Stages())
    if not isinstance(done, Update):
        raise SystemExit(f"{step}: {len(done)} findings, the first of which is: {done[0]}")
    told = {"added": done.added, "replaced": done.replaced, "withdrawn": done.withdrawn}
    counts = {name: len(articles) for name, articles in told.items()}
    wanted = {name: int(CHANGES.get(step) == name) for name in counts}
    if step != "first" and (counts != wanted or done.entities != (step in CHANGES)):
        raise SystemExit(f"{step}: the build says {done}")


def bulk_load(corpus: Path, place: Path) -> None:
    """Let the engine load the corpus into a store on disk."""
    store = ox.Store(str(place))
    for path in sorted(ontology_folder().glob("*.ttl")) + sorted((ontology_folder() / "taxonomy").glob("*.ttl")):
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(f"urn:file:{path.name}"))
    # One after the other as one file: loaded one by one, each would be a dozen files of the store.
    entities = cast(IO[bytes], Joined(entity_files(corpus)))
    store.bulk_load(input=entities, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(ENTITIES))
    store.bulk_load(input=cast(IO[bytes], Joined(article_files(corpus))), format=ox.RdfFormat.TRIG)
    store.flush()


class Joined(io.RawIOBase):
    """Files that are read as one: Turtle and TriG allow it, as prefixes may be declared anew."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._pieces = chain.from_iterable((path.read_bytes(), b"\n") for path in paths)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most so many."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        taken = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(taken) :]
        return taken


def take_turn(corpus: Path, claims: int) -> dict[str, Figure]:
    """Do every step on a corpus once, and the reference's."""
    with tempfile.TemporaryDirectory(dir=corpus.parent) as place:
        stage(corpus, claims, Path(place))
        return {step: run(f"store-{step}", Path(place)) for step in ("bulk", *STEPS)}


def measure(table: Table, folders: dict[int, Path]) -> None:
    """Do the steps on each corpus, and add what they took."""
    turns = {n: [take_turn(at, n) for _ in range(table.runs)] for n, at in folders.items()}
    sizes = list(folders)
    alone = [[turn["bulk"].seconds for turn in turns[n]] for n in sizes]
    first = [[turn["first"].seconds for turn in turns[n]] for n in sizes]
    table.add(
        Row(
            what="store: the first build",
            sizes=sizes,
            seconds=[median(taken) for taken in first],
            reference=[median(taken) for taken in alone],
            ratios=[spread([a / b for a, b in zip(*pair, strict=True)]) for pair in zip(first, alone, strict=True)],
            growth=growth(sizes, [median(taken) for taken in first]),
            most_growth=1.1,
            note="the reference loads, and neither checks nor orders",
        )
    )
    table.add(compare(turns, "store: the first build: peak memory", "first", "peak", 2.0))
    table.add(compare(turns, "store: nothing has changed", "same", "seconds", None))
    for step, done in CHANGES.items():
        table.add(compare(turns, f"store: one article {done}", step, "seconds", 2.0))
    table.add(compare(turns, "store: one article added: peak memory", "add", "peak", 2.0))


def compare(turns: dict[int, list[dict[str, Figure]]], what: str, step: str, part: str, most: float | None) -> Row:
    """Return what a step took at each size, with the ratio of the largest corpus to the smallest."""
    taken = {n: [float(getattr(turn[step], part)) for turn in done] for n, done in turns.items()}
    least, largest = min(taken), max(taken)
    several = len(taken) > 1
    return Row(
        what=what,
        sizes=list(taken),
        seconds=[median(values) for values in taken.values()],
        ratios=[spread([a / b for a, b in zip(taken[largest], taken[least], strict=True)])] if several else [],
        most=most if several else None,
        note=f"the ratio is that of {largest:,} claims to {least:,}" if several else "",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure this part alone."""
    from scripts import benchmark_corpus

    words = sys.argv[1:] if arguments is None else arguments
    return benchmark_corpus.main(["--only", "store", *words])


if __name__ == "__main__":
    sys.exit(main())
