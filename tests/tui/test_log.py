"""The log: what was entered, what became of it, and what a person does about what went wrong."""

from dataclasses import replace

import pytest

from autotask.entities import Ticket, TicketNote, TimeEntry
from desk.acts.commands import AddNote, Assign, ChangeTicket, Hold, LogTime
from desk.acts.offers import HoldKind
from desk.acts.told import Stage
from desk.model import ItemId, ItemKind
from tests.replica.outbox.psa import Fault
from tests.tui.handed import REMOTE, Handed
from tests.tui.hostile import HOSTILE
from tests.tui.seeing import front, lines, press, running, settled, text, until
from tests.tui.world import STATUS_IDS, at
from tui.forms.chooser import Chooser
from tui.forms.hold import HoldingForm
from tui.screens.conflict import ConflictPage
from tui.screens.log import LogPage
from tui.screens.ticket import TicketScreen


async def a_refused_note(world: Handed) -> None:
    world.server.planned = [Fault.REFUSED]
    await world.acts.do(AddNote(ticket_id=31, text="Called, no answer"))
    await world.later(10)
    await world.sent()


async def a_conflict(world: Handed) -> None:
    """The status was set here and, before it left, by somebody else."""
    new, waiting = STATUS_IDS["New"], STATUS_IDS["Waiting Customer"]
    await world.acts.do(ChangeTicket(ticket_id=32, changes={"status": waiting}, seen={"status": new}))
    theirs = next(row for row in world.server.truth(Ticket) if row.id == 32)
    world.server.put(replace(theirs, status=STATUS_IDS["In Progress"], last_activity_resource_id=2))
    await world.later(10)
    await world.sent()


async def test_what_was_entered_stands_in_the_log_with_its_life() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await world.acts.do(AddNote(ticket_id=31, text="Called, no answer"))
        await press(pilot, "L")
        assert isinstance(front(app), LogPage)
        assert "○ pending" in text(app)
        await world.later(10)
        await world.sent()
        await press(pilot)
        assert "✓ in Autotask" in text(app)
        assert "Called, no answer" in text(app)
        assert "written and read back" in text(app)


async def test_a_refusal_is_said_on_every_screen_until_it_is_read() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await a_refused_note(world)
        await press(pilot)
        assert "The timesheet is locked." in "".join(lines(app)[-3:-1])
        assert "1 refused (L)" in lines(app)[0]
        await press(pilot, "enter")
        assert "The timesheet is locked." in "".join(lines(app)[-3:-1])
        await press(pilot, "i")
        assert "i read it" not in text(app)
        assert "1 refused (L)" in lines(app)[0]


async def test_what_was_refused_is_sent_again() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await a_refused_note(world)
        await press(pilot, "L", "R")
        assert "i read it" not in text(app)
        await world.sent()
        assert [note.description for note in world.server.truth(TicketNote) if note.id > 4] == ["Called, no answer"]


async def test_what_was_refused_is_edited_in_its_form_and_sent_anew() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await a_refused_note(world)
        await press(pilot, "L")
        await pilot.press("e")
        await until(lambda: "Internal note" in text(app), pilot)
        await pilot.press("ctrl+end", *" at all", "ctrl+s")
        await until(lambda: "Internal note" not in text(app), pilot)
        await settled(pilot)
        assert "i read it" not in text(app)
        await world.later(10)
        await world.sent()
        sent = [note.description for note in world.server.truth(TicketNote) if note.id > 4]
        assert sent == ["Called, no answer at all"]


async def test_a_refused_status_assignment_and_hold_are_edited_in_their_forms() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        new, waiting = STATUS_IDS["New"], STATUS_IDS["Waiting Customer"]
        world.server.planned = [Fault.REFUSED] * 3
        await world.acts.do(ChangeTicket(ticket_id=32, changes={"status": waiting}, seen={"status": new}))
        await world.acts.do(Assign(ticket_id=33, resource_id=2))
        await world.acts.do(Hold(ticket_id=31, kind=HoldKind.CUSTOMER, reason="asked for a time"))
        await world.later(10)
        await world.sent()
        hold, assignment, status = (each for each in await world.acts.log() if each.stage is Stage.REFUSED)
        await press(pilot, "i", "L")
        log = front(app)
        assert isinstance(log, LogPage)
        for entry, opens, keys in (
            (status, "Waiting Customer", (*"in progress", "enter")),
            (assignment, "Ben", ("enter",)),
            (hold, "asked for a time", ("tab", "end", *" to call", "enter")),
        ):
            log.table.move_to(entry.op_id)
            await pilot.press("e")
            await until(lambda: isinstance(app.screen, Chooser | HoldingForm), pilot)
            await settled(pilot)
            assert opens in text(app)
            await press(pilot, *keys)
            await until(lambda: front(app) is log, pilot)
        await settled(pilot)
        await world.later(10)
        await world.sent()
        assert world.acts.standing.attention == 0
        rows = {row.id: row for row in world.server.truth(Ticket)}
        assert (rows[32].status, rows[33].assigned_resource_id) == (STATUS_IDS["In Progress"], 2)
        assert any("asked for a time to call" in row.description for row in world.server.truth(TicketNote))


