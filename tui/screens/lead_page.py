"""What the pages of a lead share: their lines are people and entries, not what is to be worked on."""

from collections.abc import Sequence
from datetime import date

from desk.model import ItemId, View, WorkItem
from tui.screens.base import DeskScreen
from tui.words.header import Pressing, pressing


class LeadPage(DeskScreen):
    """A page on which nothing is worked."""

    @property
    def covers_since(self) -> date | None:
        """From when on the copy has all entries; None where it has those of these days only."""
        compliance = self.seat.desk.compliance
        return None if compliance is None else compliance.covers_since

    @property
    def pressing(self) -> Pressing:
        return pressing(self.seat.desk.queue(View.MINE if self.seat.desk.me is not None else View.TEAM))

    @property
    def subject(self) -> WorkItem | None:
        """A line is a person: what acts on tickets has nothing here."""
        return None

    @property
    def chosen(self) -> Sequence[WorkItem]:
        return ()

    @property
    def in_sight(self) -> ItemId | None:
        return None
