"""How much we may ask, and how much has been asked.

10,000 requests an hour belong to the whole tenant, with all its integrations; past half of them Autotask slows every
request, past all of them it refuses. The answers say nothing about it, so the client counts its own requests, asks
`ThresholdInformation` now and then, and keeps to its share (reliability 2.3).
"""

import math
from collections import deque
from dataclasses import dataclass

_DEFAULT_LIMIT = 10_000
_DEFAULT_WINDOW_MINUTES = 60
_BUCKET_SECONDS = 60.0

SLOW_ABOVE = 0.5
"""Part of the tenant's requests above which one request at a time per collection is enough."""

STOP_ABOVE = 0.9
"""Part of the tenant's requests above which nothing is read: what is left is for writes."""

_SECONDS_BETWEEN_WRITES = 3.0
_PACES = ((0.4, 1), (0.6, 2), (0.75, 4), (STOP_ABOVE, 8))


@dataclass(frozen=True, slots=True)
class Threshold:
    """What Autotask says of the tenant: requests allowed in the window, and used in it by everybody."""

    limit: int
    window_minutes: int
    used: int


class Budget:
    """The count of our requests against the tenant's limit and our share of it.

    Times are seconds of the machine's clock.
    """

    def __init__(self, share: float) -> None:
        """`share` is the part of the tenant's requests we may use."""
        self.share = share
        self.limit = _DEFAULT_LIMIT
        self.window_minutes = _DEFAULT_WINDOW_MINUTES
        self._buckets: deque[tuple[float, int]] = deque()
        self._total = 0
        self._told: Threshold | None = None
        self._told_at = 0.0
        self._total_when_told = 0
        self._wrote_at = -math.inf

    def spend(self, now: float) -> None:
        """Count one request."""
        start = now - now % _BUCKET_SECONDS
        if self._buckets and self._buckets[-1][0] == start:
            self._buckets[-1] = (start, self._buckets[-1][1] + 1)
        else:
            self._buckets.append((start, 1))
        self._total += 1

    def learn(self, threshold: Threshold, now: float) -> None:
        """Take over what Autotask says."""
        self.limit = max(1, threshold.limit)
        self.window_minutes = max(1, threshold.window_minutes)
        self._told = threshold
        self._told_at = now
        self._total_when_told = self._total

    def own(self, now: float) -> int:
        """Requests of ours within the window."""
        self._forget(now)
        return sum(count for _, count in self._buckets)

    def usage(self, now: float) -> float:
        """The part of the tenant's requests used in the window, by everybody, as far as we know."""
        own = self.own(now)
        if self._told is None or now - self._told_at > self.window_minutes * 60:
            return own / self.limit
        since = self._total - self._total_when_told
        return max(own, self._told.used + since) / self.limit

    def share_used(self, now: float) -> float:
        """The part of our share that is spent; 1 and above means wait."""
        return self.own(now) / (self.limit * self.share)

    def pace(self, now: float) -> int | None:
        """By how much to stretch polling intervals: 1, 2, 4 or 8; None for not at all."""
        usage = max(self.usage(now), self.share_used(now) * STOP_ABOVE)
        return next((factor for below, factor in _PACES if usage < below), None)

    def wait(self, now: float) -> float:
        """Seconds until another read fits, 0 for now."""
        if self.share_used(now) >= 1:
            # The oldest minute leaves the window first, and its requests come back with it.
            return max(1.0, self._buckets[0][0] + _BUCKET_SECONDS + self.window_minutes * 60 - now)
        return _BUCKET_SECONDS if self.usage(now) >= STOP_ABOVE else 0.0

    def wait_when_spent(self, now: float) -> float:
        """Seconds until a write fits, 0 for now. What a person entered may pass our share; it rests only when the
        tenant's requests are used up."""
        return _BUCKET_SECONDS if self.usage(now) >= 1 else 0.0

    def wait_to_write(self, now: float) -> float:
        """Seconds until it is the next write's turn: writes go out one by one where what is left is theirs alone."""
        return max(0.0, self._wrote_at + _SECONDS_BETWEEN_WRITES - now) if self.usage(now) >= STOP_ABOVE else 0.0

    def wrote(self, now: float) -> None:
        """A write goes out."""
        self._wrote_at = now

    def _forget(self, now: float) -> None:
        horizon = now - self.window_minutes * 60
        while self._buckets and self._buckets[0][0] + _BUCKET_SECONDS <= horizon:
            self._buckets.popleft()


class RetryBudget:
    """Lets retries be a tenth of the requests of the last five minutes, so that a brown-out is not multiplied.

    A handful is always allowed: a tenth of a quiet morning would be none.
    """

    def __init__(self, part: float = 0.1, seconds: float = 300.0, always: int = 6) -> None:
        self._part = part
        self._seconds = seconds
        self._always = always
        self._requests: deque[float] = deque()
        self._retries: deque[float] = deque()

    def request(self, now: float) -> None:
        """A request goes out."""
        self._requests.append(now)

    def retry(self, now: float) -> bool:
        """Whether one more retry fits; if so, it is counted."""
        for times in (self._requests, self._retries):
            while times and times[0] <= now - self._seconds:
                times.popleft()
        if len(self._retries) >= max(self._always, self._part * len(self._requests)):
            return False
        self._retries.append(now)
        return True
