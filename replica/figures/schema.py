"""The tables of figures.db. It is disposable, like the copy: what does not fit is built anew."""

from typing import Any

from sqlalchemy import BigInteger, Column, Float, Index, Integer, MetaData, Table, Text

from replica.figures.addend import DIMENSIONS, Addend

VERSION = 1
"""Of the tables and of what stands in them; kept in SQLite's `user_version`."""

metadata = MetaData()

marks = Table(
    "mark",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Of what the figures are made: which copy and up to which change of it, which calendars, catalogue, definitions."""

facts = Table(
    "fact",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", BigInteger, primary_key=True),
    Column("body", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""What happened, narrow, as whoever made it wrote it."""

days = Table(
    "day",
    metadata,
    Column("day", Integer, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)
"""On which days a fact counts."""

Index("ix_day_fact", days.c.kind, days.c.id)

cells = Table(
    "cell",
    metadata,
    Column("by", Text, primary_key=True),
    Column("span", Text, primary_key=True),
    Column("bucket", Integer, primary_key=True),
    Column("of", Text, primary_key=True),
    Column("sums", Text, nullable=False),
    sqlite_with_rowid=False,
)

_TEXTS = frozenset({"measure", "workflow", "reason", "source"})


def _addend_column(name: str) -> "Column[Any]":
    if name == "value":
        return Column(name, Float)
    return Column(name, Text if name in _TEXTS else BigInteger, nullable=False)


moving = Table(
    "moving",
    metadata,
    Column("kind", Text, nullable=False),
    Column("id", BigInteger, nullable=False),
    *(_addend_column(name) for name in Addend._fields),
)
"""Addends that time may still change."""

Index("ix_moving_fact", moving.c.kind, moving.c.id)
Index("ix_moving_until", moving.c.until)

valued = Table(
    "valued",
    metadata,
    Column("kind", Text, nullable=False),
    Column("id", BigInteger, nullable=False),
    *(_addend_column(name) for name in ("measure", "day", *DIMENSIONS)),
    Column("value", Float, nullable=False),
)
"""The values of settled addends, of which a median is taken."""

Index("ix_valued_fact", valued.c.kind, valued.c.id)
Index("ix_valued_day", valued.c.measure, valued.c.day)
