"""A program in a terminal of its own: keys in, a screen out, and never a fixed wait."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

from tests.whole.screen import Screen

PATIENCE = 60.0
"""Seconds until a wait has failed: far more than is ever needed, for a machine with much else to do."""

STEP = 0.2
"""Seconds that one look at the program can count for, so that a machine that stood still meanwhile ends no wait."""

Seen = Callable[[Screen], bool]


class Terminal:
    """A pty with a program in it. Leaving the `with` block ends the program."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], *, columns: int = 80, rows: int = 24
    ) -> None:
        self.screen = Screen(columns, rows)
        self._master, slave = pty.openpty()
        self._set_size(slave, columns, rows)
        self.before = termios.tcgetattr(slave)
        self.process = subprocess.Popen(
            command, env=dict(environment), stdin=slave, stdout=slave, stderr=slave, start_new_session=True
        )
        self._slave = slave
        self._open = [slave, self._master]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()

    def hang_up(self) -> None:
        """Close the window. The program is not told: the terminal does not control it."""
        while self._open:
            os.close(self._open.pop())

    def press(self, keys: str) -> None:
        """Type on the keyboard."""
        os.write(self._master, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size, and tell the program."""
        self._set_size(self._slave, columns, rows)
        self.screen.resize(columns, rows)
        self.process.send_signal(signal.SIGWINCH)

    def until(self, seen: str | Seen, *, what: str = "") -> None:
        """Wait until a text is on the screen, or until the screen fits."""
        fits: Seen = (lambda screen: seen in screen.text) if isinstance(seen, str) else seen
        waited = silent = 0.0
        while not fits(self.screen):
            assert waited < PATIENCE, (
                f"no {what or seen!r} in {PATIENCE:g} s; it wrote nothing for {silent:.1f} s, and the screen was:\n"
                f"{self.screen.text}"
            )
            began = time.monotonic()
            wrote = self._read(STEP)
            assert wrote or self.process.poll() is None, (
                f"it ended with {self.process.returncode} before {what or seen!r}:\n{self.screen.text}"
            )
            passed = min(time.monotonic() - began, STEP)
            waited, silent = waited + passed, 0.0 if wrote else silent + passed

    def settled(self, quiet: float = 0.1) -> None:
        """Read on until nothing has been written for a moment."""
        deadline = time.monotonic() + PATIENCE
        while self._read(quiet):
            assert time.monotonic() < deadline, "it never stops writing"

    def ended(self) -> int:
        """Wait until the program has ended; returns its code."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"it does not end; the screen was:\n{self.screen.text}"
            self._read(0.05)
        while self._read(0.0):
            pass
        return self.process.returncode

    def attributes(self) -> list[object]:
        """How the terminal treats its line now, to compare with `before`."""
        return termios.tcgetattr(self._slave)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], seconds)
        if ready:
            self.screen.feed(os.read(self._master, 65536))
        return bool(ready)

    @staticmethod
    def _set_size(handle: int, columns: int, rows: int) -> None:
        fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
