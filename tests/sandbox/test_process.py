"""The whole sandbox, world included, started as the demo starts it."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import httpx
import pytest

from sandbox.access import Credentials
from sandbox.clock import WorldClock
from sandbox.fixtures import autotask_options, autotask_sandbox
from sandbox.process import Running, SandboxFailed, start
from sandbox.server import app
from sandbox.store import Store
from sandbox.world import World
from sandbox.world.labels import Status

__all__ = ["autotask_options", "autotask_sandbox"]

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LATER = ("2026-11-24T11:00:00Z", "2026-11-24T11:00:20Z", "2026-11-25T15:30:00.25Z")
ENTITIES = ["Tickets", "TicketNotes", "TimeEntries", "Resources", "Companies", "ServiceCalls", "Appointments"]


def headers(running: Running) -> dict[str, str]:
    about = running.about
    return {"ApiIntegrationCode": about.integration_code, "UserName": about.user, "Secret": about.secret}


async def story(client: httpx.AsyncClient) -> list[bytes]:
    """Read everything, let the clock jump, and read and write again, in steps over a day and a half."""
    every = {"filter": [{"op": "gte", "field": "id", "value": 0}]}
    told = []
    for moment in (None, *LATER):
        if moment:
            await client.post("sandbox/clock", json={"at": moment})
        for entity in ENTITIES:
            body, url = b"", f"V1.0/{entity}/query"
            while url:
                body = (await client.post(url, json=every)).content
                told.append(body)
                url = json.loads(body)["pageDetails"]["nextPageUrl"]
        open_ticket = {"filter": [{"op": "noteq", "field": "status", "value": 5}], "MaxRecords": 1}
        ticket = (await client.post("V1.0/Tickets/query", json=open_ticket)).json()["items"][0]
        note = {"title": "Seen", "description": "On it.", "noteType": 1, "publish": 2}
        told.append((await client.post(f"V1.0/Tickets/{ticket['id']}/Notes", json=note)).content)
        told.append((await client.patch("V1.0/Tickets", json={"id": ticket["id"], "status": 7})).content)
    return told


async def outside(port: int, monkeypatch: pytest.MonkeyPatch, hash_seed: str) -> tuple[list[bytes], str]:
    """Tell the story to a sandbox in a process of its own."""
    monkeypatch.setenv("PYTHONHASHSEED", hash_seed)
    running = await asyncio.to_thread(start, size="tiny", seed=7, at=AT, speed=0, port=port)
    with running:
        url = running.about.url
        async with httpx.AsyncClient(base_url=url, headers=headers(running), trust_env=False) as client:
            return await story(client), url


async def inside(url: str) -> list[bytes]:
    """Tell the story to a sandbox in this process, as if it lived at the same address."""
    store, credentials = Store(), Credentials()
    world = World(store, seed=7, at=AT, size="tiny")
    world.found()
    transport = httpx.ASGITransport(app(store, world, WorldClock(AT, 0), credentials))
    sent = {
        "ApiIntegrationCode": credentials.integration_code,
        "UserName": credentials.user,
        "Secret": credentials.secret,
    }
    async with httpx.AsyncClient(transport=transport, base_url=url, headers=sent) as client:
        return await story(client)


async def test_same_seed_clock_and_requests_give_the_same_answers_to_the_byte(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    over_sockets, url = await outside(0, monkeypatch, "1")
    again, same_url = await outside(httpx.URL(url).port or 0, monkeypatch, "4242")

    assert same_url == url
    assert over_sockets == again
    assert over_sockets == await inside(url)
    assert len(set(over_sockets)) > 2 * len(ENTITIES), "the world has moved in between"


def test_a_running_world_can_be_followed_from_outside() -> None:
    with (
        start(size="tiny", at=AT, speed=60) as running,
        httpx.Client(trust_env=False) as client,
    ):
        about = running.about
        clock = client.get(f"{about.url}sandbox/clock").json()

    assert (clock["at"], clock["speed"], clock["anchor"]) == (about.at, about.speed, about.anchor)
    assert (about.at, about.speed, about.seed, about.size) == ("2026-11-24T09:30:00Z", 60, 1, "tiny")


def test_it_names_a_technician_whose_day_a_visitor_may_look_at() -> None:
    with start(size="tiny", at=AT, speed=0) as running:
        search = {"filter": [{"op": "eq", "field": "email", "value": running.about.me}]}
        url = f"{running.about.url}V1.0/Resources/query"
        (someone,) = httpx.post(url, json=search, headers=headers(running), trust_env=False).json()["items"]

    assert someone["isActive"] is True


def test_through_its_back_door_customers_write_and_nobody_takes_it_for_a_write_of_a_client(
    autotask_sandbox: Running,
) -> None:
    with httpx.Client(base_url=autotask_sandbox.about.url, trust_env=False) as door:
        search = {"filter": [{"op": "eq", "field": "status", "value": Status.WAITING_CUSTOMER}]}
        asked = door.post("V1.0/Tickets/query", json=search, headers=headers(autotask_sandbox)).json()["items"][-1]
        come = [door.post("sandbox/letters", json={"ticketID": id_, "text": "Now"}) for id_ in (asked["id"], 1)]
        last = {"filter": [{"op": "eq", "field": "ticketID", "value": asked["id"]}]}
        note = door.post("V1.0/TicketNotes/query", json=last, headers=headers(autotask_sandbox)).json()["items"][-1]
        after = door.get(f"V1.0/Tickets/{asked['id']}", headers=headers(autotask_sandbox)).json()["item"]
        journal = door.get("sandbox/journal")

    assert [answer.status_code for answer in come] == [200, 400]
    assert (note["description"], note["createdByContactID"]) == ("Now", asked["contactID"])
    assert after["status"] == Status.CUSTOMER_NOTE_ADDED
    assert journal.json() == {"writes": []}


def test_leaving_the_block_ends_it() -> None:
    with start(size="tiny", at=AT) as running:
        pass

    assert running.process.poll() is not None


def test_a_sandbox_that_cannot_start_says_why() -> None:
    with pytest.raises(SandboxFailed, match="no size 'gigantic'"):
        start(size="gigantic")


def test_a_port_that_is_taken_is_named() -> None:
    with start(size="tiny", at=AT) as running:
        port = httpx.URL(running.about.url).port or 0
        with pytest.raises(SandboxFailed, match=f"port {port}"):
            start(size="tiny", at=AT, port=port)


def test_a_sandbox_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(SandboxFailed, match=r"did not listen within 0\.05 seconds"):
        start(size="small", at=AT, timeout=0.05)
