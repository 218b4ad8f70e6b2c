"""The shapes of the order: what is asked of an item, what it is given, and who looks at it.

Instants are `Micros` (epoch microseconds, UTC). Everything that needs a business calendar (a reply plus four
business hours, the day a miss belongs to) is reckoned by the caller and handed over as an instant, so that the
order itself never needs one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple, TypeAlias

from sla.clock import MilestoneName
from sla.instants import Micros

WorkedFrom: TypeAlias = Literal["interrupt", "queue", "schedule"]

#: Stands in a key for "no instant": later than any real one.
NEVER: Micros = 1 << 62
#: Stands in a key behind everything that is offered, what has no instant included.
LAST: Micros = NEVER + 1


class ItemKind(StrEnum):
    """What can stand in a queue."""

    TICKET = "ticket"
    TASK = "task"
    APPOINTMENT = "appointment"


#: The last words of a key, so that two items never compare equal.
KIND_RANK = {ItemKind.TICKET: 0, ItemKind.TASK: 1, ItemKind.APPOINTMENT: 2}


class ItemId(NamedTuple):
    """Identity of an item: ids of different kinds overlap, so both parts count."""

    kind: ItemKind
    id: int


class Pending(NamedTuple):
    """A milestone that runs: not met, not paused, applicable, with a due instant."""

    name: MilestoneName
    due: Micros


@dataclass(frozen=True, slots=True, kw_only=True)
class RankFacts:
    """Everything the order asks of one item (domain 1.5). No field depends on the present moment except the two of
    the day; the caller makes new facts when an input changes or `Place.changes_at` arrives.

    Attributes:
        item: identity.
        workflow: id of the workflow, "W01" ... "W11", "A", "U" or an optional lane.
        workflow_rank: its rank in the order, from the catalogue; smaller comes first.
        worked_from: where it is worked from, from the catalogue. "schedule" is never offered without a booking.
        created: when the item was made.
        day_start: local midnight of the present moment on the item's calendar: a miss at or after it is a miss of
            today.
        day_end: the next local midnight: there, a miss of today becomes older.
        engaged: somebody works on it or has answered (status beyond New, first response given, time entered). Takes
            a W01 out of the first rung and a missed First Response out of consideration.
        pending: the running milestones, any order; empty while the clock is paused or without an SLA.
        ticket_due: the item's own due date (Autotask `dueDateTime`, a task's end), used where no milestone is left.
        waiting: why nobody can go on, as a person reads it ("Waiting Customer", "parts on order"); "" when not.
        hold_release: when the wait ends by itself, if a release is set.
        release_due: hold_release + 4 business hours: the answer owed after a release.
        reply_at: when the customer's last unanswered reply came (a thank-you is none, see `workflows.replies`).
        reply_due: that reply + 1 business hour (W01 to W03) or + 4 (all others).
        booked_start: start of the running or next service call or appointment of the item, or of the appointment.
        booked_end: its end; from there on the booking no longer counts.
        task_start: start of a project task.
        offboarding: a termination (`Classification.offboarding`).
        effective_at: when a move, a start or a termination takes effect.
        has_contract: covered by a contract.
        vip: the contact or company is marked VIP.
        estimated_minutes: estimated work left, None when not estimated.
        impact: of an incident, 0 = the whole company or an active security event, 1 = a site, 2 = several, 3 = one.
        device_class: of an alert, 0 = firewall, server or storage, 1 = network, 2 = workstation, 3 = other.
        duplicates: further alerts folded into this one.
        next_window: start of the next backup window (W03).
        float_minutes: slack of a project task in minutes, None when unknown.
    """

    item: ItemId
    workflow: str
    workflow_rank: int
    worked_from: WorkedFrom
    created: Micros
    day_start: Micros
    day_end: Micros
    engaged: bool = False
    pending: tuple[Pending, ...] = ()
    ticket_due: Micros | None = None
    waiting: str = ""
    hold_release: Micros | None = None
    release_due: Micros | None = None
    reply_at: Micros | None = None
    reply_due: Micros | None = None
    booked_start: Micros | None = None
    booked_end: Micros | None = None
    task_start: Micros | None = None
    offboarding: bool = False
    effective_at: Micros | None = None
    has_contract: bool = False
    vip: bool = False
    estimated_minutes: int | None = None
    impact: int = 3
    device_class: int = 3
    duplicates: int = 0
    next_window: Micros | None = None
    float_minutes: int | None = None

    def counts(self, milestone: Pending, now: Micros) -> bool:
        """Whether a pending milestone moves the item: a missed first response no longer does once somebody is on it;
        one that still runs is owed (domain 1.5, rung 4)."""
        return not (self.engaged and milestone.name is MilestoneName.FIRST_RESPONSE and milestone.due <= now)


class Reason(StrEnum):
    """Why an item stands where it stands: the code of its sentence."""

    UNENGAGED_CRITICAL = "critical"
    TIMER = "timer"
    PINNED = "pinned"
    SKIPPED = "skipped"
    MY_BOOKING = "my_booking"
    MISSED_TODAY = "missed_today"
    DUE_SOON = "due_soon"
    TERMINATION = "termination"
    MILESTONE = "milestone"
    MISSED_BEFORE = "missed_before"
    REPLY = "reply"
    RELEASED = "released"
    BOOKED = "booked"
    TASK_START = "task_start"
    TICKET_DUE = "ticket_due"
    NO_DUE = "no_due"
    WAITING = "waiting"
    NEEDS_BOOKING = "needs_booking"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands, and the values its sentence is made of.

    Attributes:
        rung: 1 to 7 of domain 1.5.
        key: what the order compares; total, ends in kind and id. Ranks and absolute instants only.
        code: why, see `Reason`.
        what: a word of the sentence: the milestone's name, the reason of a wait.
        at: the instant the sentence speaks of (a due, a start, a release), None when it speaks of none.
        since: a second instant (of the reply, of the release, of creation).
        effective_due: the instant it is ordered by in rungs 4 to 6; None when it has none.
        offered: whether "next" may offer it; False in rung 7.
        changes_at: the next instant at which the place could change with no new input; None if never. Between now
            and that instant the place is the same.
    """

    rung: int
    key: tuple[int, ...]
    code: Reason
    what: str
    at: Micros | None
    since: Micros | None
    effective_due: Micros | None
    offered: bool
    changes_at: Micros | None

    def __lt__(self, other: "Place") -> bool:
        return self.key < other.key


class Skipped(NamedTuple):
    """An item that its viewer does not work on now.

    Attributes:
        at: when they said so.
        reason: why, in one of the words offered or their own.
    """

    at: Micros
    reason: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who looks: what makes rungs 2 and 3 theirs, and what they have put behind.

    Attributes:
        resource_id: who.
        timer_on: the item their timer runs on.
        pinned: items they or the coordinator pinned for them.
        booked: start of their own running or next appointment or service call, by item.
        skipped: what they skipped and what has not changed since, by item.
    """

    resource_id: int
    timer_on: ItemId | None = None
    pinned: frozenset[ItemId] = frozenset()
    booked: Mapping[ItemId, Micros] = field(default_factory=dict)
    skipped: Mapping[ItemId, Skipped] = field(default_factory=dict)
