"""The time entries of everybody around now, kept true by the change feed, from when a screen first asks.

Of each entry only what a figure needs is kept. Rows that come while the copy is read are newer than what is read.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeAlias

from autotask.entities import BillingCode, TimeEntry
from autotask.kinds import kind_of
from desk.calendars import Location
from desk.entries import sane
from desk.families import Family
from desk.model import ItemId, ItemKind, Micros
from desk.overlay import Over
from metrics.discipline import EntryFacts, Setting
from metrics.intervals import Interval
from replica.feed import Change
from replica.outbox.effects.comparing import marker_in
from replica.store import Replica
from sla.errors import SlaError
from sla.instants import HOUR, instant
from workflows.proposals import says_onsite

KIND = kind_of(TimeEntry).name
AROUND = timedelta(days=2)
"""Days before and after today that are kept, for far zones and for midnight."""


class Worked(NamedTuple):
    """One time entry."""

    id: int
    resource_id: int
    day: date | None
    start: Micros | None
    end: Micros | None
    worked_us: int
    created: Micros | None
    """When Autotask made it; for one that is on its way, when it was saved here."""
    on_work: bool
    proxy: bool
    billing_code_id: int | None
    item: ItemId | None

    @property
    def span(self) -> Interval | None:
        """Where it lies in the day; None where that is not said, or makes no sense."""
        if self.start is None or self.end is None or self.end <= self.start:
            return None
        return Interval(self.start, self.end)

    def day_in(self, location: Location) -> date | None:
        """The day it belongs to where its person is: that of its start, else Autotask's."""
        return self.day if self.start is None else instant(self.start).astimezone(location.zone).date()


Visits: TypeAlias = Sequence[tuple[ItemId, Interval]]
"""Service calls, each with what it is for."""


class WorkSettings(NamedTuple):
    """What tells the kind of work that an entry was for."""

    onsite_codes: frozenset[int] = frozenset()
    """Work types that are called onsite."""

    def facts(self, worked: Worked, saved: Micros | None, location: Location, visits: Visits) -> EntryFacts:
        """The entry as it is measured.

        Args:
            saved: when a person saved it here, where that is known.
            visits: the service calls of its person.
        """
        return EntryFacts(
            worked_us=worked.worked_us,
            start=worked.start,
            end=worked.end,
            saved=worked.created if saved is None else saved,
            on_work=worked.on_work,
            proxy=worked.proxy,
            setting=self.setting(worked, location, visits),
        )

    def setting(self, worked: Worked, location: Location, visits: Visits) -> Setting:
        """Onsite by its work type, or where a service call on the same runs; on call where it is out of hours."""
        span = worked.span
        visited = span is not None and any(
            item == worked.item and span.start < visit.end and visit.start < span.end for item, visit in visits
        )
        if worked.billing_code_id in self.onsite_codes or visited:
            return Setting.ONSITE
        try:
            out_of_hours = span is not None and not location.calendar.elapsed(*span)
        except SlaError:
            return Setting.DESK
        return Setting.ON_CALL if out_of_hours else Setting.DESK


def worked(row: TimeEntry) -> Worked | None:
    """What is kept of an entry; None for one of nobody.

    What our app wrote through a shared API user carries its marker, and was saved by the person all the same.
    """
    if row.resource_id is None:
        return None
    item = None
    if row.ticket_id is not None:
        item = ItemId(ItemKind.TICKET, row.ticket_id)
    elif row.task_id is not None:
        item = ItemId(ItemKind.TASK, row.task_id)
    by_other = row.creator_user_id not in (None, row.resource_id)
    return Worked(
        id=row.id,
        resource_id=row.resource_id,
        day=row.date_worked,
        start=sane(row.start_date_time),
        end=sane(row.end_date_time),
        worked_us=round((row.hours_worked or 0) * HOUR),
        created=sane(row.create_date_time),
        on_work=item is not None,
        proxy=by_other and not marker_in(row.internal_notes),
        billing_code_id=row.billing_code_id,
        item=item,
    )


def read_settings(copy: Replica) -> WorkSettings:
    """Which work types are onsite; for a reading thread."""
    return WorkSettings(frozenset(row.id for row in copy.rows(BillingCode) if says_onsite(row.name or "")))


class TeamEntries:
    """Entries by person, of the days around now."""

    def __init__(self) -> None:
        self.settings = WorkSettings()
        self.around: date | None = None
        """The day around which entries are kept; None before anybody asked."""
        self._entries: Family[Worked] = Family()
        self._touched: set[int] | None = None
        self._moved: set[int] = set()

    async def read(self, replica: Replica, over: Over, today: date) -> None:
        """Read the days around a day from the copy, in place of what was known."""
        first, last = today - AROUND, today + AROUND
        self._touched = touched = set[int]()
        self.around = today

        def ask(copy: Replica) -> tuple[WorkSettings, list[TimeEntry]]:
            return read_settings(copy), copy.time_entries_between(first, last)

        self.settings, rows = await replica.reading(ask)
        left = _ids(self._entries) - touched
        for row in over.over(KIND, rows, lambda row: is_within(row, first, last)):
            left.discard(row.id)
            if row.id not in touched:
                self._put(row.id, row)
        for row_id in left:
            self._moved |= self._entries.drop(row_id)
        self._touched = None

    def hear(self, changes: Iterable[Change]) -> None:
        """Take in rows as they shall be seen; before anything was asked for there is nothing to keep true."""
        if self.around is None:
            return
        for change in changes:
            if change.kind == KIND:
                if self._touched is not None:
                    self._touched.add(change.id)
                self._put(change.id, change.after)

    def touch(self, entry_ids: Iterable[int]) -> None:
        """Something else is known of entries now."""
        for entry_id in entry_ids:
            if (parent := self._entries.parent_of(entry_id)) is not None:
                self._moved.add(parent)

    def take_moved(self) -> set[int]:
        """The people whose entries have changed since this was last asked."""
        moved, self._moved = self._moved, set()
        return moved

    @property
    def people(self) -> Collection[int]:
        """Everybody who has an entry."""
        return self._entries.parents

    def of(self, resource_id: int) -> Sequence[Worked]:
        """The entries of a person around now, in no order."""
        return tuple(self._entries.of(resource_id).values())

    def _put(self, row_id: int, row: Any) -> None:
        kept = None if row is None or not self._is_near(row) else worked(row)
        if kept is None:
            self._moved |= self._entries.drop(row_id)
        else:
            self._moved |= self._entries.put(row_id, kept.resource_id, kept)

    def _is_near(self, row: TimeEntry) -> bool:
        return self.around is None or is_within(row, self.around - AROUND, self.around + AROUND)


def of_day(entries: Iterable[Worked], day: date, location: Location) -> list[Worked]:
    """The entries that belong to a day where their person is, in order."""
    found = (each for each in entries if each.day_in(location) == day)
    return sorted(found, key=lambda each: (each.start or 0, each.id))


def _ids(entries: Family[Worked]) -> set[int]:
    return {entry_id for person in tuple(entries.parents) for entry_id in entries.of(person)}


def is_within(row: TimeEntry, first: date, last: date) -> bool:
    """Whether an entry was worked between two days, both included, by Autotask's clock."""
    day = row.date_worked if row.start_date_time is None else row.start_date_time.date()
    return day is not None and first <= day <= last
