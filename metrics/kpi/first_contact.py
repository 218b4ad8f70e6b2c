"""KPI 14, first contact resolution: resolved in the first contact, of what can be (domain 3, #14; 6c).

Eligible are medium and normal incidents and quick hits of clients that a person sent. Resolved in the first contact is
a ticket with one engaged contact, that did not change hands and did not come back within 14 days; one that did not come
by phone or chat must be complete within one business hour of its creation, too. Per team: as the goal of one person it
is misused more than any other figure.
"""

from collections.abc import Iterator

from metrics.contribution import ALWAYS, SCALE, Contribution, Dimensions, left_out, not_measured
from metrics.facts import Channel, Known, TicketFact
from metrics.kpi.eligibility import laid_to, no_outcome
from metrics.kpi.mttr import NO_CALENDAR
from metrics.kpi.reopen_rate import NO_HISTORY, came_back, settled_at

TICKETS = "first_contact.tickets"
ELIGIBLE = ("W04", "W05", "W06")
LIVE = (Channel.PHONE, Channel.CHAT)
WRITTEN_HOURS = 1.0
NOT_ELIGIBLE = "another workflow"
FROM_MONITORING = "from monitoring"
NO_CONTACTS = "contacts not known"


def of_ticket(ticket: TicketFact) -> Iterator[Contribution]:
    """What a ticket that is complete contributes; to a team, to no person."""
    if ticket.completed_date is None:
        return
    day, where = ticket.completed_day, laid_to(ticket, 0)
    if reason := no_outcome(ticket) or _not_eligible(ticket):
        yield left_out(TICKETS, day, where, reason)
    elif missing := _not_known(ticket):
        yield not_measured(TICKETS, day, where, missing)
    else:
        yield _judged(ticket, day, where)


def _judged(ticket: TicketFact, day: int, where: Dimensions) -> Contribution:
    at_once = ticket.channel in LIVE or (ticket.business_hours is not None and ticket.business_hours <= WRITTEN_HOURS)
    held = came_back(ticket.completions) is None
    first = ticket.contacts == 1 and ticket.reassigned == 0 and at_once and held
    return Contribution(
        TICKETS, day, where, SCALE if first else 0, SCALE, 1,
        provisional_until=settled_at(ticket.completions) if first else ALWAYS, source=ticket.known.value,
    )  # fmt: skip


def _not_eligible(ticket: TicketFact) -> str:
    if ticket.workflow not in ELIGIBLE:
        return NOT_ELIGIBLE
    return FROM_MONITORING if ticket.channel is Channel.MONITORING else ""


def _not_known(ticket: TicketFact) -> str:
    if ticket.known is Known.NOT or not ticket.completions:
        return NO_HISTORY
    if ticket.contacts is None:
        return NO_CONTACTS
    return NO_CALENDAR if ticket.channel not in LIVE and ticket.business_hours is None else ""
