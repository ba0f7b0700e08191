"""Promises and their fate: what became, as of a day, of each activity that somebody promised.

The claims come from questions of the library, which run on any engine; what depends on the calendar is done here.
A claim that is reported has to be known by the day (see `asking.knowledge`): a report without a date is shown and
settles nothing, for nobody can tell whether it came before the day or after.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from claimgraph.asking.parameter import bind
from claimgraph.asking.question import read_question
from claimgraph.model import Answer, Term
from claimgraph.namespaces import CG, DPV, XSD, shorten
from claimgraph.period import Period, read_period
from claimgraph.resources import lookup, story_folder
from claimgraph.store import Store

Rows = list[dict[str, str]]


class Fate(Enum):
    """What became of a promise, in the order in which it is shown; with its name and short name in two languages."""

    OVERDUE = (
        "overdue",
        "overdue, and no dated report says it is done",
        "期限を過ぎ、日付のある完了の報告がない",
        "overdue",
        "期限超過",
    )
    DUE = ("due", "due, the date has not passed", "期限はまだ来ていない", "due", "期限前")
    DELAYED = ("delayed", "reported delayed or stopped", "延期または中止が報告された", "delayed", "延期・中止")
    DONE = ("done", "reported done", "完了が報告された", "reported done", "完了報告あり")
    NO_DATE = ("no-date", "no date given", "期限が示されていない", "without a date", "期限なし")
    NOT_YET_MADE = ("not-yet-made", "not yet made", "まだ約束されていない", "not yet made", "未約束")

    def __init__(self, code: str, en: str, ja: str, short: str, short_ja: str) -> None:
        self.code = code
        self.label = {"en": en, "ja": ja}
        self.short = {"en": short, "ja": short_ja}


# The parts of a promise, by column, and the properties that give them.
_TERMS = {
    "act": (DPV.hasProcessing,),
    "data": (DPV.hasPersonalData,),
    "service": (CG.service,),
    "from": (CG.movedFrom,),
    "to": (CG.movedTo,),
    "place": (CG.dataAt, CG.happensIn, CG.accessedFrom),
    "object": (CG.object,),
    "condition": (CG.condition,),
}
_COLUMNS = (
    *("status", "statusLabel", "due", "dueEnd", "promisor", "promisorLabel", "activity", "activityLabel"),
    *_TERMS,
    *("made", "reports", "statement", "claim", "restatedBy", "article"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a claim that is no promise says of a promised activity.

    Args:
        claim: its IRI.
        claimant: the name of whoever says so.
        status: the IRI of a status, or nothing.
        label: the status' name.
        affirmed: whether the claimant affirms it.
        sure: whether it is said to be more than possible.
        made: when it was said, if known.
    """

    claim: str
    claimant: str
    status: str
    label: str
    affirmed: bool
    sure: bool
    made: Period | None

    def settles(self, promise: "Promise", day: date) -> bool:
        """Tell whether it is known by the day, no older than the promise, and more than a possibility."""
        in_time = self.made is not None and self.made.last <= day
        newer = self.made is None or promise.made is None or self.made.last >= promise.made.first
        return in_time and newer and self.affirmed and self.sure


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise: one activity that a claim binds a promisor to.

    Args:
        claims: the claim, and those of the same article that restate it.
        article: the article that reports it.
        promisor: who is bound: IRI and name.
        activity: what is to be done: IRI and name.
        statement: the promise in a sentence.
        written: the due date as the article gives it; empty for none.
        is_week: whether that day is the first of a week.
        due: the days by whose end it falls due, if a date is given.
        made: when it was said or its article published, if known.
        terms: what exactly is promised, by column: the names of the things.
        reports: what other claims say of the activity.
        others: the other promises about the same activity.
    """

    claims: tuple[str, ...]
    article: str
    promisor: tuple[str, str]
    activity: tuple[str, str]
    statement: str
    written: str
    is_week: bool
    due: Period | None
    made: Period | None
    terms: dict[str, tuple[str, ...]]
    reports: tuple[Report, ...] = ()
    others: tuple["Promise", ...] = ()

    def fate(self, day: date) -> Fate:
        """Return what is known at the end of a day of what became of it."""
        if self.made is not None and self.made.last > day:
            return Fate.NOT_YET_MADE
        reported = {report.status for report in self.reports if report.settles(self, day)}
        if DPV.ActivityCompleted in reported:
            return Fate.DONE
        if DPV.ActivityHalted in reported or self.put_off(day) is not None:
            return Fate.DELAYED
        if self.due is None:
            return Fate.NO_DATE
        return Fate.OVERDUE if self.due.last < day else Fate.DUE

    def put_off(self, day: date) -> "Promise | None":
        """Return the promise, newer than this one and known by the day, that gives a later date, if there is one.

        Two dates of which nobody can tell the newer are no delay: the question due-date-drift shows them.
        """
        later = [
            other
            for other in self.others
            if self.due is not None and other.due is not None and other.due.last > self.due.last
            and self.made is not None and other.made is not None and self.made.last < other.made.first
            and other.made.last <= day
        ]  # fmt: skip
        return max(later, key=lambda other: other.due.last if other.due else date.min, default=None)


def read_promises(store: Store, language: str) -> tuple[Promise, ...]:
    """Return every promise of a graph with what is reported of it, its names in English ("en") or Japanese ("ja").

    Raises:
        QuestionError: if a date of the graph is none.
    """
    made = {
        row["claim"]: read_period(row["said"] or row["published"])
        for row in store.select(lookup("claim-dates")).texts()
        if row["said"] or row["published"]
    }
    terms: dict[tuple[str, str], Rows] = defaultdict(list)
    for row in _ask(store, "commitment-terms", language):
        terms[row["claim"], row["activity"]].append(row)
    reports: dict[str, dict[str, Report]] = defaultdict(dict)
    for row in _ask(store, "commitment-reports", language):
        reports[row["activity"]][row["claim"] + row["status"]] = _report(row, made.get(row["claim"]))
    promises = [
        Promise(
            claims=(row["claim"],),
            article=row["article"],
            promisor=(row["promisor"], row["promisorLabel"]),
            activity=(row["activity"], row["activityLabel"]),
            statement=row["statement"],
            written=row["due"],
            is_week=bool(row["precision"]),
            due=read_period(row["due"], is_week=bool(row["precision"])) if row["due"] else None,
            made=made.get(row["claim"]),
            terms=_terms(terms[row["claim"], row["activity"]]),
            reports=tuple(reports[row["activity"]].values()),
        )
        for row in _ask(store, "commitments", language)
    ]
    folded = _fold(promises, {row["claim"]: row["earlier"] for row in _ask(store, "restatements", language)})
    about: dict[str, list[Promise]] = defaultdict(list)
    for promise in folded:
        about[promise.activity[0]].append(promise)
    return tuple(
        replace(promise, others=tuple(other for other in about[promise.activity[0]] if other is not promise))
        for promise in folded
    )


def to_answer(promises: Iterable[Promise], day: date, language: str) -> Answer:
    """Return the promises as a table, those overdue first; cells that hold several names part them by semicolons."""
    rows: list[tuple[Term | None, ...]] = []
    for promise in in_order(promises, day):
        fate, terms = promise.fate(day), promise.terms
        rows.append(
            (
                _cell(fate.code),
                _cell(fate.label[language]),
                _cell(promise.written),
                _cell(str(promise.due.last) if promise.due else ""),
                Term(value=promise.promisor[0]),
                _cell(promise.promisor[1]),
                Term(value=promise.activity[0]),
                _cell(promise.activity[1]),
                *(_cell("; ".join(terms.get(column, ()))) for column in _TERMS),
                _cell(days(promise.made) if promise.made else ""),
                _cell("; ".join(news(promise, day, language))),
                _cell(promise.statement),
                Term(value=promise.claims[0]),
                _cell("; ".join(map(shorten, promise.claims[1:]))),
                Term(value=promise.article),
            )
        )
    return Answer(columns=_COLUMNS, rows=tuple(rows))


def in_order(promises: Iterable[Promise], day: date) -> list[Promise]:
    """Return the promises by their fate, and by due date, promisor and activity."""
    fates = list(Fate)

    def key(promise: Promise) -> tuple[int, str, str, str, tuple[str, ...]]:
        due = str(promise.due.last) if promise.due else ""
        return fates.index(promise.fate(day)), due, promise.promisor[0], promise.activity[0], promise.claims

    return sorted(promises, key=key)


def news(promise: Promise, day: date, language: str) -> list[str]:
    """Return in a few words each what other claims that are known by the day, or have no date, say of the activity."""
    said = []
    for report in promise.reports:
        if report.made is not None and report.made.last > day:
            continue
        label = report.label or {"en": "spoken of", "ja": "言及"}[language]
        if not report.affirmed:
            label = {"en": f"not {label}", "ja": f"「{label}」を否定"}[language]
        said.append(_sentence(label, report.claimant, report.made, language))
    for other in promise.others:
        known = other.made is None or other.made.last <= day
        if known and other.due is not None and other.written != promise.written:
            label = {"en": f"promised by {other.due.last}", "ja": f"{other.due.last}までの約束"}[language]
            said.append(_sentence(label, other.promisor[1], other.made, language))
    return said


def days(period: Period) -> str:
    """Return a period as people read it: a day, or the first and the last.

    >>> days(read_period("2021-03-23")), days(read_period("2021-03"))
    ('2021-03-23', '2021-03-01 to 2021-03-31')
    """
    return str(period.first) if period.first == period.last else f"{period.first} to {period.last}"


def _sentence(label: str, speaker: str, made: Period | None, language: str) -> str:
    if language == "ja":
        return f"{label}（{speaker}、{days(made) if made else '日付不明'}）"
    return f"{label} ({speaker}, {days(made) if made else 'undated'})"


def _ask(store: Store, name: str, language: str) -> Rows:
    """Return the answer to a question of the shipped library, whatever questions the workspace has."""
    sparql = read_question(story_folder() / "queries" / f"{name}.rq").sparql
    return store.select(bind(sparql, {"lang": _text(language)})).texts()


def _report(row: dict[str, str], made: Period | None) -> Report:
    return Report(
        claim=row["claim"],
        claimant=row["claimantLabel"],
        status=row["status"],
        label=row["statusLabel"],
        affirmed=row["polarity"] == CG.Affirmed,
        sure=row["certainty"] != CG.Possible,
        made=made,
    )


def _terms(rows: Rows) -> dict[str, tuple[str, ...]]:
    columns = {term: column for column, terms in _TERMS.items() for term in terms}
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        if column := columns.get(row["term"]):
            found[column][row["valueLabel"]] = None
    return {column: tuple(names) for column, names in found.items()}


def _fold(promises: list[Promise], restates: dict[str, str]) -> list[Promise]:
    """Return the promises, a restatement folded into what it restates unless it gives another due date."""
    kept: dict[tuple[str, str], Promise] = {(one.claims[0], one.activity[0]): one for one in promises}
    for one in promises:
        root, passed = one.claims[0], set[str]()
        while root in restates and root not in passed:
            passed.add(root)
            root = restates[root]
        first = kept.get((root, one.activity[0]))
        if first is not None and root != one.claims[0] and (one.due is None or one.due == first.due):
            kept[root, one.activity[0]] = replace(first, claims=(*first.claims, one.claims[0]))
            del kept[one.claims[0], one.activity[0]]
    return list(kept.values())


def _text(text: str) -> Term:
    return Term(value=text, datatype=XSD.string)


def _cell(text: str) -> Term | None:
    return _text(text) if text else None
