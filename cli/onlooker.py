"""A desk that only looks: it reads the copy that another servicedeck keeps, and asks Autotask nothing.

When the other one ends, also by a crash, the system gives back its right to the copy, and a whole desk takes the place
of this one (`cli.run_desk`).
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from autotask.machine import MachineClock
from replica.errors import ReplicaError
from replica.rhythm import SLOWEST_S
from replica.status import SyncState, SyncStatus
from replica.store import UNCLEAN, Replica
from replica.telling import STALE_INTERVALS, STALE_SECONDS, at_start
from replica.viewer import LOOK_EVERY_S, Following

logger = logging.getLogger(__name__)

AGAIN_SECONDS = 5.0
"""Between two tries to follow a copy that cannot be read."""
TAKES_OVER = "This one takes its place in a moment."


class Onlooker:
    """Stands in a desk where the pull does, over a copy that is open for reading only. See `desk.live.Sync`."""

    def __init__(self, replica: Replica, machine: MachineClock, now: Callable[[], datetime], interval: float) -> None:
        """
        Args:
            replica: the copy; its log of changes is followed from here on.
            machine: what the pauses between two looks are measured in.
            now: the wall clock of this machine.
            interval: seconds between two polls that this person has set; who keeps the copy may be slower than that.
        """
        self._replica = replica
        self._machine = machine
        self._now = now
        self._silence = timedelta(seconds=max(STALE_SECONDS, STALE_INTERVALS * max(interval, SLOWEST_S)))
        self._following = Following(replica, machine)
        self._listeners: list[Callable[[SyncStatus], None]] = []
        self.status = self._look(replica)

    def on_status(self, callback: Callable[[SyncStatus], None]) -> Callable[[], None]:
        """Call back with each new status; returns how to stop."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback) if callback in self._listeners else None

    def refresh_now(self) -> None:
        """The copy is looked at every second anyway, and Autotask is not for the onlooker to ask."""

    async def run(self) -> None:
        """Hear of the changes and of the state of the copy until cancelled."""
        await asyncio.gather(self._follow(), self._watch())

    async def _follow(self) -> None:
        while True:
            try:
                await self._following.run()
            except (ReplicaError, OSError) as error:
                logger.warning("the copy could not be followed: %s", error)
            await self._machine.sleep(AGAIN_SECONDS)

    async def _watch(self) -> None:
        while True:
            try:
                found = await self._replica.reading(self._look)
            except ReplicaError as error:
                unread = replace(self.status, state=SyncState.STALE, sentence=str(error), detail="")
                found = replace(unread, since=self._now())
            self._tell(found)
            await self._machine.sleep(LOOK_EVERY_S)

    def _look(self, copy: Replica) -> SyncStatus:
        return standing(copy, self._now(), self._silence)

    def _tell(self, found: SyncStatus) -> None:
        if found.state is self.status.state:
            found = replace(found, since=self.status.since)
        if found == self.status:
            return
        self.status = found
        for listener in tuple(self._listeners):
            listener(found)


def standing(copy: Replica, now: datetime, silence: timedelta) -> SyncStatus:
    """How true a copy is that another process keeps, by what that process left in it.

    Args:
        silence: how old the last good poll may be; the poll itself is not seen from here, nor what hinders it.

    Raises:
        ReplicaError: the copy cannot be read.
    """
    status = replace(at_start(copy, now), firm=True)  # whatever a person asks for, Autotask is not asked from here
    keeper = copy.remembered(UNCLEAN).get(UNCLEAN)
    if keeper is None:
        return replace(
            status,
            state=SyncState.STALE,
            sentence="The servicedeck that kept this copy has ended; nobody asks Autotask now.",
            detail=TAKES_OVER,
        )
    if status.last_good is None:
        return replace(status, sentence=f"servicedeck reads the open work for the first time (process {keeper}).")
    if now - status.last_good > silence:
        return replace(
            status,
            sentence=f"The servicedeck that keeps this copy (process {keeper}) has had no news for a while.",
            detail="See there what hinders it. As soon as it ends, this one takes its place.",
        )
    return replace(status, state=SyncState.LIVE, sentence=f"In step with the servicedeck of process {keeper}.")
