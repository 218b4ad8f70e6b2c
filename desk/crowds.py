"""Tickets that belong together without saying so: alerts of one trouble, and a company whose people all call at once.

Both indexes are counted in as tickets come and go, so that an item whose count changes is brought up to date, and none
else. Counts stop at `MOST`: an alert that came ten times is not more urgent for the eleventh, and a storm of a thousand
alerts then moves ten items instead of a thousand.
"""

import re

from sortedcontainers import SortedList

from sla.instants import HOUR, Micros

MOST = 10
"""Duplicates counted at most."""
_FIGURES = re.compile(r"\b\d[\d.,:/%°-]*")
_SPACES = re.compile(r"[\W_]+")
_PREFIX = re.compile(r"^(?:\s*(?:re|fw|fwd|aw|wg)\s*:)+", re.IGNORECASE)

AlertKey = tuple[str, object]


def same_title(title: str) -> str:
    """A title as two alerts of one trouble share it: without figures that stand alone, marks, case and "Re:".

    "CPU 95% on SRV02" and "CPU 97 % on SRV02" are the same; SRV02 and SRV03 are not.
    """
    return _SPACES.sub(" ", _FIGURES.sub(" ", _PREFIX.sub("", title.casefold()))).strip()


class Alerts:
    """Open alert tickets that speak of one device, or in the same words of one company."""

    def __init__(self) -> None:
        self._groups: dict[AlertKey, set[int]] = {}
        self._keys: dict[int, tuple[AlertKey, ...]] = {}

    def put(self, ticket_id: int, device: int | None, company: int | None, title: str) -> set[int]:
        """Keep an open alert. Returns the tickets whose count may have changed."""
        said = same_title(title)
        keys: list[AlertKey] = [] if device is None else [("device", device)]
        if said:
            keys.append(("title", (company, said)))
        return self._set(ticket_id, tuple(keys))

    def drop(self, ticket_id: int) -> set[int]:
        """Forget a ticket that is closed, gone, or no alert any more. Returns the tickets whose count changed."""
        return self._set(ticket_id, ())

    def duplicates(self, ticket_id: int) -> int:
        """How many other open alerts speak of the same trouble, at most `MOST`."""
        groups = [self._groups[key] for key in self._keys.get(ticket_id, ())]
        if any(len(group) > MOST for group in groups):
            return MOST
        return min(MOST, max(0, len(set().union(*groups)) - 1))

    def _set(self, ticket_id: int, keys: tuple[AlertKey, ...]) -> set[int]:
        known = self._keys.get(ticket_id, ())
        if keys == known:
            return set()
        touched: set[int] = set()
        for key in set(known) - set(keys):
            group = self._groups[key]
            group.discard(ticket_id)
            touched |= _still_counting(group)
            if not group:
                del self._groups[key]
        for key in set(keys) - set(known):
            group = self._groups.setdefault(key, set())
            touched |= _still_counting(group)
            group.add(ticket_id)
        if keys:
            self._keys[ticket_id] = keys
        else:
            del self._keys[ticket_id]
        return touched


def _still_counting(others: set[int]) -> frozenset[int]:
    """The members of a group whose count one more or one less member changes."""
    return frozenset(others) if len(others) <= MOST else frozenset()


class Crowds:
    """Open tickets of each company by the hour in which they came; alerts are left out, for they come in swarms."""

    def __init__(self) -> None:
        self._by_company: dict[int, SortedList] = {}
        self._known: dict[int, tuple[int, Micros]] = {}
        self.moved: set[int] = set()
        """Companies whose tickets came or went since this was last cleared."""

    def put(self, ticket_id: int, company: int | None, created: Micros | None) -> None:
        """Keep an open ticket; without a company or an instant it is in no crowd."""
        now = None if company is None or created is None else (company, created)
        before = self._known.get(ticket_id)
        if now == before:
            return
        if before is not None:
            del self._known[ticket_id]
            self._by_company[before[0]].remove((before[1], ticket_id))
            self.moved.add(before[0])
        if now is not None:
            self._known[ticket_id] = now
            self._by_company.setdefault(now[0], SortedList()).add((now[1], ticket_id))
            self.moved.add(now[0])

    def drop(self, ticket_id: int) -> None:
        """Forget a ticket."""
        self.put(ticket_id, None, None)

    def around(self, ticket_id: int) -> int:
        """How many other tickets of the company came within an hour before or after this one."""
        known = self._known.get(ticket_id)
        if known is None:
            return 0
        company, created = known
        came = self._by_company[company]
        first, last = came.bisect_left((created - HOUR, 0)), came.bisect_left((created + HOUR + 1, 0))
        return max(0, int(last - first) - 1)
