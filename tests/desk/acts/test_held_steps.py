"""A hold, a release: the note that tells of it goes when its status is in Autotask, and never without it.

Whatever Autotask makes of the writes, and whatever a person decides then: no note tells of a hold that is not, and what
was typed is to be had.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from itertools import product

from autotask.entities import Ticket, TicketNote
from desk.acts.commands import Hold, Release
from desk.acts.told import LogEntry, Stage
from desk.traces import hold_of, note_trace
from tests.desk.acts.bench import Bench, bench
from tests.desk.acts.test_doing import done
from tests.desk.shop import NEW, WAITING_CUSTOMER, WAITING_VENDOR, Shop, ticket, ticket_id
from tests.replica.outbox.psa import Fault
from workflows.holds import HoldKind

WAITS = (WAITING_CUSTOMER, WAITING_VENDOR)


def _hold(number: int, reason: str = "asked for a time") -> Hold:
    return Hold(ticket_id=number, kind=HoldKind.CUSTOMER, reason=reason, until=date(2026, 11, 26))


async def _again(b: Bench, entry: LogEntry) -> None:
    await b.acts.retry(entry.op_id)


async def _drop(b: Bench, entry: LogEntry) -> None:
    await b.acts.drop(entry.op_id)


async def _edit(b: Bench, entry: LogEntry) -> None:
    command = await b.acts.reopen(entry.op_id)
    if isinstance(command, Hold):
        assert command.reason == "asked for a time"
        command = replace(command, reason="asked twice")
    if command is not None:
        done(await b.acts.do(command))


async def _undo(b: Bench, entry: LogEntry) -> None:
    await b.acts.undo_act(entry.act_id)


async def _keep(b: Bench, entry: LogEntry) -> None:
    conflict = b.acts.conflict(entry.op_id)
    if conflict is not None:
        done(await b.acts.keep_mine(conflict.op_id))


async def _take(b: Bench, entry: LogEntry) -> None:
    await b.acts.take_theirs(entry.op_id)


OTHERS = Fault.NOT_LEFT
"""Stands for a status that a colleague gives it meanwhile."""
WAYS: tuple[tuple[tuple[Fault, ...], Callable[[Bench, LogEntry], Awaitable[None]]], ...] = (
    ((Fault.REFUSED,), _again),
    ((Fault.REFUSED,), _drop),
    ((Fault.SILENT,), _edit),
    ((Fault.REFUSED,), _undo),
    ((OTHERS,), _keep),
    ((OTHERS,), _take),
    ((Fault.LOST_RESPONSE, Fault.REFUSED), _again),
    ((), _undo),
)
"""What becomes of the two writes, and what is decided about what waits then."""


def _true(b: Bench, number: int, *, releasing: bool) -> bool:
    """Whether the notes of a ticket tell of a hold where its status waits, and of an end where it does not."""
    rows = [row for row in b.server.truth(TicketNote) if row.ticket_id == number]
    told = hold_of([trace for row in rows if (trace := note_trace(row, frozenset()))], None)
    (status,) = (row.status for row in b.server.truth(Ticket) if row.id == number)
    waits = status in WAITS
    return waits or releasing if told.hold is not None else not (told.released and waits)


async def test_no_note_tells_of_a_hold_that_is_not_nor_of_an_end_that_is_none(shop: Shop) -> None:
    ways = tuple(product((False, True), WAYS))
    async with bench(shop, *(ticket(number) for number in range(1, len(ways) + 1))) as b:
        for number, (releasing, (faults, decide)) in enumerate(ways, 1):
            if releasing:
                done(await b.acts.do(_hold(number)))
                await b.sent()
            done(await b.acts.do(Release(ticket_id=number) if releasing else _hold(number)))
            if OTHERS in faults:
                b.server.put(replace(ticket(number), status=WAITING_VENDOR if releasing else NEW))
            b.server.planned = [fault for fault in faults if fault is not OTHERS]
            await b.sent()
            entries = [entry for entry in await b.acts.log(4) if entry.item == ticket_id(number)]
            waiting = [entry for entry in entries if entry.stage.for_a_person]
            assert all("retry" not in entry.can for entry in waiting if entry.stage is Stage.BLOCKED)
            for entry in entries[:1] if decide is _undo else waiting if decide is _keep else reversed(waiting):
                await decide(b, entry)
            await b.sent()
            assert _true(b, number, releasing=releasing), (releasing, faults, decide.__name__)
            assert b.outbox.of_ticket(number) == []
            typed = {text for entry in await b.acts.log(6) for _, text in entry.typed}
            assert releasing or any("asked" in text for text in typed)


async def test_a_refusal_tells_how_the_ticket_stands(shop: Shop) -> None:
    async with bench(shop, ticket(1)) as b:
        b.server.planned = [Fault.REFUSED]
        done(await b.acts.do(_hold(1)))
        await b.sent()
        note, status = await b.acts.log()
        told = "The hold is not in Autotask: nobody reads of it, and what was typed is kept (e)."
        assert status.says.endswith(f": The timesheet is locked. {told}")
        assert note.says == "Waits for status, which Autotask refused."
        assert [remark.says for remark in b.acts.take_remarks()] == [
            f"T20261124.0001: status Waiting Customer refused. The timesheet is locked. {told} (L)"
        ]
        done(await b.acts.drop(status.op_id))
        assert [entry.stage for entry in await b.acts.log()] == [Stage.DROPPED, Stage.DROPPED]
        b.server.planned = [Fault.NONE, Fault.REFUSED]
        done(await b.acts.do(_hold(1)))
        await b.sent()
        (remark,) = b.acts.take_remarks()
        assert remark.says.endswith("The ticket waits, but Autotask does not say why and until when. (L)")
