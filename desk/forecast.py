"""Forecasts of the open tickets: kept true tech by tech, after the order and never feeding it.

A tech is reckoned anew when something in their queue, their diary or their bookings has changed, or at the instant at
which doing nothing makes them miss a milestone; never because time has merely passed. What has changed is gathered and
reckoned in slices, so that a burst of changes to one tech costs one reckoning.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from itertools import islice
from types import MappingProxyType

from desk.clocks import DeskClock, MachineClock
from desk.efforts import Efforts
from desk.model import Delta, ItemId, Micros
from desk.state import State
from desk.tech_queues import TechQueues
from desk.working_time import WorkingTime
from sla.instants import DAY, MINUTE
from workflows.catalog import Catalogue
from workflows.forecast import Forecast, forecast

logger = logging.getLogger(__name__)

IN_SIGHT = 28 * DAY
"""How far ahead free time is looked for."""
SLICE_SECONDS = 0.003
REST_SECONDS = 0.02
"""Between two slices of catching up, for all else."""
TAKEN_TOGETHER = 50
"""Items between two looks at the clock; each costs about twenty microseconds."""
AGED = 5 * MINUTE
"""Of the desk. An older forecast that is asked for is reckoned anew, so that its times are those of now."""

Listener = Callable[[frozenset[ItemId]], None]


class Forecasts:
    """What is expected of every open ticket that somebody has."""

    def __init__(
        self, state: Callable[[], State], catalogue: Catalogue, clock: DeskClock, machine: MachineClock
    ) -> None:
        """
        Args:
            state: the present generation of the desk.
            machine: what slices of work are measured in.
        """
        self._state = state
        self._clock = clock
        self._machine = machine
        self._efforts = Efforts(catalogue)
        self.queues = TechQueues(state(), self._efforts)
        self.working_time = WorkingTime(state())
        self._heard: dict[ItemId, None] = dict.fromkeys(state().roster.entries)
        self._waiting: dict[int, None] = {}
        self._turns: dict[int, Micros] = {}
        self._reckoned_at: dict[int, Micros] = {}
        self._known: dict[ItemId, Forecast] = {}
        self._of_tech: dict[int, frozenset[ItemId]] = {}
        self._news: set[ItemId] = set()
        self._listeners: list[Listener] = []

    # Asking ------------------------------------------------------------------------------------------------------

    @property
    def known(self) -> Mapping[ItemId, Forecast]:
        """The forecasts as last reckoned; live, and never reckoned anew by being read."""
        return MappingProxyType(self._known)

    def of(self, item: ItemId) -> Forecast | None:
        """The forecast of an item as of now; None where nothing can be said, and `desk.forecast_words` says why."""
        tech = self.queues.tech_of(item)
        if tech is not None and (tech in self._waiting or self._clock.now() - self._reckoned_at.get(tech, 0) > AGED):
            self._reckon(tech)
        return self._known.get(item)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` on the loop with the items whose forecast has changed. Returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def learn(self, worked: Mapping[str, list[Micros]]) -> None:
        """Take how much was entered on each past ticket, by workflow, and reckon everything anew with it."""
        self._efforts.learn(worked)
        self._heard.update(dict.fromkeys(self.queues.state.roster.entries))

    # Following ---------------------------------------------------------------------------------------------------

    def hear(self, delta: Delta) -> None:
        """Take in what moved in the order, and with a tick reckon for at most a slice."""
        self._follow_generation()
        self._heard.update(dict.fromkeys(delta.changed))
        self._heard.update(dict.fromkeys(delta.gone))
        if delta.tick:
            self._work(self._machine.now() + SLICE_SECONDS)

    async def catch_up(self) -> None:
        """Reckon slice by slice until nothing waits; after a load a tick in a second would take half a minute."""
        while self._heard or self._waiting:
            self._work(self._machine.now() + SLICE_SECONDS)
            await asyncio.sleep(REST_SECONDS)

    def settle(self) -> None:
        """Reckon everything that waits, at once; for who follows nothing."""
        self._follow_generation()
        self._work(float("inf"))

    def _work(self, until: float) -> None:
        """Reckon until that many seconds of the machine, and tell what has changed."""
        while self._heard and self._machine.now() < until:
            taken = tuple(islice(self._heard, TAKEN_TOGETHER))
            for item in taken:
                del self._heard[item]
            self._waiting.update(dict.fromkeys(self.queues.take(taken, self._clock.now())))
        if not self._heard:
            self._wake()
            while self._waiting and self._machine.now() < until:
                self._reckon(next(iter(self._waiting)))
        if self._news:
            news, self._news = frozenset(self._news), set()
            for listener in tuple(self._listeners):
                listener(news)

    def _follow_generation(self) -> None:
        """After a load everything is taken in anew. What was known stays until its tech is reckoned again."""
        state = self._state()
        if state is self.queues.state:
            return
        self.queues, self.working_time = TechQueues(state, self._efforts), WorkingTime(state)
        self._heard = dict.fromkeys(state.roster.entries)
        self._waiting = dict.fromkeys(self._of_tech)
        self._turns.clear()

    def _wake(self) -> None:
        """Whoever misses something from now on by having done nothing, and whose diary or bookings have changed."""
        now, state = self._clock.now(), self.queues.state
        for tech in state.diaries.take_moved() | state.records.bookings.take_moved():
            self.working_time.forget(tech)
            self.queues.touch(tech)
            if tech in self.queues.techs:
                self._waiting[tech] = None
        self._waiting.update(dict.fromkeys(tech for tech, at in self._turns.items() if at <= now))

    def _reckon(self, tech: int) -> None:
        """Everything of one tech. One that cannot be made sense of is logged and has no forecasts."""
        self._waiting.pop(tech, None)
        now = self._clock.now()
        self._reckoned_at[tech] = now
        try:
            found = self._forecasts_of(tech, now)
        except Exception:
            logger.exception("the forecasts of resource %d could not be reckoned", tech)
            found = []
        for one in found:
            if _says_otherwise(self._known.get(one.item), one):
                self._news.add(one.item)
                self.queues.touch(tech)
            self._known[one.item] = one
        items = frozenset(one.item for one in found)
        for item in self._of_tech.get(tech, frozenset()) - items:
            # Another tech may have it by now, and may have been reckoned first.
            if (left := self._known.get(item)) is not None and left.resource_id == tech:
                del self._known[item]
                self._news.add(item)
        self._of_tech[tech] = items
        self._turns.pop(tech, None)
        if turns := [one.turns_at for one in found if one.turns_at is not None]:
            self._turns[tech] = min(turns)

    def _forecasts_of(self, tech: int, now: Micros) -> list[Forecast]:
        person = self.queues.state.tenant.people.get(tech)
        if person is None or not person.active:
            return []
        in_sight = now + IN_SIGHT
        free = self.working_time.free(tech, now, in_sight)
        return forecast(tech, self.queues.work_of(tech), free, in_sight, now)


def _says_otherwise(before: Forecast | None, after: Forecast) -> bool:
    """Whether a forecast says something else, apart from times that move as time passes."""
    return before is None or (before.missed, before.milestone, before.due, before.resource_id) != (
        after.missed,
        after.milestone,
        after.due,
        after.resource_id,
    )
