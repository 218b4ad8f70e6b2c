"""One value on its way between Python, SQLite and the JSON text of the API.

| field type    | in SQLite            | in Python (records)      | in JSON text                          |
|---------------|----------------------|--------------------------|---------------------------------------|
| integer, long | INTEGER              | int                      | `8`                                   |
| boolean       | INTEGER 0 or 1       | bool                     | `true`                                |
| decimal       | REAL, 4 places       | float                    | `3.5000`                              |
| datetime      | INTEGER milliseconds | aware UTC datetime       | `"2026-11-24T09:00:00.25Z"`           |
| string        | TEXT                 | str                      | UTF-8, escaped where JSON asks for it |

Instants carry `Z` and zero to three fraction digits without trailing zeros, decimals four places, as live
tenants were seen to answer.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeAlias

from sandbox.definitions import FieldDef, FieldType

SqlValue: TypeAlias = int | float | str | None
Value: TypeAlias = int | float | str | bool | datetime | None

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)", re.ASCII)
"""What an instant begins with; Python reads more forms of the standard than the API does."""

_NUMBER = re.compile(r"\s*[+-]?[\d.]+([eE][+-]?\d+)?\s*", re.ASCII)
"""A number as text: Python also reads digits of other scripts, and lines between digits."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_RANGES = {FieldType.INTEGER: 2**31, FieldType.LONG: 2**63}
_LARGEST_DECIMAL = 1e15
_LONGEST_ID = 18
"""Digits that every id of 64 bits has room for."""


class ValueRefused(ValueError):
    """A value does not fit its field. The text is what the API would answer."""


def milliseconds(instant: datetime) -> int:
    """Epoch milliseconds of an instant; a naive one is taken as UTC, as the API does."""
    since = (instant if instant.tzinfo else instant.replace(tzinfo=UTC)) - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000 + since.microseconds // 1_000


@lru_cache(maxsize=65_536)
def instant(ms: int) -> datetime:
    """Aware UTC instant of epoch milliseconds."""
    return _EPOCH + timedelta(milliseconds=ms)


@lru_cache(maxsize=65_536)
def instant_json(ms: int) -> str:
    """JSON text of an instant: quoted, `Z`, fraction only where there is one."""
    at = instant(ms)
    text = at.replace(tzinfo=None).isoformat(timespec="milliseconds")
    whole, fraction = text[:-4], text[-3:].rstrip("0")
    return f'"{whole}.{fraction}Z"' if fraction else f'"{whole}Z"'


def plain(text: str) -> str:
    """Replace lone surrogates, legal in JSON escapes but not in UTF-8, by the replacement character."""
    return text if text.isascii() else _SURROGATES.sub("�", text)


def parsed_instant(text: str) -> datetime:
    """Read an instant or a bare date as the API does: without a zone it is UTC.

    Raises:
        ValueError: neither.
    """
    if not _DAY.match(text.strip()):
        raise ValueError(f"{text} is no instant")
    at = datetime.fromisoformat(text.strip())
    try:
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except OverflowError:
        raise ValueError(f"{text} lies outside the calendar") from None


def row_id(text: str) -> int | None:
    """Read the id that a path, a parameter or a header names; None where it names none."""
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_ID else None


def sent(field: FieldDef, value: object) -> SqlValue:
    """Turn what a client sent for `field` into what SQLite holds.

    Its decimals are bounded, so that whatever is worked out from them can still be kept.

    Raises:
        ValueRefused: it does not fit the type.
    """
    held = to_sql(field, value)
    if isinstance(held, float) and abs(held) >= _LARGEST_DECIMAL:
        raise _misfit(field, value)
    return held


def to_sql(field: FieldDef, value: object) -> SqlValue:
    """Turn a value of `field` into what SQLite holds.

    Takes what Json.NET takes: numbers also as text, text also from numbers; but a boolean only from `true`
    and `false` and an integer never from them.

    Raises:
        ValueRefused: it does not fit the type.
    """
    if value is None:
        return None
    try:
        return _CONVERTERS[field.type](value)
    except (TypeError, ValueError, OverflowError):
        raise _misfit(field, value) from None


def to_sql_column(field: FieldDef, given: Sequence[object]) -> list[SqlValue]:
    """Do `to_sql` for many values of one field; those that are already as SQLite holds them pass straight through.

    Raises:
        ValueRefused: one of them does not fit the type.
    """
    if field.type in _RANGES:
        return [value if type(value) is int else to_sql(field, value) for value in given]
    if field.type is FieldType.STRING:
        return [value if type(value) is str and value.isascii() else to_sql(field, value) for value in given]
    if field.type is FieldType.DATETIME:
        return [
            int(value.timestamp()) * 1_000
            if type(value) is datetime and value.tzinfo is UTC and not value.microsecond
            else to_sql(field, value)
            for value in given
        ]
    return [to_sql(field, value) for value in given]


def _held_instant(value: Any) -> datetime:
    return instant(int(value))


_READERS: Mapping[FieldType, Callable[[Any], Value]] = {FieldType.DATETIME: _held_instant, FieldType.BOOLEAN: bool}


def from_sql(field: FieldDef, value: SqlValue) -> Value:
    """Give the Python value of what SQLite holds."""
    read = _READERS.get(field.type)
    return value if value is None or read is None else read(value)


def readers(fields: Sequence[FieldDef]) -> list[tuple[str, Callable[[Any], Value]]]:
    """Give the fields whose values Python has in another form than SQLite holds, and what turns one that is set.

    For many rows: all other values are left as they are.
    """
    return [(f.name, _READERS[f.type]) for f in fields if f.type in _READERS]


def _misfit(field: FieldDef, value: object) -> ValueRefused:
    return ValueRefused(f"Error converting value {_shown(value)} to type '{field.type}'. Path '{field.name}'.")


def _shown(value: object) -> str:
    return json.dumps(value, default=str)[:80]


def _integer(limit: int) -> Callable[[object], int]:
    def convert(value: object) -> int:
        if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
            raise ValueError
        if not isinstance(value, int | float | str):
            raise TypeError
        number = int(_digits(value))
        if not -limit <= number < limit:
            raise ValueError
        return number

    return convert


def _decimal(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    number = round(float(_digits(value)), 4)
    if not math.isfinite(number):
        raise ValueError
    return number + 0.0


def _digits(value: float | str) -> float | str:
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise ValueError
    return value


def _boolean(value: object) -> int:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return int(value.lower() == "true")
    raise TypeError


def _text(value: object) -> str:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, bool):
        return "True" if value else "False"
    if not isinstance(value, int | float):
        raise TypeError
    return str(value)


def _milliseconds(value: object) -> int:
    if isinstance(value, datetime):
        return milliseconds(value)
    if isinstance(value, date):
        return milliseconds(datetime(value.year, value.month, value.day, tzinfo=UTC))
    if not isinstance(value, str):
        raise TypeError
    return milliseconds(parsed_instant(value))


_CONVERTERS: dict[FieldType, Callable[[object], SqlValue]] = {
    FieldType.INTEGER: _integer(_RANGES[FieldType.INTEGER]),
    FieldType.LONG: _integer(_RANGES[FieldType.LONG]),
    FieldType.DECIMAL: _decimal,
    FieldType.BOOLEAN: _boolean,
    FieldType.STRING: _text,
    FieldType.DATETIME: _milliseconds,
}
