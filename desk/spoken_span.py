"""Spans of time on a wall clock: the instants that it shows, once, twice or never, and how they are written."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil import tz

from desk.spoken_words import Clock

EXAMPLES = "9:10-9:45, 25m, 1h10, 1:15, 14:00 45m, yesterday 14:00 45m, mon 9-10, -10m or now"
DAY = timedelta(days=1)

Window = tuple[datetime, datetime | None]
"""Start and end, UTC; no end for what still runs."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was meant.

    Attributes:
        start: aware, UTC.
        end: aware, UTC; None for something that still runs.
        meant: how it was understood, in words.
        others: what it could have meant as well, the likeliest first.
    """

    start: datetime
    end: datetime | None
    meant: str = ""
    others: tuple["Spoken", ...] = ()


class SpokenTimeError(ValueError):
    """Why a text was not taken.

    Attributes:
        choices: what to offer instead, if anything.
    """

    def __init__(self, message: str, choices: tuple[Spoken, ...] = ()) -> None:
        super().__init__(message)
        self.choices = choices


class NotUnderstood(SpokenTimeError):
    """The text, or a part of it, says nothing about time that we know."""


class InFuture(SpokenTimeError):
    """It has not ended yet, or not begun."""


class TwiceThatNight(SpokenTimeError):
    """The clock is put back and shows the time twice; `choices` are both."""


class SkippedThatNight(SpokenTimeError):
    """The clock is put forward and never shows the time."""


def printed(spoken: Spoken, zone: ZoneInfo) -> str:
    """The text that `parse` reads as just this, whenever it is read within the year."""
    start = spoken.start.astimezone(zone)
    begins = f"{start:%Y-%m-%d} {clock_text(start)}"
    if spoken.end is None:
        return begins
    end = spoken.end.astimezone(zone)
    if end.date() == start.date():
        return f"{begins}-{clock_text(end)}"
    return f"{begins} - {end:%Y-%m-%d} {clock_text(end)}"


def agreed(start: Clock, end: Clock, *, dated: bool) -> tuple[Clock, Clock]:
    """Both sides of a range on 24 hours, where one says am or pm for the other, or neither does.

    Args:
        dated: the end has a day of its own, so that it needs not come after the start.
    """
    if start.half and not end.half and 1 <= end.hour <= 12:
        same, other = _halved(end, start.half), _halved(end, "a" if start.half == "p" else "p")
        return on_24_hours(start), same if wall(same) > wall(on_24_hours(start)) else other
    if end.half and not start.half and 1 <= start.hour <= 12:
        same, other = _halved(start, end.half), _halved(start, "a" if end.half == "p" else "p")
        return same if wall(same) < wall(on_24_hours(end)) else other, on_24_hours(end)
    begin, finish = on_24_hours(start), on_24_hours(end)
    loose = not (dated or start.half or end.half or begin.exact or finish.exact or finish.which)
    if loose and begin.hour <= 12 and 0 < finish.hour < 12 and wall(finish) < wall(begin):
        return begin, replace(finish, hour=finish.hour + 12)
    return begin, finish


def on_24_hours(clock: Clock) -> Clock:
    """On 24 hours."""
    if clock.hour > 24:
        raise NotUnderstood(f'"{clock.said}" is no hour of the day. Write {EXAMPLES}.')
    return _halved(clock, clock.half) if clock.half else clock


def _halved(clock: Clock, half: str) -> Clock:
    return replace(clock, hour=clock.hour % 12 + (12 if half == "p" else 0), half="")


def wall(clock: Clock) -> tuple[int, int]:
    return clock.hour, clock.minute


def windows(begin: Clock, finish: Clock, day: date, until: date | None, zone: ZoneInfo) -> list[Window]:
    """Every span that a range may mean; where the end comes first, it is that of the next day.

    In the night the clock is put back 1:50-1:10 may be twenty minutes, so the same day is tried first.
    """
    starts = instants(begin, day, zone)
    if until is not None or wall(finish) > wall(begin):
        return _ordered(starts, instants(finish, until or day, zone))
    if not _skipped(finish, day, zone) and (same := _ordered(starts, instants(finish, day, zone))):
        return same
    if wall(finish) == wall(begin):
        raise NotUnderstood(f'"{begin.said}" to "{finish.said}" takes no time. Write {EXAMPLES}.')
    return _ordered(starts, instants(finish, day + DAY, zone))


def _ordered(starts: Iterable[datetime], ends: Iterable[datetime]) -> list[Window]:
    ends = list(ends)
    return [(start, end) for start in starts for end in ends if start < end]


def instants(clock: Clock, day: date, zone: ZoneInfo) -> list[datetime]:
    """When the clock shows this on the day: once, or twice where it is put back.

    Raises:
        SkippedThatNight: never.
    """
    if _skipped(clock, day, zone):
        raise SkippedThatNight(f"The clock is put forward on {day:%d %b} and never shows {clock.said}: what was it?")
    shown = _on(clock, day)
    if not tz.datetime_ambiguous(shown, zone):
        return [shown.replace(tzinfo=zone).astimezone(UTC)]
    both = [shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return both if clock.which is None else [both[clock.which == "second"]]


def _skipped(clock: Clock, day: date, zone: ZoneInfo) -> bool:
    return not tz.datetime_exists(_on(clock, day), zone)


def _on(clock: Clock, day: date) -> datetime:
    """The wall clock; 24:00 is the midnight that ends the day."""
    return datetime.combine(day + DAY * (clock.hour // 24), time(clock.hour % 24, clock.minute))


def clock_text(local: datetime) -> str:
    """Hours and minutes, and which of the two where the clock shows them twice."""
    if not tz.datetime_ambiguous(local.replace(tzinfo=None), local.tzinfo):
        return f"{local:%H:%M}"
    return f"{local:%H:%M} {'second' if local.fold else 'first'}"
