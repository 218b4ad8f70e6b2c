"""The live desk: what every screen talks to, and all it talks to."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from desk.asking import Asking
from desk.clocks import DeskClock, MachineClock
from desk.compliance.asking import Compliance
from desk.detail import read_page, ticket_detail
from desk.filters import Filter, FilterError
from desk.forecast import Forecasts
from desk.heartbeat import Heartbeat
from desk.lessons import REST_SECONDS, Solved, learn_from_past
from desk.links import ticket_url, web_page
from desk.model import Delta, ItemId, Micros, Person, SyncState, SyncStatus
from desk.overlay import Over
from desk.pages import PlannedPage, TicketDetail
from desk.planned import planned_page, read_planned
from desk.pulse import Pulse, pulse_of, read_closed
from desk.putting_aside import PutAside
from desk.service_level import ServiceLevel, service_level
from desk.settings import DeskSettings
from desk.state import InHand
from replica.feed import Change
from replica.store import Replica
from sla.instants import instant
from workflows.catalog import Catalogue
from workflows.on_call import Rota

__all__ = ["Filter", "FilterError", "LiveDesk", "Sync"]

IN_TOUCH = frozenset({SyncState.LIVE, SyncState.SYNCING})


class Sync(Protocol):
    """What the desk asks of whoever keeps the copy true: the pull, or a viewer of another process's copy."""

    @property
    def status(self) -> SyncStatus:
        """How true the copy is."""
        ...

    def on_status(self, callback: Callable[[SyncStatus], None]) -> Callable[[], None]:
        """Call back with each new status; returns how to stop."""
        ...

    def refresh_now(self) -> None:
        """Look for what is new at once."""
        ...


