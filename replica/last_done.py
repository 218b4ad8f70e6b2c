"""When each kind was polled and each slow task was done last, also by an earlier run of the program."""

import math
from collections.abc import Callable
from datetime import datetime

from autotask.machine import MachineClock
from replica.reach import Reach
from replica.rhythm import Task
from replica.rows import to_micros
from replica.store import Replica
from replica.writing import Batch

DID = "did:"
"""Prefix of the ledger keys that say when slow work was last done."""


class LastDone:
    """In this machine's monotonic seconds, by the name of a kind or of a task."""

    def __init__(self, replica: Replica, reach: Reach, machine: MachineClock, now: Callable[[], datetime]) -> None:
        """
        Args:
            now: The wall clock, by which slow work is remembered over a restart.
        """
        self._replica = replica
        self._reach = reach
        self._machine = machine
        self._now = now
        self._last: dict[str, float] = {}
        self.recall()

    def recall(self) -> None:
        """Know what the copy remembers of earlier runs, and nothing else."""
        now, wall = self._machine.now(), to_micros(self._now())
        done = self._replica.remembered(DID)
        # One that lies ahead was written under a clock that has been set back since: do it again.
        self._last = {
            key.removeprefix(DID): now - (wall - int(at)) / 1e6 for key, at in done.items() if int(at) <= wall
        }

    def since(self, name: str) -> float:
        """Seconds since it was done; without end where it never was."""
        return self._machine.now() - self._last.get(name, -math.inf)

    def polled(self, name: str) -> None:
        """A kind was polled just now."""
        self._last[name] = self._machine.now()

    def again(self, name: str) -> None:
        """Do it as if it never had been done."""
        self._last.pop(name, None)

    async def done(self, *tasks: Task) -> None:
        """Slow work was done just now.

        Raises:
            ReplicaError: it could not be remembered.
        """
        for task in tasks:
            self._last[task] = self._machine.now()
        # By the wall clock, so that a restart does not do at once what was done a minute ago; but a doubt is not kept
        # on disk, and the next process shall have it too before it calls anything live.
        at = str(to_micros(self._now()))
        done = {DID + task: None if self._reach.in_doubt(task=task) else at for task in tasks}
        await self._replica.write(Batch(remember=done))
