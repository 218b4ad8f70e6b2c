"""One schedule: a person's day of acts, a PSA in bad weather, a process that ends at any step; then the laws.

Everything is drawn from one seed, so that a seed replays all. The sender, the store and its file are the real ones.
"""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from autotask.entities import Ticket, TicketChecklistItem, TicketSecondaryResource
from replica.outbox.book import Told
from replica.outbox.effects import (
    ChecklistAdd,
    ChecklistTick,
    Effect,
    NoteCreate,
    SecondaryAdd,
    SecondaryRemove,
    TicketChange,
    TicketCreate,
    TimeEntryCreate,
    TimeEntryDelete,
    TimeEntryEdit,
)
from replica.outbox.effects.values import Fields, Made
from replica.outbox.hand import AtOnce
from replica.outbox.op import NewOp, Op, State, new_op_id
from replica.outbox.opening import open_store
from replica.outbox.outbox import Outbox
from replica.outbox.settings import OutboxSettings
from replica.outbox.store import Store
from tests.engines import statements_compiled_once
from tests.replica.outbox.laws import Laws, Verdict
from tests.replica.outbox.mortal import Crash, Fate, MortalStore, only_crashes
from tests.replica.outbox.psa import START, Psa, Weather
from tests.replica.outbox.virtual_time import LoopMachine, VirtualLoop

TICKETS = (11, 12, 13)
ME = 4
PATIENT = 12 * 3600.0
"""Virtual seconds after which an op that is not over counts as one that never will be."""
QUIET = OutboxSettings(doorbell=1e7)


@dataclass
class Act:
    """What the person does at a moment."""

    at: float
    name: str
    ops: list[NewOp]
    undo_after: float | None = None


