"""How true the copy is right now, in a form that a screen can show: never an empty list instead of a reason."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SyncState(StrEnum):
    """What the pull is doing, or what keeps it from it."""

    FILLING = "filling"
    """The first fill runs; `progress` says how far. Open work is shown as it arrives."""
    LIVE = "live"
    """The last poll succeeded and is recent."""
    SYNCING = "syncing"
    """A poll runs now, and the data on screen is recent."""
    STALE = "stale"
    """The data is older than three intervals and two minutes, whatever the reason."""
    OFFLINE = "offline"
    """Autotask cannot be reached, or does not answer with sense."""
    THROTTLED = "throttled"
    """The request limit is reached, or close enough that we stop by ourselves."""
    UNAUTHORISED = "unauthorised"
    """The key is refused, or the right to read tickets. A key is not tried again by itself: repeated 401s can lock a
    tenant out."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a first fill is."""

    done: int
    of: int
    """Parts of the whole fill, for a bar: open tickets and their notes weigh more than a list of roles."""
    what: str
    """What is being read, in words: "open tickets"."""
    rows: int = 0
    """Rows read so far in this run."""


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """One frozen statement about the copy. Instants are aware UTC by this machine's wall clock, unless said."""

    state: SyncState
    since: datetime
    """When this state began."""
    last_good: datetime | None = None
    """When the copy was last known to be as Autotask is; None before the first fill ends. Kept over restarts."""
    next_try: datetime | None = None
    """When the pull asks again by itself; None while it asks, and when it waits for the person."""
    covers_since: datetime | None = None
    """Closed work and its time are in the copy from here on, by the server's clock; None while only open work is."""
    progress: Progress | None = None
    sentence: str = ""
    """The cause in one plain sentence; ages and waits are in `line`, which counts them anew."""
    detail: str = ""
    """The place and the next step, when there is something that a person can do."""
    quarantined: int = 0
    """Rows that Autotask sent and that we could not understand; `doctor` lists them."""
    budget_used: int | None = None
    """Requests of the whole tenant in the running hour."""
    budget_limit: int | None = None
    tries: int = 0
    """Failed tries in a row."""
    firm: bool = False
    """Asking by hand changes nothing before `next_try`: Autotask said how long to wait, or the budget is spent."""

    def age(self, now: datetime) -> float | None:
        """Seconds since the copy was known to be true, None if it never was."""
        return None if self.last_good is None else max(0.0, (now - self.last_good).total_seconds())

    def wait(self, now: datetime) -> float | None:
        """Seconds until the next try, None when none is planned."""
        return None if self.next_try is None else max(0.0, (self.next_try - now).total_seconds())

    def line(self, now: datetime) -> str:
        """The sentence, how old the data is, and when the next try comes, as of `now`."""
        parts = [self.sentence]
        if (age := self.age(now)) is None:
            parts.append("Nothing has been read yet.")
        elif self.state is not SyncState.LIVE or age >= 60:
            parts.append(f"The data is {spoken(age)} old.")
        if self.tries and (wait := self.wait(now)) is not None:
            parts.append(f"Next try in {spoken(wait)}.")
        return " ".join(part for part in parts if part)


def spoken(seconds: float) -> str:
    """A length of time as a person says it: 40 s, 6 min, 2 h 05 min, 3 days."""
    whole = round(seconds)
    if whole < 90:
        return f"{whole} s"
    minutes = round(whole / 60)
    if minutes < 90:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60:02} min"
    return f"{minutes // (24 * 60)} days"
