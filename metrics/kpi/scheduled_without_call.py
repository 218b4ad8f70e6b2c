"""KPI 6, scheduled without a future call: tickets that nobody's calendar holds (domain 3, #6).

A ticket whose status is scheduled needs a service call or appointment that starts from now on and is not complete. Two
neighbours of it stand apart: work that is to be booked and never was, and a call that is past without time entered.
"""

from collections.abc import Iterator

from metrics.contribution import ALWAYS, SCALE, Contribution, left_out
from metrics.facts import StatusKind, TicketFact
from metrics.kpi.eligibility import no_work_of_a_client, owner

SCHEDULED, NEVER_BOOKED, CALL_WITHOUT_TIME = (
    f"scheduled_without_call.{name}" for name in ("scheduled", "never_booked", "call_without_time")
)
TO_BE_BOOKED = ("W08", "W09", "W10")


def of_ticket(ticket: TicketFact) -> Iterator[Contribution]:
    """What a ticket that is open contributes."""
    if ticket.completed_date is not None or ticket.status is StatusKind.COMPLETE:
        return
    day, where = ticket.created_day, owner(ticket)
    measures = (
        (SCHEDULED, ticket.status is StatusKind.SCHEDULED),
        (NEVER_BOOKED, ticket.workflow in TO_BE_BOOKED),
        (CALL_WITHOUT_TIME, ticket.calls > 0),
    )
    reason = no_work_of_a_client(ticket)
    for measure, looked_at in measures:
        if not looked_at:
            continue
        if reason:
            yield left_out(measure, day, where, reason)
        elif measure == SCHEDULED:
            # A call that starts at this very instant is one to come.
            alone = ALWAYS if ticket.last_call is None else ticket.last_call + 1
            if alone > ALWAYS:
                yield Contribution(measure, day, where, n=1, until=alone)
            yield Contribution(measure, day, where, numerator=SCALE, n=1, since=alone)
        else:
            found = ticket.calls == 0 if measure == NEVER_BOOKED else ticket.call_without_time
            yield Contribution(measure, day, where, numerator=SCALE if found else 0, n=1)