class LiveDesk(Asking):
    """The desk of one person; `Asking` is the half that answers.

    Start `run()` as a task on the loop, or `await load()` once for a look without following. Until the first load every
    queue is empty; `loaded` tells that from an empty desk.
    """

    def __init__(
        self,
        replica: Replica,
        sync: Sync,
        *,
        settings: DeskSettings,
        catalogue: Catalogue,
        clock: DeskClock,
        machine: MachineClock,
        web_url: Callable[[], str] = str,
        rotas: Sequence[Rota] = (),
    ) -> None:
        """Nothing is read before `run` or `load`.

        Args:
            replica: the copy.
            sync: who keeps it true.
            clock: desk time.
            machine: what slices of work are measured in.
            web_url: the tenant's zone in the browser, empty while it is not known.
            rotas: who is on call.
        """
        beat = Heartbeat(replica, settings, catalogue, clock, machine, lambda: sync.status.state in IN_TOUCH, rotas)
        super().__init__(beat, catalogue, clock, Forecasts(lambda: beat.state, catalogue, clock, machine))
        beat.subscribe(self.forecasts.hear)
        self.compliance = Compliance(beat, self.forecasts, clock, lambda: sync.status)
        self._replica = replica
        self._sync = sync
        self._web_url = web_url
        self.solved: Solved = {}
        """Who has completed what of late; nothing before past tickets were looked at."""
        self.asks_again: list[Callable[[], None]] = [sync.refresh_now]
        """Who asks Autotask again when a person wants to see the newest, or has changed the key."""

    async def run(self) -> None:
        """Follow the copy, the clock and the synchronisation until cancelled."""
        stop = self._sync.on_status(lambda _: self._beat.tell(Delta(status_changed=True)))
        learning = asyncio.create_task(self._learn())
        try:
            await self._beat.run()
        finally:
            stop()
            learning.cancel()
            await asyncio.wait([learning])

    async def _learn(self) -> None:
        """Forecast, once all open tickets are in order, then learn from past ones and forecast anew."""
        ready = asyncio.Event()
        leave = self.subscribe(lambda _: ready.set() if self.loaded and not self.coming else None)
        await ready.wait()
        leave()
        await self.forecasts.catch_up()
        await self._learn_from_past()
        await self.forecasts.catch_up()

    async def foresee(self) -> None:
        """Learn from past tickets, reckon every forecast, and take in what they say; for who asks once."""
        await self._learn_from_past(rest=0)
        self.forecasts.settle()
        await self.settle()

    async def _learn_from_past(self, rest: float = REST_SECONDS) -> None:
        self.solved = await learn_from_past(
            self._replica, lambda: self.state.tenant, self.catalogue, self.forecasts, rest=rest
        )

    async def load(self) -> None:
        """Read the copy once."""
        await self._beat.load()

    async def settle(self) -> None:
        """Take in everything that has arrived and everything that is due: what `run` does at each beat."""
        await self._beat.settle()

    def subscribe(self, callback: Callable[[Delta], None]) -> Callable[[], None]:
        """Call `callback` on the loop with every delta from now on. Returns how to stop."""
        return self._beat.subscribe(callback)

    def hear(self, changes: Sequence[Change]) -> None:
        """Queue changes of the copy for the next `settle`; for who follows the copy without `run`."""
        self._beat.hear(changes)

    def refresh(self) -> None:
        """Ask Autotask for what is new, now."""
        for ask in self.asks_again:
            ask()

    @property
    def status(self) -> SyncStatus:
        """How true the copy is."""
        return self._sync.status

    @property
    def loaded(self) -> bool:
        """Whether the copy has been read at all."""
        return self._beat.loaded

    @property
    def coming(self) -> int:
        """How many items of the copy are not in the queues yet: just after the start of a large desk. `Delta` tells."""
        return self._beat.coming

    @property
    def me(self) -> Person | None:
        """The person at the screen, None while nobody is known by that name; `me_problem` then says why."""
        return self._beat.state.viewing.me

    @property
    def me_problem(self) -> str:
        """Why `me` is nobody, with names that come near; empty when it is somebody or nobody was named."""
        return self._beat.state.me_problem

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know once: about the copy on disk, unreadable hours, unmapped words, strange limits."""
        strangers = self._beat.state.tenant.settings.interventions.strangers(self.catalogue.workflows)
        return (*self._replica.notices, *self._beat.state.notices, *((strangers,) if strangers else ()))

    async def detail(self, ticket_id: int) -> TicketDetail | None:
        """A whole ticket page, open or closed, read off the loop; None when the copy does not have the ticket."""
        over = self._beat.over
        page = await self._replica.reading(lambda copy: read_page(copy, ticket_id, over))
        if page is None:
            return None
        entry = self._beat.state.entry_of(page.ticket, page.children, self.clock.now())
        return ticket_detail(page, entry, self._beat.state, self.browser_url(ticket_id), self.clock.now(), self.zone)

    async def service_level(self, ticket_id: int) -> ServiceLevel | None:
        """The service level of a ticket, open or closed, with its sums; None when the copy does not have the ticket."""
        over = self._beat.over
        page = await self._replica.reading(lambda copy: read_page(copy, ticket_id, over))
        if page is None:
            return None
        entry = self._beat.state.entry_of(page.ticket, page.children, self.clock.now())
        return service_level(page.ticket, page.children, entry, self._beat.state.tenant, self.clock.now())

    async def planned(self, item: ItemId) -> PlannedPage | None:
        """The page of a project task or an appointment, read off the loop; None when the copy does not have it."""
        rows = await self._replica.reading(lambda copy: read_planned(copy, item))
        return None if rows is None else planned_page(rows, self._beat.state.tenant)

    async def pulse(self) -> Pulse:
        """What came in and went out lately, how much of it in time, and what is due next; read off the loop."""
        now = self.clock.now()
        closed = await self._replica.reading(lambda copy: read_closed(copy, instant(now)))
        return pulse_of(self._beat.state, closed, self.status.covers_since, now)

    def lay(self, over: Over) -> None:
        """Lay something over the copy's rows; from then on it hands its own changes to `take`."""
        self._beat.over = over
        self._beat.take(over.again())

    def take(self, changes: Sequence[Change]) -> None:
        """Queue rows as they shall be seen; for what lies over the copy."""
        self._beat.take(changes)

    def decide_thanks(self, ticket_id: int, at: Micros, *, thanks: bool) -> None:
        """A person has said whether a customer's reply, written at that instant, is only thanks."""
        self._beat.decide_thanks(ticket_id, at, thanks=thanks)

    def remember_completion(self, ticket_id: int, at: Micros) -> None:
        """A ticket was completed at that instant, and has been opened again since."""
        self._beat.remember_completion(ticket_id, at)

    def browser_url(self, ticket_id: int) -> str | None:
        """Where the ticket opens in Autotask's web application; None while the zone is unknown or not fit to open."""
        return ticket_url(self._web_url(), ticket_id)

    def web_page(self, path: str) -> str | None:
        """A page of Autotask's web application; None as for `browser_url`."""
        return web_page(self._web_url(), path)

    def take_in_hand(self, timer_on: ItemId | None = None, pinned: frozenset[ItemId] = frozenset()) -> None:
        """Say what the person has in hand now: it moves to the front of their queue."""
        self._beat.take_in_hand(InHand(timer_on, pinned, self._beat.in_hand.aside))

    def put_aside(self, aside: Mapping[ItemId, PutAside]) -> None:
        """Say all that the person has skipped: it stands behind in their queue until it changes."""
        self._beat.take_in_hand(replace(self._beat.in_hand, aside=aside))
