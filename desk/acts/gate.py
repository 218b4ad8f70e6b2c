"""The gate before a ticket is completed: gathers what `workflows.completion` looks at."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from autotask.entities import Ticket, TicketChecklistItem, TicketNote, TimeEntry
from autotask.errors import AutotaskError
from autotask.filters import where
from autotask.kinds import kind_of
from desk.acts.commands import Complete
from desk.acts.known import Known
from desk.acts.timekeeping import Timekeeping
from desk.acts.timers import worked
from desk.model import ItemId, ItemKind, StatusKind
from replica.errors import ReplicaError
from replica.outbox.server import Reach
from sla.instants import HOUR, SECOND, micros
from workflows.completion import (
    ChecklistItem,
    CompletionFacts,
    Decision,
    Summary,
    decide,
    findings,
    prefilled_resolution,
)

FreshChecklist = Callable[[int], Awaitable[Sequence[TicketChecklistItem]]]
"""The checklist of a ticket as Autotask has it now. Raises AutotaskError."""
PATIENCE = 2.0
"""Seconds that a person waits for the checklist to be read anew."""


def checklist_from(reach: Reach) -> FreshChecklist:
    """Reads checklists over a connection to Autotask."""

    async def read(ticket_id: int) -> Sequence[TicketChecklistItem]:
        server = await reach()
        pages = server.pages(kind_of(TicketChecklistItem), where(kind_of(TicketChecklistItem), ticket_id=ticket_id))
        return [row async for page in pages for row in page.items]

    return read


@dataclass(frozen=True, slots=True)
class Around:
    """What hangs on a ticket that is to be completed; what is pending is in it."""

    entries: tuple[TimeEntry, ...]
    notes: tuple[TicketNote, ...]
    checklist: tuple[TicketChecklistItem, ...]
    children: tuple[str, ...]
    """Numbers of tickets under it that are open."""
    checked: bool


class Gate:
    """Looks at a ticket before it is completed."""

    def __init__(self, known: Known, timekeeping: Timekeeping, fresh: FreshChecklist | None) -> None:
        self._known = known
        self._timekeeping = timekeeping
        self._fresh = fresh
        self._checked: set[int] = set()
        """Tickets whose checklist Autotask has told when it was asked last."""

    async def decided(self, ticket: Ticket, command: Complete, *, firm: bool) -> tuple[Decision, str]:
        """What the gate says to a completion, and what is told along with it.

        Args:
            firm: it is about to be done: the checklist is read from Autotask once more.
        """
        if firm:
            await self.read(ticket.id)
        around = await self.around(ticket)
        found = findings(self.facts(ticket, around, command))
        told = "" if around.checked else " (offline: the checklist is unchecked)"
        return decide(found, reason=command.override), told

    async def around(self, ticket: Ticket) -> Around:
        """What hangs on a ticket, as the copy and what is pending over it have it."""
        known, real = self._known, self._known.on_disk(ticket.id)
        entries, notes, checklist, children = await known.read(
            lambda copy: (
                copy.rows(TimeEntry, ticket_id=real),
                copy.rows(TicketNote, ticket_id=real),
                copy.rows(TicketChecklistItem, ticket_id=real),
                copy.rows(Ticket, problem_ticket_id=real) if real else [],
            )
        )
        still_open = [row for row in children if known.kind_of_status(row.status) is not StatusKind.COMPLETE]
        return Around(
            entries=known.layer.over("TimeEntries", entries, lambda row: row.ticket_id == ticket.id),
            notes=known.layer.over("TicketNotes", notes, lambda row: row.ticket_id == ticket.id),
            checklist=known.layer.over("TicketChecklistItems", checklist, lambda row: row.ticket_id == ticket.id),
            children=tuple(known.ticket_called(row) for row in still_open),
            checked=real in self._checked or not real,
        )

    async def read(self, ticket_id: int) -> bool:
        """Read the checklist of a ticket from Autotask into the copy, where it answers soon; whether it did."""
        real = self._known.on_disk(ticket_id)
        rows = await self._fresh_checklist(real)
        self._checked.discard(real)
        if rows is None:
            return not real
        try:
            await self._known.renew(TicketChecklistItem, rows, ticket_id=real)
        except ReplicaError:
            return False
        self._checked.add(real)
        return True

    def facts(self, ticket: Ticket, around: Around, command: Complete) -> CompletionFacts:
        """What is known of it, as it will stand with what the form holds."""
        known, me = self._known, self._known.me
        timer = self._timekeeping.stack.on(ItemId(ItemKind.TICKET, ticket.id))
        hours = dict.fromkeys((None, me), 0.0)
        for entry in around.entries:
            hours[None] += entry.hours_worked or 0
            if entry.resource_id == me:
                hours[me] += entry.hours_worked or 0
        unsaved = 0.0 if timer is None or command.time is not None else worked(timer, known.now).total_seconds()
        of_form = 0 if command.time is None else 1
        item = known.desk.item(ItemId(ItemKind.TICKET, ticket.id))
        return CompletionFacts(
            workflow="" if item is None else item.workflow,
            worked_us=round(hours[None] * HOUR) + of_form,
            mine_us=round(hours[me] * HOUR) + of_form,
            touched_by_me=self._touched(ticket, around),
            timer_us=round(unsaved * SECOND),
            zero_time=command.zero_time,
            checklist=tuple(
                ChecklistItem(row.item_name or "", bool(row.is_important), bool(row.is_completed))
                for row in around.checklist
            ),
            resolution=command.resolution,
            open_children=around.children,
            checked=around.checked,
        )

    def resolution(self, ticket: Ticket, around: Around) -> str:
        """What the resolution starts with."""
        summaries = [
            Summary(
                at=micros(entry.end_date_time or entry.create_date_time or self._known.now),
                mine=entry.resource_id == self._known.me,
                text=entry.summary_notes or "",
            )
            for entry in around.entries
        ]
        return prefilled_resolution(summaries, ticket.resolution or "")

    def _touched(self, ticket: Ticket, around: Around) -> bool:
        me = self._known.me
        if me is None:
            return False
        return (
            ticket.assigned_resource_id == me
            or any(note.creator_resource_id == me for note in around.notes)
            or any(entry.resource_id == me for entry in around.entries)
        )

    async def _fresh_checklist(self, ticket_id: int) -> Sequence[TicketChecklistItem] | None:
        """The checklist as Autotask has it; None where it does not say so soon."""
        if self._fresh is None or not ticket_id:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._fresh(ticket_id)
        except (AutotaskError, TimeoutError):
            return None
