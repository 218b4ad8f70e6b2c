"""What no poll shows: deletions, and the kinds that do not say when they changed.

A sweep compares the ids that Autotask lists with those of the copy. An id that is missing in the list is asked for
before it is hidden; one that is missing in the copy is read. `reference` and `links` read kinds without a watermark
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
from replica.fill import scope_at
from replica.plan import (
    CALL_LINKS,
    HISTORY_FIELDS,
    RECENT,
    REFERENCE,
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
from replica.rows import to_cell
from replica.store import Replica


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a kind whose ids are compared: the same words once for Autotask and once for the copy."""

    kind: Kind[Any]
    theirs: Callable[[Scope], Filter]
    ours: Callable[[Table, Scope], "ColumnElement[bool]"]


def _since(cls: type[Any], attr: str, instant: Callable[[Scope], datetime | date]) -> Window:
    kind = kind_of(cls)
    return Window(
        kind,
        lambda scope: Gte(kind.wire(attr), instant(scope)),
        lambda table, scope: table.c[attr] >= to_cell(instant(scope)),
    )


def _recent_day(scope: Scope) -> date:
    return scope.day(RECENT)


OPEN_WINDOWS: tuple[Window, ...] = (
    Window(kind_of(e.Ticket), open_tickets, lambda table, scope: table.c.status.not_in(scope.complete)),
    Window(kind_of(e.Task), open_tasks, lambda table, scope: table.c.status.not_in(scope.tasks_complete)),
    Window(kind_of(e.ServiceCall), upcoming, lambda table, scope: table.c.end_date_time >= to_cell(scope.now - RECENT)),
    Window(kind_of(e.Appointment), upcoming, lambda table, scope: table.c.end_date_time >= to_cell(scope.now - RECENT)),
    _since(e.TimeEntry, "date_worked", _recent_day),
)
"""Each quarter of an hour: what somebody is looking at."""

_WHOLE: tuple[type[Any], ...] = (e.Company, e.Contact, e.ConfigurationItem)


def long_windows(days: int) -> tuple[Window, ...]:
    """Once a day: everything that is kept."""

    def back(scope: Scope) -> datetime:
        return scope.now - timedelta(days=days)

    def day_back(scope: Scope) -> date:
        return back(scope).date()

    whole = [Window(kind_of(cls), lambda _: EVERYTHING, lambda table, _: table.c.id >= 0) for cls in _WHOLE]
    past = []
    for cls, field in HISTORY_FIELDS:
        spec = next(spec for spec in kind_of(cls).fields if spec.wire == field)
        past.append(_since(cls, spec.attr, back if spec.type is datetime else day_back))
    return (*past, *whole)


class Sweep:
    """Sweeps one copy."""

    def __init__(self, reach: Reach, history_days: int) -> None:
        self._reach = reach
        self._replica: Replica = reach.replica
        self._long = long_windows(history_days)

    async def recent(self) -> list[Change]:
        """Find what was deleted of the open work and of the last days."""
        return await self._compare(OPEN_WINDOWS)

    async def long(self) -> list[Change]:
        """Find what was deleted of everything kept, and drop for good what has been hidden for 30 days."""
        changes = await self._compare(self._long)
        await self._replica.purge()
        return changes

    async def links(self) -> list[Change]:
        """Read again who is booked and who works on open work."""
        changes: list[Change] = []
        scope = await self._scope()
        for links in (*CALL_LINKS, *TICKET_LINKS, *TASK_LINKS):
            values = await self._replica.reading(_values(links, scope))
            changes += await self._reach.permitted(links.kind, self._reach.read_links(links, values), [])
        return changes

    async def reference(self) -> list[Change]:
        """Read again the small kinds without a watermark, contracts and locations."""
        changes: list[Change] = []
        for kind in (*(step.kind for step in REFERENCE), kind_of(e.Contract), kind_of(e.CompanyLocation)):
            changes += await self._reach.permitted(kind, self._whole(kind), [])
        return changes

    async def _whole(self, kind: Kind[Any]) -> list[Change]:
        changes, seen = await self._reach.read(kind, EVERYTHING)
        known = set(await self._replica.reading(lambda copy: copy.ids(kind.entity)))
        return changes + await self._reach.confirm(kind, known - seen)

    async def _scope(self) -> Scope:
        now = self._reach.source.server_now()
        return await self._replica.reading(lambda copy: scope_at(copy, now))

    async def _compare(self, windows: Iterable[Window]) -> list[Change]:
        scope = await self._scope()
        changes: list[Change] = []
        for window in windows:
            changes += await self._reach.permitted(window.kind, self._compare_one(window, scope), [])
        return changes

    async def _compare_one(self, window: Window, scope: Scope) -> list[Change]:
        table = self._replica.schema.tables[window.kind.name]
        test = window.ours(table, scope)
        theirs = await self._reach.ids(window.kind, window.theirs(scope))
        ours = set(await self._replica.reading(lambda copy: copy.ids(window.kind.entity, test)))
        return await self._reach.confirm(window.kind, ours ^ theirs)


def _values(links: Links, scope: Scope) -> Callable[[Questions], list[int]]:
    return lambda copy: list(links.values(copy, scope))
