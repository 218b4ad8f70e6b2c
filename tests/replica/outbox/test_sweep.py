"""Doubles of a server that carried something out later than anybody waits: found, held, and never made three."""

import pytest

from autotask.entities import Ticket, TicketNote, TimeEntry
from autotask.errors import BadAnswer, Refused
from replica.outbox.effects import NoteCreate, TicketCreate
from replica.outbox.op import Op, State
from tests.replica.outbox.desk import TICKET, Desk
from tests.replica.outbox.psa import Fault

NOTE = NoteCreate(ticket_id=TICKET, title="Call", description="Called back", note_type=1, publish=1)
CALL = TicketCreate(values={"company_id": 7, "title": "Walk-up", "status": 1, "priority": 2})
A_QUARTER = 1000.0


def note(desk: Desk, id_: int, **fields: object) -> None:
    """Another note of the same words is there."""
    given = {"title": "Call", "description": "Called back", "note_type": 1, "publish": 1, "create_date_time": desk.now}
    desk.psa.put(TicketNote(id=id_, ticket_id=TICKET, **{**given, **fields}))  # type: ignore[arg-type]


def held(desk: Desk, op: Op) -> tuple[int, ...]:
    """The ids that an op is held for; none where it is not."""
    found = desk.op(op.op_id)
    return found.found if found.state is State.HELD else ()


def test_a_second_ticket_with_the_marker_of_a_call_is_held(desk: Desk) -> None:
    (op,) = desk.hand_in(CALL)
    desk.wait(60)
    made = desk.op(op.op_id).remote_id
    assert made is not None
    desk.psa.put(Ticket(id=5000, company_id=7, external_id=op.marker, create_date=desk.now))
    desk.psa.put(Ticket(id=5001, company_id=7, title="Walk-up", create_date=desk.now))
    desk.wait(A_QUARTER)
    assert held(desk, op) == (made, 5000)
    assert desk.op(op.op_id).error == "This ticket is in Autotask 2 times: take the later one away there."


def test_a_ticket_without_a_marker_of_ours_tells_no_doubles(desk: Desk) -> None:
    (op,) = desk.hand_in(TicketCreate(values={**CALL.values, "external_id": "RMM-7"}))
    desk.wait(60)
    desk.psa.put(Ticket(id=5000, company_id=7, title="Walk-up", external_id="RMM-7", create_date=desk.now))
    desk.wait(A_QUARTER)
    assert desk.state(op) is State.DONE


def test_the_same_words_by_the_same_hand_are_a_double_of_a_note(desk: Desk) -> None:
    (op,) = desk.hand_in(NOTE)
    desk.wait(60)
    made = desk.op(op.op_id).remote_id
    assert made is not None
    note(desk, 5000, creator_resource_id=9)
    note(desk, 5001, description="Called back later")
    note(desk, 5002, description="Called  back ")
    desk.wait(A_QUARTER)
    assert held(desk, op) == (made, 5002)


def test_two_notes_that_were_meant_are_no_doubles(desk: Desk) -> None:
    ops = [*desk.hand_in(NOTE), *desk.hand_in(NOTE)]
    desk.wait(60 + A_QUARTER)
    assert [desk.state(op) for op in ops] == [State.DONE, State.DONE]
    assert len(desk.psa.truth(TicketNote)) == 2


def test_a_note_of_which_another_is_still_looked_for_is_judged_later(desk: Desk) -> None:
    (op,) = desk.hand_in(NOTE)
    desk.wait(896)
    desk.psa.planned = [Fault.LOST_RESPONSE]
    (twin,) = desk.hand_in(NOTE)
    desk.wait(9)
    assert desk.state(twin) in (State.INFLIGHT, State.UNKNOWN)
    assert (len(desk.psa.truth(TicketNote)), desk.op(op.op_id).swept) == (2, False)
    desk.wait(2 * A_QUARTER)
    assert [desk.state(each) for each in (op, twin)] == [State.DONE, State.DONE]
    assert "looked through: there once" in desk.why(op)


@pytest.mark.parametrize("trouble", [BadAnswer("HTML."), Refused("No.", ("You may not.",)), KeyError("id")])
def test_a_sweep_that_fails_stops_nobody_and_is_tried_again(desk: Desk, trouble: Exception) -> None:
    (op,) = desk.hand_in(desk.entry())
    desk.wait(60)
    (row,) = desk.psa.truth(TimeEntry)
    desk.psa.put(TimeEntry(id=row.id + 1, resource_id=4, internal_notes=row.internal_notes, create_date_time=desk.now))
    real = desk.psa.pages

    def broken(*_: object, **__: object) -> object:
        raise trouble

    desk.psa.pages = broken  # type: ignore[method-assign, assignment]
    desk.wait(A_QUARTER)
    assert desk.outbox.pause is None
    desk.psa.pages = real  # type: ignore[method-assign]
    (other,) = desk.hand_in(desk.status(5))
    desk.wait(A_QUARTER)
    assert desk.state(other) is State.DONE
    assert held(desk, op) == (row.id, row.id + 1)
