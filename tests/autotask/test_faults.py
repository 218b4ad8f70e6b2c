"""What a network does to answers, over real sockets."""

import asyncio
import gzip
import json
import random
import ssl
from pathlib import Path

import pytest
from pydantic import SecretStr

from autotask.certificate import issuer_of
from autotask.client import Client
from autotask.entities import Ticket
from autotask.errors import (
    AutotaskError,
    BadAnswer,
    LedElsewhere,
    ProxyRefused,
    Throttled,
    TimedOut,
    TlsUntrusted,
    Unreachable,
)
from autotask.kinds import kind_of
from autotask.settings import AutotaskSettings, Timeouts
from tests.autotask.sockets import Speak, message, request, server
from tests.autotask.tenant import CODE, SECRET, USER, Machine

CERTIFICATE = Path(__file__).parent / "certificates" / "inspection.pem"
TICKETS = kind_of(Ticket)
THRESHOLD = {
    "externalRequestThreshold": 10_000,
    "requestThresholdTimeframe": 60,
    "currentTimeframeRequestCount": 1,
}


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def _always(data: bytes, *, first_proves: bool = True) -> Speak:
    """A server that answers every request on a connection with the same bytes, but the first question well."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await request(reader)
            proving = first_proves and b"ThresholdInformation" in head
            writer.write(message(json.dumps(THRESHOLD).encode()) if proving else data)
            await writer.drain()
            if not proving:
                return

    return speak


def _settings(port: int, **values: object) -> AutotaskSettings:
    scheme = values.pop("scheme", "http")
    base = f"{scheme}://127.0.0.1:{port}/ATServicesRest/"
    return AutotaskSettings.model_validate({"user": USER, "integration_code": CODE, "base_url": base, **values})


async def _connect(settings: AutotaskSettings) -> Client:
    return await Client.connect(settings, SecretStr(SECRET), machine=Machine(), rng=random.Random(1))


async def _failure(data: bytes) -> AutotaskError:
    async with server(_always(data)) as port, await _connect(_settings(port)) as client:
        with pytest.raises(AutotaskError) as failure:
            await client.count(TICKETS)
        return failure.value


PAGE = b'{"queryCount": 7}'


async def test_a_good_answer_arrives_gzipped_or_not() -> None:
    for data in (message(PAGE), message(gzip.compress(PAGE), b"Content-Encoding: gzip")):
        async with server(_always(data)) as port, await _connect(_settings(port)) as client:
            assert await client.count(TICKETS) == 7


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (message(PAGE[:5], length=len(PAGE)), BadAnswer),
        (message(PAGE[:5]), BadAnswer),
        (b"", BadAnswer),
        (b"\x00\xff garbage\r\n\r\n", BadAnswer),
        (message(b"\x1f\x8b broken", b"Content-Encoding: gzip"), BadAnswer),
        (message(b"<html><title>Sign in</title>", b"Content-Type: text/html"), BadAnswer),
        (message(b"", status=b"503 Service Unavailable"), BadAnswer),
        (message(b"", b"Retry-After: 600", status=b"429 Too Many Requests"), Throttled),
        (message(b"", b"Location: https://evil.test/x", status=b"302 Found"), LedElsewhere),
    ],
    ids=["cut", "cut json", "closed", "garbage", "bad gzip", "html", "503", "429", "redirect"],
)
async def test_a_spoilt_answer_is_named(data: bytes, error: type[AutotaskError]) -> None:
    failure = await _failure(data)
    assert type(failure) is error
    assert "127.0.0.1" in failure.sentence


async def test_a_reset_connection_is_an_outage() -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.transport.abort()

    async with server(speak) as port:
        with pytest.raises((Unreachable, BadAnswer)):
            await _connect(_settings(port))


async def test_a_closed_port_is_unreachable() -> None:
    async with server(_always(b"")) as port:
        pass
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:\d+ cannot be reached .*connection refused"):
        await _connect(_settings(port))


async def test_a_name_nobody_knows_is_told() -> None:
    settings = AutotaskSettings(user=USER, integration_code=CODE, base_url="http://no-such-host.invalid/")
    with pytest.raises(Unreachable, match=r"name no-such-host\.invalid cannot be resolved"):
        await _connect(settings)


async def test_a_silent_server_times_out() -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with server(speak) as port:
        with pytest.raises(TimedOut, match=r"did not answer within 0\.05 s"):
            await _connect(_settings(port, timeouts=Timeouts(read=0.05)))


async def test_an_answer_that_never_ends_is_cut_off() -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
        while True:
            writer.write(chunk)
            await writer.drain()

    async with server(speak) as port:
        with pytest.raises(BadAnswer, match="longer than 20 MB"):
            await _connect(_settings(port))


async def test_a_foreign_redirect_never_sees_the_key() -> None:
    seen: list[bytes] = []

    async def elsewhere(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await request(reader))

    async with server(elsewhere) as other:
        location = b"Location: http://127.0.0.1:%d/" % other
        failure = await _failure(message(b"", location, status=b"307 Temporary Redirect"))
    assert isinstance(failure, LedElsewhere)
    assert seen == []


async def test_an_untrusted_certificate_names_its_issuer() -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATE)
    async with server(_always(message(PAGE)), tls) as port:
        with pytest.raises(TlsUntrusted, match='issued by "Example Inspection CA, Example Inspection"') as failure:
            await _connect(_settings(port, scheme="https"))
        assert "ca_file" in failure.value.sentence
        async with await _connect(_settings(port, scheme="https", ca_file=CERTIFICATE)) as client:
            assert await client.count(TICKETS) == 7


def test_an_issuer_that_cannot_be_read_is_none() -> None:
    certificate = ssl.PEM_cert_to_DER_cert(CERTIFICATE.read_text().partition("-----END PRIVATE KEY-----\n")[2])
    assert issuer_of(certificate) == "Example Inspection CA, Example Inspection"
    assert [issuer_of(certificate[:n]) for n in range(len(certificate))] == [None] * len(certificate)


async def test_a_proxy_that_refuses_is_named_with_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = message(b"", status=b"407 Proxy Authentication Required")
    async with server(_always(refusal, first_proves=False)) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://someone:password@127.0.0.1:{port}")
        settings = AutotaskSettings(user=USER, integration_code=CODE)
        with pytest.raises(ProxyRefused, match=rf"http://127\.0\.0\.1:{port} \(from HTTPS_PROXY\)") as failure:
            await _connect(settings)
    assert "407" in failure.value.sentence
    assert "password" not in failure.value.sentence


async def test_a_proxy_that_is_down_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    async with server(_always(b"")) as port:
        pass
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")
    with pytest.raises(Unreachable, match="through the proxy"):
        await _connect(AutotaskSettings(user=USER, integration_code=CODE, base_url="http://desk.example/"))
