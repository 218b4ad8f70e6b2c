"""What a person wants done, as a form hands it in. A command is a value: it can be checked, asked about and kept.

Ids are Autotask's. A ticket that was made here and is not in Autotask yet has a negative id, the one that its row in
the queue has, and takes every command. Instants are aware. None means "as it is", or "not said" where something new is
made. `act_id` is made by `Acts.new_act()` when the form opens: the same command handed in twice is done once. A command
from a single key press needs none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from desk.model import ItemId
from desk.pages import Audience
from replica.outbox.effects.values import Value
from workflows.completion import ZeroTime
from workflows.holds import HoldKind

ActId: TypeAlias = str
"""Names what a person did in one go; its ops are undone together."""


class Origin(StrEnum):
    """How a quick create came about."""

    CALL = "call"
    WALK_UP = "walk-up"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing to be done."""

    act_id: ActId = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTicket(Command):
    """Something to be done on one ticket."""

    ticket_id: int


# Time ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LogTime(Command):
    """Time to be entered, on exactly one of a ticket, a project task and an internal billing code.

    Either `start` and `end`, or `hours` on a `day`. Longer than nothing and at most 24 hours.

    Attributes:
        summary: what the customer reads on the invoice; at least fifteen characters, and more than "done".
        reason: why it is not billable; goes in front of the internal notes.
        status_id: a status that the ticket gets with it.
        spans: where work was interrupted, each part of it, in place of `start` and `end`: an entry for each.
        from_timer: a timer is ended by this, its time is now in: the running one, unless `timer_id` names another.
    """

    ticket_id: int | None = None
    task_id: int | None = None
    internal_code_id: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    spans: tuple[tuple[datetime, datetime], ...] = ()
    day: date | None = None
    hours: float | None = None
    offset_hours: float | None = None
    work_type_id: int | None = None
    role_id: int | None = None
    contract_id: int | None = None
    summary: str = ""
    internal_notes: str = ""
    billable: bool = True
    reason: str = ""
    show_on_invoice: bool | None = None
    status_id: int | None = None
    from_timer: bool = False
    timer_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditTime(Command):
    """Fields of a time entry to be changed, by the names of `autotask.entities.TimeEntry`.

    Where start, end or hours move, the other two follow. `entry_id` is negative for an entry that is not in Autotask
    yet: what waits is then sent in its new shape.
    """

    entry_id: int
    changes: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteTime(Command):
    """A time entry to be taken away."""

    entry_id: int


# Words -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(OnTicket):
    """A note to be added; for the customer's eyes it waits eight seconds for `u`, else four.

    Attributes:
        title: the first words of the text, where empty.
        status_id: a status that the ticket gets with it.
    """

    text: str
    audience: Audience = Audience.INTERNAL
    title: str = ""
    status_id: int | None = None


