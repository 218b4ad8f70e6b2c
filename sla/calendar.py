"""Business time: how much of it lies between two instants, and when an amount of it will have passed.

All instants are `Micros`; `sla.hours.BusinessHours` asks the same in aware datetimes. The rules, each with an
example, stand in docs/business-time.md. In short: edges are converted to UTC once, a deadline that lands on closing
time is that closing, pauses count once however they overlap, elapsed time is signed, and nothing is rounded.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from typing import TypeAlias

from sla.errors import NeverOpens, OutOfRange
from sla.instants import Micros
from sla.openings import first_instant, local_date
from sla.pauses import Pauses, within, without
from sla.table import QUARTER, SHIFT
from sla.years import BEGIN, END, OpenYears

Windows: TypeAlias = tuple[tuple[Micros, Micros], ...]
"""Open intervals, each from its first instant to the first one no longer."""


class BusinessCalendar(OpenYears):
    """Answers questions about the business time of one schedule.

    Every question takes pauses, UTC intervals in any order; paused time is not open.

    >>> from sla import Schedule
    >>> from sla.instants import HOUR
    >>> office = BusinessCalendar(Schedule.of("UTC", {"mon-fri": [("09:00", "17:00")]}))
    >>> monday = 1_767_571_200_000_000  # 2026-01-05T00:00Z
    >>> office.elapsed(monday, monday + 12 * HOUR) // HOUR
    3
    >>> office.add(monday, 8 * HOUR) == monday + 17 * HOUR
    True
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"BusinessCalendar({self.schedule!r})"

    # How much

    def elapsed(self, start: Micros, end: Micros, pauses: Pauses = ()) -> int:
        """Business microseconds from `start` to `end`, negative when `end` comes first.

        Raises:
            OutOfRange: an instant lies outside the years 1900 to 2199.
        """
        entries, low = self._quarters
        try:
            first = start // QUARTER - low
            last = end // QUARTER - low
            if pauses or first < 0 or last < 0:
                return self._searched(start, end, pauses)
            before = entries[first]
            after = entries[last]
            if before < 0:
                return after - before if after < 0 else end - after - before
            return after + before - start if after < 0 else end - start + before - after
        except (IndexError, TypeError):  # outside the quarter hours known, or one with an edge inside
            return self._searched(start, end, pauses)

    def add(self, start: Micros, duration_us: int, pauses: Pauses = ()) -> Micros:
        """The earliest instant by which so much business time has passed since `start`.

        It may be a closing. Nothing added gives `start` if that is open, else the next opening. A negative
        duration is subtracted.

        Raises:
            NeverOpens: the calendar has no more business time.
            OutOfRange: the years 1900 to 2199 do not hold so much.
        """
        if duration_us < 0:
            return self.subtract(start, -duration_us, pauses)
        if duration_us == 0:
            return self.next_open(start, pauses)
        for begin, end in within(pauses, start, END) if pauses else ():
            available = self.elapsed(start, begin)
            if available >= duration_us:
                break
            duration_us -= available
            start = end
        table = self._covering(start, start)
        while (found := table.ahead(start, duration_us)) is None:
            table = self._later(table)
        return found

    def subtract(self, start: Micros, duration_us: int, pauses: Pauses = ()) -> Micros:
        """The latest instant from which so much business time passes until `start`.

        It may be an opening. Nothing subtracted gives `start` if that is open, else the previous closing.

        Raises:
            NeverOpens: the calendar has no earlier business time.
            OutOfRange: the years 1900 to 2199 do not hold so much.
        """
        if duration_us < 0:
            return self.add(start, -duration_us, pauses)
        if duration_us == 0:
            return start if self.is_open(start, pauses) else self.prev_open(start, pauses)
        for begin, end in reversed(within(pauses, BEGIN, start)) if pauses else ():
            available = self.elapsed(end, start)
            if available >= duration_us:
                break
            duration_us -= available
            start = begin
        table = self._covering(start, start)
        while (found := table.behind(start, duration_us)) is None:
            table = self._earlier(table)
        return found

    # Many at once

    def elapsed_many(self, spans: Iterable[tuple[Micros, Micros]], pauses: Iterable[Pauses] | None = None) -> list[int]:
        """`elapsed` of many spans, in their order; a sixth faster than a loop around it.

        Args:
            spans: pairs of start and end.
            pauses: those of each span, in the same order; without it nothing is paused.

        Raises:
            OutOfRange: as `elapsed`.
            ValueError: there are not as many pauses as spans.
        """
        if pauses is not None:
            return [self.elapsed(start, end, paused) for (start, end), paused in zip(spans, pauses, strict=True)]
        answers: list[int] = []
        put = answers.append
        entries, low = self._quarters
        for start, end in spans:
            try:
                first = start // QUARTER - low
                last = end // QUARTER - low
                before = entries[first]
                after = entries[last]
                if first < 0 or last < 0:
                    raise IndexError
                if before < 0:
                    put(after - before if after < 0 else end - after - before)
                else:
                    put(after + before - start if after < 0 else end - start + before - after)
            except (IndexError, TypeError):
                put(self._searched(start, end, ()))
                entries, low = self._quarters
        return answers

    def add_many(self, starts: Iterable[tuple[Micros, int]], pauses: Iterable[Pauses] | None = None) -> list[Micros]:
        """`add` of many pairs of start and duration, in their order; over a third faster than a loop around it.

        Args:
            starts: pairs of start and duration.
            pauses: those of each pair, in the same order; without it nothing is paused.

        Raises:
            NeverOpens: as `add`.
            OutOfRange: as `add`.
            ValueError: there are not as many pauses as pairs.
        """
        if pauses is not None:
            return [self.add(start, length, paused) for (start, length), paused in zip(starts, pauses, strict=True)]
        answers: list[Micros] = []
        put = answers.append
        table, edges, sums, entries, low = self._by_quarters()
        for start, length in starts:
            try:
                quarter = start // QUARTER - low
                if quarter < 0 or length <= 0:
                    raise IndexError
                entry = entries[quarter]
                total = length + (entry + SHIFT if entry < 0 else start - entry + SHIFT)
                interval = bisect_left(sums, total) - 1
                put(edges[2 * interval] + total - sums[interval])
            except (IndexError, TypeError):  # as in `elapsed`, or the table ends before so much time has passed
                put(self.add(start, length))
                if self._table is not table:
                    table, edges, sums, entries, low = self._by_quarters()
        return answers

    # When

    def is_open(self, at: Micros, pauses: Pauses = ()) -> bool:
        """Whether business time passes from this instant on: yes at the opening, no at the closing."""
        if any(begin <= at < end for begin, end in pauses):
            return False
        return bool(bisect_right(self._covering(at, at).edges, at) & 1)

    def next_open(self, at: Micros, pauses: Pauses = ()) -> Micros:
        """`at` itself when open, else the next opening. Raises `NeverOpens`, `OutOfRange`."""
        at = self._next_open(at)
        for begin, end in within(pauses, at, END) if pauses else ():
            if begin > at:
                break
            at = self._next_open(end)
        return at

    def prev_open(self, at: Micros, pauses: Pauses = ()) -> Micros:
        """`at` itself when the instant before is open, else the previous closing. Raises as `next_open`."""
        at = self._prev_open(at)
        for begin, end in reversed(within(pauses, BEGIN, at)) if pauses else ():
            if end < at:
                break
            at = self._prev_open(begin)
        return at

    def next_close(self, at: Micros, pauses: Pauses = ()) -> Micros:
        """The closing of the interval open at `at`, or of the next one; a pause closes too. Raises as `next_open`."""
        begun = self.next_open(at, pauses) if pauses else at
        paused = next((begin for begin, _ in within(pauses, begun, END)), None) if pauses else None
        if self.schedule.never_closes:
            if paused is not None:
                return paused
            raise NeverOpens(f"This calendar ({self.schedule.zone}) is open around the clock and never closes.")
        table = self._covering(begun, begun)
        while True:
            position = bisect_right(table.edges, begun) | 1
            if position < len(table.edges) and table.edges[position] < table.end:
                closes = table.edges[position]
                return closes if paused is None else min(closes, paused)
            table = self._later(table)

    def windows(self, start: Micros, end: Micros, pauses: Pauses = ()) -> Windows:
        """The open intervals between two instants, clipped at both; none where `end` is not after `start`."""
        if end <= start:
            return ()
        edges = self._covering(start, end).edges
        found = _pairs(edges[bisect_right(edges, start) & ~1 : (bisect_left(edges, end) + 1) & ~1])
        clipped = [(max(opens, start), min(closes, end)) for opens, closes in found]
        return tuple(without(clipped, pauses) if pauses else clipped)

    def windows_after(self, at: Micros, count: int, pauses: Pauses = ()) -> Windows:
        """The first `count` open intervals from `at` on, the first one clipped at `at`.

        Touching windows are one interval. Fewer come back when there are no more before the year 2200.
        """
        if pauses:
            return _unpaused(lambda wanted: self.windows_after(at, wanted), count, pauses)
        table = self._covering(at, at)
        while True:
            position = bisect_right(table.edges, at) & ~1
            found = _pairs(table.edges[position : position + 2 * count])
            if len(found) == count and (not found or found[-1][1] < table.end):
                break
            try:
                table = self._later(table)
            except (NeverOpens, OutOfRange):
                break
        return tuple((max(opens, at), closes) for opens, closes in found)

    def windows_before(self, at: Micros, count: int, pauses: Pauses = ()) -> Windows:
        """The last `count` open intervals up to `at`, latest first, the first one clipped at `at`.

        Touching windows are one interval. Fewer come back when there are no more since the year 1900.
        """
        if pauses:
            return _unpaused(lambda wanted: self.windows_before(at, wanted)[::-1], count, pauses, latest_first=True)
        table = self._covering(at, at)
        while True:
            position = (bisect_left(table.edges, at) + 1) & ~1
            found = _pairs(table.edges[max(position - 2 * count, 0) : position])
            if len(found) == count and (not found or found[0][0] > table.begin):
                break
            try:
                table = self._earlier(table)
            except (NeverOpens, OutOfRange):
                break
        return tuple((opens, min(closes, at)) for opens, closes in reversed(found))

    def day_start(self, at: Micros) -> Micros:
        """The first instant of the local date on which `at` falls."""
        return first_instant(local_date(at, self.zone), self.zone)

    # Behind the answers

    def _searched(self, start: Micros, end: Micros, pauses: Pauses) -> int:
        """`elapsed` by search: the road for pauses, for years not yet built, and for openings at odd minutes."""
        for at in (start, end):
            if not isinstance(at, int):
                raise TypeError(
                    f"elapsed() takes epoch microseconds, got {at!r}; aware datetimes are for BusinessHours."
                )
        if end < start:
            return -self._searched(end, start, pauses)
        table = self._covering(start, end)
        business = table.total(end) - table.total(start)
        for begin, until in within(pauses, start, end) if pauses else ():
            business -= table.total(until) - table.total(begin)
        return business


def _unpaused(windows: Callable[[int], Windows], count: int, pauses: Pauses, *, latest_first: bool = False) -> Windows:
    """The first `count` intervals that pauses leave of windows; `windows` gives in order of time so many as wanted."""
    wanted = count
    while True:
        found = windows(wanted)
        left = without(found, pauses)
        if len(left) >= count or len(found) < wanted:
            return tuple(left[::-1] if latest_first else left)[:count]
        wanted = 2 * wanted + len(pauses)


def _pairs(edges: list[Micros]) -> list[tuple[Micros, Micros]]:
    return list(zip(edges[::2], edges[1::2], strict=True))
