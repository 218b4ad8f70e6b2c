"""A pane of records of several lines each, with a cursor on one of them: what can be ticked, changed or taken away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tui.widgets.pane import ScrollPane
from tui.widgets.parts import Part, Parts

POINTER = 2
"""Cells in front of the lines: the cursor, so that it is not colour alone."""


@dataclass(frozen=True, slots=True)
class Record:
    """Some lines that belong together. The id names it for good: no refresh moves the cursor to another record."""

    id: int
    lines: Sequence[Parts]


class PickingPane(ScrollPane):
    """Keys move the cursor; the lines follow it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "pick", "Pick", show=False, id="picking.pick")]

    @dataclass
    class Picked(Message):
        """The record under the cursor is meant."""

        pane: "PickingPane"
        id: int

        @property
        def control(self) -> "PickingPane":
            return self.pane

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._records: Sequence[Record] = ()
        self._cursor: int | None = None

    def set_records(self, make: Callable[[int], Sequence[Record]]) -> None:
        """Show these, worded for a width in cells."""
        self.set_lines(lambda width, _height: self._worded(make(max(1, width - POINTER))))

    @property
    def picked(self) -> int | None:
        """The id of the record under the cursor; None where there is none."""
        return self._cursor

    def _worded(self, records: Sequence[Record]) -> list[Parts]:
        at = self._at
        self._records = records
        if all(record.id != self._cursor for record in records):
            # Who was gone hands the cursor to the next that is still there.
            self._cursor = records[min(at, len(records) - 1)].id if records else None
        lines: list[Parts] = []
        for record in records:
            for place, line in enumerate(record.lines):
                here = record.id == self._cursor and place == 0
                lines.append((Part(">".ljust(POINTER) if here else " " * POINTER, "mark"), *line))
        return lines

    @property
    def _at(self) -> int:
        return next((at for at, record in enumerate(self._records) if record.id == self._cursor), 0)

    def action_scroll(self, lines: int) -> None:
        if not self._records:
            super().action_scroll(lines)
            return
        at = max(0, min(len(self._records) - 1, self._at + lines))
        self._cursor = self._records[at].id
        self.redraw()
        first = sum(len(record.lines) for record in self._records[:at])
        last = first + len(self._records[at].lines) - 1
        height = self.room[1]
        self._go_to(min(first, max(self._top, last - height + 1)))

    def action_page(self, pages: int) -> None:
        self.action_scroll(pages * max(1, self.room[1] - 1))

    def action_pick(self) -> None:
        if self._cursor is not None:
            self.post_message(self.Picked(self, self._cursor))
