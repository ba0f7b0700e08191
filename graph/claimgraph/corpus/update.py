"""A corpus: thousands of article files in a store on disk, which a build brings up to date by what has changed.

The store lies in generations; see there. A build copies the current one, which costs next to nothing, as RocksDB's
files never change and are linked; changes the copy, checks what changed, and makes the copy current. A reader sees
the old state or the new one, and never what another process writes, which RocksDB would not bear.

A generation holds store/, with the relations between claims in it, the queries/ of the workspace, what each file of
entities/ says, and a manifest with the digest of every file; only files that have changed are parsed again. Where the
ontology, its shapes or its rules have changed, the store is made from nothing.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain, groupby, islice, zip_longest
from pathlib import Path

from claimgraph import __version__
from claimgraph.asking.library import describe_questions
from claimgraph.asking.question import read_questions
from claimgraph.corpus.families import Families
from claimgraph.corpus.generations import current, held, next_generation
from claimgraph.corpus.hold import SEAL
from claimgraph.corpus.manifest import Difference, Manifest, Stamp, digest_of, stamps
from claimgraph.corpus.neighbourhood import Touched, Whole
from claimgraph.corpus.reader import stored_article
from claimgraph.corpus.upkeep import Changed, keep_relations
from claimgraph.errors import OutputError
from claimgraph.model import Finding
from claimgraph.namespaces import CLAIM, ENTITIES, QUERIES
from claimgraph.resources import ontology_folder
from claimgraph.source import Quad, Source, n_triples
from claimgraph.store import Store
from claimgraph.timing import Stages
from claimgraph.workspace import article_files, entity_files, read_article, read_entities, read_ontology

_ARTICLES, _THINGS = 50, 4000  # that are checked at a time, which bounds the memory
_FILES = 120  # of a store: with more, it is put in order
_FORM = "2"  # of a generation; a store of another form is made from nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What a build did to a store: the slugs of the articles it added, replaced and withdrew, and what it holds now.

    Args:
        anew: whether the store was made from nothing.
        skipped: how many articles had not changed.
        claims: of all articles.
    """

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    withdrawn: tuple[str, ...]
    skipped: int
    claims: int
    anew: bool
    entities: bool = False
    questions: bool = False

    def __str__(self) -> str:
        counts = (len(self.added), len(self.replaced), len(self.withdrawn), self.skipped)
        named = zip(counts, ("added", "replaced", "withdrawn", "unchanged and skipped"), strict=True)
        others = [name for name in ("entities", "questions") if getattr(self, name)]
        also = f"; {' and '.join(others)} brought up to date" if others and not self.anew else ""
        return f"articles: {', '.join(f'{count} {word}' for count, word in named)}{also}"


