"""What the page exports: the claims that are shown, no others, in files that other programs read."""

import csv
import io
import json
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from claimgraph.namespaces import BASE
from claimgraph.store import Store
from tests.browser import Visit, visit
from tests.invented import ACME, article_file, change, copy_acme
from tests.pages import page_of, search_for

CLAIM = f"{BASE}claim/acme-moves-logs/"
XSD_MONTH = "http://www.w3.org/2001/XMLSchema#gYearMonth"

# Fragments of the page's address, and whether the query asks as the filters do, or names the claims.
BY_FILTERS = [
    "",
    "act=cg:Commitment",
    "article=article:lme-privacy-issues&polarity=cg:Denied",
    "claimant=agent:idezawa-takeshi&claimant=agent:line",
    "certainty=cg:Probable&certainty=cg:Possible",
    "country=loc:CN",
    "country=loc:CN&role=cg:accessedFrom",
    "country=loc:KR&country=loc:JP&role=cg:dataAt&role=cg:movedFrom",
    "role=cg:movedTo&act=cg:Commitment",
    "status=dpv:ActivityPlanned&operation=dpv:Move",
    "status=cg:Confirmed",
    "data=data:chat-data&service=service:line-talk",
    "service=service:openchat&operation=cg:Monitor&operation=cg:CanAccess",
    "act=cg:Commitment&polarity=cg:Denied&country=loc:US",
]
BY_NAME = ["words=korea", "from=2021-03-23&to=2021-03-23", "words=china&act=cg:Assertion"]


def go(seen: Visit, fragment: str) -> list[str]:
    """Bring the page into a state and return the IRIs of the claims that it shows."""
    iris = seen.page.evaluate(
        """fragment => new Promise(done => {
            const tell = () => done(claimgraph.visible().map(id => claimgraph.data.things[id].iri));
            if (location.hash.slice(1) === fragment) return tell();
            addEventListener("popstate", tell, { once: true });
            location.hash = fragment;
        })""",
        fragment,
    )
    return [str(iri) for iri in iris]


def export(seen: Visit, what: str, of: str = "visible") -> bytes:
    seen.page.click("#export")
    with seen.page.expect_download() as saved:
        seen.page.click(f"#exports [data-export={what}][data-of={of}]")
    return Path(saved.value.path()).read_bytes()


def claims_of(store: Store, query: bytes) -> list[str]:
    return [row["claim"] for row in store.select(query.decode("utf-8")).texts()]


def test_the_query_answers_with_the_claims_that_are_shown(
    browser: Browser, story_page: Path, story_store: Store
) -> None:
    counts = []
    with visit(browser, story_page) as seen:
        for fragment in [*BY_FILTERS, *BY_NAME]:
            shown = go(seen, fragment)
            query = export(seen, "sparql")
            found = claims_of(story_store, query)
            assert sorted(found) == sorted(shown), fragment
            assert (b"VALUES ?claim {" in query) == (fragment in BY_NAME), fragment
            counts.append(len(shown))
        assert seen.troubles == []
        assert seen.violations() == []
    assert max(counts) > 100
    assert counts.count(0) <= 3, f"filters that leave nothing show nothing: {counts}"
    assert len(set(counts)) > 8


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib 7.6 warns of what it does itself
def test_the_query_is_the_same_question_in_another_engine(browser: Browser, acme_page: Path) -> None:
    """rdflib reads it too; its default graph is empty, so that every pattern has to be in a named one."""
    from rdflib import Dataset

    with visit(browser, acme_page) as seen:
        go(seen, "country=loc:JP&role=cg:movedTo")
        query = export(seen, "sparql").decode("utf-8")
    dataset = Dataset(default_union=False)
    dataset.parse(data=article_file(ACME).read_text(encoding="utf-8"), format="trig")
    rows = list(dataset.query(query))
    assert [str(row[0]) for row in rows] == [f"{CLAIM}logs-move-by-june"]  # type: ignore[index]


