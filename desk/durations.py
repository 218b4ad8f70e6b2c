"""Instants and lengths of time as the screens write them. Cuts seconds off, never rounds a minute up.

A length under a day is h:mm, one from a day on is days and hours. A "d" is a day of the calendar that the time runs on,
the longest of its week. It is 24 hours on a clock that never stops, and time left says so: "3d 4h 24/7". No room says
so of time late ("LATE 3d 4h"); the clock line of the why strip names the hours of every clock.

A weekday without a date is one to come; what has gone by has its date.
"""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sla.calendar import BusinessCalendar
from sla.instants import MINUTE, Micros, instant


class Day(NamedTuple):
    """What a "d" is in a length of time."""

    minutes: int
    said: str = ""
    """Behind time left, so that nobody takes such a day for one of business."""


WORKING_DAY = Day(8 * 60)
"""A business day where no calendar says how long it is, and a "bd" of the catalogue."""
WHOLE_DAY = Day(24 * 60, " 24/7")
"""A day where time runs round the clock."""
CELLS = 10
"""What the column of the queue has; where a blank is too much, days and hours stand together: "1d10h"."""
WEEK = 7
"""Days from which on the name of a weekday could mean another week."""
DATES_OF_ONE_YEAR = 300
"""Days from which on a day and its month could mean another year."""


def clock_text(minutes: int) -> str:
    """Minutes as h:mm: 0:41, 12:05."""
    return f"{minutes // 60}:{minutes % 60:02}"


def business_text(length_us: int, day: Day = WORKING_DAY) -> str:
    """A length of time that a clock measures: 0:41, 7:59, 1d, 1d 3h, 12d.

    From ten days on hours are left out.
    """
    minutes = abs(length_us) // MINUTE
    if minutes < day.minutes:
        return clock_text(minutes)
    days, rest = divmod(minutes, day.minutes)
    return f"{days}d {rest // 60}h" if rest >= 60 and days < 10 else f"{days}d"


def left_text(left_us: int, day: Day = WORKING_DAY) -> str:
    """Time left until a milestone: "0:41 left", "1d 3h", "3d 4h 24/7", "LATE 0:12"."""
    if left_us < 0:
        return late_text(left_us, day)
    text = business_text(left_us, day)
    if "d" not in text:
        return f"{text} left"
    return _beside("", text, day.said)


def late_text(left_us: int, day: Day = WORKING_DAY) -> str:
    """How late a missed milestone is. Outside business hours it may be late by nothing yet, and is still late."""
    return _beside("LATE ", business_text(left_us, day), "")


def owed_text(left_us: int, day: Day = WORKING_DAY) -> str:
    """Time until an answer is owed, "owed 0:17", or since it was: "OWED 0:12"."""
    return _beside("OWED " if left_us < 0 else "owed ", business_text(left_us, day), "")


def _beside(before: str, length: str, behind: str) -> str:
    whole = f"{before}{length}{behind}"
    return whole if len(whole) <= CELLS else f"{before}{length.replace(' ', '')}{behind}"


def day_of(calendar: BusinessCalendar) -> Day:
    """A day as a calendar counts it."""
    if calendar.schedule.never_closes:
        return WHOLE_DAY
    longest = calendar.schedule.longest_day // 60
    return Day(longest) if longest else WORKING_DAY


def age_text(length_us: int) -> str:
    """Time gone by on the wall: "4 m", "3 h", "2d 5h"."""
    minutes = max(0, length_us) // MINUTE
    if minutes < 60:
        return f"{minutes} m"
    if minutes < 24 * 60:
        return f"{minutes // 60} h"
    days, rest = divmod(minutes, 24 * 60)
    return f"{days}d {rest // 60}h" if rest >= 60 else f"{days}d"


def moment_text(at: Micros, now: Micros, zone: ZoneInfo) -> str:
    """An instant as a person in `zone` says it now: "10:22", "Thu 10:22", "19 Nov 10:22", "24 Nov 2025"."""
    then, today = instant(at).astimezone(zone), instant(now).astimezone(zone)
    days = (then.date() - today.date()).days
    if days == 0:
        return f"{then:%H:%M}"
    if 0 < days < WEEK:
        return f"{then:%a %H:%M}"
    if then.year == today.year:
        return f"{then.day} {then:%b %H:%M}"
    return f"{then.day} {then:%b %Y}"


def start_text(at: Micros, now: Micros, zone: ZoneInfo) -> str:
    """A start in ten cells, never to be read as one of another week.

    To come: "10:22", "Thu 10:22", "30 Nov", "Jan 2028". Gone by: "was 08:00", "was 16 Nov", "was 2025".
    """
    then = local(at, zone)
    days = (then.date() - local(now, zone).date()).days
    date = f"{then.day} {then:%b}"
    if at > now:
        if days < WEEK:
            return moment_text(at, now, zone)
        return date if days < DATES_OF_ONE_YEAR else f"{then:%b %Y}"
    if days == 0:
        return f"was {then:%H:%M}"
    return f"was {date}" if -days < DATES_OF_ONE_YEAR else f"was {then.year}"


def local(at: Micros, zone: ZoneInfo) -> datetime:
    """The wall clock in `zone` at an instant."""
    return instant(at).astimezone(zone)
