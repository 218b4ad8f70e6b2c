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

_C = TypeVar("_C", bound=type[Any])


class _KeepsSubclass:
    """Lets a `Cleaned` text stay one where an entity is made or replaced in Python.

    pydantic's own `str` turns subclasses into plain text, which would lose the raw text beside the cleaned one.
    """

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.json_or_python_schema(
            json_schema=handler(source), python_schema=core_schema.is_instance_schema(str)
        )


Text: TypeAlias = Annotated[str, _KeepsSubclass]
"""Text from outside. Cleaned where a page is parsed (`autotask.pages`), never later."""


class _Aware:
    """Refuses a datetime without a zone: read as local time somewhere else, it would be hours off."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.datetime_schema(tz_constraint="aware")


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
