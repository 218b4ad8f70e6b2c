"""While bytes become entities the loop is free: a client parses in the thread that it was given."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from autotask import reading
from autotask.client import Client
from autotask.entities import Ticket
from autotask.errors import BadAnswer
from autotask.filters import EVERYTHING
from autotask.kinds import Kind, kind_of
from autotask.pages import Rows, read_rows
from tests.autotask.tenant import Tenant, answer, page

TICKETS = kind_of(Ticket)
FIRST = page(*({"id": n, "title": f"Ticket {n}\u202e"} for n in range(1, 501)), next_url="https://x/")
LAST = page({"id": 501}, {"id": 502, "priority": "high"})


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1, "parsing") as executor:
        yield executor


@pytest.fixture
def parsed_in(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the threads in which pages were parsed."""
    names: list[str] = []

    def watched(kind: Kind[Any], body: bytes) -> Rows[Any]:
        names.append(threading.current_thread().name)
        return read_rows(kind, body)

    monkeypatch.setattr(reading, "read_rows", watched)
    return names


async def _read(client: Client) -> tuple[list[Any], list[Any]]:
    pages = [page async for page in client.pages(TICKETS, EVERYTHING)]
    return [item for page in pages for item in page.items], [row for page in pages for row in page.quarantined]


async def test_pages_are_parsed_outside_of_the_loop(executor: ThreadPoolExecutor, parsed_in: list[str]) -> None:
    tenant = Tenant()
    tenant.answer("Tickets/query", FIRST, LAST, FIRST, LAST)
    async with await tenant.connect() as client:
        on_the_loop = await _read(client)
        assert set(parsed_in) == {threading.current_thread().name}
        parsed_in.clear()
        client.parse_in(executor)
        assert await _read(client) == on_the_loop
        assert parsed_in == ["parsing_0", "parsing_0"]
    assert [len(rows) for rows in on_the_loop] == [501, 1]
    assert [body["filter"] for body in tenant.bodies("Tickets/query")[2:]] == [
        body["filter"] for body in tenant.bodies("Tickets/query")[:2]
    ]


async def test_ids_are_parsed_there_too(executor: ThreadPoolExecutor, parsed_in: list[str]) -> None:
    tenant = Tenant()
    tenant.answer("Tickets/query", LAST)
    async with await tenant.connect() as client:
        client.parse_in(executor)
        assert await client.ids(TICKETS) == [501, 502]
    assert parsed_in == ["parsing_0"]


async def test_what_cannot_be_read_is_asked_for_again_and_named_as_on_the_loop(executor: ThreadPoolExecutor) -> None:
    tenant = Tenant()
    tenant.answer("Tickets/query", httpx.Response(200, content=b'{"items":[{"id"'), LAST)
    tenant.answer("Tickets/query/count", answer({"queryCount": None}))
    async with await tenant.connect() as client:
        client.parse_in(executor)
        items, odd = await _read(client)
        assert [item.id for item in items] == [501]
        assert [(row.id, "priority" in row.reason) for row in odd] == [(502, True)]
        with pytest.raises(BadAnswer, match="holds no count"):
            await client.count(TICKETS)
