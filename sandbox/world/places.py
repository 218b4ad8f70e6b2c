"""The offices of the MSP: two locations in two zones, their business hours, the holidays of two countries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sandbox.world.hours import DaySpan, Hours, RoundTheClock
from sandbox.world.instants import date_stamp
from sandbox.world.ledger import Ledger, Record

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DEPARTMENT = 29683385
PROJECT_DEPARTMENT = 29683386


@dataclass(frozen=True, slots=True)
class Office:
    """One location of the MSP."""

    id: int
    home: str
    """Language and country of its customers: `nl` or `en`."""
    city: str
    country: str
    windows_zone: str
    zone_id: int
    hours: Hours
    holidays: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Both offices, by home, and the calendar that never closes."""

    offices: dict[str, Office]
    always: RoundTheClock


def easter(year: int) -> date:
    """Western Easter Sunday (the Gregorian computus of Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _dutch(year: int) -> Iterator[tuple[date, str]]:
    sunday = easter(year)
    yield date(year, 1, 1), "Nieuwjaarsdag"
    yield sunday + timedelta(days=1), "Tweede paasdag"
    yield date(year, 4, 27), "Koningsdag"
    yield sunday + timedelta(days=39), "Hemelvaartsdag"
    yield sunday + timedelta(days=50), "Tweede pinksterdag"
    yield date(year, 12, 25), "Eerste kerstdag"
    yield date(year, 12, 26), "Tweede kerstdag"


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _english(year: int) -> Iterator[tuple[date, str]]:
    sunday = easter(year)
    new_year = date(year, 1, 1)
    yield new_year if new_year.weekday() < 5 else _monday_from(new_year), "New Year's Day"
    yield sunday - timedelta(days=2), "Good Friday"
    yield sunday + timedelta(days=1), "Easter Monday"
    yield _monday_from(date(year, 5, 1)), "Early May bank holiday"
    yield _monday_from(date(year, 5, 25)), "Spring bank holiday"
    yield _monday_from(date(year, 8, 25)), "Summer bank holiday"
    christmas = date(year, 12, 25)
    given = [christmas, christmas + timedelta(days=1)]
    while any(day.weekday() > 4 for day in given):
        late = next(day for day in given if day.weekday() > 4)
        moved = late
        while moved.weekday() > 4 or moved in given:
            moved += timedelta(days=1)
        given[given.index(late)] = moved
    yield given[0], "Christmas Day"
    yield given[1], "Boxing Day"


def build_places(first_year: int) -> Places:
    """Calendars with holidays from the year before the first day to three years on."""
    years = range(first_year - 1, first_year + 4)
    dutch = tuple(day for year in years for day in _dutch(year))
    english = tuple(day for year in years for day in _english(year))

    def hours(zone: str, opens: int, closes: int, holidays: tuple[tuple[date, str], ...]) -> Hours:
        weekly: list[DaySpan] = [(opens, closes)] * 5 + [None, None]
        return Hours(zone, weekly, (day for day, _ in holidays))

    nl = hours("Europe/Amsterdam", 8 * 60, 17 * 60 + 30, dutch)
    en = hours("Europe/London", 8 * 60 + 30, 17 * 60 + 30, english)
    return Places(
        offices={
            "nl": Office(1, "nl", "Amsterdam", "Netherlands", "W. Europe Standard Time", 34, nl, dutch),
            "en": Office(2, "en", "London", "United Kingdom", "GMT Standard Time", 31, en, english),
        },
        always=RoundTheClock(),
    )


def _clock_time(minute: int) -> datetime:
    """A time of day as Autotask keeps it: a datetime of which only the wall time counts."""
    return datetime(1900, 1, 1, minute // 60, minute % 60, tzinfo=UTC)


def _business_hours(office: Office) -> Record:
    record: Record = {
        "id": office.id,
        "name": office.city,
        "city": office.city,
        "countryID": 155 if office.home == "nl" else 235,
        "dateFormat": "dd/MM/yyyy",
        "timeFormat": "HH:mm",
        "numberFormat": "X.XXX,XX" if office.home == "nl" else "X,XXX.XX",
        "firstDayOfWeek": 1,
        "holidayHoursType": 1,
        "holidaySetID": office.id,
        "isDefault": office.home == "nl",
        "noHoursOnHolidays": True,
        "timeZoneID": office.zone_id,
    }
    for name, span in zip(DAYS, office.hours.weekly, strict=True):
        if span is not None:
            record[f"{name}BusinessHoursStartTime"] = _clock_time(span[0])
            record[f"{name}BusinessHoursEndTime"] = _clock_time(span[1])
            record[f"{name}ExtendedHoursStartTime"] = _clock_time(span[0] - 60)
            record[f"{name}ExtendedHoursEndTime"] = _clock_time(span[1] + 150)
    return record


def write_places(ledger: Ledger, places: Places) -> None:
    """Locations, business hours, holiday sets, departments."""
    for office in places.offices.values():
        address = "Kabelweg 21" if office.home == "nl" else "14 Tooley Court"
        ledger.insert(
            "InternalLocations",
            {
                "id": office.id,
                "name": office.city,
                "address1": address,
                "city": office.city,
                "country": office.country,
                "holidaySetId": office.id,
                "isDefault": office.home == "nl",
                "timeZone": office.windows_zone,
            },
        )
        ledger.insert("InternalLocationWithBusinessHours", {**_business_hours(office), "address1": address})
        name = "Netherlands" if office.home == "nl" else "England and Wales"
        ledger.insert(
            "HolidaySets",
            {"id": office.id, "holidaySetName": name, "holidaySetDescription": f"Public holidays, {name}"},
        )
        for day, title in office.holidays:
            ledger.insert(
                "Holidays",
                {"holidaySetID": office.id, "holidayDate": date_stamp(day), "holidayName": title},
            )
    for department, name in ((DEPARTMENT, "Service Delivery"), (PROJECT_DEPARTMENT, "Projects")):
        ledger.insert("Departments", {"id": department, "name": name, "primaryLocationID": 1})
