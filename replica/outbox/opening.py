"""Opening the outbox: made where there is none, refused where it is newer, recovered where it is damaged.

Whatever the journal knows and the database does not is put back: the database lost it after it had been acknowledged.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import sqlite

from replica import files
from replica.outbox.errors import OutboxDamaged, OutboxError, OutboxTooNew
from replica.outbox.file import DATABASE, File
from replica.outbox.journal import Journal, Line
from replica.outbox.schema import TRIGGERS, VERSION, kept, metadata, op, op_log, tally
from replica.outbox.store import Store

logger = logging.getLogger(__name__)

KEPT_IN_JOURNAL = timedelta(days=30)
"""How long the second copy remembers what is over. The database remembers it for ever."""


@dataclass(slots=True)
class Opened:
    """A store, and what a person should read once."""

    store: Store
    notices: list[str] = field(default_factory=list)


def open_store(
    folder: Path, now: Callable[[], datetime], *, read_only: bool = False, journalled: bool = True
) -> Opened:
    """Open the outbox of a folder.

    Raises:
        OutboxTooNew: a newer servicedeck wrote it.
        OutboxError: it cannot be read, or not be made.
        FolderUnwritable: the folder cannot be made.
    """
    path = folder / DATABASE
    if read_only:
        return Opened(_viewed(path, now))
    files.private_folder(folder)
    journal = Journal(folder) if journalled else None
    notices: list[str] = []
    files.private_file(path)
    network = files.network_file_system(folder)
    if network:
        notices.append(
            f"The data folder {folder} is on a network drive ({network}), where the outbox is less safe. "
            "Choose a folder on this machine."
        )
    file = File(path, wal=not network)
    try:
        _check(file, path)
    except OutboxDamaged as damage:
        file.close()
        aside = files.moved_aside(path, "corrupt", now())
        notices.append(f"The outbox was damaged ({damage.reason}). The damaged file is kept as {aside}.")
        logger.warning("the outbox was damaged and is recovered: %s", damage.reason)
        files.private_file(path)
        file = File(path, wal=not network)
        _check(file, path)
    except BaseException:
        file.close()
        raise
    if journal is not None:
        notices += _caught_up(file, journal)
    return Opened(Store(file, journal, now), notices)


def compact(store: Store, now: datetime) -> None:
    """Shorten the journal to what may still matter. For the process that has the right to send."""
    try:
        store.compact(now - KEPT_IN_JOURNAL)
    except (OSError, OutboxError) as error:
        logger.warning("the journal of the outbox cannot be shortened: %s", error)


def _viewed(path: Path, now: Callable[[], datetime]) -> Store:
    if not path.is_file():
        memory = File(None)
        _check(memory, path)
        return Store(memory, None, now, read_only=True)
    file = File(path, read_only=True)
    try:
        found = _version(file)
        if found > VERSION:
            raise OutboxTooNew(path, found, VERSION)
    except BaseException:
        file.close()
        raise
    return Store(file, None, now, read_only=True)


def _check(file: File, path: Path) -> None:
    """Make the tables of an empty file, and look through one that is not."""
    found = _version(file)
    if found > VERSION:
        raise OutboxTooNew(path, found, VERSION)
    if found == 0:
        with file.writing() as connection:
            # Asked again under the lock: two processes may have found the file empty.
            if int(connection.exec_driver_sql("PRAGMA user_version").scalar_one()) == 0:
                metadata.create_all(connection, checkfirst=False)
                for trigger in TRIGGERS:
                    connection.exec_driver_sql(trigger)
                connection.execute(insert(tally), {"tx": 0})
                connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
        return
    with file.reading() as connection:
        verdict = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
    if verdict != "ok":
        raise OutboxDamaged(path, verdict)


def _version(file: File) -> int:
    with file.reading() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _caught_up(file: File, journal: Journal) -> list[str]:
    """Give the database what the journal knows better. Returns what to tell."""
    lines, _ = journal.lines()
    if not lines:
        return []
    with file.reading() as connection:
        known = connection.execute(select(tally.c.tx)).scalar_one()
    if int(lines[-1]["tx"]) <= known:
        return []
    with file.writing() as connection:
        known = connection.execute(select(tally.c.tx)).scalar_one()
        missing = [line for line in lines if int(line["tx"]) > known]
        for line in missing:
            for row in line.get("op", ()):
                connection.execute(delete(op).where(op.c.op_id == row["op_id"]))
                connection.execute(insert(op), row)
            for row in line.get("op_log", ()):
                connection.execute(sqlite.insert(op_log).values(**row).on_conflict_do_nothing())
            for row in line.get("kept", ()):
                connection.execute(delete(kept).where(kept.c.name == row["name"]))
                connection.execute(insert(kept), row)
            for name in line.get("gone", ()):
                connection.execute(delete(kept).where(kept.c.name == name))
        if missing:
            connection.execute(update(tally).values(tx=int(missing[-1]["tx"])))
    return [_recovered(missing)] if missing else []


def _recovered(missing: list[Line]) -> str:
    count = len({row["op_id"] for line in missing for row in line.get("op", ())})
    return (
        f"The outbox had lost its newest changes; {count} entries were recovered from its second copy. "
        "Look through the log (L) whether they are as you remember them."
    )
