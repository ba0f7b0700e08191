"""The library is in the graph, as query editors read it."""

from claimgraph.store import Store
from claimgraph.workspace import Workspace

# What the SPARQL editor of the Swiss Institute of Bioinformatics asks an endpoint for its examples, in short.
EXAMPLES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?record ?comment ?query WHERE {
  ?record a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?record
"""
PREFIXES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE {
  [] sh:namespace ?namespace ; sh:prefix ?prefix .
} ORDER BY ?prefix
"""


def test_an_editor_finds_every_question_with_its_text(story: Workspace, story_store: Store) -> None:
    found = {(row["comment"], row["query"]) for row in story_store.select(EXAMPLES, union=True).texts()}
    wanted = {(question.question[lang], question.sparql) for question in story.questions for lang in ("en", "ja")}
    assert found == wanted


def test_an_editor_finds_the_prefixes(story_store: Store) -> None:
    rows = {row["prefix"]: row["namespace"] for row in story_store.select(PREFIXES, union=True).texts()}
    assert rows["cg"] == "https://w3id.org/claimgraph/ontology#"
    assert rows["dpv"] == "https://w3id.org/dpv#"
