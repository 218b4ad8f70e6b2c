"""The open work in memory: tickets, project tasks and appointments, and what hangs under them.

Rows come once from the copy and then from the change feed, whose order this does not depend on: every row replaces
what was known of it. A ticket that comes into view after loading (new, reopened, back) may have notes and entries
that were passed over while it was closed; `unread` names it until `adopt` brings them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from autotask.entities import (
    Appointment,
    ServiceLevelAgreementResult,
    Task,
    TaskSecondaryResource,
    Ticket,
    TicketHistory,
    TicketNote,
    TicketSecondaryResource,
    TimeEntry,
)
from desk.bookings import Bookings
from desk.crowds import Alerts, Crowds
from desk.entries import sane
from desk.families import Family
from desk.labels import Labels
from desk.letting_go import emptied
from desk.model import ItemId, ItemKind, StatusKind
from desk.under_tickets import Take, UnderTickets
from replica.store import Replica
from replica.turns import Turn, Turns


@dataclass(frozen=True, slots=True)
class Children:
    """What hangs under some tickets, as read from the copy."""

    notes: tuple[TicketNote, ...]
    entries: tuple[TimeEntry, ...]
    helpers: tuple[TicketSecondaryResource, ...]
    turns: Turns = field(default_factory=dict)
    results: tuple[ServiceLevelAgreementResult, ...] = ()


def read_children(copy: Replica, tickets: Collection[int]) -> Children:
    """Read what hangs under some tickets; for a reading thread."""
    return Children(
        notes=tuple(copy.rows_in(TicketNote, "ticket_id", tickets)),
        entries=tuple(copy.rows_in(TimeEntry, "ticket_id", tickets)),
        helpers=tuple(copy.rows_in(TicketSecondaryResource, "ticket_id", tickets)),
        turns=copy.turns(tickets),
        results=tuple(copy.rows_in(ServiceLevelAgreementResult, "ticket_id", tickets)),
    )


def has_plan_recorded(copy: Replica) -> bool:
    """Whether some ticket of the copy, open or closed, has a resolution plan recorded; for a reading thread."""
    return copy.count(Ticket) > copy.count(Ticket, resolution_plan_date_time=None)


class Records:
    """Rows of open work."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self.tickets: dict[int, Ticket] = {}
        self.tasks: dict[int, Task] = {}
        self.appointments: dict[int, Appointment] = {}
        self._under = under = UnderTickets(lambda: self.labels, self.tickets)
        self.notes, self.work, self.helpers = under.notes, under.work, under.helpers
        self.verdicts = under.verdicts
        self.turns: dict[int, tuple[Turn, ...]] = {}
        """When the status of open tickets turned, as far as the copy has seen it."""
        self.task_helpers: Family[int] = Family()
        self.bookings = Bookings()
        self.alerts = Alerts()
        self.crowds = Crowds()
        self.unread: set[int] = set()
        self.plan_recorded = False
        """Some ticket of the copy has a resolution plan recorded, so some status of the tenant records it."""
        self.plan_doubted = False
        """An open ticket has lost its resolution plan: only the copy knows whether another has one."""
        self._takes: Mapping[str, Take] = {
            **under.takes,
            "Tickets": self._ticket,
            "Tasks": self._task,
            "Appointments": self._appointment,
            "TicketHistory": self._trail,
            "TaskSecondaryResources": self._task_helper,
        }

    def load(self, copy: Replica) -> None:
        """Read all open work; for a reading thread, on records that nobody else uses yet."""
        for ticket in copy.open_tickets():
            self._ticket(ticket.id, ticket)
        loads: tuple[tuple[type[Any], Take], ...] = (
            (Task, self._task),
            (Appointment, self._appointment),
            (TaskSecondaryResource, self._task_helper),
        )
        for entity, take in loads:
            for row in copy.rows(entity):
                take(row.id, row)
        for kind, booked in Bookings.ENTITIES.items():
            for row in copy.rows(booked):
                self.bookings.apply(kind, row.id, row)
        self.adopt(read_children(copy, self.unread))
        self.unread.clear()
        self.plan_recorded = has_plan_recorded(copy)

    @property
    def lacking(self) -> bool:
        """Whether something has to be read in the copy before everything here is as it is there."""
        return bool(self.unread) or self.plan_doubted

    def adopt(self, children: Children) -> None:
        """Take in what was read of tickets that came into view."""
        for _ in self.adopting(children):
            pass

    def adopting(self, children: Children) -> Iterator[ItemId]:
        """The same row by row, as it is iterated over. Yields the items that may look different now."""
        takes: tuple[tuple[Take, Iterable[Any]], ...] = (
            (self._under.note, children.notes),
            (self._under.entry, children.entries),
            (self._under.helper, children.helpers),
            (self._under.result, children.results),
        )
        for take, rows in takes:
            for row in rows:
                yield from take(row.id, row)
        for ticket_id, turns in children.turns.items():
            if ticket_id in self.tickets and self.turns.get(ticket_id) != turns:
                self.turns[ticket_id] = turns
                yield ItemId(ItemKind.TICKET, ticket_id)

    def learn_plan(self, *, recorded: bool) -> Iterable[ItemId]:
        """Take what the copy says about recorded resolution plans. Returns the items that may look different now."""
        self.plan_doubted = False
        if recorded is self.plan_recorded:
            return ()
        self.plan_recorded = recorded
        return self.all_items()

    def apply(self, kind: str, row_id: int, row: Any) -> set[ItemId]:
        """Take in a row, None where it is gone. Returns the items that may look different now."""
        if kind in Bookings.ENTITIES:
            return self.bookings.apply(kind, row_id, row)
        take = self._takes.get(kind)
        return set() if take is None else take(row_id, row)

    def discard(self) -> Iterator[None]:
        """Take no more rows, and let go of all there are, some at each step."""
        self._takes = {}
        held = (*self._under.held(), *self.task_helpers.held())
        del self._under  # it knows this one, and each would keep the other
        return emptied(*held, self.tickets, self.tasks, self.appointments)

    def all_items(self) -> Iterator[ItemId]:
        """Everything that could stand in a queue now, made as it is iterated over; rows may come and go meanwhile."""
        ids = (tuple(self.tickets), tuple(self.tasks), tuple(self.appointments))
        kinds = (ItemKind.TICKET, ItemKind.TASK, ItemKind.APPOINTMENT)
        return (ItemId(kind, id_) for kind, of_kind in zip(kinds, ids, strict=True) for id_ in of_kind)

    def _ticket(self, row_id: int, row: Ticket | None) -> set[ItemId]:
        known = self.tickets.get(row_id)
        if row is not None and row.resolution_plan_date_time is not None:
            self.plan_recorded = True
        elif known is not None and known.resolution_plan_date_time is not None:
            self.plan_doubted = True
        if row is None or self.labels.status_kind(Ticket, row.status) is StatusKind.COMPLETE:
            if self.tickets.pop(row_id, None) is not None:
                self.unread.discard(row_id)
                self.turns.pop(row_id, None)
                self._under.forget(row_id)
            self.crowds.drop(row_id)
            others = self.alerts.drop(row_id)
        else:
            if known is None or (known != row and self._has_turned(row)):
                self.unread.add(row_id)
            self.tickets[row_id] = row
            others = self._gather(row)
        return {ItemId(ItemKind.TICKET, id_) for id_ in (row_id, *others)}

    def _has_turned(self, row: Ticket) -> bool:
        """Whether a ticket has another status than the last turn that is known of it."""
        turns = self.turns.get(row.id)
        return not turns or turns[-1].status != row.status

    def _gather(self, row: Ticket) -> set[int]:
        """Put an open ticket with those of its kind. Returns the alerts that have another count of duplicates now."""
        if self.labels.is_alert(row):
            self.crowds.drop(row.id)
            return self.alerts.put(row.id, row.configuration_item_id, row.company_id, row.title or "")
        self.crowds.put(row.id, row.company_id, sane(row.create_date))
        return self.alerts.drop(row.id)

    def _task(self, row_id: int, row: Task | None) -> set[ItemId]:
        done = row is None or row.completed_date_time is not None
        if row is None or done or self.labels.status_kind(Task, row.status) is StatusKind.COMPLETE:
            self.tasks.pop(row_id, None)
        else:
            self.tasks[row_id] = row
        return {ItemId(ItemKind.TASK, row_id)}

    def _appointment(self, row_id: int, row: Appointment | None) -> set[ItemId]:
        if row is None or row.start_date_time is None or row.end_date_time is None:
            self.appointments.pop(row_id, None)
        else:
            self.appointments[row_id] = row
        return {ItemId(ItemKind.APPOINTMENT, row_id)}

    def _trail(self, _: int, row: TicketHistory | None) -> set[ItemId]:
        """Have the turns of a ticket read again, of which its trail tells more now."""
        if row is not None and row.ticket_id in self.tickets:
            self.unread.add(row.ticket_id)
        return set()

    def _task_helper(self, row_id: int, row: TaskSecondaryResource | None) -> set[ItemId]:
        if row is None or row.resource_id is None:
            parents = self.task_helpers.drop(row_id)
        else:
            parents = self.task_helpers.put(row_id, row.task_id, row.resource_id)
        return {ItemId(ItemKind.TASK, id_) for id_ in parents}
