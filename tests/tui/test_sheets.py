"""Today's sheet, the week and the thank-yous, from the keys to what Autotask holds."""

from textual.pilot import Pilot

from autotask.entities import AttachmentInfo, TicketNote, TimeEntry
from desk.acts.commands import LogTime
from desk.model import ItemId, ItemKind
from tests.tui.handed import REMOTE, Handed
from tests.tui.seeing import front, lines, press, running, settled, text
from tests.tui.world import STATUS_IDS, at, ticket
from tui.forms.chooser import Chooser
from tui.forms.time import LogForm
from tui.screens.sheet import SheetPage
from tui.screens.thanks import ThanksPage
from tui.screens.ticket import TicketScreen
from tui.screens.week import WeekPage

SAID = "Rebuilt the profile and tested with Lena."


def quarter(start: str, end: str) -> LogTime:
    return LogTime(ticket_id=35, start=at(start), end=at(end), work_type_id=REMOTE, summary=SAID)


async def typed(pilot: Pilot[None], *keys: str) -> None:
    """Press keys while an act waits for a person, which no test can wait to end."""
    await pilot.press(*keys)
    for _ in range(40):
        await pilot.pause()


async def test_the_sheet_lists_entries_gaps_bookings_and_lunch_in_their_order() -> None:
    async with running(Handed()) as (app, pilot):
        await press(pilot, "M")
        assert isinstance(front(app), SheetPage)
        rows = [line for line in lines(app) if "–" in line and "┃" in line]
        assert [row.lstrip("┃> ").split()[0] for row in rows] == [
            "08:05–08:30",
            "08:30–09:18",
            "09:18–09:30",
            "10:30–11:30",
            "12:00–13:00",
        ]
        assert "GAP" in rows[1]
        assert "0:48 missing" in text(app)
        assert "in time 2 of 2 (100%)" in text(app)


async def test_what_is_pending_counts_and_is_marked() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "M")
        await world.acts.do(quarter("08:35", "09:10"), agreed=["gap"])
        await world.desk.settle()
        app.second_passed()
        await settled(pilot)
        assert "○ pending · Printer offline" in text(app)
        assert "1:12 of 9:00" in text(app)
        await world.later(10)
        await world.sent()
        await settled(pilot)
        assert "○ pending" not in text(app)
        assert "08:35–09:10" in text(app)


async def test_a_running_timer_is_drawn_into_the_day_and_is_no_gap() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "s", "M")
        world.acts.key_pressed()
        await world.later(15 * 60)
        app.second_passed()
        await settled(pilot)
        assert "▶ timer" in text(app)
        assert "0:37 + 0:15▶ running" in text(app)
        await world.acts.park_timer()
        await press(pilot)
        assert any("~ parked" in line and "not entered yet" in line for line in lines(app))
        await press(pilot, "S")
        assert "Stop the timer · T20261124.0031" in text(app)


async def test_a_gap_is_filled_from_what_was_seen_in_it() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "M", "j")
        await typed(pilot, "f")
        assert isinstance(front(app), Chooser)
        assert "What did you do 08:30–09:18?" in text(app)
        await typed(pilot, *"0036")
        assert "Shared mailbox" in text(app)
        await typed(pilot, "enter")
        assert isinstance(front(app), LogForm)
        assert "08:30" in text(app)
        await typed(pilot, "escape")
        assert isinstance(front(app), SheetPage)


async def test_what_was_looked_at_longest_is_offered_first() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        world.acts.saw(ItemId(ItemKind.TICKET, 35))
        for _ in range(50):
            await world.later(60)
            world.acts.key_pressed()
        await typed(pilot, "f")
        assert "What did you do 09:30–10:31?" in text(app)
        assert "Printer offline at front desk: seen 50 min" in text(app)
        await typed(pilot, "enter")
        assert isinstance(front(app), LogForm)
        assert "T20261124.0035" in text(app)
        assert "09:30" in text(app)
        await typed(pilot, "escape")


async def test_an_entry_is_deleted_once_that_was_said_again() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "M")
        await typed(pilot, "d", "y")
        await world.later(10)
        await world.sent()
        assert [row.id for row in world.server.truth(TimeEntry)] == [2]
        assert isinstance(front(app), SheetPage)


async def test_a_line_that_is_no_entry_says_so() -> None:
    async with running(Handed()) as (app, pilot):
        await press(pilot, "M", "j", "d")
        assert "This line is no time entry." in text(app)


async def test_the_week_names_what_each_day_misses() -> None:
    async with running(Handed()) as (app, pilot):
        await press(pilot, "M", "l")
        assert isinstance(front(app), WeekPage)
        row = next(line for line in lines(app) if "Tue 24 Nov" in line and "┃" in line)
        assert row.split()[1:7] == ["Tue", "24", "Nov", "9:00", "0:37", "1:04"]
        await press(pilot, "left_square_bracket")
        assert "Week of 16 Nov 2026" in text(app)
        await press(pilot, "escape", "escape")
        assert "Work on next" in text(app)


def thanks_of(id_: int, ticket_id: int, said: str) -> TicketNote:
    return TicketNote(
        id=id_, ticket_id=ticket_id, create_date_time=at("09:40"), created_by_contact_id=2, publish=1, description=said
    )


async def test_a_reply_taken_for_thanks_is_said_on_its_ticket_and_turned_round() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await world.change("TicketNotes", [thanks_of(91, 35, "Thanks, works now!")])
        await world.put("AttachmentInfo", [AttachmentInfo(id=8, ticket_id=35, ticket_note_id=91, full_path="bill.pdf")])
        await settled(pilot)
        await press(pilot, "slash", *"0035", "enter", "enter")
        assert isinstance(front(app), TicketScreen)
        assert "was taken for thanks" in text(app)
        await press(pilot, "K")
        assert isinstance(front(app), ThanksPage)
        assert "1 hidden" in text(app)
        assert "With it      file: bill.pdf · PDF" in text(app)
        await press(pilot, "n")
        assert "reply, you said" in text(app)
        await press(pilot, "escape")
        assert "was taken for thanks" not in text(app)
        await press(pilot, "K", "y", "escape")
        assert "was taken for thanks" in text(app)

        closed = ticket(60, "Docking station", contact_id=2, status=STATUS_IDS["Complete"], completed_date=at("09:00"))
        await world.change("Tickets", [closed])
        await world.change("TicketNotes", [thanks_of(92, 60, "It hangs again")])
        await world.later(1)
        await settled(pilot)
        assert "T20261124.0060 is complete, and" in text(app).replace("\n", " ")
        await press(pilot, "K")
        assert "a reply: open?" in text(app)
        assert "1 waits for you · 1 hidden · 2 of 2" in text(app)
        await press(pilot, "g", "x")
        assert "It is complete still." in text(app)
        await press(pilot, "O")
        assert "T20261124.0060 opened again" in text(app)
        assert "a reply: open?" not in text(app)
