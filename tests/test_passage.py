"""Passages are code points of the text as stored, and people find them by paragraph and sentence."""

from pathlib import Path

import pytest

from claimgraph.errors import TextError
from claimgraph.texts.passage import Locator, Passage, Text, digest, find_passages, read_text, split_sentences

TEXT = "題名\n\n一つ目。二つ目！\n改行の後\n \n\n「中で。終わる」三つ目？　次"


def test_a_quote_that_is_absent_has_no_passage() -> None:
    assert find_passages(TEXT, "四つ目") == []


def test_a_quote_that_stands_twice_has_two_passages() -> None:
    assert [passage.start for passage in find_passages(TEXT, "つ目")] == [5, 9, 30]


def test_no_words_have_no_place() -> None:
    with pytest.raises(TextError, match="no words"):
        find_passages(TEXT, "")


def test_offsets_count_code_points_not_bytes_or_utf16_units() -> None:
    assert find_passages("𠮷野家", "野") == [Passage(start=1, end=2)]


@pytest.mark.parametrize(
    ("words", "paragraph", "sentence"),
    [("題名", 1, 1), ("一つ目", 2, 1), ("二つ目", 2, 2), ("改行", 2, 3), ("終わる", 3, 1), ("次", 3, 2)],
)
def test_a_passage_is_located_by_paragraph_and_sentence(words: str, paragraph: int, sentence: int) -> None:
    (passage,) = find_passages(TEXT, words)
    assert Text(TEXT).locate(passage) == Locator(paragraph=paragraph, sentence=sentence)


def test_a_passage_beyond_the_text_cannot_be_located() -> None:
    with pytest.raises(TextError, match="ends behind the text"):
        Text("短い").locate(Passage(start=0, end=3))


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 2)])
def test_a_passage_has_a_start_before_its_end(start: int, end: int) -> None:
    with pytest.raises(TextError, match="wanted 0 <= start < end"):
        Passage(start=start, end=end)


def test_a_sentence_that_no_passage_covers_is_a_gap_and_punctuation_is_not() -> None:
    text = Text("甲です。乙です。\n丙")
    assert text.gaps([Passage(start=0, end=3), Passage(start=9, end=10)]) == [Passage(start=4, end=7)]


def test_a_sentence_covered_in_part_is_a_gap_where_it_is_bare() -> None:
    text = Text("甲は乙である。")
    assert text.gaps([Passage(start=0, end=2)]) == [Passage(start=2, end=6)]


def test_text_is_read_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    content = "\ufeff一\r\n二\rか\u3099"
    path.write_bytes(content.encode("utf-8"))
    assert read_text(path) == content


def test_text_that_is_not_utf8_is_refused_with_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("日本".encode("cp932"))
    with pytest.raises(TextError, match=r"a\.txt: byte 0 is not UTF-8"):
        read_text(path)


def test_the_articles_themselves_split_without_loss(texts: Path) -> None:
    files = sorted(texts.glob("*.txt"))
    assert len(files) == 2
    for path in files:
        text = read_text(path)
        kept = "".join(text[sentence.start : sentence.end] for sentence in split_sentences(text))
        assert "".join(kept.split()) == "".join(text.split())


def test_the_digest_is_of_the_utf8_bytes() -> None:
    # printf 漢 | sha256sum
    assert digest("漢") == "fc9f0d61dd80076ae5f0e41688aa0c3e8727b232b7a8c40c4f0671e0cd5d94c9"
