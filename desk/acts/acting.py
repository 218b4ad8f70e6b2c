"""Doing: a command is worked out, put on disk and shown; one at a time, so that each sees what the one before did."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desk.acts.answers import BulkDone, BulkVerdict, Done, NotDone, Outcome, Problem, Question, Verdict
from desk.acts.commands import ActId, Bulk, Command
from desk.acts.known import Known
from desk.acts.memory import Memory
from desk.acts.pending import lies
from desk.acts.plan import Plan, TimerMove
from desk.acts.rebasing import in_place_of
from desk.acts.steps import telling_of
from replica.errors import ReplicaError
from replica.outbox.op import Op, OpId, State, new_op_id
from replica.outbox.outbox import Outbox

Planner = Callable[[Any, Plan], Awaitable[None]]
"""Works a command out."""
MoveTimers = Callable[[TimerMove, Sequence[Op]], Awaitable[str]]
"""Starts and ends timers once the ops are on disk; says what became of another timer by it."""
ANEW = "anew:"
"""Begins the act id of a command that stands for an op which was refused or waits."""


class Doer:
    """Checks commands and hands their ops to the outbox."""

    def __init__(
        self,
        known: Known,
        outbox: Outbox,
        planners: Mapping[type[Any], Planner],
        move_timers: MoveTimers,
        memory: Memory,
        *,
        read_only: str = "",
    ) -> None:
        """
        Args:
            read_only: why nothing may be entered in this session; "" while it may.
        """
        self._known = known
        self._outbox = outbox
        self._planners = planners
        self._move_timers = move_timers
        self._memory = memory
        self._one_at_a_time = asyncio.Lock()
        self.read_only = read_only

    def new_act(self) -> ActId:
        return new_op_id(self._known.now)

    async def check(self, command: Command) -> Verdict:
        if isinstance(command, Bulk):
            bulk = await self.check_all(command.commands)
            return Verdict(tuple(problem for _, problem in bulk.blocked) if not bulk.ready else (), bulk.questions)
        return (await self._plan(command)).verdict()

    async def do(
        self, command: Command, agreed: Collection[str] = (), group: ActId = "", *, by_itself: bool = False
    ) -> Outcome:
        """Do a command.

        Args:
            group: the act that it belongs to, where several commands are one.
            by_itself: no person did it just now, so that `u` passes it over.
        """
        if self.read_only:
            return NotDone(Verdict(), self.read_only)
        if isinstance(command, Bulk):
            done = await self.do_all(command.commands, agreed)
            return Done(done.act_id, done.says, done.window) if done.done else NotDone(Verdict(), done.says)
        async with self._one_at_a_time:
            try:
                return await self._checked_and_done(command, agreed, group, by_itself=by_itself)
            except ReplicaError as error:
                return NotDone(Verdict(), str(error))

    async def _checked_and_done(
        self, command: Command, agreed: Collection[str], group: ActId, *, by_itself: bool
    ) -> Outcome:
        plan = await self._plan(command, firm=True)
        verdict = plan.verdict(agreed)
        if not verdict.clear:
            return NotDone(verdict, _first(verdict))
        if not (plan.ops or plan.timer or plan.kept):
            return Done("", plan.nothing or "Nothing to do: it is so already.")
        await self._renamed(plan)
        act_id = group or plan.act_id
        if not by_itself:
            self._memory.before(act_id, plan.says, plan.item)
        outcome = await self._carry_out(plan, command.act_id, act_id)
        if not by_itself:
            self._memory.after(act_id)
            if isinstance(outcome, Done) and not plan.ops:
                self._memory.stayed_inside(act_id, outcome.says, plan.kept)
        return outcome

    async def check_all(self, commands: Sequence[Command]) -> BulkVerdict:
        ready: list[Command] = []
        blocked: list[tuple[Command, Problem]] = []
        asked: dict[str, Question] = {}
        for command in commands:
            verdict = await self.check(command)
            if verdict.problems:
                blocked.append((command, verdict.problems[0]))
            else:
                ready.append(command)
                asked |= {question.id: question for question in verdict.questions}
        noun = "ticket" if len(ready) == 1 else "tickets"
        says = f"Do this on {len(ready)} {noun}?" if ready else "None of them can be done."
        if blocked:
            says += f" {len(blocked)} cannot: {_reasons(problem.says for _, problem in blocked)}"
        return BulkVerdict(tuple(ready), tuple(blocked), tuple(asked.values()), says)

    async def do_all(self, commands: Sequence[Command], agreed: Collection[str] = ()) -> BulkDone:
        group = self.new_act()
        done: list[tuple[Command, Done]] = []
        failed: list[tuple[Command, str]] = []
        for command in commands:
            outcome = await self.do(command, agreed, group)
            if isinstance(outcome, Done):
                done.append((command, outcome))
            else:
                failed.append((command, outcome.says))
        says = f"{len(done)} of {len(commands)} done"
        if failed:
            says += f"; {len(failed)} not: {_reasons(why for _, why in failed)}"
        if len(done) > 1:
            self._memory.name(group, self._of_all(group, commands, len(done)))
        window = max((each.window for _, each in done), default=0.0)
        return BulkDone(tuple(done), tuple(failed), says, window, group if window else "")

    def _of_all(self, group: ActId, commands: Sequence[Command], count: int) -> str:
        """What was done to all of them, in the words of the first: "priority High on 2 tickets"."""
        first = self._memory.get(group)
        if first is None:
            return ""
        called = "" if first.item is None else self._known.called(first.item)
        if len({type(command) for command in commands}) > 1 or not called or called not in first.says:
            return f"{first.says} and {count - 1} more"
        return first.says.replace(called, f"{count} tickets")

    async def submit(self, plan: Plan) -> Outcome:
        """Put on disk what was worked out elsewhere: a release each morning, an act turned round."""
        if self.read_only:
            return NotDone(Verdict(), self.read_only)
        async with self._one_at_a_time:
            try:
                self._memory.before(plan.act_id, plan.says, plan.item)
                return await self._carry_out(plan, "", plan.act_id)
            except ReplicaError as error:
                return NotDone(Verdict(), str(error))

    async def _plan(self, command: Command, *, firm: bool = False) -> Plan:
        author = self._known.me if self._known.settings.impersonate else None
        act_id = command.act_id if command.act_id and not command.act_id.startswith(ANEW) else self.new_act()
        plan = Plan(act_id, author, self._known.settings.undo_seconds, firm=firm)
        plan.instead_of = self._known.layer.own(command.act_id.removeprefix(ANEW))
        await self._planners[type(command)](command, plan)
        return plan

    async def _renamed(self, plan: Plan) -> None:
        """A form, or a timer, whose act was taken back is entered under another name."""
        known = await self._outbox.op(plan.ops[0].op_id) if plan.ops else None
        if known is not None and known.state is State.CANCELLED:
            plan.anew(self.new_act())

    async def _carry_out(self, plan: Plan, asked: ActId, group: ActId) -> Outcome:
        ops = await self._on_disk(plan, asked, group)
        if ops is None:
            return NotDone(Verdict(), "It is on its way to Autotask by now: look into the log (L).")
        for name, body in plan.kept.items():
            await self._outbox.keep(name, body)
        if ops:
            await self._known.layer.shown()
        other = await self._move_timers(plan.timer, ops) if plan.timer is not None else ""
        besides = f". {other}" if other else ""
        if not ops:
            return Done("", f"{plan.says}{besides}")
        made = next((-op.seq for op in ops if op.kind == "TicketCreate"), None)
        return Done(group, f"{plan.says}: pending, u takes it back{besides}", plan.window, made)

    async def _on_disk(self, plan: Plan, asked: ActId, group: ActId) -> list[Op] | None:
        """The ops as they stand on disk; None where they cannot be put there any more."""
        if not plan.ops:
            return []
        await self._known.layer.prepare((new.effect.collection, new.effect.record_id) for new in plan.ops)
        if asked.startswith(ANEW):
            return await self._anew(plan, asked.removeprefix(ANEW), group)
        return await self._outbox.submit(group, plan.ops, plan.window)

    async def _anew(self, plan: Plan, old_id: OpId, group: ActId) -> list[Op] | None:
        """The ops of a command in place of one that was refused or waits; None where that one is under way."""
        old = await self._outbox.op(old_id)
        if old is not None and lies(old):
            plan.ops = [replace(new, effect=in_place_of(new.effect, old)) for new in plan.ops]
        if len(plan.ops) == 1 and (old is None or telling_of(old, self._outbox.live) is None):
            amended = await self._outbox.amend(old_id, plan.ops[0].effect, plan.window)
            return None if amended is None else [amended]
        set_now = {field for new in plan.ops for field in new.effect.wanted}
        behind = [op for op in self._outbox.live if op.after == old_id and op.effect.wanted.keys() <= set_now]
        await self._outbox.drop(old_id)
        ops = await self._outbox.submit(group, plan.ops, plan.window)
        for op in behind:
            if op.effect.wanted:
                await self._outbox.drop(op.op_id)
        return ops


def _first(verdict: Verdict) -> str:
    return verdict.problems[0].says if verdict.problems else verdict.questions[0].says


def _reasons(says: Any) -> str:
    """The different ones, the first three."""
    return " ".join(list(dict.fromkeys(says))[:3])
