"""The tables of outbox.db."""

from sqlalchemy import (
    REAL,
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from replica.outbox.op import LIVE, State

VERSION = 1
"""Grows with every change that an older servicedeck could not live with; a new kind of write is none."""

metadata = MetaData()

_states = ", ".join(f"'{state}'" for state in State)

op = Table(
    "op",
    metadata,
    Column("op_id", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("act", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("base", Text, nullable=False),
    Column("marker", Text, unique=True),
    Column("state", Text, CheckConstraint(f"state IN ({_states})"), nullable=False),
    Column("created", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("window", REAL, nullable=False),
    Column("after", Text),
    Column("author", Integer),
    Column("attempts", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("first_sent", Integer),
    Column("last_ended", Integer),
    Column("remote_kind", Text),
    Column("remote_id", Integer),
    Column("error", Text, nullable=False),
    Column("clashes", Text, nullable=False),
    Column("found", Text, nullable=False),
    Column("swept", Integer, nullable=False),
    UniqueConstraint("remote_kind", "remote_id"),
    sqlite_strict=True,
)
"""Instants are epoch microseconds. `remote_kind` and `remote_id` are a claim: one record belongs to one op."""

Index("op_live", op.c.seq, sqlite_where=op.c.state.in_([str(state) for state in sorted(LIVE)]))
Index("op_act", op.c.act)

op_log = Table(
    "op_log",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("op_id", Text, nullable=False),
    Column("at", Integer, nullable=False),
    Column("was", Text),
    Column("now", Text, nullable=False),
    Column("why", Text, nullable=False),
    sqlite_strict=True,
)
"""The audit. Triggers refuse to change or delete a line."""

Index("op_log_op", op_log.c.op_id)

kept = Table(
    "kept",
    metadata,
    Column("name", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", Integer, nullable=False),
    sqlite_strict=True,
)
"""What a person typed or started and has not handed in: drafts, timers, decisions."""

tally = Table("tally", metadata, Column("tx", Integer, nullable=False), sqlite_strict=True)
"""One row: how many transactions there were. The journal numbers its lines with it."""

TRIGGERS = tuple(
    f"CREATE TRIGGER op_log_{verb.lower()} BEFORE {verb} ON op_log "
    "BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END"
    for verb in ("UPDATE", "DELETE")
)
