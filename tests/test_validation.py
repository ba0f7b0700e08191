"""Shapes find what their invalid twins plant, and nothing in their valid ones; claims about one activity stay apart.

What they find is what pySHACL finds, which tests/shacl.py asks.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import SH

from claimgraph.checking.shape import read_shapes
from claimgraph.checking.validation import shape_files, validate
from claimgraph.errors import SourceError
from claimgraph.model import Finding
from claimgraph.namespaces import PREFIXES
from claimgraph.resources import ontology_folder
from claimgraph.source import Source, read_trig
from claimgraph.workspace import Workspace, read_ontology, read_workspace
from tests import shacl
from tests.invented import ACME

EXAMPLES = ontology_folder() / "examples"
SHAPES = sorted(path.stem for path in shape_files())
HEADER = re.compile(r"# finds: (?P<rule>\S+) (?P<focus>\S+) (?P<fragment>.+)")


class Expected(NamedTuple):
    """What the first line of an invalid twin promises."""

    rule: str
    focus: str
    fragment: str


@pytest.fixture(scope="module")
def ontology() -> tuple[Source, ...]:
    """The ontology and the taxonomy, read once."""
    return read_ontology()


def find(ontology: tuple[Source, ...], path: Path) -> list[Finding]:
    return validate([*ontology, read_trig(path)])


def expected(path: Path) -> Expected:
    header = path.read_text(encoding="utf-8").partition("\n")[0]
    match = HEADER.fullmatch(header)
    assert match is not None, f"{path} begins with {header!r}; wanted '# finds: RULE FOCUS FRAGMENT'"
    return Expected(match["rule"], match["focus"], match["fragment"])


def local_name(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]


def test_each_shape_has_a_valid_and_an_invalid_twin() -> None:
    assert len(SHAPES) >= 20
    for kind in ("valid", "invalid"):
        assert sorted(path.stem for path in (EXAMPLES / kind).glob("*.trig")) == SHAPES


@pytest.mark.parametrize("shape", SHAPES)
def test_a_valid_twin_has_no_finding(ontology: tuple[Source, ...], shape: str) -> None:
    assert find(ontology, EXAMPLES / "valid" / f"{shape}.trig") == []


@pytest.mark.parametrize("shape", SHAPES)
def test_an_invalid_twin_has_exactly_the_finding_that_it_names(ontology: tuple[Source, ...], shape: str) -> None:
    path = EXAMPLES / "invalid" / f"{shape}.trig"
    promised = expected(path)
    (finding,) = find(ontology, path)
    assert (finding.rule, local_name(finding.focus)) == (promised.rule, promised.focus)
    assert promised.rule == shape
    assert promised.fragment in finding.sentence


@pytest.mark.parametrize("shape", SHAPES)
def test_twins_differ_in_one_place(shape: str) -> None:
    def words(kind: str) -> list[str]:
        text = (EXAMPLES / kind / f"{shape}.trig").read_text(encoding="utf-8")
        return [word for line in text.splitlines() if not line.startswith(("#", "@prefix")) for word in line.split()]

    valid, invalid = words("valid"), words("invalid")
    same_before = next(i for i, (a, b) in enumerate(zip(valid, invalid, strict=False)) if a != b)
    pairs = zip(reversed(valid[same_before:]), reversed(invalid[same_before:]), strict=False)
    same_after = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(valid), len(invalid)) - same_before)
    assert max(len(valid), len(invalid)) - same_before - same_after <= 5


@pytest.mark.parametrize("path", shape_files(), ids=lambda path: path.stem)
def test_a_shape_is_well_formed_and_says_what_it_wants(path: Path) -> None:
    shapes = rdflib.Graph().parse(path, format="turtle")
    conforms, _, report = pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, report
    # A misspelt keyword of SHACL constrains nothing, and the SHACL of SHACL lets it pass.
    known = {*map(str, dir(SH)), *(str(SH[word]) for word in ("class", "in", "or"))}
    assert {term for term in map(str, shapes.predicates()) if term.startswith(str(SH))} <= known
    for shape in shapes.subjects(rdflib.RDF.type, SH.NodeShape):
        assert str(shape).startswith("https://w3id.org/claimgraph/shapes/")
    constraints = list(shapes.subjects(SH.message))
    assert constraints
    for constraint in set(shapes.subjects(SH.name)) & set(shapes.subjects(SH.path)):
        assert re.fullmatch(r"[A-Z].*\.", str(shapes.value(constraint, SH.message))), shapes.value(constraint, SH.name)


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        (PREFIXES["schema"] + "NewsArticle", "article"),
        (PREFIXES["cg"] + "Claim", "claim"),
        (PREFIXES["cg"] + "Attribution", "attribution"),
        (PREFIXES["oa"] + "SpecificResource", "passage"),
        (PREFIXES["cg"] + "Activity", "activity"),
        (PREFIXES["cg"] + "Judgement", "judgement"),
        (PREFIXES["cg"] + "Renaming", "renaming"),
        (PREFIXES["risk"] + "Incident", "incident"),
    ],
)
def test_a_closed_shape_knows_every_property_of_its_class(ontology: tuple[Source, ...], kind: str, shape: str) -> None:
    domain = PREFIXES["rdfs"] + "domain"
    properties = {
        str(quad.subject)[1:-1]
        for source in ontology
        for quad in source.quads
        if quad.predicate.value == domain and str(quad.object) == f"<{kind}>"
    }
    (path,) = (path for path in shape_files() if path.stem == shape)
    known = {str(value) for value in rdflib.Graph().parse(path, format="turtle").objects(None, SH.path)}
    assert properties
    assert sorted(properties - known) == []


def test_a_finding_in_a_claims_graph_names_the_node_and_the_claim(ontology: tuple[Source, ...]) -> None:
    (finding,) = find(ontology, EXAMPLES / "invalid" / "activity.trig")
    assert finding.focus == "https://w3id.org/claimgraph/claim/example-activity/said"
    assert finding.sentence.startswith("activity:example-activity-storage: ")


def test_two_claims_may_give_one_activity_two_operations(ontology: tuple[Source, ...]) -> None:
    source = read_trig(EXAMPLES / "valid" / "activity.trig")
    operations = {quad.object for quad in source.quads if quad.predicate.value.endswith("hasProcessing")}
    subjects = {quad.subject for quad in source.quads if quad.predicate.value.endswith("hasProcessing")}
    assert (len(operations), len(subjects)) == (2, 1)
    assert validate([*ontology, source]) == []


def test_a_claim_whose_graph_is_empty_is_found(ontology: tuple[Source, ...]) -> None:
    whole = read_trig(EXAMPLES / "valid" / "membership.trig")
    (claim,) = (graph for graph in whole.graphs if "/claim/" in graph)
    record = tuple(quad for quad in whole.quads if str(quad.graph_name) != f"<{claim}>")
    (finding,) = validate([*ontology, Source.from_quads(whole.path, record)])
    assert (finding.rule, finding.focus) == ("claim", claim)
    assert "proposes something" in finding.sentence


def test_an_ill_typed_literal_is_a_finding_and_not_a_traceback(
    ontology: tuple[Source, ...], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = (EXAMPLES / "valid" / "event.trig").read_text(encoding="utf-8")
    path = tmp_path / "event.trig"
    path.write_text(text.replace('"2021-03-23"^^', '"2021-02-30"^^'), encoding="utf-8")
    (finding,) = find(ontology, path)
    assert 'Found "2021-02-30"^^xsd:date.' in finding.sentence
    assert caplog.text == ""


def test_findings_come_in_the_same_order_whatever_the_order_of_the_files(ontology: tuple[Source, ...]) -> None:
    sources = [read_trig(EXAMPLES / "invalid" / f"{shape}.trig") for shape in ("claim", "membership", "judgement")]
    findings = validate([*ontology, *sources])
    assert len(findings) == 3
    assert findings == validate([*reversed(sources), *ontology]) == sorted(findings)


@pytest.mark.parametrize(("kind", "rules"), [("valid", set()), ("invalid", set(SHAPES))])
def test_pyshacl_finds_the_same_in_every_twin(ontology: tuple[Source, ...], kind: str, rules: set[str]) -> None:
    sources = [*ontology, *(read_trig(path) for path in sorted((EXAMPLES / kind).glob("*.trig")))]
    findings = validate(sources)
    assert {finding.rule for finding in findings} == rules
    assert findings == shacl.validate(sources)


def test_pyshacl_finds_the_same_in_the_story_and_in_acme(story: Workspace) -> None:
    for workspace in (story, read_workspace(ACME)):
        sources = tuple(workspace.sources())
        assert validate(sources) == shacl.validate(sources) == []


def wrong(quad: ox.Quad, random: Random) -> Iterator[ox.Quad]:
    """Yield what stands in a quad's place: nothing, another value, one more value, another property."""
    subject, predicate, value, graph = quad
    other = random.choice(
        [
            ox.Literal("x"),
            ox.Literal("x", language="en"),
            ox.Literal('x\n"y"', language="en-gb"),
            ox.Literal("-1", datatype=ox.NamedNode(PREFIXES["xsd"] + "integer")),
            ox.Literal("one", datatype=ox.NamedNode(PREFIXES["xsd"] + "integer")),
            ox.Literal("2021-02-30", datatype=ox.NamedNode(PREFIXES["xsd"] + "date")),
            ox.Literal("true", datatype=ox.NamedNode(PREFIXES["xsd"] + "boolean")),
            ox.NamedNode("urn:nothing"),
            subject,
        ]
    )
    match random.choice(["remove", "replace", "replace", "add", "rename"]):
        case "replace":
            yield ox.Quad(subject, predicate, other, graph)
        case "add":
            yield quad
            yield ox.Quad(subject, predicate, other, graph)
        case "rename":
            yield ox.Quad(subject, ox.NamedNode(PREFIXES["cg"] + "mistaken"), value, graph)


