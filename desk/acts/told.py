"""What the acts show by themselves: marks of what is pending, the log, conflicts, timers, my day and my week."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desk.acts.commands import ActId
from desk.model import ItemId, Micros
from desk.pages import Today
from metrics.intervals import Interval
from metrics.week import WeekDay


class Stage(StrEnum):
    """Where something that was entered stands, as the screens mark it. Each has a glyph and a word."""

    PENDING = "pending"
    SENDING = "sending"
    UNKNOWN = "being looked for"
    BLOCKED = "waits for another"
    REFUSED = "refused"
    CONFLICT = "conflict"
    HELD = "to be decided"
    DONE = "in Autotask"
    HERE = "kept here"
    """Autotask does not hear of it."""
    DROPPED = "dropped"

    @property
    def glyph(self) -> str:
        """One cell that most fonts have."""
        return _GLYPHS[self]

    @property
    def for_a_person(self) -> bool:
        """Only a person can end it."""
        return self in _FOR_A_PERSON


_GLYPHS = {
    Stage.PENDING: "○",
    Stage.SENDING: "↑",
    Stage.UNKNOWN: "?",
    Stage.BLOCKED: "○",
    Stage.REFUSED: "x",
    Stage.CONFLICT: "≠",
    Stage.HELD: "!",
    Stage.DONE: "✓",
    Stage.HERE: "·",
    Stage.DROPPED: "-",
}
_FOR_A_PERSON = frozenset({Stage.BLOCKED, Stage.REFUSED, Stage.CONFLICT, Stage.HELD})


@dataclass(frozen=True, slots=True)
class Mark:
    """How much of an item is not in Autotask yet. The worst stage of its ops.

    Attributes:
        says: "2 pending", "refused: ...".
    """

    stage: Stage
    says: str
    ops: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The header's figures about the outbox.

    Attributes:
        waiting: ops on their way.
        attention: ops that only a person can end.
        says: "2 pending", "1 refused, 1 conflict (L)", "3 pending, nothing leaves"; "" where there is nothing
            to say.
        paused: why nothing leaves; "" while it does.
        read_only: why nothing may be entered; "" while it may.
        replies: what customers wrote on complete tickets, and nobody has said anything about.
    """

    waiting: int = 0
    attention: int = 0
    says: str = ""
    paused: str = ""
    read_only: str = ""
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Undoable:
    """What `u` would do now.

    Attributes:
        says: "take back: 25 min on T20261124.0031", or "set the status back to New (it is in Autotask already)".
        seconds: left of the window; 0 where it is a new act that turns the old one round.
    """

    act_id: ActId
    says: str
    seconds: float


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of `L`, newest first: an op, or a skip, which has a name of its own for an op's id.

    Attributes:
        op_id: for `retry`, `drop`, `keep_mine` ...
        ticket: as the queue calls it: the number, or what stands for it.
        what: "note for the customer “VPN fixed”".
        says: the state in words: "in Autotask since 09:41", "refused: This resource is not a member of the queue".
        next: what the person can do about it now: "e edit, d drop"; "" where nothing has to be done.
        can: which of "retry", "drop", "edit", "keep", "take", "adopt", "undo" apply.
        typed: what was written for it, each text under its label.
        found: records in Autotask of which one may be it, for `adopt`.
    """

    op_id: str
    act_id: ActId
    item: ItemId | None
    ticket: str
    what: str
    entered: datetime
    changed: datetime
    stage: Stage
    says: str
    next: str
    can: frozenset[str]
    typed: tuple[tuple[str, str], ...] = ()
    found: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ClashLine:
    """One field of a conflict, in the tenant's words."""

    field: str
    label: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people changed the same thing.

    Attributes:
        who: who touched the record last, by name; "" where Autotask does not say.
        at: when.
        others: fields of mine that nobody else changed; they go either way.
    """

    op_id: str
    item: ItemId | None
    ticket: str
    lines: tuple[ClashLine, ...]
    who: str
    at: datetime | None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be read once: a refusal, a conflict, a rule that set a field to something else, a recovery."""

    says: str
    item: ItemId | None = None
    op_id: str | None = None
    grave: bool = False


