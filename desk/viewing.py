"""The person at the screen: who they are, what they have in hand, and where that puts an item for them alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desk.bookings import Booking
from desk.entries import next_after
from desk.model import ItemId, Micros, Person, WorkItem
from desk.on_call import CallOut
from desk.putting_aside import PutAside
from sla.calendar import BusinessCalendar
from workflows.order import RankFacts, Skipped, Viewer, overlay


class Viewing:
    """The viewer's overlay: rungs 2 and 3 of the order (domain 1.5), and what they skipped."""

    def __init__(
        self, me: Person | None, timer_on: ItemId | None = None, pinned: frozenset[ItemId] = frozenset()
    ) -> None:
        self.me = me
        self.timer_on = timer_on
        self.pinned = pinned
        self.aside: Mapping[ItemId, PutAside] = {}
        self.call_out: CallOut | None = None
        """Who is on call; None while no rota is known."""

    @property
    def me_id(self) -> int | None:
        return None if self.me is None else self.me.id

    def has(self, item: WorkItem) -> bool:
        """Whether an item stands in the viewer's own queue.

        Theirs is what they own, help with, are booked for or have pinned; and a critical incident that nobody has
        taken, because it interrupts everybody whom it does not spare.
        """
        return self._is_theirs(item) or (self.me is not None and item.place.rung == 1 and item.owner_id is None)

    def spared(self, item: WorkItem, hours: BusinessCalendar, now: Micros) -> tuple[bool, Micros | None]:
        """Whether a critical incident that nobody has taken leaves the viewer in peace, because somebody else is on
        call for it now; and when that may change.

        Args:
            hours: the calendar of the item.
        """
        interrupts = item.place.rung == 1 and item.owner_id is None and not self._is_theirs(item)
        if self.me is None or self.call_out is None or not interrupts:
            return False, None
        return self.call_out.spares(self.me.id, item, hours, now)

    def _is_theirs(self, item: WorkItem) -> bool:
        if self.me is None:
            return False
        return self.me.id in item.resources or item.id == self.timer_on or item.id in self.pinned

    def overlaid(
        self, item: WorkItem, facts: RankFacts, bookings: Sequence[Booking], now: Micros
    ) -> tuple[WorkItem, Micros | None]:
        """The item with the viewer's own place, and when that place next changes by time alone.

        Args:
            bookings: of the item, those that have not ended, earliest first.
        """
        if self.me is None or not self.has(item):
            return item, None
        mine = next((booking for booking in bookings if self.me.id in booking.resources), None)
        aside = self.aside.get(item.id)
        skipped = None if aside is None else aside.of(item, facts)
        viewer = self.viewer(item.id, None if mine is None else mine.start, skipped)
        if mine is not None:
            facts = replace(facts, booked_start=mine.start, booked_end=mine.end)
        place = overlay(facts, item.place, viewer, now)
        changed = next_after(now, (place.changes_at, None if mine is None else mine.end))
        return (item if place == item.place else replace(item, place=place)), changed

    def viewer(self, item: ItemId, booked: Micros | None, skipped: Skipped | None = None) -> Viewer:
        """The viewer as the order sees them, for one item."""
        return Viewer(
            resource_id=self.me_id or 0,
            timer_on=self.timer_on,
            pinned=self.pinned,
            booked={} if booked is None else {item: booked},
            skipped={} if skipped is None else {item: skipped},
        )
