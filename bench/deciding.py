"""What a person decides in the log about acts that wait for it."""

import asyncio
from pathlib import Path

from autotask.machine import SystemMachine
from replica.outbox.op import FOR_A_PERSON, OpId, State
from replica.outbox.outbox import Outbox
from replica.outbox.settings import OutboxSettings
from tests.whole.terminal import Terminal

END_SECONDS = 240.0


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


async def quiet(data: Path, terminal: Terminal) -> list[str]:
    """Decide beside the running app about all that needs a person, until nothing is on its way."""
    outbox = Outbox.open(data, None, SystemMachine(), settings=OutboxSettings(doorbell=0.1))
    following = asyncio.ensure_future(outbox.run())
    decider = Decider(outbox)
    try:
        async with asyncio.timeout(END_SECONDS):
            while outbox.live:
                terminal.settled(0.02)
                await decider.look()
                await asyncio.sleep(0.2)
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await outbox.close()
    return decider.dropped
