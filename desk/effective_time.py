"""When somebody's access is to end, read out of what the client wrote.

Autotask has no field for it: its due date is that of the service level as soon as that sets it (domain 1.6). What is
said of the access ("block the account at 12:50") counts before what is said of the person ("last day Thursday"), and
that before any other day of the text. Where somebody has gone already, their access is open past its end: at once.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil.tz import resolve_imaginary

from desk.left_already import gone_spans, is_no_longer_here, is_still_open
from desk.spoken_dates import END_OF_BUSINESS, MONTHS, SpokenDay, days_in, plain, times_in
from sla.instants import Micros, instant, micros

READ_LENGTH = 3_000
"""Characters that are read of a title, and of a description."""
KEPT = 2_048
GONE_DAYS = 31
"""A last day that lies further back is history, or a slip of the pen."""
_AMERICA = re.compile(r"America/|US/")
_CLAUSE = re.compile(
    r"(?<=[a-z]{2}[.!?])\s+"
    rf"|(?<=\d[.!?])(?<!\d\.\d\d\.)(?<!\d\.\d\.)\s+(?!(?:{MONTHS})\b)(?=[a-z]{{3,}}\s)|[\n;]+"
)
_ACCESS = re.compile(
    r"\b(?:block|disabl|clos(?:e|ing)|revok|lock|terminat|remov|cut off|deactivat|suspend|end (?:of )?access|shut off"
    r"|kill|cut\b|turn(?:ed)? off|switch(?:ed)? off|shut down|sperr|gesperrt|abschalt|deaktivier"
    r"|entzieh|entzug|losch|blokk|geblokk|afsluit|afgeslot|intrekk|uitschakel|dichtzet"
    r"|bloqu|desactiv|coup|supprim|fermer|revoqu|retir|cerrar|cancelar|quitar)"
)
_LEAVING = re.compile(
    r"\b(?:leav(?:es|ing|er)|last (?:working )?day|effective|offboard|resign|finish|contract ends|until|termination"
    r"|letzter? (?:arbeits)?tag|verlasst|austritt|scheidet|ausscheid|kundig|laatste (?:werk)?dag|verlaat|uit dienst"
    r"|vertrekt|dernier jour|quitte|depart|sortie|ultimo dia|deja la|se marcha|baja|causa baja)"
)
_LAST_DAY = re.compile(
    r"(?:last (?:working )?day|leav(?:ing|e) date|termination date|letzter (?:arbeits)?tag|austritt(?:sdatum)?"
    r"|laatste (?:werk)?dag|uit dienst|datum uitdiensttreding|dernier jour|date de (?:sortie|depart)|ultimo dia"
    r"|fecha de baja)(?: is| ist| est| es)?[: ]*(?:on |am |zum |op |per |le |el )?$"
)
_KEPT_ON = re.compile(
    r"\b(?:account|access|mailbox|konto|zugang|postfach|toegang|compte|acces|cuenta|acceso|buzon)\b.*"
    r"\b(?:until|till|bis|tot|jusqu'au|jusqu'a|hasta)(?: the| zum| am| de| el)? $"
)
_FROM_TODAY = re.compile(
    r"\b(?:as (?:of|from) (?:today|now)|from today|ab heute|per heute|seit heute|(?:per|vanaf) vandaag"
    r"|met ingang van vandaag|(?:a compter|a partir) d'aujourd'hui|des aujourd'hui|(?:a partir de|desde) hoy)\b"
)
_OTHER_DATE = re.compile(
    r"\b(?:birth(?:day)?|dob|born|geburts\w*|geboren|geboorte\w*|verjaardag|naissance|nee? le|anniversaire|nacimiento"
    r"|nacid[oa]|cumpleanos|hired|joined|replacement|successor|nachfolger\w*|opvolg\w*|remplacant\w*|sustitut[oa]"
    r"|new (?:starter|hire|joiner)|start(?:s|ed|ing)?(?: date)?|startdatum|beginnt|eintritt\w*|begint|commence|debut"
    r"|empieza|incorporacion|contract (?:signed|from|since|dated|start\w*|began|renew\w*|date|ended)|vertrag vom"
    r"|renewal|warranty|licen[cs]e (?:ends|expires|runs)|invoice[d]?|rechnung|factuur|facture|factura)\b"
)
_ASIDE = re.compile(
    r"\b(?:call|phone|ring|reach|anruf|erreich|bel |bellen|bereikbaar|appel|joindre|llam|meeting|invoice|rechnung"
    r"|factuur|facture|factura|born|geboren|hired|joined|order(?:ed)?|replacement|new starter|starts?)\b"
)
_AT_ONCE = re.compile(
    r"(?<!not )(?<!nicht )(?<!niet )(?<!pas )(?<!no )"
    r"\b(?:immediately|immediate (?:effect|termination|dismissal|removal|block|leaver|offboarding)"
    r"|effective now|right (?:away|now)|ab sofort|fristlos|mit sofortiger wirkung|sofort|per direct|per onmiddellijk"
    r"|onmiddellijk|met onmiddellijke ingang|met directe ingang|direct ingaand|immediatement|avec effet immediat"
    r"|effet immediat|sans delai|inmediatamente|con efecto inmediato|de inmediato)\b"
)


class _Found(NamedTuple):
    """A moment that is named; the smallest counts."""

    family: int
    untimed: bool
    position: int
    at: datetime


@lru_cache(maxsize=KEPT)
def effective_time(title: str, description: str, created: Micros, zone: ZoneInfo) -> Micros | None:
    """The moment that a leaver's ticket names, on the wall clock of `zone`; None where it names none.

    A day alone means the end of its business, an hour alone the day of writing. A last day of the month before, an hour
    of the day of writing that has passed, and words of somebody who has gone mean at once; other days before the
    writing are never taken.
    """
    written = instant(created).astimezone(zone)
    text = plain(f"{title[:READ_LENGTH]}\n{description[:READ_LENGTH]}")
    found: list[_Found] = []
    hours: list[tuple[int, time]] = []
    position, gone = 0, False
    month_first = _AMERICA.match(zone.key or "") is not None
    for clause in _CLAUSE.split(text):
        aside = _ASIDE.search(clause) is not None
        access = _ACCESS.search(clause) is not None
        no_longer = is_no_longer_here(clause)
        leaving = no_longer or _LEAVING.search(clause) is not None
        behind = gone_spans(clause)
        if behind or access or leaving:
            behind += [match.span() for match in _FROM_TODAY.finditer(clause)]
        family = 0 if access else 1 if leaving else 3 if aside else 2
        days, has_left = _days_ahead(clause, written.date(), behind, month_first=month_first)
        gone = gone or has_left or (no_longer and not days)
        for spoken in days:
            of_day = _family_of(clause, spoken, days, family)
            said = None if of_day == 3 else _hour_of(clause, spoken, days)
            at = _moment(spoken.day, said or END_OF_BUSINESS, written)
            found.append(_Found(of_day, said is None, position + spoken.start, at))
        if (access or leaving) and not aside and not days:
            hours += [(family, spoken.at) for spoken in times_in(clause)]
            if access and _AT_ONCE.search(clause):
                found.append(_Found(0, True, position, written))
        position += len(clause) + 1
    at_once = _AT_ONCE.search(text) is not None or is_still_open(text)
    hour = min(hours, key=itemgetter(0), default=(0, None))[1]
    return _chosen(found, hour, written, gone=gone, at_once=at_once)


def _chosen(found: list[_Found], hour: time | None, written: datetime, *, gone: bool, at_once: bool) -> Micros | None:
    told = min((one for one in found if one.family < 3), default=None)
    if gone and (told is None or told.family > 0):
        return micros(written)
    if told is not None and not (at_once and told.family > 1):
        at = told.at
        if told.untimed and hour is not None:
            at = _moment(at.date(), hour, written)
        return micros(at)
    if hour is not None:
        return micros(_moment(written.date(), hour, written))
    return micros(written) if at_once else None


def _days_ahead(
    clause: str, today: date, behind: list[tuple[int, int]], *, month_first: bool
) -> tuple[list[SpokenDay], bool]:
    """The days of a clause that lie ahead, and whether it says that somebody has gone."""
    days, gone = [], bool(behind)
    for spoken in days_in(clause, today, month_first=month_first, since=today - timedelta(days=GONE_DAYS)):
        if spoken.day < today:
            gone = gone or _LAST_DAY.search(clause[: spoken.start]) is not None
        elif not any(start <= spoken.start < end for start, end in behind):
            days.append(spoken)
    return days, gone


def _family_of(clause: str, spoken: SpokenDay, days: list[SpokenDay], family: int) -> int:
    """What a day of a clause is said of: of what stands nearest before it, else of what the whole clause is about."""
    since = max((other.end for other in days if other.end < spoken.start), default=0)
    before = clause[since : spoken.start]
    if _KEPT_ON.search(clause[: spoken.start]):
        return 0
    about = max((match.start() for words in (_ACCESS, _LEAVING) for match in words.finditer(before)), default=-1)
    other = max((match.start() for match in _OTHER_DATE.finditer(before)), default=-1)
    return 3 if other > about else family


def _hour_of(clause: str, spoken: SpokenDay, days: list[SpokenDay]) -> time | None:
    """The time of day that is said of a day: the first after it, up to the next day, else the last before it."""
    until = min((other.start for other in days if other.start > spoken.start), default=len(clause))
    since = max((other.end for other in days if other.end < spoken.start), default=0)
    times = times_in(clause)
    after = [one.at for one in times if spoken.start <= one.start < until]
    before = [one.at for one in times if since <= one.start < spoken.start]
    return after[0] if after else before[-1] if before else None


def _moment(day: date, at: time, written: datetime) -> datetime:
    """A moment of the wall clock, not before the writing."""
    moment = resolve_imaginary(datetime.combine(day, at, written.tzinfo))
    return max(moment, written)
