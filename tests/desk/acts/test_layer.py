"""What is pending lies over the copy, in every order in which things can arrive, and nowhere twice."""

import asyncio

import pytest

from autotask.entities import Ticket, TicketNote, TimeEntry
from desk.acts.commands import AddNote, AddSecondary, ChangeTicket, Complete, DeleteTime, EditTime, LogTime
from desk.acts.told import Stage
from desk.model import StatusKind
from replica.feed import Change
from replica.outbox.op import State
from tests.desk.acts.bench import REMOTE, SAID, bench
from tests.desk.acts.test_doing import done, problems
from tests.desk.shop import BEN, HIGH, LOW, ON_HOLD, WAITING_CUSTOMER, Shop, at, ticket, ticket_id
from tests.replica.outbox.psa import Fault


async def test_what_others_change_meanwhile_is_seen_under_what_is_pending(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.do(ChangeTicket(ticket_id=1, changes={"status": ON_HOLD}))
        await shop.put(ticket(1, priority=HIGH))
        await asyncio.sleep(0.05)
        item = await b.item(1)
        assert item is not None
        assert (item.status_kind, item.priority) == (StatusKind.ON_HOLD, "High")


async def test_two_pending_changes_of_one_field_show_the_later_and_take_back_one_by_one(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.do(ChangeTicket(ticket_id=1, changes={"status": ON_HOLD}))
        await b.acts.do(ChangeTicket(ticket_id=1, changes={"status": WAITING_CUSTOMER}))
        assert [dict(op.base) for op in b.outbox.live] == [{"status": 8}, {"status": ON_HOLD}]
        await b.acts.undo()
        item = await b.item(1)
        assert item is not None
        assert item.status_kind is StatusKind.ON_HOLD
        await b.sent()
        assert [row.status for row in b.server.truth(Ticket)] == [ON_HOLD]


async def test_the_first_of_two_changes_is_dropped_and_the_second_meets_no_conflict(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.do(ChangeTicket(ticket_id=1, changes={"status": ON_HOLD}))
        await b.acts.do(ChangeTicket(ticket_id=1, changes={"status": WAITING_CUSTOMER}))
        done(await b.acts.drop(b.outbox.live[0].op_id))
        await asyncio.sleep(0.05)
        assert [dict(op.base) for op in b.outbox.live] == [{"status": 8}]
        item = await b.item(1)
        assert item is not None
        assert item.status_kind is StatusKind.WAITING_CUSTOMER
        done(await b.acts.undo())
        item = await b.item(1)
        assert item is not None
        assert item.status_kind is StatusKind.ACTIVE
        assert b.outbox.live == []


async def test_the_overlay_outlives_a_rebuild_of_the_desk(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.do(ChangeTicket(ticket_id=1, changes={"priority": LOW}))
        await b.acts.do(AddNote(ticket_id=1, text="Called, no answer"))
        await b.item(1)
        await b.desk.load()
        item = await b.item(1)
        assert item is not None
        assert item.priority == "Low"


async def test_a_restart_shows_what_still_waits(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.do(ChangeTicket(ticket_id=1, changes={"priority": LOW}))
        b.desk.take([Change(0, "Tickets", 1, None, ticket(1))])
        await b.restarted()
        await asyncio.sleep(0.05)
        item = await b.item(1)
        assert item is not None
        assert item.priority == "Low"


async def test_a_refused_change_shows_what_autotask_has_and_a_mark(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        b.server.planned = [Fault.REFUSED]
        await b.acts.do(ChangeTicket(ticket_id=1, changes={"status": ON_HOLD}))
        await b.sent(lambda: any(op.state is State.REJECTED for op in b.outbox.live))
        item = await b.item(1)
        assert item is not None
        assert item.status_kind is StatusKind.ACTIVE
        mark = b.acts.mark(ticket_id(1))
        assert mark is not None
        assert (mark.stage, mark.says) == (Stage.REFUSED, "refused: The timesheet is locked.")
        (remark,) = b.acts.take_remarks()
        assert remark.grave
        assert remark.says == "T20261124.0001: status On Hold refused. The timesheet is locked. (L)"


async def test_a_row_that_never_reached_the_copy_stays_laid_until_it_does(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        b.outbox._book._on_row = None  # the copy's disk is full, say
        await b.acts.do(ChangeTicket(ticket_id=1, changes={"status": ON_HOLD}))
        await b.acts.do(AddNote(ticket_id=1, text="Called, no answer"))
        await b.sent()
        item = await b.item(1)
        assert item is not None
        assert item.status_kind is StatusKind.ON_HOLD
        page = await b.desk.detail(1)
        assert page is not None
        assert len(page.notes) == 1
        await shop.put(*b.server.truth(Ticket), *b.server.truth(TicketNote))
        await asyncio.sleep(0.05)
        await b.desk.settle()
        page = await b.desk.detail(1)
        assert page is not None
        assert [note.source_id for note in page.notes] == [row.id for row in b.server.truth(TicketNote)]
        await shop.put(ticket(1, status=WAITING_CUSTOMER))
        await asyncio.sleep(0.05)
        item = await b.item(1)
        assert item is not None
        assert item.status_kind is StatusKind.WAITING_CUSTOMER


async def test_a_completed_ticket_comes_back_with_its_notes_when_taken_back(shop: Shop) -> None:
    async with bench(shop, ticket(1), shop.note(1, "Still broken", at("09:20"))) as b:
        await b.acts.do(Complete(ticket_id=1, resolution=SAID, override="somebody else has entered the time"))
        assert await b.item(1) is None
        await b.acts.undo()
        item = await b.item(1)
        assert item is not None
        assert item.reply_at is not None


async def test_a_second_pair_of_hands_is_there_at_once_and_taken_off_at_once(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        await b.acts.do(AddSecondary(ticket_id=1, resource_id=BEN))
        item = await b.item(1)
        assert item is not None
        assert BEN in item.resources
        await b.sent()
        await b.acts.undo()
        item = await b.item(1)
        assert item is not None
        assert BEN not in item.resources


async def test_an_entry_is_changed_and_deleted_while_autotask_allows(shop: Shop) -> None:
    mine = shop.entry(1, at("09:00"), 10, summary_notes=SAID)
    approved = shop.entry(1, at("08:20"), 10, billing_approval_date_time=at("09:00"))
    async with bench(shop, ticket(1), mine, approved) as b:
        done(await b.acts.do(EditTime(entry_id=mine.id, changes={"end_date_time": at("09:20")})))
        await b.desk.settle()
        assert [entry.minutes for entry in b.desk.today().entries] == [10, 20]
        await b.sent()
        (row,) = [row for row in b.server.truth(TimeEntry) if row.id == mine.id]
        assert (row.end_date_time, row.hours_worked) == (at("09:20"), 0.33)
        done(await b.acts.do(DeleteTime(entry_id=mine.id)))
        await b.desk.settle()
        assert [entry.minutes for entry in b.desk.today().entries] == [10]
        assert problems(await b.acts.do(DeleteTime(entry_id=approved.id))) == [""]
        form = await b.acts.edit_time_form(approved.id)
        assert form is not None
        assert form.locked == "It was approved for billing and cannot be changed any more."


async def test_a_pending_entry_can_be_deleted_before_it_is_sent(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        entry = LogTime(ticket_id=1, start=at("09:10"), end=at("09:35"), work_type_id=REMOTE, summary=SAID)
        await b.acts.do(entry, agreed=["gap"])
        done(await b.acts.do(DeleteTime(entry_id=-1)))
        await b.desk.settle()
        assert b.desk.today().entries == ()
        await b.sent()
        assert b.server.truth(TimeEntry) == []


@pytest.mark.parametrize("fault", [Fault.LOST_RESPONSE, Fault.APPLIED_502])
async def test_nothing_shows_twice_while_its_fate_is_unknown(shop: Shop, fault: Fault) -> None:
    async with bench(shop, ticket(1)) as b:
        b.server.planned = [fault]
        await b.acts.do(AddNote(ticket_id=1, text="Called, no answer"))
        seen: set[int] = set()

        def hear(_: object) -> None:
            seen.add(len(b.desk.state.records.notes.of(1)))

        b.desk.subscribe(hear)
        await b.sent()
        assert seen <= {0, 1}
        page = await b.desk.detail(1)
        assert page is not None
        assert len(page.notes) == 1
