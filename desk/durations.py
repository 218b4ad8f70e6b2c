"""Instants and lengths of time as the screens write them. Cuts seconds off, never rounds a minute up."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sla.calendar import BusinessCalendar
from sla.instants import MINUTE, Micros, instant

WORKING_DAY = 8 * 60
"""Minutes of a business day in a length of time, whatever a calendar opens."""
WHOLE_DAY = 24 * 60
"""Minutes of a day where time runs round the clock."""


def clock_text(minutes: int) -> str:
    """Minutes as h:mm: 0:41, 12:05."""
    return f"{minutes // 60}:{minutes % 60:02}"


def business_text(length_us: int, day: int = WORKING_DAY) -> str:
    """A length of time that a clock measures: 0:41, 7:59, 1d, 1d 3h; a day has `day` minutes."""
    minutes = abs(length_us) // MINUTE
    if minutes < day:
        return clock_text(minutes)
    days, rest = divmod(minutes, day)
    return f"{days}d {rest // 60}h" if rest >= 60 else f"{days}d"


def left_text(left_us: int, day: int = WORKING_DAY) -> str:
    """Time left until a milestone: "0:41 left", "1d 3h", "LATE 0:12"."""
    if left_us < 0:
        return late_text(left_us, day)
    text = business_text(left_us, day)
    return f"{text} left" if "d" not in text else text


def late_text(left_us: int, day: int = WORKING_DAY) -> str:
    """How late a missed milestone is. Outside business hours it may be late by nothing yet, and is still late."""
    return f"LATE {business_text(left_us, day)}"


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
    if abs(days) < 7:
        return f"{then:%a %H:%M}"
    if then.year == today.year:
        return f"{then.day} {then:%b %H:%M}"
    return f"{then.day} {then:%b %Y}"


def local(at: Micros, zone: ZoneInfo) -> datetime:
    """The wall clock in `zone` at an instant."""
    return instant(at).astimezone(zone)
