"""The service level of one ticket with the whole sum behind it: what anybody could reckon again by hand.

A milestone's time is listed opening by opening, so that what is used and what is left are sums of what stands there,
to the microsecond. Equal openings one after another are one line.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import chain
from zoneinfo import ZoneInfo

from autotask.entities import Ticket
from desk.calendars import hours_text
from desk.entries import Entry
from desk.model import Micros, Milestone, MilestoneState, TicketClock, WorkItem
from desk.records import Children
from desk.tenant import Tenant
from sla.calendar import BusinessCalendar
from sla.instants import instant
from sla.pauses import Pauses, Standing


@dataclass(frozen=True, slots=True)
class Piece:
    """An opening of the calendar, and how many more of the same hours follow it without another between them."""

    begin: Micros
    end: Micros
    times: int
    until: Micros
    """The end of the last of them."""

    @property
    def us(self) -> int:
        """Business microseconds of all of them."""
        return (self.end - self.begin) * self.times


@dataclass(frozen=True, slots=True)
class Sum:
    """Business time between two instants, pauses left out; negative where the end comes first."""

    begin: Micros
    end: Micros
    us: int
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, begin: Micros, end: Micros, calendar: BusinessCalendar, pauses: Pauses) -> "Sum":
        """Add up what lies between two instants."""
        first, last = sorted((begin, end))
        pieces = tuple(_joined(calendar.windows(first, last, pauses), calendar.zone))
        return cls(begin, end, calendar.elapsed(begin, end, pauses), pieces)


@dataclass(frozen=True, slots=True)
class Turned:
    """The status took another value, and the clock stood or ran from then on."""

    at: Micros
    status: str
    stands: bool
    waited_us: int | None
    """Business time of the pause that ends here; None where none does."""


@dataclass(frozen=True, slots=True)
class MilestoneSum:
    """A milestone with its sums. Both are None where it has no deadline or never applied."""

    milestone: Milestone
    hours: str
    used: Sum | None
    """From the creation to now, to the pause that is on, or to the event itself."""
    left: Sum | None
    """From there to the deadline; what was to spare where it is met."""
    told_left_us: int | None
    """What Autotask itself says is left of a paused milestone, in place of `left`."""


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """The service level of a ticket at an instant."""

    item: WorkItem
    agreement: str
    """Autotask's name of it; empty where the ticket has none."""
    contract: str
    now: Micros
    zone: str
    location: str
    hours: str
    hours_by: str
    """By what it is told that these hours count."""
    holidays: tuple[tuple[date, str], ...]
    """Those of the location between the creation and the last deadline."""
    starts: Micros | None
    """The creation, or the opening after it; None where the calendar has no hours."""
    turns: tuple[Turned, ...]
    milestones: tuple[MilestoneSum, ...]
    """Empty where its time cannot be reckoned."""
    clock: TicketClock | None


def service_level(ticket: Ticket, children: Children, entry: Entry, tenant: Tenant, now: Micros) -> ServiceLevel:
    """Reckon the service level of a ticket.

    Args:
        children: what hangs under it.
        entry: the ticket as it stands in the order.
    """
    item, location = entry.item, entry.location
    clock = item.clock
    sums = () if clock is None else tuple(_summed(one, entry, now) for one in clock.milestones)
    contract = tenant.contracts.get(ticket.contract_id or -1)
    last = max(chain((now,), (one.due for one in (() if clock is None else clock.milestones) if one.due is not None)))
    days = _day(item.created, location.zone), _day(last, location.zone)
    return ServiceLevel(
        item=item,
        agreement=_word(tenant, "service_level_agreement_id", ticket.service_level_agreement_id),
        contract="" if contract is None else contract.name,
        now=now,
        zone=location.zone.key,
        location=location.name,
        hours=hours_text(location.schedule),
        hours_by=tenant.hours_of(ticket).why,
        holidays=tuple((day, name) for day, name in sorted(location.holidays.items()) if days[0] <= day <= days[1]),
        starts=None if clock is None or location.schedule.never_opens else location.calendar.next_open(item.created),
        turns=tuple(_turns(children, ticket, entry, tenant)),
        milestones=sums,
        clock=clock,
    )


def _word(tenant: Tenant, attr: str, value: int | None) -> str:
    return "" if value is None else tenant.labels.word(Ticket, attr, value)


def _day(at: Micros, zone: ZoneInfo) -> date:
    return instant(at).astimezone(zone).date()


def _summed(milestone: Milestone, entry: Entry, now: Micros) -> MilestoneSum:
    calendar = entry.calendar_of(milestone.name) or entry.location.calendar
    hours, stood = hours_text(calendar.schedule), entry.stood
    until = milestone.actual if milestone.state is MilestoneState.MET else _reading_at(stood, now)
    if milestone.state is MilestoneState.NOT_APPLICABLE or until is None:
        return MilestoneSum(milestone, hours, None, None, None)
    met = milestone.state is MilestoneState.MET
    pauses = [pause for pause in stood.earlier if not met or pause[0] < until]
    used = Sum.of(entry.item.created, until, calendar, pauses)
    left = None if milestone.due is None else Sum.of(until, milestone.due, calendar, pauses)
    told = milestone.left_us if milestone.state is MilestoneState.PAUSED else None
    return MilestoneSum(milestone, hours, used, left, None if left is None or told == left.us else told)


def _reading_at(stood: Standing, now: Micros) -> Micros:
    return now if stood.since is None else min(now, stood.since)


def _joined(windows: Iterable[tuple[Micros, Micros]], zone: ZoneInfo) -> Iterable[Piece]:
    last: Piece | None = None
    hours: tuple[time, time, int] | None = None
    for begin, end in windows:
        wall = (instant(begin).astimezone(zone).time(), instant(end).astimezone(zone).time(), end - begin)
        if last is not None and wall == hours:
            last = replace(last, times=last.times + 1, until=end)
            continue
        if last is not None:
            yield last
        last, hours = Piece(begin, end, 1, end), wall
    if last is not None:
        yield last


def _turns(children: Children, ticket: Ticket, entry: Entry, tenant: Tenant) -> Iterable[Turned]:
    stood, calendar = entry.stood, entry.location.calendar
    over = {end: calendar.elapsed(begin, end) for begin, end in stood.earlier}
    begun = {begin for begin, _ in stood.earlier} | {stood.since}
    stands = False
    for turn in children.turns.get(ticket.id, ()):
        stands = turn.at in begun or (stands and turn.at not in over)
        yield Turned(turn.at, _word(tenant, "status", turn.status), stands, over.get(turn.at))
