"""Upkeep: the relations that a store on disk keeps, derived anew only where a change can reach.

All claims of a changed article are within reach. So are other claims that a rule reads a changed claim with: two that
give an activity different actors, where a tie between the actors comes or goes; those about a service whose provider
or whole changes; and those that mention an entity of which something else is said. The relations of all these are
removed, and derived again from a part of the store: from these claims and those beside which a rule can put them.

What a rule can put beside a claim is, by what the rules join:

- what speaks of the same thing: an activity, a matter of judgement, the subject of a tie;
- what speaks of an activity with the same service, a part of it or the whole, or with the same company, where the
  operations are the same or of one of the families below;
- of the same article, what restates it, has its words, or speaks of who works for whom.

A rule that joins claims in another way must be known here, too: `tests/test_upkeep.py` compares what is kept with
what is derived from nothing.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from claimgraph.namespaces import ARTICLE, CG, CLAIM, DPV, RELATIONS, SCHEMA
from claimgraph.neighbourhood import Quad, iris_of
from claimgraph.relation import derive, derive_into, relations_of
from claimgraph.source import Source
from claimgraph.store import Store

_FAMILIES = (
    frozenset((CG.BlockAccess, CG.CanAccess, CG.HoldAccessRight, CG.RevokeAccessRight, DPV.Access, DPV.Monitor)),
    frozenset((DPV.Move, DPV.Store)),
)
"""Operations that rules compare with each other; any other is compared with itself alone."""

_TIES = (DPV.isSubsidiaryOf, CG.affiliateOf, CG.groupCompanyOf, CG.outsourcesTo)
_LINKS = (*_TIES, SCHEMA.provider, SCHEMA.isPartOf)
_PARTIES = (CG.actor, CG.contractor, CG.onBehalfOf, CG.service)
# Who works for whom, and what is said not to leave the house.
_WORK, _INTERNAL = (CG.contractor, CG.onBehalfOf), (CG.Internal, CG.Intervene)
_MOST = 4  # of all claims, one in so many: where more are within reach, all are derived again
_STEPS = 4  # from a service to a part or a whole, and on


@dataclass(slots=True)
class Changed:
    """What a change changed, as far as relations go.

    Args:
        claims: of the articles that changed, those that were and those that are.
        links: what claims that changed say, or said, of the companies of companies and the services of companies.
        things: entities of which something else is said.
    """

    claims: set[str] = field(default_factory=set)
    links: set[Quad] = field(default_factory=set)
    things: set[str] = field(default_factory=set)

    def article(self, old: set[Quad], new: set[Quad]) -> None:
        """Take note of an article's quads before the change and after it."""
        self.claims.update(_claims_of(old | new))
        other = old ^ new
        differ = {iri for quad in other for iri in (quad.subject.value, quad.graph_name.value)}
        self.links.update(q for q in old | new if q.predicate.value in _LINKS and q.graph_name.value in differ)


def keep_relations(store: Store, changed: Changed, ontology: Iterable[Source], claims: int) -> None:
    """Bring the relations of a store up to date with its claims.

    Args:
        store: has been changed already, all but its relations.
        changed: how.
        ontology: what the rules read besides.
        claims: how many there are now.
    """
    reached = _reach(store, changed)
    if len(reached) * _MOST > claims:
        store.remove(RELATIONS)
        derive_into(store, store)
        return
    gone = relations_of(store, reached)
    store.replace(list(_told(store, gone, apart_from=gone)), ())
    beside = Store.from_sources([*ontology, _Part(store).gather(reached)])
    found = Store.from_sources([derive(beside)])
    store.replace((), _told(found, relations_of(found, reached)))


def _told(store: Store, relations: set[str], apart_from: Container[str] = ()) -> Iterator[Quad]:
    """Yield what a store says of relations, and of the evidence on which they and no others rest.

    Args:
        store: has the relations.
        relations: by IRI.
        apart_from: if given, evidence is left out on which any relation rests that is not among these.
    """
    for relation in relations:
        for quad in store.quads(subject=relation, graph=RELATIONS):
            yield quad
            if quad.predicate.value == CG.because:
                users = (one.subject.value for one in store.quads(predicate=CG.because, value=quad.object))
                if not apart_from or all(user in apart_from for user in users):
                    yield from store.quads(subject=quad.object.value, graph=RELATIONS)


def _reach(store: Store, changed: Changed) -> set[str]:
    """Return the claims, such as were and such as are, whose relations may not be what they were."""
    reached = set(changed.claims)
    for thing in changed.things:
        for quad in store.mentions(thing):
            reached.update(iri for iri in (quad.subject.value, quad.graph_name.value) if iri.startswith(CLAIM))
    for link in changed.links:
        one, other = iris_of(link)
        if link.predicate.value in _TIES:
            acting = (_subjects(store, CG.actor, company) for company in (one, other))
            reached.update(_speaking(store, set.intersection(*acting)))
            reached.update(_claims_of(store.mentions(one)) & _claims_of(store.mentions(other)))
        else:
            services = _parts_and_wholes(store, {one, other} if link.predicate.value == SCHEMA.isPartOf else {one})
            reached.update(_speaking(store, {a for service in services for a in _subjects(store, CG.service, service)}))
    return reached


