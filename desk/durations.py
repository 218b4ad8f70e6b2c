"""Instants and lengths of time as the screens write them. Cuts seconds off, never rounds a minute up.

A length under a day is h:mm, one from a day on is days and hours. Which day a "d" is: eight hours of business time,
as the catalogue's "bd" is; on a clock that never stops, 24 hours, and time left says so: "3d 4h 24/7". No room says so
of time late ("LATE 3d 4h"); the clock line of the why strip names the hours of every clock.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sla.calendar import BusinessCalendar
from sla.instants import MINUTE, Micros, instant

WORKING_DAY = 8 * 60
"""Minutes of a business day in a length of time, whatever a calendar opens."""
WHOLE_DAY = 24 * 60
"""Minutes of a day where time runs round the clock."""
CELLS = 10
"""What the column of the queue has; among days, the hours are what can be spared."""
WEEK = 7
"""Days from which on the name of a weekday could mean another week."""
DATES_OF_ONE_YEAR = 300
"""Days from which on a day and its month could mean another year."""


def clock_text(minutes: int) -> str:
    """Minutes as h:mm: 0:41, 12:05."""
    return f"{minutes // 60}:{minutes % 60:02}"


def business_text(length_us: int, day: int = WORKING_DAY) -> str:
    """A length of time that a clock measures: 0:41, 7:59, 1d, 1d 3h, 12d; a day has `day` minutes.

    From ten days on hours are left out.
    """
    minutes = abs(length_us) // MINUTE
    if minutes < day:
        return clock_text(minutes)
    days, rest = divmod(minutes, day)
    return f"{days}d {rest // 60}h" if rest >= 60 and days < 10 else f"{days}d"


def left_text(left_us: int, day: int = WORKING_DAY) -> str:
    """Time left until a milestone: "0:41 left", "1d 3h", "3d 4h 24/7", "LATE 0:12"."""
    if left_us < 0:
        return late_text(left_us, day)
    text = business_text(left_us, day)
    if "d" not in text:
        return f"{text} left"
    if day == WORKING_DAY:
        return text
    whole = f"{text} 24/7"
    return whole if len(whole) <= CELLS else f"{text.partition(' ')[0]} 24/7"


def late_text(left_us: int, day: int = WORKING_DAY) -> str:
    """How late a missed milestone is. Outside business hours it may be late by nothing yet, and is still late."""
    text = f"LATE {business_text(left_us, day)}"
    return text if len(text) <= CELLS else text.rpartition(" ")[0]


def day_of(calendar: BusinessCalendar) -> int:
    """Minutes of a day as a calendar counts them."""
    return WHOLE_DAY if calendar.schedule.never_closes else WORKING_DAY


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
    """An instant as a person in `zone` says it now: "10:22", "Thu 10:22", "24 Nov 10:22", "24 Nov 2025"."""
    then, today = instant(at).astimezone(zone), instant(now).astimezone(zone)
    days = (then.date() - today.date()).days
    if days == 0:
        return f"{then:%H:%M}"
    if abs(days) < WEEK:
        return f"{then:%a %H:%M}"
    if then.year == today.year:
        return f"{then.day} {then:%b %H:%M}"
    return f"{then.day} {then:%b %Y}"


def start_text(at: Micros, now: Micros, zone: ZoneInfo) -> str:
    """A start in ten cells, never to be read as one of another week.

    To come: "10:22", "Thu 10:22", "30 Nov", "Jan 2028". Gone by: "was 08:00", "was Mon", "was 16 Nov", "was 2025".
    """
    then = local(at, zone)
    days = (then.date() - local(now, zone).date()).days
    date = f"{then.day} {then:%b}"
    if at > now:
        if abs(days) < WEEK:
            return moment_text(at, now, zone)
        return date if days < DATES_OF_ONE_YEAR else f"{then:%b %Y}"
    if days == 0:
        return f"was {then:%H:%M}"
    if -days < WEEK:
        return f"was {then:%a}"
    return f"was {date}" if -days < DATES_OF_ONE_YEAR else f"was {then.year}"


def local(at: Micros, zone: ZoneInfo) -> datetime:
    """The wall clock in `zone` at an instant."""
    return instant(at).astimezone(zone)
