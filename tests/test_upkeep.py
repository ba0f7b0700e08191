"""Relations that are kept are the relations that are derived from nothing, whatever changes.

CLAIMGRAPH_EDITS sets how many changes are tried in a row, CLAIMGRAPH_SEEDS how many rows; ten of fifty take ten
minutes.
"""

import os
from collections import defaultdict
from collections.abc import Iterable
from random import Random
from typing import Any

import pytest
from scripts.invented_world import make_workspace

from claimgraph.corpus import upkeep
from claimgraph.corpus.upkeep import Changed, keep_relations
from claimgraph.namespaces import CG, ENTITIES, RELATIONS, SKOS
from claimgraph.relations.derivation import derive
from claimgraph.store import Store
from claimgraph.workspace import Workspace

CLAIMS = 500
EDITS = int(os.environ.get("CLAIMGRAPH_EDITS", "12"))


class Edited:
    """A corpus that is changed now and then, its store, and what a build would know of each change."""

    def __init__(self, workspace: Workspace, seed: int) -> None:
        self.random = Random(seed)
        self.workspace = workspace
        self.articles = {source.path.stem: set(source.quads) for source in workspace.articles}
        self.others = [source for source in workspace.sources() if source not in workspace.articles]
        self.store = Store.from_sources(workspace.sources())
        self.store.add(derive(self.store))
        self.values: dict[str, list[Any]] = defaultdict(list)
        for quads in self.articles.values():
            for quad in sorted(quads, key=str):
                self.values[quad.predicate.value].append(quad.object)

    def replace(self, slug: str, new: set[Any]) -> Changed:
        changed, old = Changed(), self.articles.get(slug, set())
        changed.article(old, new)
        self.store.replace(old - new, new - old)
        self.articles[slug] = new
        return changed

    def edit(self, slug: str) -> Changed:
        """Give some quads of an article other values, such as others of the same property have."""
        new = set(self.articles[slug])
        for quad in self.random.sample(sorted(new, key=str), k=min(len(new), 40)):
            if quad.predicate.value in (CG.source, CG.passage, CG.statement, CG.restates, CG.claimant):
                continue
            other = type(quad)(
                quad.subject, quad.predicate, self.random.choice(self.values[quad.predicate.value]), quad.graph_name
            )
            new = new - {quad} | {other}
        return self.replace(slug, new)

    def rename(self) -> Changed:
        """Give an entity another name."""
        named = sorted(map(str, (q.subject.value for q in self.store.quads(predicate=SKOS.prefLabel, graph=ENTITIES))))
        thing = self.random.choice(named)
        old = list(self.store.quads(subject=thing, predicate=SKOS.prefLabel, graph=ENTITIES))
        new = [
            type(q)(
                q.subject, q.predicate, type(q.object)(f"{q.object.value}'", language=q.object.language), q.graph_name
            )
            for q in old
        ]
        self.store.replace(old, new)
        return Changed(things={thing})

    def claims(self) -> int:
        return sum(graph.startswith("https://w3id.org/claimgraph/claim/") for graph in self.store.graphs())


def relations(quads: Iterable[Any]) -> set[str]:
    return {str(quad) for quad in quads if quad.graph_name.value == RELATIONS}


def missing_and_left_over(store: Store) -> tuple[list[str], list[str]]:
    kept = relations(store.quads(graph=RELATIONS))
    whole = Store()
    whole.replace((), (quad for quad in store.quads() if quad.graph_name.value != RELATIONS))
    wanted = relations(derive(whole).quads)
    return sorted(wanted - kept), sorted(kept - wanted)


@pytest.mark.parametrize("seed", range(int(os.environ.get("CLAIMGRAPH_SEEDS", "2"))))
def test_what_is_kept_is_what_is_derived_from_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "_MOST", 1)
    corpus = Edited(make_workspace(CLAIMS), seed)
    ontology = corpus.workspace.ontology
    for number in range(EDITS):
        kind = corpus.random.choice(["edit", "edit", "edit", "withdraw", "rename"])
        slug = corpus.random.choice(sorted(corpus.articles))
        if kind == "rename":
            changed = corpus.rename()
        elif kind == "withdraw" and len(corpus.articles[slug]) > 0:
            changed = corpus.replace(slug, set())
        elif not corpus.articles[slug]:
            changed = corpus.replace(
                slug, {q for s in corpus.workspace.articles if s.path.stem == slug for q in s.quads}
            )
        else:
            changed = corpus.edit(slug)
        keep_relations(corpus.store, changed, ontology, corpus.claims())
        missing, left = missing_and_left_over(corpus.store)
        assert (missing[:5], left[:5]) == ([], []), f"edit {number}: {kind} {slug}"
