"""The page, opened in a real browser as a file: what it shows, what it asks for, and what hostile text does in it."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from claimgraph.namespaces import BASE
from claimgraph.page.content import page_data
from claimgraph.page.render import render_page
from claimgraph.resources import template_folder
from claimgraph.store import Store
from tests.browser import visit
from tests.invented import ACME, article_file, change, copy_acme
from tests.pages import assert_quiet, click_node, page_of, panel, search_for

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = template_folder() / "page"
SCRIPTS = sorted(template_folder().rglob("*.js"))


def test_a_click_on_a_thing_shows_its_claims_and_nothing_is_fetched(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        click_node(seen, f"{BASE}data/call-log")
        text = panel(seen)
        assert "call logs" in text
        assert "通話記録" in text
        assert "2 claims" in text
        assert "Call logs of Acme Phone were stored in South Korea." in text
        assert "“Acme moves its call logs home” (the article's own voice)" in text
        assert "affirmed\ncommitment\ncertain\nplanned" in text
        assert "under “Acme moves its call logs home”, paragraph 3, sentence 1" in text
        link = seen.page.locator("#panel a")
        assert link.get_attribute("href") == "https://example.org/acme-moves-logs"
        assert link.get_attribute("rel") == "noopener noreferrer"
        assert_quiet(seen, acme_page)


def test_a_claim_tells_who_says_it_through_whom_and_that_it_denies(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        search_for(seen, "no breach is confirmed")
        assert seen.page.inner_text("#panel h2") == "Ann Lee says that no breach is confirmed."
        assert seen.page.inner_text("#panel .badge.denied") == "denied"
        voices = seen.page.locator("#panel .voices li").all_inner_texts()
        assert voices == ["“Acme moves its call logs home” (the article's own voice)", "Ann Lee claimant"]
        text = panel(seen)
        seen.page.click("#panel .other summary")
        assert "アン・リーは、侵害は確認されていないと述べている。" in panel(seen)
        assert "23 March 2021" in text
        assert "What it denies\nbreach at Acme\nstatus of the incident\nconfirmed" in text
        seen.page.click("#panel details:last-of-type summary")
        assert "incident:acme-breach cg:incidentStatus cg:Confirmed ." in panel(seen)
        seen.page.keyboard.press("Escape")
        assert "Claims: 5" in panel(seen)
        assert_quiet(seen, acme_page)


def test_a_click_on_a_line_shows_the_claims_that_draw_it(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        x, y = seen.page.evaluate(
            """() => {
                const { data, network } = window.claimgraph;
                const place = name => network.getPosition(
                    Object.keys(data.things).find(id => data.things[id].short === name));
                const [one, other] = [place("service:acme-phone"), place("data:call-log")];
                const middle = network.canvasToDOM({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });
                const box = document.getElementById("network").getBoundingClientRect();
                return [box.x + middle.x, box.y + middle.y];
            }"""
        )
        seen.page.mouse.click(x, y)
        assert seen.page.inner_text("#panel h2") == "Acme Phone → call logs"
        assert seen.page.locator("#panel .claims li").count() == 1


def test_every_claim_is_a_node_after_the_switch_and_a_click_on_one_opens_it(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        seen.page.click("#show-claims")
        click_node(seen, f"{BASE}claim/acme-moves-logs/logs-move-by-june")
        assert seen.page.inner_text("#panel .badge.promised") == "commitment"
        assert "due by\nJune 2021" in panel(seen)
        assert_quiet(seen, acme_page)


def test_the_page_speaks_japanese_to_a_japanese_browser_and_switches(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page, language="ja-JP") as seen:
        search_for(seen, "日本")
        assert "日本" in seen.page.inner_text("#panel h2")
        assert "見出し「アクメ、通話記録を国内へ」、第3段落、第1文" in panel(seen)
        assert seen.page.get_attribute("html", "lang") == "ja"
        seen.page.click("#language")
        assert seen.page.get_attribute("html", "lang") == "en"
        assert seen.page.inner_text("#panel h2") == "Japan"
        seen.page.click("#theme")
        assert seen.page.get_attribute("html", "data-theme") == "dark"


def test_the_legend_hides_and_shows_a_kind(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        chip = seen.page.locator("#legend [data-kind='dpv:Country']")
        count = "() => window.claimgraph.network.body.nodeIndices.length"
        before = seen.page.evaluate(count)
        chip.click()
        assert chip.get_attribute("aria-pressed") == "false"
        assert seen.page.evaluate(count) == before - 2
        chip.click()
        assert seen.page.evaluate(count) == before


def test_the_table_holds_every_claim_and_filters(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        seen.page.click("#tab-table")
        rows = seen.page.locator("#claims tbody tr")
        assert rows.count() == 5
        cells = dict(
            zip(
                seen.page.locator("#claims th").all_inner_texts(),
                rows.first.locator("td").all_inner_texts(),
                strict=True,
            )
        )
        assert {name: text for name, text in cells.items() if text} == {
            "Statement": "Call logs of Acme Phone were stored in South Korea.",
            "Claimant": "“Acme moves its call logs home” (the article's own voice)",
            "Act": "assertion",
            "Certainty": "certain",
            "Polarity": "affirmed",
            "Operation": "store",
            "Data type": "call logs",
            "Service": "Acme Phone",
            "Country": "South Korea (data at)",
            "Date": "24 March 2021",
            "Article": "Acme moves its call logs home",
            "Place": "under “Acme moves its call logs home”, paragraph 2, sentence 1",
        }
        seen.page.click("#show-filters")
        seen.page.fill("#filter", "denied")
        assert rows.count() == 1
        assert seen.page.inner_text("#left") == "1 of 5 claims"


@pytest.mark.parametrize("width", [360, 1400])
def test_nothing_sticks_out_sideways(browser: Browser, acme_page: Path, width: int) -> None:
    with visit(browser, acme_page, width=width) as seen:
        search_for(seen, "acme")
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_policy_stops_a_script_and_a_request(browser: Browser, acme_page: Path) -> None:
    """The other tests see no violation; here the same page is made to violate, so the policy is at work."""
    with visit(browser, acme_page) as seen:
        seen.page.evaluate(
            """() => {
                const script = document.createElement("script");
                script.textContent = "window.__pwned = 1";
                document.body.append(script);
                return fetch("https://example.org/").catch(() => null);
            }"""
        )
        assert seen.page.evaluate("window.__pwned") is None
        assert seen.violations() == ["inline", "https://example.org/"]


@pytest.mark.parametrize("address", ["javascript:window.__pwned=1", "data:text/html,hi", "not an address", "//x.y/z"])
def test_an_address_that_is_not_of_the_web_is_text_and_no_link(browser: Browser, tmp_path: Path, address: str) -> None:
    folder = copy_acme(tmp_path)
    change(article_file(folder), '"https://example.org/acme-moves-logs"^^xsd:anyURI', json.dumps(address))
    with visit(browser, page_of(folder, tmp_path)) as seen:
        assert f"not a web address: {address}" in panel(seen)
        assert seen.page.locator("a").count() == 0


def test_a_story_without_claims_and_one_with_a_single_claim_still_open(browser: Browser, tmp_path: Path) -> None:
    folder = copy_acme(tmp_path)
    file = article_file(folder)
    text = file.read_text(encoding="utf-8")
    record, first, *_ = re.split(r"^# \d\. .*\n", text, flags=re.MULTILINE)
    for content, words in ((record, "No claim yet."), (record + first, "Claims: 1")):
        file.write_text(content, encoding="utf-8")
        path = page_of(folder, tmp_path)
        with visit(browser, path) as seen:
            assert words in panel(seen)
            seen.page.click("#show-claims")
            seen.page.click("#tab-table")
            assert_quiet(seen, path)


def test_the_page_of_the_shipped_story_opens(browser: Browser, story_page: Path) -> None:
    assert story_page.stat().st_size < 3_000_000
    with visit(browser, story_page) as seen:
        search_for(seen, "south korea")
        assert seen.page.inner_text("#panel h2") == "South Korea"
        assert seen.page.locator("#panel .claims li").count() > 5
        assert_quiet(seen, story_page)


def test_every_claim_of_the_shipped_story_has_a_place_a_voice_and_its_triples(story_store: Store) -> None:
    data = page_data(story_store)
    assert len(data["claims"]) > 100
    for claim in data["claims"].values():
        assert claim["voices"]
        assert claim["passages"]
        assert claim["triples"]


def test_the_same_bytes_come_under_any_hash_seed(tmp_path: Path) -> None:
    pages = []
    for seed in ("0", "1"):
        path = tmp_path / f"{seed}.html"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "graph")}
        script = ROOT / "scripts" / "export_html_graph.py"
        subprocess.run([sys.executable, str(script), str(ACME), "-o", str(path)], env=environment, check=True)
        pages.append(path.read_bytes())
    assert pages[0] == pages[1]


def test_a_title_is_text_too(story_store: Store) -> None:
    page = render_page(story_store, title={"ja": "<b>題</b>"})
    assert "<title>&lt;b&gt;題&lt;/b&gt;</title>" in page


def test_scripts_set_text_as_text_only() -> None:
    assert len(SCRIPTS) > 12
    for script in SCRIPTS:
        risky = re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", script.read_text()
        )
        assert not risky, f"{script.name}: {risky}"


def test_no_two_scripts_of_the_page_declare_the_same_name() -> None:
    """They are one script in the page, and a name that is declared twice stops all of it."""
    declared = Counter(
        name
        for script in TEMPLATES.glob("*.js")
        for name in re.findall(
            r"^(?:const|let|class|(?:async )?function\*?) +([\w$]+)", script.read_text(), re.MULTILINE
        )
    )
    assert len(declared) > 200
    assert [name for name, times in declared.items() if times > 1] == []


def test_every_script_of_the_folder_is_in_the_page() -> None:
    page = render_page(Store.from_sources(()))
    for script in TEMPLATES.glob("*.js"):
        first = re.search(r"(?m)^(?:const|let|(?:async )?function) +([\w$]+)", script.read_text())
        assert first is None or first[1] in page, script.name


def test_each_word_of_the_page_is_in_both_languages_and_used() -> None:
    words = json.loads((TEMPLATES / "words.json").read_text(encoding="utf-8"))
    assert len(words) > 40
    assert all(set(word) == {"en", "ja"} and all(word.values()) for word in words.values())
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*SCRIPTS, TEMPLATES / "page.html"])
    asked = set(re.findall(r'\bsay\("(\w+)"|data-(?:word|label|hint)="(\w+)"', text))
    missing = {name for pair in asked for name in pair if name} - set(words)
    assert not missing, f"words.json lacks {sorted(missing)}"
    unused = [name for name in words if not re.search(rf"\b{name}\b", text)]
    assert not unused, f"no script asks for {unused}"
