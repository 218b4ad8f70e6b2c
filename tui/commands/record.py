"""The record of one command, and what is made from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do on a screen."""

    id: str
    """Names it in a key map: `queue.filter`."""
    name: str
    """What the palette and the help call it: "Filter this list"."""
    help: str
    """One sentence on what it does."""
    keys: str
    """Textual's key names, comma-separated; the first is the one that is shown."""
    action: str
    """The Textual action it runs, with its namespace where another node than the one that binds it acts."""
    footer: str = ""
    """The word beside the key in the last line; empty where it is not hinted at."""
    shown_key: str = ""
    """How a hint writes the key, where one hint stands for two keys."""
    in_palette: bool = True

    @property
    def key(self) -> str:
        """The key as a person reads it."""
        return self.shown_key or spelled(self.keys.split(",")[0])

    @property
    def all_keys(self) -> str:
        """Every key that runs it."""
        return " ".join(spelled(key) for key in self.keys.split(",") if key)


_SPELLED = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "exclamation_mark": "!",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "esc",
    "asterisk": "*",
    "f1": "F1",
}


def spelled(key: str) -> str:
    """A Textual key name as it stands on a keyboard; control is `^`."""
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+')}"
    return _SPELLED.get(key, key)


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """The key bindings of these commands. Hints are drawn from the records, so Textual's own footer shows none."""
    return [
        Binding(
            command.keys,
            command.action,
            command.name,
            show=False,
            key_display=spelled(command.keys.split(",")[0]),
            tooltip=command.help,
            id=command.id,
        )
        for command in commands
        if command.keys
    ]
