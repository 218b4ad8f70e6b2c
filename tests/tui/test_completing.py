"""A ticket completed through the gate, and one made of a call; from the keys to what the PSA holds."""

from dataclasses import replace

from autotask.entities import Ticket, TicketChecklistItem, TicketNote, TimeEntry
from tests.tui.handed import Handed
from tests.tui.seeing import front, lines, press, running, text
from tests.tui.world import STATUS_IDS, at
from tui.forms.create import Creating
from tui.screens.ticket import TicketScreen

SAID = "Aligned the phase 2 lifetime"
VPN, OUTLOOK = 31, 33
DESK, ONBOARDING = 8, 9


async def arrived(world: Handed) -> None:
    """Past every undo window, and sent."""
    await world.later(20)
    await world.sent()


def ticket(world: Handed, id_: int) -> Ticket:
    found: Ticket = next(row for row in world.server.truth(Ticket) if row.id == id_)
    return found


# Completing ----------------------------------------------------------------------------------------------------------


async def test_the_resolution_begins_with_my_last_summary_and_enter_completes() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "slash", *"outlook", "enter", "x")
        assert "Reset the Outlook profile." in text(app)
        await press(pilot, "enter")
        await arrived(world)
        completed = ticket(world, OUTLOOK)
        assert (completed.status, completed.resolution) == (STATUS_IDS["Complete"], "Reset the Outlook profile.")
        await press(pilot, "L")
        assert "T20261124.0033" in text(app)
        assert "ticket 33" not in text(app)


async def test_an_important_line_stands_in_the_way_until_it_is_ticked() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "x")
        assert "! Important and not done: align phase 2 lifetime." in text(app)
        await press(pilot, "tab", "space")
        assert "Important and not done" not in text(app)
        await press(pilot, "enter")
        await arrived(world)
        assert ticket(world, VPN).status == STATUS_IDS["Complete"]
        line = next(row for row in world.server.truth(TicketChecklistItem) if row.id == 3)
        assert line.is_completed


async def test_a_reason_overrides_what_stands_in_the_way_and_is_kept_as_a_note() -> None:
    world = Handed()
    async with running(world) as (_, pilot):
        await press(pilot, "j", "x", "enter", *"Ben does it tomorrow", "enter")
        await arrived(world)
        assert ticket(world, VPN).status == STATUS_IDS["Complete"]
        note = world.server.truth(TicketNote)[-1]
        assert "Reason: Ben does it tomorrow" in (note.description or "")


async def test_the_time_of_the_running_timer_goes_with_it() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "slash", *"outlook", "enter", "s")
        await world.later(600)
        await press(pilot, "x")
        assert "09:41-09:51" in text(app)
        await press(pilot, "enter")
        await arrived(world)
        entry = world.server.truth(TimeEntry)[-1]
        assert (entry.ticket_id, entry.start_date_time, entry.end_date_time) == (OUTLOOK, at("09:41"), at("09:51"))
        assert ticket(world, OUTLOOK).status == STATUS_IDS["Complete"]
        assert world.acts.timers.running is None


async def test_where_nobody_worked_a_reason_for_no_time_will_do() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "x", *"The vendor replaced the battery", "tab", "tab")
        assert "! Nobody has entered time on it." in text(app)
        await press(pilot, *"vendor", "tab", "enter")
        await arrived(world)
        assert ticket(world, 32).status == STATUS_IDS["Complete"]


async def test_it_is_said_that_the_checklist_could_not_be_read() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "x")
        assert "Offline: the checklist is unchecked." in text(app)


async def test_what_was_written_comes_back_after_escape() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "x", *"half a resolution", "escape", "x")
        assert "half a resolution" in text(app)


# Making --------------------------------------------------------------------------------------------------------------


def made(world: Handed) -> Ticket:
    found: Ticket = max(world.server.truth(Ticket), key=lambda row: row.id)
    return found


async def test_a_call_is_a_ticket_in_three_fields() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "N", *"len", "enter", *"Scanner sends nothing", "enter")
        assert "new ticket “Scanner sends nothing”" in text(app)
        await arrived(world)
        new = made(world)
        assert (new.title, new.contact_id, new.company_id) == ("Scanner sends nothing", 1, 1)
        assert (new.assigned_resource_id, new.status) == (1, STATUS_IDS["In Progress"])
        assert new.queue_id == DESK

        await world.change("Tickets", [replace(ticket(world, id_), queue_id=ONBOARDING) for id_ in (38, 40)])
        await press(pilot, "N")
        form = front(app)
        assert isinstance(form, Creating)
        assert form.queue.value == DESK
        await press(pilot, *"berg", "tab")
        assert form.queue.value == ONBOARDING, "where the tickets of this company lie"
        form.queue.choose(form.queue.choices[0])
        await press(pilot, *"Phone", "shift+tab", *"len", "tab")
        assert form.queue.value == DESK, "and not where the person said otherwise"


