"""The house put together: the client below, the copy, the pull, and the live desk on top.

A house may also stand on a copy that another process keeps; then nobody in it asks Autotask.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from autotask.machine import SystemMachine
from cli.connections import Connections
from cli.copies import open_copy_to_show
from cli.log import logging_to
from cli.onlooker import Onlooker
from cli.outboxes import READ_ONLY, open_to_act
from cli.plan import Plan
from cli.server_clock import ServerClock
from desk.acts.desk_acts import DeskActs
from desk.acts.gate import checklist_from
from desk.acts.write_words import Words
from desk.clocks import SystemClock
from desk.live import LiveDesk, Sync
from replica.outbox.effects.values import Value
from replica.outbox.outbox import Outbox
from replica.pull import Pull
from replica.status import SyncState, SyncStatus
from replica.store import Replica
from replica.writing import Batch


@dataclass(frozen=True, slots=True)
class Lookout:
    """A desk over a copy that another process keeps."""

    replica: Replica
    sync: Onlooker
    desk: LiveDesk


@dataclass(frozen=True, slots=True)
class House:
    """A desk with everything under it."""

    machine: SystemMachine
    replica: Replica
    sync: Pull
    desk: LiveDesk
    connections: Connections


@dataclass(frozen=True, slots=True)
class Hands:
    """What acts on a desk, and what sends it."""

    outbox: Outbox
    acts: DeskActs


@asynccontextmanager
async def house(plan: Plan, replica: Replica) -> AsyncIterator[House]:
    """Put the rooms together on the running loop; connections and copy are closed at the end."""
    machine = SystemMachine()
    connections = Connections(plan, machine)
    pull = Pull(connections.to_read, replica, plan.sync, machine, now=plan.wall)
    server_clock = ServerClock(plan.clock, replica, machine) if isinstance(plan.clock, SystemClock) else None
    desk = _desk(plan, replica, pull, machine, lambda: connections.web_url)
    with logging_to(plan.folder):
        try:
            if server_clock is not None:
                server_clock.recall()
                pull.on_status(lambda _: connections.tell_time(server_clock))
            yield House(machine, replica, pull, desk, connections)
        finally:
            if server_clock is not None:
                connections.tell_time(server_clock)
                await server_clock.close()
            await connections.close()
            replica.close()


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


@asynccontextmanager
async def lookout(plan: Plan, replica: Replica) -> AsyncIterator[Lookout]:
    """Put a desk together over a copy that is open for reading only; the copy is closed at the end."""
    machine = SystemMachine()
    with logging_to(plan.folder):
        try:
            if isinstance(plan.clock, SystemClock):
                ServerClock(plan.clock, replica, machine).recall()
            sync = await asyncio.to_thread(Onlooker, replica, machine, plan.wall, plan.sync.interval)
            yield Lookout(replica, sync, _desk(plan, replica, sync, machine, str))
        finally:
            replica.close()


@asynccontextmanager
async def shown(plan: Plan) -> AsyncIterator[House | Lookout]:
    """What the screens stand on: a house, or a lookout where another servicedeck keeps the copy already.

    Raises:
        Stop: the copy cannot be had.
    """
    replica = await asyncio.to_thread(open_copy_to_show, plan)
    async with (house if replica.writable else lookout)(plan, replica) as built:
        yield built


def _desk(plan: Plan, replica: Replica, sync: Sync, machine: SystemMachine, web_url: Callable[[], str]) -> LiveDesk:
    return LiveDesk(
        replica,
        sync,
        settings=plan.desk,
        catalogue=plan.catalogue(),
        clock=plan.clock,
        machine=machine,
        web_url=web_url,
    )
