"""A working day 08:00 to 17:00 with lunch 12:00 to 13:00, so that 8 hours are available."""

import pytest

from metrics.day import DayPlan, DaySheet, EnteredTime, Interval, day_sheet

MINUTE = 60_000_000
HOUR = 60 * MINUTE


def at(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * HOUR + int(minutes) * MINUTE


def span(start: str, end: str) -> Interval:
    return Interval(at(start), at(end))


def entry(start: str, end: str, *, billable: bool = True) -> EnteredTime:
    return EnteredTime(at(end) - at(start), span(start, end), billable)


PLAN = DayPlan(opening=(span("08:00", "17:00"),), lunch=span("12:00", "13:00"))


def sheet(*entries: EnteredTime, now: str, plan: DayPlan = PLAN) -> DaySheet:
    return day_sheet(entries, plan, at(now))


def test_a_full_day_is_eight_hours_without_lunch() -> None:
    assert sheet(now="17:00").available_us == 8 * HOUR
    assert sheet(now="17:00").elapsed_us == 8 * HOUR


def test_coverage_is_entered_over_elapsed() -> None:
    day = sheet(entry("08:00", "09:00"), entry("09:30", "10:00"), now="10:00")
    assert day.entered_us == 90 * MINUTE
    assert day.elapsed_us == 2 * HOUR
    assert day.coverage == pytest.approx(0.75)


def test_before_the_first_working_minute_coverage_has_no_value() -> None:
    day = sheet(now="07:30")
    assert day.elapsed_us == 0
    assert day.coverage is None


def test_an_hour_without_entries_is_zero_and_not_missing() -> None:
    assert sheet(now="09:00").coverage == 0.0


def test_lunch_neither_elapses_nor_is_a_gap() -> None:
    day = sheet(entry("08:00", "12:00"), now="13:00")
    assert day.elapsed_us == 4 * HOUR
    assert day.gaps == ()
    assert day.coverage == 1.0


def test_a_gap_is_longer_than_half_an_hour() -> None:
    day = sheet(entry("08:00", "08:52"), entry("09:22", "10:00"), entry("10:31", "11:00"), now="11:00")
    assert day.gaps == (span("10:00", "10:31"),)


def test_a_gap_grows_until_now_and_not_beyond() -> None:
    day = sheet(entry("08:00", "09:00"), entry("15:00", "16:00"), now="10:15")
    assert day.gaps == (span("09:00", "10:15"),)


def test_lunch_splits_a_gap() -> None:
    day = sheet(entry("08:00", "11:40"), now="13:31")
    assert day.gaps == (span("13:00", "13:31"),)


def test_overlapping_entries_are_shown_and_counted_once_in_the_coverage() -> None:
    day = sheet(entry("08:00", "09:00"), entry("08:30", "09:30"), now="10:00")
    assert day.overlaps == (span("08:30", "09:00"),)
    assert day.entered_us == 2 * HOUR
    assert day.coverage == pytest.approx(0.75)


def test_an_entry_that_ends_in_the_future_covers_only_what_has_passed() -> None:
    day = sheet(entry("08:00", "10:00"), now="09:00")
    assert day.entered_us == 2 * HOUR
    assert day.coverage == 1.0


def test_hours_without_a_place_in_the_day_count_as_entered() -> None:
    day = sheet(EnteredTime(HOUR), now="10:00")
    assert day.coverage == pytest.approx(0.5)


def test_part_time_cuts_the_day_after_its_hours() -> None:
    day = sheet(now="17:00", plan=DayPlan(PLAN.opening, PLAN.lunch, hours_us=5 * HOUR))
    assert day.working == (span("08:00", "12:00"), span("13:00", "14:00"))
    assert day.available_us == 5 * HOUR


def test_time_off_is_not_working_time() -> None:
    day = sheet(now="12:00", plan=DayPlan(PLAN.opening, PLAN.lunch, time_off=(span("08:00", "10:00"),)))
    assert day.available_us == 6 * HOUR
    assert day.elapsed_us == 2 * HOUR


def test_time_off_in_hours_ends_the_day_earlier() -> None:
    day = sheet(now="17:00", plan=DayPlan(PLAN.opening, PLAN.lunch, untimed_off_us=2 * HOUR))
    assert day.working == (span("08:00", "12:00"), span("13:00", "15:00"))


def test_a_free_day_has_no_coverage_even_with_work_in_it() -> None:
    day = sheet(entry("10:00", "11:00"), now="12:00", plan=DayPlan(opening=()))
    assert day.available_us == 0
    assert day.coverage is None
    assert day.entered_us == HOUR


def test_work_outside_the_shift_counts_as_entered() -> None:
    day = sheet(entry("07:00", "08:00"), entry("08:00", "09:00", billable=False), now="09:00")
    assert day.coverage == 2.0
    assert day.billable_us == HOUR