def test_a_selection_is_exported_by_name(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        search_for(seen, "call logs")
        query = export(seen, "sparql", "chosen").decode("utf-8")
        assert "VALUES ?claim {" in query
        told = json.loads(export(seen, "json", "chosen"))
    assert [claim["iri"] for claim in told["claims"]] == [f"{CLAIM}logs-in-korea", f"{CLAIM}logs-move-by-june"]
    assert all(f"<{claim['iri']}>" in query for claim in told["claims"])


def test_the_csv_holds_a_row_for_each_claim_with_both_statements_and_where_it_stands(
    browser: Browser, acme_page: Path
) -> None:
    with visit(browser, acme_page) as seen:
        go(seen, "view=table&act=cg:Commitment")
        text = export(seen, "csv").decode("utf-8-sig")
        columns = seen.page.locator("#claims thead button").all_inner_texts()
    assert text.endswith("\r\n")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert [name.strip("▾▴") for name in columns] == head[: len(columns)]
    assert head[len(columns) :] == ["IRI of the claim", "Statement (en)", "Statement (ja)", "Address of the article"]
    assert len(rows) == 1
    row = dict(zip(head, rows[0], strict=True))
    assert row["IRI of the claim"] == f"{CLAIM}logs-move-by-june"
    assert row["Statement (en)"] == "Ann Lee promises that Acme moves all its logs to Japan by June 2021."
    assert row["Statement (ja)"] == "アン・リーは、アクメが2021年6月までに全記録を日本へ移すと約束している。"
    assert row["Country"] == "Japan (moved to)"
    assert row["Address of the article"] == "https://example.org/acme-moves-logs"
    assert row["Place"] == "under “Acme moves its call logs home”, paragraph 3, sentence 1"


@pytest.mark.parametrize("hostile", ['=HYPERLINK("x"),', "+1", "-1", "@sum", "\tx", 'a "b", c\nd'])
def test_no_cell_of_the_csv_is_a_formula_and_every_text_comes_back(
    browser: Browser, tmp_path: Path, hostile: str
) -> None:
    folder = copy_acme(tmp_path)
    change(article_file(folder), '"Ann Lee is the president of Acme."@en', f"{json.dumps(hostile)}@en")
    with visit(browser, page_of(folder, tmp_path)) as seen:
        rows = list(csv.reader(io.StringIO(export(seen, "csv").decode("utf-8-sig"), newline="")))
    statements = [row[rows[0].index("Statement (en)")] for row in rows[1:]]
    assert len(statements) == 5
    assert (hostile if hostile.startswith("a") else f"'{hostile}") in statements
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_json_holds_claims_with_voices_places_passages_and_triples(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        go(seen, "act=cg:Commitment")
        told = json.loads(export(seen, "json"))
    assert set(told) == {"format", "title", "filters", "count", "of", "claims", "names"}
    assert (told["format"], told["count"], told["of"]) == ("claimgraph-claims/1", 1, 5)
    assert told["filters"]["act"] == [f"{BASE}ontology#Commitment"]
    [claim] = told["claims"]
    article = f"{BASE}article/acme-moves-logs"
    assert claim["iri"] == f"{CLAIM}logs-move-by-june"
    assert set(claim["statements"]) == {"en", "ja"}
    assert claim["article"] == {
        "iri": article,
        "address": "https://example.org/acme-moves-logs",
        "published": "2021-03-24",
    }
    assert [voice["iri"] for voice in claim["voices"]] == [f"{BASE}voice/acme-moves-logs", f"{BASE}agent/ann-lee"]
    assert claim["values"]["operation"] == ["https://w3id.org/dpv#Move"]
    assert claim["places"] == [{"role": f"{BASE}ontology#movedTo", "country": "https://w3id.org/dpv/loc#JP"}]
    assert [(passage["start"], passage["end"]) for passage in claim["passages"]] == [(166, 227)]
    move, cg = f"{BASE}activity/acme-log-move", f"{BASE}ontology#"
    assert len(claim["triples"]) == 8
    assert [move, f"{cg}dueBy", {"text": "2021-06", "datatype": XSD_MONTH}] in claim["triples"]
    assert [move, f"{cg}actor", f"{BASE}agent/acme"] in claim["triples"]
    assert told["names"][f"{BASE}agent/acme"] == {"en": "Acme", "ja": "アクメ"}


@pytest.mark.parametrize("view", ["graph", "flow"])
def test_the_picture_is_saved_twice_as_sharp_as_the_screen(browser: Browser, acme_page: Path, view: str) -> None:
    with visit(browser, acme_page) as seen:
        go(seen, f"view={view}" if view != "graph" else "")
        shown = seen.page.locator("#network" if view == "graph" else "#flow svg.picture").bounding_box()
        before = seen.page.evaluate("claimgraph.network.canvas.frame.canvas.width") if view == "graph" else None
        picture = export(seen, "png", "page")
        assert picture.startswith(b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", picture[16:24])
        assert shown is not None
        assert 2 * shown["width"] <= width <= 2 * shown["width"] + 80
        assert height >= 2 * shown["height"]
        assert len(picture) > 20_000, "an empty sheet is smaller"
        if before is not None:
            assert seen.page.evaluate("claimgraph.network.canvas.frame.canvas.width") == before
        assert seen.troubles == []
        assert seen.violations() == []


def test_a_view_without_a_picture_offers_none(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        go(seen, "view=table")
        seen.page.click("#export")
        items = seen.page.locator("#exports [role=menuitem]")
        assert items.all_inner_texts() == ["CSV for spreadsheets", "JSON", "SPARQL query", "Print a dossier"]


def test_the_menu_is_worked_by_keys(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        search_for(seen, "acme phone")
        heading = seen.page.inner_text("#panel h2")
        focused = "document.activeElement.textContent"
        seen.page.locator("#export").focus()
        seen.page.keyboard.press("ArrowDown")
        assert seen.page.get_attribute("#export", "aria-expanded") == "true"
        assert seen.page.evaluate(focused) == "CSV for spreadsheets"
        seen.page.keyboard.press("ArrowDown")
        assert seen.page.evaluate(focused) == "JSON"
        seen.page.keyboard.press("End")
        assert seen.page.evaluate(focused) == "Print a dossier"
        seen.page.keyboard.press("ArrowDown")
        assert seen.page.evaluate(focused) == "CSV for spreadsheets"
        seen.page.keyboard.press("Escape")
        assert not seen.page.is_visible("#exports")
        assert seen.page.evaluate("document.activeElement.id") == "export"
        assert seen.page.inner_text("#panel h2") == heading, "the first Esc closes the menu and nothing else"
        seen.page.click("#export")
        seen.page.mouse.click(300, 10)
        assert not seen.page.is_visible("#exports")
