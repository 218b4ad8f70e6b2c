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
            effect = _on_what_was_before(op.effect, gone)
            if effect is not None:
                await outbox.amend(op.op_id, effect, outbox.undo_seconds(op))


def in_place_of(effect: Effect, old: Op) -> Effect:
    """A change that takes the place of one which waits, and was worked out while that lay over the row.

    What the old one sets and the new one does not speak of stays as the person saw it.
    """
    before = old.effect
    if isinstance(effect, TicketChange) and isinstance(before, TicketChange) and effect.ticket_id == before.ticket_id:
        return replace(effect, changes={**before.changes, **effect.changes}, base={**effect.base, **old.base})
    if isinstance(effect, TimeEntryEdit) and isinstance(before, TimeEntryEdit) and effect.entry_id == before.entry_id:
        return replace(effect, changes={**before.changes, **effect.changes}, base={**effect.base, **old.base})
    return effect


def _on_what_was_before(effect: Effect, gone: Op) -> Effect | None:
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
