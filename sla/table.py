"""A prefix-sum table of open intervals: how much business time lies before an instant, and where an amount ends.

Everything is answered from two sorted lists. ``edges`` holds opening, closing, opening, closing ...; an odd
`bisect_right` position means open. ``before[k]`` is the open time in the table ahead of interval k. A table never
changes; a calendar that needs more years makes a larger one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import chain, pairwise
from typing import TypeAlias

from sla.instants import Micros
from sla.openings import year_start

Row: TypeAlias = tuple[bool, Micros, int, int]
"""The edge that follows a bucket's start: (it opens, its instant, offset while open, total while closed)."""

MAX_BITS = 36
_MIN_BITS = 30
"""Buckets of the index span 2**30 to 2**36 microseconds: 18 minutes to 19 hours."""


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

    def earliest(self, total: int) -> Micros | None:
        """The earliest instant with so much open time before it; None when the table ends first.

        The amount must be above zero.
        """
        interval = bisect_left(self.before, total) - 1
        if interval >= len(self.before) - 1:
            return None
        return self.edges[2 * interval] + total - self.before[interval]

    def latest(self, total: int) -> Micros | None:
        """The latest instant with so much open time before it; None when the table begins later.

        The amount must be below that of the whole table.
        """
        if total < 0:
            return None
        interval = bisect_right(self.before, total) - 1
        return self.edges[2 * interval] + total - self.before[interval]


class Index:
    """A table seen through equal buckets of time, so that a look-up costs a shift and no search.

    A bucket knows the first edge after its start. As long as no second edge lies in the bucket, that edge alone
    tells the open time before any instant in it: ``total`` on its closed side, ``instant - offset`` on its open
    side. The few buckets with more edges hold None and are searched.
    """

    __slots__ = ("bits", "low", "rows")

    def __init__(self, table: Table, bits: int) -> None:
        self.bits = bits
        self.low = -(-table.begin >> bits)
        """Number of the first bucket that lies wholly in the table."""
        self.rows: list[Row | None] = []
        intervals = zip(table.edges[::2], table.edges[1::2], pairwise(table.before), strict=True)
        for opens, closes, (held, held_after) in intervals:
            offset = opens - held
            self._put((True, opens, offset, held))
            self._put((False, closes, offset, held_after))
        whole = (table.end >> bits) - self.low
        self.rows += [(True, table.end, 0, table.before[-1])] * (whole - len(self.rows))
        del self.rows[max(whole, 0) :]

    def _put(self, row: Row) -> None:
        """Let a row answer for the buckets after those already filled, up to the one in which its edge lies."""
        wanted = (row[1] >> self.bits) + 1 - self.low
        if wanted > len(self.rows):
            self.rows += [row] * (wanted - len(self.rows))
        elif wanted > 0:
            self.rows[wanted - 1] = None  # a second edge in the same bucket


def bucket_bits(table: Table) -> int:
    """The bucket size that suits a table: as large as its usual distance between edges allows."""
    distances = sorted(later - earlier for earlier, later in pairwise(table.edges))
    if not distances:
        return MAX_BITS
    usual = distances[len(distances) // 50]  # the odd short one, from a break or a clock change, does not count
    return min(max(usual.bit_length() - 1, _MIN_BITS), MAX_BITS)
