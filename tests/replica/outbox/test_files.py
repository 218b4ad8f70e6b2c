"""What becomes of the outbox when its files do not fare well, and who may touch them."""

import asyncio
import sqlite3
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from autotask.machine import SystemMachine
from replica.outbox.effects import TimeEntryCreate
from replica.outbox.errors import OpUnlawful, OutboxFull, OutboxReadOnly, OutboxTooNew
from replica.outbox.file import DATABASE
from replica.outbox.hand import AtOnce
from replica.outbox.journal import JOURNAL
from replica.outbox.op import LAWFUL, NewOp, Op, State, new_op_id
from replica.outbox.opening import compact, open_store
from replica.outbox.outbox import LOCK, Outbox
from replica.outbox.store import Store
from tests.replica.outbox.psa import START
from tests.replica.outbox.virtual_time import LoopMachine


def now() -> datetime:
    """One moment for ever."""
    return START


def opened(folder: Path) -> Store:
    """The store of a folder."""
    return open_store(folder, now).store


def handed_in(store: Store, summary: str = "Worked") -> Op:
    """An entry, on disk."""
    effect = TimeEntryCreate(resource_id=4, ticket_id=11, hours_worked=0.5, summary_notes=summary)
    (op,) = store.submit("act", [NewOp(effect, new_op_id(datetime.now(UTC)))], 4.0)
    return op


def test_an_op_goes_only_lawful_ways(folder: Path) -> None:
    store = opened(folder)
    for was, after in LAWFUL.items():
        for to in set(State) - after:
            with pytest.raises(OpUnlawful):
                store.move("any", to, "unlawful", was=(was,))
    op = handed_in(store)
    assert store.move(op.op_id, State.CANCELLED, "dropped") is not None
    assert store.move(op.op_id, State.PENDING, "again") is None, "what is over stays over"
    store.close()


def test_one_of_two_claims_gets_the_op(folder: Path) -> None:
    one, two = opened(folder), opened(folder)
    op = handed_in(one)
    assert one.claim(op.op_id, START) is not None
    assert two.claim(op.op_id, START) is None
    one.close()
    two.close()


def test_a_lane_has_one_op_on_its_way(folder: Path) -> None:
    store = opened(folder)
    first, second = handed_in(store, "first"), handed_in(store, "second")
    assert store.claim(first.op_id, START) is not None
    assert store.claim(second.op_id, START) is None
    store.move(first.op_id, State.UNKNOWN, "no answer")
    assert store.claim(second.op_id, START) is None
    store.close()


def test_the_audit_is_only_added_to(folder: Path) -> None:
    store = opened(folder)
    handed_in(store)
    with sqlite3.connect(folder / DATABASE) as raw:
        for statement in ("UPDATE op_log SET why = 'else'", "DELETE FROM op_log"):
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                raw.execute(statement)
    raw.close()
    store.close()


def test_nobody_else_may_read_the_files(folder: Path) -> None:
    store = opened(folder)
    handed_in(store)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    store.close()


def spoil_header(path: Path) -> None:
    """No SQLite file any more."""
    path.write_bytes(b"spoilt" * 2000)


def cut_short(path: Path) -> None:
    """A file that ends in the middle."""
    path.write_bytes(path.read_bytes()[:5000])


def garble(path: Path) -> None:
    """Pages full of nonsense behind a sound header."""
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    path.write_bytes(bytes(content))


def delete(path: Path) -> None:
    """Gone."""
    path.unlink()


@pytest.mark.parametrize("harm", [spoil_header, cut_short, garble, delete])
def test_a_damaged_outbox_is_recovered_from_its_second_copy(folder: Path, harm: Callable[[Path], None]) -> None:
    store = opened(folder)
    ops = [handed_in(store, f"text {number} \ud800") for number in range(30)]
    store.claim(ops[0].op_id, START)
    store.keep("timer", {"since": START})
    log = store.log(None, 1000)
    store.close()
    harm(folder / DATABASE)
    for side in ("-wal", "-shm"):
        Path(f"{folder / DATABASE}{side}").unlink(missing_ok=True)
    again = open_store(folder, now)
    assert any("recovered from its second copy" in notice for notice in again.notices)
    assert {op.op_id for op in again.store.live()} == {op.op_id for op in ops}
    assert again.store.live()[0].state is State.INFLIGHT
    assert again.store.live()[1].effect == ops[1].effect
    assert again.store.kept() == {"timer": {"since": START}}
    assert again.store.log(None, 1000) == log
    again.store.close()
    assert open_store(folder, now).notices == []


def test_what_a_lost_log_of_the_database_held_is_put_back(folder: Path) -> None:
    store = opened(folder)
    handed_in(store, "before")
    store.close()
    image = (folder / DATABASE).read_bytes()
    store = opened(folder)
    op = handed_in(store, "after")
    store.close()
    (folder / DATABASE).write_bytes(image)
    again = opened(folder)
    assert op.op_id in {each.op_id for each in again.live()}
    again.close()


def test_a_torn_line_of_the_journal_hides_no_other(folder: Path) -> None:
    store = opened(folder)
    first = handed_in(store, "first")
    with (folder / JOURNAL).open("ab") as raw:
        raw.write(b'\n1234abcd {"tx": 99, "op": [{"op_id"')
    second = handed_in(store, "second")
    store.close()
    spoil_header(folder / DATABASE)
    again = opened(folder)
    assert [op.op_id for op in again.live()] == [first.op_id, second.op_id]
    again.close()


