"""Keys that act: on the item under the cursor, on all that are marked, or on nothing in particular."""

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from textual import work

from desk.model import ItemId, WorkItem
from tui.screens.telling import Telling

if TYPE_CHECKING:
    from desk.acts.surface import Acts
    from desk.acts.told import Undoable


class Acting(Telling):
    """A screen on which something can be entered."""

    @property
    def in_sight(self) -> ItemId | None:
        """The one thing that a person looks at, for filling gaps of the day; None for no one thing."""
        return None if self.subject is None else self.subject.id

    @property
    def chosen(self) -> Sequence[WorkItem]:
        """The items that an act is for: the marked ones where some are marked, else the one under the cursor."""
        return () if self.subject is None else (self.subject,)

    def action_act(self, name: str) -> None:
        """Do one of the acts (`tui.acting.keys`), or say why nothing can be done."""
        hands = self.seat.hands
        if hands.acts is None:
            self.tell(hands.why_not)
        else:
            self.seat.early.begin()
            self._act(name, hands.acts)

    @work(group="act", exit_on_error=True, description="do what a key says")
    async def _act(self, name: str, acts: "Acts") -> None:
        # What forms and acts are made of is read once there are acts, and would keep the first picture waiting.
        keys = import_module("tui.acting.keys")
        try:
            await keys.perform(name, self, acts)
        finally:
            self.seat.early.end(self.app.post_message)

    @property
    def undoable(self) -> "Undoable | None":
        """What can be taken back now."""
        acts = self.seat.hands.acts
        return None if acts is None else acts.undoable
