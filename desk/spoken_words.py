"""The words of a spoken span of time: days, times of day, lengths, dashes. Which of them make sense together is
`desk.spoken_time`'s to know.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from unicodedata import normalize

from dateutil.relativedelta import relativedelta
from dateutil.relativedelta import weekday as weekday_of

Which = Literal["first", "second"]
LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Day:
    """A day that is named.

    Attributes:
        weekday: 0 for Monday, where a weekday was named and `day` is the last one, today included.
    """

    said: str
    day: date
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, or what may be one.

    Attributes:
        half: "a" or "p" where am or pm is said.
        which: of the two times that a clock shows it, in the night it is put back.
        exact: written with four figures or a leading zero, or said with am or pm.
        form: ":" or "h" for 1:15 and 1h15, which may be lengths; "." for 9.10; "n" for a bare hour; "" otherwise.
    """

    said: str
    hour: int
    minute: int
    half: str = ""
    which: Which | None = None
    exact: bool = False
    form: str = ""


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time in whole minutes."""

    said: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Word:
    """A dash, or one of the words `now`, `ago`, `last`."""

    said: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that is none of these, and why where that can be told."""

    said: str
    why: str = ""


Token = Day | Clock | Length | Word | Unknown

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
_TOKEN = re.compile(
    rf"""\s*(?:(?a:
    (?P<iso>\d{{4}}-\d\d-\d\d)(?!\d)
    |(?P<near>today|yesterday)\b
    |(?:last\s+)?(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|r|rs|ur)?(?:day)?\b\.?
    |(?P<date>\d{{1,2}}(?:/\d{{1,2}}(?:/(?:20)?\d\d)?|\.\d{{1,2}}\.(?:(?:20)?\d\d)?)(?![\d:.])
        |\d{{1,2}}(?:st|nd|rd|th)?\s*{_MONTH}(?:\s+20\d\d)?\b|{_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?(?![\d:.])(?:,?\s+20\d\d)?)
    |(?P<half_hour>\d{{1,2}}(?:[:.]\d\d)?)\s*(?P<half>[ap])\.?(?:m\b\.?|\b)(?:\s*(?P<half_which>first|second|1st|2nd)\b)?
    |(?P<hour>\d{{1,2}})(?P<mark>[:.]|h)(?P<minute>\d\d)(?![\d.,:]|\s*(?:h|m|min|mins|minutes?)\b|')(?:\s*(?P<which>first|second|1st|2nd)\b)?
    |(?P<hours>\d{{1,4}}(?:[.,]\d{{1,3}})?)\s*h(?:ours?|rs?)?(?:\s*(?P<and>\d{{1,2}})\s*(?:m|min|mins|minutes?|')?(?![\w:.]))?(?![a-z])
    |(?P<minutes>\d{{1,5}})\s*(?:m|min|mins|minutes?|')(?![a-z])
    |(?P<figures>\d{{3,4}})(?![\d.,:])(?:\s*(?P<figures_which>first|second|1st|2nd)\b)?
    |(?P<bare>\d{{1,2}})(?![\d.,:])
    |(?P<noon>noon|midday|midnight)\b
    |(?P<dash>-+|\b(?:to|till?|until|through)\b)
    |(?P<word>now|ago|last)\b(?:\s+(?:entry|one)\b)?
    |(?P<filler>from|at|on|since|for|after|the|and|,|;)(?![a-z])
    )|(?P<unknown>[^\W\d_]+|[\d.,:/]+\w*|\S)
    )""",
    re.VERBOSE,
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


def tokens(text: str, today: date, *, month_first: bool) -> Iterator[Token]:
    """The words of a text, in order.

    Args:
        today: what "yesterday" and a date without a year are relative to; the date is the last one that was.
        month_first: 5/6 is the sixth of May.
    """
    plain = normalize("NFKC", text).translate(_DASHES).casefold().strip()
    at = 0
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if match is None:  # nothing is left but blanks
            return
        at = match.end()
        token = _read(match, today, month_first=month_first)
        if token is not None:
            yield token


def _read(match: re.Match[str], today: date, *, month_first: bool) -> Token | None:
    said = match[0].strip()
    if match["filler"]:
        return None
    if match["iso"] or match["date"]:
        return _dated(said, today, month_first=month_first and "." not in said)
    if match["near"]:
        return Day(said, today - timedelta(days=match["near"] == "yesterday"))
    if match["weekday"]:
        number = _WEEKDAYS.index(match["weekday"])
        return Day(said, today + relativedelta(weekday=weekday_of(number, -1)), number)
    if match["hours"] or match["minutes"]:
        return _length(said, match)
    if match["dash"] or match["word"]:
        return Word("-" if match["dash"] else match["word"])
    return _clock(said, match) or Unknown(said)


def _dated(said: str, today: date, *, month_first: bool) -> Token:
    """A day of the calendar; without a year the last such day."""
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    named = re.search("|".join(_MONTHS), said)
    if re.match(r"\d{4}-", said):
        year, month, number = numbers
    else:
        if named:
            number, month, *years = numbers[0], _MONTHS.index(named[0]) + 1, *numbers[1:]
        else:
            number, month, *years = numbers
            number, month = (month, number) if month_first else (number, month)
        year = years[0] % 100 + 2000 if years else today.year - ((month, number) > (today.month, today.day))
    try:
        return Day(said, date(year, month, number))
    except ValueError:
        return Unknown(said, "is no day of the calendar")


def _length(said: str, match: re.Match[str]) -> Token:
    if match["minutes"]:
        minutes = int(match["minutes"])
    else:
        minutes = round(float(match["hours"].replace(",", ".")) * 60) + int(match["and"] or 0)
    if not 0 < minutes < LONGEST_MINUTES:
        return Unknown(said, "is no length between a minute and a day")
    return Length(said, minutes)


def _clock(said: str, match: re.Match[str]) -> Token | None:
    if match["noon"]:
        return Clock(said, 0 if match["noon"] == "midnight" else 12, 0, exact=True)
    if match["half"]:
        hour, _, minute = match["half_hour"].replace(".", ":").partition(":")
        clock = Clock(said, int(hour), int(minute or 0), match["half"], _which(match["half_which"]), exact=True)
        return clock if 1 <= clock.hour <= 12 and clock.minute < 60 else Unknown(said, "is no time of day")
    if match["mark"]:
        exact = _is_padded(match["hour"]) or int(match["hour"]) > 12
        clock = Clock(said, int(match["hour"]), int(match["minute"]), "", _which(match["which"]), exact, match["mark"])
    elif match["figures"]:
        hour, minute = match["figures"][:-2], match["figures"][-2:]
        clock = Clock(said, int(hour), int(minute), "", _which(match["figures_which"]), len(hour) == 2)
    elif match["bare"]:
        clock = Clock(said, int(match["bare"]), 0, form="n", exact=_is_padded(match["bare"]))
    else:
        return None
    fits = clock.minute < 60 and (clock.hour < 24 or (clock.hour, clock.minute) == (24, 0) or clock.form == "n")
    return clock if fits else Unknown(said, "is no time of day")


def _is_padded(hour: str) -> bool:
    return len(hour) == 2 and hour.startswith("0")


def _which(said: str | None) -> Which | None:
    if not said:
        return None
    return "first" if said in ("first", "1st") else "second"
