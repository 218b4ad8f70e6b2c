"""When everybody on the desk works, as far as Autotask says it by person: hours of the week, time off, appointments.

The hours of their locations stand in `desk.calendars`, the service calls in `desk.bookings`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from autotask.entities import Appointment, ResourceDailyAvailability, TimeOffRequest
from desk.calendars import DAYS
from desk.entries import sane
from desk.families import Family
from desk.labels import Labels
from metrics.intervals import Interval, Spans
from replica.store import Replica
from sla.instants import DAY, HOUR

WHOLE_DAY = 8 * HOUR
"""All the hours of a day of whom nothing is known."""


class Diaries:
    """The diaries of all resources."""

    OF_ABSENCE = frozenset({"TimeOffRequests", "ResourceDailyAvailabilities"})
    """The kinds of rows that say when somebody is off."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._hours: Family[ResourceDailyAvailability] = Family()
        self._off: Family[TimeOffRequest] = Family()
        self._granted: Counter[int | None] = Counter()
        """The statuses of the requests that bear a date of approval."""
        self._appointments: Family[Interval] = Family()
        self._moved: set[int] = set()
        self._takes: Mapping[str, Callable[[int, Any], set[int]]] = {
            "ResourceDailyAvailabilities": self._available,
            "TimeOffRequests": self._time_off,
            "Appointments": self._appointment,
        }

    def load(self, copy: Replica, appointments: Iterable[Appointment]) -> None:
        """Read everything; for a reading thread.

        Args:
            appointments: those of the copy, which have been read already.
        """
        rows: tuple[Iterable[Any], ...] = (
            copy.rows(ResourceDailyAvailability),
            copy.rows(TimeOffRequest),
            appointments,
        )
        for take, found in zip(self._takes.values(), rows, strict=True):
            for row in found:
                take(row.id, row)

    def apply(self, kind: str, row_id: int, row: Any) -> None:
        """Take in a row, None where it is gone; rows of other kinds say nothing here."""
        take = self._takes.get(kind)
        if take is not None:
            self._moved |= take(row_id, row)

    def take_moved(self) -> set[int]:
        """The resources whose diary has changed since this was last asked."""
        moved, self._moved = self._moved, set()
        return moved

    def discard(self) -> None:
        """Take no more rows."""
        self._takes = {}

    def of(self, resource_id: int | None) -> "Diary":
        """The diary of a resource; that of nobody is empty."""
        return Diary(self, -1 if resource_id is None else resource_id)

    @property
    def resources(self) -> frozenset[int]:
        """Everybody whose hours of the week are known."""
        return frozenset(self._hours.parents)

    def hours_on(self, resource_id: int, day: date) -> int | None:
        said = (getattr(row, f"{DAYS[day.weekday()]}_available_hours") for row in self._hours.of(resource_id).values())
        hours = [value for value in said if value is not None]
        return round(max(hours) * HOUR) if hours else None

    def days_off(self, resource_id: int) -> frozenset[date]:
        """The days for which a resource has asked to be off, approved or not; `time_off_on` says how much of each."""
        days = (request.request_date for request in self._off.of(resource_id).values())
        return frozenset(day for day in days if day is not None)

    def time_off_on(self, resource_id: int, day: date) -> tuple[Spans, int]:
        available = self.hours_on(resource_id, day)
        all_hours = WHOLE_DAY if available is None else available
        spans, untimed = [], 0
        for request in self._off.of(resource_id).values():
            if request.request_date != day or not self._approved(request):
                continue
            start, end, hours = sane(request.start_time), sane(request.end_time), round((request.hours or 0) * HOUR)
            if 0 < all_hours <= hours:
                untimed += DAY
            elif start is not None and end is not None and start < end:
                spans.append(Interval(start, end))
            else:
                untimed += hours
        return tuple(spans), untimed

    def appointments_of(self, resource_id: int) -> Iterable[Interval]:
        return self._appointments.of(resource_id).values()

    def _approved(self, request: TimeOffRequest) -> bool:
        """By the label of its status; but Autotask tells the field as a bare number, so mostly by its date of
        approval. One that was taken back after it has another status than the rest of those that bear one."""
        labelled = self._labels.picklist(TimeOffRequest, "status").by_label("Approved")
        if labelled is not None:
            return request.status == labelled.id
        if request.approved_date_time is None or request.reject_reason:
            return False
        return request.status == max(self._granted, key=lambda status: (self._granted[status], -(status or 0)))

    def _available(self, row_id: int, row: ResourceDailyAvailability | None) -> set[int]:
        return self._hours.drop(row_id) if row is None else self._hours.put(row_id, row.resource_id, row)

    def _time_off(self, row_id: int, row: TimeOffRequest | None) -> set[int]:
        parent = self._off.parent_of(row_id)
        before = None if parent is None else self._off.of(parent)[row_id]
        for request, counts in ((before, -1), (row, 1)):
            if request is not None and request.resource_id is not None and request.approved_date_time is not None:
                self._granted[request.status] += counts
        return self._off.drop(row_id) if row is None else self._off.put(row_id, row.resource_id, row)

    def _appointment(self, row_id: int, row: Appointment | None) -> set[int]:
        start, end = (None, None) if row is None else (sane(row.start_date_time), sane(row.end_date_time))
        if row is None or start is None or end is None or end <= start:
            return self._appointments.drop(row_id)
        return self._appointments.put(row_id, row.resource_id, Interval(start, end))


class Diary:
    """The diary of one resource, as it stands whenever it is asked."""

    def __init__(self, diaries: Diaries, resource_id: int) -> None:
        self._diaries = diaries
        self._resource_id = resource_id

    def hours_on(self, day: date) -> int | None:
        """How much of a day they work, by Autotask's weekly availability; None where nothing is said."""
        return self._diaries.hours_on(self._resource_id, day)

    def time_off_on(self, day: date) -> tuple[Spans, int]:
        """Approved time off of a day: spans where it has times, else so much of the day. Who takes all the hours that
        they work on it is off from its first to its last, whatever their times leave of the hours of the office."""
        return self._diaries.time_off_on(self._resource_id, day)

    @property
    def appointments(self) -> Iterable[Interval]:
        """Their appointments, in no order."""
        return self._diaries.appointments_of(self._resource_id)
