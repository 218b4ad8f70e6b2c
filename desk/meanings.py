"""What the reason of a place means for the person: how long it holds, and what it is weighed by."""

from collections.abc import Callable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from desk.durations import moment_text
from desk.model import Micros, MilestoneName, Place
from workflows.order import RankFacts, Reason


def promise(name: str) -> str:
    """What a milestone promises, as one says it: a resolution, not a resolved."""
    return "resolution" if name == MilestoneName.RESOLVED else name


def meaning(facts: RankFacts, place: Place, now: Micros, zone: ZoneInfo) -> str:
    """What follows from the reason of a place, such as "stays in front until you stop it"; never empty.

    Args:
        facts: of the item.
        place: where it stands, the viewer's overlay applied.
        zone: of the reader.
    """
    return _MEANINGS[place.code](_Case(facts, place, now, zone))


class _Case(NamedTuple):
    facts: RankFacts
    place: Place
    now: Micros
    zone: ZoneInfo

    def time(self, at: Micros | None) -> str:
        return "" if at is None else moment_text(at, self.now, self.zone)

    @property
    def effective_due(self) -> str:
        return f"effective due {self.time(self.place.effective_due)}"


def _my_booking(case: _Case) -> str:
    end = case.facts.booked_end
    return "stays in front while the booking lasts" if end is None else f"stays in front until {case.time(end)}"


def _sooner(case: _Case) -> str:
    """Something owed before the next milestone, and that milestone beside it."""
    counted = [each for each in case.facts.pending if case.facts.counts(each, case.now)]
    following = min(counted, key=lambda each: each.due, default=None)
    if following is None:
        return case.effective_due
    return f"{case.effective_due}, sooner than its {promise(following.name)} {case.time(following.due)}"


def _waiting(case: _Case) -> str:
    if case.facts.hold_release is not None:
        return f"comes back then, due {case.time(case.facts.release_due)}"
    return "comes back when the customer writes"


def _needs_booking(case: _Case) -> str:
    return f"{case.facts.workflow} is worked by service call only"


_MEANINGS: dict[Reason, Callable[[_Case], str]] = {
    Reason.UNENGAGED_CRITICAL: lambda _: "interrupts everything until somebody is on it",
    Reason.TIMER: lambda _: "stays in front until you stop it",
    Reason.PINNED: lambda _: "stays in front until it is unpinned",
    Reason.MY_BOOKING: _my_booking,
    Reason.MISSED_TODAY: lambda _: "a miss of today goes before what is due later",
    Reason.DUE_SOON: lambda _: "goes before what is due later than in 15 min",
    Reason.TERMINATION: lambda _: "ending an access goes first in its last 2 hours",
    Reason.MILESTONE: lambda _: "stands by that due time",
    Reason.MISSED_BEFORE: lambda _: "a miss before today stands by its old due time",
    Reason.REPLY: _sooner,
    Reason.RELEASED: _sooner,
    Reason.BOOKED: lambda _: "stands by its booked start",
    Reason.TASK_START: lambda _: "a project task stands by its start",
    Reason.TICKET_DUE: lambda _: "no milestone counts, so its own due date does",
    Reason.NO_DUE: lambda _: "stands after everything that has a date",
    Reason.WAITING: _waiting,
    Reason.NEEDS_BOOKING: _needs_booking,
    Reason.OVER: lambda _: "leaves the queue by itself",
}
