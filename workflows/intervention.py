"""Which tickets need a hand, why, since when, and what helps: the list of a dispatcher.

A need is a rule about absolute instants: it begins at an instant that follows from the facts, and ends when a fact
changes or at another such instant. So `judge` names in advance when anything of its answer changes by time alone, and
nobody has to look again before that. Kinds stand in their order of gravity.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from sla.calendar import BusinessCalendar
from sla.clock import MilestoneName
from sla.instants import HOUR, MINUTE, Micros
from workflows.intervention_kinds import GRAVITY, NeedKind, SuggestedAct, Tab, tab_of
from workflows.intervention_limits import Limits

__all__ = [
    "Away",
    "Foreseen",
    "InterventionFacts",
    "Judgement",
    "Need",
    "NeedKind",
    "SuggestedAct",
    "Tab",
    "Watched",
    "judge",
    "tab_of",
]


VISIT_OVER = "visit over"
"""Instead of a milestone's name: a visit was booked, and is over."""


@dataclass(frozen=True, slots=True)
class Need:
    """One reason why a ticket needs a hand.

    Attributes:
        since: the instant from which on it has needed one for this reason.
        act: what helps, as far as rules can tell.
        at: the instant that its sentence speaks of: a due, a reply, a last activity, the end of a hold.
        what: a word of its sentence: the milestone's name, or `VISIT_OVER`.
        said: the whole sentence, where it was made by somebody else (a forecast); else made for visible rows only.
    """

    kind: NeedKind
    since: Micros
    act: SuggestedAct
    at: Micros
    what: str = ""
    said: str = ""


class Watched(NamedTuple):
    """A milestone whose clock runs, or the due date that a person gave.

    Attributes:
        risk_at: from when on it is at risk; None where it never is.
        promised: a new due date of a person's that stands in place of it once it is missed.
    """

    name: str
    due: Micros
    risk_at: Micros | None = None
    promised: Micros | None = None


class Foreseen(NamedTuple):
    """A milestone that will be missed, and since when that has been expected."""

    name: str
    due: Micros
    since: Micros


class Away(NamedTuple):
    """When the owner of a ticket is off: from, until."""

    start: Micros
    end: Micros


@dataclass(frozen=True, slots=True, kw_only=True)
class InterventionFacts:
    """What the list asks of an open ticket. No field but `day_start` and `day_end` depends on the present moment.

    Attributes:
        calendar: what its limits are counted on: that of its first response.
        day_start: local midnight of the present day; a miss at or after it is a miss of today.
        owned: somebody has it.
        new: nobody has given it another status than that of a new one.
        engaged: somebody works on it or has answered; takes the first response out of consideration.
        waits: its status says that somebody else has the next move.
        paused: its clock stands.
        scheduled: its status says that a visit is booked.
        by_booking: its workflow is worked by booking only.
        watched: the milestones whose clock runs; empty while paused.
        foreseen: the first of them that will be missed, given the work before it.
        reply_at: when the customer wrote what nobody has answered.
        hold_release: when its wait ends by a date.
        due: the day that somebody gave it.
        touched: the last activity.
        status_since: when its status was set, as far as that is known.
        status_hours: business hours without any activity that its status allows.
        told: the last word to the customer, its creation where there was none; None where nobody is to be told.
        booked_until: when the last of its bookings ends that is not over.
        booking_over: when the last of those ended that are.
        completed: when it was complete before somebody opened it again, and
        reopened: when that was.
        worked: when the last work on it began.
        away: when its owner is off, the present or next time.
    """

    calendar: BusinessCalendar
    created: Micros
    day_start: Micros
    day_end: Micros
    owned: bool = True
    new: bool = False
    engaged: bool = False
    waits: bool = False
    paused: bool = False
    scheduled: bool = False
    by_booking: bool = False
    watched: tuple[Watched, ...] = ()
    foreseen: Foreseen | None = None
    reply_at: Micros | None = None
    hold_release: Micros | None = None
    due: Micros | None = None
    touched: Micros = 0
    status_since: Micros = 0
    status_hours: int = 24
    told: Micros | None = None
    booked_until: Micros | None = None
    booking_over: Micros | None = None
    completed: Micros | None = None
    reopened: Micros | None = None
    worked: Micros | None = None
    away: Away | None = None

    @property
    def rests(self) -> bool:
        """Nobody of the desk has the next move, or the clock stands: time alone makes nothing of it urgent."""
        return self.waits or self.paused

    def owes(self, milestone: str) -> bool:
        """Whether a milestone is still to be met: the first response no more once somebody is on it."""
        return not (self.engaged and milestone == MilestoneName.FIRST_RESPONSE)

    def round_the_clock(self, calendar: BusinessCalendar) -> "InterventionFacts":
        """The same, with limits that count every hour: for hours in which there is no business time at all."""
        return replace(self, calendar=calendar)


