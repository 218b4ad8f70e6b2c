"""One person's outbox at arm's length: started, ended, crashed and looked into between two moments of virtual time."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from replica.outbox.effects import Effect, TicketChange, TimeEntryCreate
from replica.outbox.hand import AtOnce
from replica.outbox.op import NewOp, Op, OpId, State
from replica.outbox.outbox import Outbox
from replica.outbox.settings import OutboxSettings
from tests.replica.outbox.mortal import Fate, MortalStore
from tests.replica.outbox.psa import START, Weather
from tests.replica.outbox.schedule import ME, QUIET, TICKETS, Schedule
from tests.replica.outbox.virtual_time import LoopMachine, VirtualLoop

T = TypeVar("T")
CALM = Weather(share=0.0, read_share=0.0, lag=0.0)
TICKET = TICKETS[0]


class Desk(Schedule):
    """A schedule whose acts a test makes."""

    outbox: Outbox

    def __init__(
        self,
        folder: Path,
        *,
        weather: Weather = CALM,
        settings: OutboxSettings = QUIET,
        seed: int = 1,
        store_class: type[MortalStore] = MortalStore,
    ) -> None:
        super().__init__(folder, seed, weather=weather, settings=settings, acts=0, store_class=store_class)
        self.rows: list[tuple[str, int, Any]] = []
        self._number = 0
        self._fate = Fate(self.random, 0.0)
        self._working: asyncio.Future[None] | None = None

    # A process ----------------------------------------------------------------------------------------------------

    def start(self, *, sending: bool = True) -> Outbox:
        """Start servicedeck."""
        self._loop = VirtualLoop(self.clock)
        self._fate = Fate(self.random, 0.0)
        self.psa.step = self._fate.step
        store = self._opened(self._fate)

        async def on_row(collection: str, record_id: int, row: Any) -> None:
            self.rows.append((collection, record_id, row))

        async def begin() -> Outbox:
            outbox = Outbox(
                store,
                LoopMachine(),
                reach=self._reach,
                on_row=on_row,
                settings=self.settings,
                now=self.psa.wall,
                random=Random(1),
                hand=AtOnce(),
            )
            if sending:
                self._working = asyncio.ensure_future(outbox.run())
            return outbox

        self.outbox = self._loop.run_until_complete(begin())
        self.outbox.subscribe(self.told.extend)
        return self.outbox

    def crash(self) -> None:
        """The process ends between two instructions."""
        assert self._loop is not None
        self._fate.dead = True

        async def end() -> None:
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        self._loop.run_until_complete(end())
        self.outbox._book.store.close()
        self.clock = self._loop.time()
        self._loop.close()
        self._loop = None

    def restart(self) -> Outbox:
        """Crash, and start again."""
        self.crash()
        return self.start()

    def stop_sending(self) -> None:
        """End the sending, and nothing else of the process."""
        working = self._working
        assert working is not None

        async def end() -> None:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)

        self.do(end())

    def go_on_sending(self) -> None:
        """Send again, in the same process."""

        async def begin() -> None:
            self._working = asyncio.ensure_future(self.outbox.run())

        self.do(begin())

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Let something be done."""
        assert self._loop is not None
        return self._loop.run_until_complete(work)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.do(asyncio.sleep(seconds))

    # What a person does -------------------------------------------------------------------------------------------

    def hand_in(self, *effects: Effect, window: float = 0.0, chained: bool = False, act: str = "") -> list[Op]:
        """Submit an act; with `chained`, each op waits for the one before."""
        self._number += 1
        news: list[NewOp] = []
        for effect in effects:
            news.append(self._new(effect, news[-1].op_id if chained and news else None))
        ops = self.do(self.outbox.submit(act or f"act {self._number}", news, window))
        self.acknowledged |= {new.op_id: new for new in news}
        return ops

    def entry(self, *, ticket: int = TICKET, twin: bool = False, **fields: Any) -> TimeEntryCreate:
        """Ten minutes on a ticket."""
        self._number += 1
        begin = START + timedelta(hours=0 if twin else self._number)
        given = {"start_date_time": begin, "end_date_time": begin + timedelta(minutes=10), "summary_notes": "Worked"}
        return TimeEntryCreate(resource_id=ME, ticket_id=ticket, role_id=1, **{**given, **fields})

    def status(self, value: int, seen: int = 1, *, ticket: int = TICKET) -> TicketChange:
        """A change of status."""
        return TicketChange(ticket_id=ticket, changes={"status": value}, base={"status": seen})

    def op(self, op_id: OpId) -> Op:
        """An op as it stands on disk."""
        found = self.do(self.outbox.op(op_id))
        assert found is not None
        return found

    def state(self, op: Op) -> State:
        """Where an op is."""
        return self.op(op.op_id).state

    def why(self, op: Op) -> list[str]:
        """What the audit says of an op, oldest first."""
        return [line.why for line in reversed(self.do(self.outbox.log(op.op_id)))]

    def come_to_rest(self) -> list[str]:
        """Let the weather clear, let the person solve what is open, and return every law that did not hold."""
        self.psa.weather = CALM
        self.psa.planned.clear()
        self.todo.clear()
        self.do(self._act(self.outbox))
        self.crash()
        self._judge()
        return self.verdict.broken

    @property
    def running(self) -> bool:
        """Whether servicedeck runs."""
        return self._loop is not None

    @property
    def now(self) -> datetime:
        """The wall clock."""
        return self.psa.wall()
