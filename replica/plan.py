"""What is read, in which order, and how often: the first fill as a list of steps, the polls as a table.

Open work comes first. Companies and contacts are fetched for the open tickets before all others of their kind, so
that the first screen costs what the open work costs and not what the tenant has gathered over the years.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import or_

from autotask import entities as e
from autotask.filters import EVERYTHING, Filter, Gte, NotIn
from autotask.kinds import Kind, kind_of
from replica.reading import Questions
from replica.rows import to_cell

RECENT = timedelta(days=2)
"""Calls and appointments that ended before that are history."""
TIME_OFF_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Scope:
    """What "open" and "recent" mean right now."""

    now: datetime
    """The server's clock."""
    complete: tuple[int, ...]
    """Ticket statuses that mean Complete."""
    tasks_complete: tuple[int, ...]
    projects_complete: tuple[int, ...]

    def day(self, back: timedelta) -> date:
        """The UTC day so long ago, one more for tenants east of Greenwich."""
        return (self.now - back).date() - timedelta(days=1)


Values: TypeAlias = Callable[[Questions, Scope], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a fill: all of a kind, or what meets a condition."""

    name: str
    """Stable: how far a step is stands in the ledger under it."""
    kind: Kind[Any]
    what: str
    """For the progress bar."""
    condition: Callable[[Scope], Filter]
    weight: int = 1
    """Its part of the bar. A step of more than 1 is counted first."""


@dataclass(frozen=True, slots=True)
class Links:
    """One part of a fill: the rows that name, or are named by, rows we have."""

    name: str
    kind: Kind[Any]
    what: str
    field: str
    """Autotask's name of the field that is asked for by value."""
    values: Values
    """What it is asked for: ids from the copy."""
    weight: int = 1
    whole: bool = True
    """The answer is everything there is for these values, so that what is missing in it is gone."""


def everything(_: Scope) -> Filter:
    """All of a kind."""
    return EVERYTHING


def open_tickets(scope: Scope) -> Filter:
    """Tickets that are not complete."""
    return NotIn("status", scope.complete)


def open_tasks(scope: Scope) -> Filter:
    """Tasks that are not complete."""
    return NotIn("status", scope.tasks_complete)


def open_projects(scope: Scope) -> Filter:
    """Projects that are not complete."""
    return NotIn("status", scope.projects_complete)


def upcoming(scope: Scope) -> Filter:
    """Calls and appointments that are not long over."""
    return Gte("endDateTime", scope.now - RECENT)


def entries_now(scope: Scope) -> Filter:
    """The time of today, wherever today is."""
    return Gte("dateWorked", scope.day(timedelta()))


def time_off(scope: Scope) -> Filter:
    """Who is away, from a week ago on."""
    return Gte("requestDate", scope.day(TIME_OFF_BACK))


def _ids(cls: type[Any]) -> Values:
    return lambda copy, _: copy.ids(cls)


def open_ticket_ids(copy: Questions, _: Scope) -> list[int]:
    """The ids of the open tickets of the copy."""
    return copy.ids(e.Ticket, *copy.open_test())


def current_calls(copy: Questions, scope: Scope) -> list[int]:
    """The ids of the service calls of the copy that are not long over. One without an end never is."""
    end = copy.schema.tables[kind_of(e.ServiceCall).name].c.end_date_time
    return copy.ids(e.ServiceCall, or_(end.is_(None), end >= to_cell(scope.now - RECENT)))


def _on_current_calls(cls: type[Any]) -> Values:
    return lambda copy, scope: sorted(
        row.id for row in copy.rows_in(cls, "service_call_id", current_calls(copy, scope))
    )


def _named_by_open_tickets(attr: str, known: type[Any]) -> Values:
    def values(copy: Questions, _: Scope) -> list[int]:
        named = {getattr(ticket, attr) for ticket in copy.open_tickets()} - {None}
        return sorted(named.difference(copy.ids(known)))

    return values


def _reference(cls: type[Any], what: str) -> Step:
    kind = kind_of(cls)
    return Step(f"all:{kind.name}", kind, what, everything)


def _links(cls: type[Any], what: str, field: str, values: Values, weight: int = 1) -> Links:
    kind = kind_of(cls)
    return Links(f"links:{kind.name}:{field}", kind, what, field, values, weight, whole=field != "id")


REFERENCE: tuple[Step, ...] = (
    _reference(e.Resource, "people"),
    _reference(e.Role, "roles"),
    _reference(e.ResourceRole, "roles"),
    _reference(e.ResourceServiceDeskRole, "roles"),
    _reference(e.ResourceRoleQueue, "queues"),
    _reference(e.ResourceDailyAvailability, "working hours"),
    _reference(e.Department, "departments"),
    _reference(e.HolidaySet, "holidays"),
    _reference(e.Holiday, "holidays"),
    _reference(e.InternalLocation, "locations"),
    _reference(e.InternalLocationWithBusinessHours, "business hours"),
    _reference(e.BillingCode, "work types"),
    _reference(e.TicketCategory, "ticket categories"),
)
"""Small, without a watermark, and needed to say anything about a ticket."""

CONTRACT_TERMS: tuple[Step, ...] = (
    _reference(e.ContractBlock, "blocks of hours"),
    _reference(e.ContractBlockHourFactor, "blocks of hours"),
    _reference(e.ContractRetainer, "retainers"),
    _reference(e.ContractTicketPurchase, "tickets bought beforehand"),
    _reference(e.ContractRate, "prices of contracts"),
    _reference(e.ContractExclusionBillingCode, "what contracts leave out"),
    _reference(e.ContractExclusionRole, "what contracts leave out"),
    _reference(e.WorkTypeModifier, "prices of work types"),
)
"""What an hour comes to under a contract. Small and without a watermark too; nobody asks before time is entered."""

SKILLS: tuple[Step, ...] = (_reference(e.Skill, "skills"), _reference(e.ResourceSkill, "skills"))
"""Who is good at what. As small, and asked for only where somebody is to be given a ticket."""

CALL_LINKS: tuple[Links, ...] = (
    _links(e.ServiceCallTicket, "service calls", "serviceCallID", current_calls),
    _links(e.ServiceCallTask, "service calls", "serviceCallID", current_calls),
    _links(e.ServiceCallTicketResource, "service calls", "serviceCallTicketID", _on_current_calls(e.ServiceCallTicket)),
    _links(e.ServiceCallTaskResource, "service calls", "serviceCallTaskID", _on_current_calls(e.ServiceCallTask)),
)
"""Who is booked on what, of calls that are not long over: those of the past are many, and stand still. None has a
watermark; each asks for what the one before found."""

_PAST_BOOKINGS: tuple[tuple[type[Any], str, type[Any]], ...] = (
    (e.ServiceCallTicket, "serviceCallID", e.ServiceCall),
    (e.ServiceCallTask, "serviceCallID", e.ServiceCall),
    (e.ServiceCallTicketResource, "serviceCallTicketID", e.ServiceCallTicket),
    (e.ServiceCallTaskResource, "serviceCallTaskID", e.ServiceCallTask),
)

TICKET_LINKS: tuple[Links, ...] = (
    _links(e.TicketSecondaryResource, "who works on them", "ticketID", open_ticket_ids),
    _links(e.TicketChecklistItem, "their checklists", "ticketID", open_ticket_ids),
)
"""What hangs on a ticket and has no watermark."""

TASK_LINKS: tuple[Links, ...] = (_links(e.TaskSecondaryResource, "who works on tasks", "taskID", _ids(e.Task)),)

NAMED: tuple[Links, ...] = (
    _links(e.Company, "their companies", "id", _named_by_open_tickets("company_id", e.Company)),
    _links(e.Contact, "their contacts", "id", _named_by_open_tickets("contact_id", e.Contact)),
    _links(e.Contract, "their contracts", "id", _named_by_open_tickets("contract_id", e.Contract)),
    _links(
        e.ConfigurationItem, "their devices", "id", _named_by_open_tickets("configuration_item_id", e.ConfigurationItem)
    ),
)
"""What tickets refer to."""

NOTES = _links(e.TicketNote, "notes of open tickets", "ticketID", open_ticket_ids, weight=10)
ENTRIES = _links(e.TimeEntry, "time on open tickets", "ticketID", open_ticket_ids, weight=6)

RESULTS = _links(e.ServiceLevelAgreementResult, "how service levels were kept", "ticketID", _ids(e.Ticket))
"""Written when a ticket is completed, and never polled."""

OPEN: tuple[Step | Links, ...] = (
    *REFERENCE,
    Step("open:Tickets", kind_of(e.Ticket), "open tickets", open_tickets, weight=10),
    *NAMED,
    *TICKET_LINKS,
    Step("open:ServiceCalls", kind_of(e.ServiceCall), "service calls", upcoming),
    *CALL_LINKS,
    Step("open:Appointments", kind_of(e.Appointment), "appointments", upcoming),
    Step("open:TimeEntries", kind_of(e.TimeEntry), "time of today", entries_now),
    NOTES,
    ENTRIES,
    Step("open:Projects", kind_of(e.Project), "projects", open_projects),
    _links(e.Phase, "phases", "projectID", _ids(e.Project)),
    Step("open:Tasks", kind_of(e.Task), "open tasks", open_tasks),
    *TASK_LINKS,
    Step("open:TimeOffRequests", kind_of(e.TimeOffRequest), "time off", time_off),
)
"""The first fill, in order. When it ends the desk is live."""


def history(days: int) -> tuple[Step | Links, ...]:
    """What is read behind the live desk: terms of contracts, skills, all that tickets may name, then closed work.

    Args:
        days: How far back closed work reaches; its last 30 days come first.
    """
    spans = sorted({min(30, days), days})
    behind: list[Step | Links] = [*CONTRACT_TERMS, *SKILLS]
    behind += [
        Step(f"all:{kind_of(cls).name}", kind_of(cls), what, everything, weight=4)
        for cls, what in (
            (e.Company, "companies"),
            (e.CompanyLocation, "locations of companies"),
            (e.Contract, "contracts"),
            (e.Contact, "contacts"),
            (e.ConfigurationItem, "devices"),
        )
    ]
    for span in spans:
        for cls, field in HISTORY_FIELDS:
            kind = kind_of(cls)
            what = f"{_WORDS[cls]} of {span} days"
            behind.append(Step(f"history:{span}:{kind.name}", kind, what, _since(field, span), weight=6))
    for cls, field, named in _PAST_BOOKINGS:
        kind = kind_of(cls)
        behind.append(Links(f"history:{days}:{kind.name}", kind, "past bookings", field, _ids(named)))
    behind.append(
        Links(f"history:{days}:{RESULTS.kind.name}", RESULTS.kind, RESULTS.what, RESULTS.field, RESULTS.values)
    )
    return tuple(behind)


HISTORY_FIELDS: tuple[tuple[type[Any], str], ...] = (
    (e.Ticket, "completedDate"),
    (e.TimeEntry, "dateWorked"),
    (e.ServiceCall, "endDateTime"),
    (e.TicketNote, "createDateTime"),
)
"""The kinds of closed work, and the field that says when it was."""

_WORDS: dict[type[Any], str] = {
    e.Ticket: "closed tickets",
    e.TimeEntry: "time",
    e.ServiceCall: "service calls",
    e.TicketNote: "notes",
}


def _since(field: str, days: int) -> Callable[[Scope], Filter]:
    return lambda scope: Gte(field, scope.now - timedelta(days=days))


POLLED: tuple[tuple[Kind[Any], int], ...] = (
    (kind_of(e.Ticket), 1),
    (kind_of(e.TicketNote), 2),
    (kind_of(e.TimeEntry), 2),
    (kind_of(e.ServiceCall), 4),
    (kind_of(e.Appointment), 4),
    (kind_of(e.Task), 4),
    (kind_of(e.DeletedTicketLog), 8),
    (kind_of(e.DeletedTicketActivityLog), 8),
    (kind_of(e.Project), 20),
    (kind_of(e.Phase), 20),
    (kind_of(e.Company), 20),
    (kind_of(e.Contact), 20),
    (kind_of(e.TimeOffRequest), 20),
    (kind_of(e.ConfigurationItem), 40),
)
"""Each kind with a watermark, and every how many intervals it is polled. At 15 s that is about 800 requests an hour."""

FOLLOWED: frozenset[Kind[Any]] = frozenset(
    kind_of(cls) for cls in (e.Ticket, e.ServiceCall, e.Task, e.DeletedTicketLog, e.DeletedTicketActivityLog)
)
"""The kinds with something hanging on them that no poll of its own brings."""

WITH_PICKLISTS: tuple[Kind[Any], ...] = tuple(
    kind_of(cls)
    for cls in (
        e.Ticket,
        e.TicketNote,
        e.Task,
        e.Project,
        e.TimeEntry,
        e.BillingCode,
        e.ResourceRoleQueue,
        e.Resource,
        e.Company,
        e.Contract,
        e.ConfigurationItem,
        e.ServiceCall,
        e.TimeOffRequest,
        e.WorkTypeModifier,
    )
)
"""Whose labels the desk shows or decides by; the first three before the first ticket is read."""
