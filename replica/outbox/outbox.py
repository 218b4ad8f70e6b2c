"""The front of the outbox: what the desk and the command line may do with it.

Every method belongs to the loop. Whatever changes something has it on disk, synced, when it returns; errors are
`replica.outbox.errors`, and then nothing was changed.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, Self

from autotask.machine import MachineClock
from replica.errors import ReplicaError, ReplicaInUse
from replica.feed import Change
from replica.lock import Lock
from replica.outbox.aftermath import Aftermath
from replica.outbox.book import Book, Hear, OnRow, Told
from replica.outbox.effects.effect import Effect
from replica.outbox.effects.values import Value
from replica.outbox.errors import OutboxError
from replica.outbox.hand import Hand, OwnThread
from replica.outbox.lanes import waiting_words
from replica.outbox.op import FOR_A_PERSON, LogLine, NewOp, Op, OpId, State, new_op_id
from replica.outbox.opening import compact, open_store
from replica.outbox.sender import Pause, Sender
from replica.outbox.server import Reach
from replica.outbox.settings import OutboxSettings
from replica.outbox.store import Store
from replica.outbox.watch import Watch
from replica.store import utc_now

__all__ = ["Hear", "OnRow", "Outbox", "Pause", "Told"]

LOCK = "outbox.lock"


def _plain(_field: str, value: Value) -> str:
    return str(value)


class Outbox:
    """What was entered and is not yet known to be in Autotask. Make one with `open`, run it, close it."""

    def __init__(
        self,
        store: Store,
        machine: MachineClock,
        *,
        folder: Path | None = None,
        reach: Reach | None = None,
        on_row: OnRow | None = None,
        settings: OutboxSettings | None = None,
        words: Callable[[str, Value], str] = _plain,
        now: Callable[[], datetime] = utc_now,
        random: Random | None = None,
        hand: Hand | None = None,
    ) -> None:
        """See `open`. `folder` is where the right to send lies; None for a store that nobody else can see."""
        self._settings = settings or OutboxSettings()
        self._machine = machine
        self._now = now
        self._folder = folder
        self._lock: Lock | None = None
        self._hand = hand or OwnThread()
        self._book = Book(store, self._hand, on_row)
        self._watch = Watch(self._settings)
        self._aftermath = Aftermath(self._book, self._settings.notice_rules, words)
        self._sender: Sender | None = None
        if reach is not None:
            chance = random or Random()  # noqa: S311 - jitter is no secret
            self._sender = Sender(
                self._book, self._watch, reach, machine, self._settings, words=words, now=now, random=chance
            )
        self._remarks: set[asyncio.Task[Op | None]] = set()
        self.notices: list[str] = []
        """What a person should read once: the outbox was damaged and recovered."""
        self._book.subscribe(self._hear)
        self._kept: dict[str, Any] = store.kept()
        self._book.take(self._book.read())
        if store.foreign:
            self.notices.append(
                f"{store.foreign} entries were made by a newer servicedeck and wait for it: update to send them."
            )

    @classmethod
    def open(
        cls,
        folder: Path,
        reach: Reach | None,
        machine: MachineClock,
        *,
        on_row: OnRow | None = None,
        read_only: bool = False,
        settings: OutboxSettings | None = None,
        words: Callable[[str, Value], str] = _plain,
        now: Callable[[], datetime] = utc_now,
        random: Random | None = None,
        hand: Hand | None = None,
    ) -> Self:
        """Open the outbox of a data folder, and make it where there is none.

        Args:
            folder: The private folder that the copy lives in.
            reach: How to reach Autotask; None for a command line that only looks at ops and decides about them.
            machine: Monotonic seconds, for windows and settle.
            on_row: See `OnRow`.
            read_only: Refuse every change, and send nothing.
            settings: How patient it is.
            words: A field's value as a person reads it, for sentences: a status by its label.
            now: The wall clock, for what is shown.
            random: For the jitter of retries.
            hand: Who does the work on disk; a thread of its own unless said otherwise.

        Raises:
            OutboxTooNew: a newer servicedeck wrote it; nothing is touched.
            OutboxError, FolderUnwritable: it cannot be made there.
        """
        opened = open_store(folder, now, read_only=read_only)
        outbox = cls(
            opened.store,
            machine,
            folder=None if read_only else folder,
            reach=None if read_only else reach,
            on_row=on_row,
            settings=settings,
            words=words,
            now=now,
            random=random,
            hand=hand,
        )
        outbox.notices[:0] = opened.notices
        return outbox

    # What a person does -----------------------------------------------------------------------------------------

    async def submit(self, act: str, ops: Sequence[NewOp], window: float = 4.0) -> list[Op]:
        """Put the ops of one act on disk, in this order, all or none. They leave after `window` seconds.

        Raises:
            OutboxReadOnly, OutboxFull, OutboxUnwritable: nothing is on disk; keep the form open.
            OpDiffers: an `op_id` is there already with another body.
        """
        return await self._book.submit(act, ops, window, marked=self._settings.markers)

    async def undo(self, act: str) -> bool:
        """Take an act back: all of its ops, if all are still pending. False where one has left."""
        return bool(await self._book.several(self._book.store.undo, act, "taken back"))

    async def amend(self, op_id: OpId, effect: Effect, window: float = 0.0) -> Op | None:
        """Send this instead of an op that is pending, refused or in conflict.

        A new op takes over its act, its turn and what waits for it; what was typed before stays in the log. None where
        the old one is on its way, or over.
        """
        new = NewOp(effect, new_op_id(self._now()))
        changed = await self._book.several(self._book.store.amend, op_id, new, window, "entered anew")
        return next((op for op in changed if op.op_id == new.op_id), None)

    async def retry(self, op_id: OpId) -> bool:
        """Send again what was refused or held; let a pending op go without the one that it waits for in vain.

        False where it is on its way or over, and for what tells of the one that it waits for.
        """
        op = self._book.get(op_id)
        if op is not None and op.state is State.PENDING and not op.effect.tells and self.waiting(op):
            return await self._book.note(op_id, "goes without what it waited for", after=None) is not None
        if op is None or op.remote_id is not None:
            return False  # a double that the sweep found: sending it once more would make three
        fresh = {"attempts": 0, "window": 0.0, "error": "", "found": ()}
        return await self._moved(op_id, State.PENDING, "to be sent again", (State.REJECTED, State.HELD), **fresh)

    async def drop(self, op_id: OpId) -> bool:
        """Give an op up, and what tells of it; it stays in the log with what was typed. False where it is on its way,
        or over."""
        was = (State.PENDING, *FOR_A_PERSON)
        return bool(await self._book.several(self._book.store.give_up, op_id, "dropped", was))

    async def keep_mine(self, op_id: OpId) -> bool:
        """Solve a conflict: what stands there now was seen, send mine over it."""
        op = self._book.get(op_id)
        if op is None:
            return False
        seen = {**op.base, **{clash.field: clash.theirs for clash in op.clashes}}
        fresh = {"base": seen, "clashes": (), "error": "", "attempts": 0, "window": 0.0}
        return await self._moved(op_id, State.PENDING, "mine is kept", (State.CONFLICT,), **fresh)

    async def take_theirs(self, op_id: OpId) -> bool:
        """Solve a conflict: leave the fields that somebody else has changed, and send the rest, if there is any."""
        op = self._book.get(op_id)
        if op is None or op.state is not State.CONFLICT:
            return False
        rest = op.effect.without([clash.field for clash in op.clashes])
        if rest is not None:
            return await self.amend(op_id, rest) is not None
        return bool(await self._book.several(self._book.store.give_up, op_id, "theirs is taken", (State.CONFLICT,)))

    async def adopt(self, op_id: OpId, remote_id: int) -> bool:
        """Solve a held op: this record is it. Deleting the others is an op of its own.

        Raises:
            OpClaimed: the record is another op's.
        """
        op = self._book.get(op_id)
        if op is None:
            return False
        claim = {"remote_kind": op.effect.collection, "remote_id": remote_id}
        return await self._moved(op_id, State.DONE, "found by a person", (State.HELD,), error="", found=(), **claim)

    # What is kept -----------------------------------------------------------------------------------------------

    async def keep(self, name: str, body: object) -> None:
        """Put something a person typed or started on disk under a name: a draft, a timer, a decision.

        `body` is of JSON's types, instants and days. Errors are those of `submit`.
        """
        await self._hand.do(self._book.store.keep, name, body)
        self._kept[name] = body

    async def forget(self, name: str) -> None:
        """Drop what is kept under a name. Errors are those of `submit`."""
        await self._hand.do(self._book.store.forget, name)
        self._kept.pop(name, None)

    def kept(self, prefix: str = "") -> Mapping[str, Any]:
        """What is kept under the names that begin so."""
        return {name: body for name, body in self._kept.items() if name.startswith(prefix)}

    # What is there ----------------------------------------------------------------------------------------------

    @property
    def live(self) -> Sequence[Op]:
        """Every op that is not over, in the order of handing in."""
        return self._book.live()

    def of_ticket(self, ticket_id: int) -> Sequence[Op]:
        """The live ops of a ticket, for the overlay on its rows."""
        return [op for op in self._book.live() if op.ticket == ticket_id]

    def undo_seconds(self, op: Op) -> float:
        """Seconds left in which an op can be taken back for sure; 0 when its window is over."""
        return self._watch.released(op, self._machine.now()) if op.state is State.PENDING else 0.0

    def waiting(self, op: Op) -> str:
        """What a pending op waits for that only a person can solve, as a sentence; "" where nothing stops it."""
        return waiting_words(op, self._book.get)

    async def ops(self, *, limit: int = 200) -> Sequence[Op]:
        """The newest ops, live and over, newest first."""
        return await self._hand.do(self._book.store.newest, limit)

    async def op(self, op_id: OpId) -> Op | None:
        """One op, live or over."""
        return (await self._hand.do(self._book.store.some, [op_id])).get(op_id)

    async def log(self, op_id: OpId | None = None, *, limit: int = 500) -> Sequence[LogLine]:
        """The audit, newest first."""
        return await self._hand.do(self._book.store.log, op_id, limit)

    @property
    def pause(self) -> Pause | None:
        """Why nothing leaves just now; None while it does, and where another process sends."""
        return self._sender.pause if self._sender else None

    def resume(self) -> None:
        """The key was corrected, or the network is back: try now."""
        if self._sender:
            self._sender.resume()

    def subscribe(self, hear: Hear) -> Callable[[], None]:
        """Call `hear` on the loop with every change of an op. Returns how to stop."""
        return self._book.subscribe(hear)

    def saw(self, change: Change) -> None:
        """Tell the outbox of a change in the copy: a rule that rewrites a field soon after it was set is noticed."""
        if found := self._aftermath.saw(change, self._machine.now()):
            op, sentence = found
            task = asyncio.ensure_future(self._book.note(op.op_id, sentence, remark=sentence))
            self._remarks.add(task)
            task.add_done_callback(self._remarks.discard)

    # Working ----------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Send until cancelled. While another process has the right to send, only follow what it does."""
        sending: asyncio.Task[None] | None = None
        try:
            while True:
                if self._sender is not None and (sending is None or sending.done()):
                    try:
                        if await self._may_send():
                            sending = asyncio.ensure_future(self._sender.run())
                    except ReplicaError as trouble:
                        self._sender.halt(trouble.halts if isinstance(trouble, OutboxError) else str(trouble))
                await self._machine.sleep(self._settings.doorbell)
                with suppress(ReplicaError):
                    if await self._book.news_from_others():
                        self._kept = await self._hand.do(self._book.store.kept)
        finally:
            if sending is not None:
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)

    async def close(self) -> None:
        """Let go of the file. What was on its way is looked for at the next start. `run` has ended before."""
        await asyncio.gather(*self._remarks, return_exceptions=True)
        self._hand.rest()
        self._book.store.close()
        if self._lock is not None:
            self._lock.release()

    async def _may_send(self) -> bool:
        if self._folder is None:
            return True
        if self._lock is None:
            with suppress(ReplicaInUse):
                self._lock = Lock(self._folder / LOCK)
            if self._lock is not None:
                await self._hand.do(compact, self._book.store, self._now())
                self._book.take(await self._hand.do(self._book.read))
        return self._lock is not None

    async def _moved(self, op_id: OpId, to: State, why: str, was: Sequence[State], **changes: Any) -> bool:
        return await self._book.move(op_id, to, why, was=was, **changes) is not None

    def _hear(self, told: Sequence[Told]) -> None:
        now = self._machine.now()
        ops = [each.op for each in told]
        self._watch.saw(ops, now)
        self._aftermath.heard(ops, now)
        if self._sender:
            self._sender.stir()
