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


async def test_tasks_carry_their_completion_up_to_their_project(client: Client) -> None:
    company = client.store.select("Companies", "id > 0", limit=1)[0]
    dates = {"startDateTime": "2026-11-24", "endDateTime": "2026-12-24"}
    project = await client.post(
        "Projects", companyID=company["id"], projectName="Move", projectType=5, status=1, **dates
    )
    path = f"Projects/{project}/Tasks"
    tasks = [await client.post(path, title=title, status=1, taskType=1) for title in ("Pack", "Drive")]
    said = []
    for task, status in ((tasks[0], 5), (tasks[1], 5), (tasks[0], 8)):
        await client.http.patch(path, json={"id": task, "status": status})
        await client.after(0, 6)
        row = client.store.get("Projects", project) or {}
        said.append((row["completedPercentage"], row["status"], row["completedDateTime"] is not None))

    assert said == [(50, 1, False), (100, 5, True), (50, 2, False)]
    assert row["projectLeadResourceID"] == company["ownerResourceID"]
    done, opened = (client.store.get("Tasks", task) or {} for task in reversed(tasks))
    assert (done["completedDateTime"], done["remainingHours"]) == (TUESDAY + timedelta(seconds=6), 0)
    assert (opened["completedDateTime"], opened["completedByResourceID"]) == (None, None)


async def test_a_prospect_that_becomes_a_customer_is_classified_and_called(client: Client) -> None:
    owner = client.store.select("Companies", "id > 0", limit=1)[0]["ownerResourceID"]
    body = {"companyName": "Nieuw BV", "phone": "1", "ownerResourceID": owner}
    company = await client.post("Companies", **body, companyType=3)
    await client.http.patch("Companies", json={"id": company, "companyType": 1})
    await client.after(0, 4)
    early = client.store.get("Companies", company) or {}
    await client.after(0, 1)
    late = client.store.get("Companies", company) or {}

    assert (early["classification"], late["classification"]) == (None, 2)
    assert late["lastTrackedModifiedDateTime"] == TUESDAY + timedelta(seconds=5)
    (call,) = client.store.select("CompanyToDos", "companyID = ?", (company,))
    assert (call["assignedToResourceID"], call["startDateTime"].hour) == (owner, 8)


@pytest.mark.parametrize(("status", "probability", "dated"), [(2, 0, "lostDate"), (3, 100, "closedDate")])
async def test_an_opportunity_that_is_decided_says_so(
    client: Client, status: int, probability: int, dated: str
) -> None:
    company = client.store.select("Companies", "id > 0", limit=1)[0]
    number = await client.post(
        "Opportunities", companyID=company["id"], ownerResourceID=company["ownerResourceID"], title="Docks", stage=1,
        status=1, amount=100, cost=80, probability=50, useQuoteTotals=False, startDate="2026-11-24",
        projectedCloseDate="2026-12-24",
    )  # fmt: skip
    await client.http.patch("Opportunities", json={"id": number, "status": status})
    await client.after(0, 3)

    row = client.store.get("Opportunities", number) or {}
    assert (row["probability"], row[dated]) == (probability, TUESDAY + timedelta(seconds=3))
