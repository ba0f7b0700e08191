"""Why two claims are related, or what keeps a rule from relating them.

The rules are the only ones who know. So a near miss is found by asking them again: of a copy of the second claim in
which one of the differences between the two is gone, or two of them. What then fires would have fired but for these.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path

from claimgraph.asking.parameter import bind
from claimgraph.errors import QuestionError
from claimgraph.model import Term
from claimgraph.namespaces import ARTICLE, CG, CLAIM, DPV, PREFIXES, RDF, XSD, shorten
from claimgraph.relations.derivation import derive
from claimgraph.resources import lookup
from claimgraph.source import Source, make_source
from claimgraph.store import Store
from claimgraph.story import Story

Triple = tuple[str, str, Term]

_CG, _DPV = PREFIXES["cg"], PREFIXES["dpv"]


def _own(*names: str) -> tuple[str, ...]:
    return tuple(_CG + name for name in names)


# What two claims can differ in: names, and the properties that carry it.
_ASPECTS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "operation": ({"en": "operations", "ja": "操作"}, (_DPV + "hasProcessing",)),
    "data": ({"en": "data types", "ja": "データの種類"}, (_DPV + "hasPersonalData",)),
    "service": ({"en": "services", "ja": "サービス"}, _own("service")),
    "place": (
        {"en": "places", "ja": "場所"},
        _own("accessedFrom", "dataAt", "happensIn", "movedFrom", "movedTo"),
    ),
    "only": ({"en": "extents", "ja": "範囲"}, _own("extent", "onlyAt")),
    "status": ({"en": "statuses", "ja": "状態"}, (_DPV + "hasActivityStatus",)),
    "actor": ({"en": "doers", "ja": "主体"}, _own("actor", "onBehalfOf", "contractor")),
    "number": ({"en": "numbers", "ja": "数"}, _own("count", "countOf", "countPer", "approximate")),
    "date": ({"en": "dates", "ja": "日付"}, _own("date", "since", "dueBy")),
    "circumstances": (
        {"en": "objects, means or conditions", "ja": "対象・手段・条件"},
        _own("condition", "instrument", "object", "recipient"),
    ),
    "matter": ({"en": "things judged", "ja": "評価の対象"}, _own("about")),
    "quality": ({"en": "qualities", "ja": "性質"}, _own("judgedAs")),
    "stage": ({"en": "stages", "ja": "段階"}, _own("incidentStatus")),
}
_OF_RECORD: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "polarity": ({"en": "polarity", "ja": "肯否"}, _own("polarity")),
    "certainty": ({"en": "certainty", "ja": "確かさ"}, _own("certainty")),
    "act": ({"en": "acts of speech", "ja": "述べ方"}, _own("act", "promisor")),
    "day": ({"en": "days on which it was said", "ja": "述べた日"}, _own("saidOn")),
}
_ACTIVITY = {"en": "activities", "ja": "活動"}
_ARTICLE = {"en": "articles", "ja": "記事"}
# What a reader wants to hear of first.
_ORDER = ("Contradiction", "Fulfilment", "Delay", "Dropping", "Supersession", "Corroboration", "Restatement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A relation between two claims, in words.

    Args:
        kind: what it is called.
        rule: the rule's title.
        strength: strict or tension; empty where that is no question.
        premise: what a tension lacks.
        reason: the sentence.
        first, second: the claims, as the rule takes them.
        evidence: the triples on which it rests, each with its claim.
    """

    kind: str
    rule: str
    strength: str
    premise: str
    reason: str
    first: str
    second: str
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A relation that would hold but for what the two claims differ in.

    Args:
        kind, rule, strength: as of `Related`.
        but_for: the differences, as "data types: payment history; card number".
    """

    kind: str
    rule: str
    strength: str
    but_for: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """A claim's proposition and record, as triples."""

    iri: str
    article: str
    proposition: tuple[Triple, ...]
    record: tuple[Triple, ...]

    @property
    def subject(self) -> str:
        """What it is about: the activity, if there is one."""
        acting = [subject for subject, name, _ in self.proposition if name == DPV.hasProcessing]
        return acting[0] if acting else self.proposition[0][0]

    def values(self, names: tuple[str, ...]) -> frozenset[tuple[str, Term]]:
        """Return what the claim, or what it is about, has of these properties."""
        subject = self.subject
        stated = [*((name, value) for one, name, value in self.proposition if one == subject)]
        stated += [(name, value) for _, name, value in self.record]
        return frozenset((name, value) for name, value in stated if name in names)


