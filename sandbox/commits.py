"""Write requests carried out: at once, late, or in appearance only; each is one transaction and one journal line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sandbox.access import Author, Credentials, author
from sandbox.calls import Call
from sandbox.definitions import EntityDef
from sandbox.errors import Refused
from sandbox.journal import Journal, Outcome, Write
from sandbox.picklists import PicklistValue
from sandbox.queries import json_object
from sandbox.routing import Action, Route
from sandbox.settings import Settings
from sandbox.store import Record, Store
from sandbox.values import ValueRefused
from sandbox.writing import Writer

WRITES = frozenset({Action.CREATE, Action.PATCH, Action.PUT, Action.DELETE})

Picklists = Callable[[], Mapping[str, Sequence[PicklistValue]]]


class Noticing(Protocol):
    """What a write needs of the world."""

    def noticed(self, before: Record | None, ticket: Record, by: int | None, at: datetime) -> Record: ...
    def told(self, entity: str, before: Record | None, record: Record, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Commission:
    """One write that is asked for: where it goes, and the request."""

    way: Route
    entity: EntityDef
    call: Call


class Commits:
    """Carries out the writes of one tenant. `journal` takes them down, where anybody wants to know."""

    def __init__(
        self,
        store: Store,
        world: Noticing,
        credentials: Credentials,
        picklists: Picklists,
        journal: Journal | None,
    ) -> None:
        self._store = store
        self._world = world
        self._credentials = credentials
        self._picklists = picklists
        self._journal = journal

    def carry_out(self, asked: Commission, settings: Settings, now: datetime, *, late: bool = False) -> str:
        """Make the write true, and give the body of its answer.

        Raises:
            Refused: it does not hold.
        """
        by = None
        try:
            by = self._author(asked, settings)
            world = self._world
            writer = Writer(self._store, self._picklists(), by, now, world.noticed, settings, told=world.told)
            row_id = self._written(asked, writer)
        except Refused as refusal:
            self._note(asked, now, Outcome.REFUSED, by, errors=refusal.texts, late=late)
            raise
        self._note(asked, now, Outcome.DONE, by, item_id=row_id, late=late)
        return _answered(row_id)

    def pretend(self, asked: Commission, settings: Settings, now: datetime) -> str:
        """Answer as if the write were done, and leave everything as it is.

        Raises:
            Refused: it would not hold either.
        """
        by = self._author(asked, settings)

        def unnoticed(*_: object) -> Record:
            return {}

        writer = Writer(self._store, self._picklists(), by, now, unnoticed, settings)
        with self._store.reverted():
            row_id = self._written(asked, writer)
        self._note(asked, now, Outcome.PRETENDED, by, item_id=row_id)
        return _answered(row_id)

    def _author(self, asked: Commission, settings: Settings) -> Author:
        verb = {Action.CREATE: "create", Action.DELETE: "delete"}.get(asked.way.action, "update")
        return author(
            self._store, self._credentials.user, asked.call.headers, settings, verb=verb, entity=asked.entity.name
        )

    def _written(self, asked: Commission, writer: Writer) -> int:
        way, entity = asked.way, asked.entity
        with self._store.transaction():
            if way.action is Action.DELETE:
                return writer.delete(entity, way.parent_id, way.id or 0)
            body = json_object(asked.call.text())
            try:
                if way.action is Action.CREATE:
                    return writer.create(entity, way.parent_id, body)
                return writer.update(entity, way.parent_id, body, whole=way.action is Action.PUT)
            except ValueRefused as refusal:  # what is worked out from the body has outgrown its field
                raise Refused(str(refusal)) from None
            except OverflowError:  # or the calendar
                raise Refused("Arithmetic overflow error.") from None

    def _note(
        self,
        asked: Commission,
        now: datetime,
        outcome: Outcome,
        by: Author | None,
        *,
        item_id: int | None = None,
        errors: tuple[str, ...] = (),
        late: bool = False,
    ) -> None:
        if self._journal is not None:
            self._journal.add(Write(now, asked.call, asked.entity.name, outcome, by, item_id, errors, late))


def _answered(row_id: int) -> str:
    return f'{{"itemId":{row_id}}}'
