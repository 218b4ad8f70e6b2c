"""Keeps the timers: on disk with every change, in front of the queue, and honest about time that nobody saw.

A timer survives a crash because its start is on disk, and it goes on running while the app is closed. What the app did
not see is asked about: no key for long, a closed lid, a stopped process, a restart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from desk.acts import timers as timing
from desk.acts.answers import Done, NotDone, Outcome, Verdict
from desk.acts.known import Known
from desk.acts.told import Idle, IdleChoice, Timer, Timers
from desk.acts.wording import clock, length
from desk.model import ItemId
from replica.errors import ReplicaError
from replica.outbox.op import new_op_id

KEPT = "timers"
LAST_SEEN = "timers.seen"
UNSEEN_SECONDS = 90.0
"""Between two looks of the app; longer, and it was stopped or the machine slept."""
SET_SECONDS = 5.0
"""By so much wall and machine may differ before the wall clock was set."""
SEEN_EVERY = timedelta(minutes=1)


class Keeper(Protocol):
    """Where timers are kept; the outbox."""

    async def keep(self, name: str, body: object) -> None: ...
    async def forget(self, name: str) -> None: ...
    def kept(self, prefix: str = "") -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Look:
    """A moment on three clocks: of the desk, of the wall and of the machine, which stands still while it sleeps."""

    at: datetime
    wall: float
    machine: float


class Timekeeping:
    """The timers of the person at the screen."""

    def __init__(
        self,
        known: Known,
        keeper: Keeper,
        wall: Callable[[], float],
        machine: Callable[[], float],
        moved: Callable[[], None],
    ) -> None:
        """
        Args:
            wall, machine: seconds of the real clocks, for telling that the machine slept.
            moved: called when timers changed.
        """
        self._known = known
        self._keeper = keeper
        self._wall = wall
        self._machine = machine
        self._moved = moved
        self._stack = timing.unpacked(keeper.kept(KEPT).get(KEPT))
        known.timers = lambda: self._stack
        self._look = self._now()
        self._key_at = self._look.at
        self._idle: Idle | None = None
        seen = keeper.kept(LAST_SEEN).get(LAST_SEEN)
        self._seen_at = self._look.at
        if isinstance(seen, datetime):
            self._doubt(seen, self._look.at, slept=True)
        self._pin()

    @property
    def key_at(self) -> datetime:
        """When a person was here last."""
        return self._key_at

    @property
    def stack(self) -> timing.Stack:
        return self._stack

    @property
    def timers(self) -> Timers:
        """See `desk.acts.surface.Timing.timers`."""
        running = self._stack.running
        parked = tuple(self._shown(timer) for timer in self._stack.parked)
        return Timers(None if running is None else self._shown(running), parked, self.idle)

    def _shown(self, timer: Timer) -> Timer:
        """With its seconds of now, and called as its item is called by now: a new ticket gets its number later."""
        known = self._known
        what = timer.what if timer.item is None or known.desk.item(timer.item) is None else known.called(timer.item)
        return replace(timing.as_of(timer, known.now), what=what)

    # Doing ----------------------------------------------------------------------------------------------------------

    async def start(
        self, item: ItemId | None, *, at: datetime | None = None, internal_code_id: int | None = None
    ) -> Outcome:
        """Run a timer; a parked one on the same thing goes on."""
        now = self._known.now
        if at is not None and at > now:
            return _no("It would begin in the future.")
        begin, running = at or now, self._stack.running
        known = self._stack.on(item, internal_code_id)
        if known is not None and known.running:
            return Done("", f"The timer runs on {self._known.called(item)} already.")
        if known is not None:
            stack = self._stack.resumed(known.timer_id, begin)
        else:
            timer = Timer(
                new_op_id(now), item, self._known.called(item), begin, (), None, 0, internal_code_id=internal_code_id
            )
            stack = self._stack.started(timer, begin)
        parked = "" if running is None else f"; {running.what} is parked"
        return await self._become(stack, f"Timer runs on {self._known.called(item)} from {self._clock(begin)}{parked}")

    async def park(self) -> Outcome:
        """Park what runs."""
        running = self._stack.running
        if running is None:
            return _no("No timer runs.")
        return await self._become(self._next_of(self._stack.parked_at(self._known.now), running), "Timer parked")

    async def resume(self, timer_id: str) -> Outcome:
        timer = self._stack.get(timer_id)
        if timer is None:
            return _no("This timer is not there any more.")
        return await self._become(self._stack.resumed(timer_id, self._known.now), f"Timer runs on {timer.what} again")

    async def end(self, timer_id: str | None = None) -> Outcome:
        """A timer has been entered, or is thrown away: the one that runs unless named; the last parked runs again."""
        timer = self._stack.running if timer_id is None else self._stack.get(timer_id)
        if timer is None:
            return _no("This timer is not there any more.")
        rest = self._stack.without(timer.timer_id)
        stack = self._next_of(rest, None) if timer.running else rest
        again = stack.running
        says = f"; it runs on {again.what} again" if again is not None and timer.running else ""
        return await self._become(stack, f"Timer on {timer.what} ended{says}")

    async def set_start(self, timer_id: str, started: datetime) -> Outcome:
        timer = self._stack.get(timer_id)
        if timer is None:
            return _no("This timer is not there any more.")
        if started > self._known.now:
            return _no("It would begin in the future.")
        return await self._become(
            self._stack.with_(timing.begun_at(timer, started)), f"Began at {self._clock(started)}"
        )

    async def keep_note(self, timer_id: str, note: str) -> None:
        timer = self._stack.get(timer_id)
        if timer is not None:
            await self._become(self._stack.with_(replace(timer, note=note)), "")

    async def rename(self, was: ItemId, now: ItemId) -> None:
        """A ticket that was made here has got its id."""
        if any(timer.item == was for timer in self._stack.timers):
            await self._become(self._stack.renamed(was, now), "")

    async def restore(self, stack: timing.Stack) -> Outcome:
        """Everything as it was before an act that is taken back."""
        return await self._become(stack, "Timers are as before")

    # What nobody saw --------------------------------------------------------------------------------------------------

    @property
    def idle(self) -> Idle | None:
        """What is to be asked: about a time that is over, or about the one that still lasts."""
        running = self._stack.running
        if running is None:
            return None
        if self._idle is not None:
            return self._idle
        return self._idle_since(self._key_at, self._known.now, slept=False)

    def key_pressed(self) -> None:
        """A person is here."""
        now = self._known.now
        if self._stack.running is not None and self._idle is None:
            self._idle = self._idle_since(self._key_at, now, slept=False)
        self._key_at = now

    async def answer(self, choice: IdleChoice) -> Outcome:
        """What the person said about it."""
        idle, running = self.idle, self._stack.running
        if idle is None or running is None:
            return _no("There is nothing to be decided.")
        self._idle, self._key_at = None, self._known.now
        match choice:
            case IdleChoice.CUT:
                stack = self._stack.with_(timing.cut(running, idle.since))
                return await self._become(stack, f"The timer ended at {self._clock(idle.since)}")
            case IdleChoice.SPLIT:
                stack = self._stack.with_(timing.split(running, idle.since, idle.until))
                away = length((idle.until - idle.since) / timedelta(hours=1))
                return await self._become(stack, f"{away} taken out; the timer runs on")
        self._moved()
        return Done("", "All of it was work")

    async def tick(self) -> None:
        """Look at the clocks; about once a second."""
        before, now = self._look, self._now()
        self._look = now
        machine, wall = now.machine - before.machine, now.wall - before.wall
        if abs(wall - machine) > SET_SECONDS and wall < 0:
            # Set back. What slept or was stopped only ever goes forward.
            by = now.at - before.at
            running = self._stack.running
            self._key_at = min(self._key_at, now.at)
            if running is not None:
                await self._become(self._stack.with_(timing.shifted(running, by)), "")
        elif max(wall, machine) > UNSEEN_SECONDS:
            self._doubt(before.at, now.at, slept=True)
            self._key_at = now.at
            self._moved()
        if self._stack.running is not None and now.at - self._seen_at >= SEEN_EVERY:
            self._seen_at = now.at
            await self._keep(LAST_SEEN, now.at)

    def _doubt(self, since: datetime, until: datetime, *, slept: bool) -> None:
        if self._stack.running is not None and self._idle is None:
            self._idle = self._idle_since(since, until, slept=slept)

    def _idle_since(self, since: datetime, until: datetime, *, slept: bool) -> Idle | None:
        running, minutes = self._stack.running, self._known.settings.idle_minutes
        if running is None or running.since is None or not minutes:
            return None
        since = max(since, running.since)
        if until - since < timedelta(minutes=minutes):
            return None
        away = length((until - since) / timedelta(hours=1))
        what = "The app was not there" if slept else "No key"
        says = f"{what} since {self._clock(since)} ({away}). Keep, cut to {self._clock(since)}, or split?"
        return Idle(running.timer_id, since, until, says, slept)

    # ------------------------------------------------------------------------------------------------------------------

    def _next_of(self, stack: timing.Stack, just_parked: Timer | None) -> timing.Stack:
        """The one parked before runs again, where that is wished."""
        if not self._known.settings.resume_after_park:
            return stack
        waiting = [timer for timer in stack.timers if just_parked is None or timer.timer_id != just_parked.timer_id]
        return stack.resumed(waiting[0].timer_id, self._known.now) if waiting else stack

    async def _become(self, stack: timing.Stack, says: str) -> Outcome:
        """Keep the timers, then show them."""
        problem = await self._keep(KEPT, timing.packed(stack))
        if problem:
            return _no(problem)
        self._stack = stack
        if self._idle is not None and (stack.running is None or stack.running.timer_id != self._idle.timer_id):
            self._idle = None
        self._pin()
        self._moved()
        return Done("", says)

    async def _keep(self, name: str, body: object) -> str:
        try:
            await self._keeper.keep(name, body)
        except ReplicaError as error:
            return str(error)
        return ""

    def _pin(self) -> None:
        running = self._stack.running
        self._known.desk.take_in_hand(timer_on=None if running is None else running.item)

    def _now(self) -> Look:
        return Look(self._known.now, self._wall(), self._machine())

    def _clock(self, at: datetime) -> str:
        return clock(at, self._known.zone)


def _no(says: str) -> NotDone:
    return NotDone(Verdict(), says)
