"""What was done in this session, so that `u` can take back the last of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from desk.acts.commands import ActId
from desk.acts.timers import Stack
from desk.model import ItemId
from replica.outbox.book import Told
from replica.outbox.op import Op, OpId, State

REMEMBERED = 100


@dataclass(slots=True)
class Act:
    """One act, and its ops as they stand now, without those that were taken back or entered anew.

    Attributes:
        says: what it did.
        timers: as they were before it.
        left: as it left them.
        over: it was taken back, or turned round.
        inside: it wrote nothing that Autotask hears of: a timer was started or thrown away, a ticket skipped.
        kept: what was put into the drawer by it, by name.
    """

    act_id: ActId
    says: str
    item: ItemId | None
    timers: Stack
    left: Stack
    ops: dict[OpId, Op] = field(default_factory=dict)
    over: bool = False
    inside: bool = False
    kept: tuple[str, ...] = ()

    @property
    def starts_timer(self) -> bool:
        """Whether all it did is to run a timer."""
        return self.inside and not self.kept and len(self.left.timers) >= len(self.timers.timers)


class Memory:
    """The acts of this session, the newest last."""

    def __init__(self) -> None:
        self._acts: dict[ActId, Act] = {}
        self.timers = Stack()
        """The timers as they are now; kept true from outside."""

    def before(self, act_id: ActId, says: str, item: ItemId | None) -> None:
        """An act is about to be done."""
        if act_id not in self._acts:
            self._acts[act_id] = Act(act_id, says, item, self.timers, self.timers)
        for old in list(self._acts)[:-REMEMBERED]:
            del self._acts[old]

    def after(self, act_id: ActId) -> None:
        """An act is done."""
        if act_id in self._acts:
            self._acts[act_id].left = self.timers

    def dropped(self, act_id: ActId, says: str, before: Stack) -> None:
        """A timer was thrown away."""
        self._acts[act_id] = Act(act_id, says, None, before, self.timers, inside=True)

    def stayed_inside(self, act_id: ActId, says: str, kept: Iterable[str]) -> None:
        """An act is done of which Autotask hears nothing."""
        act = self._acts[act_id]
        act.inside, act.kept = True, (*act.kept, *kept)
        act.says = act.says or says

    def name(self, act_id: ActId, says: str) -> None:
        """What several commands that are one act did together."""
        if act_id in self._acts:
            self._acts[act_id].says = says

    def hear(self, told: Sequence[Told]) -> None:
        for op in (each.op for each in told):
            act = self._acts.get(op.act)
            if act is None:
                continue
            if op.state is State.CANCELLED:
                act.ops.pop(op.op_id, None)
            else:
                act.ops[op.op_id] = op

    def get(self, act_id: ActId) -> Act | None:
        return self._acts.get(act_id)

    def standing(self) -> Iterator[Act]:
        """The acts that wrote something, or can be taken back otherwise, and still stand; the newest first."""
        return (act for act in reversed(self._acts.values()) if (act.ops or act.inside) and not act.over)
