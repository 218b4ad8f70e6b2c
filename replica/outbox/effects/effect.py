"""What every kind of write supplies: what it reads first, what it sends, and how it is found again.

A new kind of write is a class here and nothing else. The sender knows only this page.
"""

# ruff: noqa: ARG002 - all kinds of writes share one set of signatures

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from replica.outbox.effects.values import Clash, Fields, Made, Ref, Value
from replica.outbox.server import Server


@dataclass(frozen=True, slots=True)
class Call:
    """The circumstances of one attempt or one look.

    Attributes:
        server: Where to ask.
        marker: What the record carries to be found by; "" where markers are off.
        base: The values that a change was based on.
        author: The resource in whose name to write.
        since: No record of this op is older than this, by Autotask's clock.
        claimed: Which of some ids of a kind other ops have as theirs.
        made: The id of the record that another op made.
        answered: Whether Autotask has said yes to this op.
        remote_id: The id that Autotask gave with it.
        words: A field's value as a person reads it: a status by its label.
    """

    server: Server
    marker: str = ""
    base: Fields = field(default_factory=dict)
    author: int | None = None
    since: datetime | None = None
    claimed: Callable[[str, Collection[int]], Awaitable[frozenset[int]]] | None = None
    made: Mapping[str, int] = field(default_factory=dict)
    answered: bool = False
    remote_id: int | None = None
    words: Callable[[str, Value], str] = lambda _field, value: str(value)

    def id_of(self, ref: Ref) -> int:
        """The id that a reference stands for; KeyError while its op has not made it."""
        return self.made[ref.op_id] if isinstance(ref, Made) else ref


@dataclass(frozen=True, slots=True)
class Ready:
    """Nothing stands against sending.

    Attributes:
        fields: What to send.
        note: To be put on disk in the same commit as the claim, for finding the record again.
    """

    fields: Fields = field(default_factory=dict)
    note: Fields = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class There:
    """It is in Autotask.

    Attributes:
        row: The record as it stands, None where it is gone and should be.
        record_id: Its id.
        makes: Whether this op made the record, so that its id is claimed.
        remark: What differs from what was sent, as a sentence; "" where nothing does.
    """

    row: Any
    record_id: int
    makes: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Absent:
    """It is not in Autotask, as far as this look could see. `sentence` says what is there instead."""

    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Impossible:
    """It cannot be sent any more: what it belongs to is not there."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The record was changed by somebody else in a field that this op changes."""

    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class Several:
    """More than one record may be this op."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unseeable:
    """Whether it is there cannot be told, because Autotask may hide it from us. Absence proves nothing."""

    sentence: str


Check: TypeAlias = Ready | There | Moved | Impossible
Finding: TypeAlias = There | Absent | Moved | Several | Unseeable


class Effect(ABC):
    """One kind of write. Subclasses are frozen dataclasses; their fields are the body that goes on disk."""

    __slots__ = ()

    @property
    @abstractmethod
    def lane(self) -> str:
        """Ops of one lane go strictly in order, lanes side by side."""

    @property
    def ticket(self) -> int | None:
        """The ticket on whose screen it is shown, where it has one and its id is known."""
        return None

    @property
    @abstractmethod
    def collection(self) -> str:
        """Autotask's name of the kind of record that is written."""

    @property
    def record_id(self) -> int | None:
        """The record that is changed or deleted; None for one that is made."""
        return None

    @property
    def creates(self) -> bool:
        """Whether sending it twice would make two of it."""
        return self.record_id is None

    @property
    def base(self) -> Fields:
        """The values that the person saw when the edit began, by field; empty for what is made."""
        return {}

    @property
    @abstractmethod
    def sentence(self) -> str:
        """What it does, in a few words for a list: "25 min on ticket 123"."""

    @property
    def needs(self) -> frozenset[str]:
        """The ops whose records it refers to."""
        return frozenset()

    @property
    def wanted(self) -> Fields:
        """The fields of an existing record that it sets, and to what; empty for all but changes."""
        return {}

    @property
    def tells(self) -> bool:
        """Whether it tells of the op that it waits for: it is given up with that one, and never goes without it."""
        return False

    @property
    def gives_way(self) -> bool:
        """Whether it is dropped where somebody else has changed what it changes, instead of asking a person."""
        return False

    def without(self, fields: Collection[str]) -> "Effect | None":
        """The same without some of the fields that it sets; None where nothing remains."""
        return None

    async def check(self, call: Call) -> Check:
        """Read what has to be read before sending. Nothing is written here.

        Raises:
            AutotaskError: it could not be read; nothing of the write has left this machine.
        """
        return Ready()

    @abstractmethod
    async def send(self, call: Call, ready: Ready) -> int | None:
        """Write it, once. Returns the id of what was made.

        Raises:
            AutotaskError: see `replica.outbox.server`.
        """

    @abstractmethod
    async def find(self, call: Call) -> Finding:
        """Look whether it is in Autotask.

        Raises:
            AutotaskError: it could not be looked for.
        """
