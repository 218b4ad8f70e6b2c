"""`python -I autotask_client.py URL USER SECRET CODE QUEUE`, where autotask-client is installed, tells what it sees.

Its modules are called as ours are, so that they are named as text here, lest a reader or a checker take ours.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable
from importlib import import_module
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

AutotaskClient = import_module("autotask.client").AutotaskClient
AutotaskConfig = import_module("autotask.config").AutotaskConfig
EntityManager = import_module("autotask.entities.manager").EntityManager
Ticket = import_module("autotask.models.ticket").Ticket
Q = import_module("autotask.query").Q


async def main(url: str, user: str, secret: str, code: str, queue: str) -> None:
    """Read, create, refuse, and say in one line of JSON what came of it."""
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
    async with AutotaskClient(AutotaskConfig(user, secret, code, origin)) as client:
        manager = EntityManager(client)
        notes = await client.query_all("TicketNotes", [{"op": "gte", "field": "id", "value": 0}])
        counted = await client.post("TicketNotes/query/count", json={"filter": [{"op": "exist", "field": "id"}]})
        fields = {"companyID": 0, "status": 1, "priority": 2, "queueID": int(queue), "title": "Mail is slow"}
        created = await manager.create(Ticket(**fields))
        told: dict[str, Any] = {
            "version": version("autotask-client"),
            "pages_without_gap": len({note["id"] for note in notes}) == len(notes) == counted["queryCount"],
            "created": created.title,
            "missing": await _failure(manager.get(Ticket, 1)),
            "refused": await _failure(manager.query(Ticket, Q(nonsense=1))),
            "after a patch": (await manager.update(created)).title,
        }
    async with AutotaskClient(AutotaskConfig(user, "wrong", code, origin)) as client:
        told["wrong secret"] = await _failure(client.get("Companies/0"))
    print(json.dumps(told))  # noqa: T201 - the test reads it


async def _failure(asked: Awaitable[object]) -> str | None:
    try:
        await asked
    except Exception as problem:
        return type(problem).__name__
    return None


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
