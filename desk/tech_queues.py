"""Who has which open tickets, and what a forecast reads of each: the work that is left, the milestones that run, and
what it is booked for."""

from collections.abc import Collection, Iterable
from operator import attrgetter
from typing import NamedTuple

from desk.efforts import Efforts
from desk.entries import Entry
from desk.model import ItemId, ItemKind, Micros
from desk.state import State
from desk.traces import worked_minutes
from sla.instants import MINUTE
from workflows.forecast import Work, remaining_effort
from workflows.order import Pending, RankFacts


class Piece(NamedTuple):
    """An open ticket as a forecast reads it. While it stays the same, the ticket moves nobody's forecast."""

    key: tuple[int, ...]
    """Its place in the order that everybody shares."""
    offered: bool
    """Somebody can work on it now."""
    work: Work


class TechQueues:
    """The open tickets of one generation of the desk, by the tech who has them."""

    def __init__(self, state: State, efforts: Efforts) -> None:
        self.state = state
        self._efforts = efforts
        self._pieces: dict[ItemId, tuple[int, Piece]] = {}
        self._items: dict[int, set[ItemId]] = {}
        self._touched: dict[int, int] = {}

    @property
    def techs(self) -> Collection[int]:
        """Everybody who has or had an open ticket."""
        return self._items.keys()

    def tech_of(self, item: ItemId) -> int | None:
        """Who has a ticket, as it was last taken in."""
        known = self._pieces.get(item)
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
                before, after = self._pieces.get(item), self._read(item, now)
                techs = {held[0] for held in (before, after) if held is not None}
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

    def work_of(self, tech: int) -> list[Work]:
        """What of it can be worked on, in the order that everybody shares."""
        return [piece.work for piece in sorted(self._offered(tech), key=attrgetter("key"))]

    def effort_of(self, tech: int) -> int:
        """How much work that is in all, without what is booked, which lies in the bookings. Microseconds."""
        return sum(piece.work.effort.us for piece in self._offered(tech) if piece.work.booked is None)

    def _offered(self, tech: int) -> list[Piece]:
        held = (self._pieces[item][1] for item in self._items.get(tech, ()))
        return [piece for piece in held if piece.offered]

    def _read(self, item: ItemId, now: Micros) -> tuple[int, Piece] | None:
        entry = self.state.roster.entries.get(item)
        if entry is None or entry.item.owner_id is None:
            return None
        place, facts = entry.item.place, entry.facts
        left = None if facts.estimated_minutes is None else facts.estimated_minutes * MINUTE
        worked = worked_minutes(self.state.records.work.of(item.id).values())
        effort = remaining_effort(left, worked * MINUTE, self._efforts.of(facts.workflow))
        booked = self._booked(item, now)
        at_once = booked is None and facts.worked_from == "interrupt"
        work = Work(item, effort, _running(facts, now), booked, at_once)
        return entry.item.owner_id, Piece(place.key, place.offered, work)

    def _replace(self, item: ItemId, before: tuple[int, Piece] | None, after: tuple[int, Piece] | None) -> None:
        if before is not None:
            self._items[before[0]].discard(item)
        if after is None:
            self._pieces.pop(item, None)
        else:
            self._pieces[item] = after
            self._items.setdefault(after[0], set()).add(item)

    def _booked(self, item: ItemId, now: Micros) -> tuple[Micros, Micros] | None:
        """From the start of the next booking of a ticket, or of the one that runs, to the end of its last."""
        coming = [one for one in self.state.records.bookings.of(item) if one.end > now]
        return (coming[0].start, max(one.end for one in coming)) if coming else None


def _running(facts: RankFacts, now: Micros) -> tuple[Pending, ...]:
    """The milestones that run and are still to be met; none while the clock stands."""
    return tuple(one for one in facts.pending if one.due > now and facts.counts(one, now))
