"""Webhooks: who is told what of a change, how it is signed, and what becomes of a receiver that is not there."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from sandbox.deliveries import Deliveries, send
from sandbox.webhooks import Webhooks, signature
from tests.sandbox.tenant import ANNA, API, AT, HEADERS, NEW, TICKET, Tenant, condition, created, errors

FIELD = {"isSubscribedField": True, "isDisplayAlwaysField": False}
ALWAYS = {"isSubscribedField": False, "isDisplayAlwaysField": True}


WHOLE = {
    "email": "a@x.example", "emailTypeCode": "PRIMARY", "payrollType": 1, "resourceType": "Employee", "userType": 1,
    "numberFormat": "X,XXX.XX", "hireDate": AT, "licenseType": 1, "locationID": 1,
}  # fmt: skip
"""What metadata asks of a resource."""


class Receiver:
    """A server on this machine that takes what it is sent."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str, bytes]] = []
        taken = self.got

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                taken.append((self.path, self.headers.get("X-Hook-Signature", ""), body))
                self.send_response(302 if self.path == "/moved" else 200)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def do_GET(self) -> None:
                self.do_POST()

            def log_message(self, *_: object) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def events(self) -> list[dict[str, Any]]:
        return sorted((json.loads(body) for _, _, body in self.got), key=lambda event: event["SequenceNumber"])


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


async def hooked(tenant: Tenant, url: str) -> int:
    """A webhook of tickets about titles and badges, which always shows the status."""
    numbers = {row["label"]: int(row["value"]) for field in
               (await tenant.client.get("V1.0/TicketWebhookFields/entityInformation/fields")).json()["fields"]
               if field["name"] == "fieldID" for row in field["picklistValues"]}  # fmt: skip
    wanted = {f"isSubscribedTo{verb}Events": True for verb in ("Create", "Update", "Delete")}
    hook = await created(
        tenant, "TicketWebhooks", name="Mirror", secretKey="s", isActive=True, webhookUrl=f"{url}/hook",
        deactivationUrl=f"{url}/off", sendThresholdExceededNotification=False, **wanted,
    )  # fmt: skip
    await created(tenant, f"TicketWebhooks/{hook}/Fields", fieldID=numbers["title"], **FIELD)
    await created(tenant, f"TicketWebhooks/{hook}/Fields", fieldID=numbers["status"], **ALWAYS)
    (badge,) = [row["value"] for field in
                (await tenant.client.get("V1.0/TicketWebhookUdfFields/entityInformation/fields")).json()["fields"]
                for row in field["picklistValues"] or () if row["label"] == "Badge"]  # fmt: skip
    await created(tenant, f"TicketWebhooks/{hook}/UdfFields", udfFieldID=badge, **FIELD)
    return hook


async def settled(tenant: Tenant) -> None:
    await tenant.app.state.deliveries.settled()


async def test_what_happens_to_a_ticket_is_told_and_signed(tenant: Tenant, receiver: Receiver) -> None:
    hook = await hooked(tenant, receiver.url)
    await tenant.patch("Tickets", id=TICKET, title='Zoë\'s "printer"', priority=2)
    await tenant.patch("Tickets", id=TICKET, priority=1)
    await tenant.patch("Tickets", id=TICKET, userDefinedFields=[{"name": "Badge", "value": "7"}])
    opened = await created(tenant, "Tickets", **NEW)
    tenant.store.delete("Tickets", opened)
    await tenant.items("Companies", condition("gte", "id", 0))
    await settled(tenant)

    guid = (await tenant.one("TicketWebhooks", hook))["webhookGUID"]
    common = {"Guid": guid, "EntityType": "Ticket", "PersonID": API, "EventTime": "2026-11-24T09:00:00Z"}
    fields = {"title": "No mail", "Badge": None, "status": 1}
    assert receiver.events() == [
        {**common, "Action": "Update", "Id": TICKET, "SequenceNumber": 1,
         "Fields": {"title": 'Zoë\'s "printer"', "status": 1}},
        {**common, "Action": "Update", "Id": TICKET, "SequenceNumber": 2, "Fields": {"Badge": "7", "status": 1}},
        {**common, "Action": "Create", "Id": opened, "SequenceNumber": 3, "Fields": fields},
        {**common, "Action": "Delete", "Id": opened, "SequenceNumber": 4, "Fields": fields},
    ]  # fmt: skip
    path, signed, body = receiver.got[0]
    assert (path, signed) == ("/hook", signature("s", body.decode()))


def test_a_signature_is_made_over_the_escaped_text() -> None:
    escaped = rb'{"a": "\u0022\\\u003C\u00EB\u002B\n\uD83D\uDE00"}'
    expected = base64.b64encode(hmac.new(b"key", escaped, hashlib.sha1).digest()).decode()

    assert signature("key", json.dumps({"a": '"\\<ë+\n😀'}, ensure_ascii=False)) == f"sha1={expected}"


async def test_those_who_are_excluded_hear_no_echo_and_a_webhook_without_fields_is_silent(
    tenant: Tenant, receiver: Receiver
) -> None:
    hook = await hooked(tenant, receiver.url)
    await created(tenant, f"TicketWebhooks/{hook}/ExcludedResources", resourceID=ANNA)
    headers = {**HEADERS, "ImpersonationResourceId": str(ANNA)}
    await tenant.client.patch("V1.0/Tickets", json={"id": TICKET, "title": "By Anna"}, headers=headers)
    for row in tenant.store.select("TicketWebhookFields"):
        await tenant.client.delete(f"V1.0/TicketWebhooks/{hook}/Fields/{row['id']}")
    for row in tenant.store.select("TicketWebhookUdfFields"):
        await tenant.client.delete(f"V1.0/TicketWebhooks/{hook}/UdfFields/{row['id']}")
    await tenant.patch("Tickets", id=TICKET, title="By the API")
    await settled(tenant)

    assert receiver.got == []


