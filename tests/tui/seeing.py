"""Running the app of a world, and reading what is on its screen."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import groupby
from typing import Any

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.pilot import Pilot

from tests.tui.quiet import quiet
from tests.tui.world import World
from tui.app import ServiceDesk
from tui.screens.my_day import MyDay

SHORTEST_TEXT = 4
"""So many single keys behind another are a text; fewer are pressed one by one."""
MOVES = frozenset("hjkl")


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is under way any more but an act that waits for what the person answers."""
    app = pilot.app
    await quiet()
    while any(not (worker.is_finished or (worker.group == "act" and _asks(app))) for worker in list(app.workers)):
        await asyncio.sleep(0.001)
        await quiet()


def _asks(app: App[Any]) -> bool:
    """Whether a form or a list is open that somebody waits for the answer of."""
    waiting = (callback.future for screen in app.screen_stack for callback in screen._result_callbacks)
    return any(future is not None and not future.done() for future in waiting)


@asynccontextmanager
async def running(
    world: World, size: tuple[int, int] = (120, 36), **options: Any
) -> AsyncIterator[tuple[ServiceDesk, Pilot[None]]]:
    """The app of a world, its first screen filled. What is on the screen at the end can be painted."""
    app = world.app(**options)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        yield app, pilot
        if app.is_running:
            lines(app)
    await world.close()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait for what they cause. A text is typed as fast as a scanner does, once its first key is taken
    in: that one may open what the text is meant for."""
    for single, run in groupby(keys, lambda key: len(key) == 1):
        first, *others = run
        if not single or len(others) < SHORTEST_TEXT or MOVES.issuperset(others):
            await pilot.app._press_keys([first, *others])
        else:
            await pilot.app._press_keys([first])
            await settled(pilot)
            for character in others:
                pilot.app.post_message(events.Key(_character_to_key(character), character))
            await settled(pilot)
    await settled(pilot)


async def until(holds: Callable[[], bool], pilot: Pilot[None]) -> None:
    """Let the app go on; an act that waits for a person never ends."""
    for _ in range(200):
        await pilot.pause()
        if holds():
            return
    raise AssertionError


def lines(app: ServiceDesk) -> list[str]:
    """The text on the screen, line by line."""
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


def text(app: ServiceDesk) -> str:
    return "\n".join(lines(app))


def front(app: ServiceDesk) -> object:
    """What is in front now; asked anew each time, so that a test may say what it is before and after."""
    return app.screen


def my_day(app: ServiceDesk) -> MyDay:
    """The first screen, whatever lies over it."""
    screen = app.screen_stack[0]
    assert isinstance(screen, MyDay)
    return screen


def numbers(app: ServiceDesk) -> list[int]:
    """The tickets of the queue in the order on the screen."""
    return [item.id.id for item in my_day(app).queue._rows]
