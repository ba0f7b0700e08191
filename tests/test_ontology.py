"""The ontology agrees with itself and with the story, by a real reasoner; every term of ours is used."""

import re
import shutil
import warnings
from collections.abc import Iterable
from pathlib import Path

import pytest

from claimgraph.namespaces import CG, PREFIXES, RDF, TAXONOMY
from claimgraph.resources import ontology_folder
from claimgraph.source import Source, read_trig
from claimgraph.store import canonical_lines
from claimgraph.workspace import Workspace, read_ontology

# Datatypes that HermiT 1.4 does not know, after https://www.w3.org/TR/owl2-syntax/#Time_Instants.
UNKNOWN_DATATYPES = re.compile(r"\^\^<http://www\.w3\.org/2001/XMLSchema#(date|gYear|gYearMonth)>")
GRAPH_NAME = re.compile(r" <[^<>]*> \.\n$")
# What the ontology says about rdf:type is for people; OWL does not let a reasoner hear it.
RESERVED = f"<{PREFIXES['rdf']}"


def is_consistent(sources: Iterable[Source], folder: Path, planted: str = "") -> bool:
    """Ask HermiT whether the union of the sources, the planted triples among them, can be true at once."""
    with warnings.catch_warnings():
        # owlready2 0.51 warns that its optional Cython parser is missing.
        warnings.simplefilter("ignore")
        import owlready2

    lines = [
        GRAPH_NAME.sub(" .\n", line)
        for line in map(bytes.decode, canonical_lines(sources))
        if not line.startswith(RESERVED) and not UNKNOWN_DATATYPES.search(line)
    ]
    path = folder / "union.nt"
    path.write_text("".join(lines) + planted, encoding="utf-8")
    world = owlready2.World()
    loaded = world.get_ontology(path.as_uri()).load()
    try:
        with loaded:
            owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return False
    finally:
        world.close()
    return True


@pytest.fixture
def reasoner() -> None:
    """HermiT needs Java."""
    if shutil.which("java") is None:
        pytest.skip("no Java here, which the OWL reasoner HermiT needs")


@pytest.mark.usefixtures("reasoner")
def test_ontology_taxonomy_and_story_are_consistent(story: Workspace, tmp_path: Path) -> None:
    assert is_consistent(story.sources(), tmp_path)


@pytest.mark.usefixtures("reasoner")
@pytest.mark.parametrize(
    "planted",
    [
        "agent:line rdf:type cg:Claim",
        "agent:line cg:dataAt <https://w3id.org/dpv/loc#KR>",
        "agent:line rdf:type foaf:Person",
    ],
    ids=["an agent that is a claim", "an agent with data", "a company that is a person"],
)
def test_a_contradiction_is_found(story: Workspace, tmp_path: Path, planted: str) -> None:
    def expand(name: str) -> str:
        prefix, _, local = name.partition(":")
        return name if name.startswith("<") else f"<{PREFIXES[prefix]}{local}>"

    triple = " ".join(expand(name) for name in planted.split())
    assert not is_consistent(story.sources(), tmp_path, f"{triple} .\n")


def test_every_term_of_ours_is_used_by_the_story_an_example_or_the_ontology_itself(story: Workspace) -> None:
    examples = [read_trig(path) for path in sorted((ontology_folder() / "examples" / "valid").glob("*.trig"))]
    vocabulary, *_ = story.ontology
    used = {quad.predicate.value for source in [*story.sources(), *examples] for quad in source.quads}
    used |= {
        getattr(quad.object, "value", "")
        for source in [*story.sources(), *examples]
        for quad in source.quads
        if quad.predicate.value == RDF.type or source is vocabulary
    }
    ours = {
        name for quad in vocabulary.quads if (name := getattr(quad.subject, "value", "")).startswith(PREFIXES["cg"])
    }
    assert len(ours) > 90
    assert sorted(ours - used) == []


def test_terms_that_the_code_names_are_declared() -> None:
    declared = {getattr(quad.subject, "value", "") for source in read_ontology() for quad in source.quads}
    assert set(CG) <= declared


@pytest.mark.parametrize("path", sorted(ontology_folder().rglob("*.ttl")), ids=lambda path: path.stem)
def test_prefixes_are_sorted_and_used(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    prefixes = re.findall(r"^@prefix (\w*):", text, flags=re.MULTILINE)
    assert prefixes == sorted(prefixes)
    body = re.sub(r'^@prefix .*|"[^"]*"|^#.*', "", text, flags=re.MULTILINE)
    assert [prefix for prefix in prefixes if not re.search(rf"(?<![\w-]){prefix}:", body)] == []


def test_each_scheme_stands_in_a_file_of_its_name() -> None:
    for source in read_ontology()[1:]:
        scheme = TAXONOMY + source.path.stem
        assert set(source.graphs) == {scheme}
        assert scheme in {getattr(quad.subject, "value", "") for quad in source.quads}
