"""A step and the note that tells of it: a hold and why, a release. The note goes when the step is in Autotask.

So colleagues never read of a hold that is not. What is here says, where one of the two fails, how the ticket stands.
"""

from collections.abc import Iterable

from desk.acts.planning_notes import PUBLISH
from desk.pages import Audience
from replica.outbox.effects import Effect, NoteCreate, TicketChange
from replica.outbox.op import Op, State
from workflows import holds
from workflows.hold_field import note_of
from workflows.hold_notes import read_hold, read_release


def telling_of(step: Op, ops: Iterable[Op]) -> Op | None:
    """The op, of some, that tells of a step and waits for it; None where none does."""
    return next((op for op in ops if op.after == step.op_id and op.effect.tells), None)


def hold_in(effect: Effect) -> holds.Hold | None:
    """The hold that a write carries, in a note inside or in the shop's field."""
    match effect:
        case NoteCreate() if effect.publish == PUBLISH[Audience.INTERNAL]:
            return read_hold(effect.title, effect.description)
        case TicketChange() if (note := note_of(str(effect.changes.get("hold_note") or ""))) is not None:
            return read_hold(note.title, note.text)
    return None


def is_release(effect: Effect) -> bool:
    """Whether a write is the note that ends a hold."""
    return isinstance(effect, NoteCreate) and read_release(effect.title, effect.description) is not None


def where_it_stands(op: Op, ops: Iterable[Op]) -> str:
    """What an op that waits for a person means for the hold that it is a part of; "" where it is a part of none."""
    note = telling_of(op, ops)
    if hold_in(op.effect if note is None else note.effect) is not None:
        if isinstance(op.effect, NoteCreate):
            return "The ticket waits, but Autotask does not say why and until when."
        if op.state is State.CONFLICT:
            return "Until you decide, your hold is not in Autotask."
        return "The hold is not in Autotask: nobody reads of it, and what was typed is kept (e)."
    if note is not None and is_release(note.effect):
        return "The hold goes on."
    return "The ticket waits no more, but its last note still tells of the hold." if is_release(op.effect) else ""
