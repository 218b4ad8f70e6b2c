"""What a network does to writes, over real sockets: each is sent once, and the error says whether it may have left."""

import asyncio
import json
import random
import ssl

import pytest
from pydantic import SecretStr

from autotask.client import Client
from autotask.entities import Contact, Ticket, TicketChecklistItem, TicketNote, TimeEntry
from autotask.errors import (
    AutotaskError,
    BadAnswer,
    Busy,
    Closed,
    LedElsewhere,
    NoImpersonation,
    NotOffered,
    ProxyRefused,
    Refused,
    Throttled,
    TimedOut,
    TlsUntrusted,
    Unauthorised,
    Unreachable,
)
from autotask.kinds import kind_of
from autotask.settings import AutotaskSettings, Timeouts
from tests.autotask.sockets import message, request, server
from tests.autotask.tenant import CODE, SECRET, USER, Machine
from tests.autotask.test_faults import CERTIFICATE, THRESHOLD

TICKETS = kind_of(Ticket)
DONE = b'{"itemId": 5}'
JSON = b"Content-Type: application/json"


def _errors(text: str, status: bytes = b"500 Internal Server Error") -> bytes:
    return message(json.dumps({"errors": [text]}).encode(), JSON, status=status)


class Desk:
    """A server that knows the key, and answers a write with whatever bytes a test has set."""

    def __init__(self) -> None:
        self.answer = message(DONE, JSON)
        self.heads: list[bytes] = []
        self.asked = asyncio.Event()
        self.resets = False
        self.silent = False

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await request(reader)
            if b"ThresholdInformation" in head:
                writer.write(message(json.dumps(THRESHOLD).encode(), JSON))
                await writer.drain()
                continue
            self.heads.append(head)
            self.asked.set()
            if self.silent:
                await reader.read()
            writer.write(self.answer)
            await writer.drain()
            if self.resets:
                writer.transport.abort()
            return

    async def change(self, settings: AutotaskSettings | None = None, as_resource: int | None = None) -> AutotaskError:
        """Make one change and give the error that it ends with."""
        async with server(self.speak) as port, await _connect(settings or _settings(port)) as client:
            with pytest.raises(AutotaskError) as failure:
                await client.change(TICKETS, 5, {"status": 8}, as_resource=as_resource)
        return failure.value


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def _settings(port: int, **values: object) -> AutotaskSettings:
    base = f"{values.pop('scheme', 'http')}://127.0.0.1:{port}/ATServicesRest/"
    return AutotaskSettings.model_validate({"user": USER, "integration_code": CODE, "base_url": base, **values})


async def _connect(settings: AutotaskSettings) -> Client:
    return await Client.connect(settings, SecretStr(SECRET), machine=Machine(), rng=random.Random(1))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", BadAnswer),
        (message(DONE, JSON)[:20], BadAnswer),
        (message(DONE[:6], JSON, length=len(DONE)), BadAnswer),
        (message(DONE[:6], JSON), BadAnswer),
        (message(b"{}", JSON), BadAnswer),
        (message(b"\xff\xfe", JSON), BadAnswer),
        (b"\x00\xff garbage\r\n\r\n", BadAnswer),
        (message(b"\x1f\x8b broken", b"Content-Encoding: gzip"), BadAnswer),
        (message(b"<html><title>Sign in</title>", b"Content-Type: text/html"), BadAnswer),
        (message(b"<h1>Bad gateway", b"Content-Type: text/html", status=b"502 Bad Gateway"), BadAnswer),
        (message(b"", status=b"503 Service Unavailable"), BadAnswer),
        (_errors("Timeout expired."), BadAnswer),
        (message(b"", b"Location: https://evil.test/x", status=b"302 Found"), LedElsewhere),
        (message(b"", status=b"429 Too Many Requests"), Throttled),
        (_errors("Thread Threshold exceeded (Itgenatr005)"), Busy),
        (message(b"", status=b"401 Unauthorized"), Unauthorised),
        (_errors("queueID is required"), Refused),
        (_errors("No such thing", b"404 Not Found"), NotOffered),
    ],
    ids=[
        "closed", "cut head", "cut body", "cut json", "no id", "not utf-8", "garbage", "bad gzip", "html", "gateway",
        "503", "500 of a fault", "redirect", "429", "threads", "401", "refused", "404",
    ],
)  # fmt: skip
async def test_an_answer_to_a_write_is_named(desk: Desk, data: bytes, error: type[AutotaskError]) -> None:
    desk.answer = data
    failure = await desk.change()
    assert type(failure) is error
    assert failure.left
    assert len(desk.heads) == 1
    assert "127.0.0.1" in failure.sentence


