"""Asking again: the ladder of reminders to a customer who does not answer (domain 6.2).

Business days after the hold began: 1, 3 and 5, each on another channel; on the sixth "closing tomorrow unless", on
the seventh close: three attempts, and not within the first week. What must not be closed for silence is chased all
the same, and ends with a person who decides.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sla.calendar import BusinessCalendar
from workflows.holds import Hold, HoldKind, business_days_on


class Channel(StrEnum):
    """How the customer is asked."""

    MAIL = "mail"
    PHONE = "phone"
    OTHER_CONTACT = "another contact"


class ChaseStep(StrEnum):
    """What a rung of the ladder asks for."""

    CHASE = "chase"
    WARN = "warn"
    CLOSE = "close"
    DECIDE = "decide"


class _Rung(NamedTuple):
    days: int
    step: ChaseStep
    channel: Channel | None


LADDER = (
    _Rung(1, ChaseStep.CHASE, Channel.MAIL),
    _Rung(3, ChaseStep.CHASE, Channel.PHONE),
    _Rung(5, ChaseStep.CHASE, Channel.OTHER_CONTACT),
    _Rung(6, ChaseStep.WARN, Channel.MAIL),
    _Rung(7, ChaseStep.CLOSE, None),
)
_NEVER_CLOSED = frozenset({"W01", "W02"})


@dataclass(frozen=True, slots=True)
class ChaseFacts:
    """What decides whether a ticket may be closed for silence, and whether to ask at all."""

    workflow: str
    security: bool = False
    offboarding: bool = False
    paid_hardware: bool = False
    vip: bool = False
    away: bool = False
    """The contact is out of the office: nobody is asked until they are back."""

    def exempt(self) -> str:
        """Why it is never closed for silence; empty where it may be."""
        reasons = (
            (self.workflow in _NEVER_CLOSED, f"a {self.workflow} ticket"),
            (self.security, "a security ticket"),
            (self.offboarding, "an offboarding"),
            (self.workflow == "W09" and self.paid_hardware, "an install with paid hardware"),
            (self.vip, "a VIP's ticket"),
        )
        return next((reason for holds, reason in reasons if holds), "")


@dataclass(frozen=True, slots=True)
class Chase:
    """The next rung.

    Attributes:
        due: the business day from which it is to be done.
        said: one sentence without a full stop.
    """

    step: ChaseStep
    channel: Channel | None
    due: date
    said: str


def next_chase(hold: Hold, since: date, facts: ChaseFacts, calendar: BusinessCalendar) -> Chase | None:
    """What is to be done next about a customer's silence; None for other holds and while the contact is away.

    Nothing is sent by itself: what is due is put into the batch that a person looks through each morning.

    Args:
        since: the day on which the hold began, or on which the contact was back.

    Raises:
        NeverOpens: the calendar has no business days.
    """
    if hold.kind is not HoldKind.CUSTOMER or facts.away:
        return None
    exempt = facts.exempt()
    rungs = [rung for rung in LADDER if not exempt or rung.step is ChaseStep.CHASE]
    if hold.chased < len(rungs):
        days, step, channel = rungs[hold.chased]
        return Chase(step, channel, business_days_on(calendar, since, days), _said(hold.chased, step, channel))
    if exempt:
        due = business_days_on(calendar, since, rungs[-1].days + 1)
        return Chase(ChaseStep.DECIDE, None, due, f"asked {hold.chased} times; {exempt} is not closed for silence")
    last = LADDER[-1]
    return Chase(last.step, None, business_days_on(calendar, since, last.days), _said(hold.chased, last.step, None))


def _said(chased: int, step: ChaseStep, channel: Channel | None) -> str:
    if step is ChaseStep.CHASE:
        return f"ask by {channel}, the {('first', 'second', 'third')[chased]} time"
    return "close for silence" if step is ChaseStep.CLOSE else f'say by {channel} "closing tomorrow unless you answer"'
