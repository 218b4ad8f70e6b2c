"""What an entity of the look-alike is: its fields, where it lives in the path tree, which methods it takes.

The facts come from `definitions.json` in this package, whose header names its public sources. An entity is read when it
is first asked for: most are asked for by nobody.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

Key = TypeVar("Key")


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
    """First part of the path: mostly an entity, but `Expenses` leads to the items of ExpenseReports."""
    segment: str
    key: str
    """Field of the child that holds the parent's id."""
    collection: frozenset[str]
    item: frozenset[str]
    item_key: str = "id"
    """Field of the child that the last part of the path holds."""


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
    query: bool = True
    """Whether it can be queried at the top."""
    user_defined: bool = False
    describes_user_fields: bool = True
    """Whether it tells of its user-defined fields, be there none."""
    webhooks: bool = False
    like: str | None = None
    """The entity that a write of this one goes to, whose fields it shows as its own."""
    by_name: Mapping[str, FieldDef] = field(default_factory=dict, compare=False, repr=False)
    """Fields by exact wire name."""
    by_folded: Mapping[str, FieldDef] = field(default_factory=dict, compare=False, repr=False)
    """Fields by lower-case name: the API matches names whatever their case."""

    @property
    def is_attachment(self) -> bool:
        """Whether its records carry a file, which lists leave out."""
        return self.name.endswith("Attachments")

    def takes(self, method: str) -> bool:
        """Whether any path of this entity takes `method`."""
        places = [self.collection, self.item]
        if self.under:
            places += [self.under.collection, self.under.item]
        return any(method in place for place in places)


class Entities(Mapping[Key, EntityDef], Generic[Key]):
    """Entities by some key, each read when it is first asked for."""

    def __init__(self, names: Mapping[Key, str], read: Callable[[str], EntityDef]) -> None:
        self._names = names
        self._read = read

    def __getitem__(self, key: Key) -> EntityDef:
        return self._read(self._names[key])

    def __iter__(self) -> Iterator[Key]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True, slots=True)
class Definitions:
    """All entities of the look-alike, and the picklist values that Autotask ships."""

    entities: Mapping[str, EntityDef]
    by_folded: Mapping[str, EntityDef]
    by_legacy: Mapping[str, EntityDef]
    children: Mapping[tuple[str, str], EntityDef]
    """By (parent, segment), both in lower case."""
    picklists: Mapping[str, tuple[tuple[int, str], ...]]
    """Shipped (value, label) pairs in their sort order, by `Entity.field`."""


def _field(text: str) -> FieldDef:
    """Read a field from its line, such as `companyID integer required of=Account`."""
    name, kind, *marks = text.split()
    given = dict(mark.partition("=")[::2] for mark in marks)
    return FieldDef(
        name=name,
        type=FieldType(kind),
        required="required" in given,
        read_only="readOnly" in given,
        queryable="unqueryable" not in given,
        max_length=int(given["max"]) if "max" in given else None,
        reference=given.get("of"),
        picklist="picklist" in given,
        picklist_parent=given.get("parent"),
    )


def _entity(name: str, raw: Mapping[str, Any], like: Mapping[str, Any] | None) -> EntityDef:
    under = raw.get("under")
    fields = tuple(_field(line) for line in (like or raw)["fields"])
    return EntityDef(
        name=name,
        singular=raw["singular"],
        legacy=raw["legacy"],
        fields=fields,
        collection=frozenset(raw["collection"].split()),
        item=frozenset(raw["item"].split()),
        under=_child_path(under) if under else None,
        query=raw.get("query", True),
        user_defined=raw.get("userDefined", False),
        describes_user_fields=raw.get("describesUserFields", True),
        webhooks=raw.get("webhooks", False),
        like=raw.get("like"),
        by_name={f.name: f for f in fields},
        by_folded={f.name.lower(): f for f in fields},
    )


def _child_path(raw: Mapping[str, str]) -> ChildPath:
    return ChildPath(
        parent=raw["parent"],
        segment=raw["segment"],
        key=raw["key"],
        collection=frozenset(raw["collection"].split()),
        item=frozenset(raw["item"].split()),
        item_key=raw.get("itemKey", "id"),
    )


@cache
def packaged() -> Definitions:
    """Read the packaged definitions (once a process)."""
    raw = json.loads(files("sandbox").joinpath("definitions.json").read_text(encoding="utf-8"))
    rows: Mapping[str, Any] = raw["entities"]

    @cache
    def read(name: str) -> EntityDef:
        return _entity(name, rows[name], rows.get(rows[name].get("like")))

    places = ((row["under"], name) for name, row in rows.items() if "under" in row)
    return Definitions(
        entities=Entities({name: name for name in rows}, read),
        by_folded=Entities({name.lower(): name for name in rows}, read),
        by_legacy=Entities({row["legacy"]: name for name, row in rows.items()}, read),
        children=Entities({(at["parent"].lower(), at["segment"].lower()): name for at, name in places}, read),
        picklists={
            key: tuple((int(value), str(label)) for value, label in pairs) for key, pairs in raw["picklists"].items()
        },
    )
