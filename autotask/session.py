"""The way to a tenant: its zone, the key, the budget and the clock. What is asked on it is `autotask.client`'s."""

import dataclasses
import random
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import Any, TypeVar

from pydantic import SecretStr

from autotask.answers import Answer
from autotask.auth import KeyAuth
from autotask.bare_httpx import httpx
from autotask.budget import SLOW_ABOVE, Budget, Threshold
from autotask.errors import AutotaskError, NotOffered, ReadOnlyMode, Refused, Unauthorised, WrongZone
from autotask.exchange import Ask, Exchange
from autotask.machine import MachineClock
from autotask.origin import Origin
from autotask.pages import read_object
from autotask.reads import Reader
from autotask.servertime import ServerTime
from autotask.settings import AutotaskSettings
from autotask.transport import Transport
from autotask.zone import Zone, read_zone, zone_at, zone_question

T = TypeVar("T")

_THRESHOLD_SECONDS = 300.0
_THRESHOLD_SECONDS_WHEN_BUSY = 60.0


class Session:
    """Asks one tenant with one key.

    Attributes:
        budget: What was asked, against what may be.
        zone: Where the tenant lives.
    """

    def __init__(
        self,
        settings: AutotaskSettings,
        secret: SecretStr,
        machine: MachineClock,
        rng: random.Random,
        wall: Callable[[], datetime],
        server_speed: float,
        wire: httpx.AsyncBaseTransport | None,
    ) -> None:
        self.budget = Budget(settings.share)
        self.zone = zone_at(settings.base_url) if settings.base_url else Zone("")
        self._settings = settings
        self._secret = secret
        self._machine = machine
        self._wall = wall
        self._transport = Transport(settings, machine, wire=wire)
        self._server_time = ServerTime(server_speed)
        self._exchange = Exchange(self._transport, machine, self.budget, self._server_time)
        self._reader = Reader(self._exchange, machine, rng, settings.timeouts.deadline)
        self._threshold_due = 0.0
        self._proved_at: datetime | None = None

    async def open(self) -> None:
        """Find the zone, and prove the key by the cheapest question there is."""
        self._settle(self.zone if self._settings.base_url else await self._discover())
        try:
            await self.threshold()
        except Refused:
            # A right that is missing for this question does not speak against the key.
            self._proved_at = self.server_now()

    def parse_in(self, executor: Executor) -> None:
        """Parse what is answered from now on in another thread."""
        self._exchange.executor = executor

    def let_probe(self) -> None:
        """A person asks; see `Exchange.let_probe`."""
        self._exchange.let_probe()

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    def server_now(self) -> datetime:
        """The time at Autotask; this machine's own before any answer told it."""
        return self._server_time.now(self._machine.now()) or self._wall()

    def clock_skew(self) -> timedelta:
        """By how much this machine's clock is behind Autotask's."""
        return self.server_now() - self._wall()

    async def threshold(self) -> Threshold:
        """What the tenant's integrations together have used; the budget learns it.

        Figures of another shape are no reason to read nothing: then our own count is all we know.
        """
        ask = Ask("ThresholdInformation", "GET", f"{self.zone.url}ThresholdInformation", beyond_budget=True)
        # Set before asking, so that requests of other tasks meanwhile do not ask again.
        self._threshold_due = self._machine.now() + _THRESHOLD_SECONDS_WHEN_BUSY
        told = await self._with_key(ask, _take_threshold)
        now = self._machine.now()
        if told is None:
            self._threshold_due = now + _THRESHOLD_SECONDS
            return Threshold(self.budget.limit, self.budget.window_minutes, self.budget.own(now))
        self.budget.learn(told, now)
        busy = self.budget.usage(now) > SLOW_ABOVE
        self._threshold_due = now + (_THRESHOLD_SECONDS_WHEN_BUSY if busy else _THRESHOLD_SECONDS)
        return told

    async def ask(
        self,
        collection: str,
        method: str,
        path: str,
        take: Callable[[Answer], T],
        body: dict[str, Any] | None = None,
        *,
        urgent: bool = False,
    ) -> T:
        """Ask for something below the API's address, and take what is needed from the answer.

        What is `urgent` is read for a write: it goes first, and past our share of the budget.
        """
        if self._machine.now() >= self._threshold_due:
            try:
                await self.threshold()
            except Unauthorised:
                raise
            except AutotaskError:
                # Not knowing the budget is no reason to read nothing: our own count still holds us to our share.
                pass
        ask = Ask(collection, method, self.zone.url + path, body, urgent=urgent)
        try:
            return await self._with_key(ask, take)
        except NotOffered as missing:
            raise self._not_offered(path, missing) from None

    async def write(
        self,
        collection: str,
        method: str,
        path: str,
        take: Callable[[Answer], T],
        body: dict[str, Any] | None = None,
        *,
        as_resource: int | None = None,
    ) -> T:
        """Send a write, once, and take what is needed from the answer.

        Where the tenant has moved, it goes to the new zone: one that refuses the key carries nothing out.

        Raises:
            ReadOnlyMode: This session changes nothing.
            AutotaskError: Where `left` is False, it was certainly not carried out.
        """
        if self._settings.read_only:
            raise ReadOnlyMode("This session is read-only: nothing was sent to Autotask.")
        url = self.zone.url + path
        ask = Ask(collection, method, url, body, urgent=True, writes=True, as_resource=as_resource)
        try:
            return await self._with_key(ask, take)
        except NotOffered as missing:
            raise self._not_offered(f"{method} {path}", missing) from None

    def _not_offered(self, what: str, missing: NotOffered) -> NotOffered:
        absent = NotOffered(f"{self.zone} does not offer {what}.", missing.texts)
        absent.collection = missing.collection
        return absent

    async def _sent(self, ask: Ask, take: Callable[[Answer], T]) -> T:
        return await (self._exchange.once(ask, take) if ask.writes else self._reader.read(ask, take))

    async def _with_key(self, ask: Ask, take: Callable[[Answer], T]) -> T:
        """Ask with the key. A refused key may mean that the tenant moved: the zone is looked up once."""
        try:
            taken = await self._sent(ask, take)
        except Unauthorised as refused:
            refused.last_accepted = self._proved_at
            moved = await self._moved(refused)
            if moved is None:
                raise
            path = ask.url.removeprefix(self.zone.url)
            self._settle(moved)
            taken = await self._sent(dataclasses.replace(ask, url=moved.url + path), take)
        except NotOffered:
            if self._proved_at is None:
                raise WrongZone(
                    f"{self.zone} knows no Autotask API for this tenant: check the address or the zone host in the "
                    "settings."
                ) from None
            raise
        self._proved_at = self.server_now()
        return taken

    async def _moved(self, refused: Unauthorised) -> Zone | None:
        """The zone the tenant lives in now, if it is not where we asked and this is the first refusal."""
        if self._settings.base_url or refused.retry_after is not None:
            return None
        try:
            zone = await self._discover()
        except AutotaskError:
            # The refusal is what the person needs to read.
            return None
        return zone if zone.url != self.zone.url else None

    async def _discover(self) -> Zone:
        url = zone_question(self._settings.zone_host, self._settings.user)
        asked = Origin.of(url)
        self._exchange.where = str(asked)
        ask = Ask("zoneInformation", "GET", url, with_key=False)
        try:
            return await self._reader.read(ask, lambda answer: read_zone(answer.body, asked))
        finally:
            self._exchange.where = str(self.zone) if self.zone.url else str(asked)

    def _settle(self, zone: Zone) -> None:
        settings = self._settings
        self._exchange.auth = KeyAuth(settings.user, settings.integration_code, self._secret, zone.origin)
        self._exchange.where = str(zone)
        self._exchange.forgive_key()
        self.zone = zone


def _take_threshold(answer: Answer) -> Threshold | None:
    told = read_object(answer.body)
    figures = [
        told.get(name)
        for name in ("externalRequestThreshold", "requestThresholdTimeframe", "currentTimeframeRequestCount")
    ]
    limit, window, used = (_whole(figure) for figure in figures)
    if limit is None or window is None or used is None:
        return None
    return Threshold(limit, window, used)


def _whole(figure: object) -> int | None:
    """A whole number, also when it is written as 10000.0."""
    if isinstance(figure, float) and figure.is_integer():
        return int(figure)
    return figure if isinstance(figure, int) and not isinstance(figure, bool) else None
