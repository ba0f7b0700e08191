"""A corpus: thousands of article files in a store on disk, which a build brings up to date by what has changed.

The store lies in generations; see there. A build copies the current one, which costs next to nothing, as RocksDB's
files never change and are linked; changes the copy, checks what changed, and makes the copy current. A reader sees
the old state or the new one, and never what another process writes, which RocksDB would not bear.

A generation holds store/, the queries/ and entities/ of the workspace, and a manifest with the digest of every file.
A file of the same size and time of change is taken for the same, as git does; any other is read, and parsed if its
digest differs. Where the ontology, its shapes or its rules have changed, the store is made from nothing.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from itertools import groupby, islice, zip_longest
from pathlib import Path
from time import time_ns

from claimgraph import __version__
from claimgraph.errors import OutputError, SourceError, WorkspaceError
from claimgraph.generations import SEAL, Hold, current, held, next_generation, read_generation
from claimgraph.library import describe_questions
from claimgraph.model import Finding
from claimgraph.namespaces import ARTICLE, CG, ENTITIES, ONTOLOGY, QUERIES, RDF, TAXONOMY
from claimgraph.neighbourhood import Quad, Touched, Whole
from claimgraph.output import replace_file
from claimgraph.question import Question, read_questions
from claimgraph.resources import ontology_folder
from claimgraph.source import Source, read_turtle
from claimgraph.store import Store
from claimgraph.timing import Stages
from claimgraph.workspace import Workspace, article_files, entity_files, read_article, read_ontology

_FRESH = 2_000_000_000  # nanoseconds in which a file can change and keep its time of change
_ARTICLES, _THINGS = 10, 2000  # that are checked at a time, which bounds the memory
_FILES = 120  # of a store: with more, it is put in order


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """How a file was when it was read.

    Args:
        size: in bytes.
        modified: when, in nanoseconds; 0 if so shortly before it was read that it may have changed since.
        digest: SHA-256 of its bytes.
        claims: that it makes.
    """

    size: int
    modified: int
    digest: str
    claims: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a store was made from: digests of the ontology's folder and the questions, and a stamp for each file."""

    ontology: str
    questions: str
    entities: dict[str, Stamp]
    articles: dict[str, Stamp]

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """Read what `write` wrote."""
        parts = json.loads(path.read_text(encoding="utf-8"))
        for kind in ("entities", "articles"):
            parts[kind] = {name: Stamp(**stamp) for name, stamp in parts[kind].items()}
        return cls(**parts)

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        text = json.dumps(asdict(self), separators=(",", ":"))
        replace_file(path, lambda out: out.write(text.encode("utf-8")))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A store on disk, open for questions."""

    folder: Path
    store: Store
    questions: tuple[Question, ...]
    claims: int
    _hold: Hold = field(repr=False)

    def workspace(self) -> Workspace:
        """Return the whole corpus as sources, in memory, as far as the store keeps what the files say."""
        graphs = self.store.graphs()
        schemes = sorted(graph for graph in graphs if graph == ONTOLOGY or graph.startswith(TAXONOMY))
        slugs = sorted(graph.removeprefix(ARTICLE) for graph in graphs if graph.startswith(ARTICLE))
        return Workspace(
            folder=self.folder,
            articles=tuple(self.article(slug) for slug in slugs),
            entities=(self._source("entities.ttl", self.store.quads(graph=ENTITIES)),),
            ontology=self.ontology(schemes),
            questions=self.questions,
        )

    def article(self, slug: str) -> Source:
        """Return an article as the store has it."""
        return self._source(f"{slug}.trig", stored_article(self.store, slug))

    def ontology(self, graphs: Iterable[str] | None = None) -> tuple[Source, ...]:
        """Return the ontology and the taxonomy as the store has them."""
        graphs = self.store.graphs() if graphs is None else graphs
        schemes = sorted(graph for graph in graphs if graph == ONTOLOGY or graph.startswith(TAXONOMY))
        return tuple(self._source("ontology.ttl", self.store.quads(graph=graph)) for graph in schemes)

    def _source(self, name: str, quads: Iterable[Quad]) -> Source:
        return Source.from_quads(self.folder / name, quads)


def open_corpus(place: Path) -> Corpus:
    """Open a store on disk for questions: the state that is current now, whatever is built meanwhile.

    Raises:
        WorkspaceError: if there is none, or it cannot be read.
    """
    folder, hold = read_generation(place)
    try:
        return Corpus(
            folder=folder,
            store=Store(folder / "store", read_only=True),
            questions=read_questions(folder / "queries"),
            claims=_claims(Manifest.read(folder / SEAL)),
            _hold=hold,
        )
    except OSError as error:
        hold.close()
        raise WorkspaceError(f"{place}: cannot be read ({error})") from error


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
    except OSError as error:
        raise OutputError(f"{place}: cannot be written ({error.strerror or error}); the store is as it was") from error


class _Build:
    """One build: what has changed since the generation `old`, and how that is done."""

    def __init__(self, folder: Path, old: Path | None, texts: Path | None, stages: Stages) -> None:
        self.folder, self.texts, self.stages = folder, texts, stages
        with stages("look for what has changed"):
            self.before = None if old is None else Manifest.read(old / SEAL)
            ontology = _digest(sorted(ontology_folder().rglob("*.*")), __version__)
            if self.before is not None and self.before.ontology != ontology:
                self.before = None
            self.old = None if self.before is None else old
            empty = Manifest(ontology=ontology, questions="", entities={}, articles={})
            known = self.before or empty
            self.questions = read_questions(folder / "queries")
            self.after = Manifest(
                ontology=ontology,
                questions=_digest(sorted((folder / "queries").glob("*.rq"))),
                entities=_stamps(entity_files(folder), known.entities),
                articles=_stamps(article_files(folder), known.articles),
            )
            self.articles = _Difference.between(known.articles, self.after.articles)
            self.entities = _Difference.between(known.entities, self.after.entities)
        self.touched = Touched()

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
            claims=_claims(self.after),
            anew=self.before is None,
            entities=bool(self.entities),
            questions=fresh_questions,
        )

    def _make(self, made: Path) -> tuple[Finding, ...]:
        ontology = read_ontology()
        if self.old is None:
            with self.stages("load the articles"):
                store = Store(made / "store")
                store.load(self._everything(ontology))
        else:
            with self.stages("change the store"):
                Store(self.old / "store", read_only=True).copy_to(made / "store")
                store = Store(made / "store")
                self._change(store)
        # Here relations between claims are to be derived, and written as the graph RELATIONS.
        with self.stages("check what has changed"):
            findings = self._check(Whole(folder=self.folder, store=store, ontology=ontology, questions=self.questions))
        if not findings:
            with self.stages("put the store in order"):
                if self.old is None or sum(1 for _ in (made / "store").iterdir()) > _FILES:
                    store.optimize()
                store.flush()
            self._keep_entities(made)
            shutil.copytree(self.folder / "queries", made / "queries")
            self.after.write(made / SEAL)
        return findings

    def _everything(self, ontology: Iterable[Source]) -> Iterator[Source]:
        yield from ontology
        yield describe_questions(self.folder / "queries", self.questions)
        yield from (read_turtle(path, ENTITIES) for path in entity_files(self.folder))
        names = sorted(self.after.articles)
        for name in self.stages.track("load the articles", names, len(names)):
            yield self._read(name)

    def _read(self, name: str) -> Source:
        source = read_article(self.folder / "articles" / name)
        stamp = self.after.articles[name]
        self.after.articles[name] = Stamp(**asdict(stamp) | {"claims": len(_claims_of(source.quads))})
        return source

    def _change(self, store: Store) -> None:
        if self.before is None or self.before.questions != self.after.questions:
            records = describe_questions(self.folder / "queries", self.questions)
            store.replace(list(store.quads(graph=QUERIES)), records.quads)
        if self.entities:
            gone, come = self._entities_changed()
            self.touched.remove(gone)
            self.touched.describe_anew(come)
            store.replace(gone, come)
        names = [*self.articles.withdrawn, *self.articles.replaced, *self.articles.added]
        for name in self.stages.track("change the store", names, len(names)):
            old = set(stored_article(store, _slug(name)))
            new = set(self._read(name).quads) if name in self.after.articles else set()
            self.touched.remove(old - new)
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
            # Two files may say the same, and the store has it once.
            for name in self.after.entities.keys() - {*changed.replaced, *changed.added}:
                gone -= _entities(after, [name])
        return gone, come

    def _keep_entities(self, made: Path) -> None:
        """Keep the entities' files as they were read, for the next build to tell what has changed in them."""
        kept = made / "entities"
        kept.mkdir()
        fresh = {*self.entities.added, *self.entities.replaced}
        for name in self.after.entities:
            if self.old is None or name in fresh:
                shutil.copyfile(self.folder / "entities" / name, kept / name)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Difference:
    """The names of the files that came, changed and went."""

    added: list[str]
    replaced: list[str]
    withdrawn: list[str]

    @classmethod
    def between(cls, before: dict[str, Stamp], after: dict[str, Stamp]) -> "_Difference":
        return cls(
            added=sorted(after.keys() - before.keys()),
            replaced=sorted(name for name in after.keys() & before.keys() if after[name].digest != before[name].digest),
            withdrawn=sorted(before.keys() - after.keys()),
        )

    def __bool__(self) -> bool:
        return bool(self.added or self.replaced or self.withdrawn)


