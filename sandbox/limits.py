"""The limits of a tenant: requests an hour, the latency that grows with them, threads an entity.

10,000 requests a rolling hour belong to the whole tenant; from half of them every answer takes half a second more,
from three quarters a second, and at the limit requests are refused. Three requests may be under way for one entity
and one integration code; whoever asks for more waits longer for a while, and how long is ours, as nobody tells it. The
answers carry no headers about any of it.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sandbox.errors import Refused, Throttled

WINDOW_MINUTES = 60
_THREADS = 3
_SLOWED, _PENANCE = 0.5, 10.0
"""Seconds that a request takes longer after a breach, and for how long."""


class Threshold:
    """Counts the requests of the last hour of machine time, by the second."""

    def __init__(self, limit: int = 10_000, *, machine: Callable[[], float] = time.monotonic) -> None:
        self.limit = limit
        self._machine = machine
        self._seconds: deque[list[int]] = deque()
        self._used = 0

    @property
    def used(self) -> int:
        """Requests counted in the window that ends now."""
        self._forget(int(self._machine()))
        return self._used

    def fill(self, used: int) -> None:
        """Count so many requests as made just now, in place of all that were made."""
        self._seconds.clear()
        self._seconds.append([int(self._machine()), used])
        self._used = used

    def admit(self) -> float:
        """Count one request and give the seconds it has to wait.

        Raises:
            Throttled: the window is full; the request is not counted.
        """
        second = int(self._machine())
        self._forget(second)
        if self._used >= self.limit:
            raise Throttled(
                f"The external request threshold of {self.limit} requests per {WINDOW_MINUTES} minutes "
                "has been exceeded."
            )
        if not self._seconds or self._seconds[-1][0] != second:
            self._seconds.append([second, 0])
        self._seconds[-1][1] += 1
        self._used += 1
        share = self._used / self.limit
        return 1.0 if share >= 0.75 else 0.5 if share >= 0.5 else 0.0

    def _forget(self, second: int) -> None:
        oldest = second - WINDOW_MINUTES * 60
        while self._seconds and self._seconds[0][0] <= oldest:
            self._used -= self._seconds.popleft()[1]


class Threads:
    """Counts the requests under way, by entity and integration code; `warn` hears of entities that had none left."""

    def __init__(
        self,
        limit: int = _THREADS,
        *,
        warn: Callable[[str], None],
        machine: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limit = limit
        self._warn = warn
        self._machine = machine
        self._busy: Counter[tuple[str, str]] = Counter()
        self._slow_until: dict[tuple[str, str], float] = {}

    @contextmanager
    def hold(self, entity: str, code: str) -> Iterator[float]:
        """Take a thread of `entity` for the time of the block, and give the seconds that it is slowed down by.

        Raises:
            Refused: all of them are taken. The text names the code that clients know the case by.
        """
        if self._busy[entity, code] >= self.limit:
            self._slow_until[entity, code] = self._machine() + _PENANCE
            self._warn(entity)
            raise Refused(
                f"Itgenatr005: Thread Threshold of {self.limit} for the object endpoint {entity} "
                "has been exceeded for this tracking identifier."
            )
        self._busy[entity, code] += 1
        try:
            yield _SLOWED if self._machine() < self._slow_until.get((entity, code), 0.0) else 0.0
        finally:
            self._busy[entity, code] -= 1
