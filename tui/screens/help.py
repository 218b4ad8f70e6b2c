"""Every key of a screen: type to find one, enter runs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.widgets import Input

from tui.commands.record import Command, bindings
from tui.screens.over import Over
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


RUN = Command("help.run", "Run it", "What the line says.", "enter", "screen.run", "runs it")
DOWN = Command("help.down", "Next", "One line down.", "down", "screen.step(1)", "choose", "↑ ↓")
UP = Command("help.up", "Previous", "One line up.", "up", "screen.step(-1)")
CLOSE = Command("help.close", "Back", "To the screen behind.", "escape", "screen.close", "back")

AROUND = (
    Command("app.next-part", "Next part of the screen", "Where keys move and scroll.", "tab", "app.focus_next"),
    Command("app.previous-part", "Previous part", "As tab, the other way round.", "shift+tab", "app.focus_previous"),
    Command(
        "app.leave", "Quit from anywhere", "At once, whatever is open; what was entered is kept.", "ctrl+q", "app.quit"
    ),
)
"""Keys that Textual gives to every screen."""


class Help(Over[Chosen | None]):
    """Answers with the command to run, or None."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings((CLOSE, DOWN, UP)),
    ]

    def __init__(self, commands: list[Chosen]) -> None:
        super().__init__()
        self._commands = [*commands, *(Chosen(command, commands[0].node) for command in AROUND)]
        self.box = Input(placeholder="type to find a key; @x finds by the key itself", id="help-filter", compact=True)
        self.table: LiveTable[Chosen] = LiveTable(
            COLUMNS, key=lambda chosen: chosen.command.id, line=_line, id="help-list"
        )

    def commands(self) -> Sequence[Command]:
        return (RUN, DOWN, CLOSE)

    def body(self) -> ComposeResult:
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
    @on(LiveTable.Opened)
    def action_run(self) -> None:
        self.dismiss(self.table.cursor_row)

    def _show(self, text: str) -> None:
        found = [chosen for chosen in self._commands if _fits(chosen.command, text)]
        self.table.set_empty(f"No key does that: {text}")
        self.table.set_rows(found)
        self.table.action_first()
        self.table.set_titles("Keys of this screen", f"{len(found)} keys")

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
