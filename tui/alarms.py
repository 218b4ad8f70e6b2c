"""What alarms until somebody has looked at it, on whichever screen."""

from collections.abc import Callable, Iterable

from desk.alarms import holds
from desk.model import Alarm, ItemId, WorkItem


class Alarms:
    """What alarms and has not been looked at, newest last."""

    def __init__(self) -> None:
        self._told: list[Alarm] = []

    def __len__(self) -> int:
        return len(self._told)

    @property
    def newest(self) -> Alarm | None:
        return self._told[-1] if self._told else None

    @property
    def away(self) -> list[Alarm]:
        """What was missed while the desk could not look, newest first; nothing where something newer alarms."""
        told = [alarm for alarm in reversed(self._told) if alarm.away]
        return told if told and told[0] is self.newest else []

    def learn(self, new: Iterable[Alarm], item: Callable[[ItemId], WorkItem | None]) -> None:
        """Add what has just happened, and drop what is no alarm any more.

        Args:
            new: newest last.
            item: the item as it stands, None when it has left the desk.
        """
        told = {(alarm.item, alarm.what): alarm for alarm in self._told}
        for alarm in new:
            told.pop((alarm.item, alarm.what), None)
            told[alarm.item, alarm.what] = alarm
        self._told = [alarm for alarm in told.values() if holds(alarm, item(alarm.item))]

    def looked_at(self, item: ItemId) -> None:
        """Drop everything that alarmed about an item."""
        self._told = [alarm for alarm in self._told if alarm.item != item]
