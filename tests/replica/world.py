"""A small tenant for the scripted PSA: every kind of thing that the pull follows, some of it open, some long closed."""

from datetime import date, timedelta
from typing import Any

from autotask.entities import (
    Appointment,
    Company,
    Contact,
    DeletedTicketActivityLog,
    DeletedTicketLog,
    Phase,
    Project,
    Resource,
    Role,
    ServiceCall,
    ServiceCallTicket,
    ServiceCallTicketResource,
    Task,
    TaskSecondaryResource,
    Ticket,
    TicketChecklistItem,
    TicketNote,
    TicketSecondaryResource,
    TimeEntry,
)
from autotask.kinds import KINDS
from replica.store import Replica
from tests.replica.double import START, ScriptedPsa

OPEN_TICKETS = 12
CLOSED_TICKETS = 9
COMPANIES = 30
PAST_VISITS = (3, 20, 45, 80)
"""Days since they ended."""

COMPARED: tuple[type[Any], ...] = tuple(cls for cls in KINDS if cls not in (DeletedTicketLog, DeletedTicketActivityLog))


def ticket(id_: int, **fields: Any) -> Ticket:
    """An open ticket of company `id_ % COMPANIES` that was last touched an hour before the start."""
    at = START - timedelta(hours=1)
    given = {
        "status": 1,
        "title": f"Ticket {id_}",
        "company_id": id_ % COMPANIES,
        "contact_id": 500 + id_,
        "create_date": at,
        "last_activity_date": at,
    }
    return Ticket(id=id_, **{**given, **fields})


def note(id_: int, ticket_id: int, **fields: Any) -> TicketNote:
    """A note of an hour before the start."""
    at = START - timedelta(hours=1)
    return TicketNote(id=id_, ticket_id=ticket_id, **{"create_date_time": at, "last_activity_date": at, **fields})


def entry(id_: int, ticket_id: int, day: date, **fields: Any) -> TimeEntry:
    """Half an hour on a day."""
    at = START - timedelta(hours=1)
    given = {"create_date_time": at, "last_modified_date_time": at, "resource_id": 4}
    return TimeEntry(id=id_, ticket_id=ticket_id, date_worked=day, hours_worked=0.5, **{**given, **fields})


def furnish(psa: ScriptedPsa) -> None:
    """Put it all there, before the first question."""
    psa.put(*(Resource(id=id_, first_name=f"Tech {id_}") for id_ in range(4, 9)), Role(id=1, name="Engineer"))
    psa.put(*(Company(id=id_, company_name=f"Company {id_}") for id_ in range(COMPANIES)))
    psa.put(*(Contact(id=500 + id_, first_name=f"Caller {id_}") for id_ in range(40)))
    for id_ in range(1, OPEN_TICKETS + 1):
        psa.put(ticket(id_), note(id_ * 10, id_), entry(id_ * 10, id_, START.date()))
        psa.put(TicketSecondaryResource(id=id_, ticket_id=id_, resource_id=5))
        psa.put(TicketChecklistItem(id=id_, ticket_id=id_, item_name="Check the backup"))
    for place in range(CLOSED_TICKETS):
        id_, ago = 100 + place, timedelta(days=place * 9 + 1)
        then = START - ago
        psa.put(ticket(id_, status=5, completed_date=then, last_activity_date=then))
        psa.put(note(id_ * 10, id_, create_date_time=then, last_activity_date=then))
        psa.put(entry(id_ * 10, id_, then.date(), create_date_time=then, last_modified_date_time=then))
    psa.put(ServiceCall(id=1, end_date_time=START + timedelta(hours=3), create_date_time=START - timedelta(days=1)))
    psa.put(ServiceCallTicket(id=1, service_call_id=1, ticket_id=2))
    psa.put(ServiceCallTicketResource(id=1, service_call_ticket_id=1, resource_id=4))
    for id_, days in enumerate(PAST_VISITS, 2):
        then = START - timedelta(days=days)
        psa.put(ServiceCall(id=id_, end_date_time=then, create_date_time=then, last_modified_date_time=then))
        psa.put(ServiceCallTicket(id=id_, service_call_id=id_, ticket_id=100))
        psa.put(ServiceCallTicketResource(id=id_, service_call_ticket_id=id_, resource_id=5))
    psa.put(Appointment(id=1, resource_id=4, end_date_time=START + timedelta(hours=5), title="Dentist"))
    psa.put(Project(id=1, status=1, project_name="Move"), Phase(id=1, project_id=1, title="Plan"))
    psa.put(Task(id=1, status=1, project_id=1, phase_id=1, title="Count the desks"))
    psa.put(TaskSecondaryResource(id=1, task_id=1, resource_id=6))


def differences(copy: Replica, psa: ScriptedPsa) -> dict[str, tuple[int, int]]:
    """The kinds whose rows in the copy are not those of the PSA, and how many rows each has."""
    found = {}
    for cls in COMPARED:
        ours, theirs = copy.rows(cls), psa.all(cls)
        if ours != theirs:
            found[KINDS[cls].name] = (len(ours), len(theirs))
    return found
