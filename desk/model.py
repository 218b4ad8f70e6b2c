"""What the screens see of the queue: all frozen, so that a screen can hold on to it while the desk moves on.

The shapes of the ticket page and of the day stand in `desk.pages`. Screens import the names of the floors
below from here: `SyncStatus`, `TicketClock`, `Place` and their kin.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from replica.status import SyncState, SyncStatus
from sla.clock import Milestone, MilestoneName, MilestoneState, TicketClock
from sla.instants import Micros
from workflows.classify import Classification, Evidence
from workflows.order import ItemId, ItemKind, Place, Reason, Step

__all__ = [
    "Alarm",
    "Classification",
    "Counts",
    "Delta",
    "Evidence",
    "Explanation",
    "ItemId",
    "ItemKind",
    "Micros",
    "Milestone",
    "MilestoneName",
    "MilestoneState",
    "Person",
    "Place",
    "QueueSnapshot",
    "RankingLine",
    "RowText",
    "StatusKind",
    "Step",
    "SyncState",
    "SyncStatus",
    "TicketClock",
    "View",
    "WorkItem",
]


class StatusKind(StrEnum):
    """What a tenant's own status label means to the order. Found by label, see `desk.tenant`."""

    NEW = "new"
    ACTIVE = "active"
    CUSTOMER_REPLIED = "customer replied"
    SCHEDULED = "scheduled"
    ESCALATED = "escalated"
    WAITING_CUSTOMER = "waiting customer"
    WAITING_VENDOR = "waiting vendor"
    WAITING_MATERIALS = "waiting materials"
    WAITING_APPROVAL = "waiting approval"
    ON_HOLD = "on hold"
    COMPLETE = "complete"

    @property
    def waits(self) -> bool:
        """Somebody else has the next move, or nobody until a date."""
        return self in _WAITING


_WAITING = frozenset(
    {
        StatusKind.WAITING_CUSTOMER,
        StatusKind.WAITING_VENDOR,
        StatusKind.WAITING_MATERIALS,
        StatusKind.WAITING_APPROVAL,
        StatusKind.ON_HOLD,
    }
)


class View(StrEnum):
    """Whose work a queue shows."""

    MINE = "mine"
    TEAM = "team"
    UNASSIGNED = "unassigned"