class Schedule:
    """A world that lasts, and the processes that live in it one after the other."""

    def __init__(
        self,
        folder: Path,
        seed: int,
        *,
        weather: Weather | None = None,
        crash_share: float = 0.015,
        crash_at: int | None = None,
        settings: OutboxSettings = QUIET,
        acts: int = 6,
        store_class: type[MortalStore] = MortalStore,
        senders: int = 1,
    ) -> None:
        self.random = Random(seed)
        self.folder = folder
        self.settings = settings.model_copy(update={"markers": settings.markers and seed % 3 != 0})
        self.clock = 0.0
        self.verdict = Verdict(seed)
        self.psa = Psa(Random(seed + 1), weather or Weather(), self.time)
        self._crash_share = crash_share
        self._crash_at = crash_at
        self._senders = senders
        self._store_class = store_class
        self._loop: VirtualLoop | None = None
        self.acknowledged: dict[str, NewOp] = {}
        self.undone: set[str] = set()
        self.told: list[Told] = []
        self._furnish()
        self.acts = self._planned(acts)
        self.todo = list(self.acts)

    def time(self) -> float:
        """Virtual seconds since the world began."""
        return self._loop.time() if self._loop is not None else self.clock

    def _furnish(self) -> None:
        for ticket_id in TICKETS:
            self.psa.put(Ticket(id=ticket_id, status=1, priority=2, title=f"Ticket {ticket_id}", company_id=7))
            self.psa.put(
                TicketChecklistItem(id=ticket_id * 10, ticket_id=ticket_id, item_name="Ask", is_completed=False)
            )
            self.psa.put(TicketSecondaryResource(id=ticket_id * 10, ticket_id=ticket_id, resource_id=9, role_id=1))

    # What the person plans --------------------------------------------------------------------------------------

    def _planned(self, count: int) -> list[Act]:
        at = 0.0
        acts: list[Act] = []
        for number in range(count):
            at += self.random.choice((0.0, 1.0, 20.0, 200.0))
            ops = self._some_ops(number)
            undo_after = self.random.uniform(0, 6) if self.random.random() < 0.1 else None
            acts.append(Act(at, f"act {number}", ops, undo_after))
        return acts

    def _some_ops(self, number: int) -> list[NewOp]:
        ticket = self.random.choice(TICKETS)
        choices: tuple[Callable[[int, int], list[Effect]], ...] = (
            self._time, self._time, self._time, self._note, self._change, self._line, self._tick, self._hands,
        )  # fmt: skip
        if self.random.random() < 0.2:
            return self._chain(ticket, number)
        return [self._new(effect) for effect in self.random.choice(choices)(ticket, number)]

    def _new(self, effect: Effect, after: str | None = None, author: int | None = None) -> NewOp:
        at = START + timedelta(seconds=self.clock)
        return NewOp(effect, new_op_id(at, self.random.randbytes(10)), after, author)

    def _entry(self, ticket: int | Made, number: int) -> TimeEntryCreate:
        # A quarter of the entries have a twin that says and lasts the same.
        place = 0 if self.random.random() < 0.25 else number + 1
        begin = START + timedelta(minutes=place * 20)
        return TimeEntryCreate(
            resource_id=ME,
            ticket_id=ticket,
            role_id=1,
            start_date_time=begin,
            end_date_time=begin + timedelta(minutes=10),
            hours_worked=1 / 6,
            summary_notes=f"Line one \nof {place}",
        )

    def _time(self, ticket: int, number: int) -> list[Effect]:
        return [self._entry(ticket, number)]

    def _note(self, ticket: int, number: int) -> list[Effect]:
        text = "Called back" if self.random.random() < 0.25 else f"Note {number}\nwith a line"
        return [NoteCreate(ticket_id=ticket, title="Note", description=text, note_type=1, publish=1)]

    def _change(self, ticket: int, number: int) -> list[Effect]:
        return [TicketChange(ticket_id=ticket, changes={"status": 100 + number, "due_date_time": None})]

    def _line(self, ticket: int, number: int) -> list[Effect]:
        name = "Ask" if self.random.random() < 0.5 else f"Step {number}"
        return [ChecklistAdd(ticket_id=ticket, item_name=name)]

    def _tick(self, ticket: int, _number: int) -> list[Effect]:
        return [ChecklistTick(ticket_id=ticket, item_id=ticket * 10, is_completed=True, was=False)]

    def _hands(self, ticket: int, number: int) -> list[Effect]:
        if self.random.random() < 0.3:
            return [SecondaryRemove(ticket_id=ticket, link_id=ticket * 10, resource_id=9)]
        return [SecondaryAdd(ticket_id=ticket, resource_id=20 + number, role_id=1)]

    def _chain(self, ticket: int, number: int) -> list[NewOp]:
        """Ops that wait for one another: a completion, a quick create with its time, an entry that is changed."""
        match self.random.randrange(4):
            case 0:
                time = self._new(self._entry(ticket, number))
                said = self._new(TicketChange(ticket_id=ticket, changes={"resolution": f"Done {number}"}), time.op_id)
                shut = self._new(TicketChange(ticket_id=ticket, changes={"status": 100 + number}), said.op_id)
                return [time, said, shut]
            case 1:
                values: Fields = {
                    "company_id": 7,
                    "title": f"Call {number}",
                    "status": 1,
                    "priority": 2,
                    "description": "x",
                }
                made = self._new(TicketCreate(values=values))
                return [made, self._new(self._entry(Made(made.op_id), number))]
            case 2:
                time = self._new(self._entry(ticket, number))
                edit = TimeEntryEdit(entry_id=Made(time.op_id), ticket_id=ticket, changes={"summary_notes": "Better"})
                return [time, self._new(edit)]
        time = self._new(self._entry(ticket, number))
        return [time, self._new(TimeEntryDelete(entry_id=Made(time.op_id), ticket_id=ticket))]

    # How it goes ------------------------------------------------------------------------------------------------

    def run(self) -> Verdict:
        """Live through it, and judge."""
        while self._live_once():
            self.verdict.crashes += 1
        self.verdict.requests = self.psa.requests
        self._judge()
        return self.verdict

    def _live_once(self) -> bool:
        """One process from start to end. True when it ended by a crash."""
        share = self._crash_share if self.verdict.crashes < 20 else 0.0
        fate = Fate(self.random, share, self._crash_at)
        self._crash_at = None
        loop = self._loop = VirtualLoop(self.clock)
        loop.set_exception_handler(only_crashes)
        try:
            self.psa.step = fate.step
            return loop.run_until_complete(self._process(fate))
        finally:
            self.clock = loop.time()
            self._loop = None
            loop.close()
            self.steps = fate.steps

    async def _process(self, fate: Fate) -> bool:
        dead = asyncio.Event()
        fate.on_death = dead.set
        stores = [self._opened(fate) for _ in range(self._senders)]
        outboxes = [self._outbox(store) for store in stores]
        outboxes[0].subscribe(self.told.extend)
        working = [asyncio.ensure_future(outbox.run()) for outbox in outboxes]
        acting = asyncio.ensure_future(self._act(outboxes[0]))
        ending = asyncio.ensure_future(dead.wait())
        await asyncio.wait([acting, ending], return_when=asyncio.FIRST_COMPLETED)
        crashed = fate.dead
        fate.dead = True  # whatever is cancelled now may do nothing more
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        results = await asyncio.gather(*working, acting, ending, return_exceptions=True)
        for store in stores:
            store.close()
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, Crash | asyncio.CancelledError):
                raise result
        return crashed

    def _outbox(self, store: Store) -> Outbox:
        return Outbox(
            store,
            LoopMachine(),
            reach=self._reach,
            settings=self.settings if self._senders == 1 else self.settings.model_copy(update={"doorbell": 1.0}),
            now=self.psa.wall,
            random=Random(self.random.random()),
            hand=AtOnce(),
        )

    async def _reach(self) -> Psa:
        return self.psa

    def _opened(self, fate: Fate) -> Store:
        with statements_compiled_once():
            store: Store = open_store(self.folder, self.psa.wall).store
        store.__class__ = self._store_class
        assert isinstance(store, MortalStore)
        store.fate = fate
        return store

    async def _act(self, outbox: Outbox) -> None:
        """The person: hands in what is planned, takes some of it back, and solves what only a person can."""
        while self.todo:
            act = self.todo[0]
            await asyncio.sleep(max(0.0, act.at - self.time()))
            for op in await outbox.submit(act.name, act.ops, 4.0):
                self.acknowledged[op.op_id] = next(new for new in act.ops if new.op_id == op.op_id)
            # Should the process end before this line, the draft is still there and is handed in once more.
            self.todo.pop(0)
            if act.undo_after is not None:
                await asyncio.sleep(act.undo_after)
                if await outbox.undo(act.name):
                    self.undone |= {new.op_id for new in act.ops}
        deadline = self.time() + PATIENT
        while outbox.live:
            if self.time() > deadline:
                self.verdict.stuck += [f"{op.kind} {op.state}: {op.error}" for op in outbox.live]
                return
            for op in outbox.live:
                await self._solve(outbox, op)
            await asyncio.sleep(30.0)

    async def _solve(self, outbox: Outbox, op: Op) -> None:
        if op.state is State.REJECTED:
            self._spoken(op)
            await outbox.retry(op.op_id)
        elif op.state is State.CONFLICT:
            self._spoken(op)
            await outbox.keep_mine(op.op_id)
        elif op.state is State.HELD:
            self._spoken(op)
            if op.found:
                self.verdict.odd.append(f"held with {len(op.found)} found: {op.error}")
                await outbox.drop(op.op_id)
            else:
                await outbox.retry(op.op_id)

    def _spoken(self, op: Op) -> None:
        if not op.error:
            self.verdict.odd.append(f"{op.kind} is {op.state} without a sentence")

    def _judge(self) -> None:
        store = open_store(self.folder, self.psa.wall).store
        try:
            ops = {op.op_id: op for op in store.newest(10_000)}
        finally:
            store.close()
        Laws(self.psa, self.verdict).judge(ops, self.acknowledged, self.undone)


def run_schedule(folder: Path, seed: int, **options: Any) -> Verdict:
    """One schedule in a folder of its own, which is removed."""
    own = folder / f"s{seed}"
    try:
        return Schedule(own, seed, **options).run()
    finally:
        shutil.rmtree(own, ignore_errors=True)
