"""Keys of time: log it, stop a timer with its form, complete a ticket with the time of it."""

from desk.acts.commands import Command, EditTime, LogTime
from desk.model import ItemKind
from tui.acting.work import Work
from tui.forms import complete as completion
from tui.forms import create as creation
from tui.forms import time
from tui.screens.base import is_ticket


async def log(work: Work) -> None:
    """Log time on the item under the cursor, from its timer where it has one; where there is no item, inside."""
    item = work.screen.subject
    if item is None or item.id.kind is ItemKind.APPOINTMENT:
        await internal(work)
        return
    timers = work.acts.timers
    on_it = next((each for each in (timers.running, *timers.parked) if each is not None and each.item == item.id), None)
    await time.log(work, item=item.id, timer_id="" if on_it is None else on_it.timer_id)


async def internal(work: Work) -> None:
    """Log time that is on no ticket."""
    await time.log(work)


async def stop(work: Work) -> None:
    """Stop the running timer, else the one parked last, and enter its time."""
    timers = work.acts.timers
    timer = timers.running or next(iter(timers.parked), None)
    if timer is None:
        work.screen.tell("No timer runs and none is parked: t logs time, s starts a timer.")
        return
    await time.log(work, item=timer.item, timer_id=timer.timer_id)


async def complete(work: Work) -> None:
    """Complete the ticket under the cursor, its time with it."""
    item = work.screen.subject
    if item is None or not is_ticket(item):
        work.screen.tell("Only a ticket is completed from here.")
        return
    await completion.complete(work, item.id.id)


async def create(work: Work) -> None:
    """A call or a walk-up becomes a ticket."""
    await creation.create(work)


async def log_anew(work: Work, command: Command) -> None:
    """The form of time that was refused or still waits."""
    if isinstance(command, LogTime):
        await time.log_anew(work, command)


async def edit_anew(work: Work, command: Command) -> None:
    """The form of a change of an entry that was refused or still waits."""
    if isinstance(command, EditTime):
        await time.edit_anew(work, command)
