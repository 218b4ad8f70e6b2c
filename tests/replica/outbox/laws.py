"""The laws that hold after every schedule: what is done is there once, what is not done is not there."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autotask.entities import Ticket, TicketChecklistItem, TicketNote, TicketSecondaryResource, TimeEntry
from replica.outbox.effects import (
    ChecklistAdd,
    ChecklistTick,
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
from replica.outbox.effects.values import Made
from replica.outbox.op import Op, State
from tests.replica.outbox.psa import Psa


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


class Laws:
    """Compares what the outbox says with how the PSA stands."""

    def __init__(self, psa: Psa, verdict: Verdict) -> None:
        self.psa = psa
        self.verdict = verdict

    def judge(self, ops: Mapping[str, Op], acknowledged: Collection[str], undone: Collection[str]) -> None:
        """Nothing lost, nothing doubled, every op where it says it is."""
        self.verdict.ops = len(ops)
        for op_id in set(acknowledged) - ops.keys():
            self.verdict.lost.append(f"acknowledged and gone: {op_id}")
        for op_id in undone:
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
