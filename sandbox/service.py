"""One request from the outside in: way, access, limits, the world's time, and the answer."""

from __future__ import annotations

import asyncio
import json
import threading
import zlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sandbox import metadata
from sandbox.access import Credentials, author
from sandbox.clock import ClockError, WorldClock
from sandbox.definitions import EntityDef, packaged
from sandbox.errors import NoSuchPath, NotOffered, Refusal, Refused
from sandbox.limits import WINDOW_MINUTES, Threads, Threshold
from sandbox.picklists import Picklists, PicklistValue, shipped
from sandbox.queries import Reader, Search, json_object
from sandbox.routing import ROOT, Action, Route, is_open, route
from sandbox.store import Record, Store
from sandbox.values import instant_json, milliseconds, parsed_instant
from sandbox.writing import Writer

_LONGEST_GET = 2_048
"""Characters of a GET address, beyond which the web server in front of the API finds nothing."""

_LARGEST_BODY = 20_000_000
_JSON = "application/json; charset=utf-8"


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


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it came in. Names of headers and of query parameters are in lower case."""

    method: str
    origin: str
    """Scheme and host that the caller used, such as `http://127.0.0.1:8000`."""
    path: str
    target: str
    """Path and query as sent, percent escapes included."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    local: bool
    """Whether it came over the loopback interface."""

    @property
    def root(self) -> str:
        """Address of the API as the caller sees it."""
        return f"{self.origin}{ROOT}"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body and kind of body; `at` is the world's time that it was made at."""

    status: int
    body: str
    at: datetime
    content_type: str = _JSON