@pytest.mark.parametrize("seed", [1, 2])
def test_pyshacl_finds_the_same_where_errors_are_planted_in_every_kind_of_triple(
    ontology: tuple[Source, ...], tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    sources = list(ontology)
    for shape in SHAPES:
        text = (EXAMPLES / "valid" / f"{shape}.trig").read_text(encoding="utf-8")
        for copy in range(12):
            path = tmp_path / f"{shape}-{copy}.trig"
            path.write_text(text.replace(f"example-{shape}", f"example-{shape}-{copy}"), encoding="utf-8")
            quads = read_trig(path).quads
            predicate = random.choice(sorted({quad.predicate.value for quad in quads}))
            place = random.choice([at for at, quad in enumerate(quads) if quad.predicate.value == predicate])
            planted = (*quads[:place], *wrong(quads[place], random), *quads[place + 1 :])
            sources.append(Source.from_quads(path, planted))
    findings = validate(sources)
    assert len(findings) > 150
    assert len({finding.rule for finding in findings}) > 15
    assert findings == shacl.validate(sources)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("sh:minCount 2", "sh:qualifiedMinCount 2", "says sh:qualifiedMinCount, which is not known here"),
        ("sh:minCount 2", "sh:minCount 2 ; sh:minCount 1", "of skos:prefLabel says sh:minCount more than once"),
        ("sh:minCount 2", "sh:datatype xsd:time", "has sh:datatype <.*time>, which is not known here"),
        ("sh:minCount 2", "sh:nodeKind sh:Literal", "has sh:nodeKind <.*Literal>; wanted sh:IRI"),
        ("sh:minCount 2", "sh:minInclusive 2", "has a range and not sh:datatype xsd:integer"),
        ("sh:minCount 2", "sh:node shapes:missing", "shapes/missing is no shape of this file"),
        ("sh:path skos:prefLabel", "sh:path ( skos:prefLabel )", "wanted sh:path, a property"),
        ("sh:path skos:prefLabel", "sh:path rdf:type", "a property other than rdf:type"),
        ("sh:closed true", "sh:closed false", "wanted sh:closed true"),
        ("sh:targetClass", "sh:targetNode", "is a shape that nothing uses"),
    ],
)
def test_what_is_outside_the_known_part_of_shacl_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    (path,) = (path for path in shape_files() if path.stem == "article-voice")
    text = path.read_text(encoding="utf-8")
    assert len(read_shapes([path]).shapes) == 1
    assert old in text
    changed = tmp_path / "article-voice.ttl"
    prefix = f"@prefix xsd: <{PREFIXES['xsd']}> .\n"
    changed.write_text(prefix + text.replace(old, new), encoding="utf-8")
    with pytest.raises(SourceError, match=words):
        read_shapes([changed])
