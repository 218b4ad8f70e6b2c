"""What the reason of a place means for the person: how long it holds, and what it is weighed by."""

from collections.abc import Callable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from desk.durations import moment_text
from desk.model import Micros, MilestoneName, Place
from workflows.order import RankFacts, Reason, Skipped, calls_back

AMONG_URGENT = "among these by workflow, then by due"
"""Rung 4 compares the ranks of workflows first (domain 1.5)."""


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


def _my_booking(case: _Case) -> str:
    end = case.facts.booked_end
    return "stays in front while the booking lasts" if end is None else f"stays in front until {case.time(end)}"


def _skipped(case: _Case) -> str:
    """When it stands in its place again: what calls it back by time, and that a change does."""
    back, since = case.place.at, case.place.since
    if back is None or since is None or back == case.facts.day_end:
        return "back tomorrow, or when it changes or the customer writes"
    coming = calls_back(case.facts, Skipped(since, case.place.what), case.facts.booked_start)
    what = next((what for at, what in coming if at == back and what), "your booking")
    return f"back {case.time(back)} for {_called(what)}, or when it changes or the customer writes"


def _called(what: str) -> str:
    """A moment that calls a skipped item back: a milestone by what it promises."""
    return f"its {promise(what)}" if what in set(MilestoneName) else what


def _sooner(case: _Case) -> str:
    """Something owed before the next milestone, and that milestone beside it. The reason says when it is due."""
    counted = [each for each in case.facts.pending if case.facts.counts(each, case.now)]
    following = min(counted, key=lambda each: each.due, default=None)
    if following is None:
        return "stands by that, for no milestone counts"
    return f"stands by that, sooner than its {promise(following.name)} {case.time(following.due)}"


def _termination(case: _Case) -> str:
    if case.place.at is not None and case.place.at <= case.now:
        return "goes first until the access is ended"
    return "ending an access goes first in its last 2 hours"


def _waiting(case: _Case) -> str:
    if case.facts.hold_release is not None:
        return f"comes back then, due {case.time(case.facts.release_due)}"
    return "comes back when the customer writes"


def _needs_booking(case: _Case) -> str:
    return f"{case.facts.workflow} is worked by service call only"


_MEANINGS: dict[Reason, Callable[[_Case], str]] = {
    Reason.UNENGAGED_CRITICAL: lambda _: "interrupts everything until somebody is on it",
    Reason.TIMER: lambda _: "stays in front until you stop it",
    Reason.SKIPPED: _skipped,
    Reason.PINNED: lambda _: "stays in front until it is unpinned",
    Reason.MY_BOOKING: _my_booking,
    Reason.MISSED_TODAY: lambda _: f"a miss of today goes before all work of rungs 5 and 6; {AMONG_URGENT}",
    Reason.DUE_SOON: lambda _: f"goes before what is due later than in 15 min; {AMONG_URGENT}",
    Reason.TERMINATION: _termination,
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
