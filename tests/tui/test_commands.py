"""Every command has one record, does something, and is found in the help and in the palette."""

import pytest
from textual.command import CommandPalette
from textual.widgets import Input

from autotask.entities import Task
from desk.model import View
from tests.tui.seeing import lines, my_day, press, running, settled, text
from tests.tui.world import World, at
from tui.commands.dispatch import DISPATCH
from tui.commands.everywhere import EVERYWHERE
from tui.commands.log import CONFLICT, LOG
from tui.commands.queue import QUEUE
from tui.commands.record import Command
from tui.commands.sheets import SHEET, THANKS, WEEK
from tui.commands.ticket import TICKET
from tui.screens.help import Help
from tui.screens.reading import Reading
from tui.screens.ticket import TicketScreen
from tui.widgets.live_table import MOVES
from tui.widgets.pane import SCROLLS


@pytest.mark.parametrize(
    "commands",
    [
        (*QUEUE, *EVERYWHERE, *MOVES),
        (*DISPATCH, *EVERYWHERE, *MOVES),
        *((*page, *EVERYWHERE, *SCROLLS) for page in (TICKET, CONFLICT)),
        *((*page, *EVERYWHERE, *MOVES) for page in (LOG, SHEET, WEEK, THANKS)),
    ],
)
def test_ids_and_keys_of_a_screen_are_unique(commands: tuple[Command, ...]) -> None:
    keys = [key for command in commands if command.keys for key in command.keys.split(",")]
    assert len(set(keys)) == len(keys)
    assert len({command.id for command in commands}) == len(commands)
    assert all(command.help.endswith(".") and command.name for command in commands)


async def test_every_command_has_an_action() -> None:
    async with running(World()) as (app, pilot):
        for commands, way in ((QUEUE, ()), (TICKET, ("enter",)), (DISPATCH, ("2",))):
            await press(pilot, *way)
            for command in (*commands, *EVERYWHERE):
                name = command.action.partition("(")[0].rpartition(".")[2]
                owner = app if command.action.startswith("app.") else app.screen
                assert hasattr(owner, f"action_{name}"), command.id


async def test_help_lists_filters_and_runs() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "question_mark", *"page")
        assert "Page down" in text(app)
        await press(pilot, *["backspace"] * len("page"), *"rank")
        assert "1 keys" in text(app)
        await press(pilot, "enter")
        assert "Full ranking, mine" in text(app)


async def test_help_finds_by_key_and_runs_on_the_list() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "question_mark", "at", "G", "enter")
        assert my_day(app).queue.position == 8
        await press(pilot, "question_mark", *"zzzz")
        assert "No key does that: zzzz" in text(app)
        await press(pilot, "enter", "escape")
        assert not isinstance(app.screen, Help)


async def test_help_lists_the_keys_that_every_screen_has() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "question_mark", "at", *"tab")
        assert "Next part of the screen" in text(app)
        await press(pilot, "enter")
        assert not my_day(app).queue.has_focus
        await press(pilot, "question_mark", "at", "circumflex_accent", "q")
        assert "Quit from anywhere" in text(app)


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_the_palette_opens_a_ticket_by_its_number(key: str) -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, key)
        assert isinstance(app.screen, CommandPalette)
        await press(pilot, *"0043")
        assert "Migrate file share" in text(app)
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, TicketScreen)
        assert "T20261124.0043" in lines(app)[1]
        assert "not in the list" in lines(app)[1]


async def test_the_palette_runs_commands_and_changes_the_theme() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "colon")
        assert lines(app)[-1].strip() == "enter runs it  ↑ ↓ choose  esc back"
        await press(pilot, "escape")
        await press(pilot, "ctrl+p", *"high contrast")
        await press(pilot, "down", "enter")
        assert app.theme == "contrast"
        await press(pilot, "ctrl+p", *"pause live")
        await press(pilot, "down", "enter")
        assert my_day(app).queue.paused


@pytest.mark.parametrize("typed", ["team", "view team"])
@pytest.mark.parametrize("before", [(), ("enter",), ("w",)])
async def test_the_palette_switches_the_view_from_any_screen(typed: str, before: tuple[str, ...]) -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, *before, "ctrl+p", *typed)
        await press(pilot, "enter")
        assert app.screen is my_day(app)
        assert my_day(app).queue.view is View.TEAM


async def test_the_palette_offers_no_view_of_ones_own_to_nobody() -> None:
    async with running(World(me="")) as (app, pilot):
        await press(pilot, "ctrl+p", *"view")
        assert "View: team" in text(app)
        assert "View: mine" not in text(app)


async def test_the_palette_finds_tasks_by_number_and_anything_by_the_company_that_it_shows() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await world.change("Tasks", [Task(id=8, title="Patch the racks", status=1, assigned_resource_id=1,
                                          task_number="T20261101.0001.1", start_date_time=at("08:00"))])  # fmt: skip
        await press(pilot, "ctrl+p", *"fabrikam")
        assert "Onboard J. Diaz (Teams call) · Fabrikam Engineering" in text(app)
        await press(pilot, "escape", "ctrl+p", *"0001.1")
        await press(pilot, "enter")
        assert isinstance(app.screen, Reading)
        assert "Patch the racks" in text(app)


@pytest.mark.parametrize("typed", ['""', '"x', "!!", "p:"])
async def test_the_palette_takes_whatever_is_typed_as_words(typed: str) -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "ctrl+p")
        app.screen.query_one(Input).value = typed
        await settled(pilot)
        assert isinstance(app.screen, CommandPalette)


async def test_nothing_blinks() -> None:
    async with running(World()) as (app, pilot):
        for key in ("slash", "question_mark", "ctrl+p"):
            await press(pilot, key)
            await settled(pilot)
            assert not any(box.cursor_blink for box in app.screen.query(Input))
            await press(pilot, "escape")
