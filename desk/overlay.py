"""What may lie over the copy's rows on their way to the desk; `desk.acts.layer` is it in earnest."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from replica.feed import Change


class Over(Protocol):
    """Something that changes rows before the desk sees them."""

    def through(self, changes: Sequence[Change], /) -> Sequence[Change]:
        """Changes of the copy as the desk shall see them."""
        ...

    def again(self) -> tuple[Change, ...]:
        """Every row that is not as the copy has it."""
        ...

    def over(self, kind: str, rows: Iterable[Any], belongs: Callable[[Any], bool], /) -> tuple[Any, ...]:
        """Rows of a kind as they shall be seen, and those that the copy does not have and that belong among them."""
        ...

    def row(self, kind: str, id_: int, row: Any, /) -> Any:
        """A row as it shall be seen; `row` is how the copy has it, None where it has none."""
        ...


class _Nothing:
    """The copy is all there is."""

    def through(self, changes: Sequence[Change], /) -> Sequence[Change]:
        return changes

    def again(self) -> tuple[Change, ...]:
        return ()

    def over(self, kind: str, rows: Iterable[Any], belongs: Callable[[Any], bool], /) -> tuple[Any, ...]:  # noqa: ARG002
        return tuple(rows)

    def row(self, kind: str, id_: int, row: Any, /) -> Any:  # noqa: ARG002
        return row


NOTHING_OVER = _Nothing()
