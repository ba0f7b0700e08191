"""Answers about pairs of claims, for people: two positions side by side, each with who says it, and the reason.

An answer is such a one if it has a column `statement` and a column `otherStatement`. Other columns that begin with
other speak of the second claim; `finding`, `reason`, `premise` and the strength or the origins speak of the pair.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimgraph.answers.table import NO_LINKS, Links, escape_markdown, link_markdown, show, to_terminal
from claimgraph.model import Answer, Term

if TYPE_CHECKING:
    from rich.console import RenderableType

_WORDS = {
    "en": {
        "premise": "Missing premise", "origins": "{} independent origins", "none": "none\n", "quoted": "“{}”",
        "beside": "{} ({})", "comma": ", ", "colon": ": ", "stop": ".", "space": " ",
    },
    "ja": {
        "premise": "欠けている前提", "origins": "独立した出どころ{}", "none": "なし\n", "quoted": "「{}」",
        "beside": "{}（{}）", "comma": "、", "colon": "：", "stop": "。", "space": "",
    },
}  # fmt: skip


def tells_positions(answer: Answer) -> bool:
    """Tell whether each row of an answer is a pair of claims with their statements."""
    return {"statement", "otherStatement"} <= set(answer.columns)


def to_positions(answer: Answer, width: int, language: str = "en") -> str:
    """Return the answer, as `table.for_people` gives it, as text for a terminal of so many cells."""
    return to_terminal(_parts(answer, language), width) if len(answer) else _WORDS[language]["none"]


def _parts(answer: Answer, language: str) -> "Iterator[RenderableType]":
    from rich.padding import Padding
    from rich.text import Text

    words = _WORDS[language]
    for number, row in enumerate(_rows(answer), 1):
        yield Text(f"{number}  {_heading(row, language)}", style="bold")
        for other in (False, True):
            statement, speaker, sources = _position(row, other, language)
            yield Padding(Text(words["quoted"].format(statement)), (0, 0, 0, 3))
            yield Padding(Text(f"— {speaker}"), (0, 0, 0, 7))
            yield Padding(Text("\n".join(sources), style="dim"), (0, 0, 0, 9))
        yield Padding(Text(_reason(row, language)), (0, 0, 1, 3))


def to_positions_markdown(answer: Answer, language: str = "en", links: Links = NO_LINKS) -> str:
    """Return the answer, as `table.for_people` gives it, as quotations in Markdown."""
    comma = _WORDS[language]["comma"]
    blocks = []
    for number, row in enumerate(_rows(answer), 1):
        lines = [f"## {number}. {escape_markdown(_heading(row, language))}", ""]
        for other in (False, True):
            statement, speaker, _ = _position(row, other, language)
            sources = (link_markdown(row[_column(name, other)], links) for name in ("claim", "article"))
            said = comma.join((escape_markdown(speaker), *sources))
            lines += [f"> {escape_markdown(statement)}", ">", f"> — {said}", ""]
        lines.append(escape_markdown(_reason(row, language)))
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks) or _WORDS[language]["none"]


def _rows(answer: Answer) -> list[dict[str, Term | None]]:
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _column(name: str, other: bool) -> str:
    return f"other{name[0].upper()}{name[1:]}" if other else name


def _position(row: dict[str, Term | None], other: bool, language: str) -> tuple[str, str, list[str]]:
    """Return a claim's statement, who says it and how surely, and the claim with its article."""
    told = {
        name: show(row.get(_column(name, other))) for name in ("statement", "claimant", "certainty", "claim", "article")
    }
    speaker = _beside(told["claimant"], told["certainty"], language)
    return told["statement"], speaker, [told["claim"], told["article"]]


def _heading(row: dict[str, Term | None], language: str) -> str:
    words = _WORDS[language]
    qualities = [show(row.get(name)) for name in ("kind", "strength")]
    if origins := show(row.get("origins")):
        qualities.append(words["origins"].format(origins))
    return _beside(show(row.get("finding")), words["comma"].join(filter(None, qualities)), language)


def _beside(text: str, more: str, language: str) -> str:
    return _WORDS[language]["beside"].format(text, more) if text and more else text or more


def _reason(row: dict[str, Term | None], language: str) -> str:
    words = _WORDS[language]
    reason, premise = show(row.get("reason")), show(row.get("premise"))
    if not premise:
        return reason
    return f"{reason}{words['space']}{words['premise']}{words['colon']}{premise}{words['stop']}"
