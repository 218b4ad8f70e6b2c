"""What no poll shows: deletions, and the kinds that do not say when they changed.

A sweep compares the ids that Autotask lists with those of the copy. An id that is missing in the list is settled by
`replica.listing`; one that is missing in the copy is read. `reference` and `links` read kinds without a watermark
whole, which shows both their changes and their deletions.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table

from autotask import entities as e
from autotask.filters import EVERYTHING, Filter, Gte
from autotask.kinds import Kind, kind_of
from replica.feed import Change
from replica.fill import START, WATERMARK, scope_at
from replica.lacking import Doubt, no_ticket_sentence
from replica.listing import Listing, Listings
from replica.notices import Notices
from replica.plan import (
    CALL_LINKS,
    CONTRACT_TERMS,
    HISTORY_FIELDS,
    RECENT,
    REFERENCE,
    SKILLS,
    TASK_LINKS,
    TICKET_LINKS,
    Links,
    Scope,
    open_tasks,
    open_tickets,
    upcoming,
)
from replica.reach import Reach
from replica.reading import Questions
from replica.rhythm import Task
from replica.rows import to_cell, to_micros
from replica.store import Replica
from replica.writing import Batch

SEEN = "sight.seen"
"""Ledger key of the server's instant up to which the lists of open work were in order."""
LOST = "sight.lost"
"""Ledger key that stands while a list of open work is in doubt."""

