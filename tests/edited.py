"""A corpus that is changed at random: articles come, go and are edited, and entities get other names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from claimgraph.corpus.upkeep import Changed
from claimgraph.namespaces import CG, CLAIM, ENTITIES, RELATIONS, SKOS
from claimgraph.relations.derivation import derive
from claimgraph.source import Source
from claimgraph.store import Store
from claimgraph.workspace import Workspace

# What ties a claim to its article and to its words, and what a claim of another article could not have.
KEPT = {CG.claimant, CG.passage, CG.restates, CG.source, CG.statement}


class Edited:
    """A corpus that is changed now and then, and its store with the relations in it."""

    def __init__(self, workspace: Workspace, seed: int) -> None:
        self.random = Random(seed)
        self.whole = {source.path.stem: set(source.quads) for source in workspace.articles}
        self.articles = dict(self.whole)
        self.store = Store.from_sources(workspace.sources())
        self.store.add(derive(self.store))
        self.values: dict[str, list[Any]] = defaultdict(list)
        for quads in self.articles.values():
            for quad in sorted(quads, key=str):
                self.values[quad.predicate.value].append(quad.object)

    def change(self) -> tuple[str, Changed]:
        """Change something; return in words what, and what a build would know of it."""
        slug = self.random.choice(sorted(self.articles))
        if not self.articles[slug]:
            return f"{slug} comes back", self.replace(slug, self.whole[slug])
        match self.random.choice(["edit", "edit", "edit", "withdraw", "rename"]):
            case "rename":
                thing = self.rename()
                return f"{thing} is renamed", Changed(things={thing})
            case "withdraw":
                return f"{slug} is withdrawn", self.replace(slug, set())
            case _:
                return f"{slug} is edited", self.replace(slug, self.edit(self.articles[slug]))

    def replace(self, slug: str, new: set[Any]) -> Changed:
        changed, old = Changed(), self.articles[slug]
        changed.article(old, new)
        self.store.replace(old - new, new - old)
        self.articles[slug] = new
        return changed

    def edit(self, quads: set[Any]) -> set[Any]:
        """Return an article's quads, of which some have another value that their property has somewhere."""
        edited = set(quads)
        for quad in self.random.sample(sorted(quads, key=str), k=min(len(quads), 40)):
            if quad.predicate.value not in KEPT:
                value = self.random.choice(self.values[quad.predicate.value])
                edited.discard(quad)
                edited.add(type(quad)(quad.subject, quad.predicate, value, quad.graph_name))
        return edited

    def rename(self) -> str:
        """Give an entity another name; return the entity."""
        thing: str = self.random.choice(sorted({quad.subject.value for quad in self.names()}))
        for quad in list(self.names(thing)):
            name = type(quad.object)(f"{quad.object.value}'", language=quad.object.language)
            self.store.replace([quad], [type(quad)(quad.subject, quad.predicate, name, quad.graph_name)])
        return thing

    def names(self, thing: str | None = None) -> Iterator[Any]:
        return self.store.quads(subject=thing, predicate=SKOS.prefLabel, graph=ENTITIES)

    def sources(self) -> Iterator[Source]:
        """Yield the entities, and the articles as they are now."""
        for slug, quads in self.articles.items():
            yield Source.from_quads(Path(slug), sorted(quads, key=str))
        yield Source.from_quads(Path("entities"), self.store.quads(graph=ENTITIES))

    def claims(self) -> int:
        return sum(graph.startswith(CLAIM) for graph in self.store.graphs())


def relations(quads: Iterable[Any]) -> set[str]:
    return {str(quad) for quad in quads if quad.graph_name.value == RELATIONS}


def derived_from_nothing(store: Store) -> set[str]:
    bare = Store()
    bare.replace((), (quad for quad in store.quads() if quad.graph_name.value != RELATIONS))
    return relations(derive(bare).quads)
