"""From the start of `servicedeck` to the first queue on the screen, at its second start on a copy of 500 open tickets,
Autotask out of reach, 120x36, in a pseudo-terminal; the peer is a bare Textual app's first text. The first queue is
the last look, dated; beside it stands the time until the living desk has read its copy. And what the desk costs while
nothing happens.

Programs are started in turn, each for itself. The time on the wall is what a person waits, and what a busy machine
stretches; so the processor time of the same starts stands beside it, up to the moment at which the text was seen.
"""

import asyncio
import fcntl
import os
import pty
import select
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from bench.figures import Cost, Figure, compared
from desk.model import SyncState, SyncStatus

TICKETS = 500
LINES, COLUMNS = 36, 120
ROUNDS = 12
IDLE_SECONDS = 60.0
PATIENCE = 30.0
BARE_TEXT = "first text of a bare app"
QUEUE_TEXT = "Summary of ticket"
LIVING_TEXT = "Autotask's date"
"""What only a desk that has read its copy can say: where a due date comes from."""
USER, ME, CONFIG = "bench@example.com", "Tech 1", "config.toml"
NOWHERE = "http://127.0.0.1:9/ATServicesRest/"
OWNER = f"{USER} at {NOWHERE}"


def prepare(folder: Path) -> None:
    """Leave a configuration, a copy and a last look as a day with the program leaves them."""
    from autotask.entities import Resource, Ticket
    from autotask.picklists import Picklist, Picklists, PicklistValue
    from desk.clocks import MonotonicClock, SystemClock
    from desk.last_look import keep, look
    from desk.live import LiveDesk
    from desk.settings import DeskSettings
    from replica.store import Replica
    from replica.writing import Batch
    from workflows.catalog import packaged

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
        with Replica.open(folder, owner=OWNER) as copy:
            await copy.write_picklists(Picklists({("Tickets", "status"): status, ("Tickets", "priority"): priority}))
            people = [Resource(id=at, first_name="Tech", last_name=str(at), is_active=True) for at in range(1, 21)]
            await copy.write(Batch("Resources", people))
            await copy.write(Batch("Tickets", tickets))
            desk = LiveDesk(
                copy,
                InStep(now),
                settings=DeskSettings(me=ME),
                catalogue=packaged(),
                clock=SystemClock(),
                machine=MonotonicClock(),
            )
            await desk.load()
            if (seen := look(desk, OWNER)) is not None:
                keep(seen, folder)

    asyncio.run(write())
    text = f'[autotask]\nuser = "{USER}"\nintegration_code = "X"\nbase_url = "{NOWHERE}"\n[desk]\nme = "{ME}"\n'
    (folder / CONFIG).write_text(text, encoding="utf-8")


class InStep:
    """A synchronisation that has just succeeded."""

    def __init__(self, now: datetime) -> None:
        self.status = SyncStatus(SyncState.LIVE, since=now, last_good=now)

    def on_status(self, _callback: Callable[[SyncStatus], None]) -> Callable[[], None]:
        return lambda: None

    def refresh_now(self) -> None:
        """There is nobody to ask."""


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
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", SERVICEDECK_SECRET="none")  # noqa: S106 - there is nobody to tell
            os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606
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

    def close(self) -> float:
        """End the process. The processor seconds it has used."""
        os.kill(self.process, 9)
        _, _, used = os.wait4(self.process, 0)
        os.close(self._screen)
        return used.ru_utime + used.ru_stime

    def _read_for(self, seconds: float) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            self._read()

    def _read(self) -> bytes:
        ready, _, _ = select.select([self._screen], [], [], 0.25)
        return os.read(self._screen, 65_536) if ready else b""


class Starts:
    """Starts of one program up to one text of its screen, in milliseconds."""

    def __init__(self, text: str, *arguments: str) -> None:
        self._text, self._arguments = text, arguments
        self._wall: list[float] = []
        self._processor: list[float] = []

    def again(self) -> None:
        terminal = Terminal(*self._arguments)
        try:
            wall = terminal.seconds_until(self._text)
        finally:
            processor = terminal.close()
        self._wall.append(wall * 1000)
        self._processor.append(processor * 1000)

    @property
    def wall(self) -> Cost:
        """Time passed; the first start, which reads files into memory, left out."""
        return Cost(tuple(self._wall[1:]))

    @property
    def processor(self) -> Cost:
        """Processor time used; the first start left out."""
        return Cost(tuple(self._processor[1:]))


def desk(folder: Path) -> tuple[str, ...]:
    """The program as a person starts it."""
    start = "import sys; from cli.main import main; sys.exit(main(sys.argv[1:]))"
    return "-c", start, "--config", str(folder / CONFIG), "--data", str(folder)


BARE = ("-m", "bench.first_paint")


def share_at_rest(folder: Path) -> float:
    terminal = Terminal(*desk(folder))
    try:
        terminal.seconds_until(LIVING_TEXT)
        return terminal.processor_share(IDLE_SECONDS)
    finally:
        terminal.close()


def measure() -> list[Figure]:
    """The first queue, the living desk behind it, and the cost of waiting."""
    with tempfile.TemporaryDirectory(prefix="first-paint-") as name:
        folder = Path(name)
        prepare(folder)
        queue, living = Starts(QUEUE_TEXT, *desk(folder)), Starts(LIVING_TEXT, *desk(folder))
        bare = Starts(BARE_TEXT, *BARE)
        for _ in range(ROUNDS + 1):
            for starts in (queue, bare, living):
                starts.again()
        share = share_at_rest(folder)
    first, all_of_it = "start to the first queue on the screen", "start to the living desk, all of it read"
    return [
        _figure(first, queue.wall, bare.wall, 3.0),
        _figure(f"{first}, processor time", queue.processor, bare.processor, 3.0),
        _figure(all_of_it, living.wall, bare.wall, None),
        _figure(f"{all_of_it}, processor time", living.processor, bare.processor, None),
        Figure("processor time at rest, clocks ticking", share * 100, 100.0, "one core", "%", 0.02, at_most=True),
    ]


def _figure(name: str, ours: Cost, peer: Cost, goal: float | None) -> Figure:
    return compared(name, ours, peer, peer_name="a bare Textual app", unit="ms", goal=goal, at_most=True)


if __name__ == "__main__":
    show_bare()
