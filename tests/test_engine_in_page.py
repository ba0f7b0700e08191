"""The engine in the page, in a real browser under the page's policy: it answers as pyoxigraph does, and in time."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from claimgraph.namespaces import PREFIXES
from claimgraph.page.engine import Engine, limit_memory, read_engine
from claimgraph.page.packing import pack
from claimgraph.page.render import content_security_policy
from claimgraph.resources import template_folder
from claimgraph.store import Store, canonical_lines, trig_text
from claimgraph.workspace import Workspace, read_workspace
from tests.browser import Visit, visit
from tests.invented import ACME
from tests.npm import npm_package

Json = dict[str, Any]

_PAGE = """<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}"><title>x</title>
<script type="text/plain" id="engine-program">{program}</script>
<script type="text/plain" id="engine-wasm">{wasm}</script>
<script type="text/plain" id="graph-trig">{graph}</script>
<script>{script}</script>
"""
_SCRIPT = "\ndocument.documentElement.dataset.ready = 'true';"
# Joins every quad with every quad and asks for what none of them has: no rows, no end.
RUNAWAY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = 'nowhere') }"
# Doubles a text again and again.
GREEDY = (
    "SELECT * { BIND('12345678' AS ?x0) "
    + "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(28))
    + "}"
)
QUESTIONS = ("commitments", "data-by-country", "leak-statements", "voices", "storage-by-company")


def write_page(engine: Engine, workspace: Workspace, path: Path) -> Path:
    """Write the smallest page that has the engine, under the page's policy."""
    script = "".join(
        (template_folder() / "page" / name).read_text(encoding="utf-8") for name in ("packed.js", "engine.js")
    )
    script += _SCRIPT
    policy = content_security_policy([script])
    graph = pack(trig_text(workspace.sources(), PREFIXES))
    page = _PAGE.format(policy=policy, program=engine.program, wasm=engine.wasm, graph=graph, script=script)
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def engine() -> Engine:
    read = read_engine()
    if read is None:
        pytest.skip("the engine has not been fetched; run: python scripts/fetch_engine.py")
    return read


