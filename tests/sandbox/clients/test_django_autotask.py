"""django-autotask 1.16.0 keeps a copy of a live tenant in a database of its own: it can of the sandbox as well."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx

from sandbox.announcement import Announcement
from tests.sandbox.clients.conftest import present

ROOT_FOLDER = Path(__file__).parents[3]
MODULE = "tests.sandbox.clients.django_sync"


def test_a_whole_synchronisation_brings_every_row(tenant: Announcement, read: Callable[[str], httpx.Response]) -> None:
    present("django-autotask", "1.16.0")
    arguments = [tenant.url, tenant.user, tenant.secret, tenant.integration_code]

    answered = subprocess.run(
        [sys.executable, "-m", MODULE, *arguments], capture_output=True, check=False, cwd=ROOT_FOLDER
    )

    assert answered.returncode == 0, answered.stderr.decode()
    told = json.loads(answered.stdout)
    rows = told["rows"]
    assert told["failed"] == []
    assert rows["Account"] == _count(read, "Companies", {"op": "gte", "field": "id", "value": 0})
    # Its fault: it means "active or not", but drops the value of what is false, and so asks for "active or nothing".
    assert rows["Resource"] == _count(read, "Resources", {"op": "eq", "field": "isActive", "value": True})
    assert rows["Project"] == _count(read, "Projects", {"op": "noteq", "field": "status", "value": 5})
    for model in (
        "Ticket",
        "TicketNote",
        "TimeEntry",
        "Contact",
        "Phase",
        "Role",
        "Department",
        "ServiceCall",
        "Queue",
    ):
        assert rows[model] > 0, model


def _count(read: Callable[[str], httpx.Response], entity: str, condition: dict[str, object]) -> int:
    search = json.dumps({"filter": [condition]})
    return int(read(f"{entity}/query/count?search={search}").json()["queryCount"])
