"""Which columns a table shows at a width, and how wide: the least needed goes first, flexible ones take the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, in cells."""

    name: str
    title: str
    width: int
    """The width it likes. For a flexible column: the least it is given while others can still give way."""
    flexible: bool = False
    """Takes its share of what the others leave. One flexible column of a table never gives way."""
    gives_way: int | None = None
    """The turn in which it shrinks or goes when the table is narrow, lowest first. None never gives way."""
    narrow: int = 0
    """What is left of it after it gave way; 0 drops it."""
    right: bool = False
    toned: bool = False
    """Carries the colour of its row's state."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A column with its place in the cells of a row and its width at the present size."""

    column: Column
    index: int
    width: int


def lay_out(columns: Sequence[Column], available: int) -> tuple[Placed, ...]:
    """The columns that fit into `available` cells with a gap between them."""
    widths = [column.width for column in columns]
    turns = sorted((column.gives_way, index) for index, column in enumerate(columns) if column.gives_way is not None)
    for _, index in turns:
        if _needed(widths) <= available:
            break
        widths[index] = columns[index].narrow
    growing = [index for index, column in enumerate(columns) if column.flexible and widths[index] > 0]
    if (rest := available - _needed(widths)) < 0:
        growing = [index for index in growing if columns[index].gives_way is None]
    for turn, index in enumerate(growing):
        share = rest // (len(growing) - turn)
        widths[index] = max(1, widths[index] + share)
        rest -= share
    return tuple(
        Placed(column, index, width)
        for index, (column, width) in enumerate(zip(columns, widths, strict=True))
        if width > 0
    )


def _needed(widths: Sequence[int]) -> int:
    shown = [width for width in widths if width > 0]
    return sum(shown) + GAP * max(0, len(shown) - 1)
