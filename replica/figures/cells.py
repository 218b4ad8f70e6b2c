"""Sums of settled addends: for everybody and for each tech, company ..., over each month and each week.

A period is made of whole months, then of whole weeks, and what is left of it at its ends of single days. For everybody
together there are days, too; for one tech or company a few single days are cheaper summed from facts.

A cell holds the sums of all measures of one such part, told apart by reason and source.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from replica.figures.addend import ALL, Addend


class Span(StrEnum):
    """How many days a cell is for."""

    DAY = "d"
    WEEK = "w"
    MONTH = "m"


class Line(NamedTuple):
    """Which sums of a cell."""

    measure: str
    reason: str
    source: str


class Part(NamedTuple):
    """A part of a period: a month, a week or a day, by its first day."""

    span: Span
    bucket: int


Amounts: TypeAlias = list[int]
"""Numerator, denominator, n, excluded, unmeasurable."""

Sums: TypeAlias = dict[Line, Amounts]

CellKey: TypeAlias = tuple[str, Span, int, str]
"""Which cell: the dimension, the span and the ordinal of its first day (weeks begin on Mondays), and whose."""

Cells: TypeAlias = dict[CellKey, Sums]


def amounts(addend: Addend, sign: int = 1) -> Amounts:
    """What an addend adds to a cell, or takes from it."""
    return [
        sign * addend.numerator,
        sign * addend.denominator,
        sign * addend.n,
        sign * addend.excluded,
        sign * addend.unmeasurable,
    ]


def increase(sums: Sums, line: Line, more: Amounts) -> None:
    """Add to one line of a cell, which keeps a list of its own."""
    kept = sums.get(line)
    if kept is None:
        sums[line] = more.copy()
    else:
        for place, amount in enumerate(more):
            kept[place] += amount


def add(cells: Cells, addend: Addend, dimensions: Iterable[str], sign: int = 1) -> None:
    """Add a settled addend to the cells of some dimensions, and to those of everybody."""
    line, more = Line(addend.measure, addend.reason, addend.source), amounts(addend, sign)
    week, month = week_of(addend.day), month_of(addend.day)
    keys: list[CellKey] = [(ALL, Span.DAY, addend.day, ""), (ALL, Span.WEEK, week, ""), (ALL, Span.MONTH, month, "")]
    for by in dimensions:
        of = addend.of(by)
        keys += ((by, Span.WEEK, week, of), (by, Span.MONTH, month, of))
    for key in keys:
        sums = cells.get(key)
        if sums is None:
            cells[key] = {line: more.copy()}
        else:
            increase(sums, line, more)


def merged(left: Sums, right: Sums) -> Sums:
    """The sums of both, without what has become nothing."""
    both = {line: kept.copy() for line, kept in left.items()}
    for line, more in right.items():
        increase(both, line, more)
    return {line: kept for line, kept in both.items() if any(kept)}


def written(sums: Mapping[Line, Amounts]) -> str:
    """Sums as a text."""
    return json.dumps([[*line, *of_line] for line, of_line in sums.items()], separators=(",", ":"))


def read(text: str) -> Iterator[tuple[Line, Amounts]]:
    """The sums that `written` wrote."""
    for measure, reason, source, *numbers in json.loads(text):
        yield Line(measure, reason, source), numbers


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


@lru_cache(4096)
def month_of(day: int) -> int:
    """The first day of the month of a day."""
    return date.fromordinal(day).replace(day=1).toordinal()


def month_end(day: int) -> int:
    """The last day of the month of a day."""
    return month_of(month_of(day) + 31) - 1
