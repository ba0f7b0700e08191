"""A selection: the part of a corpus that a page shows, which is claims and all that they need to be shown.

Chosen by a thing and what is linked to it in so many hops, by articles, or by a query of the user's; without a choice
it is the overview: one claim for each of the strongest links between things.
"""

import io
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from claimgraph.asking.ask import ask_guarded
from claimgraph.asking.endpoint import read_table
from claimgraph.asking.guard import Limits
from claimgraph.asking.knowledge import keep_claims
from claimgraph.asking.parameter import Parameter, bind, resolve
from claimgraph.asking.scan import scan_query
from claimgraph.corpus.neighbourhood import describe, iris_of, slugs_of
from claimgraph.errors import QuestionError
from claimgraph.model import Term
from claimgraph.namespaces import CLAIM, ENTITIES
from claimgraph.resources import lookup
from claimgraph.source import Source
from claimgraph.store import Store

_IRI = re.compile(r"<([^<>\s]+)>")
_THING = Parameter(name="focus", type="thing", meaning={}, example="")


def claims_about(store: Store, focus: str, hops: int = 1) -> set[str]:
    """Return the claims that speak of a thing, or of what such claims speak of, and so on.

    Args:
        store: is asked.
        focus: an IRI, a prefixed name, a name in either language or a code, as a question's parameter takes it.
        hops: how often to go on from claims to what they speak of; once is the claims about the thing itself.

    Raises:
        QuestionError: if the thing is unknown or ambiguous.
    """
    waiting, seen, claims = {resolve(store, _THING, focus).value}, set[str](), set[str]()
    for _ in range(hops):
        seen |= waiting
        found = {claim for thing in waiting for claim in _claims_that_mention(store, thing)} - claims
        claims |= found
        said = (iri for claim in found for quad in store.quads(graph=claim) for iri in iris_of(quad))
        waiting = {iri for iri in said if any(True for _ in store.quads(subject=iri, graph=ENTITIES))} - seen
    return claims


def claims_of_articles(store: Store, slugs: Iterable[str]) -> set[str]:
    """Return the claims of articles.

    Raises:
        QuestionError: if there is no such article.
    """
    claims: set[str] = set()
    for slug in slugs:
        own = {graph for graph in store.graphs() if graph.startswith(f"{CLAIM}{slug}/")}
        if not own:
            raise QuestionError(
                f"no article {slug!r} makes a claim; wanted the name of an article's file without .trig"
            )
        claims |= own
    return claims


def claims_of_query(store: Store, query: str, limits: Limits) -> set[str]:
    """Return the claims that a query gives: the ?claim of a SELECT, or whatever claims a CONSTRUCT's triples name.

    Raises:
        QuestionError: if the query is refused or fails, has no ?claim, or gives no claim.
    """
    gives_triples = scan_query(query).form.gives_triples
    held = io.BytesIO()
    ask_guarded(store, query, limits)("ntriples" if gives_triples else "json", held)
    if gives_triples:
        named = set(_IRI.findall(held.getvalue().decode("utf-8")))
    else:
        answer = read_table(held.getvalue())
        if "claim" not in answer.columns:
            raise QuestionError(f"the query returns {', '.join(answer.columns)}; wanted a column ?claim")
        named = {row["claim"] for row in answer.texts()}
    claims = {iri for iri in named if iri.startswith(CLAIM) and any(True for _ in store.quads(graph=iri))}
    if not claims:
        raise QuestionError("the query gives no claim; wanted IRIs of claims, in ?claim or in the triples")
    return claims


def claims_of_overview(store: Store) -> set[str]:
    """Return a claim for each of the strongest links between things."""
    return {row["example"] for row in store.select(lookup("strongest-links")).texts()}


def sources_of(
    store: Store, claims: set[str], article: Callable[[str], Source], ontology: Iterable[Source]
) -> tuple[Source, ...]:
    """Return claims with their articles' records, and with what entities and ontology say of what they mention.

    Args:
        store: holds the whole.
        claims: are chosen from it.
        article: gives an article by its slug.
        ontology: is taken whole.
    """
    slugs = slugs_of(quad for claim in claims for quad in store.quads(graph=claim))
    articles = tuple(keep_claims(article(slug), claims) for slug in sorted(slugs))
    mentioned = {iri for one in articles for quad in one.quads for iri in iris_of(quad)}
    entities = Source.from_quads(Path("entities.ttl"), describe(store, sorted(mentioned), set()))
    return (*ontology, entities, *articles)


def _claims_that_mention(store: Store, thing: str) -> Iterable[str]:
    rows = store.select(bind(lookup("claims-that-mention"), {"thing": Term(value=thing)})).texts()
    return (row["claim"] for row in rows)
