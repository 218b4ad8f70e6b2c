"""Records of a tenant: pages of them, one, how many, what hangs under others."""

import dataclasses
import re
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, TypeVar

from autotask.answers import Answer
from autotask.connected import Connected
from autotask.errors import BadAnswer, NotOffered, Refused
from autotask.filters import EVERYTHING, Filter, in_blocks, query
from autotask.kinds import Kind
from autotask.machine import MachineClock
from autotask.pages import Page, Quarantined, Rows, Unreadable, read_item, read_object, read_rows
from autotask.record import record
from autotask.session import Session
from autotask.user_fields import LISTED, UserFields

E = TypeVar("E")

LARGEST_PAGE = 500
_UNKNOWN_FIELD = re.compile(r"unable to find (.+?) in the", re.IGNORECASE)


@record
class _IdOnly:
    id: int


class Reading(Connected):
    """Reads records into entities. Every method raises an `AutotaskError` when it cannot do what it says."""

    def __init__(
        self, session: Session, machine: MachineClock, user_fields: UserFields, *, urgent: bool = False
    ) -> None:
        super().__init__(session, machine, user_fields, urgent=urgent)
        self._absent: dict[str, set[str]] = {}

    async def pages(
        self, kind: Kind[E], condition: Filter = EVERYTHING, *, page_size: int = LARGEST_PAGE
    ) -> AsyncIterator[Page[E]]:
        """The records that meet a condition, a page at a time by ascending id; at least one page, empty or not.

        Each page asks for ids above the last one seen: stateless, and blessed by the vendor over next-page addresses.
        A record that changes while pages are read may be missed by all of them: begin the next delta from before the
        first page (reliability 2.1).
        """
        last: int | None = None
        while True:
            rows, served = await self._rows(kind, condition, last, page_size)
            if len(rows) or last is None:
                yield Page(rows.items, rows.quarantined, served)
            if not len(rows) or (len(rows) < page_size and not rows.more):
                return
            if rows.last_id is None or (last is not None and rows.last_id <= last):
                raise BadAnswer(f"The pages of {kind.name} at {self.zone} do not advance; reading them was stopped.")
            last = rows.last_id

    async def get(self, kind: Kind[E], record_id: int) -> E | None:
        """One record; None if there is none (or none this API user may see)."""

        def take(answer: Answer) -> E | Quarantined | None:
            return read_item(kind, answer.body, self._user_fields.get(kind.name, ""))

        try:
            path = f"{kind.name}/{record_id:d}"
            read = await self._session.ask(kind.name, "GET", path, take, urgent=self._urgent)
        except NotOffered:
            return None
        if isinstance(read, Quarantined):
            raise BadAnswer(f"{kind.name} {record_id} at {self.zone} cannot be read: {read.reason}.")
        return read

    async def count(self, kind: Kind[Any], condition: Filter = EVERYTHING) -> int:
        """How many records meet a condition."""

        def take(answer: Answer) -> int:
            found = read_object(answer.body).get("queryCount")
            if not isinstance(found, int):
                raise Unreadable("it holds no count")
            return found

        return await self._session.ask(kind.name, "POST", f"{kind.name}/query/count", take, dict(query(condition)))

    async def ids(self, kind: Kind[Any], condition: Filter = EVERYTHING) -> list[int]:
        """The ids of the records that meet a condition, ascending."""
        bare = dataclasses.replace(kind, entity=_IdOnly, fields=tuple(s for s in kind.fields if s.attr == "id"))
        return [item.id async for page in self.pages(bare, condition) for item in page.items]

    async def children(self, kind: Kind[E], *parents: int) -> Page[E]:
        """Everything that hangs under the given parents, in one page; read at the top, 200 parents at a time."""
        if kind.parent is None:
            raise ValueError(f"{kind.name} hang under nothing")
        items: list[E] = []
        quarantined: list[Quarantined] = []
        served = self.server_now()
        for block in in_blocks(kind.parent, parents):
            async for page in self.pages(kind, block):
                items.extend(page.items)
                quarantined.extend(page.quarantined)
                served = page.served_at
        return Page(tuple(items), tuple(quarantined), served)

    async def _rows(
        self, kind: Kind[E], condition: Filter, last: int | None, page_size: int
    ) -> tuple[Rows[E], datetime]:
        """One page, without the fields this tenant turned out not to have."""

        def take(answer: Answer) -> tuple[Rows[E], datetime | None]:
            return read_rows(kind, answer.body), answer.date

        absent = self._absent.setdefault(kind.name, set())
        while True:
            wanted = (self._asked_for(kind, spec.wire) for spec in kind.fields)
            named = [name for name in wanted if name and name not in absent]
            body = dict(query(condition, after_id=last, fields=named, size=page_size))
            try:
                rows, served = await self._session.ask(
                    kind.name, "POST", f"{kind.name}/query", take, body, urgent=self._urgent
                )
                return rows, served or self.server_now()
            except Refused as refusal:
                unknown = _unknown_field(refusal, named)
                if unknown is None:
                    raise
                absent.add(unknown)

    def _asked_for(self, kind: Kind[Any], wire: str) -> str:
        """What a field is asked for by: a user-defined one by its own name, and not at all where there is none."""
        return self._user_fields.get(kind.name, "") if wire == LISTED else wire


def _unknown_field(refusal: Refused, named: list[str]) -> str | None:
    """The field of ours a refusal says the tenant does not have."""
    for text in refusal.texts:
        found = _UNKNOWN_FIELD.search(text)
        for wire in named:
            if found and wire != "id" and wire.lower() == found[1].lower():
                return wire
    return None