async def test_the_timer_runs_since_the_call_began_and_parks_what_ran() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "s")
        await world.later(600)
        await press(pilot, "N", *"len", "tab", *"Scanner sends nothing")
        await world.later(120)
        await press(pilot, "enter")
        assert "timer on T20261124.0031 is parked" in text(app)
        running_now, parked = world.acts.timers.running, world.acts.timers.parked
        assert running_now is not None
        assert running_now.started == at("09:51")
        assert [timer.seconds for timer in parked] == [600]


async def test_a_caller_nobody_knows_is_named_in_the_details() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "N", *"Zed Quux", "tab")
        assert "not known here" in text(app)
        await press(pilot, *"acme", "tab", *"Printer is dead", "enter")
        await arrived(world)
        new = made(world)
        assert (new.company_id, new.contact_id, new.description) == (2, None, "Caller: Zed Quux")


async def test_a_call_that_was_interrupted_comes_back_with_all_that_was_typed() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "N", *"Zed Quux", "tab", *"acme", "tab", *"Printer", "escape", "N")
        shown = text(app)
        assert "Zed Quux" in shown
        assert "Acme Dental" in next(line for line in lines(app) if "Company " in line and "┃ Company" in line)
        assert "Printer" in shown
        await press(pilot, *"Zoe", "tab", "enter")
        await arrived(world)
        assert (made(world).company_id, made(world).title, made(world).description) == (2, "Printer", "Caller: Zoe")


async def test_a_ticket_without_company_is_refused_beside_the_field() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "N", "tab", "tab", *"Printer is dead", "enter")
        assert "! Say who is calling: the contact or the company." in text(app)


async def test_what_is_open_already_is_offered_and_opened() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        before = len(world.server.truth(Ticket))
        await press(pilot, "N", *"len", "tab", *"VPN drops again")
        assert "T20261124.0031 VPN drops every 10 min (3 users)" in text(app)
        await press(pilot, "tab", "enter")
        assert isinstance(app.screen, TicketScreen)
        assert app.screen.subject is not None
        assert app.screen.subject.id.id == VPN
        await arrived(world)
        assert len(world.server.truth(Ticket)) == before


async def test_work_on_what_is_open_already_began_with_the_call() -> None:
    world = Handed()
    async with running(world) as (_, pilot):
        await press(pilot, "N", *"len", "tab", *"VPN drops again")
        await world.later(180)
        await press(pilot, "tab", "s")
        timer = world.acts.timers.running
        assert timer is not None
        assert (timer.item is not None and timer.item.id, timer.started) == (VPN, at("09:41"))


# Timers --------------------------------------------------------------------------------------------------------------


async def test_a_parked_timer_is_run_again_from_the_list() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "s")
        await world.later(600)
        await press(pilot, "k", "s", "ctrl+t")
        assert "~ parked" in text(app)
        await press(pilot, "j", "enter")
        timer = world.acts.timers.running
        assert timer is not None
        assert timer.item is not None
        assert timer.item.id == VPN


async def test_a_timer_that_was_started_late_is_backdated() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "s", "ctrl+t", "b", *"noonish", "enter")
        assert "is not understood" in text(app)
        for _ in "noonish":
            await pilot.press("backspace")
        await press(pilot, *"9:35", "enter")
        timer = world.acts.timers.running
        assert timer is not None
        assert timer.started == at("09:35")


async def test_a_dropped_timer_comes_back_with_u() -> None:
    world = Handed()
    async with running(world) as (_, pilot):
        await press(pilot, "T", "escape", "j", "s", "ctrl+t", "d")
        assert world.acts.timers.running is None


async def test_the_time_of_a_parked_timer_is_entered_from_the_list() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "s")
        await world.later(600)
        await press(pilot, "k", "s", "ctrl+t", "j", "t")
        assert "Stop the timer · T20261124.0031" in text(app)
        await press(pilot, "tab", *SAID, "enter")
        await arrived(world)
        entry = world.server.truth(TimeEntry)[-1]
        assert (entry.ticket_id, world.acts.timers.parked) == (VPN, ())
