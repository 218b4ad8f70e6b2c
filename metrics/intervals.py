"""Half-open spans of time and their arithmetic, in epoch microseconds; nothing here knows a calendar."""

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

Spans: TypeAlias = tuple["Interval", ...]


class Interval(NamedTuple):
    """`start` belongs to it, `end` does not."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


def union(spans: Iterable[Interval]) -> Spans:
    """The same time in order, overlapping and touching spans joined, empty ones dropped."""
    joined: list[Interval] = []
    for span in sorted(span for span in spans if span.end > span.start):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Interval(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def without(spans: Iterable[Interval], holes: Iterable[Interval]) -> Spans:
    """The time of `spans` that no hole covers."""
    cut = union(holes)
    left: list[Interval] = []
    for start, end in union(spans):
        at = start
        for hole in cut:
            if hole.end <= at or hole.start >= end:
                continue
            if hole.start > at:
                left.append(Interval(at, hole.start))
            at = hole.end
        if at < end:
            left.append(Interval(at, end))
    return tuple(left)


def within(spans: Iterable[Interval], start: int, end: int) -> Spans:
    """The part of `spans` that lies between two instants."""
    return union(Interval(max(span.start, start), min(span.end, end)) for span in spans)


def common(spans: Iterable[Interval]) -> Spans:
    """The time that two or more of the spans claim."""
    twice: list[Interval] = []
    reach: Interval | None = None
    for span in sorted(span for span in spans if span.end > span.start):
        if reach is not None and span.start < reach.end:
            twice.append(Interval(span.start, min(span.end, reach.end)))
        if reach is None or span.end > reach.end:
            reach = span
    return union(twice)


def total(spans: Iterable[Interval]) -> int:
    """The length of disjoint spans."""
    return sum(span.length for span in spans)


def first_part(spans: Iterable[Interval], length: int) -> Spans:
    """The earliest `length` microseconds of the spans."""
    kept: list[Interval] = []
    for span in union(spans):
        if length <= 0:
            break
        kept.append(Interval(span.start, min(span.end, span.start + length)))
        length -= kept[-1].length
    return tuple(kept)
