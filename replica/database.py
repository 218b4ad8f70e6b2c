"""One SQLite file with one writing connection and several reading ones, and its errors as sentences.

The write-ahead log lets readers go on while a page is written. `synchronous=NORMAL` may lose the last commits at a
power cut but never tears the file: the copy is disposable, and the pull reads anew what no watermark covers.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import RLock

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool, StaticPool

from replica.errors import CopyDamaged, DiskFull, FolderUnwritable, ReplicaError

_BUSY_MS = 5_000
_LOG_LIMIT = 32 * 1024 * 1024
_READERS = 4
_KEPT_KIB = 256
"""What a connection keeps of the file; the system keeps all of it already."""
_KEPT_STATEMENTS = 16
"""So many a connection keeps prepared. Those of a first fill are never needed again, and each holds a row's buffers."""

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_REFUSED = frozenset(
    {
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_IOERR,
    }
)


class Database:
    """The connections to one file, or to a memory that ends with the process.

    Args:
        path: The file, which exists; None for memory.
        wal: False where the write-ahead log cannot work (a network folder).
        read_only: For a viewer: nothing is written, not even by recovery.
        immutable: The folder cannot be written at all: read the bare file, without its log.
    """

    def __init__(
        self, path: Path | None, *, wal: bool = True, read_only: bool = False, immutable: bool = False
    ) -> None:
        self.path = path
        self._wal = wal
        self._read_only = read_only
        self._guard: AbstractContextManager[object] = nullcontext()
        if path is None:
            self._write_engine = create_engine(
                "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
            )
            self._read_engine = self._write_engine
            # Memory has one connection for all: reads and writes take turns.
            self._guard = RLock()
        else:
            mode = "immutable=1" if immutable else f"mode={'ro' if read_only else 'rw'}"
            self._write_engine = _engine(path, mode, size=1)
            self._read_engine = _engine(path, mode, size=_READERS)
        self._prepare(read_only=read_only)

    def _prepare(self, *, read_only: bool) -> None:
        event.listen(self._write_engine, "connect", self._viewing if read_only else self._writing)
        event.listen(self._write_engine, "begin", _begin_reading if read_only else _begin_writing)
        if self._read_engine is not self._write_engine:
            event.listen(self._read_engine, "connect", self._viewing)
            event.listen(self._read_engine, "begin", _begin_reading)

    def _writing(self, connection: DBAPIConnection, _record: object) -> None:
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - the only driver of this file
        connection.isolation_level = None  # transactions are ours to begin, see _begin_writing
        connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        if self.path is not None:
            connection.execute(f"PRAGMA cache_size=-{_KEPT_KIB}")
            connection.execute(f"PRAGMA journal_mode={'WAL' if self._wal else 'TRUNCATE'}")
            connection.execute(f"PRAGMA journal_size_limit={_LOG_LIMIT}")
        connection.execute("PRAGMA synchronous=NORMAL")

    def _viewing(self, connection: DBAPIConnection, _record: object) -> None:
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - the only driver of this file
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        connection.execute(f"PRAGMA cache_size=-{_KEPT_KIB}")
        connection.execute("PRAGMA query_only=1")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that commits at the end; for the writer thread alone.

        Raises:
            ReplicaError: as `sentences` says; nothing of the transaction stays.
        """
        with self.sentences(), self._guard, self._write_engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view, from any thread; what is committed meanwhile is not seen.

        Raises:
            ReplicaError: as `sentences` says.
        """
        with self.sentences(), self._guard, self._read_engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Close the connections that nobody uses; others close when they are given back."""
        self._read_engine.dispose()
        self._write_engine.dispose()

    @contextmanager
    def sentences(self) -> Iterator[None]:
        """Turns the errors of SQLite into ours.

        Raises:
            CopyDamaged, DiskFull, FolderUnwritable, ReplicaError: what SQLite said, as a sentence.
        """
        try:
            yield
        except DBAPIError as error:
            if not isinstance(error.orig, sqlite3.Error):
                raise
            raise self._translated(error.orig) from error
        except sqlite3.Error as error:
            raise self._translated(error) from error

    def _translated(self, error: sqlite3.Error) -> ReplicaError:
        path = self.path or Path("memory")
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the extended codes share the low byte
        if code in _DAMAGED:
            return CopyDamaged(path, str(error), viewing=self._read_only)
        if code == sqlite3.SQLITE_FULL:
            return DiskFull(path.parent)
        if code in _REFUSED:
            return FolderUnwritable(path.parent, str(error))
        return ReplicaError(f"The copy in {path} cannot be used: {error}.")


def _engine(path: Path, mode: str, *, size: int) -> Engine:
    # A literal '?' or '%' in a folder's name would end the path of the URI.
    quoted = str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            f"file:{quoted}?{mode}",
            uri=True,
            check_same_thread=False,
            timeout=_BUSY_MS / 1000,
            cached_statements=_KEPT_STATEMENTS,
        )

    return create_engine("sqlite+pysqlite://", creator=connect, poolclass=QueuePool, pool_size=size, max_overflow=4)


def _begin_writing(connection: Connection) -> None:
    # IMMEDIATE: a read that becomes a write later would fail at once with BUSY_SNAPSHOT, whatever the timeout.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
