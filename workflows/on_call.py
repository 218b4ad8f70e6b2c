"""Who is on call: the rota of a team, asked at an instant (domain 6b).

A rota has shifts that come back every week, in which people may take turns week by week, shifts of certain dates, and
names for single days. The narrower says more: a dated shift goes before a weekly one, and the name of a day stands in
for whoever's turn begins on it. Times are those of the wall clock in the rota's zone, each converted to UTC once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sla.instants import Micros, instant, micros

LOOK_AHEAD = 35
"""Days in which the next hand-over is looked for."""
_WEEK = 7
_ONE_DAY = timedelta(days=1)


class Duty(NamedTuple):
    """Who has it, and who is called when they do not answer; as the rota names them. An empty name is nobody."""

    who: str
    backup: str = ""


class StandIn(NamedTuple):
    """Who has the turns that begin on a day instead of whoever's they are."""

    who: str
    backup: str | None = None
    """None leaves the backup of the turn."""

    def instead_of(self, turn: Duty) -> Duty:
        """The turn as they have it."""
        return Duty(self.who, turn.backup if self.backup is None else self.backup)


class OnCall(NamedTuple):
    """How a rota stands at an instant."""

    duty: Duty | None
    """None where nobody is on call."""
    until: Micros | None
    """The next instant at which another is, or nobody; None where that lies weeks ahead."""


@dataclass(frozen=True, slots=True)
class WeeklyShift:
    """A shift that comes back every week.

    Attributes:
        windows: for Monday to Sunday the times at which it begins and ends, in seconds from midnight; one that does
            not end after it begins ends on the next day.
        who: one name, or several that take turns.
        since: the day on which the first of them begins; the others follow week by week, also before it.
    """

    windows: tuple[tuple[tuple[int, int], ...], ...]
    who: tuple[str, ...]
    since: date = date.min
    backup: str = ""

    def duty_on(self, day: date) -> Duty:
        """Whose turn it is when it begins on a day."""
        return Duty(self.who[(day - self.since).days // _WEEK % len(self.who)], self.backup)


@dataclass(frozen=True, slots=True)
class DatedShift:
    """A shift between two moments of the wall clock."""

    begins: datetime
    ends: datetime
    duty: Duty


@dataclass(frozen=True)
class Rota:
    """The rota of a team.

    Attributes:
        zone: an IANA name.
        queues: whose tickets are the team's; none takes all that are no other team's.
        backup_minutes: how long a critical incident lies before the backup is called too.
        weekly: of several that run at once the first counts; likewise `dated`.
        days: who stands in for the weekly turns that begin on a day.
        places: where in the rota's file each person is named, for who does not know one of them.
        queues_at: where in it the queues are.
    """

    team: str
    zone: str
    queues: tuple[str, ...] = ()
    backup_minutes: int = 15
    weekly: tuple[WeeklyShift, ...] = ()
    dated: tuple[DatedShift, ...] = ()
    days: Mapping[date, StandIn] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    queues_at: str = ""

    def at(self, now: Micros) -> OnCall:
        """Who is on call at an instant, and until when."""
        duty = self._duty(now)
        return OnCall(duty, next((edge for edge in self._edges(now) if self._duty(edge) != duty), None))

    def _duty(self, at: Micros) -> Duty | None:
        for dated in self.dated:
            if self._utc(dated.begins) <= at < self._utc(dated.ends):
                return dated.duty
        today = self._day(at)
        for weekly in self.weekly:
            for day in (today, today - _ONE_DAY):
                if any(begins <= at < ends for begins, ends in self._windows(weekly, day)):
                    turn = weekly.duty_on(day)
                    return self.days[day].instead_of(turn) if day in self.days else turn
        return None

    def _edges(self, now: Micros) -> Iterator[Micros]:
        """The instants after now at which a shift begins or ends, in order."""
        first = self._day(now) - _ONE_DAY
        days = [first + timedelta(days=place) for place in range(LOOK_AHEAD)]
        weekly = {
            edge for shift in self.weekly for day in days for window in self._windows(shift, day) for edge in window
        }
        dated = {self._utc(edge) for shift in self.dated for edge in (shift.begins, shift.ends)}
        return iter(sorted(edge for edge in weekly | dated if edge > now))

    def _windows(self, shift: WeeklyShift, day: date) -> Iterator[tuple[Micros, Micros]]:
        midnight = datetime.combine(day, time())
        for begins, ends in shift.windows[day.weekday()]:
            until = ends if ends > begins else ends + 86_400
            yield self._utc(midnight + timedelta(seconds=begins)), self._utc(midnight + timedelta(seconds=until))

    def _utc(self, wall: datetime) -> Micros:
        return micros(wall.replace(tzinfo=self._wall))

    def _day(self, at: Micros) -> date:
        return instant(at).astimezone(self._wall).date()

    @cached_property
    def _wall(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
