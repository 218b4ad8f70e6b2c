"""Reading what a person writes about business hours; every refusal names the place, the cause, the next step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import TypeAlias, TypeVar

from sla.errors import ScheduleError

TimeOfDay: TypeAlias = str | time
Pairs: TypeAlias = Iterable[tuple[TimeOfDay, TimeOfDay]]
Weekly: TypeAlias = Mapping[str, Pairs]
WrittenDates: TypeAlias = Iterable[date | str]
WrittenWindows: TypeAlias = Mapping[date | str, Pairs]
Windows: TypeAlias = tuple[tuple[int, int], ...]

KEYS = ("zone", "weekly", "holidays", "yearly_holidays", "date_overrides", "breaks", "changes")
"""What a schedule in a file may say."""

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_Key = TypeVar("_Key")
_Written = TypeVar("_Written")
_Read = TypeVar("_Read")

_LONG_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_INDEX = {name: index for names in (DAY_NAMES, _LONG_DAY_NAMES) for index, name in enumerate(names)}
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_MONTH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_END_OF_DAY = 86_400
_LEAP_YEAR = 2000
"""Any leap year: 02-29 is a day that some years have."""


def read_keys(values: Mapping[str, object]) -> dict[str, object]:
    """The values of a schedule in a file, each of the kind that its key wants."""
    for key, value in values.items():
        if key not in KEYS:
            close = get_close_matches(key, KEYS, n=1)
            remedy = f"Did you mean {close[0]}?" if close else f"Use {', '.join(KEYS)}."
            raise ScheduleError(key, "there is no such key", remedy)
        if key == "zone" and not isinstance(value, str):
            raise ScheduleError(key, f"{value!r} is not a name", 'Write a name such as "Europe/London".')
        if key in ("holidays", "yearly_holidays") and not isinstance(value, list | str):
            raise ScheduleError(key, f"{value!r} is not a list of dates", 'Write ["2026-12-25"].')
    for key, example in (("zone", 'zone = "Europe/London"'), ("weekly", 'mon = [["09:00", "17:00"]] in [weekly]')):
        if key not in values:
            raise ScheduleError(key, "it is missing", f"Write {example}.")
    return dict(values)


def read_weekly(place: str, weekly: Weekly) -> tuple[Windows, ...]:
    """Seven tuples of windows, Monday first; days left out are closed."""
    days: dict[int, Windows] = {}
    for name, pairs in _items(place, weekly, 'mon = [["09:00", "17:00"]]'):
        here = f'{place}["{name}"]'
        windows = _read_windows(here, pairs)
        for index in _read_days(here, name):
            if index in days:
                raise ScheduleError(here, f"{DAY_NAMES[index]} is given twice", "Put all windows of a day in one list.")
            days[index] = windows
    return tuple(days.get(index, ()) for index in range(len(DAY_NAMES)))


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


def read_dated_windows(field: str, dated: WrittenWindows) -> tuple[tuple[date, Windows], ...]:
    """Windows by date, in date order."""
    return _by_date(field, dated, _read_windows, '2026-12-24 = [["09:00", "12:30"]]')


def read_changes(changes: Mapping[date | str, Weekly]) -> tuple[tuple[date, tuple[Windows, ...]], ...]:
    """Weeks by the date from which they count, in date order."""
    return _by_date("changes", changes, read_weekly, 'mon = [["09:00", "17:00"]] in [changes.2026-09-01]')


def _by_date(
    field: str, dated: Mapping[date | str, _Written], read: Callable[[str, _Written], _Read], example: str
) -> tuple[tuple[date, _Read], ...]:
    found: dict[date, _Read] = {}
    for key, written in _items(field, dated, example):
        place = f'{field}["{key}"]'
        day = _read_date(place, key)
        if day in found:
            raise ScheduleError(place, "this date is given twice", "Put all windows of a date in one place.")
        found[day] = read(place, written)
    return tuple(sorted(found.items()))


def _items(place: str, table: Mapping[_Key, _Written], example: str) -> Iterable[tuple[_Key, _Written]]:
    if not isinstance(table, Mapping):
        raise ScheduleError(place, f"{table!r} is not a table", f"Write {example}.")
    return table.items()


def _read_days(place: str, name: object) -> Iterable[int]:
    """Places of the days in the week that a name stands for: "mon", "monday", "mon-fri", "fri-mon"."""
    first, dash, last = (name if isinstance(name, str) else "").strip().lower().partition("-")
    begin, end = (_DAY_INDEX.get(part.strip()) for part in (first, last if dash else first))
    if begin is None or end is None:
        raise ScheduleError(
            place, f"{name!r} is no day of the week", f"Use {', '.join(DAY_NAMES)}, or a run such as mon-fri."
        )
    return (day % len(DAY_NAMES) for day in range(begin, end + 1 if end >= begin else end + 1 + len(DAY_NAMES)))


def _read_windows(place: str, pairs: Pairs) -> Windows:
    written: object = pairs
    if isinstance(written, str | Mapping) or not isinstance(written, Iterable):
        raise ScheduleError(place, f"{pairs!r} where a list of windows belongs", 'Write [("09:00", "17:00")].')
    windows: list[tuple[int, int]] = []
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
