"""Whom the words are for: where they are and what time it is there."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from desk.durations import local, moment_text
from desk.model import Micros


@dataclass(frozen=True, slots=True)
class Reader:
    """The present instant of the desk, in the zone of the person at the screen."""

    now: Micros
    zone: ZoneInfo

    def moment(self, at: Micros | None) -> str:
        """An instant as one says it now: "10:22", "Thu 10:22", "24 Nov 10:22"; nothing for none."""
        return "" if at is None else moment_text(at, self.now, self.zone)

    def time(self, at: Micros) -> str:
        """The time of the day."""
        return f"{local(at, self.zone):%H:%M}"
