"""Writes against the sandbox: what we send is what stands there afterwards, and what it refuses is told."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from urllib.request import Request, urlopen

import pytest
from pydantic import SecretStr

from autotask.client import Client
from autotask.entities import (
    BillingCode,
    Contact,
    ContractBlock,
    Notification,
    Resource,
    ResourceServiceDeskRole,
    Ticket,
    TicketChecklistItem,
    TicketNote,
    TicketSecondaryResource,
    TimeEntry,
    WorkTypeModifier,
)
from autotask.errors import Forbidden, NoImpersonation, NotOffered, Outage, Refused
from autotask.filters import And, Eq, Filter, NotEq, NotExists, where
from autotask.kinds import Kind, kind_of
from autotask.settings import AutotaskSettings
from sandbox.announcement import Announcement
from sandbox.process import start

E = TypeVar("E")

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TICKETS = kind_of(Ticket)
NOTES = kind_of(TicketNote)
ENTRIES = kind_of(TimeEntry)
ITEMS = kind_of(TicketChecklistItem)
SECONDS = kind_of(TicketSecondaryResource)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Announcement]:
    with start(size="tiny", at=NINE, speed=0, admin=True) as running:
        yield running.about


@pytest.fixture
async def client(sandbox: Announcement) -> AsyncIterator[Client]:
    settings = AutotaskSettings(user=sandbox.user, integration_code=sandbox.integration_code, base_url=sandbox.url)
    async with await Client.connect(settings, SecretStr(sandbox.secret), server_speed=sandbox.speed) as client:
        yield client


def _tell(sandbox: Announcement, method: str, room: str, content: dict[str, Any]) -> None:
    url = f"{sandbox.url}sandbox/{room}"
    told = Request(url, json.dumps(content).encode(), method=method)  # noqa: S310 - our own sandbox
    urlopen(told, timeout=10).close()  # noqa: S310


async def _one(client: Client, kind: Kind[E], condition: Filter) -> E:
    return (await anext(client.pages(kind, condition, page_size=1))).items[0]


async def _open_ticket(client: Client) -> Ticket:
    return await _one(client, TICKETS, And(NotExists("completedDate"), Eq("status", 1)))


async def _tech(client: Client, sandbox: Announcement) -> tuple[int, int]:
    """The tech of the sandbox, and a role of theirs."""
    me = await _one(client, kind_of(Resource), where(kind_of(Resource), email=sandbox.me))
    held = kind_of(ResourceServiceDeskRole)
    role = (await _one(client, held, where(held, resource_id=me.id, is_active=True))).role_id
    assert role is not None
    return me.id, role


async def test_a_time_entry_is_made_changed_and_deleted(client: Client, sandbox: Announcement) -> None:
    ticket = await _open_ticket(client)
    resource, role = await _tech(client, sandbox)
    codes = kind_of(BillingCode)
    work_type = await _one(client, codes, where(codes, use_type=1, is_active=True))
    begin = NINE - timedelta(minutes=40)
    entry_id = await client.create(
        ENTRIES,
        {
            "resource_id": resource,
            "role_id": role,
            "ticket_id": ticket.id,
            "billing_code_id": work_type.id,
            "date_worked": date(2026, 11, 24),
            "start_date_time": begin,
            "end_date_time": begin + timedelta(minutes=25),
            "offset_hours": Decimal(0),
            "summary_notes": "Größe geprüft\n🔧 done",
            "internal_notes": None,
        },
        as_resource=resource,
    )
    entry = await client.get(ENTRIES, entry_id)
    assert entry is not None
    assert (entry.ticket_id, entry.date_worked, entry.start_date_time) == (ticket.id, date(2026, 11, 24), begin)
    assert entry.summary_notes == "Größe geprüft\n🔧 done"
    assert entry.hours_worked == pytest.approx(25 / 60, abs=0.01)
    await client.change(ENTRIES, entry_id, {"summary_notes": "Done", "end_date_time": begin + timedelta(minutes=30)})
    changed = await client.get(ENTRIES, entry_id)
    assert changed is not None
    assert (changed.summary_notes, changed.hours_worked) == ("Done", 0.5)
    await client.delete(ENTRIES, entry_id)
    assert await client.get(ENTRIES, entry_id) is None


async def test_a_note_is_written_under_its_ticket(client: Client, sandbox: Announcement) -> None:
    ticket = await _open_ticket(client)
    resource, _ = await _tech(client, sandbox)
    fields = {"title": "Called", "description": "No answer.", "note_type": 1, "publish": 2}
    note_id = await client.create(NOTES, fields, under=ticket.id, as_resource=resource)
    note = await client.get(NOTES, note_id)
    assert note is not None
    assert (note.ticket_id, note.title, note.creator_resource_id) == (ticket.id, "Called", resource)
    await client.change(NOTES, note_id, {"title": "Rang", "note_type": 1, "publish": 2}, under=ticket.id)
    changed = await client.get(NOTES, note_id)
    assert changed is not None
    assert (changed.title, changed.description) == ("Rang", "No answer.")
    with pytest.raises(NotOffered, match=rf"does not offer DELETE Tickets/{ticket.id}/Notes/{note_id}"):
        await client.delete(NOTES, note_id, under=ticket.id)


async def test_a_checklist_item_is_added_ticked_and_taken_away(client: Client) -> None:
    ticket = await _open_ticket(client)
    item_id = await client.create(ITEMS, {"item_name": "Back-up", "is_important": True}, under=ticket.id)
    await client.change(ITEMS, item_id, {"is_completed": True}, under=ticket.id)
    item = await client.get(ITEMS, item_id)
    assert item is not None
    assert (item.item_name, item.is_important, item.is_completed) == ("Back-up", True, True)
    await client.delete(ITEMS, item_id, under=ticket.id)
    assert await client.get(ITEMS, item_id) is None


async def test_a_ticket_is_made_assigned_and_cleared(client: Client, sandbox: Announcement) -> None:
    like = await _open_ticket(client)
    resource, role = await _tech(client, sandbox)
    contacts = kind_of(Contact)
    contact = await _one(client, contacts, where(contacts, company_id=like.company_id, is_active=1))
    ticket_id = await client.create(
        TICKETS,
        {
            "company_id": like.company_id,
            "contact_id": contact.id,
            "title": "Printer",
            "status": 1,
            "priority": like.priority,
            "queue_id": like.queue_id,
            "due_date_time": NINE + timedelta(hours=4),
        },
    )
    await client.change(
        TICKETS,
        ticket_id,
        {"assigned_resource_id": resource, "assigned_resource_role_id": role, "contact_id": None},
        as_resource=resource,
    )
    ticket = await client.get(TICKETS, ticket_id)
    assert ticket is not None
    assert (ticket.assigned_resource_id, ticket.contact_id, ticket.title) == (resource, None, "Printer")
    assert ticket.due_date_time == NINE + timedelta(hours=4)
    others = And(Eq("isActive", True), NotEq("resourceID", resource))
    other = await _one(client, kind_of(ResourceServiceDeskRole), others)
    hand = {"resource_id": other.resource_id, "role_id": other.role_id}
    second_id = await client.create(SECONDS, hand, under=ticket_id, as_resource=resource)
    assert [second.id for second in (await client.children(SECONDS, ticket_id)).items] == [second_id]
    await client.delete(SECONDS, second_id, under=ticket_id)
    assert not (await client.children(SECONDS, ticket_id)).items


async def test_refusals_name_the_field(client: Client) -> None:
    ticket = await _open_ticket(client)
    for fields, field in (({"status": 99_999}, "status"), ({"contact_id": 10**9}, "contact_id")):
        with pytest.raises(Refused) as refusal:
            await client.change(TICKETS, ticket.id, fields)
        assert refusal.value.field == field
        assert refusal.value.texts
    with pytest.raises(Refused) as refusal:
        await client.create(NOTES, {"description": "No title", "note_type": 1, "publish": 2}, under=ticket.id)
    assert refusal.value.field == "title"
    with pytest.raises(Forbidden) as missing:
        await client.change(TICKETS, 10**9, {"status": 1}, as_resource=ticket.assigned_resource_id)
    assert type(missing.value) is Forbidden


async def test_a_missing_right_to_impersonate_is_told(client: Client, sandbox: Announcement) -> None:
    ticket = await _open_ticket(client)
    resource, _ = await _tech(client, sandbox)
    fields = {"title": "Called", "description": "No answer.", "note_type": 1, "publish": 2}
    _tell(sandbox, "PATCH", "settings", {"impersonates": ["Tickets"]})
    try:
        with pytest.raises(NoImpersonation) as refused:
            await client.create(NOTES, fields, under=ticket.id, as_resource=resource)
        assert refused.value.texts
        assert await client.create(NOTES, fields, under=ticket.id)
        await client.change(TICKETS, ticket.id, {"title": ticket.title}, as_resource=resource)
    finally:
        _tell(sandbox, "PATCH", "settings", {"impersonates": None})


@pytest.mark.parametrize("reply", ["cut", "reset", {"status": 502}])
async def test_a_write_that_was_carried_out_all_the_same_is_not_repeated(
    client: Client, sandbox: Announcement, reply: object
) -> None:
    ticket = await _open_ticket(client)
    before = len((await client.children(ITEMS, ticket.id)).items)
    _tell(sandbox, "POST", "faults", {"method": "POST", "path": "ChecklistItems$", "apply": "yes", "reply": reply})
    with pytest.raises(Outage) as failure:
        await client.create(ITEMS, {"item_name": f"{reply}"}, under=ticket.id)
    assert failure.value.left
    assert len((await client.children(ITEMS, ticket.id)).items) == before + 1


async def test_what_a_preview_needs_is_there(client: Client) -> None:
    blocks = (await anext(client.pages(kind_of(ContractBlock)))).items
    assert blocks
    assert all(block.hours and block.start_date and block.end_date and block.contract_id for block in blocks)
    modifiers = (await anext(client.pages(kind_of(WorkTypeModifier)))).items
    codes = set(await client.ids(kind_of(BillingCode)))
    assert {modifier.id for modifier in modifiers} <= codes
    mails = (await anext(client.pages(kind_of(Notification)))).items
    assert all(mail.notification_sent_time for mail in mails)
