"""Keys of time: log it, stop a timer with its form, complete a ticket with the time of it."""

from desk.acts.commands import Command, EditTime, LogTime
from desk.acts.offers import Choice
from desk.model import ItemKind, WorkItem
from desk.pages import TimeLine
from tui.acting.work import Work
from tui.forms import complete as completion
from tui.forms import create as creation
from tui.forms import time
from tui.forms.chooser import Chooser
from tui.screens.base import is_ticket
from tui.screens.ticket import TicketScreen

ME = "you"
"""What a page calls the person at the screen."""
DELETE = "deletes it"
"""What tab does with an entry in the list."""


def _several(work: Work) -> bool:
    """Whether more than one is marked, of which nobody can say what was done at once; says so."""
    if len(work.items) > 1:
        work.screen.tell("Time and completion are entered for one at a time: clear the marks with esc.")
    return len(work.items) > 1


def _meant(work: Work) -> WorkItem | None:
    """The one that is marked, else the one under the cursor, as for all other keys."""
    return next(iter(work.items), work.screen.subject)


async def log(work: Work) -> None:
    """Log time on the item under the cursor, from its timer where it has one; where there is no item, inside."""
    if _several(work):
        return
    item = _meant(work)
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


async def entries(work: Work) -> None:
    """Change one of my entries on the ticket under the cursor, or take it away."""
    if isinstance(work.screen, TicketScreen) and work.screen.entries.entry is not None:
        if (entry_id := _under_cursor(work)) is not None:
            await time.edit_entry(work, entry_id)
        return
    if _several(work):
        return
    item = _meant(work)
    if item is None or not is_ticket(item):
        work.screen.tell("Only the entries of a ticket are listed from here; the sheet of the day has the others.")
        return
    detail = await work.screen.seat.desk.detail(item.id.id)
    mine = [line for line in detail.time_entries if line.who == ME] if detail is not None else []
    if not mine:
        work.screen.tell(f"You have no time on {item.short_id}: t logs it.")
        return
    choices = [Choice(line.id, _span(work, line), why=line.summary) for line in mine]
    title = f"Your time on {item.short_id}"
    picked = await work.ask(Chooser(title, choices, columns=("When", "What was done"), second=DELETE))
    if picked is not None and picked.other:
        await time.delete_entry(work, picked.choice.id)
    elif picked is not None:
        await time.edit_entry(work, picked.choice.id)


async def delete(work: Work) -> None:
    """Take away the entry under the cursor of a ticket's page."""
    if (entry_id := _under_cursor(work)) is not None:
        await time.delete_entry(work, entry_id)


def _under_cursor(work: Work) -> int | None:
    """The entry under the cursor of a ticket's page, if it is mine; says so where there is none."""
    entry = work.screen.entries.entry if isinstance(work.screen, TicketScreen) else None
    if entry is None:
        work.screen.tell("d deletes the entry under the cursor of the Time tab.")
    elif entry.who != ME:
        work.screen.tell(f"This is an entry of {entry.who}: only your own can be changed here.")
    else:
        return entry.id
    return None


def _span(work: Work, line: TimeLine) -> str:
    reader = work.screen.seat.reader
    length = f"{line.minutes // 60}:{line.minutes % 60:02}"
    if line.start is None or line.end is None:
        return f"{line.day} {length}"
    return f"{reader.moment(line.start)}-{reader.time(line.end)} {length}"


async def complete(work: Work) -> None:
    """Complete the ticket under the cursor, its time with it."""
    if _several(work):
        return
    item = _meant(work)
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
