"""KPI 13, escalation rate: tickets that needed more skill than who took them up had (domain 3, #13; 6c).

An escalation is a move to a higher tier, or another resource besides, after the ticket was first engaged. Moves for
dispatch, help, time off, load or procurement are none; a referral to a vendor stands apart. Where nobody has said which
tier a queue is of, a move between such queues can be either, and the ticket is unmeasurable unless another move settles
it. Projects are planned work and left out.
"""

from collections.abc import Iterator

from metrics.contribution import Contribution, counted, left_out, not_measured
from metrics.facts import Known, Move, MoveBecause, TicketFact
from metrics.kpi.eligibility import NO_OUTCOME, laid_to, no_work_of_a_client
from metrics.kpi.reopen_rate import NO_HISTORY

TICKETS, VENDOR = "escalation_rate.tickets", "escalation_rate.vendor"
NO_TIER = "tier of a queue not known"


def of_ticket(ticket: TicketFact) -> Iterator[Contribution]:
    """What a ticket that was engaged contributes."""
    if ticket.engaged is None:
        return
    day = ticket.engaged_day
    where = laid_to(ticket, ticket.engaged_resource_id or ticket.assigned_resource_id)
    reason = no_work_of_a_client(ticket) or (NO_OUTCOME["project"] if ticket.family == "project" else "")
    if reason or ticket.known is Known.NOT:
        for measure in (TICKETS, VENDOR):
            make = left_out if reason else not_measured
            yield make(measure, day, where, reason or NO_HISTORY)
        return
    moves = [move for move in ticket.moves if move.at > ticket.engaged]
    escalations = [move for move in moves if move.because is MoveBecause.ESCALATION]
    if any(map(_goes_up, escalations)):
        yield counted(TICKETS, day, where, yes=True, source=ticket.known.value)
    elif any(map(_may_go_up, escalations)):
        yield not_measured(TICKETS, day, where, NO_TIER)
    else:
        yield counted(TICKETS, day, where, yes=False, source=ticket.known.value)
    referred = any(move.because is MoveBecause.VENDOR for move in moves)
    yield counted(VENDOR, day, where, yes=referred, source=ticket.known.value)


def _goes_up(move: Move) -> bool:
    return move.extra or 0 < move.from_tier < move.to_tier


def _may_go_up(move: Move) -> bool:
    return not move.extra and (move.from_tier == 0 or move.to_tier == 0)
