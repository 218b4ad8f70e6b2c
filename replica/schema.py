"""The tables of the copy, made from `autotask.kinds`: one table a kind, one column a field, and our bookkeeping.

The copy is disposable, so there are no migrations: a file whose tables are not exactly these is built anew. Instants
are integer epoch microseconds, dates ISO texts, truths 0 and 1, so that rows compare and sort without parsing.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Float, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement
from sqlalchemy.types import TypeEngine

from autotask.kinds import FieldSpec, Kind
from replica.turns import turns_table

VERSION = 2
"""Of our bookkeeping; kept in SQLite's `user_version`. A higher one on disk is refused, a lower one built anew."""

SEQ = "_seq"
GONE_AT = "_gone_at"
RAW = "_raw"

_INDEXED = frozenset(
    {
        "completed_date",
        "date_worked",
        "end_date_time",
        "project_id",
        "service_call_id",
        "service_call_task_id",
        "service_call_ticket_id",
        "start_date_time",
        "status",
        "task_id",
        "ticket_id",
    }
)
"""What the desk looks rows up by, in the kinds that grow."""

_GROWING = frozenset(
    {
        "Phases",
        "ServiceCallTaskResources",
        "ServiceCallTasks",
        "ServiceCallTicketResources",
        "ServiceCallTickets",
        "ServiceCalls",
        "ServiceLevelAgreementResults",
        "TaskSecondaryResources",
        "Tasks",
        "TicketChecklistItems",
        "TicketHistory",
        "TicketNotes",
        "TicketSecondaryResources",
        "Tickets",
        "TimeEntries",
    }
)


def _column(field: FieldSpec) -> "Column[Any]":
    if field.attr == "id":
        return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    return Column(field.attr, _sql_type(field.type))


def _sql_type(python: type) -> "TypeEngine[Any]":
    if python is float:
        return Float()
    if python is str or (issubclass(python, date) and not issubclass(python, datetime)):
        return Text()
    return BigInteger()


def table_of(kind: Kind[Any], metadata: MetaData) -> Table:
    """The table that keeps a kind."""
    table = Table(
        kind.name,
        metadata,
        *(_column(field) for field in kind.fields),
        Column(RAW, Text),  # JSON of the texts that cleaning changed, as Autotask holds them
        Column(SEQ, BigInteger, nullable=False),  # number of the last change of this row
        Column(GONE_AT, BigInteger),  # soft delete: when we learned that Autotask has it no more
    )
    Index(f"ix_{kind.name}_seq", table.c[SEQ])
    if kind.name in _GROWING:
        for field in kind.fields:
            if field.attr in _INDEXED:
                Index(f"ix_{kind.name}_{field.attr}", table.c[field.attr])
    return table


class Schema:
    """All tables of one copy."""

    def __init__(self, kinds: Iterable[Kind[Any]]) -> None:
        self.metadata = MetaData()
        self.kinds = {kind.name: kind for kind in kinds}
        self.tables = {name: table_of(kind, self.metadata) for name, kind in self.kinds.items()}
        self.ledger = Table(
            "_ledger",
            self.metadata,
            Column("key", Text, primary_key=True),
            Column("value", Text, nullable=False),
        )
        """What the pull has to remember: watermarks, how far a fill is, the identity of this copy."""
        self.picklists = Table(
            "_picklists",
            self.metadata,
            Column("entity", Text, primary_key=True),
            Column("field", Text, primary_key=True),
            Column("choices", Text, nullable=False),
        )
        """One row a picklist, its values as JSON: a second start knows the tenant's labels without asking."""
        self.quarantine = Table(
            "_quarantine",
            self.metadata,
            Column("kind", Text, primary_key=True),
            Column("id", Text, primary_key=True),
            Column("reason", Text, nullable=False),
            Column("raw", Text, nullable=False),
            Column("seen_at", BigInteger, nullable=False),
        )
        """Rows that Autotask sent and we could not understand."""
        self.turns = turns_table(self.metadata)
        self._definitions: dict[str, list[str]] = {}
        self._upserts: dict[str, str] = {}

    def make(self, connection: Connection) -> None:
        """Make all tables and indexes in an empty database."""
        # Writing the statements takes four times as long as obeying them, and they are the same for every copy.
        dialect = connection.dialect
        statements = self._definitions.get(dialect.name)
        if statements is None:
            tables = self.metadata.sorted_tables
            indexes = [index for table in tables for index in sorted(table.indexes, key=lambda index: str(index.name))]
            made: list[DDLElement] = [*map(CreateTable, tables), *map(CreateIndex, indexes)]
            statements = self._definitions[dialect.name] = [str(each.compile(dialect=dialect)) for each in made]
        for statement in statements:
            connection.exec_driver_sql(statement)

    def upsert(self, table: Table) -> str:
        """The upsert as the driver's own text: one tuple a row, several times faster than one dict a row."""
        if (known := self._upserts.get(table.name)) is None:
            insert = sqlite.insert(table)
            names = [column.name for column in table.columns if column.name != "id"]
            statement = insert.on_conflict_do_update(
                index_elements=[table.c.id], set_={name: insert.excluded[name] for name in names}
            )
            known = str(statement.compile(dialect=sqlite.dialect(paramstyle="qmark")))
            self._upserts[table.name] = known
        return known

    def fingerprint(self) -> str:
        """Changes with any column or index of any table: a copy with another one is built anew."""
        fields = [(kind.name, [(f.attr, f.type.__name__) for f in kind.fields]) for kind in self.kinds.values()]
        text = repr((VERSION, sorted(fields), sorted(_INDEXED), sorted(_GROWING)))
        return hashlib.sha256(text.encode()).hexdigest()[:16]
