"""Notes, checklists and helpers: what is written under a ticket."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.tenant import ANNA, API, BOB, NEW, SUPPORT, TICKET, Tenant, condition, created, errors

NOTE: dict[str, Any] = {"title": "Called", "description": "No answer.", "noteType": 1, "publish": 2}


async def test_a_note_is_written_under_its_ticket_and_stamps_it(tenant: Tenant) -> None:
    row_id = await created(tenant, f"Tickets/{TICKET}/Notes", **NOTE)

    note, ticket = await tenant.one("TicketNotes", row_id), await tenant.one("Tickets", TICKET)
    assert (note["ticketID"], note["creatorResourceID"]) == (TICKET, API)
    assert note["lastActivityDate"] == ticket["lastActivityDate"] == "2026-11-24T09:00:00Z"
    assert ticket["lastTrackedModificationDateTime"] is None


async def test_notes_cannot_be_written_at_the_top(tenant: Tenant) -> None:
    assert (await tenant.post("TicketNotes", **NOTE)).status_code == 404


async def test_a_note_needs_a_ticket_that_is_there(tenant: Tenant) -> None:
    assert errors(await tenant.post("Tickets/1/Notes", **NOTE)) == [
        "Reference value on field: ticketID of type: Ticket does not exist or is invalid."
    ]


@pytest.mark.parametrize("name", ["title", "description", "noteType", "publish"])
async def test_a_note_needs_all_its_parts(tenant: Tenant, name: str) -> None:
    body = {key: value for key, value in NOTE.items() if key != name}

    assert errors(await tenant.post(f"Tickets/{TICKET}/Notes", **body)) == [f"Missing Required Field: {name}"]


async def test_a_note_is_changed_only_with_its_type_and_audience(tenant: Tenant) -> None:
    path = f"Tickets/{TICKET}/Notes"
    row_id = await created(tenant, path, **NOTE)

    refused = await tenant.patch(path, id=row_id, title="Called again", publish=2)
    await tenant.patch(path, id=row_id, title="Called again", publish=2, noteType=1)

    assert errors(refused) == ["Missing Required Field: noteType"]
    assert (await tenant.one("TicketNotes", row_id))["title"] == "Called again"


async def test_a_child_cannot_be_changed_under_another_parent(tenant: Tenant) -> None:
    other = await created(tenant, "Tickets", **NEW)
    item = await created(tenant, f"Tickets/{TICKET}/ChecklistItems", itemName="Unplug")

    answer = await tenant.client.delete(f"V1.0/Tickets/{other}/ChecklistItems/{item}")

    assert errors(answer) == [
        "No matching records found. The logged in Resource may not have the required permissions to delete the data."
    ]


async def test_ticking_off_an_item_says_who_and_when(tenant: Tenant) -> None:
    path = f"Tickets/{TICKET}/ChecklistItems"
    row_id = await created(tenant, path, itemName="Unplug")
    await tenant.patch(path, id=row_id, isCompleted=True)
    done = await tenant.one("TicketChecklistItems", row_id)
    await tenant.patch(path, id=row_id, isCompleted=False)
    undone = await tenant.one("TicketChecklistItems", row_id)

    assert (done["completedDateTime"], done["completedByResourceID"]) == ("2026-11-24T09:00:00Z", API)
    assert undone["completedDateTime"] is None


async def test_a_ticket_bears_forty_checklist_items(tenant: Tenant) -> None:
    tenant.store.insert_many("TicketChecklistItems", [{"ticketID": TICKET, "itemName": "x"}] * 40)

    errors(await tenant.post(f"Tickets/{TICKET}/ChecklistItems", itemName="one more"))


async def test_the_primary_resource_is_not_secondary_too(tenant: Tenant) -> None:
    await tenant.patch("Tickets", id=TICKET, assignedResourceID=ANNA, assignedResourceRoleID=SUPPORT)
    path = f"Tickets/{TICKET}/SecondaryResources"

    primary = await tenant.post(path, resourceID=ANNA, roleID=SUPPORT)
    await created(tenant, path, resourceID=BOB, roleID=SUPPORT)
    swapped = await tenant.patch("Tickets", id=TICKET, assignedResourceID=BOB, assignedResourceRoleID=SUPPORT)

    assert errors(primary) == [f"Resource {ANNA} is already the primary Resource"]
    errors(swapped)


@pytest.mark.parametrize(("publish", "seen"), [(1, "2026-11-24T09:00:00Z"), (2, None), (4, None)])
async def test_a_note_for_the_customer_is_an_activity_that_the_customer_sees(
    tenant: Tenant, publish: int, seen: str | None
) -> None:
    await created(tenant, f"Tickets/{TICKET}/Notes", **{**NOTE, "publish": publish})

    assert (await tenant.one("Tickets", TICKET))["lastCustomerVisibleActivityDateTime"] == seen


async def test_a_checklist_library_puts_its_items_behind_those_that_stand(tenant: Tenant) -> None:
    tenant.store.insert("ChecklistLibraries", {"id": 3, "name": "New laptop"})
    items = [{"checklistLibraryID": 3, "itemName": name, "isImportant": name == "Wipe"} for name in ("Wipe", "Install")]
    tenant.store.insert_many("ChecklistLibraryChecklistItems", items)
    await created(tenant, f"Tickets/{TICKET}/ChecklistItems", itemName="Unpack")

    await created(tenant, f"Tickets/{TICKET}/ChecklistLibraries", checklistLibraryID=3)
    await created(tenant, "TicketChecklistLibraries", ticketID=TICKET, checklistLibraryID=3)

    listed = await tenant.items("TicketChecklistItems", condition("eq", "ticketID", TICKET))
    assert [(item["position"], item["itemName"]) for item in listed] == [
        (1, "Unpack"), (2, "Wipe"), (3, "Install"), (4, "Wipe"), (5, "Install"),
    ]  # fmt: skip
    assert [item["isImportant"] for item in listed[:3]] == [False, True, False]


async def test_a_library_fills_a_checklist_no_further_than_it_goes(tenant: Tenant) -> None:
    tenant.store.insert("ChecklistLibraries", {"id": 3, "name": "New laptop"})
    tenant.store.insert_many("ChecklistLibraryChecklistItems", [{"checklistLibraryID": 3, "itemName": "x"}] * 45)

    for _ in range(2):
        await created(tenant, f"Tickets/{TICKET}/ChecklistLibraries", checklistLibraryID=3)

    assert tenant.store.count("TicketChecklistItems") == 40
