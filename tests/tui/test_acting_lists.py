"""Acts that ask for one thing from a list, from the keys to what the PSA holds; on one ticket and on all marked."""

import pytest

from autotask.entities import ResourceServiceDeskRole, Ticket, TicketNote, TicketSecondaryResource
from desk.model import ItemId, View
from tests.tui.handed import LEAD, TECH, Handed
from tests.tui.seeing import lines, my_day, press, running, text
from tests.tui.world import STATUS_IDS, STATUSES
from tui.forms.confirm import Confirm
from tui.screens.ticket import TicketScreen

DECISION = "Waiting Customer decision"
"""A status that waits, and that no kind of hold has for its own."""

UPS, VPN, OUTLOOK = 32, 31, 33
"""The first three of Ana's queue."""


async def arrived(world: Handed) -> None:
    """Past every undo window, and sent."""
    await world.later(10)
    await world.sent()


def held(world: Handed, id_: int) -> Ticket:
    found: Ticket = next(row for row in world.server.truth(Ticket) if row.id == id_)
    return found


# A person ------------------------------------------------------------------------------------------------------------


async def test_assigning_shows_who_has_room_and_gives_the_role_they_hold() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "a")
        shown = text(app)
        assert "Assign T20261124.0032 Server room UPS alarm" in shown
        assert "1 open, 1 late · Technician" in shown
        assert "Ana Ruiz (you)" in shown
        await press(pilot, *"ben", "enter")
        await arrived(world)
        row = held(world, UPS)
        assert (row.assigned_resource_id, row.assigned_resource_role_id) == (2, TECH)


async def test_who_holds_several_roles_is_asked_for_one_the_proposed_first() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await world.put(
            "ResourceServiceDeskRoles", [ResourceServiceDeskRole(id=90, resource_id=2, role_id=LEAD, is_active=True)]
        )
        await press(pilot, "a", *"ben", "enter")
        assert "In which role has Ben Cole it?" in text(app)
        assert "proposed" in next(line for line in lines(app) if "Technician" in line)
        await press(pilot, *"lead", "enter")
        await arrived(world)
        assert held(world, UPS).assigned_resource_role_id == LEAD


async def test_tab_adds_a_second_pair_of_hands_and_takes_it_off_again() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "a", *"chi", "tab")
        await arrived(world)
        assert [row.resource_id for row in world.server.truth(TicketSecondaryResource)] == [3]
        await press(pilot, "a", *"chi")
        assert "second hand" in next(line for line in lines(app) if "Chi Wu" in line)
        await press(pilot, "tab")
        await arrived(world)
        assert world.server.truth(TicketSecondaryResource) == []


async def test_nobody_gives_it_back_to_the_queue() -> None:
    world = Handed()
    async with running(world) as (_app, pilot):
        await press(pilot, "a", *"nobody", "enter")
        await arrived(world)
        assert held(world, UPS).assigned_resource_id is None


# A status ------------------------------------------------------------------------------------------------------------


async def test_a_status_is_set_by_its_own_words() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "c")
        assert any("> " in line and "New " in line and " now" in line for line in lines(app))
        await press(pilot, *"progr", "enter")
        assert "status In Progress on T20261124.0032" in text(app)
        await arrived(world)
        assert held(world, UPS).status == STATUS_IDS["In Progress"]


async def test_a_status_that_waits_is_a_hold_and_complete_is_its_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.tui.world.STATUSES", (*STATUSES, DECISION))
    monkeypatch.setitem(STATUS_IDS, DECISION, 99)
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "c", *"complete", "enter")
        assert "Complete T20261124.0032" in text(app)
        await press(pilot, "escape", "c", *"waiting cust", "enter", *"asked for a date", "enter")
        await arrived(world)
        assert held(world, UPS).status == STATUS_IDS["Waiting Customer"]
        assert any("asked for a date" in (row.description or "") for row in world.server.truth(TicketNote))
        await press(pilot, "j", "c", *"decision", "enter")
        assert "A day is needed: only you can say. Until then its status is Waiting Customer decision." in text(app)
        await press(pilot, *"the board meets", "enter")
        assert "no hold without a release" in text(app)
        await press(pilot, *"fri", "enter")
        await arrived(world)
        assert 99 in {row.status for row in world.server.truth(Ticket)}


async def test_escape_changes_nothing() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "c", "down", "escape")
        assert app.screen is my_day(app)
        await arrived(world)
        assert world.server.writes == 0


async def test_nothing_opens_in_a_session_that_only_reads() -> None:
    async with running(Handed(read_only="read-only: servicedeck was started with --read-only")) as (app, pilot):
        for key in "cESfuxT":
            await press(pilot, key)
            assert app.screen is my_day(app)
            assert "--read-only" in text(app), key
            app.clear_notifications()
        await press(pilot, "M", "f")
        assert "--read-only" in text(app)


