"""Deliveries of webhooks: five tries in two minutes, then dropped and logged; 25 lost in a row end the webhook.

The real service calls public hosts over HTTPS alone. This one calls this machine alone, over plain HTTP on any port:
made-up data go nowhere else, and a receiver can be developed without a certificate.
"""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from sandbox.store import Store
from sandbox.webhooks import Event, Webhooks

_TRIES = 5
_WAIT, _PATIENCE = 30.0, 10.0
"""Seconds between tries, and that a receiver may take."""

_MOST_LOST = 25
_LONGEST = 8_000
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})

Send = Callable[[str, bytes, dict[str, str]], str | None]
"""Sends a body with headers to an address, and gives what went wrong, or None."""


def send(url: str, body: bytes, headers: dict[str, str]) -> str | None:
    """Send a body to a receiver on this machine; give what went wrong, or None if it was taken."""
    try:
        if urlsplit(url).hostname not in _HERE or urlsplit(url).scheme != "http":
            return "The sandbox delivers over HTTP to this machine alone."
        request = urllib.request.Request(url, body, headers)  # noqa: S310 - checked above
        with urllib.request.build_opener(urllib.request.ProxyHandler({}), _Nowhere).open(request, timeout=_PATIENCE):
            return None
    except (OSError, ValueError, HTTPException) as problem:
        return str(problem)


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: it could lead away from this machine, and nobody took the event."""

    def redirect_request(self, *_: object) -> None:
        """Make none."""


class Deliveries:
    """Sends events on their way, each on its own, so that nobody waits for a receiver."""

    def __init__(
        self,
        store: Store,
        webhooks: Webhooks,
        time: Callable[[], datetime],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        send: Send = send,
    ) -> None:
        self._store = store
        self._webhooks = webhooks
        self._time = time
        self._sleep = sleep
        self._send = send
        self._lost: Counter[tuple[str, int]] = Counter()
        self._under_way: set[asyncio.Task[None]] = set()

    def dispatch(self, events: list[Event]) -> None:
        """Send events, on the loop that runs."""
        for event in events:
            self._begin(self._deliver(event))

    def part(self, events: list[Event]) -> None:
        """Tell those whose webhooks have ended, at their deactivation address; once, and unsigned."""
        for event in events:
            self._begin(self._part(event))

    def _begin(self, sending: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(sending)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def settled(self) -> None:
        """Wait until nothing is under way any more."""
        while self._under_way:
            await asyncio.gather(*self._under_way)

    async def _deliver(self, event: Event) -> None:
        problem = None
        for turn in range(_TRIES):
            if turn:
                await self._sleep(_WAIT)
            problem = await self._sent(event)
            if problem is None:
                self._lost.pop((event.kind, event.webhook), None)
                return
        self._log(event, problem or "")
        self._lost[event.kind, event.webhook] += 1
        if self._lost[event.kind, event.webhook] >= _MOST_LOST:
            await self._end(event)

    async def _sent(self, event: Event) -> str | None:
        headers = {"Content-Type": "application/json; charset=utf-8", "X-Hook-Signature": event.signature}
        return await asyncio.to_thread(self._send, event.url, event.body.encode(), headers)

    def _log(self, event: Event, problem: str) -> None:
        own = {"CompanyWebhooks": "accountWebhookID", "ContactWebhooks": "contactWebhookID"}.get(event.kind)
        row = {"createDateTime": self._time(), "errorMessage": problem[:_LONGEST], "payload": event.body[:_LONGEST]}
        about = {own: event.webhook} if own else {}
        self._store.insert("WebhookEventErrorLogs", {**row, **about, "sequenceNumber": event.sequence})

    async def _end(self, event: Event) -> None:
        """Switch a webhook off, and say so where it asked to be told."""
        self._lost.pop((event.kind, event.webhook), None)
        record = self._store.get(event.kind, event.webhook)
        if record is None or not record["isActive"]:
            return
        self._store.update(event.kind, event.webhook, {"isActive": False})
        self._webhooks.refresh()
        for farewell in self._webhooks.farewells(self._time()):
            await self._part(farewell)

    async def _part(self, event: Event) -> None:
        await asyncio.to_thread(self._send, event.url, event.body.encode(), {"Content-Type": "application/json"})
