"""The look-alike in a process of its own, over real sockets."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.sandbox.still_process import ended, launched
from tests.sandbox.tenant import HEADERS, TICKET, Tenant

EVERY = {"filter": [{"op": "gte", "field": "id", "value": 0}]}


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, object]]:
    process, about = launched()
    yield about
    process.terminate()
    ended(process)


@pytest.fixture
def client(server: dict[str, object]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=str(server["url"]), headers=HEADERS, trust_env=False) as made:
        yield made


def test_it_says_where_it_is_in_one_line(server: dict[str, object]) -> None:
    assert list(server) == [
        "url", "user", "secret", "integration_code", "at", "speed", "anchor", "seed", "size", "me",
    ]  # fmt: skip
    assert str(server["url"]).startswith("http://127.0.0.1:")
    assert str(server["url"]).endswith("/ATServicesRest/")


def test_the_zone_is_the_address_it_was_asked_at(server: dict[str, object], client: httpx.Client) -> None:
    zone = client.get("V1.0/zoneInformation", params={"user": str(server["user"])})

    assert zone.json()["url"] == server["url"]


def test_the_date_is_the_worlds_and_stands_there_once(client: httpx.Client) -> None:
    answer = client.get(f"V1.0/Tickets/{TICKET}")

    assert answer.headers.get_list("date") == ["Tue, 24 Nov 2026 09:00:00 GMT"]
    assert "server" not in answer.headers


def test_small_answers_do_not_wait_for_delayed_acknowledgements(client: httpx.Client) -> None:
    def once() -> float:
        start = time.perf_counter()
        client.post("V1.0/Tickets/query", json=EVERY)
        return time.perf_counter() - start

    taken = sorted(once() for _ in range(40))

    assert taken[len(taken) // 4] < 0.020, "even on a busy machine a quarter of them is quick"


async def test_in_process_and_over_a_socket_the_answers_are_the_same_to_the_byte(
    server: dict[str, object],
) -> None:
    async def story(client: httpx.AsyncClient) -> list[tuple[int, bytes]]:
        answers = [
            await client.post("V1.0/Tickets/query", json=EVERY),
            await client.post("V1.0/Companies/query", json={**EVERY, "MaxRecords": 2}),
            await client.get("V1.0/Tickets/entityInformation/fields"),
            await client.post("V1.0/Companies/174/ToDos", json={}),
            await client.get("V1.0/Nothing"),
        ]
        return [(answer.status_code, answer.content) for answer in answers]

    tenant = Tenant()
    base = str(server["url"])
    transport = httpx.ASGITransport(tenant.app)
    async with (
        httpx.AsyncClient(base_url=base, headers=HEADERS, trust_env=False) as outside,
        httpx.AsyncClient(base_url=base, headers=HEADERS, transport=transport) as inside,
    ):
        assert await story(outside) == await story(inside)


def test_it_ends_when_it_is_told_to() -> None:
    process, _ = launched()
    start = time.monotonic()
    process.terminate()
    _, complaints = ended(process)

    assert time.monotonic() - start < 3
    assert complaints == b""


def test_a_client_that_dies_in_the_middle_of_a_request_is_no_news() -> None:
    process, about = launched()
    base = httpx.URL(str(about["url"]))
    with socket.create_connection((base.host, base.port or 0)) as dying:
        head = f"POST {base.path}V1.0/Tickets/query HTTP/1.1\r\nHost: {base.host}\r\nContent-Length: 100\r\n\r\n"
        dying.sendall(head.encode() + b'{"filter": [')
        dying.shutdown(socket.SHUT_WR)
        while dying.recv(4096):
            pass
    process.terminate()

    assert ended(process) == (b"", b"")


def test_it_ends_with_its_parent(server: dict[str, object]) -> None:
    process, about = launched()
    with httpx.Client(trust_env=False) as kept_alive:
        kept_alive.get(f"{about['url']}versionInformation")
        out, complaints = ended(process)

    assert process.returncode == 0
    assert (out, complaints) == (b"", b"")
