"""The calendar at its edges: odd zones, odd schedules, far years, and what it refuses."""

from __future__ import annotations

import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from sla import BusinessCalendar, BusinessHours, NaiveInstant, NeverOpens, OutOfRange, Schedule
from sla.instants import DAY, HOUR, MINUTE, Micros, micros

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
EVERY_DAY = (*WEEKDAYS, "sat", "sun")


def at(written: str) -> Micros:
    return micros(datetime.fromisoformat(written))


def calendar(zone: str, *windows: tuple[str, str], days: tuple[str, ...] = WEEKDAYS, **dates: Any) -> BusinessCalendar:
    return BusinessCalendar(Schedule.of(zone, dict.fromkeys(days, windows), **dates))


OFFICE = calendar("UTC", ("09:00", "17:00"))


def test_a_deadline_that_lands_on_closing_time_is_that_closing() -> None:
    assert OFFICE.add(at("2026-01-09T09:00Z"), 8 * HOUR) == at("2026-01-09T17:00Z")


def test_a_start_that_lands_on_opening_time_is_that_opening() -> None:
    assert OFFICE.subtract(at("2026-01-12T17:00Z"), 8 * HOUR) == at("2026-01-12T09:00Z")


def test_one_microsecond_more_falls_on_the_next_working_day() -> None:
    assert OFFICE.add(at("2026-01-09T09:00Z"), 8 * HOUR + 1) == at("2026-01-12T09:00:00.000001Z")


def test_parts_of_a_second_are_kept() -> None:
    assert OFFICE.elapsed(at("2026-01-09T16:59:59.999999Z"), at("2026-01-12T09:00:00.000001Z")) == 2


def test_elapsed_is_negative_backwards() -> None:
    assert OFFICE.elapsed(at("2026-01-12T10:00Z"), at("2026-01-09T16:00Z")) == -2 * HOUR


def test_a_shift_over_midnight_belongs_to_the_day_it_opens_on() -> None:
    nights = calendar("Europe/Berlin", ("22:00", "06:00"), days=("fri",))
    assert nights.windows_after(at("2026-01-05T00:00Z"), 1) == ((at("2026-01-09T21:00Z"), at("2026-01-10T05:00Z")),)


def test_a_holiday_lets_the_shift_of_the_evening_before_run_on() -> None:
    nights = calendar("UTC", ("22:00", "06:00"), days=EVERY_DAY, holidays=["2026-12-25"])
    assert nights.windows_after(at("2026-12-24T12:00Z"), 2) == (
        (at("2026-12-24T22:00Z"), at("2026-12-25T06:00Z")),
        (at("2026-12-26T22:00Z"), at("2026-12-27T06:00Z")),
    )


def test_a_holiday_wins_over_an_override_of_the_same_date() -> None:
    office = calendar(
        "UTC",
        ("09:00", "17:00"),
        holidays=["2026-01-05"],
        date_overrides={"2026-01-05": [("10:00", "12:00")]},
    )
    assert office.next_open(at("2026-01-05T00:00Z")) == at("2026-01-06T09:00Z")


def test_an_override_closes_or_opens_its_date_alone() -> None:
    office = calendar(
        "UTC",
        ("09:00", "17:00"),
        date_overrides={"2026-01-05": [], "2026-01-10": [("10:00", "12:00")]},
    )
    assert office.elapsed(at("2026-01-05T00:00Z"), at("2026-01-06T00:00Z")) == 0
    assert office.elapsed(at("2026-01-10T00:00Z"), at("2026-01-11T00:00Z")) == 2 * HOUR
    assert office.elapsed(at("2026-01-12T00:00Z"), at("2026-01-13T00:00Z")) == 8 * HOUR


def test_a_break_is_cut_out_of_its_date_whichever_shift_is_open() -> None:
    nights = calendar("UTC", ("22:00", "06:00"), breaks={"2026-01-06": [("01:00", "02:00")]})
    assert nights.elapsed(at("2026-01-05T22:00Z"), at("2026-01-06T06:00Z")) == 7 * HOUR


