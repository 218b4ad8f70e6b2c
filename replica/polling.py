"""What Autotask has new: each kind with a watermark is asked for what changed, in its own rhythm."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from autotask.entities import Ticket
from autotask.kinds import Kind, kind_of
from replica.delta import Delta
from replica.feed import Change
from replica.last_done import LastDone
from replica.plan import POLLED
from replica.reach import Reach
from replica.rhythm import Allowance, Rhythm
from replica.rows import to_micros
from replica.telling import LAST_GOOD

_TICKETS = kind_of(Ticket)


class Polling:
    """Polls what is due."""

    def __init__(self, reach: Reach, delta: Delta, last: LastDone, rhythm: Rhythm, now: Callable[[], datetime]) -> None:
        """`now` is the wall clock of this machine, for when the tickets were last known to be as they are."""
        self._reach = reach
        self._delta = delta
        self._last = last
        self._rhythm = rhythm
        self._now = now

    async def due(self, allowance: Allowance) -> list[Change]:
        """Poll what is due, as far as the budget allows. Returns what has changed.

        Raises:
            AutotaskError: Autotask could not be asked, or refused the tickets themselves.
            ReplicaError: the copy could not be written.
        """
        interval = self._rhythm.interval(allowance)
        changes: list[Change] = []
        for kind, every in POLLED:
            if allowance.tickets_only and kind is not _TICKETS:
                continue
            # Half an interval of tolerance, or jitter would let every second poll of a kind slip by one round.
            if self._last.since(kind.name) >= (every - 0.5) * interval:
                changes += await self._reach.permitted(kind, self._poll(kind), [])
                self._last.polled(kind.name)
        self._rhythm.heard(bool(changes))
        return changes

    async def _poll(self, kind: Kind[Any]) -> list[Change]:
        told = kind is _TICKETS and not self._reach.in_doubt(kind=kind)
        good: dict[str, str | None] = {LAST_GOOD: str(to_micros(self._now()))} if told else {}
        changes = await self._delta.poll(kind, good)
        return changes + await self._delta.follow(kind)
