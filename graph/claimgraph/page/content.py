"""Content: what the page shows, as data in JSON: things by id, claims, articles, relations and the pictures.

Things go by ids of the page's own (n0, n1, …), never by IRIs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from claimgraph.model import Term
from claimgraph.namespaces import PREFIXES, XSD, shorten
from claimgraph.page.drawing import OPTIONS, Json, Ref, draw_claims, draw_overview
from claimgraph.page.network import claim_network, overview_network, read_definitions, read_names
from claimgraph.resources import lookup
from claimgraph.texts.quotation import Quotation

if TYPE_CHECKING:
    from claimgraph.store import Store

# Properties of a record that the page shows by other means, or not at all.
_ELSEWHERE = {"rdf:type", "cg:statement", "cg:passage", "cg:attribution", "cg:voice", "cg:excludes"}


def page_data(store: Store, quotations: Mapping[str, Quotation] = MappingProxyType({})) -> Json:
    """Return what the page shows: things by id, claims, articles, and the two networks as vis-network has them."""
    names, others = read_names(store)
    definitions = read_definitions(store)
    claims = claim_network(store, names)
    overview = overview_network(store, claims)
    nodes = dict(claims.nodes(data=True))
    ids: dict[str, str] = {}

    def ref(iri: str) -> str:
        return ids.setdefault(iri, f"n{len(ids)}")

    records = _read_claims(store, ref, quotations)
    articles = _read_records(store, "page-articles", ref)
    kinds = sorted({(node["kind"], node["shape"], node["colour"]) for node in nodes.values()})
    data: Json = {
        "kinds": {
            shorten(kind): {"shape": shape, "colour": colour, "names": names.get(kind, {})}
            for kind, shape, colour in kinds
        },
        "claims": {ref(iri): record for iri, record in sorted(records.items())},
        "articles": {ref(iri): record for iri, record in sorted(articles.items())},
        "pictures": {"overview": draw_overview(overview, ref), "claims": draw_claims(claims, ref)},
        "relations": _read_relations(store, ref),
        "rules": _read_rules(store, ref),
        "countries": {ref(row["place"]): ref(row["country"]) for row in store.select(lookup("page-countries")).texts()},
        "prefixes": PREFIXES,
        "options": OPTIONS,
    }
    data["things"] = {
        id_: {
            "iri": iri,
            "short": shorten(iri),
            "names": names.get(iri, {}),
            **({"definitions": definitions[iri]} if iri in definitions else {}),
            **({"others": others[iri]} if iri in others else {}),
            **({"kind": shorten(nodes[iri]["kind"])} if iri in nodes else {}),
        }
        for iri, id_ in ids.items()
    }
    return data


def _read_records(store: Store, name: str, ref: Ref) -> dict[str, Json]:
    """Return each record as lists of values by the property's short IRI."""
    records: dict[str, Json] = defaultdict(lambda: defaultdict(list))
    for record, property_, value in store.select(lookup(name)).rows:
        if record is not None and property_ is not None and value is not None:
            field = shorten(property_.value)
            if field not in _ELSEWHERE:
                ref(property_.value)
                records[record.value][field].append(_value(value, ref))
    return {iri: dict(record) for iri, record in records.items()}


def _read_claims(store: Store, ref: Ref, quotations: Mapping[str, Quotation]) -> dict[str, Json]:
    claims = _read_records(store, "page-records", ref)
    for claim in claims.values():
        claim |= {"voices": [], "passages": [], "triples": []}
    for row in store.select(lookup("page-voices")).texts():
        hop = {"voice": ref(row["voice"])} | ({"hedge": ref(row["hedge"])} if row["hedge"] else {})
        claims[row["claim"]]["voices"].append(hop)
    for row in store.select(lookup("page-passages")).texts():
        numbers = {key: int(row[key]) for key in ("start", "end", "paragraph", "sentence") if row[key]}
        heading = {"heading": ref(row["heading"])} if row["heading"] else {}
        quotation = quotations.get(row["passage"])
        quote = {"quote": [quotation.before, quotation.words, quotation.after]} if quotation else {}
        claims[row["claim"]]["passages"].append(numbers | heading | quote)
    for claim_, *triple in store.select(lookup("page-propositions")).rows:
        if claim_ is not None:
            claims[claim_.value]["triples"].append([_value(term, ref) for term in triple if term is not None])
    return claims


def _read_relations(store: Store, ref: Ref) -> list[Json]:
    """Return the relations between claims, each with its reason by language and the triples on which it rests."""
    relations: dict[str, Json] = {}
    for row in store.select(lookup("page-relations")).texts():
        told = {key: ref(row[key]) for key in ("kind", "first", "second", "rule", "strength") if row[key]}
        origins = {"origins": int(row["origins"])} if row["origins"] else {}
        relations[row["relation"]] = told | origins | {"reason": {}, "because": []}
    for relation, reason in store.select(lookup("page-reasons")).rows:
        if relation is not None and reason is not None:
            relations[relation.value]["reason"][reason.language] = reason.value
    for relation, claim, *triple in store.select(lookup("page-evidence")).rows:
        if relation is not None and claim is not None:
            terms = [_value(term, ref) for term in triple if term is not None]
            relations[relation.value]["because"].append([ref(claim.value), *terms])
    return [relations[iri] for iri in sorted(relations)]


def _read_rules(store: Store, ref: Ref) -> dict[str, Json]:
    """Return what each rule says of itself, by property and language."""
    rules: dict[str, Json] = defaultdict(lambda: defaultdict(dict))
    for rule, property_, text in store.select(lookup("page-rules")).rows:
        if rule is not None and property_ is not None and text is not None:
            rules[ref(rule.value)][shorten(property_.value)][text.language] = text.value
    return dict(rules)


def _value(term: Term, ref: Ref) -> str | Json:
    """Return a thing's id, or a literal's text."""
    if term.is_iri:
        return ref(term.value)
    if term.language:
        return {"text": term.value, "language": term.language}
    return {"text": term.value} | ({} if term.datatype in ("", XSD.string) else {"datatype": ref(term.datatype)})
