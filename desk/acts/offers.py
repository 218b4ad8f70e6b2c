"""What a form starts with: what can be chosen, what is proposed, what is filled in already.

Screens import the names of the floors below from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from desk.acts.commands import ActId, Command
from desk.acts.told import Suggestion
from desk.model import ItemId
from desk.pages import Audience, ChecklistLine
from metrics.billing import Preview
from metrics.week import WeekDay
from replica.outbox.effects.values import Value
from workflows.completion import Severity, ZeroTime
from workflows.holds import HoldKind

__all__ = [
    "AssignForm",
    "ChangeForm",
    "Choice",
    "CompleteForm",
    "ContactChoice",
    "CreateForm",
    "Duplicate",
    "HoldForm",
    "HoldKind",
    "HoldOffer",
    "Holder",
    "NoteForm",
    "Obstacle",
    "Preview",
    "Severity",
    "TimeForm",
    "Value",
    "WeekDay",
    "ZeroTime",
]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to choose.

    Attributes:
        id: what a command takes.
        label: the tenant's own word.
        under: of a sub-issue the issue, of a contract the company, that it belongs to; None for all others.
        why: why it is proposed, or what to know of it; "" mostly.
    """

    id: int
    label: str
    under: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who can be given work.

    Attributes:
        roles: the roles that they hold, the proposed one first; empty where the desk cannot give them work.
        load: what they have in hand, in words: "7 open, 2 late".
    """

    id: int
    name: str
    roles: tuple[Choice, ...]
    load: str = ""
    me: bool = False


@dataclass(frozen=True, slots=True)
class TimeForm:
    """What the time form starts with.

    Attributes:
        act_id: for the command.
        heading: what it is on: "T20261124.0031 VPN drops".
        item: the same; None for internal time.
        seed: a `LogTime` or an `EditTime` as it would be saved now: the fields are filled from it.
        work_types: those that fit a ticket, a task or internal time; the seed has the proposed one.
        work_type_why, role_why: why these are proposed.
        roles: those that I hold.
        contracts: those of the company that hold today.
        statuses: that the ticket may get with it.
        reasons: why something is not billable.
        spans: of a timer that was interrupted, each part; empty for one that was not.
        last_end: where my last entry of the day ended, for "since the last one".
        locked: why this entry can be changed no more; "" while it can.
        drafted: the seed comes from a draft that was not sent.
    """

    act_id: ActId
    heading: str
    seed: Command
    item: ItemId | None = None
    work_types: tuple[Choice, ...] = ()
    work_type_why: str = ""
    roles: tuple[Choice, ...] = ()
    role_why: str = ""
    contracts: tuple[Choice, ...] = ()
    statuses: tuple[Choice, ...] = ()
    reasons: tuple[str, ...] = ()
    spans: tuple[tuple[datetime, datetime], ...] = ()
    last_end: datetime | None = None
    locked: str = ""
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class AudienceOffer:
    """Who may read a note.

    Attributes:
        says: "PUBLIC: Lena Ortiz reads it in the portal; whether mail goes out is up to the tenant's rules".
        mail: whether such notes of late are known to have been followed by mail; None where nothing is known.
        seconds: for which it waits for `u`.
    """

    audience: Audience
    says: str
    mail: bool | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class NoteForm:
    """What the composer starts with. Internal is the default; the customer's has another border and another verb."""

    act_id: ActId
    heading: str
    text: str
    title: str
    audiences: tuple[AudienceOffer, ...]
    audience: Audience = Audience.INTERNAL
    statuses: tuple[Choice, ...] = ()
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class HoldOffer:
    """A kind of hold.

    Attributes:
        until: the day proposed; None where only a person can say (parts, appointment, other).
        release: when it then ends by itself.
        status: the status that the ticket gets, in the tenant's word; "" where it keeps its own.
    """

    kind: HoldKind
    until: date | None
    release: datetime | None
    status: str