async def test_a_lost_event_is_tried_five_times_and_logged_and_many_end_the_webhook(tenant: Tenant) -> None:
    hook = await hooked(tenant, "http://127.0.0.1:9")
    sent: list[tuple[str, dict[str, str]]] = []
    waited: list[float] = []

    def refused(url: str, body: bytes, headers: dict[str, str]) -> str | None:
        sent.append((url, headers))
        return "refused"

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    webhooks = Webhooks(tenant.store)
    webhooks.refresh()
    deliveries = Deliveries(tenant.store, webhooks, lambda: AT, sleep=sleep, send=refused)
    for turn in range(25):
        tenant.store.update("Tickets", TICKET, {"title": f"Title {turn}"})
        deliveries.dispatch(webhooks.happened(AT))
        await deliveries.settled()

    logs = tenant.store.select("WebhookEventErrorLogs")
    assert ([url for url, _ in sent[:5]], waited[:4]) == (["http://127.0.0.1:9/hook"] * 5, [30.0] * 4)
    assert ([log["sequenceNumber"] for log in logs], logs[0]["errorMessage"]) == (list(range(1, 26)), "refused")
    assert sent[-1] == ("http://127.0.0.1:9/off", {"Content-Type": "application/json"})
    assert (tenant.store.get("TicketWebhooks", hook) or {})["isActive"] is False
    assert webhooks.happened(AT) == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("DELETE", "TicketWebhooks/1", None),
        ("PATCH", "TicketWebhooks", {"id": 1, "isActive": False}),
        ("PATCH", "Resources", {"id": ANNA, "isActive": False}),
    ],
)
async def test_a_webhook_that_ends_says_so_where_it_asked_to_be_told(
    tenant: Tenant, receiver: Receiver, method: str, path: str, body: dict[str, object] | None
) -> None:
    hook = await hooked(tenant, receiver.url)
    tenant.store.update("Resources", ANNA, WHOLE)
    await tenant.patch("TicketWebhooks", id=hook, ownerResourceID=ANNA)
    assert (await tenant.client.request(method, f"V1.0/{path}", json=body)).status_code == 200
    await tenant.patch("Tickets", id=TICKET, title="Nobody hears")
    await settled(tenant)

    ((path, signed, told),) = receiver.got
    assert (path, signed, json.loads(told)["Action"], json.loads(told)["Id"]) == ("/off", "", "Deactivated", hook)
    assert (tenant.store.get("TicketWebhooks", hook) or {"isActive": False})["isActive"] is False


async def test_webhooks_are_limited_and_tell_an_address_of_an_event_once(tenant: Tenant) -> None:
    hook = await hooked(tenant, "http://127.0.0.1:9")
    same = {name: value for name, value in (await tenant.one("TicketWebhooks", hook)).items() if name != "id"}
    only = dict.fromkeys(("isSubscribedToCreateEvents", "isSubscribedToUpdateEvents"), False)
    twice = await tenant.post("TicketWebhooks", **{**same, **only})
    await created(tenant, "TicketWebhooks", **{**same, "webhookUrl": "http://127.0.0.1:9/other"})
    tenant.store.insert_many("ContactWebhooks", [{"ownerResourceID": API}] * 48)
    more = await tenant.post("TicketWebhooks", **{**same, "webhookUrl": "http://127.0.0.1:9/third"})

    assert errors(twice) == ["TicketWebhook 1 calls the same webhookUrl of the same events"]
    assert errors(more) == ["A resource is limited to 50 webhooks"]


async def test_lost_events_are_logged_for_thirty_days(tenant: Tenant) -> None:
    for days in (29, 31):
        tenant.store.insert("WebhookEventErrorLogs", {"createDateTime": AT - timedelta(days=days)})

    assert [row["id"] for row in await tenant.items("WebhookEventErrorLogs", condition("gte", "id", 0))] == [1]


async def test_nothing_leaves_this_machine(tenant: Tenant) -> None:
    await hooked(tenant, "https://example.com")
    webhooks = Webhooks(tenant.store)
    webhooks.refresh()
    tenant.store.update("Tickets", TICKET, {"title": "Secret"})

    async def at_once(_: float) -> None: ...

    deliveries = Deliveries(tenant.store, webhooks, lambda: AT, sleep=at_once)
    deliveries.dispatch(webhooks.happened(AT))
    await deliveries.settled()

    (log,) = tenant.store.select("WebhookEventErrorLogs")
    assert log["errorMessage"] == "The sandbox delivers over HTTP to this machine alone."


def test_an_address_that_cannot_be_called_is_a_loss_and_no_accident(receiver: Receiver) -> None:
    addresses = [
        "http://[",
        "nowhere",
        f"{receiver.url}/\r\nX-More: 1",
        "http://receiver.example/",
        "https://127.0.0.1/",
    ]

    assert all(send(address, b"{}", {}) for address in addresses)
    assert send(f"{receiver.url}/moved", b"{}", {}) == "HTTP Error 302: Found"
    assert [path for path, _, _ in receiver.got] == ["/moved"], "nobody is led elsewhere"
    assert send(receiver.url, b"{}", {}) is None
