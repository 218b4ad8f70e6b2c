"""What this installation knows and Autotask does not: when an entry was saved here, what our timers count, and which
gaps somebody has excluded.

Of what others' programs count, and of what they kept while they were offline, nothing is known.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from desk.compliance.model import Excluded, Interval, Running
from desk.entries import sane
from desk.model import Micros
from replica.errors import ReplicaError
from sla.instants import DAY

if TYPE_CHECKING:
    from desk.acts.told import Timer, Timers
    from replica.outbox.book import Told
    from replica.outbox.op import Op
    from replica.outbox.outbox import Outbox

EXCLUDED = "gap:"
"""Begins the name under which an exclusion is kept."""
KEPT_FOR = 100 * DAY
"""How long an exclusion is kept: longer than thirteen weeks are added up."""
LOOKED_THROUGH = 5_000
"""Ops of before this start whose entries are known again."""


class Own(Protocol):
    """What is known here."""

    async def look_back(self, now: Micros) -> None:
        """Learn what was saved before this start, and forget what nobody asks for; costs nothing the second time."""
        ...

    def saved_at(self, entry_id: int) -> Micros | None:
        """When a person saved an entry here; None for one that was not saved here."""
        ...

    def take_saved(self) -> frozenset[int]:
        """The entries of which that is known since it was last asked."""
        ...

    @property
    def running(self) -> Running | None:
        """The timers of the person at the screen; None where they count nothing."""
        ...

    @property
    def excluded(self) -> Sequence[Excluded]:
        """Every gap that is excluded."""
        ...


class NothingOwn:
    """A desk that nobody acts on."""

    running: Running | None = None
    excluded: Sequence[Excluded] = ()

    async def look_back(self, now: Micros) -> None:
        pass

    def saved_at(self, entry_id: int) -> Micros | None:  # noqa: ARG002 - as whoever knows more is asked
        return None

    def take_saved(self) -> frozenset[int]:
        return frozenset()


class OwnTime:
    """What the outbox of this machine and its drawer keep."""

    def __init__(self, outbox: "Outbox", timers: "Callable[[], Timers]", me: Callable[[], int | None]) -> None:
        self._outbox = outbox
        self._timers = timers
        self._me = me
        self._saved: dict[int, Micros] = {}
        self._news: set[int] = set()
        self._looked_back = False
        outbox.subscribe(self._hear)

    async def look_back(self, now: Micros) -> None:
        if self._looked_back:
            return
        self._looked_back = True
        self._take(await self._outbox.ops(limit=LOOKED_THROUGH))
        for name, body in self._outbox.kept(EXCLUDED).items():
            found = unpacked(body)
            if found is None or found.span.end < now - KEPT_FOR:
                with suppress(ReplicaError):
                    await self._outbox.forget(name)

    def saved_at(self, entry_id: int) -> Micros | None:
        return self._saved.get(entry_id)

    def take_saved(self) -> frozenset[int]:
        news, self._news = frozenset(self._news), set()
        return news

    @property
    def running(self) -> Running | None:
        me, timers = self._me(), self._timers()
        every = (*timers.parked, *((timers.running,) if timers.running is not None else ()))
        if me is None or not every:
            return None
        since = None if timers.running is None or timers.running.since is None else sane(timers.running.since)
        what = "" if timers.running is None else timers.running.what
        return Running(me, since, tuple(span for timer in every for span in _spans(timer)), what)

    @property
    def excluded(self) -> Sequence[Excluded]:
        kept = self._outbox.kept(EXCLUDED).values()
        return tuple(found for body in kept if (found := unpacked(body)) is not None)

    def _hear(self, told: "Sequence[Told]") -> None:
        self._take([each.op for each in told])

    def _take(self, ops: "Sequence[Op]") -> None:
        for op in ops:
            saved = sane(op.created)
            if op.kind == "TimeEntryCreate" and op.remote_id is not None and saved is not None:
                self._saved[op.remote_id] = saved
                self._news.add(op.remote_id)


def name_of(resource_id: int, span: Interval) -> str:
    """The name under which the exclusion of a gap is kept: the same one twice is one."""
    return f"{EXCLUDED}{resource_id}:{span.start}:{span.end}"


def packed(excluded: Excluded) -> dict[str, object]:
    """An exclusion as it is kept."""
    start, end = excluded.span
    return {"resource": excluded.resource_id, "start": start, "end": end, "reason": excluded.reason}


def unpacked(body: Any) -> Excluded | None:
    """An exclusion that was kept; None for one that counts again, and for what is none."""
    if not isinstance(body, Mapping):
        return None
    resource, start, end, reason = (body.get(name) for name in ("resource", "start", "end", "reason"))
    if not (isinstance(resource, int) and isinstance(start, int) and isinstance(end, int) and start < end):
        return None
    return Excluded(resource, Interval(start, end), reason) if isinstance(reason, str) and reason else None


def _spans(timer: "Timer") -> Sequence[Interval]:
    spans = ((sane(start), sane(end)) for start, end in timer.spans)
    return [Interval(start, end) for start, end in spans if start is not None and end is not None and start < end]
