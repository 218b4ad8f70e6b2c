"""The marks of an item that come and go by time alone, and when they next do."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.bookings import Booking
from desk.calendars import Location
from desk.model import Micros, StatusKind
from desk.settings import DeskSettings
from sla.calendar import BusinessCalendar
from sla.clock import ClockInput, Milestone, MilestoneState, TicketClock
from sla.instants import HOUR, MINUTE


@dataclass(frozen=True, slots=True)
class Marks:
    """Late, near, or forgotten."""

    late: bool
    soon: bool
    stale: bool
    pending: tuple[Micros, BusinessCalendar] | None
    """The next milestone that runs, and the calendar its time runs on."""
    calendars: tuple[BusinessCalendar, ...]
    """The calendar of each milestone."""
    turns: tuple[Micros | None, ...]
    """The instants at which one of them turns."""


def marks(
    clock: TicketClock,
    asked: ClockInput,
    kind: StatusKind,
    touched: Micros,
    bookings: Sequence[Booking],
    location: Location,
    settings: DeskSettings,
    now: Micros,
) -> Marks:
    """The marks of a ticket at `now`.

    Nothing is late or soon due while its clock stands: what was missed before a pause is no breach in progress, and
    is late again when the clock goes on. Nothing is forgotten that waits for somebody or is booked.
    """
    following = clock.next_event
    runs = asked.paused_since is None
    late = runs and following is not None and following.state is MilestoneState.BREACHED
    pending = soon_at = presses_next = None
    soon = False
    if runs and following is not None and following.due is not None:
        pending = due, calendar = following.due, calendar_of(following, asked)
        if not late:
            ahead = settings.soon_minutes * MINUTE
            soon_at = calendar.subtract(due, ahead)
            if now >= soon_at:
                soon = presses(due, ahead, calendar, now)
                presses_next = _presses_otherwise(due, ahead, calendar, now)
    stale_at = None
    if not kind.waits and not bookings:
        stale_at = location.calendar.add(touched, settings.stale_hours * HOUR)
    return Marks(
        late=late,
        soon=soon,
        stale=stale_at is not None and now >= stale_at,
        pending=pending,
        calendars=tuple(calendar_of(milestone, asked) for milestone in clock.milestones),
        turns=(soon_at, presses_next, stale_at),
    )


def presses(due: Micros, ahead: int, calendar: BusinessCalendar, now: Micros) -> bool:
    """Whether what is within so much business time is soon to a person too: while the calendar is closed nothing of
    that time passes, and it presses only once it is as near by the clock on the wall."""
    return due - now <= ahead or calendar.is_open(now)


def _presses_otherwise(due: Micros, ahead: int, calendar: BusinessCalendar, now: Micros) -> Micros | None:
    """The next instant at which that turns; None where it never does."""
    near = due - ahead
    if now >= near:
        return None
    return min(near, calendar.next_close(now) if calendar.is_open(now) else calendar.next_open(now))


def calendar_of(milestone: Milestone, asked: ClockInput) -> BusinessCalendar:
    """The calendar that a milestone's time runs on: round the clock where the desk promises it so."""
    return asked.calendar_of(milestone.target, dated=milestone.due is not None and milestone.source == "autotask")
