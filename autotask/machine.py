"""Machine time, as the client needs it: passed in, so that a test never waits."""

import asyncio
import time
from typing import Protocol


class MachineClock(Protocol):
    """The machine's own clock, never the desk's: retries, pauses and budgets run on it."""

    def now(self) -> float:
        """Seconds on a clock that only moves forward."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemMachine:
    """The clock of this machine."""

    def now(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
