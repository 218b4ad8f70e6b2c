"""Keys of my day: marks, the browser, the first line, what a screen means, tasks and appointments."""

import webbrowser

import pytest

from autotask.entities import Phase, Project, Task
from desk.model import ItemId, ItemKind
from tests.tui.seeing import my_day, numbers, press, running, settled, text
from tests.tui.world import World, at, ticket
from tui.screens.reading import Reading
from tui.screens.ticket import TicketScreen

RACKS = "Two racks in the cellar."


async def test_numbers_and_links_are_copied_and_the_browser_gets_only_the_desks_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running(World()) as (app, pilot):
        opened: list[str] = []
        monkeypatch.setattr(app, "open_url", lambda url, **_: opened.append(url))
        monkeypatch.setattr(webbrowser, "get", lambda: None)
        await press(pilot, "y")
        assert app.clipboard == "T20261124.0032"
        await press(pilot, "space", "j", "space", "y")
        assert app.clipboard == "T20261124.0032 T20261124.0031"
        await press(pilot, "escape", "Y", "o")
        assert app.clipboard.startswith("https://ww5.autotask.net/")
        assert opened == [app.clipboard]
        assert f"Opened in the browser: {app.clipboard}" in [notice.message for notice in app._notifications]
        assert my_day(app).queue.marks == frozenset()


async def test_a_machine_without_a_browser_says_so_and_gives_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise webbrowser.Error

    async with running(World()) as (app, pilot):
        monkeypatch.setattr(webbrowser, "get", none)
        await press(pilot, "o")
        assert any("no browser to open" in notice.message for notice in app._notifications)


async def test_rows_are_marked_one_by_one_in_a_range_and_all_at_once() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "space", "j", "j", "v", "j", "j", "k", "v", "j")
        rows = numbers(app)
        assert [item.id.id for item in my_day(app).queue.marked_rows()] == [rows[0], rows[2], rows[3]]
        assert "3 marked" in text(app)
        await press(pilot, "slash", *"acme", "enter", "asterisk")
        assert [item.id.id for item in my_day(app).queue.marked_rows()] == [32, 35]
        await press(pilot, "asterisk")
        assert my_day(app).queue.marks == frozenset()


async def test_the_first_line_gives_its_place_to_the_list_and_comes_back() -> None:
    async with running(World()) as (app, pilot):
        height = my_day(app).queue.size.height
        await press(pilot, "ctrl+e")
        assert my_day(app).queue.size.height == height + 1
        await press(pilot, "p")
        assert "PAUSED · Work on next" in text(app)
        await press(pilot, "p", "ctrl+e")
        assert my_day(app).queue.size.height == height


async def test_everything_is_refreshed_on_demand() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "j")
        await world.change("Tickets", [ticket(50, "Brand new", resolved_due_date_time=at("10:00"))])
        await press(pilot, "R")
        assert 50 in numbers(app)
        assert world.sync.asked == 1


async def test_f1_says_what_a_screen_means() -> None:
    async with running(World(), size=(80, 24)) as (app, pilot):
        await press(pilot, "f1")
        assert "What My day means" in text(app)
        assert "1 interrupts" in text(app)
        await press(pilot, "G")
        assert "▲ 3 above" in text(app)
        await press(pilot, "f1")
        assert not isinstance(app.screen, Reading)
        await press(pilot, "enter", "f1")
        assert "INTERNAL" in text(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, TicketScreen)


async def test_a_task_and_an_appointment_are_previewed_and_opened() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await world.put("Projects", [Project(id=7, company_id=1, project_name="Office move", status=2)])
        await world.put("Phases", [Phase(id=9, project_id=7, title="Cabling")])
        await world.change("Tasks", [Task(id=8, project_id=7, phase_id=9, title="Patch the racks", status=1,
                                          assigned_resource_id=1, task_number="T20261101.0001.1", estimated_hours=2.0,
                                          start_date_time=at("08:00"), description=RACKS)])  # fmt: skip
        await settled(pilot)
        assert my_day(app).queue.move_to(ItemId(ItemKind.TASK, 8))
        await settled(pilot)
        for words in ("Office move", "Cabling", "0:00 worked, 2:00 estimated", "Two racks in the cellar."):
            assert words in text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Reading)
        assert "Two racks in the cellar." in text(app)


async def test_esc_never_quits_and_q_does() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "escape", "escape")
        assert app.is_running
        await pilot.press("q")
    assert not app.is_running


async def test_preview_and_day_give_way_to_the_list() -> None:
    async with running(World()) as (app, pilot):
        width, height = my_day(app).queue.size
        await press(pilot, "W")
        assert my_day(app).queue.size.width == 120
        assert my_day(app).queue.size.width > width
        await press(pilot, "P")
        assert my_day(app).queue.size.height > height
