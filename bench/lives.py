"""Processes that live for a while: forked, so that they are there at once, and killed without a word."""

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine
from typing import Any


def begun(life: Callable[[], Coroutine[Any, Any, None]]) -> int:
    """A child that lives this life and ends, with 0 where the life came to its end; its process id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        asyncio.run(life())
        code = 0
    finally:
        os._exit(code)


def ended(child: int) -> bool:
    """Wait until a child has ended by itself; whether its life came to its end."""
    _, status = os.waitpid(child, 0)
    return status == 0


def kill(child: int) -> None:
    """End a child in the middle of whatever it does."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
