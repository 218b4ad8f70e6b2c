"""At risk by share of time left: a milestone that still runs and has little of its time left.

A milestone of four hours is at risk in its last hour, one of twenty minutes in its last ten. The instant at which that
begins follows from the deadline and the time that the milestone was given, so it is named in advance and nobody has to
look again before it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sla.calendar import BusinessCalendar
from sla.clock import Milestone, MilestoneName, MilestoneState
from sla.instants import MINUTE, Micros


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From when on a milestone is at risk.

    Attributes:
        share: the part of its time that is left then.
        least_us: business time that is left at the least, whatever the share says.
        most: the part of its time that `least_us` may take: who has fifteen minutes for an answer is not at risk
            from the first of them on.
    """

    share: float = 0.25
    least_us: int = 15 * MINUTE
    most: float = 0.5

    def ahead_us(self, granted_us: int) -> int:
        """Business time before the deadline from which on a milestone is at risk that was given so much in all."""
        return round(max(self.share * granted_us, min(self.least_us, self.most * granted_us)))


DEFAULT = Thresholds()


@dataclass(frozen=True, slots=True)
class Risk:
    """How a milestone stands to its thresholds.

    Attributes:
        milestone: which one.
        at_risk: it runs, and so little of its time is left. A milestone that is met, missed, paused or does not apply
            is not at risk.
        since: when that begins or began, where it runs; while the calendar is closed nothing of its time passes, and
            what was at risk at closing time is so until the next opening.
        turns_at: the next instant at which `at_risk` is another by time alone: it begins, or ends in a miss.
    """

    milestone: MilestoneName
    at_risk: bool = False
    since: Micros | None = None
    turns_at: Micros | None = None


def read_risk(milestone: Milestone, calendar: BusinessCalendar, now: Micros, thresholds: Thresholds = DEFAULT) -> Risk:
    """Whether a milestone is at risk at `now`.

    Args:
        calendar: what its time runs on.

    Raises:
        NeverOpens: the calendar has no business time.
        OutOfRange: an instant lies outside the years 1900 to 2199.
    """
    due = milestone.due
    if milestone.state is not MilestoneState.RUNNING or due is None or due <= now:
        return Risk(milestone.name)
    since = calendar.subtract(due, thresholds.ahead_us(milestone.granted_us or 0))
    at_risk = since <= now
    return Risk(milestone.name, at_risk, since, due if at_risk else since)
