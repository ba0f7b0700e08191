"""Beside: the claims that rules can put beside others, and what must be known of both to say how they are related.

By what the rules join, that is

- what speaks of the same thing: an activity, a matter of judgement, the subject of a tie;
- what speaks of an activity with the same service, a part of it or the whole, or of the same company, where a rule may
  find something to compare; see `_Saying`;
- of the same article, what restates a claim, has its words, or speaks of who works for whom.

A rule that joins claims in another way must be known here, too: `tests/test_upkeep.py` compares what is kept with
what is derived from nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from claimgraph.corpus.neighbourhood import iris_of
from claimgraph.namespaces import ARTICLE, BASE, CG, CLAIM, DPV, PASSAGE, RDF, SCHEMA, SKOS
from claimgraph.source import Quad
from claimgraph.store import Store

TIES = (DPV.isSubsidiaryOf, CG.affiliateOf, CG.groupCompanyOf, CG.outsourcesTo)
LINKS = (*TIES, SCHEMA.provider, SCHEMA.isPartOf)
# Who works for whom, and what is said not to leave the house.
WORK, INTERNAL = (CG.contractor, CG.onBehalfOf), (CG.Internal, CG.Intervene)
_BARRING = frozenset((CG.BlockAccess, CG.RevokeAccessRight))
_ACCESS = _BARRING | {CG.CanAccess, CG.HoldAccessRight, DPV.Access, DPV.Monitor}
_HIGHLY_PRIVATE = BASE + "data/highly-private-information"
_STEPS = 4  # from a service to a part or a whole, and on


def gather_beside(store: Store, reached: set[str]) -> Iterator[Quad]:
    """Yield claims, those that rules can put beside them, and what a store says that bears on how they are related.

    Args:
        store: has the claims.
        reached: the claims, by IRI; those that are no longer there are passed over.
    """
    part = _Part(store)
    things = {thing for claim in reached for thing in part.things(claim)}
    near = reached | speaking_of(store, things) | {other for claim in reached for other in part.of_one_article(claim)}
    articles = {article_of(claim) for claim in near}
    covering = claims_of(store.quads(predicate=DPV.hasProcessing, value=CG.Cover))
    claims = near | {claim for claim in covering if article_of(claim) in articles}
    own = {article_of(claim) for claim in reached}
    claims |= {other for thing in things for saying in part.sayings_of(thing, own) for other in part.joined(saying)}
    claims |= {other for claim in claims for other in part.of_one_passage(claim)}
    claims |= part.links(claims, near)
    yield from part.quads(claims)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saying:
    """What one claim says of an activity, with what its article has of the activity's services; all by IRI.

    Args:
        told: the values of its properties, whichever these are.
        judging: the claims of its article that have it that the activity is highly sensitive, or is not.
        is_limited: whether it is said to be so in one place only.
    """

    claim: str
    activity: str
    operations: frozenset[str]
    services: frozenset[str]
    actors: frozenset[str]
    told: frozenset[str]
    judging: frozenset[str]
    is_limited: bool

    def may_meet_in_service(self, other: "_Saying", is_denied: Callable[[str], bool]) -> bool:
        """Tell whether rules compare this with what is said of an activity whose service meets this one's.

        Args:
            other: what is said of the other.
            is_denied: tells whether a claim denies what its graph says.
        """
        both = self.operations | other.operations
        if self.operations & other.operations:
            # contradicts-elsewhere, refines-part, contradicts-only-place
            of_one_actor = not self.actors or not other.actors or self.actors & other.actors
            if of_one_actor or self.is_limited or other.is_limited:
                return True
        if self.operations & _ACCESS and other.operations & _ACCESS:
            # contradicts-blocked, contradicts-unreachable, contradicts-work-abroad
            return bool(both & _BARRING) or is_denied(self.claim) != is_denied(other.claim)
        # contradicts-moved
        return {DPV.Move, DPV.Store} <= both and DPV.ActivityCompleted in self.told | other.told

    def may_meet_in_company(self, other: "_Saying", all_data: frozenset[str]) -> bool:
        """Tell whether rules compare this with what is said of an activity of the same company.

        Args:
            other: what is said of the other.
            all_data: the data types with none above them.
        """
        told = self.told | other.told
        if self.operations & other.operations and told & all_data:
            return True  # refines-company
        # contradicts-private-elsewhere, contradicts-not-private
        if self.judging or other.judging:
            return DPV.Store in self.operations | other.operations
        return DPV.Store in self.operations & other.operations and _HIGHLY_PRIVATE in told


class _Part:
    """As much of a store as rules must see to relate some claims to any others."""

    def __init__(self, store: Store) -> None:
        self._store = store
        types = subjects_of(store, RDF.type, CG.DataType)
        self._all_data = frozenset(one for one in types if not self._values(one, SKOS.broader))
        self._sayings: dict[str, dict[str, list[_Saying]]] = {}
        self._with: dict[tuple[str, str], tuple[_Saying, ...]] = {}

    def things(self, claim: str) -> Iterator[str]:
        """Yield what a claim speaks of: its subjects, and the matters of its judgements."""
        for quad in self._store.quads(graph=claim):
            yield quad.subject.value
            if quad.predicate.value == CG.about:
                yield quad.object.value

    def sayings_of(self, thing: str, articles: set[str]) -> Iterator[_Saying]:
        """Yield what some articles' claims say of a thing, if it is an activity."""
        return (one for article, said in self._by_article(thing).items() if article in articles for one in said)

    def joined(self, saying: _Saying) -> Iterator[str]:
        """Yield the claims that rules put beside what a claim says, by service or by company, and what these need."""
        provided = {one for company in saying.actors for one in subjects_of(self._store, SCHEMA.provider, company)}
        providers = {company for one in saying.services for company in self._values(one, SCHEMA.provider)}
        same_service = (
            other
            for service in parts_and_wholes(self._store, saying.services)
            for other in self._sayings_with(CG.service, service)
            if saying.may_meet_in_service(other, self._is_denied)
        )
        same_company = (
            other
            for role, parties in ((CG.actor, saying.actors | providers), (CG.service, provided))
            for party in parties
            for other in self._sayings_with(role, party)
            if saying.may_meet_in_company(other, self._all_data)
        )
        for other in chain(same_service, same_company):
            yield from other.judging
            yield from (one.claim for one in self._by_article(other.activity)[article_of(other.claim)])

    def _sayings_with(self, role: str, party: str) -> tuple[_Saying, ...]:
        """Return what is said of activities to which a claim of the same article gives the party in the role."""
        if (role, party) not in self._with:
            found = self._store.quads(predicate=role, value=party)
            places = {(article_of(quad.graph_name.value), quad.subject.value) for quad in found}
            self._with[role, party] = tuple(
                one for article, activity in places for one in self._by_article(activity).get(article, ())
            )
        return self._with[role, party]

    def _by_article(self, activity: str) -> dict[str, list[_Saying]]:
        """Return what claims say of an activity, by the IRI of their article."""
        if activity in self._sayings:
            return self._sayings[activity]
        said: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        for quad in self._store.quads(subject=activity):
            if (claim := quad.graph_name.value).startswith(CLAIM):
                said[article_of(claim)][claim].append((quad.predicate.value, quad.object.value))
        about = claims_of(self._store.quads(predicate=CG.about, value=activity))
        judging = {one for one in about if any(True for _ in self._store.quads(value=CG.HighlySensitive, graph=one))}
        found: dict[str, list[_Saying]] = {}
        for article, claims in said.items():
            services = frozenset(value for told in claims.values() for name, value in told if name == CG.service)
            found[article] = [
                _Saying(
                    claim=claim,
                    activity=activity,
                    operations=frozenset(value for name, value in told if name == DPV.hasProcessing),
                    services=services,
                    actors=frozenset(value for name, value in told if name == CG.actor),
                    told=frozenset(value for _, value in told),
                    judging=frozenset(one for one in judging if article_of(one) == article),
                    is_limited=any(name == CG.onlyAt for name, _ in told),
                )
                for claim, told in claims.items()
            ]
        self._sayings[activity] = found
        return found

    def _is_denied(self, claim: str) -> bool:
        return CG.Denied in self._values(claim, CG.polarity)

    def _values(self, thing: str, name: str) -> set[str]:
        return {quad.object.value for quad in self._store.quads(subject=thing, predicate=name)}

    def of_one_article(self, claim: str) -> Iterator[str]:
        """Yield what restates a claim or is restated by it, and what speaks of who works for whom."""
        yield from self._values(claim, CG.restates)
        yield from subjects_of(self._store, CG.restates, claim)
        for other in subjects_of(self._store, CG.source, article_of(claim)):
            said = self._store.quads(graph=other)
            if any(quad.predicate.value in WORK or quad.object.value in INTERNAL for quad in said):
                yield other

    def of_one_passage(self, claim: str) -> Iterator[str]:
        """Yield the claims that have a passage of a claim's."""
        for passage in self._values(claim, CG.passage):
            yield from (one for one in subjects_of(self._store, CG.passage, passage) if one.startswith(CLAIM))

    def links(self, claims: Iterable[str], near: Iterable[str]) -> set[str]:
        """Return the claims that tie the companies of near claims, or say whose and part of what a service is."""
        services = parts_and_wholes(self._store, self._parties(claims, (CG.service,)))
        companies = self._parties(near, (CG.actor, CG.contractor, CG.onBehalfOf))
        said = (quad for service in services for quad in self._store.quads(subject=service))
        tied = (quad for company in companies for quad in self._store.quads(subject=company))
        return claims_of(
            quad for quad in said if quad.predicate.value in (SCHEMA.provider, SCHEMA.isPartOf)
        ) | claims_of(quad for quad in tied if quad.predicate.value in TIES and quad.object.value in companies)

    def _parties(self, claims: Iterable[str], roles: Sequence[str]) -> set[str]:
        quads = (quad for claim in claims for quad in self._store.quads(graph=claim))
        return {quad.object.value for quad in quads if quad.predicate.value in roles}

    def quads(self, claims: Iterable[str]) -> Iterator[Quad]:
        """Yield the claims' graphs and records, and what is said of all that they mention but passages."""
        mentioned: set[str] = set()
        for claim in claims:
            for quad in chain(self._store.quads(graph=claim), self._store.quads(subject=claim)):
                mentioned.update(iris_of(quad))
                yield quad
        for iri in mentioned:
            if not iri.startswith((CLAIM, PASSAGE)):
                described = self._store.quads(subject=iri)
                yield from (quad for quad in described if not quad.graph_name.value.startswith(CLAIM))


