"""What a command comes to: ops for the outbox, or what stands against them."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from desk.acts.answers import Problem, Question, Verdict
from desk.acts.commands import ActId
from desk.model import ItemId
from replica.outbox.effects import Effect
from replica.outbox.op import NewOp, OpId, new_op_id


@dataclass(slots=True)
class TimerMove:
    """What becomes of the timers when the ops are on disk.

    Attributes:
        end: one has been entered: the running one, unless `timer_id` names another.
        start: run one.
        item: on this; None with `start` for the ticket that the act makes.
        at: from this moment; None from now.
    """

    end: bool = False
    timer_id: str = ""
    start: bool = False
    item: ItemId | None = None
    at: datetime | None = None


@dataclass(slots=True)
class Plan:
    """One command, worked out. Filled by the planners; nothing of it is on disk.

    Attributes:
        act_id: that the ids of its ops follow from.
        author: in whose name to write.
        window: seconds in which it can be taken back.
        says: what will have been done, as one line.
        nothing: why there is nothing to do; "" where there is.
        instead_of: id of the pending row that this stands for from now on; 0 for none.
        firm: it is about to be done, not only looked at: what has to be read from Autotask is read now.
        kept: what is put into the outbox's drawer along with it, by name: decisions that Autotask does not hear of.
    """

    act_id: ActId
    author: int | None
    window: float
    ops: list[NewOp] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    says: str = ""
    nothing: str = ""
    timer: TimerMove | None = None
    kept: dict[str, object] = field(default_factory=dict)
    item: ItemId | None = None
    instead_of: int = 0
    firm: bool = False

    def op(self, effect: Effect, after: OpId | None = None) -> OpId:
        """Add a write. Its id follows from the act, so that the same act handed in twice is one."""
        op_id = nth_op_id(self.act_id, len(self.ops))
        self.ops.append(NewOp(effect, op_id, after, self.author))
        return op_id

    def problem(self, field_: str, says: str) -> None:
        self.problems.append(Problem(field_, says))

    def ask(self, id_: str, says: str, yes: str = "Save anyway") -> None:
        self.questions.append(Question(id_, says, yes))

    def anew(self, act_id: ActId) -> None:
        """Go under another name: the ids of its ops are taken by an act that was taken back."""
        ids = {new.op_id: nth_op_id(act_id, place) for place, new in enumerate(self.ops)}
        self.ops = [
            replace(new, op_id=ids[new.op_id], after=None if new.after is None else ids.get(new.after, new.after))
            for new in self.ops
        ]
        self.act_id = act_id

    def verdict(self, agreed: Collection[str] = ()) -> Verdict:
        return Verdict(tuple(self.problems), tuple(asked for asked in self.questions if asked.id not in agreed))


def nth_op_id(act_id: ActId, place: int) -> OpId:
    """The id of an op of an act: that of the act for the first, and one that follows from it for the others."""
    if place == 0:
        return act_id
    millis = int(act_id.replace("-", "")[:12], 16)
    chance = hashlib.sha256(f"{act_id}/{place}".encode()).digest()[:10]
    return new_op_id(datetime.fromtimestamp(millis / 1000, UTC), chance)
