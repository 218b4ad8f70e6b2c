"""Changes that were made on top of one that is taken back: they stand on what was there before it.

Without this, taking back the first of two changes of a field would make a conflict of the second, with oneself.
"""

from dataclasses import replace

from replica.outbox.effects import Effect, TicketChange, TimeEntryEdit
from replica.outbox.effects.comparing import same
from replica.outbox.op import Op, State
from replica.outbox.outbox import Outbox

FELL = frozenset({State.CANCELLED, State.REJECTED})


def fell(op: Op) -> bool:
    """Whether an op that others may stand on will not be."""
    return op.state in FELL and isinstance(op.effect, TicketChange | TimeEntryEdit)


async def rebase(outbox: Outbox, gone: Op) -> None:
    """Give the changes after one that fell the values that it was based on."""
    if any(op.seq == gone.seq and op.op_id != gone.op_id for op in outbox.live):
        return  # another one stands in its place
    for op in outbox.live:
        if op.seq > gone.seq and op.state is State.PENDING:
            effect = on_what_was_before(op.effect, gone)
            if effect is not None:
                await outbox.amend(op.op_id, effect, outbox.undo_seconds(op))


def on_what_was_before(effect: Effect, gone: Op) -> Effect | None:
    """A change as it stands without one that it was made on top of; None where it was not."""
    if not isinstance(effect, TicketChange | TimeEntryEdit) or effect.record_id is None:
        return None
    if (effect.collection, effect.record_id) != (gone.effect.collection, gone.effect.record_id):
        return None
    moved = {
        field: gone.base[field]
        for field, value in gone.effect.wanted.items()
        if field in effect.base and field in gone.base and same(effect.base[field], value)
    }
    return replace(effect, base={**effect.base, **moved}) if moved else None
