"""Each rule finds the violation that is planted for it, and nothing in clean data."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from claimgraph.checking.hygiene import rule_files, run_hygiene, run_rule
from claimgraph.errors import QuestionError
from claimgraph.resources import ontology_folder
from claimgraph.source import Source, read_trig
from claimgraph.store import Store
from claimgraph.workspace import read_ontology

VALID = ontology_folder() / "examples" / "valid"
RULES = {path.stem: path for path in rule_files()}
CG = "https://w3id.org/claimgraph/ontology"
OWL = "http://www.w3.org/2002/07/owl#"


class Planted(NamedTuple):
    """A violation: in a valid example `old` becomes `new`, or `new` is put at the end where there is no `old`."""

    rule: str
    example: str
    old: str
    new: str
    focus: str


def entity(triples: str) -> str:
    return f"<https://w3id.org/claimgraph/entities> {{ {triples} }}"


def term(triples: str) -> str:
    return f"<{CG}> {{ {triples} }}"


ACTIVITY = "activity:example-activity-storage"
VIEWED = f"{ACTIVITY} a cg:Activity ; dpv:hasProcessing dpv:Access"
PLANTED = [
    Planted(
        "triple-outside-any-claim",
        "activity",
        "",
        entity("agent:example-activity-acme cg:outsourcesTo agent:example-activity-acme ."),
        "example-activity-acme",
    ),
    Planted(
        "triple-outside-any-claim", "activity", "", f"claim:viewed {{ {ACTIVITY} skos:prefLabel 'x'@en }}", "viewed"
    ),
    Planted(
        "triple-outside-any-claim",
        "activity",
        "",
        f"article:example-activity {{ {ACTIVITY} cg:dataAt loc:JP }}",
        "example-activity-storage",
    ),
    Planted("property-not-in-the-ontology", "activity", "cg:dataAt", "cg:dataOn", "said"),
    Planted("property-not-in-the-ontology", "attribution", "cg:hop 2", "cg:hopp 2", "acme"),
    Planted("class-not-in-the-ontology", "activity", VIEWED, VIEWED.replace("cg:Activity", "cg:Activty"), "viewed"),
    Planted(
        "record-of-no-known-kind", "attribution", "attribution:acme a cg:Attribution ;", "attribution:acme", "acme"
    ),
    Planted(
        "claim-without-a-proposition", "activity", f"{VIEWED} ; cg:actor agent:example-activity-acme .", "", "viewed"
    ),
    Planted("claim-graph-without-a-record", "activity", "claim:viewed {", "claim:forgotten {", "forgotten"),
    Planted(
        "record-in-another-articles-graph",
        "activity",
        "claim:viewed a cg:Claim ; cg:source article:example-activity",
        "claim:viewed a cg:Claim ; cg:source article:another",
        "viewed",
    ),
    Planted(
        "entity-that-no-claim-mentions", "activity", "", entity("agent:nobody a org:FormalOrganization ."), "nobody"
    ),
    Planted("entity-without-a-label-in-both-languages", "activity", ' , "アクメ"@ja', "", "example-activity-acme"),
    Planted("entity-without-a-type", "activity", "", entity('agent:acmee skos:prefLabel "Acme Inc."@en .'), "acmee"),
    Planted("undefined-iri", "activity", "cg:dataAt loc:KR", "cg:dataAt loc:KX", "said"),
    Planted("activity-that-no-claim-types", "activity", "", entity("activity:idle a cg:Activity ."), "idle"),
    Planted("node-in-a-claim-without-a-type", "activity", VIEWED, VIEWED.replace("a cg:Activity ;", ""), "viewed"),
    Planted(
        "node-in-a-claim-without-a-type",
        "membership",
        "membership:example-membership-president a org:Membership ;",
        "membership:example-membership-president",
        "said",
    ),
    Planted(
        "concept-of-the-wrong-kind",
        "activity",
        "cg:countOf cg:People",
        "cg:countOf cg:Certain",
        "example-activity-storage",
    ),
    Planted(
        "statement-that-repeats-another",
        "activity",
        "Acme views the numbers that it keeps.",
        "Acme keeps telephone numbers in South Korea.",
        "viewed",
    ),
    Planted("passage-outside-its-article", "membership", "oa:end 244", "oa:end 2440", "210-244"),
    Planted(
        "passage-of-another-article",
        "membership",
        "oa:hasSource article:example-membership",
        "oa:hasSource article:another",
        "said",
    ),
    Planted(
        "passage-used-nowhere",
        "membership",
        "",
        "article:example-membership { passage:1-2 a oa:SpecificResource }",
        "1-2",
    ),
    Planted("excluded-passage-without-a-reason", "heading", " ; cg:exclusionReason cg:HeadingOnly", "", "190-205"),
    Planted("reason-without-an-exclusion", "heading", "cg:excludes passage:190-205 ;", "", "190-205"),
    Planted(
        "excluded-passage-that-a-claim-uses",
        "heading",
        "cg:excludes passage:190-205",
        "cg:excludes passage:190-205 , passage:210-244",
        "210-244",
    ),
    Planted("dates-out-of-order", "claim", '"2021-06"^^', '"2021"^^xsd:gYear ; cg:date "2020"^^', "said"),
    Planted(
        "dates-out-of-order",
        "claim",
        'cg:since "2021-03-23"^^xsd:date ; cg:dueBy "2021-06"^^',
        'cg:dueBy "2021-02"^^',
        "said",
    ),
    Planted("dates-out-of-order", "claim", '"2021-03-24"^^xsd:date', '"2021-02"^^xsd:gYearMonth', "said"),
    Planted("due-date-without-a-commitment", "claim", "cg:Commitment", "cg:Assertion", "said"),
    Planted("promisor-without-a-commitment", "claim", "cg:Commitment", "cg:Assertion", "said"),
    Planted("commitment-without-a-promisor", "claim", "cg:promisor agent:example-claim-acme ;", "", "said"),
    Planted("chain-with-a-gap", "attribution", "cg:hop 2", "cg:hop 3", "said"),
    Planted("chain-with-a-gap", "attribution", "cg:hop 2", "cg:hop 1", "said"),
    Planted(
        "chain-that-does-not-begin-with-the-article",
        "membership",
        "cg:voice voice:example-membership",
        "cg:voice agent:example-membership-doe",
        "said",
    ),
    Planted(
        "claimant-who-does-not-end-the-chain",
        "attribution",
        "cg:claimant agent:example-attribution-acme",
        "cg:claimant voice:example-attribution",
        "said",
    ),
    Planted("hedge-without-its-wording", "attribution", " ; cg:hedgeWording passage:210-244", "", "acme"),
    Planted("hedge-without-its-wording", "membership", "cg:Certain", "cg:Possible", "said"),
    Planted("count-without-its-unit", "activity", "cg:countOf cg:People ;", "", "said"),
    Planted("count-without-its-unit", "activity", "cg:count 86000 ;", "", "said"),
    Planted(
        "restates-another-article",
        "activity",
        "",
        "article:another { claim:other cg:source article:another }"
        "article:example-activity { claim:said cg:restates claim:other }",
        "said",
    ),
    Planted(
        "restates-another-article",
        "activity",
        "",
        "article:example-activity { claim:said cg:restates claim:said }",
        "said",
    ),
    Planted(
        "restatement-of-something-else",
        "activity",
        "",
        "article:example-activity { claim:viewed cg:restates claim:said ; cg:polarity cg:Denied }",
        "viewed",
    ),
    Planted(
        "claims-that-restate-each-other",
        "activity",
        "",
        "article:example-activity { claim:viewed cg:restates claim:said . claim:said cg:restates claim:viewed }",
        "viewed",
    ),
    Planted("only-place-without-a-role", "claim", "cg:onlyAt loc:JP", "cg:onlyAt loc:US", "said"),
    Planted(
        "outsourcing-without-its-link",
        "activity",
        "dpv:hasProcessing dpv:Access",
        "dpv:hasProcessing cg:Outsource ; cg:contractor agent:example-activity-acme",
        "viewed",
    ),
    Planted("move-without-a-move", "claim", "dpv:Move ", "dpv:Store ", "said"),
    Planted(
        "two-things-of-one-name",
        "activity",
        "",
        entity('agent:zed a org:FormalOrganization ; skos:prefLabel "Acme"@en .'),
        "zed",
    ),
    Planted("label-used-twice-in-a-scheme", "data-type", '"humming"@en', '"images"@en', "image"),
    Planted(
        "concept-broader-than-itself",
        "data-type",
        "skos:broader data:content",
        "skos:broader data:example-data-type-hum",
        "example-data-type-hum",
    ),
    Planted("term-without-a-definition", "concept", ' , "人を飽きさせること。"@ja', "", "Tedious"),
    Planted("definition-used-twice", "concept", "of what tires people.", "of what is a problem.", "Tedious"),
    Planted("term-without-a-label", "concept", "", term(f"cg:mute a <{OWL}DatatypeProperty> ."), "mute"),
    Planted("property-that-stands-nowhere", "concept", "", term(f"cg:mute a <{OWL}DatatypeProperty> ."), "mute"),
    Planted("term-never-used", "concept", "", term(f"cg:Idle a <{OWL}Class> ."), "Idle"),
]


@pytest.fixture(scope="module")
def ontology() -> tuple[Source, ...]:
    """The ontology and the taxonomy, read once."""
    return read_ontology()


def test_every_rule_has_a_violation_planted_for_it() -> None:
    assert len(RULES) >= 40
    assert {planted.rule for planted in PLANTED} == set(RULES)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted.rule}-in-{planted.example}")
def test_a_rule_finds_the_violation_planted_for_it(
    ontology: tuple[Source, ...], tmp_path: Path, planted: Planted
) -> None:
    text = (VALID / f"{planted.example}.trig").read_text(encoding="utf-8")
    if planted.old:
        assert text.count(planted.old) == 1, f"{planted.old!r} stands {text.count(planted.old)} times"
    path = tmp_path / "planted.trig"
    path.write_text(text.replace(planted.old, planted.new) if planted.old else text + planted.new, encoding="utf-8")
    store = Store.from_sources([*ontology, read_trig(path)])
    (finding,) = run_rule(store, RULES[planted.rule])
    assert finding.rule == planted.rule
    assert re.split(r"[/#]", finding.focus)[-1] == planted.focus
    assert re.fullmatch(r"\S.*\.", finding.sentence), finding.sentence
    assert "<http" not in finding.sentence


def test_the_rules_find_nothing_in_valid_examples(ontology: tuple[Source, ...]) -> None:
    examples = sorted(VALID.glob("*.trig"))
    assert len(examples) >= 20
    for path in examples:
        assert run_hygiene(Store.from_sources([*ontology, read_trig(path)])) == [], path.name


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_says_itself_in_its_first_line_and_orders_what_it_finds(rule: str) -> None:
    text = RULES[rule].read_text(encoding="utf-8")
    assert re.match(r"# [A-Z].*\.\n", text)
    assert text.endswith("ORDER BY ?focus ?message\n")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?focus WHERE { GRAPH ?focus { ?s ?p ?o } }", "returns focus; wanted focus and message"),
        ("SELECT ?focus ?message WHERE { GRAPH ?focus { ?s ?p ?o } }", "a row without message"),
        ("ASK {}", "wanted a SELECT query"),
    ],
)
def test_a_rule_that_returns_anything_but_focus_and_message_is_refused(
    ontology: tuple[Source, ...], tmp_path: Path, query: str, words: str
) -> None:
    path = tmp_path / "bad-rule.rq"
    path.write_text(query, encoding="utf-8")
    with pytest.raises(QuestionError, match=f"bad-rule.rq: .*{words}"):
        run_rule(Store.from_sources(ontology), path)
