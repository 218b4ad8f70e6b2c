"""Which act a key stands for."""

from collections.abc import Awaitable, Callable, Mapping

from desk.acts.surface import Acts
from tui.acting import presses
from tui.acting.work import Work
from tui.screens.base import DeskScreen

ON_ITEMS: Mapping[str, Callable[[Work], Awaitable[None]]] = {
    "start": presses.start,
    "take": presses.take,
}
"""Acts that need something to act on."""
ANYWHERE: Mapping[str, Callable[[Work], Awaitable[None]]] = {
    "undo": presses.undo,
}


async def perform(name: str, screen: DeskScreen, acts: Acts) -> None:
    """Do the act of this name on what is marked on the screen, or under its cursor."""
    work = Work(screen, acts, tuple(screen.chosen))
    if name in ANYWHERE:
        await ANYWHERE[name](work)
    elif work.items:
        await ON_ITEMS[name](work)
