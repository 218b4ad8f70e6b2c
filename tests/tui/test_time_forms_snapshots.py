"""How the time forms look. A picture that differs is either a fault or a new baseline; look at it before choosing."""

from collections.abc import Awaitable, Callable
from itertools import groupby
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.handed import Handed
from tests.tui.hostile import HOSTILE
from tests.tui.seeing import press, settled
from tests.tui.world import ticket

Compare = Callable[..., bool]
SIZES = [(80, 24), (120, 36), (200, 50)]
SAID = "Aligned the phase 2 lifetime with the firewall, retested with Lena"


def doing(world: Handed, *steps: str | float) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Press keys, and let seconds pass where a step is a number."""

    async def run_before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        for said, run in groupby(steps, lambda step: isinstance(step, str)):
            if said:
                await press(pilot, *(step for step in run if isinstance(step, str)))
            else:
                await world.later(sum(step for step in run if isinstance(step, float | int)))
        await settled(pilot)

    return run_before


def looks(snap_compare: Compare, world: Handed, size: tuple[int, int], *steps: str | float) -> bool:
    return snap_compare(world.app(demo=True), terminal_size=size, run_before=doing(world, *steps))


@pytest.fixture(autouse=True)
def _the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "COLORTERM", "TEXTUAL_THEME", "TEXTUAL_COLOR_SYSTEM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.mark.parametrize("size", SIZES)
def test_time(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, Handed(), size, "j", "t", *"9:30-9:40", "tab", *SAID)


def test_time_that_overlaps(snap_compare: Compare) -> None:
    assert looks(snap_compare, Handed(), SIZES[0], "j", "t", *"25m", "tab", *SAID, "enter")


def test_time_that_leaves_a_gap(snap_compare: Compare) -> None:
    assert looks(snap_compare, Handed(), SIZES[0], "j", "t", *"9:05-9:10", "tab", *SAID, "enter")


def test_internal_time(snap_compare: Compare) -> None:
    assert looks(snap_compare, Handed(), SIZES[0], "T", *"9:30-9:40", "tab", "tab", *"m")


def test_interrupted_work(snap_compare: Compare) -> None:
    assert looks(snap_compare, Handed(), SIZES[1], "j", "s", 600.0, "s", 600.0, "s", 300.0, "S")


@pytest.mark.parametrize("size", SIZES)
def test_completing(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, Handed(), size, "j", "x")


@pytest.mark.parametrize("size", SIZES)
def test_new_ticket(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, Handed(), size, "N", *"len", "tab", *"VPN drops again")


def test_new_ticket_while_the_caller_is_looked_for(snap_compare: Compare) -> None:
    assert looks(snap_compare, Handed(), SIZES[0], "N", *"nor")


@pytest.mark.parametrize("size", SIZES)
def test_timers(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert looks(snap_compare, Handed(), size, "j", "s", 600.0, "k", "s", 300.0, "ctrl+t")


def test_hostile_title(snap_compare: Compare) -> None:
    titles = [text for text in HOSTILE if "\ud800" not in text]
    world = Handed(tickets=[ticket(31, " ".join(titles))])
    assert looks(snap_compare, world, SIZES[0], "t", *"9:30-9:40")
