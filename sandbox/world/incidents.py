"""What happens beside the ordinary, because a scenario wants it: bursts of tickets, storms, people who fall ill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sandbox.world.bookings import Bookings
from sandbox.world.companies import Company
from sandbox.world.desk import Desk
from sandbox.world.instants import MINUTE
from sandbox.world.scenarios import FLOWS
from sandbox.world.streams import Wheel, stream

_SICK = 2
_FROM = 100_000
"""Arrivals of scenarios are numbered from here, so that they never draw what those of an ordinary day draw."""


class Kind(StrEnum):
    """What an event is."""

    ARRIVALS = "arrivals"
    STORM = "storm"
    SICK = "sick"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happens, so many minutes after the start.

    Raises:
        ValueError: there is no such workflow, or a number is negative.
    """

    kind: Kind
    minute: int
    flow: str = "W04"
    count: int = 1
    minutes: int = 30
    """Over which the tickets of a burst are spread."""
    level: int = 1
    customer: str | None = None

    def __post_init__(self) -> None:
        if self.flow not in FLOWS or self.customer not in (None, "largest"):
            raise ValueError(f"{self.flow!r} and {self.customer!r} name no workflow and no customer")
        if min(self.minute, self.count, self.minutes) < 0:
            raise ValueError("the numbers of an event are not negative")


def arrange(desk: Desk, bookings: Bookings, events: Sequence[Event], now: int) -> None:
    """Put events on the agenda of a desk; `now` is the instant that their minutes count from."""
    for number, event in enumerate(events):
        at = now + event.minute * MINUTE
        rng = stream(desk.seed, "scenario", number, now)
        wheel = Wheel((company, 6.0 + company.people) for company in desk.companies)
        largest = max(desk.companies, key=lambda company: (company.people, -company.id))
        whose: Company | None = largest if event.customer else None
        today = date.fromordinal(desk.places.offices["nl"].hours.day_of(at))
        match event.kind:
            case Kind.ARRIVALS:
                for each in range(event.count):
                    when = at + rng.randrange(max(1, event.minutes * MINUTE))
                    key = (today, _FROM * (number + 1) + each)
                    mine = stream(desk.seed, "arrival", *key)
                    desk.agenda.add(when, "arrive", key, event.flow, whose or wheel.draw(mine), mine)
            case Kind.STORM:
                desk.agenda.add(at, "storm", (today, _FROM + number), whose or wheel.draw(rng))
            case Kind.SICK:
                there = [tech for tech in desk.techs if tech.level == event.level and today not in tech.leave]
                for tech in there[:1]:
                    bookings.take_off(tech, today, now, _SICK, "Called in sick")
