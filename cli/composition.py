"""The house put together: the client below, the copy, the pull, and the live desk on top."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from autotask.client import Client
from autotask.machine import SystemMachine
from cli.exits import Exit, Stop
from cli.log import logging_to
from cli.plan import Plan
from cli.server_clock import ServerClock
from desk.clocks import SystemClock
from desk.live import LiveDesk
from replica.errors import DiskFull, FolderUnwritable, ReplicaError
from replica.pull import Pull
from replica.store import Replica


class Connections:
    """Makes connections for the pull and closes them all in the end."""

    def __init__(self, plan: Plan, machine: SystemMachine) -> None:
        self._plan = plan
        self._machine = machine
        self._clients: list[Client] = []

    async def connect(self) -> Client:
        """Reach Autotask; raises `AutotaskError`. The client before this one is closed."""
        await self.close()
        plan = self._plan
        client = await Client.connect(
            plan.tenant, plan.secret(), machine=self._machine, wall=plan.server_wall, server_speed=plan.server_speed
        )
        self._clients.append(client)
        return client

    def tell_time(self, clock: ServerClock) -> None:
        """Tell what time it is at Autotask, once an answer has said."""
        if self._clients:
            clock.heard(self._clients[-1].server_now(), self._clients[-1].clock_skew())

    @property
    def web_url(self) -> str:
        """The tenant's zone in the browser; empty before the first connection."""
        return self._clients[-1].zone.web_url if self._clients else ""

    async def close(self) -> None:
        """Close what is open."""
        while self._clients:
            await self._clients.pop().aclose()


@dataclass(frozen=True, slots=True)
class House:
    """A desk with everything under it."""

    machine: SystemMachine
    replica: Replica
    pull: Pull
    desk: LiveDesk


@asynccontextmanager
async def house(plan: Plan, replica: Replica) -> AsyncIterator[House]:
    """Put the rooms together on the running loop; connections and copy are closed at the end."""
    machine = SystemMachine()
    connections = Connections(plan, machine)
    pull = Pull(connections.connect, replica, plan.sync, machine, now=plan.wall)
    server_clock = ServerClock(plan.clock, replica, machine) if isinstance(plan.clock, SystemClock) else None
    desk = LiveDesk(
        replica,
        pull,
        settings=plan.desk,
        catalogue=plan.catalogue(),
        clock=plan.clock,
        machine=machine,
        web_url=lambda: connections.web_url,
    )
    with logging_to(plan.folder):
        try:
            if server_clock is not None:
                server_clock.recall()
                pull.on_status(lambda _: connections.tell_time(server_clock))
            yield House(machine, replica, pull, desk)
        finally:
            if server_clock is not None:
                connections.tell_time(server_clock)
                await server_clock.close()
            await connections.close()
            replica.close()


def open_copy(plan: Plan, *, or_in_memory: bool = True) -> Replica:
    """The copy on disk; else, for whoever only looks, one in memory, and that is said.

    Raises:
        Stop: another process has it, a newer version wrote it, or it must be on disk and cannot be.
    """
    try:
        return Replica.open(plan.folder, owner=plan.owner)
    except (FolderUnwritable, DiskFull) as error:
        if not or_in_memory:
            raise Stop(Exit.FAILED, str(error)) from None
        print(f"servicedeck: {error} Until then the copy lives in memory only.", file=sys.stderr)
        replica = Replica.in_memory(owner=plan.owner)
        replica.notices.append(str(error))
        return replica
    except ReplicaError as error:
        raise Stop(Exit.FAILED, str(error)) from None
