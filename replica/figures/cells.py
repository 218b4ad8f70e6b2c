"""Sums of settled addends: for everybody and for each tech, company ..., over each month and each week.

A period is made of whole months, then of whole weeks, and what is left of it at its ends of single days. For everybody
together there are days, too; for one tech or company a few single days are cheaper summed from facts.

A cell holds the sums of all measures of one such part, told apart by reason and source.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from replica.figures.addend import ALL, Addend


class Span(StrEnum):
    """How many days a cell is for."""

    DAY = "d"
    WEEK = "w"
    MONTH = "m"


class CellKey(NamedTuple):
    """Which cell. `bucket` is the ordinal of its first day; weeks begin on Mondays."""

    by: str
    span: Span
    bucket: int
    of: str


class Line(NamedTuple):
    """Which sums of a cell."""

    measure: str
    reason: str
    source: str


class Part(NamedTuple):
    """A part of a period: a month, a week or a day, by its first day."""

    span: Span
    bucket: int


Amounts: TypeAlias = tuple[int, int, int, int, int]
"""Numerator, denominator, n, excluded, unmeasurable."""

Sums: TypeAlias = dict[Line, Amounts]
Cells: TypeAlias = dict[CellKey, Sums]

NOTHING: Amounts = (0, 0, 0, 0, 0)


def amounts(addend: Addend, sign: int = 1) -> Amounts:
    """What an addend adds to a cell, or takes from it."""
    return (
        sign * addend.numerator,
        sign * addend.denominator,
        sign * addend.n,
        sign * addend.excluded,
        sign * addend.unmeasurable,
    )


def plus(left: Amounts, right: Amounts) -> Amounts:
    """The sum of both."""
    return (left[0] + right[0], left[1] + right[1], left[2] + right[2], left[3] + right[3], left[4] + right[4])


def add(cells: Cells, addend: Addend, dimensions: Iterable[str], sign: int = 1) -> None:
    """Add a settled addend to the cells of some dimensions, and to those of everybody."""
    line, more = Line(addend.measure, addend.reason, addend.source), amounts(addend, sign)
    week, month = week_of(addend.day), month_of(addend.day)
    for by in (ALL, *dimensions):
        of = addend.of(by)
        keys = [CellKey(by, Span.WEEK, week, of), CellKey(by, Span.MONTH, month, of)]
        if by == ALL:
            keys.append(CellKey(by, Span.DAY, addend.day, of))
        for key in keys:
            sums = cells.setdefault(key, {})
            sums[line] = plus(sums.get(line, NOTHING), more)


def merged(left: Sums, right: Sums) -> Sums:
    """The sums of both, without what has become nothing."""
    both = dict(left)
    for line, more in right.items():
        both[line] = plus(both.get(line, NOTHING), more)
    return {line: sums for line, sums in both.items() if any(sums)}


def written(sums: Mapping[Line, Amounts]) -> str:
    """Sums as a text."""
    return json.dumps([[*line, *of_line] for line, of_line in sums.items()], separators=(",", ":"))


def read(text: str) -> Iterator[tuple[Line, Amounts]]:
    """The sums that `written` wrote."""
    for measure, reason, source, *numbers in json.loads(text):
        yield Line(measure, reason, source), (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])


def parts(first: int, last: int) -> Iterator[Part]:
    """The parts of a period, both days in it: as many months as it has, weeks beside them, and single days."""
    day = first
    while day <= last:
        span, end = _part_from(day, last)
        yield Part(span, day)
        day = end + 1


def _part_from(day: int, last: int) -> tuple[Span, int]:
    """The largest part that begins on a day, and its last day."""
    ends = month_end(day)
    if month_of(day) == day and ends <= last:
        return Span.MONTH, ends
    a_month_follows = month_end(ends + 1) <= last
    if week_of(day) == day and day + 6 <= (ends if a_month_follows else last):
        return Span.WEEK, day + 6
    return Span.DAY, day


def week_of(day: int) -> int:
    """The Monday of the week of a day; ordinal 1 is a Monday."""
    return day - (day - 1) % 7


def month_of(day: int) -> int:
    """The first day of the month of a day."""
    return date.fromordinal(day).replace(day=1).toordinal()


def month_end(day: int) -> int:
    """The last day of the month of a day."""
    return month_of(month_of(day) + 31) - 1
