"""What one transaction of the copy does: upsert what really differs, hide what is gone, remember how far we are.

The pull reads an overlap again at each poll, so nearly every row it brings is known already. Only a row with a cell
that differs is written, gets a new number and becomes a `Change`.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects import sqlite

from autotask.entities import Ticket
from autotask.kinds import kind_of
from replica.feed import Change
from replica.rows import Cells, Codec
from replica.schema import GONE_AT, SEQ, Schema
from replica.turns import forget_turns, keep_turns

KEEP_GONE = timedelta(days=30)
"""How long a hidden row stays, so that a reader that was away still learns that it went (reliability.md 2.2)."""

TICKETS = kind_of(Ticket).name
PURGED_SEQ = "purged_seq"
LABELS = "labels"
"""Ledger key of the edition of the picklists: another one whenever any of them changes."""
FOLLOW = "follow:"
"""Prefix of the ledger keys that hold the ids of changed rows whose attachments are still to be read, by kind."""
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that Autotask sent and that we could not understand."""

    id: str
    """As sent; empty when even that is missing."""
    reason: str
    raw: str
    """The row as sent, for `doctor`."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is written in one transaction: rows of one kind, and what the pull has to remember with them."""

    kind: str = ""
    """Autotask's name; empty when there is only something to remember."""
    entities: Sequence[Any] = ()
    gone: Collection[int] = ()
    """Ids that Autotask has no more."""
    rejected: Sequence[Rejected] = ()
    remember: Mapping[str, str | None] = field(default_factory=dict)
    """Ledger entries to set; None forgets one."""
    follow: bool = False
    """Keep the ids of what changes in the ledger until `Delta.follow` has read what hangs on them."""


@dataclass(slots=True)
class Difference:
    """What a batch changes against the copy as it stands."""

    rows: dict[int, Cells]
    """Rows to write, by id."""
    changes: list[tuple[int, Any, Any]]
    """(id, before, after) of each row that becomes different."""


