"""The front of the outbox: what the desk and the command line may do with it.

Every method belongs to the loop. Whatever changes something has it on disk, synced, when it returns; errors are
`replica.outbox.errors`, and then nothing was changed.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeAlias

from autotask.machine import MachineClock
from replica.feed import Change
from replica.outbox.effects.effect import Effect
from replica.outbox.op import LogLine, NewOp, Op, OpId
from replica.outbox.server import Reach


@dataclass(frozen=True, slots=True)
class Told:
    """What a subscriber hears.

    Attributes:
        op: The op as it stands on disk now.
        was: The state it came from; None for a new one, the same as now where only something was found out.
        remark: A sentence for the person, where there is one: a rule changed the field again, an act came late.
    """

    op: Op
    was: object
    remark: str = ""


Hear: TypeAlias = Callable[[Sequence[Told]], None]
OnRow: TypeAlias = Callable[[str, int, Any | None], Awaitable[object]]
"""Takes a fresh record into the copy: collection, id, entity (None: it is gone). Awaited before the op is told done,
so that the overlay goes in the moment the row is there."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Why nothing leaves just now.

    Attributes:
        sentence: The cause and the next step.
        seconds: Until it is tried again; None where a person has to do something first (`resume`).
    """

    sentence: str
    seconds: float | None


class Outbox:
    """What was entered and is not yet known to be in Autotask. Make one with `open`, run it, close it."""

    @classmethod
    def open(
        cls,
        folder: Path,
        reach: Reach | None,
        machine: MachineClock,
        *,
        on_row: OnRow | None = None,
        read_only: bool = False,
    ) -> Self:
        """Open the outbox of a data folder, and make it where there is none.

        Args:
            folder: The private folder that the copy lives in.
            reach: How to reach Autotask; None for a command line that only looks at ops and decides about them.
            machine: Monotonic seconds, for windows and settle.
            on_row: See `OnRow`.
            read_only: Refuse every change.

        Raises:
            OutboxTooNew: a newer servicedeck wrote it; nothing is touched.
            OutboxUnwritable, OutboxFull: it cannot be made there.
        """
        raise NotImplementedError

    async def submit(self, act: str, ops: Sequence[NewOp], window: float = 4.0) -> list[Op]:
        """Put the ops of one act on disk, in this order, all or none. They leave after `window` seconds.

        Raises:
            OutboxReadOnly, OutboxFull, OutboxUnwritable: nothing is on disk; keep the form open.
            OpDiffers: an `op_id` is there already with another body.
        """
        raise NotImplementedError

    async def undo(self, act: str) -> bool:
        """Take an act back: all of its ops, if all are still pending. False where one has left."""
        raise NotImplementedError

    async def amend(self, op_id: OpId, effect: Effect) -> Op | None:
        """Send this instead of a pending or refused op, in its place: a new op takes over its lane, place and
        dependents. None where the old one has left meanwhile."""
        raise NotImplementedError

    async def retry(self, op_id: OpId) -> bool:
        """Send again what was rejected or held; let a pending op go whose predecessor was dropped."""
        raise NotImplementedError

    async def drop(self, op_id: OpId) -> bool:
        """Give an op up; it stays in the log with what was typed. False where it is on its way."""
        raise NotImplementedError

    async def keep_mine(self, op_id: OpId) -> bool:
        """Solve a conflict: what stands there now was seen, send mine over it."""
        raise NotImplementedError

    async def take_theirs(self, op_id: OpId) -> bool:
        """Solve a conflict: leave what stands there."""
        raise NotImplementedError

    async def adopt(self, op_id: OpId, remote_id: int) -> bool:
        """Solve a held op: this record is it. Deleting the others is an op of its own."""
        raise NotImplementedError

    async def keep(self, name: str, body: object) -> None:
        """Put something a person typed or started on disk under a name (JSON): a draft, a timer, a decision."""
        raise NotImplementedError

    async def forget(self, name: str) -> None:
        """Drop what is kept under a name."""
        raise NotImplementedError

    def kept(self, prefix: str = "") -> Mapping[str, Any]:
        """What is kept, by name."""
        raise NotImplementedError

    @property
    def live(self) -> Sequence[Op]:
        """Every op that is not over, in the order of handing in."""
        raise NotImplementedError

    def of_ticket(self, ticket_id: int) -> Sequence[Op]:
        """The live ops of a ticket, for the overlay on its rows."""
        raise NotImplementedError

    async def ops(self, *, limit: int = 200) -> Sequence[Op]:
        """The newest ops, live and over, newest first."""
        raise NotImplementedError

    async def log(self, op_id: OpId | None = None, *, limit: int = 500) -> Sequence[LogLine]:
        """The audit, newest first."""
        raise NotImplementedError

    @property
    def pause(self) -> Pause | None:
        """Why nothing leaves just now; None while it does."""
        raise NotImplementedError

    def resume(self) -> None:
        """The key was corrected or the network is back: try now."""
        raise NotImplementedError

    def subscribe(self, hear: Hear) -> Callable[[], None]:
        """Call `hear` on the loop with every change of an op. Returns how to stop."""
        raise NotImplementedError

    def saw(self, change: Change) -> None:
        """Tell the outbox of a change in the copy: a rule that rewrites a field soon after it was set is noticed."""
        raise NotImplementedError

    async def run(self) -> None:
        """Send until cancelled. Returns at once where another process sends."""
        raise NotImplementedError

    async def close(self) -> None:
        """Let go of the file, within two seconds. What was on its way is looked for at the next start."""
        raise NotImplementedError
