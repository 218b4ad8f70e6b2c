"""Business time against two libraries that walk the days of a span at each call, in one run with equal answers.

business-duration knows one window a day and no zone; both are given weekdays from nine to five in UTC, and spans that
begin and end in business hours, most of them twenty days long. It is asked in seconds, which it counts as whole ones.
In its round ours goes over the spans a hundred times: once takes 30 microseconds, in which a processor that comes from
the work of another side still learns the branches, and in which reading its clock counts. A round of a peer takes
several milliseconds for one time; with a hundred ours takes about as long.
"""

import random
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module

from bench.figures import Cost, Figure, Work, compared, in_turn
from sla.calendar import BusinessCalendar
from sla.instants import micros
from sla.schedule import Schedule

_ROUNDS = 9
_SPANS = 150
_PASSES = 100
_FIRST = datetime(2024, 1, 1, tzinfo=UTC)
_DAYS = 3 * 365
_HOLIDAYS = [date(year, month, day) for year in range(2023, 2029) for month, day in ((1, 1), (5, 1), (12, 25))]
_GOAL = 300.0
_INSTALL = "pip install --no-deps -r bench/peers.txt"

Span = tuple[datetime, datetime]


def measure() -> list[Figure]:
    """Both figures; raises AssertionError where the libraries do not agree on a single span.

    Raises:
        SystemExit: the two are not installed; nothing else needs them.
    """
    try:
        worked = import_module("business_duration").businessDuration
        calendar = import_module("django_bizcal").WorkingCalendar
    except ImportError as missing:
        raise SystemExit(f"{missing}: get these two by {_INSTALL}") from missing
    spans = _spans(random.Random(11))
    weekly = {day: [("09:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")}
    ours = BusinessCalendar(Schedule.of("UTC", weekly, holidays=_HOLIDAYS))
    bizcal = calendar(
        tz="UTC",
        weekly_schedule={day: [("09:00", "17:00")] for day in range(5)},
        day_overrides={day: [] for day in _HOLIDAYS},
    )
    window = {"starttime": time(9), "endtime": time(17), "holidaylist": _HOLIDAYS, "unit": "sec"}
    instants = [(micros(start), micros(end)) for start, end in spans]
    naive = [(start.replace(tzinfo=None), end.replace(tzinfo=None)) for start, end in spans]
    for (first, last), (start, end), (bare_start, bare_end) in zip(instants, spans, naive, strict=True):
        expected = timedelta(microseconds=ours.elapsed(first, last))
        assert bizcal.business_time_between(start, end) == expected
        assert timedelta(seconds=float(worked(bare_start, bare_end, **window))) == expected
    costs = _costs(
        ours=lambda: [ours.elapsed(first, last) for _ in range(_PASSES) for first, last in instants],
        bizcal=lambda: [bizcal.business_time_between(start, end) for start, end in spans],
        duration=lambda: [worked(start, end, **window) for start, end in naive],
    )
    return [
        _figure("django-bizcal", costs["ours"].times(1 / _PASSES), costs["bizcal"]),
        _figure("business-duration", costs["ours"].times(1 / _PASSES), costs["duration"]),
    ]


def _spans(source: random.Random) -> list[Span]:
    """Spans of at most twenty days whose ends lie in business hours, on whole seconds."""
    spans: list[Span] = []
    while len(spans) < _SPANS:
        start, end = sorted((_in_office(source), _in_office(source)))
        end = min(end, datetime.combine((start + timedelta(days=20)).date(), end.time(), UTC))
        if _open_on(end.date()) and start < end:
            spans.append((start, end))
    return spans


def _in_office(source: random.Random) -> datetime:
    while not _open_on(day := (_FIRST + timedelta(days=source.randrange(_DAYS))).date()):
        pass
    return datetime.combine(day, time(9), UTC) + timedelta(seconds=source.randrange(1, 8 * 3_600))


def _open_on(day: date) -> bool:
    return day.weekday() < 5 and day not in _HOLIDAYS


def _costs(**sides: Work) -> dict[str, Cost]:
    """Nanoseconds a call."""
    return {name: cost.times(1e9 / _SPANS) for name, cost in in_turn(_ROUNDS, **sides).items()}


def _figure(peer_name: str, ours: Cost, peer: Cost) -> Figure:
    return compared("elapsed", ours, peer, peer_name=peer_name, unit="ns", goal=_GOAL, at_most=False)
