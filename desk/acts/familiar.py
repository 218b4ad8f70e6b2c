"""Who has had to do with a company, or with such an issue, of late: whom a dispatcher would think of."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from autotask.entities import Ticket, TimeEntry
from replica.store import Replica

LATELY = timedelta(days=60)
MOST = 400
"""Tickets of companies, and of issues that are looked at, the youngest."""


def who_knows(copy: Replica, tickets: Sequence[Ticket], now: datetime) -> tuple[Counter[int], Counter[int]]:
    """How many tickets of these companies a resource has worked on lately, and how many like these.

    For a reading thread.

    Worked on is whose it is or was at the end, and who has entered time on it. Like a ticket are those of its issue and
    sub-issue. The tickets themselves do not count.
    """
    asked = {ticket.id for ticket in tickets}
    companies = {ticket.company_id for ticket in tickets if ticket.company_id}
    of_company = _newest(copy, "company_id", companies, asked, now)
    entries = copy.rows_in(TimeEntry, "ticket_id", [ticket.id for ticket in of_company])
    workers = {ticket.id: _ends(ticket) for ticket in of_company}
    for entry in entries:
        if entry.ticket_id in workers and entry.resource_id is not None:
            workers[entry.ticket_id] = workers[entry.ticket_id] | {entry.resource_id}
    issues = {(ticket.issue_type, ticket.sub_issue_type) for ticket in tickets if ticket.issue_type is not None}
    of_issue = _newest(copy, "issue_type", {issue for issue, _ in issues}, asked, now)
    alike = [_ends(ticket) for ticket in of_issue if (ticket.issue_type, ticket.sub_issue_type) in issues]
    return _counted(workers.values()), _counted(alike)


def _newest(copy: Replica, attr: str, values: Collection[int], asked: Collection[int], now: datetime) -> list[Ticket]:
    rows = copy.alike_lately(attr, values, now - LATELY, MOST) if values else []
    return [row for row in rows if row.id not in asked]


def _ends(ticket: Ticket) -> frozenset[int]:
    """Whose it is, and who completed it."""
    return frozenset(who for who in (ticket.assigned_resource_id, ticket.completed_by_resource_id) if who is not None)


def _counted(workers: Collection[frozenset[int]]) -> Counter[int]:
    return Counter(who for each in workers for who in each)
