"""Business hours of the tenant: internal locations with their hours and holidays, made into calendars.

Autotask gives each internal location opening hours by weekday, a holiday set and a time zone. The times come as
datetimes of which only the wall clock means something. Which hours count for a ticket is part of its service
level, and that is not exposed by the API (README of the API, section 7): `desk.counted_hours` finds it out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from autotask.entities import Holiday, InternalLocation, InternalLocationWithBusinessHours
from autotask.picklists import Picklist
from sla.calendar import BusinessCalendar
from sla.errors import ScheduleError
from sla.instants import HOUR, Micros
from sla.location import Coverage, LocationHours
from sla.schedule import DayWindows, Schedule
from sla.zone_labels import of_label

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OFFICE = (8 * 3600, 18 * 3600)
SECONDS_A_DAY = 86_400
_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Day:
    """The day that an instant belongs to: from its local midnight to the next."""

    start: Micros
    end: Micros


class Location:
    """An internal location with its calendar, and the one of its extended hours."""

    def __init__(
        self,
        location_id: int,
        name: str,
        calendar: BusinessCalendar,
        *,
        extended: BusinessCalendar | None = None,
        holidays: Mapping[date, str] | None = None,
    ) -> None:
        schedule = calendar.schedule
        self.id = location_id
        self.name = name
        self.schedule = schedule
        self.holidays = holidays or {}
        self.calendar = calendar
        self.extended = extended or calendar
        self.zone = ZoneInfo(schedule.zone)
        self._day = Day(0, 0)

    @property
    def has_extended(self) -> bool:
        """Its extended hours are others than its regular ones."""
        return self.extended.schedule != self.schedule

    def day(self, at: Micros) -> Day:
        """The day of `at` here, open or closed."""
        if not self._day.start <= at < self._day.end:
            self._day = Day(self.calendar.day_start(at), self.next_midnight(at))
        return self._day

    def next_midnight(self, at: Micros) -> Micros:
        """Local midnight at the end of the day of `at`. A day has 23 to 25 hours, so 36 hours on is tomorrow."""
        return self.calendar.day_start(self.calendar.day_start(at) + 36 * HOUR)


class Calendars:
    """Every location of the tenant, and the one that counts where nothing says otherwise.

    `problems` names in plain sentences what could not be read; the hours are then those of an office, Monday to
    Friday 08:00 to 18:00, or the zone is UTC.
    """

    def __init__(self, locations: Iterable[Location], default: Location, problems: tuple[str, ...] = ()) -> None:
        self._by_id = {location.id: location for location in locations}
        self.default = default
        self.problems = problems
        self.always = Location(0, "24x7", BusinessCalendar(Schedule.always(default.schedule.zone)))
        self.all = tuple(self._by_id.values()) or (default,)
        self._stretched = {location.id: _stretched(location) for location in self.all if location.has_extended}
        known = (self.always, *self._stretched.values(), *self.all)
        self._by_name = {location.name.casefold(): location for location in known}

    def of_location(self, location_id: int | None) -> Location:
        """The hours of an internal location, the default's where it is not known."""
        return self.default if location_id is None else self._by_id.get(location_id, self.default)

    @property
    def any_extended(self) -> bool:
        """Whether a location has extended hours that are others than its regular ones."""
        return bool(self._stretched)

    @property
    def names(self) -> tuple[str, ...]:
        """What `named` knows, as it is written."""
        return tuple(location.name for location in (*self.all, *self._stretched.values(), self.always))

    def stretched(self, location: Location) -> Location:
        """The same on its extended hours; itself where it has none."""
        return self._stretched.get(location.id, location)

    def named(self, name: str) -> Location | None:
        """A location by its name, "London, extended hours" for those of London, or "24x7" for all hours of the default
        location's days."""
        return self._by_name.get(name.casefold())


def _stretched(location: Location) -> Location:
    return Location(location.id, f"{location.name}, extended hours", location.extended, holidays=location.holidays)


