"""Leaving with something unfinished is asked about once; with nothing it is done."""

from unittest.mock import patch

from desk.acts.commands import AddNote
from tests.tui.handed import Handed
from tests.tui.seeing import press, running, text


async def test_leaving_with_nothing_unfinished_is_not_asked_about() -> None:
    async with running(Handed()) as (app, pilot):
        with patch.object(app, "exit") as left:
            await press(pilot, "q")
            left.assert_called_once_with()


async def test_a_timer_and_what_is_not_sent_are_named_before_leaving() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "s")
        await world.acts.do(AddNote(ticket_id=31, text="Called back, nobody there"))
        with patch.object(app, "exit") as left:
            await press(pilot, "q")
            assert "A timer runs on" in text(app)
            assert "not in Autotask yet" in text(app)
            await press(pilot, "q")
            left.assert_not_called()
            await press(pilot, "q", "y")
            left.assert_called_once_with()


async def test_a_demo_is_left_without_a_question() -> None:
    async with running(Handed(), demo=True) as (app, pilot):
        await press(pilot, "s")
        with patch.object(app, "exit") as left:
            await press(pilot, "q")
            left.assert_called_once_with()