def _entities(folder: Path, names: Iterable[str]) -> set[Quad]:
    return {quad for name in names for quad in read_turtle(folder / name, ENTITIES).quads}


def stored_article(store: Store, slug: str) -> list[Quad]:
    """Return an article's quads, its record's and then its claims', as the store has them."""
    record = list(store.quads(graph=ARTICLE + slug))
    return record + [quad for claim in _claims_of(record) for quad in store.quads(graph=claim)]


def _claims_of(quads: Iterable[Quad]) -> list[str]:
    claims = (quad for quad in quads if quad.predicate.value == RDF.type and quad.object.value == CG.Claim)
    return [quad.subject.value for quad in claims]


def _claims(manifest: Manifest) -> int:
    return sum(stamp.claims for stamp in manifest.articles.values())


def _stamps(files: Iterable[Path], known: dict[str, Stamp]) -> dict[str, Stamp]:
    """Return a stamp for each file, the known one where the file's size and time of change are those of the stamp."""
    stamps = {}
    for path in files:
        before = known.get(path.name)
        try:
            status = path.stat()
            if before is not None and (before.size, before.modified) == (status.st_size, status.st_mtime_ns):
                stamps[path.name] = before
                continue
            digest = sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise SourceError(path, None, f"cannot be read ({error.strerror})") from error
        modified = 0 if time_ns() - status.st_mtime_ns < _FRESH else status.st_mtime_ns
        claims = before.claims if before is not None and before.digest == digest else 0
        stamps[path.name] = Stamp(size=status.st_size, modified=modified, digest=digest, claims=claims)
    return stamps


def _digest(files: Iterable[Path], *words: str) -> str:
    """Return a digest of names and bytes of files, and of words."""
    digest = sha256("\0".join(words).encode())
    for path in files:
        if path.is_file():
            digest.update(f"\0{path.name}\0{sha256(path.read_bytes()).hexdigest()}".encode())
    return digest.hexdigest()


def _chunks(things: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    waiting = iter(things)
    while chunk := tuple(islice(waiting, size)):
        yield chunk


def _subject(quad: Quad) -> str:
    return str(quad.subject.value)


def _slug(name: str) -> str:
    return name.removesuffix(".trig")
