"""The hours of a location: regular, extended, on holidays, around the clock."""

from __future__ import annotations

from datetime import date, datetime

from sla import BusinessCalendar
from sla.instants import HOUR, micros
from sla.location import Coverage, LocationHours
from sla.schedule import Schedule, Week

NINE_TO_FIVE: Week = (((9 * 3600, 17 * 3600),),) * 5 + ((), ())
EIGHT_TO_EIGHT: Week = (((8 * 3600, 20 * 3600),),) * 5 + ((), ())
CHRISTMAS_EVE = frozenset({date(2026, 12, 24)})


def hours_of_week_52(hours: LocationHours, coverage: Coverage) -> float:
    """Open hours from Monday 21 to Sunday 27 December 2026."""
    start, end = (micros(datetime.fromisoformat(f"2026-12-{day}T00:00Z")) for day in (21, 28))
    return BusinessCalendar(hours.schedule(coverage)).elapsed(start, end) / HOUR


def test_extended_coverage_is_the_union_of_both_hours() -> None:
    office = LocationHours("UTC", NINE_TO_FIVE, EIGHT_TO_EIGHT)
    assert [hours_of_week_52(office, coverage) for coverage in Coverage] == [40, 60, 168]


def test_a_holiday_closes_regular_and_extended_hours_and_counts_around_the_clock() -> None:
    office = LocationHours("UTC", NINE_TO_FIVE, EIGHT_TO_EIGHT, CHRISTMAS_EVE)
    assert [hours_of_week_52(office, coverage) for coverage in Coverage] == [32, 48, 168]


def test_hours_on_holidays_replace_those_of_the_day() -> None:
    office = LocationHours(
        "UTC", NINE_TO_FIVE, EIGHT_TO_EIGHT, CHRISTMAS_EVE, ((9 * 3600, 12 * 3600),), ((12 * 3600, 14 * 3600),)
    )
    assert [hours_of_week_52(office, coverage) for coverage in Coverage] == [35, 53, 168]


def test_a_location_without_hours_is_open_around_the_clock_and_its_zone_may_be_a_windows_name() -> None:
    nothing = LocationHours("GMT Standard Time", ((),) * 7, holidays=CHRISTMAS_EVE)
    assert nothing.schedule() == Schedule.always("Europe/London")
    assert LocationHours("GMT Standard Time", NINE_TO_FIVE).schedule().zone == "Europe/London"
