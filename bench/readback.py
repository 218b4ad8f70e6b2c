"""The outbox's log held against the sandbox: what was entered is there once, with its times, and nothing else is.

Only our app may write to the sandbox meanwhile. What its journal says was made has to be what the outbox claims.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from autotask.client import Client
from autotask.kinds import kind_of
from desk.clocks import wall_micros
from replica.outbox.effects import Effect, TicketChange, TimeEntryCreate, TimeEntryEdit
from replica.outbox.effects.comparing import same
from replica.outbox.effects.creating import Creates
from replica.outbox.effects.effect import Call
from replica.outbox.effects.removing import Removes
from replica.outbox.op import LIVE, Op, State
from replica.outbox.opening import open_store
from sandbox.announcement import Announcement
from sla.instants import instant

EVERY_OP = 10**9


@dataclass
class Account:
    """What was entered, what is there, and every way in which the two differ, as sentences."""

    ops: list[Op] = field(default_factory=list)
    made: int = 0
    """Records that the sandbox's journal says were made."""
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)

    @property
    def broken(self) -> list[str]:
        """All of it."""
        return [
            *(f"lost: {each}" for each in self.lost),
            *(f"doubled: {each}" for each in self.doubled),
            *(f"stuck: {each}" for each in self.stuck),
            *(f"differs: {each}" for each in self.differing),
        ]

    def of_act(self, act: str) -> list[Op]:
        """The ops of one act."""
        return [op for op in self.ops if op.act == act]


async def account(folder: Path, about: Announcement, client: Client) -> Account:
    """Hold the outbox of a data folder against the sandbox, which nothing is on its way to any more."""
    store = open_store(folder, lambda: instant(wall_micros()), read_only=True).store
    try:
        result = Account(sorted(store.newest(EVERY_OP), key=lambda op: op.seq))
    finally:
        store.close()
    result.stuck += [f"{told(op)} is {op.state}: {op.error}" for op in result.ops if op.state in LIVE]
    writes = [write for write in _journal(about) if write["outcome"] == "done"]
    _made_once(result, writes)
    _set_last(result, writes)
    made = {op.op_id: op.remote_id for op in result.ops if op.remote_id is not None}
    changed = {
        (op.effect.collection, _target(op, result.ops))
        for op in result.ops
        if _says_otherwise(op.effect) and op.state is State.DONE
    }
    for op in result.ops:
        if (
            op.state is State.DONE
            and isinstance(op.effect, Creates)
            and (op.effect.collection, op.remote_id) not in changed
        ):
            await _stands(result, op, client, Call(client, op.marker, op.base, op.author, made=made))
    return result


def told(op: Op) -> str:
    """An op in a few words."""
    return f"{op.kind} {op.op_id[-6:]} ({op.effect.sentence}, {op.attempts} sent)"


def _journal(about: Announcement) -> list[dict[str, Any]]:
    with httpx.Client(base_url=about.url, trust_env=False, timeout=60) as door:
        answer = door.get("sandbox/journal").raise_for_status()
    writes: list[dict[str, Any]] = answer.json()["writes"]
    return writes


def _made_once(result: Account, writes: Sequence[dict[str, Any]]) -> None:
    """What was made is what done ops have made, id by id."""
    made = Counter((write["entity"], write["itemId"]) for write in writes if write["method"] == "POST")
    result.made = made.total()
    claimed = {
        (op.effect.collection, op.remote_id): op
        for op in result.ops
        if isinstance(op.effect, Creates) and op.state is State.DONE and op.remote_id is not None
    }
    result.lost += [
        f"{told(claimed[key])} was never made" for key in claimed.keys() - made.keys() if _new(claimed[key])
    ]
    bodies = {(write["entity"], write["itemId"]): write["body"] for write in writes if write["method"] == "POST"}
    result.doubled += [f"nobody knows of {key}: {bodies[key]}" for key in made.keys() - claimed.keys()]


def _says_otherwise(effect: Effect) -> bool:
    """Whether a record does not say any more what it was made to say."""
    return isinstance(effect, Removes | TimeEntryEdit) or (
        isinstance(effect, TicketChange) and "title" in effect.wanted
    )


def _new(op: Op) -> bool:
    """Whether it made its record: what was so already had been made before."""
    return op.attempts > 0


def _set_last(result: Account, writes: Sequence[dict[str, Any]]) -> None:
    """What was written last to a field is what the last op about it wanted, in the order in which they were done."""
    wanted: dict[tuple[str, int, str], tuple[Any, Op]] = {}
    for op in sorted(result.ops, key=lambda each: each.changed):
        target = _target(op, result.ops)
        if op.state is State.DONE and target is not None:
            kind = op.effect.kind  # type: ignore[attr-defined]  # every change has one
            for attr, value in op.effect.wanted.items():
                wanted[op.effect.collection, target, kind.wire(attr)] = (value, op)
    last: dict[tuple[str, int, str], Any] = {}
    for write in writes:
        if write["method"] in ("PATCH", "PUT"):
            for name, value in write["body"].items():
                last[write["entity"], write["itemId"], name] = value
    for key, (value, op) in wanted.items():
        if key in last and not _as_sent(value, last[key]):
            result.differing.append(f"{key} was last set to {last[key]!r}, but {told(op)} wanted {value!r}")


def _target(op: Op, ops: Iterable[Op]) -> int | None:
    if op.effect.record_id is not None or not op.effect.needs:
        return op.effect.record_id
    return next((other.remote_id for other in ops if other.op_id in op.effect.needs), None)


def _as_sent(value: Any, wire: Any) -> bool:
    if isinstance(value, date):
        return str(wire).replace("Z", "+00:00")[:16] == value.isoformat()[:16]
    return same(value, wire)


async def _stands(result: Account, op: Op, client: Client, call: Call) -> None:
    """The record that an op made says what was entered."""
    effect = op.effect
    assert isinstance(effect, Creates)
    if op.remote_id is None:
        result.lost.append(f"{told(op)} is done without a record")
        return
    row = await client.get(effect.kind, op.remote_id)
    if row is None:
        result.lost.append(f"{told(op)} is gone: {effect.collection} {op.remote_id}")
    elif not effect.equal(row, call) or not _times(effect, row):
        result.differing.append(f"{told(op)} stands as {row}")


def _times(effect: Creates, row: Any) -> bool:
    if not isinstance(effect, TimeEntryCreate):
        return True
    assert effect.kind is kind_of(type(row))
    return all(
        same(getattr(effect, attr), getattr(row, attr))
        for attr in ("start_date_time", "end_date_time", "hours_worked", "date_worked", "resource_id")
        if getattr(effect, attr) is not None
    )