def read_calendars(
    hours: Iterable[InternalLocationWithBusinessHours],
    locations: Iterable[InternalLocation],
    holidays: Iterable[Holiday],
    zones: Picklist,
) -> Calendars:
    """Make calendars of the tenant's locations. Never fails: what cannot be read is told in `problems`.

    Args:
        hours: locations with their business hours.
        locations: the same locations as Autotask's older list has them, with a time zone by name.
        holidays: of all holiday sets.
        zones: the picklist of time zones.
    """
    by_set: dict[int, dict[date, str]] = {}
    for holiday in holidays:
        if holiday.holiday_set_id is not None and holiday.holiday_date is not None:
            by_set.setdefault(holiday.holiday_set_id, {})[holiday.holiday_date] = holiday.holiday_name or "holiday"
    spoken = {location.id: location.time_zone or "" for location in locations}
    problems: list[str] = []
    calendars: dict[Schedule, BusinessCalendar] = {}
    made = []
    default: Location | None = None
    for row in sorted(hours, key=lambda row: row.id):
        name = row.name or f"location {row.id}"
        zone = _zone(name, (zones.label(row.time_zone_id), spoken.get(row.id, "")), problems)
        free = by_set.get(row.holiday_set_id or -1, {})
        declared = _hours(row, zone, frozenset(free))
        regular, extended = (
            calendars.setdefault(schedule, BusinessCalendar(schedule))
            for schedule in (declared.schedule(), declared.schedule(Coverage.EXTENDED))
        )
        location = Location(row.id, name, regular, extended=extended, holidays=free)
        made.append(location)
        if row.is_default or default is None:
            default = location
    if default is None:
        problems.append("Autotask names no location with business hours: Monday to Friday 08:00 to 18:00 UTC counts.")
        office = Schedule("UTC", ((OFFICE,),) * 5 + ((), ()))
        default = Location(0, "office hours", BusinessCalendar(office))
    return Calendars(made, default, tuple(problems))


def _zone(name: str, candidates: tuple[str, ...], problems: list[str]) -> str:
    for candidate in filter(None, candidates):
        try:
            return of_label(candidate)
        except ScheduleError:
            continue
    said = " or ".join(f'"{candidate}"' for candidate in candidates if candidate) or "none"
    problems.append(f"The time zone of {name} ({said}) is not one we know: UTC is taken.")
    return "UTC"


def _hours(row: InternalLocationWithBusinessHours, zone: str, holidays: frozenset[date]) -> LocationHours:
    """The hours as Autotask has them; those on holidays count only where it says that there are some."""

    def week(kind: str) -> tuple[DayWindows, ...]:
        return tuple(windows(f"{day}_{kind}") for day in DAYS)

    def windows(name: str) -> DayWindows:
        return _windows(getattr(row, f"{name}_start_time"), getattr(row, f"{name}_end_time"))

    short = row.no_hours_on_holidays is False
    return LocationHours(
        zone,
        week("business_hours"),
        week("extended_hours"),
        holidays,
        windows("holiday_hours") if short else (),
        windows("holiday_extended_hours") if short else (),
    )


def _windows(opening: datetime | None, closing: datetime | None) -> DayWindows:
    if opening is None or closing is None or opening == closing:
        return ()
    start, end = (moment.hour * 3600 + moment.minute * 60 + moment.second for moment in (opening, closing))
    return ((start, end or SECONDS_A_DAY),)


def hours_text(schedule: Schedule) -> str:
    """Business hours in words: "Mon-Fri 08:00-18:00", "24x7"."""
    if schedule.never_closes:
        return "24x7"
    runs: list[tuple[int, int, str]] = []
    for day, windows in enumerate(schedule.weekly):
        hours = " ".join(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in _joined(windows))
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], day, hours)
        elif hours:
            runs.append((day, day, hours))
    days = (
        (_NAMES[first] if first == last else f"{_NAMES[first]}-{_NAMES[last]}", hours) for first, last, hours in runs
    )
    return ", ".join(f"{names} {hours}" for names, hours in days)


def _joined(windows: DayWindows) -> DayWindows:
    """The windows of a day in their order, those that touch as one: extended hours mostly contain the regular ones."""
    joined: list[tuple[int, int]] = []
    for opens, closes in sorted(windows):
        if joined and opens <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], closes)
        else:
            joined.append((opens, closes))
    return tuple(joined)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
