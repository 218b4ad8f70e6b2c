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


def micros(moment: datetime) -> Micros:
    """The instant of an aware datetime, whatever zone it is written in.

    Raises:
        NaiveInstant: when the datetime has no zone.
    """
    if moment.utcoffset() is None:
        raise NaiveInstant(
            f"{moment.isoformat()} has no time zone, so it names no instant. "
            "Give an aware datetime, for example datetime(2026, 1, 5, 9, tzinfo=UTC)."
        )
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def instant(at: Micros) -> datetime:
    """The same instant as an aware datetime in UTC."""
    return _EPOCH + timedelta(microseconds=at)


def span(duration: timedelta) -> int:
    """A duration in microseconds, exactly."""
    return (duration.days * 86_400 + duration.seconds) * SECOND + duration.microseconds
