"""The tenant's labels, learned when they are needed.

Labels are read every few hours. An administrator may add a status at any moment, and the first ticket that has it would
show a bare number until then; so a row with a value that nobody has named has the labels of its kind read again, before
it is written itself.
"""

import logging
from collections.abc import Collection
from typing import Any, TypeAlias

from autotask.errors import AutotaskError, Unauthorised
from autotask.kinds import Kind
from autotask.machine import MachineClock
from autotask.picklists import PicklistId
from replica.plan import WITH_PICKLISTS
from replica.reading import Questions
from replica.source import Source
from replica.store import Replica

logger = logging.getLogger(__name__)

AT_MOST_EVERY_S = 60.0
"""Between two readings of one kind's labels because of an unknown value."""

_Named: TypeAlias = dict[str, frozenset[PicklistId]]
"""The values with a label, by attribute."""
_Value: TypeAlias = tuple[str, str, PicklistId]


class Labels:
    """Keeps the labels of one copy. One that Autotask does not know either is asked for once."""

    def __init__(self, replica: Replica, machine: MachineClock) -> None:
        self._replica = replica
        self._machine = machine
        self._named: dict[tuple[int, str], _Named] = {}
        self._read_at: dict[str, float] = {}
        self._asked: set[_Value] = set()

    async def read(self, source: Source, kind: Kind[Any]) -> None:
        """Read the labels of a kind, whatever is known of them."""
        self._read_at[kind.name] = self._machine.now()
        found = await source.picklists(kind, fresh=True)
        await self._replica.write_picklists(found)
        self._named.pop((self._replica.generation, kind.name), None)

    async def learn(self, source: Source, kind: Kind[Any], entities: Collection[Any]) -> None:
        """Read the labels of a kind again if one of these rows has a value without any.

        Raises:
            Unauthorised: the key is refused. Any other failure leaves the value as it is, for the next row to ask.
        """
        if kind not in WITH_PICKLISTS or not entities:
            return
        unknown = await self._unknown(kind, entities) - self._asked
        before = self._read_at.get(kind.name)
        if not unknown or (before is not None and self._machine.now() - before < AT_MOST_EVERY_S):
            return
        try:
            await self.read(source, kind)
        except Unauthorised:
            raise
        except AutotaskError as error:
            logger.info("the labels of %s could not be read: %s", kind.name, error.sentence)
        else:
            self._asked |= unknown

    async def _unknown(self, kind: Kind[Any], entities: Collection[Any]) -> set[_Value]:
        key = (self._replica.generation, kind.name)
        if key not in self._named:
            self._named[key] = await self._replica.reading(lambda copy: _named(copy, kind))
        return {
            (kind.name, attr, value)
            for attr, named in self._named[key].items()
            for value in {getattr(entity, attr) for entity in entities} - named - {None}
        }


def _named(copy: Questions, kind: Kind[Any]) -> _Named:
    picklists = copy.picklists(kind.entity)
    lists = {field.attr: picklists.of(kind.entity, field.attr) for field in kind.fields}
    return {attr: frozenset(value.id for value in values) for attr, values in lists.items() if len(values)}
