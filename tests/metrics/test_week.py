"""The week of one tech: 08:00 to 17:00 with an hour's lunch, read on Friday at noon."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from metrics.day import DayPlan, EnteredTime, Interval
from metrics.week import PlannedDay, WeekSheet, week_sheet

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MONDAY = date(2026, 11, 16)


def hours(day: int, start: float, end: float) -> Interval:
    return Interval(day * DAY + int(start * HOUR), day * DAY + int(end * HOUR))


def working(day: int, **plan: object) -> PlannedDay:
    lunch = hours(day, 12, 13)
    return PlannedDay(dated(day), DayPlan((hours(day, 8, 17),), lunch, **plan))  # type: ignore[arg-type]


def dated(day: int) -> date:
    return date.fromordinal(MONDAY.toordinal() + day)


def sheet(*days: PlannedDay, now: int, **entered: float) -> WeekSheet:
    """Hours entered by day: d0=8 is Monday."""
    times = {dated(int(key[1:])): [EnteredTime(int(value * HOUR))] for key, value in entered.items()}
    return week_sheet(days, times, now)


WEEK = tuple(working(day) for day in range(5))
FRIDAY_NOON = 4 * DAY + 12 * HOUR


def test_days_that_miss_hours_are_named() -> None:
    week = sheet(*WEEK, now=FRIDAY_NOON, d0=8, d1=6.5, d2=8, d3=8, d4=4)
    assert [(day.day, day.missing_us) for day in week.short] == [(dated(1), int(1.5 * HOUR))]
    assert week.required_us == 40 * HOUR
    assert week.entered_us == int(34.5 * HOUR)


def test_today_misses_only_what_has_passed_of_it() -> None:
    week = sheet(*WEEK, now=FRIDAY_NOON, d0=8, d1=8, d2=8, d3=8, d4=3)
    assert week.missing_us == HOUR
    assert week.days[4].required_us == 8 * HOUR


def test_a_long_day_does_not_make_up_for_a_short_one() -> None:
    week = sheet(*WEEK, now=FRIDAY_NOON, d0=10, d1=6, d2=8, d3=8, d4=4)
    assert week.missing_us == 2 * HOUR


def test_lunch_time_off_and_holidays_are_not_required() -> None:
    holiday = PlannedDay(dated(0), DayPlan(()), off="Thanksgiving")
    half = working(1, time_off=(hours(1, 13, 17),))
    by_hours = working(2, untimed_off_us=2 * HOUR)
    week = sheet(holiday, half, by_hours, now=FRIDAY_NOON)
    assert [day.required_us for day in week.days] == [0, 4 * HOUR, 6 * HOUR]
    assert (week.days[0].off, week.days[0].missing_us) == ("Thanksgiving", 0)


def test_work_on_a_holiday_counts_as_entered_and_is_not_required() -> None:
    week = sheet(PlannedDay(dated(0), DayPlan(()), off="Thanksgiving"), now=FRIDAY_NOON, d0=2)
    assert (week.entered_us, week.missing_us) == (2 * HOUR, 0)


@given(
    st.lists(st.integers(0, 24), min_size=5, max_size=5),
    st.integers(-DAY, 7 * DAY),
    st.integers(0, DAY),
)
def test_missing_grows_with_the_clock_and_never_exceeds_what_is_required(
    entered: list[int], now: int, later: int
) -> None:
    times = {f"d{day}": float(amount) for day, amount in enumerate(entered)}
    week, then = sheet(*WEEK, now=now, **times), sheet(*WEEK, now=now + later, **times)
    assert 0 <= week.missing_us <= then.missing_us <= week.required_us
