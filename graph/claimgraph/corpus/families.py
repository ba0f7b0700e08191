"""Families: all claims of a store in parts that fit into memory, such that a rule finds in one part all that it joins.

A rule's record says what it joins claims by. Of one family are, by

- thing: the claims that speak of it, be it an activity, the matter of a judgement, or the subject of a tie;
- service: those that speak of activities with it, a part of it or its whole, as a claim of their article has it;
- company: those that speak of activities of it, or with its services, or judge these;
- article: those that restate one another, or say who works for whom and what does not leave the house.

A claim is of as many families as it has things, services and companies. A family is never divided, and small ones
share a part. With a part's claims go others of their articles, and those that tie companies or services: what they
say bears on how the part's claims are related. They themselves have not all by them that they need, so a relation
counts only if both its claims are the part's own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile

import networkx

from claimgraph.corpus.beside import INTERNAL, TIES, WORK, article_of, speaking_of, subjects_of
from claimgraph.namespaces import CG, CLAIM, ENTITIES, PREFIXES, RDF, RELATIONS, SCHEMA
from claimgraph.relations.derivation import Words, derive_into
from claimgraph.relations.rule import JOINS, read_rules
from claimgraph.source import Quad, Source
from claimgraph.store import Store
from claimgraph.timing import Stages

_TOGETHER = 10_000  # claims of a part, if no family has more


def derive_all(store: Store, folder: Path, ontology: Iterable[Source], stages: Stages) -> None:
    """Derive the relations between all claims of a store on disk, part by part.

    Args:
        store: its relations, if it has any, make room.
        folder: in which the relations are kept until all are found: the store is read best while nothing is added.
        ontology: what the rules read besides.
        stages: are told how far it is.
    """
    store.remove(RELATIONS)
    families, words = Families(store), Words(store)
    parts = [(joins, part) for joins in JOINS for part in families.parts(joins)]
    with TemporaryFile(dir=folder) as kept:
        for joins, part in stages.track("derive the relations", parts, len(parts)):
            claims = families.claims(joins, part)
            beside, found = Store.from_sources(ontology), Store()
            beside.replace((), families.quads(joins, claims))
            rules = [rule for rule in read_rules() if rule.joins == joins]
            derive_into(found, beside, rules=rules, words=words, is_wanted=claims.issuperset)
            found.dump(kept)
        kept.seek(0)
        store.load_file(kept)


class Families:
    """The families of a store's claims.

    Args:
        store: has the claims. They are read once, and what is kept of them is names and numbers.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sizes: dict[str, Counter[str]] = {name: Counter() for name in ("thing", CG.service, CG.actor)}
        self._parts = networkx.Graph()  # of services, by what is part of what
        self._services: dict[str, set[str]] = defaultdict(set)  # of a company
        self._of_services: dict[str, set[str]] = defaultdict(set)  # claims that say whose or part of what one is
        self._ties: dict[str, set[tuple[str, str]]] = defaultdict(set)  # of a company: another, and the claim
        self._of_articles: dict[str, set[str]] = defaultdict(set)
        self._covering: dict[str, set[str]] = defaultdict(set)  # of an article
        for record in store.quads(predicate=CG.source):
            self._survey(record.subject.value, record.object.value)

    def _survey(self, claim: str, article: str) -> None:
        """Take note of what rules join a claim by."""
        things = set()
        for quad in self._store.quads(graph=claim):
            subject, name, value = quad.subject.value, quad.predicate.value, quad.object.value
            things.add(subject)
            if name in self._sizes:
                self._sizes[name][value] += 1
            elif name == CG.about:
                things.add(value)
            elif name in TIES:
                self._ties[subject].add((value, claim))
            elif name == SCHEMA.isPartOf:
                self._of_services[subject].add(claim)
                self._parts.add_edge(subject, value)
            elif name == SCHEMA.provider:
                self._of_services[subject].add(claim)
                self._services[value].add(subject)
            elif value == CG.Cover:
                self._covering[article].add(claim)
            if name in WORK or value in INTERNAL:
                self._of_articles[article].add(claim)
        self._sizes["thing"].update(things)
        for restated in self._store.quads(subject=claim, predicate=CG.restates):
            self._of_articles[article] |= {claim, restated.object.value}

    def parts(self, joins: str) -> list[list[str]]:
        """Return what the families are of, by what rules join: so many in a part as its size allows."""
        parts: list[list[str]] = []
        held = _TOGETHER
        for keys, size in self._families(joins):
            if held + size > _TOGETHER:
                parts.append([])
                held = 0
            parts[-1].extend(keys)
            held += size
        return parts

    def _families(self, joins: str) -> Iterator[tuple[Iterable[str], int]]:
        """Yield what a family is of, and about how many claims it has."""
        services, companies = self._sizes[CG.service], self._sizes[CG.actor]
        match joins:
            case "thing":
                yield from (((thing,), size) for thing, size in self._sizes["thing"].items())
            case "service":
                alone = (((one,), size) for one, size in services.items() if one not in self._parts)
                tied = networkx.connected_components(self._parts)
                yield from chain(alone, ((some, sum(services[one] for one in some)) for some in tied))
            case "company":
                for company in companies | self._services:
                    provided = self._services.get(company, ())
                    yield (company,), companies[company] + sum(services[one] for one in provided)
            case "article":
                yield from (((article,), len(claims)) for article, claims in self._of_articles.items())

    def claims(self, joins: str, part: Sequence[str]) -> set[str]:
        """Return the claims of a part, by IRI."""
        match joins:
            case "thing":
                return speaking_of(self._store, part)
            case "service":
                return self._saying(self._with(CG.service, part))
            case "company":
                provided = {one for company in part for one in self._services.get(company, ())}
                activities = self._with(CG.actor, part)
                for activity, articles in self._with(CG.service, provided).items():
                    activities[activity] |= articles
                return self._saying(activities)
        return {claim for article in part for claim in self._of_articles[article]}

    def _with(self, role: str, parties: Iterable[str]) -> dict[str, set[str]]:
        """Return the activities to which a claim gives one of the parties in the role, with the claim's articles."""
        found: dict[str, set[str]] = defaultdict(set)
        for party in parties:
            for quad in self._store.quads(predicate=role, value=party):
                found[quad.subject.value].add(article_of(quad.graph_name.value))
        return found

    def _saying(self, things: dict[str, set[str]]) -> set[str]:
        """Return the claims of some articles that speak of things, or judge them."""
        return {
            claim
            for thing, articles in things.items()
            for claim in speaking_of(self._store, (thing,))
            if article_of(claim) in articles
        }

    def quads(self, joins: str, claims: set[str]) -> Iterator[Quad]:
        """Yield all that rules must see to relate the claims of a part."""
        mentioned: set[str] = set()
        yield from self._read(claims, mentioned)
        articles = {article_of(claim) for claim in claims}
        beside = {claim for article in articles for claim in self._covering.get(article, ())}
        if joins in ("service", "company"):
            beside |= self._of_same_words(claims) | self._of_same_things(claims)
        yield from self._read(beside - claims, mentioned)
        linking = set(self._linking(mentioned))
        yield from self._read(linking - beside - claims, set())
        for article in articles | {article_of(claim) for claim in linking}:
            yield from self._store.quads(subject=article)
        for party in mentioned:
            if party.startswith(PREFIXES["agent"]):
                yield from self._store.quads(subject=party, predicate=RDF.type, graph=ENTITIES)

    def _read(self, claims: Iterable[str], mentioned: set[str]) -> Iterator[Quad]:
        """Yield what claims say and what is said of them; add the things that they mention to those given."""
        for claim in claims:
            for quad in self._store.quads(graph=claim):
                mentioned.update((quad.subject.value, quad.object.value))
                yield quad
            yield from (quad for quad in self._store.quads(subject=claim) if quad.predicate.value != CG.statement)

    def _of_same_words(self, claims: Iterable[str]) -> set[str]:
        """Return the claims that have a passage of the claims."""
        passages = {
            quad.object.value for one in claims for quad in self._store.quads(subject=one, predicate=CG.passage)
        }
        return {
            claim for one in passages for claim in subjects_of(self._store, CG.passage, one) if claim.startswith(CLAIM)
        }

    def _of_same_things(self, claims: Iterable[str]) -> set[str]:
        """Return the claims that speak of the same things as claims of their article."""
        things: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            for quad in self._store.quads(graph=claim):
                things[quad.subject.value].add(article_of(claim))
                if quad.predicate.value == CG.about:
                    things[quad.object.value].add(article_of(claim))
        return self._saying(things)

    def _linking(self, parties: set[str]) -> Iterator[str]:
        """Yield the claims that tie parties to one another, or say whose and part of what a service is."""
        for party in parties:
            yield from (claim for other, claim in self._ties.get(party, ()) if other in parties)
            whole = networkx.node_connected_component(self._parts, party) if party in self._parts else (party,)
            for service in whole:
                yield from self._of_services.get(service, ())