class Judgement(NamedTuple):
    """The needs of a ticket, the gravest first, and the next instant at which time alone changes them."""

    needs: tuple[Need, ...]
    changes_at: Micros | None


class _Stretch(NamedTuple):
    """A need, and from when until when it stands; None: until a fact changes."""

    kind: NeedKind
    begins: Micros
    at: Micros
    what: str = ""
    ends: Micros | None = None
    since: Micros | None = None
    """Where it is said to have begun earlier than it took this form."""


def judge(facts: InterventionFacts, limits: Limits, now: Micros) -> Judgement:
    """What an open ticket needs at `now`; one need a kind, that which began first.

    Raises:
        NeverOpens: a limit is to be counted on a calendar that has no business time.
    """
    found: dict[NeedKind, Need] = {}
    changes_at: Micros | None = None
    wanted_from = _wanted_from(facts, limits)
    for whole in _stretches(facts, limits):
        if whole.kind in limits.never:
            continue
        too_early = whole.kind in _NOT_YET and whole.begins < wanted_from
        stretch = whole._replace(begins=wanted_from) if too_early else whole
        turn = stretch.begins if now < stretch.begins else stretch.ends
        if turn is not None and now < turn and (changes_at is None or turn < changes_at):
            changes_at = turn
        if stretch.begins <= now and (stretch.ends is None or now < stretch.ends):
            since = stretch.begins if stretch.since is None else stretch.since
            known = found.get(stretch.kind)
            if known is None or since < known.since:
                found[stretch.kind] = Need(stretch.kind, since, _act(stretch, facts), stretch.at, stretch.what)
    return Judgement(tuple(sorted(found.values(), key=lambda need: GRAVITY[need.kind])), changes_at)


def _stretches(facts: InterventionFacts, limits: Limits) -> Iterator[_Stretch]:
    if not facts.paused:
        for watched in facts.watched:
            if facts.owes(watched.name):
                yield from _of_milestone(watched, facts)
        if facts.foreseen is not None and facts.owes(facts.foreseen.name):
            name, due, since = facts.foreseen
            ahead = facts.calendar.subtract(due, limits.forecast_hours * HOUR)
            yield _Stretch(NeedKind.FORECAST, max(since, ahead), due, name, ends=due)
    if facts.reply_at is not None:
        owed = facts.calendar.add(facts.reply_at, limits.answer_minutes * MINUTE)
        yield _Stretch(NeedKind.ANSWER, owed, facts.reply_at)
    yield from _of_owner(facts, limits)
    if not facts.waits:
        yield from _of_booking(facts, limits)
    yield from (_of_wait if facts.rests else _of_quiet)(facts, limits)


def _of_milestone(watched: Watched, facts: InterventionFacts) -> Iterator[_Stretch]:
    """At risk, then missed today, then an older miss.

    A visit that is booked before the due puts the risk off until it is over, for it is when the work is done; a new
    promise that stands puts the miss off until it passes.
    """
    name, due = watched.name, watched.due
    if watched.risk_at is not None:
        begins, booked = watched.risk_at, facts.booked_until
        if booked is not None and booked <= due and name != MilestoneName.FIRST_RESPONSE:
            begins = max(begins, booked)
        if begins < due:
            yield _Stretch(NeedKind.AT_RISK, begins, due, name, ends=due)
    missed = due if watched.promised is None or watched.promised <= due else watched.promised
    if missed < facts.day_start:
        yield _Stretch(NeedKind.OLD_MISS, missed, due, name)
    elif missed < facts.day_end:
        yield _Stretch(NeedKind.BREACHED, missed, due, name, ends=facts.day_end)
        yield _Stretch(NeedKind.OLD_MISS, facts.day_end, due, name, since=missed)
    else:
        yield _Stretch(NeedKind.BREACHED, missed, due, name)


def _of_owner(facts: InterventionFacts, limits: Limits) -> Iterator[_Stretch]:
    """Triage, an owner, and one who is there. A clock that stands and a hold that lasts need nobody."""
    released = facts.hold_release if facts.waits else None
    if facts.new and not facts.engaged and not facts.rests:
        yield _Stretch(
            NeedKind.UNTRIAGED, facts.calendar.add(facts.created, limits.triage_minutes * MINUTE), facts.created
        )
    if not facts.owned and not facts.paused:
        wanted = _wanted(facts, limits.assign_minutes * MINUTE)
        yield _Stretch(NeedKind.UNASSIGNED, wanted if released is None else max(wanted, released), facts.created)
    if facts.owned and not facts.rests and facts.away is not None:
        start, end = facts.away
        if facts.booked_until is None or facts.booked_until <= end:
            yield _Stretch(NeedKind.OWNER_AWAY, start, end, ends=end)


