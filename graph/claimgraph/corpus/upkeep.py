"""Upkeep: the relations that a store on disk keeps, derived anew only where a change can reach.

All claims of a changed article are within reach. So are other claims that a rule reads a changed claim with: two that
give an activity different actors, where a tie between the actors comes or goes; those about a service whose provider
or whole changes; and those that mention an entity of which something else is said. The relations of all these are
removed, and derived again from a part of the store: from these claims and those beside which a rule can put them; see
`beside`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from claimgraph.corpus.beside import LINKS, TIES, claims_of, gather_beside, parts_and_wholes, speaking_of, subjects_of
from claimgraph.corpus.neighbourhood import iris_of
from claimgraph.namespaces import CG, CLAIM, SCHEMA
from claimgraph.relations.derivation import derive_into, relations_of, told_of
from claimgraph.source import Quad, Source
from claimgraph.store import Store

_MOST = 4  # of all claims, one in so many: where more are within reach, all are better derived again


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
        self.claims.update(claims_of(old | new))
        other = old ^ new
        differ = {iri for quad in other for iri in (quad.subject.value, quad.graph_name.value)}
        self.links.update(q for q in old | new if q.predicate.value in LINKS and q.graph_name.value in differ)


def keep_relations(store: Store, changed: Changed, ontology: Iterable[Source], claims: int) -> bool:
    """Bring the relations of a store up to date with its claims, unless so many are within reach that it does not pay.

    Args:
        store: has been changed already, all but its relations.
        changed: how.
        ontology: what the rules read besides.
        claims: how many there are now.

    Returns:
        whether the relations are up to date.
    """
    reached = _reach(store, changed)
    if not reached:
        return True
    if len(reached) * _MOST > claims:
        return False
    gone = relations_of(store, reached)
    store.replace(list(told_of(store, gone)), ())
    beside, found = Store.from_sources(ontology), Store()
    beside.replace((), gather_beside(store, reached))
    derive_into(found, beside, is_wanted=lambda pair: not pair.isdisjoint(reached))
    store.replace((), found.quads())
    return True


def _reach(store: Store, changed: Changed) -> set[str]:
    """Return the claims, such as were and such as are, whose relations may not be what they were."""
    reached = set(changed.claims)
    for thing in changed.things:
        for quad in store.mentions(thing):
            reached.update(iri for iri in (quad.subject.value, quad.graph_name.value) if iri.startswith(CLAIM))
    for link in changed.links:
        one, other = iris_of(link)
        if link.predicate.value in TIES:
            acting = (subjects_of(store, CG.actor, company) for company in (one, other))
            reached.update(speaking_of(store, set.intersection(*acting)))
            reached.update(claims_of(store.mentions(one)) & claims_of(store.mentions(other)))
        else:
            services = parts_and_wholes(store, {one, other} if link.predicate.value == SCHEMA.isPartOf else {one})
            reached.update(
                speaking_of(store, {a for service in services for a in subjects_of(store, CG.service, service)})
            )
    return reached
