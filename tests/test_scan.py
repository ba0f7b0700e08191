"""The scan reads tokens: it refuses calls, updates and queries that no engine survives, and no honest query."""

import contextlib
import time

import pytest

from claimgraph.asking.scan import Form, scan_query
from claimgraph.errors import QuestionError
from claimgraph.resources import story_folder

CALL = "<http://127.0.0.1:9/> { ?s ?p ?o }"
PREFIXES = "PREFIX : <urn:a> PREFIX s: <urn:a> PREFIX ex: <urn:a> PREFIX service: <urn:a> "

# Each was tried on pyoxigraph 0.5.13: it makes the call in all but those marked, where it refuses the syntax.
CALLS = {
    "plain": f"ASK {{ SERVICE {CALL} }}",
    "lower case": f"ASK {{ service {CALL} }}",
    "silent": f"ASK {{ SERVICE SILENT {CALL} }}",
    "no space before SILENT": f"ASK {{ SERVICESILENT{CALL} }}",
    "no space before an IRI": f"ASK {{ SERVICE{CALL} }}",
    "comment": f"ASK {{ SERVICE#comment\n{CALL} }}",
    "comment ends at a carriage return": f"ASK {{ #\rSERVICE {CALL} }}",
    "variable": "ASK { SERVICE?s { } }",
    "prefix of that name": "ASK { SERVICE:x { } }",
    "keyword and prefix without space": "ASK { SERVICEex:x { } }",
    "prefix that begins so": "ASK { services:x { } }",
    "prefix that begins so, with letters of its own": "ASK { ?s ?p ?o . services:x、\u200d\u203f#comment\n{ } }",
    "escaped (refused by Oxigraph, read by others)": f"ASK {{ \\u0053ERVICE {CALL} }}",
    "escaped in eight digits": f"ASK {{ \\U00000053ERVICE {CALL} }}",
    "escaped newline in a comment": f"ASK {{ # \\u000A SERVICE {CALL}\n }}",
    "escape that begins a string in one reading only": f"ASK {{ # \\u000A '''\n SERVICE {CALL} # '''\n }}",
    "after a long string": f"ASK {{ ?s ?p '''a'''SERVICE {CALL} }}",
    "after a long string that ends in quotes": f'ASK {{ ?s ?p """a"" """SERVICE {CALL} }}',
    "after an escaped quote": f'ASK {{ ?s ?p "\\"" . SERVICE {CALL} # " }}',
    "after an escaped backslash": f'ASK {{ ?s ?p "\\\\" . SERVICE {CALL} # " }}',
    "after a number": f"ASK {{ ?s ?p 1SERVICE {CALL} }}",
    "after an exponent": f"ASK {{ ?s ?p 1e5SERVICE {CALL} }}",
    "after a truth value": f"ASK {{ ?s ?p trueSERVICE {CALL} }}",
    "after an escaped hash in a name": f"ASK {{ ?s ?p ex:a\\# . SERVICE {CALL} }}",
    "in a sub-select": f"SELECT * {{ {{ SELECT * {{ SERVICE {CALL} }} }} }}",
    "in EXISTS": f"ASK {{ FILTER EXISTS {{ SERVICE {CALL} }} }}",
    "in LATERAL": f"ASK {{ LATERAL {{ SERVICE {CALL} }} }}",
}

# Calls that Oxigraph makes and the grammar's longest token hides.
DISGUISED = {
    "a comparison and a comment": f"ASK {{ FILTER(?a<?b)SERVICE#>\n{CALL} }}",
    "a comparison with a string": f"ASK {{ FILTER(?a<'>')SERVICE {CALL} # '\n }}",
    "a comparison, a comment and a long string": f"ASK {{ FILTER(?a<?b#>'''\n)SERVICE {CALL} #'''\n }}",
    "a comparison after a bracket": f"ASK {{ FILTER((?a)<?b)SERVICE#>\n{CALL} }}",
    "a comparison after EXISTS": f"ASK {{ FILTER(EXISTS{{ }}<?b)SERVICE#>\n{CALL} }}",
    "a triple term": f"ASK {{ <<?s?p'a#>'>> ?x ?y . SERVICE {CALL} # '\n }}",
}

HONEST = [
    'ASK { ?s ?p "SERVICE <x> { }" }',
    "ASK { ?s ?p 'SERVICE' , '''SERVICE ' '' {''' , \"\"\"LOAD \"\" { (\"\"\" }",
    "ASK { ?s ?p <http://example.org/SERVICE#> # SERVICE { { {\n}",
    "ASK { ?service ?SERVICE $service }",
    "PREFIX cg: <urn:x> ASK { ?activity cg:service ?service ; cg:SERVICE :service , _:service }",
    'ASK { ?s ?p "a"@service }',
    "DESCRIBE service:x { service:a service:b service:c GRAPH service:d { } FILTER EXISTS { } }",
    "SELECT ?、service FROM service:a { ?、service ?p service:b . { } }",
    "ASK { <#a> <urn:it's#b> <#c> FILTER(?s=<#a>||?o IN(<#c>,<#it's>)) ?s (<#a>/<#b>|^<#c>)* ?o }",
    "ASK { VALUES (?s ?p) { (<http://example.org/(a)#b> <http://example.org/it's#c>) } FILTER(<urn:a> < <urn:b>) }",
    "ASK { ?s ?p ?o FILTER(?o<5&&?p>3||?s<=?o) }",
    'ASK { ?s ?p "\\\\u0022", "line\\nline", "\\u00e9" }',
    "PREFIX add: <urn:x> PREFIX load: <urn:y> SELECT (COUNT(*) AS ?load) { ?s add:delete load:drop }",
    "ASK FROM <urn:g> { ?s ?p ?o }",
    "ASK { ?s ?p 'VALUES' VALUES ?o { " + "1 'a' " * 2_000 + "} }",
]


