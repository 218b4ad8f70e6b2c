"""Asking Autotask.

One `Client` a process: it finds the tenant's zone, proves the key, and reads pages, records, counts and metadata into
entities. How patiently, and within which limits, is `autotask.reads`' business.
"""

import dataclasses
import random
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from cachetools import TTLCache
from pydantic import SecretStr

from autotask.answers import Answer
from autotask.auth import KeyAuth
from autotask.budget import SLOW_ABOVE, Budget, Threshold
from autotask.errors import AutotaskError, BadAnswer, NotOffered, Refused, Unauthorised, WrongZone
from autotask.filters import EVERYTHING, Filter, in_blocks, query
from autotask.kinds import Kind
from autotask.machine import MachineClock, SystemMachine
from autotask.metadata import FieldInfo, picklists_of, read_fields
from autotask.origin import Origin
from autotask.pages import Page, Quarantined, Rows, Unreadable, read_item, read_object, read_rows
from autotask.picklists import Picklists
from autotask.reads import Ask, Reader
from autotask.record import record
from autotask.servertime import ServerTime
from autotask.settings import AutotaskSettings
from autotask.transport import Transport
from autotask.zone import Zone, read_zone, zone_at, zone_question

E = TypeVar("E")

LARGEST_PAGE = 500
_METADATA_SECONDS = 3600.0
_THRESHOLD_SECONDS = 300.0
_THRESHOLD_SECONDS_WHEN_BUSY = 60.0
_UNKNOWN_FIELD = re.compile(r"unable to find (\w+) in the", re.IGNORECASE)


@record
class _IdOnly:
    id: int


