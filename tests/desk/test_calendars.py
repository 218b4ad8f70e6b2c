"""Business hours of the tenant's locations."""

from datetime import UTC, date, datetime

from autotask.entities import Holiday, InternalLocation
from autotask.picklists import Picklist, PicklistValue
from desk.calendars import read_calendars
from sla.instants import instant
from tests.desk.shop import at, location, us

ZONES = Picklist((PicklistValue(31, "GMT Standard Time"), PicklistValue(5, "(UTC-05:00) Atlantis")))
CHRISTMAS = Holiday(id=1, holiday_set_id=1, holiday_date=date(2026, 12, 25), holiday_name="Christmas Day")


def test_hours_holidays_and_zone_come_from_the_location() -> None:
    calendars = read_calendars([location()], [], [CHRISTMAS], ZONES)
    calendar = calendars.default.calendar
    assert calendars.problems == ()
    assert calendar.is_open(us(at("08:00")))
    assert not calendar.is_open(us(at("18:00")))
    assert not calendar.is_open(us(at("10:00", 25, 12)))
    assert calendars.default.holidays == {date(2026, 12, 25): "Christmas Day"}


def test_short_hours_on_holidays_are_kept() -> None:
    row = location(
        no_hours_on_holidays=False,
        holiday_hours_start_time=datetime(1900, 1, 1, 10, tzinfo=UTC),
        holiday_hours_end_time=datetime(1900, 1, 1, 12, tzinfo=UTC),
    )
    calendar = read_calendars([row], [], [CHRISTMAS], ZONES).default.calendar
    assert calendar.is_open(us(at("10:00", 25, 12)))
    assert not calendar.is_open(us(at("12:00", 25, 12)))


def test_extended_hours_are_the_regular_ones_and_more() -> None:
    row = location(
        tuesday_extended_hours_start_time=datetime(1900, 1, 1, 17, tzinfo=UTC),
        tuesday_extended_hours_end_time=datetime(1900, 1, 1, 21, tzinfo=UTC),
    )
    office = read_calendars([row], [], [CHRISTMAS], ZONES).default
    assert not office.calendar.is_open(us(at("19:00", 24)))
    assert office.extended.is_open(us(at("19:00", 24)))
    assert office.extended.is_open(us(at("08:00", 24)))
    assert not office.extended.is_open(us(at("21:00", 24)))
    assert not office.extended.is_open(us(at("10:00", 25, 12)))


def test_a_location_without_hours_is_always_open() -> None:
    closed = {
        f"{day}_business_hours_{edge}_time": None
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
        for edge in ("start", "end")
    }
    assert read_calendars([location(**closed)], [], [], ZONES).default.schedule.never_closes


def test_the_older_list_of_locations_names_the_zone_where_the_picklist_does_not() -> None:
    named = InternalLocation(id=1, name="London", time_zone="(UTC+01:00) Europe/Amsterdam")
    calendars = read_calendars([location(time_zone_id=5)], [named], [], ZONES)
    assert calendars.default.schedule.zone == "Europe/Amsterdam"


def test_a_zone_that_nobody_knows_is_told_and_utc_is_taken() -> None:
    calendars = read_calendars([location(time_zone_id=5)], [], [], ZONES)
    assert calendars.default.schedule.zone == "UTC"
    assert "Atlantis" in calendars.problems[0]


def test_a_tenant_without_locations_keeps_office_hours() -> None:
    calendars = read_calendars([], [], [], Picklist())
    assert calendars.default.calendar.is_open(us(at("08:00")))
    assert "no location" in calendars.problems[0]


def test_the_default_location_is_the_one_marked_so() -> None:
    second = location(id=2, name="Leeds", is_default=True)
    calendars = read_calendars([location(is_default=False), second], [], [], ZONES)
    assert calendars.default.name == "Leeds"
    assert calendars.of_location(1).name == "London"
    assert calendars.of_location(99) is calendars.default
    assert calendars.named("leeds") is calendars.default


def test_a_day_lasts_from_midnight_to_midnight_open_or_closed() -> None:
    office = read_calendars([location()], [], [CHRISTMAS], ZONES).default
    for day in (27, 28, 29):
        for hour in ("00:00", "07:00", "23:59"):
            found = office.day(us(at(hour, day)))
            assert (found.start, found.end) == (us(at("00:00", day)), us(at("00:00", day + 1)))


def test_midnight_is_found_on_days_of_23_and_of_25_hours() -> None:
    office = read_calendars([location()], [], [], ZONES).default
    spring = datetime(2026, 3, 29, 12, tzinfo=UTC)
    autumn = datetime(2026, 10, 25, 12, tzinfo=UTC)
    assert instant(office.next_midnight(us(spring))) == datetime(2026, 3, 29, 23, tzinfo=UTC)
    assert instant(office.next_midnight(us(autumn))) == datetime(2026, 10, 26, 0, tzinfo=UTC)
