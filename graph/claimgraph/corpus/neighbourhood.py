"""The neighbourhood of a change: as much of a corpus as shapes and rules must see to judge the change as in the whole.

Shapes and hygiene rules ask the whole graph. What they ask of a thing that an article mentions stands in entities/,
in the article itself or, rarely, in another article, and is fetched from the store by the thing's IRI:

- from entities/, all that is said of the thing, of what that leads to, and of what has the same name or definition;
- the articles that type what is typed nowhere else, and those that make the same statement.

Two rules ask whether any claim of the corpus speaks of an entity; what they find here is looked up in the whole.
What is not mentioned by the change is not looked at, for nothing is published that was not found right. A thing
that loses a type or a name, or gets a type, makes the articles that mention it part of the change; see `touched_by`.

A new rule that compares articles with each other in a third way must be known here, too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimgraph.asking.question import Question
from claimgraph.checking.verdict import Verdict, check_workspace
from claimgraph.model import Finding
from claimgraph.namespaces import ARTICLE, CG, CLAIM, ENTITIES, RDF, RECORDS, RELATIONS, SKOS
from claimgraph.source import Quad, Source
from claimgraph.store import Store, is_iri
from claimgraph.timing import Stages
from claimgraph.workspace import Workspace, read_article

_NAMES = (SKOS.prefLabel, SKOS.definition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What a neighbourhood is taken from.

    Args:
        folder: the workspace's.
        store: holds the workspace as it is to be.
        ontology: and the questions, which are in every neighbourhood.
    """

    folder: Path
    store: Store
    ontology: tuple[Source, ...]
    questions: tuple[Question, ...]

    def check(self, slugs: Iterable[str], things: Iterable[str], texts: Path | None = None) -> Verdict:
        """Check articles and entities as they stand in the whole.

        Args:
            slugs: of the articles.
            things: entities, by IRI.
            texts: the folder of the articles' texts.

        Raises:
            ClaimgraphError: if a file or a text cannot be read.
        """
        part = _Part(self)
        part.take(slugs, things)
        workspace = part.workspace()
        verdict = check_workspace(workspace, Store.from_sources(workspace.sources()), texts, Stages())
        findings = tuple(finding for finding in verdict.findings if not self._is_settled_elsewhere(finding))
        return Verdict(findings=findings, coverage=verdict.coverage)

    def _is_settled_elsewhere(self, finding: Finding) -> bool:
        others = (ENTITIES, RELATIONS)
        elsewhere = (quad for quad in self.store.mentions(finding.focus) if quad.graph_name.value not in others)
        match finding.rule:
            case "entity-that-no-claim-mentions":
                return any(True for _ in elsewhere)
            case "activity-that-no-claim-types":
                types = self.store.quads(subject=finding.focus, predicate=RDF.type)
                return any(quad.graph_name.value != ENTITIES and quad.object.value == CG.Activity for quad in types)
            case _:
                return False


@dataclass(slots=True)
class _Part:
    """A neighbourhood while it is gathered."""

    whole: Whole
    articles: dict[str, Source] = field(default_factory=dict)
    entities: list[Quad] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def take(self, slugs: Iterable[str], things: Iterable[str]) -> None:
        """Take in articles and entities, and what they need, and what that needs."""
        waiting = list(slugs)
        typed = self._describe(things).union(*(source.subjects() for source in self.whole.ontology))
        while waiting:
            slug = waiting.pop()
            if slug in self.articles:
                continue
            source = self.articles[slug] = read_article(self.whole.folder / "articles" / f"{slug}.trig")
            quads: Sequence[Quad] = source.quads
            typed.update(quad.subject.value for quad in quads if quad.predicate.value == RDF.type)
            mentioned = {iri for quad in quads for iri in iris_of(quad)}
            typed |= self._describe(mentioned)
            for iri in mentioned - typed:
                waiting += slugs_of(self.whole.store.quads(subject=iri, predicate=RDF.type))
            for quad in quads:
                if quad.predicate.value == CG.statement:
                    waiting += slugs_of(self.whole.store.quads(predicate=CG.statement, value=quad.object))

    def workspace(self) -> Workspace:
        """Return the neighbourhood as a workspace."""
        return Workspace(
            folder=self.whole.folder,
            articles=tuple(self.articles[slug] for slug in sorted(self.articles)),
            entities=(Source.from_quads(self.whole.folder / "entities", self.entities),),
            ontology=self.whole.ontology,
            questions=self.whole.questions,
        )

    def _describe(self, things: Iterable[str]) -> set[str]:
        """Take in what entities/ says of things; return those of which it does."""
        # Of the others entities/ says nothing; see `workspace.read_entities`.
        things = (iri for iri in things if not iri.startswith(RECORDS))
        described = list(describe(self.whole.store, things, self._seen))
        self.entities += described
        return {quad.subject.value for quad in described}


