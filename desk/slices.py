"""Work in slices: what has to be brought up to date, taken in pieces so short that a key press is never late.

A single change may touch everything: a holiday moves every clock, the name of a client stands on thousands of tickets.
So what is touched is a crowd that is unfolded bit by bit, and each item is brought up to date once, however many
changes of a flood touched it. Nothing here waits; `Heartbeat` gives the loop back after each slice.
"""

import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from desk.clocks import DeskClock, MachineClock
from desk.model import Delta, ItemId, Micros
from desk.roster import Moves
from desk.settled import settle_objects
from desk.state import State
from desk.watch import Watch
from replica.feed import Change

logger = logging.getLogger(__name__)

SLICE_SECONDS = 0.005
"""A slice ends with the step that takes it beyond this; with that step, and with the telling, it stays under 8 ms."""
INTRODUCE_SECONDS = 0.002
"""A slice of introducing. A key press takes two or three turns of the loop to be heard, each after such a slice."""
TELL_SECONDS = 0.25
"""Between two tellings of what was introduced: a screen that draws itself anew takes time from the introducing."""
UNFOLDED_TOGETHER = 50
"""Items of a crowd between two looks at the clock."""
SETTLED_TOGETHER = 100
"""Items made anew since the last time; what a large desk makes in a day is as much as it opened with. The collector
takes about 30 microseconds for each, in a slice of its own."""


class Slices:
    """Keeps one `State` true to what has arrived and to the clock, a slice at a time, and tells what moved."""

    def __init__(self, state: State, clock: DeskClock, machine: MachineClock, tell: Callable[[Delta], None]) -> None:
        self._state = state
        self._clock = clock
        self._machine = machine
        self._tell = tell
        self._arrived: deque[Change] = deque()
        self._crowds: deque[Iterator[ItemId]] = deque()
        self._touched: OrderedDict[ItemId, None] = OrderedDict()
        self._coming: deque[ItemId] = deque()
        self._introduced = Moves()
        self._told_at = 0.0
        self._unsettled: set[ItemId] = set()

    def begin(self, state: State) -> None:
        """Work on another state from now on: all that was touched in the old one is up to date in it."""
        self._state = state
        self._crowds.clear()
        self._touched.clear()
        self._coming = deque(state.coming)

    @property
    def coming(self) -> Sequence[ItemId]:
        """Items that still have to be put in order for the first time, most urgent first."""
        return self._coming

    @property
    def busy(self) -> bool:
        """Whether there is something to do now, apart from introducing."""
        return bool(self._arrived or self._crowds or self._touched) or self._is_turned or self._is_crowded

    def hear(self, changes: Iterable[Change]) -> None:
        """Queue changes of the copy."""
        self._arrived.extend(changes)

    def touch(self, items: Iterable[ItemId]) -> None:
        """Bring items up to date in slices to come, and before any change that is queued is taken in."""
        self._crowds.append(iter(items))

    def work(self, watch: Watch) -> None:
        """Work for at most a slice, and tell what moved.

        Args:
            watch: what the desk can have seen.
        """
        if self._settle_what_was_made():
            return
        until = self._machine.now() + SLICE_SECONDS
        while self._gather() and self._machine.now() < until:
            pass
        if not (self._crowds or self._arrived or self._is_due):
            self._move(watch, until)

    def hurry(self, items: Iterable[ItemId], watch: Watch) -> None:
        """Bring items up to date at once, before all others.

        What has arrived waits: while something is read, a change must go to what is made of it.
        """
        for item in items:
            self._touched[item] = None
            self._touched.move_to_end(item, last=False)
        self._move(watch, self._machine.now() + SLICE_SECONDS)

    def introduce(self) -> None:
        """Put more of what was left out at first in its place, for at most a slice; tell of it now and then.

        An item that was there from the start is no news, so none of them raises an alarm.
        """
        if not self._coming or self._settle_what_was_made():
            return
        until, now = self._machine.now() + INTRODUCE_SECONDS, self._clock.now()
        while self._coming and self._machine.now() < until:
            item = self._coming.popleft()
            if item not in self._state.roster.entries:
                self._refresh(item, now, self._introduced)
        if not self._coming or self._machine.now() >= self._told_at + TELL_SECONDS:
            self._tell(self._introduced.delta())
            self._introduced, self._told_at = Moves(), self._machine.now()

    @property
    def _is_due(self) -> bool:
        at = self._state.roster.wakes_at
        return at is not None and at <= self._clock.now()

    @property
    def _is_turned(self) -> bool:
        at = self._state.roster.next_at
        return at is not None and at <= self._clock.now()

    @property
    def _is_crowded(self) -> bool:
        return len(self._unsettled) >= SETTLED_TOGETHER

    def _gather(self) -> bool:
        """One step towards knowing all that is touched. Returns whether there was one to take."""
        if self._crowds:
            unfolded = tuple(islice(self._crowds[0], UNFOLDED_TOGETHER))
            self._touched.update(dict.fromkeys(unfolded))
            if len(unfolded) < UNFOLDED_TOGETHER:
                self._crowds.popleft()
        elif self._is_due:
            self.touch(self._state.roster.due(self._clock.now()))
        elif self._arrived:
            self.touch(self._state.apply(self._arrived.popleft()))
        else:
            return False
        return True

    def _move(self, watch: Watch, until: float) -> None:
        moves, now = Moves(watch), self._clock.now()
        while self._touched:
            item, _ = self._touched.popitem(last=False)
            self._refresh(item, now, self._introduced if self._is_coming(item) else moves)
            if self._machine.now() >= until:
                break
        else:
            self._judge_what_turned(moves, until)
        if moves:
            self._tell(moves.delta())

    def _judge_what_turned(self, moves: Moves, until: float) -> None:
        """Why items need a hand, where time alone has changed that and nothing else of them."""
        now = self._clock.now()
        for item in self._state.roster.turned(now):
            try:
                self._state.roster.judge(item, now, moves)
            except Exception:
                logger.exception("why item %s %d needs a hand could not be judged", item.kind.value, item.id)
            if self._machine.now() >= until:
                break

    def _is_coming(self, item: ItemId) -> bool:
        """Whether a change overtook the introducing of an item that was there from the start."""
        return bool(self._coming) and item not in self._state.roster.entries and item in self._coming

    def _refresh(self, item: ItemId, now: Micros, moves: Moves) -> None:
        """One item; one that cannot be made sense of is logged, keeps its old place, and stops nothing."""
        try:
            self._state.roster.refresh(item, now, moves)
        except Exception:
            logger.exception("item %s %d could not be brought up to date", item.kind.value, item.id)
        self._unsettled.add(item)

    def _settle_what_was_made(self) -> bool:
        """Take items out of the collector's sight, many at a time; a small desk never has so many."""
        if not self._is_crowded:
            return False
        self._unsettled.clear()
        settle_objects()
        return True
