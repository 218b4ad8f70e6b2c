"""Days that are over, added up from the copy: a period of everybody, and the weeks of a quarter.

Rows are read in a reading thread and reckoned on the loop a few days at a time, for the calendars belong to it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from datetime import date, timedelta
from functools import reduce
from operator import add

from desk.compliance.days import PersonDays
from desk.compliance.entries import KIND, Worked, is_within, worked
from desk.compliance.model import Figures, Trend, TrendWeek
from desk.model import Micros
from desk.overlay import Over
from replica.store import Replica

WEEKS = 13
"""A quarter."""
STILL_MOVE = 2
"""Weeks that are added up anew each time: the one that runs, and the one before it, for which time is still entered."""
DAYS_A_TURN = 16
"""Days of one person that are reckoned in a turn of the loop; each takes a tenth or two of a millisecond."""
REST_SECONDS = 0.002
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)

Sums = Mapping[int, Figures]
"""Figures by person."""
Reckon = Callable[[date, date], Awaitable[Sums]]


async def reckon(
    replica: Replica, over: Over, days: PersonDays, people: Collection[int], first: date, last: date, now: Micros
) -> Sums:
    """What the days of a period come to, for each of some people, as of now."""
    near, far = first - _DAY, last + _DAY
    rows = await replica.reading(lambda copy: copy.time_entries_between(near, far, people))
    by_person: dict[int, list[Worked]] = {tech: [] for tech in people}
    for row in over.over(KIND, rows, lambda row: is_within(row, near, far)):
        kept = worked(row)
        if kept is not None and kept.resource_id in by_person:
            by_person[kept.resource_id].append(kept)
    sums = dict.fromkeys(people, Figures())
    for place, (tech, day) in enumerate(_each_day(people, first, last), 1):
        planned = days.plan(tech, day)
        sums[tech] += days.standing(days.day(tech, planned, by_person[tech]), now).figures
        if place % DAYS_A_TURN == 0:
            await asyncio.sleep(REST_SECONDS)
    return {tech: figures.as_of(now) for tech, figures in sums.items()}


def _each_day(people: Collection[int], first: date, last: date) -> Iterator[tuple[int, date]]:
    return ((tech, first + place * _DAY) for tech in people for place in range((last - first).days + 1))


class Quarter:
    """The last thirteen weeks; those that are over for long are added up once."""

    def __init__(self) -> None:
        self._weeks: dict[date, dict[int | None, TrendWeek]] = {}
        """The shares of each person, and under None those of everybody."""
        self._monday: date | None = None

    async def read(self, reckon_: Reckon, today: date, since: date | None) -> None:
        """Add up the weeks that may still move, and those that are not known yet, the youngest first.

        Args:
            since: from when on the copy has what was entered; None where it has not.
        """
        self._monday = monday = today - today.weekday() * _DAY
        for place in range(WEEKS):
            first = monday - place * _WEEK
            if since is None or first < since:
                break
            if place < STILL_MOVE or first not in self._weeks:
                sums = await reckon_(first, min(first + 6 * _DAY, today))
                everybody = reduce(add, sums.values(), Figures())
                self._weeks[first] = {None: _week(first, everybody)}
                self._weeks[first] |= {tech: _week(first, figures) for tech, figures in sums.items()}

    def trend(self, tech: int | None) -> Trend:
        """The shares of a person, or of everybody for None, as far as they are added up."""
        if self._monday is None:
            return Trend()
        mondays = [self._monday - place * _WEEK for place in reversed(range(WEEKS))]
        known = (self._weeks.get(first, {}).get(tech) or TrendWeek(first, None, None) for first in mondays)
        return Trend(tuple(known))


def _week(first: date, still: Figures) -> TrendWeek:
    return TrendWeek(first, still.tally.share, still.coverage(0))
