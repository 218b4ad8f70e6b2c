"""The copy: one private folder, one file, one writer thread, as many readers as like.

It is disposable. Whatever cannot be read (damaged, of another version, of another tenant) is put away and built anew
from Autotask, and `notices` says so; only what a newer servicedeck wrote is left alone.
"""

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Select, select

from autotask.kinds import KINDS
from autotask.picklists import Picklists
from replica import files
from replica.database import Database
from replica.errors import CopyDamaged, DiskFull, FolderUnwritable, ReplicaMissing, ReplicaTooNew
from replica.feed import Change, ChangeCallback, Feed
from replica.lock import Lock
from replica.reading import UUID, Questions, picklist_from, picklist_text
from replica.rows import Codec, to_micros
from replica.schema import VERSION, Schema
from replica.writing import KEEP_GONE, Batch, Writing

T = TypeVar("T")
logger = logging.getLogger(__name__)

FINGERPRINT = "fingerprint"
OWNER = "owner"
UNCLEAN = "open_in"
PICKLISTS = "Picklists"
"""The kind under which changed picklists appear in the live feed, with id 0 and all `Picklists` before and after.
They are few and belong to nobody's row, so the log does not number them: a late reader loads them all, and a viewer
hears of them in its own feed, before the rows that came with them."""


def utc_now() -> datetime:
    """The wall clock of this machine."""
    return datetime.now(UTC)


@cache
def _schema() -> Schema:
    return Schema(KINDS.values())


