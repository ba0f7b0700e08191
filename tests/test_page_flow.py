"""The flow map of the page: for whom who does what with which data, and where, as the article files have it."""

from pathlib import Path

from playwright.sync_api import Browser, Locator

from claimgraph.store import Store
from tests.browser import Visit, visit
from tests.invented import article_file, change, copy_acme
from tests.pages import assert_quiet, page_of, panel

KOREA = "Call logs of Acme Phone were stored in South Korea."
MOVE = "Ann Lee promises that Acme moves all its logs to Japan by June 2021."
MONITORING = "Acme says that it does all its monitoring in Japan."
KEPT = 14  # things that a column shows by name


def open_flow(seen: Visit) -> None:
    seen.page.click("#tab-flow")


def stop(seen: Visit, start: str) -> Locator:
    return seen.page.locator(f"#flow .stop rect[aria-label^='{start}']")


def ribbons(seen: Visit) -> set[str]:
    return set(seen.page.locator("#flow svg > g:not(.lit) > .ribbon title").all_text_contents())


def test_the_flows_of_the_invented_article_are_those_it_tells(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        open_flow(seen)
        labels = seen.page.locator("#flow .stop rect").evaluate_all(
            "all => all.map(one => one.getAttribute('aria-label'))"
        )
        assert sorted(labels) == sorted(
            [
                "Acme, For whom, 2 claims",
                "not said, For whom, 1 claim",
                "Acme, Who acts, 2 claims",
                "not said, Who acts, 1 claim",
                "store, Operation, 1 claim",
                "move data, Operation, 1 claim",
                "monitor, Operation, 1 claim",
                "call logs, Which data, 2 claims",
                "not said, Which data, 1 claim",
                "South Korea, data at, Where, 1 claim",
                "Japan, moved to, Where, 1 claim",
                "Japan, happens in, Where, 1 claim",
            ]
        )
        assert ribbons(seen) == {
            "Acme → Acme · 1 claim",
            "Acme → Acme · 1 claim · promised",
            "not said → not said · 1 claim",
            "Acme → monitor · 1 claim",
            "Acme → move data · 1 claim · promised",
            "not said → store · 1 claim",
            "store → call logs · 1 claim",
            "move data → call logs · 1 claim · promised",
            "monitor → not said · 1 claim",
            "call logs → South Korea · 1 claim",
            "call logs → Japan · 1 claim · promised",
            "not said → Japan · 1 claim",
        }
        assert "3 of 5 claims" in seen.page.inner_text("#flow .flow > p")
        assert_quiet(seen, acme_page)


def test_the_table_below_holds_the_same_and_its_button_opens_the_claims(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        open_flow(seen)
        rows = seen.page.locator("#flows tbody tr")
        assert [row.locator("td").all_inner_texts() for row in rows.all()] == [
            ["not said", "not said", "store", "call logs", "South Korea (data at)", "1 claim"],
            ["Acme", "Acme", "move data", "call logs", "Japan (moved to)", "1 claim · promised"],
            ["Acme", "Acme", "monitor", "not said", "Japan (happens in)", "1 claim"],
        ]
        rows.nth(1).locator("button").click()
        assert MOVE in panel(seen)
        assert KOREA not in panel(seen)


def test_a_click_on_a_stop_or_a_ribbon_selects_its_claims(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        open_flow(seen)
        stop(seen, "call logs").click()
        assert "2 claims" in panel(seen)
        assert KOREA in panel(seen)
        assert MOVE in panel(seen)
        seen.page.keyboard.press("Escape")
        title = "not said → Japan · 1 claim"
        x, y = seen.page.evaluate(
            """title => {
                const path = [...document.querySelectorAll("#flow .ribbon")]
                    .find(one => one.textContent === title);
                const box = path.getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2];
            }""",
            title,
        )
        seen.page.mouse.click(x, y)
        assert MONITORING in panel(seen)
        assert "1 claim" in panel(seen)


def test_pointing_at_a_stop_lights_the_ribbons_of_its_claims_only(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        open_flow(seen)
        lit = seen.page.locator("#flow .lit title")
        assert lit.count() == 0
        stop(seen, "Japan, happens in").hover()
        assert set(lit.all_text_contents()) == {
            "Acme → Acme · 1 claim",
            "Acme → monitor · 1 claim",
            "monitor → not said · 1 claim",
            "not said → Japan · 1 claim",
        }
        seen.page.mouse.move(5, 5)
        assert lit.count() == 0


def test_arrow_keys_go_from_stop_to_stop_and_enter_selects(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        open_flow(seen)
        assert seen.page.locator("#flow .stop rect[tabindex='0']").count() == 1
        stop(seen, "Acme, For whom").focus()
        labels = []
        for key in ("ArrowRight", "ArrowDown", "ArrowRight"):
            seen.page.keyboard.press(key)
            labels.append(seen.page.evaluate("document.activeElement.getAttribute('aria-label')"))
        assert labels[0].endswith("Who acts, 2 claims")
        assert labels[1] == "not said, Who acts, 1 claim"
        assert "Operation" in labels[2]
        seen.page.keyboard.press("ArrowLeft")
        seen.page.keyboard.press("Enter")
        assert "claim" in panel(seen)
        key = seen.page.evaluate("document.activeElement.dataset.key")
        assert key.startswith("stop 1 "), "the stop that was pressed keeps the focus when all is drawn anew"


def test_a_denied_claim_makes_a_ribbon_of_its_own(browser: Browser, tmp_path: Path) -> None:
    folder = copy_acme(tmp_path)
    begun = "cg:attribution attribution:own , attribution:acme ;\n    cg:certainty cg:Certain ; cg:polarity"
    change(article_file(folder), f"{begun} cg:Affirmed", f"{begun} cg:Denied")
    with visit(browser, page_of(folder, tmp_path)) as seen:
        open_flow(seen)
        assert "monitor → not said · 1 claim · denied" in ribbons(seen)
        dashes = "one => getComputedStyle(one).strokeDasharray"
        denied = seen.page.locator("#flow .ribbon.denied").first
        assert denied.evaluate(dashes) != "none"
        assert seen.page.locator("#flow .ribbon.affirmed").first.evaluate(dashes) == "none"
        assert "denied: 1" in seen.page.inner_text("#flow .swatches")


def test_a_company_stands_before_its_subsidiary_where_a_claim_says_so(browser: Browser, story_page: Path) -> None:
    """One claim makes the Shanghai company a subsidiary of LINE, others say what it does and do not say for whom."""
    with visit(browser, story_page) as seen:
        open_flow(seen)
        shanghai = stop(seen, "LINE Digital Technologies Shanghai, subsidiary of LINE Corporation, Who acts")
        shanghai.hover(force=True)
        lit = set(seen.page.locator("#flow .lit title").all_text_contents())
        first = [words for words in lit if words.startswith("LINE Corporation → LINE Digital Technologies Shanghai")]
        assert len(first) == 1
        assert not [words for words in lit if words.startswith("not said → LINE Digital")]
        assert [words for words in lit if words.startswith("LINE Digital Technologies Shanghai → be able to access")]


def test_the_rest_of_a_full_column_is_folded_and_counted(
    browser: Browser, story_page: Path, story_store: Store
) -> None:
    rows = story_store.select(
        """PREFIX cg: <https://w3id.org/claimgraph/ontology#> PREFIX dpv: <https://w3id.org/dpv#>
        SELECT DISTINCT ?operation WHERE {
          GRAPH ?claim { ?activity dpv:hasProcessing ?operation ; ?property ?value }
          VALUES ?property {
            dpv:hasPersonalData cg:contractor cg:happensIn cg:dataAt cg:accessedFrom cg:movedFrom cg:movedTo cg:onlyAt
          }
        }"""
    ).rows
    with visit(browser, story_page) as seen:
        open_flow(seen)
        assert len(rows) > KEPT + 1
        assert stop(seen, f"{len(rows) - KEPT} others, Operation").count() == 1


def test_the_filters_decide_what_flows(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        open_flow(seen)
        seen.page.evaluate("location.hash = 'view=flow&words=June'")
        seen.page.wait_for_function("document.querySelectorAll('#flows tbody tr').length === 1")
        assert stop(seen, "move data").count() == 1
        assert stop(seen, "store").count() == 0
        seen.page.evaluate("location.hash = 'view=flow&words=president'")
        seen.page.wait_for_selector("#flow p:has-text('None of the claims shown')")


def test_the_map_scrolls_inside_itself_in_a_narrow_window(browser: Browser, story_page: Path) -> None:
    with visit(browser, story_page, width=360) as seen:
        open_flow(seen)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360
        assert seen.page.evaluate("document.querySelector('.flow').scrollWidth") > 360