def _of_wait(facts: InterventionFacts, limits: Limits) -> Iterator[_Stretch]:
    """What a pause is judged by: its date, and where it has none, how long nothing has happened.

    Who has replied waits for an answer, and is not waited for.
    """
    if facts.hold_release is not None:
        yield _Stretch(NeedKind.HOLD_OVER, facts.hold_release, facts.hold_release)
    elif facts.reply_at is None:
        yield _Stretch(NeedKind.WAITING_LONG, _limit_of_status(facts, limits), facts.touched)


def _of_booking(facts: InterventionFacts, limits: Limits) -> Iterator[_Stretch]:
    if not (facts.scheduled or facts.by_booking):
        return
    kind = NeedKind.NO_CALL if facts.scheduled else NeedKind.UNBOOKED
    over = facts.booking_over if facts.booked_until is None else facts.booked_until
    if over is not None:
        yield _Stretch(kind, over, over, VISIT_OVER)
    elif facts.scheduled:
        yield _Stretch(kind, facts.status_since, facts.status_since)
    else:
        yield _Stretch(kind, _wanted(facts, limits.book_hours * HOUR), facts.created)


def _of_quiet(facts: InterventionFacts, limits: Limits) -> Iterator[_Stretch]:
    """Opened again, without a word to the customer, or forgotten. What is booked is neither silent nor forgotten."""
    if facts.completed is not None and (facts.worked is None or facts.worked < facts.completed):
        opened = facts.completed if facts.reopened is None else facts.reopened
        yield _Stretch(NeedKind.REOPENED, opened, facts.completed)
    over = facts.booked_until or 0
    if facts.told is not None:
        silent = facts.calendar.add(facts.told, limits.silent_hours * HOUR)
        yield _Stretch(NeedKind.SILENT, max(silent, over), facts.told)
    yield _Stretch(NeedKind.STALE, max(_limit_of_status(facts, limits), over), facts.touched)


_NOT_YET = frozenset({NeedKind.UNASSIGNED, NeedKind.UNBOOKED, NeedKind.STALE})
"""What is not asked of work that is due long after."""


def _wanted_from(facts: InterventionFacts, limits: Limits) -> Micros:
    """From when on a ticket needs an owner, a booking and care at all."""
    if facts.due is None or not limits.ahead_hours:
        return 0
    return facts.calendar.subtract(facts.due, limits.ahead_hours * HOUR)


def _wanted(facts: InterventionFacts, allowed: int) -> Micros:
    """When what is wanted from the beginning is missing; at once where nothing is allowed, open or closed."""
    return facts.calendar.add(facts.created, allowed) if allowed else facts.created


def _limit_of_status(facts: InterventionFacts, limits: Limits) -> Micros:
    hours = facts.status_hours if facts.rests else min(facts.status_hours, limits.stale_hours)
    return facts.calendar.add(facts.touched, hours * HOUR)


def _act(stretch: _Stretch, facts: InterventionFacts) -> SuggestedAct:
    """What helps. A first response is given, not promised anew; and nobody can be nudged about what nobody has."""
    suggested = _ACTS[stretch.kind]
    if suggested is SuggestedAct.PROMISE and stretch.what == MilestoneName.FIRST_RESPONSE:
        suggested = SuggestedAct.NUDGE
    asks_owner = suggested is SuggestedAct.NUDGE and not facts.waits
    return SuggestedAct.ASSIGN if asks_owner and not facts.owned else suggested


_ACTS = {
    NeedKind.BREACHED: SuggestedAct.PROMISE,
    NeedKind.OLD_MISS: SuggestedAct.PROMISE,
    NeedKind.AT_RISK: SuggestedAct.NUDGE,
    NeedKind.FORECAST: SuggestedAct.ASSIGN,
    NeedKind.ANSWER: SuggestedAct.ANSWER,
    NeedKind.UNTRIAGED: SuggestedAct.TRIAGE,
    NeedKind.UNASSIGNED: SuggestedAct.ASSIGN,
    NeedKind.OWNER_AWAY: SuggestedAct.ASSIGN,
    NeedKind.NO_CALL: SuggestedAct.BOOK,
    NeedKind.UNBOOKED: SuggestedAct.BOOK,
    NeedKind.REOPENED: SuggestedAct.NUDGE,
    NeedKind.SILENT: SuggestedAct.ANSWER,
    NeedKind.STALE: SuggestedAct.NUDGE,
    NeedKind.HOLD_OVER: SuggestedAct.RELEASE,
    NeedKind.WAITING_LONG: SuggestedAct.NUDGE,
}
