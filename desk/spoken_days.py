"""A day or a moment ahead, as one types it into a field: "tomorrow", "fri", "27.11.", "in 3 days", "thu 14:00"."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from desk.spoken_dates import END_OF_BUSINESS, days_in, plain, times_in
from desk.spoken_span import NotUnderstood

DAY_EXAMPLES = "tomorrow · fri · 27.11. · in 3 days"
MOMENT_EXAMPLES = "today 16:00 · fri · 27.11. 9:00"

_AMERICA = re.compile(r"America/|US/")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SHORT = {
    **dict.fromkeys(("mon", "mo", "ma"), "monday"),
    **dict.fromkeys(("di",), "tuesday"),
    **dict.fromkeys(("mi", "wo"), "wednesday"),
    **dict.fromkeys(("do",), "thursday"),
    **dict.fromkeys(("fr", "vr"), "friday"),
    **dict.fromkeys(("sat", "sa", "za"), "saturday"),
    **dict.fromkeys(("sun", "so", "zo"), "sunday"),
}
_SHORT_DAY = re.compile(rf"\b(?:{'|'.join(_SHORT)})\b")
_AHEAD = re.compile(r"(?:in |\+)? ?(\d{1,3}) ?(d|days?|w|weeks?|m|months?)")
_UNITS = {"d": "days", "w": "weeks", "m": "months"}
_DOTTED = re.compile(r"\b(\d{1,2})\.(1[0-2]|0?[1-9])\.?(?= |$)")
_NEXT_WEEK = re.compile(r"\bnext week\b")


def day_of(text: str, now: datetime, zone: ZoneInfo) -> date:
    """The day that is meant: today or one to come.

    Args:
        now: aware.
        zone: of the person. In America 5/6 is the sixth of May.

    Raises:
        NotUnderstood: it names none, or several.
    """
    found = _days(text, now, zone)
    if found is None:
        raise NotUnderstood(f"“{text.strip()}” is no day to come. Write {DAY_EXAMPLES}.")
    return found


def moment_of(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment that is meant, aware. A day alone is its end of business, a time alone the next time it is that late.

    Raises:
        NotUnderstood: it names none, or several.
    """
    day, times = _days(text, now, zone), times_in(plain(_DOTTED.sub("", text.strip())))
    local = now.astimezone(zone)
    if len({each.at for each in times}) > 1 or (day is None and not times):
        raise NotUnderstood(f"“{text.strip()}” is no moment to come. Write {MOMENT_EXAMPLES}.")
    at = times[0].at if times else END_OF_BUSINESS
    if day is None:
        day = local.date() + timedelta(days=1 if at <= local.time() else 0)
    return datetime.combine(day, at, zone)


def _days(text: str, now: datetime, zone: ZoneInfo) -> date | None:
    """The day that is named; None where none or more than one is."""
    today = now.astimezone(zone).date()
    words = plain(text.strip())
    ahead = _AHEAD.fullmatch(words)
    if ahead is not None:
        words = f"in {ahead[1]} {_UNITS[ahead[2][0]]}"
    words = _SHORT_DAY.sub(lambda match: _SHORT[match[0]], words)
    words = _DOTTED.sub(lambda match: f"{match[1]} {_MONTHS[int(match[2]) - 1]}", words)
    words = _NEXT_WEEK.sub("next monday", words)
    month_first = _AMERICA.match(zone.key or "") is not None
    days = {spoken.day for spoken in days_in(words, today, month_first=month_first)}
    return days.pop() if len(days) == 1 else None