@dataclass(frozen=True, slots=True)
class HoldForm:
    """What the form of a hold starts with: where the ticket is on hold, with that hold.

    Attributes:
        now: the kind of the hold that is on; None where none is.
        until: the day until which it is on; None where none is, or its note names none.
        chained: how often it was on hold before.
    """

    act_id: ActId
    heading: str
    kinds: tuple[HoldOffer, ...]
    now: HoldKind | None = None
    until: date | None = None
    vendor: str = ""
    case_number: str = ""
    chained: int = 0
    reason: str = ""
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class AssignForm:
    """Whom to give it, those first who have the queue's roles; `now` has it."""

    act_id: ActId
    heading: str
    holders: tuple[Holder, ...]
    queues: tuple[Choice, ...]
    now: int | None = None
    secondary: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """Who could have a ticket, and why they.

    Attributes:
        role: in which they would have it.
        reasons: the weightiest first: "free now", "knows Fabrikam: 4 tickets lately", "2 open".
        full: they have no time left today, or are not here.
    """

    id: int
    name: str
    role: Choice
    reasons: tuple[str, ...]
    full: bool = False
    me: bool = False


@dataclass(frozen=True, slots=True)
class WorkflowOffer:
    """A workflow that a ticket can be made one of.

    Attributes:
        carried: what would be set for it: "priority High"; "" where nothing of the tenant carries it.
    """

    id: str
    name: str
    carried: str


@dataclass(frozen=True, slots=True)
class PriorityOffer:
    """What an impact and an urgency come to."""

    impact: str
    urgency: str
    priority: Choice
    mark: str


@dataclass(frozen=True, slots=True)
class TriageForm:
    """What triage of a ticket starts with; `workflow`, `priority` and `queue_id` are as they stand."""

    heading: str
    workflows: tuple[WorkflowOffer, ...]
    priorities: tuple[PriorityOffer, ...]
    queues: tuple[Choice, ...]
    workflow: str = ""
    priority: int | None = None
    queue_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """Fields that can be edited.

    Attributes:
        values: as they are, for `ChangeTicket.seen`.
        choices: active values by field, in the tenant's order; the value that stands is among them, active or not.
            Contacts are those of the company, by name; work types are those for tickets.
        completes: the statuses that only completing leads to.
        waits: the statuses in which somebody else has the next move: to set one is a hold, which has an end.
    """

    act_id: ActId
    heading: str
    values: Mapping[str, Value]
    choices: Mapping[str, tuple[Choice, ...]]
    completes: frozenset[int] = frozenset()
    waits: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What the gate says (domain 4.1).

    Attributes:
        id: "time", "my time", "timer", "checklist", "resolution", "children", "unchecked".
        says: one sentence.
        severity: what blocks is overridden with a reason, what asks needs a yes, what tells is only said.
    """

    id: str
    says: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class CompleteForm:
    """What the completion form starts with.

    Attributes:
        time: time to be entered with it: the timer's, else None where mine is in.
        resolution: prefilled from my last summary.
        checklist: lines that are not done; important ones block.
        checklist_read: whether they were read from Autotask just now; else "offline: unchecked" is said.
        obstacles: what stands against it now, with the time and the resolution of this form.
    """

    act_id: ActId
    heading: str
    time: TimeForm | None
    resolution: str
    checklist: tuple[ChecklistLine, ...]
    checklist_read: bool
    obstacles: tuple[Obstacle, ...]
    statuses: tuple[Choice, ...] = ()
    says: str = ""
    """What the person should know: "offline: the checklist is unchecked", "the customer reads the resolution"."""
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class ContactChoice:
    """Somebody who may be on the phone."""

    contact_id: int
    name: str
    company_id: int | None
    company: str
    phone: str = ""
    vip: bool = False


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An open ticket that may be the same thing."""

    item: ItemId
    number: str
    title: str
    says: str
    """Why: "same contact, opened 09:12"."""


@dataclass(frozen=True, slots=True)
class CreateForm:
    act_id: ActId
    picked_up: datetime
    """When the form opened, which is when the call was taken unless said otherwise."""
    priorities: tuple[Choice, ...]
    queues: tuple[Choice, ...]
    issues: tuple[Choice, ...]
    sub_issues: tuple[Choice, ...]
    priority: int | None = None
    queue_id: int | None = None


@dataclass(frozen=True, slots=True)
class FillForm:
    """What the app saw in a gap of the day, longest first."""

    start: datetime
    end: datetime
    suggestions: tuple[Suggestion, ...]
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into a form that was not sent: it survives a crash.

    Attributes:
        form: "time", "note", "complete" ...
        item: what it was about.
        values: as the form keeps them.
        saved: when.
        why: why it is still here: "not sent", or Autotask's own words.
    """

    name: str
    form: str
    item: ItemId | None
    values: Mapping[str, object] = field(default_factory=dict)
    saved: datetime | None = None
    why: str = ""
