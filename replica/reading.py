"""What the desk asks the copy. Every question is plain, synchronous and safe from any thread.

None of it belongs on the loop: there, `await replica.reading(lambda copy: copy.open_tickets())` runs it in a reading
thread. Hidden rows (deleted in Autotask) are never returned.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Table, func, literal, select

from autotask.entities import Ticket, TicketHistory, TicketNote, TimeEntry
from autotask.kinds import KINDS
from autotask.picklists import Picklist, Picklists, PicklistValue
from replica.feed import ChangeRef, ChangesSince
from replica.rows import Codec, to_cell, to_instant
from replica.schema import GONE_AT, SEQ, Schema
from replica.turns import Turn, Turns, asking, asking_trails, joined, told_turns, turns_of
from replica.writing import PURGED_SEQ, chunks

E = TypeVar("E")

UUID = "uuid"
"""Ledger key of the identity of this copy."""

STAMPED_LATE_US = 60_000_000
"""So long after a mail that answers it Autotask may stamp a completion."""
COMPLETE = "complete"
COMPLETE_STATUS = 5
"""Autotask's own number of Complete, a system value; used only while the tenant's labels are not known yet."""


@dataclass(frozen=True, slots=True)
class LastWords:
    """Who spoke last on a ticket. Each is None when nobody did, or when it is older than what the copy covers."""

    customer: TicketNote | None = None
    """The newest note that a contact wrote."""
    resource: TicketNote | None = None
    """The newest note that a resource wrote, and no contact."""
    entry: TimeEntry | None = None
    """The time entry that ends last."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A row that Autotask sent and that we could not understand."""

    kind: str
    id: str
    reason: str
    raw: str
    seen_at: datetime


