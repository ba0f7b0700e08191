"""Texts at hand are compared with the passages: same, changed, moved, gone, left out."""

from pathlib import Path

import pytest

from claimgraph.errors import TextError
from claimgraph.model import Finding
from claimgraph.store import Store
from claimgraph.texts.coverage import Coverage, check_texts
from claimgraph.workspace import read_workspace
from tests.invented import ACME, BASE, article_file, change, copy_acme


def compare(workspace: Path) -> tuple[list[Coverage], list[Finding]]:
    return check_texts(Store.from_sources(read_workspace(workspace).sources()), workspace / "texts")


def test_a_text_that_was_annotated_whole_has_no_findings() -> None:
    coverage, findings = compare(ACME)
    assert findings == []
    (part,) = coverage
    # Title, two sentences, and two more, of which one is Japanese.
    assert (part.sentences, part.uncovered, part.passages) == (5, 0, 8)
    assert part.characters == len((ACME / "texts" / "acme-moves-logs.txt").read_text(encoding="utf-8"))


def test_a_sentence_that_nothing_accounts_for_is_named(tmp_path: Path) -> None:
    workspace = copy_acme(tmp_path)
    change(article_file(workspace), " ; cg:excludes passage:0-29 .", " .")
    _, findings = compare(workspace)
    assert [finding.rule for finding in findings] == ["sentence-left-out"]
    assert "characters 0 to 29 (paragraph 1)" in findings[0].sentence


def test_a_changed_text_tells_which_passages_are_unchanged_moved_and_gone(tmp_path: Path) -> None:
    workspace = copy_acme(tmp_path)
    text = workspace / "texts" / "acme-moves-logs.txt"
    change(text, "in South Korea.", "in North Korea.")
    change(text, "has not been confirmed", "has not yet been confirmed")
    _, findings = compare(workspace)
    assert {finding.rule for finding in findings} == {"text-changed"}
    sentences = {finding.focus.removeprefix(BASE): finding.sentence for finding in findings}
    assert "is not the one that was annotated; of 8 passages 1 are unchanged" in sentences["article/acme-moves-logs"]
    assert sentences["passage/acme-moves-logs/31-76"].endswith("is gone")
    assert sentences["passage/acme-moves-logs/166-227"].endswith("is moved to characters 170 to 231")


def test_a_text_that_is_not_there_is_missed(tmp_path: Path) -> None:
    workspace = copy_acme(tmp_path)
    (workspace / "texts" / "acme-moves-logs.txt").write_text("Something else\n")
    coverage, findings = compare(workspace)
    assert coverage == []
    assert [finding.rule for finding in findings] == ["text-missing"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("cg:textLength 252", "cg:textLength 253", "text-length"),
        ("oa:end 227 .", "oa:end 9999 .", "passage-beyond-the-text"),
        ("oa:end 227 .", "oa:end 226 .", "passage-digest"),
        ("selector:228-251 ;\n    cg:paragraph 3", "selector:228-251 ;\n    cg:paragraph 2", "passage-locator"),
    ],
)
def test_a_record_that_does_not_fit_its_text_is_found(tmp_path: Path, old: str, new: str, rule: str) -> None:
    workspace = copy_acme(tmp_path)
    change(article_file(workspace), old, new)
    _, findings = compare(workspace)
    assert rule in [finding.rule for finding in findings]


def test_a_folder_of_texts_that_is_missing_is_refused(tmp_path: Path) -> None:
    store = Store.from_sources(read_workspace(ACME).sources())
    with pytest.raises(TextError, match="no such folder; wanted the articles' texts"):
        check_texts(store, tmp_path / "none")
