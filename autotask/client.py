"""Asking Autotask, and telling it.

One `Client` a process reads pages, records, counts and metadata into entities, and writes by the names of their fields.
How a tenant is found is `autotask.session`'s business, how patiently it is asked `autotask.reads`', and what a write
looks like `autotask.writes`'.
"""

import dataclasses
import random
import re
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import Executor
from datetime import UTC, datetime, timedelta
from types import MappingProxyType, TracebackType
from typing import Any, Self, TypeVar

import httpx
from cachetools import TTLCache
from pydantic import SecretStr

from autotask.answers import Answer
from autotask.budget import Budget, Threshold
from autotask.errors import BadAnswer, NotOffered, Refused
from autotask.filters import EVERYTHING, Filter, in_blocks, query
from autotask.kinds import Kind
from autotask.machine import MachineClock, SystemMachine
from autotask.metadata import FieldInfo, Rights, picklists_of, read_fields, read_rights
from autotask.pages import Page, Quarantined, Rows, Unreadable, read_item, read_object, read_rows
from autotask.picklists import Picklists
from autotask.record import record
from autotask.session import Session
from autotask.settings import AutotaskSettings
from autotask.user_fields import LISTED, UserFields
from autotask.writes import body_of, path_of, take_id, told
from autotask.zone import Zone

E = TypeVar("E")

LARGEST_PAGE = 500
_METADATA_SECONDS = 3600.0
_UNKNOWN_FIELD = re.compile(r"unable to find (.+?) in the", re.IGNORECASE)


@record
class _IdOnly:
    id: int