class _Part:
    """As much of a store as rules must see to relate some claims to any others."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._operations: dict[str, set[str]] = {}

    def gather(self, reached: set[str]) -> Source:
        """Return what the store says that bears on the relations of the claims."""
        store = self._store
        things = {thing for claim in reached for thing in self._things(claim)}
        claims = reached | _speaking(store, things)
        articles = {_article(claim) for claim in claims}
        claims |= {claim for claim in self._covering() if _article(claim) in articles}
        claims |= _speaking(store, self._beside(things))
        claims |= {other for claim in reached for other in self._of_one_article(claim)}
        claims |= {
            other.subject.value
            for claim in claims
            for quad in store.quads(subject=claim, predicate=CG.passage)
            for other in store.quads(predicate=CG.passage, value=quad.object)
            if other.subject.value.startswith(CLAIM)
        }
        claims |= self._links(claims)
        return Source(path=Path("relations"), quads=tuple(self._quads(claims)))

    def _things(self, claim: str) -> Iterator[str]:
        """Yield what a claim speaks of: its subjects, and the matters of its judgements."""
        for quad in self._store.quads(graph=claim):
            yield quad.subject.value
            if quad.predicate.value == CG.about:
                yield quad.object.value

    def _beside(self, things: Iterable[str]) -> set[str]:
        """Return the activities of the same service or company as any of the things, with a related operation."""
        wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
        for thing in things:
            related = self._related(thing)
            actors = self._values(thing, CG.actor) if related else set()
            services = self._values(thing, CG.service) if related else set()
            companies = actors | {company for one in services for company in self._values(one, SCHEMA.provider)}
            services |= {one for company in actors for one in _subjects(self._store, SCHEMA.provider, company)}
            for company in companies:
                wanted[CG.actor, company] |= related
            for service in _parts_and_wholes(self._store, services):
                wanted[CG.service, service] |= related
        return {
            activity
            for (role, party), operations in wanted.items()
            for activity in _subjects(self._store, role, party)
            if operations & self._related(activity)
        }

    def _related(self, activity: str) -> set[str]:
        """Return the operations of an activity, and those that rules compare with them."""
        if activity not in self._operations:
            own = self._values(activity, DPV.hasProcessing)
            if any(True for _ in self._store.quads(predicate=CG.about, value=activity)):
                own.add(DPV.Store)  # data that is judged not to be private, and data that is stored
            self._operations[activity] = own.union(*(family for family in _FAMILIES if family & own))
        return self._operations[activity]

    def _values(self, thing: str, name: str) -> set[str]:
        return {quad.object.value for quad in self._store.quads(subject=thing, predicate=name)}

    def _covering(self) -> set[str]:
        return _claims_of(self._store.quads(predicate=DPV.hasProcessing, value=CG.Cover))

    def _of_one_article(self, claim: str) -> Iterator[str]:
        """Yield what restates a claim or is restated by it, and what speaks of who works for whom."""
        for quad in self._store.quads(subject=claim, predicate=CG.restates):
            yield quad.object.value
        for quad in self._store.quads(predicate=CG.restates, value=claim):
            yield quad.subject.value
        for quad in self._store.quads(predicate=CG.source, value=_article(claim)):
            other = quad.subject.value
            if any(
                one.predicate.value in _WORK or one.object.value in _INTERNAL for one in self._store.quads(graph=other)
            ):
                yield other

    def _links(self, claims: Iterable[str]) -> set[str]:
        """Return the claims about the companies and the services of which claims speak: what belongs to what."""
        quads = (quad for claim in claims for quad in self._store.quads(graph=claim))
        parties = {quad.object.value for quad in quads if quad.predicate.value in _PARTIES}
        linked = (
            quad for party in _parts_and_wholes(self._store, parties) for quad in self._store.quads(subject=party)
        )
        return _claims_of(quad for quad in linked if quad.predicate.value in _LINKS)

    def _quads(self, claims: Iterable[str]) -> Iterator[Quad]:
        """Yield the claims' graphs and records, and what is said of all that they mention."""
        mentioned: set[str] = set()
        for claim in claims:
            for quad in chain(self._store.quads(graph=claim), self._store.quads(subject=claim)):
                mentioned.update(iris_of(quad))
                yield quad
        for iri in mentioned:
            if not iri.startswith(CLAIM):
                described = self._store.quads(subject=iri)
                yield from (quad for quad in described if not quad.graph_name.value.startswith(CLAIM))


def _parts_and_wholes(store: Store, services: set[str]) -> set[str]:
    """Return services with their parts and wholes, and the parts and wholes of these."""
    found, last = set(services), set(services)
    for _ in range(_STEPS):
        wholes = {quad.object.value for one in last for quad in store.quads(subject=one, predicate=SCHEMA.isPartOf)}
        last = (wholes | {part for one in last for part in _subjects(store, SCHEMA.isPartOf, one)}) - found
        found |= last
    return found


def _speaking(store: Store, things: Iterable[str]) -> set[str]:
    """Return the claims that speak of things, or of judgements on them."""
    quads = (chain(store.quads(subject=one), store.quads(predicate=CG.about, value=one)) for one in things)
    return _claims_of(chain.from_iterable(quads))


def _claims_of(quads: Iterable[Quad]) -> set[str]:
    return {graph for quad in quads if (graph := quad.graph_name.value).startswith(CLAIM)}


def _subjects(store: Store, name: str, value: str) -> set[str]:
    return {quad.subject.value for quad in store.quads(predicate=name, value=value)}


def _article(claim: str) -> str:
    return ARTICLE + claim.removeprefix(CLAIM).partition("/")[0]
