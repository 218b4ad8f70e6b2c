"""User-defined fields: what a tenant has added to an entity, by display name.

Of an entity we ask for one at most, by its name, and it comes as the only one of the list that holds them all. A record
that is read by its id has every field of the tenant: `only` leaves the one that is ours before the row is read.
"""

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from autotask.text import clean

LISTED = "userDefinedFields"
"""Autotask's name of the list."""
UserFields: TypeAlias = Mapping[str, str]
"""The display name of the field that is asked for, by collection."""


def value_of(listed: Any) -> str | None:
    """The text of the one field in a list, cleaned; None where it is empty, or where it is not just one."""
    if not isinstance(listed, list) or len(listed) != 1 or not isinstance(listed[0], dict):
        return None
    value = listed[0].get("value")
    return None if value is None else clean(str(value))


def only(row: dict[str, Any], name: str) -> dict[str, Any]:
    """A row of which only one user-defined field is left; none where `name` is empty."""
    listed = row.get(LISTED)
    fields = listed if isinstance(listed, list) else []
    ours = [field for field in fields if isinstance(field, dict) and name and _same(field.get("name"), name)]
    return {**row, LISTED: ours}


def on_the_wire(name: str, text: str | None) -> list[dict[str, str | None]]:
    """The list that sets one field and leaves the others as they are; None clears it."""
    return [{"name": name, "value": text}]


def _same(ours: object, theirs: str) -> bool:
    return isinstance(ours, str) and ours.casefold() == theirs.casefold()


class _OnlyValue:
    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        listed = core_schema.list_schema(core_schema.any_schema())
        return core_schema.json_or_python_schema(
            json_schema=core_schema.no_info_after_validator_function(value_of, listed),
            python_schema=core_schema.is_instance_schema(str),
        )


UserText: TypeAlias = Annotated[str, _OnlyValue]
"""The text of the user-defined field that was asked for."""
