"""Schedules, instants and pauses for the properties; derandomised, so that every run asks the same questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from hypothesis import settings
from hypothesis import strategies as st

from sla.instants import DAY, MINUTE, micros
from sla.schedule import Schedule, Window

FIXED = ("UTC", "Asia/Kolkata", "Asia/Kathmandu", "America/Phoenix", "Pacific/Marquesas")
"""Zones whose clocks do not change, some with half-hour and quarter-hour offsets."""

CHANGING = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Chatham")
"""Zones that change between 00:00 and 04:00 local time."""

FIRST_DAY = date(2024, 10, 1)
START = micros(datetime(2024, 10, 1, tzinfo=UTC))
MINUTES = 45 * DAY // MINUTE
"""Six weeks in which all changing zones change their clocks."""

careful = settings(derandomize=True, deadline=None, max_examples=25)
thorough = settings(derandomize=True, deadline=None, max_examples=40)

instants = st.integers(0, MINUTES).map(lambda minute: START + minute * MINUTE)
fine_instants = st.integers(0, 45 * DAY).map(lambda us: START + us)
days = st.integers(0, 44).map(lambda offset: date.fromordinal(FIRST_DAY.toordinal() + offset))

_any_minute = st.integers(0, 1439).map(lambda minute: minute * 60)
_day_minute = st.integers(5 * 60, 23 * 60).map(lambda minute: minute * 60)


def _window(minute: st.SearchStrategy[int]) -> st.SearchStrategy[Window]:
    return st.tuples(minute, minute | st.just(86_400))


def _schedules(zones: Sequence[str], minute: st.SearchStrategy[int]) -> st.SearchStrategy[Schedule]:
    windows = st.lists(_window(minute), max_size=2).map(tuple)
    dated = st.dictionaries(days, windows, max_size=3).map(lambda found: tuple(sorted(found.items())))
    weeks = st.tuples(*[windows] * 7)
    changes = st.dictionaries(days, weeks, max_size=2).map(lambda found: tuple(sorted(found.items())))
    return st.builds(
        Schedule,
        zone=st.sampled_from(zones),
        weekly=weeks,
        holidays=st.frozensets(days, max_size=3),
        yearly_holidays=st.frozensets(days.map(lambda day: (day.month, day.day)), max_size=2),
        date_overrides=dated,
        breaks=dated,
        changes=changes,
    )


schedules = _schedules(FIXED, _any_minute) | _schedules(CHANGING, _day_minute)
"""Any windows in zones that keep their offset; windows clear of the small hours in zones that change."""

opening_schedules = schedules.filter(
    lambda schedule: all(map(any, (schedule.weekly, *dict(schedule.changes).values())))
)

pauses = st.lists(
    st.tuples(instants, st.integers(-600, 6_000)).map(lambda p: (p[0], p[0] + p[1] * MINUTE)), max_size=4
).map(tuple)
"""Unsorted, overlapping, touching, empty and reversed pauses."""
