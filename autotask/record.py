"""What every entity is: a frozen, slotted pydantic dataclass under Autotask's own words.

An attribute is the snake_case of Autotask's JSON name. The way back is mechanical (`wire_name`); the few names that
break the rule (`problemTicketId`, `displayColorRGB`) carry their own `validation_alias`. Only `id` is required:
tenants, security levels and modules decide which other fields an answer has.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, TypeAlias, TypeVar, cast, dataclass_transform

from pydantic import ConfigDict, Field, GetCoreSchemaHandler
from pydantic.dataclasses import dataclass
from pydantic_core import CoreSchema, core_schema

from autotask.text import PLAIN, PLAIN_LINES, clean, without_returns

_C = TypeVar("_C", bound=type[Any])


class _Cleaned:
    """Cleans a text that is read from JSON; one that comes from Python stays as it is.

    Texts of ordinary characters are told by pydantic itself: a call of Python for each would cost half as much again
    as reading the page. In Python a `Cleaned` text has to stay one, while pydantic's own `str` turns subclasses into
    plain text and would lose the raw text beside the cleaned one.
    """

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        plain = core_schema.str_schema(pattern=PLAIN)
        lines = core_schema.no_info_after_validator_function(
            without_returns, core_schema.str_schema(pattern=PLAIN_LINES)
        )
        cleaned = core_schema.no_info_after_validator_function(clean, handler(source))
        return core_schema.json_or_python_schema(
            json_schema=core_schema.union_schema([plain, lines, cleaned], mode="left_to_right"),
            python_schema=core_schema.is_instance_schema(str),
        )


Text: TypeAlias = Annotated[str, _Cleaned]
"""Text from outside. Cleaned where it is parsed, never later."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - what is counted from it has no zone either


def _in_utc(naive: datetime) -> datetime:
    # Ten times faster than `naive.replace(tzinfo=UTC)`, and called for every instant of a page without zones.
    return _EPOCH + (naive - _NAIVE_EPOCH)


class _Aware:
    """Reads a datetime without a zone as UTC where it comes from JSON, and refuses it where it comes from Python: there
    it may be local time, and would be hours off.

    An instant that has no UTC form (a zone puts it outside the years 1 to 9999) is refused in JSON; from Python it has
    been looked at before (`autotask.pages`). One in UTC, as Autotask sends them, always has one: it is taken first,
    because the comparison with both ends of time would cost more than the reading.
    """

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        in_utc = core_schema.datetime_schema(tz_constraint=0)
        aware = core_schema.datetime_schema(
            tz_constraint="aware", ge=datetime.min.replace(tzinfo=UTC), le=datetime.max.replace(tzinfo=UTC)
        )
        naive = core_schema.datetime_schema(tz_constraint="naive")
        read_as_utc = core_schema.no_info_after_validator_function(_in_utc, naive)
        return core_schema.json_or_python_schema(
            json_schema=core_schema.union_schema([in_utc, aware, read_as_utc], mode="left_to_right"),
            python_schema=core_schema.datetime_schema(tz_constraint="aware"),
        )


Instant: TypeAlias = Annotated[datetime, _Aware]
"""A moment: an aware datetime. Autotask speaks UTC; an answer without a zone designator is read as UTC."""


def wire_name(attribute: str) -> str:
    """Autotask's JSON name of an attribute: `assigned_resource_id` is `assignedResourceID`."""
    first, *rest = attribute.split("_")
    if rest and rest[-1] == "id":
        return first + "".join(part.capitalize() for part in rest[:-1]) + "ID"
    return first + "".join(part.capitalize() for part in rest)


_CONFIG = ConfigDict(
    alias_generator=wire_name,
    validate_by_name=True,
    validate_by_alias=True,
    extra="ignore",
    coerce_numbers_to_str=True,
    allow_inf_nan=False,
    hide_input_in_errors=True,
    cache_strings="keys",
    defer_build=True,
)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field,))
def record(entity: _C) -> _C:
    """Make an entity of a class of annotations. Schemas are built on first use, so that starting stays cheap."""
    return cast("_C", dataclass(frozen=True, slots=True, kw_only=True, config=_CONFIG)(entity))


def utc(value: datetime) -> datetime:
    """`value` as an aware UTC datetime; one without a zone is UTC already (README of the API, section 3)."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
