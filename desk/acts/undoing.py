"""Taking back: whole while its window runs, else turned round by a new act, else a sentence why not."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from desk.acts.acting import Doer
from desk.acts.answers import Done, NotDone, Outcome, Verdict
from desk.acts.commands import ActId
from desk.acts.known import Known
from desk.acts.memory import Act, Memory
from desk.acts.plan import Plan
from desk.acts.planning_notes import PUBLISH
from desk.acts.planning_ticket import label_of
from desk.acts.skipping import Skipping
from desk.acts.steps import hold_in, is_release
from desk.acts.timers import Stack
from desk.acts.told import Undoable
from desk.model import ItemId
from desk.pages import Audience
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
from replica.outbox.errors import OutboxError
from replica.outbox.op import FOR_A_PERSON, Op, OpId, State
from replica.outbox.outbox import Outbox
from workflows.hold_notes import written, written_release

SLIP = timedelta(minutes=1)
"""How long after it the start of a timer is taken back by `u`, with what it counted."""
LOOKED_THROUGH = 2_000
"""Ops among which those of an act of before are looked for."""
RestoreTimers = Callable[[Stack], Awaitable[Outcome]]


class Undoing:
    """`u`."""

    def __init__(
        self,
        known: Known,
        outbox: Outbox,
        doer: Doer,
        memory: Memory,
        restore: RestoreTimers,
        skipping: Skipping,
        said: Callable[[Sequence[Op]], tuple[ItemId | None, str]],
    ) -> None:
        """
        Args:
            said: what ops of one act did, and on what, in words.
        """
        self._known = known
        self._skipping = skipping
        self._said = said
        self._of_before: dict[ActId, Act] = {}
        self._outbox = outbox
        self._doer = doer
        self._memory = memory
        self._restore = restore

    @property
    def undoable(self) -> Undoable | None:
        act = self._last
        if act is None:
            return None
        ops = list(act.ops.values())
        if act.inside:
            return Undoable(act.act_id, f"take back: {act.says}", 0.0)
        if all(op.state is State.PENDING for op in ops):
            seconds = min(self._outbox.undo_seconds(op) for op in ops)
            return Undoable(act.act_id, f"take back: {act.says}", seconds)
        why = _why_not(ops)
        return None if why else Undoable(act.act_id, f"turn round, it is in Autotask already: {act.says}", 0.0)

    @property
    def _last(self) -> Act | None:
        """What `u` is about. A timer that has run for a while is no slip of a finger any more."""
        return next((act for act in self._memory.standing() if not self._runs_for_long(act)), None)

    def _runs_for_long(self, act: Act) -> bool:
        running = act.left.running
        if not act.starts_timer or running is None or running.since is None:
            return False
        return self._known.now - running.since > SLIP

    async def undo(self) -> Outcome:
        act = self._last
        return await self.undo_act(act.act_id) if act is not None else _no("There is nothing to take back.")

    async def undo_act(self, act_id: ActId) -> Outcome:
        try:
            act = self._memory.get(act_id) or await self._done_before(act_id)
            if act is None:
                taken = await self._skipping.take_back(act_id)
                return taken or _no("It is not known here any more.")
            if act.over or not (act.ops or act.inside):
                return _no("It is taken back or dropped already.")
            if act.inside:
                for name in act.kept:
                    await self._outbox.forget(name)
                self._skipping.lay()
                return await self._taken_back(act)
            ops = list(act.ops.values())
            if await self._outbox.undo(act_id) or await self._all_dropped(ops):
                return await self._taken_back(act)
            return await self._turned_round(act)
        except OutboxError as error:
            return _no(str(error))

    async def _done_before(self, act_id: ActId) -> Act | None:
        """An act of before this start, by its ops on disk; its timers stay as they are."""
        ops = [op for op in reversed(await self._outbox.ops(limit=LOOKED_THROUGH)) if op.act == act_id]
        if not ops:
            return None
        item, says = self._said(ops)
        act = self._of_before.setdefault(act_id, Act(act_id, says, item, self._memory.timers, self._memory.timers))
        act.ops = {op.op_id: op for op in ops if op.state is not State.CANCELLED}
        return act

    async def _all_dropped(self, ops: list[Op]) -> bool:
        """An act of which something was entered anew is taken back op by op."""
        if any(op.state is not State.PENDING for op in ops):
            return False
        return all([await self._outbox.drop(op.op_id) for op in reversed(ops)])

    async def _taken_back(self, act: Act) -> Outcome:
        act.over = True
        before = self._memory.timers.taken_back(act.timers, act.left, self._known.now)
        if before != self._memory.timers:
            await self._restore(before)
        return Done("", f"Taken back: {act.says}")

    async def _turned_round(self, act: Act) -> Outcome:
        """Some of it has left: drop what has not, and set back what is in Autotask."""
        ops = list(act.ops.values())
        if why := _why_not(ops):
            return _no(why)
        for op in ops:
            if op.state in (State.PENDING, *FOR_A_PERSON):
                await self._outbox.drop(op.op_id)
        author = self._known.me if self._known.settings.impersonate else None
        plan = Plan(self._doer.new_act(), author, self._known.settings.undo_seconds)
        plan.says, plan.item = f"undoing “{act.says}”", act.item
        await self._set_back([op for op in reversed(ops) if op.state is State.DONE], plan)
        if act.left != act.timers:
            # An hour may have run since: nobody asked for that to be thrown away.
            plan.says += " (timers stay as they are)"
        act.over = True
        if not plan.ops:
            return Done("", f"Taken back: {act.says}")
        return await self._doer.submit(plan)

    async def _set_back(self, done: Sequence[Op], plan: Plan) -> None:
        """What sets back each of some ops. Where a step is set back, who was told of it is told of that then."""
        steps: dict[int | None, OpId] = {}
        for op in done:
            inverse = _inverse(op)
            if inverse is not None:
                made = plan.op(inverse)
                if isinstance(inverse, TicketChange):
                    steps[op.ticket] = made
        for op in done:
            if op.ticket in steps and isinstance(op.effect, NoteCreate):
                text = await self._told_otherwise(op, op.effect)
                if text:
                    note = replace(op.effect, title=text.partition("\n")[0], description=text, once=False, of_step=True)
                    plan.op(note, steps[op.ticket])

    async def _told_otherwise(self, op: Op, note: NoteCreate) -> str:
        """What colleagues read when the step that a note told of is set back; "" where nothing has to be said."""
        if hold_in(note) is not None:
            return written_release("taken back")
        ticket = await self._known.ticket(op.ticket or 0) if is_release(note) else None
        stood = None if ticket is None else await self._known.hold_of(ticket, told_by_notes=True, but=op.remote_id)
        return "" if stood is None or stood.hold is None or stood.hold.until is None else written(stood.hold)


def _why_not(ops: list[Op]) -> str:
    """Why an act cannot be turned round; "" where it can."""
    if any(op.state in (State.INFLIGHT, State.UNKNOWN) for op in ops):
        return "It is on its way to Autotask just now: try again in a moment."
    reasons = {op.op_id: why for op in ops if op.state is State.DONE and (why := _irreversible(op))}
    if any(isinstance(op.effect, TicketChange) for op in ops):
        # A note inside tells of a step that is taken back: it may stay, where the step itself is set back.
        reasons = {id_: why for id_, why in reasons.items() if not _stays(next(op for op in ops if op.op_id == id_))}
    return next(iter(reasons.values()), "")


def _stays(op: Op) -> bool:
    return isinstance(op.effect, NoteCreate) and op.effect.publish != PUBLISH[Audience.PUBLIC]


def _irreversible(op: Op) -> str:
    match op.effect:
        case NoteCreate():
            return "The note is in Autotask, where a note cannot be taken back."
        case TicketCreate():
            return "The ticket is in Autotask, where a ticket cannot be deleted: complete it instead (x)."
        case ChecklistAdd():
            return "The line is on the checklist in Autotask: take it off there."
        case TimeEntryDelete():
            return "The entry is deleted in Autotask: enter it again (t)."
        case SecondaryRemove():
            return "They are taken off in Autotask: add them again (a)."
        case TicketChange() | TimeEntryEdit() as change:
            unknown = [label_of(field) for field in change.changes if field not in change.base]
            return f"What stood there before is not known: {', '.join(unknown)}." if unknown else ""
        case TimeEntryCreate() | SecondaryAdd() if op.remote_id is None:
            return "Its record in Autotask is not known."
    return ""


def _inverse(op: Op) -> Effect | None:
    """The write that sets back what an op has done."""
    match op.effect:
        case TicketChange() as change:
            before = {field: change.base[field] for field in change.changes}
            return TicketChange(ticket_id=op.effect.ticket or change.ticket_id, changes=before, base=change.changes)
        case TimeEntryEdit() as edit:
            before = {field: edit.base[field] for field in edit.changes}
            return TimeEntryEdit(
                entry_id=edit.entry_id,
                changes=before,
                base=edit.changes,
                ticket_id=edit.ticket_id,
                resource_id=edit.resource_id,
            )
        case TimeEntryCreate() as entry if op.remote_id is not None:
            return TimeEntryDelete(entry_id=op.remote_id, ticket_id=entry.ticket, resource_id=entry.resource_id)
        case ChecklistTick() as tick:
            return ChecklistTick(
                ticket_id=tick.ticket_id,
                item_id=tick.item_id,
                is_completed=tick.was,
                was=tick.is_completed,
                name=tick.name,
            )
        case SecondaryAdd() as added if op.remote_id is not None and added.ticket is not None:
            return SecondaryRemove(ticket_id=added.ticket, link_id=op.remote_id, resource_id=added.resource_id)
    return None


def _no(says: str) -> NotDone:
    return NotDone(Verdict(), says)
