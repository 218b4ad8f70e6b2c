"""The two clocks of the desk, both injected.

*Desk time* is what service levels, timers and time entries are measured in: UTC epoch microseconds,
scaled in the demo. *Machine time* is what the program waits in (retry, polling, how often a screen is
drawn): seconds that only grow. Nothing else in the room reads a clock.
"""

import math
import time
from collections.abc import Callable
from typing import Protocol

from sla.instants import Micros

MICROS_PER_SECOND = 1_000_000


class DeskClock(Protocol):
    """Desk time, and how long the machine has to wait for an instant of it."""

    def now(self) -> Micros:
        """The present instant of the desk, epoch microseconds UTC."""
        ...

    def seconds_until(self, at: Micros) -> float:
        """Machine seconds until desk time reaches `at`: 0 when past, infinity when it never comes alone."""
        ...


class MachineClock(Protocol):
    """Monotonic machine time."""

    def now(self) -> float:
        """Seconds since some fixed moment; never goes back."""
        ...


def wall_micros() -> Micros:
    """The wall clock of this machine, epoch microseconds UTC."""
    return time.time_ns() // 1_000


class MonotonicClock:
    """Machine time of the running process."""

    def now(self) -> float:
        return time.monotonic()


class SystemClock:
    """Desk time of a real tenant: this machine's clock, corrected by what Autotask's own clock says.

    The offset is taken from the `Date` of answers, so that a machine whose clock is wrong by minutes still
    shows the minutes left that the tenant would.
    """

    def __init__(self, wall: Callable[[], Micros] = wall_micros) -> None:
        self._wall = wall
        self._offset = 0

    def now(self) -> Micros:
        return self._wall() + self._offset

    def seconds_until(self, at: Micros) -> float:
        return max(0, at - self.now()) / MICROS_PER_SECOND

    def follow_server(self, server_now: Micros) -> None:
        """Take the server's present instant as ours from now on."""
        self._offset = server_now - self._wall()

    @property
    def offset_seconds(self) -> float:
        """How far the server is ahead of this machine; over a minute is worth telling the person."""
        return self._offset / MICROS_PER_SECOND


class ScaledClock:
    """Desk time of the demo: it stood at `at` when the wall clock stood at `anchor`, and runs `speed` times
    as fast.

    The sandbox prints the same three numbers, so that both processes show the same instant without talking.
    """

    def __init__(self, at: Micros, speed: float, anchor: Micros, wall: Callable[[], Micros] = wall_micros) -> None:
        if not math.isfinite(speed) or speed < 0:
            raise ValueError(f"the speed of a clock is zero or more, not {speed}")
        self._at = at
        self._speed = speed
        self._anchor = anchor
        self._wall = wall

    def now(self) -> Micros:
        return self._at + int((self._wall() - self._anchor) * self._speed)

    def seconds_until(self, at: Micros) -> float:
        wait = at - self.now()
        if wait <= 0:
            return 0.0
        return wait / self._speed / MICROS_PER_SECOND if self._speed else math.inf


class SettableClock:
    """Desk time that stands still until it is set: the clock of tests and of looking back at an instant."""

    def __init__(self, at: Micros) -> None:
        self._at = at

    def now(self) -> Micros:
        return self._at

    def seconds_until(self, at: Micros) -> float:
        return 0.0 if at <= self._at else math.inf

    def set(self, at: Micros) -> None:
        """Stand at `at`, which may be earlier."""
        self._at = at

    def advance(self, *, hours: float = 0, minutes: float = 0, seconds: float = 0) -> Micros:
        """Move on by so much and return the new instant."""
        self._at += round((hours * 3600 + minutes * 60 + seconds) * MICROS_PER_SECOND)
        return self._at
