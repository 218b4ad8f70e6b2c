"""The log: every act, what became of it, and what a person can do about it now."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from desk.model import ItemId
from tui.acting import deciding
from tui.commands.log import LOG
from tui.commands.record import Command, bindings
from tui.screens.acting import act
from tui.screens.conflict import ConflictPage
from tui.screens.living_log import LivingLog
from tui.widgets.live_table import LiveTable
from tui.words import meaning

if TYPE_CHECKING:
    from desk.acts.told import Undoable


class LogPage(LivingLog):
    """What a person does about the line under the cursor."""

    PLACE = "Log"
    CSS_PATH = "log.tcss"
    TEXT = meaning.LOG
    COMMANDS_HERE = LOG
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(LOG)]

    def commands(self) -> list[Command]:
        """Without what cannot be done with the line under the cursor."""
        entry = self.table.cursor_row
        can = frozenset() if entry is None else entry.can | {""}
        closed = {each.command for each in deciding.DECISIONS.values() if each.needs not in can}
        return [command for command in super().commands() if command not in closed]

    @property
    def item(self) -> ItemId | None:
        return None if self.table.cursor_row is None else self.table.cursor_row.item

    @property
    def undoable(self) -> "Undoable | None":
        """As long as the line under the cursor is of the last act: `u` takes back no other here."""
        last, entry = super().undoable, self.table.cursor_row
        return last if last is not None and entry is not None and entry.act_id == last.act_id else None

    @on(LiveTable.Opened)
    def action_open(self) -> None:
        entry = self.table.cursor_row
        found = None if entry is None else self.acts.conflict(entry.op_id)
        if entry is not None and found is not None:
            self.app.push_screen(ConflictPage(self.seat, self.acts, found.op_id))
        elif entry is not None:
            self.action_ticket()

    def action_only(self) -> None:
        self.only = None if self.only is not None else self.item
        self.show()

    @act("decide about what was entered")
    async def action_decide(self, name: str) -> None:
        """Do one of the decisions (`tui.acting.deciding`) about the act under the cursor."""
        if (entry := self.table.cursor_row) is not None:
            await deciding.decide(name, self.work_here, entry)
