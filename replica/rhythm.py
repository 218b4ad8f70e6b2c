"""When to ask again: the interval follows what happens on the desk and how much of the tenant's budget is used."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from pydantic import BaseModel, ConfigDict, Field

QUIET_POLLS = 10
SLOWER = 1.5
SLOWEST_S = 60.0
JITTER = 0.1
_FIRST_RETRY_S = 5.0
_LAST_RETRY_S = 300.0
_FIRST_THROTTLE_S = 60.0
_LAST_THROTTLE_S = 900.0
_SOONEST_S = 60.0


class Task(StrEnum):
    """Slow work that is done now and then between the polls."""

    PICKLISTS = "picklists"
    REFERENCE = "reference"
    LINKS = "links"
    SWEEP = "sweep"
    LONG_SWEEP = "long sweep"


class PullSettings(BaseModel):
    """How the copy follows Autotask. Times are seconds of this machine unless they say otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    interval: float = Field(default=15.0, gt=0)
    """Between two polls of tickets; other kinds follow in multiples of it."""
    overlap: float = Field(default=120.0, ge=0)
    """Each poll reads so many seconds of the server's clock again: rows become visible after they are stamped."""
    history_days: int = Field(default=90, ge=1)
    trails: int = Field(default=5, ge=0)
    """Open tickets whose trail is read between two polls, at a request each, until all are known; 0 reads none."""
    sweep_every: float = Field(default=900.0, gt=0)
    """Between two searches for what was deleted."""
    links_every: float = Field(default=300.0, gt=0)
    """Between two readings of who is booked on what, which has no watermark."""
    reference_every: float = Field(default=3600.0, gt=0)
    """Between two readings of roles, calendars, categories and the like."""
    picklists_every: float = Field(default=4 * 3600.0, gt=0)
    long_sweep_every: float = Field(default=24 * 3600.0, gt=0)
    """Between two searches for deletions in all of the history."""


def soon(every: float) -> float:
    """Seconds until work is done again that left a doubt: fifteen times as often, and not more than once a minute."""
    return min(every, max(_SOONEST_S, every / 15))


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the budget allows (reliability.md 2.3)."""

    slower: float
    """The interval is so many times longer."""
    sweeps: bool = True
    tickets_only: bool = False
    stop: bool = False


def allowance(used: float) -> Allowance:
    """What may be asked when this share (0 to 1) of the whole tenant's budget is used."""
    if used < 0.40:
        return Allowance(1)
    if used < 0.60:
        return Allowance(2)
    if used < 0.75:
        return Allowance(4, sweeps=False)
    if used < 0.90:
        return Allowance(8, sweeps=False, tickets_only=True)
    return Allowance(8, sweeps=False, tickets_only=True, stop=True)


class Rhythm:
    """The length of the next pause. Randomness is injected, so that a test knows it."""

    def __init__(self, base: float, random: Random) -> None:
        self._base = base
        self._random = random
        self._factor = 1.0
        self._quiet = 0

    def heard(self, changed: bool) -> None:
        """A poll ended: ten quiet ones in a row make the next pauses longer, a change takes that back."""
        if changed:
            self.hurry()
            return
        self._quiet += 1
        if self._quiet >= QUIET_POLLS:
            self._quiet = 0
            self._factor *= SLOWER

    def hurry(self) -> None:
        """Somebody is at the keyboard, or something moves: back to the base."""
        self._quiet = 0
        self._factor = 1.0

    def interval(self, budget: Allowance) -> float:
        """Seconds between two polls now, without jitter."""
        longest = max(SLOWEST_S, self._base)
        return min(self._base * self._factor, longest) * budget.slower

    def pause(self, budget: Allowance) -> float:
        """Seconds until the next poll, 10 % around the interval: many terminals shall not ask in step."""
        return self._jittered(self.interval(budget))

    def retry(self, tries: int) -> float:
        """Seconds until the next try after so many outages in a row: 5 s, doubling to 5 min."""
        return self._jittered(min(_LAST_RETRY_S, _FIRST_RETRY_S * 2 ** min(tries - 1, 10)))

    def throttled(self, tries: int, retry_after: float) -> float:
        """Seconds to stop for after so many throttlings: what the server says, else 60 s doubling to 15 min."""
        own = min(_LAST_THROTTLE_S, _FIRST_THROTTLE_S * 2 ** min(tries - 1, 10))
        return min(_LAST_THROTTLE_S, retry_after) if retry_after > 0 else own

    def _jittered(self, seconds: float) -> float:
        return seconds * self._random.uniform(1 - JITTER, 1 + JITTER)
