"""The desk while it opens: it shows the last look, and hands over to the living desk once that has read its copy."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from desk.clocks import DeskClock
from desk.last_look import LastLook
from desk.model import (
    Counts,
    Delta,
    Explanation,
    ItemId,
    Micros,
    Person,
    QueueSnapshot,
    RankingLine,
    RowText,
    SyncState,
    SyncStatus,
    View,
    WorkItem,
)
from desk.surface import Desk

if TYPE_CHECKING:
    from desk.compliance.asking import Compliance
    from desk.filters import Filter
    from desk.interventions.model import Intervention, InterventionSnapshot, Need, Tab
    from desk.load import TechLoad
    from desk.pages import PlannedPage, TicketDetail, Today
    from desk.pulse import Pulse

UTC_ZONE = ZoneInfo("UTC")


class LookedAt:
    """Answers from the last look, or as a desk that knows nothing yet. Nothing of it counts down."""

    loaded = False
    me_problem = ""
    notices: tuple[str, ...] = ()

    def __init__(self, clock: DeskClock, seen: LastLook | None, since: datetime) -> None:
        self.clock = clock
        self._seen = seen
        self.zone = UTC_ZONE if seen is None else seen.zone
        self.me: Person | None = None if seen is None else seen.me
        self.status = SyncStatus(
            SyncState.FILLING if seen is None else SyncState.SYNCING,
            since=since,
            last_good=None if seen is None else seen.seen,
            sentence="Opening the copy.",
        )

    def queue(self, view: View, _filter: "Filter | None" = None) -> QueueSnapshot:
        if self._seen is not None and self._seen.snapshot.view is view:
            return self._seen.snapshot
        return QueueSnapshot(view, self.clock.now(), (), 0, 0, 0, 0, 0)

    def counts(self, view: View) -> Counts:
        if self._seen is None or self._seen.snapshot.view is not view:
            return Counts()
        return self._seen.counts

    def row(self, item: WorkItem, _now: Micros) -> RowText:
        row = None if self._seen is None else self._seen.rows.get(item.id)
        return row or RowText("", item.number, item.priority_mark, "", item.company, item.title, "", item.owner)

    def item(self, item_id: ItemId) -> WorkItem | None:
        shown = () if self._seen is None else self._seen.snapshot.items
        return next((item for item in shown if item.id == item_id), None)

    def explain(self, item_id: ItemId, view: View = View.MINE) -> Explanation | None:
        item, at = self.item(item_id), self.queue(view)
        if item is None or item not in at.items:
            return None
        why = self.row(item, at.at).why
        return Explanation(item_id, at.items.index(item) + 1, why, (why,))

    def ranking_line(self, position: int, item: WorkItem) -> RankingLine:
        why = self.row(item, self.clock.now()).why
        return RankingLine(position, item.id, item.number, item.title, item.place.rung, why, item.place.offered)


class OpeningDesk:
    """A desk from the first moment on. `hand_over` gives it the living one, to which all questions then go; and another
    one later, where that takes its place."""

    def __init__(self, clock: DeskClock, seen: LastLook | None, since: datetime) -> None:
        """
        Args:
            seen: what to show until then; None shows an empty desk that says that it is being read.
            since: when the program started, aware UTC.
        """
        self.clock = clock
        self._looked_at = LookedAt(clock, seen, since)
        self._living: Desk | None = None
        self._listeners: dict[int, Callable[[Delta], None]] = {}
        self._leave: dict[int, Callable[[], None]] = {}

    def hand_over(self, living: Desk) -> None:
        """Let the living desk answer from now on, and tell the screens that everything may have changed."""
        for leave in self._leave.values():
            leave()
        self._living = living
        self._leave = {number: living.subscribe(callback) for number, callback in self._listeners.items()}
        for callback in self._listeners.values():
            callback(Delta(reordered=True, needs=True, status_changed=True))

    @property
    def _now(self) -> "Desk | LookedAt":
        return self._living if self._living is not None else self._looked_at

    @property
    def zone(self) -> ZoneInfo:
        return self._now.zone

    @property
    def me(self) -> Person | None:
        return self._now.me

    @property
    def me_problem(self) -> str:
        return self._now.me_problem

    @property
    def notices(self) -> tuple[str, ...]:
        return self._now.notices

    @property
    def loaded(self) -> bool:
        return self._now.loaded

    @property
    def status(self) -> SyncStatus:
        return self._now.status

    @property
    def compliance(self) -> "Compliance | None":
        return None if self._living is None else self._living.compliance

    def queue(self, view: View, filter_: "Filter | None" = None) -> QueueSnapshot:
        return self._now.queue(view, filter_)

    def counts(self, view: View) -> Counts:
        return self._now.counts(view)

    def item(self, item_id: ItemId) -> WorkItem | None:
        return self._now.item(item_id)

    def interventions(self, tab: "Tab", filter_: "Filter | None" = None) -> "InterventionSnapshot":
        if self._living is None:
            from desk.interventions.model import InterventionSnapshot

            return InterventionSnapshot(tab, self.clock.now(), ())
        return self._living.interventions(tab, filter_)

    def intervention(self, item_id: ItemId) -> "Intervention | None":
        return None if self._living is None else self._living.intervention(item_id)

    def need_text(self, item_id: ItemId, need: "Need", now: Micros) -> str:
        return "" if self._living is None else self._living.need_text(item_id, need, now)

    def calm_text(self) -> str:
        return "" if self._living is None else self._living.calm_text()

    def row(self, item: WorkItem, now: Micros) -> RowText:
        return self._now.row(item, now)

    def explain(self, item_id: ItemId, view: View = View.MINE) -> Explanation | None:
        return self._now.explain(item_id, view)

    def ranking_line(self, position: int, item: WorkItem) -> RankingLine:
        return self._now.ranking_line(position, item)

    def find(self, text: str) -> Sequence[WorkItem]:
        return () if self._living is None else self._living.find(text)

    async def tech_loads(self) -> "Sequence[TechLoad]":
        return () if self._living is None else await self._living.tech_loads()

    async def pulse(self) -> "Pulse | None":
        return None if self._living is None else await self._living.pulse()

    def on_call_text(self) -> str:
        return "" if self._living is None else self._living.on_call_text()

    def today(self) -> "Today | None":
        return None if self._living is None else self._living.today()

    async def detail(self, ticket_id: int) -> "TicketDetail | None":
        return None if self._living is None else await self._living.detail(ticket_id)

    async def planned(self, item: ItemId) -> "PlannedPage | None":
        return None if self._living is None else await self._living.planned(item)

    @staticmethod
    def parse_filter(text: str) -> "Filter":
        from desk.filters import parse_filter

        return parse_filter(text)

    def browser_url(self, ticket_id: int) -> str | None:
        return None if self._living is None else self._living.browser_url(ticket_id)

    def refresh(self) -> None:
        if self._living is not None:
            self._living.refresh()

    def subscribe(self, callback: Callable[[Delta], None]) -> Callable[[], None]:
        """As the living desk's; what is subscribed before a hand-over goes on after it."""
        number = max(self._listeners, default=-1) + 1
        self._listeners[number] = callback
        if self._living is not None:
            self._leave[number] = self._living.subscribe(callback)

        def stop() -> None:
            self._listeners.pop(number, None)
            if number in self._leave:
                self._leave.pop(number)()

        return stop
