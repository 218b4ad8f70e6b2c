"""Whose turn it is: strict order in a lane, lanes side by side, and nothing before what it waits for."""

from collections.abc import Callable, Iterable, Iterator

from replica.outbox.book import waits_for
from replica.outbox.op import Op, OpId, State

_WHY = {
    State.REJECTED: "which Autotask refused",
    State.CONFLICT: "which meets another change",
    State.HELD: "which needs your eye",
    State.CANCELLED: "which was taken back",
}


def heads(live: Iterable[Op], get: Callable[[OpId], Op | None]) -> Iterator[Op]:
    """Of each lane the op whose turn it is, if it may go now.

    One that waits for a person stops nobody but those that depend on it; they let the rest of their lane pass too.

    Args:
        live: Every live op, in the order of handing in.
        get: Any op by its id, live or over.
    """
    ops = list(live)
    taken: set[str] = set()
    for op in ops:
        # Even before its elders: one of those may have waited for a person when this one left.
        if op.state in (State.INFLIGHT, State.UNKNOWN):
            taken.add(op.lane)
            yield op
    for op in ops:
        if op.state is State.PENDING and op.lane not in taken and obstacle(op, get) is None:
            taken.add(op.lane)
            if all(_is_done(get(other)) for other in waits_for(op)):
                yield op


def obstacle(op: Op, get: Callable[[OpId], Op | None]) -> Op | None:
    """The op that this one waits for in vain until a person decides; None where it only has to wait its turn."""
    for op_id in waits_for(op):
        other = get(op_id)
        if other is None:
            continue
        if other.state in _WHY:
            return other
        if other.state is State.PENDING and (further := obstacle(other, get)) is not None:
            return further
    return None


def waiting_words(op: Op, get: Callable[[OpId], Op | None]) -> str:
    """Why a pending op does not go, as a sentence; "" where only its turn has to come."""
    other = obstacle(op, get)
    return "" if other is None else f"Waits for {other.effect.sentence}, {_WHY[other.state]}."


def _is_done(op: Op | None) -> bool:
    return op is None or op.state is State.DONE
