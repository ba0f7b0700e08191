"""Hostile text in every place where text can stand: it is shown as it is, and runs nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from claimgraph.namespaces import BASE, PREFIXES
from tests.browser import Visit, visit
from tests.npm import npm_package
from tests.pages import page_of

# What broke pages in experiments. Each would set a mark, or change the document.
OURS = [
    "</script><script>window.__pwned = 1</script>",
    "<img src=x onerror='window.__pwned = 1'>",
    "\"><svg onload='window.__pwned = 1'>",
    "'-alert(1)-' ${alert(1)} {{ 7 * 7 }} {% raw %}",
    "<!--<script>window.__pwned = 1",
    "line\u2028separator\u2029here",
    "javascript:window.__pwned=1",
    '=HYPERLINK("javascript:alert(1)")',
    "x" * 300,
    "長い名前" * 75,
]
# Nothing that could come of a text: an element or attribute of its own, a script, a link that is not of the web.
TRACES = """() => ({
    pwned: window.__pwned ?? null,
    scripts: document.scripts.length,
    handlers: [...document.querySelectorAll("*")].filter(element =>
        element.getAttributeNames().some(name => name.startsWith("on"))).length,
    strangers: document.querySelectorAll("img, iframe, object, embed, video, audio, body style, link, base").length,
    links: [...document.querySelectorAll("a")].map(({ href }) => href).filter(href => !/^https?:/.test(href)),
})"""


@pytest.fixture(scope="module")
def payloads() -> list[str]:
    """Ours, and the Big List of Naughty Strings; without those that RDF has no way to write."""
    naughty = json.loads((npm_package("blns", "^2.0") / "resources" / "blns.json").read_text(encoding="utf-8"))
    wanted = [text for text in dict.fromkeys([*OURS, *naughty]) if text and not any(map(is_unwritable, text))]
    assert len(wanted) > 400
    return wanted


def is_unwritable(character: str) -> bool:
    return character in "\x00\ufffe\uffff" or 0xD800 <= ord(character) <= 0xDFFF


def literal(text: str) -> str:
    for mark, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(mark, escape)
    return f'"{text}"'


def agent(number: int) -> str:
    """Return an IRI with what an attribute or a script would trip over."""
    return f"{BASE}agent/'-alert({number})-'%3Cscript%3E"


def write_workspace(folder: Path, payloads: list[str]) -> Path:
    """Write an article in which every text is hostile, with a claim, a claimant and a data type for each payload."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    words = [literal(text) for text in payloads]
    things = [
        f"<{agent(number)}> a org:FormalOrganization ; skos:prefLabel {text}@en , {text}@ja ; "
        f"skos:altLabel {text}@en .\n<{BASE}data/d{number}> a cg:DataType ; skos:prefLabel {text}@en .\n"
        f"<{BASE}activity/a{number}> a cg:Activity ; skos:prefLabel {text}@en .\n"
        for number, text in enumerate(words)
    ]
    claims = [
        f"article:hostile {{\n  claim:hostile\\/c{number} a cg:Claim ; cg:source article:hostile ; "
        f"cg:passage passage:p ; cg:statement {text}@en , {text}@ja ; "
        f"cg:claimant <{agent(number)}> ; cg:attribution attribution:a{number} ; "
        f"cg:certainty cg:Certain ; cg:polarity cg:Denied ; cg:act cg:Commitment ; "
        f"cg:dateWording {text} ; skos:editorialNote {text}@en .\n"
        f"  attribution:a{number} a cg:Attribution ; cg:hop 1 ; cg:voice <{agent(number)}> .\n"
        f"}}\nclaim:hostile\\/c{number} {{ activity:a{number} a cg:Activity ; dpv:hasProcessing dpv:Store ; "
        f"cg:actor <{agent(number)}> ; dpv:hasPersonalData data:d{number} ; "
        f"cg:dataAt loc:KR ; cg:dueBy {text} }}\n"
        for number, text in enumerate(words)
    ]
    article = (
        f"article:hostile {{ article:hostile a schema:NewsArticle ; schema:headline {words[0]}@en ; "
        f"schema:inLanguage {words[1]} ; schema:url {literal('javascript:window.__pwned=1')} ; "
        f"schema:datePublished {words[2]} ; schema:publisher {words[3]} .\n"
        f"  passage:p a oa:SpecificResource ; oa:hasSource article:hostile ; cg:heading passage:h .\n"
        f"  passage:h a cg:Heading ; skos:prefLabel {words[4]}@en }}\n"
    )
    for name in ("articles", "entities", "queries"):
        (folder / name).mkdir(parents=True)
    (folder / "entities" / "hostile.ttl").write_text(prefixes + "".join(things), encoding="utf-8")
    (folder / "articles" / "hostile.trig").write_text(prefixes + article + "".join(claims), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def hostile(browser: Browser, payloads: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    place = tmp_path_factory.mktemp("hostile")
    with visit(browser, page_of(write_workspace(place / "workspace", payloads), place)) as seen:
        yield seen


def assert_harmless(seen: Visit) -> None:
    traces = seen.page.evaluate(TRACES)
    assert traces["pwned"] is None
    assert traces["scripts"] == seen.page.evaluate("window.scriptsAtStart ??= document.scripts.length")
    assert traces["handlers"] == 0
    assert traces["strangers"] == 0
    assert traces["links"] == []
    assert [url for url in seen.requests if not url.startswith("blob:")] == seen.requests[:1]
    assert seen.troubles == []
    assert seen.violations() == []


def test_every_view_shows_hostile_text_and_runs_none(hostile: Visit, payloads: list[str]) -> None:
    assert_harmless(hostile)
    tabs = hostile.page.locator("#views [role=tab]")
    hostile.page.click("#show-filters")
    for index in range(tabs.count()):
        tabs.nth(index).click()
        hostile.page.click("#language")
        assert_harmless(hostile)
    hostile.page.click("#tab-table")
    shown = hostile.page.eval_on_selector_all("#claims tbody .statement", "all => all.map(e => e.textContent)")
    assert len(shown) >= 100
    assert set(shown) <= set(payloads)
    hostile.page.click("#tab-graph")
    hostile.page.click("#show-claims")
    assert_harmless(hostile)
    hostile.page.click("#show-overview")


@pytest.mark.parametrize("number", range(len(OURS)))
def test_panel_search_and_card_show_hostile_text_as_text(hostile: Visit, payloads: list[str], number: int) -> None:
    payload = payloads[number]
    hostile.page.fill("#search", payload[:40])
    hostile.page.wait_for_selector("#suggestions [role=option]")
    assert payload in hostile.page.locator("#suggestions [role=option] > [lang]").all_text_contents()
    for short in (f"claim:hostile/c{number}", f"agent:'-alert({number})-'%3Cscript%3E", f"data:d{number}"):
        hostile.page.evaluate(
            """short => {
                const { data, select } = window.claimgraph;
                select({ thing: Object.keys(data.things).find(id => data.things[id].short === short) }, true);
            }""",
            short,
        )
        assert hostile.page.text_content("#panel h2") == payload
    assert_harmless(hostile)


def test_every_payload_in_the_panel_at_once_runs_nothing(hostile: Visit, payloads: list[str]) -> None:
    hostile.page.evaluate("() => window.claimgraph.select({ claims: Object.keys(window.claimgraph.data.claims) })")
    shown = hostile.page.eval_on_selector_all("#panel .statement", "all => all.map(e => e.textContent)")
    assert sorted(shown) == sorted(payloads)
    assert_harmless(hostile)


def test_an_answer_shows_hostile_text_and_a_query_of_it_is_no_danger(hostile: Visit, payloads: list[str]) -> None:
    if hostile.page.locator("#tab-ask").count() == 0:
        pytest.skip("the engine has not been fetched; run: python scripts/fetch_engine.py")
    hostile.page.click("#tab-ask")
    query = "SELECT ?text ?claim WHERE { GRAPH ?g { ?claim <%sontology#statement> ?text } FILTER(LANG(?text) = 'en') }"
    hostile.page.fill("[data-key=query]", query % BASE)
    hostile.page.click("[data-key=run]")
    hostile.page.wait_for_selector(".answer tbody tr")
    hostile.page.click("[data-key='answer rows']")
    shown = hostile.page.eval_on_selector_all(".answer tbody tr td:first-child", "all => all.map(e => e.textContent)")
    assert len(shown) >= 400
    assert set(shown) <= set(payloads)
    for payload in payloads[:5]:
        hostile.page.fill("[data-key=query]", payload)
        hostile.page.click("[data-key=run]")
        hostile.page.wait_for_selector(".failure")
    assert_harmless(hostile)


def test_an_address_with_hostile_text_opens_the_page(browser: Browser, acme_page: Path) -> None:
    fragments = [
        "<img src=x onerror=window.__pwned=1>",
        "%",
        "select=%ZZ&view=<b>",
        "words=<img src=x onerror=alert(1)>",
    ]
    for fragment in [*fragments, "sort=__proto__", "question=constructor", "view=__proto__", "language=toString"]:
        with visit(browser, acme_page, fragment=fragment) as seen:
            traces = seen.page.evaluate(TRACES)
            assert traces["pwned"] is None
            assert traces["strangers"] == 0
            assert seen.troubles == [], fragment
