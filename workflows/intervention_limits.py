"""From when on something needs a hand: the limits of the intervention list, by workflow. Defaults are ours [I]."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.intervention_kinds import NeedKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one workflow, in business time of the calendar of its first response.

    Attributes:
        triage_minutes: from creation until somebody has looked at it (domain 2.1: intake within 20 minutes).
        assign_minutes: from creation until somebody has it; 0 asks for an owner at once.
        forecast_hours: before a milestone is due; a miss that is foreseen further ahead may still right itself.
        answer_minutes: from a customer's reply; half of what the order allows (domain 1.5).
        book_hours: from creation until work that is booked only has a booking; 0 asks for one at once.
        ahead_hours: before the day on which the work is due; before that it needs no owner, no booking and no care, as
            a visit of next year that its master has made already. 0 wants them from creation on.
        silent_hours: from the last word to the customer.
        stale_hours: from the last activity; the limit of its status counts where that is shorter.
        never: kinds of need that tickets of this workflow never have.
    """

    triage_minutes: int = 20
    assign_minutes: int = 0
    forecast_hours: int = 16
    answer_minutes: int = 120
    book_hours: int = 0
    ahead_hours: int = 0
    silent_hours: int = 24
    stale_hours: int = 24
    never: frozenset[NeedKind] = frozenset()


_UNHEARD = frozenset({NeedKind.SILENT})
"""Nobody at the customer's waits for a word about it."""
_SYSTEM_MADE = frozenset({NeedKind.SILENT, NeedKind.UNTRIAGED})
_BY_WORKFLOW = {
    "W01": Limits(answer_minutes=30, silent_hours=1, stale_hours=2),
    "W02": Limits(answer_minutes=30, silent_hours=4, stale_hours=8),
    "W03": Limits(answer_minutes=30, silent_hours=8, stale_hours=8),
    "W04": Limits(silent_hours=16, stale_hours=16),
    "W06": Limits(silent_hours=8, stale_hours=8),
    "W08": Limits(silent_hours=40, stale_hours=40),
    "W09": Limits(silent_hours=40, stale_hours=40),
    "W10": Limits(stale_hours=40, ahead_hours=80, never=_SYSTEM_MADE),
    "W11": Limits(stale_hours=40, never=_SYSTEM_MADE),
    "A": Limits(stale_hours=8, never=_UNHEARD),
}
_OTHERS = Limits()


def default_limits(workflow: str) -> Limits:
    """The limits of a workflow where nobody has set any."""
    return _BY_WORKFLOW.get(workflow, _OTHERS)


STATUS_HOURS: Mapping[str, int] = {
    "new": 8,
    "active": 24,
    "customer replied": 8,
    "escalated": 8,
    "scheduled": 24,
    "waiting customer": 24,
    "waiting vendor": 24,
    "waiting materials": 40,
    "waiting approval": 16,
    "on hold": 16,
}
"""Business hours without any activity after which a ticket is stale, or has waited too long, by what its status says.
Whoever has a ticket asks its customer again after a day; a dispatcher is asked for when the call of the third day, the
second rung of `workflows.chases`, has been left out."""
