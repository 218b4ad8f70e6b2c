"""The clock of a ticket: three milestones, what comes next, and when anything of this changes by itself.

Autotask's own due dates win where the ticket has them; else the targets that are in force for the ticket count from
its creation, on business hours, pauses left out. What Autotask itself recorded settles what is past. `read_clock` is
pure: `now` is an argument and nothing is kept. docs/service-levels.md gives each rule with an example.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, TypeAlias

from sla.calendar import BusinessCalendar
from sla.instants import MINUTE, SECOND, Micros
from sla.pauses import Pauses
from sla.targets import Target, Targets

Source: TypeAlias = Literal["autotask", "workflow"]
Three: TypeAlias = tuple[Micros | None, Micros | None, Micros | None]
Verdicts: TypeAlias = tuple[bool | None, bool | None, bool | None]

SOON_US: int = 15 * MINUTE
"""A milestone this close to its deadline moves up the queue (domain.md 1.5, rung 4)."""


class MilestoneName(StrEnum):
    """The three events of a ticket that an SLA measures."""

    FIRST_RESPONSE = "first response"
    RESOLUTION_PLAN = "resolution plan"
    RESOLVED = "resolved"


class MilestoneState(StrEnum):
    """Where a milestone stands at one instant."""

    MET = "met"
    RUNNING = "running"
    PAUSED = "paused"
    BREACHED = "breached"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milestone as it stands. All lengths are business microseconds on its calendar, pauses left out.

    Attributes:
        due: the deadline; while paused the deadline as it stood when the pause began; None when not applicable, and
            where Autotask's record alone tells that there was a promise.
        actual: when it was met. A milestone that resolution overtook was met by the resolution, at its instant.
        late: met after its deadline; Autotask's own record decides where there is one.
        source: whose deadline it is; None when not applicable.
        left_us: what is left, negative when late; frozen while paused; None once met or not applicable. Zero in a
            breach means that no business time has passed since the deadline.
        used_us: what has passed since creation, until now, the pause that is on, or the event itself once met.
        granted_us: the whole promise, from creation to the deadline: `used_us + left_us` as long as it is open.
        target: what the desk itself promises for it. Its deadline counts where the source is "workflow", its hours
            (business or round the clock) also where Autotask gives the deadline.
        verdict: what Autotask's own record says of it, in time or not; None where there is none.
    """

    name: MilestoneName
    state: MilestoneState
    due: Micros | None = None
    actual: Micros | None = None
    late: bool = False
    source: Source | None = None
    left_us: int | None = None
    used_us: int | None = None
    granted_us: int | None = None
    target: Target | None = None
    verdict: bool | None = None


@dataclass(frozen=True, slots=True)
class ClockInput:
    """What the clock needs to know of a ticket. Triples stand in the order of `MilestoneName`.

    Attributes:
        calendar: business hours that apply to the ticket.
        round_the_clock: the calendar for targets counted 24x7.
        dated_on: the calendar that Autotask's own due dates are known to count on; where it is not known, they are
            told on that of our own target.
        targets: the promises in force for the ticket, used where Autotask gives no due date.
        due: Autotask's own due dates.
        actual: Autotask's own event dates.
        verdicts: whether each was met in time by Autotask's own record (ServiceLevelAgreementResults). It settles
            what has happened; of a milestone that is open again (a ticket opened anew) it says nothing.
        paused_since: start of the pause that is on, None when the clock runs.
        pauses: earlier pauses, [from, to) in UTC, in any order, overlapping as they may. They belong to the ticket,
            not to its targets: another service level, priority or location keeps them.
        paused_next_event_us: Autotask's business time left to the next event while paused; used when above zero.
        plan_mapped: whether any status of the tenant records a Resolution Plan. Where none does, the milestone
            can never be met, so it is not applicable and never a breach.
        closed: the ticket is complete.
        engaged: somebody has taken it up; a missed first response no longer counts as its next event.
    """

    created: Micros
    calendar: BusinessCalendar
    round_the_clock: BusinessCalendar
    targets: Targets | None = None
    due: Three = (None, None, None)
    actual: Three = (None, None, None)
    verdicts: Verdicts = (None, None, None)
    paused_since: Micros | None = None
    pauses: Pauses = ()
    paused_next_event_us: int | None = None
    plan_mapped: bool = True
    closed: bool = False
    engaged: bool = False
    dated_on: BusinessCalendar | None = None

    def calendar_of(self, target: Target | None, *, dated: bool = False) -> BusinessCalendar:
        """The calendar on which a promise counts: that of the ticket, unless it is promised round the clock.

        Args:
            dated: the promise is a due date of Autotask's.
        """
        if dated and self.dated_on is not None:
            return self.dated_on
        return self.round_the_clock if target is not None and target.around_the_clock else self.calendar


