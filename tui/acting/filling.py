"""Filling a gap of the day with what the app saw in it."""

from desk.acts.offers import Choice
from desk.acts.told import Suggestion
from desk.model import ItemId
from desk.pages import Interval
from tui.acting.work import Work
from tui.forms import time
from tui.forms.chooser import Chooser
from tui.screens.base import is_ticket
from tui.words.reader import micros_of

INTERNAL = -1
"""Stands in the list for time that is on no ticket."""
FOUND = 1_000
"""From here on the list has tickets found by what was typed, in the order they were found in."""
MOST_FOUND = 20


async def newest(work: Work) -> None:
    """Fill the newest gap of my day."""
    gaps = work.acts.sheet().today.gaps
    await fill(work, gaps[-1] if gaps else None)


async def fill(work: Work, gap: Interval | None) -> None:
    """Offer what was seen, written and booked in a gap, any other ticket by its number or words, and internal time."""
    reader = work.screen.seat.reader
    if gap is None:
        work.screen.tell("There is no gap in your day so far.")
        return
    offered = (await work.acts.fill_form(gap)).suggestions
    choices = [
        Choice(at, each.says, why=f"{reader.moment_of(each.start)}–{reader.moment_of(each.end)}")
        for at, each in enumerate(offered)
    ]
    choices.append(Choice(INTERNAL, "internal time", why="a meeting, training"))
    found: list[ItemId] = []

    async def find(text: str) -> list[Choice]:
        items = [item for item in work.screen.seat.desk.find(text) if is_ticket(item)][:MOST_FOUND]
        found[:] = [item.id for item in items]
        return [Choice(FOUND + at, f"{item.short_id} {item.title}", why=item.company) for at, item in enumerate(items)]

    span = f"{reader.time(gap.start)}–{reader.time(gap.end)}"
    chooser = Chooser(
        f"What did you do {span}?",
        choices,
        columns=("What this app saw", "When"),
        prompt="enter takes one, or type the number or words of a ticket",
        find=find,
    )
    picked = await work.ask(chooser)
    if picked is None:
        return
    chosen = picked.choice.id
    if chosen >= FOUND:
        await time.log(work, gap=gap, item=found[chosen - FOUND])
    elif chosen == INTERNAL:
        await time.log(work, gap=gap)
    else:
        seen = offered[chosen]
        await time.log(work, gap=_span(seen, gap, alone=len(offered) == 1), item=seen.item)


def _span(seen: Suggestion, gap: Interval, *, alone: bool) -> Interval:
    """The time that the form opens with: of one of several things its own, of the only one the whole gap."""
    own = Interval(micros_of(seen.start), micros_of(seen.end))
    return own if own.length and (seen.booked or not alone) else gap
