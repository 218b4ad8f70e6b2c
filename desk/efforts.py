"""How much work a ticket of a workflow takes: the median of what past ones took, else the word of the catalogue."""

from collections.abc import Mapping
from statistics import median

from desk.model import Micros
from sla.instants import MINUTE
from workflows.catalog import UNCLASSIFIED, Catalogue
from workflows.forecast import EffortFrom, Typical

FEWEST = 8
"""Past tickets of a workflow below which their median says nothing."""


class Efforts:
    """What is usual, by workflow."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._defaults = {
            each.id: Typical(each.effort_minutes * MINUTE, EffortFrom.DEFAULT) for each in catalogue.workflows.values()
        }
        self._learnt: dict[str, Typical] = {}

    def of(self, workflow: str) -> Typical:
        """What a ticket of a workflow takes in all."""
        return self._learnt.get(workflow) or self._defaults.get(workflow) or self._defaults[UNCLASSIFIED]

    def learn(self, worked: Mapping[str, list[Micros]]) -> None:
        """Take what was entered on each past ticket, by workflow, in place of what was learnt before."""
        self._learnt = {
            workflow: Typical(round(median(amounts)), EffortFrom.MEDIAN)
            for workflow, amounts in worked.items()
            if len(amounts) >= FEWEST
        }
