"""One ticket: where it stands, and behind tabs what was said, worked, ticked off and promised."""

from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from desk.model import Delta
from tui.commands.acts import ASSIGN
from tui.commands.dispatch import PROMISE, SORTING
from tui.commands.record import Command, bindings
from tui.commands.ticket import BACK, BY_NAME, DELETE_ENTRY, EDIT_ENTRY, TICK, TICKET
from tui.screens.living_ticket import LivingTicket
from tui.widgets.picking_pane import PickingPane
from tui.words import meaning
from tui.words.ticket_page import TABS


class TicketScreen(LivingTicket):
    """The page of one ticket, and the way to its neighbours in the list it was opened from."""

    PLACE = "Ticket"
    CSS_PATH = "ticket.tcss"
    TEXT = meaning.TICKET
    COMMANDS_HERE = TICKET
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((DELETE_ENTRY, *TICKET))]

    def commands(self) -> list[Command]:
        """First those of what the cursor is on; on the way from Dispatch, a dispatcher's before the others."""
        usual = super().commands()
        if self.app.current_mode == "dispatch":
            usual.sort(key=lambda command: command not in (BACK, ASSIGN, *SORTING))
        if self.shown.on_entries:
            others = [BY_NAME if command is PROMISE else command for command in usual]
            return [EDIT_ENTRY, DELETE_ENTRY, *(command for command in others if command.keys != EDIT_ENTRY.keys)]
        return [*((TICK,) if self.shown.ticking else ()), *usual]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`d` deletes an entry only where there is a cursor on entries; elsewhere it is the key of a new promise."""
        deletes = (action, parameters) == ("act", ("delete entry",))
        return self.shown.on_entries if deletes else super().check_action(action, parameters)

    def on_mount(self) -> None:
        self._read_beside()

    def desk_moved(self, delta: Delta) -> None:
        super().desk_moved(delta)
        if self.item in delta.changed:
            self._read_beside()

    @work(exclusive=True, group="beside", exit_on_error=False, description="read who else is on it, and its files")
    async def _read_beside(self) -> None:
        acts = self.seat.hands.acts
        if acts is not None and await acts.read_beside(self.item.id):
            self.read()

    def action_turn(self, step: int) -> None:
        self.action_look((self.shown.tab + step) % len(TABS))

    def action_look(self, tab: int) -> None:
        self.shown.tab = tab
        self.page.to_top()
        self.show()
        self.in_tab.focus()
        if self.shown.on_checklist:
            self._read_checklist()

    @work(exclusive=True, group="checklist", exit_on_error=False, description="read the checklist anew")
    async def _read_checklist(self) -> None:
        """Colleagues tick lines too, and no change of the ticket tells of it."""
        acts = self.seat.hands.acts
        if acts is not None:
            await acts.read_checklist(self.item.id)
            self.read()

    @on(PickingPane.Picked)
    def _picked(self, event: PickingPane.Picked) -> None:
        self.action_act("tick" if event.pane is self.tasks else "entries")

    def action_step(self, step: int) -> None:
        """Another ticket of the list, the tab kept."""
        if self.item not in self.order:
            return
        at = self.order.index(self.item) + step
        if not 0 <= at < len(self.order):
            self.tell("This is the last ticket of the list." if step > 0 else "This is the first ticket of the list.")
            return
        self.item = self.order[at]
        self.shown.forget()
        self.page.to_top()
        self.show()
        self.read()
        self._read_beside()

    def action_refresh_now(self) -> None:
        self.seat.desk.refresh()

    def action_back(self) -> None:
        self.app.pop_screen()
