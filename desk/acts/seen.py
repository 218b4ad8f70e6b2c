"""What was on the screen today, kept on this machine for filling gaps. It goes nowhere else, and not beyond two days.

One small page for each hour is kept, so that what is on disk is at most a minute behind and never rewritten whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desk.acts.timekeeping import Keeper
from desk.model import ItemId, ItemKind
from replica.errors import ReplicaError

SEEN = "seen:"
SHORTEST = timedelta(seconds=15)
"""A shorter look was passing by."""
FLUSH_AFTER = timedelta(minutes=1)
KEPT_FOR = timedelta(days=2)
PRESENCE = timedelta(minutes=5)
"""So long after the last key somebody still reads."""


@dataclass(frozen=True, slots=True)
class Sight:
    """One item on the screen for a while."""

    item: ItemId
    start: datetime
    end: datetime


class SeenLog:
    """Sights of this and the last day."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._pages: dict[str, list[Sight]] = {}
        self._open: tuple[ItemId, datetime] | None = None
        self._unsaved: set[str] = set()
        self._saved_at: datetime | None = None
        for name, body in keeper.kept(SEEN).items():
            self._pages[name] = list(_unpacked(body))

    def saw(self, item: ItemId | None, now: datetime, last_key: datetime) -> None:
        """Something is on the screen from now on, None for nothing in particular."""
        if self._open is not None and self._open[0] == item:
            return
        self._end(min(now, last_key + PRESENCE))
        self._open = None if item is None else (item, now)

    def between(self, start: datetime, end: datetime, now: datetime) -> list[Sight]:
        """What was seen within a span, cut to it."""
        known = [sight for page in self._pages.values() for sight in page]
        if self._open is not None:
            known.append(Sight(self._open[0], self._open[1], now))
        cut = (Sight(sight.item, max(start, sight.start), min(end, sight.end)) for sight in known)
        return sorted((sight for sight in cut if sight.start < sight.end), key=lambda sight: sight.start)

    async def flush(self, now: datetime, last_key: datetime) -> None:
        """Put on disk what is new, once a minute; let go of what is old."""
        if self._saved_at is not None and now - self._saved_at < FLUSH_AFTER:
            return
        self._saved_at = now
        if self._open is not None:
            item, _ = self._open
            self._end(min(now, last_key + PRESENCE))
            self._open = (item, now)
        unsaved, self._unsaved = self._unsaved, set()
        try:
            for name in sorted(unsaved):
                await self._keeper.keep(name, [_packed(sight) for sight in self._pages[name]])
            for name in [name for name in self._pages if name < _page(now - KEPT_FOR)]:
                del self._pages[name]
                await self._keeper.forget(name)
        except ReplicaError:
            self._unsaved |= unsaved

    def _end(self, at: datetime) -> None:
        if self._open is None:
            return
        item, start = self._open
        self._open = None
        if at - start < SHORTEST:
            return
        name = _page(start)
        page = self._pages.setdefault(name, [])
        if page and page[-1].item == item and start - page[-1].end < SHORTEST:
            page[-1] = Sight(item, page[-1].start, at)
        else:
            page.append(Sight(item, start, at))
        self._unsaved.add(name)


def _page(at: datetime) -> str:
    return f"{SEEN}{at:%Y-%m-%dT%H}"


def _packed(sight: Sight) -> list[Any]:
    return [sight.item.kind.value, sight.item.id, sight.start, sight.end]


def _unpacked(body: object) -> Iterable[Sight]:
    for line in body if isinstance(body, list) else []:
        match line:
            case [str(kind), int(id_), datetime() as start, datetime() as end]:
                yield Sight(ItemId(ItemKind(kind), id_), start, end)
