"""The intervention list on the screen: under one heading, sifted, and still while somebody is in it."""

from collections.abc import Hashable, Mapping, Sequence

from desk.interventions.model import Intervention, InterventionSnapshot, Need, Tab
from desk.model import QueueSnapshot, View, WorkItem
from tui.screens.queue_list import QueueList
from tui.seat import Seat
from tui.widgets.columns import Column
from tui.widgets.painter import Line
from tui.words import needs as words
from tui.words.header import Pressing


class NeedList(QueueList):
    """As the queue in every way but its order: that of need."""

    def __init__(self, seat: Seat, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(seat, id=id)
        self.tab = Tab.ALL
        self.counts: Mapping[Tab, int] = {}
        """Of every heading, whatever the filter keeps."""
        self._stood: dict[Tab, tuple[Hashable, int]] = {}
        self._chosen = True

    def show_tab(self, tab: Tab) -> None:
        """Another heading, the cursor where it stood when the person left it."""
        if (key := self.cursor_key) is not None:
            self._stood[self.tab] = (key, self.cursor_line)
        self.tab = tab
        self.apply()
        if tab in self._stood:
            self.place_on_line(*self._stood[tab])
        else:
            self.action_first()

    def need_of(self, item: WorkItem) -> Intervention | None:
        """Why an item needs a hand now; None where it needs none any more."""
        return self._seat.desk.intervention(item.id)

    def sentence(self, item: WorkItem, need: Need) -> str:
        """Of one need, with its figures now."""
        return self._seat.desk.need_text(item.id, need, self._seat.desk.clock.now())

    def _ask(self) -> QueueSnapshot:
        found = self._seat.desk.interventions(self.tab, self._filter)
        self.counts = found.counts
        self.snapshot = _as_queue(found)
        late, risk, free = (found.counts.get(tab, 0) for tab in (Tab.LATE, Tab.RISK, Tab.UNASSIGNED))
        self.pressing = Pressing(late, risk, free, "at risk")
        return self.snapshot

    def _columns(self) -> Sequence[Column]:
        return words.columns(short=self._short)

    def _words(self, item: WorkItem) -> Line:
        listed = self.need_of(item)
        text = self._seat.desk.row(item, self._seat.desk.clock.now())
        why = "" if listed is None else self.sentence(item, listed.first_of(self.tab))
        return words.line(text, listed, why, self._pending.get(item.id), tab=self.tab, short=self._short)


def _as_queue(found: InterventionSnapshot) -> QueueSnapshot:
    """The list as what holds an order still knows it."""
    items = tuple(row.item for row in found.rows)
    counts = found.counts
    return QueueSnapshot(
        view=View.TEAM,
        at=found.at,
        items=items,
        offered=len(items),
        paused=counts.get(Tab.WAITING, 0),
        total=found.total,
        late=counts.get(Tab.LATE, 0),
        soon=counts.get(Tab.RISK, 0),
        filter_text=found.filter_text,
        next_change_at=found.next_change_at,
    )
