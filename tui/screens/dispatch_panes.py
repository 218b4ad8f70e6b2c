"""What stands around the intervention list: why, who has room, who could have it, and what was done last."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work

from desk.model import ItemKind, WorkItem
from tui.screens.need_list import NeedList
from tui.seat import Seat
from tui.widgets.pane import Pane, ScrollPane
from tui.widgets.parts import Part, Parts, cut, joined, parts
from tui.words import load, needs
from tui.words.queue import short_number

if TYPE_CHECKING:
    from desk.acts.offers import Suggested
    from desk.acts.told import LogEntry
    from desk.load import TechLoad

LAST = 4
"""Acts that are looked at for the line of what was done last."""


class NeedPane(Pane):
    """Why the ticket under the cursor needs a hand, and what helps."""

    def __init__(self, seat: Seat, listed: NeedList) -> None:
        super().__init__(id="needs-why", boxed=False)
        self._seat = seat
        self._list = listed

    def on_mount(self) -> None:
        self.set_lines(self._why)

    def _why(self, width: int, height: int) -> list[Parts]:
        item = self._list.cursor_row
        if item is None:
            return []
        listed = self._list.need_of(item)
        lead = Part(f" Why {short_number(item.short_id)}  " if height > 1 else " Why  ", "key")
        if listed is None:
            return [parts(lead, ("it needs no hand any more; r takes it off the list", "quiet"))]
        first = listed.first_of(self._list.tab)
        ordered = [first, *(need for need in listed.needs if need is not first)]
        said = [self._list.sentence(item, need) for need in ordered]
        lines = needs.why_strip(said, first.act, width - len(lead.text), height)
        return [[lead if not at else Part(" " * len(lead.text)), *line] for at, line in enumerate(lines)]


class LoadPane(ScrollPane):
    """Everybody on the desk: what they have, how much of today is booked, when they are free."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(id="load")
        self._seat = seat
        self._people: Sequence[TechLoad] = ()

    def on_mount(self) -> None:
        self.set_lines(self._load)

    @work(exclusive=True, group="load", exit_on_error=False, description="look what everybody has on")
    async def read(self) -> None:
        """Look anew."""
        self._people = await self._seat.desk.tech_loads()
        self.redraw()

    def _load(self, width: int, _height: int) -> list[Parts]:
        people = self._people
        if not self.boxed:
            return [load.strip(people, self._seat.reader, width)]
        here = sum(not person.off for person in people)
        self.set_titles(f"Tech load · {here} of {len(people)} here", "open · booked of today · next free")
        return load.panel(people, self._seat.reader, width)


class SuggestionPane(Pane):
    """Who could have the ticket under the cursor."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(id="suggested")
        self._seat = seat
        self._item: WorkItem | None = None
        self._found: Sequence[Suggested] | None = None

    def on_mount(self) -> None:
        self.set_lines(self._lines_of)

    def follow(self, item: WorkItem | None) -> None:
        """Suggest for this one."""
        before, self._item = self._item, None if item is None or item.id.kind is not ItemKind.TICKET else item
        if item is None or before is None or item.id != before.id:
            self._found = None
        self.redraw()
        self.read()

    @work(exclusive=True, group="suggest", exit_on_error=False, description="look who could have it")
    async def read(self) -> None:
        """Look anew; an answer for a ticket that the cursor has left is dropped."""
        item, acts = self._item, self._seat.hands.acts
        if item is None or acts is None:
            return
        found = await acts.suggest((item.id.id,))
        if self._item is not None and self._item.id == item.id:
            self._found = found
            self.redraw()

    def _lines_of(self, width: int, _height: int) -> list[Parts]:
        item = self._item
        if item is None:
            self.set_titles("Who could have it")
            return []
        number = short_number(item.short_id)
        if self._seat.hands.acts is None and self._seat.hands.only_looking:
            return [parts("" if self.boxed else load.FOR, (load.ONLY_LOOKS, "quiet"))]
        if not self.boxed:
            return [load.suggestion_strip(number, self._found, width)]
        self.set_titles(f"Who could have {number}", "a assigns")
        return load.suggestion_panel(item, self._found, width)


class LastPane(Pane):
    """What was done last, on one line."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(id="last", boxed=False)
        self._seat = seat
        self._done: Sequence[LogEntry] = ()

    def on_mount(self) -> None:
        self.set_lines(self._last)
        self.read()

    @work(exclusive=True, group="last", exit_on_error=False, description="look what was done last")
    async def read(self) -> None:
        """Look anew."""
        if (acts := self._seat.hands.acts) is not None:
            self._done = await acts.log(LAST)
            self.redraw()

    def _last(self, width: int, _height: int) -> list[Parts]:
        reader = self._seat.reader
        done = [
            Part(f"{reader.moment_of(each.entered)} {each.stage.glyph} {each.what} {each.ticket}".strip(), "quiet")
            for each in self._done
        ]
        if not done:
            return []
        return [cut([Part(" Last ", "key"), Part(" "), *joined(done, "   ")], width)]
