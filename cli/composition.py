"""The house put together: the client below, the copy, the pull, and the live desk on top.

A house may also stand on a copy that another process keeps; then nobody in it asks Autotask.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from autotask.machine import SystemMachine
from cli.connections import Connections
from cli.copies import open_copy_to_show
from cli.log import logging_to
from cli.onlooker import Onlooker
from cli.plan import Plan
from cli.server_clock import ServerClock
from desk.clocks import SystemClock
from desk.live import LiveDesk, Sync
from replica.pull import Pull
from replica.store import Replica


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
        rotas=plan.rotas,
    )
