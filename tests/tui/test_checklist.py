"""The checklist of a ticket: a cursor on its lines, space ticks, + adds."""

from dataclasses import replace

from autotask.entities import TicketChecklistItem
from replica.writing import Batch
from tests.tui.handed import Handed
from tests.tui.seeing import lines, press, running, text, until
from tests.tui.world import World
from tui.app import ServiceDesk
from tui.screens.ticket import TicketScreen

TO_CHECKLIST = ("j", "enter", "l", "l")
ALIGN, CONFIRM = 3, 4
"""Lines of the checklist of the VPN ticket that are not ticked."""


def ticket_page(app: ServiceDesk) -> TicketScreen:
    screen = app.screen
    assert isinstance(screen, TicketScreen)
    return screen


def line_of(world: Handed, id_: int) -> TicketChecklistItem:
    found: TicketChecklistItem = next(row for row in world.server.truth(TicketChecklistItem) if row.id == id_)
    return found


async def test_space_ticks_the_line_under_the_cursor_and_takes_the_tick_away() -> None:
    world = Handed()
    async with running(world, size=(80, 24)) as (app, pilot):
        await press(pilot, *TO_CHECKLIST, "j", "j")
        assert any("> [ ] ! align phase 2 lifetime" in line for line in lines(app))
        await press(pilot, "space")
        assert any("> [x] ! align phase 2 lifetime" in line for line in lines(app))
        await world.later(10)
        await world.sent()
        assert line_of(world, ALIGN).is_completed is True
        await press(pilot, "space")
        await world.later(10)
        await world.sent()
        assert line_of(world, ALIGN).is_completed is False


async def test_what_colleagues_do_shows_at_once_and_the_cursor_stays_on_its_line_until_that_goes() -> None:
    world = Handed()
    async with running(world, size=(80, 24)) as (app, pilot):
        stop = world.replica.subscribe(world.acts._hear_copy)
        await press(pilot, *TO_CHECKLIST, "j", "j", "j")
        ticket_page(app).second_passed()
        first = TicketChecklistItem(id=90, ticket_id=31, item_name="call Lena first", position=0, is_completed=False)
        await world.put("TicketChecklistItems", [first])
        await until(lambda: "[ ] call Lena first" in text(app), pilot)
        assert any("> [ ] confirm with users" in line for line in lines(app))
        await world.put("TicketChecklistItems", [replace(first, is_completed=True)])
        await until(lambda: "[x] call Lena first" in text(app), pilot)
        await world.replica.write(Batch("TicketChecklistItems", gone=[CONFIRM]))
        await until(lambda: "confirm with users" not in text(app), pilot)
        stop()
        assert any("> [ ] document" in line for line in lines(app))


async def test_the_ends_of_the_list_hold_the_cursor() -> None:
    async with running(Handed(), size=(80, 24)) as (app, pilot):
        await press(pilot, *TO_CHECKLIST, "G", "j")
        assert any("> [ ] document" in line for line in lines(app))
        await press(pilot, "g", "k")
        assert any("> [x] reproduce" in line for line in lines(app))


async def test_a_line_is_added_on_any_tab() -> None:
    world = Handed()
    async with running(world, size=(80, 24)) as (_app, pilot):
        await press(pilot, "j", "enter", "plus", *"ring Lena", "tab", "space", "enter")
        await world.later(10)
        await world.sent()
        added = [row for row in world.server.truth(TicketChecklistItem) if row.item_name == "ring Lena"]
        assert [(row.ticket_id, row.is_important) for row in added] == [(31, True)]


async def test_a_line_without_words_is_refused_beside_the_field() -> None:
    async with running(Handed(), size=(80, 24)) as (app, pilot):
        await press(pilot, "j", "enter", "plus", "enter")
        assert "! Say what there is to do." in text(app)


async def test_the_lines_are_read_where_nothing_can_be_entered() -> None:
    async with running(World(), size=(80, 24)) as (app, pilot):
        await press(pilot, *TO_CHECKLIST, "j", "space")
        assert any("> [x] collect logs" in line for line in lines(app))
        assert "still opening" in text(app)
