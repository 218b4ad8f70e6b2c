"""Since when the desk watches without a gap: what happened before is no news, what happened in a gap is told together.

A desk looks away while its machine sleeps, and hears nothing while Autotask cannot be reached. Its own clock goes on
without Autotask, so what it knew to be running it sees missed at the instant itself.
"""

import math
from dataclasses import dataclass, replace

from desk.clocks import DeskClock
from desk.model import Micros

ASLEEP_SECONDS = 60.0
"""Of the machine. Two looks that are further apart had a sleep between them: a beat takes one second at most."""
STEP_BACK = 2_000_000
"""Microseconds by which a clock is put right without a word: what they turn is right again by itself."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What the desk can have seen, in desk time."""

    awake_since: Micros
    """When it opened, or its machine last woke."""
    caught_up_at: Micros | None = None
    """When the first catch-up with Autotask ended; None before that."""
    in_touch_since: Micros | None = None
    """Since when it hears of changes soon after they are made; None while it does not."""
    looked_at: Micros | None = None
    """The last look; None before the first."""

    def looking(self, clock: DeskClock) -> "Watch":
        """The desk looks again: a long time after the last look it has slept, or its clock was set ahead."""
        now = clock.now()
        if self.looked_at is None:
            return self
        if now < self.looked_at:
            return Watch(min(self.awake_since, now), _by(self.caught_up_at, now), _by(self.in_touch_since, now), now)
        # A clock that stands until it is set does not tell how long it took to come here.
        if not ASLEEP_SECONDS < clock.seconds_until(now + now - self.looked_at) < math.inf:
            return self
        return replace(self, awake_since=now, in_touch_since=None if self.in_touch_since is None else now)

    def settled(self, now: Micros, *, in_touch: bool) -> "Watch":
        """Everything that had arrived and was due is taken in.

        Args:
            in_touch: the copy is in step with Autotask.
        """
        if not in_touch:
            return replace(self, in_touch_since=None, looked_at=now)
        caught_up_at = now if self.caught_up_at is None else self.caught_up_at
        in_touch_since = now if self.in_touch_since is None else self.in_touch_since
        return replace(self, caught_up_at=caught_up_at, in_touch_since=in_touch_since, looked_at=now)

    def filled_anew(self) -> "Watch":
        """The copy begins from nothing: what comes now is a first catch-up again."""
        return replace(self, caught_up_at=None, in_touch_since=None)

    def was_set_back(self, now: Micros) -> bool:
        """Whether the clock stands before the last look, by more than it is put right every day."""
        return self.looked_at is not None and now < self.looked_at - STEP_BACK


def _by(at: Micros | None, now: Micros) -> Micros | None:
    """An instant that has passed, on a clock that was set back to now."""
    return None if at is None else min(at, now)
