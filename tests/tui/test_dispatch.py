"""Dispatch: what needs a hand and why, who can take it, and what a dispatcher does; from the keys to the PSA."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from autotask.entities import ResourceServiceDeskRole, Ticket, TicketHistory, TicketNote
from desk.interventions.model import Tab
from desk.model import ItemId, ItemKind
from tests.tui.handed import LEAD, TECH, Handed
from tests.tui.seeing import front, lines, my_day, press, running, settled, text
from tests.tui.world import NOW, STATUS_IDS, World, at, ticket, tickets
from tui.app import ServiceDesk
from tui.forms.confirm import Confirm
from tui.screens.dispatch import Dispatch
from tui.screens.my_day import MyDay
from tui.screens.ticket import TicketScreen

UPS, SCANNER, VLAN, SHARE, TEAMS = 32, 42, 41, 43, 40
"""What needs a hand in the world, the gravest first."""


def screen(app: ServiceDesk) -> Dispatch:
    shown = app.screen_stack[0]
    assert isinstance(shown, Dispatch)
    return shown


def listed(app: ServiceDesk) -> Sequence[int]:
    """The tickets in the order on the screen."""
    return [item.id.id for item in screen(app).queue.rows]


def held(world: Handed, id_: int) -> Ticket:
    found: Ticket = next(row for row in world.server.truth(Ticket) if row.id == id_)
    return found


async def arrived(world: Handed) -> None:
    """Past every undo window, and sent."""
    await world.later(20)
    await world.sent()


def under_cursor(app: ServiceDesk) -> int:
    item = screen(app).subject
    assert item is not None
    return item.id.id


# The list -------------------------------------------------------------------------------------------------------------


async def test_two_leads_there_from_anywhere_and_one_back_to_where_one_was() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "j", "j", "2")
        assert listed(app) == [UPS, SCANNER, VLAN, SHARE, TEAMS]
        assert "first response missed 09:29" in text(app)
        await press(pilot, "j", "enter")
        assert isinstance(front(app), TicketScreen)
        assert "ticket 2 of 5" in text(app)
        await press(pilot, "1")
        day = front(app)
        assert isinstance(day, MyDay)
        assert day.queue.position == 2
        await press(pilot, "2")
        assert isinstance(front(app), TicketScreen), "what lay over it is still there"
        await press(pilot, "2")
        assert under_cursor(app) == SCANNER
        await press(pilot, "ctrl+p", *"unassigned", "enter")
        assert isinstance(front(app), MyDay), "the views of the queue are on the first screen"
        await press(pilot, "2")
        screen(app).seat.hands.acts = None
        screen(app).seat.hands.refuse("Another servicedeck works on this data.")
        await press(pilot, "j")
        assert "told only where one can assign" in text(app)


async def test_headings_have_counts_and_each_shows_its_own_reason() -> None:
    async with running(World()) as (app, pilot):
        await press(pilot, "2")
        assert "[All 5]" in lines(app)[1]
        assert "!! Late 3" in lines(app)[1]
        await press(pilot, "h", "h")
        assert screen(app).needs.tab is Tab.BOOK
        await press(pilot, "l", "l", "l", "l", "l")
        assert listed(app) == [UPS, VLAN, TEAMS]
        assert "untriaged for" in next(line for line in lines(app) if line.startswith(" Why "))
        await press(pilot, "j", "l", "h")
        assert under_cursor(app) == VLAN, "the cursor stands where it was left under each heading"
        await press(pilot, "slash", *"teams", "enter")
        assert listed(app) == [TEAMS]
        await press(pilot, "slash", *"xyz", "enter")
        assert "esc clears it" in text(app)
        await press(pilot, "escape")
        assert listed(app) == [UPS, VLAN, TEAMS]


async def test_nothing_moves_under_a_person_and_what_waits_is_announced() -> None:
    world = World()
    async with running(world) as (app, pilot):
        await press(pilot, "2", "j", "j", "space")
        before = listed(app)
        await world.change("Tickets", [ticket(UPS, "Server room UPS alarm", status=STATUS_IDS["Complete"])])
        await settled(pilot)
        assert (listed(app), under_cursor(app)) == (before, VLAN)
        assert "done" in next(line for line in lines(app) if "0032" in line)
        assert "r shows" in lines(app)[1]
        assert "Late 2" in lines(app)[1]
        await press(pilot, "r")
        assert UPS not in listed(app)
        assert under_cursor(app) == VLAN
        assert screen(app).queue.marks == {ItemId(ItemKind.TICKET, VLAN)}


async def test_a_desk_where_nothing_needs_a_hand_says_what_comes_next() -> None:
    calm = [ticket(31, "VPN", create_date=at("09:30"), last_activity_date=at("09:35"))]
    async with running(World(tickets=calm)) as (app, pilot):
        await press(pilot, "2")
        assert "Nothing needs a decision. Next SLA event: T20261124.0031" in text(app)
        assert "a assign" not in lines(app)[-1]
        assert "/ filter" in lines(app)[-1]
        await press(pilot, "a", "d", "enter", "h", "l")
        assert isinstance(app.screen, Dispatch)


# Who can take it ------------------------------------------------------------------------------------------------------


async def test_everybody_is_shown_with_what_they_have_and_a_digit_takes_a_suggestion() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        second = ResourceServiceDeskRole(id=33, resource_id=3, role_id=LEAD, is_active=True)
        await world.change("ResourceServiceDeskRoles", [second])
        await press(pilot, "2", "j", "j")
        assert any(line.split()[1:4] == ["Ana", "Ruiz", "9"] and "1:00/9:00" in line for line in lines(app))
        assert any("3 Chi Wu  free now, 1 open" in line for line in lines(app))
        await pilot.resize_terminal(200, 50)
        await settled(pilot)
        assert "Nothing has been said on it yet." in text(app), "a large window has room for the ticket"
        await press(pilot, "1")
        assert my_day(app).preview.display
        await pilot.resize_terminal(120, 36)
        await press(pilot, "2")
        await press(pilot, "a")
        assert "1-3 picks" in text(app)
        assert "  3 Chi Wu" in text(app)
        await press(pilot, "3")
        assert isinstance(app.screen, Dispatch), "in the role that was suggested, which is not asked for"
        await arrived(world)
        await settled(pilot)
        assert "now: Chi Wu" in text(app)
        row = held(world, VLAN)
        assert (row.assigned_resource_id, row.assigned_resource_role_id) == (3, TECH)
        assert " Last " in lines(app)[-2]
        assert "Chi Wu" in lines(app)[-2]


async def test_a_digit_that_is_typed_behind_a_letter_is_a_letter() -> None:
    async with running(Handed()) as (app, pilot):
        await press(pilot, "2", "a", "e", "1")
        assert "Nothing fits: e1" in text(app)
        await press(pilot, "backspace")
        assert "3 Chi Wu" not in text(app).partition("Person")[2].partition("nobody")[0]


# What is done about it ------------------------------------------------------------------------------------------------


async def test_tickets_are_sorted_by_workflow_by_impact_and_urgency_and_into_queues() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "2", "j", "C")
        assert "priority High" in next(line for line in lines(app) if "W02" in line)
        await press(pilot, *"w02", "enter")
        await press(pilot, "j", "I", *"everybody bad", "enter")
        await press(pilot, "j", "space", "j", "space", "Q", *"onb", "enter")
        assert "Queue Onboarding: 2 tickets?" in text(app)
        await press(pilot, "y")
        await arrived(world)
        assert [held(world, id_).priority for id_ in (SCANNER, VLAN)] == [1, 4]
        assert [held(world, id_).queue_id for id_ in (SHARE, TEAMS)] == [9, 9]


async def test_a_new_promise_is_a_date_and_a_note_for_the_customer() -> None:
    world = Handed()
    async with running(world, size=(80, 24)) as (app, pilot):
        await press(pilot, "2", "j", "d", "ctrl+s")
        assert "Say by when" in text(app)
        await press(pilot, *"17:00", "tab", *"The part comes at noon.", "ctrl+t")
        assert "TELL THE CUSTOMER" in text(app)
        await press(pilot, "ctrl+s")
        assert "promised by 17:00 and told to the customer" in text(app)
        await arrived(world)
        assert held(world, SCANNER).due_date_time == at("17:00")
        (note,) = [row for row in world.server.truth(TicketNote) if row.ticket_id == SCANNER]
        assert (note.publish, note.description) == (1, "The part comes at noon.")


async def test_a_nudge_gives_the_tickets_own_reason_and_stays_inside() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "2", "j", "m", "enter")
        await arrived(world)
        (note,) = [row for row in world.server.truth(TicketNote) if row.ticket_id == SCANNER]
        assert note.publish == 2
        assert (note.description or "").startswith("Ben Cole, a nudge from Ana Ruiz: resolution plan missed 08:01")
        await press(pilot, "j", "m", *"hurry", "enter")
        assert "Nobody has T20261124.0041" in text(app)


async def test_marked_tickets_of_one_trouble_become_one() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "2", "j", "space", "j", "j", "space", "D")
        assert "2 tickets become one: which goes on?" in text(app)
        await press(pilot, *"migrate", "enter")
        assert isinstance(app.screen, Confirm)
        assert "T20261124.0042" in text(app)
        await press(pilot, "y")
        assert not screen(app).queue.marks
        await arrived(world)
        assert held(world, SCANNER).status == STATUS_IDS["Complete"]
        assert held(world, SHARE).status != STATUS_IDS["Complete"]


async def test_who_was_faster_is_named_before_a_ticket_is_given_away() -> None:
    world = Handed(rereads=True)
    async with running(world) as (app, pilot):
        await press(pilot, "2", "j", "j", "a")
        theirs: dict[str, Any] = {"assigned_resource_id": 6, "last_activity_resource_id": 6, "last_activity_date": NOW}
        world.server.put(replace(held(world, VLAN), **theirs))
        line = "Assigned resource changed from (none) to Sam Hale"
        world.server.put(TicketHistory(id=1, ticket_id=VLAN, action="Edited", date=NOW, detail=line, resource_id=6))
        await press(pilot, *"chi", "enter")
        assert isinstance(app.screen, Confirm)
        assert "T20261124.0041 was changed by Sam Hale 0 s ago: owner Sam Hale," in text(app)
        await press(pilot, "escape")
        await arrived(world)
        assert held(world, VLAN).assigned_resource_id == 6


async def test_a_large_window_shows_how_work_flows_and_what_is_due_next() -> None:
    done = ticket(60, "Old", status=STATUS_IDS["Complete"], completed_date=at("09:00"), create_date=at("08:50"),
                  resolved_date_time=at("09:00"), first_response_due_date_time=at("08:00"))  # fmt: skip
    many = [ticket(70 + n, "Soon", resolution_plan_due_date_time=at("12:00")) for n in range(9)]
    world = Handed(tickets=[*tickets(), *many, done])
    async with running(world, (200, 50)) as (app, pilot):
        await press(pilot, "2")
        assert text(app).count("closed work is still being read") == 4, "unknown is not nought"
        world.sync.say(replace(world.sync.status, covers_since=NOW - timedelta(days=30)))
        await press(pilot, "1", "2")
        flow, coming = screen(app).pulse.flow.text, screen(app).pulse.coming.text
        assert flow[0].endswith("21   open 23 (+20)   waiting 2")
        assert [line.partition(" %")[0].split()[-1] for line in flow[2:]] == ["0", "100"]
        assert coming[0].split()[:2] == ["10:00", "10:30"]
        assert "1124.0031 10:22 resolution plan" in coming[1]
        assert coming[-1].endswith("+8")
        await pilot.resize_terminal(200, 40)
        await settled(pilot)
        assert not screen(app).pulse.display, "the list goes first where lines are few"
