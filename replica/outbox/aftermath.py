"""What becomes of a change after it was made: a rule of Autotask that sets the field to something else is told of."""

from collections.abc import Callable, Iterable

from replica.feed import Change
from replica.outbox.book import Book
from replica.outbox.effects.comparing import same
from replica.outbox.effects.values import Value
from replica.outbox.op import Op, State


class Aftermath:
    """Changes that were made a short while ago."""

    def __init__(self, book: Book, seconds: float, words: Callable[[str, Value], str]) -> None:
        self._book = book
        self._seconds = seconds
        self._words = words
        self._recent: dict[tuple[str, int], tuple[Op, float]] = {}

    def heard(self, ops: Iterable[Op], now: float) -> None:
        """Some ops are as they are from now on."""
        for key in [key for key, (_, until) in self._recent.items() if until < now]:
            del self._recent[key]
        for op in ops:
            target = op.effect.record_id
            if op.state is State.DONE and target is not None and op.effect.wanted:
                self._recent[op.effect.collection, target] = (op, now + self._seconds)

    def saw(self, change: Change, now: float) -> tuple[Op, str] | None:
        """The op that a change of the copy has overridden, and a sentence; None for every other change."""
        key = (change.kind, change.id)
        op, until = self._recent.get(key, (None, 0.0))
        if op is None or until < now or change.after is None:
            return None
        sentences = [
            f"{attr.removesuffix('_id').replace('_', ' ')} was then set to {self._words(attr, theirs)}."
            for attr, mine in op.effect.wanted.items()
            if not same(mine, theirs := getattr(change.after, attr)) and not self._ours(key, attr, theirs)
        ]
        if not sentences:
            return None
        del self._recent[key]
        return op, " ".join(sentences)

    def _ours(self, key: tuple[str, int], attr: str, value: object) -> bool:
        """Whether an op of ours that is on its way sets that."""
        return any(
            same(op.effect.wanted[attr], value)
            for op in self._book.live()
            if (op.effect.collection, op.effect.record_id) == key and attr in op.effect.wanted
        )
