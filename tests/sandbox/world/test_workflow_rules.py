"""The tenant's own rules act on what clients write, some seconds later."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from sandbox.store import Store
from sandbox.world import World
from sandbox.world.labels import Publish, Queue, Status
from tests.sandbox.world.api import Client
from tests.sandbox.world.conftest import TUESDAY


@pytest.fixture
async def client(living: tuple[Store, World]) -> AsyncIterator[Client]:
    made = Client(*living)
    yield made
    await made.http.aclose()


async def opened(client: Client, status: Status = Status.NEW) -> int:
    """A ticket of the client's own, which nobody else at the desk touches."""
    contact = client.store.select("Contacts", "isActive = 1", limit=1)[0]
    return await client.post(
        "Tickets", title="Over the API", companyID=contact["companyID"], contactID=contact["id"], status=int(status),
        priority=2, queueID=int(Queue.LEVEL_1),
    )  # fmt: skip


def mails(client: Client, ticket: int) -> list[dict[str, Any]]:
    return client.store.select("NotificationHistory", "ticketID = ?", (ticket,))


async def test_waiting_for_materials_that_nobody_ordered_is_put_back(client: Client) -> None:
    ticket = await opened(client, Status.IN_PROGRESS)
    answered = await client.patch(ticket, status=int(Status.WAITING_MATERIALS))
    early, late = await client.after(ticket, 3), await client.after(ticket, 1)

    statuses = (answered["status"], early["status"], late["status"])
    assert statuses == (Status.WAITING_MATERIALS, Status.WAITING_MATERIALS, Status.IN_PROGRESS)
    assert late["lastTrackedModificationDateTime"] == "2026-11-24T08:40:04Z"
    (note,) = client.store.select("TicketNotes", "ticketID = ?", (ticket,))
    assert (note["publish"], note["creatorResourceID"]) == (Publish.INTERNAL, None)


async def test_waiting_for_materials_that_were_ordered_stands(client: Client) -> None:
    ticket = await opened(client)
    charge = {"name": "Dock", "chargeType": 1, "datePurchased": "2026-11-24", "unitQuantity": 1}
    await client.post(f"Tickets/{ticket}/Charges", **charge)
    await client.patch(ticket, status=int(Status.WAITING_MATERIALS))

    assert (await client.after(ticket, 60))["status"] == Status.WAITING_MATERIALS


async def test_what_was_changed_again_meanwhile_is_left_alone(client: Client) -> None:
    ticket = await opened(client)
    await client.patch(ticket, status=int(Status.WAITING_MATERIALS))
    await client.after(ticket, 2)
    await client.patch(ticket, status=int(Status.SCHEDULED))

    assert (await client.after(ticket, 60))["status"] == Status.SCHEDULED


async def test_an_escalated_ticket_moves_to_the_second_level(client: Client) -> None:
    ticket = await opened(client)
    await client.patch(ticket, status=int(Status.ESCALATE))

    assert (await client.after(ticket, 5))["queueID"] == Queue.LEVEL_1
    assert (await client.after(ticket, 1))["queueID"] == Queue.LEVEL_2


@pytest.mark.parametrize(("publish", "mailed"), [(Publish.EVERYONE, 1), (Publish.INTERNAL, 0)])
async def test_a_note_for_the_customer_is_mailed(client: Client, publish: Publish, mailed: int) -> None:
    ticket = await opened(client)
    note = {"title": "News", "description": "It is on its way.", "noteType": 1, "publish": int(publish)}
    await client.post(f"Tickets/{ticket}/Notes", **note)
    await client.after(ticket, 2)
    before = mails(client, ticket)
    read = await client.after(ticket, 1)

    assert (len(before), len(mails(client, ticket))) == (0, mailed)
    assert (read["lastCustomerNotificationDateTime"] is not None) == bool(mailed)


async def test_completion_is_mailed(client: Client) -> None:
    ticket = await opened(client)
    await client.patch(ticket, status=int(Status.COMPLETE))
    await client.after(ticket, 3)

    (mail,) = mails(client, ticket)
    assert mail["templateName"] == "Ticket Complete - Contact"
    assert mail["notificationSentTime"] == TUESDAY + timedelta(seconds=3)
