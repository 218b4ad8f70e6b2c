"""One request from the outside in: way, access, limits, the world's time, and the answer."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sandbox import metadata
from sandbox.access import Credentials, Gate, no_right
from sandbox.calls import Answer, Call
from sandbox.clock import ClockError, WorldClock
from sandbox.commits import WRITES, Commission, Commits
from sandbox.definitions import EntityDef, packaged
from sandbox.deliveries import Deliveries
from sandbox.errors import NoSuchPath, NotOffered, Refusal, Refused
from sandbox.invoices import pdf
from sandbox.journal import Journal
from sandbox.limits import WINDOW_MINUTES, Threads, Threshold
from sandbox.picklists import Picklists, PicklistValue, shipped, webhook_user_fields
from sandbox.queries import Reader, Search, json_object
from sandbox.routing import Action, Route, is_open, route
from sandbox.settings import Settings
from sandbox.store import Record, Store
from sandbox.thread_warnings import ThreadWarnings
from sandbox.values import instant_json, milliseconds, parsed_instant, row_id
from sandbox.webhooks import Webhooks

_LONGEST_GET = 2_048
"""Characters of a GET address, beyond which the web server in front of the API finds nothing."""


class LivingWorld(Protocol):
    """What the service needs of the desk that lives in the store."""

    def advance(self, to: datetime) -> None:
        """Let everything happen that happens up to `to`."""

    def picklists(self) -> Mapping[str, Sequence[PicklistValue]]:
        """Give the picklists that the tenant has made its own, as they are now."""

    def noticed(self, before: Record | None, ticket: Record, by: int | None, at: datetime) -> Record:
        """Take notice of a ticket that a client opened (no `before`) or changed, once it stands in the store.

        Gives the fields that the tenant's SLA changes because of it; `by` is the resource that wrote.
        """

    def told(self, entity: str, before: Record | None, record: Record, at: datetime) -> None:
        """Take notice of any record that a client created (no `before`) or changed, once it stands in the store."""

    def deliver(self, ticket: int, text: str, at: datetime) -> None:
        """Let the contact of a ticket write a mail.

        Raises:
            ValueError: nobody would write on this ticket.
        """


@dataclass(frozen=True, slots=True)
class _Late:
    """A write that came in and is carried out later: after so many seconds of the machine, or at a world time."""

    asked: Commission
    machine: float | None
    at: datetime | None


class Service:
    """The API over one store and the world in it.

    `sleep` is what added latency waits with, `threshold` counts the requests of the tenant, `machine` tells the seconds
    that late writes are put off by, `journal` takes down all writes.
    """

    def __init__(
        self,
        store: Store,
        world: LivingWorld,
        clock: WorldClock,
        credentials: Credentials,
        *,
        threshold: Threshold | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        machine: Callable[[], float] = time.monotonic,
        journal: Journal | None = None,
    ) -> None:
        self._store = store
        self._world = world
        self._clock = clock
        self._credentials = credentials
        self.gate = Gate(credentials, machine=machine)
        self.threshold = threshold or Threshold()
        self.threads = Threads(warn=ThreadWarnings(store, self.time), machine=machine)
        self._sleep = sleep
        self._machine = machine
        self._late: list[_Late] = []
        self._commits = Commits(store, world, credentials, self._picklists, journal)
        self.settings = Settings()
        self.sheets = store.sheets
        self._webhooks = Webhooks(store)
        self.deliveries = Deliveries(store, self._webhooks, self.time, sleep=sleep)
        self._lock = threading.Lock()
        self._shipped = shipped(packaged())
        self._now = clock.now()

    async def answer(self, call: Call, *, pretend: bool = False) -> Answer:
        """Answer one request, refusals included; with `pretend` a write leaves everything as it is."""
        try:
            return await self._answer(call, pretend=pretend)
        except Refusal as refusal:
            return Answer(refusal.status, refusal.body(), self.time())

    async def _answer(self, call: Call, *, pretend: bool) -> Answer:
        way = route(packaged(), call.method, call.path, call.url)
        if call.method == "GET" and len(call.url) > _LONGEST_GET:
            return Answer(404, "<html><body><h2>404 - File or directory not found.</h2></body></html>",
                          self.time(), "text/html")  # fmt: skip
        if way.action is Action.CLOCK:
            return self._world_clock(call)
        if is_open(way.action):
            return Answer(200, self._open(way.action, call), self.time())
        code = self.gate.admit(call.headers)
        latency = self.threshold.admit()
        with self.threads.hold(way.entity.name if way.entity else way.action, code) as slowed:
            latency = max(latency, slowed)
            # Even without added latency a request lets others in, or no two would ever be under way at once.
            await (self._sleep(latency) if latency else asyncio.sleep(0))
            with self._lock:
                now = self._advanced()
                if way.entity is not None and way.action in WRITES:
                    carry_out = self._commits.pretend if pretend else self._commits.carry_out
                    body = carry_out(Commission(way, way.entity, call), self.settings, now)
                    self._tell(now, about=way.entity)
                    return Answer(200, body, now)
                self._tell(now)
                if way.action is Action.INVOICE:
                    return Answer(200, self._invoice(call), now, "application/pdf")
                return Answer(200, self._served(way, call), now)

    def postpone(self, call: Call, seconds: float, *, by_machine: bool) -> None:
        """Let a write come true after so many seconds, of the machine or of the world; nothing else is put off.

        It is carried out before the first request that could see it, at the time that it is due by the world's clock.

        Raises:
            Refusal: it does not get past the gate, or leads nowhere.
        """
        way = route(packaged(), call.method, call.path, call.url)
        if way.entity is None or way.action not in WRITES:
            return
        self.gate.admit(call.headers)
        self.threshold.admit()
        machine = self._machine() + seconds if by_machine else None
        at = None if by_machine else self.time() + timedelta(seconds=seconds)
        with self._lock:
            self._late.append(_Late(Commission(way, way.entity, call), machine, at))

    def settle(self) -> int:
        """Carry out what is due by now, and give the number of writes that still wait."""
        with self._lock:
            self._advanced()
            return len(self._late)

    def deliver(self, ticket: int, text: str) -> None:
        """Let a mail by the contact of a ticket come in now.

        Raises:
            ValueError: nobody would write on this ticket.
        """
        with self._lock:
            self._world.deliver(ticket, text, self._advanced())

    def _advanced(self) -> datetime:
        """Let the world live up to now, late writes in their places."""
        now, machine = self.time(), self._machine()
        due = [late for late in self._late if (late.at or now) <= now and (late.machine or machine) <= machine]
        for late in sorted(due, key=lambda late: late.at or now):
            at = late.at or now
            self._world.advance(at)
            self._late.remove(late)
            with suppress(Refused):
                self._commits.carry_out(late.asked, self.settings, at, late=True)
        self._world.advance(now)
        return now

    def _tell(self, now: datetime, *, about: EntityDef | None = None) -> None:
        """Let webhooks tell what happened, and take notice of a write about webhooks themselves."""
        if about is not None and ("Webhook" in about.name or about.name == "Resources"):
            self._webhooks.refresh()
            self.deliveries.part(self._webhooks.farewells(now))
        self.deliveries.dispatch(self._webhooks.happened(now))

    def time(self) -> datetime:
        """World time, which never runs backwards, whatever the clock of the machine does."""
        self._now = max(self._now, self._clock.now())
        return self._now

    def run(self, speed: float) -> None:
        """Let the world's time go on at another speed.

        Raises:
            ClockError: it cannot run at that.
        """
        self._clock.run(speed)

    def _picklists(self) -> Picklists:
        """Give the tenant's own lists, the others as Autotask ships them."""
        return {**self._shipped, **webhook_user_fields(self._store.user_fields), **self._world.picklists()}

    def _open(self, action: Action, call: Call) -> str:
        if action is Action.VERSIONS:
            return metadata.versions()
        if call.query.get("user", "").strip().lower() != self._credentials.user.lower():
            raise Refused("Zone information could not be determined")
        return metadata.zone(call.root)

    def _world_clock(self, call: Call) -> Answer:
        """Read the world's clock, or set a frozen one. Ours, not Autotask's; only for callers on this machine."""
        if not call.local:
            raise NoSuchPath(call.url)
        if call.method == "POST":
            try:
                self._clock.set(parsed_instant(str(json_object(call.text()).get("at"))))
            except (ClockError, Refused, ValueError) as problem:
                return Answer(400, json.dumps({"Message": str(problem)}), self.time())
        clock = self._clock
        now, at = (instant_json(milliseconds(instant)) for instant in (self.time(), clock.at))
        body = f'{{"now":{now},"at":{at},"speed":{json.dumps(clock.speed)},"anchor":{json.dumps(clock.anchor)}}}'
        return Answer(200, body, self._now)

    def _served(self, way: Route, call: Call) -> str | bytes:
        if way.entity is None:
            return self._about_tenant(way.action)
        if way.action in {Action.INFO, Action.FIELDS, Action.UDFS}:
            return self._about_entity(way.action, way.entity)
        return self._read(way, way.entity, call)

    def _about_tenant(self, action: Action) -> str:
        if action is Action.THRESHOLD:
            return metadata.threshold(self.threshold.limit, WINDOW_MINUTES, self.threshold.used)
        return metadata.modules() if action is Action.MODULES else metadata.entities(packaged(), self.settings.permits)

    def _invoice(self, call: Call) -> bytes:
        """Give an invoice as a document. Its path and its parameter are the Swagger's; nobody shows the answer."""
        named = row_id(call.query.get("invoiceid", ""))
        found = self._store.get("Invoices", named) if named is not None else None
        if found is None:
            raise Refused("No matching records found.")
        return pdf(found)

    def _about_entity(self, action: Action, entity: EntityDef) -> str:
        if action is Action.INFO:
            return metadata.one(entity, self.settings.permits)
        if action is Action.FIELDS:
            return metadata.fields(entity, self._picklists())
        return metadata.udf_fields(self._store.user_fields(entity.name))

    def _read(self, way: Route, entity: EntityDef, call: Call) -> str | bytes:
        impersonated = call.headers.get("impersonationresourceid", "").strip()
        if impersonated or not self.settings.permits(entity.name, "query"):
            raise Refused(no_right("query"))
        reader = Reader(self._store, call.root, self.settings.hidden(self.time()))
        if way.action is Action.GET and way.id is not None:
            if way.parent_id is not None:
                return reader.child(entity, self._parent(entity, way.parent_id), way.id)
            return reader.one(entity, way.id)
        if way.action is Action.CHILDREN and way.parent_id is not None:
            return reader.children(entity, self._parent(entity, way.parent_id))
        if way.action is Action.NEXT and call.method == "GET" and "search" not in call.query:
            raise NotOffered(call.method)
        search = _search(call)
        if way.action is Action.COUNT:
            return reader.count(entity, search)
        if way.action is Action.NEXT:
            return reader.next_page(entity, search, call.query.get("paging", ""))
        return reader.query(entity, search)

    def _parent(self, entity: EntityDef, parent_id: int) -> int | str:
        """Give what a child holds of its parent: the id, but of an SLA, which is a value of a picklist, the label."""
        if entity.name != "ServiceLevelAgreementResults":
            return parent_id
        choices = self._picklists().get("Tickets.serviceLevelAgreementID", ())
        return next((choice.label for choice in choices if choice.value == parent_id), "")


def _search(call: Call) -> Search:
    if call.method == "GET":
        return Search.of(call.query.get("search", ""), in_address=True)
    return Search.of(call.text(), in_address=False)
