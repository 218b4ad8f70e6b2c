"""Timesheets: one of each resource for each week from Monday on. No entity shows them, and no path changes them.

A sheet is new until its owner submits it; from then on it is locked, until whoever approves it rejects it. Where
nothing was ever said of a week its sheet counts as approved once any of its time is, else as new.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from enum import StrEnum


class SheetStatus(StrEnum):
    """What has become of a timesheet, in the words of the back door."""

    NEW = "new"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"


LOCKED = frozenset({SheetStatus.SUBMITTED, SheetStatus.APPROVED})


class Sheets:
    """What is known of the timesheets of a tenant, in its database."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS sheets"
            " (monday TEXT, resource INTEGER, status TEXT, PRIMARY KEY (monday, resource)) WITHOUT ROWID"
        )

    def status(self, resource: int, day: date) -> SheetStatus | None:
        """The status of the sheet that a day belongs to; None where nothing was ever said of it."""
        statement = "SELECT status FROM sheets WHERE monday = ? AND resource = ?"
        found = self._db.execute(statement, (monday(day).isoformat(), resource)).fetchone()
        return SheetStatus(found[0]) if found else None

    def set(self, resource: int, day: date, status: SheetStatus) -> None:
        """Say what has become of a sheet."""
        row = (monday(day).isoformat(), resource, status)
        self._db.execute("INSERT OR REPLACE INTO sheets VALUES (?, ?, ?)", row)

    def standing(self, status: SheetStatus) -> list[tuple[int, date]]:
        """The sheets that have a status, as resources and Mondays."""
        statement = "SELECT resource, monday FROM sheets WHERE status = ? ORDER BY monday, resource"
        return [(resource, date.fromisoformat(day)) for resource, day in self._db.execute(statement, (status,))]


def monday(day: date) -> date:
    """The first day of the week that a day belongs to."""
    return day - timedelta(days=day.weekday())
