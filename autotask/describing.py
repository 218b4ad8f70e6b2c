"""What a tenant says of its collections: their fields, their picklists, and what may be done with them."""

from typing import Any

from cachetools import TTLCache

from autotask.connected import Connected
from autotask.kinds import Kind
from autotask.machine import MachineClock
from autotask.metadata import FieldInfo, Rights, picklists_of, read_fields, read_rights
from autotask.picklists import Picklists
from autotask.session import Session
from autotask.user_fields import UserFields

_KEPT_SECONDS = 3600.0


class Describing(Connected):
    """Reads metadata. Every method raises an `AutotaskError` when it cannot do what it says."""

    def __init__(
        self, session: Session, machine: MachineClock, user_fields: UserFields, *, urgent: bool = False
    ) -> None:
        super().__init__(session, machine, user_fields, urgent=urgent)
        self._fields: TTLCache[str, tuple[FieldInfo, ...]] = TTLCache(256, _KEPT_SECONDS, timer=machine.now)

    async def fields(self, kind: Kind[Any], *, fresh: bool = False) -> tuple[FieldInfo, ...]:
        """What the tenant says of a collection's fields. Kept for an hour; `fresh` asks all the same."""
        known = None if fresh else self._fields.get(kind.name)
        if known is None:
            path = f"{kind.name}/entityInformation/fields"
            known = await self._session.ask(kind.name, "GET", path, lambda answer: read_fields(answer.body))
            self._fields[kind.name] = known
        return known

    async def user_fields(self, kind: Kind[Any]) -> tuple[FieldInfo, ...]:
        """The user-defined fields that the tenant has given a collection."""
        path = f"{kind.name}/entityInformation/userDefinedFields"
        return await self._session.ask(kind.name, "GET", path, lambda answer: read_fields(answer.body))

    async def picklists(self, kind: Kind[Any], *, fresh: bool = False) -> Picklists:
        """The picklists of a collection. Kept for an hour; `fresh` asks all the same."""
        return picklists_of(kind.name, await self.fields(kind, fresh=fresh))

    async def rights(self, kind: Kind[Any]) -> Rights:
        """What the API user may do with the records of a collection."""
        path = f"{kind.name}/entityInformation"
        return await self._session.ask(kind.name, "GET", path, lambda answer: read_rights(answer.body))
