"""Days and times of day as people write them, in English, German, Dutch, French and Spanish.

Works on words as `plain` gives them. A day without a year is the one that comes next; what lies behind is no plan.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from types import MappingProxyType
from typing import NamedTuple
from unicodedata import combining, normalize

from dateutil.relativedelta import relativedelta
from dateutil.relativedelta import weekday as coming

END_OF_BUSINESS = time(17)
HORIZON_DAYS = 400
"""No end of an employment is announced longer ahead."""
ROLLED_DAYS = 183
"""A day without a year that is further off was meant of the year that is going."""

_MONTHS = (
    "january jan januar januari janvier janv enero",
    "february feb februar februari fevrier fevr febrero",
    "march mar marz maerz maart mrt mars marzo",
    "april apr avril avr abril",
    "may mai mei mayo",
    "june jun juni juin junio",
    "july jul juli juillet juil julio",
    "august aug augustus aout agosto",
    "september sept sep septembre septiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez decembre diciembre",
)
_WEEKDAYS = (
    "monday montag maandag lundi lunes",
    "tuesday tue tues dienstag dinsdag mardi martes",
    "wednesday wed mittwoch woensdag mercredi miercoles",
    "thursday thu thur thurs donnerstag donderdag jeudi jueves",
    "friday fri freitag vrijdag vendredi viernes",
    "saturday samstag sonnabend zaterdag samedi sabado",
    "sunday sonntag zondag dimanche domingo",
)


def _numbered(names: tuple[str, ...]) -> Mapping[str, int]:
    return MappingProxyType({name: number for number, line in enumerate(names) for name in line.split()})


_MONTH_OF, _WEEKDAY_OF = _numbered(_MONTHS), _numbered(_WEEKDAYS)


def _any(names: Mapping[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


WEEKDAYS = _any(_WEEKDAY_OF)
"""A pattern of the days of the week in all languages."""
MONTHS = _any(_MONTH_OF)
"""A pattern of the months in all languages."""
_MONTH, _YEAR = MONTHS, r"(?P<year>20\d\d)\b"
_ISO = re.compile(rf"(?<![\w.:/-]){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d|-)")
_DAY_MONTH = re.compile(
    rf"(?<![\w.,:/-])(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|ste|de)?\.?\s{{0,2}}(?:of |de )?(?P<name>{_MONTH})\b"
    rf"(?:,?\s(?:del? )?{_YEAR})?"
)
_MONTH_DAY = re.compile(
    rf"\b(?P<name>{_MONTH})\s(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:%/]|[.,]\d)(?:,?\s{_YEAR})?"
)
_FIGURES = re.compile(
    rf"(?<![\w.,:/+-])(?P<first>\d{{1,2}})(?P<mark>[/.-])(?P<second>\d{{1,2}})(?P=mark){_YEAR}(?![./-]\d)"
)
_SLASHED = re.compile(r"(?<![\w.,:/+-])(?<!\d )(?P<first>\d{1,2})/(?P<second>\d{1,2})(?![\w%/-]|[.,]\d| of\b)")
_DOTTED = re.compile(
    r"(?:(?<=\bam )|(?<=\bon )|(?<=\bop )|(?<=\ble )|(?<=\bel )|(?<=\bzum )|(?<=\bper )|(?<=\bbis )|(?<=\btag )"
    r"|(?<=\bdem ))"
    r"(?P<first>\d{1,2})\.(?P<second>\d{1,2})\.?(?![\w%]|[.,]\d| uhr| uur)"
)
_NEXT_WEEK = (
    r"(?:next week|nachste[rn]? woche|kommende[rn]? woche|volgende week|la semaine prochaine|la proxima semana)"
)
_WEEKDAY = re.compile(
    rf"(?P<before>\b{_NEXT_WEEK},? (?:on |am |op |le |el )?)?(?P<next>\bnext )?"
    rf"\b(?P<weekday>{_any(_WEEKDAY_OF)})\b(?P<after>,? (?:of |in der )?{_NEXT_WEEK})?"
)
_RELATIVE = re.compile(
    r"\b(?:(?P<second>day after tomorrow|ubermorgen|uebermorgen|overmorgen|apres-demain|pasado manana)"
    r"|(?P<next>tomorrow|(?<!guten )(?<!heute )(?<!am )(?<!diesen )(?<!gestern )morgen|demain|(?<!la )(?<!de )manana)"
    r"|(?P<same>today|tonight|heute(?! in )|vandaag|vanavond|aujourd'hui|hoy))\b"
)
_END_OF = re.compile(
    r"\b(?:(?P<next>end of next month|ende (?:des )?nachsten monats|eind(?:e van)? volgende maand|fin du mois prochain"
    r"|(?:fin|finales) del (?:proximo mes|mes que viene))"
    r"|(?P<month>end of (?:the|this) month|month[- ]end|monatsende|ende (?:des|dieses|diesen) monats?"
    r"|eind(?:e)? (?:van )?(?:de|deze) maand|fin (?:du|de ce) mois|(?:fin|final|finales) de(?:l)? (?:este )?mes)"
    r"|(?P<week>end of (?:the|this) week|ende (?:der|dieser) woche|eind(?:e)? (?:van )?(?:de|deze) week"
    r"|fin de (?:la|cette) semaine|finales de (?:la|esta) semana)"
    rf"|(?:end of|ende|eind|fin|finales de|fin de) (?P<name>{_MONTH})\b(?: {_YEAR})?)"
)
_NUMBERS = MappingProxyType(
    {
        word: number
        for number, line in (
            (1, "a one ein einem einer een un una une"),
            (2, "two zwei twee deux dos"),
            (3, "three drei drie trois tres"),
            (4, "four vier quatre cuatro"),
            (5, "five funf vijf cinq cinco"),
            (6, "six sechs zes seis"),
            (8, "eight acht huit ocho"),
            (10, "ten zehn tien dix diez"),
            (14, "fourteen vierzehn veertien"),
            (15, "quinze quince"),
        )
        for word in line.split()
    }
)
_COUNTED = re.compile(
    rf"\b(?:in|over|dans|en|dentro de) (?P<number>\d{{1,2}}|{_any(_NUMBERS)}) "
    r"(?:(?P<days>days?|tage?n?|dag(?:en)?|jours?|dias?)|(?P<weeks>weeks?|wochen?|week|weken|semaines?|semanas?)"
    r"|(?P<months>months?|monate?n?|maand(?:en)?|mois|mes(?:es)?))\b(?!'| notice)"
)
_STOP = (
    r"(?= ?(?:[.,;:!?)](?!\d)|\n|$|(?:at|of (?:the|this) month|this month|um|a las|om|a \d|and|und|et|y|please|bitte|so"
    r"|du mois|de ce mois|de este mes|dieses monats|van deze maand)\b))"
)
_NTH = re.compile(
    rf"\b(?:(?:on|by|until|till|is|day|leaves) the (?P<english>\d{{1,2}})(?:st|nd|rd|th){_STOP}"
    rf"|(?:am|zum) (?P<german>\d{{1,2}})\.{_STOP}|(?:op|per|tot) (?:de )?(?P<dutch>\d{{1,2}})(?:e|ste|de){_STOP}"
    rf"|(?:le|au) (?P<french>\d{{1,2}}){_STOP}|el (?:dia )?(?P<spanish>\d{{1,2}}){_STOP})"
)
_BEHIND = re.compile(
    r"(?:\b(?:was|war|were|etait|fue|since|seit|sinds|depuis|desde|last|letzten|vorige|every|jeden)"
    r"|\b(?:born|hired|joined|started|left|resigned|quit)(?: us| the company)?(?: on)?)(?: on| am| op| le| el)?[ :]*$"
)

_CLOCK = re.compile(
    r"(?<![\w.,:/+-])(?P<hour>\d{1,2})(?:"
    r"[:h](?P<minute>\d\d)(?::\d\d)?(?: ?(?P<half>[ap])\.?m\b)?"
    r"|[.](?P<dotted>\d\d)(?= ?(?:uhr|uur|[ap]\.?m\b))(?: ?(?P<dotted_half>[ap])\.?m\b)?"
    r"| ?(?P<whole_half>[ap])\.?m\b| ?(?P<whole>uhr|uur|heures?|h|o'clock)\b)(?![:\d]|[.,]\d)"
)
_BARE = re.compile(r"\b(?:at|um|om|a las) (?P<hour>\d{1,2})(?:\.(?P<minute>[0-5]\d))?(?![\w:%/-]|[.,]\d| \w)")
_NAMED = re.compile(
    r"\b(?:(?P<noon>noon|midday|mittags?|midi|mediodia)|end of (?:the )?(?:working |business )?(?:day|business)|eod|cob"
    r"|close of (?:business|play)|feierabend|dienstschluss|geschaftsschluss|ende des tages"
    r"|einde (?:van de )?(?:werk)?dag|fin de (?:la )?journee|final del dia)\b"
)


class SpokenDay(NamedTuple):
    """A day that is named in a text."""

    start: int
    end: int
    day: date


class SpokenTime(NamedTuple):
    """A time of day that is named in a text."""

    start: int
    at: time


def plain(text: str) -> str:
    """Words without case, accents and odd spaces; abbreviated months without their dot."""
    bare = "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
    bare = bare.replace("’", "'").replace("\r", "\n")
    bare = re.sub(r"[^\S\n]+", " ", bare)
    return re.sub(rf"\b({_MONTH})\.(?= ?\d|\s)", r"\1", bare)


def days_in(text: str, today: date, *, month_first: bool, since: date | None = None) -> list[SpokenDay]:
    """Days that are named and have not passed, as they come in the text.

    Args:
        today: what the text is relative to.
        month_first: 5/6 is the sixth of May.
        since: the earliest day that is taken where it is written with its month; None for today.
    """
    since = since or today
    found: list[SpokenDay] = []
    dated = [*_written(text, since), *_in_figures(text, since, month_first=month_first)]
    for spoken in (*dated, *_named(text, today), *_reckoned(text, today)):
        overlaps = any(spoken.start <= other.end + 12 and other.start <= spoken.end + 4 for other in found)
        if not (overlaps and spoken not in dated) and not _BEHIND.search(
            text[max(0, spoken.start - 20) : spoken.start]
        ):
            found.append(spoken)
    return sorted(spoken for spoken in found if since <= spoken.day <= today + timedelta(days=HORIZON_DAYS))


def times_in(text: str) -> list[SpokenTime]:
    """Times of day that are named, as they come in the text."""
    found: list[SpokenTime] = []
    for match in _CLOCK.finditer(text):
        half = match["half"] or match["dotted_half"] or match["whole_half"]
        at = _time(int(match["hour"]), int(match["minute"] or match["dotted"] or 0), half)
        if at is not None:
            found.append(SpokenTime(match.start(), at))
    for match in _BARE.finditer(text):
        at = _time(int(match["hour"]), int(match["minute"] or 0), None)
        if at is not None:
            found.append(SpokenTime(match.start(), at))
    named = _NAMED.finditer(text)
    found.extend(SpokenTime(match.start(), time(12) if match["noon"] else END_OF_BUSINESS) for match in named)
    return sorted(found)


def _written(text: str, today: date) -> Iterator[SpokenDay]:
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for match in pattern.finditer(text):
            day = _day(match["year"], _MONTH_OF[match["name"]] + 1, int(match["day"]), today)
            if day is not None:
                yield SpokenDay(match.start(), match.end(), day)


def _in_figures(text: str, today: date, *, month_first: bool) -> Iterator[SpokenDay]:
    for match in _ISO.finditer(text):
        day = _day(match["year"], int(match["month"]), int(match["day"]), today)
        if day is not None:
            yield SpokenDay(match.start(), match.end(), day)
    for pattern in (_FIGURES, _SLASHED, _DOTTED):
        for match in pattern.finditer(text):
            if match[0] in ("24/7", "7/24"):
                continue
            first, second = int(match["first"]), int(match["second"])
            swap = (month_first and pattern is not _DOTTED and first <= 12) or second > 12
            number, month = (second, first) if swap else (first, second)
            day = _day(match["year"] if pattern is _FIGURES else None, month, number, today)
            if day is not None:
                yield SpokenDay(match.start(), match.end(), day)


def _named(text: str, today: date) -> Iterator[SpokenDay]:
    for match in _WEEKDAY.finditer(text):
        number = _WEEKDAY_OF[match["weekday"]]
        if match["before"] or match["after"]:
            day = today + timedelta(days=7 - today.weekday() + number)
        else:
            day = today + relativedelta(days=1 if match["next"] else 0, weekday=coming(number))
        yield SpokenDay(match.start(), match.end(), day)
    for match in _RELATIVE.finditer(text):
        ahead = 2 if match["second"] else 1 if match["next"] else 0
        yield SpokenDay(match.start(), match.end(), today + timedelta(days=ahead))


def _reckoned(text: str, today: date) -> Iterator[SpokenDay]:
    """Days that are said by their distance or by their place in the week or month."""
    for match in _END_OF.finditer(text):
        if match["week"]:
            yield SpokenDay(match.start(), match.end(), today + relativedelta(weekday=coming(4)))
            continue
        first = today.replace(day=1) + relativedelta(months=1 if match["next"] else 0)
        if match["name"]:
            first += relativedelta(month=_MONTH_OF[match["name"]] + 1, year=int(match["year"] or today.year))
            first += relativedelta(years=1 if not match["year"] and first.month < today.month else 0)
        yield SpokenDay(match.start(), match.end(), first + relativedelta(day=31))
    for match in _COUNTED.finditer(text):
        said = match["number"]
        number = int(said) if said.isdigit() else _NUMBERS[said]
        days, weeks, months = (number if match[unit] else 0 for unit in ("days", "weeks", "months"))
        yield SpokenDay(match.start(), match.end(), today + relativedelta(days=days, weeks=weeks, months=months))
    for match in _NTH.finditer(text):
        number = int(next(said for said in match.groups() if said))
        firsts = (today.replace(day=1) + relativedelta(months=ahead) for ahead in range(3))
        named = (
            first + timedelta(days=number - 1) for first in firsts if (first + relativedelta(day=31)).day >= number
        )
        if number and (day := next((day for day in named if day >= today), None)) is not None:
            yield SpokenDay(match.start(), match.end(), day)


def _day(year: str | None, month: int, number: int, today: date) -> date | None:
    """A day of the calendar; without a year that of this year, or of the next one where that is near."""
    try:
        day = date(int(year) if year else today.year, month, number)
        if year is None and day < today:
            day = date(today.year + 1, month, number)
            return day if (day - today).days <= ROLLED_DAYS else None
    except ValueError:
        return None
    return day


def _time(hour: int, minute: int, half: str | None) -> time | None:
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
