"""One schedule: a person's day of acts, a PSA in bad weather, a process that ends at any step; then the laws.

Everything is drawn from one seed, so that a seed replays all. The sender, the store and its file are the real ones.
"""

import asyncio
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, create_engine

from autotask.entities import Ticket, TicketChecklistItem, TicketNote, TicketSecondaryResource, TimeEntry
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
from replica.outbox.effects.comparing import same_text, without_marker
from replica.outbox.effects.values import Fields, Made
from replica.outbox.hand import AtOnce
from replica.outbox.op import NewOp, Op, State, new_op_id
from replica.outbox.opening import open_store
from replica.outbox.outbox import Outbox
from replica.outbox.settings import OutboxSettings
from replica.outbox.store import Store
from tests.replica.outbox.psa import START, Psa, Weather
from tests.replica.outbox.virtual_time import LoopMachine, VirtualLoop

TICKETS = (11, 12, 13)
ME = 4
PATIENT = 12 * 3600.0
"""Virtual seconds after which an op that is not over counts as one that never will be."""
QUIET = OutboxSettings(doorbell=1e7)


class Crash(BaseException):
    """The process ends here: nothing that it does from now on reaches the disk or the wire."""


class Fate:
    """Decides at every step whether the process ends there, and remembers that it did."""

    def __init__(self, random: Random, share: float, at: int | None = None) -> None:
        self._random = random
        self._share = share
        self._at = at
        self.steps = 0
        self.dead = False
        self.on_death: Callable[[], None] = lambda: None

    def step(self, _where: str) -> None:
        """One boundary."""
        if self.dead:
            raise Crash
        self.steps += 1
        if self.steps == self._at or (self._share and self._random.random() < self._share):
            self.dead = True
            self.on_death()
            raise Crash


class MortalStore(Store):
    """A store whose process may end before a transaction, between it and its second copy, and behind both."""

    fate: Fate

    def _write(self, work: Any) -> Any:
        self.fate.step("before a transaction")
        result = super()._write(work)
        self.fate.step("behind a transaction")
        return result

    def _second_copy(self, line: Any) -> None:
        self.fate.step("before the second copy")
        super()._second_copy(line)


@dataclass
class Act:
    """What the person does at a moment."""

    at: float
    name: str
    ops: list[NewOp]
    undo_after: float | None = None


