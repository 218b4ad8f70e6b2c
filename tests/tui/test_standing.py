"""The first line, the line above the list and the titles: what they count, and how they say since when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from autotask.entities import Ticket
from desk.model import SyncState, SyncStatus
from replica.status import Progress
from tests.tui.seeing import lines, my_day, numbers, press, running, settled, text
from tests.tui.world import NOW, STATUS_IDS, World, at, ticket
from tui.screens.ticket import TicketScreen
from tui.words.notices import LINE, in_a_line


def urgent(id_: int, opened: str) -> Ticket:
    """A critical incident that nobody has begun; the earlier it was opened, the further in front."""
    return ticket(id_, "Server down", priority=4, status=1, first_response_date_time=None, create_date=at(opened))


def on_hold(id_: int) -> Ticket:
    """Late on a clock that a wait for the vendor does not stop; nobody can work on it."""
    return ticket(id_, "Spare part", status=STATUS_IDS["Waiting Vendor"], resolved_due_date_time=at("09:00"))


# The cursor and what comes while nobody looks


async def test_the_cursor_keeps_its_ticket_even_on_the_first_row_once_somebody_has_come() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "g")
        await world.change("Tickets", [urgent(51, "08:30")])
        world.machine.seconds += 20
        app.second_passed()
        await settled(pilot)
        assert numbers(app)[0] == 51
        assert my_day(app).queue.cursor_row.id.id == 32  # type: ignore[union-attr]
        await world.change("Tickets", [urgent(52, "08:05")])
        await settled(pilot)
        assert my_day(app).queue.cursor_row.id.id == 32  # type: ignore[union-attr]


async def test_waiting_changes_stay_readable_beside_an_alarm() -> None:
    world = World()
    async with running(world, size=(80, 24)) as (app, pilot):
        await press(pilot, "j", "j", "j")
        world.clock.advance(minutes=42)
        await world.change("Tickets", [ticket(50, "Brand new", resolved_due_date_time=at("10:30"))])
        await settled(pilot)
        assert "!! 1124.0031" in lines(app)[1]
        assert " changes, r " in lines(app)[1]


async def test_an_alarm_is_opened_by_a_click_and_looked_at_however_it_is_opened() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "j")
        world.clock.advance(minutes=42)
        await world.desk.settle()
        await settled(pilot)
        assert "!! 1124.0031" in lines(app)[1]
        await press(pilot, "enter", "escape")
        assert "!!" not in lines(app)[1]
        world.clock.advance(minutes=15)
        await world.desk.settle()
        await settled(pilot)
        await pilot.click(offset=(lines(app)[1].index("!! 1124.0033"), 1))
        await settled(pilot)
        assert isinstance(app.screen, TicketScreen)


async def test_waiting_changes_are_applied_by_a_click() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "j")
        await world.change("Tickets", [ticket(50, "Brand new", resolved_due_date_time=at("10:00"))])
        await settled(pilot)
        await pilot.click(offset=(lines(app)[1].index("change"), 1))
        await settled(pilot)
        assert 50 in numbers(app)


# The clock


@pytest.mark.parametrize("size", [(60, 16), (64, 20), (72, 24), (80, 24)])
async def test_the_time_of_the_day_is_never_cut(size: tuple[int, int]) -> None:
    world = World()
    async with running(world, size=size, demo=True) as (app, pilot):
        assert "09:41" in lines(app)[0]
        assert "● live 8s" in lines(app)[0]
        world.say(replace(world.sync.status, state=SyncState.THROTTLED))
        await settled(pilot)
        assert "09:41" in lines(app)[0]
        assert "THROTTLED" in lines(app)[0]


# What presses


async def test_the_first_line_counts_the_view_that_is_shown() -> None:
    async with running(World()) as (app, pilot):
        assert "!!1 late  !2 due soon" in lines(app)[0]
        await press(pilot, "l")
        assert "!!3 late  !3 due soon" in lines(app)[0]
        assert sum(" !! " in line or "│!! " in line for line in lines(app)[4:20]) == 3
        await press(pilot, "enter")
        assert "!!3 late  !3 due soon" in lines(app)[0]


async def test_the_first_line_leaves_out_what_nobody_can_work_on() -> None:
    world = World(tickets=[on_hold(61), ticket(62, "Work", resolved_due_date_time=at("09:30"))])
    async with running(world) as (app, _):
        assert [item.late for item in my_day(app).queue._rows] == [True, True]
        assert "!!1 late" in lines(app)[0]


async def test_a_filter_changes_no_figure_of_the_first_line() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "slash", *"contoso", "enter")
        assert "!!1 late  !2 due soon" in lines(app)[0]


# Before the copy was whole


def filling(done: int) -> SyncStatus:
    return SyncStatus(SyncState.FILLING, since=NOW, progress=Progress(done, 100, "notes of open tickets"))


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_while_the_copy_is_filled_nothing_is_claimed_that_may_yet_be_otherwise(size: tuple[int, int]) -> None:
    world = World()
    world.sync.status = filling(42)
    world.replica.notices.append("Autotask names no location with business hours: an office's count.")
    async with running(world, size=size) as (app, pilot):
        assert "VPN drops" in text(app)
        assert "reading ..." in text(app)
        assert "entered" not in text(app)
        assert "09:41" not in lines(app)[0]
        assert not app._notifications
        world.say(replace(world.sync.status, state=SyncState.LIVE, last_good=NOW))
        await settled(pilot)
        assert "reading ..." not in text(app)
        assert "0:37 of 9:00 entered" in text(app)
        assert "09:41" in lines(app)[0]
        assert len(app._notifications) == 1


async def test_a_list_that_is_being_read_is_not_called_empty() -> None:
    world = World(empty=True)
    world.sync.status = filling(3)
    async with running(world) as (app, _):
        assert "nothing yet" in text(app)
        assert "empty" not in text(app)


async def test_a_notice_that_the_fill_has_overtaken_is_never_told() -> None:
    world = World()
    world.sync.status = filling(42)
    world.replica.notices.append("Autotask names no location with business hours: an office's count.")
    async with running(world) as (app, pilot):
        world.replica.notices.clear()
        world.say(replace(world.sync.status, state=SyncState.LIVE, last_good=NOW))
        await settled(pilot)
        assert not app._notifications


async def test_a_first_reading_that_failed_says_how_far_it_came() -> None:
    world = World()
    world.sync.status = filling(91)
    async with running(world) as (app, pilot):
        world.say(SyncStatus(SyncState.OFFLINE, since=NOW - timedelta(seconds=8), sentence="No answer.", tries=1))
        await settled(pilot)
        assert "The first reading stopped at 91 %: what you see is a part of the desk." in text(app)
        assert "Nothing was read" not in text(app)
        assert "Cannot read from Autotask (for 8s)" in text(app)
        assert "not read yet" in text(app)


# Since when


async def test_trouble_is_dated_by_the_clock_of_the_desk() -> None:
    world = World()
    async with running(world) as (app, pilot):
        long_ago = NOW - timedelta(minutes=6)
        world.say(SyncStatus(SyncState.OFFLINE, since=long_ago + timedelta(minutes=1), last_good=long_ago,
                             next_try=NOW + timedelta(seconds=40), sentence="No answer.", tries=4))  # fmt: skip
        await settled(pilot)
        assert "OFFLINE since 09:35 · Work on next" in lines(app)[2]
        assert "Cannot read from Autotask (since 09:36, try 4, next in 40s)" in text(app)


async def test_a_wait_that_nobody_can_shorten_offers_no_key_and_tells_when_it_ends() -> None:
    world = World()
    async with running(world) as (app, pilot):
        status = SyncStatus(SyncState.THROTTLED, since=NOW, last_good=NOW, next_try=NOW + timedelta(minutes=19),
                            sentence="Requests are kept for writes.", tries=1, firm=True)  # fmt: skip
        world.say(status)
        await settled(pilot)
        assert "Held back by the request limit (since 09:41, next try 10:00)" in text(app)
        assert "r tries now" not in text(app)
        world.wall = NOW + timedelta(minutes=18, seconds=20)
        app.second_passed()
        await settled(pilot)
        assert "next in 40s" in text(app)
        world.say(replace(status, firm=False))
        await settled(pilot)
        assert "r tries now" in text(app)


async def test_refreshing_everything_promises_no_question_that_is_not_asked() -> None:
    world = World()
    async with running(world) as (app, pilot):
        world.say(SyncStatus(SyncState.THROTTLED, since=NOW, last_good=NOW, sentence="Not before.", firm=True))
        await press(pilot, "R")
        assert [told.message for told in app._notifications] == ["Everything is read anew."]


@pytest.mark.parametrize(
    ("state", "sentence", "heading"),
    [
        (SyncState.UNAUTHORISED, "Autotask refuses Tickets to this API user.", "Autotask refuses access (since"),
        (SyncState.UNAUTHORISED, "The API key was refused.", "Autotask refuses access (since"),
        (SyncState.STALE, "Autotask lists 0 of 213 open tickets.", "The data may be out of date (since"),
        (SyncState.STALE, "Autotask has not answered for a while.", "The data may be out of date (since"),
    ],
)
async def test_the_heading_of_a_trouble_is_true_of_each_of_its_causes(
    state: SyncState, sentence: str, heading: str
) -> None:
    world = World()
    async with running(world) as (app, pilot):
        world.say(SyncStatus(state, since=NOW, last_good=NOW, sentence=sentence))
        await settled(pilot)
        assert heading in text(app)
        assert sentence in text(app)


async def test_what_autotask_does_not_show_is_marked_while_it_is_so_and_named_at_f1_of_every_screen() -> None:
    world = World()
    refused = "Autotask refuses TicketNotes to this API user: conversations are not shown."
    async with running(world) as (app, pilot):
        world.replica.notices.append(refused)
        world.say(replace(world.sync.status, detail=refused))
        await settled(pilot)
        assert "● live in part 8s" in lines(app)[0]
        for keys in (("f1",), ("escape", "enter", "f1")):
            await press(pilot, *keys)
            assert refused in text(app)
        world.say(replace(world.sync.status, detail=""))
        await press(pilot, "escape")
        assert "● live 8s" in lines(app)[0]


async def test_an_answer_that_is_long_in_coming_is_said_to_be_late() -> None:
    world = World()
    async with running(world) as (app, pilot):
        world.say(replace(world.sync.status, state=SyncState.SYNCING, since=NOW))
        await settled(pilot)
        assert "◌ syncing 8s" in lines(app)[0]
        world.wall = NOW + timedelta(seconds=20)
        app.second_passed()
        await settled(pilot)
        assert "◌ answer late 20s" in lines(app)[0]


# Notices


@pytest.mark.parametrize(
    ("notice", "line"),
    [
        ("The copy was damaged and is read anew.", "The copy was damaged and is read anew."),
        (
            "No ticket has a resolution plan recorded, so it seems that no status of the tenant records one: map one.",
            "No ticket has a resolution plan recorded · F1 says more",
        ),
        (
            'The time zone of the office of the second largest subsidiary ("Mars") is not one we know.',
            "The time zone of the office of the secon… · F1 says more",
        ),
    ],
)
def test_a_notice_is_told_in_one_line(notice: str, line: str) -> None:
    assert in_a_line(notice) == line
    assert len(line) <= LINE


async def test_f1_tells_a_notice_in_full_and_explains_the_clock_that_never_stops() -> None:
    world = World()
    world.replica.notices.append("No ticket has a plan, so it seems that no status of the tenant records one: map one.")
    async with running(world, size=(200, 50)) as (app, pilot):
        await press(pilot, "f1")
        assert "no status of the tenant records one: map one." in text(app)
        assert "1d 3h 24/7" in text(app)
        assert "in the view that is shown" in text(app)
