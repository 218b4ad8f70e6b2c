"""A prefix-sum table of open intervals: how much business time lies before an instant, and where an amount ends.

Everything is answered from two sorted lists. ``edges`` holds opening, closing, opening, closing ...; an odd
`bisect_right` position means open. ``before[k]`` is the open time in the table ahead of interval k. A table never
changes; a calendar that needs more years makes a larger one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import chain
from typing import Any, TypeAlias

from sla.instants import MINUTE, Micros
from sla.openings import year_start

QUARTER: int = 15 * MINUTE
"""Nearly every opening and closing in the world falls on a quarter hour of UTC."""

Quarters: TypeAlias = tuple[list[int], int]
"""Entries for consecutive quarter hours, and the number since 1970 of the first one."""

SHIFT = 1 << 54
"""More than all the open time of all the years, so that the sign of an entry tells open from closed."""

_SEARCH: Any = None
"""An entry that cannot answer: comparing it fails, and the question goes to the search."""


class Table:
    """Open intervals of whole UTC years, summed.

    Attributes:
        first_year: first year covered.
        last_year: last year covered.
        begin: first instant covered.
        end: first instant no longer covered.
        edges: openings and closings alternating, strictly increasing.
        before: open time ahead of each interval, and the whole at the end; one longer than there are intervals.
    """

    __slots__ = ("before", "begin", "edges", "end", "first_year", "last_year")

    def __init__(self, first_year: int, years: Iterable[list[tuple[Micros, Micros]]]) -> None:
        pieces = list(years)
        self.first_year = first_year
        self.last_year = first_year + len(pieces) - 1
        self.begin = year_start(first_year)
        self.end = year_start(self.last_year + 1)
        self.edges: list[Micros] = []
        for opens, closes in chain.from_iterable(pieces):
            if self.edges and self.edges[-1] == opens:
                self.edges[-1] = closes  # open over New Year: one interval
            else:
                self.edges += (opens, closes)
        self.before = [0]
        for opens, closes in zip(self.edges[::2], self.edges[1::2], strict=True):
            self.before.append(self.before[-1] + closes - opens)

    def total(self, at: Micros) -> int:
        """Open time of the table before an instant that it covers."""
        position = bisect_right(self.edges, at)
        held = self.before[position >> 1]
        return held + at - self.edges[position - 1] if position & 1 else held

    def ahead(self, at: Micros, amount: int) -> Micros | None:
        """The earliest instant with so much open time since `at`, above zero; None when the table ends first."""
        edges, before = self.edges, self.before
        position = bisect_right(edges, at)
        total = before[position >> 1] + amount
        if position & 1:
            total += at - edges[position - 1]
        interval = bisect_left(before, total) - 1
        if interval >= len(before) - 1:
            return None
        return edges[2 * interval] + total - before[interval]

    def behind(self, at: Micros, amount: int) -> Micros | None:
        """The latest instant with so much open time until `at`, above zero; None when the table begins later."""
        total = self.total(at) - amount
        if total < 0:
            return None
        interval = bisect_right(self.before, total) - 1
        return self.edges[2 * interval] + total - self.before[interval]


def quarters(table: Table) -> Quarters:
    """A table seen through quarter hours, so that a look-up costs a division and no search.

    An entry belongs to a quarter hour that is closed or open throughout. Below zero it is closed: the entry is the
    open time before it, less `SHIFT`. Above zero it is open: the instant less the entry is that same measure. A
    quarter hour with an edge inside is left to the search.
    """
    low = table.begin // QUARTER
    entries: list[int] = [_SEARCH] * (table.end // QUARTER - low)

    def fill(begin: Micros, end: Micros, entry: int) -> None:
        """Let an entry stand for all quarter hours that lie wholly between two edges."""
        first, last = -(-begin // QUARTER) - low, end // QUARTER - low
        if first < last:
            entries[first:last] = [entry] * (last - first)

    closed_since = table.begin
    for opens, closes, held in zip(table.edges[::2], table.edges[1::2], table.before[:-1], strict=True):
        fill(closed_since, opens, held - SHIFT)
        fill(opens, closes, opens - held + SHIFT)
        closed_since = closes
    fill(closed_since, table.end, table.before[-1] - SHIFT)
    return entries, low
