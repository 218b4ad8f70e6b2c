"""One request over the wire: bytes out, an `Answer` or one of our errors back."""

import asyncio
import json
import logging
import ssl
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import truststore

from autotask.answers import Answer, too_long
from autotask.auth import KeyAuth
from autotask.bare_httpx import httpx
from autotask.certificate import issuer_at
from autotask.errors import AutotaskError, Closed, TlsUntrusted
from autotask.failures import explain, untrusted
from autotask.machine import MachineClock
from autotask.origin import Origin
from autotask.servertime import read_date
from autotask.settings import AutotaskSettings, Timeouts

MOST_BYTES = 20_000_000
"""Where reading an answer stops."""

_HEADERS = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "servicedeck"}
_IMPERSONATION = "ImpersonationResourceId"
_MOST_CONNECTIONS = 8
_KEPT_ALIVE = 55.0
"""Seconds: longer than the usual pause between polls, so that each does not begin with a handshake."""


class Transport:
    """The one HTTP client of the process, with the rules no request may break.

    Redirects are off, certificates are checked against the operating system's store, proxies of the environment are
    used, an answer is read to 20 MB at most, and no exception leaves with a request, a header or a frame of httpx.
    """

    def __init__(
        self,
        settings: AutotaskSettings,
        machine: MachineClock,
        *,
        wire: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`wire` replaces the network in tests."""
        # At INFO httpx logs whole URLs, at DEBUG httpcore logs what is sent.
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self._timeouts = settings.timeouts
        self._machine = machine
        self._http = httpx.AsyncClient(
            headers=_HEADERS,
            limits=httpx.Limits(
                max_connections=_MOST_CONNECTIONS,
                max_keepalive_connections=_MOST_CONNECTIONS,
                keepalive_expiry=_KEPT_ALIVE,
            ),
            follow_redirects=False,
            trust_env=True,
            verify=_trust(settings),
            transport=wire,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def send(
        self,
        method: str,
        url: str,
        *,
        body: Mapping[str, Any] | None,
        auth: KeyAuth | None,
        seconds: float,
        writes: bool = False,
        as_resource: int | None = None,
    ) -> Answer:
        """Send one request and read its answer within `seconds`, once.

        Args:
            method: The verb.
            url: The whole address.
            body: JSON to send.
            auth: The key.
            seconds: Until when; a single request has its own limit in the settings, too.
            writes: Whether the request changes anything. It is given the patience of a write.
            as_resource: In whose name it is written.

        Raises:
            AutotaskError: No complete answer came. Raised outside of any handler, so that it carries no context: the
                frames below hold the key.
        """
        if self._http.is_closed:
            raise Closed(f"The connection to {Origin.of(url)} was closed; another one is made.")
        timeouts = self._timeouts.for_writing() if writes else self._timeouts
        headers = {} if as_resource is None else {_IMPERSONATION: f"{as_resource:d}"}
        failure: AutotaskError
        try:
            async with asyncio.timeout(min(seconds, timeouts.deadline)):
                return await self._exchange(method, url, body, auth, headers, timeouts)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, TimeoutError, AutotaskError) as error:
            failure = explain(error, Origin.of(url), timeouts, writes=writes).with_traceback(None)
        if isinstance(failure, TlsUntrusted) and (issuer := await issuer_at(Origin.of(url))):
            failure = untrusted(Origin.of(url), failure.why, issuer)
            failure.left = False
        failure.__context__ = None
        raise failure

    async def _exchange(
        self,
        method: str,
        url: str,
        body: Mapping[str, Any] | None,
        auth: KeyAuth | None,
        headers: dict[str, str],
        timeouts: Timeouts,
    ) -> Answer:
        content = None if body is None else json.dumps(body, separators=(",", ":")).encode()
        if body is not None:
            headers["Content-Type"] = "application/json"
        limits = httpx.Timeout(connect=timeouts.connect, read=timeouts.read, write=timeouts.read, pool=timeouts.pool)
        sent = self._machine.now()
        async with self._http.stream(
            method, url, content=content, headers=headers, auth=auth, timeout=limits
        ) as response:
            chunks: list[bytes] = []
            size = 0
            async for chunk in response.aiter_bytes():
                size += len(chunk)
                if size > MOST_BYTES:
                    raise too_long(str(Origin.of(url)), MOST_BYTES)
                chunks.append(chunk)
            return Answer(
                status=response.status_code,
                body=b"".join(chunks),
                content_type=response.headers.get("content-type", ""),
                date=read_date(response.headers.get("date")),
                retry_after=response.headers.get("retry-after"),
                location=response.headers.get("location"),
                sent=sent,
                received=self._machine.now(),
            )


def _trust(settings: AutotaskSettings) -> ssl.SSLContext:
    """The certificates we trust: those of the operating system, and those of `ca_file`.

    Raises:
        AutotaskError: `ca_file` cannot be read, or holds no certificate.
    """
    if settings.base_url and Origin.of(settings.base_url).scheme == "http":
        # A test host without TLS: reading the system's store would only cost time. This context trusts nobody.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.ca_file is not None:
        try:
            context.load_verify_locations(cafile=str(settings.ca_file))
        except OSError as error:  # ssl.SSLError is one
            why = "it holds no certificate" if isinstance(error, ssl.SSLError) else error.strerror or str(error)
            raise AutotaskError(
                f"The certificates of autotask.ca_file in {settings.ca_file} cannot be used: {why}. Point the setting "
                "to a PEM file of certificates, or take it out to trust those of the operating system alone."
            ) from None
    return context
