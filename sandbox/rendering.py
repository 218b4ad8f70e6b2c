"""JSON text of rows, as fast as Python allows: one literal and one encoder a column, prepared once an entity."""

from __future__ import annotations

import json
import json.encoder
from collections.abc import Callable, Sequence

from sandbox.definitions import EntityDef
from sandbox.values import SqlValue, json_encoder


class RowText:
    """Writes rows of one entity as JSON objects, all fields or only some, in the order of the columns.

    A null is written, not left out. User-defined fields follow as a list of name and value; an entity without
    any has no such key.
    """

    __slots__ = ("_columns", "_udfs")

    def __init__(self, entity: EntityDef, udfs: tuple[str, ...], *, only: Sequence[str] | None = None) -> None:
        names = [f.name for f in entity.fields] if only is None else only
        self._columns: tuple[tuple[str, str, Callable[[SqlValue], str]], ...] = tuple(
            (f'"{name}":', f'"{name}":null', json_encoder(entity.by_name[name])) for name in names
        )
        self._udfs = tuple((name, f'{{"name":{json.dumps(name, ensure_ascii=False)},"value":') for name in udfs)

    def render(self, row: Sequence[SqlValue]) -> str:
        """Write one row: the columns in order, then the JSON text of its user-defined fields, if any are shown."""
        parts = [
            null if value is None else literal + encode(value)
            for (literal, null, encode), value in zip(self._columns, row, strict=False)
        ]
        if self._udfs:
            parts.append(self._user_defined(row[len(self._columns)]))
        return "{" + ",".join(parts) + "}"

    def _user_defined(self, stored: SqlValue) -> str:
        held: dict[str, str | None] = json.loads(str(stored)) if stored else {}
        texts = (
            f"{literal}{json.encoder.encode_basestring(value) if (value := held.get(name)) is not None else 'null'}}}"
            for name, literal in self._udfs
        )
        return f'"userDefinedFields":[{",".join(texts)}]'
