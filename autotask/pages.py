"""Bytes of an answer to entities.

A page that is as it should be goes the short way: one pass of pydantic over the bytes, no dictionaries in between, its
texts cleaned on the way (`autotask.record`). A page that is not (a lone surrogate, one odd row) is taken row by row:
what can be read is read, and a row that cannot is quarantined, because one odd row must not stop a desk.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import chain
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from autotask.kinds import FieldSpec, Kind
from autotask.record import utc
from autotask.text import clean
from autotask.user_fields import LISTED, only, value_of

E = TypeVar("E")

_PIECE = 60_000
_START = b'{"items":['
_BETWEEN = b'},{"id":'


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A row that could not be read.

    Attributes:
        kind: Its collection.
        id: Its id, if at least that could be read.
        reason: What is odd about it, without its values.
        raw: The row as JSON (ASCII only, so that anything can keep it).
    """

    kind: str
    id: int | None
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class Page(Generic[E]):
    """One page of a query.

    Attributes:
        items: The rows, by ascending id.
        quarantined: The rows that could not be read.
        served_at: When the server answered, by its own clock.
    """

    items: tuple[E, ...]
    quarantined: tuple[Quarantined, ...]
    served_at: datetime


@dataclass(frozen=True, slots=True)
class Rows(Generic[E]):
    """What the body of a page holds.

    Attributes:
        last_id: The highest id on the page, odd rows included, or None on an empty page.
        more: Whether the server says another page follows.
    """

    items: tuple[E, ...]
    quarantined: tuple[Quarantined, ...]
    last_id: int | None
    more: bool

    def __len__(self) -> int:
        return len(self.items) + len(self.quarantined)


class Unreadable(ValueError):
    """A body that is no page at all. The message says why in a few words."""


class _PageDetails(BaseModel):
    model_config = ConfigDict(defer_build=True)

    next_page_url: str | None = Field(default=None, alias="nextPageUrl")


class _Envelope(BaseModel, Generic[E]):
    model_config = ConfigDict(hide_input_in_errors=True, defer_build=True)

    items: list[E]
    page_details: _PageDetails | None = Field(default=None, alias="pageDetails")


@cache
def _envelope(kind: Kind[E]) -> SchemaValidator:
    """Reads whole pages. They are always JSON, so what each field would do with Python is left out: to ask it of every
    value costs 7 % of a page."""
    adapter: TypeAdapter[_Envelope[E]] = TypeAdapter(_Envelope[kind.entity])  # type: ignore[name-defined]
    adapter.rebuild()
    return SchemaValidator(_json_side(adapter.core_schema))


