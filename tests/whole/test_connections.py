"""Reader and writer share one connection to Autotask, and each survives what befalls the other's."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from autotask.entities import Ticket, TicketNote
from autotask.errors import Closed
from autotask.filters import EVERYTHING
from autotask.kinds import kind_of
from autotask.machine import SystemMachine
from autotask.settings import AutotaskSettings
from cli.composition import Hands, House, hands, house
from cli.connections import Connections
from cli.copies import open_copy
from cli.plan import Plan
from desk.clocks import SystemClock
from desk.settings import DeskSettings
from replica.outbox.effects import NoteCreate
from replica.outbox.op import NewOp, State, new_op_id
from replica.outbox.settings import OutboxSettings
from replica.rhythm import PullSettings
from replica.status import SyncState
from sandbox.announcement import Announcement
from sandbox.process import start
from tests.whole.terminal import PATIENCE
from workflows.catalog import packaged

REFUSED_KEY = {"status": 401, "errors": []}
TICKETS = kind_of(Ticket)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Announcement]:
    with start(size="tiny", at=datetime(2026, 11, 24, 9, tzinfo=UTC), admin=True) as running:
        yield running.about


@pytest.fixture
def tenant(sandbox: Announcement) -> Iterator[Announcement]:
    yield sandbox
    well(sandbox)


def arm(tenant: Announcement, method: str, path: str) -> None:
    """From now on the key is refused for these requests."""
    fault = {"method": method, "path": path, "times": 0, "apply": "no", "reply": REFUSED_KEY}
    httpx.post(f"{tenant.url}sandbox/faults", json=fault, trust_env=False).raise_for_status()


def well(tenant: Announcement) -> None:
    """The key is good again."""
    httpx.delete(f"{tenant.url}sandbox/faults", trust_env=False).raise_for_status()


def made(tenant: Announcement, title: str) -> int:
    """How many notes of a title were written at the tenant."""
    journal = httpx.get(f"{tenant.url}sandbox/journal?after=0", trust_env=False).raise_for_status().json()
    return sum(each["outcome"] == "done" and (each["body"] or {}).get("title") == title for each in journal["writes"])


def plan(about: Announcement, folder: Path) -> Plan:
    """A house on the sandbox that waits for nothing longer than it must."""
    return Plan(
        tenant=AutotaskSettings(user=about.user, integration_code=about.integration_code, base_url=about.url, share=1),
        secret=lambda: SecretStr(about.secret),
        catalogue=packaged,
        desk=DeskSettings(me=about.me),
        sync=PullSettings(interval=1.0),
        clock=SystemClock(),
        folder=folder,
        owner="test",
        server_wall=lambda: datetime.now(UTC),
        wall=lambda: datetime.now(UTC),
        crash_file=None,
        outbox=OutboxSettings(doorbell=0.05),
    )


@pytest.fixture
async def connections(tenant: Announcement, tmp_path: Path) -> AsyncIterator[Connections]:
    made_ = Connections(plan(tenant, tmp_path), SystemMachine())
    yield made_
    await made_.close()


async def test_both_have_one_connection_and_one_budget(connections: Connections) -> None:
    reader, writer = await connections.to_read(), await connections.to_write()
    assert reader.budget is writer.budget
    assert (await connections.at_hand()).budget is reader.budget


@pytest.mark.parametrize("first", ["reader", "writer"])
async def test_whoever_finds_it_wanting_makes_a_new_one_that_the_other_gets_too(
    connections: Connections, first: str
) -> None:
    one, other = connections.to_read, connections.to_write
    if first == "writer":
        one, other = other, one
    old = await other()
    new = await one()
    assert new.budget is old.budget, "the one that there is serves whoever has none yet"
    new = await one()
    assert new.budget is not old.budget
    with pytest.raises(Closed):
        await old.count(TICKETS, EVERYTHING)
    assert (await other()).budget is new.budget
    assert await (await other()).count(TICKETS, EVERYTHING)


async def test_both_at_once_make_one(connections: Connections) -> None:
    await asyncio.gather(connections.to_read(), connections.to_write())
    reader, writer = await asyncio.gather(connections.to_read(), connections.to_write())
    assert reader.budget is writer.budget


@asynccontextmanager
async def working(about: Announcement, folder: Path) -> AsyncIterator[tuple[House, Hands]]:
    """A house that reads and sends."""
    made_ = plan(about, folder)
    async with house(made_, open_copy(made_)) as built:
        await built.sync.once()
        await built.desk.load()
        async with hands(made_, built) as given:
            tasks = [asyncio.create_task(work) for work in (built.sync.run(), given.outbox.run())]
            try:
                yield built, given
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)


async def until(holds: Callable[[], Any]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await SystemMachine().sleep(0.02)


async def note(built: House, given: Hands, title: str) -> Callable[[], State]:
    """Enter a note; returns how to ask what has become of it."""
    ticket = await built.replica.reading(lambda copy: copy.open_tickets()[0])
    types = built.replica.picklists(TicketNote).of(TicketNote, "note_type").active
    effect = NoteCreate(
        ticket_id=ticket.id, title=title, description="It was the firewall", note_type=int(types[0].id), publish=1
    )
    (op,) = await given.outbox.submit(title, [NewOp(effect, new_op_id(datetime.now(UTC)))], 0.0)
    return lambda: next((each.state for each in given.outbox.live if each.op_id == op.op_id), State.DONE)


async def test_a_key_that_is_good_again_lets_read_and_send_once_a_person_asks(
    tenant: Announcement, tmp_path: Path
) -> None:
    async with working(tenant, tmp_path) as (built, given):
        arm(tenant, ".*", "V1.0/")
        state = await note(built, given, "Key refused")
        await until(lambda: built.sync.status.state is SyncState.UNAUTHORISED and given.outbox.pause)
        assert state() is State.PENDING
        well(tenant)
        built.desk.refresh()
        await until(lambda: state() is State.DONE and built.sync.status.state is SyncState.LIVE)
    assert made(tenant, "Key refused") == 1


async def test_a_key_that_is_refused_for_writing_leaves_reading_alone(tenant: Announcement, tmp_path: Path) -> None:
    async with working(tenant, tmp_path) as (built, given):
        arm(tenant, "POST", "V1.0/Tickets/[0-9]+/Notes$")
        state = await note(built, given, "Only writing refused")
        await until(lambda: given.outbox.pause)
        read = built.sync.status.last_good
        await until(lambda: built.sync.status.last_good != read and built.sync.status.state is SyncState.LIVE)
        well(tenant)
        built.desk.refresh()
        await until(lambda: state() is State.DONE)
        read = built.sync.status.last_good
        await until(lambda: built.sync.status.last_good != read and built.sync.status.state is SyncState.LIVE)
    assert made(tenant, "Only writing refused") == 1


async def test_a_reader_that_makes_a_new_connection_costs_the_writer_nothing(
    tenant: Announcement, tmp_path: Path
) -> None:
    async with working(tenant, tmp_path) as (built, given):
        before = await note(built, given, "Before the reader's")
        await until(lambda: before() is State.DONE)
        arm(tenant, "POST", "V1.0/Tickets/query$")
        await until(lambda: built.sync.status.state is SyncState.UNAUTHORISED)
        meanwhile = await note(built, given, "While reading is refused")
        well(tenant)
        built.sync.refresh_now()
        await until(lambda: built.sync.status.state is SyncState.LIVE and meanwhile() is State.DONE)
        after = await note(built, given, "After the reader's")
        await until(lambda: after() is State.DONE)
    for title in ("Before the reader's", "While reading is refused", "After the reader's"):
        assert made(tenant, title) == 1


async def test_what_a_refused_key_stopped_goes_on_with_the_first_reading(tenant: Announcement, tmp_path: Path) -> None:
    async with working(tenant, tmp_path) as (built, given):
        arm(tenant, ".*", "V1.0/")
        state = await note(built, given, "Goes on by itself")
        await until(lambda: built.sync.status.state is SyncState.UNAUTHORISED and given.outbox.pause)
        well(tenant)
        built.sync.refresh_now()
        await until(lambda: state() is State.DONE)
    assert made(tenant, "Goes on by itself") == 1