class Writing:
    """The statements of the writer. Used by the writer thread alone, inside its transaction."""

    def __init__(self, schema: Schema, codecs: Mapping[str, Codec[Any]]) -> None:
        self._schema = schema
        self._codecs = codecs
        self.seq = 0
        """The number that was given last."""
        # What every batch says is put into words once: that takes longer than SQLite takes to obey it.
        ledger, rejected = schema.ledger, schema.quarantine
        entry = sqlite.insert(ledger)
        self._set = entry.on_conflict_do_update(index_elements=[ledger.c.key], set_={"value": entry.excluded["value"]})
        self._forget = delete(ledger).where(ledger.c.key == bindparam("known"))
        self._accept = delete(rejected).where(
            rejected.c.kind == bindparam("of"), rejected.c.id.in_(bindparam("ids", expanding=True))
        )

    def difference(self, connection: Connection, batch: Batch) -> Difference:
        """Compare a batch with the copy. Writes nothing.

        Raises:
            OverflowError: an id is beyond 64 bits; see `storable`.
        """
        found = Difference({}, [])
        if not batch.kind:
            return found
        codec, table = self._codecs[batch.kind], self._schema.tables[batch.kind]
        wanted = {entity.id: entity for entity in batch.entities}
        for ids in chunks([*wanted, *batch.gone]):
            known = {row[0]: row for row in connection.execute(select(table).where(table.c.id.in_(ids)))}
            for id_ in ids:
                self._compare(codec, id_, wanted.get(id_), known.get(id_), found)
        return found

    def _compare(self, codec: Codec[Any], id_: int, entity: Any, row: Any, found: Difference) -> None:
        hidden = row is None or row[-1] is not None
        before = None if hidden else codec.entity(row)
        if entity is None:
            if not hidden:
                found.changes.append((id_, before, None))
            return
        cells = codec.cells(entity)
        if hidden or cells != tuple(row[: len(cells)]):
            found.rows[id_] = cells
            found.changes.append((id_, before, entity))

    def write(self, connection: Connection, batch: Batch, found: Difference, at: int) -> list[Change]:
        """Write a difference and return it as numbered changes.

        Args:
            connection: In a writing transaction.
            batch: What the difference was made from.
            found: What to write.
            at: Now, epoch microseconds of this machine.
        """
        first = self.seq + 1
        changes = [
            Change(first + place, batch.kind, id_, before, after)
            for place, (id_, before, after) in enumerate(found.changes)
        ]
        if changes:
            table = self._schema.tables[batch.kind]
            rows = [(*found.rows[c.id], c.seq, None) for c in changes if c.after is not None]
            if rows:
                connection.exec_driver_sql(self._schema.upsert(table), rows)
            for change in changes:
                if change.after is None:
                    connection.execute(
                        update(table).where(table.c.id == change.id).values({SEQ: change.seq, GONE_AT: at})
                    )
            if batch.kind == TICKETS:
                keep_turns(connection, self._schema.turns, changes)
        self._keep_rejected(connection, batch, at)
        self.remember(connection, batch.remember)
        if batch.follow and changes:
            self.remember(connection, {f"{FOLLOW}{batch.kind}:{first}": _to_follow(changes)})
        self.seq = first + len(changes) - 1
        return changes

    def _keep_rejected(self, connection: Connection, batch: Batch, at: int) -> None:
        table = self._schema.quarantine
        good = [str(entity.id) for entity in batch.entities]
        for ids in chunks(good):
            connection.execute(self._accept, {"of": batch.kind, "ids": ids})
        for row in batch.rejected:
            values = {"reason": row.reason, "raw": row.raw, "seen_at": at}
            connection.execute(
                sqlite.insert(table)
                .values(kind=batch.kind, id=row.id, **values)
                .on_conflict_do_update(index_elements=[table.c.kind, table.c.id], set_=values)
            )

    def remember(self, connection: Connection, entries: Mapping[str, str | None]) -> None:
        """Set or forget ledger entries."""
        for key, value in entries.items():
            if value is None:
                connection.execute(self._forget, {"known": key})
            else:
                connection.execute(self._set, {"key": key, "value": value})

    def write_picklists(self, connection: Connection, texts: Mapping[tuple[str, str], str]) -> None:
        """Keep picklists, each as one text, by (collection, field)."""
        table = self._schema.picklists
        for (entity, field_), text in texts.items():
            connection.execute(
                sqlite.insert(table)
                .values(entity=entity, field=field_, choices=text)
                .on_conflict_do_update(index_elements=[table.c.entity, table.c.field], set_={"choices": text})
            )
        if texts:
            self.remember(connection, {LABELS: str(uuid4())})

    def purge(self, connection: Connection, before: int) -> int:
        """Delete rows that were hidden before an instant (epoch microseconds), and return how many."""
        highest = removed = 0
        for table in self._schema.tables.values():
            old = table.c[GONE_AT] < before
            highest = max(highest, connection.execute(select(func.max(table.c[SEQ])).where(old)).scalar() or 0)
            removed += connection.execute(delete(table).where(old)).rowcount
        forget_turns(connection, self._schema.turns, self._schema.tables[TICKETS])
        if highest:
            self.remember(connection, {PURGED_SEQ: str(highest)})
        return removed

    def storable(self, batch: Batch) -> Batch:
        """The batch without the rows that SQLite cannot hold, which are added to the rejected ones."""
        codec = self._codecs[batch.kind]
        good, bad = [], list(batch.rejected)
        for entity in batch.entities:
            if reason := _too_wide(codec, entity):
                bad.append(Rejected(str(entity.id), reason, repr(entity)))
            else:
                good.append(entity)
        return replace(batch, entities=good, rejected=bad)


def _too_wide(codec: Codec[Any], entity: Any) -> str:
    """Why SQLite cannot hold an entity; empty when it can."""
    try:
        cells = codec.cells(entity)
    except OverflowError as error:
        return str(error)
    beyond = any(type(cell) is int and not _SMALLEST <= cell <= _LARGEST for cell in cells)
    return "a number is beyond 64 bits" if beyond else ""


def _to_follow(changes: Sequence[Change]) -> str:
    """The ids of rows that are new in the copy, and of those it knew, as JSON."""
    present = [change for change in changes if change.after is not None]
    return json.dumps([[c.id for c in present if c.before is None], [c.id for c in present if c.before is not None]])


def chunks(ids: Sequence[Any], size: int = _AT_ONCE) -> list[Sequence[Any]]:
    """`ids` in pieces of at most `size`: each becomes one list of parameters."""
    return [ids[start : start + size] for start in range(0, len(ids), size)]
