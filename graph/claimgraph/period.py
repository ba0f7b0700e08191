"""Periods: dates as precise as the sources give them, a day, a week, a month or a year.

https://www.w3.org/TR/xmlschema-2/#gYearMonth

SPARQL 1.1 has no arithmetic on dates, so what depends on the last day of a month is worked out here.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from claimgraph.errors import QuestionError

# A time zone or a time of day may follow; the graph's dates are the sources' local ones.
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*|Z|[+-]\d{2}:\d{2})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Period:
    """The days from the first to the last, both included."""

    first: date
    last: date


def read_period(written: str, *, is_week: bool = False) -> Period:
    """Return the period that a date of the graph stands for.

    >>> read_period("2021-06").last.isoformat()
    '2021-06-30'
    >>> read_period("2021-03-29", is_week=True).last.isoformat()
    '2021-04-04'
    >>> read_period("2022").first.isoformat()
    '2022-01-01'

    Args:
        written: an xsd:date, xsd:gYearMonth or xsd:gYear.
        is_week: whether the day is the first of a week.

    Raises:
        QuestionError: if it is none of these, or no day of the calendar.
    """
    match = _WRITTEN.fullmatch(written)
    if match is None:
        raise QuestionError(f"{written!r} is not a date; wanted a day, a month or a year: 2021-06-30, 2021-06 or 2021")
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
    except ValueError as error:
        raise QuestionError(f"{written!r} is not a date of the calendar: {error}") from error
    if day:
        return Period(first=first, last=first + timedelta(days=6 if is_week else 0))
    last_month = month or 12
    return Period(first=first, last=date(year, last_month, monthrange(year, last_month)[1]))


def read_day(written: str) -> date:
    """Return the day that a user writes.

    >>> read_day("2021-03-23")
    datetime.date(2021, 3, 23)

    Raises:
        QuestionError: if it is not a day of the calendar, as in 2021-03-23.
    """
    if _DAY.fullmatch(written) is None:
        raise QuestionError(f"{written!r} is not a day; wanted year, month and day: 2021-03-23")
    return read_period(written).first