def _json_side(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_json_side(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "json-or-python":
        return _json_side(schema["json_schema"])
    return {key: _json_side(part) for key, part in schema.items()}


@cache
def _entity(kind: Kind[E]) -> TypeAdapter[E]:
    return TypeAdapter(kind.entity)


def read_rows(kind: Kind[E], body: bytes) -> Rows[E]:
    """The rows of a query's answer.

    Raises:
        Unreadable: The body is no page.
    """
    read = _envelope(kind).validate_json
    try:
        pieces: list[_Envelope[E]] = [read(piece, by_alias=True, by_name=False) for piece in _pieces(body)]
    except ValidationError:
        return _row_by_row(kind, body)
    items = tuple(chain.from_iterable(piece.items for piece in pieces))
    last_id = max((item.id for item in items), default=None)  # type: ignore[attr-defined]
    more = any(piece.page_details is not None and piece.page_details.next_page_url is not None for piece in pieces)
    return Rows(items, (), last_id, more)


def _pieces(body: bytes) -> Iterator[bytes]:
    """A page as pages of about 60 kB: the tree of JSON of a whole one outgrows the processor's cache, which costs a
    sixth of the reading.

    What it is cut at cannot stand in a text, whose quotes are escaped, and a piece that was cut anywhere but between
    two rows is no JSON; so pieces that can be read are the page.
    """
    start = 0
    while (end := body.find(_BETWEEN, start + _PIECE)) >= 0:
        yield (_START if start else b"") + body[start : end + 1] + b"]}"
        start = end + 2
    yield _START + body[start:] if start else body


def read_item(kind: Kind[E], body: bytes, user_field: str = "") -> E | Quarantined | None:
    """The record of a get by id; None when there is none.

    Args:
        user_field: The user-defined field that is ours, of all that the record has; "" for none.

    Raises:
        Unreadable: The body holds no record.
    """
    answer = read_object(body)
    if "item" not in answer:
        raise Unreadable("it holds no item")
    if answer["item"] is None:
        return None
    found = answer["item"]
    return _read_row(kind, only(found, user_field) if isinstance(found, dict) else found)


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object of a small answer.

    Raises:
        Unreadable: It is not JSON, or no object.
    """
    try:
        answer = json.loads(body)
    except RecursionError:
        raise Unreadable("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        cut = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated")
        raise Unreadable("it is cut short" if cut else "it is not JSON") from None
    except UnicodeDecodeError:
        raise Unreadable("it is not UTF-8 text") from None
    except ValueError:  # Python refuses to make a number of more than 4,300 digits
        raise Unreadable("it holds a number that is too long") from None
    if not isinstance(answer, dict):
        raise Unreadable("it is not a JSON object")
    return answer


def _row_by_row(kind: Kind[E], body: bytes) -> Rows[E]:
    answer = read_object(body)
    rows = answer.get("items")
    if not isinstance(rows, list):
        raise Unreadable("it holds no items")
    items: list[E] = []
    quarantined: list[Quarantined] = []
    for row in rows:
        read = _read_row(kind, row)
        if isinstance(read, Quarantined):
            quarantined.append(read)
        else:
            items.append(read)
    ids = [row_id for row in rows if (row_id := _id_of(row)) is not None]
    details = answer.get("pageDetails")
    more = isinstance(details, dict) and details.get("nextPageUrl") is not None
    return Rows(tuple(items), tuple(quarantined), max(ids, default=None), more)


def _read_row(kind: Kind[E], row: Any) -> E | Quarantined:
    if not isinstance(row, dict):
        return Quarantined(kind.name, None, "the row is not an object", json.dumps(row))
    try:
        item: E = _entity(kind).validate_python(_mended(kind, row))
    except ValidationError as error:
        reason = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        return Quarantined(kind.name, _id_of(row), clean(reason), json.dumps(row))
    if reason := _reason_out_of_range(kind, item):
        return Quarantined(kind.name, _id_of(row), reason, json.dumps(row))
    return item


def _reason_out_of_range(kind: Kind[Any], item: Any) -> str:
    """Which instant of an entity has no UTC form; empty when all have."""
    for spec in kind.fields:
        if spec.type is datetime and (instant := getattr(item, spec.attr)) is not None:
            try:
                instant.astimezone(UTC)
            except OverflowError:
                return f"{spec.wire}: outside the years 1 to 9999 in UTC"
    return ""


def _id_of(row: Any) -> int | None:
    found = row.get("id") if isinstance(row, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def _mended(kind: Kind[Any], row: dict[str, Any]) -> dict[str, Any]:
    """The row with what we know how to read made plain: instants without a zone, days with a time, numbers as text, and
    texts clean."""
    mended = {}
    for spec in kind.fields:
        value = row.get(spec.wire)
        if value is not None:
            mended[spec.wire] = _mend(spec, value)
    return mended


def _mend(spec: FieldSpec, value: Any) -> Any:
    if spec.wire == LISTED:
        return value_of(value)
    if spec.type is str:
        text = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        return clean(text) if isinstance(text, str) else text
    if spec.type not in (datetime, date) or not isinstance(value, str):
        return value
    try:
        instant = utc(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        return value
    return instant if spec.type is datetime else instant.astimezone(UTC).date()