@dataclass(frozen=True, slots=True)
class TicketClock:
    """The reading of a clock.

    Attributes:
        milestones: first response, resolution plan, resolved.
        next_event: the open milestone with the earliest deadline; None when none is open.
        changes_at: the next instant at which, with nothing else changing, a milestone comes within fifteen
            minutes of its deadline or reaches it; None when no such instant lies ahead.
    """

    milestones: tuple[Milestone, Milestone, Milestone]
    next_event: Milestone | None
    changes_at: Micros | None

    @property
    def next_running(self) -> Milestone | None:
        """The running milestone with the earliest deadline, also where an earlier one has been missed."""
        running = [one for one in self.milestones if one.state is MilestoneState.RUNNING]
        return _due_first(running)


def read_clock(facts: ClockInput, now: Micros) -> TicketClock:
    """Read the clock of a ticket at `now`.

    A milestone met at the very instant of its deadline is in time; one that is still open then is breached.

    Raises:
        NeverOpens: a target is to be counted on a calendar that has no business time.
    """
    first, plan, resolved = (_read(facts, index, now) for index in range(3))
    following = _next_event((first, plan, resolved), facts.engaged)
    if following is not None and _autotask_says_left(facts):
        left = facts.paused_next_event_us or 0
        meant = _meant(following, (first, plan, resolved), left)
        promised = _with_left(meant, left)
        first, plan, resolved = (promised if one is meant else one for one in (first, plan, resolved))
        following = promised if meant is following else following
    milestones = (first, plan, resolved)
    return TicketClock(milestones, following, _changes_at(milestones, facts.paused_since, now))


def _autotask_says_left(facts: ClockInput) -> bool:
    """Whether Autotask itself tells how much is left; it knows better than any due date while paused."""
    left = facts.paused_next_event_us
    return facts.paused_since is not None and left is not None and left > 0


def _meant(following: Milestone, milestones: Sequence[Milestone], left: int) -> Milestone:
    """The milestone that Autotask speaks of: what was missed before the pause is over for it, and its next event is the
    first of those ahead. Unless the time that it tells fits the one we hold for missed better: a pause whose beginning
    is not known exactly may have begun before it was.
    """
    ahead = _due_first([one for one in milestones if one.state is MilestoneState.PAUSED])
    candidates = [one for one in (ahead, following) if one is not None]
    return min(candidates, key=lambda one: abs((one.left_us or 0) - left))


def _with_left(milestone: Milestone, left: int) -> Milestone:
    return replace(milestone, state=MilestoneState.PAUSED, left_us=left, granted_us=(milestone.used_us or 0) + left)


def _read(facts: ClockInput, index: int, now: Micros) -> Milestone:
    name = _NAMES[index]
    facts = _until_it_happened(facts, index)
    recorded, verdict = facts.actual[index], facts.verdicts[index]
    if name is MilestoneName.RESOLUTION_PLAN and not facts.plan_mapped and recorded is None:
        return Milestone(name, MilestoneState.NOT_APPLICABLE)
    target = _target(facts.targets, index)
    calendar = facts.calendar_of(target, dated=facts.due[index] is not None)
    due, source = _deadline(facts, index, target, calendar)
    met = recorded if recorded is not None else facts.actual[_RESOLVED]
    over = met is not None or facts.closed
    if over and (verdict is not None or None not in (met, due)):
        return Milestone(
            name,
            MilestoneState.MET,
            due,
            met,
            late=_missed(met, due) if verdict is None else not verdict,
            source=source or "autotask",
            used_us=_used(facts, calendar, met),
            granted_us=_used(facts, calendar, due),
            target=target,
            verdict=verdict,
        )
    if over or due is None:
        return Milestone(name, MilestoneState.NOT_APPLICABLE, actual=recorded)
    state, used, left = _open_state(facts, due, calendar, now)
    return Milestone(name, state, due, source=source, left_us=left, used_us=used, granted_us=used + left, target=target)


