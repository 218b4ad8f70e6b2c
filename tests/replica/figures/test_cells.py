"""Periods are made of months, weeks and days, and cells of sums."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from replica.figures.cells import Part, Span, month_end, parts, week_of

DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31)).map(date.toordinal)


def days_of(part: Part) -> range:
    last = {Span.DAY: part.bucket, Span.WEEK: part.bucket + 6, Span.MONTH: month_end(part.bucket)}[part.span]
    return range(part.bucket, last + 1)


@given(first=DAYS, length=st.integers(0, 800))
def test_the_parts_of_a_period_are_its_days_each_once(first: int, length: int) -> None:
    last = first + length
    assert [day for part in parts(first, last) for day in days_of(part)] == list(range(first, last + 1))


@given(first=DAYS, length=st.integers(0, 800))
def test_a_period_has_few_single_days(first: int, length: int) -> None:
    found = list(parts(first, first + length))
    assert sum(part.span is Span.DAY for part in found) <= 26
    assert sum(part.span is Span.WEEK for part in found) <= 8


def test_a_year_is_twelve_months_and_a_quarter_that_begins_late_is_weeks_and_days_and_months() -> None:
    year = parts(date(2026, 1, 1).toordinal(), date(2026, 12, 31).toordinal())
    assert [part.span for part in year] == [Span.MONTH] * 12
    thirteen_weeks = date(2026, 8, 24)
    spans = [part.span for part in parts(thirteen_weeks.toordinal(), date(2026, 11, 22).toordinal())]
    assert spans.count(Span.MONTH) == 2
    assert spans.count(Span.WEEK) == 4


@given(day=DAYS)
def test_a_week_begins_on_a_monday(day: int) -> None:
    monday = date.fromordinal(week_of(day))
    assert monday.weekday() == 0
    assert timedelta() <= date.fromordinal(day) - monday < timedelta(days=7)
