"""What a user writes for a value is found in the graph and bound as a term, whatever it holds."""

from pathlib import Path

import pytest

from claimgraph.asking.parameter import Parameter, bind, resolve, to_sparql
from claimgraph.errors import QuestionError
from claimgraph.model import Term
from claimgraph.namespaces import BASE, XSD
from claimgraph.store import Store
from claimgraph.workspace import read_workspace
from tests.invented import ACME, change, copy_acme

STORE = Store.from_sources(read_workspace(ACME).sources())
JAPAN = "https://w3id.org/dpv/loc#JP"
LOGS = f"{BASE}data/call-log"


def wanted(kind: str) -> Parameter:
    return Parameter(name="x", type=kind, meaning={"en": "", "ja": ""}, example="")


@pytest.mark.parametrize(
    ("kind", "written", "iri"),
    [
        ("dpv:Country", "JP", JAPAN),
        ("dpv:Country", "jp", JAPAN),
        ("dpv:Country", "Japan", JAPAN),
        ("dpv:Country", "日本", JAPAN),
        ("dpv:Country", "loc:JP", JAPAN),
        ("dpv:Country", JAPAN, JAPAN),
        ("cg:DataType", "call-log", LOGS),
        ("cg:DataType", "通話記録", LOGS),
        ("foaf:Agent", "Acme", f"{BASE}agent/acme"),
    ],
)
def test_a_thing_is_found_by_iri_prefixed_name_name_and_code(kind: str, written: str, iri: str) -> None:
    assert resolve(STORE, wanted(kind), written) == Term(value=iri)


@pytest.mark.parametrize(
    ("kind", "written", "words"),
    [
        ("dpv:Country", "Jappan", "did you mean 'Japan'"),
        ("dpv:Country", "Acme", "is not known"),
        ("date", "June 2021", "wanted a day, a month or a year"),
        ("language", "fr", "wanted en or ja"),
    ],
)
def test_a_value_that_is_not_known_is_refused_with_what_might_be_meant(kind: str, written: str, words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        resolve(STORE, wanted(kind), written)


def test_a_name_of_two_things_is_refused_with_both(tmp_path: Path) -> None:
    workspace = copy_acme(tmp_path)
    change(workspace / "entities" / "acme.ttl", 'skos:prefLabel "Acme Phone"@en', 'skos:prefLabel "Acme"@en')
    store = Store.from_sources(read_workspace(workspace).sources())
    with pytest.raises(QuestionError, match="may mean agent:acme or service:acme-phone; write one of these"):
        resolve(store, wanted("thing"), "acme")


QUERY = """SELECT ?value WHERE {
  VALUES ?value { "default" } #= value
}"""


@pytest.mark.parametrize(
    "written", ["plain", 'quo"te', "back\\slash", "new\nline", "} UNION { ?s ?p ?o", "名 𠮷", "\\u0022"]
)
def test_a_text_reaches_the_query_as_it_is(written: str) -> None:
    answer = STORE.select(bind(QUERY, {"value": Term(value=written, datatype=XSD.string)}))
    assert answer.texts() == [{"value": written}]


def test_a_query_without_values_runs_with_its_defaults() -> None:
    assert STORE.select(bind(QUERY, {})).texts() == [{"value": "default"}]


@pytest.mark.parametrize("iri", ["http://example.org/a b", "http://example.org/> . ?s ?p ?o", 'http://example.org/"'])
def test_an_iri_that_is_none_is_never_written(iri: str) -> None:
    with pytest.raises(QuestionError, match="is not an IRI"):
        to_sparql(Term(value=iri))


def test_a_tagged_literal_keeps_its_language() -> None:
    assert to_sparql(Term(value="名", datatype="x", language="ja")) == '"名"@ja'