def describe(store: Store, things: Iterable[str], seen: set[str]) -> Iterator[Quad]:
    """Yield what entities/ says of things, of what they lead to, and of what bears the same name or definition.

    Args:
        store: is asked.
        things: by IRI.
        seen: the things that were described before, and are not again; these are added.
    """
    waiting = [iri for iri in things if iri not in seen]
    while waiting:
        iri = waiting.pop()
        if iri in seen:
            continue
        seen.add(iri)
        for quad in store.quads(subject=iri, graph=ENTITIES):
            yield quad
            if is_iri(quad.object):
                waiting.append(quad.object.value)
            elif quad.predicate.value in _NAMES:
                same = store.quads(predicate=quad.predicate.value, value=quad.object, graph=ENTITIES)
                waiting += [twin.subject.value for twin in same]


@dataclass(slots=True)
class Touched:
    """What a change touches besides the articles and entities that changed, gathered while it is made.

    Args:
        things: that were mentioned, and perhaps no longer are, and entities of which something else is said.
        retyped: of which a type was added.
        lost: types and names that were removed.
    """

    things: set[str] = field(default_factory=set)
    retyped: set[str] = field(default_factory=set)
    lost: set[Quad] = field(default_factory=set)

    def remove(self, quads: Iterable[Quad]) -> None:
        """Take note of quads that go."""
        for quad in quads:
            self.things.update(iris_of(quad))
            if quad.predicate.value in (RDF.type, SKOS.prefLabel):
                self.lost.add(quad)

    def describe_anew(self, quads: Iterable[Quad]) -> None:
        """Take note of what is now said of entities."""
        for quad in quads:
            self.things.add(quad.subject.value)
            if quad.predicate.value == RDF.type:
                self.retyped.add(quad.subject.value)

    def slugs(self, store: Store) -> set[str]:
        """Return the articles that mention a thing which has lost a type or its name in a language, or got a type."""
        poorer = {quad.subject.value for quad in self.lost if not _is_kept(store, quad)}
        return {slug for iri in poorer | self.retyped for slug in slugs_of(store.mentions(iri))}


def _is_kept(store: Store, lost: Quad) -> bool:
    kept = (quad.object for quad in store.quads(subject=lost.subject.value, predicate=lost.predicate.value))
    if is_iri(lost.object):
        return any(value == lost.object for value in kept)
    return any(getattr(value, "language", None) == lost.object.language for value in kept)


def slugs_of(quads: Iterable[Quad]) -> set[str]:
    """Return the slugs of the articles in whose graphs, or whose claims' graphs, the quads stand."""
    graphs = {quad.graph_name.value for quad in quads}
    parts = [graph.removeprefix(base) for graph in graphs for base in (ARTICLE, CLAIM) if graph.startswith(base)]
    return {part.partition("/")[0] for part in parts}


def iris_of(quad: Quad) -> Iterator[str]:
    """Yield the IRIs of a quad's subject and object."""
    yield quad.subject.value
    if is_iri(quad.object):
        yield quad.object.value
