"""KPI 1, workflow distribution: how tickets and hours spread over the workflows (domain 3, #1).

Tickets count by the day they were created, hours by the day they were worked. Unclassified tickets are a workflow and a
figure of their own, as are incidents and alerts together: what the desk reacts to.
"""

from collections.abc import Iterator

from metrics.contribution import SCALE, Contribution, counted, left_out, scaled
from metrics.facts import EntryFact, TicketFact
from metrics.kpi.eligibility import OWN_COMPANY, no_work_of_a_client, owner
from metrics.kpi.entries import of_work

TICKETS, HOURS = "workflow_distribution.tickets", "workflow_distribution.hours"
UNCLASSIFIED, REACTIVE = "workflow_distribution.unclassified", "workflow_distribution.reactive"
REACTIVE_FAMILIES = ("incident", "alert")
ON_NOTHING = "on no ticket and no task"


def of_ticket(ticket: TicketFact) -> Iterator[Contribution]:
    """What a ticket contributes."""
    day, where = ticket.created_day, owner(ticket)
    if reason := no_work_of_a_client(ticket):
        for measure in (TICKETS, UNCLASSIFIED, REACTIVE):
            yield left_out(measure, day, where, reason)
        return
    yield Contribution(TICKETS, day, where, numerator=SCALE, n=1)
    yield counted(UNCLASSIFIED, day, where, yes=ticket.family == "unclassified")
    yield counted(REACTIVE, day, where, yes=ticket.family in REACTIVE_FAMILIES)


def of_entry(entry: EntryFact) -> Iterator[Contribution]:
    """What a time entry contributes."""
    day, where = entry.date_worked, of_work(entry)
    if entry.internal:
        yield left_out(HOURS, day, where, OWN_COMPANY)
    elif not (entry.ticket_id or entry.task_id):
        yield left_out(HOURS, day, where, ON_NOTHING)
    else:
        yield Contribution(HOURS, day, where, numerator=scaled(entry.hours_worked), n=1)
