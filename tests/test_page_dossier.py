"""What the page prints: a dossier of the selection or of what is shown, with its sources, on light paper."""

import re
from pathlib import Path

from playwright.sync_api import Browser

from claimgraph.namespaces import BASE
from tests.browser import Visit, visit
from tests.invented import ACME, article_file, change, copy_acme
from tests.pages import page_of, search_for

PROMISE = "Ann Lee promises that Acme moves all its logs to Japan by June 2021."


def dossier(seen: Visit) -> str:
    """Return the text that would be printed."""
    seen.page.emulate_media(media="print")
    seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    return "\n".join(filter(None, map(str.strip, seen.page.inner_text("#dossier").splitlines())))


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


def test_the_dossier_tells_a_claim_with_its_voices_dates_source_and_triples(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        search_for(seen, "promises that acme")
        text = dossier(seen)
    today = re.search(r"printed on \d{1,2} \w+ \d{4}", text)
    assert today, text[:200]
    for part in (
        "Selected: 1 claim",
        "Acme moves its call logs home",
        "https://example.org/acme-moves-logs",
        "24 March 2021",
        PROMISE,
        "アン・リーは、アクメが2021年6月までに全記録を日本へ移すと約束している。",
        "Polarity: affirmed · Act: commitment · Certainty: certain · Status: planned",
        "“Acme moves its call logs home” (the article's own voice) → Ann Lee",
        "June 2021",
        "under “Acme moves its call logs home”, paragraph 3, sentence 1",
        f"{BASE}claim/acme-moves-logs/logs-move-by-june",
        "activity:acme-log-move cg:movedTo loc:JP .",
        "PREFIX cg: <https://w3id.org/claimgraph/ontology#>",
    ):
        assert part in text, part
    assert "South Korea" not in text


def test_without_a_selection_it_holds_what_the_filters_leave_and_says_which(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        seen.page.evaluate("location.hash = 'country=loc:JP&words=acme&from=2021-03-01'")
        seen.page.wait_for_function("claimgraph.visible().length === 2")
        text = dossier(seen)
        assert seen.page.locator("#dossier article").count() == 2
    assert "2 of 5 claims" in text
    assert "Country: Japan · Words in the claim: acme · from 1 March 2021" in text


def test_printing_makes_the_dossier_in_light_colours_and_takes_it_away(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page) as seen:
        seen.page.click("#theme")
        assert seen.page.get_attribute("html", "data-theme") == "dark"
        pdf = seen.page.pdf(prefer_css_page_size=True)
        assert pages(pdf) >= 2
        assert seen.page.locator("#dossier").count() == 0
        dossier(seen)
        colours = "() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(dossier).color]"
        assert seen.page.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(28, 31, 36)"]
        assert not seen.page.is_visible(".bar")
        assert seen.troubles == []


def test_a_long_dossier_is_cut_and_says_so(browser: Browser, tmp_path: Path) -> None:
    folder = copy_acme(tmp_path)
    file = article_file(folder)
    text = file.read_text(encoding="utf-8")
    block = re.search(r"# 3\. .*?(?=# 4\. )", text, flags=re.DOTALL)
    assert block
    more = "\n".join(block[0].replace("lee-is-president", f"lee-is-president-{n}") for n in range(200))
    file.write_text(text.replace("# Passages, by offset", f"{more}\n# Passages, by offset"), encoding="utf-8")
    with visit(browser, page_of(folder, tmp_path)) as seen:
        words = dossier(seen)
        assert seen.page.locator("#dossier article").count() == 200
    assert "The first 200 of 205 claims are printed." in words


def test_hostile_text_is_printed_as_text(browser: Browser, tmp_path: Path) -> None:
    folder = copy_acme(tmp_path)
    payload = "<img src=x onerror=window.__pwned=1>"
    change(article_file(folder), '"Ann Lee is the president of Acme."@en', f'"{payload}"@en')
    with visit(browser, page_of(folder, tmp_path)) as seen:
        assert payload in dossier(seen)
        assert seen.page.locator("#dossier img").count() == 0
        assert seen.page.evaluate("window.__pwned") is None


def test_the_dossier_of_a_story_without_claims_says_so(browser: Browser, tmp_path: Path) -> None:
    folder = copy_acme(tmp_path)
    file = article_file(folder)
    record, *_ = re.split(r"^# 1\. .*\n", (ACME / "articles" / file.name).read_text(encoding="utf-8"), flags=re.M)
    file.write_text(record, encoding="utf-8")
    with visit(browser, page_of(folder, tmp_path)) as seen:
        assert "No claim yet." in dossier(seen)
