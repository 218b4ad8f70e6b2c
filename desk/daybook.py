"""My own day: what the person at the screen has entered around now, kept live for the day bar."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from typing import Any

from autotask.entities import Ticket, TimeEntry
from desk.calendars import Location
from desk.diaries import Diary
from desk.entries import sane
from desk.model import ItemId, ItemKind, Micros
from desk.pages import DayEntry
from metrics.intervals import Interval
from replica.store import Replica
from sla.instants import instant

AROUND = timedelta(days=2)
_NAMELESS = {None: "internal time", ItemKind.TASK: "project task"}
"""What an entry is called about which nothing was written; one on a ticket goes by its number."""
"""Entries are kept from two days before to two days after, so that midnight, the next reload and a far zone find them.

All others of mine, which a first fill brings for months, are let go.
"""


class DayBook:
    """What is known of the day of one resource."""

    def __init__(self, resource_id: int | None, diary: Diary) -> None:
        self.resource_id = resource_id
        self.diary = diary
        self._first, self._last = date.min, date.max
        self._entries: dict[int, TimeEntry] = {}
        self._titles: dict[int, tuple[str, str]] = {}
        self._takes: Mapping[str, Callable[[int, Any], None]] = {
            "TimeEntries": self._entry,
            "Tickets": self._ticket,
        }

    def load(self, copy: Replica, now: Micros) -> None:
        """Read the days around now from the copy."""
        if self.resource_id is None:
            return
        today = instant(now).date()
        self._first, self._last = today - AROUND, today + AROUND
        for entry in copy.time_entries_between(self._first, self._last, {self.resource_id}):
            self._entry(entry.id, entry)
        self.name(read_titles(copy, self.unnamed))

    def apply(self, kind: str, row_id: int, row: Any) -> bool:
        """Take in a row, None where it is gone. True when it concerns the day."""
        take = self._takes.get(kind)
        if take is None or self.resource_id is None:
            return False
        take(row_id, row)
        return kind != "Tickets"

    @property
    def unnamed(self) -> frozenset[int]:
        """Tickets of my entries whose title is not known yet: they were complete before I looked."""
        return frozenset(
            entry.ticket_id
            for entry in self._entries.values()
            if entry.ticket_id is not None and entry.ticket_id not in self._titles
        )

    def name(self, tickets: Mapping[int, tuple[str, str]]) -> None:
        """Number and title of tickets."""
        self._titles |= tickets

    @property
    def rows(self) -> tuple[TimeEntry, ...]:
        """My entries of the days around now."""
        return tuple(self._entries.values())

    def entries_on(self, day: date, location: Location) -> list[DayEntry]:
        """My entries that start on a local day, or belong to it where they have no start; in order."""
        found = []
        for entry in self._entries.values():
            start, end = sane(entry.start_date_time), sane(entry.end_date_time)
            local = instant(start).astimezone(location.zone).date() if start is not None else entry.date_worked
            if local == day:
                found.append(self._day_entry(entry, start, end))
        return sorted(found, key=lambda one: (one.span is None, one.span or (0, 0), one.id))

    def _day_entry(self, entry: TimeEntry, start: Micros | None, end: Micros | None) -> DayEntry:
        item = None
        if entry.ticket_id is not None:
            item = ItemId(ItemKind.TICKET, entry.ticket_id)
        elif entry.task_id is not None:
            item = ItemId(ItemKind.TASK, entry.task_id)
        number, title = self._titles.get(entry.ticket_id or -1, ("", ""))
        said = next((text.strip() for text in (entry.summary_notes, entry.internal_notes) if text and text.strip()), "")
        timed = start is not None and end is not None and start < end
        return DayEntry(
            id=entry.id,
            span=Interval(start, end) if timed and start is not None and end is not None else None,
            minutes=round((entry.hours_worked or 0) * 60),
            item=item,
            number=number,
            title=title or said or _NAMELESS.get(None if item is None else item.kind, ""),
            billable=item is not None and not entry.is_non_billable,
        )

    def _entry(self, row_id: int, row: TimeEntry | None) -> None:
        if row is not None and row.resource_id == self.resource_id and self._is_near(row):
            self._entries[row_id] = row
        else:
            self._entries.pop(row_id, None)

    def _is_near(self, row: TimeEntry) -> bool:
        return row.date_worked is not None and self._first <= row.date_worked <= self._last

    def _ticket(self, row_id: int, row: Ticket | None) -> None:
        if row is not None and any(entry.ticket_id == row_id for entry in self._entries.values()):
            self._titles[row_id] = (row.ticket_number or str(row_id), row.title or "")


def read_titles(copy: Replica, tickets: Collection[int]) -> dict[int, tuple[str, str]]:
    """Number and title of some tickets, open or not; nothing for one that the copy does not have."""
    known = {row.id: (row.ticket_number or str(row.id), row.title or "") for row in copy.rows_in(Ticket, "id", tickets)}
    return {id_: known.get(id_, ("", "")) for id_ in tickets}
