"""Promises as people read them: for a terminal, grouped by what became of them; and in the forms of other answers."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from claimgraph.answers.table import (
    Links,
    for_people,
    to_csv,
    to_html,
    to_json,
    to_markdown,
    to_spreadsheet,
    to_terminal,
)
from claimgraph.namespaces import shorten
from claimgraph.promises.commitment import Fate, Promise, days, in_order, news, to_answer

if TYPE_CHECKING:
    from rich.console import RenderableType

TITLE = {"en": "Promises as of {day}", "ja": "{day}時点の約束"}
_QUESTION = {
    "en": "What became of each promise, as far as was known on that day?",
    "ja": "その日までに知られていた限りで、各約束はどうなったか。",
}
_WORDS = {
    "en": {
        "week": "week of {}",
        "month": "end of {}",
        "over": "{} over",
        "left": "in {}",
        "none": "no date",
        "said": "{}, {}",
        "undated": "undated",
    },
    "ja": {
        "week": "{}の週",
        "month": "{}の末",
        "over": "{}超過",
        "left": "あと{}",
        "none": "期限なし",
        "said": "{}（{}）",
        "undated": "日付不明",
    },
}
_NO_PROMISES = {"en": "no promises", "ja": "約束なし"}
# How the parts of a promise are said, in the order of _COLUMNS.
_PARTS = {
    "en": ("{}", "{}", "of {}", "from {}", "to {}", "at {}", "{}", "if {}"),
    "ja": ("{}", "{}", "{}", "{}から", "{}へ", "{}", "{}", "条件：{}"),
}
_COLUMNS = ("act", "data", "service", "from", "to", "place", "object", "condition")


def write_promises(promises: Sequence[Promise], day: date, language: str, form: str, width: int, links: Links) -> bytes:
    """Return the promises in the form asked for.

    Args:
        promises: in any order.
        day: as of which their fate is told.
        language: "en" or "ja".
        form: table, markdown, html, spreadsheet, csv or json.
        width: of the terminal, in cells.
        links: where claims and articles lead.
    """
    if form == "table":
        return to_ledger(promises, day, language, width).encode("utf-8")
    answer = to_answer(promises, day, language)
    match form:
        case "csv":
            text = to_csv(answer)
        case "json":
            text = to_json(answer)
        case "spreadsheet":
            text = to_spreadsheet(answer)
        case "html":
            title = TITLE[language].format(day=day)
            text = to_html(for_people(answer), title, _QUESTION[language], language, links)
        case _:
            text = to_markdown(for_people(answer), links)
    return text.encode("utf-8")


def to_ledger(promises: Sequence[Promise], day: date, language: str, width: int) -> str:
    """Return the promises for a terminal of so many cells; full-width characters take two."""
    return to_terminal(_parts(promises, day, language), width)


def _parts(promises: Sequence[Promise], day: date, language: str) -> "Iterator[RenderableType]":
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    words, bullet = _WORDS[language], {"en": "→ ", "ja": "→"}[language]
    yield Text(f"{TITLE[language].format(day=day)}: {_summary(promises, day, language)}", style="bold")
    for fate, members in groupby(in_order(promises, day), key=lambda promise: promise.fate(day)):
        yield Text(f"\n{fate.label[language]}", style="bold red" if fate is Fate.OVERDUE else "bold")
        table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 1, 0))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for promise in members:
            made = days(promise.made) if promise.made else words["undated"]
            text = Text(words["said"].format(promise.promisor[1], made), style="bold")
            text.append(f"\n{promise.statement}", style="not bold")
            text.append(f"\n{_terms(promise, language)}", style="not bold dim")
            for one in news(promise, day, language):
                text.append(f"\n{bullet}{one}", style="not bold")
            for claim in promise.claims:
                text.append(f"\n{shorten(claim)}", style="not bold dim")
            table.add_row("\n".join(_due(promise, day, fate, language)), text)
        yield Padding(table, (0, 0, 0, 2))


def _summary(promises: Sequence[Promise], day: date, language: str) -> str:
    fates = [promise.fate(day) for promise in promises]
    counted = [(fate.short[language], fates.count(fate)) for fate in Fate if fate in fates]
    if language == "ja":
        return "、".join(f"{short}{count}件" for short, count in counted) or _NO_PROMISES[language]
    return ", ".join(f"{count} {short}" for short, count in counted) or _NO_PROMISES[language]


def _due(promise: Promise, day: date, fate: Fate, language: str) -> list[str]:
    words = _WORDS[language]
    if promise.due is None:
        return [words["none"]]
    lines = [str(promise.due.last)]
    if promise.is_week:
        lines.append(words["week"].format(promise.written))
    elif promise.written != lines[0]:
        lines.append(words["month"].format(promise.written))
    if fate is Fate.OVERDUE:
        lines.append(words["over"].format(_days((day - promise.due.last).days, language)))
    elif fate is Fate.DUE:
        lines.append(words["left"].format(_days((promise.due.last - day).days, language)))
    return lines


def _days(number: int, language: str) -> str:
    return f"{number}日" if language == "ja" else f"{number} day{'' if number == 1 else 's'}"


def _terms(promise: Promise, language: str) -> str:
    """Return on one line what is to be done: the activity, the act, its data, of which service, from where to where."""
    comma, dot = {"en": (", ", " · "), "ja": ("、", "・")}[language]
    said = [
        part.format(comma.join(names))
        for part, column in zip(_PARTS[language], _COLUMNS, strict=True)
        if (names := promise.terms.get(column, ()))
    ]
    colon = {"en": ": ", "ja": "："}[language]
    return f"{promise.activity[1]}{colon}{dot.join(said)}"
