"""What a person may count on: an act is on disk, can be taken back for a while, and then becomes true once."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from autotask.entities import Ticket, TicketNote, TimeEntry
from autotask.errors import Unauthorised
from replica.feed import Change
from replica.outbox.effects import (
    ChecklistAdd,
    NoteCreate,
    TicketChange,
    TicketCreate,
    TimeEntryCreate,
    TimeEntryDelete,
    TimeEntryEdit,
)
from replica.outbox.effects.values import Made
from replica.outbox.errors import OpDiffers
from replica.outbox.op import NewOp, State
from tests.replica.outbox.desk import TICKET, Desk
from tests.replica.outbox.psa import Fault


def test_an_act_is_pending_for_its_window_and_then_done(desk: Desk) -> None:
    (op,) = desk.hand_in(desk.entry(), window=4.0)
    desk.wait(3.9)
    assert desk.state(op) is State.PENDING
    assert desk.psa.writes == 0
    desk.wait(10)
    assert desk.state(op) is State.DONE
    assert [row.summary_notes for row in desk.psa.truth(TimeEntry)] == ["Worked"]


def test_the_same_form_handed_in_twice_is_one_op(desk: Desk) -> None:
    new = desk._new(desk.entry())
    desk.do(desk.outbox.submit("act", [new]))
    desk.do(desk.outbox.submit("act", [new]))
    desk.wait(60)
    assert len(desk.psa.truth(TimeEntry)) == 1
    with pytest.raises(OpDiffers):
        desk.do(desk.outbox.submit("act", [NewOp(desk.entry(), new.op_id)]))


def test_an_act_is_taken_back_whole_within_its_window(desk: Desk) -> None:
    ops = desk.hand_in(desk.entry(), desk.status(5), window=4.0, act="completion")
    desk.wait(2)
    assert desk.do(desk.outbox.undo("completion"))
    desk.wait(600)
    assert [desk.state(op) for op in ops] == [State.CANCELLED, State.CANCELLED]
    assert desk.psa.writes == 0


def test_an_act_of_which_a_part_has_left_is_not_taken_back(desk: Desk) -> None:
    ops = desk.hand_in(desk.entry(), desk.status(5), act="completion")
    desk.wait(1)
    assert not desk.do(desk.outbox.undo("completion"))
    desk.wait(60)
    assert [desk.state(op) for op in ops] == [State.DONE, State.DONE]


def test_an_act_of_which_something_was_entered_anew_is_taken_back_with_it(desk: Desk) -> None:
    time, shut = desk.hand_in(desk.entry(), desk.status(5), window=60.0, act="completion", chained=True)
    amended = desk.do(desk.outbox.amend(time.op_id, desk.entry(summary_notes="Better"), window=60.0))
    assert amended is not None
    assert desk.do(desk.outbox.undo("completion"))
    assert not desk.do(desk.outbox.undo("completion")), "there is nothing left of it"
    desk.wait(600)
    assert [desk.state(op) for op in (time, amended, shut)] == [State.CANCELLED] * 3
    assert desk.psa.writes == 0


def test_an_act_is_not_taken_back_once_what_was_entered_anew_has_left(desk: Desk) -> None:
    time, shut = desk.hand_in(desk.entry(), desk.status(5), window=60.0, act="completion", chained=True)
    amended = desk.do(desk.outbox.amend(time.op_id, desk.entry(summary_notes="Better"), window=0.0))
    assert amended is not None
    desk.wait(10)
    assert not desk.do(desk.outbox.undo("completion"))
    desk.wait(600)
    assert [desk.state(op) for op in (amended, shut)] == [State.DONE, State.DONE]


def test_a_restart_gives_the_window_anew(desk: Desk) -> None:
    (op,) = desk.hand_in(desk.entry(), window=8.0)
    desk.wait(7)
    desk.restart()
    desk.wait(7)
    assert desk.state(op) is State.PENDING
    desk.wait(10)
    assert desk.state(op) is State.DONE


def test_the_fresh_row_reaches_the_copy_before_the_overlay_goes(desk: Desk) -> None:
    order: list[str] = []
    desk.outbox.subscribe(lambda told: order.extend(f"{each.op.state} {len(desk.rows)}" for each in told))
    desk.hand_in(desk.entry())
    desk.wait(10)
    assert order == ["pending 0", "inflight 0", "done 1"]


def test_a_refused_entry_leaves_the_rest_of_a_completion_waiting_with_a_sentence(desk: Desk) -> None:
    desk.psa.planned = [Fault.REFUSED]
    time, said, shut = desk.hand_in(
        desk.entry(), TicketChange(ticket_id=TICKET, changes={"resolution": "Done"}), desk.status(5), chained=True
    )
    desk.wait(60)
    assert desk.op(time.op_id).error == "The timesheet is locked."
    assert desk.op(time.op_id).effect == time.effect
    assert desk.outbox.waiting(desk.op(said.op_id)) == "Waits for 10 min on ticket 11, which Autotask refused."
    assert "refused" in desk.outbox.waiting(desk.op(shut.op_id))
    (note,) = desk.hand_in(NoteCreate(ticket_id=TICKET, title="n", description="d", note_type=1, publish=2))
    desk.wait(30)
    assert desk.state(note) is State.DONE, "what waits for a person holds up nobody else"
    amended = desk.do(desk.outbox.amend(time.op_id, desk.entry(summary_notes="Another day")))
    assert amended is not None
    desk.wait(60)
    assert [desk.state(op) for op in (time, amended, said, shut)] == [State.CANCELLED, *[State.DONE] * 3]
    assert [row.status for row in desk.psa.truth(Ticket) if row.id == TICKET] == [5]


def test_a_dropped_op_is_let_go_of_by_what_waited_for_it(desk: Desk) -> None:
    desk.psa.planned = [Fault.REFUSED]
    time, shut = desk.hand_in(desk.entry(), desk.status(5), chained=True)
    desk.wait(30)
    assert desk.do(desk.outbox.drop(time.op_id))
    desk.wait(30)
    assert "taken back" in desk.outbox.waiting(desk.op(shut.op_id))
    assert desk.do(desk.outbox.retry(shut.op_id))
    desk.wait(30)
    assert desk.state(shut) is State.DONE


def test_time_on_a_ticket_that_is_yet_to_be_made_goes_to_it(desk: Desk) -> None:
    new = desk._new(TicketCreate(values={"company_id": 7, "title": "Walk-up", "status": 1, "priority": 2}))
    entry = desk._new(TimeEntryCreate(resource_id=4, ticket_id=Made(new.op_id), role_id=1, hours_worked=0.5))
    desk.do(desk.outbox.submit("walk-up", [new, entry], 0))
    desk.wait(60)
    made = desk.op(new.op_id).remote_id
    assert [row.ticket_id for row in desk.psa.truth(TimeEntry)] == [made]


def test_an_entry_is_changed_and_deleted_once_it_is_there(desk: Desk) -> None:
    time = desk._new(desk.entry())
    edit = desk._new(TimeEntryEdit(entry_id=Made(time.op_id), ticket_id=TICKET, changes={"internal_notes": "mine"}))
    desk.do(desk.outbox.submit("act", [time, edit], 0))
    desk.wait(60)
    op = desk.op(time.op_id)
    assert [row.internal_notes for row in desk.psa.truth(TimeEntry)] == [f"mine\r\n[{op.marker}]"]
    assert op.remote_id is not None
    desk.hand_in(TimeEntryDelete(entry_id=op.remote_id, ticket_id=TICKET))
    desk.wait(30)
    assert desk.psa.truth(TimeEntry) == []
    assert desk.rows[-1] == ("TimeEntries", op.remote_id, None)


def test_no_answer_is_looked_for_and_never_sent_again_before_an_absence_after_settle(desk: Desk) -> None:
    desk.psa.planned = [Fault.LOST_REQUEST]
    (op,) = desk.hand_in(desk.entry())
    desk.wait(140)
    assert desk.state(op) is State.UNKNOWN
    desk.wait(170)
    assert desk.state(op) is State.UNKNOWN or desk.psa.writes == 2
    desk.wait(60)
    assert desk.state(op) is State.DONE
    assert desk.why(op)[-3:] == ["not in Autotask, to be sent again", "sent", "written and read back"]


def test_what_is_found_ends_the_looking(desk: Desk) -> None:
    desk.psa.planned = [Fault.APPLIED_502]
    (op,) = desk.hand_in(desk.entry())
    desk.wait(8)
    assert desk.state(op) is State.DONE
    assert desk.why(op)[-1] == "found in Autotask"
    assert desk.psa.writes == 1


def test_a_crash_while_sending_is_an_unknown_fate_at_the_next_start(desk: Desk) -> None:
    desk.psa.planned = [Fault.LOST_RESPONSE]
    (op,) = desk.hand_in(desk.entry())
    desk.wait(0.05)
    assert desk.state(op) is State.INFLIGHT
    desk.restart()
    assert desk.op(op.op_id).state in (State.INFLIGHT, State.UNKNOWN)
    desk.wait(400)
    assert desk.state(op) is State.DONE
    assert len(desk.psa.truth(TimeEntry)) == 1


def test_two_equal_entries_without_markers_stay_two(desk: Desk) -> None:
    desk.crash()
    desk.settings = desk.settings.model_copy(update={"markers": False})
    desk.start()
    desk.psa.planned = [Fault.LOST_RESPONSE, Fault.LOST_RESPONSE]
    one, two = desk.hand_in(desk.entry(twin=True), desk.entry(twin=True))
    desk.wait(900)
    assert [desk.state(op) for op in (one, two)] == [State.DONE, State.DONE]
    assert len(desk.psa.truth(TimeEntry)) == 2
    assert desk.op(one.op_id).remote_id != desk.op(two.op_id).remote_id


def test_a_change_that_is_undone_at_once_is_refused_with_what_stands_there(desk: Desk) -> None:
    desk.psa.planned = [Fault.SILENT]
    (op,) = desk.hand_in(desk.status(5))
    desk.wait(30)
    assert desk.op(op.op_id).state is State.REJECTED
    assert desk.op(op.op_id).error == "Autotask said yes and undid this. status is still 1."


def test_a_change_that_stands_already_is_not_sent(desk: Desk) -> None:
    (op,) = desk.hand_in(desk.status(1))
    desk.wait(5)
    assert desk.state(op) is State.DONE
    assert desk.psa.writes == 0


def test_a_conflict_shows_both_values_and_who_set_theirs(desk: Desk) -> None:
    desk.psa.put(Ticket(id=TICKET, status=8, priority=2, company_id=7, last_activity_resource_id=9))
    (op,) = desk.hand_in(TicketChange(ticket_id=TICKET, changes={"status": 5, "priority": 3}, base={"status": 1}))
    desk.wait(5)
    (clash,) = desk.op(op.op_id).clashes
    assert (clash.field, clash.base, clash.mine, clash.theirs, clash.who) == ("status", 1, 5, 8, 9)
    assert desk.psa.writes == 0
    assert desk.do(desk.outbox.take_theirs(op.op_id))
    desk.wait(30)
    (ticket,) = (row for row in desk.psa.truth(Ticket) if row.id == TICKET)
    assert (ticket.status, ticket.priority) == (8, 3)


def test_mine_is_kept_over_what_was_seen(desk: Desk) -> None:
    desk.psa.put(Ticket(id=TICKET, status=8))
    (op,) = desk.hand_in(desk.status(5))
    desk.wait(5)
    assert desk.do(desk.outbox.keep_mine(op.op_id))
    desk.wait(30)
    assert desk.state(op) is State.DONE
    assert [row.status for row in desk.psa.truth(Ticket) if row.id == TICKET] == [5]


def test_a_rule_that_sets_the_field_to_something_else_is_told(desk: Desk) -> None:
    (op,) = desk.hand_in(desk.status(5))
    desk.wait(20)
    before = next(row for row in desk.psa.truth(Ticket) if row.id == TICKET)

    async def see() -> None:
        desk.outbox.saw(Change(1, "Tickets", TICKET, before, Ticket(id=TICKET, status=12)))
        await asyncio.sleep(1)

    desk.do(see())
    assert desk.told[-1].remark == "status was then set to 12."
    assert desk.why(op)[-1] == "status was then set to 12."
    assert desk.state(op) is State.DONE


def test_a_refused_key_stops_everything_until_somebody_has_corrected_it(desk: Desk) -> None:
    async def refuse() -> None:
        raise Unauthorised("The key was refused.")

    reach, desk.outbox._sender._reach = desk._reach, refuse  # type: ignore[union-attr]
    ops = [*desk.hand_in(desk.entry()), *desk.hand_in(desk.entry(ticket=12))]
    desk.wait(3600)
    assert [desk.state(op) for op in ops] == [State.PENDING, State.PENDING]
    assert desk.outbox.pause is not None
    assert desk.outbox.pause.sentence == "The key was refused."
    desk.outbox._sender._reach = reach  # type: ignore[union-attr]
    desk.outbox.resume()
    desk.wait(60)
    assert [desk.state(op) for op in ops] == [State.DONE, State.DONE]


def test_too_many_requests_make_everything_wait_as_long_as_autotask_asks(desk: Desk) -> None:
    desk.psa.planned = [Fault.THROTTLED]
    (op,) = desk.hand_in(desk.entry())
    desk.wait(3.5)
    assert desk.state(op) is State.UNKNOWN, "a gateway may have let it through"
    assert desk.outbox.pause is not None
    (other,) = desk.hand_in(desk.entry(ticket=12))
    assert desk.psa.writes == 1
    desk.wait(30)
    assert desk.state(other) is State.DONE


def test_what_may_not_be_written_in_their_name_is_written_in_ours(desk: Desk) -> None:
    desk.psa.planned = [Fault.NOT_IN_THEIR_NAME]
    new = desk._new(desk.entry(), author=4)
    desk.do(desk.outbox.submit("act", [new], 0))
    desk.wait(30)
    op = desk.op(new.op_id)
    assert (op.state, op.author) == (State.DONE, None)
    assert "not in their name: No rights to impersonate." in desk.why(op)


def test_what_never_left_is_sent_again_soon_and_without_looking(desk: Desk) -> None:
    desk.psa.planned = [Fault.NOT_LEFT, Fault.NOT_LEFT]
    (op,) = desk.hand_in(desk.entry())
    desk.wait(30)
    assert desk.state(op) is State.DONE
    assert "nothing left this machine" in desk.why(op)


def test_an_op_that_never_arrives_is_given_to_a_person_in_the_end(desk: Desk) -> None:
    desk.psa.planned = [Fault.FAILED] * 8
    (op,) = desk.hand_in(desk.entry())
    desk.wait(8 * 200)
    assert desk.op(op.op_id).state is State.HELD
    assert "8 times" in desk.op(op.op_id).error
    assert desk.do(desk.outbox.retry(op.op_id))
    desk.wait(30)
    assert desk.state(op) is State.DONE


def test_a_double_of_a_late_server_is_held_by_the_sweep(desk: Desk) -> None:
    (op,) = desk.hand_in(desk.entry())
    desk.wait(60)
    (row,) = desk.psa.truth(TimeEntry)
    desk.psa.put(TimeEntry(id=row.id + 1, resource_id=4, internal_notes=row.internal_notes, create_date_time=desk.now))
    desk.wait(1000)
    assert desk.op(op.op_id).state is State.HELD
    assert desk.op(op.op_id).found == (row.id, row.id + 1)
    assert not desk.do(desk.outbox.retry(op.op_id)), "a third is the last thing that is wanted"
    assert desk.do(desk.outbox.adopt(op.op_id, row.id))


@pytest.mark.parametrize(
    "hidden",
    [{"is_non_billable": True}, {"ticket_id": None, "internal_billing_code_id": 30}],
    ids=["not billed", "internal"],
)
def test_an_entry_that_may_be_hidden_is_never_sent_twice_on_its_absence(desk: Desk, hidden: Mapping[str, Any]) -> None:
    desk.psa.planned = [Fault.FAILED]
    (op,) = desk.hand_in(replace(desk.entry(), **hidden))
    desk.wait(400)
    assert desk.op(op.op_id).state is State.HELD
    assert "right to see" in desk.op(op.op_id).error
    assert desk.psa.writes == 1


def test_equal_checklist_lines_are_told_apart_by_what_was_there_before(desk: Desk) -> None:
    desk.psa.planned = [Fault.LOST_REQUEST]
    (op,) = desk.hand_in(ChecklistAdd(ticket_id=TICKET, item_name="Ask"))
    desk.wait(900)
    assert desk.state(op) is State.DONE
    assert desk.psa.writes == 2


def test_a_note_is_found_by_its_words_whatever_autotask_made_of_them(desk: Desk) -> None:
    desk.psa.planned = [Fault.LOST_RESPONSE]
    text = "First line \nsecond — “quoted”\n"
    (op,) = desk.hand_in(NoteCreate(ticket_id=TICKET, title="Call", description=text, note_type=1, publish=1))
    desk.wait(300)
    assert desk.state(op) is State.DONE
    assert len(desk.psa.truth(TicketNote)) == 1
