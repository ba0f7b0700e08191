"""The matrix of the page: which data types claims put into which countries, by what is done and by who reports it."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser import Visit, visit
from tests.invented import article_file, change, copy_acme
from tests.pages import assert_quiet, page_of

RECORD = """cg:certainty cg:Certain ; cg:polarity cg:Affirmed ; cg:act cg:Assertion .
}
claim:logs-in-korea {"""


def rows(seen: Visit) -> list[list[str]]:
    """Return the table as lists of cells, each cell's text on one line."""
    cells = seen.page.locator("#matrix tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(c => c.innerText))"
    )
    return [[" ".join(cell.split()) for cell in row] for row in cells]


def test_a_cell_tells_what_is_done_in_what_role_and_opens_its_claims(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        seen.page.click("#tab-matrix")
        assert rows(seen) == [
            ["Data type", "Japan 2", "South Korea 1"],
            ["call logs 2", "1 claim move data (moved to) Article 1 1", "1 claim store (data at) Article 1 1"],
            ["no data type named 1", "1 claim monitor (happens in, only at) Article 1 1", "– nobody says"],
        ]
        legend = seen.page.inner_text("#matrix .remark")
        assert "1\nAcme moves its call logs home" in legend
        assert "nobody says: no claim left here" in legend.lower()
        assert "nothing done in a country: 2 claims" in legend
        seen.page.locator("#matrix .cell").nth(1).click()
        assert seen.page.inner_text("#panel h2") == "Call logs of Acme Phone were stored in South Korea."
        assert_quiet(seen, acme_page)


def test_rows_and_columns_have_heads_that_a_screen_reader_reads_with_each_cell(
    browser: Browser, acme_page: Path
) -> None:
    with visit(browser, acme_page) as seen:
        seen.page.click("#tab-matrix")
        assert seen.page.locator("#matrix thead th[scope=col]").count() == 3
        assert seen.page.locator("#matrix tbody th[scope=row]").count() == 2
        seen.page.get_by_role("rowheader", name="call logs").get_by_role("button").click()
        assert seen.page.inner_text("#panel h2") == "call logs"


def test_the_split_by_article_is_kept_in_the_address(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        seen.page.click("#tab-matrix")
        seen.page.click("#matrix button:has-text('By article')")
        assert rows(seen)[1][1:] == ["1 claim Article 1 move data (moved to) 1", "1 claim Article 1 store (data at) 1"]
        assert "split=article" in seen.page.url
        seen.page.reload()
        seen.page.wait_for_selector("#matrix .cell")
        assert seen.page.get_attribute("#matrix button:has-text('By article')", "aria-pressed") == "true"


def test_a_denial_is_counted_apart_and_said_to_be_one(browser: Browser, tmp_path: Path) -> None:
    folder = copy_acme(tmp_path)
    change(article_file(folder), RECORD, RECORD.replace("cg:Affirmed", "cg:Denied"))
    with visit(browser, page_of(folder, tmp_path)) as seen:
        seen.page.click("#tab-matrix")
        assert rows(seen)[1][2] == "1 claim store (data at) Article 1 denied 1"


def test_a_site_beside_its_country_is_no_column_and_another_place_is(browser: Browser, tmp_path: Path) -> None:
    folder = copy_acme(tmp_path)
    change(
        folder / "entities" / "acme.ttl",
        "agent:acme a org",
        '<https://w3id.org/claimgraph/site/hall> a cg:Site ; skos:prefLabel "hall"@en , "館"@ja .\nagent:acme a org',
    )
    file = article_file(folder)
    change(file, "cg:dataAt loc:KR", "cg:dataAt loc:KR , <https://w3id.org/claimgraph/site/hall>")
    with visit(browser, page_of(folder, tmp_path)) as seen:
        seen.page.click("#tab-matrix")
        assert rows(seen)[0] == ["Data type", "Japan 2", "South Korea 1"]
    change(file, "cg:dataAt loc:KR , <", "cg:dataAt <")
    with visit(browser, page_of(folder, tmp_path)) as seen:
        seen.page.click("#tab-matrix")
        assert rows(seen)[0] == ["Data type", "Japan 2", "hall 1"]


def test_places_of_one_subject_are_not_those_of_another_in_the_same_claim(browser: Browser, tmp_path: Path) -> None:
    """The added activity moves nothing to South Korea: its claim names call logs, but of another activity."""
    folder = copy_acme(tmp_path)
    change(
        article_file(folder),
        "claim:logs-move-by-june {\n",
        "claim:logs-move-by-june {\n  activity:acme-monitoring a cg:Activity ; dpv:hasProcessing dpv:Monitor ; "
        "cg:happensIn loc:KR .\n",
    )
    with visit(browser, page_of(folder, tmp_path)) as seen:
        seen.page.click("#tab-matrix")
        table = rows(seen)
        assert table[1][2] == "1 claim store (data at) Article 1 1"
        assert table[2] == [
            "no data type named 2",
            "1 claim monitor (happens in, only at) Article 1 1",
            "1 claim monitor (happens in) Article 1 1",
        ]


def test_a_filter_by_country_leaves_its_column_alone(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        seen.page.goto(f"{acme_page.as_uri()}#view=matrix&country=loc:KR")
        seen.page.reload()
        seen.page.wait_for_selector("#matrix .cell")
        assert rows(seen) == [
            ["Data type", "South Korea 1"],
            ["call logs 1", "1 claim store (data at) Article 1 1"],
        ]


def test_the_matrix_of_the_story_fits_a_narrow_window(browser: Browser, story_page: Path) -> None:
    with visit(browser, story_page, width=360) as seen:
        seen.page.click("#tab-matrix")
        assert seen.page.locator("#matrix .cell").count() > 40
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360
        empty = seen.page.locator("#matrix td.empty")
        assert empty.count() > 40
        assert set(empty.all_inner_texts()) == {"–\nnobody says"}
