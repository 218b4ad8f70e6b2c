"""Doing things: checked, on disk, shown at once, sent, and gone from the overlay when the copy has them."""

from collections.abc import Sequence
from datetime import timedelta

from autotask.entities import TicketSecondaryResource
from desk.acts.answers import Done, NotDone, Outcome
from desk.acts.commands import AddNote, Assign, ChangeTicket, LogTime, Start, Take
from desk.acts.told import Stage
from desk.model import StatusKind, View
from desk.pages import Audience
from replica.outbox.effects import TimeEntryCreate
from replica.outbox.op import State
from tests.desk.acts.bench import LEAD, REMOTE, RETIRED, SAID, TECH, bench
from tests.desk.shop import (
    ANA,
    BEN,
    COMPLETE,
    HIGH,
    IN_PROGRESS,
    NEW,
    ON_HOLD,
    WAITING_CUSTOMER,
    Shop,
    at,
    ticket,
    ticket_id,
)
from tests.replica.outbox.psa import Fault


def done(outcome: Outcome) -> Done:
    assert isinstance(outcome, Done), outcome.says
    return outcome


def problems(outcome: Outcome) -> Sequence[str]:
    """The fields that something is wrong with."""
    assert isinstance(outcome, NotDone)
    return [problem.field for problem in outcome.verdict.problems]


def asked(outcome: Outcome) -> Sequence[str]:
    assert isinstance(outcome, NotDone)
    return [question.id for question in outcome.verdict.questions]


