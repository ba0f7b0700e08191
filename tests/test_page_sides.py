"""Side by side: what several articles say of the same thing, and where they differ."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import Visit, visit
from tests.invented import article_file, change, copy_acme
from tests.pages import assert_quiet, page_of

SECOND = "acme-logs-stay"
MOVE = "move of Acme's call logs"
BREACH = "breach at Acme"
STORAGE = "storage of Acme's call logs"


def copy_article(folder: Path, slug: str) -> Path:
    """Add an article that says what the invented one says, of the same things, and return its file."""
    first = article_file(folder)
    file = first.with_name(f"{slug}.trig")
    text = first.read_text(encoding="utf-8").replace("acme-moves-logs", slug)
    file.write_text(text.replace("Acme moves its call logs home", slug), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def two_articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of two articles: the second has another due date, another polarity, one place more, one less."""
    place = tmp_path_factory.mktemp("sides")
    folder = copy_acme(place)
    file = copy_article(folder, SECOND)
    change(file, 'cg:dueBy "2021-06"', 'cg:dueBy "2021-09"')
    change(file, "cg:movedTo loc:JP ; ", "")
    change(file, "cg:polarity cg:Denied", "cg:polarity cg:Affirmed")
    change(file, "cg:dataAt loc:KR", "cg:dataAt loc:KR , loc:JP")
    return page_of(folder, place)


def told(seen: Visit) -> dict[str, dict[str, list[str]]]:
    """Return what the table says: by subject and property, the cells of the articles."""
    bodies = seen.page.locator("#sides tbody").evaluate_all(
        "all => all.map(body => [...body.rows].map(row => [...row.cells].map(cell => cell.innerText)))"
    )
    lines = [[[" ".join(cell.split()) for cell in row] for row in body] for body in bodies]
    return {body[0][0]: {"": body[0][1:]} | {row[0]: row[1:] for row in body[1:]} for body in lines}


def test_a_value_in_one_and_another_in_the_other_differ_and_silence_does_not(
    browser: Browser, two_articles: Path
) -> None:
    with visit(browser, two_articles) as seen:
        seen.page.click("#tab-sides")
        table = told(seen)
        heads = seen.page.locator("#sides thead th").all_inner_texts()
        assert heads == ["What it is about", SECOND, "Acme moves its call logs home"]
        move = table[MOVE]
        assert move[""] == ["1 claim commitment", "1 claim commitment"]
        assert move["due by ≠ differs"] == ["September 2021", "June 2021"]
        assert move["moved to"] == ["not mentioned", "Japan"]
        assert move["actor"] == ["Acme", "Acme"]
        assert table[STORAGE]["data at"] == ["Japan South Korea", "South Korea"]
        assert [key for row in table.values() for key in row if "differs" in key] == [
            "status of the incident ≠ differs",
            "due by ≠ differs",
        ]
        assert table[BREACH] == {
            "": ["1 claim", "1 claim denied"],
            "status of the incident ≠ differs": ["confirmed", "confirmed"],
        }
        assert list(table)[:2] == [BREACH, MOVE]
        assert any(name.startswith("Membership: ") or name.startswith("membership: ") for name in table)
        assert_quiet(seen, two_articles)


def test_rows_can_be_confined_to_differences_and_the_address_keeps_it(browser: Browser, two_articles: Path) -> None:
    with visit(browser, two_articles) as seen:
        seen.page.click("#tab-sides")
        assert len(told(seen)) == 5
        seen.page.click("#sides button:has-text('Differences')")
        assert list(told(seen)) == [BREACH, MOVE]
        assert "compare=differing" in seen.page.url
        seen.page.reload()
        seen.page.wait_for_selector("#sides tbody")
        assert list(told(seen)) == [BREACH, MOVE]
        seen.page.click("#sides .differing td button >> nth=0")
        assert seen.page.inner_text("#panel h2") == "Ann Lee says that no breach is confirmed."


def test_what_one_article_is_silent_about_comes_last_or_not_at_all(browser: Browser, tmp_path: Path) -> None:
    folder = copy_acme(tmp_path)
    file = copy_article(folder, SECOND)
    file.write_text(
        file.read_text(encoding="utf-8").replace("activity:acme-log-move", "activity:acme-log-return"), encoding="utf-8"
    )
    change(
        folder / "entities" / "acme.ttl",
        "activity:acme-log-move a cg:Activity ; ",
        'activity:acme-log-return a cg:Activity ; skos:prefLabel "return"@en , "返却"@ja .\n'
        "activity:acme-log-move a cg:Activity ; ",
    )
    with visit(browser, page_of(folder, tmp_path)) as seen:
        seen.page.click("#tab-sides")
        table = told(seen)
        assert list(table)[-2:] == [MOVE, "return"]
        assert table[MOVE][""] == ["not mentioned", "1 claim commitment"]
        assert table["return"][""] == ["1 claim commitment", "not mentioned"]
        assert "differs" not in seen.page.inner_text("#sides tbody >> nth=-1")
        seen.page.click("#sides button:has-text('Several articles')")
        assert len(told(seen)) == 4


def test_of_five_articles_four_stand_side_by_side_and_the_page_says_so(browser: Browser, tmp_path: Path) -> None:
    folder = copy_acme(tmp_path)
    for number in range(4):
        copy_article(folder, f"other-{number}")
    with visit(browser, page_of(folder, tmp_path)) as seen:
        seen.page.click("#tab-sides")
        assert seen.page.locator("#sides thead th").count() == 5
        assert "Of 5 articles, the 4 with most claims left by the filters stand here." in seen.page.inner_text("#sides")


def test_one_article_alone_has_nothing_to_compare_and_the_page_says_so(browser: Browser, acme_page: Path) -> None:
    with visit(browser, acme_page, width=360) as seen:
        seen.page.click("#tab-sides")
        assert len(told(seen)) == 5
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360
        seen.page.click("#sides button:has-text('Several articles')")
        assert "Nothing left by the filters stands side by side in this way." in seen.page.inner_text("#sides")
