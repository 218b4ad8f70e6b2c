"""My day, driven by keys, on a real desk."""

from dataclasses import replace
from datetime import timedelta

import pytest

from autotask.entities import Ticket
from desk.model import SyncState, SyncStatus, View
from tests.tui.seeing import lines, my_day, numbers, press, running, settled, text
from tests.tui.world import NOW, STATUS_IDS, World, at, ticket
from tui.app import ServiceDesk
from tui.screens.notices import NOTICE_SECONDS
from tui.screens.ranking import Ranking
from tui.screens.ticket import TicketScreen
from tui.widgets.live_table import FIRST_LINE


async def test_the_first_screen_shows_what_to_work_on_next_and_why() -> None:
    async with running(World()) as (app, _):
        assert numbers(app)[:4] == [32, 31, 34, 33]
        shown = text(app)
        for words in ("Work on next", "LATE 0:12", "10:30 appt", "1 of 9 · 2 waiting", "Why T20261124.0032 is 1st"):
            assert words in shown
        assert "● live 8s" in lines(app)[0]
        assert "Ana Ruiz · Tue 24 Nov 09:41" in lines(app)[0]


async def test_the_day_shows_entries_gaps_and_bookings() -> None:
    async with running(World()) as (app, _):
        shown = text(app)
        for words in ("Today · 0:37 of 9:00 entered", "08:30–09:18 GAP 0:48", "10:30–11:30 @ Onboard J. Diaz"):
            assert words in shown


async def test_the_preview_follows_the_cursor() -> None:
    async with running(World()) as (app, pilot):
        assert "The alarm in the server room is beeping" in text(app)
        await press(pilot, "j")
        assert "Still dropping, now also for Tom and Priya." in text(app)
        assert "Why T20261124.0031 is 2nd" in text(app)


async def test_an_order_that_changes_under_a_person_waits_and_is_announced() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "j", "j")
        before, line = numbers(app), my_day(app).queue.cursor_line
        await world.change("Tickets", [ticket(35, "Printer offline", resolved_due_date_time=at("09:45"), company_id=2)])
        await world.change("Tickets", [ticket(50, "Brand new", resolved_due_date_time=at("10:00"))])
        await settled(pilot)
        assert numbers(app) == before
        assert "2 changes, r shows them" in lines(app)[1]
        await press(pilot, "r")
        assert 50 in numbers(app)
        assert numbers(app).index(35) < before.index(35)
        assert my_day(app).queue.cursor_row is not None
        assert my_day(app).queue.cursor_row.id.id == before[3]  # type: ignore[union-attr]
        assert my_day(app).queue.cursor_line >= line
        assert "changes" not in lines(app)[1]
        assert world.sync.asked == 1


async def test_waiting_changes_come_in_once_the_person_has_left_the_list_alone() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "j")
        await world.change("Tickets", [ticket(50, "Brand new", resolved_due_date_time=at("10:00"))])
        await settled(pilot)
        app.second_passed()
        assert 50 not in numbers(app)
        world.machine.seconds += 20
        app.second_passed()
        await settled(pilot)
        assert 50 in numbers(app)
        assert my_day(app).queue.cursor_row.id.id == 31  # type: ignore[union-attr]


async def test_changes_come_in_at_once_while_nobody_is_there() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await world.change("Tickets", [ticket(50, "Brand new", resolved_due_date_time=at("10:00"))])
        await settled(pilot)
        assert 50 in numbers(app)


async def test_a_row_that_leaves_under_a_person_says_so_and_stays_on_its_line() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "j")
        before = numbers(app)
        await world.change("Tickets", [ticket(31, "VPN drops", status=STATUS_IDS["Complete"], completed_date=NOW)])
        await settled(pilot)
        assert numbers(app) == before
        row = my_day(app).queue.render_line(FIRST_LINE + 1).text
        assert "0031" in row
        assert "gone" in row
        assert "left" not in row


async def test_pause_holds_everything_until_it_is_pressed_again() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "p")
        world.machine.seconds += 3600
        await world.change("Tickets", [ticket(50, "Brand new", resolved_due_date_time=at("10:00"))])
        await world.change("Tickets", [ticket(31, "Renamed while paused")])
        await settled(pilot)
        app.second_passed()
        assert 50 not in numbers(app)
        assert "Renamed while paused" not in text(app)
        assert "PAUSED" in lines(app)[0]
        assert "p resumes" in lines(app)[1]
        await press(pilot, "p")
        assert 50 in numbers(app)
        assert "Renamed while paused" in text(app)
        assert "PAUSED" not in lines(app)[0]


