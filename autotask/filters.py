"""Query filters, as Autotask's JSON.

Fields are named by their JSON names (`Kind.wire` tells them). A misspelt operator is silently ignored by Autotask and
returns everything, so operators are classes here and nothing else can be said.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, TypeAlias

from autotask.kinds import Kind

Scalar: TypeAlias = int | float | bool | str | datetime | date

MOST_OR_CONDITIONS = 500
"""Autotask refuses a query with more; each value of an `In` is one."""


def wire_value(value: Scalar) -> int | float | bool | str:
    """A value as Autotask reads it: instants in UTC to the second, days as their midnight."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a filter needs an aware datetime")
        # Not strftime, which writes the year 999 with three digits.
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
    if isinstance(value, date):
        return f"{value.isoformat()}T00:00:00Z"
    return value


@dataclass(frozen=True, slots=True)
class _Comparison:
    field: str
    value: Scalar
    op: ClassVar[str]

    def json(self) -> dict[str, Any]:
        return {"op": self.op, "field": self.field, "value": wire_value(self.value)}


class Eq(_Comparison):
    """Equal."""

    __slots__ = ()
    op = "eq"


class NotEq(_Comparison):
    """Not equal."""

    __slots__ = ()
    op = "noteq"


class Gt(_Comparison):
    """Greater than."""

    __slots__ = ()
    op = "gt"


class Gte(_Comparison):
    """Greater than or equal."""

    __slots__ = ()
    op = "gte"


class Lt(_Comparison):
    """Less than."""

    __slots__ = ()
    op = "lt"


class Lte(_Comparison):
    """Less than or equal."""

    __slots__ = ()
    op = "lte"


class BeginsWith(_Comparison):
    """Text that begins with the value."""

    __slots__ = ()
    op = "beginsWith"


class Contains(_Comparison):
    """Text that contains the value."""

    __slots__ = ()
    op = "contains"


@dataclass(frozen=True, slots=True)
class Exists:
    """Has a value."""

    field: str

    def json(self) -> dict[str, Any]:
        return {"op": "exist", "field": self.field}


@dataclass(frozen=True, slots=True)
class NotExists:
    """Has no value."""

    field: str

    def json(self) -> dict[str, Any]:
        return {"op": "notExist", "field": self.field}


@dataclass(frozen=True, slots=True)
class _Membership:
    field: str
    values: tuple[Scalar, ...]
    op: ClassVar[str]

    def __post_init__(self) -> None:
        if not 0 < len(self.values) <= MOST_OR_CONDITIONS:
            raise ValueError(f"1 to {MOST_OR_CONDITIONS} values may be named at once, not {len(self.values)}")

    def json(self) -> dict[str, Any]:
        return {"op": self.op, "field": self.field, "value": [wire_value(value) for value in self.values]}


class In(_Membership):
    """One of the values."""

    __slots__ = ()
    op = "in"


class NotIn(_Membership):
    """None of the values."""

    __slots__ = ()
    op = "notIn"


@dataclass(frozen=True, slots=True, init=False)
class _Group:
    parts: tuple["Filter", ...]
    op: ClassVar[str]

    def __init__(self, *parts: "Filter") -> None:
        if not parts:
            raise ValueError("a group needs a condition")
        object.__setattr__(self, "parts", parts)

    def json(self) -> dict[str, Any]:
        return {"op": self.op, "items": [part.json() for part in self.parts]}


class And(_Group):
    """All of the conditions."""

    __slots__ = ()
    op = "and"


class Or(_Group):
    """Any of the conditions."""

    __slots__ = ()
    op = "or"


Filter: TypeAlias = _Comparison | Exists | NotExists | _Membership | _Group

EVERYTHING: Filter = Gte("id", 0)
"""Every record. Autotask wants a filter always; id 0 is your own company."""


def where(kind: Kind[Any], **conditions: Scalar | Iterable[Scalar] | None) -> Filter:
    """Conditions on our attributes: a value is equal, several are any of them, None is no value.

    Raises:
        KeyError: The kind has no such attribute.
    """
    parts: list[Filter] = []
    for attr, value in conditions.items():
        field = kind.wire(attr)
        if value is None:
            parts.append(NotExists(field))
        elif isinstance(value, (int, float, str, date)):
            parts.append(Eq(field, value))
        else:
            parts.append(In(field, tuple(value)))
    return parts[0] if len(parts) == 1 else And(*parts)


def on_day(field: str, day: date) -> Filter:
    """On one day. A datetime is never equal to a bare date, so a day is asked for by its bounds."""
    return And(Gte(field, day), Lt(field, day + timedelta(days=1)))


def changed_since(kind: Kind[Any], instant: datetime) -> Filter:
    """What changed at or after an instant.

    Raises:
        ValueError: Autotask has no field that would tell.
    """
    if kind.watermark is None:
        raise ValueError(f"{kind.name} do not say when they changed")
    if kind.created is None:
        return Gte(kind.watermark, instant)
    return Or(Gte(kind.watermark, instant), Gte(kind.created, instant))


def in_blocks(field: str, values: Iterable[Scalar], size: int = 200) -> Iterator[In]:
    """`In` for any number of values, a block at a time."""
    block: list[Scalar] = []
    for value in values:
        block.append(value)
        if len(block) == size:
            yield In(field, tuple(block))
            block = []
    if block:
        yield In(field, tuple(block))


def query(
    condition: Filter, *, after_id: int | None = None, fields: Iterable[str] = (), size: int | None = None
) -> Mapping[str, Any]:
    """The body of a query. Entries of its filter are all to be met; `after_id` asks for the page behind that id."""
    body: dict[str, Any] = {"filter": [condition.json()]}
    if after_id is not None:
        body["filter"].append(Gt("id", after_id).json())
    if size is not None:
        body["MaxRecords"] = size
    if named := list(fields):
        body["IncludeFields"] = named
    return body
