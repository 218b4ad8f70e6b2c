"""The clock of the world: where its time starts, how fast it runs, and how to follow it from outside."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_FASTEST = 86_400
"""World seconds a second, which is a day."""

_FARTHEST = timedelta(days=100)
"""The world lives through every minute that it is sent over, while somebody waits for the answer."""


class ClockError(ValueError):
    """The world's clock cannot be set that way."""


class WorldClock:
    """World time, `at + (machine - anchor) * speed`.

    `speed` is world seconds per machine second: 1 is real time, 60 plays an hour a minute, 0 stands still
    until someone sets it. `anchor` is a wall-clock instant in epoch seconds, so that another process on the
    same machine can compute the same world time without asking.

    Raises:
        ClockError: `at` is naive, or there is no such `speed`.
    """

    def __init__(self, at: datetime, speed: float = 1.0, *, wall: Callable[[], float] = time.time) -> None:
        if at.tzinfo is None:
            raise ClockError("The world's clock needs an instant with a time zone.")
        _check(speed)
        self._at = at.astimezone(UTC)
        self._speed = speed
        self._wall = wall
        self._anchor = wall()

    @property
    def at(self) -> datetime:
        """World time at the anchor."""
        return self._at

    @property
    def speed(self) -> float:
        """World seconds per machine second."""
        return self._speed

    @property
    def anchor(self) -> float:
        """Wall-clock instant (epoch seconds) that `at` belongs to."""
        return self._anchor

    def now(self) -> datetime:
        """World time, aware UTC."""
        if self._speed == 0:
            return self._at
        return self._at + timedelta(seconds=max(0.0, self._wall() - self._anchor) * self._speed)

    def run(self, speed: float) -> None:
        """Go on from now at another speed; whoever follows the clock from outside has to ask it again.

        Raises:
            ClockError: there is no such `speed`.
        """
        _check(speed)
        self._at, self._anchor, self._speed = self.now(), self._wall(), speed

    def set(self, at: datetime) -> None:
        """Move a frozen clock forward to `at`.

        Raises:
            ClockError: the clock runs, `at` is naive, lies before the present of the world or too far behind it.
        """
        if self._speed != 0:
            raise ClockError("Only a frozen clock (speed 0) can be set.")
        if at.tzinfo is None:
            raise ClockError("The world's clock needs an instant with a time zone.")
        if at < self._at:
            raise ClockError("The world's clock does not run backwards.")
        if at - self._at > _FARTHEST:
            raise ClockError(f"The world's clock is set {_FARTHEST.days} days forward at most, and then again.")
        self._at = at.astimezone(UTC)
        self._anchor = self._wall()


def _check(speed: float) -> None:
    if not 0 <= speed <= _FASTEST:
        raise ClockError(f"The world's clock cannot run at speed {speed}: it takes 0 (frozen) to {_FASTEST}.")
