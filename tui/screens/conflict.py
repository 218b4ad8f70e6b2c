"""Two people changed the same thing: as it was, as it was entered here, and as it is, side by side."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from desk.acts.answers import Done, Outcome
from desk.acts.surface import Acts
from desk.model import ItemId
from tui.commands.log import CONFLICT
from tui.commands.record import bindings
from tui.screens.acting import act
from tui.screens.page import Page
from tui.seat import Seat
from tui.widgets.pane import ScrollPane
from tui.widgets.parts import paragraph
from tui.words import log as words
from tui.words import meaning


class ConflictPage(Page):
    """Goes away by itself once it is decided, here or elsewhere."""

    PLACE = "Conflict"
    CSS_PATH = "conflict.tcss"
    TEXT = meaning.LOG
    COMMANDS_HERE = CONFLICT
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(CONFLICT)]

    def __init__(self, seat: Seat, acts: Acts, op_id: str) -> None:
        super().__init__(seat, acts)
        self._op_id = op_id
        self.sides = ScrollPane(id="sides")

    def body(self) -> ComposeResult:
        yield self.sides

    def on_mount(self) -> None:
        self.sides.focus()

    @property
    def item(self) -> ItemId | None:
        found = self.acts.conflict(self._op_id)
        return None if found is None else found.item

    def show(self) -> None:
        found = self.acts.conflict(self._op_id)
        if found is None:
            self.sides.set_titles("Decided")
            self.sides.set_lines(lambda width, _height: paragraph("This is a conflict no more.", width))
            return
        who = f" by {found.who}" if found.who else ""
        when = f" {self.seat.reader.moment_of(found.at)}" if found.at is not None else ""
        self.sides.set_titles(
            f"{found.ticket} was changed{who}{when}", "m keeps yours · t takes theirs · esc decides later"
        )
        self.sides.set_lines(lambda width, _height: words.conflict(found, width))

    @act("keep mine")
    async def action_mine(self) -> None:
        await self._decide(self.acts.keep_mine)

    @act("take theirs")
    async def action_theirs(self) -> None:
        await self._decide(self.acts.take_theirs)

    async def _decide(self, how: Callable[[str], Awaitable[Outcome]]) -> None:
        outcome = await how(self._op_id)
        self.work_here.tell(outcome)
        if isinstance(outcome, Done):
            self.action_back()
