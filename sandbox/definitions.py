"""What an entity of the look-alike is: its fields, where it lives in the path tree, which methods it takes.

The facts come from `definitions.json` in this package, whose header names its public sources.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class FieldType(StrEnum):
    """The data types that the field metadata of the API knows."""

    INTEGER = "integer"
    LONG = "long"
    DECIMAL = "decimal"
    STRING = "string"
    BOOLEAN = "boolean"
    DATETIME = "datetime"


@dataclass(frozen=True, slots=True)
class FieldDef:
    """One field, by its wire name (camelCase as in the JSON of the API)."""

    name: str
    type: FieldType
    required: bool = False
    read_only: bool = False
    queryable: bool = True
    max_length: int | None = None
    reference: str | None = None
    """Legacy (SOAP) name of the entity it points to, such as `Account` for a company."""
    picklist: bool = False
    picklist_parent: str | None = None
    """Field that decides which values of this picklist fit."""


@dataclass(frozen=True, slots=True)
class ChildPath:
    """Where an entity lives under its parent, such as `/Tickets/{id}/Notes`."""

    parent: str
    segment: str
    key: str
    """Field of the child that holds the parent's id."""
    collection: frozenset[str]
    item: frozenset[str]


@dataclass(frozen=True, slots=True)
class EntityDef:
    """One entity: names, fields, and the HTTP methods of its paths."""

    name: str
    singular: str
    legacy: str
    fields: tuple[FieldDef, ...]
    collection: frozenset[str]
    item: frozenset[str]
    under: ChildPath | None = None
    user_defined: bool = False
    webhooks: bool = False
    by_name: Mapping[str, FieldDef] = field(default_factory=dict, compare=False, repr=False)
    """Fields by exact wire name."""
    by_folded: Mapping[str, FieldDef] = field(default_factory=dict, compare=False, repr=False)
    """Fields by lower-case name: the API matches names whatever their case."""

    def takes(self, method: str) -> bool:
        """Whether any path of this entity takes `method`."""
        places = [self.collection, self.item]
        if self.under:
            places += [self.under.collection, self.under.item]
        return any(method in place for place in places)


@dataclass(frozen=True, slots=True)
class Definitions:
    """All entities of the look-alike, and the picklist values that Autotask ships."""

    entities: Mapping[str, EntityDef]
    by_folded: Mapping[str, EntityDef]
    by_legacy: Mapping[str, EntityDef]
    children: Mapping[tuple[str, str], EntityDef]
    """By (parent name, lower-case segment)."""
    picklists: Mapping[str, tuple[tuple[int, str], ...]]
    """Shipped (value, label) pairs in their sort order, by `Entity.field`."""


def _field(raw: Mapping[str, Any]) -> FieldDef:
    return FieldDef(
        name=raw["name"],
        type=FieldType(raw["type"]),
        required=raw.get("required", False),
        read_only=raw.get("readOnly", False),
        queryable=raw.get("queryable", True),
        max_length=raw.get("maxLength"),
        reference=raw.get("reference"),
        picklist=raw.get("picklist", False),
        picklist_parent=raw.get("picklistParent"),
    )


def _entity(name: str, raw: Mapping[str, Any]) -> EntityDef:
    under = raw.get("under")
    fields = tuple(_field(row) for row in raw["fields"])
    return EntityDef(
        name=name,
        singular=raw["singular"],
        legacy=raw["legacy"],
        fields=fields,
        collection=frozenset(raw["collection"]),
        item=frozenset(raw["item"]),
        under=_child_path(under) if under else None,
        user_defined=raw.get("userDefined", False),
        webhooks=raw.get("webhooks", False),
        by_name={f.name: f for f in fields},
        by_folded={f.name.lower(): f for f in fields},
    )


def _child_path(raw: Mapping[str, Any]) -> ChildPath:
    return ChildPath(
        parent=raw["parent"],
        segment=raw["segment"],
        key=raw["key"],
        collection=frozenset(raw["collection"]),
        item=frozenset(raw["item"]),
    )


@cache
def packaged() -> Definitions:
    """Read the packaged definitions (once a process)."""
    raw = json.loads(files("sandbox").joinpath("definitions.json").read_text(encoding="utf-8"))
    entities = {name: _entity(name, body) for name, body in raw["entities"].items()}
    return Definitions(
        entities=entities,
        by_folded={name.lower(): entity for name, entity in entities.items()},
        by_legacy={entity.legacy: entity for entity in entities.values()},
        children={
            (entity.under.parent, entity.under.segment.lower()): entity for entity in entities.values() if entity.under
        },
        picklists={
            key: tuple((int(value), str(label)) for value, label in pairs) for key, pairs in raw["picklists"].items()
        },
    )
