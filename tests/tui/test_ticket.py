"""The page of a ticket."""

from autotask.entities import AttachmentInfo, TicketNote
from desk.model import View
from tests.tui.seeing import lines, my_day, press, running, settled, text
from tests.tui.world import STATUS_IDS, World, at, ticket
from tui.screens.ticket import TicketScreen


async def test_a_page_shows_what_was_said_and_who_can_read_it() -> None:
    world = World()
    async with running(world, size=(80, 24)) as (app, pilot):
        file = AttachmentInfo(id=8, ticket_id=31, ticket_note_id=2, full_path="a/[b]漢.png", file_size=1_200_000.0)
        await world.put("AttachmentInfo", [file])
        await press(pilot, "j", "enter")
        shown = lines(app)
        assert "ticket 2 of 9  T20261124.0031 VPN drops every 10 min (3 users)" in shown[1]
        assert "plan 0:41 left, due 10:22" in shown[3]
        said = [line for line in shown if "Lena Ortiz · customer" in line]
        assert said[0].rstrip(" ┃").endswith("PUBLIC")
        assert any("INTERNAL" in line and "you" in line for line in shown)
        assert "file: [b]漢.png · PNG · 1.2 MB" in shown[shown.index(said[0]) + 3]


async def test_tabs_show_time_checklist_service_level_and_facts() -> None:
    async with running(World(), size=(80, 24)) as (app, pilot):
        await press(pilot, "j", "enter", "l")
        assert "0:12 worked · h l tabs" in text(app)
        assert "> 09:18–09:30 you 0:12" in text(app)
        assert "d delete entry" in lines(app)[-1]
        await press(pilot, "l")
        assert "[x] reproduce" in text(app)
        assert "[ ] ! align phase 2 lifetime" in text(app)
        await press(pilot, "l")
        assert "Mon-Fri 08:00-18:00" in text(app)
        await press(pilot, "l")
        assert "lena@northwind.example" in text(app)
        await press(pilot, "l")
        assert "[Notes" in text(app)
        await press(pilot, "h")
        assert "[Info]" in text(app)


async def test_neighbours_are_reached_without_going_back() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "j", "enter", "right_square_bracket")
        assert "ticket 3 of 9  T20261124.0034" in lines(app)[1]
        await press(pilot, "left_square_bracket", "l", "l")
        page = app.screen
        assert isinstance(page, TicketScreen)
        assert page.tasks.has_focus
        await press(pilot, "left_square_bracket")
        assert page.page.has_focus
        await press(pilot, "left_square_bracket")
        assert "ticket 1 of 9  T20261124.0032" in lines(app)[1]
        assert "first ticket of the list" in text(app)
        await press(pilot, "escape")
        assert app.screen is my_day(app)


async def test_a_new_note_comes_in_without_moving_what_a_person_reads() -> None:
    world = World()
    async with running(world, size=(80, 24)) as (app, pilot):
        await press(pilot, "j", "enter", "j", "j", "j", "j")
        before = lines(app)[5:20]
        note = TicketNote(id=90, ticket_id=31, create_date_time=at("09:40"), created_by_contact_id=1, publish=1,
                          description="And now the phones, too.")  # fmt: skip
        await world.change("TicketNotes", [note])
        await settled(pilot)
        assert lines(app)[5:20] == before
        await press(pilot, "g")
        assert "And now the phones, too." in text(app)


async def test_a_change_of_the_ticket_shows_at_once() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "enter")
        await world.change("Tickets", [ticket(31, "VPN drops", status=STATUS_IDS["Waiting Customer"])])
        await settled(pilot)
        assert "Waiting Customer" in text(app)


async def test_a_ticket_that_the_copy_does_not_have_is_explained() -> None:
    world = World()
    async with running(world) as (app, pilot):
        gone = my_day(app).queue.cursor_row
        assert gone is not None
        app.push_screen(TicketScreen(app.seat, gone.id._replace(id=999_999), View.MINE, ()))
        await settled(pilot)
        assert "not in the copy" in text(app)


async def test_the_clocks_of_a_page_run_with_the_desk_in_every_place_that_shows_them() -> None:
    world = World()
    async with running(world, size=(80, 24)) as (app, pilot):
        await press(pilot, "j", "enter", "l", "l", "l")
        assert text(app).count("0:41 left") == 2
        world.clock.advance(minutes=11)
        app.second_passed()
        await settled(pilot)
        assert "0:41 left" not in text(app)
        assert text(app).count("0:30 left") == 2
        world.clock.advance(hours=2)
        app.second_passed()
        await settled(pilot)
        assert text(app).count("LATE 1:30") == 2


async def test_time_that_passes_keeps_the_line_that_a_person_reads() -> None:
    world = World()
    async with running(world, size=(80, 24)) as (app, pilot):
        await press(pilot, "j", "enter", "j", "j", "j", "j")
        before = lines(app)[5:20]
        world.clock.advance(minutes=1)
        app.second_passed()
        await settled(pilot)
        assert lines(app)[5:20] == before
