"""Answers about pairs of claims, for people: two positions side by side, each with who says it, and the reason.

An answer is such a one if it has a column `statement` and a column `otherStatement`. Other columns that begin with
other speak of the second claim; `finding`, `reason`, `premise` and the strength or the origins speak of the pair.
"""

from textwrap import indent, wrap

from claimgraph.model import Answer, Term
from claimgraph.results import NO_LINKS, Links, show

_WORDS = {
    "en": {"premise": "Missing premise", "origins": "independent origins", "none": "none\n"},
    "ja": {"premise": "欠けている前提", "origins": "独立した出どころ", "none": "なし\n"},
}
_ESCAPES = str.maketrans({"<": "&lt;", "&": "&amp;", "\n": " "} | {mark: f"\\{mark}" for mark in "\\|[`*_"})


def tells_positions(answer: Answer) -> bool:
    """Tell whether each row of an answer is a pair of claims with their statements."""
    return {"statement", "otherStatement"} <= set(answer.columns)


def to_positions(answer: Answer, width: int, language: str = "en") -> str:
    """Return the answer, as `results.for_people` gives it, as text for a terminal of so many cells."""
    blocks = []
    for number, row in enumerate(_rows(answer), 1):
        lines = [f"{number}  {_heading(row, language)}"]
        for other in (False, True):
            statement, speaker, sources = _position(row, other)
            lines += wrap(f"“{statement}”", max(40, width - 4), initial_indent="   ", subsequent_indent="    ")
            lines += wrap(
                f"— {speaker}, {', '.join(sources)}",
                max(40, width - 8),
                initial_indent="       ",
                subsequent_indent="         ",
            )
        lines += (indent(line, "   ") for line in wrap(_reason(row, language), max(40, width - 4)))
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks) or _WORDS[language]["none"]


def to_positions_markdown(answer: Answer, language: str = "en", links: Links = NO_LINKS) -> str:
    """Return the answer, as `results.for_people` gives it, as quotations in Markdown."""
    blocks = []
    for number, row in enumerate(_rows(answer), 1):
        lines = [f"## {number}. {_heading(row, language).translate(_ESCAPES)}", ""]
        for other in (False, True):
            statement, speaker, _ = _position(row, other)
            sources = (_link(row[_column(name, other)], links) for name in ("claim", "article"))
            lines += [
                f"> {statement.translate(_ESCAPES)}",
                ">",
                f"> — {speaker.translate(_ESCAPES)}, {', '.join(sources)}",
                "",
            ]
        lines.append(_reason(row, language).translate(_ESCAPES))
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks) or _WORDS[language]["none"]


def _rows(answer: Answer) -> list[dict[str, Term | None]]:
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _column(name: str, other: bool) -> str:
    return f"other{name[0].upper()}{name[1:]}" if other else name


def _position(row: dict[str, Term | None], other: bool) -> tuple[str, str, list[str]]:
    """Return a claim's statement, who says it and how surely, and the claim with its article."""
    told = {
        name: show(row.get(_column(name, other))) for name in ("statement", "claimant", "certainty", "claim", "article")
    }
    speaker = f"{told['claimant']} ({told['certainty']})" if told["certainty"] else told["claimant"]
    return told["statement"], speaker, [told["claim"], told["article"]]


def _heading(row: dict[str, Term | None], language: str) -> str:
    qualities = [show(row.get(name)) for name in ("kind", "strength")]
    if origins := show(row.get("origins")):
        qualities.append(
            f"{origins} {_WORDS[language]['origins']}"
            if language == "en"
            else f"{_WORDS[language]['origins']}{origins}"
        )
    told = ", ".join(one for one in qualities if one)
    finding = show(row.get("finding"))
    return f"{finding} ({told})" if finding and told else finding or told


def _reason(row: dict[str, Term | None], language: str) -> str:
    reason, premise = show(row.get("reason")), show(row.get("premise"))
    if not premise:
        return reason
    return f"{reason} {_WORDS[language]['premise']}: {premise}" + {"en": ".", "ja": "。"}[language]


def _link(cell: Term | None, links: Links) -> str:
    text, address = show(cell).translate(_ESCAPES), links.address(cell)
    return f"[{text}]({address})" if address else text
