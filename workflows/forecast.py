"""Will a milestone be missed, given the queue before it and the time that its tech still has?

A tech's open work is laid into the tech's free time in the order of the queue, each piece as long as it is expected to
take. A ticket is resolved when its own piece ends; it is answered, and its plan made, when its piece begins. What is
booked is done in its booking and takes nothing of the free time, which leaves bookings out already. What interrupts
everything is done at once, by day and by night, one piece after the other; only then comes the free time.

The order is an input here and never an outcome. Pure: free time and `now` are arguments.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from sla.clock import MilestoneName
from sla.instants import MINUTE, Micros
from workflows.ranking import ItemId, Pending

LEAST_US = 15 * MINUTE
"""What is expected of a ticket at the least, however much of its estimate is used up: it is open."""

Free: TypeAlias = Iterable[tuple[Micros, Micros]]
"""Free time from now on: disjoint spans in order, none of them empty."""


class EffortFrom(StrEnum):
    """Where an expected effort comes from."""

    ESTIMATE = "its estimate"
    USED_UP = "its estimate is used up"
    MEDIAN = "the median of its workflow"
    DEFAULT = "the default of its workflow"


class Effort(NamedTuple):
    """How much work a ticket is expected to take from now on."""

    us: int
    source: EffortFrom


class Typical(NamedTuple):
    """How much work a ticket of a workflow takes in all."""

    us: int
    source: EffortFrom


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of a tech's work.

    Attributes:
        pending: its milestones that run and are not missed; none for what has no clock or stands still.
        booked: from when to when it is booked, where it is.
        at_once: it interrupts everything else, a critical incident; then it is not `booked`.
    """

    item: ItemId
    effort: Effort
    pending: tuple[Pending, ...] = ()
    booked: tuple[Micros, Micros] | None = None
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected of an item's milestone: of the first that will be missed, else of the next.

    Attributes:
        resource_id: the tech whose queue it stands in.
        due: of the milestone.
        expected: when it would be met; None where that lies after `in_sight`.
        missed: it would be met after it is due.
        ahead: how many pieces of work come before it.
        ahead_us: how much work they are.
        effort: its own, which counts for a resolution only.
        free_from: when the tech is free first; None where that lies after `in_sight`.
        booked: it is met by its booking, whatever stands before it.
        at_once: it is done at once, whatever stands before it and whenever its tech is free.
        reckoned_at: the instant that it was reckoned for.
        in_sight: until when free time was looked for.
        turns_at: when a milestone of it would be missed that is not now, if nothing were done until then and nothing
            else changed; None where there is no such instant, as for what is booked.
    """

    item: ItemId
    resource_id: int
    milestone: MilestoneName
    due: Micros
    expected: Micros | None
    missed: bool
    ahead: int
    ahead_us: int
    effort: Effort
    free_from: Micros | None
    booked: bool
    at_once: bool
    reckoned_at: Micros
    in_sight: Micros
    turns_at: Micros | None = None


def remaining_effort(estimate_left_us: int | None, worked_us: int, typical: Typical) -> Effort:
    """What is left to do: of the estimate, else of what a ticket of its workflow takes.

    Args:
        estimate_left_us: None where nobody has estimated it.
    """
    if estimate_left_us is None:
        return Effort(max(LEAST_US, typical.us - worked_us), typical.source)
    if estimate_left_us <= 0:
        return Effort(LEAST_US, EffortFrom.USED_UP)
    return Effort(estimate_left_us, EffortFrom.ESTIMATE)


def forecast(resource_id: int, queue: Sequence[Work], free: Free, in_sight: Micros, now: Micros) -> list[Forecast]:
    """What is expected of the work of a tech; nothing of what has no milestone that runs.

    A milestone that is due after all time in sight and would be met after it too is left out: nothing is known of it.

    Args:
        queue: in the order in which it will be done.
        free: read only as far as it is needed.
    """
    rushing = [work for work in queue if work.at_once]
    rush_us = sum(work.effort.us for work in rushing)
    begins = now + rush_us
    by_day_and_night = FreeTime([(now, in_sight)])
    free_time = FreeTime((max(start, begins), end) for start, end in free if end > begins)
    rushed, others, others_us, rushed_us = 0, len(rushing), 0, 0
    found = []
    for work in queue:
        if work.at_once:
            turn = _Turn(rushed, rushed_us, rushed_us, by_day_and_night)
            rushed, rushed_us = rushed + 1, rushed_us + work.effort.us
        else:
            turn = _Turn(others, rush_us + others_us, others_us, free_time, rush_us)
            if work.booked is None:
                others, others_us = others + 1, others_us + work.effort.us
        chances = [
            chance
            for pending in work.pending
            if pending.due > now and (chance := _chance(work, pending, turn, in_sight)) is not None
        ]
        if chances:
            found.append(_told(work, chances, turn, resource_id, in_sight, now))
    return found


class _Turn(NamedTuple):
    """When a piece of work has its turn."""

    ahead: int
    ahead_us: int
    """All the work before it."""
    waits_us: int
    """The part of it that lies in the same time."""
    time: "FreeTime"
    rush_us: int = 0
    """What is done at once before that time begins, whenever it is begun."""


def _told(
    work: Work, chances: Sequence["_Chance"], turn: _Turn, resource_id: int, in_sight: Micros, now: Micros
) -> Forecast:
    worst = min(chances, key=lambda chance: (not chance.missed, chance.due))
    return Forecast(
        item=work.item,
        resource_id=resource_id,
        milestone=worst.milestone,
        due=worst.due,
        expected=worst.expected,
        missed=worst.missed,
        ahead=turn.ahead,
        ahead_us=turn.ahead_us,
        effort=work.effort,
        free_from=turn.time.begins_after(0),
        booked=work.booked is not None,
        at_once=work.at_once,
        reckoned_at=now,
        in_sight=in_sight,
        turns_at=min((one.turns_at for one in chances if one.turns_at is not None), default=None),
    )


class FreeTime:
    """Free time as a measure: how much of it lies before an instant, and which instant lies behind how much of it."""

    def __init__(self, free: Free) -> None:
        self._coming: Iterator[tuple[Micros, Micros]] = iter(free)
        self._starts: list[Micros] = []
        self._ends: list[Micros] = []
        self._until: list[int] = []
        """How much of it has passed at the end of each span."""

    def begins_after(self, amount: int) -> Micros | None:
        """The first instant of free time behind so much of it: never one at which a span ends. None in no span."""
        while not self._until or self._until[-1] <= amount:
            if not self._more():
                return None
        at = bisect_right(self._until, amount)
        return self._ends[at] - (self._until[at] - amount)

    def ends_by(self, amount: int) -> Micros | None:
        """The earliest instant by which so much of it has passed; None where there is not so much."""
        while not self._until or self._until[-1] < amount:
            if not self._more():
                return None
        at = bisect_left(self._until, amount)
        return self._ends[at] - (self._until[at] - amount)

    def before(self, at: Micros) -> int:
        """How much of it lies before an instant."""
        while not self._ends or self._ends[-1] < at:
            if not self._more():
                break
        following = bisect_right(self._starts, at) - 1
        if following < 0:
            return 0
        return self._until[following] - max(0, self._ends[following] - at)

    def holds(self, at: Micros) -> bool:
        """Whether an instant is free: yes where a span begins, no where it ends."""
        self.before(at + 1)
        following = bisect_right(self._starts, at) - 1
        return following >= 0 and at < self._ends[following]

    def _more(self) -> bool:
        following = next(self._coming, None)
        if following is None:
            return False
        start, end = following
        self._starts.append(start)
        self._ends.append(end)
        self._until.append((self._until[-1] if self._until else 0) + end - start)
        return True


class _Chance(NamedTuple):
    milestone: MilestoneName
    due: Micros
    expected: Micros | None
    missed: bool
    turns_at: Micros | None


def _chance(work: Work, pending: Pending, turn: _Turn, in_sight: Micros) -> _Chance | None:
    """How a milestone would come out; None where nothing can be said of it.

    Nothing is said of the answer to what is booked: whoever booked it has spoken with the customer, or will before.
    """
    name, due = pending
    resolution = name is MilestoneName.RESOLVED
    if work.booked is not None:
        end = work.booked[1]
        return _Chance(name, due, end, end > due, None) if resolution else None
    needed = turn.waits_us + work.effort.us if resolution else turn.waits_us
    expected = turn.time.ends_by(needed) if resolution else turn.time.begins_after(needed)
    if expected is None and due > in_sight:
        return None
    missed = expected is None or expected > due
    turns_at = None if missed else _turns_at(needed, due, turn, resolution=resolution)
    return _Chance(name, due, expected, missed, turns_at)


def _turns_at(needed: int, due: Micros, turn: _Turn, *, resolution: bool) -> Micros | None:
    """When so much time has passed unused that what is needed no longer fits before the due instant."""
    spare = turn.time.before(due) - needed
    if not resolution and not turn.time.holds(due):
        # A start falls to the next opening once nothing is left before the due instant.
        last = turn.time.ends_by(spare)
        return None if last is None else last - turn.rush_us
    last = turn.time.begins_after(spare)
    return None if last is None else last + 1 - turn.rush_us