def find_claim(store: Store, written: str) -> str:
    """Return the IRI of a claim: written as an IRI, with the prefix claim:, as article/name, or as its name alone.

    Raises:
        QuestionError: if there is no such claim, or the name is that of several; lists what might be meant.
    """
    claims = [row["claim"] for row in store.select(lookup("claims")).texts()]
    said = written.removeprefix(CLAIM).removeprefix("claim:")
    found = [claim for claim in claims if said in (claim.removeprefix(CLAIM), claim.rsplit("/", 1)[-1])]
    if len(found) == 1:
        return found[0]
    if found:
        raise QuestionError(f"claim {written!r} may mean {' or '.join(map(shorten, found))}; write one of these")
    names = {claim.removeprefix(CLAIM) for claim in claims} | {claim.rsplit("/", 1)[-1] for claim in claims}
    near = get_close_matches(said, sorted(names), n=3, cutoff=0.4)
    meant = f"did you mean {', '.join(map(repr, near))}?" if near else "the question every-claim lists them"
    raise QuestionError(f"no claim is called {written!r}; {meant}")


def find_relations(store: Store, one: str, other: str, language: str) -> list[Related]:
    """Return how two claims are related, by a store with the relations in it."""
    names = _names(store, language)
    evidence: dict[str, list[tuple[str, str]]] = {}
    for relation, claim, *triple in store.select(lookup("relation-evidence")).rows:
        if relation is not None and claim is not None:
            told = " ".join(_call(names, part) for part in triple if part is not None)
            evidence.setdefault(relation.value, []).append((claim.value, told))
    return [
        Related(
            kind=row["kindLabel"],
            rule=row["ruleLabel"],
            strength=row["strengthLabel"],
            premise=row["premise"],
            reason=row["reason"],
            first=row["first"],
            second=row["second"],
            evidence=tuple(evidence.get(row["relation"], ())),
        )
        for row in _relations(store, language)
        if {row["first"], row["second"]} == {one, other}
    ]


def find_near_misses(story: Story, one: str, other: str, language: str) -> list[NearMiss]:
    """Return the relations that would hold between two claims but for one difference or two, the fewest first."""
    first, second = (_read(story.told, iri) for iri in (one, other))
    names = _names(story.told, language)
    differences = _differences(first, second, names, language)
    edits = [one for size in (1, 2) for one in combinations(sorted(differences), size)]
    found: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {}
    # Copies stand beside each other, and one that is elsewhere, or of the other activity, would tell on the rest.
    moving = ("activity", "place")
    for apart in ([], ["activity"], ["place"], ["activity", "place"]):
        batch = [one for one in edits if [edit for edit in moving if edit in one] == apart]
        copies = {f"{second.iri}--{'-'.join(one)}": one for one in batch}
        for row in _relations_of_copies(story, first, second, copies, language):
            copy = row["second"] if row["first"] == first.iri else row["first"]
            least = found.get(row["rule"])
            if least is None or len(copies[copy]) < len(least[1]):
                found[row["rule"]] = row, copies[copy]
    told = sorted(found.values(), key=lambda item: (len(item[1]), _rank(item[0]["kind"]), item[0]["rule"]))
    return [
        NearMiss(
            kind=row["kindLabel"],
            rule=row["ruleLabel"],
            strength=row["strengthLabel"],
            but_for=tuple(differences[edit] for edit in least),
        )
        for row, least in told
    ]


def _relations_of_copies(
    story: Story, first: _Claim, second: _Claim, copies: Mapping[str, tuple[str, ...]], language: str
) -> list[dict[str, str]]:
    """Return the relations between a claim and edited copies of another, beside the whole story."""
    if not copies:
        return []
    store = Store.from_sources(story.workspace.sources())
    for iri, edits in copies.items():
        for source in _write(_copy(second, first, iri, edits)):
            store.add(source)
    store.add(derive(store))
    pairs = ({first.iri, copy} for copy in copies)
    wanted = set(map(frozenset, pairs))
    return [row for row in _relations(store, language) if frozenset((row["first"], row["second"])) in wanted]


