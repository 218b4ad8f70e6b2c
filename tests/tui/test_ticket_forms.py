"""The forms of a ticket, from the keys to what the PSA holds: note, hold, edit; on one ticket and on all marked."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle
from typing import Any

import pytest
from textual import events

from autotask.entities import Ticket, TicketNote
from autotask.picklists import Picklist, Picklists, PicklistValue
from tests.replica.outbox.psa import Fault
from tests.tui.handed import Handed
from tests.tui.hostile import HOSTILE
from tests.tui.seeing import lines, my_day, press, running, settled, text
from tests.tui.world import STATUS_IDS, picklists, ticket
from tui.forms.edit import EditForm
from tui.forms.hold import HoldingForm
from tui.forms.note import Composer

UPS, VPN, STARTER = 32, 31, 38
PUBLIC, INTERNAL, CO_MANAGED = 1, 2, 3
WORDS = "Grüße, 你好 [b]x[/b]"


async def arrived(world: Handed) -> None:
    """Past every undo window, and sent."""
    await world.later(20)
    await world.sent()


def held(world: Handed, id_: int) -> Ticket:
    found: Ticket = next(row for row in world.server.truth(Ticket) if row.id == id_)
    return found


def written(world: Handed, id_: int) -> list[tuple[int | None, str]]:
    """What the desk has said on a ticket in this test: who may read it, and the words. Autotask ends lines its way."""
    notes = [row for row in world.server.truth(TicketNote) if row.ticket_id == id_ and row.id not in (1, 2, 3, 4)]
    return [(note.publish, (note.description or "").replace("\r\n", "\n")) for note in notes]


def tenant(more: dict[tuple[str, str], Picklist]) -> Picklists:
    """The usual words of the tenant, and some more."""
    return picklists() | Picklists(more)


# Notes ----------------------------------------------------------------------------------------------------------------


async def test_a_note_is_internal_unless_somebody_says_otherwise() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "n", *WORDS, "enter", *"second line", "ctrl+s")
        assert app.screen is my_day(app)
        await arrived(world)
        assert written(world, UPS) == [(INTERNAL, f"{WORDS}\nsecond line")]


async def test_that_the_customer_reads_it_is_in_the_border_the_title_the_verb_and_below() -> None:
    async with running(Handed(), size=(80, 24)) as (app, pilot):
        await press(pilot, "j", "n")
        assert "━ Internal note · T20261124.0031" in text(app)
        await press(pilot, "ctrl+t")
        shown = text(app)
        assert "╔═ PUBLIC note, the customer reads it · T20261124.0031" in shown
        assert "^s SEND TO THE CUSTOMER" in shown
        assert "PUBLIC: Lena Ortiz reads it in the portal; whether mail goes out is up to" in shown
        assert "It leaves after 8 s, in which u takes it back." in shown


async def test_a_note_for_the_customer_waits_eight_seconds_which_are_counted_on_the_screen() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "n", *"Back at noon", "ctrl+t", "ctrl+s")
        assert "u 8 s to take back" in text(app)
        await world.later(7)
        await press(pilot, "u")
        await arrived(world)
        assert written(world, UPS) == []


async def test_what_was_taken_back_waits_in_its_form_to_be_put_right() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "n", *"Back at none", "ctrl+t", "ctrl+s", "u")
        await press(pilot, "n")
        assert "PUBLIC note" in text(app)
        await press(pilot, *["backspace"] * 2, *"on", "ctrl+s")
        await arrived(world)
        assert written(world, UPS) == [(PUBLIC, "Back at noon")]


async def test_enter_begins_a_new_line_and_sends_nothing() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "n", *"half", "enter", "enter")
        assert isinstance(app.screen, Composer)


async def test_an_empty_note_is_refused_beside_its_field() -> None:
    async with running(Handed()) as (app, pilot):
        await press(pilot, "n", "ctrl+s")
        assert "! Write something." in text(app)


async def test_what_was_typed_comes_back_after_escape_with_its_audience_and_goes_by_request() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "n", *"half a", "ctrl+t", "escape")
        assert app.screen is my_day(app)
        await press(pilot, "n")
        assert "half a" in text(app)
        assert "PUBLIC note" in text(app)
        assert "^n anew" in text(app)
        await press(pilot, "ctrl+n")
        assert "half a" not in text(app)
        assert "Internal note" in text(app)


async def test_a_tenant_with_co_managed_customers_has_three_audiences() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        values = (PicklistValue(1, "All"), PicklistValue(2, "Internal"), PicklistValue(CO_MANAGED, "Co-managed only"))
        await world.replica.write_picklists(tenant({("TicketNotes", "publish"): Picklist(values)}))
        await world.desk.settle()
        await press(pilot, "n", *"For your own people", "ctrl+t")
        assert "Note for the customer's technicians" in text(app)
        await press(pilot, "ctrl+s")
        await arrived(world)
        assert written(world, UPS) == [(CO_MANAGED, "For your own people")]


async def test_a_refused_note_is_edited_in_its_form_and_sent_once() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        world.server.planned.append(Fault.REFUSED)
        await press(pilot, "n", *"Firmware done", "ctrl+s")
        await arrived(world)
        assert written(world, UPS) == []
        await press(pilot, "L", "e")
        assert isinstance(app.screen, Composer)
        await press(pilot, *" today", "ctrl+s")
        await arrived(world)
        assert written(world, UPS) == [(INTERNAL, "Firmware done today")]


# Holds ----------------------------------------------------------------------------------------------------------------


async def test_a_hold_says_why_and_until_when_and_colleagues_see_both() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "H", "tab", *"asked for a time", "tab", *"fri")
        assert "Fri 27 Nov 2026" in text(app)
        assert "It goes on by itself on the morning of Fri 27 Nov." in text(app)
        await press(pilot, "enter")
        await arrived(world)
        assert held(world, UPS).status == STATUS_IDS["Waiting Customer"]
        ((audience, note),) = written(world, UPS)
        assert audience == INTERNAL
        assert "Reason: asked for a time\nUntil: 2026-11-27" in note


async def test_a_vendor_has_a_name_a_case_and_a_day_to_be_called_on() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "H")
        assert "Their case" not in text(app)
        await press(pilot, *"vendor", "enter", *"PSU", "tab", "tab", *"Dell", "tab", *"4711", "tab", *"thu")
        await press(pilot, "enter")
        await arrived(world)
        ((audience, note),) = written(world, UPS)
        assert audience == INTERNAL
        assert "Vendor: Dell\nCase: 4711\nNext call: 2026-11-26" in note


async def test_fields_that_a_choice_makes_appear_do_not_move_the_cursor() -> None:
    world = Handed()
    async with running(world) as (_app, pilot):
        await press(pilot, "H", *"vendor", "tab", *"PSU ordered", "tab", "tab", *"Dell", "enter")
        await arrived(world)
        ((_, note),) = written(world, UPS)
        assert "Reason: PSU ordered" in note
        assert "Vendor: Dell" in note


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (("enter",), "Say what it waits for."),
        (("tab", *"x", "tab", *"yesterday", "enter"), "is no day to come"),
        ((*"parts", "enter", *"x", "enter"), "no hold without a release"),
    ],
)
async def test_what_a_hold_lacks_stands_beside_the_field(keys: tuple[str, ...], says: str) -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "H", *keys)
        assert isinstance(app.screen, HoldingForm)
        assert says in text(app)


async def test_the_same_key_lets_a_ticket_go_on_before_its_day() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "G", "k", "H")
        assert "let it go on now" in text(app)
        await press(pilot, "enter")
        await arrived(world)
        assert held(world, STARTER).status == STATUS_IDS["In Progress"]


# Fields ---------------------------------------------------------------------------------------------------------------


async def test_only_what_was_changed_is_sent() -> None:
    world = Handed()
    async with running(world) as (_app, pilot):
        await press(pilot, "e", "tab", *"low", "enter", "enter")
        await press(pilot)
        (op,) = world.outbox.live
        assert dict(op.effect.changes) == {"priority": 3}  # type: ignore[attr-defined]
        assert dict(op.effect.base) == {"priority": 4}
        await arrived(world)
        assert (held(world, UPS).priority, held(world, UPS).title) == (3, "Server room UPS alarm, phones down")


async def test_nothing_changed_is_nothing_sent() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "e", "enter")
        assert app.screen is my_day(app)
        await arrived(world)
        assert world.server.writes == 0


async def test_a_due_date_and_hours_are_typed_as_one_says_them() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        form = await opened(app, pilot)
        form.due.enter()
        await press(pilot, *"fri 14:00", "tab", *"1h30", "enter")
        await arrived(world)
        row = held(world, UPS)
        assert row.due_date_time == datetime(2026, 11, 27, 14, tzinfo=UTC)
        assert row.estimated_hours == 1.5


async def test_a_title_that_is_taken_away_is_refused_beside_it() -> None:
    async with running(Handed()) as (app, pilot):
        await press(pilot, "e", "ctrl+u", "enter")
        assert isinstance(app.screen, EditForm)
        assert "! A ticket needs a title." in text(app)


async def test_sub_issues_are_those_of_the_issue() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        issues = Picklist((PicklistValue(10, "Network"), PicklistValue(11, "Printing")))
        subs = (PicklistValue(20, "VPN", parent=10), PicklistValue(21, "Toner", parent=11))
        await world.replica.write_picklists(
            tenant({("Tickets", "issueType"): issues, ("Tickets", "subIssueType"): Picklist(subs)})
        )
        await world.desk.settle()
        form = await opened(app, pilot)
        form.picks["issue_type"].enter()
        await press(pilot, *"print", "enter", "space")
        shown = text(app)
        assert "Toner" in shown
        assert "VPN   " not in shown
        await press(pilot, "enter", "enter")
        await arrived(world)
        assert (held(world, UPS).issue_type, held(world, UPS).sub_issue_type) == (11, 21)


async def test_enter_in_a_list_takes_a_line_goes_on_and_saves_nothing_however_fast_the_next_key_comes() -> None:
    async with running(Handed()) as (app, pilot):
        await press(pilot, "e", "tab", *"low")
        for key in (events.Key("enter", "\r"), events.Key("tab", "\t"), events.Key("space", " ")):
            app.post_message(key)
        await settled(pilot)
        assert isinstance(app.screen, EditForm)
        assert app.screen.picks["priority"].value == 3


async def test_typing_an_issue_does_not_throw_the_sub_issue_away() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        issues = Picklist((PicklistValue(10, "Network"), PicklistValue(11, "Printing")))
        subs = (PicklistValue(20, "VPN", parent=10), PicklistValue(21, "Toner", parent=11))
        more = {("Tickets", "issueType"): issues, ("Tickets", "subIssueType"): Picklist(subs)}
        await world.replica.write_picklists(tenant(more))
        await world.change("Tickets", [row_with(world, UPS, issue_type=10, sub_issue_type=20)])
        form = await opened(app, pilot)
        form.picks["issue_type"].enter()
        await press(pilot, *"pri", "escape")
        assert (form.picks["issue_type"].value, form.picks["sub_issue_type"].value) == (10, 20)


async def test_a_draft_keeps_what_a_person_changed_and_not_what_stood_there() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "e", *" urgent", "escape")
        await world.change("Tickets", [row_with(world, UPS, priority=3)])
        await press(pilot, "e")
        assert "phones down urgent" in text(app)
        assert any("Priority" in line and "Low" in line for line in lines(app))


async def opened(app: Any, pilot: Any) -> EditForm:
    """The form of the first ticket's fields."""
    await press(pilot, "e")
    form = app.screen
    assert isinstance(form, EditForm)
    return form


