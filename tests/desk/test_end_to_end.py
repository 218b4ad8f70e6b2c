"""The desk on a copy that follows a living sandbox over a real socket: a morning, in steps, as if ranked anew."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from pydantic import SecretStr

from autotask.client import Client
from autotask.entities import TimeOffRequest
from autotask.machine import SystemMachine
from autotask.settings import AutotaskSettings
from desk.clocks import MonotonicClock, SettableClock
from desk.interventions.model import Tab
from desk.live import LiveDesk
from desk.model import Delta, ItemKind, View
from desk.settings import DeskSettings
from replica.pull import Pull
from replica.rhythm import PullSettings
from replica.store import Replica
from sandbox.process import Running, start
from sla.instants import micros
from tests.desk.naive_interventions import APPROVED, Rows, disagreement
from tests.desk.test_order_law import picture
from workflows.catalog import packaged

AT = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)
EAGER = PullSettings(interval=0.001, links_every=0.001, sweep_every=0.001, reference_every=0.001)


@asynccontextmanager
async def sandbox(**user_fields: str) -> AsyncIterator[tuple[Running, Client]]:
    """A tiny sandbox that stands still until its clock is set, and a client that has reached it."""
    running = await asyncio.to_thread(start, size="tiny", seed=3, at=AT, speed=0, admin=True)
    try:
        about = running.about
        settings = AutotaskSettings(user=about.user, integration_code=about.integration_code, base_url=about.url)
        async with await Client.connect(settings, SecretStr(about.secret), user_fields=user_fields) as client:
            yield running, client
    finally:
        await asyncio.to_thread(running.stop)


async def live_on(running: Running, moment: datetime) -> None:
    async with httpx.AsyncClient(base_url=running.about.url, trust_env=False) as client:
        (await client.post("sandbox/clock", json={"at": moment.isoformat()})).raise_for_status()


async def mailed(running: Running, ticket_id: int, text: str) -> None:
    """The contact of a ticket writes."""
    async with httpx.AsyncClient(base_url=running.about.url, trust_env=False) as client:
        (await client.post("sandbox/letters", json={"ticketID": ticket_id, "text": text})).raise_for_status()


async def test_a_morning_over_a_real_socket(tmp_path: Path) -> None:
    clock = SettableClock(micros(AT))
    async with sandbox() as (running, client):
        with Replica.open(tmp_path / "copy") as copy:

            async def connect() -> Client:
                return client

            pull = Pull(connect, copy, EAGER, SystemMachine())

            def desk() -> LiveDesk:
                return LiveDesk(
                    copy,
                    pull,
                    settings=DeskSettings(me=running.about.me),
                    catalogue=packaged(),
                    clock=clock,
                    machine=MonotonicClock(),
                    web_url=lambda: client.zone.web_url,
                )

            await pull.once()
            followed = desk()
            await followed.load()
            assert followed.me is not None
            assert followed.me.email == running.about.me
            assert followed.queue(View.TEAM).total > 20
            assert followed.interventions(Tab.ALL).rows
            granted = [row for row in copy.rows(TimeOffRequest) if row.status == APPROVED]
            diaries = followed.state.diaries
            assert granted
            assert all(diaries.time_off_on(row.resource_id or 0, row.request_date or AT) != ((), 0) for row in granted)

            deltas: list[Delta] = []
            followed.subscribe(deltas.append)
            stop = copy.subscribe(followed.hear)
            for step in range(1, 7):
                moment = AT + timedelta(minutes=25 * step)
                await live_on(running, moment)
                clock.set(micros(moment))
                await pull.once()
                await asyncio.sleep(0)  # what was written last is handed over at the next turn of the loop
                await followed.settle()
                anew = desk()
                await anew.load()
                for view in View:
                    assert picture(followed, view) == picture(anew, view), (view, moment)
                assert disagreement(followed, Rows(copy)) == "", moment
            stop()
            assert any(delta.changed for delta in deltas)

            day = followed.today()
            assert day.elapsed_minutes > 0
            for item in followed.queue(View.MINE).items:
                assert followed.row(item, clock.now()).why
                if item.id.kind is ItemKind.TICKET:
                    page = await followed.detail(item.id.id)
                    assert page is not None
                    assert page.facts.status == item.status
