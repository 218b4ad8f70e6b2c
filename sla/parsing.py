"""Reading what a person writes about business hours; every refusal names the place, the cause, the next step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import TypeAlias

from sla.errors import ScheduleError

TimeOfDay: TypeAlias = str | time
Pairs: TypeAlias = Iterable[tuple[TimeOfDay, TimeOfDay]]
Windows: TypeAlias = tuple[tuple[int, int], ...]

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_LONG_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_INDEX = {name: index for names in (DAY_NAMES, _LONG_DAY_NAMES) for index, name in enumerate(names)}
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_MONTH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_END_OF_DAY = 86_400
_LEAP_YEAR = 2000
"""Any leap year: 02-29 is a day that some years have."""


def read_weekly(weekly: Mapping[str, Pairs]) -> tuple[Windows, ...]:
    """Seven tuples of windows, Monday first; days left out are closed."""
    days: list[Windows] = [()] * 7
    for name, pairs in weekly.items():
        place = f'weekly["{name}"]'
        index = _DAY_INDEX.get(name.strip().lower()) if isinstance(name, str) else None
        if index is None:
            raise ScheduleError(place, f"{name!r} is no day of the week", f"Use {', '.join(DAY_NAMES)}.")
        if days[index]:
            raise ScheduleError(place, "this day is given twice", "Put all windows of a day in one list.")
        days[index] = _read_windows(place, pairs)
    return tuple(days)


def read_dates(field: str, dates: Iterable[date | str]) -> frozenset[date]:
    """Local dates, each a `date` or ``"YYYY-MM-DD"``."""
    if isinstance(dates, str):
        raise ScheduleError(field, f"one text, {dates!r}, where a list belongs", f'Write ["{dates}"].')
    return frozenset(_read_date(f"{field}[{index}]", value) for index, value in enumerate(dates))


def read_yearly(days: Iterable[tuple[int, int] | str]) -> frozenset[tuple[int, int]]:
    """(month, day) pairs, each a pair or ``"MM-DD"``."""
    if isinstance(days, str):
        raise ScheduleError("yearly_holidays", f"one text, {days!r}, where a list belongs", f'Write ["{days}"].')
    return frozenset(_read_month_day(f"yearly_holidays[{index}]", value) for index, value in enumerate(days))


def read_dated_windows(field: str, dated: Mapping[date | str, Pairs]) -> tuple[tuple[date, Windows], ...]:
    """Windows by date, in date order."""
    read: dict[date, Windows] = {}
    for key, pairs in dated.items():
        place = f'{field}["{key}"]'
        day = _read_date(place, key)
        if day in read:
            raise ScheduleError(place, "this date is given twice", "Put all windows of a date in one list.")
        read[day] = _read_windows(place, pairs)
    return tuple(sorted(read.items()))


def _read_windows(place: str, pairs: Pairs | str) -> Windows:
    if isinstance(pairs, str):
        raise ScheduleError(place, f"one text, {pairs!r}, where windows belong", 'Write [("09:00", "17:00")].')
    windows: list[tuple[int, int]] = []
    written: Iterable[object] = pairs
    for index, pair in enumerate(written):
        here = f"{place}[{index}]"
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise ScheduleError(here, f"{pair!r} is not an opening and a closing", 'Write ("09:00", "17:00").')
        opens, closes = _read_time(here, pair[0]), _read_time(here, pair[1])
        if opens == _END_OF_DAY:
            raise ScheduleError(here, "a window cannot open at 24:00", 'Open it at "00:00" of the following day.')
        windows.append((opens, closes))
    return tuple(windows)


def _read_time(place: str, value: object) -> int:
    """Seconds of the local day; ``24:00`` is 86,400."""
    if isinstance(value, time):
        if value.tzinfo is not None or value.microsecond:
            raise ScheduleError(
                place,
                f"{value!r} carries a zone or a part of a second",
                "Give plain local time in whole seconds; the schedule names the zone.",
            )
        return (value.hour * 60 + value.minute) * 60 + value.second
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    hour, minute, second = (int(part or 0) for part in match.groups()) if match else (99, 0, 0)
    seconds = (hour * 60 + minute) * 60 + second
    if minute > 59 or second > 59 or seconds > _END_OF_DAY:
        raise ScheduleError(
            place, f"{value!r} is not a time of day", 'Write "HH:MM", from "00:00" to "24:00", such as "09:00".'
        )
    return seconds


def _read_date(place: str, value: date | str) -> date:
    if isinstance(value, datetime):
        raise ScheduleError(place, f"{value!r} is an instant", "Give the local date alone.")
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and _ISO_DATE.fullmatch(value.strip()):
            return date.fromisoformat(value.strip())
    except ValueError as error:
        raise ScheduleError(place, f"{value!r} is not a date: {error}", 'Write "YYYY-MM-DD".') from None
    raise ScheduleError(place, f"{value!r} is not a date", 'Write "YYYY-MM-DD", such as "2026-12-25".')


def _read_month_day(place: str, value: tuple[int, int] | str) -> tuple[int, int]:
    match = _MONTH_DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        month, day = (int(part) for part in (match.groups() if match else value))
        date(_LEAP_YEAR, month, day)
    except (TypeError, ValueError):
        raise ScheduleError(place, f"{value!r} is not a day of the year", 'Write "MM-DD", such as "12-25".') from None
    return month, day
