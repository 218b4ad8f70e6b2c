"""What customers write on tickets that are complete: these stand in no queue, so the copy is looked through for it.

Autotask's own rules may open such a ticket, or leave it complete; a reply on one that stays complete would be read by
nobody. The copy is looked through once at a start, in one question, and then only for tickets that something came for.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from autotask.entities import Ticket, TicketNote, TimeEntry
from desk.acts.known import Known
from desk.answering import reply_facts
from desk.entries import sane
from desk.model import ItemId, ItemKind, Micros, StatusKind, WorkItem
from desk.records import Children, read_children
from desk.traces import NoteTrace, note_trace, unanswered_reply, work_trace
from replica.errors import ReplicaError
from replica.feed import Change
from replica.store import Replica
from workflows.responses import Verdict, respond


@dataclass(frozen=True, slots=True)
class LateReply:
    """An unanswered reply on a ticket that was complete when it came.

    Attributes:
        item: the ticket as it would stand if it were open.
    """

    ticket: Ticket
    item: WorkItem
    reply: NoteTrace
    verdict: Verdict


class AfterCompletion:
    """The replies that stand unanswered on complete tickets."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._replies: dict[int, LateReply] = {}
        self._doubted: set[int] | None = None
        """Tickets that something came for since they were looked at; None until all were looked through once."""

    def saw(self, changes: Sequence[Change], since: datetime) -> None:
        """Take in changes of the copy; `since` is how far back a reply counts."""
        if self._doubted is None:
            return
        for change in changes:
            for row in (change.before, change.after):
                if isinstance(row, Ticket) and (change.id in self._replies or self._is_of_late(row, since)):
                    self._doubted.add(change.id)
                elif isinstance(row, TicketNote | TimeEntry) and row.ticket_id is not None and self._concerns(row):
                    self._doubted.add(row.ticket_id)

    async def look(self, since: datetime) -> Sequence[LateReply]:
        """Look at what something came for. Returns the replies that are new.

        Raises:
            ReplicaError: the copy could not be asked; the next look makes up for it.
        """
        if not self._known.desk.loaded or self._doubted == set():
            return ()
        among, self._doubted = self._doubted, set()
        try:
            found = await self._known.read(lambda copy: _read(copy, since, among))
        except ReplicaError:
            self._doubted = None if among is None else among | self._doubted
            raise
        before = {id_: self._replies.pop(id_, None) for id_ in (self._replies if among is None else among).copy()}
        new = []
        for ticket, children in found:
            late = self._judged(ticket, children)
            if late is not None:
                self._replies[ticket.id] = late
                known = before.get(ticket.id)
                if known is None or known.reply.at < late.reply.at:
                    new.append(late)
            # To make out what a ticket is takes as long as a slice of the desk's own work may.
            await asyncio.sleep(0)
        return new

    def replies(self, since: Micros) -> Sequence[LateReply]:
        """Those since an instant, of tickets that are complete still, also with what is on its way."""
        return [late for late in self._replies.values() if late.reply.at >= since and self._stays(late)]

    def _stays(self, late: LateReply) -> bool:
        if late.item.id in self._known.state.roster.entries:
            return False
        row = self._known.layer.row("Tickets", late.ticket.id, late.ticket)
        return row is None or self._is_complete(row)

    def _judged(self, ticket: Ticket, children: Children) -> LateReply | None:
        known, tenant = self._known, self._known.state.tenant
        traces = {note.id: note_trace(note, tenant.labels.system_notes) for note in children.notes}
        notes = {id_: trace for id_, trace in traces.items() if trace is not None}
        reply = unanswered_reply(notes, [work_trace(entry) for entry in children.entries], tenant.is_person)
        completed = sane(ticket.completed_date or ticket.resolved_date_time)
        if reply is None or completed is None:
            return None
        item = known.state.entry_of(ticket, children, known.desk.clock.now()).mine
        if item.classification is None:
            return None
        facts = reply_facts(tenant, ticket, item.classification, reply, completed)
        return None if facts.completed is None else LateReply(ticket, item, reply, respond(facts))

    def _is_complete(self, ticket: Ticket) -> bool:
        return self._known.kind_of_status(ticket.status) is StatusKind.COMPLETE

    def _is_of_late(self, ticket: Ticket, since: datetime) -> bool:
        touched = ticket.last_activity_date or ticket.completed_date
        return self._is_complete(ticket) and touched is not None and touched >= since

    def _concerns(self, row: TicketNote | TimeEntry) -> bool:
        if row.ticket_id in self._replies:
            return True
        is_open = ItemId(ItemKind.TICKET, row.ticket_id or 0) in self._known.state.roster.entries
        return isinstance(row, TicketNote) and row.created_by_contact_id is not None and not is_open


def _read(copy: Replica, since: datetime, among: Collection[int] | None) -> list[tuple[Ticket, Children]]:
    """For a reading thread."""
    late = copy.replied_when_complete(since, among)
    return [(ticket, read_children(copy, [ticket.id])) for ticket in copy.rows_in(Ticket, "id", late)]
