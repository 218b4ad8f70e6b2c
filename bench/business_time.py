"""Business time against the compiled peers, in one run with equal answers.

Each library gets the form of an instant that it natively takes: ours integer microseconds, timegrid naive
datetimes, workclock aware datetimes. The figures named "datetimes" give ours aware datetimes as well and want a
timedelta back. Compiling and building happen before the clock starts.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta

import timegrid
import workclock

from bench.figures import Cost, Figure, Work, compared, in_turn
from sla.calendar import BusinessCalendar
from sla.hours import BusinessHours
from sla.instants import instant, micros
from sla.schedule import Schedule

_ROUNDS = 75
_SPANS = 3_000
_FIRST = datetime(2024, 1, 1, tzinfo=UTC)
_YEARS = 3
_HOLIDAYS = [date(year, month, day) for year in range(2023, 2029) for month, day in ((1, 1), (5, 1), (12, 25))]

Span = tuple[datetime, datetime]


def measure() -> list[Figure]:
    """All figures; raises AssertionError where the libraries do not agree on a single span."""
    spans = _spans(random.Random(7))
    return [*_in_utc(spans), *_in_zone(spans)]


def _spans(source: random.Random) -> list[Span]:
    """Ticket spans of an hour to three weeks, starting at random instants of three years."""
    spans = []
    for _ in range(_SPANS):
        start = _FIRST + timedelta(seconds=source.randrange(_YEARS * 365 * 86_400))
        spans.append((start, start + timedelta(seconds=source.randrange(3_600, 21 * 86_400))))
    return spans


def _in_utc(spans: Sequence[Span]) -> list[Figure]:
    ours, worker = _ours("UTC"), _workclock("UTC")
    in_datetimes = BusinessHours(ours.schedule)
    grid = _timegrid()
    instants = [(micros(start), micros(end)) for start, end in spans]
    naive = [(start.replace(tzinfo=None), end.replace(tzinfo=None)) for start, end in spans]
    for (start, end), (first, last), (local_start, local_end) in zip(spans, instants, naive, strict=True):
        expected = worker.between(start, end)
        assert grid(local_start, local_end) == expected
        assert timedelta(microseconds=ours.elapsed(first, last)) == expected
    costs = _costs(
        ours=lambda: [ours.elapsed(first, last) for first, last in instants],
        datetimes=lambda: [in_datetimes.elapsed(start, end) for start, end in spans],
        timegrid=lambda: [grid(start, end) for start, end in naive],
        workclock=lambda: [worker.between(start, end) for start, end in spans],
    )
    return [
        _figure("elapsed", "timegrid", costs["ours"], costs["timegrid"], 4),
        _figure("elapsed", "workclock", costs["ours"], costs["workclock"], 15),
        _figure("elapsed of datetimes", "timegrid", costs["datetimes"], costs["timegrid"], None),
        _figure("elapsed of datetimes", "workclock", costs["datetimes"], costs["workclock"], None),
    ]


def _in_zone(spans: Sequence[Span]) -> list[Figure]:
    ours, worker = _ours("America/New_York"), _workclock("America/New_York")
    amounts = [(start, worker.between(start, end)) for start, end in spans]
    durations = [(micros(start), amount // timedelta(microseconds=1)) for start, amount in amounts]
    for (start, amount), (first, duration) in zip(amounts, durations, strict=True):
        assert not amount or instant(ours.add(first, duration)) == worker.add(start, amount)
    instants = [(micros(start), micros(end)) for start, end in spans]
    assert ours.elapsed_many(instants) == [ours.elapsed(*each) for each in instants]
    assert ours.add_many(durations) == [ours.add(*each) for each in durations]
    assert all(
        ours.elapsed(first, last) == duration for (first, last), (_, duration) in zip(instants, durations, strict=True)
    )
    costs = _costs(
        elapsed=lambda: [ours.elapsed(first, last) for first, last in instants],
        peer_elapsed=lambda: [worker.between(start, end) for start, end in spans],
        add=lambda: [ours.add(first, duration) for first, duration in durations],
        peer_add=lambda: [worker.add(start, amount) for start, amount in amounts],
        elapsed_many=lambda: ours.elapsed_many(instants),
        add_many=lambda: ours.add_many(durations),
    )
    return [
        _figure("elapsed in New York", "workclock", costs["elapsed"], costs["peer_elapsed"], 15),
        _figure("add in New York", "workclock", costs["add"], costs["peer_add"], None),
        _figure("elapsed, many at once", "a loop of it", costs["elapsed_many"], costs["elapsed"], None),
        _figure("add, many at once", "a loop of it", costs["add_many"], costs["add"], None),
    ]


def _costs(**sides: Work) -> dict[str, Cost]:
    """Nanoseconds a call."""
    return {name: cost.times(1e9 / _SPANS) for name, cost in in_turn(_ROUNDS, **sides).items()}


def _figure(name: str, peer_name: str, ours: Cost, peer: Cost, goal: float | None) -> Figure:
    return compared(name, ours, peer, peer_name=peer_name, unit="ns", goal=goal, at_most=False)


def _ours(zone: str) -> BusinessCalendar:
    office = [("09:00", "12:00"), ("13:00", "17:00")]
    weekly = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), office)
    return BusinessCalendar(Schedule.of(zone, weekly, holidays=_HOLIDAYS))


def _workclock(zone: str) -> workclock.Schedule:
    rules: list[workclock.WorkDay | workclock.Break | workclock.Holidays] = [
        workclock.WorkDay(time(9), time(17)),
        workclock.Break(time(12), time(13)),
        workclock.Holidays(_HOLIDAYS),
    ]
    return workclock.Schedule(rules, time_zone=zone)


def _timegrid() -> Callable[[datetime, datetime], timedelta]:
    calendar = timegrid.TimeGridCalendar.weekdays(time(9), time(17)).break_weekdays(time(12), time(13))
    for day in _HOLIDAYS:
        calendar = calendar.close(day)
    first = (_FIRST - timedelta(days=31)).replace(tzinfo=None)
    answer: Callable[[datetime, datetime], timedelta] = calendar.compile(
        first, first + timedelta(days=(_YEARS + 1) * 366)
    ).get_working_duration
    return answer
