"""How the log, a conflict, the sheets, the thank-yous and the signs of every screen look."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from desk.acts.commands import AddNote, LogTime, Start
from tests.tui.handed import REMOTE, Handed
from tests.tui.seeing import press, settled
from tests.tui.test_log import a_conflict, a_refused_note
from tests.tui.test_sheets import thanks_of
from tests.tui.test_snapshots import SIZES, Compare, _the_same_everywhere
from tests.tui.world import at

__all__ = ["_the_same_everywhere"]

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


def looks(snap_compare: Compare, scene: Scene, size: tuple[int, int], *keys: str) -> bool:
    world = Handed()

    async def run_before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await scene(world)
        await settled(pilot)
        await press(pilot, *keys)
        pilot.app.clear_notifications()
        pilot.app.second_passed()  # type: ignore[attr-defined]
        await settled(pilot)

    return snap_compare(world.app(demo=True), terminal_size=size, run_before=run_before)


@pytest.mark.parametrize("size", SIZES)
def test_my_day_with_what_was_entered(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, a_morning, size, "j")


@pytest.mark.parametrize("size", SIZES)
def test_ticket_with_what_was_entered(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, a_morning, size, "j", "i", "i", "enter")


@pytest.mark.parametrize("size", SIZES)
def test_log(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, a_morning, size, "i", "i", "L")


@pytest.mark.parametrize("size", SIZES)
def test_conflict(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, a_conflict, size, "i", "L", "enter")


@pytest.mark.parametrize("size", SIZES)
def test_sheet(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, a_morning, size, "i", "i", "M", "j")


@pytest.mark.parametrize("size", SIZES)
def test_week(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, a_morning, size, "i", "i", "M", "l")


@pytest.mark.parametrize("size", SIZES)
def test_thanks(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, some_thanks, size, "K")


def test_a_ticket_whose_reply_was_taken_for_thanks(snap_compare: Compare) -> None:
    assert looks(snap_compare, some_thanks, SIZES[0], "slash", *"0035", "enter", "enter")


def test_nothing_entered(snap_compare: Compare) -> None:
    async def nothing(_world: Handed) -> None:
        pass

    assert looks(snap_compare, nothing, SIZES[0], "L")
