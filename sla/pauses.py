"""Pauses of a clock: UTC intervals [from, to) in any order, overlapping as they may; only their union counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from sla.instants import Micros

Pauses: TypeAlias = Sequence[tuple[Micros, Micros]]


class Standing(NamedTuple):
    """How a clock has stood and stands."""

    earlier: Pauses
    """Pauses that are over."""
    since: Micros | None
    """The beginning of the one that is on; None when the clock runs."""


def standing(turns: Iterable[tuple[Micros, bool]]) -> Standing:
    """The pauses that the turns of a status make.

    Args:
        turns: in the order of time, each with whether the clock stands from then on.

    >>> standing([(0, False), (10, True), (15, True), (30, False), (40, True)])
    Standing(earlier=((10, 30),), since=40)
    """
    earlier: list[tuple[Micros, Micros]] = []
    since: Micros | None = None
    for at, stands in turns:
        if stands and since is None:
            since = at
        elif not stands and since is not None:
            earlier.append((since, at))
            since = None
    return Standing(tuple(earlier), since)


def union(intervals: Iterable[tuple[Micros, Micros]]) -> list[tuple[Micros, Micros]]:
    """Disjoint intervals in order of time; touching ones become one, empty and reversed ones vanish."""
    joined: list[tuple[Micros, Micros]] = []
    for begin, end in sorted(intervals):
        if begin >= end:
            continue
        if joined and begin <= joined[-1][1]:
            if end > joined[-1][1]:
                joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return joined


def without(
    intervals: Iterable[tuple[Micros, Micros]], holes: Iterable[tuple[Micros, Micros]]
) -> list[tuple[Micros, Micros]]:
    """Disjoint ordered intervals with the union of the holes cut out."""
    cuts = union(holes)
    left: list[tuple[Micros, Micros]] = []
    first = 0
    for begin, end in intervals:
        while first < len(cuts) and cuts[first][1] <= begin:
            first += 1
        at = begin
        for cut_begin, cut_end in cuts[first:]:
            if cut_begin >= end:
                break
            if cut_begin > at:
                left.append((at, cut_begin))
            at = max(at, cut_end)
        if at < end:
            left.append((at, end))
    return left


def within(pauses: Pauses, begin: Micros, end: Micros) -> list[tuple[Micros, Micros]]:
    """The union of the pauses as far as it lies between two instants."""
    return union((max(one, begin), min(other, end)) for one, other in pauses)