def test_a_shortened_journal_still_recovers_all_that_is_live(folder: Path) -> None:
    store = opened(folder)
    ops = [handed_in(store, f"{number}") for number in range(20)]
    for op in ops[:15]:
        store.claim(op.op_id, START)
        store.move(op.op_id, State.DONE, "done", remote_kind="TimeEntries", remote_id=ops.index(op))
    before = (folder / JOURNAL).stat().st_size
    compact(store, datetime(2030, 1, 1, tzinfo=UTC))
    assert (folder / JOURNAL).stat().st_size < before / 3
    late = handed_in(store, "late")
    store.close()
    spoil_header(folder / DATABASE)
    again = opened(folder)
    assert [op.op_id for op in again.live()] == [op.op_id for op in (*ops[15:], late)]
    again.close()


def test_a_full_disk_refuses_the_act_and_loses_none(folder: Path) -> None:
    store = opened(folder)
    kept = handed_in(store)
    with store._file.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(OutboxFull, match="keeps what you typed"):
        handed_in(store, "long " * 50_000)
    assert kept.op_id in {op.op_id for op in store.live()}
    store.close()


def test_a_newer_schema_is_named_and_left_alone(folder: Path) -> None:
    store = opened(folder)
    handed_in(store)
    store.close()
    with sqlite3.connect(folder / DATABASE) as raw:
        raw.execute("PRAGMA user_version=99")
    raw.close()
    with pytest.raises(OutboxTooNew, match="schema 99"):
        opened(folder)
    with pytest.raises(OutboxTooNew, match="schema 99"):
        open_store(folder, now, read_only=True)


def test_a_kind_of_a_newer_servicedeck_waits_for_it(folder: Path) -> None:
    store = opened(folder)
    handed_in(store)
    store.close()
    with sqlite3.connect(folder / DATABASE) as raw:
        raw.execute("UPDATE op SET kind = 'ExpenseCreate'")
    raw.close()

    async def look() -> list[str]:
        outbox = Outbox.open(folder, None, LoopMachine(), hand=AtOnce())
        assert outbox.live == []
        await outbox.close()
        return outbox.notices

    assert "newer servicedeck" in asyncio.run(look())[0]


def test_a_read_only_session_looks_and_changes_nothing(folder: Path) -> None:
    store = opened(folder)
    op = handed_in(store)
    store.close()

    async def look() -> None:
        outbox = Outbox.open(folder, None, LoopMachine(), read_only=True, hand=AtOnce())
        assert [each.op_id for each in outbox.live] == [op.op_id]
        new = NewOp(op.effect, new_op_id(START))
        attempts = (
            outbox.submit("act", [new]), outbox.undo(op.act), outbox.drop(op.op_id), outbox.keep("timer", 1),
        )  # fmt: skip
        for attempt in attempts:
            with pytest.raises(OutboxReadOnly):
                await attempt
        await outbox.close()

    asyncio.run(look())


def test_a_read_only_session_without_an_outbox_makes_none(folder: Path) -> None:
    store = open_store(folder, now, read_only=True).store
    assert store.live() == []
    assert not folder.exists()


def test_a_record_belongs_to_one_op(folder: Path) -> None:
    store = opened(folder)
    one, two = handed_in(store, "one"), handed_in(store, "two")
    store.move(one.op_id, State.DONE, "done", remote_kind="TimeEntries", remote_id=7)
    with pytest.raises((IntegrityError, Exception), match="another op"):
        store.move(two.op_id, State.DONE, "done", remote_kind="TimeEntries", remote_id=7)
    assert store.claimed("TimeEntries", [7, 8], two.op_id) == {7}
    assert store.claimed("TimeEntries", [7, 8], one.op_id) == frozenset()
    store.close()


def test_the_sender_hears_what_another_process_decides(folder: Path) -> None:
    async def both() -> None:
        mine = Outbox.open(folder, None, LoopMachine(), hand=AtOnce())
        theirs = Outbox.open(folder, None, LoopMachine(), hand=AtOnce())
        (op,) = await mine.submit("act", [NewOp(TimeEntryCreate(resource_id=4, ticket_id=1), new_op_id(START))])
        dropped = asyncio.Event()
        mine.subscribe(lambda told: dropped.set() if told[0].op.state is State.CANCELLED else None)
        following = asyncio.ensure_future(mine.run())
        assert await theirs._book.news_from_others()
        await theirs.keep("draft", "words")
        assert await theirs.drop(op.op_id)
        await asyncio.wait_for(dropped.wait(), 20)
        await asyncio.sleep(0)
        assert mine.kept("dra") == {"draft": "words"}
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await mine.close()
        await theirs.close()

    asyncio.run(both())


def test_one_process_sends_and_the_next_takes_over_when_it_ends(folder: Path) -> None:
    async def never() -> None:
        raise AssertionError

    async def both() -> None:
        one = Outbox.open(folder, never, LoopMachine(), hand=AtOnce())  # type: ignore[arg-type]
        two = Outbox.open(folder, never, LoopMachine(), hand=AtOnce())  # type: ignore[arg-type]
        assert await one._may_send()
        assert not await two._may_send()
        await one.close()
        assert await two._may_send()
        await two.close()
        assert (folder / LOCK).exists()

    asyncio.run(both())


def test_an_outbox_with_a_thread_of_its_own_closes_at_once(folder: Path) -> None:
    async def live() -> None:
        outbox = Outbox.open(folder, None, SystemMachine())
        working = asyncio.ensure_future(outbox.run())
        new = NewOp(TimeEntryCreate(resource_id=4, ticket_id=1), new_op_id(START))
        await asyncio.gather(outbox.submit("act", [new]), outbox.keep("timer", {"since": START}))
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        async with asyncio.timeout(2):
            await outbox.close()

    asyncio.run(live())
    store = opened(folder)
    assert len(store.live()) == 1
    assert store.kept() == {"timer": {"since": START}}
    store.close()
