"""What was known by a day: the sources without the claims that were made later or have no date.

A claim is known from the day on which it was said; where that is not given, from the day on which its article was
published. A date that is only a month or a year counts once all of it has passed. A claim without either date is
never guessed to be known: it is left out and counted.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from claimgraph.namespaces import CG, RDF
from claimgraph.period import read_period
from claimgraph.resources import lookup
from claimgraph.source import Source
from claimgraph.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was known by a day.

    Args:
        day: the day.
        sources: the sources with the claims that were known, and with no trace of the others.
        claims: the claims that were known.
        later: the claims that were made after that day, or that cannot be told to have been made by then because
            only their month or year is given.
        undated: the claims of which nobody can tell.
    """

    day: date
    sources: tuple[Source, ...]
    claims: frozenset[str]
    later: frozenset[str]
    undated: frozenset[str]

    def __str__(self) -> str:
        total = len(self.claims) + len(self.later) + len(self.undated)
        return (
            f"as of {self.day}: {len(self.claims)} of {total} claims were known; left out are {len(self.later)} made"
            f" later and {len(self.undated)} without a date (the question undated-claims lists these)"
        )


def known_by(sources: Iterable[Source], day: date) -> Known:
    """Return what the public knew at the end of a day.

    Raises:
        QuestionError: if a date of the graph is none.
    """
    sources = tuple(sources)
    known, later, undated = set(), set(), set()
    articles, reported = set(), set()
    for row in Store.from_sources(sources).select(lookup("claim-dates")).texts():
        claim, article = row["claim"], row["article"]
        made = row["said"] or row["published"]
        if not made:
            undated.add(claim)
        elif read_period(made).last > day:
            later.add(claim)
        else:
            known.add(claim)
            reported.add(article)
        if row["published"] and read_period(row["published"]).last <= day:
            reported.add(article)
        articles.add(article)
    dropped = frozenset(later | undated)
    unheard = dropped | (articles - reported)
    return Known(
        day=day,
        sources=tuple(_without(source, dropped, unheard, frozenset(articles | known)) for source in sources),
        claims=frozenset(known),
        later=frozenset(later),
        undated=frozenset(undated),
    )


def keep_claims(source: Source, claims: Collection[str]) -> Source:
    """Return an article's source with some of its claims, and with no trace of the others."""
    quads = [(_value(q.subject), _value(q.predicate), _value(q.object), _value(q.graph_name)) for q in source.quads]
    own = {subject for subject, name, value, _ in quads if name == RDF.type and value == CG.Claim}
    articles = {graph for _, _, _, graph in quads} - own
    dropped = frozenset(own.difference(claims))
    return _without(source, dropped, dropped, articles | (own - dropped))


def _without(source: Source, dropped: frozenset[str], unheard: Collection[str], kept: Collection[str]) -> Source:
    """Return the source without the claims dropped, their graphs and records, and the graphs nobody had heard of.

    Args:
        source: is left as it is.
        dropped: claims.
        unheard: the graphs of claims and of articles that go whole.
        kept: the articles, and the claims that stay.
    """
    graphs: dict[str, dict[str, set[str]]] = {}
    for quad in source.quads:
        leads = graphs.setdefault(_value(quad.graph_name), {})
        leads.setdefault(_value(quad.subject), set()).add(_value(quad.object))
    gone = {graph: _orphans(leads, dropped, kept) for graph, leads in graphs.items()}
    quads = (
        quad
        for quad in source.quads
        if (graph := _value(quad.graph_name)) not in unheard
        and _value(quad.subject) not in gone[graph]
        and _value(quad.object) not in dropped
    )
    return Source.from_quads(source.path, quads)


def _orphans(leads: Mapping[str, Collection[str]], dropped: frozenset[str], kept: Collection[str]) -> set[str]:
    """Return the subjects of a graph that go: those that only claims dropped lead to, such as passages and
    attributions, and a relation that leads to a claim dropped.
    """
    of_dropped = _reach(leads, [one for one in leads if one in dropped], kept)
    relations = {one for one, others in leads.items() if one not in kept and not dropped.isdisjoint(others)}
    going = of_dropped | relations
    staying = leads.keys() - going
    return going - _reach(leads, staying, dropped)


def _reach(leads: Mapping[str, Collection[str]], starts: Collection[str], barred: Collection[str]) -> set[str]:
    """Return the subjects that the starts lead to, they among them, by no way through what is barred."""
    found: set[str] = set()
    waiting = [start for start in starts if start not in barred]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        waiting += [other for other in leads.get(one, ()) if other in leads and other not in barred]
    return found


def _value(term: object) -> str:
    return str(getattr(term, "value", term))
