"""Copies in memory that begin as another one stood: to make all tables and fill them takes longer than most tests."""

import sqlite3
from collections.abc import Callable
from datetime import datetime

from replica.database import Database
from replica.store import Replica


def as_it_stands(copy: Replica) -> bytes:
    """All of a copy in memory."""
    return _connection(copy._database).serialize()


def begun(kept: bytes, now: Callable[[], datetime]) -> Replica:
    """A copy of its own that begins with what was kept of another."""
    copy = Replica(Database(None), owner="test", now=now)
    _connection(copy._database).deserialize(kept)
    copy._writing.seq = copy.newest_seq()
    copy.generation += 1
    return copy


def _connection(database: Database) -> sqlite3.Connection:
    with database.reading() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return driver