@dataclass
class Verdict:
    """What a schedule came to."""

    seed: int
    ops: int = 0
    crashes: int = 0
    requests: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    @property
    def broken(self) -> list[str]:
        """Every law that did not hold."""
        return [*self.lost, *self.doubled, *self.stuck, *self.odd]


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
        loop.set_exception_handler(_only_crashes)
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
        with fast_engines():
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

    # The laws ---------------------------------------------------------------------------------------------------

    def _judge(self) -> None:
        """Nothing lost, nothing doubled, every op where it says it is."""
        store = open_store(self.folder, self.psa.wall).store
        try:
            ops = {op.op_id: op for op in store.newest(10_000)}
        finally:
            store.close()
        self.verdict.ops = len(ops)
        for op_id in self.acknowledged.keys() - ops.keys():
            self.verdict.lost.append(f"acknowledged and gone: {op_id}")
        for op_id in self.undone:
            if ops[op_id].state is not State.CANCELLED:
                self.verdict.odd.append(f"undone and {ops[op_id].state}")
        done = [op for op in ops.values() if op.state is State.DONE]
        self._compare("time", self._entries_meant(done), self.psa.truth(TimeEntry), self._entry_says)
        self._compare("note", [_note_says(op.effect) for op in done], self.psa.truth(TicketNote), _note_says)
        lines = [row for row in self.psa.truth(TicketChecklistItem) if row.id > 1000]
        self._compare("line", [_line_says(op.effect) for op in done], lines, _line_says)
        hands = [row for row in self.psa.truth(TicketSecondaryResource) if row.id > 1000]
        self._compare("hands", [_hands_say(op.effect) for op in done], hands, _hands_say)
        new = [row for row in self.psa.truth(Ticket) if row.id > 1000]
        self._compare("ticket", [_title_of(op.effect) for op in done], new, lambda row: row.title)
        self._check_changes(done)

    def _compare(self, what: str, meant: Sequence[Any], rows: Sequence[Any], says: Callable[[Any], Any]) -> None:
        wanted, there = Counter(each for each in meant if each is not None), Counter(says(row) for row in rows)
        self.verdict.lost += [f"{what} lost: {each}" for each in (wanted - there).elements()]
        self.verdict.doubled += [f"{what} doubled: {each}" for each in (there - wanted).elements()]

    def _entries_meant(self, done: Sequence[Op]) -> list[Any]:
        made = {op.op_id: op for op in done}
        deleted = {op.effect.entry_id.op_id for op in done if isinstance(op.effect, TimeEntryDelete)}  # type: ignore[union-attr]
        edited = {op.effect.entry_id.op_id for op in done if isinstance(op.effect, TimeEntryEdit)}  # type: ignore[union-attr]
        meant = []
        for op in done:
            effect = op.effect
            if not isinstance(effect, TimeEntryCreate) or op.op_id in deleted:
                continue
            ticket = effect.ticket_id
            ticket_id = made[ticket.op_id].remote_id if isinstance(ticket, Made) else ticket
            says = "Better" if op.op_id in edited else _flat(effect.summary_notes)
            meant.append((ticket_id, effect.start_date_time, says))
        return meant

    def _entry_says(self, row: TimeEntry) -> Any:
        return (row.ticket_id, row.start_date_time, _flat(row.summary_notes))

    def _check_changes(self, done: Sequence[Op]) -> None:
        """Every change that is done stood in Autotask at some time; gone is what was to be removed."""
        for op in done:
            match op.effect:
                case TicketChange(ticket_id=int(ticket_id), changes=changes):
                    versions = [row for _, row in self.psa.history(Ticket, ticket_id)]
                    if not any(all(_equal(row, attr, value) for attr, value in changes.items()) for row in versions):
                        self.verdict.lost.append(f"change lost: {dict(changes)}")
                case ChecklistTick(item_id=item_id):
                    if not self.psa.history(TicketChecklistItem, item_id)[-1][1].is_completed:
                        self.verdict.lost.append(f"tick lost: {item_id}")
                case SecondaryRemove(link_id=link_id):
                    if self.psa.history(TicketSecondaryResource, link_id)[-1][1] is not None:
                        self.verdict.lost.append(f"removal lost: {link_id}")


_FIRST: list[Engine] = []


def _engine(*given: Any, **options: Any) -> Engine:
    """Engines that share their compiled statements: a schedule has a dozen processes, and a run thousands of them."""
    engine = create_engine(*given, **options)
    _FIRST.append(engine)
    engine.dialect, engine._compiled_cache = _FIRST[0].dialect, _FIRST[0]._compiled_cache
    del _FIRST[1:]
    return engine


@contextmanager
def fast_engines() -> Iterator[None]:
    """Open files with `_engine` inside the block."""
    with patch("replica.outbox.file.create_engine", _engine):
        yield


def _only_crashes(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Tasks end by the crash of their process, and nobody asks them why."""
    if not isinstance(context.get("exception"), Crash):
        loop.default_exception_handler(context)


def _flat(text: str | None) -> str:
    return " ".join(without_marker(text).split())


def _equal(row: Any, attr: str, value: Any) -> bool:
    have = getattr(row, attr)
    return same_text(have, value) if isinstance(value, str) else bool(have == value)


def _note_says(source: Any) -> Any:
    return (source.ticket_id, _flat(source.description)) if isinstance(source, NoteCreate | TicketNote) else None


def _line_says(source: Any) -> Any:
    known = isinstance(source, ChecklistAdd | TicketChecklistItem)
    return (source.ticket_id, source.item_name) if known else None


def _hands_say(source: Any) -> Any:
    known = isinstance(source, SecondaryAdd | TicketSecondaryResource)
    return (source.ticket_id, source.resource_id) if known else None


def _title_of(source: Any) -> Any:
    return source.values["title"] if isinstance(source, TicketCreate) else None


def run_schedule(folder: Path, seed: int, **options: Any) -> Verdict:
    """One schedule in a folder of its own, which is removed."""
    own = folder / f"s{seed}"
    try:
        return Schedule(own, seed, **options).run()
    finally:
        shutil.rmtree(own, ignore_errors=True)
