"""What is derived part by part is what is derived at once.

So it is with corpora that are changed at random, with every case of every rule, and where something else than the two
claims bears on how they are related.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
from scripts.invented_world import make_workspace

from claimgraph.corpus import families
from claimgraph.corpus.families import Families
from claimgraph.namespaces import CG, ENTITIES, PREFIXES
from claimgraph.relations.derivation import derive
from claimgraph.relations.rule import read_rules
from claimgraph.source import Source, read_trig
from claimgraph.store import Store
from claimgraph.timing import Stages
from claimgraph.workspace import read_ontology, read_workspace
from tests.edited import Edited, derived_from_nothing
from tests.invented import TWINS

STORES = (
    "activity:{} dpv:hasProcessing dpv:Store ; cg:dataAt loc:{} ; cg:actor agent:acme ; cg:service service:app ;"
    " dpv:hasPersonalData data:chat-data ."
)
REACHES = "activity:a a cg:Activity ; dpv:hasProcessing cg:CanAccess ; cg:service service:{} ."
KEEPS = "activity:a a cg:Activity ; dpv:hasProcessing dpv:Store ; cg:actor agent:{} ."
# Claims as article, words, polarity and what they say. The last bears on how the others are related.
CASES = {
    "the same words name both places": [
        ("one", "1", "Affirmed", STORES.format("a", "JP")),
        ("other", "2", "Affirmed", STORES.format("b", "KR")),
        ("one", "1", "Affirmed", "activity:c cg:dataAt loc:KR ; dpv:hasPersonalData data:chat-data ."),
    ],
    "a part of a part": [
        ("one", "1", "Affirmed", REACHES.format("app")),
        ("other", "2", "Denied", REACHES.format("group")),
        ("third", "3", "Affirmed", "service:app schema:isPartOf service:suite ."),
        ("fourth", "4", "Affirmed", "service:suite schema:isPartOf service:group ."),
    ],
    "a part, which another denies": [
        ("one", "1", "Affirmed", REACHES.format("app")),
        ("other", "2", "Denied", REACHES.format("group")),
        ("third", "3", "Denied", "service:app schema:isPartOf service:group ."),
        ("fourth", "4", "Affirmed", "service:app schema:isPartOf service:group ."),
    ],
    "a tie of the companies": [
        ("one", "1", "Affirmed", KEEPS.format("acme")),
        ("other", "2", "Affirmed", KEEPS.format("globex")),
        ("third", "3", "Affirmed", "agent:globex dpv:isSubsidiaryOf agent:acme ."),
    ],
}
PREFIXED = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def read_claims(folder: Path, claims: list[tuple[str, str, str, str]]) -> list[Source]:
    """Return articles that make the claims, and what is known of the companies."""
    texts: dict[str, list[str]] = defaultdict(list)
    for number, (article, words, polarity, says) in enumerate(claims):
        claim = f"<{PREFIXES['claim']}{article}/{number}>"
        texts[article].append(
            f"article:{article} {{ {claim} a cg:Claim ; cg:source article:{article} ; cg:passage passage:{words} ;"
            f" cg:claimant agent:acme ; cg:certainty cg:Certain ; cg:act cg:Assertion ; cg:polarity cg:{polarity} }}\n"
            f"{claim} {{ {says} }}\n"
        )
    companies = "agent:acme a org:FormalOrganization . agent:globex a org:FormalOrganization ."
    texts["entities"].append(f"<{ENTITIES}> {{ {companies} }}")
    for name, told in texts.items():
        (folder / f"{name}.trig").write_text(PREFIXED + "".join(told), encoding="utf-8")
    return [read_trig(folder / f"{name}.trig") for name in texts]


def relations_at_once(sources: list[Source]) -> set[str]:
    store = Store.from_sources([*read_ontology(), *sources])
    return set(map(str, derive(store).quads))


def relations_in_parts(sources: Iterable[Source], folder: Path) -> set[str]:
    found = Store()
    folder.mkdir()
    with Families(folder) as of_claims:
        for source in sources:
            of_claims.take(source)
        of_claims.derive_into(found, read_ontology(), Stages())
    assert not list(folder.iterdir())
    return set(map(str, found.quads()))


@pytest.mark.parametrize("case", CASES)
def test_what_bears_on_a_relation_is_at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    monkeypatch.setattr(families, "_TOGETHER", 1)
    whole, less = read_claims(tmp_path, CASES[case]), read_claims(tmp_path, CASES[case][:-1])
    assert relations_at_once(whole) != relations_at_once(less)
    assert relations_in_parts(whole, tmp_path / "whole") == relations_at_once(whole)
    assert relations_in_parts(less, tmp_path / "less") == relations_at_once(less)


@pytest.mark.parametrize("together", [30, 10_000])
def test_corpora_at_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    monkeypatch.setattr(families, "_TOGETHER", together)
    corpus = Edited(make_workspace(300), together)
    for _ in range(80):
        corpus.change()
    kept, wanted = relations_in_parts(corpus.sources(), tmp_path / "corpus"), derived_from_nothing(corpus.store)
    assert (sorted(wanted - kept)[:5], sorted(kept - wanted)[:5]) == ([], [])


def test_every_case_of_every_rule_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(families, "_TOGETHER", 100)
    twins = read_workspace(TWINS)
    sources = [*twins.entities, *twins.articles]
    kept, wanted = relations_in_parts(sources, tmp_path / "twins"), relations_at_once(sources)
    assert (sorted(wanted - kept)[:5], sorted(kept - wanted)[:5]) == ([], [])
    assert {quad.split()[2] for quad in kept if f"<{CG.rule}>" in quad} == {f"<{rule.iri}>" for rule in read_rules()}
