"""How one person's day stands now: hours entered against hours passed, gaps, what is late and what is missing.

Definitions (ours, beside those of `metrics.day` and `metrics.discipline`):

* *available*, *elapsed*, *entered* and *coverage* are those of a day (`metrics.day`). Time that somebody has excluded
  with a reason leaves the working time, and is counted beside it;
* a *gap* is working time before now that no entry covers and no timer of ours counts, longer than the threshold. What
  was booked in it does not fill it;
* *missing* is a call or an appointment that is over for longer than the onsite threshold, and that no entry, no timer
  and no exclusion touches;
* *late* is a measured entry that was saved after the threshold of its kind of work.

Between two instants that a standing names in advance, each of its lengths either stands still or grows with the clock
(`Growing`): so a desk looks at a person again when an entry has changed or such an instant has come, and a second that
merely passes costs nothing. Sums of standings are standings: a team is the sum of its people. Microseconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from metrics.day import GAP_THRESHOLD_US, DayPlan
from metrics.discipline import TARGET, Band, Count, Reading, Thresholds
from metrics.intervals import Interval, Spans, total, union, within, without
from sla.instants import Micros

_WITHIN = ((Band.FIVE,), (Band.FIVE, Band.QUARTER), (Band.FIVE, Band.QUARTER, Band.HOUR))


@dataclass(frozen=True, slots=True)
class Growing:
    """A length of time that grows with the clock, `slope` microseconds in each, or stands still."""

    constant_us: int = 0
    slope: int = 0

    def at(self, now: Micros) -> int:
        return self.constant_us + self.slope * now

    def __add__(self, other: "Growing") -> "Growing":
        return Growing(self.constant_us + other.constant_us, self.slope + other.slope)

    def __sub__(self, other: "Growing") -> "Growing":
        return Growing(self.constant_us - other.constant_us, self.slope - other.slope)


@dataclass(frozen=True, slots=True)
class Tally:
    """Entries by how promptly they were saved.

    Attributes:
        within: measured entries saved within 5, 15 and 60 minutes, whatever their threshold.
        in_time: saved within the threshold of their kind of work.
        unmeasurable: entries without start or end, and internal time.
        proxies: saved by somebody else.
        future_ended: among the measured, saved well ahead of their end.
    """

    measured: int = 0
    within: tuple[int, int, int] = (0, 0, 0)
    in_time: int = 0
    measured_us: int = 0
    in_time_us: int = 0
    unmeasurable: int = 0
    proxies: int = 0
    future_ended: int = 0

    @property
    def late(self) -> int:
        return self.measured - self.in_time

    @property
    def share(self) -> float | None:
        """Of the measured entries, those in time; None, never 0 or 1, where nothing was measured."""
        return self.in_time / self.measured if self.measured else None

    @property
    def shares(self) -> tuple[float | None, float | None, float | None]:
        """Of the measured entries, those saved within 5, 15 and 60 minutes."""
        five, quarter, hour = (count / self.measured if self.measured else None for count in self.within)
        return five, quarter, hour

    @property
    def on_target(self) -> bool | None:
        return None if self.share is None else self.share >= TARGET

    def __add__(self, other: "Tally") -> "Tally":
        return self._with(other, 1)

    def __sub__(self, other: "Tally") -> "Tally":
        return self._with(other, -1)

    def _with(self, other: "Tally", sign: int) -> "Tally":
        five, quarter, hour = (mine + sign * theirs for mine, theirs in zip(self.within, other.within, strict=True))
        return Tally(
            self.measured + sign * other.measured,
            (five, quarter, hour),
            self.in_time + sign * other.in_time,
            self.measured_us + sign * other.measured_us,
            self.in_time_us + sign * other.in_time_us,
            self.unmeasurable + sign * other.unmeasurable,
            self.proxies + sign * other.proxies,
            self.future_ended + sign * other.future_ended,
        )


def tally(readings: Iterable[Reading]) -> Tally:
    """The entries of some readings, counted."""
    known = tuple(readings)
    measured = [each for each in known if each.count is Count.MEASURED]
    in_time = [each for each in measured if each.in_time]
    five, quarter, hour = (sum(each.band in bands for each in measured) for bands in _WITHIN)
    return Tally(
        len(measured),
        (five, quarter, hour),
        len(in_time),
        sum(each.worked_us for each in measured),
        sum(each.worked_us for each in in_time),
        sum(each.count is Count.UNMEASURABLE for each in known),
        sum(each.count is Count.PROXY for each in known),
        sum(each.future_ended for each in measured),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one day of one person, or the sum of many.

    Attributes:
        entered_us: the hours of the entries, as the timesheet shows them.
        accounted: the time that entries account for, counted once and only up to now.
        gap: in gaps longer than the threshold.
        excluded_us: working time that somebody has excluded with a reason.
        missing: calls and appointments that are over and have no entry.
    """

    entered_us: int = 0
    available_us: int = 0
    excluded_us: int = 0
    elapsed: Growing = Growing()
    accounted: Growing = Growing()
    gap: Growing = Growing()
    missing: int = 0
    tally: Tally = field(default_factory=Tally)

    def coverage(self, now: Micros) -> float | None:
        """The part of the elapsed time that entries account for; None before the first working minute."""
        elapsed = self.elapsed.at(now)
        return self.accounted.at(now) / elapsed if elapsed else None

    def as_of(self, now: Micros) -> "Figures":
        """The same, from then on still: of a past that is told as it was added up."""
        elapsed, accounted, gap = (Growing(each.at(now)) for each in (self.elapsed, self.accounted, self.gap))
        return replace(self, elapsed=elapsed, accounted=accounted, gap=gap)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.entered_us + other.entered_us,
            self.available_us + other.available_us,
            self.excluded_us + other.excluded_us,
            self.elapsed + other.elapsed,
            self.accounted + other.accounted,
            self.gap + other.gap,
            self.missing + other.missing,
            self.tally + other.tally,
        )

    def __sub__(self, other: "Figures") -> "Figures":
        return Figures(
            self.entered_us - other.entered_us,
            self.available_us - other.available_us,
            self.excluded_us - other.excluded_us,
            self.elapsed - other.elapsed,
            self.accounted - other.accounted,
            self.gap - other.gap,
            self.missing - other.missing,
            self.tally - other.tally,
        )


