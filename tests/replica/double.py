"""A PSA that follows a script: records with a history of versions, pages that take time, and faults on demand.

It answers by its own evaluation of the filters, in virtual time that requests and sleeps spend. A version becomes
visible some time after it is stamped, as in a database that stamps before it commits.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, ParamSpec, TypeVar

from autotask.errors import AutotaskError
from autotask.filters import Filter
from autotask.kinds import KINDS, Kind
from autotask.pages import Page, Quarantined
from autotask.picklists import Picklist, Picklists, PicklistValue
from replica.store import Replica, utc_now

P = ParamSpec("P")
T = TypeVar("T")

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class VirtualMachine:
    """Monotonic seconds that pass only when something waits."""

    seconds: float = 0.0
    on_passing: list[Callable[[], None]] = field(default_factory=list)

    def now(self) -> float:
        return self.seconds

    def pass_time(self, seconds: float) -> None:
        self.seconds += seconds
        for hear in self.on_passing:
            hear()

    async def sleep(self, seconds: float) -> None:
        self.pass_time(seconds)
        await asyncio.sleep(0)

    def wall(self) -> datetime:
        return START + timedelta(seconds=self.seconds)


class AtOnce(Executor):
    """Does in the caller's thread, and at once, what a thread of the copy would do."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def copy_at_once(now: Callable[[], datetime] = utc_now) -> Replica:
    """A copy in memory for schedules in virtual time, of which there are too many to wait for threads."""
    copy = Replica.in_memory(now=now)
    copy.writer = copy._readers = AtOnce()
    return copy


class FixedBudget:
    """A budget of which a test says how much is used."""

    def __init__(self) -> None:
        self.limit = 10_000
        self.used = 0.0

    def usage(self, now: float) -> float:
        return self.used


