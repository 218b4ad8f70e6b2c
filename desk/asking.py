"""The asking half of the live desk: queues, rows and reasons, from what is in memory. No question here waits."""

from desk.clocks import DeskClock
from desk.explain import explain, ranking_line
from desk.filters import Filter, parse_filter
from desk.forecast import Forecasts
from desk.heartbeat import Heartbeat
from desk.model import (
    Counts,
    Explanation,
    ItemId,
    Micros,
    QueueSnapshot,
    RankingLine,
    RowText,
    View,
    WorkItem,
)
from desk.pages import Today
from desk.sight import RosterSight
from desk.state import State
from desk.team_asking import TeamAsking
from desk.today import today
from desk.wording import row_text
from workflows.catalog import Catalogue

FOUND_AT_MOST = 20


class Asking(TeamAsking):
    """Questions about the live order. `heartbeat` keeps the answers true."""

    def __init__(self, heartbeat: Heartbeat, catalogue: Catalogue, clock: DeskClock, forecasts: Forecasts) -> None:
        super().__init__(heartbeat, clock, forecasts)
        self.catalogue = catalogue

    @property
    def state(self) -> State:
        """All that is known now, for `desk.acts`; another object after each load."""
        return self._beat.state

    @property
    def next_change_at(self) -> Micros | None:
        """The next instant at which time alone moves something; None when nothing is in sight."""
        return self._beat.next_at

    def queue(self, view: View, filter_: Filter | None = None) -> QueueSnapshot:
        """A view of the queue now: what is mine in front where the view is mine, what is never offered last."""
        state, now = self._beat.state, self.clock.now()
        board = state.roster.boards[view]
        if filter_ is None or not filter_.terms:
            return QueueSnapshot(
                view, now, board.items(), board.offered, board.paused, len(board), board.late, board.soon
            )
        sieve = filter_.sieve(now, RosterSight(state.roster.entries, state.viewing.me_id, now))
        items = tuple(item for item in board.items() if sieve.keeps(item))
        next_change_at = sieve.next_change_at
        self._beat.watch(next_change_at)
        return QueueSnapshot(
            view=view,
            at=now,
            items=items,
            offered=sum(item.place.offered for item in items),
            paused=sum(item.waiting or item.paused for item in items),
            total=len(board),
            late=sum(item.late for item in items),
            soon=sum(item.soon for item in items),
            filter_text=filter_.text,
            next_change_at=next_change_at,
        )

    def counts(self, view: View) -> Counts:
        """The figures of the header; costs nothing."""
        boards = self._beat.state.roster.boards
        board = boards[view]
        return Counts(board.late, board.soon, board.paused, len(boards[View.UNASSIGNED]), len(board))

    def item(self, item_id: ItemId) -> WorkItem | None:
        """An item as it stands, with the place it has for the person at the screen; None when it is not here."""
        entry = self._beat.state.roster.entries.get(item_id)
        return None if entry is None else entry.mine

    def row(self, item: WorkItem, now: Micros) -> RowText:
        """The words of a row at `now`; for the rows that are on the screen."""
        state = self._beat.state
        return row_text(item, state.roster.entries.get(item.id), state.viewing, now, self.zone)

    def explain(self, item_id: ItemId, view: View = View.MINE) -> Explanation | None:
        """Why an item stands where it stands in a view; None when it is not here."""
        state = self._beat.state
        entry = state.roster.entries.get(item_id)
        if entry is None:
            return None
        board = state.roster.boards[view]
        shown = board.get(item_id) or entry.item
        return explain(entry, shown, board, state.viewing, self.catalogue, self.clock.now(), self.zone)

    def ranking_line(self, position: int, item: WorkItem) -> RankingLine:
        """The words of an item's line in the full ranking; for the lines that are on the screen."""
        return ranking_line(position, item, self.clock.now(), self.zone)

    def find(self, text: str) -> tuple[WorkItem, ...]:
        """Open items that a person may mean by `text`: a number, the end of a number, an id, or words of the title.

        Exact numbers come first; at most twenty.
        """
        wanted = text.strip().lstrip("#").casefold()
        if not wanted:
            return ()
        exact, ends, has = [], [], []
        for entry in self._beat.state.roster.entries.values():
            item = entry.mine
            number = item.number.casefold()
            if wanted in (number, str(item.id.id)):
                exact.append(item)
            elif number.endswith(wanted):
                ends.append(item)
            elif wanted in item.title.casefold():
                has.append(item)
        return tuple([*exact, *ends, *has][:FOUND_AT_MOST])

    def today(self) -> Today:
        """My day as a bar."""
        state = self._beat.state
        return today(state.book, state.records, self._home(), state.tenant.settings, self.item, self.clock.now())

    @staticmethod
    def parse_filter(text: str) -> Filter:
        """Read what a person typed after `/`.

        Raises:
            FilterError: a term that cannot be understood; the message is for the person.
        """
        return parse_filter(text)
