"""What a tenant says about a collection (`entityInformation`) and its fields (`entityInformation/fields`).

Hints, not law: `is_required` and `is_read_only` are known to be wrong in both directions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from autotask.pages import Unreadable, read_object
from autotask.picklists import Picklist, Picklists, PicklistValue, picklist_id
from autotask.text import clean


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """One field, as the tenant describes it. `length` is the most characters it takes, 0 for no limit."""

    name: str
    data_type: str
    length: int
    is_required: bool
    is_read_only: bool
    is_queryable: bool
    reference: str
    picklist: Picklist | None


@dataclass(frozen=True, slots=True)
class Rights:
    """What the API user may do with the records of a collection: all of them or some, which Autotask does not tell."""

    create: bool
    update: bool
    delete: bool


_OrFalse = Annotated[bool, BeforeValidator(bool)]
_OrZero = Annotated[int, BeforeValidator(lambda value: value or 0)]
_OrEmpty = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value))]


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", hide_input_in_errors=True, defer_build=True)


class _Value(_Wire):
    value: Any
    label: _OrEmpty = ""
    sort_order: _OrZero = 0
    is_active: bool = True
    is_default_value: _OrFalse = False
    is_system: _OrFalse = False
    parent_value: Any = None


class _Field(_Wire):
    name: str
    data_type: _OrEmpty = Field(default="", validation_alias=AliasChoices("dataType", "type"))
    length: _OrZero = 0
    is_required: _OrFalse = False
    is_read_only: _OrFalse = False
    is_queryable: bool = True
    reference_entity_type: _OrEmpty = ""
    is_pick_list: _OrFalse = False
    picklist_values: list[_Value] | None = None
    picklist_parent_value_field: _OrEmpty = ""


class _Info(_Wire):
    can_create: bool = True
    can_update: bool = True
    can_delete: bool = True
    user_access_for_create: Any = None
    user_access_for_update: Any = None
    user_access_for_delete: Any = None


class _Information(_Wire):
    info: _Info


class _Fields(_Wire):
    fields: list[_Field] = Field(default=...)


def read_fields(body: bytes) -> tuple[FieldInfo, ...]:
    """The fields an answer describes.

    Raises:
        Unreadable: It describes none.
    """
    try:
        answer = _Fields.model_validate(read_object(body))
    except ValidationError as error:
        raise Unreadable(f"its fields cannot be read ({error.error_count()} oddities)") from None
    return tuple(_field_info(field) for field in answer.fields)


def read_rights(body: bytes) -> Rights:
    """The rights an answer describes. Access comes as a word or as its number: None 0, All 1, Restricted 2.

    Raises:
        Unreadable: It describes none.
    """
    try:
        info = _Information.model_validate(read_object(body)).info
    except ValidationError as error:
        raise Unreadable(f"its rights cannot be read ({error.error_count()} oddities)") from None
    return Rights(
        create=info.can_create and _given(info.user_access_for_create),
        update=info.can_update and _given(info.user_access_for_update),
        delete=info.can_delete and _given(info.user_access_for_delete),
    )


def _given(access: object) -> bool:
    return str(access).casefold() not in ("none", "0") or access is None


def picklists_of(collection: str, fields: Iterable[FieldInfo]) -> Picklists:
    """The picklists among the fields of a collection."""
    return Picklists({(collection, field.name): field.picklist for field in fields if field.picklist is not None})


def _field_info(field: _Field) -> FieldInfo:
    return FieldInfo(
        name=clean(field.name),
        data_type=clean(field.data_type),
        length=field.length,
        is_required=field.is_required,
        is_read_only=field.is_read_only,
        is_queryable=field.is_queryable,
        reference=clean(field.reference_entity_type),
        picklist=_picklist(field) if field.is_pick_list or field.picklist_values else None,
    )


def _picklist(field: _Field) -> Picklist:
    values = []
    for value in field.picklist_values or ():
        value_id = picklist_id(value.value)
        if value_id is not None:
            values.append(
                PicklistValue(
                    id=value_id,
                    label=clean(value.label),
                    sort_order=value.sort_order,
                    is_active=value.is_active,
                    is_default=value.is_default_value,
                    is_system=value.is_system,
                    parent=picklist_id(value.parent_value),
                )
            )
    return Picklist(tuple(values), clean(field.picklist_parent_value_field))