class ScriptedPsa:
    """Plays `replica.source.Source`."""

    def __init__(self, machine: VirtualMachine, *, page_size: int = 500, latency: Callable[[], float] | None = None):
        self.machine = machine
        self.page_size = page_size
        self.latency = latency or (lambda: 0.0)
        self.server_ahead = timedelta()
        """By how much the estimate of the server's clock is ahead of it."""
        self.budget = FixedBudget()
        self.versions: dict[str, dict[int, list[tuple[float, Any]]]] = defaultdict(lambda: defaultdict(list))
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.faults: list[Exception | None] = []
        """What the next requests raise, one each; None lets one pass."""
        self.refusing: dict[str, Exception] = {}
        self.out_of_sight: dict[str, Callable[[Any], bool]] = {}
        """Rows that the API user may no longer see, by collection: Autotask leaves them out and answers 200."""
        self.nameless: set[str] = set()
        """Collections whose rows come without their ids."""
        self.odd: dict[str, list[Quarantined]] = {}
        self.lists = Picklists(
            {
                (kind, "status"): Picklist(
                    (PicklistValue(1, "New"), PicklistValue(5, "Complete"), PicklistValue(8, "Busy"))
                )
                for kind in ("Tickets", "Tasks", "Projects")
            }
        )
        self.before_page: Callable[[], None] = lambda: None
        self.executor: Executor | None = None
        self.probes_let = 0

    # What happens on the desk -------------------------------------------------------------------------------------

    def put(self, *entities: Any, late: float = 0.0) -> None:
        """Records stand like this from now on, visible after `late` seconds."""
        for entity in entities:
            self.versions[KINDS[type(entity)].name][entity.id].append((self.machine.seconds + late, entity))

    def drop(self, cls: type[Any], id_: int) -> None:
        """A record is deleted."""
        self.versions[KINDS[cls].name][id_].append((self.machine.seconds, None))

    def all(self, cls: type[Any]) -> list[Any]:
        """What there is now, by id."""
        return self._all(KINDS[cls].name)

    def time(self) -> datetime:
        """The server's clock."""
        return START + timedelta(seconds=self.machine.seconds)

    # What the pull asks -------------------------------------------------------------------------------------------

    def parse_in(self, executor: Executor) -> None:
        """There are no bytes here; only who would parse them is kept."""
        self.executor = executor

    async def pages(self, kind: Kind[Any], condition: Filter, *, page_size: int = 500) -> AsyncIterator[Page[Any]]:
        last: int | None = None
        size = min(page_size, self.page_size)
        while True:
            await self._request(kind.name, condition)
            wanted = condition.json()
            found = [
                entity
                for entity in self._visible(kind.name)
                if (last is None or entity.id > last) and meets(kind, entity, wanted)
            ][:size]
            odd = tuple(self.odd.get(kind.name, ())) if last is None else ()
            if kind.name in self.nameless:
                odd = tuple(Quarantined(kind.name, None, "id: missing", "{}") for _ in found)
                found = []
            served = self.time().replace(microsecond=0)
            if found or last is None:
                yield Page(tuple(found), odd, served)
            if len(found) < size:
                return
            last = found[-1].id

    async def ids(self, kind: Kind[Any], condition: Filter) -> list[int]:
        await self._request(kind.name, condition)
        return [] if kind.name in self.nameless else self._ids(kind, condition)

    async def count(self, kind: Kind[Any], condition: Filter) -> int:
        await self._request(kind.name, condition)
        return len(self._ids(kind, condition))

    async def picklists(self, kind: Kind[Any], *, fresh: bool = False) -> Picklists:
        assert fresh, "the copy is not to be filled from the client's memory"
        await self._request(f"{kind.name}/fields", None)
        return Picklists({(k, f): values for k, f, values in self.lists if k == kind.name})

    def let_probe(self) -> None:
        """A person asks; whether this is heard is all that matters here."""
        self.probes_let += 1

    def server_now(self) -> datetime:
        return self.time() + self.server_ahead

    async def _request(self, name: str, condition: Filter | None) -> None:
        self.machine.pass_time(self.latency())
        await asyncio.sleep(0)
        self.before_page()
        self.asked.append((name, {} if condition is None else condition.json()))
        fault = self.faults.pop(0) if self.faults else None
        if fault is None:
            fault = self.refusing.get(name)
        if fault is not None:
            if isinstance(fault, AutotaskError):
                fault.collection = name.partition("/")[0]
            raise fault

    def _ids(self, kind: Kind[Any], condition: Filter) -> list[int]:
        wanted = condition.json()
        return [entity.id for entity in self._visible(kind.name) if meets(kind, entity, wanted)]

    def _visible(self, name: str) -> list[Any]:
        hidden = self.out_of_sight.get(name, lambda _: False)
        return [entity for entity in self._all(name) if not hidden(entity)]

    def _all(self, name: str) -> list[Any]:
        found = []
        for id_ in sorted(self.versions[name]):
            seen = [entity for at, entity in self.versions[name][id_] if at <= self.machine.seconds]
            if seen and seen[-1] is not None:
                found.append(seen[-1])
        return found


def meets(kind: Kind[Any], entity: Any, condition: dict[str, Any]) -> bool:
    """Whether an entity meets a condition, as Autotask's JSON has it."""
    op = condition["op"]
    if op in ("and", "or"):
        return (all if op == "and" else any)(meets(kind, entity, part) for part in condition["items"])
    attr = next(spec.attr for spec in kind.fields if spec.wire == condition["field"])
    have = _wire(getattr(entity, attr))
    want = condition.get("value")
    if op in ("exist", "notExist"):
        return (have is not None) is (op == "exist")
    if have is None:
        return op in ("noteq", "notIn")
    tests: dict[str, Callable[[], bool]] = {
        "eq": lambda: bool(have == want),
        "noteq": lambda: bool(have != want),
        "gt": lambda: bool(have > want),
        "gte": lambda: bool(have >= want),
        "lt": lambda: bool(have < want),
        "in": lambda: have in (want or ()),
        "notIn": lambda: have not in (want or ()),
    }
    return tests[op]()


def _wire(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").replace(".000000Z", "Z")
    if isinstance(value, date):
        return f"{value.isoformat()}T00:00:00Z"
    return value
