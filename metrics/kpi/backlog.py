"""KPI 5, backlog: open tickets that are too old (domain 3, #5; 6c).

Two lines, incidents over 7 days and service requests over 30, and beside them everything but project work over 14. Age
counts from the creation, not from a due date, which can be moved; waiting and held tickets are in it. A ticket crosses
a line by itself, and a ticket that was re-opened is as old as it is.
"""

from collections.abc import Iterator

from metrics.contribution import EVER, SCALE, Contribution, left_out
from metrics.facts import TicketFact
from metrics.kpi.eligibility import NO_OUTCOME, no_work_of_a_client, owner
from sla.instants import DAY, Micros

OPEN, ALL = "backlog.open", "backlog.all"
LINES = {"incident": ("backlog.incidents", 7 * DAY), "request": ("backlog.requests", 30 * DAY)}
ALL_US = 14 * DAY


def of_ticket(ticket: TicketFact) -> Iterator[Contribution]:
    """What a ticket contributes, for every span in which it is open."""
    where = owner(ticket)
    reason = no_work_of_a_client(ticket) or (NO_OUTCOME["project"] if ticket.family == "project" else "")
    for since, until in open_spans(ticket):
        if reason:
            yield left_out(OPEN, ticket.created_day, where, reason, since, until)
            continue
        yield Contribution(
            OPEN, ticket.created_day, where, SCALE, n=1, value=float(ticket.create_date), since=since, until=until
        )  # fmt: skip
        lines = [(ALL, ALL_US)]
        if ticket.family in LINES:
            lines.append(LINES[ticket.family])
        for measure, age in lines:
            crossed = min(max(since, ticket.create_date + age + 1), until)
            for begins, ends, numerator in ((since, crossed, 0), (crossed, until, SCALE)):
                if begins < ends:
                    yield Contribution(measure, ticket.created_day, where, numerator, n=1, since=begins, until=ends)


def open_spans(ticket: TicketFact) -> Iterator[tuple[Micros, Micros]]:
    """The spans in which the ticket was not complete, the last one without end where it is open."""
    since = ticket.create_date
    for completion in ticket.completions:
        if completion.at > since:
            yield since, completion.at
        if completion.left is None:
            return
        since = completion.left
    if ticket.completed_date is None:
        yield since, EVER
    elif ticket.completed_date > since:
        yield since, ticket.completed_date