def test_hours_change_from_a_date_on_and_the_night_before_runs_on() -> None:
    nights = calendar("UTC", ("22:00", "06:00"), changes={"2026-01-07": {"mon-fri": [("08:00", "12:00")]}})
    assert nights.windows(at("2026-01-05T12:00Z"), at("2026-01-09T00:00Z")) == (
        (at("2026-01-05T22:00Z"), at("2026-01-06T06:00Z")),
        (at("2026-01-06T22:00Z"), at("2026-01-07T06:00Z")),
        (at("2026-01-07T08:00Z"), at("2026-01-07T12:00Z")),
        (at("2026-01-08T08:00Z"), at("2026-01-08T12:00Z")),
    )


def test_hours_that_begin_decades_from_now_are_waited_for() -> None:
    planned = calendar("UTC", days=(), changes={"2099-01-01": {"mon-fri": [("09:00", "17:00")]}})
    assert planned.next_open(at("2026-01-05T00:00Z")) == at("2099-01-01T09:00Z")
    with pytest.raises(NeverOpens):
        planned.prev_open(at("2098-01-05T00:00Z"))


def test_a_yearly_holiday_on_leap_day_closes_leap_years_only() -> None:
    office = calendar("UTC", ("09:00", "17:00"), days=EVERY_DAY, yearly_holidays=["02-29"])
    assert not office.is_open(at("2028-02-29T10:00Z"))
    assert office.is_open(at("2027-03-01T10:00Z"))


def test_touching_and_overlapping_windows_are_one() -> None:
    round_the_clock = calendar("UTC", ("06:00", "14:00"), ("14:00", "22:00"), ("20:00", "07:00"))
    assert round_the_clock.windows_after(at("2026-01-05T03:00Z"), 1) == (
        (at("2026-01-05T06:00Z"), at("2026-01-10T07:00Z")),
    )


def test_a_day_may_end_at_24_and_the_week_run_through() -> None:
    through = calendar("Europe/Berlin", ("00:00", "24:00"), days=("sat", "sun"))
    assert through.windows_after(at("2026-03-27T12:00Z"), 1) == ((at("2026-03-27T23:00Z"), at("2026-03-29T22:00Z")),)


def test_an_opening_in_the_skipped_hour_counts_on_from_the_offset_before() -> None:
    early = calendar("America/New_York", ("02:30", "05:00"), days=("sun",))
    assert early.windows_after(at("2026-03-08T05:00Z"), 1) == ((at("2026-03-08T07:30Z"), at("2026-03-08T09:00Z")),)


def test_an_edge_in_the_repeated_hour_is_its_first_occurrence() -> None:
    small_hours = calendar("America/New_York", ("00:30", "01:30"), days=("sun",))
    assert small_hours.windows_after(at("2026-11-01T00:00Z"), 1) == (
        (at("2026-11-01T04:30Z"), at("2026-11-01T05:30Z")),
    )


def test_a_window_that_closes_before_it_opens_does_not_happen() -> None:
    vanished = calendar("America/New_York", ("02:30", "03:15"), days=("sun",))
    assert vanished.elapsed(at("2026-03-08T00:00Z"), at("2026-03-09T00:00Z")) == 0


@pytest.mark.parametrize(
    ("zone", "skipped"),
    [("Pacific/Apia", "2011-12-30"), ("Pacific/Kwajalein", "1993-08-21"), ("Pacific/Fakaofo", "2011-12-30")],
)
def test_a_date_that_the_zone_skips_opens_nothing(zone: str, skipped: str) -> None:
    only_then = calendar(zone, ("09:00", "17:00"), days=(), date_overrides={skipped: [("09:00", "17:00")]})
    around = at(f"{skipped}T12:00Z")
    assert only_then.elapsed(around - 3 * DAY, around + 3 * DAY) == 0
    with pytest.raises(NeverOpens):
        only_then.next_open(around - 3 * DAY)


def test_local_mean_time_is_reckoned_to_the_second() -> None:
    paris = calendar("Europe/Paris", ("09:00", "17:00"), days=EVERY_DAY)
    assert paris.next_open(at("1905-06-01T00:00Z")) == at("1905-06-01T08:50:39Z")


@pytest.mark.parametrize("year", [1901, 1970, 2000, 2100, 2198])
def test_far_years_are_as_near_as_this_one(year: int) -> None:
    start = at(f"{year}-06-01T00:00Z")
    every_day = calendar("UTC", ("09:00", "17:00"), days=EVERY_DAY)
    assert every_day.elapsed(start, start + 10 * DAY) == 80 * HOUR
    assert every_day.add(start, 800 * HOUR) == start + 99 * DAY + 17 * HOUR


