"""JSON text of rows, written by SQLite itself: half the work of fetching values and writing them in Python.

The forms are those that live tenants answer: instants with `Z` and no more fraction digits than they need, decimals
with four places, nulls written out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from sandbox.definitions import EntityDef, FieldType

_FRACTION = "(({0} % 1000 + 1000) % 1000)"
"""Milliseconds within the second, also before 1970, where SQLite's remainder is negative."""

_INSTANT = (
    """CASE {0} % 1000 WHEN 0 THEN strftime('"%Y-%m-%dT%H:%M:%SZ"', {0} / 1000, 'unixepoch')"""
    """ ELSE ifnull(strftime('"%Y-%m-%dT%H:%M:%S', ({0} - {fraction}) / 1000, 'unixepoch')"""
    """ || rtrim(printf('.%03d', {fraction}), '0') || 'Z"', 'null') END"""
)
"""Whole seconds, which most instants are, take the shorter way."""


_AT_ONCE = 100
"""User-defined fields that one call writes: SQLite bounds the arguments of a function and the depth of a term."""


def _instant(column: str) -> str:
    return _INSTANT.format(column, fraction=_FRACTION.format(column))


_WRITERS: dict[FieldType, Callable[[str], str]] = {
    FieldType.INTEGER: "ifnull({0}, 'null')".format,
    FieldType.LONG: "ifnull({0}, 'null')".format,
    FieldType.BOOLEAN: "CASE {0} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END".format,
    FieldType.DECIMAL: "CASE WHEN {0} IS NULL THEN 'null' ELSE printf('%.4f', {0}) END".format,
    FieldType.STRING: "json_quote({0})".format,
    FieldType.DATETIME: _instant,
}


def json_expression(entity: EntityDef, names: Sequence[str], udfs: Sequence[str], *, blank: str | None = None) -> str:
    """Give the SQL expression that writes one row of `entity` as a JSON object of some of its fields.

    User-defined fields follow as a list of name and value; without any there is no such key. The field `blank` is shown
    as null, whatever it holds.
    """
    texts = [f'"{name}":%s' for name in names]
    columns = ["'null'" if name == blank else _WRITERS[entity.by_name[name].type](f'"{name}"') for name in names]
    if udfs:
        texts.append('"userDefinedFields":[%s]')
        groups = [udfs[at : at + _AT_ONCE] for at in range(0, len(udfs), _AT_ONCE)]
        columns.append(" || ',' || ".join(_user_defined(group) for group in groups))
    template = _literal("{" + ",".join(texts) + "}")
    return f"printf({', '.join([template, *columns])})"


def udf_path(name: str) -> str:
    """Give the JSON path of a user-defined field in the column that holds them all."""
    return f'$."{name}"'


def _user_defined(names: Sequence[str]) -> str:
    shown = (json.dumps(name, ensure_ascii=False).replace("%", "%%") for name in names)
    template = _literal(",".join(f'{{"name":{name},"value":%s}}' for name in shown))
    values = (f'json_quote("userDefinedFields" ->> {_literal(udf_path(name))})' for name in names)
    return f"printf({', '.join((template, *values))})"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
