"""The acts of one desk, put together: all that a screen may ask and do (`desk.acts.surface.Acts`)."""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from autotask.entities import TicketChecklistItem
from autotask.kinds import kind_of
from autotask.machine import MachineClock
from desk.acts.acting import Doer
from desk.acts.answers import BulkDone, Done, Outcome
from desk.acts.beside import Beside, ReadBeside
from desk.acts.commands import (
    Absorb,
    ActId,
    AddChecklistItem,
    AddNote,
    AddSecondary,
    Assign,
    ChangeTicket,
    CloseAsDuplicate,
    Command,
    Complete,
    CreateTicket,
    DeleteTime,
    EditTime,
    ExcludeGap,
    Hold,
    LogTime,
    NewPromise,
    Nudge,
    Recomplete,
    Release,
    RemoveSecondary,
    Reopen,
    SetWorkflow,
    Skip,
    Start,
    Take,
    Tick,
)
from desk.acts.deciding import Deciding
from desk.acts.drafts import Drafts
from desk.acts.excluding import ExclusionPlanner
from desk.acts.forms_create import CreateForms
from desk.acts.forms_ticket import TicketForms
from desk.acts.forms_time import TimeForms
from desk.acts.gate import FreshChecklist, Gate
from desk.acts.holding import Holding
from desk.acts.known import Known, read_rows
from desk.acts.layer import Layer
from desk.acts.memory import Memory
from desk.acts.plan import TimerMove
from desk.acts.planning_dispatch import DispatchPlanner
from desk.acts.planning_flow import FlowPlanner
from desk.acts.planning_notes import NotePlanner
from desk.acts.planning_ticket import TicketPlanner
from desk.acts.planning_time import TimePlanner
from desk.acts.rebasing import fell, rebase
from desk.acts.replying import Replying
from desk.acts.rereading import FreshTickets, Rereading
from desk.acts.seen import SeenLog
from desk.acts.settings import ActSettings
from desk.acts.sheets import Sheets
from desk.acts.skipping import Skipping, SkipPlanner
from desk.acts.suggestions import Suggesting
from desk.acts.timekeeping import Timekeeping
from desk.acts.told import Idle, Moved, Standing, Timers, Undoable
from desk.acts.triaging import Triaging
from desk.acts.undoing import Undoing
from desk.acts.watching import Watching
from desk.compliance.own import OwnTime
from desk.live import LiveDesk
from desk.model import ItemId, ItemKind
from replica.errors import ReplicaError
from replica.feed import Change
from replica.outbox.book import Told
from replica.outbox.op import Op, State
from replica.outbox.outbox import Outbox
from replica.store import Replica

logger = logging.getLogger(__name__)

CHECKLISTS = kind_of(TicketChecklistItem).name
LOOK_SECONDS = 1.0
MADE_OF_LATE = 2_000
"""Ops among which the ticket of an old timer is looked for."""


