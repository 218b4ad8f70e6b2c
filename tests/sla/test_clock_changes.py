"""Clock changes of many zones, 2000 to 2040, and the same questions put to workclock where it agrees."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import workclock

from sla.calendar import BusinessCalendar
from sla.hours import BusinessHours
from sla.instants import DAY, duration, instant, micros
from sla.schedule import Schedule

ZONES = (
    "Africa/Cairo", "Africa/Casablanca", "America/Havana", "America/New_York", "America/Santiago",
    "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll", "Asia/Amman", "Asia/Beirut", "Asia/Tehran",
    "Australia/Lord_Howe", "Australia/Sydney", "Europe/Dublin", "Europe/London", "Europe/Moscow",
    "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Easter",
)  # fmt: skip


def _weekly(*windows: tuple[str, str]) -> dict[str, tuple[tuple[str, str], ...]]:
    return dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), windows)


@cache
def _days_of_change(zone: str) -> list[tuple[date, timedelta]]:
    """The dates from whose noon to the next noon the offset changes, and by how much."""
    clock = ZoneInfo(zone)
    noons = [datetime(2000, 1, 1, 12, tzinfo=clock) + timedelta(days=day) for day in range(40 * 365)]
    offsets = [(noon.date(), noon.utcoffset() or timedelta(0)) for noon in noons]
    return [(day, after - before) for (day, before), (_, after) in pairwise(offsets) if after != before]


@pytest.mark.parametrize("zone", ZONES)
def test_a_night_shift_is_as_long_as_the_night_really_was(zone: str) -> None:
    nights = BusinessCalendar(Schedule.of(zone, _weekly(("20:00", "08:00"))))
    changes = _days_of_change(zone)
    assert changes
    for day, change in changes:
        if abs(change) >= timedelta(hours=12):
            continue  # Apia skips a date: two evenings become one
        opens = micros(datetime(day.year, day.month, day.day, 20, tzinfo=ZoneInfo(zone)))
        ((begun, closed),) = nights.windows_after(opens, 1)
        assert begun == opens
        assert duration(closed - begun) == timedelta(hours=12) - change


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"])
def test_workclock_gives_the_same_answers(zone: str) -> None:
    holidays = [date(year, 12, 25) for year in range(2020, 2030)]
    hours = _weekly(("09:00", "12:00"), ("13:00", "17:30")) | {"sat": (), "sun": ()}
    asked = BusinessHours(Schedule.of(zone, hours, holidays=holidays))
    ours = asked.calendar
    theirs = workclock.Schedule(
        [
            workclock.WorkDay(time(9), time(17, 30)),
            workclock.Break(time(12), time(13)),
            workclock.Holidays(holidays),
        ],
        time_zone=zone,
    )
    chance = random.Random(3)
    for _ in range(2_000):
        start = datetime(2021, 1, 1, tzinfo=UTC) + timedelta(microseconds=chance.randrange(8 * 365 * DAY))
        end = start + timedelta(microseconds=chance.randrange(-30 * DAY, 30 * DAY))
        business = theirs.between(start, end)
        assert asked.elapsed(start, end) == business
        amount = 1 + abs(business // timedelta(microseconds=1))
        length = duration(amount)
        assert instant(ours.add(micros(start), amount)) == theirs.add(start, length)
        assert instant(ours.subtract(micros(start), amount)) == theirs.sub(start, length)


@pytest.mark.parametrize("zone", sorted({*ZONES} - {"Pacific/Apia"}))  # it moves Apia's skipped windows a day on
def test_workclock_converts_edges_in_the_changing_hours_the_same_way(zone: str) -> None:
    chance = random.Random(zone)
    changes = [day for day, _ in _days_of_change(zone) if day.year < 2020]
    for _ in range(6):
        windows = [(chance.randrange(240), chance.randrange(1_440)) for _ in range(2)]
        asked = BusinessHours(Schedule.of(zone, _weekly(*[(_written(a), _written(b)) for a, b in windows])))
        theirs = workclock.Schedule(
            [workclock.WorkDay(_time(a), _time(b), range(7)) for a, b in windows], time_zone=zone
        )
        first = chance.randrange(max(len(changes) - 5, 1))
        for day in changes[first : first + 6]:  # neighbours, as a calendar is built for all years in between
            noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            start, end = (noon + timedelta(microseconds=chance.randrange(-DAY, 2 * DAY)) for _ in range(2))
            length = timedelta(microseconds=chance.randrange(1, DAY))
            assert asked.elapsed(start, end) == theirs.between(start, end)
            assert asked.add(start, length) == theirs.add(start, length)
            assert asked.subtract(start, length) == theirs.sub(start, length)


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _written(minute: int) -> str:
    return f"{_time(minute):%H:%M}"