# Timers ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Timer:
    """Time that is being worked.

    Attributes:
        spans: when it ran before, each closed.
        since: when it was started or resumed last; None while it is parked.
        seconds: worked so far, as of now, whole.
        note: what was typed into its form meanwhile.
    """

    timer_id: str
    item: ItemId | None
    what: str
    started: datetime
    spans: tuple[tuple[datetime, datetime], ...]
    since: datetime | None
    seconds: int
    note: str = ""
    internal_code_id: int | None = None

    @property
    def running(self) -> bool:
        return self.since is not None


class IdleChoice(StrEnum):
    """What becomes of time in which no key was pressed."""

    KEEP = "keep"
    """All of it was work."""
    CUT = "cut"
    """Work ended with the last key; the timer is stopped there."""
    SPLIT = "split"
    """What lies between the last key and now is taken out, and the timer runs on from now."""


@dataclass(frozen=True, slots=True)
class Idle:
    """A doubt about the running timer.

    Attributes:
        since: the last key, or where the machine slept.
        says: "No key since 10:12 (43 min). Keep, cut to 10:12, or split?"
        slept: the machine itself stood still (a closed lid).
    """

    timer_id: str
    since: datetime
    until: datetime
    says: str
    slept: bool = False


@dataclass(frozen=True, slots=True)
class Timers:
    """One running timer at most, and the parked ones, the last parked first."""

    running: Timer | None = None
    parked: tuple[Timer, ...] = ()
    idle: Idle | None = None


# Day and week ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that the app saw me do in a gap.

    Attributes:
        says: "T20261124.0031 VPN drops: viewed 12 min, 1 note".
        minutes: seen on it.
        booked: it lies in the calendar.
    """

    item: ItemId
    start: datetime
    end: datetime
    minutes: int
    says: str
    booked: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Today, with what is pending and what runs.

    Attributes:
        today: the day bar; entries that are not in Autotask yet have a negative id and are in all its figures, and
            what a timer has counted is no gap.
        running: the span of the running timer so far.
        in_time: entered in real time, of `measured` entries; None before the first.
        median_lag: seconds between the end of work and its entry; None before the first.
        says: the three figures as one line: "in time 6 of 7 (86 %) · lag 3 min · coverage 91 %".
    """

    today: Today
    pending: frozenset[int] = frozenset()
    running: Interval | None = None
    in_time: int | None = None
    measured: int = 0
    median_lag: int | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """My week, for Friday.

    Attributes:
        days: Monday to Sunday.
        says: "6:30 missing on Tue and Thu".
        url: Autotask's own timesheet; None while the zone is unknown.
    """

    first: date
    days: tuple[WeekDay, ...]
    says: str
    url: str | None


# Thank-yous ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Thanks:
    """A reply that is only a thank-you, or any on a ticket that is complete (domain 6.1).

    Attributes:
        key: for `Acts.not_thanks`.
        text: what was written, without quotes and signature.
        why: how it was told.
        reopened: the ticket has left Complete because of it: `Recomplete` closes it again.
        sure: False where it is near the line, and a person should say.
        decided: what a person said: thanks or not; None where nobody has.
        complete: the ticket is complete, and stands in no queue.
        real: it says more than thanks: `Reopen` is proposed where the ticket is complete.
        waits: on a complete ticket of the person at the screen, or of nobody, for them to say what it is.
    """

    key: str
    item: ItemId
    number: str
    title: str
    who: str
    at: Micros
    text: str
    why: str
    reopened: bool
    sure: bool = True
    decided: bool | None = None
    complete: bool = False
    real: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """What changed since the last telling. Screens take anew what they show of it.

    Attributes:
        settled: ops that a person had to end, and that wait for nobody any more.
    """

    items: frozenset[ItemId] = frozenset()
    standing: bool = False
    timers: bool = False
    sheet: bool = False
    thanks: bool = False
    settled: frozenset[str] = frozenset()
