"""An independent opinion: business time counted minute by minute from the clock on the wall.

It shares nothing with the calendar but the schedule: each minute is looked at in its own local time. Where an
edge of a window falls into an hour that the zone skips or repeats this is the other reading of the rules (the
"expected" of the dst_edge cases), so the properties use windows whose edges keep clear of those hours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sla.instants import MINUTE
from sla.schedule import Schedule

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


def open_minutes(schedule: Schedule, start: int, end: int, pauses: Sequence[tuple[int, int]] = ()) -> list[int]:
    """The starts of all whole minutes in [start, end) that are open; pauses begin and end on whole minutes too."""
    unpaused = (at for at in range(start, end, MINUTE) if not any(begin <= at < until for begin, until in pauses))
    return [at for at in unpaused if is_open(schedule, at)]


def first_occurrence(zone: ZoneInfo, day: date, second: int) -> int:
    """The instant of a wall time: its first occurrence, or counted on from the offset before where it is skipped.

    Only the way from an instant to its wall time is asked of the zone, and it may change its offset but once within
    a day of that time.
    """
    wall = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=second)
    offsets = [_offset(zone, wall + hours * timedelta(hours=1)) for hours in (-26, 26)]
    shown = [wall - offset for offset in sorted(set(offsets), reverse=True) if _offset(zone, wall - offset) == offset]
    return int(((shown[0] if shown else wall - offsets[0]) - _EPOCH) / timedelta(microseconds=1))


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def is_open(schedule: Schedule, at: int) -> bool:
    """Whether the wall clock of one instant lies in a window of its date or of the evening before."""
    local = (_EPOCH + timedelta(microseconds=at)).astimezone(ZoneInfo(schedule.zone))
    second = (local.hour * 60 + local.minute) * 60 + local.second
    today = local.date()
    if _within(dict(schedule.breaks), today, second) or _within(dict(schedule.breaks), today - _DAY, second + 86_400):
        return False
    weekly = {day: _week(schedule, day)[day.weekday()] for day in (today, today - _DAY)}
    dated = {
        day: windows
        for day, windows in (weekly | dict(schedule.date_overrides)).items()
        if day not in schedule.holidays and (day.month, day.day) not in schedule.yearly_holidays
    }
    return _within(dated, today, second) or _within(dated, today - _DAY, second + 86_400)


def _within(dated: Mapping[date, Sequence[tuple[int, int]]], day: date, second: int) -> bool:
    """Whether a second counted from the midnight of `day` lies in a window of that day."""
    return any(
        opens <= second < (closes if closes > opens else closes + 86_400) for opens, closes in dated.get(day, ())
    )


def _week(schedule: Schedule, day: date) -> Sequence[Sequence[tuple[int, int]]]:
    """The week of the last change up to a date."""
    week: Sequence[Sequence[tuple[int, int]]] = schedule.weekly
    for begins, changed in schedule.changes:
        week = changed if begins <= day else week
    return week