@pytest.mark.parametrize("query", CALLS.values(), ids=CALLS)
def test_a_call_to_another_endpoint_is_refused(query: str) -> None:
    with pytest.raises(QuestionError, match="SERVICE is refused; a query reads this graph"):
        scan_query(PREFIXES + query)


@pytest.mark.parametrize("query", DISGUISED.values(), ids=DISGUISED)
def test_what_an_engine_may_read_in_another_way_is_refused(query: str) -> None:
    with pytest.raises(QuestionError, match="can be read as an IRI or as a comparison"):
        scan_query(PREFIXES + query)


@pytest.mark.parametrize("query", HONEST)
def test_words_in_strings_names_and_comments_are_no_calls(query: str) -> None:
    scan_query(query)


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://127.0.0.1:9/>",
        "load silent <file:///etc/passwd> INTO GRAPH <urn:g>",
        "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "DROP ALL",
        "CLEAR#\nGRAPH <urn:g>",
        "CREATE GRAPH <urn:g>",
        "ADD <urn:a> TO <urn:b>",
        "MOVE <urn:a> TO <urn:b>",
        "COPY <urn:a> TO <urn:b>",
        "PREFIX a: <urn:a> \\u004coad <http://127.0.0.1:9/>",
        "ASK { } ; DROP ALL",
    ],
)
def test_an_update_is_refused(update: str) -> None:
    with pytest.raises(QuestionError, match="nothing can be changed by a query"):
        scan_query(update)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("ASK { } #" + "あ" * 22_000, r"the query has 66,009 bytes; wanted at most 65,536 \(64 kB\)"),
        ("ASK " + "{" * 65 + "}" * 65, "line 1: brackets are nested over 64 deep"),
        ("ASK {\n FILTER" + "(" * 64 + "1" + ")" * 64 + "}", "line 2: brackets are nested over 64 deep"),
        ("ASK { ?s ?p " + "[ ?p " * 64 + "1" + "]" * 64 + "}", "nested over 64 deep"),
        ("ASK { FILTER(" + "!" * 600 + "1) }", "over 512 operators"),
        ("ASK { FILTER(" + "1+" * 600 + "1) }", "over 512 operators"),
        ("ASK { FILTER(1" + "-1" * 600 + ") }", "over 512 operators"),
        ("ASK { FILTER(" + "?a||" * 600 + "?a) }", "over 512 operators"),
        ("ASK { " + "OPTIONAL { ?a ?b ?c } " * 600 + "}", "over 512 operators"),
        ("ASK { " + "{ ?a ?b ?c } UNION " * 600 + "{ } }", "over 512 operators"),
        ("PREFIX : <urn:x> ASK { ?s " + "/".join([":p"] * 300) + " ?o }", "over 200 path steps"),
        ("PREFIX : <urn:x> ASK { ?s (" + "|^".join([":p"] * 150) + ") ?o }", "over 200 path steps"),
        ('ASK { ?s ?p "a\n" }', 'line 1: the string that begins with " has no end; close it on its line'),
        ("ASK {\n?s ?p '''a }", "line 2: the string that begins with ' has no end"),
        ("ASK { ?s ?p '\\UFFFFFFFF' }", "FFFFFFFF is not a character; Unicode ends at 10FFFF"),
    ],
    ids=lambda text: text[:30],
)
def test_a_query_that_no_engine_survives_is_refused(query: str, sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        scan_query(query)


@pytest.mark.parametrize(
    ("query", "form", "has_dataset"),
    [
        ("# ASK\nPREFIX select: <urn:ask> SELECT * { }", Form.SELECT, False),
        ("ask from <urn:g> { }", Form.ASK, True),
        ("CONSTRUCT { ?s ?p ?o } FROM NAMED <urn:g> WHERE { { SELECT * { } } }", Form.CONSTRUCT, True),
        ("DESCRIBE <urn:from>", Form.DESCRIBE, False),
        ("SELEKT", Form.SELECT, False),
    ],
)
def test_the_form_and_the_dataset_are_read_off_the_tokens(query: str, form: Form, has_dataset: bool) -> None:
    scanned = scan_query(query)
    assert (scanned.form, scanned.has_dataset) == (form, has_dataset)


# Texts of 60 kB of each are such that a careless regular expression takes quadratic time.
HARD_TO_READ = ["a.", "<a", "'''", '"\\"', "\\", "1e", "@a-", "a:%", "\\u0020", ":", "{}", "?a.", "a" * 100 + "."]


@pytest.mark.parametrize("piece", HARD_TO_READ, ids=lambda piece: piece[:8])
def test_the_time_of_a_scan_is_bounded(piece: str) -> None:
    begin = time.process_time()
    with contextlib.suppress(QuestionError):
        scan_query(piece * (60_000 // len(piece)))
    assert time.process_time() - begin < 2


def test_every_shipped_query_passes() -> None:
    queries = sorted((story_folder() / "queries").glob("*.rq"))
    assert len(queries) > 10
    for path in queries:
        assert scan_query(path.read_text(encoding="utf-8")).form is Form.SELECT
