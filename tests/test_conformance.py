"""The W3C's SPARQL 1.1 tests, asked of `claimgraph query`; what differs stands here by name, with its reason.

https://github.com/w3c/rdf-tests/tree/main/sparql/sparql11

The W3C's cases are not in this repository: CLAIMGRAPH_W3C_TESTS names the folder that holds them (its
aggregates/, bind/ and so on). Without it only the runner is tested, on a few cases of our own.
"""

import os
from pathlib import Path

import pytest
from rdflib import BNode, Literal, URIRef
from rdflib.term import Identifier

from claimgraph.cli import main
from tests.answers import Table, difference
from tests.conformance import EVALUATION, Case, agree, ask_command_line, ask_engine, judge, read_cases, read_names

NAMED = os.environ.get("CLAIMGRAPH_W3C_TESTS")

# Folders and how many tests each had at commit ad541a5 (August 2026).
IN_SCOPE = {
    "aggregates": 47,
    "bind": 10,
    "bindings": 11,
    "cast": 6,
    "construct": 7,
    "csv-tsv-res": 6,
    "exists": 6,
    "functions": 75,
    "grouping": 6,
    "json-res": 4,
    "negation": 12,
    "project-expression": 7,
    "property-path": 33,
    "subquery": 14,
    "syntax-query": 94,
}

_UPDATE = "update: claimgraph changes nothing by a query"
_SERVICE = "federation: SERVICE is refused"
_PROTOCOL = "protocol of a server"
OUT_OF_SCOPE = {
    "add": (8, _UPDATE),
    "basic-update": (13, _UPDATE),
    "clear": (4, _UPDATE),
    "copy": (6, _UPDATE),
    "delete": (19, _UPDATE),
    "delete-data": (6, _UPDATE),
    "delete-insert": (17, _UPDATE),
    "delete-where": (6, _UPDATE),
    "drop": (4, _UPDATE),
    "entailment": (70, "entailment: claimgraph infers by its own rules, in files"),
    "graph-store-protocol": (0, _PROTOCOL),
    "http-rdf-update": (18, _PROTOCOL),
    "move": (6, _UPDATE),
    "protocol": (34, _PROTOCOL),
    "service": (7, _SERVICE),
    "service-description": (3, _PROTOCOL),
    "syntax-fed": (3, _SERVICE),
    "syntax-update-1": (54, _UPDATE),
    "syntax-update-2": (1, _UPDATE),
    "update-silent": (13, _UPDATE),
}

_PATH = "a path that may have no steps finds no term that the data lack"
_CONCAT = "GROUP_CONCAT keeps the language that all its values share"
# What pyoxigraph 0.5.13 itself answers otherwise; asked directly, it answers the same.
ENGINE_DIFFERENCES = {
    "aggregates/agg-empty-group-count-graph": "an aggregate in GRAPH ?g counts over all graphs, and leaves ?g unbound",
    "aggregates/agg-groupconcat-04": _CONCAT,
    "aggregates/agg-groupconcat-06": _CONCAT,
    "bindings/graph": "VALUES in GRAPH ?g leaves ?g unbound, and asks no graph",
    "csv-tsv-res/tsv03": "the store turns a negativeInteger into an integer",
    "functions/bnode01": "BNODE(text) gives one blank node for one text, also in another row",
    "negation/graph-minus": "MINUS in GRAPH ?g takes ?g for a shared variable",
    "property-path/zero_or_more_set_end": _PATH,
    "property-path/zero_or_more_set_start": _PATH,
    "property-path/zero_or_one_set_end": _PATH,
    "property-path/zero_or_one_set_start": _PATH,
    "syntax-query/test_4": "a call of an unknown function is refused, where the standard has an error in its row",
}
# What claimgraph answers otherwise, and the engine as the standard has it.
OUR_DIFFERENCES: dict[str, str] = {}
# Cases with data in RDF/XML, which claimgraph refuses (claimgraph.source says why). They are run all the same: the
# runner hands the data over as N-Quads.
RDF_XML = {f"subquery/subquery{number:02}" for number in range(1, 11)}

DIFFERENCES = ENGINE_DIFFERENCES | OUR_DIFFERENCES


def own_form(case: Case) -> str | None:
    return case.forms()[0] if case.kind in EVALUATION else None


