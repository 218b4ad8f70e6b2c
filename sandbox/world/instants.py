"""Instants inside the world are whole epoch seconds; the store takes and gives aware UTC datetimes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache

MINUTE = 60
HOUR = 3600
DAY = 86400


@lru_cache(maxsize=65_536)
def stamp(at: int) -> datetime:
    """The instant as records hold it."""
    return datetime.fromtimestamp(at, UTC)


def date_stamp(day: date) -> datetime:
    """A date as Autotask stores it: midnight UTC, whatever the zone of the desk."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def seconds(at: datetime) -> int:
    """Whole epoch seconds of an aware instant; a naive one is refused."""
    if at.tzinfo is None:
        raise ValueError("the world needs an instant with a time zone, got a naive one")
    return int(at.timestamp())


def read(value: object) -> int | None:
    """Whole epoch seconds of an instant in a record, or None where it holds none."""
    return seconds(value) if isinstance(value, datetime) else None
