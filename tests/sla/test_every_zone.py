"""Every zone of the IANA database, at every change of its clock from 2000 to 2040."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo, available_timezones

from sla.calendar import BusinessCalendar
from sla.instants import micros
from sla.pauses import union
from sla.schedule import DayWindows, Schedule, Week
from tests.sla import oracle

Change: TypeAlias = tuple[datetime, timedelta, timedelta]
"""The instant of a change in UTC, and the offsets before and after it."""

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2040, 12, 31, tzinfo=UTC)
STEP = timedelta(days=9)
"""No zone of these years changes its clock and changes it back within so few days."""

GRID = [FIRST + step * STEP for step in range((LAST - FIRST) // STEP + 1)]


CLOSED: Week = ((),) * 7


def _changes(zone: ZoneInfo) -> tuple[Change, ...]:
    """All changes of a zone, looked for between points of a grid, to the second."""
    offsets = [_offset(at, zone) for at in GRID]
    return tuple(
        (_when(zone, begin, end, after), before, after)
        for (begin, before), (end, after) in pairwise(zip(GRID, offsets, strict=True))
        if before != after
    )


def _when(zone: ZoneInfo, begin: datetime, end: datetime, after: timedelta) -> datetime:
    seconds = range(int((end - begin).total_seconds()))
    found = bisect_left(seconds, True, key=lambda second: _offset(begin + timedelta(seconds=second), zone) == after)
    return begin + timedelta(seconds=found)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


@cache
def _zones_by_changes() -> dict[tuple[Change, ...], str]:
    """One zone for each history of changes: many names are links, or differ only before 2000."""
    return {_changes(ZoneInfo(name)): name for name in sorted(available_timezones() - {"localtime", "Factory"})}


def _windows_around(changes: tuple[Change, ...]) -> dict[date, DayWindows]:
    """On the dates about each change: an edge before, within and after the hour that is skipped or repeated."""
    dated: dict[date, DayWindows] = defaultdict(tuple)
    for at, before, after in changes:
        walls = sorted((at + offset).replace(tzinfo=None) for offset in (before, after))
        day = walls[0].date()
        begin, end = (int((wall - datetime.combine(day, datetime.min.time())).total_seconds()) for wall in walls)
        inside = (begin + end) // 2
        edges = [begin - 5_400, begin - 600, begin, inside, end, end + 1_800, end + 9_000]
        for opens, closes in (*pairwise(edges[::2]), (edges[1], edges[5])):
            shift, second = divmod(opens, 86_400)
            if closes - opens < 86_400:
                dated[day + timedelta(days=shift)] += ((second, (second + closes - opens) % 86_400),)
        dated[day + timedelta(days=3)] = ((0, 86_400),)
    return dated


def test_every_edge_near_a_change_of_the_clock_is_its_first_occurrence() -> None:
    checked = 0
    for changes, name in _zones_by_changes().items():
        zone = ZoneInfo(name)
        dated = _windows_around(changes)
        calendar = BusinessCalendar(Schedule(name, CLOSED, date_overrides=tuple(sorted(dated.items()))))
        expected = [
            (
                oracle.first_occurrence(zone, day, opens),
                oracle.first_occurrence(zone, day, closes if closes > opens else closes + 86_400),
            )
            for day, windows in dated.items()
            for opens, closes in windows
            if name != "Pacific/Apia" or day != date(2011, 12, 30)
        ]
        span = (micros(FIRST), micros(LAST + timedelta(days=9)))
        assert list(calendar.windows(*span)) == union(expected), name
        checked += len(changes)
    assert checked > 5_000


def test_no_time_is_gained_or_lost_where_days_join_about_a_change_near_midnight() -> None:
    for changes, name in _zones_by_changes().items():
        walls = [at + before for at, before, _ in changes]
        days = [wall.date() for wall in walls if wall.hour in (22, 23, 0, 1)]
        about = {day + timedelta(days=shift): ((0, 43_200), (43_200, 86_400)) for day in days for shift in (-1, 0, 1)}
        calendar = BusinessCalendar(Schedule(name, CLOSED, date_overrides=tuple(sorted(about.items()))))
        for day in days:
            begin = oracle.first_occurrence(ZoneInfo(name), day - timedelta(days=1), 0)
            end = oracle.first_occurrence(ZoneInfo(name), day + timedelta(days=2), 0)
            assert calendar.elapsed(begin, end) == end - begin, f"{name} {day}"
