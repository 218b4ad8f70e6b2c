"""The worker: whose turn it is, when, and what a failure means for the rest.

One op of a lane at a time, some lanes side by side. An op whose fate is unknown keeps its lane; a failure of the way
to Autotask keeps them all.
"""

import asyncio
import logging
import math
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from autotask.errors import AutotaskError, Closed, Throttled, Unauthorised
from autotask.machine import MachineClock
from replica.outbox.attempt import Attempt
from replica.outbox.book import Book
from replica.outbox.effects.values import Value
from replica.outbox.errors import OutboxError
from replica.outbox.lanes import heads
from replica.outbox.op import Op, State
from replica.outbox.server import Reach, Server
from replica.outbox.settings import OutboxSettings
from replica.outbox.sweep import REMEMBERED, Sweep
from replica.outbox.watch import Watch

logger = logging.getLogger(__name__)

_FIRST_RETRY_S = 2.0
_LAST_RETRY_S = 60.0
_SWEEP = "sweep"


@dataclass(frozen=True, slots=True)
class Pause:
    """Why nothing leaves just now.

    Attributes:
        sentence: The cause and the next step.
        until: When it is tried again, on the machine's clock; infinity where a person has to do something first.
    """

    sentence: str
    until: float


class Sender:
    """Makes true what the book says. One a file: whoever runs it has the right to send."""

    def __init__(
        self,
        book: Book,
        watch: Watch,
        reach: Reach,
        machine: MachineClock,
        settings: OutboxSettings,
        *,
        words: Callable[[str, Value], str],
        now: Callable[[], datetime],
        random: Random,
    ) -> None:
        self._book = book
        self._watch = watch
        self._reach = reach
        self._machine = machine
        self._settings = settings
        self._words = words
        self._now = now
        self._random = random
        self._sweep = Sweep(book, settings, words)
        self._server: Server | None = None
        self._reaching = asyncio.Lock()
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._failures = 0
        self._wake = asyncio.Event()
        self.pause: Pause | None = None
        self._halted = False
        """It could not begin."""

    def stir(self) -> None:
        """Something changed: look again what is due."""
        self._wake.set()

    def resume(self) -> None:
        """Try again now."""
        self.pause = None
        self._failures = 0
        self._watch.hurry()
        self._wake.set()

    def halt(self, sentence: str) -> None:
        """Nothing can leave for a reason outside of here; the next run begins anew."""
        self.pause, self._halted = Pause(sentence, math.inf), True

    async def run(self) -> None:
        """Send until cancelled. What is on its way then is looked for at the next start."""
        await self._begin()
        stop = self._book.subscribe(lambda told: self._sweep.saw((each.op for each in told), self._machine.now()))
        try:
            while True:
                self._wake.clear()
                self._start_what_is_due()
                await self._sleep_until(self._next_due())
        finally:
            stop()
            for task in self._busy.values():
                task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def _begin(self) -> None:
        """Take up what lies there. As long as the disk does not let us, say so, and try again."""
        while True:
            try:
                await self._book.hand.do(self._book.store.begin)
                # All of it: where an earlier run was cancelled between the disk and us, only the disk knows what was
                # noted.
                self._book.take(await self._book.hand.do(self._book.read))
                unswept = await self._book.hand.do(self._book.store.unswept, self._now() - REMEMBERED)
            except OutboxError as trouble:
                if not self._halted:
                    logger.warning("sending cannot begin: %s", trouble)
                self._halted = True
                self._stop_all(trouble.halts, self._backoff())
                self._wake.clear()
                await self._sleep_until(self._next_due())
                continue
            self._sweep.saw(unswept, self._machine.now())
            if self._halted:
                self._halted = False
                self.resume()
            return

    def _start_what_is_due(self) -> None:
        now = self._machine.now()
        if self._paused(now):
            return
        for op in heads(self._book.live(), self._book.get):
            if len(self._busy) >= self._settings.at_once:
                return
            if op.lane not in self._busy and self._watch.due(op) <= now:
                self._start(op.lane, self._serve(op))
        due = self._sweep.next_due()
        if due is not None and due <= now and _SWEEP not in self._busy:
            self._start(_SWEEP, self._run_sweep())

    def _start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._busy[name] = task
        task.add_done_callback(lambda _: self._free(name))

    def _free(self, name: str) -> None:
        self._busy.pop(name, None)
        self._wake.set()

    def _next_due(self) -> float:
        now = self._machine.now()
        if self.pause is not None:
            return self.pause.until
        if len(self._busy) >= self._settings.at_once:
            return math.inf
        waiting = [self._watch.due(op) for op in heads(self._book.live(), self._book.get) if op.lane not in self._busy]
        if _SWEEP not in self._busy and (due := self._sweep.next_due()) is not None:
            waiting.append(due)
        return max(now, min(waiting, default=math.inf))

    async def _serve(self, op: Op) -> None:
        server: Server | None = None
        try:
            server = await self._reached()
            attempt = Attempt(self._book, server, self._settings, self._words)
            if op.state is State.PENDING:
                if not await attempt.send(op):
                    # Another process was quicker; its news come with the next ring of the doorbell.
                    self._watch.put_off(op, self._machine.now() + self._settings.doorbell)
            else:
                await self._look(attempt, op)
            self._failures = 0
        except AutotaskError as trouble:
            self._fail(trouble, op, server)
        except OutboxError as trouble:
            # What cannot be put on disk is not sent; what was sent meanwhile is looked for later.
            self._stop_all(trouble.halts, self._backoff())
            await self._disown(op)
        except Exception:
            logger.exception("the sender failed in a way that nobody foresaw")
            self._watch.put_off(op, self._machine.now() + self._backoff())
            await self._disown(op)

    async def _disown(self, op: Op) -> None:
        """What is on its way on disk and nobody's any more has to be looked for."""
        while (known := self._book.get(op.op_id)) is not None and known.state is State.INFLIGHT:
            try:
                await self._book.move(op.op_id, State.UNKNOWN, "its outcome could not be noted", was=(State.INFLIGHT,))
            except OutboxError:
                await self._machine.sleep(_FIRST_RETRY_S)

    async def _look(self, attempt: Attempt, op: Op) -> None:
        settled = self._watch.settled(op, self._machine.now())
        if not await attempt.look(op, settled=settled):
            self._watch.looked(op)

    async def _run_sweep(self) -> None:
        server: Server | None = None
        try:
            server = await self._reached()
            await self._sweep.run(server, self._machine.now())
        except AutotaskError as trouble:
            self._leave(trouble, server)
            self._sweep.put_off(self._machine.now())
            if isinstance(trouble, Unauthorised):
                self._stop_all(trouble.sentence, math.inf)
        except OutboxError as trouble:
            self._stop_all(trouble.halts, self._backoff())
        except Exception:
            logger.exception("the sweep failed in a way that nobody foresaw")
            self._sweep.put_off(self._machine.now())

    async def _reached(self) -> Server:
        async with self._reaching:
            if self._server is None:
                self._server = await self._reach()
            return self._server

    def _leave(self, trouble: AutotaskError, server: Server | None) -> None:
        """Let go of a connection that is of no use any more; the next request asks for another."""
        if isinstance(trouble, Unauthorised | Closed) and self._server is server:
            self._server = None

    def _fail(self, trouble: AutotaskError, op: Op, server: Server | None) -> None:
        """What did not work over a connection, and for whom it is put off."""
        self._leave(trouble, server)
        if isinstance(trouble, Unauthorised):
            # Asking again would only bring the API user nearer to being locked.
            self._stop_all(trouble.sentence, math.inf)
            return
        fresh = not self._failures
        wait = max(self._backoff(), trouble.retry_after or 0.0)
        if isinstance(trouble, Closed) and server is not None:
            # One that was good until now says nothing against the next; one that never was does.
            self._watch.put_off(op, self._machine.now() + (0.0 if fresh else wait))
            return
        self._watch.put_off(op, self._machine.now() + wait)
        if server is None or isinstance(trouble, Throttled) or not trouble.left:
            self._stop_all(trouble.sentence, wait)

    def _stop_all(self, sentence: str, seconds: float) -> None:
        self.pause = Pause(sentence, self._machine.now() + seconds)

    def _paused(self, now: float) -> bool:
        if self.pause is not None and self.pause.until <= now:
            self.pause = None
        return self.pause is not None

    def _backoff(self) -> float:
        self._failures += 1
        longest = min(_LAST_RETRY_S, _FIRST_RETRY_S * 2.0 ** min(self._failures, 10))
        return longest * self._random.uniform(0.5, 1.0)

    async def _sleep_until(self, due: float) -> None:
        waiting: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._wake.wait())]
        if due < math.inf:
            waiting.append(asyncio.ensure_future(self._machine.sleep(max(0.0, due - self._machine.now()))))
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
