"""Where the world writes: memory while ninety days are founded, the store of the sandbox from then on.

The simulation knows this interface alone, so that history and life are made by the same code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from sandbox.store import Store

Record = dict[str, Any]


class Ledger(Protocol):
    """What the simulation needs of a place to write to."""

    def insert(self, entity: str, record: Record) -> int: ...
    def update(self, entity: str, record_id: int, changes: Mapping[str, Any]) -> None: ...
    def delete(self, entity: str, record_id: int) -> None: ...
    def get(self, entity: str, record_id: int) -> Mapping[str, Any] | None: ...
    def after(self, entity: str, record_id: int) -> Iterable[Mapping[str, Any]]: ...


class MemoryLedger:
    """Rows by entity and id, with ids counted from where each entity starts; flushed into the store at once."""

    def __init__(self, first_ids: Mapping[str, int]) -> None:
        self._first = first_ids
        self._rows: dict[str, dict[int, Record]] = {}
        self._next: dict[str, int] = {}

    def insert(self, entity: str, record: Record) -> int:
        rows = self._rows.get(entity)
        if rows is None:
            rows = self._rows[entity] = {}
            self._next[entity] = self._first.get(entity, 1)
        given = record.get("id")
        number: int = self._next[entity] if given is None else given
        record["id"] = number
        if number >= self._next[entity]:
            self._next[entity] = number + 1
        rows[number] = record
        return number

    def update(self, entity: str, record_id: int, changes: Mapping[str, Any]) -> None:
        self._rows[entity][record_id].update(changes)

    def delete(self, entity: str, record_id: int) -> None:
        self._rows[entity].pop(record_id, None)

    def get(self, entity: str, record_id: int) -> Mapping[str, Any] | None:
        return self._rows.get(entity, {}).get(record_id)

    def after(self, entity: str, record_id: int) -> Iterable[Mapping[str, Any]]:
        return [row for number, row in self._rows.get(entity, {}).items() if number > record_id]

    def flush(self, store: Store) -> None:
        """Write everything, entity by entity, and forget it."""
        for entity, rows in self._rows.items():
            store.insert_many(entity, list(rows.values()))
        self._rows.clear()


class StoreLedger:
    """The store itself. A row that a client removed meanwhile is no reason to stop the world."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def insert(self, entity: str, record: Record) -> int:
        return self._store.insert(entity, record)

    def update(self, entity: str, record_id: int, changes: Mapping[str, Any]) -> None:
        if self._store.get(entity, record_id) is not None:
            self._store.update(entity, record_id, changes)

    def delete(self, entity: str, record_id: int) -> None:
        self._store.delete(entity, record_id)

    def get(self, entity: str, record_id: int) -> Mapping[str, Any] | None:
        return self._store.get(entity, record_id)

    def after(self, entity: str, record_id: int) -> Iterable[Mapping[str, Any]]:
        return self._store.select(entity, after_id=record_id)
