"""The copy against the sandbox on a real socket: after a fill, after hours of its world, after a fault, row by row."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from autotask.client import Client
from autotask.entities import (
    Company,
    ConfigurationItem,
    Contact,
    Contract,
    ContractBlock,
    ContractBlockHourFactor,
    ContractExclusionBillingCode,
    ContractExclusionRole,
    ContractRate,
    ContractRetainer,
    ContractTicketPurchase,
    DeletedTicketActivityLog,
    DeletedTicketLog,
    Resource,
    Role,
    Ticket,
    TicketHistory,
    TicketNote,
    TimeEntry,
    WorkTypeModifier,
)
from autotask.filters import EVERYTHING, NotIn
from autotask.kinds import KINDS, kind_of
from autotask.machine import SystemMachine
from autotask.settings import AutotaskSettings
from replica.notices import mail_follows
from replica.pull import Pull
from replica.reading import Questions
from replica.rhythm import PullSettings
from replica.status import SyncState
from replica.store import Replica
from sandbox.process import Running, start

TERMS = (ContractBlock, ContractBlockHourFactor, ContractExclusionBillingCode, ContractExclusionRole, WorkTypeModifier)
BOUGHT = (ContractRetainer, ContractTicketPurchase, ContractRate)
WHOLE = frozenset(
    {Company, Contact, Contract, *TERMS, *BOUGHT, ConfigurationItem, Resource, Role, Ticket, TicketNote, TimeEntry}
)
"""The kinds of which the copy has every row once the history is there; of others it has what is open or upcoming."""

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
EVERYBODY, INTERNAL = 1, 2
"""Audiences of a note."""


@asynccontextmanager
async def tenant(wire: httpx.AsyncBaseTransport | None = None) -> AsyncIterator[tuple[Running, Client]]:
    """A small sandbox that stands still, and a client that has reached it."""
    running = await asyncio.to_thread(start, size="tiny", seed=3, at=AT, speed=0)
    try:
        about = running.about
        settings = AutotaskSettings(user=about.user, integration_code=about.integration_code, base_url=about.url)
        async with await Client.connect(settings, SecretStr(about.secret), wire=wire) as client:
            yield running, client
    finally:
        await asyncio.to_thread(running.stop)


async def set_clock(running: Running, at: datetime) -> None:
    """Let the world live on until an instant."""
    async with httpx.AsyncClient(base_url=running.about.url, trust_env=False) as client:
        (await client.post("sandbox/clock", json={"at": at.isoformat()})).raise_for_status()


async def stale(copy: Questions, client: Client, *, missing: bool = False) -> dict[str, list[int]]:
    """The ids of rows that the copy has otherwise than Autotask, by kind; with `missing`, also of those it has not."""
    wrong: dict[str, list[int]] = {}
    for cls, kind in KINDS.items():
        if cls in (DeletedTicketLog, DeletedTicketActivityLog, TicketHistory):
            continue
        theirs: dict[int, Any] = {}
        async for page in client.pages(kind, EVERYTHING):
            theirs |= {item.id: item for item in page.items}
        rows: list[Any] = copy.rows(cls)
        ours = {row.id: row for row in rows}
        differing = [id_ for id_, row in ours.items() if theirs.get(id_) != row]
        if missing and cls in WHOLE:
            differing += theirs.keys() - ours.keys()
        if differing:
            wrong[kind.name] = sorted(differing)
    return wrong


async def test_every_row_is_as_autotask_has_it(folder: Path) -> None:
    async with tenant() as (running, client):
        with Replica.open(folder) as copy:
            machine = SystemMachine()

            async def connect() -> Client:
                return client

            settings = PullSettings(
                interval=0.001, links_every=0.001, sweep_every=0.001, reference_every=0.001, history_days=400
            )
            pull = Pull(connect, copy, settings, machine)
            await pull.once()
            assert await stale(copy, client) == {}
            still_open = NotIn("status", tuple(copy.complete_statuses()))
            assert [t.id for t in copy.open_tickets()] == await client.ids(kind_of(Ticket), still_open)
            await pull.fill_history()
            assert await stale(copy, client, missing=True) == {}
            for hours in (0.5, 1, 3, 26):
                await set_clock(running, AT + timedelta(hours=hours))
                await pull.once()
                assert await stale(copy, client, missing=True) == {}, hours
            assert pull.status.state is SyncState.LIVE
            assert copy.quarantined() == []
            assert copy.seq > 0
            assert all(copy.count(cls) for cls in TERMS)
            assert mail_follows(copy, EVERYBODY, AT + timedelta(hours=26)) is True
            assert mail_follows(copy, INTERNAL, AT + timedelta(hours=26)) is False
            assert await pull.once() == []


class Clouded(httpx.AsyncBaseTransport):
    """The wire to a sandbox, on which the answers about tickets may lose something on their way."""

    def __init__(self) -> None:
        self._wire = httpx.AsyncHTTPTransport()
        self.cloud: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] = lambda rows: rows

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._wire.handle_async_request(request)
        if not request.url.path.lower().endswith("/tickets/query"):
            return response
        answer = json.loads(await response.aread())
        rows = self.cloud(answer["items"])
        details = {**answer["pageDetails"], "count": len(rows)} | ({} if rows else {"nextPageUrl": None})
        return httpx.Response(
            200, json={"items": rows, "pageDetails": details}, headers={"Date": response.headers["Date"]}
        )

    async def aclose(self) -> None:
        await self._wire.aclose()


def nothing(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return rows[:0]


def nameless(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]


@pytest.mark.parametrize("cloud", [nothing, nameless])
async def test_lists_that_lose_their_tickets_or_ids_hide_none(
    folder: Path, cloud: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> None:
    wire = Clouded()
    async with tenant(wire) as (_, client):
        with Replica.open(folder) as copy:

            async def connect() -> Client:
                return client

            pull = Pull(connect, copy, PullSettings(interval=0.001, sweep_every=0.001), SystemMachine())
            await pull.once()
            known = copy.open_tickets()
            wire.cloud = cloud
            await pull.once()
            assert copy.open_tickets() == known
            assert pull.status.state is SyncState.STALE
            wire.cloud = lambda rows: rows
            await pull.once()
            assert (pull.status.sentence, copy.open_tickets()) == ("In step with Autotask.", known)


async def test_a_wrong_key_is_a_state_and_not_an_empty_desk(folder: Path) -> None:
    running = await asyncio.to_thread(start, size="tiny", seed=3, at=AT, speed=0)
    try:
        about = running.about
        settings = AutotaskSettings(user=about.user, integration_code=about.integration_code, base_url=about.url)

        async def connect() -> Client:
            return await Client.connect(settings, SecretStr("wrong"))

        with Replica.open(folder) as copy:
            pull = Pull(connect, copy, PullSettings(), SystemMachine())
            said = asyncio.Event()
            pull.on_status(lambda status: said.set() if status.state is SyncState.UNAUTHORISED else None)
            working = asyncio.ensure_future(pull.run())
            await asyncio.wait_for(said.wait(), 20)
            assert "127.0.0.1" in pull.status.sentence
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
    finally:
        await asyncio.to_thread(running.stop)
