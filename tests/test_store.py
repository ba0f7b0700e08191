"""The store answers over named graphs, binds values, and writes the graph in canonical bytes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from claimgraph.errors import QuestionError
from claimgraph.model import Answer, Term
from claimgraph.namespaces import PREFIXES, RDF, XSD
from claimgraph.source import Source, read_trig
from claimgraph.store import Store, canonical_lines, trig_text
from tests.invented import ACME, article_file

SOURCE = read_trig(article_file(ACME))
PLACES = """
PREFIX cg: <https://w3id.org/claimgraph/ontology#>
SELECT ?place ?claim WHERE { GRAPH ?claim { ?activity cg:dataAt ?place } }
"""


def test_a_pattern_without_a_graph_sees_nothing_unless_asked_for_the_union() -> None:
    store = Store.from_sources([SOURCE])
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    assert store.select(count).texts() == [{"n": "0"}]
    assert store.select(count, union=True).texts() == [{"n": str(len(store))}]


@pytest.mark.parametrize(("query", "words"), [("SELEKT", "not SPARQL"), ("ASK {}", "wanted a SELECT")])
def test_what_is_not_a_select_query_is_refused(query: str, words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        Store().select(query)


KINDS = """
SELECT ?one ?two WHERE { VALUES (?one ?two) { (<urn:a> "a") ("a"@en UNDEF) ("01" "1") (<urn:a> "a") } }
"""


def test_an_answer_has_the_same_rows_texts_and_length_whichever_is_read_first() -> None:
    iri, text = Term(value="urn:a"), Term(value="a", datatype=XSD.string)
    made = Answer(
        columns=("one", "two"),
        rows=(
            (iri, text),
            (Term(value="a", datatype=RDF.langString, language="en"), None),
            (Term(value="01", datatype=XSD.string), Term(value="1", datatype=XSD.string)),
            (iri, text),
        ),
    )
    store = Store()
    assert store.select(KINDS).texts() == made.texts() == list(store.select(KINDS))
    assert len(store.select(KINDS)) == len(store.select(KINDS).rows) == len(made) == 4
    found = store.select(KINDS)
    assert (found, hash(found), repr(found)) == (made, hash(made), repr(made))
    assert found.rows is found.rows
    assert store.select(KINDS, most=2) != made
    assert store.select(KINDS, most=0).rows == ()


def test_a_blank_node_is_told_from_an_iri_in_terms_and_in_texts() -> None:
    (row,) = Store().select("SELECT (BNODE() AS ?node) WHERE {}")
    assert row["node"].startswith("_:")
    ((cell,),) = Store().select("SELECT (BNODE() AS ?node) WHERE {}").rows
    assert cell is not None
    assert cell.value.startswith("_:")


@pytest.mark.parametrize("read", [lambda answer: answer.texts(), lambda answer: answer.rows], ids=["texts", "rows"])
def test_a_triple_in_a_cell_is_refused_when_it_is_read(read: Callable[[Answer], object]) -> None:
    answer = Store().select("SELECT (TRIPLE(<urn:a>, <urn:b>, <urn:c>) AS ?triple) WHERE {}")
    with pytest.raises(QuestionError, match="the answer holds <urn:a>"):
        read(answer)


def test_an_answer_cannot_be_changed() -> None:
    for answer in (Store().select(KINDS), Answer(columns=("one",), rows=())):
        with pytest.raises(AttributeError):
            answer.rows = ()  # type: ignore[misc]
        with pytest.raises(AttributeError):
            answer.columns = ()  # type: ignore[misc]


def test_json_answers_are_the_w3cs() -> None:
    answer = json.loads(Store.from_sources([SOURCE]).serialize(PLACES, "json"))
    assert answer["head"] == {"vars": ["place", "claim"]}
    assert answer["results"]["bindings"][0]["place"] == {"type": "uri", "value": "https://w3id.org/dpv/loc#KR"}


def test_canonical_lines_are_sorted_and_each_once_and_hold_every_quad() -> None:
    lines = list(canonical_lines([SOURCE, SOURCE]))
    assert lines == sorted(set(lines))
    assert len(lines) == len(set(SOURCE.quads))


def test_canonical_lines_keep_literals_as_the_file_writes_them(tmp_path: Path) -> None:
    path = tmp_path / "a.trig"
    path.write_text('<urn:g> { <urn:s> <urn:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> }')
    (line,) = canonical_lines([read_trig(path)])
    assert b'"01"' in line


# rdflib 7.6 warns of its own use of what it deprecates.
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
def test_trig_and_n_quads_read_back_in_another_library_as_the_same_graph() -> None:
    def read(text: str, form: str) -> set[tuple[str, ...]]:
        data = rdflib.Dataset()
        data.parse(data=text, format=form)
        return {tuple(term.n3() for term in quad if term is not None) for quad in data.quads()}

    trig = read(trig_text([SOURCE], PREFIXES).decode(), "trig")
    assert trig == read(b"".join(canonical_lines([SOURCE])).decode(), "nquads")
    assert len(trig) == len(set(SOURCE.quads))


def test_trig_groups_an_articles_graph_and_its_claims_in_the_order_of_the_file() -> None:
    text = trig_text([Source.from_quads(SOURCE.path, SOURCE.quads)], PREFIXES).decode()
    order = [graph.rsplit("/", 1)[1] for graph in SOURCE.graphs]
    assert order[0] == "acme-moves-logs"
    positions = [text.index(name + " {") for name in order if name + " {" in text]
    assert positions == sorted(positions)


def test_a_line_of_the_canonical_form_ends_at_its_newline_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "odd.trig"
    path.write_text(
        '<urn:g> { <urn:b> <urn:p> "one\u2028two\x85three\x0bfour" . <urn:a> <urn:p> "x" }', encoding="utf-8"
    )
    first, second = (line.decode() for line in canonical_lines([read_trig(path), read_trig(path)]))
    assert first == '<urn:a> <urn:p> "x" <urn:g> .\n'
    assert "one\u2028two\x85three" in second