def find_differences(story: Story, one: str, other: str, language: str) -> list[str]:
    """Return what two claims differ in, as "data types: payment history; card number"."""
    first, second = (_read(story.told, iri) for iri in (one, other))
    return list(_differences(first, second, _names(story.told, language), language).values())


def _differences(first: _Claim, second: _Claim, names: Mapping[str, str], language: str) -> dict[str, str]:
    """Return the aspects in which the claims differ, each in words."""
    told: dict[str, str] = {}
    none = {"en": "none", "ja": "なし"}[language]
    if first.subject != second.subject:
        told["activity"] = _differ(_ACTIVITY, names, language, [{first.subject}, {second.subject}])
    for aspect, (called, properties) in (_ASPECTS | _OF_RECORD).items():
        here, there = first.values(properties), second.values(properties)
        if here != there:
            sides = [", ".join(sorted({_call(names, value) for _, value in side})) or none for side in (here, there)]
            told[aspect] = f"{called[language]}: {sides[0]}; {sides[1]}"
    same = {"en": "both stand in one article", "ja": "どちらも同じ記事にある"}
    told["article"] = (
        same[language]
        if first.article == second.article
        else _differ(_ARTICLE, names, language, [{first.article}, {second.article}])
    )
    return told


def _differ(called: Mapping[str, str], names: Mapping[str, str], language: str, sides: Iterable[set[str]]) -> str:
    return f"{called[language]}: " + "; ".join(
        ", ".join(names.get(one, shorten(one)) for one in side) for side in sides
    )


def _copy(claim: _Claim, model: _Claim, iri: str, edits: tuple[str, ...]) -> _Claim:
    """Return a copy of the claim in which the aspects named are those of the model."""
    subject = model.subject if "activity" in edits else claim.subject
    proposition = [(subject if one == claim.subject else one, name, value) for one, name, value in claim.proposition]
    record = [(iri, name, value) for _, name, value in claim.record]
    for edit in edits:
        if edit in _ASPECTS:
            properties = _ASPECTS[edit][1]
            proposition = [one for one in proposition if one[0] != subject or one[1] not in properties]
            proposition += [(subject, name, value) for name, value in sorted(model.values(properties), key=str)]
        elif edit in _OF_RECORD:
            properties = _OF_RECORD[edit][1]
            record = [one for one in record if one[1] not in properties]
            record += [(iri, name, value) for name, value in sorted(model.values(properties), key=str)]
    article = claim.article
    if "article" in edits:
        article = model.article if model.article != claim.article else f"{ARTICLE}another-one"
        record = [one if one[1] != CG.source else (iri, CG.source, Term(value=article)) for one in record]
    return _Claim(iri=iri, article=article, proposition=tuple(proposition), record=tuple(record))


def _write(claim: _Claim) -> Iterator[Source]:
    yield make_source(Path(claim.iri), claim.iri, claim.proposition)
    yield make_source(Path(claim.iri), claim.article, claim.record)


def _read(store: Store, iri: str) -> _Claim:
    rows = store.select(bind(lookup("claim-triples"), {"claim": Term(value=iri)})).rows
    triples = [(g.value, s.value, p.value, v) for g, s, p, v in rows if g and s and p and v]
    record = tuple((s, p, v) for g, s, p, v in triples if g != iri)
    # The repetition that a curator marks is no part of what is compared.
    kept = tuple(one for one in record if one[1] != _CG + "restates" and one[1] != RDF.type)
    return _Claim(
        iri=iri,
        article=next(v.value for _, p, v in record if p == CG.source),
        proposition=tuple((s, p, v) for g, s, p, v in triples if g == iri),
        record=(*kept, (iri, RDF.type, Term(value=CG.Claim))),
    )


def _relations(store: Store, language: str) -> list[dict[str, str]]:
    query = bind(lookup("relations"), {"lang": Term(value=language, datatype=XSD.string)})
    rows = store.select(query).texts()
    return sorted(rows, key=lambda row: (_rank(row["kind"]), row["relation"]))


def _rank(kind: str) -> int:
    local = kind.removeprefix(_CG)
    return _ORDER.index(local) if local in _ORDER else len(_ORDER)


def _names(store: Store, language: str) -> dict[str, str]:
    rows = store.select(lookup("labels")).rows
    return {thing.value: name.value for thing, name in rows if thing and name and name.language == language}


def _call(names: Mapping[str, str], term: Term) -> str:
    return names.get(term.value, shorten(term.value)) if term.is_iri else term.value