def row_with(world: Handed, id_: int, **fields: Any) -> Ticket:
    """A ticket as somebody else has changed it."""
    return replace(next(row for row in world.tickets if row.id == id_), **fields)


# Marked tickets -------------------------------------------------------------------------------------------------------


async def test_several_tickets_are_edited_at_once_and_keep_what_was_not_chosen() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "space", "j", "space", "e")
        assert "Edit · 2 tickets" in text(app)
        await press(pilot, *"low", "enter")
        assert "T20261124.0031" in text(app)
        assert "save 2 tickets" in text(app)
        await press(pilot, "enter")
        assert not my_day(app).queue.marks
        await arrived(world)
        assert [held(world, id_).priority for id_ in (UPS, VPN)] == [3, 3]
        assert held(world, VPN).title == "VPN drops every 10 min (3 users)"


async def test_several_tickets_are_held_with_one_form_that_names_those_that_cannot() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "space", "j", "space", "H")
        assert "cannot" not in text(app)
        await press(pilot, "enter")
        assert "! Say what it waits for." in text(app)
        await press(pilot, *"moving office", "enter")
        assert app.screen is my_day(app)
        await arrived(world)
        assert {held(world, id_).status for id_ in (UPS, VPN)} == {STATUS_IDS["Waiting Customer"]}


# Text from outside ----------------------------------------------------------------------------------------------------


async def test_a_hostile_title_is_only_shown() -> None:
    titles = [title for title in HOSTILE if "\ud800" not in title]
    world = Handed(tickets=[ticket(31 + at, title) for at, title in enumerate(titles)])
    async with running(world, size=(80, 24)) as (app, pilot):
        for _, key in zip(titles, cycle("enDaH"), strict=False):
            await press(pilot, key)
            assert app.screen is not my_day(app)
            assert not {"\x1b", "\x9b", "\u202e"} & set(text(app))
            await press(pilot, "escape", "j")
        assert world.server.writes == 0
