"""From the start of the process to the first queue on the screen, 500 open tickets in the copy, 120x36, in a
pseudo-terminal; the peer is a bare Textual app's first text. And what the desk costs while nothing happens.
"""

import asyncio
import fcntl
import os
import pty
import select
import shutil
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from bench.figures import Figure

TICKETS = 500
LINES, COLUMNS = 36, 120
ROUNDS = 5
IDLE_SECONDS = 10.0
PATIENCE = 30.0
BARE_TEXT = "first text of a bare app"
QUEUE_TEXT = "Summary of ticket"


def prepare(folder: Path) -> None:
    """Write a copy as a pull leaves it."""
    from autotask.entities import Resource, Ticket
    from autotask.picklists import Picklist, Picklists, PicklistValue
    from replica.store import Replica
    from replica.writing import Batch

    now = datetime.now(UTC)
    status = Picklist((PicklistValue(1, "New", 1), PicklistValue(5, "Complete", 2)))
    priority = Picklist((PicklistValue(1, "High", 1), PicklistValue(2, "Medium", 2)))
    tickets = [
        Ticket(
            id=at,
            ticket_number=f"T20261124.{at:04}",
            title=f"{QUEUE_TEXT} {at}",
            status=1,
            priority=1 + at % 2,
            assigned_resource_id=1 + at % 20,
            create_date=now - timedelta(minutes=at),
            resolved_due_date_time=now + timedelta(minutes=7 * at + 30),
        )
        for at in range(1, TICKETS + 1)
    ]

    async def write() -> None:
        with Replica.open(folder, owner="bench") as copy:
            await copy.write_picklists(Picklists({("Tickets", "status"): status, ("Tickets", "priority"): priority}))
            people = [Resource(id=at, first_name="Tech", last_name=str(at), is_active=True) for at in range(1, 21)]
            await copy.write(Batch("Resources", people))
            await copy.write(Batch("Tickets", tickets))

    asyncio.run(write())


def show_desk(folder: str) -> None:
    """What the program does at its start, with a pull that has nothing to do."""
    from desk.clocks import MonotonicClock, SystemClock
    from desk.live import LiveDesk
    from desk.model import SyncState, SyncStatus
    from desk.settings import DeskSettings
    from replica.store import Replica
    from tui.app import ServiceDesk
    from workflows.catalog import packaged

    class QuietSync:
        status = SyncStatus(SyncState.LIVE, since=datetime.now(UTC), last_good=datetime.now(UTC))

        def on_status(self, _callback: Callable[[SyncStatus], None]) -> Callable[[], None]:
            return lambda: None

        def refresh_now(self) -> None:
            """There is nobody to ask."""

    machine = MonotonicClock()
    with Replica.open(Path(folder), owner="bench") as copy:
        desk = LiveDesk(
            copy,
            QuietSync(),
            settings=DeskSettings(me="Tech 1"),
            catalogue=packaged(),
            clock=SystemClock(),
            machine=machine,
        )
        ServiceDesk(desk, machine=machine, background=(desk.run,)).run()


def show_bare() -> None:
    """The least that Textual can do."""
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Bare(App[None]):
        def compose(self) -> ComposeResult:
            yield Static(BARE_TEXT)

    Bare().run()


class Terminal:
    """A process of ours in a pseudo-terminal of its own."""

    def __init__(self, *arguments: str) -> None:
        self._began = time.perf_counter()
        self.process, self._screen = pty.fork()
        if self.process == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execv(sys.executable, [sys.executable, "-m", "bench.first_paint", *arguments])  # noqa: S606
        fcntl.ioctl(self._screen, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))

    def seconds_until(self, text: str) -> float:
        """How long after its start the process wrote this."""
        seen = b""
        while text.encode() not in seen:
            if time.perf_counter() - self._began > PATIENCE:
                raise TimeoutError(f"never wrote {text!r}: {seen[-2000:]!r}")
            seen = seen[-4096:] + self._read()
        return time.perf_counter() - self._began

    def processor_share(self, seconds: float) -> float:
        """The part of one core that the process uses while nobody touches it."""
        self._read_for(3.0)
        process = psutil.Process(self.process)
        before = process.cpu_times()
        self._read_for(seconds)
        after = process.cpu_times()
        return (after.user + after.system - before.user - before.system) / seconds

    def close(self) -> None:
        os.kill(self.process, 9)
        os.waitpid(self.process, 0)
        os.close(self._screen)

    def _read_for(self, seconds: float) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            self._read()

    def _read(self) -> bytes:
        ready, _, _ = select.select([self._screen], [], [], 0.25)
        return os.read(self._screen, 65_536) if ready else b""


def first_text(text: str, *arguments: str) -> float:
    terminal = Terminal(*arguments)
    try:
        return terminal.seconds_until(text)
    finally:
        terminal.close()


def share_at_rest(folder: str) -> float:
    terminal = Terminal("desk", folder)
    try:
        terminal.seconds_until(QUEUE_TEXT)
        return terminal.processor_share(IDLE_SECONDS)
    finally:
        terminal.close()


def measure() -> list[Figure]:
    """The first queue, and the cost of waiting."""
    folder = tempfile.mkdtemp(prefix="first-paint-")
    try:
        prepare(Path(folder))
        first_text(QUEUE_TEXT, "desk", folder)
        first_text(BARE_TEXT, "bare")
        pairs = [(first_text(QUEUE_TEXT, "desk", folder), first_text(BARE_TEXT, "bare")) for _ in range(ROUNDS)]
        share = share_at_rest(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [
        Figure(
            "from the start of the process to the first queue on the screen",
            statistics.median(pair[0] for pair in pairs) * 1000,
            statistics.median(pair[1] for pair in pairs) * 1000,
            "a bare Textual app",
            "ms",
            3.0,
            at_most=True,
        ),
        Figure("processor time at rest, clocks ticking", share * 100, 100.0, "one core", "%", 0.02, at_most=True),
    ]


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        show_bare()
    else:
        show_desk(sys.argv[2])