class Client:
    """A tenant's Autotask. Make one with `connect`; use it as an async context manager.

    Every method raises an `AutotaskError` when it cannot do what it says.
    """

    def __init__(
        self, session: Session, machine: MachineClock, user_fields: UserFields, *, urgent: bool = False
    ) -> None:
        """`session` is an open one; `machine` is the clock by which metadata grows old; what an `urgent` client reads
        is read for a write."""
        self._session = session
        self._machine = machine
        self._urgent = urgent
        self._user_fields = user_fields
        self._fields: TTLCache[str, tuple[FieldInfo, ...]] = TTLCache(256, _METADATA_SECONDS, timer=machine.now)
        self._absent: dict[str, set[str]] = {}

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
        user_fields: UserFields = MappingProxyType({}),
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
            user_fields: The user-defined field of a collection that is read and written; the others are left alone.
        """
        machine = machine or SystemMachine()
        session = Session(settings, secret, machine, rng or random.SystemRandom(), wall, server_speed, wire)
        try:
            await session.open()
        except BaseException:
            await session.aclose()
            raise
        return cls(session, machine, user_fields)

    def parse_in(self, executor: Executor) -> None:
        """Parse answers in another thread from now on, so that the loop only waits for bytes.

        Until then they are parsed on the loop, which is good enough where no screen lives on it. Errors are the same.

        Args:
            executor: Of one thread, since schemas are built on first use. Whoever made it shuts it down.
        """
        self._session.parse_in(executor)

    def let_probe(self) -> None:
        """A person asks: the next requests go out, one to each place that we left alone by our own choice.

        Nothing changes where the server said how long to wait, or where our share of the budget is spent: those errors
        are `firm`.
        """
        self._session.let_probe()

    def for_writing(self) -> "Client":
        """This client for whoever writes: what it reads goes before what others read, and past our share of the budget
        as long as the tenant has requests left. It is closed with this one."""
        return Client(self._session, self._machine, self._user_fields, urgent=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        await self._session.aclose()

    @property
    def budget(self) -> Budget:
        """What was asked, against what may be."""
        return self._session.budget

    @property
    def zone(self) -> Zone:
        """Where the tenant lives."""
        return self._session.zone

    def server_now(self) -> datetime:
        """The time at Autotask; this machine's own before any answer told it."""
        return self._session.server_now()

    def clock_skew(self) -> timedelta:
        """By how much this machine's clock is behind Autotask's (negative: ahead). Beyond a minute, SLA times shown
        here would be wrong by as much."""
        return self._session.clock_skew()

    async def threshold(self) -> Threshold:
        """What the tenant's integrations together have used; the budget learns it."""
        return await self._session.threshold()

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
            return read_item(kind, answer.body, self._user_fields.get(kind.name, ""))

        try:
            path = f"{kind.name}/{record_id:d}"
            read = await self._session.ask(kind.name, "GET", path, take, urgent=self._urgent)
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

        return await self._session.ask(kind.name, "POST", f"{kind.name}/query/count", take, dict(query(condition)))

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

    async def fields(self, kind: Kind[Any], *, fresh: bool = False) -> tuple[FieldInfo, ...]:
        """What the tenant says of a collection's fields. Kept for an hour; `fresh` asks all the same."""
        known = None if fresh else self._fields.get(kind.name)
        if known is None:
            path = f"{kind.name}/entityInformation/fields"
            known = await self._session.ask(kind.name, "GET", path, lambda answer: read_fields(answer.body))
            self._fields[kind.name] = known
        return known

    async def user_fields(self, kind: Kind[Any]) -> tuple[FieldInfo, ...]:
        """The user-defined fields that the tenant has given a collection."""
        path = f"{kind.name}/entityInformation/userDefinedFields"
        return await self._session.ask(kind.name, "GET", path, lambda answer: read_fields(answer.body))

    async def picklists(self, kind: Kind[Any], *, fresh: bool = False) -> Picklists:
        """The picklists of a collection. Kept for an hour; `fresh` asks all the same."""
        return picklists_of(kind.name, await self.fields(kind, fresh=fresh))

    async def rights(self, kind: Kind[Any]) -> Rights:
        """What the API user may do with the records of a collection."""
        path = f"{kind.name}/entityInformation"
        return await self._session.ask(kind.name, "GET", path, lambda answer: read_rights(answer.body))

    async def create(
        self,
        kind: Kind[Any],
        fields: Mapping[str, Any],
        *,
        under: int | None = None,
        as_resource: int | None = None,
    ) -> int:
        """Make a record, once; nothing is repeated.

        Args:
            kind: Of what.
            fields: Values by our names of the fields.
            under: The id of the parent, for kinds that are written under one.
            as_resource: In whose name; None for the API user's own.

        Returns:
            The id of the new record.

        Raises:
            AutotaskError: Where `left` is False, it was certainly not made; a refusal has Autotask's words and the
                field they name.
            Unfit: A field or a value that the kind does not have, or a parent missing.
        """
        return await self._write(kind, "POST", path_of(kind, under), self._body(kind, fields), as_resource)

    async def change(
        self,
        kind: Kind[Any],
        record_id: int,
        fields: Mapping[str, Any],
        *,
        under: int | None = None,
        as_resource: int | None = None,
    ) -> None:
        """Change these fields of a record and no others, once; None clears one. Arguments and errors as of `create`."""
        body = self._body(kind, fields, record_id)
        await self._write(kind, "PATCH", path_of(kind, under), body, as_resource)

    async def delete(
        self, kind: Kind[Any], record_id: int, *, under: int | None = None, as_resource: int | None = None
    ) -> None:
        """Delete a record, once. Arguments and errors as of `create`."""
        await self._write(kind, "DELETE", f"{path_of(kind, under)}/{record_id:d}", None, as_resource)

    def _body(self, kind: Kind[Any], fields: Mapping[str, Any], record_id: int | None = None) -> dict[str, Any]:
        return body_of(kind, fields, record_id, self._user_fields.get(kind.name, ""))

    async def _write(
        self, kind: Kind[Any], method: str, path: str, body: dict[str, Any] | None, as_resource: int | None
    ) -> int:
        try:
            return await self._session.write(kind.name, method, path, take_id, body, as_resource=as_resource)
        except Refused as refusal:
            raise told(refusal, kind, body or {}, as_resource) from None

    async def _rows(
        self, kind: Kind[E], condition: Filter, last: int | None, page_size: int
    ) -> tuple[Rows[E], datetime]:
        """One page, without the fields this tenant turned out not to have."""

        def take(answer: Answer) -> tuple[Rows[E], datetime | None]:
            return read_rows(kind, answer.body), answer.date

        absent = self._absent.setdefault(kind.name, set())
        while True:
            wanted = (self._asked_for(kind, spec.wire) for spec in kind.fields)
            named = [name for name in wanted if name and name not in absent]
            body = dict(query(condition, after_id=last, fields=named, size=page_size))
            try:
                rows, served = await self._session.ask(
                    kind.name, "POST", f"{kind.name}/query", take, body, urgent=self._urgent
                )
                return rows, served or self.server_now()
            except Refused as refusal:
                unknown = _unknown_field(refusal, named)
                if unknown is None:
                    raise
                absent.add(unknown)

    def _asked_for(self, kind: Kind[Any], wire: str) -> str:
        """What a field is asked for by: a user-defined one by its own name, and not at all where there is none."""
        return self._user_fields.get(kind.name, "") if wire == LISTED else wire


def _unknown_field(refusal: Refused, named: list[str]) -> str | None:
    """The field of ours a refusal says the tenant does not have."""
    for text in refusal.texts:
        found = _UNKNOWN_FIELD.search(text)
        for wire in named:
            if found and wire != "id" and wire.lower() == found[1].lower():
                return wire
    return None
