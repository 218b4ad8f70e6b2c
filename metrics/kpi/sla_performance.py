"""KPI 2, SLA performance: promises kept of those due in the period, for each milestone (domain 3, #2; 6c).

A milestone counts on the day it was due. Open and past its due date it is missed; not due yet it is not counted, and
becomes missed by itself when the instant comes. No service level, a paused clock and a milestone that does not apply
are left out and told apart. Whose word a verdict is, Autotask's or our own targets', is its source.
"""

from collections.abc import Iterator

from metrics.contribution import Contribution, Dimensions, counted, left_out, not_measured
from metrics.facts import MilestoneFact, TicketFact, Verdict
from metrics.kpi.eligibility import no_work_of_a_client, owner

FIRST_RESPONSE, RESOLUTION_PLAN, RESOLVED = (
    f"sla_performance.{name}" for name in ("first_response", "resolution_plan", "resolved")
)
NOT_DUE = "not due yet"
NO_DUE_DATE = "no due date"


def of_ticket(ticket: TicketFact) -> Iterator[Contribution]:
    """What a ticket contributes."""
    where = owner(ticket)
    reason = no_work_of_a_client(ticket)
    for measure, milestone in (
        (FIRST_RESPONSE, ticket.first_response),
        (RESOLUTION_PLAN, ticket.resolution_plan),
        (RESOLVED, ticket.resolved),
    ):
        day = milestone.due_day or ticket.created_day
        if reason:
            yield left_out(measure, day, where, reason)
        else:
            yield from _of_milestone(measure, milestone, day, where)


def _of_milestone(measure: str, milestone: MilestoneFact, day: int, where: Dimensions) -> Iterator[Contribution]:
    verdict, due = milestone.verdict, milestone.due
    if verdict in (Verdict.MET, Verdict.MISSED):
        yield counted(measure, day, where, yes=verdict is Verdict.MET, source=milestone.source)
    elif verdict is not Verdict.RUNNING:
        yield left_out(measure, day, where, verdict.value)
    elif due is None:
        yield not_measured(measure, day, where, NO_DUE_DATE)
    else:
        yield left_out(measure, day, where, NOT_DUE, until=due + 1)
        yield counted(measure, day, where, yes=False, source=milestone.source, since=due + 1)
