"""How the log, a conflict, the sheets, the thank-yous and the signs of every screen look."""

from collections.abc import Awaitable, Callable
from typing import Any

from textual.pilot import Pilot

from desk.acts.commands import AddNote, LogTime, Start
from tests.tui.handed import REMOTE, Handed
from tests.tui.pictures import SMALL, Pictures
from tests.tui.seeing import press, settled
from tests.tui.test_log import a_conflict, a_refused_note
from tests.tui.test_sheets import thanks_of
from tests.tui.world import at

NOTE = (
    "Found the cause: the firewall and the client disagree on a timer. I am changing the firewall now; expect one "
    "short drop at 09:50.\nI will call you at 10:00 to confirm. 漢字 [red]x[/]"
)
Scene = Callable[[Handed], Awaitable[None]]


async def a_morning(world: Handed) -> None:
    """A refusal, a conflict, two timers, an entry and a note on their way."""
    await a_refused_note(world)
    await a_conflict(world)
    await world.acts.do(Start(ticket_id=33))
    await world.later(120)
    await world.acts.do(Start(ticket_id=31))
    await world.later(8 * 60)
    await world.sent()
    said = "Checked the printer's queue with Mo, driver replaced."
    entry = LogTime(ticket_id=35, start=at("08:35"), end=at("08:50"), work_type_id=REMOTE, summary=said)
    await world.acts.do(entry)
    await world.acts.do(AddNote(ticket_id=31, text=NOTE))
    await world.desk.settle()


async def some_thanks(world: Handed) -> None:
    unsure = "Perfect, thank you very much, all good 漢字\n\nInes Roth\nManaging Partner"
    await world.change("TicketNotes", [thanks_of(91, 35, "Thanks, works now!"), thanks_of(92, 36, unsure)])


def after(scene: Scene, world: Handed, *keys: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """The scene and the keys, and what was said in the corner meanwhile gone."""

    async def do(pilot: Pilot[Any]) -> None:
        await scene(world)
        await settled(pilot)
        await press(pilot, *keys)
        pilot.app.clear_notifications()
        pilot.app.second_passed()  # type: ignore[attr-defined]
        await settled(pilot)

    return do


async def test_my_day_with_what_was_entered(pictures: Pictures) -> None:
    world = Handed()
    await pictures(world, do=after(a_morning, world, "j"))


async def test_ticket_with_what_was_entered(pictures: Pictures) -> None:
    world = Handed()
    await pictures(world, do=after(a_morning, world, "j", "i", "i", "enter"))


async def test_log(pictures: Pictures) -> None:
    world = Handed()
    await pictures(world, do=after(a_morning, world, "i", "i", "L"))


async def test_conflict(pictures: Pictures) -> None:
    world = Handed()
    await pictures(world, do=after(a_conflict, world, "i", "L", "enter"))


async def test_sheet(pictures: Pictures) -> None:
    world = Handed()
    await pictures(world, do=after(a_morning, world, "i", "i", "M", "j"))


async def test_week(pictures: Pictures) -> None:
    world = Handed()
    await pictures(world, do=after(a_morning, world, "i", "i", "M", "l"))


async def test_thanks(pictures: Pictures) -> None:
    world = Handed()
    await pictures(world, do=after(some_thanks, world, "K"))


async def test_a_ticket_whose_reply_was_taken_for_thanks(pictures: Pictures) -> None:
    world = Handed()
    await pictures(world, do=after(some_thanks, world, "slash", *"0035", "enter", "enter"), sizes=(SMALL,))


async def test_nothing_entered(pictures: Pictures) -> None:
    async def nothing(_world: Handed) -> None:
        pass

    world = Handed()
    await pictures(world, do=after(nothing, world, "L"), sizes=(SMALL,))
