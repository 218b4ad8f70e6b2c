"""Files: what the server makes of them, where it shows them, and how much of them it takes."""

from __future__ import annotations

import base64
from datetime import timedelta

import httpx
import pytest

from tests.sandbox.tenant import API, AT, TICKET, Tenant, condition, errors

PATH = f"Tickets/{TICKET}/Attachments"
FILE = {"title": "Screen", "fullPath": "screen.png", "attachmentType": "FILE_ATTACHMENT", "publish": 1}


def held(size: int) -> str:
    return base64.b64encode(b"x" * size).decode()


async def attached(tenant: Tenant, path: str = PATH, size: int = 3) -> int:
    answer = await tenant.post(path, **FILE, data=held(size))
    assert answer.status_code == 200, answer.text
    row_id: int = answer.json()["itemId"]
    return row_id


async def test_an_attachment_is_measured_named_and_stamped(tenant: Tenant) -> None:
    file = await tenant.one("TicketAttachments", await attached(tenant))

    assert (file["ticketID"], file["parentID"], file["parentType"]) == (TICKET, TICKET, 4)
    assert (file["fileSize"], file["contentType"]) == (3.0, "image/png")
    in_lines = (await tenant.post(PATH, **FILE, data="eHh4\r\neHh4\r\n")).json()["itemId"]
    assert (await tenant.one("TicketAttachments", in_lines))["fileSize"] == 6.0
    assert (file["attachedByResourceID"], file["attachDate"]) == (API, "2026-11-24T09:00:00Z")
    assert (await tenant.one("Tickets", TICKET))["lastActivityDate"] == "2026-11-24T09:00:00Z"


async def test_only_one_attachment_alone_shows_what_it_holds(tenant: Tenant) -> None:
    file = await attached(tenant)

    listed = (await tenant.client.get(f"V1.0/{PATH}")).json()["items"]
    queried = await tenant.items("TicketAttachments", {"op": "eq", "field": "id", "value": file})
    alone = (await tenant.client.get(f"V1.0/{PATH}/{file}")).json()
    missing = (await tenant.client.get(f"V1.0/{PATH}/{file + 1}")).json()

    assert [item["data"] for item in listed + queried] == [None, None]
    assert [item["data"] for item in alone["items"]] == [held(3)]
    assert (await tenant.one("TicketAttachments", file))["data"] == held(3)
    assert missing == {"items": []}


async def test_all_attachments_share_their_ids_and_one_list(tenant: Tenant) -> None:
    note = tenant.store.insert("TicketNotes", {"ticketID": TICKET})
    files = [await attached(tenant), await attached(tenant, f"TicketNotes/{note}/Attachments")]

    listed = await tenant.items("AttachmentInfo", {"op": "in", "field": "id", "value": files})
    await tenant.client.delete(f"V1.0/{PATH}/{files[0]}")
    left = await tenant.items("AttachmentInfo", {"op": "in", "field": "id", "value": files})

    assert [(row["ticketID"], row["ticketNoteID"], row["parentType"]) for row in listed] == [
        (TICKET, None, 4),
        (None, note, 23),
    ]
    assert "data" not in listed[0]
    assert [row["id"] for row in left] == files[1:]


async def test_an_attachment_goes_under_its_parent_alone(tenant: Tenant) -> None:
    file = await attached(tenant)

    assert (await tenant.client.delete(f"V1.0/TicketAttachments/{file}")).status_code == 405
    assert (await tenant.client.delete(f"V1.0/{PATH}/{file}")).json() == {"itemId": file}
    (trace,) = await tenant.items("DeletedTicketActivityLogs", condition("eq", "ticketID", TICKET))
    assert (trace["noteOrAttachmentTitle"], trace["activityDateTime"]) == (FILE["title"], "2026-11-24T09:00:00Z")


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"data": None}, "Missing Required Field: data"),
        ({"data": "?"}, "The data of the attachment is not valid Base64."),
        ({"data": "é"}, "The data of the attachment is not valid Base64."),
        ({"data": held(7_000_001)}, "An attachment is limited to 7000000 bytes."),
    ],
    ids=["missing", "garbled", "strange", "large"],
)
async def test_a_file_that_does_not_hold_is_refused(tenant: Tenant, changes: dict[str, object], text: str) -> None:
    assert errors(await tenant.post(PATH, **{**FILE, **changes})) == [text]
    assert tenant.store.count("AttachmentInfo") == 0


async def test_a_link_needs_no_content_and_a_file_a_parent(tenant: Tenant) -> None:
    link = {**FILE, "attachmentType": "URL", "fullPath": "https://example.com"}

    assert (await tenant.post(PATH, **link)).status_code == 200
    assert errors(await tenant.post("Tickets/1/Attachments", **link)) == [
        "Reference value on field: ticketID of type: Ticket does not exist or is invalid."
    ]


async def test_five_minutes_take_ten_million_bytes(tenant: Tenant) -> None:
    async def another() -> httpx.Response:
        return await tenant.post(PATH, **FILE, data=held(6_000_000))

    first, second = await another(), await another()
    tenant.clock.set(AT + timedelta(minutes=5))
    third = await another()

    assert (first.status_code, third.status_code) == (200, 200)
    assert errors(second) == ["Attachments are limited to 10000000 bytes in 5 minutes; try again in 5 minutes."]
