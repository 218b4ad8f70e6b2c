"""Clients of other people's making, written for live tenants, judge the sandbox. What they do wrong is named as such.

atrest 1.0.2 states no licence, so that it stands in no extra of ours; CI installs it beside them.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.announcement import Announcement
from tests.sandbox.clients.conftest import present

# py-autotask declares its models in pydantic's old manner, which pydantic complains of as it is imported.
pytestmark = pytest.mark.filterwarnings("default::DeprecationWarning", "default::UserWarning")


def _py_autotask(tenant: Announcement, secret: str | None = None) -> Any:
    present("py-autotask", "2.3.0")
    from py_autotask import AutotaskClient

    return AutotaskClient.create(
        username=tenant.user,
        integration_code=tenant.integration_code,
        secret=secret or tenant.secret,
        api_url=tenant.url,
    )


def test_atrest_creates_finds_and_attaches(tenant: Announcement, queue: int) -> None:
    present("atrest", "1.0.2")
    from atrest import Client

    client = Client(f"{tenant.url}V1.0", tenant.integration_code, tenant.user, tenant.secret)

    number = client.create_ticket("Printer is out", "Floor two.", 1, 2, 0, queue)
    (found,) = client.query_tickets(number).json()["items"]

    assert (found["id"], found["title"], found["queueID"]) == (number, "Printer is out", queue)
    attached = client.add_ticket_attachment(number, "Log", "log.txt", base64.b64encode(b"hello")).json()
    assert list(attached) == ["itemId"]
    with pytest.raises(Exception, match="bad query parameters"):
        client.create_ticket("Printer is out", "Floor two.", 1, 2, 0, 4711)


def test_py_autotask_reads(tenant: Announcement) -> None:
    client = _py_autotask(tenant)
    every = {"filter": [{"op": "gte", "field": "id", "value": 0}]}

    page = client.query("Tickets", {**every, "maxRecords": 2})

    assert client.auth.test_connection()
    assert client.companies.get(0)["companyName"]
    assert client.get("Tickets", 1) is None, "a missing record is a null item"
    assert (len(page.items), page.page_details.request_count) == (2, 2)
    assert client.count("Tickets", every) == len(client.tickets.query_all()) > 2
    assert client.get_entity_info("Tickets")["info"]["name"] == "Ticket"
    assert len(client.get_field_info("Tickets")["fields"]) > 70


def test_py_autotask_writes(tenant: Announcement, queue: int) -> None:
    client = _py_autotask(tenant)
    ticket = {"companyID": 0, "title": "Mail is slow", "status": 1, "priority": 2, "queueID": queue}
    note = {"title": "Called", "description": "No answer.", "noteType": 1, "publish": 1}

    number = client.create_entity("Tickets", ticket).item_id
    client.create_child_entity("Tickets", number, "Notes", note)

    assert client.tickets.get(number)["title"] == "Mail is slow"
    (written,) = client.query("TicketNotes", {"filter": [{"op": "eq", "field": "ticketID", "value": number}]}).items
    assert written["description"] == "No answer."
    with pytest.raises(Exception, match="500"):
        client.create_entity("Tickets", {**ticket, "priority": 99})


def test_py_autotask_does_what_a_live_tenant_refuses_too(tenant: Announcement, queue: int) -> None:
    client = _py_autotask(tenant)
    ticket = {"companyID": 0, "title": "Mail is slow", "status": 1, "priority": 2, "queueID": queue}
    number = client.create_entity("Tickets", ticket).item_id

    refused: list[tuple[Callable[[], object], str]] = [
        (lambda: client.update("Tickets", {"id": number, "title": "Mail"}), "405"),  # the id belongs into the body
        (lambda: client.delete("Tickets", number), "405"),
        (lambda: client.batch_create("Tickets", [ticket]), "404"),  # there are no batches
        (lambda: client.count("Tickets"), "500"),  # it sends no filter
    ]
    for wrong, status in refused:
        with pytest.raises(Exception, match=status):
            wrong()
    with pytest.raises(Exception, match="Authentication"):
        _py_autotask(tenant, secret="wrong").companies.get(0)


def test_py_autotask_means_noteq_by_ne_and_gets_everything(tenant: Announcement) -> None:
    client = _py_autotask(tenant)

    unequal = client.query("Tickets", {"filter": [{"op": "ne", "field": "status", "value": 5}]}).items

    assert {ticket["status"] for ticket in unequal} >= {1, 5}, "an operator that Autotask does not know is ignored"


def test_autotask_client_reads_and_writes(tenant: Announcement, queue: int) -> None:
    """Its package has the name of one of ours, so that it lives in an environment of its own; Python 3.11 will do."""
    interpreter = os.environ.get("AUTOTASK_CLIENT_PYTHON")
    if not interpreter:
        pytest.skip("AUTOTASK_CLIENT_PYTHON names no interpreter that has autotask-client 0.3.1")
    script = Path(__file__).with_name("autotask_client.py")
    arguments = [tenant.url, tenant.user, tenant.secret, tenant.integration_code, str(queue)]

    answered = subprocess.run([interpreter, "-I", str(script), *arguments], capture_output=True, check=False)

    assert answered.returncode == 0, answered.stderr.decode()
    assert json.loads(answered.stdout) == {
        "version": "0.3.1",
        "pages_without_gap": True,
        "created": "Mail is slow",
        "missing": "AutotaskNotFoundError",
        "refused": "AutotaskAPIError",
        "wrong secret": "AutotaskAuthError",
        "after a patch": None,  # its fault: it reads the id that comes back as the whole ticket
    }
