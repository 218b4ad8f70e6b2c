"""The line above the list: which view, and what waits for the person.

Its place is reserved, so that an alarm or a waiting change moves nothing when it comes.
"""

from rich.cells import cell_len

from desk.model import Delta, ItemId, View
from tui.screens.queue_list import QueueList
from tui.seat import Seat
from tui.widgets.cells import fit
from tui.widgets.pane import Pane
from tui.widgets.parts import Part, Parts, cells, spread
from tui.words.queue import short_number

TABS = {View.MINE: "Mine", View.TEAM: "Team", View.UNASSIGNED: "Unassigned"}
LEAST_ALARM = 30
"""Cells under which an alarm cannot be told."""


def views(seat: Seat) -> list[View]:
    """The views there are: who is nobody has no queue of their own."""
    return [view for view in TABS if view is not View.MINE or seat.desk.me is not None]


class ContextLine(Pane):
    """Views to the left, news to the right."""

    def __init__(self, seat: Seat, queue: QueueList) -> None:
        super().__init__(id="context", boxed=False)
        self._seat = seat
        self._queue = queue
        self.alarms: list[ItemId] = []
        """Missed milestones and critical tickets nobody is on that have not been looked at, newest last."""
        self.filtering = False
        """Whether the input of the filter stands to the right."""

    def on_mount(self) -> None:
        self.set_lines(lambda width, _height: [self._views_and_news(width)])

    def learn(self, delta: Delta) -> None:
        """Keep what alarms until it was looked at or left the desk."""
        known = [alarm for alarm in self.alarms if alarm not in delta.gone]
        self.alarms = [*known, *(alarm for alarm in delta.alarms if alarm not in known)]

    def _views_and_news(self, width: int) -> Parts:
        tabs = [Part(" "), *(self._tab(view) for view in views(self._seat))]
        return spread(tabs, self._news(width - cells(tabs) - 1), width)

    def _tab(self, view: View) -> Part:
        shown = view is self._queue.view
        words = f"{TABS[view]} {self._count(view)}".strip()
        action = f"screen.look('{view.value}')"
        return Part(f"[{words}]", "strong", action) if shown else Part(f" {words} ", "quiet", action)

    def _count(self, view: View) -> str:
        """How many a view has."""
        if view is self._queue.view and self._queue.snapshot is not None:
            return str(self._queue.snapshot.total)
        return str(self._seat.desk.counts(view).total) if self._seat.desk.loaded else ""

    def _news(self, room: int) -> list[Part]:
        if self.filtering:
            return [Part("/", "key")]
        changes: list[Part] = []
        if waiting := self._queue.waiting:
            count = f"{waiting} change{'s' if waiting > 1 else ''}"
            changes.append(Part(f" {count}, {'p resumes' if self._queue.paused else 'r shows them'} ", "soon"))
        return [*self._alarm(room - cells(changes)), *changes]

    def _alarm(self, room: int) -> list[Part]:
        item = self._seat.desk.item(self.alarms[-1]) if self.alarms else None
        if item is None or room <= LEAST_ALARM:
            return []
        why = self._seat.desk.row(item, self._seat.reader.now).why
        more = f" +{len(self.alarms) - 1}" if len(self.alarms) > 1 else ""
        tail = f"{more} · ! opens "
        words = f" !! {short_number(item.short_id)} {why} · {item.title}"
        return [Part(fit(words, min(cell_len(words), room - len(tail))) + tail, "alarm")]
