"""Relations between claims: what the rules derive from a store, told in sentences, in a graph of its own.

They are never written by hand, and withdrawing a claim withdraws its relations: whoever asks for them derives them
from the claims that are there. A store on disk keeps what was derived; see `corpus.upkeep`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

from claimgraph.model import Term
from claimgraph.namespaces import CG, RDF, RDFS, RELATIONS, SKOS, TABLES, XSD
from claimgraph.relations.rule import Rule, read_rules, tables_for
from claimgraph.resources import ontology_folder
from claimgraph.source import Quad, Source
from claimgraph.store import Store, is_iri

Triple = tuple[str, str, Term]

_SLOT = re.compile(r"\{(first|second)\.(\w+)\}")
_PLACES = ("accessedFrom", "dataAt", "happensIn", "movedFrom", "movedTo")
# Slots that stand for several properties; `value` stands for any.
_SEVERAL = {"place": _PLACES, "data": ("hasPersonalData",)}
_BETWEEN = {"en": ", ", "ja": "・"}
_REMEMBERED = 50_000  # names and statements

# What is said of one thing: the values of each property, as the engine has them.
_About = Mapping[str, list[Any]]


def derive(store: Store) -> Source:
    """Return the relations between a store's claims, as quads of their graph; the store is left as it was."""
    found = Store()
    derive_into(found, store)
    return Source.from_quads(ontology_folder() / "rules", sorted(found.quads(), key=str))


def derive_into(
    found: Store,
    store: Store,
    *,
    rules: Iterable[Rule] | None = None,
    is_wanted: Callable[[set[str]], bool] = lambda _: True,
) -> None:
    """Add the relations between a store's claims to another store, rule by rule, as they are many.

    Args:
        found: takes the relations.
        store: has the claims.
        rules: that are asked; all, if not given.
        is_wanted: is given the two claims of a relation, by IRI, and tells whether it is to stay.
    """
    rules = read_rules() if rules is None else tuple(rules)
    words = _Words(store)
    try:
        for table in tables_for(rules):
            store.construct_into(store, table, TABLES)
        for rule in rules:
            store.construct_into(found, rule.sparql, RELATIONS)
            unwanted = set[str]()
            found.fill(RELATIONS, _tell(rule, found, words, is_wanted, unwanted))
            found.replace(list(told_of(found, unwanted)), ())
    finally:
        store.remove(TABLES)


def relations_of(store: Store, claims: Iterable[str]) -> set[str]:
    """Return the relations that a store has of some claims."""
    parts = (store.quads(predicate=part, value=claim) for claim in claims for part in (CG.first, CG.second))
    return {quad.subject.value for quads in parts for quad in quads}


def told_of(store: Store, relations: set[str]) -> Iterator[Quad]:
    """Yield what a store says of relations, given by IRI, and of the evidence on which they and no others rest."""
    for relation in relations:
        for quad in store.quads(subject=relation, graph=RELATIONS):
            yield quad
            if quad.predicate.value == CG.because:
                users = (one.subject.value for one in store.quads(predicate=CG.because, value=quad.object))
                if relations.issuperset(users):
                    yield from store.quads(subject=quad.object.value, graph=RELATIONS)


def _tell(
    rule: Rule, found: Store, words: "_Words", is_wanted: Callable[[set[str]], bool], unwanted: set[str]
) -> Iterator[Triple]:
    """Yield the record of a rule, and the reason and number of origins of each wanted relation; note the unwanted."""
    yield from _record(rule)
    for relation in [quad.subject.value for quad in found.quads(predicate=CG.rule, value=rule.iri)]:
        about = _about(found, relation)
        if not is_wanted({about[part][0].value for part in (CG.first, CG.second)}):
            unwanted.add(relation)
            continue
        evidence = [_about(found, piece.value) for piece in about[CG.because]]
        for language, template in rule.sentence.items():
            yield relation, CG.reason, _text(words.fill(template, about, evidence, language), language)
        if CG.origin in about:
            yield relation, CG.origins, Term(value=str(len(about[CG.origin])), datatype=XSD.integer)


def _about(store: Store, iri: str) -> dict[str, list[Any]]:
    about: dict[str, list[Any]] = {}
    for quad in store.quads(subject=iri, graph=RELATIONS):
        about.setdefault(quad.predicate.value, []).append(quad.object)
    return about


def _record(rule: Rule) -> Iterator[Triple]:
    yield rule.iri, RDF.type, Term(value=CG.Rule)
    yield rule.iri, CG.kind, Term(value=rule.kind)
    if rule.strength:
        yield rule.iri, CG.strength, Term(value=rule.strength)
    told = {RDFS.label: rule.title, CG.firesWhen: rule.fires, CG.firesNotWhen: rule.unless}
    for name, texts in {**told, CG.missingPremise: rule.premise}.items():
        yield from ((rule.iri, name, _text(text, language)) for language, text in sorted(texts.items()))


class _Words:
    """Names of things and statements of claims, in both languages, for filling sentences."""

    def __init__(self, store: Store) -> None:
        # Not a method's, or the two would hold each other, and a store on disk is closed when nothing holds it.
        self._said = lru_cache(_REMEMBERED)(partial(_read, store))
        self._claimant = lru_cache(_REMEMBERED)(partial(_claimant, store))

    def fill(self, template: str, about: _About, evidence: Iterable[_About], language: str) -> str:
        """Return the sentence of a relation."""

        def value(match: re.Match[str]) -> str:
            claim = about[CG.first if match[1] == "first" else CG.second][0].value
            pieces = [piece for piece in evidence if piece[CG.inClaim][0].value == claim]
            return self._slot(match[2], claim, pieces, language)

        return _SLOT.sub(value, template)

    def _slot(self, slot: str, claim: str, pieces: Iterable[_About], language: str) -> str:
        if slot == "statement":
            return self._said(claim, CG.statement, language)
        if slot == "claimant":
            return self.name(self._claimant(claim), language)
        if slot == "subject":
            terms = {piece[RDF.subject][0] for piece in pieces}
        else:
            wanted = _SEVERAL.get(slot, (slot,))
            terms = {
                piece[RDF.object][0]
                for piece in pieces
                if slot == "value" or _local(piece[RDF.predicate][0].value) in wanted
            }
        return _BETWEEN[language].join(sorted(self.name(term, language) for term in terms))

    def name(self, term: Any, language: str) -> str:
        """Return what a thing is called, or a literal as it is written."""
        value: str = term.value
        if not is_iri(term):
            return value
        named = self._said(value, SKOS.prefLabel, language) or self._said(value, RDFS.label, language)
        return named or _local(value)


def _read(store: Store, iri: str, name: str, language: str) -> str:
    texts = (quad.object for quad in store.quads(subject=iri, predicate=name))
    return min((text.value for text in texts if getattr(text, "language", None) == language), default="")


def _claimant(store: Store, claim: str) -> Any:
    return next(store.quads(subject=claim, predicate=CG.claimant)).object


def _local(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]


def _text(text: str, language: str) -> Term:
    return Term(value=text, datatype=RDF.langString, language=language)
