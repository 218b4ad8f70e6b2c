"""The circumstances of an op, put together for one attempt, one look or one sweep."""

from collections.abc import Callable, Collection
from datetime import timedelta

from replica.outbox.book import Book
from replica.outbox.effects.effect import Call
from replica.outbox.effects.values import Value
from replica.outbox.op import Op
from replica.outbox.server import Server

_MARGIN = timedelta(minutes=10)
"""By so much our idea of Autotask's clock may be wrong (reliability 1.4)."""


async def call_for(book: Book, server: Server, op: Op, *, words: Callable[[str, Value], str]) -> Call:
    """What an op has to know to be sent or found over a connection."""
    made: dict[str, int] = {}
    if op.effect.needs:
        found = await book.hand.do(book.store.some, op.effect.needs)
        made = {op_id: other.remote_id for op_id, other in found.items() if other.remote_id is not None}

    async def claimed(collection: str, ids: Collection[int]) -> frozenset[int]:
        return await book.hand.do(book.store.claimed, collection, ids, op.op_id)

    return Call(
        server=server,
        marker=op.marker,
        base=op.base,
        author=op.author,
        since=None if op.first_sent is None else op.first_sent - _MARGIN,
        claimed=claimed,
        made=made,
        answered=op.answered,
        remote_id=op.remote_id,
        words=words,
    )
