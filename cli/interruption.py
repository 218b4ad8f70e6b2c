"""Being told to end: by the system (SIGTERM), or because the terminal is gone (SIGHUP)."""

import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def unwind_when_told() -> None:
    """Let a command that is told to end close what it opened: its sandbox, its temporary folder, its copy."""
    if threading.current_thread() is not threading.main_thread():
        return  # only the main thread of a program may ask for signals
    for number in SIGNALS:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def leave_when_told(leave: Callable[[], None]) -> "asyncio.Event":
    """Let an app on the running loop leave by its own door, so that the terminal is given back as it was.

    The event that is returned is set when the word was an interruption (SIGINT).
    """
    import asyncio

    loop, interrupted = asyncio.get_running_loop(), asyncio.Event()

    def interrupt() -> None:
        interrupted.set()
        leave()

    try:
        loop.add_signal_handler(signal.SIGINT, interrupt)
        for number in SIGNALS:
            loop.add_signal_handler(number, leave)
    except NotImplementedError:
        pass  # Windows: its loop takes no signals, and its consoles send others
    return interrupted


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
