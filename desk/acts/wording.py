"""Words that the acts share: lengths, clocks, days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def length(hours: float) -> str:
    """ "25 min", "1 h 10 min"."""
    minutes = round(hours * 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes // 60} h {minutes % 60} min"


def clock(at: datetime, zone: ZoneInfo) -> str:
    """The time of the day on a wall clock."""
    return f"{at.astimezone(zone):%H:%M}"


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The day that an instant lies on."""
    return at.astimezone(zone).date()


def moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """An instant as one says it today: "09:41", "Mon 09:41", "16 Nov 09:41"."""
    there, here = at.astimezone(zone), now.astimezone(zone)
    days = abs((here.date() - there.date()).days)
    if days == 0:
        return f"{there:%H:%M}"
    return f"{there:%a %H:%M}" if days < 7 else f"{there:%d %b %H:%M}"