class Replica(Questions):
    """Our own copy of the PSA. `Questions` is its reading half.

    Make one with `open`, `view` or `in_memory`, and close it.
    """

    def __init__(
        self,
        database: Database,
        *,
        path: Path | None = None,
        owner: str = "",
        now: Callable[[], datetime] = utc_now,
        lock: Lock | None = None,
        writable: bool = True,
    ) -> None:
        schema = _schema()
        super().__init__(schema, {name: Codec(kind) for name, kind in schema.kinds.items()})
        self.path = path
        self.writable = writable
        self.notices: list[str] = []
        """What a person should read once: a damaged copy was kept aside, the folder is on a network drive."""
        self.feed = Feed()
        self.generation = 0
        """Grows when the copy is built anew while it is open; what was known about the old one is void then."""
        self._database = database
        self._owner = owner
        self._now = now
        self._lock = lock
        self._closed = False
        self._writing = Writing(schema, self._codecs)
        self.writer: Executor = ThreadPoolExecutor(1, "replica-writer")
        """The one thread that writes. What is to be written is parsed in it too."""
        self._readers: Executor = ThreadPoolExecutor(2, "replica-reader")

    # Opening and closing ----------------------------------------------------------------------------------------

    @classmethod
    def open(
        cls, folder: Path, *, read_only: bool = False, owner: str = "", now: Callable[[], datetime] = utc_now
    ) -> "Replica":
        """Open the copy in a folder for writing, and make it where there is none.

        Args:
            folder: Ours alone; made with access for its owner.
            read_only: Open as a viewer instead, see `replica.viewer`.
            owner: Whose data it is, such as zone and user, or the seed of a demo. A copy of another owner is removed:
                two tenants never mix.
            now: The wall clock of this machine.

        Raises:
            ReplicaInUse: another process writes it.
            ReplicaTooNew: a newer servicedeck made it.
            ReplicaMissing: a viewer finds nothing.
            FolderUnwritable, DiskFull: it cannot be made there. `in_memory` still works.
        """
        path = folder / files.DATABASE
        if read_only:
            return cls._viewer(path, now)
        files.private_folder(folder)
        lock = Lock(folder / files.LOCK)
        database: Database | None = None
        try:
            network = files.network_file_system(folder)
            files.private_file(path)
            database = Database(path, wal=not network)
            replica = cls(database, path=path, owner=owner, now=now, lock=lock)
            if network:
                replica.notices.append(
                    f"The data folder {folder} is on a network drive ({network}), where the copy is "
                    "slower and less safe. Choose a folder on this machine."
                )
            replica._open_or_make()
        except BaseException:
            if database is not None:
                database.close()
            lock.release()
            raise
        return replica

    @classmethod
    def in_memory(cls, *, owner: str = "", now: Callable[[], datetime] = utc_now) -> "Replica":
        """A copy that ends with the process: for when the folder cannot be written."""
        replica = cls(Database(None), owner=owner, now=now)
        replica._make()
        return replica

    @classmethod
    def _viewer(cls, path: Path, now: Callable[[], datetime]) -> "Replica":
        if not path.is_file():
            raise ReplicaMissing(path)
        database = Database(path, read_only=True)
        try:
            version = _version(database)
        except FolderUnwritable:
            # Even a reader needs to write the log's shared memory. The bare file can still be read.
            database.close()
            database = Database(path, read_only=True, immutable=True)
            version = _version(database)
        replica = cls(database, path=path, now=now, writable=False)
        try:
            if version > VERSION:
                raise ReplicaTooNew(path, version, VERSION)
            if version < VERSION or replica.remembered(FINGERPRINT) != {FINGERPRINT: replica.schema.fingerprint()}:
                raise ReplicaMissing(path)
        except BaseException:
            replica.close()
            raise
        return replica

    def _open_or_make(self) -> None:
        assert self.path is not None  # noqa: S101 - only files are opened
        try:
            version = _version(self._database)
            if version > VERSION:
                self._database.close()
                raise ReplicaTooNew(self.path, version, VERSION)
            if version == 0 and self.path.stat().st_size == 0:
                self._make()
                return
            if why := self._unusable(version):
                self._put_away(why)
                return
            unclean = UNCLEAN in self.remembered(UNCLEAN)
            self._writing.seq = self.newest_seq()
            with self._database.writing() as connection:
                self._writing.remember(connection, {UNCLEAN: str(os.getpid())})
        except CopyDamaged as damage:
            self._keep_aside(damage.reason)
            return
        if unclean:  # behind the first screen, and before anything is written
            self.writer.submit(self._check)

    def _unusable(self, version: int) -> str:
        """Why the file cannot serve, as the middle of a sentence; empty when it can."""
        if version < VERSION:
            return "was made by an older servicedeck"
        marks = self.remembered()
        if marks.get(FINGERPRINT) != self.schema.fingerprint():
            return "was made by another version of servicedeck"
        if marks.get(OWNER) != self._owner:
            return "belongs to another tenant or user, or was read with other settings"
        return ""

    def _put_away(self, why: str) -> None:
        assert self.path is not None  # noqa: S101 - only files are opened
        self._database.close()
        files.removed(self.path)
        self._make()
        self.notices.append(f"The copy of Autotask on this machine {why}: it is built anew.")

    def _keep_aside(self, reason: str) -> None:
        """Move a damaged file away, and start with an empty one."""
        assert self.path is not None  # noqa: S101 - memory is never damaged
        self._database.close()
        kept = files.moved_aside(self.path, "corrupt", self._now())
        self._make()
        self.notices.append(
            f"The copy of Autotask on this machine was damaged ({reason}). It is kept as {kept} and built anew; "
            "nothing that you entered is touched by it."
        )
        logger.warning("the copy was damaged and is built anew: %s", reason)

    def _make(self) -> None:
        if self.path is not None:
            files.private_file(self.path)
        with self._database.writing() as connection:
            self.schema.make(connection)
            marks = {UUID: str(uuid4()), FINGERPRINT: self.schema.fingerprint(), OWNER: self._owner}
            self._writing.remember(connection, {**marks, UNCLEAN: str(os.getpid())})
            connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
        self._writing.seq = 0
        self.generation += 1

    def _check(self) -> None:
        """Look for damage after an end without goodbye; runs in the writer thread."""
        try:
            with self._database.reading() as connection:
                verdict = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
        except CopyDamaged as damage:
            verdict = damage.reason
        if verdict != "ok":
            self._keep_aside(verdict)

    def close(self) -> None:
        """Finish what is being written, and give the copy back. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        if self.writable:
            self.writer.submit(self._say_goodbye).result()
        self.writer.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        self._database.close()
        if self._lock is not None:
            self._lock.release()

    def reopen(self) -> None:
        """Let go of the file, so that the next question opens the one that lies there now. For a viewer."""
        self._database.close()

    def _say_goodbye(self) -> None:
        try:
            with self._database.writing() as connection:
                self._writing.remember(connection, {UNCLEAN: None})
        except Exception:
            logger.warning("the copy could not be closed cleanly; it is checked at the next start", exc_info=True)

    def __enter__(self) -> "Replica":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Reading ----------------------------------------------------------------------------------------------------

    def fetch(self, *statements: "Select[Any]") -> list[Sequence[Any]]:
        """The rows of some statements in one consistent view, from any thread.

        A damaged file is kept aside on the way, and the answer comes from the empty one that follows it: the pull
        fills it again, and `notices` says why.
        """
        try:
            return self._fetch(statements)
        except CopyDamaged as damage:
            if not self.writable:
                raise
            self.writer.submit(self._replace, damage).result()
            return self._fetch(statements)

    def _fetch(self, statements: "Sequence[Select[Any]]") -> list[Sequence[Any]]:
        with self._database.reading() as connection:
            return [row for statement in statements for row in connection.execute(statement).all()]

    def _replace(self, damage: CopyDamaged) -> None:
        try:  # two readers may have met the same damage: the second finds a sound file
            with self._database.reading() as connection:
                if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok":
                    return
        except CopyDamaged:
            pass
        self._keep_aside(damage.reason)

    async def reading(self, ask: "Callable[[Replica], T]") -> T:
        """Ask in a reading thread: `await replica.reading(lambda copy: copy.open_tickets())`."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, ask, self)

    def subscribe(self, callback: ChangeCallback) -> Callable[[], None]:
        """Call `callback` on the running loop with every batch of changes from now on. Returns how to stop."""
        return self.feed.subscribe(callback)

    @property
    def seq(self) -> int:
        """The number of the last change of a copy that this process writes; start `changes_since` here."""
        return self._writing.seq

    @property
    def uuid(self) -> str:
        """The identity of this copy, to which its numbers belong."""
        return self.remembered(UUID).get(UUID, "")

    # Writing: for the pull ----------------------------------------------------------------------------------------

    async def write(self, batch: Batch) -> list[Change]:
        """Write a batch in one transaction in the writer thread; subscribers hear of it once it is committed.

        Raises:
            DiskFull: nothing was written; subscribers still get the changes, numbered 0, so that the screen stays live.
            CopyDamaged: the damaged file was kept aside and an empty one is there now.
            FolderUnwritable, ReplicaError: nothing was written.
        """
        return await asyncio.wrap_future(self._submit(self._write, batch))

    async def write_picklists(self, picklists: Picklists) -> bool:
        """Keep some picklists. True when any of them changed; see PICKLISTS for the event.

        Raises:
            ReplicaError: as `write`.
        """
        return await asyncio.wrap_future(self._submit(self._write_picklists, picklists))

    async def purge(self) -> int:
        """Delete for good what has been hidden for 30 days; returns how many rows."""
        before = to_micros(self._now() - KEEP_GONE)

        def job() -> int:
            with self._database.writing() as connection:
                return self._writing.purge(connection, before)

        return await asyncio.wrap_future(self._submit(job))

    def _submit(self, job: Callable[..., T], *args: object) -> "Future[T]":
        return self.writer.submit(self._guarded, job, *args)

    def _guarded(self, job: Callable[..., T], *args: object) -> T:
        try:
            return job(*args)
        except CopyDamaged as damage:
            self._keep_aside(damage.reason)
            raise

    def _write(self, batch: Batch) -> list[Change]:
        try:
            return self._write_storable(batch)
        except OverflowError:
            return self._write_storable(self._writing.storable(batch))

    def _write_storable(self, batch: Batch) -> list[Change]:
        seq, found = self._writing.seq, None
        try:
            with self._database.writing() as connection:
                found = self._writing.difference(connection, batch)
                changes = self._writing.write(connection, batch, found, to_micros(self._now()))
        except DiskFull:
            if found is not None:
                self.feed.publish([Change(0, batch.kind, *change) for change in found.changes])
            self._writing.seq = seq
            raise
        except BaseException:
            self._writing.seq = seq
            raise
        self.feed.publish(changes)
        return changes

    def _write_picklists(self, picklists: Picklists) -> bool:
        table = self.schema.picklists
        texts = {(entity, field): picklist_text(picklist) for entity, field, picklist in picklists}
        with self._database.writing() as connection:
            rows = connection.execute(select(table.c.entity, table.c.field, table.c.choices))
            known = {(row[0], row[1]): row[2] for row in rows}
            changed = {key: text for key, text in texts.items() if known.get(key) != text}
            self._writing.write_picklists(connection, changed)
        if changed:
            before = {key: picklist_from(text) for key, text in known.items()}
            after = {key: picklist_from(text) for key, text in {**known, **changed}.items()}
            self.feed.publish([Change(self._writing.seq, PICKLISTS, 0, Picklists(before), Picklists(after))])
        return bool(changed)


def _version(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar() or 0)