class Questions:
    """The reading half of the copy; `store.Replica` supplies how a statement is run."""

    def __init__(self, schema: Schema, codecs: Mapping[str, Codec[Any]]) -> None:
        self.schema = schema
        self._codecs = codecs

    def fetch(self, *statements: "Select[Any]") -> list[Sequence[Any]]:
        """The rows of some statements in one consistent view."""
        raise NotImplementedError

    # Rows of any kind -------------------------------------------------------------------------------------------

    def rows(self, cls: type[E], **equal: object) -> list[E]:
        """All rows of a kind, by id, that equal the given values: `rows(Ticket, queue_id=5)`, None is "not set"."""
        table = self._table(cls)
        return self.where(cls, *(table.c[attr] == to_cell(value) for attr, value in equal.items()))

    def rows_in(self, cls: type[E], attr: str, values: Collection[object]) -> list[E]:
        """All rows of a kind whose `attr` is one of `values`, in the order of the values' pieces, then by id."""
        table = self._table(cls)
        found: list[E] = []
        for piece in chunks([to_cell(value) for value in values]):
            found += self.where(cls, table.c[attr].in_(piece))
        return found

    def one(self, cls: type[E], id_: int) -> E | None:
        """The row with this id; None when it is not in the copy or is gone."""
        found = self.rows(cls, id=id_)
        return found[0] if found else None

    def count(self, cls: type[Any], **equal: object) -> int:
        """How many rows `rows` would return."""
        table = self._table(cls)
        tests = [table.c[attr] == to_cell(value) for attr, value in equal.items()]
        statement = select(func.count()).select_from(table).where(table.c[GONE_AT].is_(None), *tests)
        return int(self.fetch(statement)[0][0])

    def ids(self, cls: type[Any], *tests: "ColumnElement[bool]") -> list[int]:
        """The ids of the rows of a kind that pass some tests on its columns, ascending."""
        table = self._table(cls)
        statement = select(table.c.id).where(table.c[GONE_AT].is_(None), *tests).order_by(table.c.id)
        return [row[0] for row in self.fetch(statement)]

    def where(self, cls: type[E], *tests: "ColumnElement[bool]") -> list[E]:
        """The rows of a kind, by id, that pass some tests on its columns."""
        table = self._table(cls)
        statement = select(table).where(table.c[GONE_AT].is_(None), *tests).order_by(table.c.id)
        return self._entities(cls, self.fetch(statement))

    # What the desk needs ----------------------------------------------------------------------------------------

    def open_tickets(self) -> list[Ticket]:
        """The tickets whose status is not the tenant's Complete, by id."""
        return self.where(Ticket, *self.open_test())

    def lately_completed(self, count: int) -> list[Ticket]:
        """The complete tickets that were made last, the youngest first, at most so many."""
        table = self._table(Ticket)
        complete = table.c.status.in_(sorted(self.complete_statuses()))
        statement = select(table).where(table.c[GONE_AT].is_(None), complete).order_by(table.c.id.desc()).limit(count)
        return self._entities(Ticket, self.fetch(statement))

    def completed_since(self, since: datetime) -> list[Ticket]:
        """The complete tickets that were completed since an instant, by id."""
        table = self._table(Ticket)
        complete = table.c.status.in_(sorted(self.complete_statuses()))
        return self.where(Ticket, table.c.completed_date >= to_cell(since), complete)

    def alike_lately(self, attr: str, values: Collection[object], since: datetime, most: int) -> list[Ticket]:
        """The tickets whose `attr` is one of some values and that were touched since an instant, youngest first."""
        table = self._table(Ticket)
        tests = (
            table.c[GONE_AT].is_(None),
            table.c[attr].in_([to_cell(value) for value in values]),
            table.c.last_activity_date > to_cell(since),
        )
        statement = select(table).where(*tests).order_by(table.c.id.desc()).limit(most)
        return self._entities(Ticket, self.fetch(statement))

    def open_test(self) -> "tuple[ColumnElement[bool], ...]":
        """The test of an open ticket, for `where` and `ids`. One without a status counts as open."""
        status = self._table(Ticket).c.status
        return (func.coalesce(status, -1).not_in(sorted(self.complete_statuses())),)

    def complete_statuses(self) -> frozenset[int]:
        """The status numbers that mean Complete in this tenant, by label; Autotask's own until labels are known."""
        return complete_in(self.picklists(Ticket), Ticket)

    def turns(self, ticket_ids: Collection[int]) -> Turns:
        """When the status of each of some tickets turned: by Autotask's trail, then as this copy has seen it."""
        found = self._seen_turns(ticket_ids)
        values = self.picklists(Ticket).of(Ticket, "status")
        statuses = {str(value.id): value.id for value in values if isinstance(value.id, int)}
        statuses |= {value.label.strip().casefold(): value.id for value in values if isinstance(value.id, int)}
        table = self._table(TicketHistory)
        for piece in chunks(list(ticket_ids)):
            told = told_turns(self.fetch(asking_trails(table, piece)), statuses)
            found |= {id_: joined(turns, found.get(id_, ())) for id_, turns in told.items()}
        return found

    def newest_turns(self, ticket_ids: Collection[int]) -> dict[int, int]:
        """When the status of each of some tickets turned last, as far as this copy has seen it."""
        return {id_: turns[-1].at for id_, turns in self._seen_turns(ticket_ids).items()}

    def _seen_turns(self, ticket_ids: Collection[int]) -> dict[int, tuple[Turn, ...]]:
        found: dict[int, tuple[Turn, ...]] = {}
        for piece in chunks(list(ticket_ids)):
            found |= turns_of(self.fetch(asking(self.schema.turns, piece)))
        return found

    def notes_of(self, ticket_id: int) -> list[TicketNote]:
        """The notes of a ticket, by id."""
        return self.rows(TicketNote, ticket_id=ticket_id)

    def replied_when_complete(self, since: datetime, among: Collection[int] | None = None) -> list[int]:
        """The ids of the complete tickets on which a contact has written since an instant, and after the completion.

        Args:
            since: The earliest note that counts.
            among: Ids of the tickets that are asked about; all where None.
        """
        tickets, notes = self._table(Ticket), self._table(TicketNote)
        completed = func.coalesce(tickets.c.completed_date, tickets.c.resolved_date_time) - STAMPED_LATE_US
        statement = (
            select(tickets.c.id)
            .distinct()
            .join(notes, notes.c.ticket_id == tickets.c.id)
            .where(
                tickets.c[GONE_AT].is_(None),
                notes.c[GONE_AT].is_(None),
                tickets.c.status.in_(sorted(self.complete_statuses())),
                notes.c.created_by_contact_id.is_not(None),
                notes.c.create_date_time >= to_cell(since),
                notes.c.create_date_time >= completed,
            )
        )
        pieces = (
            [statement]
            if among is None
            else [statement.where(notes.c.ticket_id.in_(piece)) for piece in chunks(list(among))]
        )
        return sorted({row[0] for piece in pieces for row in self.fetch(piece)})

    def time_entries_between(
        self, first: date, last: date, resource_ids: Collection[int] | None = None
    ) -> list[TimeEntry]:
        """The time entries of the days from `first` to `last`, both included, by `date_worked`; of some resources."""
        worked = self._table(TimeEntry).c.date_worked
        tests = [worked >= first.isoformat(), worked <= last.isoformat()]
        if resource_ids is not None:
            tests.append(self._table(TimeEntry).c.resource_id.in_(sorted(resource_ids)))
        return self.where(TimeEntry, *tests)

    def last_words(self, ticket_ids: Iterable[int], *, not_types: Collection[int] = ()) -> dict[int, LastWords]:
        """Who spoke last on each of some tickets; a ticket on which nobody spoke is missing.

        Args:
            ticket_ids: The tickets.
            not_types: Note types that nobody wrote, such as those of workflow rules.
        """
        notes, entries = self._table(TicketNote), self._table(TimeEntry)
        by_contact = notes.c.created_by_contact_id.is_not(None)
        written = func.coalesce(notes.c.note_type, -1).not_in(sorted(not_types))
        ended = func.coalesce(entries.c.end_date_time, entries.c.create_date_time)
        found: dict[int, LastWords] = {}
        for piece in chunks(list(ticket_ids)):
            customer = self._newest(TicketNote, piece, notes.c.create_date_time, by_contact, written)
            resource = self._newest(
                TicketNote,
                piece,
                notes.c.create_date_time,
                ~by_contact,
                notes.c.creator_resource_id.is_not(None),
                written,
            )
            entry = self._newest(TimeEntry, piece, ended)
            for id_ in {*customer, *resource, *entry}:
                found[id_] = LastWords(customer.get(id_), resource.get(id_), entry.get(id_))
        return found

    def _newest(
        self, cls: type[E], ticket_ids: Sequence[int], by: "ColumnElement[Any]", *tests: "ColumnElement[bool]"
    ) -> dict[int, E]:
        table = self._table(cls)
        ranked = (
            select(
                table.c.id,
                func.row_number()
                .over(partition_by=table.c.ticket_id, order_by=[by.desc(), table.c.id.desc()])
                .label("place"),
            )
            .where(table.c.ticket_id.in_(ticket_ids), table.c[GONE_AT].is_(None), *tests)
            .subquery()
        )
        statement = select(table).join(ranked, ranked.c.id == table.c.id).where(ranked.c.place == 1)
        newest = self._entities(cls, self.fetch(statement))
        return {entity.ticket_id: entity for entity in newest}  # type: ignore[attr-defined]

    # The tenant, the pull, and doctor -----------------------------------------------------------------------------

    def picklists(self, cls: type[Any] | None = None) -> Picklists:
        """Every picklist that is known, or those of one kind; inactive values are there too, to label old records."""
        table = self.schema.picklists
        tests = [] if cls is None else [table.c.entity == KINDS[cls].name]
        found = self.fetch(select(table.c.entity, table.c.field, table.c.choices).where(*tests))
        return Picklists({(entity, field): picklist_from(text) for entity, field, text in found})

    def remembered(self, prefix: str = "") -> dict[str, str]:
        """The ledger entries whose key begins with `prefix`."""
        table = self.schema.ledger
        found = self.fetch(select(table.c.key, table.c.value).where(table.c.key.startswith(prefix, autoescape=True)))
        return {row[0]: row[1] for row in found}

    def quarantined(self) -> list[Quarantined]:
        """The rows that we could not understand, by kind and id."""
        table = self.schema.quarantine
        found = self.fetch(
            select(table.c.kind, table.c.id, table.c.reason, table.c.raw, table.c.seen_at).order_by(
                table.c.kind, table.c.id
            )
        )
        return [Quarantined(row[0], row[1], row[2], row[3], to_instant(row[4])) for row in found]

    def quarantined_count(self) -> int:
        """How many rows we could not understand."""
        return int(self.fetch(select(func.count()).select_from(self.schema.quarantine))[0][0])

    def changes_since(self, seq: int, limit: int = 10_000) -> ChangesSince:
        """What changed after a number; see `replica.feed` for what a late reader gets."""
        marks = self.remembered()
        news = (
            select(literal(name), table.c.id, table.c[SEQ])
            .where(table.c[SEQ] > seq)
            .order_by(table.c[SEQ])
            .limit(limit)
            for name, table in self.schema.tables.items()
        )
        found = sorted(self.fetch(*news), key=lambda row: int(row[2]))[:limit]
        refs = tuple(ChangeRef(number, name, id_) for name, id_, number in found)
        complete = seq == 0 or seq >= int(marks.get(PURGED_SEQ, "0"))
        return ChangesSince(marks.get(UUID, ""), refs, refs[-1].seq if refs else seq, complete)

    def newest_seq(self) -> int:
        """The number of the newest change in the copy, 0 in an empty one."""
        newest = self.fetch(*(select(func.max(table.c[SEQ])) for table in self.schema.tables.values()))
        purged = self.remembered(PURGED_SEQ).get(PURGED_SEQ, "0")
        return max(int(purged), *(row[0] or 0 for row in newest))

    def _table(self, cls: type[Any]) -> Table:
        return self.schema.tables[KINDS[cls].name]

    def _entities(self, cls: type[E], rows: Iterable[Sequence[Any]]) -> list[E]:
        codec: Codec[E] = self._codecs[KINDS[cls].name]
        return list(codec.entities(rows))


def complete_in(picklists: Picklists, cls: type[Any]) -> frozenset[int]:
    """The values of a kind's `status` that are labelled Complete; Autotask's own number where labels are unknown."""
    found = {
        value.id
        for value in picklists.of(cls, "status")
        if value.label.strip().casefold() == COMPLETE and isinstance(value.id, int)
    }
    return frozenset(found or {COMPLETE_STATUS})


def picklist_from(text: str) -> Picklist:
    """The picklist that `picklist_text` wrote."""
    parent_field, rows = json.loads(text)
    return Picklist(tuple(PicklistValue(*row) for row in rows), parent_field)


def picklist_text(picklist: Picklist) -> str:
    """A picklist as one JSON text."""
    rows = [[v.id, v.label, v.sort_order, v.is_active, v.is_default, v.is_system, v.parent] for v in picklist]
    return json.dumps([picklist.parent_field, rows])
