"""outbox.db: every op, its audit, and what is kept; each change in one transaction, and once more in the journal.

What returns from here is on disk twice. Nothing else in the house writes these tables. For one thread.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, and_, delete, func, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError

from replica.outbox.effects.frozen import UnknownKind, packed, unpacked
from replica.outbox.errors import OpClaimed, OpDiffers, OpUnlawful, OutboxError, OutboxReadOnly
from replica.outbox.file import File
from replica.outbox.journal import Journal
from replica.outbox.op import LAWFUL, LIVE, LogLine, NewOp, Op, OpId, State
from replica.outbox.rows import Cells, cells_of, log_line, new_row, op_of
from replica.outbox.schema import kept as kept_table
from replica.outbox.schema import op as ops
from replica.outbox.schema import op_log, tally
from replica.outbox.transaction import Transaction
from replica.rows import to_micros

T = TypeVar("T")
logger = logging.getLogger(__name__)


class Store:
    """The outbox on disk. `replica.outbox.opening` makes one."""

    def __init__(
        self, file: File, journal: Journal | None, now: Callable[[], datetime], *, read_only: bool = False
    ) -> None:
        """`journal` is None in memory; `now` is the wall clock, for what is shown."""
        self._file = file
        self._journal = journal
        self._now = now
        self._read_only = read_only
        self._behind = False
        self.foreign = 0
        """Ops that only a newer servicedeck understands. They stay."""

    # Changing ---------------------------------------------------------------------------------------------------

    def submit(self, act: str, news: Sequence[NewOp], window: float, *, marked: bool = True) -> list[Op]:
        """Put the ops of an act on disk, all or none. One that is there already stays as it is.

        Raises:
            OpDiffers: one is there with another body.
        """

        def work(tx: Transaction) -> list[Cells]:
            seq = tx.connection.execute(select(func.coalesce(func.max(ops.c.seq), 0))).scalar_one()
            rows = []
            for place, new in enumerate(news, seq + 1):
                row = new_row(new, act, place, self._now(), window, marked=marked)
                if known := tx.row(new.op_id):
                    if (known["kind"], known["body"]) != (row["kind"], row["body"]):
                        raise OpDiffers(new.op_id)
                    row = known
                else:
                    tx.add(row)
                rows.append(row)
            return rows

        return self._ops(self._write(work))

    def claim(self, op_id: OpId, at: datetime, base: Mapping[str, Any] | None = None) -> Op | None:
        """The right to send an op, for one sender and one attempt: pending to inflight, in one statement.

        None where somebody has it, undid it, or where its lane has another op on its way.

        Args:
            op_id: Which.
            at: The time at Autotask. No record of this op can be older than the first such moment.
            base: What was read before, where it has to be known afterwards.
        """
        noted = None if base is None else packed(base)
        row = self._write(lambda tx: tx.claim(op_id, at, noted))
        return None if row is None else op_of(row)

    def move(
        self, op_id: OpId, to: State, why: str, *, was: Collection[State] | None = None, **changes: Any
    ) -> Op | None:
        """Take an op to a state from any state that may lead there, or from those of `was`; None if it is elsewhere.

        Raises:
            OpUnlawful: a state of `was` does not lead there.
            OpClaimed: the record is another op's.
        """
        lawful = [state for state, after in LAWFUL.items() if to in after]
        for state in was or ():
            if state not in lawful:
                raise OpUnlawful(op_id, state, to)
        cells = cells_of(changes)
        try:
            row = self._write(lambda tx: tx.move(op_id, to, why, was or lawful, cells))
        except IntegrityError as error:
            raise OpClaimed(op_id) from error
        return None if row is None else op_of(row)

    def undo(self, act: str, why: str) -> list[Op]:
        """Cancel the ops of an act, if all of them are still pending; else none.

        Those that are cancelled already, because they were dropped or something else was entered in their place, stay.
        """

        def work(tx: Transaction) -> list[Cells]:
            standing = (ops.c.act == act, ops.c.state != State.CANCELLED)
            found = tx.connection.execute(select(ops.c.op_id, ops.c.state).where(*standing)).all()
            if any(state != State.PENDING for _, state in found):
                return []
            moved = (tx.move(op_id, State.CANCELLED, why, (State.PENDING,), {}) for op_id, _ in found)
            return [row for row in moved if row is not None]

        return self._ops(self._write(work))

    def give_up(self, op_id: OpId, why: str, was: Collection[State]) -> list[Op]:
        """Cancel an op that is in one of some states, and what tells of it and waits; nothing where it is elsewhere."""

        def work(tx: Transaction) -> list[Cells]:
            given_up = tx.move(op_id, State.CANCELLED, why, was, {})
            if given_up is None:
                return []
            behind = tx.connection.execute(select(ops).where(ops.c.after == op_id)).mappings().all()
            telling = [op.op_id for op in self._ops([dict(row) for row in behind]) if op.effect.tells]
            why_too = "what it tells of was given up"
            moved = (tx.move(other, State.CANCELLED, why_too, (State.PENDING,), {}) for other in telling)
            return [given_up, *(row for row in moved if row is not None)]

        return self._ops(self._write(work))

    def amend(self, op_id: OpId, new: NewOp, window: float, why: str) -> list[Op]:
        """Cancel an op that waits, and put another in its place: its act, its turn, and what waits for it.

        Returns every op that changed, the new one last; nothing where the old one is on its way or over.
        """

        def work(tx: Transaction) -> list[Cells]:
            old = tx.move(op_id, State.CANCELLED, why, (State.PENDING, State.REJECTED, State.CONFLICT), {})
            if old is None:
                return []
            row = new_row(new, old["act"], old["seq"], self._now(), window, marked=old["marker"] is not None)
            row |= {"lane": old["lane"], "after": old["after"], "author": old["author"]}
            waiting = tx.connection.execute(select(ops.c.op_id, ops.c.state).where(ops.c.after == op_id)).all()
            moved = []
            for other in waiting:
                statement = update(ops).where(ops.c.op_id == other[0]).values(after=new.op_id)
                moved.append(tx.changed(statement, State(other[1]), "waits for what was entered anew"))
            tx.add(row)
            return [old, *(other for other in moved if other is not None), row]

        return self._ops(self._write(work))

    def note(self, op_id: OpId, why: str, **changes: Any) -> Op | None:
        """Change an op without moving it, or only say something of it in the audit."""
        cells = cells_of(changes)

        def work(tx: Transaction) -> Cells | None:
            row = tx.row(op_id)
            if row is None:
                return None
            if not cells:
                tx.say(op_id, State(row["state"]), State(row["state"]), why)
                return row
            return tx.changed(update(ops).where(ops.c.op_id == op_id).values(**cells), State(row["state"]), why)

        row = self._write(work)
        return None if row is None else op_of(row)

    def begin(self) -> list[Op]:
        """Whatever a dead sender had on its way is unknown now. For the process that has the right to send."""

        def work(tx: Transaction) -> list[Cells]:
            orphans = tx.connection.execute(select(ops.c.op_id).where(ops.c.state == State.INFLIGHT)).scalars().all()
            why = "servicedeck ended while this was on its way"
            moved = (tx.move(op_id, State.UNKNOWN, why, (State.INFLIGHT,), {}) for op_id in orphans)
            return [row for row in moved if row is not None]

        return self._ops(self._write(work))

    def keep(self, name: str, body: object) -> None:
        """Keep something under a name, over what was there."""

        def work(tx: Transaction) -> None:
            row = {"name": name, "body": packed(body), "at": tx.at}
            put = sqlite.insert(kept_table).values(**row)
            tx.connection.execute(put.on_conflict_do_update(index_elements=["name"], set_=row))
            tx.kept.append(row)

        self._write(work)

    def forget(self, name: str) -> None:
        """Drop what is kept under a name."""

        def work(tx: Transaction) -> None:
            tx.connection.execute(delete(kept_table).where(kept_table.c.name == name))
            tx.gone.append(name)

        self._write(work)

    # Reading ----------------------------------------------------------------------------------------------------

    def live(self) -> list[Op]:
        """Every op that is not over, in the order of handing in."""
        self.foreign = 0
        return self._known(select(ops).where(ops.c.state.in_(LIVE)).order_by(ops.c.seq))

    def newest(self, limit: int) -> list[Op]:
        """The newest ops, newest first."""
        return self._known(select(ops).order_by(ops.c.seq.desc(), ops.c.created.desc()).limit(limit))

    def some(self, op_ids: Collection[OpId]) -> dict[OpId, Op]:
        """Some ops, over or not, by id."""
        return {op.op_id: op for op in self._known(select(ops).where(ops.c.op_id.in_(op_ids)))}

    def unswept(self, since: datetime) -> list[Op]:
        """What is done since a moment and was not swept yet."""
        recent = and_(ops.c.state == State.DONE, ops.c.swept == 0, ops.c.changed >= to_micros(since))
        return self._known(select(ops).where(recent).order_by(ops.c.seq))

    def claimed(self, collection: str, ids: Collection[int], but: OpId) -> frozenset[int]:
        """Which of some records belong to other ops."""
        mine = and_(ops.c.remote_kind == collection, ops.c.remote_id.in_(ids), ops.c.op_id != but)
        with self._file.reading() as connection:
            return frozenset(connection.execute(select(ops.c.remote_id).where(mine)).scalars())

    def log(self, op_id: OpId | None, limit: int) -> list[LogLine]:
        """The audit, newest first."""
        statement = select(op_log).order_by(op_log.c.n.desc()).limit(limit)
        if op_id is not None:
            statement = statement.where(op_log.c.op_id == op_id)
        with self._file.reading() as connection:
            return [log_line(dict(row)) for row in connection.execute(statement).mappings()]

    def kept(self) -> dict[str, Any]:
        """All that is kept, by name."""
        with self._file.reading() as connection:
            rows = connection.execute(select(kept_table.c.name, kept_table.c.body).order_by(kept_table.c.name)).all()
        return {name: unpacked(body) for name, body in rows}

    def data_version(self) -> int:
        """Another number whenever another process has changed something."""
        with self._file.reading() as connection:
            return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    # ------------------------------------------------------------------------------------------------------------

    def _write(self, work: Callable[[Transaction], T]) -> T:
        """One transaction: on disk, then in the journal, then told."""
        if self._read_only:
            raise OutboxReadOnly
        with self._file.writing() as connection:
            transaction = Transaction(connection, self._now())
            result = work(transaction)
            line = transaction.line()
        self._second_copy(line)
        return result

    def _second_copy(self, line: Mapping[str, Any]) -> None:
        """What is committed stands, whatever becomes of its second copy: that is written anew as soon as it can be."""
        if self._journal is None:
            return
        try:
            if self._behind:
                self.compact()
            else:
                self._journal.append(line)
            self._behind = False
        except (OSError, OutboxError) as error:
            if not self._behind:
                logger.warning("the second copy of the outbox cannot be written: %s", error)
            self._behind = True

    def compact(self, keep_since: datetime | None = None) -> None:
        """Write the journal anew from the database: whatever is live or kept, and what ended since a moment.

        Raises:
            OSError, OutboxError: the old one stays.
        """
        if self._journal is None:
            return
        since = 0 if keep_since is None else to_micros(keep_since)
        with self._journal.rewritten() as writing:
            worth = ops.c.state.in_(LIVE) | (ops.c.changed >= since)
            with self._file.reading() as connection:
                tx = connection.execute(select(tally.c.tx)).scalar_one()
                found = [dict(row) for row in connection.execute(select(ops).where(worth)).mappings()]
                told = select(op_log).where(op_log.c.op_id.in_(select(ops.c.op_id).where(worth)))
                lines = [dict(row) for row in connection.execute(told).mappings()]
                kept = [dict(row) for row in connection.execute(select(kept_table)).mappings()]
            writing.lines = [{"tx": tx, "op": found, "op_log": lines, "kept": kept}]

    def _known(self, statement: "Select[Any]") -> list[Op]:
        with self._file.reading() as connection:
            rows = [dict(row) for row in connection.execute(statement).mappings()]
        return self._ops(rows)

    def _ops(self, rows: Sequence[Cells]) -> list[Op]:
        known = []
        for row in rows:
            try:
                known.append(op_of(row))
            except UnknownKind:
                self.foreign += 1
        return known
