"""Autotask's clock as the copy remembers it, so that a command that asks nobody still tells the tenant's time."""

import asyncio
import logging
from datetime import datetime, timedelta

from autotask.machine import MachineClock
from desk.clocks import SystemClock, wall_micros
from replica.errors import ReplicaError
from replica.store import Replica
from replica.writing import Batch
from sla.instants import Micros, micros

OFFSET = "server.offset"
"""Ledger key: microseconds by which Autotask was ahead of this machine."""
HEARD = "server.heard"
"""Ledger key: Autotask's instant when that was seen, epoch microseconds."""

WRONG_CLOCK = timedelta(seconds=5)
"""The server tells its time in whole seconds; a smaller difference is no difference."""
KEEP_EVERY_SECONDS = 60.0
WORTH_KEEPING = 1_000_000
"""Microseconds by which an offset has to differ from the one that is remembered."""

logger = logging.getLogger(__name__)


class ServerClock:
    """Lets desk time of a real tenant follow Autotask's clock where this machine's is clearly wrong."""

    def __init__(self, clock: SystemClock, replica: Replica, machine: MachineClock) -> None:
        self._clock = clock
        self._replica = replica
        self._machine = machine
        self._offset: Micros | None = None
        self._keep_from = machine.now()
        self._keeping: asyncio.Task[None] | None = None

    def recall(self) -> None:
        """Follow what the copy remembers. Raises `ReplicaError`.

        Where this machine's clock was set back since, time stands where the server was last heard: it was later than
        that, whatever the machine says.
        """
        marks = self._replica.remembered("server.")
        if OFFSET in marks and HEARD in marks:
            self._clock.follow_server(max(wall_micros() + int(marks[OFFSET]), int(marks[HEARD])))

    def heard(self, server_now: datetime, skew: timedelta) -> None:
        """The server's instant, and by how much this machine is behind it. Kept in the copy now and then."""
        self._offset = skew // timedelta(microseconds=1) if abs(skew) >= WRONG_CLOCK else 0
        self._clock.follow_server(micros(server_now) if self._offset else wall_micros())
        if self._machine.now() >= self._keep_from:
            self._keep_from = self._machine.now() + KEEP_EVERY_SECONDS
            self._keeping = asyncio.create_task(self.keep())

    async def keep(self) -> None:
        """Remember the offset that was heard last, if there is news in it. A copy that takes nothing is no trouble."""
        offset = self._offset
        if offset is None:
            return
        try:
            known = await self._replica.reading(lambda copy: copy.remembered(OFFSET))
            if OFFSET not in known or abs(int(known[OFFSET]) - offset) > WORTH_KEEPING:
                marks = {OFFSET: str(offset), HEARD: str(self._clock.now())}
                await self._replica.write(Batch(remember=marks))
        except ReplicaError as error:
            logger.warning("the server's clock was not kept in the copy: %s", error)

    async def close(self) -> None:
        """Finish what is being kept, and keep what was heard last."""
        if self._keeping is not None:
            await self._keeping
        await self.keep()
