"""What makes the desk live: changes from the copy and instants of the clock, turned into deltas.

Rows arrive from the writer thread through the copy's feed, and `desk.slices` takes them in. Between two changes nothing
is computed: the desk sleeps until the next instant that some item has named, or until a second has passed and every
countdown on the screen is a second older. A beat with nothing due costs the look at the top of a heap.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress

from desk.clocks import DeskClock, MachineClock
from desk.daybook import read_titles
from desk.judgements import Judgements
from desk.letting_go import LettingGo
from desk.model import Delta, ItemId, ItemKind, Micros
from desk.overlay import NOTHING_OVER, Over
from desk.records import has_plan_recorded, read_children
from desk.settings import DeskSettings
from desk.settled import uncollected
from desk.slices import Slices
from desk.state import InHand, State
from desk.watch import Watch
from replica.feed import Change
from replica.store import Replica
from sla.instants import HOUR
from workflows.catalog import Catalogue
from workflows.forecast import Forecast
from workflows.on_call import Rota

logger = logging.getLogger(__name__)

BEAT_SECONDS = 1.0
AGAIN_SECONDS = 5.0
"""Between two tries to read a copy that cannot be read."""
RELOAD_AFTER = 20 * HOUR
"""Entries of my day are read for the day before, this day and the next."""
Listener = Callable[[Delta], None]
RowListener = Callable[[Sequence[Change]], None]


class Heartbeat:
    """Keeps one `State` true to the copy and to the clock, and tells listeners what moved."""

    def __init__(
        self,
        replica: Replica,
        settings: DeskSettings,
        catalogue: Catalogue,
        clock: DeskClock,
        machine: MachineClock,
        in_touch: Callable[[], bool],
        rotas: Sequence[Rota] = (),
    ) -> None:
        """
        Args:
            in_touch: whether the copy is in step with Autotask now.
            rotas: who is on call.
        """
        self.replica = replica
        self.clock = clock
        self._settings = settings
        self._judgements = Judgements(catalogue)
        self._machine = machine
        self._in_touch = in_touch
        self._rotas = rotas
        self._watch = Watch(clock.now())
        self.in_hand = InHand()
        self._woken = asyncio.Event()
        self._listeners: list[Listener] = []
        self._row_listeners: list[RowListener] = []
        self._loaded_at = clock.now()
        self._generation = replica.generation
        self._watched: Micros | None = None
        self._next_tick = 0.0
        self.loaded = False
        self.over: Over = NOTHING_OVER
        self.state = State(settings, self._judgements, self.in_hand)
        self._slices = Slices(self.state, clock, machine, self.tell)
        self._letting_go = LettingGo(machine)

    # Listening ---------------------------------------------------------------------------------------------------

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` on the loop with every delta from now on. Returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def hear_rows(self, listener: RowListener) -> None:
        """Call `listener` with all rows as they shall be seen, as they arrive; for what no item is made of."""
        self._row_listeners.append(listener)

    def tell(self, delta: Delta) -> None:
        """Hand a delta to every listener. One that fails is logged and the others still hear."""
        for listener in tuple(self._listeners):
            try:
                listener(delta)
            except Exception:
                logger.exception("a listener of the desk failed")

    def watch(self, at: Micros | None) -> None:
        """Tell that orders are others at an instant that no item names, such as the next one of a filter."""
        if at is not None and (self._watched is None or at < self._watched):
            self._watched = at
            self._woken.set()

    @property
    def coming(self) -> int:
        """How many items still have to be put in order for the first time."""
        return len(self._slices.coming)

    @property
    def next_at(self) -> Micros | None:
        """The next instant at which time alone moves something."""
        return min((at for at in (self.state.roster.next_at, self._watched) if at is not None), default=None)

    # Beating -----------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Load what matters first, then follow the copy and the clock until cancelled.

        Reading out of a text what it asks for takes half a millisecond, so a desk of ten thousand tickets is put in
        order bit by bit between two beats, most urgent first.
        """
        unsubscribe, begun = self.replica.subscribe(self.hear), False
        try:
            while True:
                self._woken.clear()
                try:
                    if not begun:
                        with uncollected():
                            await self.load(whole=self.loaded)
                        begun = True
                    await self.settle()
                except Exception:
                    # The pull tells what is wrong with the copy, and builds a damaged one anew.
                    logger.exception("the copy could not be read; what stands on the screen stays")
                    await asyncio.sleep(AGAIN_SECONDS)
                self._slices.introduce()
                self._letting_go.work()
                self._tick()
                await self._sleep()
        finally:
            unsubscribe()

    def hear(self, changes: Sequence[Change]) -> None:
        """Queue changes of the copy for the next beat."""
        self.take(self.over.through(changes))

    def take(self, changes: Sequence[Change]) -> None:
        """Queue rows as they shall be seen."""
        for listener in self._row_listeners:
            listener(changes)
        self._slices.hear(changes)
        self._woken.set()

    async def load(self, *, whole: bool = True) -> None:
        """Build everything anew from the copy. The old state stays in use meanwhile; what arrives is applied after.

        Args:
            whole: put every item in order at once; else the first ones only, and `run` introduces the rest.
        """
        generation = self.replica.generation
        settings, judgements, in_hand, now = self._settings, self._judgements, self.in_hand, self.clock.now()
        over, rotas = self.over.again(), self._rotas
        built = await self.replica.reading(
            lambda copy: State.build(copy, settings, judgements, in_hand, now, whole=whole, over=over, rotas=rotas)
        )
        self._loaded_at = now
        if generation != self._generation:
            self._generation, self._watch = generation, self._watch.filled_anew()
        watch = self._watch if self.loaded else None
        moves = built.roster.instead_of(self.state.roster, watch, silent=frozenset(self._slices.coming))
        self._letting_go.take(self.state.discard())
        self.state, self.loaded = built, True
        self._slices.begin(built)
        if in_hand != self.in_hand:
            self._slices.touch(built.take_in_hand(self.in_hand))
        self.tell(moves.delta())

    async def settle(self) -> None:
        """Take in everything that has arrived and everything that is due."""
        self._look()
        if self._in_touch() and (waiting := self.state.names_are_read()):
            self._slices.touch(waiting)
        while True:
            if self.state.outdated or self.replica.generation != self._generation or self._far_from_loaded():
                with uncollected():
                    await self.load()
            if not (self._slices.busy or self.state.records.lacking):
                break
            self._slices.work(self._watch)
            await self._read_what_is_missing()
            await asyncio.sleep(0)
        if self._watched is not None and self._watched <= self.clock.now():
            self._watched = None
            self.tell(Delta(reordered=True, needs=True))
        self._watch = self._watch.settled(self.clock.now(), in_touch=self._in_touch())

    def _look(self) -> None:
        """Notice how the clock stands to the last look: what was reckoned on a later clock is reckoned anew."""
        now = self.clock.now()
        if self._watch.was_set_back(now):
            self._slices.touch(self.state.records.all_items())
            self._watched = now
        self._watch = self._watch.looking(self.clock)

    def _far_from_loaded(self) -> bool:
        """The day has turned, or the clock was set: what was read around the old present may not reach to this one."""
        return self.loaded and abs(self.clock.now() - self._loaded_at) > RELOAD_AFTER

    def take_in_hand(self, in_hand: InHand) -> None:
        """Change what the person has in hand or has skipped, and move it at once."""
        self.in_hand = in_hand
        self._slices.hurry(self.state.take_in_hand(in_hand), self._watch)

    def foresee(self, items: Iterable[ItemId], forecasts: Mapping[ItemId, Forecast]) -> None:
        """Take in that the forecasts of items have changed; the intervention list tells of a miss that is foreseen."""
        if changed := self._judgements.foreseen.take(items, forecasts):
            self._slices.touch(changed)
            self._woken.set()

    def decide_thanks(self, ticket_id: int, at: Micros, *, thanks: bool) -> None:
        """Take what a person said of a reply, and show the ticket so at once."""
        self._judgements.said[ticket_id, at] = thanks
        self._slices.hurry([ItemId(ItemKind.TICKET, ticket_id)], self._watch)

    def remember_completion(self, ticket_id: int, at: Micros) -> None:
        """Take in when a ticket was completed that has been opened again."""
        self._judgements.completed[ticket_id] = at
        self._slices.hurry([ItemId(ItemKind.TICKET, ticket_id)], self._watch)

    async def _read_what_is_missing(self) -> None:
        """Notes and entries of tickets that came into view, and titles of tickets in my day.

        The queue of changes stands still meanwhile, so that what is read is never newer than what is applied next.
        """
        records, book = self.state.records, self.state.book
        if unread := tuple(records.unread):
            children = await self.replica.reading(lambda copy: read_children(copy, unread))
            records.unread.difference_update(unread)
            self._slices.touch(records.adopting(children))
            self._slices.hear(self.over.again())
        if records.plan_doubted:
            recorded = await self.replica.reading(has_plan_recorded)
            self._slices.touch(records.learn_plan(recorded=recorded))
        if unnamed := book.unnamed:
            book.name(await self.replica.reading(lambda copy: read_titles(copy, unnamed)))

    def _tick(self) -> None:
        """Once in a second of the machine, tell that time moved."""
        if self._machine.now() >= self._next_tick:
            self._next_tick = self._machine.now() + BEAT_SECONDS
            self.tell(Delta(tick=True))

    async def _sleep(self) -> None:
        if self._slices.coming or self._letting_go.busy:
            await asyncio.sleep(0)
            return
        at = self.next_at
        wait = BEAT_SECONDS if at is None else min(BEAT_SECONDS, self.clock.seconds_until(at))
        # Not `wait_for`: in Python 3.11 it swallows a cancellation that comes in the moment of the wake-up.
        with suppress(TimeoutError):
            async with asyncio.timeout(max(wait, 0.001)):
                await self._woken.wait()
