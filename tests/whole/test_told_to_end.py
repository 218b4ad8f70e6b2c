"""Being told to end while the demo opens: at once, with the agreed code, and nothing is left."""

import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import psutil
import pytest

from desk.clocks import MonotonicClock, SystemClock
from desk.opening import OpeningDesk
from tests.whole.program import TRACEBACK, Program
from tests.whole.terminal import PATIENCE
from tui.app import ServiceDesk

SOON = 20.0
"""Seconds in which an end has come: far less than the minute that a sandbox is given to listen."""

Opening = subprocess.Popen[str]


def said_that_it_opens(process: Opening) -> bool:
    """The first words are there; the folder and the sandbox come next."""
    assert process.stderr is not None
    return "opening a service desk" in process.stderr.readline()


def started_its_sandbox(process: Opening) -> bool:
    """The sandbox founds its world, and does not listen yet."""
    return bool(psutil.Process(process.pid).children())


@pytest.mark.parametrize("stage", [said_that_it_opens, started_its_sandbox])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_demo_that_opens_ends_when_told_and_leaves_nothing(
    program: Program, number: signal.Signals, code: int, stage: Callable[[Opening], bool]
) -> None:
    program.config.touch()
    with _opening(program) as process:
        _until(lambda: stage(process))
        sandboxes = psutil.Process(process.pid).children()
        process.send_signal(number)
        _, said = process.communicate(timeout=SOON)
    assert process.returncode == code
    assert TRACEBACK not in said
    assert psutil.wait_procs(sandboxes, timeout=SOON)[1] == []
    assert list(program.folder.iterdir()) == [program.config]


async def test_an_app_that_is_told_to_end_before_it_is_there_leaves_without_a_fault() -> None:
    desk = OpeningDesk(SystemClock(), None, datetime.now(UTC))
    app = ServiceDesk(desk, machine=MonotonicClock())
    app.exit()
    await app.run_async(headless=True)
    assert not app.return_code


def _until(seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < deadline, "the demo does not get so far"
        select.select([], [], [], 0.02)


@contextmanager
def _opening(program: Program) -> Iterator[Opening]:
    process = subprocess.Popen(
        [*program.command()[:3], "demo", "--headless", "--for", "1h"],
        env=program.surroundings({"TMPDIR": str(program.folder)}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
