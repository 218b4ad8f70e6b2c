"""A process that enters time and sends it to a sandbox: what of a servicedeck matters to its outbox.

Started as a program it does what it reads, line by line: `enter WORDS` hands an entry in and says so when it is on
disk. When its input ends it sends until nothing is left, and ends with 0.
"""

import asyncio
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr, TypeAdapter

from autotask.client import Client
from autotask.entities import ResourceRole, Ticket, TimeEntry
from autotask.filters import Eq, Exists, Gte
from autotask.kinds import kind_of
from autotask.machine import SystemMachine
from autotask.settings import AutotaskSettings, Timeouts
from replica.outbox.effects import TimeEntryCreate
from replica.outbox.op import NewOp, State, new_op_id
from replica.outbox.outbox import Outbox
from replica.outbox.settings import OutboxSettings
from sandbox.announcement import Announcement

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SETTINGS = OutboxSettings(settle=2.5, looks=(0.2, 1.0), patience=1.0, doorbell=0.2, most_attempts=50)


@dataclass(frozen=True, slots=True)
class Place:
    """Where time can be entered: a sandbox, and somebody's ticket in it; how long a write may take in seconds."""

    about: Announcement
    ticket_id: int = 0
    resource_id: int = 0
    role_id: int = 0
    patience: float = 1.5

    def text(self) -> str:
        """As JSON, for the command line of a process."""
        return TypeAdapter(dict[str, object]).dump_json(asdict(self)).decode()

    @classmethod
    def read(cls, text: str) -> "Place":
        """What `text` wrote."""
        return TypeAdapter(cls).validate_json(text)


async def connected(place: Place) -> Client:
    """A client that has reached the sandbox of a place."""
    about = place.about
    settings = AutotaskSettings(
        user=about.user,
        integration_code=about.integration_code,
        base_url=about.url,
        timeouts=Timeouts(write=place.patience),
    )
    return await Client.connect(settings, SecretStr(about.secret))


async def a_place(about: Announcement, patience: float = 1.5) -> Place:
    """A ticket of somebody who holds a role."""
    async with await connected(Place(about)) as client:
        async for page in client.pages(kind_of(Ticket), Exists("assignedResourceID")):
            for ticket in page.items:
                resource = ticket.assigned_resource_id
                assert resource is not None
                async for roles in client.pages(kind_of(ResourceRole), Eq("resourceID", resource)):
                    if roles.items and roles.items[0].role_id is not None:
                        return Place(about, ticket.id, resource, roles.items[0].role_id, patience)
    raise LookupError("nobody can enter time here")


async def hand_in(outbox: Outbox, place: Place, words: str, number: int) -> None:
    """Enter one minute. It is on disk when this returns."""
    begin = AT - timedelta(hours=1) + timedelta(minutes=number % 50)
    effect = TimeEntryCreate(
        resource_id=place.resource_id,
        ticket_id=place.ticket_id,
        role_id=place.role_id,
        start_date_time=begin,
        end_date_time=begin + timedelta(minutes=1),
        summary_notes=words,
    )
    await outbox.submit(words, [NewOp(effect, new_op_id(datetime.now(UTC)))], 0.0)


async def come_to_rest(outbox: Outbox) -> None:
    """Wait until all is sent, and send again what only waits for a word of a person's."""
    while outbox.live:
        for op in outbox.live:
            if op.state in (State.REJECTED, State.HELD):
                await outbox.retry(op.op_id)
        await asyncio.sleep(0.1)


async def entered(place: Place) -> Counter[str]:
    """What is in the sandbox of what was entered at a place, and how often."""
    async with await connected(place) as client:
        since = Gte("createDateTime", AT - timedelta(hours=1))
        rows = [row async for page in client.pages(kind_of(TimeEntry), since) for row in page.items]
    return Counter(row.summary_notes or "" for row in rows if row.ticket_id == place.ticket_id)


async def _work(folder: Path, place: Place) -> None:
    async def reach() -> Client:
        return await connected(place)

    outbox = Outbox.open(folder, reach, SystemMachine(), settings=SETTINGS)
    working = asyncio.ensure_future(outbox.run())
    number = 0
    while line := await asyncio.to_thread(sys.stdin.readline):
        number += 1
        await hand_in(outbox, place, line.removeprefix("enter ").strip(), number)
        sys.stdout.write(line)
        sys.stdout.flush()
    await come_to_rest(outbox)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await outbox.close()


if __name__ == "__main__":
    asyncio.run(_work(Path(sys.argv[1]), Place.read(sys.argv[2])))
