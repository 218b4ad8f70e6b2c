"""When somebody's access is to end, read out of what the client wrote.

Autotask has no field for it: its due date is that of the service level as soon as that sets it (domain 1.6). What is
said of the access ("block the account at 12:50") counts before what is said of the person ("last day Thursday"), and
that before any other day of the text.
"""

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil.tz import resolve_imaginary

from desk.spoken_dates import END_OF_BUSINESS, SpokenDay, days_in, plain, times_in
from sla.instants import Micros, instant, micros

READ_LENGTH = 3_000
"""Characters that are read of a title, and of a description."""
KEPT = 2_048
_AMERICA = re.compile(r"America/|US/")
_CLAUSE = re.compile(r"(?<=[a-z]{2}[.!?])\s+|(?<=\d[.!?])\s+(?=[a-z]{3,}\s)|[\n;]+")
_ACCESS = re.compile(
    r"\b(?:block|disabl|clos(?:e|ing)|revok|lock|terminat|remov|cut off|deactivat|suspend|end (?:of )?access|shut off"
    r"|sperr|gesperrt|deaktivier|entzieh|entzug|losch|blokk|geblokk|afsluit|afgeslot|intrekk|uitschakel|dichtzet"
    r"|bloqu|desactiv|coup|supprim|fermer|revoqu|retir|cerrar|cancelar|quitar)"
)
_LEAVING = re.compile(
    r"\b(?:leav(?:es|ing|er)|last (?:working )?day|effective|offboard|resign|finish|contract ends|until|termination"
    r"|letzter? (?:arbeits)?tag|verlasst|austritt|scheidet|ausscheid|kundig|laatste (?:werk)?dag|verlaat|uit dienst"
    r"|vertrekt|dernier jour|quitte|depart|sortie|ultimo dia|deja la|se marcha|baja|causa baja)"
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

    A day alone means the end of its business, an hour alone the day of writing. Days before the writing are never
    taken; an hour of the day of writing that has passed means at once.
    """
    written = instant(created).astimezone(zone)
    text = plain(f"{title[:READ_LENGTH]}\n{description[:READ_LENGTH]}")
    found: list[_Found] = []
    hour: time | None = None
    position = 0
    month_first = _AMERICA.match(zone.key or "") is not None
    for clause in _CLAUSE.split(text):
        aside = _ASIDE.search(clause) is not None
        access = _ACCESS.search(clause) is not None
        family = 0 if access else 1 if _LEAVING.search(clause) else 3 if aside else 2
        days = days_in(clause, written.date(), month_first=month_first)
        for spoken in days:
            said = None if family == 3 else _hour_of(clause, spoken, days)
            at = _moment(spoken.day, said or END_OF_BUSINESS, written)
            found.append(_Found(family, said is None, position + spoken.start, at))
        if access and not aside and not days:
            if hour is None:
                hour = next((spoken.at for spoken in times_in(clause)), None)
            if _AT_ONCE.search(clause):
                found.append(_Found(0, True, position, written))
        position += len(clause) + 1
    return _chosen(found, hour, written, at_once=_AT_ONCE.search(text) is not None)


def _chosen(found: list[_Found], hour: time | None, written: datetime, *, at_once: bool) -> Micros | None:
    told = min((one for one in found if one.family < 3), default=None)
    if told is not None and not (at_once and told.family > 1):
        at = told.at
        if told.untimed and hour is not None:
            at = _moment(at.date(), hour, written)
        return micros(at)
    if hour is not None:
        return micros(_moment(written.date(), hour, written))
    return micros(written) if at_once else None


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