@pytest.mark.parametrize("before", [b"", message(DONE, JSON)[:20], message(DONE, JSON)[:-4]])
async def test_a_reset_leaves_open_what_became_of_the_write(desk: Desk, before: bytes) -> None:
    desk.answer, desk.resets = before, True
    failure = await desk.change()
    assert isinstance(failure, Unreachable | BadAnswer)
    assert failure.left
    assert "whether it was carried out will be looked up" in failure.sentence
    assert len(desk.heads) == 1


async def test_silence_leaves_it_open_after_the_patience_of_a_write(desk: Desk) -> None:
    desk.silent = True
    async with server(desk.speak) as port:
        settings = _settings(port, timeouts=Timeouts(read=20, write=0.05))
        async with await _connect(settings) as client:
            with pytest.raises(TimedOut, match=r"did not answer within 0\.05 s; whether it was") as failure:
                await client.change(TICKETS, 5, {"status": 8})
    assert failure.value.left
    assert len(desk.heads) == 1


async def test_a_missing_right_to_a_name_is_told(desk: Desk) -> None:
    desk.answer = _errors("The logged in Resource does not have the adequate permissions to update this entity type.")
    failure = await desk.change(as_resource=29)
    assert type(failure) is NoImpersonation
    assert b"ImpersonationResourceId: 29\r\n" in desk.heads[0]


async def test_a_server_that_went_away_is_told_from_one_that_broke_off(desk: Desk) -> None:
    async with server(desk.speak) as port:
        client = await _connect(_settings(port))
        await client.change(TICKETS, 5, {"status": 8})
    async with client:
        with pytest.raises(Unreachable, match="connection refused") as failure:
            await client.change(TICKETS, 5, {"status": 9})
    assert not failure.value.left
    assert len(desk.heads) == 1


async def test_a_closed_client_says_so_and_lets_nothing_leave(desk: Desk) -> None:
    async with server(desk.speak) as port:
        client = await _connect(_settings(port))
        writer = client.for_writing()
        await client.aclose()
        for ask in (writer.change(TICKETS, 5, {"status": 8}), writer.get(TICKETS, 5)):
            with pytest.raises(Closed, match=r"127\.0\.0\.1:\d+ was closed") as failure:
                await ask
            assert not failure.value.left
    assert desk.heads == []


async def test_a_client_closed_in_the_middle_leaves_open_what_became_of_the_write(desk: Desk) -> None:
    desk.silent = True
    async with server(desk.speak) as port:
        client = await _connect(_settings(port))
        write = asyncio.ensure_future(client.change(TICKETS, 5, {"status": 8}))
        await desk.asked.wait()
        await client.aclose()
        with pytest.raises(Unreachable, match="will be looked up") as failure:
            await write
    assert failure.value.left


async def test_a_name_nobody_knows_lets_nothing_leave() -> None:
    settings = AutotaskSettings(user=USER, integration_code=CODE, base_url="http://no-such-host.invalid/")
    with pytest.raises(Unreachable, match="cannot be resolved") as failure:
        await _connect(settings)
    assert not failure.value.left


async def test_an_untrusted_certificate_lets_nothing_leave(desk: Desk) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATE)
    async with server(desk.speak, tls) as port:
        with pytest.raises(TlsUntrusted) as failure:
            await _connect(_settings(port, scheme="https"))
    assert not failure.value.left


async def test_a_proxy_that_shuts_the_way_lets_nothing_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(message(b"", status=b"407 Proxy Authentication Required"))

    async with server(refuse) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        with pytest.raises(ProxyRefused) as failure:
            await _connect(AutotaskSettings(user=USER, integration_code=CODE))
    assert not failure.value.left


async def test_a_full_house_lets_nothing_leave(desk: Desk) -> None:
    desk.silent = True
    kinds = [kind_of(entity) for entity in (Ticket, TicketNote, TicketChecklistItem, TimeEntry, Contact)]
    async with server(desk.speak) as port:
        settings = _settings(port, timeouts=Timeouts(pool=0.05, write=30))
        async with await _connect(settings) as client:
            writes = [
                asyncio.ensure_future(client.create(kind, {}, under=5 if kind.under else None))
                for kind in kinds
                for _ in range(2)
            ]
            done, waiting = await asyncio.wait(writes, return_when=asyncio.FIRST_COMPLETED)
            failure = done.pop().exception()
            for write in waiting:
                write.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(failure, TimedOut)
    assert not failure.left
