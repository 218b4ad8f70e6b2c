"""The one-line input of `/`."""

from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input


class FilterInput(Input):
    """Says when it is left with esc. Its caret does not blink: nothing on the screen moves by itself."""

    class Dropped(Message):
        """The person wants no filter."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it from the class
        Binding("escape", "drop", "Drop the filter", show=False, id="filter.drop"),
        Binding("down,tab", "submit", "Keep the filter", show=False, id="filter.keep"),
    ]

    def on_mount(self) -> None:
        self.cursor_blink = False

    def action_drop(self) -> None:
        self.post_message(self.Dropped())
