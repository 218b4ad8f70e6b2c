"""How the time forms look. A picture that differs is either a fault or a new baseline; look at it before choosing."""

from collections.abc import Awaitable, Callable
from itertools import groupby
from typing import Any

from textual.pilot import Pilot

from tests.tui.handed import Handed
from tests.tui.hostile import HOSTILE
from tests.tui.pictures import SMALL, USUAL, Pictures
from tests.tui.seeing import press
from tests.tui.world import ticket

SAID = "Aligned the phase 2 lifetime with the firewall, retested with Lena"


def doing(world: Handed, *steps: str | float) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Press keys, and let seconds pass where a step is a number."""

    async def do(pilot: Pilot[Any]) -> None:
        for said, run in groupby(steps, lambda step: isinstance(step, str)):
            if said:
                await press(pilot, *(step for step in run if isinstance(step, str)))
            else:
                await world.later(sum(step for step in run if isinstance(step, float | int)))

    return do


async def test_time(pictures: Pictures) -> None:
    await pictures(Handed(), "j", "t", *"9:30-9:40", "tab", *SAID)


async def test_time_that_overlaps(pictures: Pictures) -> None:
    await pictures(Handed(), "j", "t", *"25m", "tab", *SAID, "enter", sizes=(SMALL,))


async def test_time_that_leaves_a_gap(pictures: Pictures) -> None:
    await pictures(Handed(), "j", "t", *"9:05-9:10", "tab", *SAID, "enter", sizes=(SMALL,))


async def test_internal_time(pictures: Pictures) -> None:
    await pictures(Handed(), "T", *"9:30-9:40", "tab", "tab", *"m", sizes=(SMALL,))


async def test_interrupted_work(pictures: Pictures) -> None:
    world = Handed()
    await pictures(world, do=doing(world, "j", "s", 600.0, "s", 600.0, "s", 300.0, "S"), sizes=(USUAL,))


async def test_completing(pictures: Pictures) -> None:
    await pictures(Handed(), "j", "x")


async def test_new_ticket(pictures: Pictures) -> None:
    await pictures(Handed(), "N", *"len", "tab", *"VPN drops again")


async def test_new_ticket_while_the_caller_is_looked_for(pictures: Pictures) -> None:
    await pictures(Handed(), "N", *"nor", sizes=(SMALL,))


async def test_timers(pictures: Pictures) -> None:
    world = Handed()
    await pictures(world, do=doing(world, "j", "s", 600.0, "k", "s", 300.0, "ctrl+t"))


async def test_hostile_title(pictures: Pictures) -> None:
    titles = [text for text in HOSTILE if "\ud800" not in text]
    world = Handed(tickets=[ticket(31, " ".join(titles))])
    await pictures(world, "t", *"9:30-9:40", sizes=(SMALL,))
