"""KPI 12, re-open rate: completed tickets that came back (domain 3, #12; 6c).

A completion holds when the ticket does not leave Complete within 14 days of it. What leaves Complete for a thank-you, a
merge or an administrative edit, or because its own tech took the completion back within ten minutes, did not come back:
such returns are counted as left out, the ticket stays in the figure. Completions that were each left within the window
are one run, and a run is one ticket completed, on the day of its first completion: who closes a ticket three times in a
week has completed one ticket, not three. Until the window is over the ticket is provisional.
"""

from collections.abc import Iterator, Sequence

from metrics.contribution import ALWAYS, SCALE, Contribution, left_out, not_measured
from metrics.facts import Completion, Known, LeftBecause, TicketFact
from metrics.kpi.eligibility import completer, laid_to, no_outcome
from sla.instants import DAY, MINUTE, Micros

TICKETS = "reopen_rate.tickets"
WINDOW_US = 14 * DAY
SELF_CORRECTION_US = 10 * MINUTE
NO_HISTORY = "history not known"


def of_ticket(ticket: TicketFact) -> Iterator[Contribution]:
    """What a ticket contributes, for every run of its completions."""
    if ticket.completed_date is None and not ticket.completions:
        return
    if reason := no_outcome(ticket):
        yield left_out(TICKETS, _day(ticket), completer(ticket), reason)
    elif ticket.known is Known.NOT or not ticket.completions:
        yield not_measured(TICKETS, _day(ticket), completer(ticket), NO_HISTORY)
    else:
        for run in runs(ticket.completions):
            yield from _of_run(ticket, run)


def runs(completions: Sequence[Completion]) -> Iterator[Sequence[Completion]]:
    """The completions in runs, in each of which all but the last one were left within the window."""
    begin = 0
    for index, completion in enumerate(completions):
        if not left_in_window(completion):
            yield completions[begin : index + 1]
            begin = index + 1
    if begin < len(completions):
        yield completions[begin:]


def left_in_window(completion: Completion) -> bool:
    return completion.left is not None and completion.left - completion.at <= WINDOW_US


def return_of(completion: Completion) -> LeftBecause | None:
    """Why the ticket came back within the window; None where the completion held."""
    if completion.left is None or not left_in_window(completion):
        return None
    own = completion.left_by != 0 and completion.left_by == completion.resource_id
    if completion.because is LeftBecause.GENUINE and own and completion.left - completion.at <= SELF_CORRECTION_US:
        return LeftBecause.SELF_CORRECTION
    return completion.because


def came_back(completions: Sequence[Completion]) -> Completion | None:
    """The first completion that did not hold for a reason that counts."""
    return next((each for each in completions if return_of(each) is LeftBecause.GENUINE), None)


def settled_at(completions: Sequence[Completion]) -> Micros:
    """The instant from which time alone cannot change whether the ticket came back."""
    if not completions or came_back(completions) or completions[-1].left is not None:
        return ALWAYS
    return completions[-1].at + WINDOW_US


def _of_run(ticket: TicketFact, run: Sequence[Completion]) -> Iterator[Contribution]:
    failed = came_back(run)
    blamed = failed or run[0]
    where = laid_to(ticket, blamed.resource_id or ticket.completed_by_resource_id)
    yield Contribution(
        TICKETS, run[0].day, where, SCALE if failed else 0, SCALE, 1,
        provisional_until=settled_at(run), source=ticket.known.value,
    )  # fmt: skip
    for completion in run:
        because = return_of(completion)
        if because is not None and because is not LeftBecause.GENUINE:
            yield left_out(TICKETS, run[0].day, where, because.value)


def _day(ticket: TicketFact) -> int:
    return ticket.completions[0].day if ticket.completions else ticket.completed_day
