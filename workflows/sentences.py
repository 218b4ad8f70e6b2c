"""Why an item stands where it stands, in words a person on the phone can read out."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sla.clock import MilestoneName
from sla.instants import MINUTE, Micros, instant
from workflows.ranking import ItemKind, Place, RankFacts, Reason, Viewer

_DAY_MINUTES = 24 * 60


def sentence(place: Place, now: Micros, zone: ZoneInfo) -> str:
    """One plain sentence without a full stop, such as "first response due 10:22, 0:41 left".

    Args:
        place: as `place` or `overlay` gave it.
        now: the present moment; minutes are reckoned from it here and nowhere else.
        zone: of the reader.
    """
    return _SENTENCES[place.code](place, _Clock(now, zone))


class _Clock(NamedTuple):
    """The present moment, and how instants read from it."""

    now: Micros
    zone: ZoneInfo

    def time(self, at: Micros) -> str:
        """ "10:22" today, "Tue 10:22" within the week to come, "19 Nov 10:22" else: what is past has its date."""
        then, today = self._local(at), self._local(self.now)
        days = (then.date() - today.date()).days
        if days == 0:
            return f"{then:%H:%M}"
        if days == 1:
            return f"tomorrow {then:%H:%M}"
        if days == -1:
            return f"yesterday {then:%H:%M}"
        if 0 < days < 7:
            return f"{then:%a %H:%M}"
        year = "" if then.year == today.year else f" {then.year}"
        return f"{then.day} {then:%b}{year} {then:%H:%M}"

    def is_today(self, at: Micros) -> bool:
        return self._local(at).date() == self._local(self.now).date()

    def left(self, at: Micros) -> str:
        """ ", 0:41 left" where it is to come today, "" otherwise."""
        minutes = (at - self.now) // MINUTE
        return f", {minutes // 60}:{minutes % 60:02} left" if minutes >= 0 and self.is_today(at) else ""

    def ago(self, at: Micros) -> str:
        minutes = max(0, (self.now - at) // MINUTE)
        if minutes < 60:
            return f"{minutes} min ago"
        if minutes < _DAY_MINUTES:
            return f"{minutes // 60} h ago"
        days = minutes // _DAY_MINUTES
        return f"{days} day{'' if days == 1 else 's'} ago"

    def _local(self, at: Micros) -> datetime:
        return instant(at).astimezone(self.zone)


def _at(place: Place) -> Micros:
    if place.at is None:
        raise ValueError(f"a place of {place.code} without an instant")
    return place.at


def _critical(place: Place, clock: _Clock) -> str:
    opened = f", opened {clock.ago(place.since)}" if place.since is not None else ""
    return f"critical and nobody is on it yet{opened}"


def _milestone(name: str) -> str:
    """A promise is kept by a resolution, not by a resolved."""
    return "resolution" if name == MilestoneName.RESOLVED else name


def _due(place: Place, clock: _Clock) -> str:
    return f"{_milestone(place.what)} due {clock.time(_at(place))}{clock.left(_at(place))}"


def _skipped(place: Place, clock: _Clock) -> str:
    when = f" at {clock.time(place.since)}" if place.since is not None else ""
    return f"you skipped it{when} ({place.what})"


def _missed_today(place: Place, clock: _Clock) -> str:
    at = _at(place)
    return f"{_milestone(place.what)} missed {'today at ' if clock.is_today(at) else ''}{clock.time(at)}"


def _missed_before(place: Place, clock: _Clock) -> str:
    return f"{_milestone(place.what)} missed {clock.time(_at(place))}, needs a new promise"


def _termination(place: Place, clock: _Clock) -> str:
    at = _at(place)
    if at <= clock.now:
        return f"a leaver's access was to end {clock.time(at)}"
    return f"a leaver's access ends {clock.time(at)}{clock.left(at)}"


def _reply(place: Place, clock: _Clock) -> str:
    came = f" {clock.ago(place.since)}" if place.since is not None else ""
    at = _at(place)
    word = "due" if at > clock.now else "was due"
    return f"customer replied{came}, answer {word} {clock.time(at)}"


def _released(place: Place, clock: _Clock) -> str:
    since = f" since {clock.time(place.since)}" if place.since is not None else ""
    at = _at(place)
    return f"back from hold{since}, next step {'due' if at > clock.now else 'was due'} {clock.time(at)}"


def _booked(place: Place, clock: _Clock) -> str:
    at = _at(place)
    return f"booked {clock.time(at)}{' today' if clock.is_today(at) else ''}"


def _my_booking(place: Place, clock: _Clock) -> str:
    at = _at(place)
    if at <= clock.now:
        return f"your booking started {clock.time(at)}"
    minutes = -((clock.now - at) // MINUTE)
    return f"your booking starts {clock.time(at)}, in {minutes} min"


def _task_start(place: Place, clock: _Clock) -> str:
    at = _at(place)
    return f"task {'starts' if at > clock.now else 'was to start'} {clock.time(at)}"


def _ticket_due(place: Place, clock: _Clock) -> str:
    at = _at(place)
    return f"due {clock.time(at)}{clock.left(at)}" if at > clock.now else f"was due {clock.time(at)}"


def _no_due(place: Place, clock: _Clock) -> str:
    return f"no due date, opened {clock.ago(place.since)}" if place.since is not None else "no due date"


def _waiting(place: Place, clock: _Clock) -> str:
    until = f"until {clock.time(place.at)}" if place.at is not None else "with no release date set"
    return f"not offered: {place.what}, {until}"


def _needs_booking(place: Place, clock: _Clock) -> str:
    over = f", the booking of {clock.time(place.at)} is over" if place.at is not None else ""
    return f"not offered: needs booking{over}"


def _over(place: Place, clock: _Clock) -> str:
    return f"not offered: ended {clock.time(place.at)}" if place.at is not None else "not offered: has no start"


_SENTENCES: dict[Reason, Callable[[Place, _Clock], str]] = {
    Reason.UNENGAGED_CRITICAL: _critical,
    Reason.TIMER: lambda _place, _clock: "your timer is running on it",
    Reason.PINNED: lambda _place, _clock: "pinned for you",
    Reason.SKIPPED: _skipped,
    Reason.MY_BOOKING: _my_booking,
    Reason.MISSED_TODAY: _missed_today,
    Reason.DUE_SOON: _due,
    Reason.TERMINATION: _termination,
    Reason.MILESTONE: _due,
    Reason.MISSED_BEFORE: _missed_before,
    Reason.REPLY: _reply,
    Reason.RELEASED: _released,
    Reason.BOOKED: _booked,
    Reason.TASK_START: _task_start,
    Reason.TICKET_DUE: _ticket_due,
    Reason.NO_DUE: _no_due,
    Reason.WAITING: _waiting,
    Reason.NEEDS_BOOKING: _needs_booking,
    Reason.OVER: _over,
}


class Step(NamedTuple):
    """One rung of the ladder as it was weighed for an item."""

    rung: int
    name: str
    hit: bool
    words: str


_RUNGS = {
    1: "critical, nobody on it",
    2: "on now (mine)",
    3: "my booking within 15 min",
    4: "SLA due within 15 min or missed today",
    5: "leaver's access within 2 h",
    6: "by what is due",
    7: "never offered",
}
_BEHIND = "skipped (mine), behind what is offered"


def ladder(facts: RankFacts, standing: Place, viewer: Viewer | None, now: Micros, zone: ZoneInfo) -> tuple[Step, ...]:
    """Every rung from the top down to the one the item stands on, and why it did or did not stop there.

    Args:
        standing: the item's place, with the overlay applied where there is a viewer.
        viewer: whose rungs 2 and 3 are weighed; None leaves them out.
    """
    steps = []
    for rung, name in _RUNGS.items():
        if viewer is None and rung in (2, 3):
            continue
        if rung == standing.rung:
            shown = _BEHIND if standing.code is Reason.SKIPPED else name
            steps.append(Step(rung, shown, True, sentence(standing, now, zone)))
            break
        steps.append(Step(rung, name, False, _why_not(rung, facts, standing, viewer, _Clock(now, zone))))
    return tuple(steps)


def _why_not(rung: int, facts: RankFacts, standing: Place, viewer: Viewer | None, clock: _Clock) -> str:
    if rung == 1:
        if facts.workflow != "W01":
            return f"workflow is {facts.workflow}"
        return "somebody is on it" if facts.engaged else "not offered"
    if rung == 2:
        return "no timer of yours runs on it and it is not pinned"
    if rung == 3:
        start = viewer.booked.get(facts.item) if viewer is not None else None
        return "you have no booking on it" if start is None else f"your booking is {clock.time(start)}"
    if not standing.offered:
        return "does not count: not offered"
    if standing.code is Reason.SKIPPED and standing.key[2] == rung:
        return "does not count: you skipped it"
    if rung == 4:
        return _why_not_due(facts, clock)
    if rung == 5:
        if not facts.offboarding:
            return "not a leaver"
        at = facts.effective_at
        return "no effective time is known" if at is None else f"access ends {clock.time(at)}"
    return "nothing to order it by"


def _why_not_due(facts: RankFacts, clock: _Clock) -> str:
    if facts.worked_from == "schedule" or facts.item.kind is ItemKind.APPOINTMENT:
        return "worked by booking, milestones do not move it"
    running = [each for each in facts.pending if facts.counts(each, clock.now)]
    if not running:
        return "no milestone is running"
    following = min(running, key=lambda each: each.due)
    word = "missed" if following.due <= clock.now else "due"
    return f"{_milestone(following.name)} {word} {clock.time(following.due)}"
