"""The look-alike's memory: one SQLite table an entity, columns by wire name, rows as plain records.

A table is made when its entity is first asked for: of the many that Autotask has, a tenant uses few.

A record is a `dict` from wire names (`"assignedResourceID"`, exact case) to `int`, `float`, `str`, `bool`,
aware UTC `datetime`, or None; `userDefinedFields` is a `dict` of name to text. Written instants may also be ISO
text. Ids ascend and are never used twice.

Both the HTTP side and the living world write here, from one thread at a time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias

from sandbox import values
from sandbox.definitions import EntityDef, FieldType, packaged
from sandbox.rendering import json_expression
from sandbox.sheets import Sheets
from sandbox.touched import Touched
from sandbox.user_fields import UserField

Record: TypeAlias = dict[str, Any]

UDF = "userDefinedFields"

_MOST_UDFS = 300

_INDEXED = frozenset(
    {
        "assignedResourceID", "companyID", "completedDate", "contractID", "createDate", "createDateTime",
        "dateWorked", "holidaySetID", "lastActivityDate", "lastActivityDateTime", "lastModifiedDate",
        "lastModifiedDateTime", "lastTrackedModificationDateTime", "lastTrackedModifiedDateTime",
        "phaseID", "postedDate", "projectID", "resourceID", "serviceCallID", "serviceCallTaskID", "serviceCallTicketID",
        "startDateTime", "status", "taskID", "ticketID", "ticketNumber", "timeEntryID",
    }
)  # fmt: skip

_TOGETHER = {("TimeEntries", "resourceID"): ("dateWorked",)}
"""Fields that are mostly asked for together with an indexed one."""

_WORTH_AN_INDEX = 100
"""Rows of a table."""

_COLUMN_TYPES = {FieldType.DECIMAL: "REAL", FieldType.STRING: "TEXT COLLATE NOCASE"}


class StoreError(ValueError):
    """The caller named an entity, a field or a row that the store does not have."""


class Store:
    """All entities of the tenant. Opens an empty memory database unless a path is given."""

    def __init__(self, path: Path | str = ":memory:") -> None:
        self._definitions = packaged()
        self._standing: set[str] = set()
        self._filling = False
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512)
        self._depth = 0
        self._user_fields: dict[str, tuple[UserField, ...]] = {}
        self._next: dict[str, int] = {}
        self._db.execute("PRAGMA journal_mode = MEMORY")
        self._db.execute("PRAGMA synchronous = OFF")
        self.sheets = Sheets(self._db)
        self.touched = Touched(self._db)

    def close(self) -> None:
        """Close the database; a memory one is gone."""
        self._db.close()

    def copy_to(self, path: Path) -> None:
        """Write everything into a new database file."""
        with closing(sqlite3.connect(path)) as file:
            self._db.backup(file)

    def take_over(self, path: Path) -> None:
        """Take everything from a file that `copy_to` wrote, in place of what is here; the file stays as it is.

        Raises:
            ValueError: the file holds no database.
        """
        try:
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
                file.backup(self._db)
        except sqlite3.Error as problem:
            raise StoreError(str(problem)) from problem
        self._standing.clear()
        self._next.clear()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside one commit, or nothing of it. May be nested: the outermost one commits."""
        if self._depth == 0:
            self._db.execute("BEGIN")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0:
                self._roll_back()
            raise
        self._depth -= 1
        if self._depth == 0:
            self._db.execute("COMMIT")

    @contextmanager
    def reverted(self) -> Iterator[None]:
        """Take back everything that is written inside. Ids that were given stay used."""
        self._db.execute("BEGIN")
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            self._roll_back()

    def define_udfs(self, entity: str, fields: Sequence[UserField]) -> None:
        """Give `entity` user-defined fields; from then on every record of it shows them all.

        Raises:
            StoreError: the entity takes none or not so many, or a name is not printable or holds a quote or backslash.
        """
        if len(fields) > _MOST_UDFS:
            raise StoreError(f"An entity takes {_MOST_UDFS} user-defined fields.")
        if not self._entity(entity).user_defined:
            raise StoreError(f"{entity} takes no user-defined fields.")
        if not all(f.name.isprintable() and not set(f.name) & set('"\\') for f in fields):
            raise StoreError("The name of a user-defined field is printable, without quotes and backslashes.")
        self._user_fields[entity] = tuple(fields)

    def user_fields(self, entity: str) -> tuple[UserField, ...]:
        """User-defined fields of `entity`."""
        return self._user_fields.get(entity, ())

    def udfs(self, entity: str) -> tuple[str, ...]:
        """Names of the user-defined fields of `entity`."""
        return tuple(field.name for field in self.user_fields(entity))

    def insert(self, entity: str, record: Mapping[str, object]) -> int:
        """Add one row and give its id: the record's own, or the next one."""
        return self.insert_many(entity, [record])[0]

    def insert_many(self, entity: str, records: Iterable[Mapping[str, object]]) -> list[int]:
        """Add rows and give their ids in order. Fields left out are null."""
        definition = self._entity(entity)
        rows = list(records)
        names = sorted(set[str]().union(*rows) - {"id"})
        ids = self._ids(entity, rows)
        columns = ", ".join(f'"{name}"' for name in ("id", *names))
        marks = ", ".join("?" * (len(names) + 1))
        held = [_column(definition, name, given) for name, given in zip(names, _turned(names, rows), strict=True)]
        self._db.executemany(
            f'INSERT INTO "{entity}" ({columns}) VALUES ({marks})',  # noqa: S608 - packaged names
            zip(ids, *held, strict=True),
        )
        return ids

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Make what is inserted inside one commit, its indexes built afterwards in one go: right for many rows.

        A table that stays small gets none: reading it whole is as quick.
        """
        with self.transaction():
            for entity in self._standing:
                for name, _ in _indexes(self._definitions.entities[entity]):
                    self._db.execute(f'DROP INDEX IF EXISTS "{name}"')
            self._filling = True
            try:
                yield
            finally:
                self._filling = False
            for entity in sorted(self._standing):
                if self.count(entity) >= _WORTH_AN_INDEX:
                    self._index(self._definitions.entities[entity])

    def copy(self, entity: str, written: Mapping[str, str], where: str, *, into: str | None = None) -> None:
        """Write rows that fit an SQL condition again, each column by an SQL expression over the row; ids among them.

        With `into` they become rows of another entity.
        """
        self._entity(entity)
        target = self._entity(into or entity).name
        columns = ", ".join(f'"{name}"' for name in written)
        chosen = f'SELECT {", ".join(written.values())} FROM "{entity}" WHERE {where} ORDER BY id'  # noqa: S608 - packaged names
        self._db.execute(f'INSERT INTO "{target}" ({columns}) {chosen}')

    def change(self, entity: str, assignments: str) -> None:
        """Change every row of an entity by SQL assignments."""
        self._entity(entity)
        self._db.execute(f'UPDATE "{entity}" SET {assignments}')  # noqa: S608 - packaged names

    def update(self, entity: str, row_id: int, changes: Mapping[str, object]) -> None:
        """Change some fields of one row.

        Raises:
            StoreError: there is no such row or field.
        """
        definition = self._entity(entity)
        assignments = ", ".join(f'"{name}" = ?' for name in changes) or "id = id"
        params = [_column(definition, name, [value])[0] for name, value in changes.items()]
        statement = f'UPDATE "{entity}" SET {assignments} WHERE id = ?'  # noqa: S608 - packaged names
        if self._db.execute(statement, [*params, row_id]).rowcount != 1:
            raise StoreError(f"There is no row {row_id} in {entity}.")

    def delete(self, entity: str, row_id: int) -> bool:
        """Remove one row; False if there was none."""
        self._entity(entity)
        statement = f'DELETE FROM "{entity}" WHERE id = ?'  # noqa: S608 - a packaged name
        return self._db.execute(statement, (row_id,)).rowcount == 1

    def get(self, entity: str, row_id: int) -> Record | None:
        """Give one row, or None."""
        found = self.select(entity, "id = ?", (row_id,), limit=1)
        return found[0] if found else None

    def select(
        self,
        entity: str,
        where: str = "1",
        params: Sequence[object] = (),
        *,
        after_id: int | None = None,
        limit: int | None = None,
    ) -> list[Record]:
        """Give the rows that fit an SQL condition over wire names, in ascending id.

        Instants in `params` may be aware datetimes; columns hold them as epoch milliseconds.
        """
        definition = self._entity(entity)
        names = [f.name for f in definition.fields] + ([UDF] if definition.user_defined else [])
        columns = ", ".join(f'"{name}"' for name in names)
        rows = self._rows(entity, columns, where, params, after_id, limit)
        return list(_records(definition, names, rows))

    def count(self, entity: str, where: str = "1", params: Sequence[object] = ()) -> int:
        """Count the rows that fit an SQL condition."""
        self._entity(entity)
        statement = f'SELECT count(*) FROM "{entity}" WHERE {where}'  # noqa: S608 - see select
        return int(self._db.execute(statement, [_bound(value) for value in params]).fetchone()[0])

    def json_rows(
        self,
        entity: str,
        where: str = "1",
        params: Sequence[object] = (),
        *,
        only: tuple[Sequence[str], Sequence[str]] | None = None,
        blank: str | None = None,
        after_id: int | None = None,
        limit: int | None = None,
    ) -> list[tuple[int, bytes]]:
        """Give (id, JSON in UTF-8) of the rows that fit, in ascending id; so a page goes out as it is read.

        `only` cuts the text to some fields and some user-defined fields; the field `blank` is shown as null.
        """
        definition = self._entity(entity)
        names, udfs = only or ([f.name for f in definition.fields], self.udfs(entity))
        columns = f"id, CAST({json_expression(definition, names, udfs, blank=blank)} AS BLOB)"
        return self._rows(entity, columns, where, params, after_id, limit)

    def _rows(
        self,
        entity: str,
        columns: str,
        where: str,
        params: Sequence[object],
        after_id: int | None,
        limit: int | None,
    ) -> list[Any]:
        """Select in ascending id. `columns` come from the packaged definitions; values are bound.

        The ids are found and cut to `limit` first, so that sorting what an index found never drags whole rows along.
        """
        bound = [_bound(value) for value in params]
        found = f'SELECT id FROM "{entity}" WHERE ({where})'  # noqa: S608
        if after_id is not None:
            found += " AND id > ?"
            bound.append(after_id)
        if limit is not None:
            found += " ORDER BY id LIMIT ?"
            bound.append(limit)
        statement = f'SELECT {columns} FROM "{entity}" WHERE id IN ({found}) ORDER BY id'  # noqa: S608 - packaged names
        return self._db.execute(statement, bound).fetchall()

    def _entity(self, name: str) -> EntityDef:
        """Give an entity, its table made."""
        try:
            entity = self._definitions.entities[name]
        except KeyError:
            raise StoreError(f"The sandbox has no entity named {name}.") from None
        if name not in self._standing:
            self._create(entity)
        return entity

    def _create(self, entity: EntityDef) -> None:
        columns = ", ".join(
            f'"{f.name}" {_COLUMN_TYPES.get(f.type, "INTEGER")}' for f in entity.fields if f.name != "id"
        )
        extra = f', "{UDF}" TEXT' if entity.user_defined else ""
        self._db.execute(
            f'CREATE TABLE IF NOT EXISTS "{entity.name}" (id INTEGER PRIMARY KEY AUTOINCREMENT, {columns}{extra})'
        )
        highest = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (entity.name,)).fetchone()
        self._next.setdefault(entity.name, highest[0] + 1 if highest else 1)
        self._standing.add(entity.name)
        if not self._filling:
            self._index(entity)

    def _index(self, entity: EntityDef) -> None:
        for name, column in _indexes(entity):
            self._db.execute(f'CREATE INDEX IF NOT EXISTS "{name}" ON {column}')

    def _roll_back(self) -> None:
        """Take back what was written since the transaction began, tables that were made in it among that."""
        self._db.execute("ROLLBACK")
        left = self._db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        self._standing &= {name for (name,) in left}

    def _ids(self, entity: str, rows: Sequence[Mapping[str, object]]) -> list[int]:
        """Give each row its id: the one it brings, or the next one."""
        following, ids = self._next[entity], []
        for row in rows:
            own = row.get("id")
            row_id = following if own is None else own if type(own) is int else int(str(own))
            if row_id >= following:
                following = row_id + 1
            ids.append(row_id)
        self._next[entity] = following
        return ids


def _indexes(entity: EntityDef) -> Iterator[tuple[str, str]]:
    """Name and table with column of every index of an entity."""
    for f in entity.fields:
        if f.name in _INDEXED:
            columns = (f.name, *_TOGETHER.get((entity.name, f.name), ()))
            yield f"{entity.name}_{f.name}", f'"{entity.name}" ({", ".join(columns)})'


def _records(entity: EntityDef, names: Sequence[str], rows: Iterable[Sequence[values.SqlValue]]) -> Iterator[Record]:
    readers = values.readers(entity.fields)
    for row in rows:
        record: Record = dict(zip(names, row, strict=True))
        for name, read in readers:
            if (held := record[name]) is not None:
                record[name] = read(held)
        if entity.user_defined:
            stored = record[UDF]
            record[UDF] = json.loads(str(stored)) if stored else {}
        yield record


def _column(entity: EntityDef, name: str, given: Sequence[Any]) -> Sequence[values.SqlValue]:
    if name == UDF and entity.user_defined:
        return [_udf_text(value) for value in given]
    definition = entity.by_name.get(name)
    if definition is None:
        raise StoreError(f"{entity.name} has no field named {name}.")
    return values.to_sql_column(definition, given)


def _turned(names: Sequence[str], rows: Sequence[Mapping[str, object]]) -> Iterable[Sequence[object]]:
    """Turn rows into columns, fields left out as None."""
    blank = dict.fromkeys(names)
    if len(names) < 2:
        return [[row.get(name) for row in rows] for name in names]
    in_order = itemgetter(*names)
    return zip(*[in_order({**blank, **row}) for row in rows], strict=True)


def _udf_text(value: Mapping[str, str | None] | None) -> str | None:
    """Write user-defined values as JSON, without zero characters, where SQLite's JSON functions would stop reading."""
    held = {name: text and text.replace("\0", "") for name, text in (value or {}).items()}
    return values.plain(json.dumps(held, ensure_ascii=False)) if held else None


def _bound(value: object) -> object:
    return values.milliseconds(value) if isinstance(value, datetime) else value