# The ticket ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTicket(OnTicket):
    """Fields of a ticket to be set, by the names of `autotask.entities.Ticket`.

    Of interest: status, priority, queue_id, ticket_category, issue_type, sub_issue_type, due_date_time, contact_id,
    billing_code_id (the work type), contract_id, title, description, resolution, estimated_hours. The assignment has
    a command of its own.

    Attributes:
        seen: the values that the form showed, by field; of what is missing, what the desk knows now.
    """

    changes: Mapping[str, Value]
    seen: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(OnTicket):
    """A ticket to be given to a resource in a role that it holds.

    Attributes:
        resource_id: to whom; None takes it off everybody.
        role_id: None for the one proposed: the role of the queue, else the resource's default.
        queue_id: into another queue at the same time.
        seen: fields of the ticket as they were shown when it was chosen, to tell of what a colleague does meanwhile.
    """

    resource_id: int | None
    role_id: int | None = None
    queue_id: int | None = None
    seen: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Take(OnTicket):
    """Assign to me, and nothing else (`A`)."""

    role_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Start(OnTicket):
    """Accept (`s`): assigned to me, in progress, the timer running. What is so already stays.

    A ticket of somebody else is not taken over: I am added as a second pair of hands, unless `take_over`.

    Attributes:
        at: when the work began, for a timer that is backdated; None for now.
    """

    role_id: int | None = None
    at: datetime | None = None
    take_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(OnTicket):
    """A ticket that waits until the morning of a day (domain 6.2). No hold without that day.

    Attributes:
        until: None for the kind's default, where it has one: parts, appointments and others need a day.
        vendor, case_number: whom it waits for and their number, for a vendor hold.
        next_call: the day on which to call the vendor next.
        status_id: the status that carries it, where another was chosen than the kind's own.
    """

    kind: HoldKind
    reason: str
    until: date | None = None
    vendor: str = ""
    case_number: str = ""
    next_call: date | None = None
    status_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(OnTicket):
    """A hold to be ended now.

    Attributes:
        by_itself: its day has come, and other apps may be ending it at the same time.
    """

    reason: str = ""
    by_itself: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(OnTicket):
    """A line of the checklist, ticked or not. `item_id` is negative for a line that is not in Autotask yet."""

    item_id: int
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AddChecklistItem(OnTicket):
    """A line to be added to the checklist."""

    text: str
    important: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSecondary(OnTicket):
    """A second pair of hands, in a role that it holds; None for the one proposed."""

    resource_id: int
    role_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveSecondary(OnTicket):
    """A second pair of hands to be taken off."""

    resource_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete(OnTicket):
    """A ticket to be completed: time, resolution, status, in this order; each waits for the one before.

    Attributes:
        time: time to be entered first; None where mine is in already.
        resolution: what was done, for the ticket's resolution field.
        override: why it is completed although the gate says no; goes into an internal note.
        zero_time: why no time is needed on it.
        status_id: a status that means complete; None for Autotask's own.
    """

    time: LogTime | None = None
    resolution: str = ""
    override: str = ""
    zero_time: ZeroTime | None = None
    status_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomplete(OnTicket):
    """A ticket that only a thank-you has opened, to be completed again with one key: no gate, no re-open counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(OnTicket):
    """A complete ticket on which the customer wrote more than thanks, to be worked on again by whom it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTicket(Command):
    """A ticket to be made of a call or a walk-up in fifteen seconds.

    Attributes:
        company_id: None for that of the contact.
        picked_up: when the call was taken: where the timer starts, over whatever runs now.
        start: run the timer on it.
        assign: give it to me and set it in progress.
        values: further fields by the names of `autotask.entities.Ticket`.
    """

    title: str
    company_id: int | None = None
    contact_id: int | None = None
    description: str = ""
    origin: Origin = Origin.CALL
    priority: int | None = None
    queue_id: int | None = None
    issue_type: int | None = None
    sub_issue_type: int | None = None
    picked_up: datetime | None = None
    start: bool = True
    assign: bool = True
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAsDuplicate(OnTicket):
    """Complete a ticket as the same as another: notes and contact go there, and each names the other.

    The API cannot merge; this is as near as it comes, and the forms say so.
    """

    of_id: int
    reason: str = ""


# What a dispatcher does ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SetWorkflow(OnTicket):
    """A ticket to belong to another workflow: the fields are set that carry it in this tenant.

    Attributes:
        workflow: id in the catalogue: "W02".
    """

    workflow: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPromise(OnTicket):
    """A new date, and a note that tells of it, which goes once the date is in Autotask.

    Attributes:
        text: of the note; "" leaves it out.
    """

    due: datetime
    text: str = ""
    audience: Audience = Audience.INTERNAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge(OnTicket):
    """A word to whom the ticket is assigned, inside; never public.

    Attributes:
        why: what is wrong, for the note: "resolution missed 1:40 ago".
    """

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorb(Command):
    """Several tickets of one trouble become one: the others are closed as its duplicates, and each names the other.

    Attributes:
        into_id: the one that goes on.
        ticket_ids: those that are closed.
    """

    into_id: int
    ticket_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip(Command):
    """The offered item is not worked on now. Kept here; Autotask does not hear of it.

    Attributes:
        reason: one of `Acts.skip_reasons`, or own words.
    """

    item: ItemId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludeGap(Command):
    """A gap in somebody's day is none. Kept here; Autotask does not hear of it.

    Attributes:
        reason: why; "" lets it count again.
    """

    resource_id: int
    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk(Command):
    """The same thing on several tickets: one confirmation, one summary, and no stop at the first that fails."""

    commands: tuple[Command, ...]
