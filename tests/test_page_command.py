"""`claimgraph page`: the page alone, and the passages in it for whoever has the texts."""

import base64
import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from claimgraph.cli import main
from claimgraph.page import engine
from tests.browser import visit
from tests.invented import ACME, article_file, copy_acme
from tests.pages import assert_quiet, panel, search_for

TEXTS = ACME / "texts"
(TEXT,) = (path.read_text(encoding="utf-8") for path in TEXTS.glob("*.txt"))
# The claim that the logs were stored in South Korea has the passage 31-76.
WORDS, AROUND = TEXT[31:76], TEXT[76:90].split("\n")[0]


def data_of(path: Path) -> str:
    (packed,) = re.findall(r'id="data">([^<]*)</script>', path.read_text(encoding="utf-8"))
    digits = packed.translate(str.maketrans(",./", "&<>"))  # Python's, for those that HTML would take for markup
    return gzip.decompress(base64.b85decode(digits)).decode()


def test_a_passage_is_quoted_with_what_stands_around_it(browser: Browser, tmp_path: Path) -> None:
    out = tmp_path / "mine.html"
    assert main(["page", str(ACME), "--texts", str(TEXTS), "--quotes", "-o", str(out)]) == 0
    with visit(browser, out) as seen:
        search_for(seen, "stored in South Korea")
        assert seen.page.inner_text("#panel mark") == WORDS
        assert seen.page.inner_text("#panel blockquote").startswith(WORDS + AROUND[:5])
        assert seen.page.get_attribute("#panel blockquote", "lang") == "en"
        assert_quiet(seen, out)


def test_a_quotation_is_cut_where_the_user_says(browser: Browser, tmp_path: Path) -> None:
    out = tmp_path / "mine.html"
    assert main(["page", str(ACME), "--texts", str(TEXTS), "--quotes", "--longest", "12", "-o", str(out)]) == 0
    with visit(browser, out) as seen:
        search_for(seen, "stored in South Korea")
        assert seen.page.inner_text("#panel mark") == WORDS[:12] + "…"


def test_no_word_of_an_article_is_in_a_page_without_quotes(browser: Browser, tmp_path: Path) -> None:
    out = tmp_path / "graph.html"
    assert main(["page", str(ACME), "-o", str(out)]) == 0
    assert WORDS not in data_of(out)
    with visit(browser, out) as seen:
        search_for(seen, "stored in South Korea")
        assert seen.page.locator("#panel blockquote").count() == 0
        assert "paragraph 2" in panel(seen)


def test_a_text_that_is_not_the_annotated_one_is_not_quoted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "changed.txt").write_text(TEXT.replace("Korea", "Japan"), encoding="utf-8")
    out = tmp_path / "mine.html"
    assert main(["page", str(ACME), "--texts", str(texts), "--quotes", "-o", str(out)]) == 0
    assert "article:acme-moves-logs: " in capsys.readouterr().err
    assert '"quote"' not in data_of(out)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--quotes"], "--quotes and --texts DIR belong together"),
        (["--texts", str(TEXTS)], "--quotes and --texts DIR belong together"),
        (["--texts", str(TEXTS), "--quotes", "--longest", "0"], "--longest 0 quotes nothing"),
        (["--texts", "nowhere", "--quotes"], "nowhere: no such folder"),
    ],
)
def test_what_cannot_be_is_refused_and_the_old_page_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    out = tmp_path / "graph.html"
    out.write_text("old", encoding="utf-8")
    assert main(["page", str(ACME), "-o", str(out), *arguments]) == 1
    assert complaint in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "old"


def test_without_the_engine_the_page_has_answers_and_no_editor(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copy_acme(tmp_path)
    (folder / "queries" / "titles.rq").write_text(
        (Path(__file__).parents[1] / "graph" / "queries" / "every-claim.rq").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    monkeypatch.setattr(engine, "engine_folder", lambda: tmp_path / "nothing")
    engine.read_engine.cache_clear()
    try:
        out = tmp_path / "graph.html"
        assert main(["page", str(folder), "-o", str(out)]) == 0
    finally:
        engine.read_engine.cache_clear()
    assert "no query editor" in capsys.readouterr().err
    with visit(browser, out) as seen:
        seen.page.click("#tab-ask")
        assert "without the query engine" in seen.page.inner_text(".questions")
        assert seen.page.locator(".asked textarea").count() == 0
        seen.page.click("[data-key='question titles']")
        seen.page.wait_for_selector(".answer tbody tr")
        claims = article_file(folder).read_text(encoding="utf-8").count("a cg:Claim ;")
        assert seen.page.locator(".answer tbody tr").count() == claims