if NAMED is not None:
    FOLDER = Path(NAMED)
    CASES = [case for name in IN_SCOPE for case in read_cases(FOLDER / name / "manifest.ttl")]
    each_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
    EVALUATED = [case for case in CASES if case.kind in EVALUATION and case.name not in DIFFERENCES]

    def test_every_folder_and_every_case_is_accounted_for() -> None:
        found = {path.parent.name: len(read_names(path)) for path in sorted(FOLDER.glob("*/manifest.ttl"))}
        assert found == IN_SCOPE | {name: number for name, (number, _) in OUT_OF_SCOPE.items()}
        names = [case.name for case in CASES]
        assert len(set(names)) == len(names) == sum(IN_SCOPE.values())
        assert DIFFERENCES.keys() <= set(names)
        assert not ENGINE_DIFFERENCES.keys() & OUR_DIFFERENCES.keys()

    @each_case
    def test_the_command_line_answers_as_the_standard_has_it(case: Case, tmp_path: Path) -> None:
        form = own_form(case)
        reply = ask_command_line(case, form, tmp_path)
        verdict = judge(case, form, reply)
        if case.name not in DIFFERENCES:
            assert not verdict
            return
        assert verdict, f"passes; take it from the known differences: {DIFFERENCES[case.name]}"
        engine = ask_engine(case, form)
        if case.name in OUR_DIFFERENCES:
            assert not judge(case, form, engine), "the engine fails it, too"
        else:
            assert judge(case, form, engine), "the engine passes it, so the difference is ours"
            assert agree(reply, engine, form), "the engine fails it in another way"

    @pytest.mark.parametrize("case", EVALUATED, ids=[case.name for case in EVALUATED])
    def test_the_answer_is_the_same_in_every_other_form(case: Case, tmp_path: Path) -> None:
        for form in case.forms()[1:]:
            place = tmp_path / form
            place.mkdir()
            assert not judge(case, form, ask_command_line(case, form, place)), form

    def test_data_that_are_rdf_xml_are_refused_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
        files = {case.name: file.path for case in CASES for file in case.data if file.path.suffix == ".rdf"}
        assert files.keys() == RDF_XML
        for path in files.values():
            assert main(["query", "--file", os.devnull, "--data", str(path)]) == 1
            assert "has the ending '.rdf'" in capsys.readouterr().err


# Cases of our own: kind, query, the answer's ending and text, and words of the verdict on it (none: it passes).
DATA = "@prefix : <#> .\n<> :knows _:x . _:x :age 007 ; :tall 1.50 . <other> :knows _:y .\n"
GRAPH = '<> <data.ttl#says> "a,b"@EN .\n'
SRX = '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>{}</head>{}</sparql>'
KNOWN = "SELECT ?who ?age { ?s <data.ttl#knows> ?who OPTIONAL { ?who <data.ttl#age> ?age } }"
KNOWN_TSV = "?who\t?age\n_:p\t7\n_:q\t\n"
SAID = "SELECT ?g ?text { GRAPH ?g { <graph.ttl> <data.ttl#says> ?text } }"
SAID_SRX = SRX.format(
    '<variable name="g"/><variable name="text"/>',
    '<results><result><binding name="g"><uri>https://w3c.github.io/rdf-tests/sparql/sparql11/mini/graph.ttl</uri>'
    '</binding><binding name="text"><literal xml:lang="en">a,b</literal></binding></result></results>',
)
TURNED = "CONSTRUCT { ?b <data.ttl#of> ?a } { ?a <data.ttl#knows> ?b }"
LENGTHS = "SELECT ?tall { ?s <data.ttl#tall> ?tall }"
ORDERED = "SELECT ?n { VALUES ?n { 1 2 } } ORDER BY DESC(?n)"
MINIATURES = {
    "tsv": ("QueryEvaluationTest", KNOWN, "tsv", KNOWN_TSV, ""),
    "tsv, other column order": ("QueryEvaluationTest", KNOWN, "tsv", "?age\t?who\n\t_:q\n7\t_:p\n", ""),
    "tsv, one node for two": ("QueryEvaluationTest", KNOWN, "tsv", KNOWN_TSV.replace("q", "p"), "found the rows"),
    "tsv, a row too few": ("QueryEvaluationTest", KNOWN, "tsv", KNOWN_TSV.replace("_:q\t\n", ""), "found the rows"),
    "tsv, other value": ("QueryEvaluationTest", KNOWN, "tsv", KNOWN_TSV.replace("7", "8"), "found the rows"),
    "tsv, other datatype": ("QueryEvaluationTest", KNOWN, "tsv", KNOWN_TSV.replace("7", "7.0"), "found the rows"),
    "tsv, other column": ("QueryEvaluationTest", KNOWN, "tsv", KNOWN_TSV.replace("age", "a"), "found the columns"),
    "tsv, by value": ("QueryEvaluationTest", LENGTHS, "tsv", "?tall\n1.5\n", ""),
    "tsv, in order": ("QueryEvaluationTest", ORDERED, "tsv", "?n\n2\n1\n", ""),
    "tsv, in another order": ("QueryEvaluationTest", ORDERED, "tsv", "?n\n1\n2\n", "found the rows"),
    "csv": ("CSVResultFormatTest", KNOWN, "csv", "who,age\r\n_:p,7\r\n_:q,\r\n", ""),
    "csv, other value": ("CSVResultFormatTest", KNOWN, "csv", "who,age\r\n_:p,8\r\n_:q,\r\n", "found the rows"),
    "xml, named graph": ("QueryEvaluationTest", SAID, "srx", SAID_SRX, ""),
    "xml, other language": ("QueryEvaluationTest", SAID, "srx", SAID_SRX.replace('"en"', '"fr"'), "found the rows"),
    "json, yes": ("QueryEvaluationTest", "ASK { ?s ?p 7 }", "srj", '{"head": {}, "boolean": true}', ""),
    "json, no": ("QueryEvaluationTest", "ASK { ?s ?p 7 }", "srj", '{"head": {}, "boolean": false}', "wanted false"),
    "graph": ("QueryEvaluationTest", TURNED, "ttl", "[] <data.ttl#of> <data.ttl>, <other> .", "found the triples"),
    "graph, two nodes": (
        "QueryEvaluationTest",
        TURNED,
        "ttl",
        "[] <data.ttl#of> <data.ttl> . [] <data.ttl#of> <other> .",
        "",
    ),
    "legal": ("PositiveSyntaxTest11", "SELECT * { }", None, "", ""),
    "legal, found illegal": ("PositiveSyntaxTest11", "SELEKT", None, "", "refused: claimgraph: the query is not"),
    "legal, stopped by us": ("PositiveSyntaxTest11", "ASK { SERVICE <a> { } }", None, "", "SERVICE is refused"),
    "illegal": ("NegativeSyntaxTest11", "SELEKT", None, "", ""),
    "illegal, answered": ("NegativeSyntaxTest11", "SELECT * { }", None, "", "wanted a refusal"),
    "illegal, stopped by us": ("NegativeSyntaxTest11", "ASK { SERVICE <a> { } }", None, "", "not for its syntax"),
}
MANIFEST = """\
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
<> a mf:Manifest ; mf:entries ( <#it> ) .
<#it> a mf:{kind} ; mf:action {action} ; mf:result {result} .
"""
ACTION = "[ qt:query <query.rq> ; qt:data <data.ttl> ; qt:graphData <graph.ttl> ]"


