"""What the figures are made of: narrow facts of tickets, time entries, status periods, days and months.

A fact says what happened and holds no definition: no threshold, no target, no period. Words are Autotask's. Instants
are UTC microseconds, days ordinals (`date.toordinal`), hours floats. An id of 0 and an empty text mean that there is
none. What needs a calendar or a catalogue (business hours, workflow) is worked out by whoever makes the fact, who also
remembers with which calendar and catalogue.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from sla.instants import Micros

Day: TypeAlias = int
"""The ordinal of a day in the desk's zone."""


class Known(StrEnum):
    """From where it is known what became of a ticket between its creation and its end."""

    HISTORY = "ticket history"
    TRAIL = "our own trail"
    NOT = "not known"


class Verdict(StrEnum):
    """What became of a milestone. `RUNNING` is open, whether its due date is past or not."""

    MET = "met"
    MISSED = "missed"
    RUNNING = "running"
    PAUSED = "paused"
    NOT_APPLICABLE = "not applicable"
    NO_SLA = "no service level"


class Channel(StrEnum):
    """How a ticket came in, as far as it says how soon a first contact ends."""

    PHONE = "phone"
    CHAT = "chat"
    MAIL = "e-mail"
    PORTAL = "portal"
    MONITORING = "monitoring"
    OTHER = "other"


class StatusKind(StrEnum):
    """What an Autotask status means."""

    NEW = "new"
    WORKING = "working"
    SCHEDULED = "scheduled"
    WAITING_CUSTOMER = "waiting customer"
    WAITING_OTHER = "waiting"
    COMPLETE = "complete"


class LeftBecause(StrEnum):
    """Why a ticket left Complete. Only `GENUINE` is a customer whose trouble was not over."""

    GENUINE = "genuine"
    THANKS = "thank-you only"
    MERGE = "merge"
    SELF_CORRECTION = "self-correction"
    ADMIN = "administrative edit"


class MoveBecause(StrEnum):
    """Why a ticket went to somebody else. Only `ESCALATION` asks for more skill than was there."""

    ESCALATION = "escalation"
    DISPATCH = "dispatch"
    HELPER = "helper"
    COVER = "time-off cover"
    BALANCE = "load balancing"
    VENDOR = "vendor referral"
    PROCUREMENT = "procurement"


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """One milestone of a ticket.

    Attributes:
        due: the deadline, while paused as it stood when the pause began; None where there is none.
        due_day: its day in the desk's zone; 0 where there is none.
        source: whose word the verdict is: "autotask", "workflow" (our own targets), or empty.
    """

    verdict: Verdict = Verdict.NO_SLA
    due: Micros | None = None
    due_day: Day = 0
    source: str = ""


NO_MILESTONE = MilestoneFact()


@dataclass(frozen=True, slots=True)
class Completion:
    """One time that a ticket became Complete.

    Attributes:
        resource_id: who completed it.
        left: when it left Complete again; None where it did not.
        because: why it left, as far as that is told from outside: thanks, merge or administrative edit. Whether
            the one who completed it corrected themselves is told from `left_by`.
        left_by: the resource that took it out; 0 for a customer, a rule or somebody unknown.
    """

    at: Micros
    day: Day
    resource_id: int = 0
    left: Micros | None = None
    left_by: int = 0
    because: LeftBecause = LeftBecause.GENUINE


@dataclass(frozen=True, slots=True)
class Move:
    """One time that a ticket went to another queue, or that another resource was given it.

    Attributes:
        from_tier: of the queue that it left, or of the role; 0 where tiers are not known.
        to_tier: of where it went.
        extra: a resource was added, nobody was taken off.
    """

    at: Micros
    from_tier: int = 0
    to_tier: int = 0
    extra: bool = False
    because: MoveBecause = MoveBecause.ESCALATION


