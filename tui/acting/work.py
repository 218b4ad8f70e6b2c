"""What an act works with, and how its outcome is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.acts.answers import NotDone, Outcome
from desk.acts.surface import Acts
from desk.model import WorkItem
from tui.screens.base import DeskScreen

LEAST_SECONDS = 4.0
"""How long it is told what was done."""


@dataclass(frozen=True, slots=True)
class Work:
    """One press of a key."""

    screen: DeskScreen
    acts: Acts
    items: Sequence[WorkItem]

    def tell(self, outcome: Outcome) -> None:
        """Say what came of it; as long as it can be taken back, where it can."""
        if isinstance(outcome, NotDone):
            self.screen.tell(outcome.says, seconds=8)
        elif outcome.says:
            self.screen.tell(outcome.says, seconds=max(LEAST_SECONDS, outcome.window))
