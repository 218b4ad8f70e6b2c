"""What comes of a failure: a state with a sentence, and a wait that somebody may cut short."""

import asyncio
import logging
import math
from collections.abc import Awaitable
from typing import Any

from autotask.errors import AutotaskError, Closed, Unauthorised
from autotask.machine import MachineClock
from replica.errors import CopyDamaged, ReplicaError
from replica.reach import Reach
from replica.rhythm import Rhythm
from replica.status import SyncState
from replica.telling import Telling
from replica.trouble import Trouble, trouble_of

logger = logging.getLogger(__name__)


class Patience:
    """Tries, tells of what fails, and waits."""

    def __init__(self, reach: Reach, telling: Telling, rhythm: Rhythm, machine: MachineClock) -> None:
        self._reach = reach
        self._telling = telling
        self._rhythm = rhythm
        self._machine = machine
        self._tries = 0
        self._by_hand = False
        self._firm = False
        self._wake = asyncio.Event()

    @property
    def woken(self) -> bool:
        """Whether somebody has asked since the last `begin`."""
        return self._wake.is_set()

    def begin(self) -> None:
        """A round begins: whoever asks from now on asks for the next one."""
        self._wake.clear()

    def wake(self) -> None:
        """A person asks: do not wait, unless the trouble is a firm one."""
        self._by_hand = True
        self._wake.set()

    async def attempt(self, work: Awaitable[object]) -> float | None:
        """Do something, and tell of a failure. Returns how long to wait then; None when all went well."""
        try:
            await work
        except (AutotaskError, ReplicaError, Trouble) as error:
            return self._fail(error)
        except Exception as error:
            logger.exception("the pull failed in a way that nobody foresaw")
            return self._fail(error)
        self._tries = 0
        self._by_hand = self._firm = False
        return None

    async def pause(self, seconds: float) -> None:
        """Wait so long, or until somebody asks; for ever when only a person can help."""
        waiting: list[asyncio.Future[Any]] = [] if self._firm else [asyncio.ensure_future(self._wake.wait())]
        if seconds < math.inf:
            waiting.append(asyncio.ensure_future(self._machine.sleep(seconds)))
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    def _fail(self, error: Exception) -> float:
        # A try that a person asked for shall not put off those that come by themselves.
        self._tries = max(1, self._tries + (not self._by_hand))
        self._by_hand = False
        trouble = trouble_of(error)
        self._firm = trouble.firm
        if isinstance(error, CopyDamaged) and self._tries == 1:
            return 0.0  # the empty copy that took its place is filled at once; a disk that eats copies is not fed
        if isinstance(error, Unauthorised | Closed):
            self._reach.connection = None
        if isinstance(error, Closed) and self._tries == 1:
            return 0.0  # whoever shares the connection has made another
        if isinstance(error, Unauthorised):
            self._telling.failed(trouble, self._tries, None)
            return math.inf
        if trouble.state is SyncState.THROTTLED:
            wait = self._rhythm.throttled(self._tries, trouble.retry_after)
        else:
            wait = max(trouble.retry_after, self._rhythm.retry(self._tries))
        self._telling.failed(trouble, self._tries, wait)
        return wait
