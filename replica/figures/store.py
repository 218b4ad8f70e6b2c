"""figures.db: the file beside the copy that keeps facts and what they sum up to.

Each batch is one transaction with the mark up to which change of the copy it is true, so that a process that dies
leaves figures that are old and not wrong. One process writes; others may read.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeAlias

from sqlalchemy import Connection, Table, and_, bindparam, delete, insert, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from replica import files
from replica.database import Database
from replica.errors import CopyDamaged, ReplicaMissing
from replica.figures.addend import ALL, NEVER, Addend, Micros, Valued
from replica.figures.cells import Cells, Part, Span, Sums, add, merged, read, written
from replica.figures.schema import VERSION, cells, days, facts, marks, metadata, moving, valued
from replica.writing import chunks

DATABASE = "figures.db"
SETTLED = "settled"

_CELL = tuple(column.name for column in cells.primary_key.columns)

FactKey: TypeAlias = tuple[str, int]
"""Kind and id of a fact."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A fact that is new, became different, or is gone.

    Attributes:
        body: None where it is gone.
        kept: whether there is anything of it to be forgotten.
        old: what it added as it was kept.
        new: what it adds.
    """

    key: FactKey
    body: str | None
    kept: bool = True
    old: Sequence[Addend] = ()
    new: Sequence[Addend] = ()


class Figures:
    """The figures of one copy. Everything is synchronous; whoever writes does it in one thread.

    Args:
        told_apart: by which dimensions the sums of each measure are kept; for everybody together they always are.
    """

    def __init__(self, database: Database, told_apart: Mapping[str, Collection[str]]) -> None:
        self._database = database
        self._told_apart = told_apart

    @classmethod
    def open(cls, folder: Path, told_apart: Mapping[str, Collection[str]], *, read_only: bool = False) -> Self:
        """Open the file in the folder of the copy, made where there is none; one that does not serve is made anew.

        Raises:
            ReplicaMissing: a reader finds none that it can read.
            FolderUnwritable, DiskFull: it cannot be made there.
        """
        path = folder / DATABASE
        if read_only:
            if not path.is_file():
                raise ReplicaMissing(path)
            return cls(Database(path, read_only=True), told_apart)
        files.private_file(path)
        database = Database(path)
        try:
            fits = _version(database) in (VERSION, 0)
        except CopyDamaged:
            fits = False
        if not fits:
            database.close()
            files.removed(path)
            files.private_file(path)
            database = Database(path)
        figures = cls(database, told_apart)
        figures._make()
        return figures

    @classmethod
    def in_memory(cls, told_apart: Mapping[str, Collection[str]]) -> Self:
        """Figures that end with the process."""
        figures = cls(Database(None), told_apart)
        figures._make()
        return figures

    def _make(self) -> None:
        with self._database.writing() as connection:
            metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Taking in ----------------------------------------------------------------------------------------------------

    def marks(self) -> dict[str, str]:
        """What the figures are made of, as whoever made them said."""
        with self._database.reading() as connection:
            return _marks(connection)

    def clear(self, new_marks: Mapping[str, str], *, settled: Micros) -> None:
        """Forget everything, and begin anew as made of something else."""
        with self._database.writing() as connection:
            for table in metadata.sorted_tables:
                connection.execute(delete(table))
            _remember(connection, {**new_marks, SETTLED: str(settled)})

    def take(self, batch: Sequence[Replaced], new_marks: Mapping[str, str]) -> None:
        """Keep facts as they are now, and sum what that changes; all of it or nothing."""
        with self._database.writing() as connection:
            settled = _settled(connection)
            changed: Cells = {}
            for fact in batch:
                for sign, several in ((-1, fact.old), (1, fact.new)):
                    self._add(changed, (addend for addend in several if addend.settled(settled)), sign)
            _forget(connection, [fact.key for fact in batch if fact.kept])
            _keep(connection, [fact for fact in batch if fact.body is not None], settled)
            _sum(connection, changed)
            _remember(connection, new_marks)

    def settle(self, at: Micros) -> int:
        """Sum what time has settled until an instant; one before the last changes nothing.

        Returns:
            how many addends were settled.
        """
        with self._database.writing() as connection:
            if at <= _settled(connection):
                return 0
            ripe = and_(moving.c.until == NEVER, moving.c.since <= at, moving.c.provisional_until <= at)
            rows = [(row[0], row[1], Addend(*row[2:])) for row in connection.execute(select(moving).where(ripe))]
            changed: Cells = {}
            self._add(changed, (addend for _, _, addend in rows))
            _sum(connection, changed)
            _insert(connection, valued, [_valued_row((kind, id_), each) for kind, id_, each in rows if each.valued])
            connection.execute(delete(moving).where(or_(ripe, moving.c.until <= at)))
            _remember(connection, {SETTLED: str(at)})
            return len(rows)

    def _add(self, changed: Cells, several: Iterable[Addend], sign: int = 1) -> None:
        for addend in several:
            add(changed, addend, self._told_apart.get(addend.measure, ()), sign)

    # Answering ----------------------------------------------------------------------------------------------------

    def settled_at(self) -> Micros:
        """Until when what time settles is summed; nothing can be answered as of an earlier instant."""
        with self._database.reading() as connection:
            return _settled(connection)

    def bodies(self, keys: Collection[FactKey]) -> dict[FactKey, str]:
        """Those of some facts that are kept."""
        found: dict[FactKey, str] = {}
        with self._database.reading() as connection:
            for kind in sorted({kind for kind, _ in keys}):
                for piece in chunks(sorted(id_ for of, id_ in keys if of == kind)):
                    asked = select(facts.c.id, facts.c.body).where(facts.c.kind == kind, facts.c.id.in_(piece))
                    found |= {(kind, row[0]): row[1] for row in connection.execute(asked)}
        return found

    def ids(self, kind: str) -> list[int]:
        """The ids of all facts of a kind, ascending."""
        asked = select(facts.c.id).where(facts.c.kind == kind).order_by(facts.c.id)
        with self._database.reading() as connection:
            return list(connection.execute(asked).scalars())

    def on_days(self, wanted: Collection[int]) -> dict[FactKey, str]:
        """The facts that count on some days."""
        found: dict[FactKey, str] = {}
        same = and_(days.c.kind == facts.c.kind, days.c.id == facts.c.id)
        with self._database.reading() as connection:
            for piece in chunks(sorted(wanted)):
                asked = select(facts.c.kind, facts.c.id, facts.c.body).join(days, same).where(days.c.day.in_(piece))
                found |= {(row[0], row[1]): row[2] for row in connection.execute(asked)}
        return found

    def months(self) -> list[Part]:
        """All months in which anything was summed."""
        asked = select(cells.c.bucket).where(cells.c.by == ALL, cells.c.span == Span.MONTH).order_by(cells.c.bucket)
        with self._database.reading() as connection:
            return [Part(Span.MONTH, bucket) for bucket in connection.execute(asked).scalars()]

    def cells(self, by: str, wanted: Iterable[Part]) -> Iterator[tuple[Part, str, Sums]]:
        """The sums of some parts of a period: of each part, for each of a dimension."""
        asked_for = list(wanted)
        with self._database.reading() as connection:
            for span in Span:
                for piece in chunks(sorted(part.bucket for part in asked_for if part.span is span)):
                    asked = select(cells.c.bucket, cells.c.of, cells.c.sums).where(
                        cells.c.by == by, cells.c.span == span, cells.c.bucket.in_(piece)
                    )
                    for bucket, of, text in connection.execute(asked):
                        yield Part(span, bucket), of, dict(read(text))

    def moving(self, at: Micros) -> list[tuple[FactKey, Addend]]:
        """The addends that are not settled, those that are true at an instant."""
        asked = select(moving).where(moving.c.until > at, moving.c.since <= at)
        with self._database.reading() as connection:
            return [((row[0], row[1]), Addend(*row[2:])) for row in connection.execute(asked)]

    def values(self, measures: Collection[str], first: int, last: int) -> list[tuple[FactKey, Valued]]:
        """The settled values of some measures, of the days of a period."""
        asked = select(valued).where(valued.c.measure.in_(sorted(measures)), valued.c.day.between(first, last))
        with self._database.reading() as connection:
            return [((row[0], row[1]), Valued(*row[2:])) for row in connection.execute(asked)]


def _version(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar() or 0)


def _marks(connection: Connection) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(select(marks.c.key, marks.c.value))}


def _settled(connection: Connection) -> Micros:
    found = connection.execute(select(marks.c.value).where(marks.c.key == SETTLED)).scalar()
    return 0 if found is None else int(found)


def _remember(connection: Connection, new: Mapping[str, str]) -> None:
    if new:
        put = upsert(marks)
        put = put.on_conflict_do_update(index_elements=[marks.c.key], set_={"value": put.excluded.value})
        connection.execute(put, [{"key": key, "value": value} for key, value in new.items()])


def _forget(connection: Connection, keys: Iterable[FactKey]) -> None:
    gone = [{"of_kind": kind, "of_id": id_} for kind, id_ in keys]
    if gone:
        for table in (facts, days, moving, valued):
            same = and_(table.c.kind == bindparam("of_kind"), table.c.id == bindparam("of_id"))
            connection.execute(delete(table).where(same), gone)


def _keep(connection: Connection, batch: Iterable[Replaced], settled: Micros) -> None:
    bodies, on_days, moves, with_value = [], [], [], []
    for fact in batch:
        kind, id_ = fact.key
        bodies.append({"kind": kind, "id": id_, "body": fact.body})
        on_days += [{"day": day, "kind": kind, "id": id_} for day in {addend.day for addend in fact.new}]
        for addend in fact.new:
            if addend.settled(settled):
                if addend.valued:
                    with_value.append(_valued_row(fact.key, addend))
            elif not addend.over(settled):
                moves.append({"kind": kind, "id": id_, **addend._asdict()})
    _insert(connection, facts, bodies)
    _insert(connection, days, on_days)
    _insert(connection, moving, moves)
    _insert(connection, valued, with_value)


def _valued_row(key: FactKey, addend: Addend) -> dict[str, object]:
    named = addend._asdict()
    return {"kind": key[0], "id": key[1], **{name: named[name] for name in Valued._fields}}


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _sum(connection: Connection, changed: Cells) -> None:
    """Add sums to the cells that are kept. A cell that has become nothing goes."""
    kept: Cells = {}
    groups: dict[tuple[str, Span, int], list[str]] = {}
    for by, span, bucket, of in changed:
        groups.setdefault((by, span, bucket), []).append(of)
    for (by, span, bucket), several in groups.items():
        same = and_(cells.c.by == by, cells.c.span == span, cells.c.bucket == bucket)
        for piece in chunks(several):
            for of, text in connection.execute(select(cells.c.of, cells.c.sums).where(same, cells.c.of.in_(piece))):
                kept[by, span, bucket, of] = dict(read(text))
    rows, empty = [], []
    for key, more in changed.items():
        sums = merged(kept.get(key, {}), more)
        if sums:
            rows.append({**dict(zip(_CELL, key, strict=True)), "sums": written(sums)})
        elif key in kept:
            empty.append({f"of_{name}": part for name, part in zip(_CELL, key, strict=True)})
    if rows:
        put = upsert(cells)
        keys = [cells.c.by, cells.c.span, cells.c.bucket, cells.c.of]
        connection.execute(put.on_conflict_do_update(index_elements=keys, set_={"sums": put.excluded.sums}), rows)
    if empty:
        same = and_(*(column == bindparam(f"of_{column.name}") for column in cells.primary_key.columns))
        connection.execute(delete(cells).where(same), empty)
