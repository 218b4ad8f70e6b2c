"""What the acts know: the desk in memory, the copy behind it, and what is pending over both."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from autotask.entities import (
    Contact,
    Contract,
    Resource,
    ResourceRole,
    ResourceServiceDeskRole,
    Role,
    Ticket,
    TicketNote,
    TimeEntry,
)
from autotask.kinds import KINDS, kind_of
from desk.acts.layer import Layer
from desk.acts.pending import Key
from desk.acts.settings import ActSettings
from desk.acts.timers import Stack
from desk.acts.vocabulary import Vocabulary
from desk.live import LiveDesk
from desk.model import ItemId, ItemKind
from desk.state import State
from desk.traces import hold_of, note_trace
from replica.outbox.effects.values import Ref
from replica.store import Replica
from replica.writing import Batch
from sla.calendar import BusinessCalendar
from sla.instants import instant
from workflows.hold_notes import Standing

T = TypeVar("T")
_ENTITIES: Mapping[str, type[Any]] = {kind.name: entity for entity, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that a resource holds.

    Attributes:
        default: the one of the service desk that fills its entries.
        queues: those in which it holds the role; none where it does so through a department.
    """

    id: int
    name: str
    default: bool
    queues: frozenset[int]


class Known(Vocabulary):
    """Questions that forms and checks ask. What is not async answers from memory."""

    def __init__(self, desk: LiveDesk, copy: Replica, layer: Layer, settings: ActSettings) -> None:
        self.desk = desk
        self.layer = layer
        self.settings = settings
        self.timers: Callable[[], Stack] = Stack
        """The timers as they are now; who keeps them says so."""
        self._copy = copy
        self._numbers: dict[ItemId, str] = {}
        """Of tickets that were called here: the desk forgets one that is complete."""

    @property
    def state(self) -> State:
        return self.desk.state

    @property
    def me(self) -> int | None:
        return self.state.viewing.me_id

    @property
    def zone(self) -> ZoneInfo:
        return self.desk.zone

    @property
    def now(self) -> datetime:
        return instant(self.desk.clock.now())

    async def read(self, ask: Callable[[Replica], T]) -> T:
        """Ask the copy, off the loop."""
        return await self._copy.reading(ask)

    async def renew(self, entity: type[Any], rows: Sequence[Any], **owner: int) -> None:
        """Put into the copy what Autotask has just told of all records of an owner: those that are gone leave it.

        Raises:
            ReplicaError: nothing was written.
        """
        had = await self.read(lambda copy: [row.id for row in copy.rows(entity, **owner)])
        gone = set(had) - {row.id for row in rows}
        await self._copy.write(Batch(kind_of(entity).name, rows, gone=gone))

    async def learn_rows(self, entity: type[Any], rows: Sequence[Any]) -> None:
        """Put rows into the copy as Autotask has just told them.

        Raises:
            ReplicaError: nothing was written.
        """
        await self._copy.write(Batch(kind_of(entity).name, rows))

    def ref(self, id_: int) -> Ref:
        """What an id of the screen stands for."""
        return self.layer.ref(id_)

    def on_disk(self, id_: int) -> int:
        """The id under which the copy has a record; 0 for one that is not in Autotask yet."""
        ref = self.ref(id_)
        return ref if isinstance(ref, int) and ref > 0 else 0

    async def ticket(self, ticket_id: int) -> Ticket | None:
        """A ticket as it will stand, open or complete.

        From the copy and what lies over it, not from the desk, which takes in what was done a moment later.
        """
        real = self.on_disk(ticket_id) or ticket_id
        row = await self.read(lambda copy: copy.one(Ticket, real)) if real > 0 else None
        found: Ticket | None = self.layer.row("Tickets", real, row)
        if found is not None and found.ticket_number:
            self._numbers[ItemId(ItemKind.TICKET, ticket_id)] = found.ticket_number
        return found

    async def entry(self, entry_id: int) -> TimeEntry | None:
        """A time entry as it will stand."""
        real = self.on_disk(entry_id) or entry_id
        row = await self.read(lambda copy: copy.one(TimeEntry, real)) if real > 0 else None
        found: TimeEntry | None = self.layer.row("TimeEntries", real, row)
        return found

    def headed(self, item: ItemId | None) -> str:
        """The heading of a form: number and title."""
        found = self.desk.item(item) if item is not None else None
        return self.called(item) if found is None else f"{found.short_id} {found.title}"

    def called(self, item: ItemId | None) -> str:
        """How a person calls an item: its number, or what it is."""
        if item is None:
            return "internal time"
        found = self.desk.item(item)
        if found is not None:
            self._numbers[item] = found.short_id
        if item in self._numbers:
            return self._numbers[item]
        if item.kind is ItemKind.TICKET and item.id < 0:
            return "the new ticket"
        return f"ticket {item.id}" if item.kind is ItemKind.TICKET else f"{item.kind.value} {item.id}"

    async def looked_up(self, item: ItemId | None) -> str:
        """How a person calls an item, also one that the desk does not have."""
        await self.learn((item,))
        return self.called(item)

    async def learn(self, items: Iterable[ItemId | None]) -> None:
        """Look up the numbers of tickets that the desk does not have, so that they are called by them."""
        known = self._numbers.keys()
        named = (item for item in items if item is not None and item not in known)
        wanted = {item.id for item in named if item.kind is ItemKind.TICKET and item.id > 0}
        missing = [id_ for id_ in wanted if self.desk.item(ItemId(ItemKind.TICKET, id_)) is None]
        if missing:
            rows = await self.read(lambda copy: copy.rows_in(Ticket, "id", missing))
            self._numbers |= {ItemId(ItemKind.TICKET, row.id): self.ticket_called(row) for row in rows}

    def ticket_called(self, ticket: Ticket) -> str:
        return ticket.ticket_number or f"ticket {ticket.id}"

    def calendar_of(self, ticket: Ticket) -> BusinessCalendar:
        """The business hours that a ticket is on."""
        return self.state.tenant.hours_of(ticket).counts.calendar

    async def roles_of(self, resource_ids: Collection[int]) -> Mapping[int, tuple[HeldRole, ...]]:
        """The roles that resources hold, the default first."""
        return await self.read(lambda copy: read_roles(copy, resource_ids))

    async def hold_of(self, ticket: Ticket, *, told_by_notes: bool = False, but: int | None = None) -> Standing:
        """Whether a ticket is on hold, by its notes and its field as the copy has them.

        Args:
            told_by_notes: leave out the field.
            but: leave out this note.
        """
        real = self.on_disk(ticket.id)
        rows = await self.read(lambda copy: copy.rows(TicketNote, ticket_id=real)) if real else []
        traces = (note_trace(row, frozenset()) for row in rows if row.id != but)
        return hold_of((trace for trace in traces if trace is not None), None if told_by_notes else ticket.hold_note)

    async def contact(self, contact_id: int) -> Contact | None:
        return await self.read(lambda copy: copy.one(Contact, contact_id))

    async def contracts_of(self, company_id: int | None) -> list[Contract]:
        if company_id is None:
            return []
        return await self.read(lambda copy: copy.rows(Contract, company_id=company_id))

    async def resource(self, resource_id: int) -> Resource | None:
        return await self.read(lambda copy: copy.one(Resource, resource_id))

    async def my_entries(self, first: datetime, last: datetime) -> tuple[TimeEntry, ...]:
        """My entries of the days from one to the other, and a day on each side; pending ones too."""
        me = self.me
        if me is None:
            return ()
        days = (first.date().toordinal() - 1, last.date().toordinal() + 1)
        rows = await self.read(
            lambda copy: copy.time_entries_between(
                first.date().fromordinal(days[0]), last.date().fromordinal(days[1]), {me}
            )
        )
        return self.layer.over("TimeEntries", rows, lambda row: row.resource_id == me)

    def queue_role(self, roles: Iterable[HeldRole], queue_id: int | None) -> HeldRole | None:
        """The role to be given a ticket of a queue in: that of the queue, the default, or the only one."""
        held = list(roles)
        in_queue = [role for role in held if queue_id in role.queues]
        chosen = [role for role in in_queue if role.default] or in_queue or [role for role in held if role.default]
        return next(iter(chosen or held), None)


