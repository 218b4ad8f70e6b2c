"""The filter of the list, typed key by key: a term that is wrong for a moment hides nothing."""

import pytest
from textual import events
from textual.widgets import Input

from desk.filters import parse_filter
from desk.model import View
from tests.tui.seeing import lines, my_day, numbers, press, running, settled, text
from tests.tui.world import World
from tui.words.filter_terms import understood


async def test_the_filter_works_as_it_is_typed_is_kept_by_enter_and_dropped_by_esc() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "slash", *"acme")
        assert numbers(app) == [32, 35]
        await press(pilot, "enter")
        assert my_day(app).queue.has_focus
        assert "filter acme" in text(app)
        await press(pilot, "j", "escape")
        assert len(numbers(app)) == 9
        await press(pilot, "slash", *"p:1", "escape")
        assert len(numbers(app)) == 9
        assert my_day(app).query_one("#filter", Input).value == ""


async def test_a_filter_that_says_nothing_is_explained_and_changes_nothing() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "slash")
        assert "key:value" in lines(app)[2]
        opened = lines(app)[4:6]
        assert "Work on next" in opened[0]
        assert "Summary" in opened[1]
        await press(pilot, *"due:soonish")
        assert "due:soonish: write due:<1h, due:<30m, due:>2d, due:today or due:none" in lines(app)[2]
        assert lines(app)[4:6] == opened
        assert my_day(app).queue.filter_text == ""
        assert len(numbers(app)) == 9
        await press(pilot, "enter")
        assert "due:soonish" in lines(app)[2]
        assert "esc drops it" in lines(app)[3]
        await press(pilot, "slash", "end", *["backspace"] * len("soonish"), *"today")
        assert "due:soonish" not in text(app)
        await press(pilot, "enter")
        assert my_day(app).queue.filter_text == "due:today"
        assert "Work on next" in lines(app)[2]


@pytest.mark.parametrize("typed", ["foo:bar", "p:", "!", "client:", "!p:", '"', 'client:"', "p: ", "is:lat"])
async def test_a_term_that_says_nothing_hides_nothing_and_leaves_the_others_at_work(typed: str) -> None:
    async with running(World(), size=(80, 24)) as (app, pilot):
        my_day(app).action_filter()
        my_day(app).head.input.value = typed
        await settled(pilot)
        assert len(numbers(app)) == 9
        my_day(app).head.input.value = f"acme {typed}"
        await settled(pilot)
        assert numbers(app) == [32, 35]
        assert my_day(app).queue.filter_text == "acme"


@pytest.mark.parametrize("term", ["foo:bar", "is:lat"])
async def test_what_is_wrong_with_a_filter_is_readable_to_its_end_at_80_columns(term: str) -> None:
    async with running(World(), size=(80, 24)) as (app, pilot):
        await press(pilot, "slash", *term)
        problem = my_day(app).head.problem
        shown = " ".join(line.strip() for line in lines(app)[2:4])
        assert len(problem) > 80
        assert problem in shown


def test_a_long_term_is_named_by_its_beginning_so_that_what_is_wrong_with_it_has_room() -> None:
    problem = understood(f"acme foo:{'a' * 300}", parse_filter).problem
    assert problem.startswith("foo:aaaaaaaaaaaaaaaaaaaaaaaaa…: there is no foo:")
    assert len(problem) < 160


async def test_words_in_quotes_are_looked_for_while_the_quote_is_open() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "slash")
        my_day(app).head.input.value = '"UPS al'
        await settled(pilot)
        assert numbers(app) == [32]


async def test_keys_typed_right_after_the_slash_belong_to_the_filter() -> None:
    async with running(World()) as (app, pilot):
        for key, character in (("slash", "/"), ("h", "h"), ("colon", ":"), ("q", "q")):
            app.post_message(events.Key(key, character))
        await pilot.pause()
        assert my_day(app).query_one("#filter", Input).value == "h:q"
        assert my_day(app).queue.view is View.MINE


async def test_letters_are_letters_while_the_filter_is_open() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "slash", *"qp!w?")
        assert app.is_running
        assert app.screen is my_day(app)
        assert not my_day(app).queue.paused
