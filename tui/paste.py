"""What is pasted is text, whatever it holds.

Textual 8 ends a paste at the first escape character in it: what follows arrives as keys that somebody pressed, and
before the paste itself. Here an escape within a paste is carried past Textual's reader in the shape of another
character, and the paste that comes out is cleaned by the rules for texts from outside.
"""

import sys
from collections.abc import Iterable

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from desk.filters import clean

ESC = "\x1b"
BEGIN, END = f"{ESC}[200~", f"{ESC}[201~"
"""What a terminal puts around a paste."""
CARRIED = "\uf81b"
"""Stands for an escape on its way; of the private use area, where texts have nothing."""
DRIVERS = ("textual.drivers.linux_driver", "textual.drivers.win32")
"""Modules of Textual that read the terminal."""


class Pastes:
    """Finds pastes in what a terminal sends, piece by piece."""

    def __init__(self) -> None:
        self._inside = False
        self._passed = ""
        """The end of what was passed on, in which a paste may have begun."""
        self._held = ""
        """The end of a piece within a paste that may be the beginning of its end."""

    def through(self, piece: str) -> str:
        """The piece with every escape within a paste carried; what may belong to the end of one waits for the next."""
        data, self._held = self._held + piece, ""
        done: list[str] = []
        while data:
            if self._inside:
                text, end, data = data.partition(END)
                if not end:
                    text, self._held = _without_beginning(text, END)
                self._inside = not end
                done += [text.replace(ESC, CARRIED), end]
            else:
                seen = self._passed + data
                begin = seen.find(BEGIN)
                self._inside = begin >= 0
                upto = begin + len(BEGIN) - len(self._passed) if self._inside else len(data)
                self._passed = "" if self._inside else seen[1 - len(BEGIN) :]
                done.append(data[:upto])
                data = data[upto:]
        return "".join(done)


def _without_beginning(text: str, mark: str) -> tuple[str, str]:
    """A text without the beginning of a mark at its end, and that beginning."""
    for size in range(min(len(mark) - 1, len(text)), 0, -1):
        if text.endswith(mark[:size]):
            return text[:-size], text[-size:]
    return text, ""


class PasteParser(XTermParser):
    """Textual's reader of the terminal, by which a paste stays a paste."""

    def __init__(self, debug: bool = False) -> None:
        self._pastes = Pastes()
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        # Nothing is the end of all input here, and not a piece that waits for its rest.
        piece = self._pastes.through(data)
        if data and not piece:
            return
        for message in super().feed(piece):
            if isinstance(message, events.Paste):
                yield events.Paste(str(clean(message.text.replace(CARRIED, ESC))))
            else:
                yield message


def keep_pastes_whole() -> None:
    """Let the drivers that Textual has loaded read by `PasteParser`."""
    for name in DRIVERS:
        if name in sys.modules:
            vars(sys.modules[name])["XTermParser"] = PasteParser