class Service:
    """The API over one store and the world in it.

    `sleep` is what added latency waits with, `threshold` counts the requests of the tenant.
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
    ) -> None:
        self._store = store
        self._world = world
        self._clock = clock
        self._credentials = credentials
        self._threshold = threshold or Threshold()
        self._threads = Threads()
        self._sleep = sleep
        self._lock = threading.Lock()
        self._shipped = shipped(packaged())
        self._now = clock.now()

    async def answer(self, call: Call) -> Answer:
        """Answer one request, refusals included."""
        try:
            return await self._answer(call)
        except Refusal as refusal:
            return Answer(refusal.status, refusal.body(), self._time())

    async def _answer(self, call: Call) -> Answer:
        url = f"{call.origin}{call.target}"
        way = route(packaged(), call.method, call.path, url)
        if call.method == "GET" and len(url) > _LONGEST_GET:
            return Answer(404, "<html><body><h2>404 - File or directory not found.</h2></body></html>",
                          self._time(), "text/html")  # fmt: skip
        if way.action is Action.CLOCK:
            return self._world_clock(call)
        if is_open(way.action):
            return Answer(200, self._open(way.action, call), self._time())
        self._credentials.check(call.headers)
        latency = self._threshold.admit()
        with self._threads.hold(way.entity.name if way.entity else way.action):
            # Even without added latency a request lets others in, or no two would ever be under way at once.
            await (self._sleep(latency) if latency else asyncio.sleep(0))
            with self._lock:
                now = self._time()
                self._world.advance(now)
                return Answer(200, self._served(way, call, now), now)

    def _time(self) -> datetime:
        """World time, which never runs backwards, whatever the clock of the machine does."""
        self._now = max(self._now, self._clock.now())
        return self._now

    def _picklists(self) -> Picklists:
        """Give the tenant's own lists, the others as Autotask ships them."""
        return {**self._shipped, **self._world.picklists()}

    def _open(self, action: Action, call: Call) -> str:
        if action is Action.VERSIONS:
            return metadata.versions()
        if call.query.get("user", "").strip().lower() != self._credentials.user.lower():
            raise Refused("Zone information could not be determined")
        return metadata.zone(call.root)

    def _world_clock(self, call: Call) -> Answer:
        """Read the world's clock, or set a frozen one. Ours, not Autotask's; only for callers on this machine."""
        if not call.local:
            raise NoSuchPath(f"{call.origin}{call.target}")
        if call.method == "POST":
            try:
                self._clock.set(parsed_instant(str(json_object(_text(call)).get("at"))))
            except (ClockError, ValueError) as problem:
                return Answer(400, json.dumps({"Message": str(problem)}), self._time())
        clock = self._clock
        now, at = (instant_json(milliseconds(instant)) for instant in (self._time(), clock.at))
        body = f'{{"now":{now},"at":{at},"speed":{json.dumps(clock.speed)},"anchor":{json.dumps(clock.anchor)}}}'
        return Answer(200, body, self._now)

    def _served(self, way: Route, call: Call, now: datetime) -> str:
        if way.entity is None:
            return self._about_tenant(way.action)
        if way.action in {Action.INFO, Action.FIELDS, Action.UDFS}:
            return self._about_entity(way.action, way.entity, call)
        if way.action in {Action.CREATE, Action.PATCH, Action.PUT, Action.DELETE}:
            return self._written(way, way.entity, call, now)
        return self._read(way, way.entity, call)

    def _about_tenant(self, action: Action) -> str:
        if action is Action.THRESHOLD:
            return metadata.threshold(self._threshold.limit, WINDOW_MINUTES, self._threshold.used)
        return metadata.modules() if action is Action.MODULES else metadata.entities(packaged())

    def _about_entity(self, action: Action, entity: EntityDef, call: Call) -> str:
        if action is Action.INFO:
            return metadata.one(entity)
        if action is Action.FIELDS:
            return metadata.fields(entity, self._picklists())
        if not entity.user_defined:
            raise NoSuchPath(f"{call.origin}{call.target}")
        return metadata.udf_fields(self._store.user_fields(entity.name))

    def _read(self, way: Route, entity: EntityDef, call: Call) -> str:
        reader = Reader(self._store, call.root)
        if way.action is Action.GET and way.id is not None:
            if way.parent_id is not None:
                return reader.child(entity, way.parent_id, way.id)
            return reader.one(entity, way.id)
        if way.action is Action.CHILDREN and way.parent_id is not None:
            return reader.children(entity, way.parent_id)
        if way.action is Action.NEXT and call.method == "GET" and "search" not in call.query:
            raise NotOffered(call.method)
        search = _search(call)
        if way.action is Action.COUNT:
            return reader.count(entity, search)
        if way.action is Action.NEXT:
            return reader.next_page(entity, search, call.query.get("paging", ""))
        return reader.query(entity, search)

    def _written(self, way: Route, entity: EntityDef, call: Call, now: datetime) -> str:
        verb = {Action.CREATE: "create", Action.DELETE: "delete"}.get(way.action, "update")
        by = author(self._store, self._credentials.user, call.headers, verb=verb)
        writer = Writer(self._store, self._picklists(), by, now, self._world.noticed)
        with self._store.transaction():
            if way.action is Action.DELETE:
                row_id = writer.delete(entity, way.parent_id, way.id or 0)
            elif way.action is Action.CREATE:
                row_id = writer.create(entity, way.parent_id, json_object(_text(call)))
            else:
                whole = way.action is Action.PUT
                row_id = writer.update(entity, way.parent_id, json_object(_text(call)), whole=whole)
        return f'{{"itemId":{row_id}}}'


def _search(call: Call) -> Search:
    if call.method == "GET":
        return Search.of(call.query.get("search", ""), in_address=True)
    return Search.of(_text(call), in_address=False)


def _text(call: Call) -> str:
    """Give the body as text, unpacked if it came packed.

    Raises:
        Refused: it is too large, not UTF-8, or not what its `Content-Encoding` says.
    """
    body = call.body
    try:
        if "gzip" in call.headers.get("content-encoding", "").lower():
            unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            body = unpacking.decompress(body, _LARGEST_BODY + 1)
        if len(body) > _LARGEST_BODY:
            raise Refused("The request body is too large.")
        return body.decode("utf-8-sig")
    except (zlib.error, UnicodeDecodeError):
        raise Refused("The request body cannot be read.") from None
