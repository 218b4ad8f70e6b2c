"""A pick list: what it keeps while somebody types, and what it answers."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from hypothesis import given
from hypothesis import strategies as st
from textual.app import App
from textual.pilot import Pilot

from desk.acts.offers import Choice
from tests.tui.hostile import HOSTILE
from tests.tui.seeing import press, settled
from tui.forms.chooser import Chooser, Find, Picked, fitting

STATUSES = [
    Choice(1, "New"),
    Choice(2, "In Progress"),
    Choice(3, "Waiting Customer", why="pauses the clock"),
    Choice(4, "Waiting Vendor"),
]
LABELS = st.text(max_size=12)


class Host(App[None]):
    """Shows a list and keeps its answer."""

    def __init__(self, chooser: Chooser) -> None:
        super().__init__()
        self._chooser = chooser
        self.answers: list[Picked | None] = []

    def on_mount(self) -> None:
        self.push_screen(self._chooser, self.answers.append)


@asynccontextmanager
async def choosing(
    choices: Sequence[Choice] = STATUSES,
    *,
    now: int | None = None,
    find: Find | None = None,
    second: str = "",
) -> AsyncIterator[tuple[Chooser, Pilot[None], list[Picked | None]]]:
    chooser = Chooser("Status", choices, now=now, find=find, second=second)
    host = Host(chooser)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        yield chooser, pilot, host.answers


async def test_typing_keeps_what_fits_and_enter_takes_the_first() -> None:
    async with choosing() as (chooser, pilot, answers):
        await pilot.press(*"wait")
        assert len(chooser.table) == 2
        await press(pilot, *" ven", "enter")
    assert answers == [Picked(STATUSES[3])]


async def test_arrows_move_and_escape_takes_nothing() -> None:
    async with choosing(now=2) as (chooser, pilot, answers):
        before = chooser.table.position
        await press(pilot, "down")
        assert chooser.table.cursor_row == STATUSES[before + 1] == STATUSES[2]
        await press(pilot, "escape")
    assert answers == [None]


async def test_where_nothing_fits_enter_waits_for_other_words() -> None:
    async with choosing() as (_chooser, pilot, answers):
        await press(pilot, *"xyz", "enter", "enter")
        assert answers == []
        await press(pilot, *["backspace"] * 3, "enter", "enter")
    assert answers == [Picked(STATUSES[0])]


async def test_tab_does_the_second_thing_where_there_is_one() -> None:
    async with choosing() as (_chooser, pilot, answers):
        await press(pilot, "down", "tab")
        assert answers == []
    async with choosing(second="second hand") as (_chooser, pilot, answers):
        await press(pilot, "down", "tab")
    assert answers == [Picked(STATUSES[1], other=True)]


async def test_enter_means_what_is_found_for_all_that_was_typed() -> None:
    answer = asyncio.Event()

    async def find(text: str) -> Sequence[Choice]:
        await answer.wait()
        return [Choice(len(text), f"own words: {text}")]

    async with choosing(find=find) as (_chooser, pilot, answers):
        await pilot.press(*"later", "enter")
        assert answers == []
        answer.set()
        await settled(pilot)
    assert answers == [Picked(Choice(5, "own words: later"))]


async def test_hostile_labels_are_only_shown() -> None:
    async with choosing([Choice(at, text) for at, text in enumerate(HOSTILE)]) as (chooser, pilot, answers):
        await press(pilot, "down", "enter")
    assert answers == [Picked(Choice(1, HOSTILE[1]))]
    assert chooser.table.cursor_key == 1


@given(st.lists(LABELS, max_size=8), LABELS)
def test_what_is_kept_holds_every_word_and_nothing_that_does_is_lost(labels: list[str], text: str) -> None:
    choices = [Choice(at, label) for at, label in enumerate(labels)]
    kept = fitting(choices, text)
    assert len({choice.id for choice in kept}) == len(kept)
    assert set(fitting(choices, f"{text} {text}")) == set(kept)
    assert fitting(choices, "") == choices
    for choice in choices:
        assert choice in fitting(choices, choice.label)


def test_the_label_that_begins_so_comes_first_and_accents_make_no_difference() -> None:
    people = [Choice(1, "Ana Jorgensen"), Choice(2, "Chi Wu", why="jorg's stand-in"), Choice(3, "Jörg Ahrens")]
    assert [choice.id for choice in fitting(people, "JORG")] == [3, 1, 2]
