"""Holds end by themselves in the morning of their day, by whichever app runs, and once.

The app of the ticket's owner goes first; any other waits some minutes, different ones for different people, and looks
whether it still waits. Two that go at the same moment do no harm: the status is compared before it is changed. Where
somebody has changed the status or the hold meanwhile, theirs stays: the wait is over, or another one has begun.
"""

from datetime import timedelta

from autotask.entities import Ticket
from desk.acts.acting import Doer
from desk.acts.answers import Done
from desk.acts.commands import Release
from desk.acts.known import Known
from desk.model import ItemId, ItemKind, Micros, SyncState, WorkItem
from desk.traces import hold_of
from sla.instants import MINUTE

EVERY = timedelta(minutes=1)
OTHERS_WAIT, OTHERS_APART, SLOTS = 10 * MINUTE, 2 * MINUTE, 10
WHY = "its day has come"


class Holding:
    """Releases holds whose morning has come."""

    def __init__(self, known: Known, doer: Doer) -> None:
        self._known = known
        self._doer = doer
        self._looked: Micros | None = None
        self._released: dict[int, Micros] = {}

    async def look(self) -> list[ItemId]:
        """Release what is due, at most once a minute. Returns what was released."""
        now = self._known.desk.clock.now()
        if self._looked is not None and 0 <= now - self._looked < EVERY // timedelta(microseconds=1):
            return []
        self._looked = now
        if self._known.desk.status.state not in (SyncState.LIVE, SyncState.SYNCING) or self._doer.read_only:
            return []
        return [item.id for item in self._due(now) if await self._release(item)]

    def _due(self, now: Micros) -> list[WorkItem]:
        """Waiting tickets whose hold has ended, as far as a note or its field says so."""
        due = []
        for entry in self._known.state.roster.entries.values():
            item = entry.mine
            if item.id.kind is not ItemKind.TICKET or not item.waiting or item.hold_release is None:
                continue
            records = self._known.state.records
            ticket, notes = records.tickets.get(item.id.id), records.notes.of(item.id.id)
            stands = hold_of(notes.values(), None if ticket is None else ticket.hold_note)
            if stands.hold is None or self._released.get(item.id.id) == item.hold_release:
                continue
            if now >= item.hold_release + self._turn(item):
                due.append(item)
        return due

    def _turn(self, item: WorkItem) -> int:
        """How long to leave it to others."""
        me = self._known.me or 0
        return 0 if item.owner_id == me else OTHERS_WAIT + me % SLOTS * OTHERS_APART

    async def _release(self, item: WorkItem) -> bool:
        ticket_id, due = item.id.id, item.hold_release or 0
        ticket = await self._known.read(lambda copy: copy.one(Ticket, ticket_id))
        if ticket is None or not self._known.kind_of_status(ticket.status).waits:
            return False
        if (await self._known.hold_of(ticket)).hold is None:
            return False
        outcome = await self._doer.do(Release(ticket_id=ticket_id, reason=WHY, by_itself=True), by_itself=True)
        if not isinstance(outcome, Done):
            return False
        self._released[ticket_id] = due
        return True
