"""Keys that show what was entered, and what the app has to ask."""

from desk.acts.offers import Choice
from desk.acts.told import Idle, IdleChoice
from tui.acting.work import Work
from tui.early_keys import again
from tui.forms import time
from tui.forms.waking import WakingChooser
from tui.screens.log import LogPage
from tui.screens.sheet import SheetPage
from tui.screens.thanks import ThanksPage
from tui.screens.ticket import TicketScreen
from tui.screens.week import WeekPage

CHOICES = (IdleChoice.KEEP, IdleChoice.CUT, IdleChoice.SPLIT)


async def log(work: Work) -> None:
    """The log: of the ticket whose page it is asked on, else all of it."""
    on_page = isinstance(work.screen, TicketScreen) and work.items
    work.screen.app.push_screen(LogPage(work.screen.seat, work.acts, work.items[0].id if on_page else None))


async def sheet(work: Work) -> None:
    """Today's sheet."""
    work.screen.app.push_screen(SheetPage(work.screen.seat, work.acts))


async def week(work: Work) -> None:
    """The weekly sheet."""
    work.screen.app.push_screen(WeekPage(work.screen.seat, work.acts))


async def thanks(work: Work) -> None:
    """Replies that were taken for thanks, the cursor on that of this item."""
    item = work.items[0].id if work.items else None
    work.screen.app.push_screen(ThanksPage(work.screen.seat, work.acts, item))


async def idle(work: Work) -> None:
    """Ask once more about time in which nobody was seen. What was typed before the question was read comes after it."""
    doubt = work.acts.idle
    if doubt is None:
        work.screen.tell("No timer runs that nobody was seen at.")
        return
    question = _question(work, doubt)
    picked = await work.ask(question)
    if picked is not None:
        choice, timer = CHOICES[picked.choice.id], work.acts.timers.running
        work.tell(await work.acts.answer_idle(choice))
        if choice is IdleChoice.CUT and timer is not None:
            await time.log(work, item=timer.item, timer_id=timer.timer_id)
    for event in question.typed:
        work.screen.app.post_message(again(event))


def _question(work: Work, doubt: Idle) -> WakingChooser:
    since = work.screen.seat.reader.moment_of(doubt.since)
    words = {
        IdleChoice.KEEP: ("Keep", "all of it was work"),
        IdleChoice.CUT: (f"Cut to {since}", "work ended there; its form opens"),
        IdleChoice.SPLIT: ("Split", "no work; the timer runs on"),
    }
    offered = [Choice(at, words[choice][0], why=words[choice][1]) for at, choice in enumerate(CHOICES)]
    # How long it lasts grows while the question stands there.
    title = doubt.says.partition(" (")[0]
    machine = work.screen.seat.attention.machine
    return WakingChooser(title, offered, machine, columns=("What becomes of it", ""))
