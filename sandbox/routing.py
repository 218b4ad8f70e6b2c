"""The path tree of the API, matched whatever the case of its letters.

{root}/                                     such as /ATServicesRest/
├── versioninformation                      GET
├── sandbox/clock                           GET POST, ours, outside the API
└── V1.0/
    ├── zoneInformation                     GET, needs no credentials
    ├── ThresholdInformation, Modules, EntityInformation, InvoicePDF
    └── {Entity}
        ├── POST PATCH PUT                  where its definition says so
        ├── {id}                            GET DELETE, likewise
        ├── query, query/count, query/next  GET POST, but for the few that take writes alone
        ├── entityInformation[/fields | /userDefinedFields]
        └── {id}/{Child}[/{id} | /entityInformation...]
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sandbox.definitions import ChildPath, Definitions, EntityDef
from sandbox.errors import NoSuchPath, NotOffered
from sandbox.values import row_id

ROOT = "/ATServicesRest/"
VERSION = "V1.0"


class Action(StrEnum):
    """What a request asks for."""

    ZONE = "zoneinformation"
    VERSIONS = "versioninformation"
    CLOCK = "sandbox/clock"
    THRESHOLD = "thresholdinformation"
    MODULES = "modules"
    ENTITIES = "entityinformation"
    INVOICE = "invoicepdf"
    QUERY = "query"
    COUNT = "query/count"
    NEXT = "query/next"
    INFO = "entityinformation of"
    FIELDS = "entityinformation/fields"
    UDFS = "entityinformation/userdefinedfields"
    GET = "get"
    CHILDREN = "children"
    CREATE = "create"
    PATCH = "patch"
    PUT = "put"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request goes."""

    action: Action
    entity: EntityDef | None = None
    parent_id: int | None = None
    id: int | None = None


_OPEN = frozenset({Action.ZONE, Action.VERSIONS, Action.CLOCK})
_WRITES = {"POST": Action.CREATE, "PATCH": Action.PATCH, "PUT": Action.PUT, "DELETE": Action.DELETE}
_SINGLE = {
    str(action): action for action in (Action.ZONE, Action.THRESHOLD, Action.MODULES, Action.ENTITIES, Action.INVOICE)
}
_BOTH = frozenset({"GET", "POST"})
_GET = frozenset({"GET"})
_INFORMATION = {
    ("entityinformation",): Action.INFO,
    ("entityinformation", "fields"): Action.FIELDS,
    ("entityinformation", "userdefinedfields"): Action.UDFS,
}
_QUERIES = {
    ("query",): Action.QUERY,
    ("query", "count"): Action.COUNT,
    ("query", "next"): Action.NEXT,
}


def is_open(action: Action) -> bool:
    """Whether an action needs no credentials."""
    return action in _OPEN


def route(definitions: Definitions, method: str, path: str, url: str) -> Route:
    """Find where a request goes. `url` is only for the text of a refusal.

    Raises:
        NoSuchPath: nothing lives there.
        NotOffered: something does, but it does not take `method`.
    """
    parts = tuple(part for part in path.lower().split("/") if part)
    if parts[:1] != (ROOT.strip("/").lower(),):
        raise NoSuchPath(url)
    if parts[1:] == ("versioninformation",):
        return _offered(Route(Action.VERSIONS), method, _GET)
    if parts[1:] == ("sandbox", "clock"):
        return _offered(Route(Action.CLOCK), method, _BOTH)
    if parts[1:2] != (VERSION.lower(),) or len(parts) < 3:
        raise NoSuchPath(url)
    found = _under_version(definitions, method, parts[2], parts[3:])
    if found is None:
        raise NoSuchPath(url)
    return found


def _under_version(definitions: Definitions, method: str, name: str, rest: tuple[str, ...]) -> Route | None:
    single = _SINGLE.get(name)
    if single and not rest:
        return _offered(Route(single), method, _GET)
    named = row_id(rest[0]) if rest else None
    child = definitions.children.get((name, rest[1])) if named is not None and len(rest) > 1 else None
    if child is not None and child.under is not None and named is not None:
        return _child(child, child.under, method, named, rest[2:])
    entity = definitions.by_folded.get(name)
    if entity is None:
        return None
    if not rest:
        written = definitions.entities[entity.like] if entity.like else entity
        return _collection(written, method, entity.collection, None)
    if rest in _QUERIES:
        return _offered(Route(_QUERIES[rest], entity), method, _BOTH) if entity.query else None
    if rest in _INFORMATION:
        return _information(entity, method, rest)
    if named is None or len(rest) > 1:
        return None
    return _item(entity, method, entity.item, None, named)


def _child(entity: EntityDef, at: ChildPath, method: str, parent_id: int, rest: tuple[str, ...]) -> Route | None:
    if not rest:
        return _collection(entity, method, at.collection, parent_id)
    if rest in _INFORMATION:
        return _information(entity, method, rest)
    named = row_id(rest[0])
    if named is None or len(rest) > 1:
        return None
    return _item(entity, method, at.item, parent_id, named)


def _information(entity: EntityDef, method: str, rest: tuple[str, ...]) -> Route | None:
    action = _INFORMATION[rest]
    if action is Action.UDFS and not entity.describes_user_fields:
        return None
    return _offered(Route(action, entity), method, _GET)


def _collection(entity: EntityDef, method: str, offered: frozenset[str], parent_id: int | None) -> Route | None:
    """Route a request to a collection; one that takes no verb at all does not exist."""
    if not offered:
        return None
    action = Action.CHILDREN if method == "GET" else _WRITES.get(method, Action.GET)
    return _offered(Route(action, entity, parent_id), method, offered)


def _item(entity: EntityDef, method: str, offered: frozenset[str], parent_id: int | None, named: int) -> Route | None:
    """Route a request to one record, in the same way."""
    if not offered:
        return None
    action = Action.GET if method == "GET" else _WRITES.get(method, Action.GET)
    return _offered(Route(action, entity, parent_id, named), method, offered)


def _offered(found: Route, method: str, methods: frozenset[str]) -> Route:
    if method not in methods:
        raise NotOffered(method)
    return found
