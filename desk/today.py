"""The day bar: working hours of the day at my location, what is entered in them, what is booked, what is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from desk.calendars import OFFICE, Location
from desk.daybook import DayBook
from desk.diaries import Diary
from desk.entries import sane
from desk.model import ItemId, ItemKind, Micros, WorkItem
from desk.pages import DayBooking, DayEntry, Today
from desk.records import Records
from desk.settings import DeskSettings, parse_span
from metrics.day import DayPlan, EnteredTime, Interval, day_sheet
from metrics.intervals import Spans
from metrics.week import PlannedDay
from sla.instants import MINUTE, instant, micros
from sla.openings import first_instant


@dataclass(frozen=True, slots=True)
class _Day:
    """A local day and the instants it lies between."""

    date: date
    start: Micros
    end: Micros
    location: Location

    def span(self, text: str) -> Interval:
        """Two local times of this day as instants."""
        return self._between(*parse_span(text))

    @property
    def office(self) -> Interval:
        """The hours of an office that declares none, by the wall clock."""
        return self._between(*(time(seconds // 3600) for seconds in OFFICE))

    def _between(self, opening: time, closing: time) -> Interval:
        opens, closes = (micros(datetime.combine(self.date, at, self.location.zone)) for at in (opening, closing))
        return Interval(opens, closes)


def today(
    book: DayBook,
    records: Records,
    location: Location,
    settings: DeskSettings,
    item_of: Callable[[ItemId], WorkItem | None],
    now: Micros,
) -> Today:
    """The day of the person whose book it is as it stands at `now`, in the zone of their location."""
    local = instant(now).astimezone(location.zone).date()
    day = _Day(local, location.calendar.day_start(now), location.next_midnight(now), location)
    entries = book.entries_on(local, location)
    plan, reason = _plan(day, book.diary, settings)
    entered = [EnteredTime(entry.minutes * MINUTE, entry.span, entry.billable) for entry in entries]
    sheet = day_sheet(entered, plan, now, gap_threshold_us=settings.gap_minutes * MINUTE)
    bookings = _bookings(book.resource_id, records, day, item_of)
    if not sheet.working and not reason:
        reason = _off(plan)
    return Today(
        day=local.isoformat(),
        zone=location.schedule.zone,
        now=now,
        span=_drawn(day, plan.opening, entries, bookings),
        shift=sheet.working,
        lunch=plan.lunch if sheet.working else None,
        entries=tuple(entries),
        bookings=bookings,
        gaps=sheet.gaps,
        overlaps=sheet.overlaps,
        entered_minutes=sheet.entered_us // MINUTE,
        elapsed_minutes=sheet.elapsed_us // MINUTE,
        available_minutes=sheet.available_us // MINUTE,
        coverage=sheet.coverage,
        billable_minutes=sheet.billable_us // MINUTE,
        day_off=reason,
    )


def planned_day(diary: Diary, location: Location, settings: DeskSettings, local: date) -> PlannedDay:
    """Any day of the person whose diary it is: its working time, and why there is none."""
    start, end = (first_instant(day, location.zone) for day in (local, local + timedelta(days=1)))
    plan, reason = _plan(_Day(local, start, end, location), diary, settings)
    return PlannedDay(local, plan, reason or ("" if plan.working() else _off(plan)))


def _plan(day: _Day, diary: Diary, settings: DeskSettings) -> tuple[DayPlan, str]:
    opening, reason = _opening(day, settings)
    spans, untimed = diary.time_off_on(day.date)
    lunch = None if settings.lunch is None else day.span(settings.lunch)
    return DayPlan(opening, lunch, diary.hours_on(day.date), spans, untimed), reason


def _off(plan: DayPlan) -> str:
    return "time off" if plan.time_off or plan.untimed_off_us else "not a working day"


def _opening(day: _Day, settings: DeskSettings) -> tuple[Spans, str]:
    """The hours that the location is open, or my own on a day it is open; and why there are none."""
    if day.location.schedule.never_closes:
        weekday = day.date.weekday() < 5
        return ((day.office,), "") if weekday else ((), "not a working day")
    windows = _windows(day)
    if not windows:
        name = day.location.holidays.get(day.date)
        return (), "not a working day" if name is None else f"holiday: {name}"
    return ((day.span(settings.hours),) if settings.hours is not None else windows), ""


def _windows(day: _Day) -> Spans:
    """The open intervals of a local day, cut at its midnights."""
    found = day.location.calendar.windows_after(day.start, 8)
    return tuple(Interval(start, min(end, day.end)) for start, end in found if start < day.end)


def _bookings(
    me: int | None, records: Records, day: _Day, item_of: Callable[[ItemId], WorkItem | None]
) -> tuple[DayBooking, ...]:
    """My service calls and appointments of the day, in order."""
    if me is None:
        return ()
    found = []
    for item_id, booking in records.bookings.between(day.start, day.end, me):
        item = item_of(item_id)
        title, company = ("service call", "") if item is None else (item.title, item.company)
        found.append(DayBooking(item_id, Interval(booking.start, booking.end), title, company))
    for row in records.appointments.values():
        if row.resource_id != me:
            continue
        start, end = sane(row.start_date_time), sane(row.end_date_time)
        if start is not None and end is not None and start < day.end and end > day.start:
            found.append(DayBooking(ItemId(ItemKind.APPOINTMENT, row.id), Interval(start, end), row.title or "", ""))
    return tuple(sorted(found, key=lambda one: (one.span, one.item)))


def _drawn(day: _Day, opening: Spans, entries: list[DayEntry], bookings: tuple[DayBooking, ...]) -> Interval:
    """What the bar has to show: the working hours, and whatever lies before or after them."""
    spans = [*opening, *(entry.span for entry in entries if entry.span is not None), *(one.span for one in bookings)]
    if not spans:
        return day.office
    return Interval(
        max(day.start, min(span.start for span in spans)),
        min(day.end, max(span.end for span in spans)),
    )