def update_corpus(folder: Path, place: Path, texts: Path | None, stages: Stages) -> Update | tuple[Finding, ...]:
    """Bring a store on disk up to date with a workspace, whole or not at all.

    Returns:
        what was done; or the findings, if there are any, and then the store is as it was.

    Raises:
        ClaimgraphError: if a file or a text cannot be read, another build holds the store, or it cannot be written.
            The store is as it was.
    """
    try:
        with held(place):
            return _Build(folder, current(place), texts, stages).run(place)
    except (OSError, sqlite3.OperationalError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(f"{place}: cannot be written ({reason}); the store is as it was") from error


class _Build:
    """One build: what has changed since the generation `old`, and how that is done."""

    def __init__(self, folder: Path, old: Path | None, texts: Path | None, stages: Stages) -> None:
        self.folder, self.texts, self.stages = folder, texts, stages
        with stages("look for what has changed"):
            self.before = None if old is None else Manifest.read(old / SEAL)
            ontology = digest_of(sorted(ontology_folder().rglob("*.*")), __version__, _FORM)
            if self.before is not None and self.before.ontology != ontology:
                self.before = None
            self.old = None if self.before is None else old
            empty = Manifest(ontology=ontology, questions="", entities={}, articles={})
            known = self.before or empty
            self.questions = read_questions(folder / "queries")
            self.after = Manifest(
                ontology=ontology,
                questions=digest_of(sorted((folder / "queries").glob("*.rq"))),
                entities=stamps(entity_files(folder), known.entities),
                articles=stamps(article_files(folder), known.articles),
            )
            self.articles = Difference.between(known.articles, self.after.articles)
            self.entities = Difference.between(known.entities, self.after.entities)
        self.touched, self.changed = Touched(), Changed()

    def run(self, place: Path) -> Update | tuple[Finding, ...]:
        """Make the next generation, unless nothing has changed or something is wrong."""
        fresh_questions = self.before is None or self.before.questions != self.after.questions
        if self.articles or self.entities or fresh_questions:
            with next_generation(place) as made:
                findings = self._make(made)
                if findings:
                    return findings
        return Update(
            added=tuple(self.articles.added),
            replaced=tuple(self.articles.replaced),
            withdrawn=tuple(self.articles.withdrawn),
            skipped=len(self.after.articles) - len(self.articles.added) - len(self.articles.replaced),
            claims=self.after.claims,
            anew=self.before is None,
            entities=bool(self.entities),
            questions=fresh_questions,
        )

    def _make(self, made: Path) -> tuple[Finding, ...]:
        with Families(made) as families:
            ontology = read_ontology()
            if self.old is None:
                with self.stages("load the articles"):
                    store = Store(made / "store")
                    store.load(self._everything(ontology, families))
                with self.stages("put the store in order"):
                    store.optimize()
            else:
                with self.stages("change the store"):
                    Store(self.old / "store", read_only=True).copy_to(made / "store")
                    store = Store(made / "store")
                    self._change(store)
            with self.stages("check what has changed"):
                whole = Whole(folder=self.folder, store=store, ontology=ontology, questions=self.questions)
                if findings := self._check(whole):
                    return findings
            with self.stages("derive the relations"):
                self._relate(store, families, ontology)
        with self.stages("put the store in order"):
            if self.old is None or sum(1 for _ in (made / "store").iterdir()) > _FILES:
                store.optimize()
            store.flush()
        self._keep_entities(made)
        shutil.copytree(self.folder / "queries", made / "queries")
        self.after.write(made / SEAL)
        return ()

    def _everything(self, ontology: Iterable[Source], families: Families) -> Iterator[Source]:
        yield from ontology
        yield describe_questions(self.folder / "queries", self.questions)
        names = sorted(self.after.articles)
        articles = map(self._read, self.stages.track("load the articles", names, len(names)))
        for source in chain(map(read_entities, entity_files(self.folder)), articles):
            families.take(source)
            yield source

    def _relate(self, store: Store, families: Families, ontology: Iterable[Source]) -> None:
        if self.old is not None:
            if keep_relations(store, self.changed, ontology, self.after.claims):
                return
            families.take(Source.from_quads(self.folder, store.quads(graph=ENTITIES)))
            for name in self.after.articles:
                families.take(Source.from_quads(self.folder / name, stored_article(store, _slug(name))))
        families.derive_into(store, ontology, self.stages)

    def _read(self, name: str) -> Source:
        source = read_article(self.folder / "articles" / name)
        stamp = self.after.articles[name]
        self.after.articles[name] = Stamp(
            **asdict(stamp) | {"claims": sum(graph.startswith(CLAIM) for graph in source.graphs)}
        )
        return source

    def _change(self, store: Store) -> None:
        if self.before is None or self.before.questions != self.after.questions:
            records = describe_questions(self.folder / "queries", self.questions)
            store.replace(list(store.quads(graph=QUERIES)), records.quads)
        if self.entities:
            gone, come = self._entities_changed()
            self.touched.remove(gone)
            self.touched.describe_anew(come)
            self.changed.things = {quad.subject.value for quad in gone | come}
            store.replace(gone, come)
        names = [*self.articles.withdrawn, *self.articles.replaced, *self.articles.added]
        for name in self.stages.track("change the store", names, len(names)):
            old = set(stored_article(store, _slug(name)))
            new = set(self._read(name).quads) if name in self.after.articles else set()
            self.touched.remove(old - new)
            self.changed.article(old, new)
            store.replace(old - new, new - old)

    def _entities_changed(self) -> tuple[set[Quad], set[Quad]]:
        """Return what is no longer said of entities, and what is now."""
        assert self.old is not None, "a store made from nothing has no entities yet"
        before, after = self.old / "entities", self.folder / "entities"
        changed = self.entities
        old = _entities(before, [*changed.withdrawn, *changed.replaced])
        new = _entities(after, [*changed.replaced, *changed.added])
        gone, come = old - new, new - old
        if gone:
            # Two files may say the same, and the store has it once. Those that have not changed are kept line by line.
            for name in self.after.entities.keys() - {*changed.replaced, *changed.added}:
                said = b"\n" + (before / name).read_bytes()
                gone -= {quad for quad in gone if b"\n" + n_triples([quad]) in said}
        return gone, come

    def _keep_entities(self, made: Path) -> None:
        """Keep what the entities' files say, as N-Triples, for the next build to tell what has changed in them."""
        kept = made / "entities"
        kept.mkdir()
        fresh = {*self.entities.added, *self.entities.replaced}
        for name in self.after.entities:
            if self.old is None or name in fresh:
                (kept / name).write_bytes(n_triples(read_entities(self.folder / "entities" / name).quads))
            else:
                os.link(self.old / "entities" / name, kept / name)

    def _check(self, whole: Whole) -> tuple[Finding, ...]:
        things: Iterable[str] = self.touched.things
        slugs = {_slug(name) for name in (*self.articles.added, *self.articles.replaced)}
        if self.old is None:
            things = (subject for subject, _ in groupby(whole.store.quads(graph=ENTITIES), _subject))
        else:
            slugs |= self.touched.slugs(whole.store)
        parts = zip_longest(_chunks(sorted(slugs), _ARTICLES), _chunks(things, _THINGS), fillvalue=())
        findings: set[Finding] = set()
        total = -(-len(slugs) // _ARTICLES)
        for part in self.stages.track("check what has changed", parts, total):
            findings.update(whole.check(*part, self.texts).findings)
        return tuple(sorted(findings))


def _entities(folder: Path, names: Iterable[str]) -> set[Quad]:
    return {quad for name in names for quad in read_entities(folder / name).quads}


def _chunks(things: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    waiting = iter(things)
    while chunk := tuple(islice(waiting, size)):
        yield chunk


def _subject(quad: Quad) -> str:
    return str(quad.subject.value)


def _slug(name: str) -> str:
    return name.removesuffix(".trig")