@dataclass(frozen=True, slots=True)
class TicketFact:
    """A ticket.

    Attributes:
        completed_date: its final completion; None while it is not complete.
        workflow: id in the catalogue, "U" where unclassified; `family` is the workflow's.
        merged: a source of a merge, which is set to Complete without work.
        internal: of the desk's own company.
        auto_closed: an alert that went away by itself.
        verified: an alert that somebody looked at and that was trouble.
        engaged: when somebody took it up first, `engaged_resource_id`.
        contacts: times that somebody worked with the customer on it, as entries and public notes tell; None where
            that is not known.
        engaged_day: its day in the desk's zone; `created_day` and `completed_day` likewise.
        reassigned: times that it changed hands between techs after it was engaged.
        business_hours: from creation to final completion on the calendar of its location; None while it is open and
            where no calendar answers.
        waiting_hours: of those, what the customer let it wait.
        status_since: when it came into the status that it has.
        last_call: start of its latest service call or appointment that is not complete, past or to come; None where
            there is none.
        calls: how many of those it has or had.
        call_without_time: a call of it is past and nobody entered time.
        completions: in order. Empty where it was never complete, or where `known` is `NOT`.
        moves: in order.
        known: from where `completions`, `moves` and `reassigned` are known.
    """

    id: int
    create_date: Micros
    created_day: Day
    completed_date: Micros | None = None
    completed_day: Day = 0
    company_id: int = 0
    contract_id: int = 0
    workflow: str = "U"
    family: str = "unclassified"
    queue_id: int = 0
    priority: int = 0
    channel: Channel = Channel.OTHER
    status: StatusKind = StatusKind.NEW
    status_since: Micros = 0
    assigned_resource_id: int = 0
    completed_by_resource_id: int = 0
    first_response: MilestoneFact = NO_MILESTONE
    resolution_plan: MilestoneFact = NO_MILESTONE
    resolved: MilestoneFact = NO_MILESTONE
    merged: bool = False
    internal: bool = False
    auto_closed: bool = False
    verified: bool = False
    engaged: Micros | None = None
    engaged_day: Day = 0
    engaged_resource_id: int = 0
    contacts: int | None = None
    reassigned: int = 0
    estimated_hours: float | None = None
    worked_hours: float = 0.0
    business_hours: float | None = None
    waiting_hours: float = 0.0
    last_call: Micros | None = None
    calls: int = 0
    call_without_time: bool = False
    completions: tuple[Completion, ...] = ()
    moves: tuple[Move, ...] = ()
    known: Known = Known.NOT


@dataclass(frozen=True, slots=True)
class EntryFact:
    """A time entry.

    Attributes:
        saved: when a person saved it in our app, where ours wrote it; else Autotask's creation.
        in_time_until: the last instant at which saving it was in real time (`metrics.discipline.in_time_until`).
        days_late: days in the desk's zone from the end of the work to the saving.
        proxy: saved by somebody else than who worked; never True for what our app wrote in the person's name.
        client_facing: entitled to be paid, even where an agreement covers it.
        managed: the company had endpoints under a managed contract in that month.
        verified_alert: on an alert that was trouble.
        cost_rate: loaded cost of an hour of the person; None where not known.
        revenue: posted labour revenue; None where it is billable and not posted yet.
    """

    id: int
    resource_id: int
    date_worked: Day
    ticket_id: int = 0
    task_id: int = 0
    start_date_time: Micros | None = None
    end_date_time: Micros | None = None
    saved: Micros | None = None
    in_time_until: Micros | None = None
    days_late: int = 0
    proxy: bool = False
    hours_worked: float = 0.0
    hours_to_bill: float = 0.0
    billable: bool = False
    client_facing: bool = False
    internal: bool = False
    company_id: int = 0
    contract_id: int = 0
    workflow: str = ""
    family: str = ""
    verified_alert: bool = False
    managed: bool = False
    queue_id: int = 0
    team_id: int = 0
    role_id: int = 0
    cost_rate: float | None = None
    revenue: float | None = 0.0


@dataclass(frozen=True, slots=True)
class StatusPeriod:
    """How long a ticket stood in a status; `end` is None while it does."""

    ticket_id: int
    status: StatusKind
    start: Micros
    end: Micros | None = None
    queue_id: int = 0
    resource_id: int = 0
    start_by: int = 0


@dataclass(frozen=True, slots=True)
class DayFact:
    """A day of a person, past or to come.

    Attributes:
        begins: the instant at which the day begins in the person's zone; `ends`, at which the next one does.
        scheduled_hours: what they work on such a day, unpaid breaks left out.
        off_hours: of those, time off; `holiday_hours`, what a holiday takes.
        goal_hours: billable hours that are expected of them on that day.
        known: False where the rights to see time off are missing.
    """

    resource_id: int
    day: Day
    begins: Micros
    ends: Micros
    scheduled_hours: float = 0.0
    off_hours: float = 0.0
    holiday_hours: float = 0.0
    goal_hours: float = 0.0
    team_id: int = 0
    role_id: int = 0
    known: bool = True

    @property
    def available_hours(self) -> float:
        return max(0.0, self.scheduled_hours - self.off_hours - self.holiday_hours)


class BookingKind(StrEnum):
    """What a piece of somebody's time is promised to."""

    CALL = "service call"
    RECURRING = "recurring"
    PROJECT = "project"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class BookingFact:
    """Time of a person on a day that is promised already."""

    id: int
    resource_id: int
    day: Day
    hours: float
    kind: BookingKind
    ticket_id: int = 0
    company_id: int = 0
    workflow: str = ""
    team_id: int = 0
    role_id: int = 0


@dataclass(frozen=True, slots=True)
class MonthFact:
    """A month of a company; `month` is its first day.

    Attributes:
        endpoints: under a managed contract; None where nobody counted them.
        recurring_revenue: posted revenue of recurring services; None while the month is not posted.
        netted_cost: resold licences and tools in it, whatever `netted` names.
    """

    company_id: int
    month: Day
    endpoints: int | None = None
    recurring_revenue: float | None = 0.0
    netted_cost: float = 0.0
    netted: str = ""
    contract_id: int = 0


Fact: TypeAlias = TicketFact | EntryFact | DayFact | BookingFact | MonthFact
"""What contributes to figures."""
