"""My day: what to work on next and why, what was said on it, and the day so far."""

from typing import ClassVar

from textual.binding import BindingType

from desk.model import ItemId
from tui.commands.queue import ALARM, APPLY, ON_A_ROW, QUEUE
from tui.commands.record import Command, bindings
from tui.screens.living_day import LivingDay
from tui.screens.ranking import Ranking
from tui.words import meaning


class MyDay(LivingDay):
    """The first screen: what a person does there."""

    PLACE = "My day"
    CSS_PATH = "my_day.tcss"
    TEXT = meaning.DAY
    COMMANDS_HERE = QUEUE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(QUEUE)]

    def commands(self) -> list[Command]:
        """The alarm and the waiting changes come first while there are any, and are left out otherwise."""
        usual = [command for command in super().commands() if command is not ALARM]
        if self.subject is None:
            usual = [command for command in usual if command not in ON_A_ROW]
        if self.queue.waiting:
            usual.sort(key=lambda command: command is not APPLY)
        return [ALARM, *usual] if self.head.context.alarms else usual

    def action_ranking(self) -> None:
        self.app.push_screen(Ranking(self.seat, self.queue.view, self.queue.cursor_key, self._go_to))

    def _go_to(self, chosen: ItemId) -> None:
        if not self.queue.move_to(chosen):
            self.tell("The filter hides that one.")

    def action_refresh_all(self) -> None:
        """The order as it is, everything beside it read anew, and what Autotask has new."""
        self.action_apply()
        self.day.redraw()
        self.refresh_cursor()
        firm = self.seat.desk.status.firm
        self.tell(f"Everything is read anew{'' if firm else ', and Autotask is asked for what is new'}.")

    def action_preview(self) -> None:
        self.toggle_class("-no-preview")

    def action_wide(self) -> None:
        self.toggle_class("-wide-list")

    def action_back(self) -> None:
        if self.trouble.hide():
            self.remove_class("-troubled")
        else:
            super().action_back()
