"""Reader and writer share one connection to Autotask, and each survives what befalls the other's."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autotask.entities import Ticket, TicketNote
from autotask.errors import Closed
from autotask.filters import EVERYTHING
from autotask.kinds import kind_of
from autotask.machine import SystemMachine
from cli.acting import Hands
from cli.composition import House
from cli.connections import Connections
from replica.outbox.effects import NoteCreate, TicketChange
from replica.outbox.op import State
from replica.status import SyncState
from sandbox.announcement import Announcement
from sandbox.process import start
from tests.whole.in_house import arm, enter, plan, until, well, working, written

REFUSED_KEY = {"apply": "no", "reply": {"status": 401, "errors": []}}
TICKETS = kind_of(Ticket)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Announcement]:
    with start(size="tiny", at=datetime(2026, 11, 24, 9, tzinfo=UTC), admin=True) as running:
        yield running.about


@pytest.fixture
def tenant(sandbox: Announcement) -> Iterator[Announcement]:
    yield sandbox
    well(sandbox)


def made(tenant: Announcement, title: str) -> int:
    """How many notes of a title were written at the tenant."""
    return sum(body.get("title") == title for body in written(tenant))


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


async def note(built: House, given: Hands, title: str) -> Callable[[], State]:
    """Enter a note; returns how to ask what has become of it."""
    ticket = await built.replica.reading(lambda copy: copy.open_tickets()[0])
    note_type = built.replica.picklists(TicketNote).of(TicketNote, "note_type").active[0]
    effect = NoteCreate(
        ticket_id=ticket.id, title=title, description="It was the firewall", note_type=int(note_type.id), publish=1
    )
    return await enter(given, effect)


async def test_a_key_that_is_good_again_lets_read_and_send_once_a_person_asks(
    tenant: Announcement, tmp_path: Path
) -> None:
    async with working(tenant, tmp_path) as (built, given):
        arm(tenant, ".*", "V1.0/", **REFUSED_KEY)
        state = await note(built, given, "Key refused")
        await until(lambda: built.sync.status.state is SyncState.UNAUTHORISED and given.outbox.pause)
        assert state() is State.PENDING
        well(tenant)
        built.desk.refresh()
        await until(lambda: state() is State.DONE and built.sync.status.state is SyncState.LIVE)
    assert made(tenant, "Key refused") == 1


async def test_a_key_that_only_writing_finds_refused_costs_reading_nothing_for_good(
    tenant: Announcement, tmp_path: Path
) -> None:
    async with working(tenant, tmp_path) as (built, given):
        arm(tenant, "POST", "V1.0/Tickets/[0-9]+/Notes$", **REFUSED_KEY)
        state = await note(built, given, "Only writing refused")
        await until(lambda: given.outbox.pause)
        well(tenant)
        read = built.sync.status.last_good
        built.desk.refresh()
        await until(lambda: state() is State.DONE)
        await until(lambda: built.sync.status.last_good != read and built.sync.status.state is SyncState.LIVE)
    assert made(tenant, "Only writing refused") == 1


async def test_a_reader_that_makes_a_new_connection_costs_the_writer_nothing(
    tenant: Announcement, tmp_path: Path
) -> None:
    async with working(tenant, tmp_path) as (built, given):
        before = await note(built, given, "Before the reader's")
        await until(lambda: before() is State.DONE)
        arm(tenant, "POST", "V1.0/Tickets/query$", **REFUSED_KEY)
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
        arm(tenant, ".*", "V1.0/", **REFUSED_KEY)
        state = await note(built, given, "Goes on by itself")
        await until(lambda: built.sync.status.state is SyncState.UNAUTHORISED and given.outbox.pause)
        well(tenant)
        built.sync.refresh_now()
        await until(lambda: state() is State.DONE)
    assert made(tenant, "Goes on by itself") == 1


async def test_what_autotask_undid_is_said_in_the_tenants_words(tenant: Announcement, tmp_path: Path) -> None:
    async with working(tenant, tmp_path) as (built, given):
        statuses = built.replica.picklists(Ticket).of(Ticket, "status")
        ticket = await built.replica.reading(lambda copy: copy.open_tickets()[0])
        other = next(int(value.id) for value in statuses.active if value.id not in (5, ticket.status))
        arm(tenant, "PATCH", "V1.0/Tickets$", apply="pretend")
        change = TicketChange(ticket_id=ticket.id, changes={"status": other}, base={"status": ticket.status})
        state = await enter(given, change)
        await until(lambda: state() is State.REJECTED)
        (op,) = given.outbox.live
        assert statuses.label(ticket.status) in op.error
