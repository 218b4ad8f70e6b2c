"""A PSA in memory that takes writes, and loses, delays, repeats and denies them as a seed says (reliability 1.5).

It outlives the processes that talk to it. Records are versions that become visible some time after they were stamped.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Any

from autotask.entities import Ticket
from autotask.errors import AutotaskError, BadAnswer, NoImpersonation, Refused, Throttled, TimedOut, Unreachable
from autotask.filters import Filter
from autotask.kinds import KINDS, Kind
from autotask.pages import Page
from tests.replica.double import meets

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_BORN = {"TimeEntries": "create_date_time", "TicketNotes": "create_date_time", "Tickets": "create_date"}


class Fault(StrEnum):
    """What can become of one write."""

    NONE = "none"
    LOST_REQUEST = "lost request"
    LOST_RESPONSE = "lost response"
    ZOMBIE = "zombie"
    """No answer, and carried out up to 90 s later."""
    FAILED = "500"
    APPLIED_502 = "applied 502"
    THROTTLED = "429"
    GARBAGE = "garbage"
    NOT_LEFT = "not left"
    SILENT = "silent no-op"
    REFUSED = "refused"
    NOT_IN_THEIR_NAME = "not in their name"
    """Only for writes with an author, so that chance never draws it."""


FAULTS = tuple(fault for fault in Fault if fault not in (Fault.NONE, Fault.NOT_IN_THEIR_NAME))


@dataclass
class Weather:
    """How bad it is.

    Attributes:
        share: Part of the writes that a fault hits.
        kinds: Which faults.
        lag: Seconds after which a write can be seen, at most.
        latest: Seconds after which a zombie is carried out, at most.
        read_share: Part of the reads that fail.
    """

    share: float = 0.38
    kinds: tuple[Fault, ...] = FAULTS
    lag: float = 5.0
    latest: float = 90.0
    read_share: float = 0.05


@dataclass
class Psa:
    """Plays `replica.outbox.server.Server` for one process after the other."""

    random: Random
    weather: Weather
    time: Callable[[], float]
    """Virtual seconds."""
    step: Callable[[str], None] = lambda _: None
    """Called at every boundary where a process may end."""
    planned: list[Fault] = field(default_factory=list)
    """Faults of the next writes, before chance decides."""
    versions: dict[str, dict[int, list[tuple[float, Any]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    zombies: list[tuple[float, Callable[[], object]]] = field(default_factory=list)
    requests: int = 0
    writes: int = 0
    _last_id: int = 1000
    _at: float | None = None
    """The moment at which a zombie rose, while it is carried out."""

    def wall(self) -> datetime:
        """The PSA's clock."""
        return START + timedelta(seconds=self._moment())

    def _moment(self) -> float:
        return self.time() if self._at is None else self._at

    def put(self, entity: Any) -> None:
        """A record stands like this from now on, and is seen at once."""
        self.versions[KINDS[type(entity)].name][entity.id].append((self.time(), entity))

    def truth(self, cls: type[Any]) -> list[Any]:
        """Every record as it really stands, with what zombies were still to do done."""
        self._wake_zombies(forced=True)
        rows = (fate[-1][1] for _, fate in sorted(self.versions[KINDS[cls].name].items()) if fate)
        return [row for row in rows if row is not None]

    def history(self, cls: type[Any], record_id: int) -> list[tuple[float, Any]]:
        """All versions of a record."""
        return self.versions[KINDS[cls].name][record_id]

    # What a sender asks -------------------------------------------------------------------------------------------

    def server_now(self) -> datetime:
        return self.wall()

    async def create(
        self, kind: Kind[Any], fields: Mapping[str, Any], /, *, under: int | None = None, as_resource: int | None = None
    ) -> int:
        self._last_id += 1
        made = self._last_id
        given = {name: _stored(value) for name, value in fields.items()}
        if under is not None:
            given["ticket_id"] = under

        def apply() -> None:
            born = {_BORN[kind.name]: self.wall()} if kind.name in _BORN else {}
            if kind.name == "TicketNotes" and as_resource is not None:
                born["creator_resource_id"] = as_resource  # type: ignore[assignment]
            self._version(kind, made, kind.entity(id=made, **{**given, **born}))

        await self._written(apply)
        return made

    async def change(
        self,
        kind: Kind[Any],
        record_id: int,
        fields: Mapping[str, Any],
        /,
        *,
        under: int | None = None,
        as_resource: int | None = None,
    ) -> int:
        def apply() -> None:
            row = self._newest(kind, record_id)
            if row is not None:
                touched = {"last_activity_date": self.wall()} if kind.entity is Ticket else {}
                given = {name: _stored(value) for name, value in fields.items()}
                self._version(kind, record_id, replace(row, **{**given, **touched}))

        await self._written(apply)
        return record_id

    async def delete(
        self, kind: Kind[Any], record_id: int, /, *, under: int | None = None, as_resource: int | None = None
    ) -> int:
        if self._newest(kind, record_id) is None:
            raise Refused("No matching records found.", ("No matching records found.",))
        await self._written(lambda: self._version(kind, record_id, None))
        return record_id

    async def get(self, kind: Kind[Any], record_id: int, /) -> Any:
        await self._read()
        return self._visible(kind, record_id)

    async def pages(self, kind: Kind[Any], condition: Filter, /, *, page_size: int = 500) -> AsyncIterator[Page[Any]]:
        await self._read()
        wanted = condition.json()
        rows = (self._visible(kind, id_) for id_ in sorted(self.versions[kind.name]))
        found = tuple(row for row in rows if row is not None and meets(kind, row, wanted))
        yield Page(found, (), self.wall())

    # ------------------------------------------------------------------------------------------------------------

    async def _written(self, apply: Callable[[], None]) -> None:
        """One write, as the next fault has it."""
        self.step("before a request")
        self.requests += 1
        self.writes += 1
        fault = self._next_fault()
        if fault is Fault.NOT_IN_THEIR_NAME:
            raise NoImpersonation("The API user may not write for others.", ("No rights to impersonate.",))
        if fault is Fault.NOT_LEFT:
            raise _unsent()
        await asyncio.sleep(self.random.uniform(0.1, 3.0))
        self._wake_zombies()
        if fault in (Fault.NONE, Fault.LOST_RESPONSE, Fault.APPLIED_502) or (
            fault is Fault.GARBAGE and self.random.random() < 0.5
        ):
            apply()
        elif fault is Fault.ZOMBIE:
            self.zombies.append((self.time() + self.random.uniform(0.0, self.weather.latest), apply))
        # Time in which the process may end while its request is done or under way.
        self.step("behind a request")
        if fault in (Fault.LOST_REQUEST, Fault.LOST_RESPONSE, Fault.ZOMBIE):
            await asyncio.sleep(self.random.choice((0.5, 10.0, 130.0)))
        self._raise(fault)

    def _raise(self, fault: Fault) -> None:
        match fault:
            case Fault.LOST_REQUEST | Fault.LOST_RESPONSE | Fault.ZOMBIE:
                raise TimedOut("No answer in time.")
            case Fault.FAILED | Fault.APPLIED_502 | Fault.GARBAGE:
                raise BadAnswer("The answer is none.")
            case Fault.THROTTLED:
                raise Throttled("Too many requests.", 5.0)
            case Fault.REFUSED:
                raise Refused("Autotask said no.", ("The timesheet is locked.",))

    async def _read(self) -> None:
        self.step("before a look")
        self.requests += 1
        await asyncio.sleep(self.random.uniform(0.05, 1.0))
        self._wake_zombies()
        if self.random.random() < self.weather.read_share:
            raise self.random.choice((TimedOut("No answer in time."), BadAnswer("The answer is none."), _unsent()))

    def _next_fault(self) -> Fault:
        if self.planned:
            return self.planned.pop(0)
        return self.random.choice(self.weather.kinds) if self.random.random() < self.weather.share else Fault.NONE

    def _wake_zombies(self, *, forced: bool = False) -> None:
        due = [zombie for zombie in self.zombies if forced or zombie[0] <= self.time()]
        self.zombies = [zombie for zombie in self.zombies if zombie not in due]
        for self._at, apply in due:
            apply()
        self._at = None

    def _version(self, kind: Kind[Any], record_id: int, row: Any) -> None:
        fate = self.versions[kind.name][record_id]
        seen = self._moment() + self.random.uniform(0.0, self.weather.lag)
        fate.append((max(seen, fate[-1][0] if fate else 0.0), row))

    def _newest(self, kind: Kind[Any], record_id: int) -> Any:
        fate = self.versions[kind.name].get(record_id)
        return fate[-1][1] if fate else None

    def _visible(self, kind: Kind[Any], record_id: int) -> Any:
        seen = [row for at, row in self.versions[kind.name].get(record_id, ()) if at <= self.time()]
        return seen[-1] if seen else None


def _unsent() -> AutotaskError:
    error = Unreachable("There is no way to Autotask.")
    error.left = False
    return error


def _stored(value: Any) -> Any:
    """What Autotask makes of a value: it trims and reflows texts, and rounds hours."""
    if isinstance(value, str):
        return value.strip().replace("\n", "\r\n")
    return round(value, 2) if isinstance(value, float) else value