_TICKETS = kind_of(e.Ticket)
_NO_TICKET = "no ticket"


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a kind whose ids are compared: the same words once for Autotask and once for the copy."""

    kind: Kind[Any]
    theirs: Callable[[Scope], Filter]
    ours: Callable[[Table, Scope], "ColumnElement[bool]"]
    what: str
    """For a sentence."""


def _since(cls: type[Any], attr: str, instant: Callable[[Scope], datetime | date], what: str = "") -> Window:
    kind = kind_of(cls)
    return Window(
        kind,
        lambda scope: Gte(kind.wire(attr), instant(scope)),
        lambda table, scope: table.c[attr] >= to_cell(instant(scope)),
        what or kind.name,
    )


def _recent_day(scope: Scope) -> date:
    return scope.day(RECENT)


def _upcoming(table: Table, scope: Scope) -> "ColumnElement[bool]":
    return table.c.end_date_time >= to_cell(scope.now - RECENT)


OPEN_WINDOWS: tuple[Window, ...] = (
    Window(_TICKETS, open_tickets, lambda table, scope: table.c.status.not_in(scope.complete), "open tickets"),
    Window(kind_of(e.Task), open_tasks, lambda table, scope: table.c.status.not_in(scope.tasks_complete), "open tasks"),
    Window(kind_of(e.ServiceCall), upcoming, _upcoming, "service calls"),
    Window(kind_of(e.Appointment), upcoming, _upcoming, "appointments"),
    _since(e.TimeEntry, "date_worked", _recent_day, "time entries of the last days"),
)
"""Each quarter of an hour: what somebody is looking at."""

_WHOLE: tuple[type[Any], ...] = (e.Company, e.Contact, e.ConfigurationItem)


def long_windows(days: int) -> tuple[Window, ...]:
    """Once a day: everything that is kept."""

    def back(scope: Scope) -> datetime:
        return scope.now - timedelta(days=days)

    def day_back(scope: Scope) -> date:
        return back(scope).date()

    kinds = [kind_of(cls) for cls in _WHOLE]
    whole = [Window(kind, lambda _: EVERYTHING, lambda table, _: table.c.id >= 0, kind.name) for kind in kinds]
    past = []
    for cls, field in HISTORY_FIELDS:
        spec = next(spec for spec in kind_of(cls).fields if spec.wire == field)
        past.append(_since(cls, spec.attr, back if spec.type is datetime else day_back))
    return (*past, *whole)


class Sweep:
    """Sweeps one copy."""

    def __init__(self, reach: Reach, history_days: int) -> None:
        self._reach = reach
        self._listings = Listings(reach)
        self._notices = Notices(reach)
        self._replica: Replica = reach.replica
        self._long = long_windows(history_days)

    async def recent(self) -> list[Change]:
        """Find what was deleted of the open work and of the last days.

        While one of these lists is in doubt, its changes may be out of sight too: once all are in order again, the
        polls go back to when they last were.
        """
        changes = await self._compare(Task.SWEEP, OPEN_WINDOWS)
        await self.look_for_tickets()
        await self._note_sight()
        return changes

    async def look_for_tickets(self) -> None:
        """Doubt that there is no ticket where Autotask shows none at all, but people or companies."""
        key = (Task.SWEEP, _NO_TICKET)
        known = await self._replica.reading(lambda copy: copy.count(e.Ticket))
        if known or await self._reach.source.count(_TICKETS, EVERYTHING):
            self._reach.doubts.pop(key, None)
            return
        people = await self._replica.reading(lambda copy: copy.count(e.Resource))
        company = kind_of(e.Company)
        companies = await self._reach.permitted(company, self._reach.source.count(company, EVERYTHING), 0)
        if people or companies:
            self._reach.doubts[key] = Doubt(
                Task.SWEEP,
                _TICKETS,
                no_ticket_sentence(companies, people),
                "Ask the Autotask administrator whether its security level may see tickets. r looks again now.",
            )

    async def long(self) -> list[Change]:
        """Find what was deleted of everything kept, and drop for good what has been hidden for 30 days."""
        changes = await self._compare(Task.LONG_SWEEP, self._long)
        await self._replica.purge()
        return changes

    async def links(self) -> list[Change]:
        """Read again who is booked and who works on open work, and which mails went out since."""
        changes: list[Change] = []
        scope = await self._scope()
        for links in (*CALL_LINKS, *TICKET_LINKS, *TASK_LINKS):
            values = await self._replica.reading(_values(links, scope))
            changes += await self._reach.permitted(links.kind, self._listings.links(links, values, Task.LINKS), [])
        return changes + await self._notices.read()

    async def reference(self) -> list[Change]:
        """Read again the small kinds without a watermark, contracts and locations."""
        changes: list[Change] = []
        small = (step.kind for step in (*REFERENCE, *CONTRACT_TERMS, *SKILLS))
        for kind in (*small, kind_of(e.Contract), kind_of(e.CompanyLocation)):
            changes += await self._reach.permitted(kind, self._whole(kind), [])
        return changes

    async def _whole(self, kind: Kind[Any]) -> list[Change]:
        changes, seen = await self._reach.read(kind, EVERYTHING)
        known = frozenset(await self._replica.reading(lambda copy: copy.ids(kind.entity)))
        listing = Listing(Task.REFERENCE, kind, kind.name, (EVERYTHING,), frozenset(seen), known)
        return changes + await self._listings.settle(listing)

    async def _scope(self) -> Scope:
        now = self._reach.source.server_now()
        return await self._replica.reading(lambda copy: scope_at(copy, now))

    async def _note_sight(self) -> None:
        marks = await self._replica.reading(lambda copy: copy.remembered())
        if self._reach.in_doubt(task=Task.SWEEP):
            await self._replica.write(Batch(remember={LOST: "1"}))
            return
        now = str(to_micros(self._reach.source.server_now()))
        said: dict[str, str | None] = {SEEN: now, LOST: None}
        if LOST in marks:
            seen = int(marks.get(SEEN) or marks.get(START) or now)
            said |= {key: str(min(int(at), seen)) for key, at in marks.items() if key.startswith(WATERMARK)}
        await self._replica.write(Batch(remember=said))

    async def _compare(self, task: Task, windows: Iterable[Window]) -> list[Change]:
        scope = await self._scope()
        changes: list[Change] = []
        for window in windows:
            changes += await self._reach.permitted(window.kind, self._compare_one(task, window, scope), [])
        return changes

    async def _compare_one(self, task: Task, window: Window, scope: Scope) -> list[Change]:
        table = self._replica.schema.tables[window.kind.name]
        test = window.ours(table, scope)
        condition = window.theirs(scope)
        theirs = frozenset(await self._reach.ids(window.kind, condition))
        ours = frozenset(await self._replica.reading(lambda copy: copy.ids(window.kind.entity, test)))
        new = await self._reach.ask(window.kind, theirs - ours)
        listing = Listing(task, window.kind, window.what, (condition,), theirs, ours)
        return new.changes + await self._listings.settle(listing)


def _values(links: Links, scope: Scope) -> Callable[[Questions], list[int]]:
    return lambda copy: list(links.values(copy, scope))
