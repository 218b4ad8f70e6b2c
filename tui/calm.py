"""When the screen may stand still for a quarter of a second, because nobody looks."""

from desk.clocks import MachineClock
from tui.attention import Attention

EVERY_SECONDS = 600.0


class Calm:
    """Moments in which nobody has touched anything for a while, ten minutes of machine time apart or more."""

    def __init__(self, attention: Attention, machine: MachineClock) -> None:
        self._attention = attention
        self._machine = machine
        self._last = machine.now()

    def comes(self) -> bool:
        """Whether this is one; then the next is ten minutes away."""
        now = self._machine.now()
        if self._attention.here or now - self._last < EVERY_SECONDS:
            return False
        self._last = now
        return True
