"""From a declared schedule to the intervals that are really open, in UTC.

Each edge of a window is converted to UTC exactly once, with ``fold=0`` (PEP 495): an edge in an hour that the
clock repeats is its first occurrence, an edge in an hour that the clock skips counts on from the offset before.
A window therefore lasts as long as the clock on the wall really took; one whose closing comes out before its
opening does not happen. A date that the zone skips altogether (Pacific/Apia 2011-12-30) opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sla.instants import DAY, SECOND, Micros, instant
from sla.pauses import union, without
from sla.schedule import DayWindows, Schedule

Interval = tuple[Micros, Micros]

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_ONE_DAY = timedelta(days=1)
_NO_OFFSET = timedelta(0)
_SECONDS_A_DAY = 86_400
_REACH = timedelta(days=3)
"""A window reaches at most two days past its date, and a local date lies within a day of the UTC date."""


def open_intervals(schedule: Schedule, zone: ZoneInfo, year: int) -> list[Interval]:
    """The open intervals of one UTC year: disjoint, in order, clipped to the year."""
    begin, end = year_start(year), year_start(year + 1)
    if schedule.never_closes:
        return [(begin, end)]
    first, last = date(year, 1, 1) - _REACH, date(year + 1, 1, 1) + _REACH
    opened = union(_intervals(_windows_by_date(schedule, first, last), zone))
    cut = _intervals(((day, w) for day, w in schedule.breaks if first <= day <= last), zone)
    return [
        (max(opens, begin), min(closes, end))
        for opens, closes in without(opened, cut)
        if opens < end and closes > begin
    ]


def year_start(year: int) -> Micros:
    """The first instant of a UTC year."""
    return (date(year, 1, 1).toordinal() - _EPOCH_ORDINAL) * DAY


def first_instant(day: date, zone: ZoneInfo) -> Micros:
    """The first instant of a local date, also where the zone skips or repeats its midnight."""
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - wall time of `zone`
    zero = (day.toordinal() - _EPOCH_ORDINAL) * _SECONDS_A_DAY
    early, late = (_utc(midnight.replace(fold=fold), zero, 0, zone) for fold in (0, 1))
    if early <= late:
        return early
    # The clock jumps over midnight: the date begins at the jump, which lies between the two readings.
    before, after = late, early
    while after - before > 1:
        middle = (before + after) // 2
        if local_date(middle, zone) < day:
            before = middle
        else:
            after = middle
    return after


def local_date(at: Micros, zone: ZoneInfo) -> date:
    """The date that the calendar on the wall of `zone` shows at an instant."""
    return instant(at).astimezone(zone).date()


def _windows_by_date(schedule: Schedule, first: date, last: date) -> Iterator[tuple[date, DayWindows]]:
    overrides = dict(schedule.date_overrides)
    edges = [first, *(day for day, _ in schedule.changes if first < day <= last), last + _ONE_DAY]
    for begin, until in pairwise(edges):
        week = schedule.week_of(begin)
        day = begin
        while day < until:
            windows = overrides.get(day, week[day.weekday()])
            if windows and not schedule.is_holiday(day):
                yield day, windows
            day += _ONE_DAY


def _intervals(dated: Iterator[tuple[date, DayWindows]], zone: ZoneInfo) -> Iterator[Interval]:
    for day, windows in dated:
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - wall time of `zone`
        zero = (day.toordinal() - _EPOCH_ORDINAL) * _SECONDS_A_DAY
        if _utc(midnight, zero, 0, zone) >= _utc(midnight, zero, _SECONDS_A_DAY, zone):
            continue  # the zone skips this date
        for opens, closes in windows:
            until = closes if closes > opens else closes + _SECONDS_A_DAY
            yield _utc(midnight, zero, opens, zone), _utc(midnight, zero, until, zone)


def _utc(midnight: datetime, zero: int, second: int, zone: ZoneInfo) -> Micros:
    """A second of a local day as an instant.

    `midnight` is the wall time at which the day begins and `zero` the same in seconds since the epoch; `fold`
    of `midnight` chooses where the clock shows a time twice or never.
    """
    local = midnight + timedelta(seconds=second) if second else midnight
    offset = zone.utcoffset(local) or _NO_OFFSET
    return (zero + second - offset.days * _SECONDS_A_DAY - offset.seconds) * SECOND
