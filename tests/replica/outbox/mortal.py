"""A process that may end at any step, and a store that knows it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from replica.outbox.store import Store

IN_MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None  # noqa: S108 - tempfile makes it private
"""Where syncing costs nothing, for what opens and syncs thousands of files; None for the usual place."""


class Crash(BaseException):
    """The process ends here: nothing that it does from now on reaches the disk or the wire."""


class Fate:
    """Decides at every step whether the process ends there, and remembers that it did."""

    def __init__(self, random: Random, share: float, at: int | None = None) -> None:
        self._random = random
        self._share = share
        self._at = at
        self.steps = 0
        self.dead = False
        self.on_death: Callable[[], None] = lambda: None

    def step(self, _where: str) -> None:
        """One boundary."""
        if self.dead:
            raise Crash
        self.steps += 1
        if self.steps == self._at or (self._share and self._random.random() < self._share):
            self.dead = True
            self.on_death()
            raise Crash


class MortalStore(Store):
    """A store whose process may end before a transaction, between it and its second copy, and behind both."""

    fate: Fate

    def _write(self, work: Any) -> Any:
        self.fate.step("before a transaction")
        result = super()._write(work)
        self.fate.step("behind a transaction")
        return result

    def _second_copy(self, line: Any) -> None:
        self.fate.step("before the second copy")
        super()._second_copy(line)


def only_crashes(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Tasks end by the crash of their process, and nobody asks them why."""
    if not isinstance(context.get("exception"), Crash):
        loop.default_exception_handler(context)
