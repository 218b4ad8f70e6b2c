"""Whether time is entered as it happens: lag, real-time share, bands (domain 3.1, KPI 11).

Definitions (ours, as the field measures it):

* *lag* is the moment a person saved the entry minus the end of the work. Saved means saved in our app, if ours wrote
  it, so that an offline entry is not late; else when Autotask made it;
* *measurable* is an entry on a ticket or a task that has both a start and an end;
* saved before its end: the lag is 0, and more than 15 minutes ahead it counts as *future-ended* besides;
* a *proxy* entry, saved by somebody else than the person who worked, is counted apart. What our app wrote through a
  shared API user is none;
* *in real time* is an entry saved within the threshold of its kind of work: desk 15 minutes, onsite 60, on call by
  09:30 of the next business day. The share is shown by entries and by hours, beside the share within 5 minutes, and
  always beside coverage (`metrics.day`): who enters one hour promptly and forgets seven is not in time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from sla.calendar import BusinessCalendar
from sla.errors import NeverOpens, OutOfRange
from sla.instants import MINUTE, Micros, micros
from sla.openings import local_date

TARGET = 0.90
"""Share of the entries that should be in real time."""
FUTURE_US = 15 * MINUTE
FIVE_US = 5 * MINUTE


class Setting(StrEnum):
    """Where and when the work was done, as far as it sets how soon its time can be in."""

    DESK = "desk"
    ONSITE = "onsite"
    ON_CALL = "on call"


class Band(StrEnum):
    """How late an entry was saved; the days are those of the desk's zone."""

    FIVE = "within 5 min"
    QUARTER = "within 15 min"
    HOUR = "within 60 min"
    SAME_DAY = "same day"
    NEXT_DAY = "next day"
    LATER = "later"


class Count(StrEnum):
    """How an entry enters the figures."""

    MEASURED = "measured"
    UNMEASURABLE = "unmeasurable"
    PROXY = "proxy"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How soon an entry is in real time."""

    desk_us: int = 15 * MINUTE
    onsite_us: int = 60 * MINUTE
    on_call_by: time = time(9, 30)


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What counts of a time entry; instants in microseconds.

    Attributes:
        saved: when a person saved it in our app, where ours wrote it; else Autotask's creation.
        on_work: on a ticket or a project task, not internal time.
        proxy: saved by somebody else; never True for what our app wrote in the person's name.
    """

    worked_us: int
    start: Micros | None
    end: Micros | None
    saved: Micros | None
    on_work: bool = True
    proxy: bool = False
    setting: Setting = Setting.DESK


@dataclass(frozen=True, slots=True)
class Reading:
    """How one entry stands; lag and band only where it was measured."""

    count: Count
    worked_us: int
    lag_us: int | None = None
    band: Band | None = None
    in_time: bool = False
    future_ended: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the measured entries; both shares are None, never 0 or 1, where nothing was measured."""

    entries: int
    of_entries: int
    worked_us: int
    of_worked_us: int

    @property
    def by_entries(self) -> float | None:
        return self.entries / self.of_entries if self.of_entries else None

    @property
    def by_hours(self) -> float | None:
        return self.worked_us / self.of_worked_us if self.of_worked_us else None


@dataclass(frozen=True, slots=True)
class Discipline:
    """The figures of a set of entries.

    Attributes:
        in_time: saved within the threshold of their kind of work; `TARGET` of them should be.
        within_five: saved within five minutes, whatever the threshold.
        median_lag_us: the lower middle one; None where nothing was measured.
        bands: measured entries by band; every band is named.
        unmeasurable: entries without start or end, and internal time.
        future_ended: among the measured.
    """

    in_time: Share
    within_five: Share
    median_lag_us: int | None
    bands: dict[Band, int]
    unmeasurable: int
    proxies: int
    future_ended: int
    readings: tuple[Reading, ...] = field(repr=False, default=())

    @property
    def on_target(self) -> bool | None:
        """Whether enough entries are in time; None where nothing was measured."""
        share = self.in_time.by_entries
        return None if share is None else share >= TARGET


def discipline(
    entries: Iterable[EntryFacts], calendar: BusinessCalendar, thresholds: Thresholds | None = None
) -> Discipline:
    """The figures of the entries.

    Args:
        calendar: of the desk; its zone tells the days apart, its openings the next business day.
    """
    limits = thresholds or Thresholds()
    readings = tuple(read_entry(entry, calendar, limits) for entry in entries)
    measured = [each for each in readings if each.count is Count.MEASURED]
    lags = sorted(each.lag_us for each in measured if each.lag_us is not None)
    return Discipline(
        in_time=_share([each for each in measured if each.in_time], measured),
        within_five=_share([each for each in measured if each.band is Band.FIVE], measured),
        median_lag_us=lags[(len(lags) - 1) // 2] if lags else None,
        bands={band: sum(each.band is band for each in measured) for band in Band},
        unmeasurable=sum(each.count is Count.UNMEASURABLE for each in readings),
        proxies=sum(each.count is Count.PROXY for each in readings),
        future_ended=sum(each.future_ended for each in measured),
        readings=readings,
    )


def read_entry(entry: EntryFacts, calendar: BusinessCalendar, thresholds: Thresholds) -> Reading:
    """How one entry stands."""
    if entry.start is None or entry.end is None or entry.saved is None or not entry.on_work:
        return Reading(Count.UNMEASURABLE, entry.worked_us)
    if entry.proxy:
        return Reading(Count.PROXY, entry.worked_us)
    lag = max(0, entry.saved - entry.end)
    return Reading(
        Count.MEASURED,
        entry.worked_us,
        lag,
        _band(lag, entry.end, entry.saved, calendar),
        in_time=entry.saved <= in_time_until(entry.end, entry.setting, calendar, thresholds),
        future_ended=entry.end - entry.saved > FUTURE_US,
    )


def in_time_until(end: Micros, setting: Setting, calendar: BusinessCalendar, thresholds: Thresholds) -> Micros:
    """The last instant at which saving the entry is in real time.

    Work on call has until the morning of the next business day: the day of the opening that comes next. A calendar
    that never closes or never opens has no such morning, and the desk's threshold applies.
    """
    if setting is Setting.ONSITE:
        return end + thresholds.onsite_us
    if setting is Setting.DESK:
        return end + thresholds.desk_us
    try:
        opening = calendar.next_open(calendar.next_close(end) if calendar.is_open(end) else end)
    except (NeverOpens, OutOfRange):
        return end + thresholds.desk_us
    morning = datetime.combine(local_date(opening, calendar.zone), thresholds.on_call_by, calendar.zone)
    return max(end, micros(morning))


def _band(lag: int, end: Micros, saved: Micros, calendar: BusinessCalendar) -> Band:
    worked, entered = (local_date(at, calendar.zone) for at in (end, saved))
    return band_of(lag, (entered - worked).days)


def band_of(lag: int, days_late: int) -> Band:
    """How late an entry was saved.

    Args:
        days_late: days of the desk's zone from the end of the work to the saving.
    """
    for near, minutes in ((Band.FIVE, 5), (Band.QUARTER, 15), (Band.HOUR, 60)):
        if lag <= minutes * MINUTE:
            return near
    if days_late == 0:
        return Band.SAME_DAY
    return Band.NEXT_DAY if days_late == 1 else Band.LATER


def _share(part: list[Reading], measured: list[Reading]) -> Share:
    hours, of_hours = (sum(each.worked_us for each in some) for some in (part, measured))
    return Share(len(part), len(measured), hours, of_hours)