class Client:
    """A tenant's Autotask. Make one with `connect`; use it as an async context manager.

    Every method raises an `AutotaskError` when it cannot do what it says.
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
        deadline = settings.timeouts.deadline
        self._reader = Reader(self._transport, machine, rng, self.budget, self._server_time, deadline)
        self._fields: TTLCache[str, tuple[FieldInfo, ...]] = TTLCache(256, _METADATA_SECONDS, timer=machine.now)
        self._absent: dict[str, set[str]] = {}
        self._threshold_due = 0.0
        self._proved_at: datetime | None = None

    @classmethod
    async def connect(
        cls,
        settings: AutotaskSettings,
        secret: SecretStr,
        *,
        machine: MachineClock | None = None,
        rng: random.Random | None = None,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        server_speed: float = 1.0,
        wire: httpx.AsyncBaseTransport | None = None,
    ) -> Self:
        """Find the tenant and prove the key.

        Args:
            settings: Where and as whom.
            secret: The API user's secret.
            machine: The machine's clock.
            rng: Chance for the jitter of retries.
            wall: This machine's idea of the time, for its difference from the server's.
            server_speed: Seconds that pass at the server in one of ours; not 1 only for a look-alike in a hurry.
            wire: Replaces the network in tests.
        """
        rng = rng or random.SystemRandom()
        client = cls(settings, secret, machine or SystemMachine(), rng, wall, server_speed, wire)
        try:
            client._settle(client.zone if settings.base_url else await client._discover())
            await client._prove()
        except BaseException:
            await client.aclose()
            raise
        return client

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    async def pages(
        self, kind: Kind[E], condition: Filter = EVERYTHING, *, page_size: int = LARGEST_PAGE
    ) -> AsyncIterator[Page[E]]:
        """The records that meet a condition, a page at a time by ascending id; at least one page, empty or not.

        Each page asks for ids above the last one seen: stateless, and blessed by the vendor over next-page addresses.
        A record that changes while pages are read may be missed by all of them: begin the next delta from before the
        first page (reliability 2.1).
        """
        last: int | None = None
        while True:
            rows, served = await self._rows(kind, condition, last, page_size)
            if len(rows) or last is None:
                yield Page(rows.items, rows.quarantined, served)
            if not len(rows) or (len(rows) < page_size and not rows.more):
                return
            if rows.last_id is None or (last is not None and rows.last_id <= last):
                raise BadAnswer(f"The pages of {kind.name} at {self.zone} do not advance; reading them was stopped.")
            last = rows.last_id

    async def get(self, kind: Kind[E], record_id: int) -> E | None:
        """One record; None if there is none (or none this API user may see)."""

        def take(answer: Answer) -> E | Quarantined | None:
            return read_item(kind, answer.body)

        try:
            read = await self._ask(kind.name, "GET", f"{kind.name}/{record_id:d}", take)
        except NotOffered:
            return None
        if isinstance(read, Quarantined):
            raise BadAnswer(f"{kind.name} {record_id} at {self.zone} cannot be read: {read.reason}.")
        return read

    async def count(self, kind: Kind[Any], condition: Filter = EVERYTHING) -> int:
        """How many records meet a condition."""

        def take(answer: Answer) -> int:
            found = read_object(answer.body).get("queryCount")
            if not isinstance(found, int):
                raise Unreadable("it holds no count")
            return found

        return await self._ask(kind.name, "POST", f"{kind.name}/query/count", take, dict(query(condition)))

    async def ids(self, kind: Kind[Any], condition: Filter = EVERYTHING) -> list[int]:
        """The ids of the records that meet a condition, ascending."""
        bare = dataclasses.replace(kind, entity=_IdOnly, fields=tuple(s for s in kind.fields if s.attr == "id"))
        return [item.id async for page in self.pages(bare, condition) for item in page.items]

    async def children(self, kind: Kind[E], *parents: int) -> Page[E]:
        """Everything that hangs under the given parents, in one page; read at the top, 200 parents at a time."""
        if kind.parent is None:
            raise ValueError(f"{kind.name} hang under nothing")
        items: list[E] = []
        quarantined: list[Quarantined] = []
        served = self.server_now()
        for block in in_blocks(kind.parent, parents):
            async for page in self.pages(kind, block):
                items.extend(page.items)
                quarantined.extend(page.quarantined)
                served = page.served_at
        return Page(tuple(items), tuple(quarantined), served)

    async def fields(self, kind: Kind[Any]) -> tuple[FieldInfo, ...]:
        """What the tenant says of a collection's fields. Kept for an hour."""
        known = self._fields.get(kind.name)
        if known is None:
            path = f"{kind.name}/entityInformation/fields"
            known = await self._ask(kind.name, "GET", path, lambda answer: read_fields(answer.body))
            self._fields[kind.name] = known
        return known

    async def picklists(self, kind: Kind[Any]) -> Picklists:
        """The picklists of a collection. Kept for an hour."""
        return picklists_of(kind.name, await self.fields(kind))

    async def threshold(self) -> Threshold:
        """What the tenant's integrations together have used; the budget learns it."""
        ask = Ask("ThresholdInformation", "GET", f"{self.zone.url}ThresholdInformation", beyond_budget=True)
        # Set before asking, so that requests of other tasks meanwhile do not ask again.
        self._threshold_due = self._machine.now() + _THRESHOLD_SECONDS_WHEN_BUSY
        told = await self._with_key(ask, _take_threshold)
        now = self._machine.now()
        self.budget.learn(told, now)
        busy = self.budget.usage(now) > SLOW_ABOVE
        self._threshold_due = now + (_THRESHOLD_SECONDS_WHEN_BUSY if busy else _THRESHOLD_SECONDS)
        return told

    def server_now(self) -> datetime:
        """The time at Autotask; this machine's own before any answer told it."""
        return self._server_time.now(self._machine.now()) or self._wall()

    def clock_skew(self) -> timedelta:
        """By how much this machine's clock is behind Autotask's (negative: ahead). Beyond a minute, SLA times shown
        here would be wrong by as much."""
        return self.server_now() - self._wall()

    async def _rows(
        self, kind: Kind[E], condition: Filter, last: int | None, page_size: int
    ) -> tuple[Rows[E], datetime]:
        """One page, without the fields this tenant turned out not to have."""

        def take(answer: Answer) -> tuple[Rows[E], datetime]:
            return read_rows(kind, answer.body), answer.date or self.server_now()

        absent = self._absent.setdefault(kind.name, set())
        while True:
            named = [spec.wire for spec in kind.fields if spec.wire not in absent]
            body = dict(query(condition, after_id=last, fields=named, size=page_size))
            try:
                return await self._ask(kind.name, "POST", f"{kind.name}/query", take, body)
            except Refused as refusal:
                unknown = _unknown_field(refusal, named)
                if unknown is None:
                    raise
                absent.add(unknown)

    async def _ask(
        self,
        collection: str,
        method: str,
        path: str,
        take: Callable[[Answer], E],
        body: dict[str, Any] | None = None,
    ) -> E:
        if self._machine.now() >= self._threshold_due:
            try:
                await self.threshold()
            except Unauthorised:
                raise
            except AutotaskError:
                # Not knowing the budget is no reason to read nothing: our own count still holds us to our share.
                pass
        try:
            return await self._with_key(Ask(collection, method, self.zone.url + path, body), take)
        except NotOffered as missing:
            raise NotOffered(f"{self.zone} does not offer {path}.", missing.texts) from None

    async def _with_key(self, ask: Ask, take: Callable[[Answer], E]) -> E:
        """Ask with the key. A refused key may mean that the tenant moved: the zone is looked up once."""
        try:
            taken = await self._reader.read(ask, take)
        except Unauthorised as refused:
            refused.last_accepted = self._proved_at
            moved = await self._moved(refused)
            if moved is None:
                raise
            path = ask.url.removeprefix(self.zone.url)
            self._settle(moved)
            taken = await self._reader.read(dataclasses.replace(ask, url=moved.url + path), take)
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
        self._reader.where = str(asked)
        ask = Ask("zoneInformation", "GET", url, with_key=False)
        try:
            return await self._reader.read(ask, lambda answer: read_zone(answer.body, asked))
        finally:
            self._reader.where = str(self.zone) if self.zone.url else str(asked)

    async def _prove(self) -> None:
        """Prove the key by the cheapest question there is. A right that is missing for it does not speak against it."""
        try:
            await self.threshold()
        except Refused:
            self._proved_at = self.server_now()

    def _settle(self, zone: Zone) -> None:
        settings = self._settings
        self._reader.auth = KeyAuth(settings.user, settings.integration_code, self._secret, zone.origin)
        self._reader.where = str(zone)
        self._reader.forgive_key()
        self.zone = zone


def _take_threshold(answer: Answer) -> Threshold:
    told = read_object(answer.body)
    figures = [
        told.get(name)
        for name in ("externalRequestThreshold", "requestThresholdTimeframe", "currentTimeframeRequestCount")
    ]
    limit, window, used = (figure if isinstance(figure, int) else None for figure in figures)
    if limit is None or window is None or used is None:
        raise Unreadable("it holds no threshold")
    return Threshold(limit, window, used)


def _unknown_field(refusal: Refused, named: list[str]) -> str | None:
    """The field of ours a refusal says the tenant does not have."""
    for text in refusal.texts:
        found = _UNKNOWN_FIELD.search(text)
        for wire in named:
            if found and wire != "id" and wire.lower() == found[1].lower():
                return wire
    return None
