"""Instants: integer epoch microseconds inside, aware datetimes at the edge.

One microsecond is the grain of a ``datetime``, so both directions are exact and nothing is rounded.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from sla.errors import NaiveInstant

Micros: TypeAlias = int
"""Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted."""

SECOND: int = 1_000_000
MINUTE: int = 60 * SECOND
HOUR: int = 60 * MINUTE
DAY: int = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> Micros:
    """The instant of an aware datetime, whatever zone it is written in.

    Raises:
        NaiveInstant: when the datetime has no zone.
    """
    try:
        since = moment - _EPOCH
    except TypeError:
        raise NaiveInstant(
            f"{moment!r} has no time zone, so it names no instant. "
            "Give an aware datetime, for example datetime(2026, 1, 5, 9, tzinfo=UTC)."
        ) from None
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def instant(at: Micros) -> datetime:
    """The same instant as an aware datetime in UTC. Raises OverflowError outside the years 1 to 9999."""
    return _EPOCH + _MICROSECOND * at


def span(length: timedelta) -> int:
    """A timedelta in microseconds, exactly."""
    return (length.days * 86_400 + length.seconds) * SECOND + length.microseconds


def duration(us: int) -> timedelta:
    """Microseconds as a timedelta, exactly."""
    return _MICROSECOND * us
