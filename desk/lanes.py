"""What orders items inside their lane (domain 1.5): impact, device class, duplicates, the next backup window."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from desk.calendars import Location
from desk.cards import OTHER_DEVICE, DeviceCard
from desk.durations import local
from desk.model import Micros
from sla.instants import micros
from workflows.classify import Classification

CRITICAL, BACKUP, ALERT = "W01", "W03", "A"

EVERYTHING, A_SITE, SEVERAL, ONE = range(4)
"""Impact of a critical incident, widest first."""
_REACH = {
    "an active security event": EVERYTHING,
    "the business stands still": EVERYTHING,
    "many people are hit": A_SITE,
    "somebody whose time is dear": SEVERAL,
}
"""How far a cue of the packaged catalogue reaches, by what it says."""
SITE_CROWD, SMALL_CROWD = 5, 2
"""Other tickets of the company within the hour, from which a trouble is taken for one of a site, or of several."""


class Lane(NamedTuple):
    """The figures of a ticket inside its lane; the defaults where the lane does not ask for them."""

    impact: int = ONE
    device_class: int = OTHER_DEVICE
    duplicates: int = 0
    next_window: Micros | None = None


def impact(found: Classification, *, vip: bool, crowd: int) -> int:
    """How many a critical incident hits: 0 the whole company or an attack, 1 a site, 2 several or a VIP, 3 one.

    Autotask has a field for it on none of its forms, so it is read from what says it: the cues of the text, who asks,
    and how many others of the same company wrote within the hour.

    Args:
        crowd: other open tickets of the company that came within an hour of this one.
    """
    reach = [_REACH[evidence.says] for evidence in found.evidence if evidence.says in _REACH]
    if crowd >= SITE_CROWD:
        reach.append(A_SITE)
    elif vip or crowd >= SMALL_CROWD:
        reach.append(SEVERAL)
    return min(reach, default=ONE)


def device_class(device: DeviceCard | None) -> int:
    """How much hangs on a device: 0 firewall, server or storage, 1 network, 2 workstation, 3 other or unknown."""
    return OTHER_DEVICE if device is None else device.device_class


def next_window(window: time, location: Location, now: Micros) -> Micros:
    """The next start of the nightly backups after now: `window` on the wall clock of the location."""
    today = local(now, location.zone).date()
    for days in (0, 1, 2):
        at = micros(datetime.combine(today + timedelta(days=days), window, location.zone))
        if at > now:
            return at
    raise AssertionError("two days on is later than now")
