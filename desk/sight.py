"""What a filter sees of the live order beyond the items themselves."""

from collections.abc import Mapping

from desk.calendars import Location
from desk.entries import Entry
from desk.model import ItemId, Micros, WorkItem
from sla.calendar import BusinessCalendar


class RosterSight:
    """Answers the questions of `desk.filters` at one instant."""

    def __init__(self, entries: Mapping[ItemId, Entry], me_id: int | None, now: Micros) -> None:
        self._entries = entries
        self._now = now
        self._midnights: dict[Location, Micros] = {}
        self.me_id = me_id

    def pending(self, item: WorkItem) -> tuple[Micros, BusinessCalendar] | None:
        """When the next milestone of an item is due, and on which calendar that time runs."""
        entry = self._entries.get(item.id)
        return None if entry is None else entry.pending

    def day_end(self, item: WorkItem) -> Micros:
        """Local midnight at the end of the item's present day."""
        location = self._entries[item.id].location
        if (midnight := self._midnights.get(location)) is None:
            midnight = self._midnights[location] = location.next_midnight(self._now)
        return midnight
