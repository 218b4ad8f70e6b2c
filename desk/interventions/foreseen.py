"""Milestones that will be missed, as the forecasts last said. They come after the order and outlive a load."""

from collections.abc import Iterable, Mapping

from desk.model import ItemId
from workflows.forecast import Forecast
from workflows.intervention import Foreseen


class ForeseenMisses:
    """What is foreseen of each item, and since when it has been."""

    def __init__(self) -> None:
        self._known: dict[ItemId, Foreseen] = {}

    def of(self, item: ItemId) -> Foreseen | None:
        """What will be missed of an item; None where nothing will, or nothing can be said."""
        return self._known.get(item)

    def take(self, items: Iterable[ItemId], forecasts: Mapping[ItemId, Forecast]) -> frozenset[ItemId]:
        """Take in items whose forecast has changed. Returns those of which something else is foreseen now."""
        return frozenset(item for item in items if self._take(item, forecasts.get(item)))

    def _take(self, item: ItemId, forecast: Forecast | None) -> bool:
        before = self._known.get(item)
        if forecast is None or not forecast.missed:
            return self._known.pop(item, None) is not None
        name = forecast.milestone.value
        if before is not None and (before.name, before.due) == (name, forecast.due):
            return False
        self._known[item] = Foreseen(name, forecast.due, forecast.reckoned_at)
        return True