async def test_a_new_breach_shows_at_once_above_the_list_and_moves_no_row() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "j", "j")
        before = lines(app)[2:15]
        world.clock.advance(minutes=42)
        await world.desk.settle()
        await settled(pilot)
        assert "!! 1124.0031 resolution plan missed" in lines(app)[1]
        assert "! opens" in lines(app)[1]
        assert [line[:20] for line in lines(app)[2:4]] == [line[:20] for line in before[:2]]
        assert numbers(app)[:4] == [32, 31, 34, 33]
        assert "! alarm" in lines(app)[-1]
        await press(pilot, "exclamation_mark")
        assert isinstance(app.screen, TicketScreen)
        await press(pilot, "escape")
        assert "!!" not in lines(app)[1]


async def test_rows_out_of_sight_are_counted_in_the_edges() -> None:
    crowd = [ticket(at_, f"Number {at_}") for at_ in range(100, 140)]
    async with running(World(tickets=crowd), size=(80, 24)) as (app, pilot):
        assert "above" not in lines(app)[2]
        below = len(crowd) - my_day(app).queue._at.page
        bottom = 2 + my_day(app).queue.size.height - 1
        assert f"▼ {below} below" in lines(app)[bottom]
        await press(pilot, "G")
        assert f"▲ {below} above" in lines(app)[2]
        assert "below" not in lines(app)[bottom]
        assert len(lines(app)[2]) == 80


def urgent(id_: int, opened: str) -> Ticket:
    """A critical incident that nobody has begun; the earlier it was opened, the further in front."""
    return ticket(id_, "Server down", priority=4, status=1, first_response_date_time=None, create_date=at(opened))


async def test_whoever_applied_the_changes_themselves_keeps_their_ticket() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "g")
        await world.change("Tickets", [urgent(51, "08:30")])
        await press(pilot, "r")
        assert my_day(app).queue.position == 1
        world.machine.seconds += 20
        app.second_passed()
        assert my_day(app).queue.cursor_row.id.id == 32  # type: ignore[union-attr]


async def test_the_ranking_opens_with_its_first_line_in_sight_where_the_item_allows() -> None:
    crowd = [ticket(at_, f"Number {at_}") for at_ in range(100, 160)]
    async with running(World(tickets=crowd), size=(80, 24)) as (app, pilot):
        await press(pilot, *"jjjjj", "w")
        assert isinstance(app.screen, Ranking)
        assert app.screen.table.cursor_line == app.screen.table.position == 5
        await press(pilot, "escape", "G", "w")
        assert app.screen.table.position == len(crowd) - 1
        assert app.screen.table.cursor_line == app.screen.table._at.page - 1


async def test_until_somebody_comes_the_cursor_stays_on_the_first_row() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await world.change("Tickets", [ticket(51, "In front of all", resolved_due_date_time=at("09:42"))])
        await settled(pilot)
        assert my_day(app).queue.position == 0
        await press(pilot, "j")
        under = my_day(app).queue.cursor_key
        await world.change("Tickets", [ticket(52, "In front again", resolved_due_date_time=at("09:41"))])
        await settled(pilot)
        assert my_day(app).queue.cursor_key == under


async def test_what_a_person_should_know_once_is_told_once() -> None:
    world = World()
    async with running(world) as (app, pilot):
        world.replica.notices.append("The copy was damaged and is [b]read anew[/b].")
        await world.change("Tickets", [ticket(51, "One")])
        await settled(pilot)
        await world.change("Tickets", [ticket(52, "Two")])
        await settled(pilot)
        told = [notice.message for notice in app._notifications]
        assert told.count("The copy was damaged and is [b]read anew[/b].") == 1


async def test_views_are_walked_and_each_remembers_its_place() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "j", "j", "l")
        assert my_day(app).queue.view is View.TEAM
        assert len(numbers(app)) == 14
        assert "Owner" in text(app)
        await press(pilot, "l")
        assert sorted(numbers(app)) == [40, 41]
        await press(pilot, "l")
        assert my_day(app).queue.position == 2


async def test_the_ranking_lists_everything_and_goes_to_what_is_chosen() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "w")
        assert "Full ranking, mine" in text(app)
        await press(pilot, "j", "j", "j", "enter")
        assert my_day(app).queue.position == 3


STATES = (
    (SyncState.STALE, "▲ STALE 6m", "STALE since 09:35 · Work on next"),
    (SyncState.OFFLINE, "x OFFLINE 6m", "OFFLINE since 09:35 · Work on next"),
    (SyncState.THROTTLED, "▲ THROTTLED 6m", "THROTTLED since 09:35"),
    (SyncState.UNAUTHORISED, "x REFUSED 6m", "REFUSED since 09:35"),
)


