"""A page over the queue on what was entered: a list, and what there is to say about the line under the cursor."""

from desk.acts.surface import Acts
from desk.model import Delta, ItemId, ItemKind, View, WorkItem
from tui.acting.work import Work
from tui.screens.base import DeskScreen
from tui.screens.ticket import TicketScreen
from tui.seat import Seat
from tui.words.header import Pressing, pressing


class Page(DeskScreen):
    """It lies over the screen that it was opened from, and goes back there."""

    def __init__(self, seat: Seat, acts: Acts) -> None:
        super().__init__(seat)
        self.acts = acts

    def show(self) -> None:
        """Take anew what stands on it."""
        raise NotImplementedError

    def on_screen_resume(self) -> None:
        self.show()

    def acts_moved(self) -> None:
        super().acts_moved()
        self.show()

    def desk_moved(self, delta: Delta) -> None:  # noqa: ARG002 - as every screen of the desk is told
        self.show()

    @property
    def pressing(self) -> Pressing:
        return pressing(self.seat.desk.queue(View.MINE if self.seat.desk.me is not None else View.TEAM))

    @property
    def in_sight(self) -> ItemId | None:
        return None

    @property
    def subject(self) -> WorkItem | None:
        """The item of the line under the cursor."""
        item = self.item
        return None if item is None else self.seat.desk.item(item)

    @property
    def item(self) -> ItemId | None:
        """What the line under the cursor is about; None where there is none."""
        return None

    @property
    def work_here(self) -> Work:
        """What the keys of this page work with."""
        return Work(self, self.acts, tuple(self.chosen))

    @property
    def may_enter(self) -> bool:
        """Whether anything may be entered in this session; says why not."""
        if self.acts.read_only:
            self.tell(self.acts.read_only, seconds=8)
        return not self.acts.read_only

    def action_ticket(self) -> None:
        """The page of the ticket that the line is about."""
        item = self.item
        if item is None or item.kind is not ItemKind.TICKET:
            self.tell("This line belongs to no ticket.")
            return
        self.app.push_screen(TicketScreen(self.seat, item, View.MINE, ()))

    def action_back(self) -> None:
        self.dismiss()
