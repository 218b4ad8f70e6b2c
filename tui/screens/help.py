"""Every key of a screen: type to find one, enter runs it."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.commands.record import Command
from tui.widgets.columns import Column
from tui.widgets.live_table import LiveTable
from tui.widgets.painter import Line

COLUMNS = (
    Column("key", "Key", 12, toned=True),
    Column("name", "What", 30),
    Column("help", "In a sentence", 20, flexible=True),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A command and the node that it acts on."""

    command: Command
    node: DOMNode


class Help(ModalScreen[Chosen | None]):
    """Answers with the command to run, or None."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Back", show=False, id="help.close"),
        Binding("down", "step(1)", "Next", show=False, id="help.down"),
        Binding("up", "step(-1)", "Previous", show=False, id="help.up"),
    ]

    def __init__(self, commands: list[Chosen]) -> None:
        super().__init__()
        self._commands = commands
        self.box = Input(placeholder="type to find a key; @x finds by the key itself", id="help-filter", compact=True)
        self.table: LiveTable[Chosen] = LiveTable(
            COLUMNS, key=lambda chosen: chosen.command.id, line=_line, id="help-list"
        )

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            yield self.box
            yield self.table

    def on_mount(self) -> None:
        self.box.cursor_blink = False
        self.table.can_focus = False
        self._show("")
        self.box.focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    @on(Input.Submitted)
    def _run(self) -> None:
        self.dismiss(self.table.cursor_row)

    @on(LiveTable.Opened)
    def _clicked(self) -> None:
        self.dismiss(self.table.cursor_row)

    def _show(self, text: str) -> None:
        found = [chosen for chosen in self._commands if _fits(chosen.command, text)]
        self.table.set_empty(f"No key does that: {text}")
        self.table.set_rows(found)
        self.table.action_first()
        self.table.set_titles("Keys of this screen", f"{len(found)} keys · enter runs it · esc back")

    def action_step(self, lines: int) -> None:
        if lines > 0:
            self.table.action_down()
        else:
            self.table.action_up()

    def action_close(self) -> None:
        self.dismiss(None)


def _line(chosen: Chosen) -> Line:
    return Line((chosen.command.all_keys, chosen.command.name, chosen.command.help), "active")


def _fits(command: Command, text: str) -> bool:
    wanted = text.strip()
    if wanted.startswith("@"):
        return wanted[1:] in command.all_keys.split()
    return all(word.casefold() in f"{command.name} {command.help}".casefold() for word in wanted.split())
