"""What a person is to read once about what they entered: what is grave until they say so, the rest in passing."""

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.acts.told import Remark

SECONDS = 8
"""How long one in passing stands before the next: a pile would hide the list."""


class Remarks:
    """Handed out by the acts once, kept here until somebody has seen them."""

    def __init__(self) -> None:
        self.grave: list[Remark] = []
        """Not acknowledged yet: what became of what was entered before what came in, the oldest of each first."""
        self._passing: deque[Remark] = deque()
        self._left = 0

    def take(self, remarks: "Sequence[Remark]") -> None:
        """Keep what is new."""
        for remark in remarks:
            (self.grave if remark.grave else self._passing).append(remark)
        self.grave.sort(key=lambda remark: remark.op_id is None)

    def acknowledge(self) -> "Remark | None":
        """Somebody has read the first grave one; returns it."""
        return self.grave.pop(0) if self.grave else None

    def settle(self, op_id: str) -> None:
        """What it was about has been decided."""
        self.grave = [remark for remark in self.grave if remark.op_id != op_id]

    def second_passed(self) -> str:
        """What is to be told in passing now; "" for nothing."""
        self._left -= 1
        if self._left > 0 or not self._passing:
            return ""
        self._left = SECONDS
        return self._passing.popleft().says
