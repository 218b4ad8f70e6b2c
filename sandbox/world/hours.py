"""Business hours, day by day: the sandbox's own simple arithmetic, on purpose unlike the product's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox.world.instants import DAY, HOUR

Window = tuple[int, int]
"""(open, close) in epoch seconds of one local day."""

DaySpan = tuple[int, int] | None
"""(open, close) in minutes of the local day, or None when closed."""

_FIRST_DAY = date(1970, 1, 1).toordinal()

_FAR = 800
"""Days searched for an opening before we call the calendar empty."""


class Hours:
    """Opening hours of a place or of a person in one zone, with closed days that may still be added."""

    def __init__(self, zone: str, weekly: Sequence[DaySpan], closed: Iterable[date] = ()) -> None:
        self.zone_name = zone
        self.zone = ZoneInfo(zone)
        self.weekly = tuple(weekly)
        self._closed = set(closed)
        self._windows: dict[int, Window | None] = {}
        self._offsets: dict[int, int] = {}
        """Seconds from UTC by hour: the zones of the offices change theirs on the hour."""
        self._recent: Window = (0, 0)
        """The opening that was asked for last: most questions are about the same one."""

    def close(self, day: date) -> None:
        """Take one day out: a holiday, a day of leave."""
        self._closed.add(day)
        self._windows.pop(day.toordinal(), None)
        self._recent = (0, 0)

    def open_again(self, day: date) -> None:
        """Put a day back that `close` took out."""
        self._closed.discard(day)
        self._windows.pop(day.toordinal(), None)
        self._recent = (0, 0)

    def day_of(self, at: int) -> int:
        """Ordinal of the local day of an instant."""
        return self._local(at) // DAY + _FIRST_DAY

    def instant(self, day: int, minute: int) -> int:
        """Epoch seconds of a local wall time, in minutes after midnight."""
        wall = datetime.combine(date.fromordinal(day), time(minute // 60 % 24, minute % 60), self.zone)
        return int(wall.timestamp()) + minute // 1440 * DAY

    def minute_of(self, at: int) -> int:
        """Local minute of the day of an instant."""
        return self._local(at) % DAY // 60

    def _local(self, at: int) -> int:
        """An instant as the clock on the wall counts it, in seconds."""
        hour = at // HOUR
        offset = self._offsets.get(hour)
        if offset is None:
            away = datetime.fromtimestamp(hour * HOUR, self.zone).utcoffset() or timedelta()
            offset = self._offsets[hour] = away.days * DAY + away.seconds
        return at + offset

    def window(self, day: int) -> Window | None:
        """Opening of one local day, None when closed."""
        try:
            return self._windows[day]
        except KeyError:
            pass
        when = date.fromordinal(day)
        span = None if when in self._closed else self.weekly[when.weekday()]
        window = None if span is None else (self.instant(day, span[0]), self.instant(day, span[1]))
        self._windows[day] = window
        return window

    def is_open(self, at: int) -> bool:
        if self._recent[0] <= at < self._recent[1]:
            return True
        window = self.window(self.day_of(at))
        return window is not None and window[0] <= at < window[1]

    def next_open(self, at: int) -> int:
        """The instant itself when open, else the next opening."""
        if self._recent[0] <= at < self._recent[1]:
            return at
        day = self.day_of(at)
        for ahead in range(_FAR):
            window = self.window(day + ahead)
            if window is not None and at < window[1]:
                self._recent = window
                return max(at, window[0])
        raise ValueError(f"no opening within {_FAR} days after {at}")

    def add(self, start: int, seconds: int) -> int:
        """The instant by which that many open seconds have passed."""
        at = self.next_open(start)
        if at + seconds <= self._recent[1]:
            return at + seconds
        day = self.day_of(at)
        while True:
            window = self.window(day)
            if window is not None:
                at = max(at, window[0])
                if at + seconds <= window[1]:
                    return at + seconds
                seconds -= max(0, window[1] - at)
            day += 1

    def between(self, start: int, end: int) -> int:
        """Open seconds from start to end; zero when end is not later."""
        total = 0
        for day in range(self.day_of(start), self.day_of(end) + 1):
            window = self.window(day)
            if window is not None:
                total += max(0, min(end, window[1]) - max(start, window[0]))
        return total


class RoundTheClock(Hours):
    """Always open: the 24x7 targets of critical work."""

    def __init__(self) -> None:
        super().__init__("UTC", [(0, 1440)] * 7)

    def is_open(self, at: int) -> bool:  # noqa: ARG002 - the question is the same for every calendar
        return True

    def next_open(self, at: int) -> int:
        return at

    def add(self, start: int, seconds: int) -> int:
        return start + seconds

    def between(self, start: int, end: int) -> int:
        return max(0, end - start)