async def test_a_changed_status_shows_before_anything_is_sent(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        outcome = done(await b.acts.do(ChangeTicket(ticket_id=1, changes={"status": WAITING_CUSTOMER})))
        item = await b.item(1)
        assert item is not None
        assert item.status_kind is StatusKind.WAITING_CUSTOMER
        assert outcome.says == "status Waiting Customer on T20261124.0001: pending, u takes it back"
        mark = b.acts.mark(ticket_id(1))
        assert mark is not None
        assert (mark.stage, mark.says) == (Stage.PENDING, "1 pending")
        assert b.server.writes == 0


async def test_the_overlay_goes_when_the_copy_has_it(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.do(ChangeTicket(ticket_id=1, changes={"priority": HIGH}))
        await b.sent()
        item = await b.item(1)
        assert item is not None
        assert item.priority == "High"
        assert b.acts.marks() == {}
        assert b.desk.state.records.tickets[1] == await b.shop.copy.reading(lambda copy: copy.open_tickets()[0])


async def test_u_brings_the_old_status_back_and_nothing_was_sent(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.do(ChangeTicket(ticket_id=1, changes={"status": ON_HOLD}))
        undoable = b.acts.undoable
        assert undoable is not None
        assert undoable.seconds == 4.0
        outcome = done(await b.acts.undo())
        item = await b.item(1)
        assert item is not None
        assert item.status_kind is StatusKind.ACTIVE
        assert outcome.says.startswith("Taken back: status On Hold")
        assert b.acts.undoable is None
        await b.sent()
        assert b.server.writes == 0


async def test_after_its_window_u_turns_a_change_round(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.do(ChangeTicket(ticket_id=1, changes={"priority": HIGH}))
        await b.sent()
        done(await b.acts.undo())
        await b.sent()
        item = await b.item(1)
        assert item is not None
        assert item.priority == "Medium"
        assert b.server.writes == 2


async def test_a_note_that_has_left_cannot_be_taken_back_and_says_so(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        done(await b.acts.do(AddNote(ticket_id=1, text="Called, no answer")))
        await b.sent()
        outcome = await b.acts.undo()
        assert isinstance(outcome, NotDone)
        assert outcome.says == "The note is in Autotask, where a note cannot be taken back."


async def test_what_the_customer_reads_waits_eight_seconds(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        public = done(await b.acts.do(AddNote(ticket_id=1, text="Please try again", audience=Audience.PUBLIC)))
        inside = done(await b.acts.do(AddNote(ticket_id=1, text="Works on my machine")))
        assert (public.window, inside.window) == (8.0, 4.0)


async def test_a_pending_note_is_on_the_page_of_its_ticket(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.do(AddNote(ticket_id=1, text="Called, no answer"))
        page = await b.desk.detail(1)
        assert page is not None
        assert [(note.text, note.source_id) for note in page.notes] == [("Called, no answer", -1)]
        mark = b.acts.line_mark("TicketNotes", -1)
        assert mark is not None
        assert mark.stage is Stage.PENDING
        await b.sent()
        page = await b.desk.detail(1)
        assert page is not None
        (note,) = page.notes
        assert note.source_id is not None
        assert note.source_id > 0


async def test_accepting_assigns_to_me_in_a_role_i_hold_and_runs_the_timer(shop: Shop) -> None:
    async with bench(shop, ticket(1, status=NEW, assigned_resource_id=None)) as b:
        outcome = done(await b.acts.do(Start(ticket_id=1)))
        item = await b.item(1)
        assert item is not None
        assert (item.owner_id, item.status_kind) == (ANA, StatusKind.ACTIVE)
        (op,) = b.outbox.live
        assert op.effect.wanted["assigned_resource_role_id"] == TECH
        assert op.effect.wanted["status"] == IN_PROGRESS
        running = b.acts.timers.running
        assert running is not None
        assert running.item == ticket_id(1)
        assert b.desk.queue(View.MINE).items[0].id == ticket_id(1)
        assert outcome.says.startswith("timer runs on T20261124.0001")


async def test_accepting_a_colleagues_ticket_joins_it(shop: Shop) -> None:
    async with bench(shop, ticket(1, assigned_resource_id=BEN)) as b:
        done(await b.acts.do(Start(ticket_id=1)))
        item = await b.item(1)
        assert item is not None
        assert item.owner_id == BEN
        assert ANA in item.resources


async def test_taking_what_one_helps_with_ends_the_help_first(shop: Shop) -> None:
    """Autotask assigns a ticket to nobody who is a second pair of hands on it."""
    async with bench(shop, ticket(1, assigned_resource_id=BEN)) as b:
        done(await b.acts.do(Start(ticket_id=1)))
        assert problems(await b.acts.do(Take(ticket_id=1))) == ["resource_id"]
        await b.sent()
        done(await b.acts.do(Take(ticket_id=1)))
        removal, change = b.outbox.live
        assert (removal.kind, change.kind, change.after) == ("SecondaryRemove", "TicketChange", removal.op_id)
        await b.sent()
        item = await b.item(1)
        assert item is not None
        assert item.owner_id == ANA
        assert b.server.truth(TicketSecondaryResource) == []


async def test_taking_back_an_accept_takes_its_timer_back(shop: Shop) -> None:
    async with bench(shop, ticket(1, status=NEW, assigned_resource_id=None)) as b:
        await b.acts.do(Start(ticket_id=1))
        done(await b.acts.undo())
        assert b.acts.timers.running is None


async def test_nobody_is_given_a_role_that_they_do_not_hold(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        outcome = await b.acts.do(Assign(ticket_id=1, resource_id=BEN, role_id=TECH))
        assert problems(outcome) == ["role_id"]
        assert outcome.says == "Ben Cole does not hold this role. Held: Lead."
        done(await b.acts.do(Assign(ticket_id=1, resource_id=BEN)))
        assert b.outbox.live[0].effect.wanted["assigned_resource_role_id"] == LEAD


async def test_a_retired_value_is_refused_here_and_not_by_autotask(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        assert problems(await b.acts.do(ChangeTicket(ticket_id=1, changes={"priority": 99}))) == ["priority"]
        assert problems(await b.acts.do(ChangeTicket(ticket_id=1, changes={"contact_id": 202}))) == ["contact_id"]
        assert problems(await b.acts.do(ChangeTicket(ticket_id=1, changes={"status": 5}))) == ["status"]
        assert b.outbox.live == []


async def test_the_same_form_entered_twice_is_one_act(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        note = AddNote(ticket_id=1, text="Called, no answer", act_id=b.acts.new_act())
        await b.acts.do(note)
        await b.acts.do(note)
        assert len(b.outbox.live) == 1


async def test_what_is_so_already_is_not_sent(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        outcome = done(await b.acts.do(Take(ticket_id=1)))
        await b.acts.undo()
        again = done(await b.acts.do(ChangeTicket(ticket_id=1, changes={"status": IN_PROGRESS})))
        assert outcome.act_id != ""
        assert (again.act_id, again.says) == ("", "It is so already.")


async def test_a_refusal_keeps_its_words_and_brings_the_text_back(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        b.server.planned = [Fault.REFUSED]
        await b.acts.do(AddNote(ticket_id=1, text="Called, no answer"))
        await b.sent()
        (entry,) = await b.acts.log()
        assert (entry.stage, entry.says) == (Stage.REFUSED, "refused at 09:41: The timesheet is locked.")
        assert ("text", "Called, no answer") in entry.typed
        command = await b.acts.reopen(entry.op_id)
        assert isinstance(command, AddNote)
        assert command.text == "Called, no answer"
        done(await b.acts.do(AddNote(ticket_id=1, text="Called again, answered", act_id=command.act_id)))
        await b.sent()
        page = await b.desk.detail(1)
        assert page is not None
        assert [note.text for note in page.notes] == ["Called again, answered"]
        assert b.acts.standing.attention == 0


async def test_a_conflict_shows_both_values(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.do(ChangeTicket(ticket_id=1, changes={"status": ON_HOLD}))
        b.server.put(ticket(1, status=WAITING_CUSTOMER, last_activity_resource_id=BEN, last_activity_date=at("09:40")))
        await b.sent()
        (op,) = b.outbox.live
        conflict = b.acts.conflict(op.op_id)
        assert conflict is not None
        (line,) = conflict.lines
        assert (line.base, line.mine, line.theirs) == ("In Progress", "On Hold", "Waiting Customer")
        assert (conflict.who, conflict.at) == ("Ben Cole", at("09:40"))
        done(await b.acts.keep_mine(op.op_id))
        await b.sent()
        item = await b.item(1)
        assert item is not None
        assert item.status_kind is StatusKind.ON_HOLD


async def test_bulk_does_what_can_be_done_and_is_taken_back_as_one(shop: Shop) -> None:
    async with bench(shop, ticket(1), ticket(2), ticket(3)) as b:
        commands = [ChangeTicket(ticket_id=number, changes={"priority": HIGH}) for number in (1, 2, 3, 99)]
        verdict = await b.acts.check_all(commands)
        assert len(verdict.ready) == 3
        assert verdict.says == "Do this on 3 tickets? 1 cannot: There is no ticket 99 here."
        summary = await b.acts.do_all(commands)
        assert summary.says == "3 of 4 done; 1 not: There is no ticket 99 here."
        assert b.acts.undoable is not None
        assert b.acts.undoable.says == "take back: priority High on 3 tickets"
        done(await b.acts.undo())
        assert b.outbox.live == []


async def test_read_only_refuses_below_the_screen(shop: Shop) -> None:
    async with bench(shop, ticket(1), read_only="Only looking.") as b:
        outcome = await b.acts.do(AddNote(ticket_id=1, text="Called, no answer"))
        assert isinstance(outcome, NotDone)
        assert outcome.says == "Only looking."
        assert b.acts.standing.read_only == "Only looking."


def entry(**changes: object) -> LogTime:
    known: dict[str, object] = {
        "ticket_id": 1,
        "start": at("09:10"),
        "end": at("09:35"),
        "work_type_id": REMOTE,
        "summary": SAID,
    }
    return LogTime(**{**known, **changes})  # type: ignore[arg-type]


async def test_time_is_on_todays_bar_before_it_is_sent(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        outcome = done(await b.acts.do(entry(), agreed=["gap"]))
        await b.desk.settle()
        (mine,) = b.desk.today().entries
        assert (mine.id, mine.minutes) == (-1, 25)
        assert outcome.says.startswith("25 min on T20261124.0001")
        await b.sent()
        (mine,) = b.desk.today().entries
        assert mine.id > 0


async def test_an_overlap_is_refused_and_named(shop: Shop) -> None:
    of_before = shop.entry(2, at("08:00"), 10)
    async with bench(shop, ticket(1), ticket(2, status=COMPLETE), of_before) as b:
        done(await b.acts.do(entry(), agreed=["gap"]))
        outcome = await b.acts.do(entry(start=at("09:30"), end=at("09:40")))
        assert problems(outcome) == ["start"]
        assert "09:10-09:35 on T20261124.0001" in outcome.says
        outcome = await b.acts.do(entry(start=at("08:05"), end=at("08:15")))
        assert "08:00-08:10 on T20261124.0002" in outcome.says


async def test_time_on_a_complete_ticket_is_told_by_the_number_of_that(shop: Shop) -> None:
    of_before = shop.entry(2, at("08:00"), 10)
    async with bench(shop, ticket(1), ticket(2, status=COMPLETE), of_before) as b:
        form = await b.acts.edit_time_form(of_before.id)
        assert form is not None
        assert form.heading == "T20261124.0002"


async def test_doubts_are_asked_and_a_yes_saves(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        assert asked(await b.acts.do(entry())) == ["gap"]
        night = entry(start=at("23:30", 23), end=at("00:15"))
        assert asked(await b.acts.do(night)) == ["midnight"]
        long = entry(start=at("08:00", 23), end=at("13:00", 23))
        assert asked(await b.acts.do(long)) == ["long"]
        future = entry(start=at("09:40"), end=at("10:30"))
        assert "future" in asked(await b.acts.do(future))
        done(await b.acts.do(night, agreed=["midnight"]))
        (op,) = b.outbox.live
        assert isinstance(op.effect, TimeEntryCreate)
        assert str(op.effect.date_worked) == "2026-11-23"


async def test_words_and_work_type_are_looked_at(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        assert problems(await b.acts.do(entry(summary="done"))) == ["summary"]
        assert problems(await b.acts.do(entry(summary="done done done ok fixed"))) == ["summary"]
        assert problems(await b.acts.do(entry(work_type_id=RETIRED))) == ["work_type_id"]
        assert problems(await b.acts.do(entry(ticket_id=None, work_type_id=None))) == ["work_type_id"]
        assert problems(await b.acts.do(entry(ticket_id=None))) == [""]
        assert problems(await b.acts.do(entry(billable=False))) == ["reason"]
        assert problems(await b.acts.do(entry(end=at("09:10")))) == ["end"]
        assert problems(await b.acts.do(entry(end=at("09:00") + timedelta(days=2)))) == ["end"]


async def test_a_status_waits_for_the_time_that_goes_before_it(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        done(await b.acts.do(entry(status_id=WAITING_CUSTOMER), agreed=["gap"]))
        time_op, status_op = b.outbox.live
        assert status_op.after == time_op.op_id
        b.server.planned = [Fault.REFUSED]
        await b.sent(lambda: any(op.state is State.REJECTED for op in b.outbox.live))
        stages = [line.stage for line in await b.acts.log()]
        assert stages == [Stage.BLOCKED, Stage.REFUSED]