# Marked tickets -------------------------------------------------------------------------------------------------------


async def test_marked_tickets_are_asked_about_once_and_told_once() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "space", "j", "space", "c", *"progr", "enter")
        assert isinstance(app.screen, Confirm)
        assert "Set to In Progress: 2 tickets?" in text(app)
        assert "T20261124.0031" in text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Confirm), "Enter has just been pressed and must not answer"
        await press(pilot, "y")
        assert "2 of 2 done" in text(app)
        assert not my_day(app).queue.marks
        await arrived(world)
        assert {held(world, id_).status for id_ in (UPS, VPN)} == {STATUS_IDS["In Progress"]}


async def test_those_that_cannot_are_named_with_the_reason_and_the_others_go() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "space", "j", "space", "a", *"ana", "tab")
        assert isinstance(app.screen, Confirm)
        assert "none can be" in text(app)
        assert "T20261124.0031, T20261124.0034: The ticket is assigned to them already." in text(app)
        await press(pilot, "escape")
        assert my_day(app).queue.marks


async def test_time_and_completion_are_of_one_and_of_the_marked_one() -> None:
    async with running(Handed()) as (app, pilot):
        await press(pilot, "space", "j", "x")
        assert "Complete T20261124.0032" in text(app)
        await press(pilot, "escape", "space", "x", "t", "E")
        assert app.screen is my_day(app)
        assert "one at a time" in text(app)


async def test_undo_takes_all_of_a_bulk_act_back() -> None:
    world = Handed()
    async with running(world) as (_app, pilot):
        await press(pilot, "space", "j", "space", "c", *"progr", "enter", "y", "u")
        await arrived(world)
        assert world.server.writes == 0


async def test_taking_several_asks_once() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "l", "l", "asterisk", "A")
        assert "Take: 2 tickets?" in text(app)
        await press(pilot, "y")
        await arrived(world)
        assert {held(world, id_).assigned_resource_id for id_ in (40, 41)} == {1}


# Skip -----------------------------------------------------------------------------------------------------------------


async def test_skipping_takes_one_key_and_a_reason_listed_or_typed() -> None:
    reasons = {"on another call": (), "scheduled": tuple("sched"), "at lunch": tuple("at lunch")}
    async with running(Handed()) as (app, pilot):
        await press(pilot, "j")
        for said, typed in reasons.items():
            await press(pilot, "z", *typed, "enter")
            assert f"skipped: {said}" in text(app)


async def test_what_is_skipped_goes_behind_and_says_so_in_its_why_and_on_its_page() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j")
        queue = my_day(app).queue
        skipped = queue.cursor_key
        await press(pilot, "z", "enter")
        assert isinstance(skipped, ItemId)
        assert queue.position == 1, "what comes after it has moved up to the cursor"
        assert queue.cursor_key != skipped
        await press(pilot, "w")
        offered = [item.id for item in world.desk.queue(View.MINE).items if item.place.offered]
        assert offered[-1] == skipped
        assert "you skipped it at 09:41 (on another call)" in text(app)
        await press(pilot, "escape")
        queue.move_to(skipped)
        await press(pilot, "enter")
        assert "Skipped    09:41 by you: on another" in text(app)


async def test_several_are_skipped_with_one_reason_after_one_question() -> None:
    async with running(Handed()) as (app, pilot):
        await press(pilot, "space", "j", "space", "z", "enter")
        assert "Skip (on another call): 2 tickets?" in text(app)
        await press(pilot, "y")
        assert "2 of 2 done" in text(app)
        assert not my_day(app).queue.marks


# Duplicates -----------------------------------------------------------------------------------------------------------


async def test_a_duplicate_goes_into_the_ticket_that_was_chosen_after_a_question() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "D")
        assert "T20261124.0035 Printer offline at front desk" in text(app)
        await press(pilot, *"printer", "enter")
        assert "Autotask's API cannot merge tickets" in text(app)
        await press(pilot, "y")
        await world.later(20)
        await world.sent()
        assert held(world, UPS).status == STATUS_IDS["Complete"]
        note = next(row for row in world.server.truth(TicketNote) if row.ticket_id == 35)
        assert "Duplicate T20261124.0032" in (note.title or "")


async def test_a_duplicate_of_another_companys_ticket_is_found_by_its_number_and_doubted() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "D", *"0031", "enter")
        assert "another company" in text(app)
        await press(pilot, "n")
        await arrived(world)
        assert world.server.writes == 0


async def test_lists_open_on_the_page_of_a_ticket_too() -> None:
    world = Handed()
    async with running(world, size=(80, 24)) as (app, pilot):
        await press(pilot, "j", "enter", "c")
        assert "Status of T20261124.0031" in text(app)
        await press(pilot, *"new", "enter")
        assert isinstance(app.screen, TicketScreen)
        assert "status New" in text(app)
