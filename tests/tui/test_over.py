"""What lies over the list says its own keys, and goes on living while it is read."""

from autotask.entities import Task
from desk.model import ItemId, ItemKind
from tests.tui.seeing import lines, my_day, press, running, settled, text
from tests.tui.world import World, at, ticket
from tui.screens.ranking import Ranking


async def test_the_ranking_counts_on_while_it_is_read() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "w")
        assert "0:41 left" in text(app)
        world.clock.advance(minutes=11)
        app.second_passed()
        await settled(pilot)
        assert "0:41 left" not in text(app)
        assert "0:30 left" in text(app)
        assert "09:52" in lines(app)[0]


async def test_the_ranking_takes_a_new_order_and_leaves_the_cursor_on_its_item() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "w", "j", "j")
        assert isinstance(app.screen, Ranking)
        under = app.screen.table.cursor_key
        await world.change("Tickets", [ticket(50, "Brand new", resolved_due_date_time=at("10:00"))])
        await settled(pilot)
        assert "Brand new" in text(app)
        assert app.screen.table.cursor_key == under
        assert "4 of 10" in text(app)


async def test_the_last_line_of_the_ranking_names_its_own_keys_and_they_work() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "w", "j")
        last = lines(app)[-1]
        assert "enter go there" in last
        assert "esc back" in last
        assert "filter" not in last
        await press(pilot, "y")
        assert app.clipboard == "T20261124.0031"
        await press(pilot, "r")
        assert world.sync.asked == 1
        await press(pilot, "question_mark")
        assert "Go to the item" in text(app)
        assert "Filter this list" not in text(app)
        await press(pilot, "escape", "f1")
        assert "1 interrupts" in text(app)
        await press(pilot, "escape", "w")
        assert app.screen is my_day(app)


async def test_an_alarm_that_comes_under_another_screen_is_told_on_coming_back() -> None:
    for key in ("w", "enter"):
        world = World()
        async with running(world) as (app, pilot):
            await press(pilot, key)
            world.clock.advance(minutes=42)
            await world.desk.settle()
            await settled(pilot)
            await press(pilot, "escape")
            assert "!! 1124.0031 resolution plan missed" in lines(app)[1]


async def test_the_list_of_keys_and_what_a_screen_means_name_their_own_keys() -> None:
    async with running(World(), size=(80, 24)) as (app, pilot):
        await press(pilot, "question_mark")
        assert lines(app)[-1].split("  ")[:3] == [" enter runs it", "↑ ↓ choose", "esc back"]
        await press(pilot, "escape", "f1")
        assert lines(app)[-1].strip() == "esc back"
        await press(pilot, "f1")
        assert "? keys" in lines(app)[-1]


async def test_f1_on_the_sheet_of_a_task_explains_it_and_leads_back() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await world.change("Tasks", [Task(id=8, title="Patch the racks", status=1, assigned_resource_id=1,
                                          task_number="T20261101.0001.1", start_date_time=at("08:00"))])  # fmt: skip
        await settled(pilot)
        my_day(app).queue.move_to(ItemId(ItemKind.TASK, 8))
        await press(pilot, "enter")
        assert lines(app)[-1].split("  ")[:2] == ["esc back".rjust(9), "F1 what it means"]
        await press(pilot, "f1")
        assert "Worked by everybody so far" in text(app)
        await press(pilot, "f1")
        assert "Patch the racks" in text(app)
        assert "Worked by everybody" not in text(app)
        await press(pilot, "escape")
        assert app.screen is my_day(app)
