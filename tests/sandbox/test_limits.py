from __future__ import annotations

import asyncio
import gzip

import httpx
import pytest

from sandbox.limits import Threshold
from tests.sandbox.tenant import CREDENTIALS, HEADERS, ROOT, TICKET, Tenant, condition, errors


class Machine:
    """A machine clock that is moved by hand, and a sleep that only notes how long."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


async def ask(tenant: Tenant, times: int = 1) -> list[int]:
    return [(await tenant.client.get(f"V1.0/Tickets/{TICKET}")).status_code for _ in range(times)]


async def test_latency_grows_with_the_hours_requests_until_they_are_refused() -> None:
    machine = Machine()
    tenant = Tenant(threshold=Threshold(8, machine=machine), sleep=machine.sleep)

    assert await ask(tenant, 9) == [200] * 8 + [429]
    assert machine.slept == [0.5, 0.5, 1.0, 1.0, 1.0]


async def test_the_window_rolls() -> None:
    machine = Machine()
    tenant = Tenant(threshold=Threshold(4, machine=machine), sleep=machine.sleep)
    await ask(tenant, 2)
    machine.now = 1800.0
    await ask(tenant, 2)

    machine.now = 3599.0
    assert await ask(tenant) == [429]
    machine.now = 3601.0
    assert await ask(tenant, 3) == [200, 200, 429]


async def test_the_threshold_can_be_asked_and_counts_the_asking(tenant: Tenant) -> None:
    await ask(tenant, 2)

    answer = await tenant.client.get("V1.0/ThresholdInformation")

    assert answer.json() == {
        "externalRequestThreshold": 10_000,
        "requestThresholdTimeframe": 60,
        "currentTimeframeRequestCount": 3,
    }


async def test_zone_and_version_are_free() -> None:
    tenant = Tenant(threshold=Threshold(0))

    async with httpx.AsyncClient(transport=httpx.ASGITransport(tenant.app)) as stranger:
        zone = await stranger.get(f"{ROOT}v1.0/ZoneInformation", params={"user": CREDENTIALS.user.upper()})
        versions = await stranger.get("http://sandbox.test/atservicesrest/VersionInformation")

    assert zone.json() == {
        "zoneName": "Sandbox",
        "url": ROOT,
        "webUrl": "http://sandbox.test/",
        "ci": 1,
    }
    assert versions.json() == {"apiVersions": ["V1.0"]}


async def test_three_requests_may_be_under_way_for_one_entity_and_integration_and_children_are_their_own() -> None:
    gate = asyncio.Event()
    waiting = asyncio.Semaphore(0)

    async def held(_: float) -> None:
        waiting.release()
        await gate.wait()

    tenant = Tenant(threshold=Threshold(10), sleep=held)
    await ask(tenant, 4)
    busy = [asyncio.create_task(ask(tenant)) for _ in range(3)]
    for _ in busy:
        await waiting.acquire()

    fourth = await tenant.client.get(f"V1.0/Tickets/{TICKET}")
    elsewhere = asyncio.create_task(tenant.client.get(f"V1.0/Tickets/{TICKET}/Notes"))
    await waiting.acquire()
    other = {**HEADERS, "ApiIntegrationCode": CREDENTIALS.other_codes[0]}
    by_another = asyncio.create_task(tenant.client.get(f"V1.0/Tickets/{TICKET}", headers=other))
    await waiting.acquire()
    gate.set()

    assert errors(fourth) == [
        "Itgenatr005: Thread Threshold of 3 for the object endpoint Tickets "
        "has been exceeded for this tracking identifier."
    ]
    assert [(await elsewhere).status_code, (await by_another).status_code] == [200, 200]
    assert await asyncio.gather(*busy) == [[200]] * 3
    assert await ask(tenant) == [429]


async def test_four_requests_at_once_for_one_entity_are_one_too_many_and_slow_it_down_for_a_while() -> None:
    machine = Machine()
    tenant = Tenant(sleep=machine.sleep, machine=machine)
    at_once = await asyncio.gather(*(ask(tenant) for _ in range(4)))
    assert (await ask(tenant), machine.slept) == ([200], [0.5])
    again = await asyncio.gather(*(ask(tenant) for _ in range(4)))

    assert sorted(at_once) == sorted(again) == [[200], [200], [200], [500]]
    (mail,) = await tenant.items("NotificationHistory", condition("gte", "id", 0))
    assert (mail["templateName"], mail["entityTitle"]) == ("Thread Threshold Exceeded", "Tickets")
    machine.now, machine.slept = 10.0, []
    assert (await ask(tenant), machine.slept) == ([200], [])


@pytest.mark.parametrize("name", ["UserName", "Secret"])
@pytest.mark.parametrize("value", [None, "wrong", "sécret"])
async def test_a_wrong_user_or_secret_is_an_empty_401(tenant: Tenant, name: str, value: str | None) -> None:
    tenant.client.headers.pop(name)
    headers = {} if value is None else {name.encode(): value.encode()}

    answer = await tenant.client.get(f"V1.0/Tickets/{TICKET}", headers=headers)

    assert (answer.status_code, answer.content) == (401, b"")


async def test_basic_authentication_is_no_way_in(tenant: Tenant) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(tenant.app)) as stranger:
        pair = (CREDENTIALS.user, CREDENTIALS.secret)
        answer = await stranger.get(f"{ROOT}V1.0/Tickets/{TICKET}", auth=pair)

    assert (answer.status_code, answer.content) == (401, b"")


async def test_a_wrong_integration_code_is_a_500_that_says_so(tenant: Tenant) -> None:
    answer = await tenant.client.get("V1.0/Tickets/1", headers={**HEADERS, "ApiIntegrationCode": "x"})

    assert errors(answer) == ["IntegrationCode is invalid."]


@pytest.mark.parametrize("user", [None, "", "nobody@nowhere.example"])
async def test_a_user_of_no_zone_is_a_500(tenant: Tenant, user: str | None) -> None:
    params = {} if user is None else {"user": user}

    answer = await tenant.client.get("V1.0/zoneInformation", params=params)

    assert errors(answer) == ["Zone information could not be determined"]


class TestPackedBodies:
    SEARCH = b'{"filter":[{"op":"gte","field":"id","value":0}]}'
    PACKED = {"Content-Encoding": "gzip"}  # noqa: RUF012

    async def test_a_packed_body_is_unpacked(self, tenant: Tenant) -> None:
        in_two = gzip.compress(self.SEARCH[:9]) + gzip.compress(self.SEARCH[9:])
        for body in (gzip.compress(self.SEARCH), in_two):
            answer = await tenant.client.post("V1.0/Tickets/query", content=body, headers=self.PACKED)

            assert len(answer.json()["items"]) == 1

    @pytest.mark.parametrize(
        "body",
        [b"not packed", gzip.compress(b" " * 20_000_001), gzip.compress(SEARCH)[:-4], gzip.compress(SEARCH) + b"more"],
        ids=["not packed", "bomb", "cut", "more"],
    )
    async def test_a_body_that_cannot_be_unpacked_or_is_a_bomb_is_refused(self, tenant: Tenant, body: bytes) -> None:
        errors(await tenant.client.post("V1.0/Tickets/query", content=body, headers=self.PACKED))


class TestWorldClock:
    ADDRESS = f"{ROOT}sandbox/clock"

    async def test_anyone_on_this_machine_can_read_it(self, tenant: Tenant) -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(tenant.app)) as stranger:
            answer = await stranger.get(self.ADDRESS)

        assert answer.json() == {
            "now": "2026-11-24T09:00:00Z",
            "at": "2026-11-24T09:00:00Z",
            "speed": 0,
            "anchor": 1_000_000.0,
        }

    async def test_a_frozen_one_can_be_set_forward_only(self, tenant: Tenant) -> None:
        forward = await tenant.client.post(self.ADDRESS, json={"at": "2026-11-24T10:30:00Z"})
        backward = await tenant.client.post(self.ADDRESS, json={"at": "2026-11-24T09:30:00Z"})
        garbled = await tenant.client.post(self.ADDRESS, json={"at": "soon"})
        nothing = await tenant.client.post(self.ADDRESS, content=b"[]")
        beyond = await tenant.client.post(self.ADDRESS, json={"at": "9999-12-31T23:59:59Z"})
        answer = await tenant.query("Tickets", condition("gte", "id", 0))

        assert forward.json()["now"] == "2026-11-24T10:30:00Z"
        assert {answer.status_code for answer in (backward, garbled, nothing, beyond)} == {400}
        assert beyond.json()["Message"] == "The world's clock is set 100 days forward at most, and then again."
        assert answer.headers["date"] == "Tue, 24 Nov 2026 10:30:00 GMT"

    async def test_from_elsewhere_it_does_not_exist(self, tenant: Tenant) -> None:
        transport = httpx.ASGITransport(tenant.app, client=("192.0.2.7", 4711))
        async with httpx.AsyncClient(transport=transport) as stranger:
            answer = await stranger.get(self.ADDRESS)

        assert answer.status_code == 404