def write_miniature(place: Path, kind: str, query: str, ending: str | None, wanted: str) -> Case:
    folder = place / "mini"
    folder.mkdir()
    action, result = (ACTION, f"<wanted.{ending}>") if ending else ("<query.rq>", "()")
    files = {
        "manifest.ttl": MANIFEST.format(kind=kind, action=action, result=result),
        "query.rq": query,
        "data.ttl": DATA,
        "graph.ttl": GRAPH,
        f"wanted.{ending}": wanted,
    }
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    assert read_names(folder / "manifest.ttl") == ["mini/it"]
    (case,) = read_cases(folder / "manifest.ttl")
    return case


@pytest.mark.parametrize(("kind", "query", "ending", "wanted", "words"), MINIATURES.values(), ids=MINIATURES)
def test_the_runner_tells_what_passes_from_what_fails(
    kind: str, query: str, ending: str | None, wanted: str, words: str, tmp_path: Path
) -> None:
    case = write_miniature(tmp_path, kind, query, ending, wanted)
    form = own_form(case)
    verdict = judge(case, form, ask_command_line(case, form, tmp_path))
    assert words in verdict
    assert bool(verdict) is bool(words)


def test_the_runner_tells_an_engine_that_answers_alike_from_one_that_does_not(tmp_path: Path) -> None:
    case = write_miniature(tmp_path, "QueryEvaluationTest", KNOWN, "tsv", KNOWN_TSV)
    reply, other = ask_engine(case, "tsv"), ask_engine(case, "xml")
    assert agree(reply, ask_command_line(case, "tsv", tmp_path), "tsv")
    assert not agree(reply, type(reply)(content=reply.content.replace(b"7", b"8")), "tsv")
    assert not agree(reply, type(reply)(refusal="no"), "tsv")
    assert not judge(case, "xml", other)


A, B, C, D = (BNode(letter) for letter in "abcd")
X = URIRef("https://example.org/x")


@pytest.mark.parametrize(
    ("found", "wanted", "same"),
    [
        ([(A, B), (B, A)], [(C, D), (D, C)], True),
        ([(A, B), (B, A)], [(C, D), (C, D)], False),
        ([(A, A), (B, B)], [(C, D), (D, C)], False),
        ([(A, X), (A, X)], [(C, X), (D, X)], False),
        ([(A, X), (B, X), (A, A)], [(C, X), (D, X), (D, D)], True),
        ([(X, None)], [(X, X)], False),
        ([(X, X), (X, X)], [(X, X)], False),
        ([(X, Literal("x"))], [(X, X)], False),
        ([(Literal("x"), X)], [(Literal("x", lang="en"), X)], False),
    ],
)
def test_rows_are_the_same_under_one_renaming_of_blank_nodes(
    found: list[tuple[Identifier | None, ...]], wanted: list[tuple[Identifier | None, ...]], same: bool
) -> None:
    ours, theirs = (Table(columns=("one", "two"), rows=tuple(rows)) for rows in (found, wanted))
    assert (not difference(ours, theirs)) is same
    assert (not difference(theirs, ours)) is same
