"""Answers for people read well in a terminal and in Markdown."""

import pytest
from rich.cells import cell_len

from claimgraph.answers.table import fold, for_people, to_markdown, to_table, widen
from claimgraph.errors import QuestionError
from claimgraph.model import Answer, Term

STRING = "http://www.w3.org/2001/XMLSchema#string"


def text(value: str) -> Term:
    return Term(value=value, datatype=STRING)


ANSWER = Answer(
    columns=("data", "dataLabel", "claim", "count"),
    rows=(
        (
            Term(value="https://w3id.org/claimgraph/data/image"),
            text("画像"),
            Term(value="https://example.org/c"),
            text("4"),
        ),
        (
            Term(value="https://w3id.org/claimgraph/data/text"),
            text("a|b <i>*c*"),
            Term(value="https://example.org/d"),
            None,
        ),
    ),
)


def test_a_column_of_names_takes_the_place_of_its_iris() -> None:
    assert for_people(ANSWER).columns == ("data", "claim", "count")


def test_markdown_keeps_text_text() -> None:
    lines = to_markdown(for_people(ANSWER)).splitlines()
    assert lines[0] == "| data | claim | count |"
    assert lines[3] == r"| a\|b &lt;i>\*c\* | https://example.org/d |  |"


def test_columns_align_in_a_terminal_whatever_the_width_of_their_characters() -> None:
    lines = to_table(for_people(ANSWER), 80).splitlines()
    starts = {cell_len(line[: line.index("https://")]) for line in lines if "https://" in line}
    assert len(starts) == 1


def test_a_table_fits_the_terminal() -> None:
    assert all(cell_len(line) <= 30 for line in to_table(for_people(ANSWER), 30).splitlines())


LONG = Answer(
    columns=("activity", "slot", "article", "stance"),
    rows=tuple(
        tuple(map(text, row))
        for row in (
            ("move", "to", "one", "asserted"),
            ("move", "to", "two", "denied"),
            ("move", "to", "two", "asserted"),
            ("move", "due", "one", "asserted"),
            ("move", "due", "one", "asserted"),
        )
    ),
)


def test_a_folded_answer_has_a_row_for_each_value_and_joins_what_differs() -> None:
    folded = fold(LONG, ["activity", "slot"])
    assert folded.columns == LONG.columns
    assert [tuple(row.values()) for row in folded] == [
        ("move", "to", "one; two", "asserted; denied"),
        ("move", "due", "one", "asserted"),
    ]


def test_a_wide_answer_has_a_column_for_each_value() -> None:
    matrix = widen(LONG, "article", "stance")
    assert matrix.columns == ("activity", "slot", "one", "two")
    assert [tuple(row.values()) for row in matrix] == [
        ("move", "to", "asserted", "denied; asserted"),
        ("move", "due", "asserted", ""),
    ]


def test_a_column_that_is_not_there_is_refused() -> None:
    complaint = "no column 'place'; it has activity, slot, article, stance"
    with pytest.raises(QuestionError, match=complaint):
        fold(LONG, ["place"])
    with pytest.raises(QuestionError, match=complaint):
        widen(LONG, "article", "place")
