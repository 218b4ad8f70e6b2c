"""One person's working day: what is entered against what has passed.

Definitions (ours, from the time-entry discipline of MSP desks):

* *available* is the working time of the whole day: the hours of the location, cut to the hours a day that the
  person works, without lunch, time off and holidays;
* *elapsed* is the part of it that lies before now;
* *entered* is the sum of the entries' hours, as the timesheet will show it;
* *coverage* is the time that entries account for, counted once and only up to now, divided by *elapsed*.
  It has no value, rather than 0 %, before the first working minute;
* a *gap* is working time before now that no entry covers, longer than the threshold. A booked call does not
  fill a gap: the time of the call is still to be entered.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from metrics.intervals import Interval, Spans, common, first_part, total, union, within, without

__all__ = ["DayPlan", "DaySheet", "EnteredTime", "Interval", "day_sheet"]

MINUTE_US = 60_000_000
GAP_THRESHOLD_US = 30 * MINUTE_US


@dataclass(frozen=True, slots=True)
class EnteredTime:
    """The time of one entry: a span, or hours that nobody placed in the day."""

    worked_us: int
    span: Interval | None = None
    billable: bool = True


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The working time that a day has.

    `hours_us` is how much of the day the person works, where Autotask says only a number of hours: the
    earliest hours of the location's day are taken. `untimed_off_us` is time off given as hours: it is taken
    from the end of the day.
    """

    opening: Spans
    lunch: Interval | None = None
    hours_us: int | None = None
    time_off: Spans = ()
    untimed_off_us: int = 0

    def working(self) -> Spans:
        """The spans in which the person is expected to work."""
        spans = without(self.opening, () if self.lunch is None else (self.lunch,))
        if self.hours_us is not None:
            spans = first_part(spans, self.hours_us)
        spans = without(spans, self.time_off)
        return first_part(spans, total(spans) - self.untimed_off_us) if self.untimed_off_us else spans


@dataclass(frozen=True, slots=True)
class DaySheet:
    """The figures of one day; microseconds."""

    working: Spans
    gaps: Spans
    overlaps: Spans
    entered_us: int
    billable_us: int
    elapsed_us: int
    available_us: int
    coverage: float | None


def day_sheet(
    entries: Iterable[EnteredTime], plan: DayPlan, now: int, *, gap_threshold_us: int = GAP_THRESHOLD_US
) -> DaySheet:
    """The figures of the day that `plan` describes, at `now`."""
    entries = tuple(entries)
    placed = tuple(entry.span for entry in entries if entry.span is not None)
    covered = union(placed)
    working = plan.working()
    past = _until(working, now)
    elapsed = total(past)
    open_time = without(past, covered)
    unplaced = sum(entry.worked_us for entry in entries if entry.span is None)
    counted = total(_until(covered, now)) + unplaced
    return DaySheet(
        working=working,
        gaps=tuple(gap for gap in open_time if gap.length > gap_threshold_us),
        overlaps=common(placed),
        entered_us=sum(entry.worked_us for entry in entries),
        billable_us=sum(entry.worked_us for entry in entries if entry.billable),
        elapsed_us=elapsed,
        available_us=total(working),
        coverage=counted / elapsed if elapsed else None,
    )


def _until(spans: Spans, now: int) -> Spans:
    return within(spans, spans[0].start, now) if spans else ()
