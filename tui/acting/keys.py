"""Which act a key stands for."""

from collections.abc import Awaitable, Callable, Mapping

from desk.acts.surface import Acts
from tui.acting import choosing, duplicates, filling, looking, presses, sorting, timing
from tui.acting.work import REFUSED_SECONDS, Work
from tui.forms import checklist, edit, hold, note, promise, timers
from tui.screens.base import DeskScreen

ON_ITEMS: Mapping[str, Callable[[Work], Awaitable[None]]] = {
    "start": presses.start,
    "take": presses.take,
    "assign": choosing.assign,
    "status": choosing.status,
    "skip": choosing.skip,
    "note": note.compose,
    "hold": hold.hold,
    "edit": edit.edit,
    "tick": checklist.tick,
    "add line": checklist.add_line,
    "duplicate": duplicates.close_as_duplicate,
    "promise": promise.promise,
    "nudge": sorting.nudge,
    "workflow": sorting.workflow,
    "priority": sorting.priority,
    "queue": sorting.queue,
}
"""Acts that need something to act on."""
ANYWHERE: Mapping[str, Callable[[Work], Awaitable[None]]] = {
    "undo": presses.undo,
    "time": timing.log,
    "internal": timing.internal,
    "stop": timing.stop,
    "entries": timing.entries,
    "delete entry": timing.delete,
    "create": timing.create,
    "complete": timing.complete,
    "fill": filling.newest,
}
"""Acts that find out by themselves what they are about."""
LOOKING: Mapping[str, Callable[[Work], Awaitable[None]]] = {
    "timers": timers.timers,
    "log": looking.log,
    "idle": looking.idle,
    "sheet": looking.sheet,
    "week": looking.week,
    "thanks": looking.thanks,
}
"""What may be looked at where nothing may be entered."""


async def perform(name: str, screen: DeskScreen, acts: Acts) -> None:
    """Do the act of this name on what is marked on the screen, or under its cursor."""
    work = Work(screen, acts, tuple(screen.chosen))
    if name in LOOKING:
        await LOOKING[name](work)
    elif acts.read_only and (name in ANYWHERE or work.items):
        screen.tell(acts.read_only, seconds=REFUSED_SECONDS)
    elif name in ANYWHERE:
        await ANYWHERE[name](work)
    elif work.items:
        await ON_ITEMS[name](work)
