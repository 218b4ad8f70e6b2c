"""A terminal that goes away: its window is closed, its connection breaks.

The system says so by a signal (SIGHUP) only where the terminal controls the program. Of any other program Textual 8
makes one that reads the end of its input again and again, at the full speed of the processor, and that stands still as
soon as too much waits that nobody can write any more.
"""

import os
import select
from contextlib import suppress
from threading import Thread
from typing import Any, TextIO, cast

from textual.drivers.linux_driver import LinuxDriver

STREAMS = (0, 1, 2)
"""Input, output and error output."""


class Unheard:
    """A terminal to write to that takes no offence at being gone."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._terminal.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._terminal.flush()

    def fileno(self) -> int:
        return self._terminal.fileno()


class HangupDriver(LinuxDriver):
    """Textual's driver, under which the app leaves by its own door when its terminal is gone."""

    def start_application_mode(self) -> None:
        if not isinstance(self._file, Unheard):
            self._file = cast("Any", Unheard(cast("TextIO", self._file)))
            Thread(target=self._watch, name="hangup", daemon=True).start()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's own

    def run_input_thread(self) -> None:
        try:
            super().run_input_thread()
        except OSError:
            self._leave()

    def _watch(self) -> None:
        """Wait for the end of the terminal, and for nothing else; costs nothing until then."""
        _hung_up(self.fileno, patience=None)
        self._leave()

    def _leave(self) -> None:
        # Whoever has a last word, such as what is left in the outbox, can say it to nobody without a fault.
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in STREAMS:
            if _hung_up(stream, patience=0):
                os.dup2(nowhere, stream)
        os.close(nowhere)
        self._app.call_later(self._app.exit)


def _hung_up(stream: int, *, patience: int | None) -> bool:
    """Whether a terminal is gone, waiting for that so many milliseconds; without a number, for ever."""
    poll = select.poll()
    poll.register(stream, 0)
    return any(event & select.POLLHUP for _, event in poll.poll(patience))
