"""Looking once more before a ticket is given away or set: what a colleague has done meanwhile is told and asked about.

Two people triage one list. What Autotask has now is read when an act is about to be done, and goes into the copy; where
it tells something else than the person saw, they are asked. Where Autotask does not answer soon, the act goes on as
always: what it was based on goes with it, and a change under it becomes a conflict (`replica.outbox`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from autotask.entities import Ticket
from autotask.errors import AutotaskError
from autotask.filters import where
from autotask.kinds import kind_of
from desk.acts.known import Known
from desk.acts.plan import Plan
from desk.acts.planning_ticket import label_of
from desk.acts.who_changed import OWNER, FreshTrail, WhoChanged, trail_from
from replica.errors import ReplicaError
from replica.outbox.effects.comparing import same
from replica.outbox.effects.values import Value
from replica.outbox.server import Reach

PATIENCE = 1.0
"""Seconds that a person waits for a ticket to be read anew."""
FRESH_SECONDS = 5.0
"""Of machine time, for which a ticket that was read is not read again."""
MOST_AT_ONCE = 200
CONCERN = (OWNER, "status", "priority", "queue_id")
"""What a dispatcher decides by: a colleague who changes the title is in nobody's way."""


class FreshTickets(NamedTuple):
    """What Autotask has now. Both raise AutotaskError.

    Attributes:
        rows: tickets by their ids.
        trail: what happened to one.
    """

    rows: Callable[[Collection[int]], Awaitable[Sequence[Ticket]]]
    trail: FreshTrail


def tickets_from(reach: Reach) -> FreshTickets:
    """Reads tickets over a connection to Autotask."""

    async def read(ids: Collection[int]) -> Sequence[Ticket]:
        server, kind = await reach(), kind_of(Ticket)
        return [row async for page in server.pages(kind, where(kind, id=list(ids))) for row in page.items]

    return FreshTickets(read, trail_from(reach))


class Rereading:
    """Reads tickets anew, and tells what is otherwise."""

    def __init__(self, known: Known, fresh: FreshTickets | None, machine: Callable[[], float]) -> None:
        """
        Args:
            fresh: None offline.
            machine: seconds of machine time.
        """
        self._known = known
        self._fresh = fresh
        self._who = WhoChanged(known, None if fresh is None else fresh.trail, machine)
        self._machine = machine
        self._read: dict[int, float] = {}
        self._moved: dict[int, Mapping[str, Value]] = {}
        """What was otherwise in the copy before a ticket was read anew, until somebody was asked about it."""

    async def read(self, ticket_ids: Collection[int]) -> None:
        """Read these from Autotask into the copy, as far as it answers soon."""
        now = self._machine()
        self._read = {id_: at for id_, at in self._read.items() if now - at < FRESH_SECONDS}
        self._moved = {id_: moved for id_, moved in self._moved.items() if id_ in self._read}
        wanted = [real for id_ in ticket_ids if (real := self._known.on_disk(id_)) and real not in self._read]
        if self._fresh is None or not wanted:
            return
        before = await self._known.read(lambda copy: {row.id: row for row in copy.rows_in(Ticket, "id", wanted)})
        try:
            async with asyncio.timeout(PATIENCE):
                rows = [row for row in await self._fresh.rows(wanted[:MOST_AT_ONCE]) if row.id in before]
            await self._known.learn_rows(Ticket, rows)
        except (AutotaskError, ReplicaError, TimeoutError):
            return
        for row in rows:
            self._read[row.id] = now
            self._moved[row.id] = _moved(before[row.id], row)

    async def meanwhile(self, ticket: Ticket, seen: Mapping[str, Value], plan: Plan) -> Mapping[str, Value]:
        """Ask about what is otherwise than it was seen. Returns what the act is based on: what stands now.

        Args:
            ticket: as it stands now.
            seen: fields as they were shown; of what is missing, what the copy had before it was read anew.
        """
        shown = {**self._moved.get(ticket.id, {}), **{field: seen[field] for field in CONCERN if field in seen}}
        other = {field: was for field, was in shown.items() if not same(was, getattr(ticket, field))}
        if other:
            what = ", ".join(self._said(field, was, getattr(ticket, field)) for field, was in other.items())
            now = "/".join(str(getattr(ticket, field)) for field in other)
            changed = f"{self._known.ticket_called(ticket)} {await self._who.told(ticket, other.keys())}"
            says = f"{changed}: {what}. Go on?"
            plan.ask(f"changed {ticket.id} {now}", says, "Go on")
        return {field: getattr(ticket, field) for field in shown}

    def _said(self, field: str, was: Value, now: Value) -> str:
        return f"{label_of(field)} {self._word(field, now)}, was {self._word(field, was)}"

    def _word(self, field: str, value: Value) -> str:
        id_ = value if isinstance(value, int) else None
        if field == OWNER:
            return self._known.state.tenant.name_for(id_, self._known.me) or "nobody"
        return self._known.word(field, id_) or "none"


def _moved(was: Ticket, now: Ticket) -> Mapping[str, Value]:
    """What a ticket was, of that which is otherwise now."""
    return {field: getattr(was, field) for field in CONCERN if not same(getattr(was, field), getattr(now, field))}