def _until_it_happened(facts: ClockInput, index: int) -> ClockInput:
    """The facts without the pauses that began when a milestone had been met: they move no deadline of it."""
    recorded = facts.actual[index]
    met = recorded if recorded is not None else facts.actual[_RESOLVED]
    if met is None or not facts.pauses:
        return facts
    return replace(facts, pauses=tuple(pause for pause in facts.pauses if pause[0] < met))


def _missed(met: Micros | None, due: Micros | None) -> bool:
    return met is not None and due is not None and met > due


def _used(facts: ClockInput, calendar: BusinessCalendar, until: Micros | None) -> int | None:
    return None if until is None else calendar.elapsed(facts.created, until, facts.pauses)


def _open_state(
    facts: ClockInput, due: Micros, calendar: BusinessCalendar, now: Micros
) -> tuple[MilestoneState, int, int]:
    """Where a milestone stands that has not been met, and the business time used of it and left to it.

    The clock of a paused ticket stands where it stood when the pause began: what was missed before stays
    missed, and nothing is missed anew however long the pause lasts.
    """
    reading_at = now if facts.paused_since is None else min(now, facts.paused_since)
    used = calendar.elapsed(facts.created, reading_at, facts.pauses)
    left = calendar.elapsed(reading_at, due, facts.pauses)
    if due <= reading_at:
        return MilestoneState.BREACHED, used, left
    return MilestoneState.RUNNING if facts.paused_since is None else MilestoneState.PAUSED, used, left


def _target(targets: Targets | None, index: int) -> Target | None:
    if targets is None:
        return None
    return (targets.first_response, targets.resolution_plan, targets.resolved)[index]


def _deadline(
    facts: ClockInput, index: int, target: Target | None, calendar: BusinessCalendar
) -> tuple[Micros | None, Source | None]:
    given = facts.due[index]
    if given is not None:
        return given, "autotask"
    if target is None or target.seconds <= 0:
        return None, None
    return calendar.add(facts.created, target.seconds * SECOND, facts.pauses), "workflow"


def _next_event(milestones: tuple[Milestone, ...], engaged: bool) -> Milestone | None:
    """The open milestone due first; once engaged, a missed first response gives way to the next."""
    return _due_first(
        [
            one
            for one in milestones
            if one.state in _OPEN
            and not (engaged and one.name is MilestoneName.FIRST_RESPONSE and one.state is MilestoneState.BREACHED)
        ]
    )


def _due_first(milestones: Sequence[Milestone]) -> Milestone | None:
    """The earliest deadline; equal ones in the order given."""
    first: Milestone | None = None
    for one in milestones:
        if one.due is not None and (first is None or first.due is None or one.due < first.due):
            first = one
    return first


def _changes_at(milestones: tuple[Milestone, ...], paused_since: Micros | None, now: Micros) -> Micros | None:
    """A pause that is said to begin later than now, which a skewed clock can do, stops nothing before it begins."""
    if paused_since is not None:
        dues = [one.due for one in milestones if one.state is MilestoneState.PAUSED and one.due is not None]
        return min((due for due in dues if now < due <= paused_since), default=None)
    return min(
        (
            one.due - SOON_US if now < one.due - SOON_US else one.due
            for one in milestones
            if one.state is MilestoneState.RUNNING and one.due is not None
        ),
        default=None,
    )


_NAMES = tuple(MilestoneName)
_RESOLVED = _NAMES.index(MilestoneName.RESOLVED)
_OPEN = frozenset({MilestoneState.RUNNING, MilestoneState.PAUSED, MilestoneState.BREACHED})
