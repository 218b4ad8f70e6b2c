"""KPI 8, time to resolve: from creation to final completion, in business hours, incidents alone (domain 3, #8; 6c).

Median first, mean and 90th percentile beside it: a few endless tickets move the mean. The second row is net of the
time for which the customer let the ticket wait. Requests are no incidents; an alert is one once it is converted.
"""

from collections.abc import Iterator

from metrics.contribution import Contribution, left_out, not_measured, scaled
from metrics.facts import TicketFact
from metrics.kpi.eligibility import completer, no_outcome

GROSS, NET = "mttr.gross", "mttr.net"
NO_CALENDAR = "no business hours known"


def of_ticket(ticket: TicketFact) -> Iterator[Contribution]:
    """What an incident that is complete contributes."""
    if ticket.completed_date is None or ticket.family != "incident":
        return
    day, where = ticket.completed_day, completer(ticket)
    if reason := no_outcome(ticket):
        yield from (left_out(measure, day, where, reason) for measure in (GROSS, NET))
    elif ticket.business_hours is None:
        yield from (not_measured(measure, day, where, NO_CALENDAR) for measure in (GROSS, NET))
    else:
        for measure, hours in (
            (GROSS, ticket.business_hours),
            (NET, max(0.0, ticket.business_hours - ticket.waiting_hours)),
        ):
            yield Contribution(measure, day, where, numerator=scaled(hours), n=1, value=hours)
