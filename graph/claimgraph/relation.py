"""Relations between claims: what the rules derive from a store, told in sentences, in a graph of its own.

They are never written by hand and never kept: whoever asks for them derives them from the claims that are there, so
withdrawing a claim withdraws its relations.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from claimgraph.model import Term
from claimgraph.namespaces import CG, RDF, RDFS, RELATIONS, TABLES, XSD
from claimgraph.resources import lookup, ontology_folder
from claimgraph.rule import Rule, read_rules, read_tables
from claimgraph.source import Source, make_source
from claimgraph.store import Store

Triple = tuple[str, str, Term]

_SLOT = re.compile(r"\{(first|second)\.(\w+)\}")
_PLACES = ("accessedFrom", "dataAt", "happensIn", "movedFrom", "movedTo")
# Slots that stand for several properties; `value` stands for any.
_SEVERAL = {"place": _PLACES, "data": ("hasPersonalData",)}
_BETWEEN = {"en": ", ", "ja": "・"}


@dataclass(slots=True, kw_only=True)
class _Found:
    """A relation while it is put together: its rule, its two claims, and the evidence in each."""

    rule: str = ""
    first: str = ""
    second: str = ""
    because: set[str] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)


def asks_for_relations(sparql: str) -> bool:
    """Tell whether a query of the library needs relations: it names their graph."""
    return f"<{RELATIONS}>" in sparql


def derive(store: Store) -> Source:
    """Return the relations between a store's claims, as quads of their graph; the store is left as it was."""
    constructed = _run(store)
    words = _Words(store)
    return make_source(ontology_folder() / "rules", RELATIONS, _tell(constructed, words))


def _run(store: Store) -> list[Triple]:
    """Return what the rules construct; what two rules construct alike, twice."""
    folder = ontology_folder() / "rules" / "tables"
    try:
        for table in read_tables():
            store.add(make_source(folder, TABLES, store.construct(table)))
        return [triple for rule in read_rules() for triple in store.construct(rule.sparql)]
    finally:
        store.remove(TABLES)


def _tell(triples: Iterable[Triple], words: "_Words") -> Iterator[Triple]:
    """Yield the triples, with each relation's reason and number of origins, and the record of each rule."""
    found: dict[str, _Found] = {}
    evidence: dict[str, dict[str, Term]] = {}
    parts = {CG.rule: "rule", CG.first: "first", CG.second: "second"}
    gathered = {CG.because: "because", CG.origin: "origins"}
    pieces = {CG.inClaim, RDF.subject, RDF.predicate, RDF.object}
    for subject, name, value in triples:
        yield subject, name, value
        if name in parts:
            setattr(found.setdefault(subject, _Found()), parts[name], value.value)
        elif name in gathered:
            getattr(found.setdefault(subject, _Found()), gathered[name]).add(value.value)
        elif name in pieces:
            evidence.setdefault(subject, {})[name] = value
    rules = {rule.iri: rule for rule in read_rules()}
    for relation, one in found.items():
        rule = rules[one.rule]
        for language, template in rule.sentence.items():
            reason = words.fill(template, one, evidence, language)
            yield relation, CG.reason, _text(reason, language)
        if one.origins:
            yield relation, CG.origins, Term(value=str(len(one.origins)), datatype=XSD.integer)
    for rule in read_rules():
        yield from _record(rule)


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
        self._names: dict[tuple[str, str], str] = {}
        for thing, name in store.select(lookup("labels")).rows:
            if thing is not None and name is not None:
                self._names.setdefault((thing.value, name.language), name.value)
        self._statements: dict[tuple[str, str], str] = {}
        self._claimants: dict[str, str] = {}
        for claim, statement, claimant in store.select(lookup("statements")).rows:
            if claim is not None and statement is not None and claimant is not None:
                self._statements[claim.value, statement.language] = statement.value
                self._claimants[claim.value] = claimant.value

    def fill(self, template: str, found: _Found, evidence: Mapping[str, Mapping[str, Term]], language: str) -> str:
        """Return the sentence of a relation."""

        def value(match: re.Match[str]) -> str:
            claim = found.first if match[1] == "first" else found.second
            pieces = [piece for one in found.because if (piece := evidence[one])[CG.inClaim].value == claim]
            return self._slot(match[2], claim, pieces, language)

        return _SLOT.sub(value, template)

    def _slot(self, slot: str, claim: str, pieces: Iterable[Mapping[str, Term]], language: str) -> str:
        if slot == "statement":
            return self._statements.get((claim, language), "")
        if slot == "claimant":
            return self.name(Term(value=self._claimants[claim]), language)
        if slot == "subject":
            terms = {piece[RDF.subject] for piece in pieces}
        else:
            wanted = _SEVERAL.get(slot, (slot,))
            terms = {
                piece[RDF.object] for piece in pieces if slot == "value" or _local(piece[RDF.predicate].value) in wanted
            }
        return _BETWEEN[language].join(sorted(self.name(term, language) for term in terms))

    def name(self, term: Term, language: str) -> str:
        """Return what a thing is called, or a literal as it is written."""
        return self._names.get((term.value, language), _local(term.value)) if term.is_iri else term.value


def _local(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]


def _text(text: str, language: str) -> Term:
    return Term(value=text, datatype=RDF.langString, language=language)
