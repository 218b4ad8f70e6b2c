"""The live order itself: entries, boards, and the two indexes that say which entry is next to move.

Nothing here waits, reads a clock or touches a file. `refresh` brings one item up to date and notes what came of it.
"""

import logging
from collections.abc import Iterable, Iterator

from desk.agenda import Agenda, Readers
from desk.alarms import alarming, new_alarms
from desk.assemble import TicketAssembler
from desk.boards import Board, boards
from desk.entries import Assembled, Entry
from desk.interventions.order import Interventions
from desk.judgements import Judgements
from desk.letting_go import emptied
from desk.model import Alarm, Delta, ItemId, ItemKind, Micros, View
from desk.records import Records
from desk.scheduled import ScheduledAssembler
from desk.tenant import InputKey, Tenant
from desk.viewing import Viewing
from desk.watch import Watch

logger = logging.getLogger(__name__)


class Moves:
    """What came of a run of refreshes; becomes a delta."""

    def __init__(self, watch: Watch | None = None) -> None:
        """
        Args:
            watch: what the desk can have seen; None where nothing of this is news.
        """
        self._watch = watch
        self.changed: set[ItemId] = set()
        self.gone: set[ItemId] = set()
        self.alarms: list[Alarm] = []
        self.reordered = False
        self.needs = False

    def __bool__(self) -> bool:
        return bool(self.changed or self.gone or self.reordered or self.needs)

    def note(self, before: Entry | None, after: Entry) -> None:
        """Take an item that stands otherwise now, or is new, and what alarms about it."""
        item_id = after.item.id
        self.gone.discard(item_id)
        self.changed.add(item_id)
        if self._watch is not None:
            self.alarms += new_alarms(before, after, self._watch)

    def delta(self, *, tick: bool = False, status_changed: bool = False) -> Delta:
        """The moves so far, frozen."""
        return Delta(
            changed=frozenset(self.changed),
            gone=frozenset(self.gone),
            reordered=self.reordered,
            needs=self.needs,
            alarms=tuple(sorted(self.alarms, key=lambda alarm: (alarm.what is None, alarm.at))),
            status_changed=status_changed,
            tick=tick,
        )


class Roster:
    """Every item of the desk at its place."""

    def __init__(self, tenant: Tenant, records: Records, judgements: Judgements, viewing: Viewing) -> None:
        self._records = records
        self._tickets = TicketAssembler(tenant, records, judgements, viewing)
        self._scheduled = ScheduledAssembler(tenant, records, judgements.catalogue, viewing)
        self._readers = Readers()
        self._agenda = Agenda()
        self._turns = Agenda()
        self._version = 0
        self.entries: dict[ItemId, Entry] = {}
        self.boards: dict[View, Board] = boards(viewing)
        self.interventions = Interventions(tenant, records, judgements)

    @property
    def wakes_at(self) -> Micros | None:
        """The next instant at which time alone moves an item in the order."""
        return self._agenda.next_at

    @property
    def next_at(self) -> Micros | None:
        """The next instant at which time alone moves something."""
        return min((at for at in (self._agenda.next_at, self._turns.next_at) if at is not None), default=None)

    def fill(self, items: Iterable[ItemId], now: Micros) -> None:
        """Assemble items for the first time. Sorting happens here once, and never again.

        An item that cannot be made sense of is logged and left out: one odd row must not empty the screen.
        """
        for item_id in items:
            try:
                made = self._assemble(item_id, now)
                turns_at = self.interventions.introduce(made.entry, now)
            except Exception:
                logger.exception(
                    "item %s %d could not be made sense of and is left out", item_id.kind.value, item_id.id
                )
                continue
            self._index(item_id, made, turns_at)
            if made.entry is not None:
                self.entries[item_id] = made.entry
        for board in self.boards.values():
            board.fill(self.entries.values())
        self.interventions.arrange()

    @property
    def unreckoned(self) -> str:
        """One sentence about tickets that stand without a service level because time cannot be reckoned for them."""
        reasons = tuple(self._tickets.unreckoned.values())
        if not reasons:
            return ""
        count = "1 ticket stands" if len(reasons) == 1 else f"{len(reasons)} tickets stand"
        return f"{count} without a service level, because business time cannot be reckoned: {reasons[0]}"

    def instead_of(self, left: "Roster", watch: Watch | None, silent: frozenset[ItemId]) -> Moves:
        """What came of taking the place of another roster. A breach of the meantime was seen by none of both.

        Args:
            watch: what the desk can have seen; None where nothing of this is news.
            silent: items that the other had not taken in yet; none of them is news.
        """
        moves = Moves(watch)
        if watch is not None:
            for item_id, entry in self.entries.items():
                if alarming(entry.item) and item_id not in silent:
                    moves.note(left.entries.get(item_id), entry)
        moves.changed.update(self.entries)
        moves.gone.update(left.entries.keys() - self.entries.keys())
        moves.reordered = moves.needs = True
        return moves

    def discard(self) -> Iterator[None]:
        """Let go of all items, some at each step; nobody asks for them any more."""
        held = [held for board in self.boards.values() for held in board.held()]
        for index in (self.interventions, self._agenda, self._turns, self._readers):
            held += index.held()
        return emptied(*held, self.entries)

    def readers_of(self, key: InputKey) -> frozenset[ItemId]:
        """The items that read an input."""
        return self._readers.of(key)

    def due(self, now: Micros) -> Iterator[ItemId]:
        """The items that time moves at or before `now`."""
        return self._agenda.due(now)

    def turned(self, now: Micros) -> Iterator[ItemId]:
        """The items of which time changes at or before `now` why they need a hand, and no more than that."""
        return self._turns.due(now)

    def judge(self, item_id: ItemId, now: Micros, moves: Moves) -> None:
        """Bring up to date why one item needs a hand; costs a fraction of `refresh`."""
        changed, turns_at = self.interventions.put(item_id, self.entries.get(item_id), now)
        self._turns.set(item_id, turns_at)
        moves.needs |= changed

    def refresh(self, item_id: ItemId, now: Micros, moves: Moves) -> None:
        """Bring one item up to date."""
        before = self.entries.get(item_id)
        made = self._assemble(item_id, now)
        after = made.entry
        needs, turns_at = self.interventions.put(item_id, after, now)
        self._index(item_id, made, turns_at)
        moves.needs |= needs
        if before is None and after is None:
            return
        if after is None:
            del self.entries[item_id]
            if item_id.kind is ItemKind.TICKET:
                self._tickets.forget(item_id.id)
            moves.changed.discard(item_id)
            moves.gone.add(item_id)
        else:
            self.entries[item_id] = after
            moves.note(before, after)
        for board in self.boards.values():
            moves.reordered |= board.put(item_id, after)

    def _index(self, item_id: ItemId, made: Assembled, turns_at: Micros | None) -> None:
        self._agenda.set(item_id, made.wakes_at)
        self._turns.set(item_id, turns_at)
        self._readers.set(item_id, made.inputs)

    def _assemble(self, item_id: ItemId, now: Micros) -> Assembled:
        self._version += 1
        kind, row_id = item_id
        if kind is ItemKind.TICKET and (ticket := self._records.tickets.get(row_id)) is not None:
            return self._tickets.assemble(ticket, self._version, now)
        if kind is ItemKind.TASK and (task := self._records.tasks.get(row_id)) is not None:
            return self._scheduled.task(task, self._version, now)
        if kind is ItemKind.APPOINTMENT and (row := self._records.appointments.get(row_id)) is not None:
            return self._scheduled.appointment(row, self._version, now)
        return Assembled(None, None)
