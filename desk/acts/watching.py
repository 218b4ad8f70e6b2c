"""What is pending, what became of it, and what a person has to decide: marks, the log, remarks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from textwrap import shorten

from desk.acts.known import Known
from desk.acts.skipping import Skipping
from desk.acts.steps import where_it_stands
from desk.acts.told import LogEntry, Mark, Remark, Stage, Standing
from desk.acts.wording import moment
from desk.acts.write_words import Words, typed
from desk.model import ItemId, ItemKind
from replica.outbox.book import Told
from replica.outbox.effects import Effect
from replica.outbox.op import FOR_A_PERSON, Op, State
from replica.outbox.outbox import Outbox

STAGES = {
    State.PENDING: Stage.PENDING,
    State.INFLIGHT: Stage.SENDING,
    State.UNKNOWN: Stage.UNKNOWN,
    State.DONE: Stage.DONE,
    State.REJECTED: Stage.REFUSED,
    State.CONFLICT: Stage.CONFLICT,
    State.HELD: Stage.HELD,
    State.CANCELLED: Stage.DROPPED,
}
"""How the states of the outbox are called wherever a person reads them."""
SAID_OF_IT = 40
"""Letters of what was entered that are told with what became of it: of the two, that has to be read."""
_WORST = (
    Stage.REFUSED,
    Stage.CONFLICT,
    Stage.HELD,
    Stage.BLOCKED,
    Stage.UNKNOWN,
    Stage.SENDING,
    Stage.PENDING,
)
_NEXT = {
    Stage.REFUSED: "e edit, R send again, d drop",
    Stage.CONFLICT: "enter to compare: keep mine or take theirs",
    Stage.HELD: "look in Autotask: R send again, d drop, or say which record it is",
    Stage.BLOCKED: "R send without the other, d drop",
    Stage.PENDING: "u takes it back while its window runs, d drops it",
}
_TELLING_NEXT = "it goes when the other is in Autotask: e edit both, d drop"
_CAN = {
    Stage.REFUSED: frozenset({"retry", "drop", "edit"}),
    Stage.CONFLICT: frozenset({"keep", "take", "drop"}),
    Stage.HELD: frozenset({"retry", "drop", "adopt"}),
    Stage.BLOCKED: frozenset({"retry", "drop", "edit"}),
    Stage.PENDING: frozenset({"drop", "edit", "undo"}),
}


class Watching:
    """What the screens show of the outbox."""

    def __init__(self, known: Known, outbox: Outbox, skipping: Skipping, *, read_only: str = "") -> None:
        self._known = known
        self._skipping = skipping
        self._read_only = read_only
        self._outbox = outbox
        self._words = Words(known)
        self._remarks: list[Remark] = [Remark(notice, grave=True) for notice in outbox.notices]

    # Marks ----------------------------------------------------------------------------------------------------------

    @property
    def standing(self) -> Standing:
        ops = self._outbox.live
        attention = [op for op in ops if self.stage(op) not in (Stage.PENDING, Stage.SENDING, Stage.UNKNOWN)]
        waiting = len(ops) - len(attention)
        parts = [f"{waiting} pending"] if waiting else []
        stages = Counter(self.stage(op) for op in attention)
        decide = [f"{stages[stage]} {stage.value}" for stage in _WORST if stages[stage]]
        if decide:
            parts.append(f"{', '.join(decide)} (L)")
        pause = self._outbox.pause
        paused = "" if pause is None else pause.sentence
        if paused and waiting:
            parts.append("nothing leaves")
        return Standing(waiting, len(attention), ", ".join(parts), paused, self._read_only)

    def stage(self, op: Op) -> Stage:
        """Where an op stands, as the screens mark it."""
        if op.state is State.PENDING and self._outbox.waiting(op):
            return Stage.BLOCKED
        return STAGES[op.state]

    def item_of(self, effect: Effect) -> ItemId | None:
        """The item that a write is shown on."""
        ticket = getattr(effect, "ticket_id", None)
        if ticket is not None:
            return ItemId(ItemKind.TICKET, self._known.layer.id_of(ticket))
        task = getattr(effect, "task_id", None)
        return None if task is None else ItemId(ItemKind.TASK, task)

    def mark(self, item: ItemId) -> Mark | None:
        return self.marks().get(item)

    def marks(self) -> Mapping[ItemId, Mark]:
        by_item: dict[ItemId, list[Op]] = {}
        for op in self._outbox.live:
            item = self.item(op)
            if item is not None:
                by_item.setdefault(item, []).append(op)
        return {item: self._mark(ops) for item, ops in by_item.items()}

    def line_mark(self, kind: str, id_: int) -> Mark | None:
        """The mark of one record: a note, an entry, a line of the checklist, by Autotask's name of its kind."""
        ops = self._known.layer.ops_over(kind, id_)
        return self._mark(ops) if ops else None

    def _mark(self, ops: Sequence[Op]) -> Mark:
        worst = min(ops, key=lambda op: _WORST.index(self.stage(op)) if op.live else len(_WORST))
        stage = self.stage(worst)
        if stage in (Stage.PENDING, Stage.SENDING, Stage.UNKNOWN, Stage.BLOCKED):
            return Mark(stage, f"{len(ops)} {stage.value}", len(ops))
        return Mark(stage, f"{stage.value}: {worst.error}" if worst.error else stage.value, len(ops))

    def item(self, op: Op) -> ItemId | None:
        if op.kind == "TicketCreate":
            return ItemId(ItemKind.TICKET, op.remote_id or -op.seq)
        return self.item_of(op.effect)

    # Log ------------------------------------------------------------------------------------------------------------

    async def log(self, limit: int = 200, item: ItemId | None = None) -> Sequence[LogEntry]:
        ops = [op for op in await self._outbox.ops(limit=limit) if item is None or self.item(op) == item]
        about = (*map(self.item, ops), *self._skipping.items)
        await self._known.learn(about)
        lines = [*map(self._line, ops), *self._skipping.entries(item)]
        return sorted(lines, key=lambda line: line.entered, reverse=True)[:limit]

    def said(self, ops: Sequence[Op]) -> tuple[ItemId | None, str]:
        """What ops of one act did, and on what, in words."""
        item = next((found for found in map(self.item, ops) if found is not None), None)
        what = ", ".join(map(self._what, ops))
        return item, what if item is None else f"{self._known.called(item)}: {what}"

    async def history(self, op_id: str) -> Sequence[str]:
        zone = self._known.zone
        lines = sorted(await self._outbox.log(op_id), key=lambda line: line.n)
        return [f"{line.at.astimezone(zone):%d %b %H:%M:%S} {STAGES[line.now].value}: {line.why}" for line in lines]

    def _line(self, op: Op) -> LogEntry:
        stage, item = self.stage(op), self.item(op)
        told = stage is Stage.BLOCKED and op.effect.tells
        return LogEntry(
            op_id=op.op_id,
            act_id=op.act,
            item=item,
            ticket=self._known.called(item) if item is not None else "",
            what=self._what(op),
            entered=op.created,
            changed=op.changed,
            stage=stage,
            says=self._state_words(op, stage),
            next=_TELLING_NEXT if told else _NEXT.get(stage, ""),
            can=_CAN.get(stage, frozenset()) - ({"retry"} if told else set()),
            typed=typed(op.effect),
            found=op.found,
        )

    def _what(self, op: Op) -> str:
        """What an op is about, told beside the number of its ticket."""
        return self._words.what(op.effect).removesuffix(f" on ticket {op.ticket}")

    def _state_words(self, op: Op, stage: Stage) -> str:
        when = moment(op.changed, self._known.now, self._known.zone)
        if stage is Stage.BLOCKED:
            return self._outbox.waiting(op)
        match op.state:
            case State.DONE:
                return f"in Autotask since {when}"
            case State.PENDING:
                left = self._outbox.undo_seconds(op)
                return f"leaves in {left:.0f} s" if left else "waits for its turn" if not op.error else op.error
            case State.INFLIGHT:
                return "being sent"
            case State.UNKNOWN:
                return f"sent at {when}, nobody knows yet what came of it: being looked for"
            case State.CANCELLED:
                return f"taken back or dropped at {when}"
        return f"{stage.value} at {when}: {op.error} {where_it_stands(op, self._outbox.live)}".rstrip()

    # Remarks --------------------------------------------------------------------------------------------------------

    def hear(self, told: Sequence[Told]) -> frozenset[str]:
        """Keep what a person should read once. Returns the ops that a person had to end, and no more."""
        settled = frozenset(
            each.op.op_id for each in told if each.was in FOR_A_PERSON and each.op.state not in FOR_A_PERSON
        )
        self._remarks = [remark for remark in self._remarks if remark.op_id not in settled]
        for each in told:
            op, item = each.op, self.item(each.op)
            on = self._known.called(item) if item is not None else ""
            if each.remark:
                self._remarks.append(Remark(f"{on}: {each.remark}".removeprefix(": "), item, op.op_id))
            elif each.was is not op.state and op.state in FOR_A_PERSON:
                entered = shorten(self._what(op), SAID_OF_IT, placeholder="…")
                why = f"{op.error} {where_it_stands(op, self._outbox.live)}".strip()
                what = f"{on}: {entered} {STAGES[op.state].value}. {why} (L)"
                self._remarks.append(Remark(what.removeprefix(": "), item, op.op_id, grave=True))
        return settled

    def remark(self, remark: Remark) -> None:
        """Let a person read something once."""
        self._remarks.append(remark)

    def take_remarks(self) -> Sequence[Remark]:
        taken, self._remarks = self._remarks, []
        return taken
