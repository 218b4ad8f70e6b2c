"""What is pending, laid over the copy's rows on their way to the desk.

There is one source of truth for what was entered, the outbox's live ops, and one for what is in Autotask, the copy.
This is neither: it knows, for each row that an op touches, how the copy has it, and hands the desk the row that comes
of both. An op lies over its row until the copy has brought what the op did.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from desk.acts.pending import Key, id_of_made, key_of, laid, lies, own_id
from replica.errors import ReplicaError
from replica.feed import Change
from replica.outbox.book import Told
from replica.outbox.effects.comparing import same
from replica.outbox.effects.values import Made, Ref
from replica.outbox.op import Op, OpId, State

logger = logging.getLogger(__name__)

Read: TypeAlias = Callable[[Collection[Key]], Awaitable[Mapping[Key, Any]]]
"""Reads rows from the copy, None for those that it does not have."""
Hand: TypeAlias = Callable[[Sequence[Change]], None]
"""Hands rows to the desk, after all that it was handed before."""
_TICKETS = "Tickets"


class Layer:
    """The ops that lie over rows. Belongs to the loop."""

    def __init__(self, read: Read, hand: Hand) -> None:
        self._read = read
        self._hand = hand
        self._ops: dict[Key, dict[OpId, Op]] = {}
        self._where: dict[OpId, Key] = {}
        self._ids: dict[OpId, int] = {}
        self._by_own: dict[int, OpId] = {}
        self._rows: dict[Key, Any] = {}
        self._reading: dict[Key, asyncio.Task[None]] = {}
        self._lingering: dict[Key, OpId] = {}
        """Done, and not yet in the copy: by the row whose coming ends it."""
        self._seen: set[Key] = set()
        """Rows that came since what is on its way to them was sent."""
        self._making: frozenset[str] = frozenset()
        """Kinds of which something is yet to be made."""
        self.id_of = id_of_made(self._ids)

    # Rows from the copy --------------------------------------------------------------------------------------------

    def through(self, changes: Sequence[Change]) -> Sequence[Change]:
        """Changes of the copy as the desk shall see them."""
        if not (self._ops or self._rows or self._reading):
            return changes
        out: list[Change] = []
        for change in changes:
            key = (change.kind, change.id)
            if key in self._ops or change.kind in self._making:
                self._seen.add(key)
            if key in self._ops or key in self._rows or key in self._reading:
                self._rows[key] = change.after
            if key in self._lingering:
                out += self._end(self._lingering.pop(key))
            row = self._laid(key, change.after) if key in self._ops else change.after
            out.append(change if row is change.after else Change(change.seq, *key, change.before, row))
        return out

    async def prepare(self, ops: Iterable[tuple[str, int | None]]) -> None:
        """Learn how the copy has some rows, so that an op over one of them shows the moment it is handed in."""
        wanted = [(kind, id_) for kind, id_ in ops if id_ is not None and id_ > 0]
        missing = [key for key in wanted if key not in self._rows]
        if missing:
            rows = await self._read(missing)
            for key in missing:
                self._rows.setdefault(key, rows.get(key))

    async def shown(self) -> None:
        """Wait until every row that something lies over is known."""
        while self._reading:
            await asyncio.gather(*self._reading.values())

    def again(self) -> tuple[Change, ...]:
        """Every row that something lies over; tickets first, because the others hang under them."""
        known = [key for key in self._ops if key[1] < 0 or key in self._rows]
        return tuple(self._change(key) for key in sorted(known, key=lambda key: key[0] != _TICKETS))

    def over(self, kind: str, rows: Iterable[Any], belongs: Callable[[Any], bool]) -> tuple[Any, ...]:
        """Rows of a kind as they will stand, with those that are yet to be made and belong among them."""
        there = [row if (kind, row.id) not in self._ops else self._laid((kind, row.id), row) for row in rows]
        made = [self._laid(key, None) for key in self._ops if key[0] == kind and key[1] < 0]
        return tuple(row for row in (*there, *(row for row in made if row and belongs(row))) if row is not None)

    def row(self, kind: str, id_: int, row: Any) -> Any:
        """A row as it will stand; `row` is how the copy has it."""
        return self._laid((kind, id_), row) if (kind, id_) in self._ops else row

    def ops_over(self, kind: str, id_: int) -> Sequence[Op]:
        """The ops that lie over a row, in their order."""
        return sorted(self._ops.get((kind, id_), {}).values(), key=lambda op: op.seq)

    def ref(self, id_: int) -> Ref:
        """What an id of the screen stands for: itself, or the op that makes the record."""
        op_id = self._by_own.get(id_) if id_ < 0 else None
        if op_id is None:
            return id_
        made = self._ids[op_id]
        return made if made > 0 else Made(op_id)

    def own(self, op_id: OpId) -> int:
        """The id of the row that an op makes, while it lies; 0 for none."""
        return self._where.get(op_id, ("", 0))[1]

    # Ops -----------------------------------------------------------------------------------------------------------

    def hear(self, told: Sequence[Told]) -> None:
        """Some ops are as they are from now on."""
        touched: dict[Key, None] = {}
        for op in (each.op for each in told):
            if op.effect.creates:
                self._ids[op.op_id] = op.remote_id if op.state is State.DONE and op.remote_id else own_id(op)
                self._by_own[own_id(op)] = op.op_id
            touched |= dict.fromkeys(self._place(op))
            if op.effect.creates:
                touched |= dict.fromkeys(self._leaning_on(op.op_id))
        self._making = frozenset(kind for kind, id_ in self._ops if id_ < 0)
        self._show(touched)
        if not self._ops:
            self._seen.clear()
            self._rows.clear()

    def _place(self, op: Op) -> list[Key]:
        """Put an op where it lies now. Returns the rows that look different by it."""
        before = self._where.get(op.op_id)
        if lies(op):
            self._lift(op.op_id)
            key = key_of(op, self.id_of)
            self._ops.setdefault(key, {})[op.op_id] = op
            self._where[op.op_id] = key
            if op.state is State.INFLIGHT:
                self._seen.discard(key)
            return [key] if before in (None, key) else [before, key]
        if before is None:
            return []
        if op.state is State.DONE and (awaited := self._awaited(op, before)) is not None:
            self._lingering[awaited] = op.op_id
            self._ops[before][op.op_id] = op
            self._ask_copy_for(awaited)
            return []
        self._lift(op.op_id)
        return [before]

    def _awaited(self, op: Op, key: Key) -> Key | None:
        """The row whose coming shows that the copy has what the op did; None where it has it."""
        if op.effect.creates:
            made = None if op.remote_id is None else (op.effect.collection, op.remote_id)
            return None if made is None or made in self._seen else made
        row = self._rows.get(key)
        if key in self._seen or row is None:
            return None
        there = all(same(value, getattr(row, attr, value)) for attr, value in op.effect.wanted.items())
        return None if there and op.effect.wanted else key

    def _end(self, op_id: OpId) -> list[Change]:
        """Take off an op whose work the copy has."""
        key = self._where.get(op_id)
        self._lift(op_id)
        return [] if key is None or key[1] > 0 else [self._change(key)]

    def _lift(self, op_id: OpId) -> None:
        key = self._where.pop(op_id, None)
        if key is None:
            return
        self._ops[key].pop(op_id, None)
        if not self._ops[key]:
            del self._ops[key]

    def _leaning_on(self, op_id: OpId) -> list[Key]:
        """Rows of ops that refer to the record of another one, which has another id now."""
        leaning = [op for ops in self._ops.values() for op in ops.values() if op_id in op.effect.needs]
        return [key for op in leaning for key in self._place(op)]

    def _show(self, keys: Iterable[Key]) -> None:
        out = []
        for key in keys:
            if key[1] > 0 and key not in self._rows:
                self._ask_copy_for(key)
                continue
            out.append(self._change(key))
            if key not in self._ops and key not in self._reading:
                self._rows.pop(key, None)
        if out:
            self._hand(out)

    def _change(self, key: Key) -> Change:
        return Change(0, *key, None, self._laid(key, self._rows.get(key)))

    def _laid(self, key: Key, row: Any) -> Any:
        for op in self.ops_over(*key):
            row = laid(row, op, self.id_of)
        return row

    def _ask_copy_for(self, key: Key) -> None:
        if key not in self._reading:
            self._reading[key] = asyncio.ensure_future(self._bring(key))

    async def _bring(self, key: Key) -> None:
        """Read a row and show it as it will stand, or end what lingers for it."""
        try:
            row = (await self._read([key])).get(key)
        except ReplicaError as error:
            logger.warning("a row under a pending entry could not be read: %s", error)
            row = None
        finally:
            self._reading.pop(key, None)
        self._rows.setdefault(key, row)
        if key in self._lingering and row is not None and self._where.get(self._lingering[key]) != key:
            self._hand(self._end(self._lingering.pop(key)))
        self._show([key])
