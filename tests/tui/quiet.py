"""When an app has nothing left to do: known from its event loop, not guessed from the processor's load."""

import asyncio
from collections.abc import Iterator
from concurrent.futures.thread import _WorkItem
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from weakref import WeakSet

from textual._compositor import Compositor
from textual._context import active_app, visible_screen_stack
from textual.notifications import Notification
from textual.screen import Screen

SOON = 0.05
"""Seconds. What is due by then belongs to what is under way; a clock's next second and a blinking cursor do not."""
LONGEST = 1.0
"""Seconds of mere waiting. Something that keeps moving, such as a sign that it loads, is not waited for longer."""
MOST_TURNS = 20_000
"""Turns of the loop: something that gives the loop back and goes on at once is not waited for either."""
LEAST = 0.001
NEVER = 3600.0
_in_threads: WeakSet[_WorkItem[Any]] = WeakSet()
"""What was handed to threads and whose outcome has not yet reached the loop."""


async def quiet(*_: float) -> None:
    """Wait until no message is on its way, no thread works and all that changed is laid out.

    However slow the machine is: only what is waited for counts against the longest, not what is worked meanwhile.
    """
    loop: Any = asyncio.get_running_loop()
    waited = 0.0
    for _turn in range(MOST_TURNS):
        await asyncio.sleep(0)
        if loop._ready:
            continue
        due = [handle.when() for handle in loop._scheduled if not handle.cancelled()]
        wait = min(due, default=NEVER) - loop.time()
        if _in_threads:
            await asyncio.sleep(0.001)
        elif wait < SOON and waited < LONGEST:
            await asyncio.sleep(wait)
            waited += max(wait, LEAST)
        elif not _lay_out():
            return


def _lay_out() -> bool:
    """Lay out what changed, once; whether anything had."""
    changed: list[Screen[Any]] = [
        screen for screen in active_app.get().screen_stack if screen._update_timer._active.is_set()
    ]
    for screen in changed:
        screen._on_timer_update()
    return bool(changed)


def _handed(item: _WorkItem[Any], *work: Any) -> None:
    _begin(item, *work)
    _in_threads.add(item)


def _done(item: _WorkItem[Any]) -> None:
    try:
        _run(item)
    finally:
        _in_threads.discard(item)


_begin, _run = _WorkItem.__init__, _WorkItem.run


def _unpainted(compositor: Compositor, full: bool = False, screen_stack: Any = None, simplify: bool = False) -> Any:
    """Pictures are painted, and what a test reads; nothing is for a terminal that is not there."""
    if simplify:
        return _painted(compositor, full, screen_stack, simplify)
    visible_screen_stack.set(screen_stack or [])
    compositor._dirty_regions.clear()
    return None


_painted = Compositor.render_update


@contextmanager
def known_when_quiet() -> Iterator[None]:
    """Let every wait of Textual's pilot be this one, and lay out once for each, not sixty times a second.

    Messages in the corner stay, so that a slow machine sees them as well.
    """
    with (
        patch.object(Notification, "time_left", NEVER),
        patch("textual.app.wait_for_idle", quiet),
        patch("textual.pilot.wait_for_idle", quiet),
        patch("textual.screen.UPDATE_PERIOD", NEVER),
        patch.object(Compositor, "render_update", _unpainted),
        patch.object(_WorkItem, "__init__", _handed),
        patch.object(_WorkItem, "run", _done),
    ):
        yield
