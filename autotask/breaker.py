"""Leaving a place alone that keeps failing."""

from dataclasses import dataclass


@dataclass(slots=True)
class Breaker:
    """Opens after some failures in a row; lets one probe through after a pause that doubles with each failed probe.

    Times are seconds of the machine's clock.

    Attributes:
        failures_to_open: Failures in a row that open it (reliability 2.4: five; a refused key: one).
        first_pause: Seconds before the first probe.
        longest_pause: Where doubling ends.
        why: The last failure, in words.
    """

    failures_to_open: int = 5
    first_pause: float = 15.0
    longest_pause: float = 300.0
    why: str = ""
    _failures: int = 0
    _pause: float = 0.0
    _closed_until: float = 0.0
    _probing: bool = False
    _by_hand: bool = False

    def wait(self, now: float) -> float:
        """Seconds to leave the place alone, 0 if it may be asked. While a probe is out, others wait for its answer."""
        if not self._pause:
            return 0.0
        if self._probing:
            return max(1.0, self._closed_until - now)
        return max(0.0, self._closed_until - now)

    def half_open(self, now: float) -> bool:
        """A person asks: the next probe may go out at once, and its failure makes no pause longer. False if closed."""
        if not self._pause or self._probing:
            return False
        self._closed_until = now
        self._by_hand = True
        return True

    def asked(self) -> None:
        """A request goes out; of an open breaker, that is the probe."""
        self._probing = self._pause > 0

    def succeeded(self) -> None:
        """The place answered."""
        self._failures = 0
        self._pause = 0.0
        self._probing = False
        self._by_hand = False

    def failed(self, now: float, why: str) -> None:
        """The place failed."""
        self._failures += 1
        self.why = why
        if self._probing or (self._pause == 0 and self._failures >= self.failures_to_open):
            if not self._by_hand:
                self._pause = min(self._pause * 2, self.longest_pause) if self._pause else self.first_pause
            self._closed_until = now + self._pause
            self._by_hand = False
        self._probing = False

    def ended(self) -> None:
        """A request is over. One that ended without an answer of either sort (it was cancelled) frees the probe."""
        self._probing = False