@dataclass(frozen=True, slots=True)
class Person:
    """A resource of the desk."""

    id: int
    name: str
    email: str
    user_name: str
    active: bool = True
    location_id: int | None = None
    """The internal location they belong to."""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to work on: a ticket, a project task or an appointment, with its clock and its shared place.

    `place` is the place that everybody shares. Where it stands for one person is the order of a
    QueueSnapshot.
    """

    id: ItemId
    number: str
    """Autotask's own number (T20261124.0031); empty for an appointment."""
    title: str
    company_id: int | None
    company: str
    contact_id: int | None
    contact: str
    priority: str
    """The tenant's label."""
    priority_mark: str
    """P1, P2 ... by the tenant's sort order; empty where there is no priority."""
    status: str
    """The tenant's label."""
    status_kind: StatusKind
    queue_id: int | None
    queue: str
    owner_id: int | None
    owner: str
    """First and last name; empty when nobody has it."""
    workflow: str
    """W01 to W11, a lettered lane, or U."""
    workflow_name: str
    clock: TicketClock | None
    """None for a task and for an appointment."""
    place: Place
    classification: Classification | None
    created: Micros
    touched: Micros
    """The last activity that Autotask knows."""
    hold_release: Micros | None
    """When a hold ends, if it has an end."""
    reply_at: Micros | None
    """When the customer wrote the reply that nobody has answered yet."""
    booked_start: Micros | None
    """The next booked start or the one that runs."""
    booked_end: Micros | None
    estimated_minutes: int | None
    vip: bool
    late: bool
    """A milestone whose clock runs is over its due time; never while paused."""
    soon: bool
    """The next milestone is near: within the hour of business time, unless set otherwise."""
    stale: bool
    """Nobody has touched it for long, and nobody is waited for."""
    paused: bool
    """Its clock stands."""
    resources: frozenset[int]
    """Everybody who works on it: the owner, secondary resources, who is booked."""
    zone: str
    """The time zone of its calendar, an IANA name."""
    version: int
    """Grows with every change of this item."""

    @property
    def waiting(self) -> bool:
        return self.status_kind.waits

    @property
    def skipped(self) -> bool:
        """The person at the screen has put it behind, at `place.since` because of `place.what`."""
        return self.place.code is Reason.SKIPPED

    @property
    def short_id(self) -> str:
        """What a person says: the ticket number, or the id where there is none."""
        return self.number or f"{self.id.kind.value} {self.id.id}"


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of the header."""

    late: int = 0
    soon: int = 0
    waiting: int = 0
    unassigned: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class QueueSnapshot:
    """A view of the queue at an instant: the person's overlay in front, what is never offered last."""

    view: View
    at: Micros
    items: tuple[WorkItem, ...]
    offered: int
    """The first `offered` items may be handed out; the rest waits or needs booking."""
    paused: int
    total: int
    """How many the view has before the filter."""
    late: int
    soon: int
    filter_text: str = ""
    next_change_at: Micros | None = None
    """When the filter or the viewer's overlay next changes by time alone; the desk announces it itself."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that has just happened to an item; `desk.alarms` says for how long it stays an alarm."""

    item: ItemId
    what: MilestoneName | None
    """The milestone that was missed; None for a critical incident that nobody is on."""
    at: Micros
    """When the milestone was due, or when the incident was opened."""
    away: bool = False
    """It was missed while the desk could not look: without a connection, or while the machine slept."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What moved since the last delta."""

    changed: frozenset[ItemId] = frozenset()
    gone: frozenset[ItemId] = frozenset()
    reordered: bool = False
    """Some queue has another order or another membership: take a new snapshot."""
    needs: bool = False
    """The intervention list has another order, another membership or another reason: take a new snapshot of it."""
    alarms: tuple[Alarm, ...] = ()
    """Milestones that have just been missed, the newest last, then critical incidents that nobody is on."""
    status_changed: bool = False
    """The synchronisation has another state."""
    tick: bool = False
    """Time moved: countdowns show another minute."""


@dataclass(frozen=True, slots=True)
class RowText:
    """One line of the queue, in words. Every state has a glyph or a word, never only a colour."""

    flag: str
    """`▶` timer, `~` paused or waiting, `!!` late, `@` appointment, `!` due soon, `?` unassigned, `z` stale; which
    goes before which stands in `desk.wording`."""
    number: str
    priority: str
    sla: str
    company: str
    summary: str
    why: str
    owner: str
    helping: str = ""
    """Whose it is, where the person at the screen only works on it with them: "helping Ben Cole"."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an item stands where it stands."""

    item: ItemId
    position: int | None
    """One-based place in the viewer's queue, None when it is not in it."""
    sentence: str
    """The reason that decided, in one sentence without a full stop."""
    lines: tuple[str, ...]
    """Four lines, each by itself and the weightiest words first: the sentence and what it means; the clock; the
    neighbours in the queue; the workflow and what said so."""
    steps: tuple[Step, ...] = ()
    """Every rung from the top down to the one it stands on, and why it did or did not stop there."""
    helping: str = ""
    """As in `RowText`: why somebody else's item is among one's own."""


@dataclass(frozen=True, slots=True)
class RankingLine:
    """One line of the full ranking."""

    position: int
    item: ItemId
    number: str
    title: str
    rung: int
    """The rung of the ladder that decided, 1 (interrupts everything) to 7 (never offered)."""
    sentence: str
    offered: bool
    evidence: tuple[str, ...] = field(default=())
    """How its workflow was found."""