@pytest.fixture(scope="module")
def acme(browser: Browser, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    path = write_page(engine, read_workspace(ACME), tmp_path_factory.mktemp("engine") / "acme.html")
    with visit(browser, path) as seen:
        yield seen


@pytest.fixture(scope="module")
def story_page(
    browser: Browser, engine: Engine, story: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visit]:
    with visit(browser, write_page(engine, story, tmp_path_factory.mktemp("engine") / "story.html")) as seen:
        yield seen


def ask(seen: Visit, query: str, **options: object) -> Json:
    """Return the engine's answer, or the key and the slots of the sentence that says why there is none."""
    answer: Json = seen.page.evaluate(
        "([query, options]) => engine.ask(query, options).catch(({ message, slots }) => ({ message, slots }))",
        [query, options],
    )
    return answer


def test_the_page_asks_for_nothing_and_the_policy_stops_nothing(acme: Visit) -> None:
    assert acme.page.evaluate("engine.isThere()")
    assert ask(acme, "ASK { ?s ?p ?o }")["boolean"] is True
    assert [url.partition(":")[0] for url in acme.requests if not url.startswith("blob:")] == ["file"]
    assert acme.violations() == []
    assert acme.troubles == []


def test_the_engine_starts_with_every_quad(acme: Visit) -> None:
    started = acme.page.evaluate("engine.start()")
    assert started["quads"] == len(list(canonical_lines(read_workspace(ACME).sources())))
    assert 0 < started["seconds"] < 60


def test_a_table_has_terms_with_languages_and_datatypes_and_says_what_is_unbound(acme: Visit) -> None:
    answer = ask(acme, "SELECT ('ロゴ'@ja AS ?a) (1 AS ?b) (<urn:x> AS ?c) ?d (<<( <urn:x> <urn:x> 2 )>> AS ?e) {}")
    assert answer["form"] == "table"
    assert answer["variables"] == ["a", "b", "c", "d", "e"]
    assert answer["rows"] == [
        [
            {"type": "literal", "value": "ロゴ", "language": "ja"},
            {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
            {"type": "uri", "value": "urn:x"},
            None,
            {"type": "triple", "value": "<<( urn:x urn:x 2 )>>"},
        ]
    ]
    assert answer["cut"] is False


@pytest.mark.parametrize(("query", "wanted"), [("ASK { ?s ?p ?o }", True), ("ASK { ?s <urn:no> ?o }", False)])
def test_a_yes_or_no_is_one(acme: Visit, query: str, wanted: bool) -> None:
    answer = ask(acme, query)
    assert (answer["form"], answer["boolean"], answer["rows"]) == ("boolean", wanted, [])


def test_a_graph_is_a_table_of_triples(acme: Visit) -> None:
    head = "CONSTRUCT { <urn:s> a <urn:C> ; <urn:p> 'x'@en, 1.50, true, [] } "
    answer = ask(acme, head + "WHERE {}")
    assert (answer["form"], answer["variables"]) == ("graph", ["subject", "predicate", "object"])
    assert {row[0]["value"] for row in answer["rows"]} == {"urn:s"}
    found = {tuple(sorted(row[2].items())) for row in answer["rows"] if row[2]["type"] != "bnode"}
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert found == {
        (("type", "uri"), ("value", "urn:C")),
        (("language", "en"), ("type", "literal"), ("value", "x")),
        (("datatype", f"{xsd}decimal"), ("type", "literal"), ("value", "1.50")),
        (("datatype", f"{xsd}boolean"), ("type", "literal"), ("value", "true")),
    }
    assert sum(row[2]["type"] == "bnode" for row in answer["rows"]) == 1


def test_what_is_described_has_every_triple(story_page: Visit, story_store: Store) -> None:
    query = "DESCRIBE ?claim { GRAPH ?article { ?claim a <https://w3id.org/claimgraph/ontology#Claim> } }"
    lines = story_store.serialize(query, "ntriples", union=True).decode().splitlines()
    answer = ask(story_page, query)
    assert answer["cut"] is False
    assert len({json.dumps(row, sort_keys=True) for row in answer["rows"]}) == len(set(lines)) > 100


@pytest.mark.parametrize(
    ("query", "is_empty"),
    [
        ("ASK { ?s ?p ?o }", False),
        ("ASK FROM <urn:none> { ?s ?p ?o }", True),
        ("ASK { ?s ?p ?from # FROM\n }", False),
        ("PREFIX from: <urn:FROM> ASK { ?s ?p ?o FILTER(?p != from:FROM && 'FROM' != '''FROM \" FROM''') }", False),
    ],
)
def test_the_union_of_all_graphs_is_asked_unless_the_query_says_from(acme: Visit, query: str, is_empty: bool) -> None:
    assert ask(acme, query)["boolean"] is not is_empty


def test_the_union_can_be_turned_off(acme: Visit) -> None:
    assert ask(acme, "ASK { ?s ?p ?o }", union=False)["boolean"] is False
    assert ask(acme, "ASK { GRAPH ?g { ?s ?p ?o } }", union=False)["boolean"] is True


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * { SERVICE <http://192.0.2.1/> { ?s ?p ?o } }", "engineService"),
        ("SELECT * { SERVICE SILENT <http://192.0.2.1/> { ?s ?p ?o } }", "engineService"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "engineUpdate"),
        ("DELETE WHERE { ?s ?p ?o }", "engineUpdate"),
        ("LOAD <http://192.0.2.1/>", "engineUpdate"),
        ("SELECT * { ?s ?p", "engineSyntaxWanted"),
        ("", "engineSyntax"),
        ("SELECT * { ?s a nothing:here }", "engineSyntaxWanted"),
        (GREEDY, "engineOverrun"),
    ],
)
def test_what_is_refused_says_why(acme: Visit, query: str, message: str) -> None:
    before = ask(acme, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")["rows"]
    assert ask(acme, query)["message"] == message
    assert ask(acme, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")["rows"] == before


def test_bad_syntax_is_refused_with_its_place_and_without_sets_of_characters(acme: Visit) -> None:
    slots = ask(acme, "SELECT *\n{ ?s ?p")["slots"]
    assert (slots["line"], slots["column"]) == ("2", "8")
    assert "GRAPH" in slots["wanted"]
    assert "u{" not in slots["wanted"]


def test_a_long_answer_is_cut_and_says_so(story_page: Visit) -> None:
    whole = ask(story_page, "SELECT ?a ('}\"{' AS ?c) ?none { ?a ?p ?o . ?b ?q ?o2 } LIMIT 10000")
    assert (len(whole["rows"]), whole["cut"]) == (10_000, False)
    more = ask(story_page, "SELECT ?a ('}\"{' AS ?c) ?none { ?a ?p ?o . ?b ?q ?o2 } LIMIT 50000")
    assert (more["rows"], more["cut"]) == (whole["rows"], True)
    graph = ask(story_page, "CONSTRUCT { ?s ?p ?o2 } { ?s ?p ?o . ?b ?q ?o2 } LIMIT 50000")
    assert (len(graph["rows"]), graph["cut"]) == (10_000, True)


def test_a_runaway_query_ends_in_time_and_the_engine_answers_after_it(story_page: Visit) -> None:
    assert ask(story_page, RUNAWAY, limitSeconds=0.5) == {"message": "engineTimeout", "slots": {"seconds": 0.5}}
    assert ask(story_page, "ASK { ?s ?p ?o }")["boolean"] is True


def test_a_query_can_be_cancelled_and_a_new_one_ends_the_one_before(acme: Visit) -> None:
    script = """async ([runaway, honest]) => {
        const reasons = [];
        const note = ({ message }) => reasons.push(message);
        await engine.start();
        const first = engine.ask(runaway, { limitSeconds: 60 }).catch(note);
        await new Promise((resolve) => setTimeout(resolve, 100));
        engine.cancel();
        engine.cancel();
        await first;
        const second = engine.ask(runaway, { limitSeconds: 60 }).catch(note);
        const third = await engine.ask(honest);
        await second;
        return [reasons, third.boolean];
    }"""
    assert acme.page.evaluate(script, [RUNAWAY, "ASK { ?s ?p ?o }"]) == [["engineCancelled"] * 2, True]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_of_the_story_has_the_rows_that_pyoxigraph_gives(
    story_page: Visit, story: Workspace, story_store: Store, name: str
) -> None:
    (question,) = (question for question in story.questions if question.name == name)
    told = json.loads(story_store.serialize(question.sparql, "json"))
    answer = ask(story_page, question.sparql, union=False)
    assert answer["variables"] == told["head"]["vars"]
    wanted = Counter(
        tuple(row[name]["value"] if name in row else None for name in answer["variables"])
        for row in told["results"]["bindings"]
    )
    assert wanted
    assert Counter(tuple(cell and cell["value"] for cell in row) for row in answer["rows"]) == wanted


def test_the_same_bytes_are_packed_as_the_same_text_in_every_build() -> None:
    content = os.urandom(1000)
    assert pack(content) == pack(content)
    assert "<" not in pack(content)


def test_the_page_shows_the_licence(engine: Engine) -> None:
    assert "Copyright (c) 2018 Oxigraph developers" in engine.licence
    assert "this permission notice shall be included in all\ncopies" in engine.licence


@pytest.mark.parametrize("most", [1, 40_000])
def test_a_module_gets_a_maximum_of_memory(browser: Browser, most: int) -> None:
    module = b"\0asm\1\0\0\0" + b"\5\3\1\0\1" + b"\7\5\1\1m\2\0"  # one memory of a page, exported as m
    limited = limit_memory(module, most * 65536)
    grow = """async bytes => {
        const { instance } = await WebAssembly.instantiate(new Uint8Array(bytes));
        try { return instance.exports.m.grow(1); } catch { return "full"; }
    }"""
    page = browser.new_page()
    assert page.evaluate(grow, list(module)) == 1
    assert page.evaluate(grow, list(limited)) == ("full" if most == 1 else 1)
    page.close()


@pytest.mark.parametrize("module", [b"\0asm\1\0\0\0", b"\0asm\1\0\0\0\5\4\1\1\1\2"], ids=["none", "one with a maximum"])
def test_a_module_without_a_memory_of_its_own_to_limit_is_refused(module: bytes) -> None:
    with pytest.raises(ValueError, match="does not define one memory without a maximum"):
        limit_memory(module, 1 << 20)


def test_a_package_of_npm_is_fetched_once() -> None:
    folder = npm_package("oxigraph", "^0.5.11")
    assert (folder / "web_bg.wasm").read_bytes()[:4] == b"\0asm"
    assert npm_package("oxigraph", "^0.5.11") == folder
