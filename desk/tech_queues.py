"""Who has which open tickets, and what a forecast reads of each: the work that is left, the milestones that run, and
what it is booked for."""

from collections.abc import Collection, Iterable
from typing import TypeAlias

from desk.efforts import Efforts
from desk.entries import Entry
from desk.model import ItemId, ItemKind, Micros
from desk.state import State
from desk.traces import worked_minutes
from sla.instants import MINUTE
from workflows.forecast import Work, remaining_effort
from workflows.order import Pending, RankFacts

Sign: TypeAlias = tuple[object, ...]
"""Everything of a ticket that moves a forecast, as one value to compare. While it stays, nobody's forecast moves."""


class TechQueues:
    """The open tickets of one generation of the desk, by the tech who has them."""

    def __init__(self, state: State, efforts: Efforts) -> None:
        self.state = state
        self._efforts = efforts
        self._signs: dict[ItemId, tuple[int, Sign]] = {}
        self._items: dict[int, set[ItemId]] = {}
        self._touched: dict[int, int] = {}

    @property
    def techs(self) -> Collection[int]:
        """Everybody who has or had an open ticket."""
        return self._items.keys()

    def tech_of(self, item: ItemId) -> int | None:
        """Who has a ticket, as it was last taken in."""
        known = self._signs.get(item)
        return None if known is None else known[0]

    def touched(self, tech: int) -> int:
        """A number that grows with every move of one of their tickets, and of what is in their diary."""
        return self._touched.get(tech, 0)

    def touch(self, tech: int) -> None:
        """Something else of theirs has moved."""
        self._touched[tech] = self.touched(tech) + 1

    def take(self, items: Iterable[ItemId], now: Micros) -> set[int]:
        """Take in items that moved or left. Returns the techs whose forecasts may be others now."""
        moved: set[int] = set()
        for item in items:
            if item.kind is ItemKind.TICKET:
                before, after = self._signs.get(item), self._signed(item, now)
                techs = {signed[0] for signed in (before, after) if signed is not None}
                for tech in techs:
                    self.touch(tech)
                if before != after:
                    moved |= techs
                    self._replace(item, before, after)
        return moved

    def entries_of(self, tech: int) -> list[Entry]:
        """The open tickets that a tech has, in no order."""
        entries = self.state.roster.entries
        return [entry for item in self._items.get(tech, ()) if (entry := entries.get(item)) is not None]

    def work_of(self, tech: int, now: Micros) -> list[Work]:
        """What of it can be worked on, in the order that everybody shares."""
        offered = (entry for entry in self.entries_of(tech) if entry.item.place.offered)
        return [self._work(entry, now) for entry in sorted(offered, key=lambda entry: entry.item.place.key)]

    def _signed(self, item: ItemId, now: Micros) -> tuple[int, Sign] | None:
        entry = self.state.roster.entries.get(item)
        if entry is None or entry.item.owner_id is None:
            return None
        place, facts = entry.item.place, entry.facts
        work = (self._worked(entry), facts.estimated_minutes, facts.workflow)
        return entry.item.owner_id, (place.key, place.offered, _running(facts, now), self._booked(entry, now), work)

    def _replace(self, item: ItemId, before: tuple[int, Sign] | None, after: tuple[int, Sign] | None) -> None:
        if before is not None:
            self._items[before[0]].discard(item)
        if after is None:
            self._signs.pop(item, None)
        else:
            self._signs[item] = after
            self._items.setdefault(after[0], set()).add(item)

    def _work(self, entry: Entry, now: Micros) -> Work:
        facts = entry.facts
        left = None if facts.estimated_minutes is None else facts.estimated_minutes * MINUTE
        effort = remaining_effort(left, self._worked(entry) * MINUTE, self._efforts.of(facts.workflow))
        return Work(entry.item.id, effort, _running(facts, now), self._booked(entry, now))

    def _booked(self, entry: Entry, now: Micros) -> tuple[Micros, Micros] | None:
        """From the start of the next booking of a ticket, or of the one that runs, to the end of its last."""
        coming = [one for one in self.state.records.bookings.of(entry.item.id) if one.end > now]
        return (coming[0].start, max(one.end for one in coming)) if coming else None

    def _worked(self, entry: Entry) -> int:
        return worked_minutes(self.state.records.work.of(entry.item.id.id).values())


def _running(facts: RankFacts, now: Micros) -> tuple[Pending, ...]:
    """The milestones that run and are still to be met; none while the clock stands."""
    return tuple(one for one in facts.pending if one.due > now and facts.counts(one, now))
