"""Reading: query, the next page, count, one record, and the children of a parent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox import paging
from sandbox.definitions import ChildPath, EntityDef
from sandbox.errors import Refused
from sandbox.filters import Condition, compiled
from sandbox.quoting import double_quoted
from sandbox.store import UDF, Store

_DEEPEST = 128
"""Levels of JSON that a request may have: as many as Json.NET reads unless told otherwise."""

_CONTENT = "data"
"""Field of an attachment that holds the file, which lists leave out."""


@dataclass(frozen=True, slots=True)
class Search:
    """What the body of a query, or the `search` of its address, asks for; keys in lower case."""

    keys: dict[str, Any]
    text: str | None
    """The search as it stood in a GET address, to stand in the addresses of its pages again."""

    @classmethod
    def of(cls, raw: str, *, in_address: bool) -> Search:
        """Read the JSON of a search; nothing at all is an empty one, which has no filter.

        Raises:
            Refused: it is not a JSON object.
        """
        if not in_address:
            return cls(json_object(raw) if raw.strip() else {}, None)
        return cls(json_object(double_quoted(raw)) if raw.strip() else {}, raw)


def json_value(raw: str) -> Any:
    """Read any JSON.

    Raises:
        Refused: it is none, or nested beyond reason.
    """
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        raise Refused("The request body is not valid JSON.") from None
    if raw.count("[") + raw.count("{") > _DEEPEST and _is_deeper(value, _DEEPEST):
        raise Refused("The request body is nested too deeply.")
    return value


def _is_deeper(value: object, than: int) -> bool:
    """Whether a JSON value has more levels than so many; without recursion, which has a limit of its own."""
    level: list[object] = [value]
    for _ in range(than + 1):
        level = [
            inner
            for outer in level
            if isinstance(outer, list | dict)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


def json_object(raw: str) -> dict[str, Any]:
    """Read a JSON object, its keys in lower case.

    Raises:
        Refused: it is something else.
    """
    body = json_value(raw)
    if not isinstance(body, dict):
        raise Refused("The request body is not a JSON object.")
    return {str(key).lower(): value for key, value in body.items()}


class Reader:
    """Answers reads of any entity, as JSON text.

    `root` is the address of the API, ending in a slash; `hidden` names for some entities the SQL condition of the rows
    that the caller may see.
    """

    def __init__(self, store: Store, root: str, hidden: Mapping[str, str]) -> None:
        self._store = store
        self._root = root
        self._hidden = hidden

    def query(self, entity: EntityDef, search: Search) -> bytes:
        """First page of a query."""
        size = paging.page_size(search.keys.get("maxrecords"))
        return self._page(entity, search, paging.Position(size))

    def next_page(self, entity: EntityDef, search: Search, token: str) -> bytes:
        """Page at the position of a `paging` token."""
        return self._page(entity, search, paging.position(token))

    def count(self, entity: EntityDef, search: Search) -> str:
        """How many rows a query would give in all."""
        found = self._condition(entity, search)
        return f'{{"queryCount":{self._store.count(entity.name, found.sql, found.params)}}}'

    def one(self, entity: EntityDef, row_id: int) -> str:
        """One record, or null."""
        rows = self._store.json_rows(entity.name, self._seen(entity, "id = ?"), (row_id,), limit=1)
        return f'{{"item":{rows[0][1].decode() if rows else "null"}}}'

    def child(self, entity: EntityDef, parent: int | str, row_id: int) -> str:
        """One record under its parent, or null; `parent` is what the child's key holds of it.

        Of an attachment it is a list of one, the only list that shows what the file holds.
        """
        where = self._seen(entity, f'"{_place(entity).item_key}" = ? AND "{_place(entity).key}" = ?')
        rows = self._store.json_rows(entity.name, where, (row_id, parent), limit=1)
        if entity.is_attachment:
            return f'{{"items":[{rows[0][1].decode() if rows else ""}]}}'
        return f'{{"item":{rows[0][1].decode() if rows else "null"}}}'

    def children(self, entity: EntityDef, parent: int | str) -> bytes:
        """First page of a parent's children; the pages behind it are those of a GET query for them."""
        condition = {"op": "eq", "field": _place(entity).key, "value": parent}
        text = json.dumps({"filter": [condition]}, separators=(",", ":"))
        return self.query(entity, Search.of(text, in_address=True))

    def _condition(self, entity: EntityDef, search: Search) -> Condition:
        found = compiled(entity, self._store.user_fields(entity.name), search.keys.get("filter"))
        return Condition(self._seen(entity, found.sql), found.params)

    def _seen(self, entity: EntityDef, condition: str) -> str:
        return f"({condition}) AND {self._hidden[entity.name]}" if entity.name in self._hidden else condition

    def _page(self, entity: EntityDef, search: Search, at: paging.Position) -> bytes:
        found = self._condition(entity, search)
        wanted = search.keys.get("includefields")
        only = self._included(entity, wanted) if wanted else None
        rows = self._store.json_rows(
            entity.name,
            found.sql,
            found.params,
            only=only,
            blank=_CONTENT if entity.is_attachment else None,
            after_id=at.after,
            limit=at.size + 1,
        )
        address = paging.Address(f"{self._root}V1.0/{entity.name}/query/next", search.text)
        return paging.page(rows, at, address)

    def _included(self, entity: EntityDef, wanted: object) -> tuple[list[str], list[str]]:
        """Tell fields from user-defined fields in an `IncludeFields`; the list of all the latter has no name."""
        if not isinstance(wanted, list):
            raise Refused("IncludeFields must be a list of field names.")
        known_udfs = {name.lower(): name for name in self._store.udfs(entity.name)}
        names, udfs = [], []
        for name in dict.fromkeys(str(name).lower() for name in wanted):
            if field := entity.by_folded.get(name):
                names.append(field.name)
            elif name in known_udfs and name != UDF.lower():
                udfs.append(known_udfs[name])
            else:
                raise Refused(f"Unable to find {_as_sent(wanted, name)} in the {entity.singular} Entity.")
        ordered = [f.name for f in entity.fields if f.name in names]
        return ordered, udfs


def _place(entity: EntityDef) -> ChildPath:
    if entity.under is None:
        raise LookupError(f"{entity.name} lives under no parent.")
    return entity.under


def _as_sent(wanted: list[object], folded: str) -> object:
    return next(name for name in wanted if str(name).lower() == folded)
