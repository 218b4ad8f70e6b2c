"""Questions about the intervention list, from what is in memory. No question here waits."""

from zoneinfo import ZoneInfo

from desk.calendars import Location
from desk.clocks import DeskClock
from desk.filters import Filter
from desk.forecast import Forecasts
from desk.forecast_words import forecast_sentence
from desk.heartbeat import Heartbeat
from desk.interventions.model import Intervention, InterventionSnapshot, Need, NeedKind, Tab
from desk.interventions.words import calm_text, need_text
from desk.model import ItemId, Micros
from desk.sight import RosterSight


class InterventionAsking:
    """The part of the asking half that a dispatcher's screen leans on. `Delta.needs` says when to ask again."""

    def __init__(self, heartbeat: Heartbeat, clock: DeskClock, forecasts: Forecasts) -> None:
        self.clock = clock
        self.forecasts = forecasts
        self._beat = heartbeat
        forecasts.subscribe(lambda items: heartbeat.foresee(items, forecasts.known))

    @property
    def zone(self) -> ZoneInfo:
        """The reader's own time zone: that of their location."""
        return self._home().zone

    def interventions(self, tab: Tab = Tab.ALL, filter_: Filter | None = None) -> InterventionSnapshot:
        """Which tickets need a hand now, under one heading, in their order of need."""
        state, now = self._beat.state, self.clock.now()
        needs = state.roster.interventions
        rows, counts = needs.rows(tab), needs.counts()
        if filter_ is None or not filter_.terms:
            return InterventionSnapshot(tab, now, rows, counts)
        sieve = filter_.sieve(now, RosterSight(state.roster.entries, state.viewing.me_id, now))
        kept = tuple(row for row in rows if sieve.keeps(row.item))
        self._beat.watch(sieve.next_change_at)
        return InterventionSnapshot(tab, now, kept, counts, filter_.text, sieve.next_change_at)

    def intervention(self, item_id: ItemId) -> Intervention | None:
        """Why an item needs a hand; None where it needs none."""
        return self._beat.state.roster.interventions.get(item_id)

    def need_text(self, item_id: ItemId, need: Need, now: Micros) -> str:
        """The sentence of a need, with its figures at `now`; for the rows that are on the screen."""
        state = self._beat.state
        if need.kind is NeedKind.FORECAST and (foreseen := self.forecasts.of(item_id)) is not None:
            return forecast_sentence(foreseen, state.tenant.name_of(foreseen.resource_id), now, self.zone)
        return need_text(need, state.roster.entries.get(item_id), now, self.zone)

    def calm_text(self) -> str:
        """What an empty list says: that nothing needs a decision, and which milestone is due next."""
        state = self._beat.state
        return calm_text(state.roster.entries.values(), self.clock.now(), self.zone)

    def _home(self) -> Location:
        return self._beat.state.tenant.home_of(self._beat.state.viewing.me_id)
