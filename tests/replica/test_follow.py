"""What hangs on a changed row comes in the end, whichever request fails and whenever the process dies."""

import asyncio
import sqlite3
from datetime import timedelta
from random import Random

import pytest

from autotask.entities import DeletedTicketLog, ServiceCall, Task, Ticket, TicketNote, TimeEntry
from autotask.errors import Unreachable
from replica.pull import Pull
from replica.rhythm import PullSettings
from replica.source import Source
from replica.sweep import Sweep
from replica.writing import FOLLOW
from tests.replica.double import START, ScriptedPsa, VirtualMachine, copy_at_once
from tests.replica.world import COMPARED, entry, furnish, note, ticket

REOPENED = 200
AFTER_TICKETS = 12
"""Requests of the ticket poll and of all that follows it."""
_LONG_AGO = START - timedelta(days=200)


class Desk:
    """A filled copy of a desk on which an old ticket is reopened while a call, a task and a deletion move too."""

    def __init__(self) -> None:
        self.machine = VirtualMachine()
        self.psa = ScriptedPsa(self.machine)
        furnish(self.psa)
        then = {"create_date": _LONG_AGO, "last_activity_date": _LONG_AGO}
        self.psa.put(ticket(REOPENED, status=5, completed_date=_LONG_AGO, **then))
        self.psa.put(note(2000, REOPENED, create_date_time=_LONG_AGO, last_activity_date=_LONG_AGO))
        stamps = {"create_date_time": _LONG_AGO, "last_modified_date_time": _LONG_AGO}
        self.psa.put(entry(2000, REOPENED, _LONG_AGO.date(), **stamps))
        self.copy = copy_at_once(self.machine.wall)
        self.start()

    def start(self) -> None:
        """A process that begins on the copy, as the first or after one that died."""
        self.pull = Pull(
            self._connect, self.copy, PullSettings(), self.machine, random=Random(1), now=self.machine.wall
        )

    async def _connect(self) -> Source:
        return self.psa

    async def fill(self) -> None:
        await self.pull.once()
        await self.pull.fill_history()
        self.machine.pass_time(1_000)
        self._filled = self._connection().serialize()
        self._then = (self.machine.seconds, self.copy.seq)

    def rewind(self) -> None:
        """Be again what `fill` left, as a process that begins there: filling anew would take most of the time."""
        self._connection().deserialize(self._filled)
        self.machine.seconds, self.copy._writing.seq = self._then
        for versions in self.psa.versions.values():
            for id_, history in versions.items():
                versions[id_] = [version for version in history if version[0] < self.machine.seconds]
        self.psa.faults = []
        self.start()

    def _connection(self) -> sqlite3.Connection:
        connection = self.copy._database._write_engine.raw_connection().driver_connection
        assert isinstance(connection, sqlite3.Connection)
        return connection

    def move(self) -> None:
        """What happens on the desk."""
        now = self.psa.time()
        self.psa.put(ticket(REOPENED, create_date=_LONG_AGO, last_activity_date=now))
        self.psa.put(Task(id=2, status=1, project_id=1, title="Count the chairs", last_activity_date_time=now))
        self.psa.put(ServiceCall(id=1, end_date_time=now + timedelta(hours=4), last_modified_date_time=now))
        self.psa.drop(Ticket, 3)
        self.psa.put(DeletedTicketLog(id=1, ticket_id=3, deleted_date_time=now))

    async def settle(self) -> list[list[object]]:
        """Let the rounds go on for most of an hour, and tell what the copy holds then."""
        for _ in range(3):
            self.machine.pass_time(1_000)
            await self.pull.once()
        return [self.copy.rows(cls) for cls in COMPARED]


async def _uninterrupted(desk: Desk) -> tuple[int, list[list[object]]]:
    """How many requests the round after the change makes, and what the copy holds in the end."""
    desk.move()
    desk.psa.asked.clear()
    await desk.pull.once()
    asked = len(desk.psa.asked)
    return asked, await desk.settle()


@pytest.mark.parametrize("dies", [False, True], ids=["outage", "killed"])
async def test_a_fault_at_any_request_ends_like_an_undisturbed_run(dies: bool) -> None:
    desk = Desk()
    await desk.fill()
    before = [desk.copy.rows(cls) for cls in COMPARED]
    asked, expected = await _uninterrupted(desk)
    assert asked > AFTER_TICKETS
    for place in range(AFTER_TICKETS):
        desk.rewind()
        assert [desk.copy.rows(cls) for cls in COMPARED] == before
        desk.move()
        desk.psa.faults = [*[None] * place, asyncio.CancelledError() if dies else Unreachable("Cable pulled.")]  # type: ignore[list-item]
        with pytest.raises(asyncio.CancelledError if dies else Unreachable):
            await desk.pull.once()
        if dies:
            desk.start()
        assert await desk.settle() == expected, f"request {place}"
        assert desk.copy.rows(TicketNote, ticket_id=REOPENED)
        assert desk.copy.rows(TimeEntry, ticket_id=REOPENED)
        assert desk.copy.remembered(FOLLOW) == {}
    desk.copy.close()


async def test_a_reopened_ticket_that_the_sweep_finds_first_is_followed_too() -> None:
    desk = Desk()
    await desk.fill()
    desk.move()
    await Sweep(desk.pull._reach, 90).recent()
    assert desk.copy.one(Ticket, REOPENED)
    await desk.settle()
    assert desk.copy.rows(TicketNote, ticket_id=REOPENED)
    desk.copy.close()
