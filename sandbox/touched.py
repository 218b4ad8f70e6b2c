"""Which rows were written, of the entities that somebody watches: so that a change is found without reading a table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

_VERBS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


class Touched:
    """Takes the ids down as they are written, by triggers that last as long as the connection."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database
        self._watched: frozenset[str] = frozenset()

    def watch(self, entities: Iterable[str]) -> None:
        """Watch these entities, whose tables are there, and no others."""
        wanted = frozenset(entities)
        if wanted and not self._watched:
            self._db.execute("CREATE TEMP TABLE touched (entity TEXT, id INTEGER, PRIMARY KEY (entity, id))")
        for entity in wanted - self._watched:
            for verb, row in _VERBS.items():
                kept = f"INSERT OR IGNORE INTO touched VALUES ('{entity}', {row}.id)"  # noqa: S608 - packaged names
                name = f'"touched {entity} {verb}"'
                self._db.execute(f'CREATE TEMP TRIGGER {name} AFTER {verb} ON main."{entity}" BEGIN {kept}; END')
        for entity in self._watched - wanted:
            for verb in _VERBS:
                self._db.execute(f'DROP TRIGGER "touched {entity} {verb}"')
        if self._watched and not wanted:
            self._db.execute("DROP TABLE touched")
        self._watched = wanted

    def taken(self) -> dict[str, list[int]]:
        """Give the ids of what was written since it was last asked, by entity and in their order."""
        found: dict[str, list[int]] = {}
        if not self._watched:
            return found
        for entity, row_id in self._db.execute("SELECT entity, id FROM touched ORDER BY entity, id").fetchall():
            found.setdefault(entity, []).append(row_id)
        if found:
            self._db.execute("DELETE FROM touched")
        return found
