"""From the filter language of the API to one SQL condition.

What is odd here is odd in Autotask: an operator it does not know makes the condition vanish without a word, an
unknown field is an error, only one condition may ask for a user-defined field, and 500 alternatives are the limit,
where every value of an `in` counts as one.

Choices where the public sources are silent: text compares without regard to ASCII case (as the database behind the
real thing does by default), `noteq` leaves nulls out (as SQL does). Three more are answered because django-autotask
has sent them to live tenants for years: an empty list of conditions lets all rows through, an `eq` that names no value
finds what holds none, and an integer may be compared with "true" or "false".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox import values
from sandbox.definitions import EntityDef, FieldDef, FieldType
from sandbox.errors import Refused
from sandbox.rendering import udf_path
from sandbox.user_fields import UserField, by_folded_name

MOST_ALTERNATIVES = 500
_DEEPEST = 40
_MOST_CONDITIONS = 5_000

_COMPARISONS = {"eq": "=", "noteq": "<>", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_PATTERNS = {"beginswith", "endswith", "contains"}
_LISTS = {"in": "IN", "notin": "NOT IN"}
_PRESENCE = {"exist": "IS NOT NULL", "notexist": "IS NULL"}
_TRUTHS = {"true": 1, "false": 0}
_GROUPS = {"and": " AND ", "or": " OR "}

_UDF_COLUMNS = {
    FieldType.STRING: "{0} COLLATE NOCASE",
    FieldType.DECIMAL: "CAST({0} AS REAL)",
    FieldType.DATETIME: "CAST(round((julianday({0}) - 2440587.5) * 86400000) AS INTEGER)",
}
"""What a user-defined value compares as; an instant as epoch milliseconds, from the Julian day of its text."""

_RECENT = 0.001
"""Share of rows that a lower bound on an instant lets through: who asks so, asks what is new. It tells SQLite to
use the index of the instant instead of walking the table."""


@dataclass(frozen=True, slots=True)
class Condition:
    """An SQL condition over wire names and the values for its marks."""

    sql: str
    params: tuple[values.SqlValue, ...]


def compiled(entity: EntityDef, udfs: Sequence[UserField], entries: object) -> Condition:
    """Turn the `filter` of a query into SQL; its entries are all to hold.

    Raises:
        Refused: the filter is missing, or the API would refuse it.
    """
    if not isinstance(entries, list | dict) or entries == {}:
        raise Refused("Value cannot be null.\r\nParameter name: filters")
    items = entries if isinstance(entries, list) else [entries]
    if entity.name == "TicketHistory":
        _only_one_ticket(items)
    compiler = _Compiler(entity, udfs)
    found = compiler.group(items, " AND ", depth=0, alternative=False)
    return found or Condition("1", ())


def _only_one_ticket(items: Sequence[object]) -> None:
    """Keep the rule of TicketHistory: one condition, `ticketID eq n`, and nothing else."""
    entry = _folded(items[0]) if items else {}
    if len(items) != 1 or (_word(entry.get("op")), _word(entry.get("field"))) != ("eq", "ticketid"):
        raise Refused("TicketHistory can only be queried by a single condition: ticketID eq.")


@dataclass(frozen=True, slots=True)
class _Column:
    """What a condition is about: its SQL, the values for marks in that SQL, and the type of what it holds."""

    sql: str
    field: FieldDef
    params: tuple[str, ...] = ()


class _Compiler:
    """Walks one filter, counting what the API counts over the whole of it."""

    def __init__(self, entity: EntityDef, udfs: Sequence[UserField]) -> None:
        self._entity = entity
        self._udfs = by_folded_name(udfs)
        self._alternatives = 0
        self._conditions = 0
        self._udf_conditions = 0

    def group(self, items: object, glue: str, *, depth: int, alternative: bool) -> Condition | None:
        """Join conditions; None if nothing of them is left."""
        if depth > _DEEPEST:
            raise Refused(f"Filters are limited to {_DEEPEST} levels of grouping.")
        entries = items if isinstance(items, list) else []
        parts = [self._entry(entry, depth, alternative=alternative) for entry in entries]
        kept = [part for part in parts if part]
        return _joined(kept, glue) if kept else None

    def _entry(self, raw: object, depth: int, *, alternative: bool) -> Condition | None:
        entry = _folded(raw)
        op = _word(entry.get("op"))
        if op in _GROUPS:
            either = alternative or op == "or"
            return self.group(entry.get("items"), _GROUPS[op], depth=depth + 1, alternative=either)
        if op not in _COMPARISONS and op not in _PATTERNS and op not in _LISTS and op not in _PRESENCE:
            return None
        self._conditions += 1
        if self._conditions > _MOST_CONDITIONS:
            raise Refused(f"Queries are limited to {_MOST_CONDITIONS} conditions")
        column, value = self._column(entry), entry.get("value")
        if op == "eq" and value is None:
            op = "notexist"
        self._count(op, value, alternative=alternative)
        if op in _PRESENCE:
            return Condition(f"{column.sql} {_PRESENCE[op]}", column.params)
        if op in _LISTS:
            return _membership(op, column, value)
        bound = _bound(column.field, value)
        if op in _PATTERNS:
            return _pattern(op, column, str(bound))
        sql = f"{column.sql} {_COMPARISONS[op]} ?"
        if column.field.type is FieldType.DATETIME and op in {"gt", "gte"}:
            sql = f"likelihood({sql}, {_RECENT})"
        return Condition(sql, (*column.params, bound))

    def _count(self, op: str, value: object, *, alternative: bool) -> None:
        if op in _LISTS and isinstance(value, list):
            self._alternatives += len(value)
        elif alternative:
            self._alternatives += 1
        if self._alternatives > MOST_ALTERNATIVES:
            raise Refused(f"Queries are limited to {MOST_ALTERNATIVES} or fewer 'OR' conditions")

    def _column(self, entry: Mapping[str, Any]) -> _Column:
        name = str(entry.get("field") or "")
        if entry.get("udf") is True:
            return self._udf_column(name)
        field = self._entity.by_folded.get(name.lower())
        if field is None:
            raise Refused(f"Unable to find {name} in the {self._entity.singular} Entity.")
        if not field.queryable:
            raise Refused(f"{field.name} in the {self._entity.singular} Entity is not queryable.")
        return _Column(f'"{field.name}"', field)

    def _udf_column(self, name: str) -> _Column:
        self._udf_conditions += 1
        if self._udf_conditions > 1:
            raise Refused("Queries are limited to one user-defined field condition.")
        known = self._udfs.get(name.lower())
        if known is None:
            raise Refused(f"Unable to find {name} in the {self._entity.singular} Entity.")
        held = FieldDef(known.name, FieldType(known.kind))
        return _Column(_UDF_COLUMNS[held.type].format('("userDefinedFields" ->> ?)'), held, (udf_path(known.name),))


def _membership(op: str, column: _Column, value: object) -> Condition:
    if not isinstance(value, list):
        raise Refused(f"The operator on field {column.field.name} needs a list of values.")
    bound = tuple(_bound(column.field, item) for item in value)
    marks = ", ".join("?" * len(bound))
    return Condition(f"{column.sql} {_LISTS[op]} ({marks})", (*column.params, *bound))


def _pattern(op: str, column: _Column, text: str) -> Condition:
    if column.field.type is not FieldType.STRING:
        raise Refused(f"The operator on field {column.field.name} needs a field of type string.")
    if not text:
        return Condition(f"{column.sql} IS NOT NULL", column.params)
    if op == "contains":
        return Condition(f"instr(lower({column.sql}), lower(?)) > 0", (*column.params, text))
    start = "1, ?" if op == "beginswith" else "?"
    length = len(text) if op == "beginswith" else -len(text)
    return Condition(f"substr({column.sql}, {start}) = ? COLLATE NOCASE", (*column.params, length, text))


def _joined(parts: Sequence[Condition], glue: str) -> Condition:
    """Join conditions as a balanced tree: SQLite bounds the depth of an expression, not its breadth."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    left, right = _joined(parts[:half], glue), _joined(parts[half:], glue)
    return Condition(f"({left.sql}{glue}{right.sql})", left.params + right.params)


def _bound(field: FieldDef, value: object) -> values.SqlValue:
    if value is None or isinstance(value, list | dict):
        raise Refused(f"The condition on field {field.name} needs a value.")
    if field.type is FieldType.INTEGER and isinstance(value, str):
        value = _TRUTHS.get(value.lower(), value)
    try:
        return values.sent(field, value)
    except values.ValueRefused as refusal:
        raise Refused(str(refusal)) from None


def _folded(raw: object) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise Refused("Each entry of a filter must be an object with op, field and value.")
    return {str(key).lower(): value for key, value in raw.items()}


def _word(raw: object) -> str:
    return str(raw).lower() if raw is not None else ""