def parts_and_wholes(store: Store, services: Iterable[str]) -> set[str]:
    """Return services with their parts and wholes, and the parts and wholes of these."""
    found = last = set(services)
    for _ in range(_STEPS):
        wholes = {quad.object.value for one in last for quad in store.quads(subject=one, predicate=SCHEMA.isPartOf)}
        last = (wholes | {part for one in last for part in subjects_of(store, SCHEMA.isPartOf, one)}) - found
        found = found | last
    return found


def speaking_of(store: Store, things: Iterable[str]) -> set[str]:
    """Return the claims that speak of things, or of judgements on them."""
    quads = (chain(store.quads(subject=one), store.quads(predicate=CG.about, value=one)) for one in things)
    return claims_of(chain.from_iterable(quads))


def claims_of(quads: Iterable[Quad]) -> set[str]:
    """Return the claims, by IRI, in whose graphs quads stand."""
    return {graph for quad in quads if (graph := quad.graph_name.value).startswith(CLAIM)}


def subjects_of(store: Store, name: str, value: str) -> set[str]:
    """Return the things that have an IRI as the value of a property."""
    return {quad.subject.value for quad in store.quads(predicate=name, value=value)}


def article_of(claim: str) -> str:
    return ARTICLE + claim.removeprefix(CLAIM).partition("/")[0]
