"""A process that may end at any step: a store that knows it, and files that open quickly a thousand times."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, create_engine

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


_FIRST: list[Engine] = []


def _engine(*given: Any, **options: Any) -> Engine:
    """Engines that share their compiled statements: a schedule has a dozen processes, and a run thousands of them."""
    engine = create_engine(*given, **options)
    _FIRST.append(engine)
    engine.dialect, engine._compiled_cache = _FIRST[0].dialect, _FIRST[0]._compiled_cache
    del _FIRST[1:]
    return engine


@contextmanager
def fast_engines() -> Iterator[None]:
    """Open files with `_engine` inside the block."""
    with patch("replica.outbox.file.create_engine", _engine):
        yield


def only_crashes(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Tasks end by the crash of their process, and nobody asks them why."""
    if not isinstance(context.get("exception"), Crash):
        loop.default_exception_handler(context)