class DeskActs:
    """Everything. Make it on the loop; `run` it beside the desk and the outbox."""

    def __init__(
        self,
        desk: LiveDesk,
        copy: Replica,
        outbox: Outbox,
        machine: MachineClock,
        settings: ActSettings | None = None,
        *,
        fresh_checklist: FreshChecklist | None = None,
        fresh_tickets: FreshTickets | None = None,
        fresh_beside: ReadBeside | None = None,
        read_only: str = "",
        wall: Callable[[], float] = time.time,
    ) -> None:
        """
        Args:
            machine: the clock that `run` waits on, and that stands still while the machine sleeps.
            fresh_checklist: reads a checklist from Autotask before a completion; None offline.
            fresh_tickets: reads tickets from Autotask before a dispatcher's acts; None offline.
            fresh_beside: reads from Autotask what no pull brings; None offline.
            read_only: why nothing may be entered in this session; "" while it may.
            wall: seconds of the real wall clock.
        """
        self._copy = copy
        self._caught_up = False
        self._in_sight: ItemId | None = None
        self._outbox = outbox
        self._machine = machine
        self._tasks: set[asyncio.Future[None]] = set()
        self._hearers: list[Callable[[Moved], None]] = []
        self._layer = Layer(lambda keys: read_rows(copy, keys), desk.take)
        self.known = Known(desk, copy, self._layer, settings or ActSettings())
        self._memory = Memory()
        self._timekeeping = Timekeeping(self.known, outbox, wall, machine.now, self._timers_moved)
        self._memory.timers = self._timekeeping.stack
        gate = Gate(self.known, self._timekeeping, fresh_checklist)
        self._rereading = Rereading(self.known, fresh_tickets, machine.now)
        planners = _planners(self.known, gate, self._rereading)
        doer = Doer(self.known, outbox, planners, self._move_timers, self._memory, read_only=read_only)
        self._doer = doer
        self._look_back(read_only)
        self._drafts = Drafts(self.known, outbox)
        self.read_beside = Beside(self.known, fresh_beside, machine.now).read
        self._seen = SeenLog(outbox)
        self._sheets = Sheets(self.known, outbox, self._timekeeping, self._seen)
        self._replying = Replying(self.known, outbox, lambda: self._tell(Moved(thanks=True)))
        self._holding = Holding(self.known, doer)
        self._offer_doing()
        self._offer_watching()
        self._offer_timing()
        self._offer_forms(gate)

        self._layer.hear([Told(op, None) for op in outbox.live])
        self._stop = outbox.subscribe(self._hear)
        desk.lay(self._layer)
        desk.compliance.know(OwnTime(outbox, lambda: self.timers, lambda: self.known.me))

    def _look_back(self, read_only: str) -> None:
        """What came of all that was done, and how it is taken back."""
        known, outbox = self.known, self._outbox
        self._skipping = skipping = Skipping(known, outbox, lambda: self._tell(Moved(standing=True)))
        self._watching = Watching(known, outbox, skipping, read_only=read_only)
        self._undoing = Undoing(
            known, outbox, self._doer, self._memory, self._timekeeping.restore, skipping, self._watching.said
        )

    def _offer_doing(self) -> None:
        doer, undoing = self._doer, self._undoing
        self.new_act, self.check, self.check_all = doer.new_act, doer.check, doer.check_all
        self.undo, self.undo_act = undoing.undo, undoing.undo_act

    def _offer_watching(self) -> None:
        watching, replying = self._watching, self._replying
        self.mark, self.marks, self.line_mark = watching.mark, watching.marks, watching.line_mark
        self.log, self.history, self.take_remarks = watching.log, watching.history, watching.take_remarks
        deciding = Deciding(self.known, self._outbox, watching.item, read_only=self.read_only)
        self.conflict, self.reopen = deciding.conflict, deciding.reopen
        self.retry, self.drop, self.adopt = deciding.retry, deciding.drop, deciding.adopt
        self.keep_mine, self.take_theirs = deciding.keep_mine, deciding.take_theirs
        self.thanks, self.not_thanks, self.is_thanks = replying.thanks, replying.not_thanks, replying.is_thanks

    def _offer_timing(self) -> None:
        keeping, sheets = self._timekeeping, self._sheets
        self.start_timer, self.park_timer, self.resume_timer = keeping.start, keeping.park, keeping.resume
        self.set_timer_start, self.keep_timer_note = keeping.set_start, keeping.keep_note
        self.answer_idle, self.key_pressed = keeping.answer, keeping.key_pressed
        self.sheet, self.fill_form, self.week = sheets.sheet, sheets.fill, sheets.week

    def _offer_forms(self, gate: Gate) -> None:
        known, keeping, drafts = self.known, self._timekeeping, self._drafts
        times, create = TimeForms(known, keeping, drafts), CreateForms(known)
        forms = TicketForms(known, gate, FlowPlanner(known, gate), times, keeping, drafts)
        self.time_form, self.edit_time_form, self.preview = times.log, times.edit, times.preview
        self.note_form, self.hold_form, self.assign_form = forms.note, forms.hold, forms.assign
        self.change_form, self.complete_form, self.read_checklist = forms.change, forms.complete, gate.read
        self.create_form, self.contacts, self.companies = create.form, create.contacts, create.companies
        self.duplicates, self.usual_queue = create.duplicates, create.usual_queue
        self.suggest = Suggesting(known, known.desk.tech_loads).suggest
        self.triage_form, self.look_again = Triaging(known).form, self._rereading.read
        self.keep_draft, self.draft, self.drafts, self.drop_draft = drafts.keep, drafts.get, drafts.all, drafts.drop

    @property
    def read_only(self) -> str:
        return self._doer.read_only

    @property
    def undoable(self) -> Undoable | None:
        return self._undoing.undoable

    @property
    def standing(self) -> Standing:
        return replace(self._watching.standing, replies=self._replying.waiting)

    @property
    def timers(self) -> Timers:
        return self._timekeeping.timers

    @property
    def idle(self) -> Idle | None:
        return self._timekeeping.idle

    @property
    def skip_reasons(self) -> Sequence[str]:
        return self.known.settings.skip_reasons

    async def do(self, command: Any, agreed: Collection[str] = ()) -> Outcome:
        outcome = await self._doer.do(command, agreed)
        if isinstance(outcome, Done):
            await self._drafts.entered(command)
            self._skipping.lay()
        return outcome

    async def do_all(self, commands: Sequence[Command], agreed: Collection[str] = ()) -> BulkDone:
        done = await self._doer.do_all(commands, agreed)
        self._skipping.lay()
        return done

    async def drop_timer(self, timer_id: str) -> Outcome:
        before = self._timekeeping.stack
        timer = before.get(timer_id)
        outcome = await self._timekeeping.end(timer_id)
        if timer is not None and isinstance(outcome, Done):
            self._memory.dropped(self._doer.new_act(), f"timer on {timer.what} dropped", before)
        return outcome

    def subscribe(self, hear: Callable[[Moved], None]) -> Callable[[], None]:
        self._hearers.append(hear)

        def stop() -> None:
            with suppress(ValueError):
                self._hearers.remove(hear)

        return stop

    def saw(self, item: ItemId | None) -> None:
        self._in_sight = item
        self._seen.saw(item, self.known.now, self._timekeeping.key_at)

    async def look(self) -> None:
        """What is done once a second: timers kept honest, sights kept, holds released when their morning comes."""
        await self._catch_up()
        await self._timekeeping.tick()
        await self._seen.flush(self.known.now, self._timekeeping.key_at)
        await self._skipping.look()
        if released := await self._holding.look():
            self._tell(Moved(items=frozenset(released)))
        await self._replying.look(self._watching.remark)

    async def run(self) -> None:
        """Look again and again until cancelled."""
        stop = self._copy.subscribe(self._hear_copy)
        try:
            while True:
                try:
                    await self.look()
                except ReplicaError:
                    logger.warning("the copy or the outbox could not be asked; tried again", exc_info=True)
                await self._machine.sleep(LOOK_SECONDS)
        finally:
            stop()

    def close(self) -> None:
        """Hear no more of the outbox."""
        self._stop()

    # ----------------------------------------------------------------------------------------------------------------

    def _hear(self, told: Sequence[Told]) -> None:
        self._layer.hear(told)
        self._memory.hear(told)
        settled = self._watching.hear(told)
        for each in told:
            self._sheets.hear(each.op)
            if each.was is not each.op.state and fell(each.op):
                self._later(self._rebase(each.op))
            if each.op.kind == "TicketCreate" and each.op.state is State.DONE and each.op.remote_id is not None:
                was, now = (ItemId(ItemKind.TICKET, id_) for id_ in (-each.op.seq, each.op.remote_id))
                self._later(self._timekeeping.rename(was, now))
        items = {item for each in told if (item := self._watching.item_of(each.op.effect)) is not None}
        self._tell(Moved(items=frozenset(items), standing=True, sheet=True, settled=settled))

    async def _catch_up(self) -> None:
        """What became of drafts and timers while this app was not there: entered, or on a ticket with its id now."""
        if self._caught_up:
            return
        self._caught_up = True
        await self._drafts.catch_up(self._entered)
        await self._skipping.forget_old()
        for timer in self._timekeeping.stack.timers:
            if await self._entered(timer.timer_id):
                await self._timekeeping.end(timer.timer_id)
        nameless = {each.item for each in self._timekeeping.stack.timers if each.item is not None and each.item.id < 0}
        for op in await self._outbox.ops(limit=MADE_OF_LATE) if nameless else ():
            was = ItemId(ItemKind.TICKET, -op.seq)
            if was in nameless and op.kind == "TicketCreate" and op.remote_id is not None:
                await self._timekeeping.rename(was, ItemId(ItemKind.TICKET, op.remote_id))

    async def _entered(self, act_id: ActId) -> bool:
        op = await self._outbox.op(act_id)
        return op is not None and op.state is not State.CANCELLED

    def _hear_copy(self, changes: Sequence[Change]) -> None:
        if opened := self._replying.saw(changes):
            self._later(self._replying.keep(opened))
        for change in changes:
            self._outbox.saw(change)
        if self._in_sight is not None and self._in_sight in _with_other_lines(changes):
            self._tell(Moved(items=frozenset((self._in_sight,))))

    async def _rebase(self, gone: Op) -> None:
        with suppress(ReplicaError):
            await rebase(self._outbox, gone)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """Something to be put on disk that nobody waits for."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _move_timers(self, move: TimerMove, ops: Sequence[Op]) -> str:
        """End or start a timer with an act. Returns what became of another one by it."""
        before = self._timekeeping.stack.running
        if move.end and (move.timer_id or before is not None):
            await self._timekeeping.end(move.timer_id or None)
            now = self._timekeeping.stack.running
            if now is not None and (before is None or now.timer_id != before.timer_id):
                return f"The timer on {now.what} runs again"
        if move.start:
            new = next((-op.seq for op in ops if op.kind == "TicketCreate"), None)
            item = move.item if new is None else ItemId(ItemKind.TICKET, new)
            await self._timekeeping.start(item, at=move.at)
            if before is not None and before.item != item:
                return f"The timer on {before.what} is parked"
        return ""

    def _timers_moved(self) -> None:
        self._memory.timers = self._timekeeping.stack
        self._tell(Moved(timers=True, sheet=True))

    def _tell(self, moved: Moved) -> None:
        for hear in tuple(self._hearers):
            hear(moved)


def _with_other_lines(changes: Sequence[Change]) -> set[ItemId]:
    """Tickets whose checklist has changed: nothing in the queue moves by that, so the desk does not tell of it."""
    lines = (row for change in changes if change.kind == CHECKLISTS for row in (change.before, change.after) if row)
    return {ItemId(ItemKind.TICKET, line.ticket_id) for line in lines if line.ticket_id is not None}


def _planners(known: Known, gate: Gate, rereading: Rereading) -> Mapping[type[Any], Any]:
    """Who works out which command."""
    times, tickets, notes = TimePlanner(known), TicketPlanner(known), NotePlanner(known)
    flow = FlowPlanner(known, gate)
    dispatch = DispatchPlanner(known, flow, rereading)
    return {
        LogTime: times.log,
        EditTime: times.edit,
        DeleteTime: times.delete,
        ChangeTicket: dispatch.change,
        Assign: dispatch.assign,
        SetWorkflow: dispatch.workflow,
        NewPromise: dispatch.promise,
        Nudge: dispatch.nudge,
        Absorb: dispatch.absorb,
        Take: tickets.take,
        Start: tickets.start,
        AddSecondary: tickets.add_secondary,
        RemoveSecondary: tickets.remove_secondary,
        Tick: notes.tick,
        AddChecklistItem: notes.add_item,
        AddNote: notes.note,
        Hold: flow.hold,
        Release: flow.release,
        Complete: flow.complete,
        Recomplete: flow.recomplete,
        Reopen: flow.reopen,
        CreateTicket: flow.create,
        CloseAsDuplicate: flow.duplicate,
        Skip: SkipPlanner(known).skip,
        ExcludeGap: ExclusionPlanner(known).exclude,
    }
