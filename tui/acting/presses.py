"""Acts of one press, without a form."""

from dataclasses import replace

from desk.acts.answers import Done, Outcome
from desk.acts.commands import ActId, Start, Take
from tui.acting import bulk
from tui.acting.work import Work
from tui.screens.base import is_ticket

STILL_TYPED = "What was typed waits in its form."


async def take(work: Work) -> None:
    """Assign to me."""
    if tickets := work.tickets:
        await bulk.do(work, "Take", [Take(ticket_id=item.id.id) for item in tickets])


async def start(work: Work) -> None:
    """Accept and run a timer; on what a timer runs on already, park it."""
    (item, *_) = work.items
    running = work.acts.timers.running
    if running is not None and running.item == item.id:
        work.tell(await work.acts.park_timer())
    elif is_ticket(item):
        await work.do(Start(ticket_id=item.id.id))
    else:
        work.tell(await work.acts.start_timer(item.id))


async def undo(work: Work) -> None:
    """Take my last act back."""
    undoable = work.acts.undoable
    outcome = await work.acts.undo()
    await tell_taken_back(work, outcome, undoable.act_id if undoable is not None and undoable.seconds > 0 else "")


async def tell_taken_back(work: Work, outcome: Outcome, unsent: ActId) -> None:
    """Tell what came of it; what was typed for the act waits in its form again, unless it has left already.

    Args:
        unsent: the act, where nothing of it had left; "" else.
    """
    if isinstance(outcome, Done) and unsent:
        kept = await work.screen.seat.hands.typed.taken_back(unsent, work.acts)
        outcome = replace(outcome, says=f"{outcome.says}. {STILL_TYPED}") if kept else outcome
    work.tell(outcome)
