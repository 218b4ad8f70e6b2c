"""Time zones by the labels that Windows shows: "(UTC-05:00) Eastern Time (US & Canada)".

A label names an offset and either a region or some cities. Regions are few and stand in a table. A city is looked up
among the zones that bear its name, and counts only when its clock has the offset of the label in winter or in summer:
lists of cities differ from one Windows to the next.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from sla.errors import UnknownZone
from sla.zones import iana

_LABEL = re.compile(
    r"\((?:UTC|GMT)(?:(?P<sign>[+-])(?P<hours>\d{1,2}):(?P<minutes>\d{2}))?\)\s*(?P<words>.+)", re.IGNORECASE
)
_SEASONS = (datetime(2026, 1, 15), datetime(2026, 7, 15))  # noqa: DTZ001 - wall time of whichever zone is asked

_REGIONS = {
    "abu dhabi": "Asia/Dubai",
    "alaska": "America/Anchorage",
    "aleutian islands": "America/Adak",
    "arizona": "America/Phoenix",
    "atlantic time (canada)": "America/Halifax",
    "azores": "Atlantic/Azores",
    "baja california": "America/Tijuana",
    "bougainville island": "Pacific/Bougainville",
    "cabo verde is.": "Atlantic/Cape_Verde",
    "cape verde is.": "Atlantic/Cape_Verde",
    "central america": "America/Guatemala",
    "central time (us & canada)": "America/Chicago",
    "chatham islands": "Pacific/Chatham",
    "chetumal": "America/Cancun",
    "city of buenos aires": "America/Argentina/Buenos_Aires",
    "coordinated universal time": "UTC",
    "easter island": "Pacific/Easter",
    "eastern time (us & canada)": "America/New_York",
    "greenland": "America/Nuuk",
    "haiti": "America/Port-au-Prince",
    "hawaii": "Pacific/Honolulu",
    "indiana (east)": "America/Indiana/Indianapolis",
    "international date line west": "Etc/GMT+12",
    "kiritimati island": "Pacific/Kiritimati",
    "lord howe island": "Australia/Lord_Howe",
    "marquesas islands": "Pacific/Marquesas",
    "mountain time (us & canada)": "America/Denver",
    "newfoundland": "America/St_Johns",
    "norfolk island": "Pacific/Norfolk",
    "nuku'alofa": "Pacific/Tongatapu",
    "pacific time (us & canada)": "America/Los_Angeles",
    "saint pierre and miquelon": "America/Miquelon",
    "saskatchewan": "America/Regina",
    "solomon is.": "Pacific/Guadalcanal",
    "sri jayawardenepura": "Asia/Colombo",
    "turks and caicos": "America/Grand_Turk",
    "west central africa": "Africa/Lagos",
    "yukon": "America/Whitehorse",
}


def of_label(label: str) -> str:
    """The IANA name of a zone given by its label, or by its IANA or Windows name.

    >>> of_label("(UTC-05:00) Eastern Time (US & Canada)"), of_label("(GMT+01:00) Amsterdam, Berlin, Bern, Rome")
    ('America/New_York', 'Europe/Amsterdam')

    Raises:
        UnknownZone: nobody is known by that name, or not with that offset.
    """
    told = _LABEL.fullmatch(label.strip())
    if told is None:
        return iana(label)
    words = told["words"].strip()
    offset = timedelta(hours=int(told["hours"] or 0), minutes=int(told["minutes"] or 0))
    offset = -offset if told["sign"] == "-" else offset
    for part in (words, *re.split(r"[,:]", words)):
        zone = _named(part.strip().casefold())
        if zone is not None and offset in {ZoneInfo(zone).utcoffset(season) for season in _SEASONS}:
            return zone
    return iana(words)


def _named(name: str) -> str | None:
    try:
        return _REGIONS.get(name) or _cities().get(name) or iana(name)
    except UnknownZone:
        return None


@cache
def _cities() -> dict[str, str]:
    """Every zone by the last part of its name; to find them all is a walk through the machine's folders."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone)
    return {zone.rpartition("/")[2].replace("_", " ").casefold(): zone for zone in zones}