def test_the_first_and_the_last_instant_kept_are_answered() -> None:
    every_day = calendar("UTC", ("09:00", "17:00"), days=EVERY_DAY)
    first, last = at("1900-01-01T00:00Z"), at("2199-12-31T23:59:59.999999Z")
    assert every_day.elapsed(first, last) == (last - first + 1) // DAY * 8 * HOUR
    assert every_day.next_open(first) == first + 9 * HOUR
    assert every_day.prev_open(last) == at("2199-12-31T17:00Z")


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_an_instant_outside_the_kept_years_is_refused_by_name(year: int) -> None:
    with pytest.raises(OutOfRange, match=f"{year:04}-06-01"):
        OFFICE.elapsed(at("2026-01-01T00:00Z"), at(f"{year:04}-06-01T00:00Z"))


def test_more_than_the_kept_years_hold_is_refused() -> None:
    with pytest.raises(OutOfRange):
        calendar("UTC", ("09:00", "17:00")).add(at("2190-01-01T00:00Z"), 30 * 366 * DAY)
    with pytest.raises(OutOfRange):
        calendar("UTC", ("09:00", "17:00")).subtract(at("1910-01-01T00:00Z"), 30 * 366 * DAY)


@pytest.mark.parametrize("question", ["next_open", "prev_open", "next_close"])
def test_a_calendar_without_hours_says_so(question: str) -> None:
    never = calendar("UTC", days=())
    with pytest.raises(NeverOpens, match="no opening hours"):
        getattr(never, question)(at("2026-01-05T10:00Z"))


@pytest.mark.parametrize("amount", [-HOUR, 0, HOUR])
def test_a_calendar_without_hours_refuses_to_count_instead_of_searching_for_ever(amount: int) -> None:
    never = calendar("UTC", days=())
    with pytest.raises(NeverOpens, match="Give it hours"):
        never.add(at("2026-01-05T10:00Z"), amount)
    assert never.elapsed(at("2026-01-05T10:00Z"), at("2027-01-05T10:00Z")) == 0
    assert never.windows_after(at("2026-01-05T10:00Z"), 3) == ()
    assert not never.is_open(at("2026-01-05T10:00Z"))


def test_a_calendar_of_a_single_date_ends_after_it() -> None:
    once = calendar("UTC", days=(), date_overrides={"2030-01-05": [("10:00", "12:00")]})
    assert once.add(at("2026-01-05T10:00Z"), 2 * HOUR) == at("2030-01-05T12:00Z")
    assert len(once.windows_after(at("2026-01-05T10:00Z"), 3)) == 1
    with pytest.raises(NeverOpens):
        once.add(at("2026-01-05T10:00Z"), 2 * HOUR + 1)


def test_holidays_on_every_date_of_the_year_never_open() -> None:
    dates = [(month, day) for month in range(1, 13) for day in range(1, 32)]
    real = [(m, d) for m, d in dates if d <= {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}.get(m, 31)]
    with pytest.raises(NeverOpens):
        calendar("UTC", ("09:00", "17:00"), yearly_holidays=real).next_open(at("2026-01-05T10:00Z"))


def test_round_the_clock_every_microsecond_counts_and_nothing_closes() -> None:
    always = BusinessCalendar(Schedule.always("America/New_York"))
    start, end = at("2026-03-01T00:00Z"), at("2026-12-01T00:00Z")
    assert always.elapsed(start, end) == end - start
    assert always.add(start, 5) == start + 5
    with pytest.raises(NeverOpens, match="never closes"):
        always.next_close(start)


def test_a_pause_closes_what_else_never_would() -> None:
    always = BusinessCalendar(Schedule.always())
    pause = (at("2026-01-05T10:00Z"), at("2026-01-05T12:00Z"))
    assert always.next_close(at("2026-01-05T09:00Z"), (pause,)) == pause[0]
    assert always.windows_after(pause[0], 2, (pause,)) == ((pause[1], at("2200-01-01T00:00Z")),)
    with pytest.raises(NeverOpens, match="never closes"):
        always.next_close(pause[0], (pause,))


def test_windows_of_nothing_are_none() -> None:
    assert OFFICE.windows(at("2026-01-05T12:00Z"), at("2026-01-05T12:00Z")) == ()
    assert OFFICE.windows(at("2026-01-06T12:00Z"), at("2026-01-05T12:00Z")) == ()