@pytest.mark.parametrize(("state", "badge", "title"), STATES)
async def test_trouble_is_told_in_words_and_the_data_stays(state: SyncState, badge: str, title: str) -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "j")
        before = lines(app)[4:14]
        world.say(trouble(state))
        await settled(pilot)
        assert badge in lines(app)[0]
        assert title in lines(app)[2]
        assert "The certificate is signed by Zscaler Root" in text(app)
        assert "Set ca_file under [autotask]" in text(app)
        assert lines(app)[4:14] == before
        await press(pilot, "escape")
        assert "Zscaler" not in text(app)
        assert badge in lines(app)[0]
        world.say(replace(trouble(state), state=SyncState.LIVE, last_good=NOW))
        await settled(pilot)
        assert "● live" in lines(app)[0]


def trouble(state: SyncState) -> SyncStatus:
    return SyncStatus(
        state,
        since=NOW - timedelta(minutes=6),
        last_good=NOW - timedelta(minutes=6),
        next_try=NOW + timedelta(seconds=40),
        sentence="TLS: The certificate is signed by Zscaler Root, which is not trusted here.",
        detail="Set ca_file under [autotask] in the configuration.",
        tries=4,
    )


async def test_a_first_fill_shows_how_far_it_is_and_never_an_empty_desk() -> None:
    from replica.status import Progress

    world = World(empty=True)
    world.sync.status = SyncStatus(SyncState.FILLING, since=NOW, progress=Progress(512, 1204, "open tickets"))
    async with running(world) as (app, _):
        shown = text(app)
        assert "filling 42%" in lines(app)[0]
        assert "512 of 1,204 open tickets" in lines(app)[2]
        assert "Reading the desk for the first time." in shown
        assert "Nothing is due" not in shown


async def test_nothing_to_do_is_said_with_the_next_step() -> None:
    async with running(World(tickets=[ticket(40, "Nobody's", assigned_resource_id=None)])) as (app, pilot):
        assert "Nothing is due." in text(app)
        await press(pilot, "slash", *"zzz")
        assert "Nothing in this view fits the filter zzz" in text(app)


async def test_somebody_unknown_sees_the_team_and_is_told_why() -> None:
    async with running(World(me="Anna Ruis")) as (app, _):
        assert my_day(app).queue.view is View.TEAM
        assert "Ana Ruiz" in text(app)
        assert "Mine" not in lines(app)[1]


async def test_notices_are_told_one_after_the_other_and_leave_the_list_in_sight() -> None:
    world = World()
    world.replica.notices += [f"The time zone of office {number} is not one we know." for number in range(3)]
    async with running(world, size=(80, 24)) as (app, pilot):
        for number in range(3):
            told = [notice.message for notice in app._notifications]
            assert told == world.replica.notices[: number + 1]
            assert "● live" in lines(app)[0]
            for _ in range(int(NOTICE_SECONDS)):
                app.second_passed()
            await settled(pilot)
        assert len(app._notifications) == 3


async def test_the_window_may_be_too_small_and_grow_again() -> None:
    async with running(World(), size=(59, 15)) as (app, pilot):
        assert "Make the window at least 60x16." in text(app)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "Work on next" in text(app)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (100, 30), (120, 36), (160, 45), (200, 50)])
async def test_hints_fit_and_end_with_the_way_to_all_others(size: tuple[int, int]) -> None:
    async with running(World(), size=size) as (app, _):
        last = lines(app)[-1]
        assert len(last) == size[0]
        assert "? keys" in last
        if size[0] < 100:
            assert len([hint for hint in last.split("  ") if hint.strip()]) <= 7


async def test_time_alone_repaints_the_countdown() -> None:
    world = World()
    async with running(world) as (app, _):
        world.clock.advance(minutes=1)
        app.second_passed()
        row = my_day(app).queue.render_line(FIRST_LINE + 1).text
        assert "0:40 left" in row
        assert "09:42" in my_day(app).top.text[0]


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [
        ((80, 24), (100, 24)),
        ((99, 27), (100, 28)),
        ((100, 28), (110, 30)),
        ((110, 33), (119, 34)),
        ((80, 20), (120, 36)),
    ],
)
async def test_a_larger_window_shows_no_fewer_tickets_and_always_their_priority(
    smaller: tuple[int, int], larger: tuple[int, int]
) -> None:
    crowd = [ticket(number, f"Number {number}", priority=1) for number in range(100, 140)]
    async with running(World(tickets=crowd), size=smaller) as (app, pilot):
        before = rows(app)
        await pilot.resize_terminal(*larger)
        await settled(pilot)
        assert len(rows(app)) >= len(before)
        assert all(" P2 " in row for row in rows(app))


def rows(app: ServiceDesk) -> list[str]:
    """What is on the lines of the list."""
    queue = my_day(app).queue
    return [queue.render_line(FIRST_LINE + line).text for line in range(queue._at.page)]
