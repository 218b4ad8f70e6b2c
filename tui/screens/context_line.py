"""The line above the list: which view, and what waits for the person.

Its place is reserved, so that an alarm or a waiting change moves nothing when it comes.
"""

from collections.abc import Callable

from desk.model import Delta, View
from tui.screens.queue_list import QueueList
from tui.seat import Seat
from tui.widgets.pane import Pane
from tui.widgets.parts import Part, Parts, cells, spread
from tui.words import alarm as alarm_words
from tui.words import news as words

TABS = {View.MINE: "Mine", View.TEAM: "Team", View.UNASSIGNED: "Unassigned"}


def views(seat: Seat) -> list[View]:
    """The views there are: who is nobody has no queue of their own."""
    return [view for view in TABS if view is not View.MINE or seat.desk.me is not None]


class ContextLine(Pane):
    """Views to the left, news to the right."""

    def __init__(self, seat: Seat, queue: QueueList) -> None:
        super().__init__(id="context", boxed=False)
        self._seat = seat
        self.queue = queue
        self.alarms = seat.alarms
        self._stop_hearing: Callable[[], None] = lambda: None
        self.filtering = False
        """Whether the input of the filter stands to the right."""

    def on_mount(self) -> None:
        self._stop_hearing = self._seat.desk.subscribe(self._heard)
        self.set_lines(lambda width, _height: [self._views_and_news(width)])

    def on_unmount(self) -> None:
        self._stop_hearing()

    def _heard(self, delta: Delta) -> None:
        """Keep what alarms, whatever screen lies over the list, until it was looked at or is no alarm any more."""
        self.alarms.learn(delta.alarms, self._seat.desk.item)

    def _views_and_news(self, width: int) -> Parts:
        """An alarm goes before the long words of waiting changes, then before how many other views have, then before
        their tabs."""
        tabs = [Part(" "), *self._tabs()]
        if self.filtering:
            return spread(tabs, [Part("/", "key")], width)
        changes = self._changes(width - cells(tabs) - len("   "))
        item = None if self.alarms.newest is None else self._seat.desk.item(self.alarms.newest.item)
        if self.alarms.newest is None or item is None:
            room = width - cells([*tabs, *changes]) - len("   ")
            return spread(tabs, [*self._on_call(room), *changes], width)
        if len(self.alarms.away) > 1:
            tabs, changes = [Part(" "), self._tab_shown()], self._changes()
            told = self._missed_away(width - cells([*tabs, *changes]) - 1)
            return spread(tabs, [Part(told, "alarm", "screen.alarm"), *changes], width)
        reader, more = self._seat.reader, len(self.alarms) - 1
        number = item.short_id
        if width - cells([*tabs, *changes]) - 1 < alarm_words.wanted(self.alarms.newest, number, more, reader):
            changes = self._changes()
        least = alarm_words.least(self.alarms.newest, number, more, reader)
        if width - cells([*tabs, *changes]) - 1 < least:
            tabs = [Part(" "), *self._tabs(bare=True)]
        # The way to the other views is worth more than the beginning of a title.
        if width - cells([*tabs, *changes]) - 1 < least - alarm_words.TITLE_AT_LEAST - len(" · "):
            tabs = [Part(" "), self._tab_shown()]
        room = width - cells([*tabs, *changes]) - 1
        told = alarm_words.strip(self.alarms.newest, number, item.title, more, reader, room)
        return spread(tabs, [Part(told, "alarm", "screen.alarm"), *changes], width)

    def _on_call(self, room: int) -> list[Part]:
        """Who is on call, where there is room to say it whole."""
        told = self._seat.desk.on_call_text()
        said = [Part(f" {told} ", "quiet")] if told else []
        return said if cells(said) <= room else []

    def _missed_away(self, room: int) -> str:
        away = self.alarms.away
        items = filter(None, map(self._seat.desk.item, dict.fromkeys(alarm.item for alarm in away)))
        numbers = [item.short_id for item in items]
        return alarm_words.together(numbers, len(away), len(self.alarms) - len(away), room)

    def _tabs(self, *, bare: bool = False) -> list[Part]:
        return [self._tab(view, bare=bare) for view in views(self._seat)]

    def _tab_shown(self) -> Part:
        return self._tab(self.queue.view)

    def _tab(self, view: View, *, bare: bool = False) -> Part:
        """The name of a view and how many it has; of another view than the one that is shown, bare its name alone."""
        shown = view is self.queue.view
        said = TABS[view] if bare and not shown else f"{TABS[view]} {self._count(view)}".strip()
        action = f"screen.look('{view.value}')"
        return Part(f"[{said}]", "strong", action) if shown else Part(f" {said} ", "quiet", action)

    def _count(self, view: View) -> str:
        """How many a view has."""
        if view is self.queue.view and self.queue.snapshot is not None:
            return str(self.queue.snapshot.total)
        return str(self._seat.desk.counts(view).total) if self._seat.desk.loaded else ""

    def _changes(self, room: int = 0) -> list[Part]:
        """What of the order the person does not see, and the key that shows it; as short as may be with no room."""
        queue = self.queue
        if queue.paused_at is not None:
            since = self._seat.reader.moment(queue.paused_at)
            told, action = words.paused(since, queue.waiting, room), "screen.pause"
        elif queue.waiting:
            told, action = words.waiting(queue.waiting, room), "screen.apply"
        elif (first := queue.first_unseen) is not None:
            told, action = words.first_now(first, room), "screen.first"
        elif queue.above:
            told, action = words.above(queue.above, room), "screen.first"
        else:
            return []
        return [Part(f" {told} ", "soon", action)]
