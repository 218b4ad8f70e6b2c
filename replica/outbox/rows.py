"""Ops to rows and back. A row is a plain dict of cells, the same in the database and in the journal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from replica.outbox.effects.frozen import freeze, packed, thaw, unpacked
from replica.outbox.effects.values import Clash
from replica.outbox.op import LogLine, NewOp, Op, State, marker_of
from replica.rows import to_instant, to_micros

Cells: TypeAlias = dict[str, Any]


def new_row(new: NewOp, act: str, seq: int, at: datetime, window: float, *, marked: bool) -> Cells:
    """The row of an op that is handed in."""
    micros = to_micros(at)
    return {
        "op_id": new.op_id,
        "seq": seq,
        "act": act,
        "lane": new.effect.lane,
        "kind": type(new.effect).__name__,
        "body": freeze(new.effect),
        "base": packed(new.effect.base),
        "marker": marker_of(new.op_id) if marked else None,
        "state": State.PENDING,
        "created": micros,
        "changed": micros,
        "window": window,
        "after": new.after,
        "author": new.author,
        "attempts": 0,
        "answered": 0,
        "first_sent": None,
        "last_ended": None,
        "remote_kind": None,
        "remote_id": None,
        "error": "",
        "clashes": "[]",
        "found": "[]",
        "swept": 0,
    }


def op_of(row: Mapping[str, Any]) -> Op:
    """The op of a row.

    Raises:
        UnknownKind: a newer servicedeck handed it in.
    """
    return Op(
        op_id=row["op_id"],
        seq=row["seq"],
        act=row["act"],
        lane=row["lane"],
        kind=row["kind"],
        effect=thaw(row["kind"], row["body"]),
        base=unpacked(row["base"]),
        marker=row["marker"] or "",
        state=State(row["state"]),
        created=to_instant(row["created"]),
        changed=to_instant(row["changed"]),
        window=float(row["window"]),
        after=row["after"],
        author=row["author"],
        attempts=row["attempts"],
        answered=bool(row["answered"]),
        first_sent=_instant(row["first_sent"]),
        last_ended=_instant(row["last_ended"]),
        remote_kind=row["remote_kind"],
        remote_id=row["remote_id"],
        error=row["error"],
        clashes=tuple(Clash(**clash) for clash in unpacked(row["clashes"])),
        found=tuple(unpacked(row["found"])),
        swept=bool(row["swept"]),
    )


def cells_of(changes: Mapping[str, Any]) -> Cells:
    """Changes of an op's attributes as cells."""
    return {name: _WRITE.get(name, _as_is)(value) for name, value in changes.items()}


def log_line(row: Mapping[str, Any]) -> LogLine:
    """The line of the audit of a row."""
    was = None if row["was"] is None else State(row["was"])
    return LogLine(row["n"], row["op_id"], to_instant(row["at"]), was, State(row["now"]), row["why"])


def _as_is(value: Any) -> Any:
    return value


def _instant(cell: int | None) -> datetime | None:
    return None if cell is None else to_instant(cell)


def _micros(value: datetime | None) -> int | None:
    return None if value is None else to_micros(value)


def _clashes(value: tuple[Clash, ...]) -> str:
    return packed(
        [
            {"field": c.field, "base": c.base, "mine": c.mine, "theirs": c.theirs, "who": c.who, "at": c.at}
            for c in value
        ]
    )


_WRITE: Mapping[str, Any] = {
    "base": packed,
    "found": lambda value: packed(list(value)),
    "clashes": _clashes,
    "answered": int,
    "swept": int,
    "first_sent": _micros,
    "last_ended": _micros,
}
