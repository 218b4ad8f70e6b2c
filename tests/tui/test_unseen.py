"""What of the order a person does not see: said above the list, with the key that shows it. The cursor never moves."""

import pytest
from textual.pilot import Pilot

from autotask.entities import Ticket
from tests.tui.seeing import lines, my_day, numbers, press, running, settled, text
from tests.tui.world import World, at, ticket
from tui.app import ServiceDesk

CROWD = [ticket(number, f"Number {number}") for number in range(100, 140)]


def soon(id_: int, due: str, title: str = "Moved") -> Ticket:
    """Due before all others, and missed by nobody yet."""
    return ticket(id_, title, resolved_due_date_time=at(due))


async def gone_away(world: World, app: ServiceDesk, pilot: Pilot[None]) -> None:
    """The person has not touched a key for longer than the order waits for them."""
    world.machine.seconds += 20
    app.second_passed()
    await settled(pilot)


def cursor(app: ServiceDesk) -> int:
    item = my_day(app).queue.cursor_row
    assert item is not None
    return item.id.id


async def test_who_is_away_reads_what_is_first_now_and_the_key_that_goes_there() -> None:
    world = World(tickets=list(CROWD))
    async with running(world, size=(120, 36)) as (app, pilot):
        await press(pilot, "g")
        under = cursor(app)
        await world.change("Tickets", [soon(51, "09:50"), soon(52, "09:45", "Printer on fire in the hall")])
        await gone_away(world, app, pilot)
        assert "1st now: 1124.0052 P3 Printer on fire in the hall, g goes there" in lines(app)[1]
        assert cursor(app) == under
        await press(pilot, "g")
        assert cursor(app) == 52
        assert "1st now" not in text(app)


async def test_who_comes_back_reads_how_many_rows_are_above_and_is_not_told_that_they_are_new() -> None:
    world = World(tickets=list(CROWD))
    async with running(world, size=(80, 24)) as (app, pilot):
        await press(pilot, "g")
        await world.change("Tickets", [soon(51, "09:45"), soon(120, "09:50")])
        await gone_away(world, app, pilot)
        assert "1st now: 1124.0051 P3 Moved, g goes there" in lines(app)[1]
        await press(pilot, "escape")
        app.second_passed()
        await settled(pilot)
        assert "2 above, g goes there" in lines(app)[1]
        assert "▲ 2 above" in lines(app)[2]
        await press(pilot, "g")
        assert " above" not in text(app)


async def test_what_is_first_is_not_said_to_who_sees_it() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "j")
        await gone_away(world, app, pilot)
        assert "1st now" not in text(app)


async def test_r_with_nothing_waiting_keeps_the_place_and_says_what_is_first_until_the_person_moves() -> None:
    world = World(tickets=list(CROWD))
    async with running(world) as (app, pilot):
        await press(pilot, "G")
        under, line = cursor(app), my_day(app).queue.cursor_line
        assert "1st now" not in text(app)
        await press(pilot, "r")
        assert (cursor(app), my_day(app).queue.cursor_line) == (under, line)
        assert "1st now: 1124.0100 P3 Number 100, g goes there" in lines(app)[1]
        await press(pilot, "k")
        assert "1st now" not in text(app)


@pytest.mark.parametrize("key", ["r", "R"])
async def test_r_in_sight_of_the_first_row_has_nothing_to_add(key: str) -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "j", key)
        assert "1st now" not in text(app)


async def test_the_cursor_stays_on_its_ticket_through_any_number_of_refreshes() -> None:
    world = World(tickets=list(CROWD))
    async with running(world, size=(80, 24)) as (app, pilot):
        await press(pilot, *"jjj")
        under = cursor(app)
        for at_ in range(60):
            due = f"{10 + at_ % 7}:{at_ % 60:02}"
            await world.change("Tickets", [soon(100 + at_ * 7 % 40, due)])
            world.machine.seconds += 20
            app.second_passed()
        await settled(pilot)
        assert cursor(app) == under
        assert numbers(app)[my_day(app).queue.position] == under


async def test_one_change_is_shown_as_one() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "j")
        await world.change("Tickets", [soon(50, "10:00")])
        await settled(pilot)
        assert "1 change, r shows it" in lines(app)[1]


async def test_a_paused_list_says_of_when_it_is() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "p")
        world.clock.advance(minutes=40)
        app.second_passed()
        await settled(pilot)
        assert "as of 09:41, p resumes" in lines(app)[1]
        assert "0:41 left" in text(app)
        await world.change("Tickets", [soon(50, "10:00")])
        await settled(pilot)
        assert "as of 09:41 · " in lines(app)[1]
        await press(pilot, "p")
        assert "as of" not in text(app)
        assert "0:01 left" in text(app)


async def test_what_is_first_stays_readable_beside_an_alarm() -> None:
    world = World(tickets=[*CROWD, ticket(31, "VPN drops", resolved_due_date_time=at("10:22"))])
    async with running(world, size=(80, 24)) as (app, pilot):
        await press(pilot, "G")
        world.clock.advance(minutes=42)
        await world.desk.settle()
        await gone_away(world, app, pilot)
        assert "!! 1124.0031" in lines(app)[1]
        assert "1st 1124.0031, g" in lines(app)[1]


async def test_while_the_order_is_held_the_reasons_say_for_which_place_they_are() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "j", "j")
        assert "Why T20261124.0033 is 4th ─" in text(app)
        await world.change("Tickets", [soon(50, "10:00"), soon(51, "10:01")])
        await settled(pilot)
        assert "4 of 9" in text(app)
        assert "Why T20261124.0033 is 6th, 4th here until r" in text(app)
        await press(pilot, "r")
        assert "Why T20261124.0033 is 6th ─" in text(app)
