"""What a person decides in the log about acts that wait for it."""

from replica.outbox.op import FOR_A_PERSON, OpId, State
from replica.outbox.outbox import Outbox


class Decider:
    """Somebody who keeps theirs, says which record it is, and sends once more what was refused, but not for ever."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._sent_again: set[OpId] = set()
        self.dropped: list[str] = []
        """What was given up, and why."""

    async def look(self) -> None:
        """Decide about all that waits."""
        for op in self._outbox.live:
            if op.found:
                await self._outbox.adopt(op.op_id, op.found[0])
            elif op.state is State.CONFLICT:
                await self._outbox.keep_mine(op.op_id)
            elif op.state in FOR_A_PERSON and op.op_id in self._sent_again:
                self.dropped.append(f"{op.kind} {op.op_id}: {op.error}")
                await self._outbox.drop(op.op_id)
            elif op.state in FOR_A_PERSON or self._outbox.waiting(op):
                self._sent_again.add(op.op_id)
                await self._outbox.retry(op.op_id)
