"""One change of the outbox: its statements, and what the log and the journal have to say of it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, insert, literal_column, select, update

from replica.outbox.op import OpId, State
from replica.outbox.rows import Cells
from replica.outbox.schema import op as ops
from replica.outbox.schema import op_log, tally
from replica.rows import to_micros

_WHOLE: Any = literal_column("*")
_ADD = insert(ops)
_ONE = select(ops).where(ops.c.op_id == bindparam("wanted"))
_SAY = insert(op_log).returning(op_log.c.n)
_COUNT = update(tally).values(tx=tally.c.tx + 1).returning(tally.c.tx)

_other = ops.alias()
_LANE_IS_BUSY = exists().where(
    and_(
        _other.c.lane == ops.c.lane,
        _other.c.op_id != ops.c.op_id,
        _other.c.state.in_((State.INFLIGHT, State.UNKNOWN)),
    )
)
_CLAIM = (
    update(ops)
    .where(ops.c.op_id == bindparam("wanted"), ops.c.state == State.PENDING, ~_LANE_IS_BUSY)
    .values(
        state=State.INFLIGHT,
        changed=bindparam("moment"),
        attempts=ops.c.attempts + 1,
        answered=0,
        error="",
        first_sent=func.coalesce(ops.c.first_sent, bindparam("sent")),
        base=func.coalesce(bindparam("noted"), ops.c.base),
    )
    .returning(_WHOLE)
)
"""The one statement that gives the right to send (reliability 1.3): of many who try, one gets the row back."""


class Transaction:
    """One change of the outbox, and what the journal has to say of it."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self.connection = connection
        self.at = to_micros(at)
        self.ops: list[Cells] = []
        self.log: list[Cells] = []
        self.kept: list[Cells] = []
        self.gone: list[str] = []

    def move(self, op_id: OpId, to: State, why: str, was: Collection[State], changes: Cells) -> Cells | None:
        """Take an op from one of some states to another, if it is in one of them; one statement and a log line."""
        before = self.row(op_id)
        if before is None or before["state"] not in was:
            return None
        statement = update(ops).where(ops.c.op_id == op_id, ops.c.state.in_(was))
        return self.changed(statement.values(state=to, changed=self.at, **changes), State(before["state"]), why)

    def claim(self, op_id: OpId, at: datetime, base: str | None) -> Cells | None:
        """See `Store.claim`."""
        given = {"wanted": op_id, "moment": self.at, "sent": to_micros(at), "noted": base}
        return self._returned(_CLAIM, State.PENDING, "sent", given)

    def changed(self, statement: Any, was: State, why: str) -> Cells | None:
        """Run an UPDATE of one op, and keep what came of it for the log and the journal."""
        return self._returned(statement.returning(_WHOLE), was, why, {})

    def _returned(self, statement: Any, was: State, why: str, given: Mapping[str, Any]) -> Cells | None:
        found = self.connection.execute(statement, given).mappings().one_or_none()
        if found is None:
            return None
        row = dict(found)
        self.ops.append(row)
        self.say(row["op_id"], was, State(row["state"]), why)
        return row

    def add(self, row: Cells) -> None:
        """Put a new op there."""
        self.connection.execute(_ADD, row)
        self.ops.append(row)
        self.say(row["op_id"], None, State(row["state"]), "handed in")

    def say(self, op_id: OpId, was: State | None, now: State, why: str) -> None:
        """Add a line to the audit."""
        line = {"op_id": op_id, "at": self.at, "was": was, "now": now, "why": why}
        n = self.connection.execute(_SAY, line).scalar_one()
        self.log.append({"n": n, **line})

    def row(self, op_id: OpId) -> Cells | None:
        """An op as it stands."""
        found = self.connection.execute(_ONE, {"wanted": op_id}).mappings().one_or_none()
        return None if found is None else dict(found)

    def line(self) -> dict[str, Any]:
        """What the journal keeps of it, under its number."""
        tx = self.connection.execute(_COUNT).scalar_one()
        parts = {"op": self.ops, "op_log": self.log, "kept": self.kept, "gone": self.gone}
        return {"tx": tx, **{name: part for name, part in parts.items() if part}}
