"""What time it is at Autotask.

A watermark by our own clock loses changes when that clock is fast: 90 seconds fast lost some in every run of a
simulation. So time is read from the `Date` headers of the answers (reliability 2.1).
"""

from collections import deque
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median

_SAMPLES = 9
_JUMP_SECONDS = 5.0
_AGREEING = 3


def read_date(header: str | None) -> datetime | None:
    """The instant of an HTTP date; None if it is missing or none."""
    try:
        instant = parsedate_to_datetime(header or "")
    except (ValueError, TypeError, OverflowError):
        return None
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


class ServerTime:
    """The server's clock, estimated against the machine's: the median of the last nine answers.

    A sample more than five seconds off is believed only when three in a row agree, so one stray answer of a cache or a
    proxy does not move the clock.
    """

    def __init__(self, speed: float = 1.0) -> None:
        """`speed` is how many seconds pass at the server in one of ours: 1, but for a look-alike in a hurry."""
        self._speed = speed
        self._offsets: deque[float] = deque(maxlen=_SAMPLES)
        self._strays: deque[float] = deque(maxlen=_AGREEING)

    def sample(self, served: datetime, sent: float, received: float) -> None:
        """One answer: its `Date`, and when it was sent and received on the machine's clock."""
        offset = served.timestamp() - (sent + received) / 2 * self._speed
        if self._offsets and abs(offset - median(self._offsets)) > _JUMP_SECONDS:
            self._strays.append(offset)
            if len(self._strays) < _AGREEING or max(self._strays) - min(self._strays) > _JUMP_SECONDS:
                return
            self._offsets.clear()
            self._offsets.extend(self._strays)
        else:
            self._offsets.append(offset)
        self._strays.clear()

    def now(self, machine: float) -> datetime | None:
        """The server's time at a moment of the machine's clock; None before any answer."""
        if not self._offsets:
            return None
        return datetime.fromtimestamp(0, UTC) + timedelta(seconds=machine * self._speed + median(self._offsets))
