"""The hands of a house: what acts on its desk, and what sends that. Imported after the desk is there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from cli.composition import House
from cli.outboxes import READ_ONLY, open_to_act
from cli.plan import Plan
from desk.acts.beside import beside_from
from desk.acts.desk_acts import DeskActs
from desk.acts.gate import checklist_from
from desk.acts.rereading import tickets_from
from desk.acts.write_words import Words
from replica.outbox.effects.values import Value
from replica.outbox.outbox import Outbox
from replica.status import SyncState, SyncStatus
from replica.writing import Batch


@dataclass(frozen=True, slots=True)
class Hands:
    """What acts on a desk, and what sends it."""

    outbox: Outbox
    acts: DeskActs


@asynccontextmanager
async def hands(plan: Plan, built: House) -> AsyncIterator[Hands]:
    """Give a desk hands. What was entered before and is not in Autotask yet is in the outbox of the same folder.

    Raises:
        ReplicaError: the outbox cannot be had; then nothing may be entered.
    """
    replica, connections = built.replica, built.connections

    async def seen(kind: str, row_id: int, row: Any | None) -> None:
        await replica.write(Batch(kind, gone=[row_id]) if row is None else Batch(kind, [row]))

    def words(field: str, value: Value) -> str:
        return Words(acts.known).value(field, value)

    outbox = await open_to_act(plan, connections.to_write, built.machine, on_row=seen, words=words)
    acts = DeskActs(
        built.desk,
        replica,
        outbox,
        built.machine,
        plan.acts,
        fresh_checklist=checklist_from(connections.at_hand),
        fresh_tickets=tickets_from(connections.at_hand),
        fresh_beside=beside_from(connections.at_hand),
        read_only=READ_ONLY if plan.tenant.read_only else "",
    )
    stop = built.sync.on_status(_Recovery(outbox, built.sync.status.state).heard)
    built.desk.asks_again.append(outbox.resume)
    try:
        yield Hands(outbox, acts)
    finally:
        built.desk.asks_again.remove(outbox.resume)
        stop()
        acts.close()
        await outbox.close()


class _Recovery:
    """A key that reads again writes again: what a refused one has stopped goes on."""

    def __init__(self, outbox: Outbox, state: SyncState) -> None:
        self._outbox = outbox
        self._refused = state is SyncState.UNAUTHORISED

    def heard(self, status: SyncStatus) -> None:
        if self._refused and status.state is SyncState.LIVE:
            self._outbox.resume()
        if status.state in (SyncState.UNAUTHORISED, SyncState.LIVE):
            self._refused = status.state is SyncState.UNAUTHORISED
