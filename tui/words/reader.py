"""Whom the words are for: where they are, what time it is there, and what of theirs is still on its way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

from desk.durations import local, moment_text
from desk.model import Micros

if TYPE_CHECKING:
    from desk.acts.told import Mark


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros_of(at: datetime) -> Micros:
    """An instant of the acts as the desk counts it."""
    return (at - EPOCH) // timedelta(microseconds=1)


MarkOf: TypeAlias = "Callable[[str, int], Mark | None]"
"""Where a record stands that was entered here, by Autotask's name of its kind and its id."""


def nothing_pending(kind: str, id_: int) -> "Mark | None":  # noqa: ARG001 - as whoever knows more is asked
    """All of it is in Autotask."""
    return None


@dataclass(frozen=True, slots=True)
class Reader:
    """The present instant of the desk, in the zone of the person at the screen."""

    now: Micros
    zone: ZoneInfo
    mark: MarkOf = nothing_pending

    def moment(self, at: Micros | None) -> str:
        """An instant as one says it now: "10:22", "Thu 10:22", "24 Nov 10:22"; nothing for none."""
        return "" if at is None else moment_text(at, self.now, self.zone)

    def moment_of(self, at: datetime) -> str:
        """The same of an instant as the acts have it."""
        return self.moment(micros_of(at))

    def time(self, at: Micros) -> str:
        """The time of the day."""
        return f"{local(at, self.zone):%H:%M}"
