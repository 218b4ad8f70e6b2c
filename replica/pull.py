"""The worker that keeps the copy true: connect, fill, poll, sweep, wait, for ever.

One request follows another; a poll never overlaps the one before, and the next is planned when this one has ended. A
failure is a state with a sentence, never the end: the copy stays, and what was not read is read later.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from random import Random

from autotask.machine import MachineClock
from replica.delta import Delta
from replica.feed import Change
from replica.fill import Fill
from replica.last_done import LastDone
from replica.patience import Patience
from replica.plan import POLLED
from replica.polling import Polling
from replica.reach import Reach
from replica.rhythm import Allowance, PullSettings, Rhythm, Task, allowance, soon
from replica.source import Connect
from replica.status import SyncState, SyncStatus
from replica.store import Replica, utc_now
from replica.sweep import Sweep
from replica.telling import StatusCallback, Telling
from replica.trails import Trails
from replica.trouble import Trouble

_BUDGET_PAUSE_S = 60.0
_QUICK = 4
"""Kinds that are polled at least every so many intervals answer to `refresh_now`."""
_LABELS_AGAIN_S = 60.0
"""Labels that were read so many seconds ago are read again at a `refresh_now`."""


class Pull:
    """Follows Autotask into one copy. Lives on one loop; `status` and the callbacks belong to that loop."""

    def __init__(
        self,
        connect: Connect,
        replica: Replica,
        settings: PullSettings,
        machine: MachineClock,
        *,
        random: Random | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """Nothing is asked for before `run` or `once`.

        Args:
            connect: How to reach Autotask; may fail, and is called again.
            replica: A writable copy.
            settings: Intervals.
            machine: What waits are measured in; the same clock as the source's.
            random: For the jitter.
            now: The wall clock of this machine, for the instants of a status.
        """
        self._connect = connect
        self._replica = replica
        self._settings = settings
        self._machine = machine
        self._telling = Telling(replica, now)
        self._reach = Reach(replica, machine)
        self._fill = Fill(self._reach, settings.history_days, self._telling.progressed)
        self._trails = Trails(self._reach)
        self._sweep = Sweep(self._reach, settings.history_days)
        self._rhythm = Rhythm(settings.interval, random or Random())  # noqa: S311 - jitter is no secret
        self._allowance = Allowance(1)
        self._last = LastDone(replica, self._reach, machine, now)
        self._polling = Polling(self._reach, Delta(self._reach, settings.overlap), self._last, self._rhythm, now)
        self._patience = Patience(self._reach, self._telling, self._rhythm, machine)
        self._history_done = False
        self._generation = replica.generation

    @property
    def status(self) -> SyncStatus:
        """How true the copy is now."""
        return self._telling.status(self._rhythm.interval(self._allowance))

    def on_status(self, callback: StatusCallback) -> Callable[[], None]:
        """Call `callback` on the loop with each new status. Returns how to stop."""
        return self._telling.listen(callback)

    def refresh_now(self) -> None:
        """Somebody wants to see the newest, or has changed the key: poll at once, and be quick for a while.

        What was left alone by our own choice is asked once; a `firm` trouble is waited out all the same.
        """
        self._rhythm.hurry()
        for kind, every in POLLED:
            if every <= _QUICK:
                self._last.again(kind.name)
        for task in Task:
            if self._reach.in_doubt(task=task) or (
                task is Task.PICKLISTS and self._last.since(task) >= _LABELS_AGAIN_S
            ):
                self._last.again(task)
        if self._reach.connection is not None:
            self._reach.connection.let_probe()
        self._patience.wake()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._patience.begin()
            if (wait := await self._patience.attempt(self.once())) is None:
                due = self._machine.now() + self._rhythm.pause(self._allowance)
                if (wait := await self._patience.attempt(self._read_behind(due))) is None:
                    wait = max(0.0, due - self._machine.now())
            await self._patience.pause(wait)

    async def once(self) -> list[Change]:
        """One round: connect and fill if that is still to be done, then what is due. Returns what the polls changed.

        Raises:
            AutotaskError: Autotask could not be asked, or refused the tickets themselves.
            ReplicaError: the copy could not be written.
            Trouble: the budget of the tenant is nearly spent.
        """
        if self._reach.connection is None:
            self._reach.connection = await self._connect()
            self._reach.connection.parse_in(self._replica.writer)
        if self._generation != self._replica.generation:
            self._begin_again()
        self._keep_within_budget()
        if await self._fill.is_open_work_there():
            self._telling.asking()
        else:
            self._telling.filling()
            await self._fill.open_work()
            await self._sweep.look_for_tickets()
            await self._last.done(Task.REFERENCE, Task.LINKS, Task.SWEEP, Task.LONG_SWEEP)
        changes = await self._polling.due(self._allowance)
        await self._do_what_is_due()
        await self._tell_round()
        return changes

    async def fill_history(self) -> None:
        """Read all of the history now, without waiting between polls.

        Raises:
            AutotaskError, ReplicaError: as `once`; what was read stays, and the next call goes on behind it.
        """
        self._history_done = await self._fill.history(lambda: False)
        await self._tell_round()

    async def _read_behind(self, due: float) -> None:
        """Read history while there is time until the next poll, and trails once it is there."""
        if self._allowance.tickets_only:
            return

        def stop() -> bool:
            return self._machine.now() >= due or self._patience.woken

        if not self._history_done:
            before = self.status.covers_since
            self._history_done = await self._fill.history(stop)
            if await self._telling.covers() != before:
                await self._tell_round()
        if self._history_done and self._allowance.sweeps:
            await self._trails.read(self._settings.trails, stop)

    async def _do_what_is_due(self) -> None:
        if not self._allowance.sweeps:
            return
        every = self._settings
        tasks: tuple[tuple[Task, float, Callable[[], Awaitable[object]]], ...] = (
            (Task.PICKLISTS, every.picklists_every, self._fill.picklists),
            (Task.REFERENCE, every.reference_every, self._read_reference),
            (Task.LINKS, every.links_every, self._sweep.links),
            (Task.SWEEP, every.sweep_every, self._sweep.recent),
            (Task.LONG_SWEEP, every.long_sweep_every, self._sweep.long),
        )
        for task, seconds, work in tasks:
            if self._last.since(task) >= (soon(seconds) if self._reach.in_doubt(task=task) else seconds):
                await work()
                await self._last.done(task)

    async def _read_reference(self) -> None:
        self._fill.retry_refused()
        self._history_done = False
        await self._sweep.reference()

    def _keep_within_budget(self) -> None:
        used, limit = self._budget()
        self._allowance = allowance(used / limit)
        if self._allowance.stop:
            raise Trouble(
                SyncState.THROTTLED,
                f"The tenant has used {used:,} of {limit:,} requests of this hour: what is left is kept for writes.",
                "It is asked again by itself as the hour passes, and not before.",
                _BUDGET_PAUSE_S,
                firm=True,
            )

    def _budget(self) -> tuple[int, int]:
        budget = self._reach.source.budget
        return round(budget.usage(self._machine.now()) * budget.limit), max(1, budget.limit)

    async def _tell_round(self) -> None:
        await self._telling.round_over(self._reach.doubts.values(), self._reach.refused, self._budget())

    def _begin_again(self) -> None:
        """The copy was built anew: nothing of what we did to the old one counts."""
        self._generation = self._replica.generation
        self._last.recall()
        self._history_done = False
        self._telling.begin_again(self._replica)