async def test_dropping_is_asked_about_and_keeps_what_was_typed() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await a_refused_note(world)
        await press(pilot)
        assert "x refus" in "\n".join(lines(app)[2:-4])
        await press(pilot, "L", "d", "d", "enter", "escape")
        assert world.acts.standing.attention == 1
        await press(pilot, "d", "y")
        assert world.acts.standing.attention == 0
        assert "- dropped" in text(app)
        assert "Called, no answer" in text(app)
        await press(pilot, "escape")
        assert "Work on next" in text(app)
        assert "x refus" not in text(app)


async def test_the_log_of_one_ticket() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        for ticket_id in (31, 33):
            await world.acts.do(AddNote(ticket_id=ticket_id, text=f"A line about {ticket_id}"))
        await press(pilot, "L", "t")
        assert "What was entered of this ticket" in text(app)
        assert "A line about 33" in text(app)
        assert "A line about 31" not in text(app)
        await press(pilot, "t")
        assert "A line about 31" in text(app)
        await press(pilot, "enter")
        assert isinstance(front(app), TicketScreen)


async def test_a_conflict_stands_side_by_side_and_mine_is_kept() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await a_conflict(world)
        await press(pilot, "L", "enter")
        assert isinstance(front(app), ConflictPage)
        row = next(line for line in lines(app) if "Waiting Customer" in line)
        assert row.index("New") < row.index("Waiting Customer") < row.index("In Progress")
        await press(pilot, "m")
        assert isinstance(front(app), LogPage)
        await world.sent()
        assert next(row for row in world.server.truth(Ticket) if row.id == 32).status == STATUS_IDS["Waiting Customer"]


async def test_a_conflict_is_decided_for_theirs() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await a_conflict(world)
        await press(pilot, "L", "enter", "t")
        assert isinstance(front(app), LogPage)
        assert world.acts.standing.attention == 0
        assert next(row for row in world.server.truth(Ticket) if row.id == 32).status == STATUS_IDS["In Progress"]


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_the_log_takes_any_text(size: tuple[int, int]) -> None:
    world = Handed()
    payloads = [text for text in HOSTILE if "\ud800" not in text]
    async with running(world, size=size) as (app, pilot):
        for text_ in payloads:
            await world.acts.do(AddNote(ticket_id=31, text=f"{text_} and so on"))
        await press(pilot, "L")
        for _ in payloads:
            assert not any(acting in line for line in lines(app) for acting in ("\x1b", "\x9b", "\u202e"))
            await press(pilot, "j")
        assert isinstance(front(app), LogPage)


async def test_of_two_records_a_person_says_which_is_mine() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        said = "Checked the printer's queue with Mo."
        entry = LogTime(ticket_id=35, start=at("08:35"), end=at("09:10"), work_type_id=REMOTE, summary=said)
        await world.acts.do(entry, agreed=["gap"])
        await world.later(10)
        await world.sent()
        made = next(row for row in world.server.truth(TimeEntry) if row.id > 2)
        world.server.put(replace(made, id=made.id + 1))
        for _ in range(20):
            await world.later(60)
            world.acts.key_pressed()
            await world.sent()
        await press(pilot, "i", "L")
        assert "! to be decided" in text(app)
        await pilot.press("b")
        await until(lambda: "Which one is it?" in text(app), pilot)
        await pilot.press("enter")
        await until(lambda: world.acts.standing.attention == 0, pilot)
        await settled(pilot)
        assert "✓ in Autotask" in text(app)


async def test_u_takes_back_the_act_under_the_cursor_or_says_why_it_cannot() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await world.acts.do(AddNote(ticket_id=31, text="Called, no answer"))
        await world.later(10)
        await world.sent()
        await press(pilot, "j", "z", "enter")
        waiting = STATUS_IDS["Waiting Customer"]
        commands = [ChangeTicket(ticket_id=id_, changes={"status": waiting}, seen={}) for id_ in (33, 35)]
        await world.acts.do_all(commands)
        await press(pilot, "L")
        log = front(app)
        assert isinstance(log, LogPage)
        note, skipped = (next(row for row in log.table.rows if word in row.what) for word in ("note", "skipped"))
        log.table.move_to(note.op_id)
        await press(pilot, "u")
        assert "The note is in Autotask, where a note cannot be taken back." in text(app)
        assert len(world.outbox.live) == 2, "the last act of all stands"
        log.table.move_to(skipped.op_id)
        await settled(pilot)
        assert "· kept here" in text(app)
        await press(pilot, "u")
        assert "skipped: on another call" in text(app)
        assert skipped.op_id not in {row.op_id for row in log.table.rows}
        log.table.move_to(next(row.op_id for row in log.table.rows if row.item == ItemId(ItemKind.TICKET, 33)))
        await press(pilot, "u")
        assert "Take it back on 2 tickets?" in text(app)
        await press(pilot, "y")
        assert world.outbox.live == []
