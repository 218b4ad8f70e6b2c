"""The sender when the ground moves: stopped and started again, its connection closed, a write that we refuse."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from autotask.entities import Ticket, TimeEntry
from autotask.errors import Closed, ReadOnlyMode, Unfit
from replica.outbox.effects import TicketChange, TimeEntryCreate
from replica.outbox.errors import OutboxFull
from replica.outbox.hand import AtOnce
from replica.outbox.op import Op, State
from tests.replica.outbox.desk import TICKET, Desk
from tests.replica.outbox.psa import Fault, Psa

T = TypeVar("T")


class Slow(AtOnce):
    """A disk that has done the work a while before anybody hears of it."""

    async def do(self, work: Callable[..., T], *args: Any, **named: Any) -> T:
        done = work(*args, **named)
        await asyncio.sleep(0.4)
        return done


class Leased:
    """A connection to a PSA that somebody else may close."""

    def __init__(self, psa: Psa) -> None:
        self._psa = psa
        self.closed = False

    def __getattr__(self, name: str) -> Any:
        if self.closed and name != "server_now":
            raise Closed("The connection was closed.")
        return getattr(self._psa, name)


class Pool:
    """Makes connections, and closes the one before, as a pull does that connects anew."""

    def __init__(self, psa: Psa) -> None:
        self._psa = psa
        self.made: list[Leased] = []

    async def reach(self) -> Leased:
        self.made.append(Leased(self._psa))
        return self.made[-1]


def pooled(desk: Desk) -> Pool:
    """Let the desk reach its PSA through a pool."""
    pool = Pool(desk.psa)
    sender = desk.outbox._sender
    assert sender is not None
    sender._reach = pool.reach
    return pool


# Stopped and started again in one process -------------------------------------------------------------------------


@pytest.mark.parametrize("hand", [AtOnce, Slow])
@pytest.mark.parametrize("fault", [Fault.NONE, Fault.LOST_RESPONSE])
def test_sending_that_is_stopped_anywhere_and_goes_on_ends_like_one_that_was_not(
    desk: Desk, hand: type[AtOnce], fault: Fault
) -> None:
    desk.outbox._book.hand = hand()
    ops: list[Op] = []
    for step in range(20):
        desk.psa.planned = [fault]
        ops += desk.hand_in(desk.entry())
        desk.wait(step / 5)
        desk.stop_sending()
        desk.go_on_sending()
        desk.wait(400)
    assert {desk.state(op) for op in ops} == {State.DONE}
    assert desk.outbox.live == []
    assert len(desk.psa.truth(TimeEntry)) == len(ops)
    assert desk.come_to_rest() == []


def test_what_was_on_its_way_when_sending_stopped_is_looked_for_and_not_sent_again(desk: Desk) -> None:
    (op,) = desk.hand_in(desk.entry())
    desk.wait(0.05)
    assert desk.state(op) is State.INFLIGHT
    desk.stop_sending()
    desk.go_on_sending()
    desk.wait(0.5)
    assert desk.state(op) is State.UNKNOWN
    assert [each.state for each in desk.outbox.live] == [State.UNKNOWN]


# A connection that was closed -------------------------------------------------------------------------------------


def test_a_closed_connection_is_made_anew_and_no_op_is_lost_or_doubled(desk: Desk) -> None:
    pool = pooled(desk)
    first = desk.hand_in(desk.entry(), desk.status(5))
    desk.wait(30)
    pool.made[-1].closed = True
    rest = [*desk.hand_in(desk.entry()), *desk.hand_in(desk.entry(ticket=12)), *desk.hand_in(desk.status(8, seen=5))]
    desk.wait(30)
    assert {desk.state(op) for op in (*first, *rest)} == {State.DONE}
    assert len(pool.made) == 2
    assert desk.outbox.pause is None
    assert desk.come_to_rest() == []


def test_a_connection_closed_between_check_and_sending_lets_nothing_leave(desk: Desk) -> None:
    pool = pooled(desk)
    (op,) = desk.hand_in(desk.status(5))
    desk.outbox.subscribe(
        lambda told: _close(pool) if told[0].op.state is State.INFLIGHT and len(pool.made) == 1 else None
    )
    desk.wait(30)
    assert desk.state(op) is State.DONE
    assert "nothing left this machine" in desk.why(op)
    assert desk.psa.writes == 1


def test_what_is_looked_for_is_looked_for_over_another_connection(desk: Desk) -> None:
    pool = pooled(desk)
    desk.psa.planned = [Fault.APPLIED_502]
    (op,) = desk.hand_in(desk.entry())
    desk.wait(3.5)
    assert desk.state(op) is State.UNKNOWN
    _close(pool)
    desk.wait(60)
    assert desk.state(op) is State.DONE
    assert desk.psa.writes == 1


def test_connections_that_are_closed_again_and_again_are_asked_for_with_growing_pauses(desk: Desk) -> None:
    pool = pooled(desk)

    async def closed_at_once() -> Leased:
        made = await Pool.reach(pool)
        made.closed = True
        return made

    sender = desk.outbox._sender
    assert sender is not None
    sender._reach = closed_at_once
    (op,) = desk.hand_in(desk.entry())
    desk.wait(600)
    assert 10 <= len(pool.made) <= 30
    sender._reach = pool.reach
    desk.wait(90)
    assert desk.state(op) is State.DONE


def _close(pool: Pool) -> None:
    pool.made[-1].closed = True


# What we do not send ourselves ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "refusal", [ReadOnlyMode("This session is read-only."), Unfit("Tickets have no mood to write")]
)
def test_what_we_refuse_ourselves_is_refused_for_good_with_the_typed_text_kept(desk: Desk, refusal: Exception) -> None:
    async def refuse(*_: object, **__: object) -> int:
        raise refusal

    desk.psa.create = refuse  # type: ignore[method-assign]
    (op,) = desk.hand_in(desk.entry(summary_notes="An hour of typing"))
    (other,) = desk.hand_in(desk.status(5, seen=1))
    desk.wait(60)
    found = desk.op(op.op_id)
    assert (found.state, found.error) == (State.REJECTED, str(refusal))
    assert isinstance(found.effect, TimeEntryCreate)
    assert found.effect.summary_notes == "An hour of typing"
    assert desk.outbox.pause is None
    assert desk.state(other) is State.DONE, "nobody else is held up"


def test_a_change_of_a_field_that_does_not_exist_is_refused_for_good(desk: Desk) -> None:
    (op,) = desk.hand_in(TicketChange(ticket_id=TICKET, changes={"mood": "good"}))
    desk.wait(60)
    assert desk.state(op) is State.REJECTED
    assert desk.op(op.op_id).error == "This cannot be sent: servicedeck fails over what it says (AttributeError)."
    assert next(row for row in desk.psa.truth(Ticket) if row.id == TICKET).status == 1


# A disk that does not let it begin -------------------------------------------------------------------------------


def test_sending_that_cannot_begin_says_so_and_goes_on_when_it_can(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    desk.stop_sending()
    op, *_ = desk.hand_in(desk.entry())
    store = desk.outbox._book.store
    with monkeypatch.context() as full:

        def begin() -> list[Op]:
            raise OutboxFull(Path("/srv/desk"))

        full.setattr(store, "begin", begin)
        desk.go_on_sending()
        desk.wait(300)
        pause = desk.outbox.pause
        assert pause is not None
        assert pause.sentence == ("No space is left in /srv/desk. Free some there, and sending goes on by itself.")
        assert desk.state(op) is State.PENDING
        assert sum("cannot begin" in record.message for record in caplog.records) == 1
    desk.wait(60)
    assert desk.outbox.pause is None
    assert desk.state(op) is State.DONE