@dataclass(frozen=True, slots=True)
class TimedEntry:
    """One entry: how promptly it was saved, and where it lies in the day; None for hours that nobody placed."""

    reading: Reading
    span: Interval | None


@dataclass(frozen=True, slots=True)
class PersonDay:
    """What is known of a person's day.

    Attributes:
        booked: service calls and appointments, those of tickets and those of no ticket.
        excluded: what somebody said is no gap.
        counted: what timers of ours have counted and nobody has entered; nothing is known of others' timers.
        running: since when a timer of ours runs.
    """

    plan: DayPlan
    entries: tuple[TimedEntry, ...] = ()
    booked: Spans = ()
    excluded: Spans = ()
    counted: Spans = ()
    running: Micros | None = None

    @property
    def working(self) -> Spans:
        """The working time, without what is excluded."""
        return without(self.plan.working(), self.excluded)

    @property
    def entered(self) -> Spans:
        """The time that entries lie on."""
        return union(entry.span for entry in self.entries if entry.span is not None)

    def timed(self, now: Micros) -> Spans:
        """What timers have counted up to now."""
        running = () if self.running is None or self.running >= now else (Interval(self.running, now),)
        return union((*self.counted, *running))


@dataclass(frozen=True, slots=True)
class Standing:
    """A day as it stands from one instant until `changes_at`, None for the rest of it.

    Attributes:
        gaps: those that are closed, and the one that still grows, as long as it was at that instant.
        missed: the calls and appointments that are missing.
    """

    figures: Figures
    working: Spans
    gaps: Spans
    missed: Spans
    changes_at: Micros | None


def standing(
    day: PersonDay,
    now: Micros,
    *,
    gap_threshold_us: int = GAP_THRESHOLD_US,
    thresholds: Thresholds | None = None,
) -> Standing:
    """How a day stands at `now`."""
    limit = (thresholds or Thresholds()).onsite_us
    working, entered, timed = day.working, day.entered, day.timed(now)
    open_time = without(within(working, 0, now), (*entered, *timed))
    gaps = tuple(gap for gap in open_time if gap.length > gap_threshold_us)
    touched = union((*entered, *timed, *day.excluded))
    missed = tuple(each for each in day.booked if each.end + limit <= now and not within(touched, *each))
    idle_since = _idle_since(day, open_time, now)
    gap_at = None if idle_since is None else idle_since + gap_threshold_us + 1
    available = total(working)
    figures = Figures(
        entered_us=sum(entry.reading.worked_us for entry in day.entries),
        available_us=available,
        excluded_us=total(day.plan.working()) - available,
        elapsed=_passed(working, now),
        accounted=_passed(entered, now) + Growing(_unplaced(day)),
        gap=_growing(total(gaps), now, grows=gap_at is not None and gap_at <= now),
        missing=len(missed),
        tally=tally(entry.reading for entry in day.entries),
    )
    named = [*_edges(working), *_edges(entered), *_edges(day.counted), *(each.end + limit for each in day.booked)]
    named += [at for at in (gap_at, day.running) if at is not None]
    return Standing(figures, working, gaps, missed, min((at for at in named if at > now), default=None))


def _idle_since(day: PersonDay, open_time: Spans, now: Micros) -> Micros | None:
    """Since when working time passes with nothing on it; None where it does not."""
    busy = _holds((*day.entered, *day.counted), now) or (day.running is not None and day.running <= now)
    if busy or not _holds(day.working, now):
        return None
    return open_time[-1].start if open_time and open_time[-1].end == now else now


def _unplaced(day: PersonDay) -> int:
    return sum(entry.reading.worked_us for entry in day.entries if entry.span is None)


def _passed(spans: Spans, now: Micros) -> Growing:
    """How much of the spans lies before now, and how that goes on."""
    return _growing(total(within(spans, 0, now)), now, grows=_holds(spans, now))


def _growing(length: int, now: Micros, *, grows: bool) -> Growing:
    return Growing(length - now, 1) if grows else Growing(length)


def _holds(spans: Spans, at: Micros) -> bool:
    return any(span.start <= at < span.end for span in spans)


def _edges(spans: Spans) -> list[Micros]:
    return [edge for span in spans for edge in span]
