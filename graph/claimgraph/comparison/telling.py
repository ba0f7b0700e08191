"""Telling why: what `why` finds out about two claims, as text for a terminal."""

from claimgraph.comparison.why import NearMiss, Related, find_claim, find_differences, find_near_misses, find_relations
from claimgraph.errors import QuestionError
from claimgraph.namespaces import shorten
from claimgraph.resources import lookup
from claimgraph.store import Store
from claimgraph.story import Story

_WORDS = {
    "en": {
        "lacks": "It lacks a premise",
        "rests": "It rests on",
        "near": "No rule relates the two. One would, but for what they differ in:",
        "far": "No rule relates the two, and none would if one or two of their differences were gone. They differ in:",
        "unless": "but for",
        "says": "says",
    },
    "ja": {
        "lacks": "欠けている前提",
        "rests": "根拠",
        "near": "二つの主張を関係づける規則はない。次の違いがなければ関係づけられる。",
        "far": "二つの主張を関係づける規則はない。違いを一つ二つ除いても同じである。異なる点は次のとおり。",
        "unless": "違い",
        "says": "による",
    },
}


def tell_why(story: Story, one: str, other: str, language: str) -> str:
    """Return why two claims are related, or what keeps the rules from relating them.

    Args:
        story: has the claims.
        one, other: the claims as a person writes them; see `why.find_claim`.
        language: of the text: "en" or "ja".

    Raises:
        QuestionError: if a claim is not known, or both are the same.
    """
    first, second = find_claim(story.told, one), find_claim(story.told, other)
    claims = [first, second]
    if first == second:
        raise QuestionError(f"{shorten(first)} is one claim; wanted two")
    words = _WORDS[language]
    lines = [line for number, claim in enumerate(claims, 1) for line in _quote(story.told, number, claim, language)]
    if relations := find_relations(story.store, first, second, language):
        for relation in relations:
            lines += ["", *_tell_relation(relation, words, claims)]
        return "\n".join(lines) + "\n"
    if near := find_near_misses(story, first, second, language):
        lines += ["", words["near"], *_tell_near(near, words)]
    else:
        lines += [
            "",
            words["far"],
            *(f"  {difference}" for difference in find_differences(story, first, second, language)),
        ]
    return "\n".join(lines) + "\n"


def _quote(store: Store, number: int, claim: str, language: str) -> list[str]:
    names = {
        (row[0].value, row[1].language): row[1].value
        for row in store.select(lookup("labels")).rows
        if row[0] and row[1]
    }
    for iri, statement, claimant in store.select(lookup("statements")).rows:
        if iri and statement and claimant and iri.value == claim and statement.language == language:
            speaker = names.get((claimant.value, language), shorten(claimant.value))
            return [f"{number}  {statement.value}", f"   {speaker} ({shorten(claim)})"]
    return [f"{number}  {shorten(claim)}"]


def _tell_relation(relation: Related, words: dict[str, str], claims: list[str]) -> list[str]:
    strength = f" ({relation.strength})" if relation.strength else ""
    lines = [f"{relation.kind}{strength}: {relation.rule}", f"  {relation.reason}"]
    if relation.premise:
        lines.append(f"  {words['lacks']}: {relation.premise}.".replace("。.", "。"))
    lines.append(f"  {words['rests']}:")
    lines += [f"    {claims.index(claim) + 1}  {triple}" for claim, triple in relation.evidence]
    return lines


def _tell_near(near: list[NearMiss], words: dict[str, str]) -> list[str]:
    lines = []
    for miss in near:
        strength = f" ({miss.strength})" if miss.strength else ""
        lines.append(f"  {miss.kind}{strength}: {miss.rule}")
        lines.append(f"    {words['unless']} {' / '.join(miss.but_for)}")
    return lines
