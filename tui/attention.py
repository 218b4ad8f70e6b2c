"""Whether somebody is at the screen right now."""

from desk.clocks import MachineClock


class Attention:
    """Somebody is here for so many seconds of machine time after a key, a click or a turn of the wheel."""

    def __init__(self, machine: MachineClock, seconds: float) -> None:
        self.machine = machine
        self._seconds = seconds
        self._last: float | None = None

    def touch(self) -> None:
        """Somebody did something."""
        self._last = self.machine.now()

    @property
    def ever(self) -> bool:
        """Whether anybody has ever been here."""
        return self._last is not None

    def rested(self, seconds: float) -> bool:
        """Whether nobody has done anything for so many seconds."""
        return self._last is None or self.machine.now() - self._last >= seconds

    @property
    def here(self) -> bool:
        return self._last is not None and self.machine.now() - self._last < self._seconds
