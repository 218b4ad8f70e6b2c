"""When each op is due, in monotonic seconds: a clock that jumps cannot shorten a window or a settle.

Nothing of it is on disk. After a restart every window and every settle runs anew, whole.
"""

import math
from collections.abc import Iterable

from replica.outbox.op import Op, OpId, State
from replica.outbox.settings import OutboxSettings


class Watch:
    """The due moments of the live ops."""

    def __init__(self, settings: OutboxSettings) -> None:
        self._settings = settings
        self._release: dict[OpId, float] = {}
        self._since: dict[OpId, float] = {}
        self._looked: dict[OpId, int] = {}
        self._not_before: dict[OpId, float] = {}

    def saw(self, ops: Iterable[Op], now: float) -> None:
        """Some ops are as they are from now on."""
        for op in ops:
            if op.state is State.PENDING:
                # What has been claimed before had its window.
                self._release.setdefault(op.op_id, now + (0.0 if op.attempts else op.window))
            else:
                self._release.pop(op.op_id, None)
            if op.state is State.UNKNOWN:
                self._since.setdefault(op.op_id, now)
            else:
                self._since.pop(op.op_id, None)
                self._looked.pop(op.op_id, None)
            if not op.live:
                self._not_before.pop(op.op_id, None)

    def released(self, op: Op, now: float) -> float:
        """Seconds left of the window in which it can be taken back."""
        return max(0.0, self._release.get(op.op_id, now) - now)

    def due(self, op: Op) -> float:
        """When it is this op's turn; infinity where nothing is to be done for it."""
        if op.state is State.PENDING:
            due = self._release.get(op.op_id, -math.inf)
        elif op.state is State.UNKNOWN:
            looks = self._looks(op)
            due = self._since[op.op_id] + looks[min(self._looked.get(op.op_id, 0), len(looks) - 1)]
        else:
            return math.inf
        return max(due, self._not_before.get(op.op_id, -math.inf))

    def settled(self, op: Op, now: float) -> bool:
        """Whether a look that begins now may believe that what it does not see is not there."""
        return now >= self._since[op.op_id] + self._looks(op)[-1]

    def looked(self, op: Op) -> None:
        """One look was in vain."""
        self._looked[op.op_id] = self._looked.get(op.op_id, 0) + 1

    def put_off(self, op: Op, until: float) -> None:
        """Nothing is to be tried for this op before a moment."""
        self._not_before[op.op_id] = until

    def hurry(self) -> None:
        """Nothing is put off any more. Windows and settles stay."""
        self._not_before.clear()

    def _looks(self, op: Op) -> tuple[float, ...]:
        # A change that is sent once more does no harm: three ways, it finds its own values. One that was answered
        # and is not there was undone, and the person should read it soon.
        last = self._settings.patience if op.answered and not op.effect.creates else self._settings.settle
        return (*(look for look in self._settings.looks if look < last), last)