def test_pauses_may_overlap_touch_be_empty_and_come_in_any_order() -> None:
    pauses = (
        (at("2026-01-05T14:00Z"), at("2026-01-05T15:00Z")),
        (at("2026-01-05T10:00Z"), at("2026-01-05T12:00Z")),
        (at("2026-01-05T11:00Z"), at("2026-01-05T13:00Z")),
        (at("2026-01-05T16:00Z"), at("2026-01-05T16:00Z")),
        (at("2026-01-05T13:00Z"), at("2026-01-05T13:30Z")),
    )
    start, end = at("2026-01-05T09:00Z"), at("2026-01-05T17:00Z")
    assert OFFICE.elapsed(start, end, pauses) == 3 * HOUR + 30 * MINUTE
    assert OFFICE.add(start, 2 * HOUR, pauses) == at("2026-01-05T15:30Z")
    assert OFFICE.subtract(end, 3 * HOUR, pauses) == at("2026-01-05T09:30Z")


@pytest.mark.parametrize(
    ("zone", "instant", "midnight"),
    [
        ("Europe/London", "2026-07-01T11:00Z", "2026-06-30T23:00Z"),
        ("America/Sao_Paulo", "2018-11-04T12:00Z", "2018-11-04T03:00Z"),  # midnight is skipped: the day begins at 01:00
        ("Asia/Beirut", "2026-03-29T12:00Z", "2026-03-28T22:00Z"),
        ("America/Havana", "2026-11-01T12:00Z", "2026-11-01T04:00Z"),  # midnight comes twice
        ("America/Toronto", "1919-03-31T12:00Z", "1919-03-31T04:30Z"),  # 23:30 jumps to 00:30
    ],
)  # fmt: skip
def test_the_day_starts_with_the_first_instant_of_the_local_date(zone: str, instant: str, midnight: str) -> None:
    assert BusinessCalendar(Schedule.always(zone)).day_start(at(instant)) == at(midnight)


def test_naive_datetimes_are_refused() -> None:
    naive = datetime(2026, 1, 5, 9)  # noqa: DTZ001 - the point of the test
    with pytest.raises(NaiveInstant, match="no time zone"):
        BusinessHours(OFFICE.schedule).elapsed(naive, datetime(2026, 1, 5, 10, tzinfo=UTC))


def test_a_datetime_where_microseconds_belong_is_refused_with_the_way_out() -> None:
    moment: Any = datetime(2026, 1, 5, 9, tzinfo=UTC)
    with pytest.raises(TypeError, match="BusinessHours"):
        OFFICE.elapsed(moment, moment)


def test_many_threads_may_ask_a_fresh_calendar() -> None:
    fresh = calendar("Europe/Berlin", ("09:00", "12:00"), ("13:00", "17:00"))
    spans = [(at(f"{year}-03-01T00:00Z"), at(f"{year}-12-01T00:00Z")) for year in range(2000, 2030)] * 4
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda span: fresh.elapsed(*span), spans))
    assert answers == [fresh.elapsed(*span) for span in spans]


def test_years_far_from_those_first_asked_about_answer_as_a_fresh_calendar() -> None:
    fresh = [calendar("Europe/Berlin", ("09:07", "12:00"), ("13:00", "17:30")) for _ in range(4)]
    first, before, after, across = (
        (at(f"{first}-03-01T10:20Z"), at(f"{last}-09-01T13:40Z"))
        for first, last in ((2024, 2026), (1995, 1996), (2060, 2061), (1994, 2070))
    )
    spans = (first, before, after, first, across, before)
    expected = {span: alone.elapsed(*span) for span, alone in zip((first, before, after, across), fresh, strict=True)}
    asked_all = calendar("Europe/Berlin", ("09:07", "12:00"), ("13:00", "17:30"))
    assert [asked_all.elapsed(*span) for span in spans] == [expected[span] for span in spans]


def test_ten_years_of_a_calendar_stay_small() -> None:
    lunch = calendar("America/New_York", ("09:00", "12:00"), ("13:00", "17:00"))
    tracemalloc.start()
    lunch.elapsed(at("2020-02-01T00:00Z"), at("2029-11-01T00:00Z"))
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert kept < 5_000_000
