"""Instants and lengths of time as the screens write them. Cuts seconds off, never rounds a minute up."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sla.instants import MINUTE, Micros, instant

MINUTES_A_DAY = 8 * 60
"""A business day in a length of time is eight hours, whatever a calendar opens."""


def clock_text(minutes: int) -> str:
    """Minutes as h:mm: 0:41, 12:05."""
    return f"{minutes // 60}:{minutes % 60:02}"


def business_text(length_us: int) -> str:
    """A length of business time: 0:41, 7:59, 1d, 1d 3h. A day is eight hours."""
    minutes = abs(length_us) // MINUTE
    if minutes < MINUTES_A_DAY:
        return clock_text(minutes)
    days, rest = divmod(minutes, MINUTES_A_DAY)
    return f"{days}d {rest // 60}h" if rest >= 60 else f"{days}d"


def left_text(left_us: int) -> str:
    """Time left until a milestone: "0:41 left", "1d 3h", "LATE 0:12"."""
    if left_us < 0:
        return f"LATE {business_text(left_us)}"
    text = business_text(left_us)
    return f"{text} left" if "d" not in text else text


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
