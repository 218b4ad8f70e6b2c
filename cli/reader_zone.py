"""The time zone of a tech, as the copy has it, for commands that build no desk."""

from datetime import tzinfo

from autotask.entities import Holiday, InternalLocation, InternalLocationWithBusinessHours, Resource
from desk.calendars import read_calendars
from desk.people import UnknownPerson, find_person, person
from replica.store import Replica


def zone_of(copy: Replica | None, me: str) -> tzinfo | None:
    """The zone of the location that a person belongs to; None, which is this machine's own, where nobody can say.

    Args:
        me: the person, as the settings name them.
    """
    if copy is None or not me:
        return None
    kind = InternalLocationWithBusinessHours
    zones = copy.picklists(kind).of(kind, "time_zone_id")
    calendars = read_calendars(copy.rows(kind), copy.rows(InternalLocation), copy.rows(Holiday), zones)
    try:
        found = find_person(me, map(person, copy.rows(Resource)))
    except UnknownPerson:
        return None
    return calendars.of_location(found.location_id).zone
