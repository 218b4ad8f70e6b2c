"""Dispatch: which tickets need a hand, why, and who can take them."""

from typing import ClassVar

from textual.binding import BindingType

from desk.interventions.model import SuggestedAct, Tab
from tui.commands import acts, dispatch, queue
from tui.commands.record import Command, bindings
from tui.screens.living_dispatch import LivingDispatch
from tui.words.needs_meaning import DISPATCH

HELPS = {
    SuggestedAct.ASSIGN: acts.ASSIGN,
    SuggestedAct.PROMISE: dispatch.PROMISE,
    SuggestedAct.BOOK: queue.BROWSER,
    SuggestedAct.NUDGE: dispatch.NUDGE,
    SuggestedAct.ANSWER: acts.NOTE,
    SuggestedAct.RELEASE: acts.HOLD,
    SuggestedAct.TRIAGE: dispatch.WORKFLOW,
}


class Dispatch(LivingDispatch):
    """The second screen: what a person does there."""

    PLACE = "Dispatch"
    CSS_PATH = "dispatch.tcss"
    TEXT = DISPATCH
    COMMANDS_HERE = dispatch.DISPATCH
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(dispatch.DISPATCH)]

    def commands(self) -> list[Command]:
        """What helps the ticket under the cursor comes right after opening it; what there is no use for is left out."""
        usual = [command for command in super().commands() if command is not queue.ALARM]
        item = self.subject
        if item is None:
            needing = (*queue.ON_A_ROW, *dispatch.SORTING, dispatch.DUPLICATE)
            usual = [command for command in usual if command not in needing]
        elif (listed := self.needs.need_of(item)) is not None:
            helps = HELPS[listed.first_of(self.needs.tab).act]
            usual.sort(key=lambda command: (command is not queue.OPEN, command is not helps))
        if self.queue.waiting:
            usual.sort(key=lambda command: command is not queue.APPLY)
        return [queue.ALARM, *usual] if self.head.context.alarms else usual

    def action_turn(self, step: int) -> None:
        there = self.tabs.there
        self.action_show(there[(there.index(self.needs.tab) + step) % len(there)].value)

    def action_show(self, tab: str) -> None:
        """Another heading of the list."""
        self.needs.show_tab(next(heading for heading in Tab if heading.value == tab))
        self.follow_cursor()

    def action_load(self) -> None:
        self.toggle_class("-no-load")

    def action_back(self) -> None:
        if self.trouble.hide():
            self.remove_class("-troubled")
        else:
            super().action_back()