def read_roles(copy: Replica, resource_ids: Collection[int]) -> dict[int, tuple[HeldRole, ...]]:
    """The active roles that resources hold, the default first; for a reading thread."""
    names = {row.id: row.name or f"role {row.id}" for row in copy.rows(Role) if row.is_active is not False}
    through = copy.rows_in(ResourceRole, "resource_id", list(resource_ids))
    of_desk = copy.rows_in(ResourceServiceDeskRole, "resource_id", list(resource_ids))
    found: dict[int, tuple[HeldRole, ...]] = {}
    for who in resource_ids:
        queues: dict[int, set[int]] = {}
        defaults = set()
        for row in through:
            if row.resource_id == who and row.role_id is not None and row.is_active is not False:
                queues.setdefault(row.role_id, set()).update(() if row.queue_id is None else (row.queue_id,))
        for desk_role in of_desk:
            if desk_role.resource_id == who and desk_role.role_id is not None and desk_role.is_active is not False:
                queues.setdefault(desk_role.role_id, set())
                if desk_role.is_default:
                    defaults.add(desk_role.role_id)
        held = [
            HeldRole(role, names[role], role in defaults, frozenset(of_queue))
            for role, of_queue in queues.items()
            if role in names
        ]
        found[who] = tuple(sorted(held, key=lambda role: (not role.default, role.name)))
    return found


async def read_rows(copy: Replica, keys: Collection[Key]) -> dict[Key, Any]:
    """Rows of any kinds from the copy, None for those that it does not have."""

    def ask(reader: Replica) -> dict[Key, Any]:
        return {key: reader.one(_ENTITIES[key[0]], key[1]) for key in keys}

    return await copy.reading(ask)
