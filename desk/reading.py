"""What a ticket says to the clock and to the order: its rows read together, before anything is reckoned."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from autotask.entities import Ticket
from desk.bookings import Booking
from desk.calendars import Location
from desk.effective_time import effective_time
from desk.entries import sane
from desk.lanes import Lane
from desk.model import ItemId, Micros, StatusKind
from desk.tenant import Tenant
from replica.turns import Turn
from sla.clock import ClockInput, MilestoneState, TicketClock, Verdicts
from sla.errors import SlaError
from sla.instants import HOUR, MINUTE
from sla.pauses import standing
from sla.targets import Targets
from workflows.catalog import Workflow
from workflows.classify import Classification
from workflows.holds import release_at
from workflows.order import Pending, RankFacts

FAST_REPLY = frozenset({"W01", "W02", "W03"})
"""Workflows whose customers get an answer within one business hour; all others wait up to four (domain 1.5)."""
MOVES = "W07"
"""The workflow whose due date is the day on which a person starts, moves or leaves."""
RELEASE_US = 4 * HOUR
SAME_DUE_US = MINUTE
"""Dates of one service level may differ by their seconds."""
_RUNS = frozenset({MilestoneState.RUNNING, MilestoneState.BREACHED})


@dataclass(frozen=True, slots=True)
class Reading:
    """A ticket, its words resolved and its children summed up."""

    ticket: Ticket
    item: ItemId
    kind: StatusKind
    status: str
    company: str
    location: Location
    classification: Classification
    workflow: Workflow
    worked_minutes: int
    reply_at: Micros | None
    """The customer's unanswered reply, where it is more than a thank-you."""
    bookings: Sequence[Booking]
    """Those that have not ended, earliest first."""
    helpers: frozenset[int]
    vip: bool
    lane: Lane
    turns: Sequence[Turn]
    """When its status turned, as far as that is known."""
    verdicts: Verdicts
    """What Autotask's own record says of the milestones that are over."""
    targets: Targets
    """The promises in force: those of the workflow, or what the catalogue promises this contract or company."""
    hours_known: bool = False
    """Its location's hours are known to be those of its service level, not assumed."""
    hold_until: date | None = None
    """The day on whose morning the hold ends that its notes tell of."""

    def without_promises(self, location: Location) -> "Reading":
        """The same ticket with no date to keep, on hours that can be reckoned with."""
        bare = replace(
            self.ticket,
            first_response_due_date_time=None,
            resolution_plan_due_date_time=None,
            resolved_due_date_time=None,
            due_date_time=None,
        )
        return replace(self, ticket=bare, targets=Targets(), location=location)

    @property
    def engaged(self) -> bool:
        """Somebody is or was on it, or has answered: a W01 no longer interrupts, a missed answer no longer counts."""
        on_it = self.kind is StatusKind.ACTIVE and self.ticket.assigned_resource_id is not None
        return on_it or self.worked_minutes > 0 or self.ticket.first_response_date_time is not None

    @property
    def turn_seen(self) -> bool:
        """Whether it is known when the status turned to what it is; a change on its way here has no turn yet."""
        return bool(self.turns) and self.turns[-1].status == self.ticket.status

    @property
    def created(self) -> Micros:
        return sane(self.ticket.create_date) or sane(self.ticket.last_activity_date) or 0

    @property
    def touched(self) -> Micros:
        return sane(self.ticket.last_activity_date) or self.created

    @property
    def resources(self) -> frozenset[int]:
        """Everybody who works on it."""
        owner = self.ticket.assigned_resource_id
        people = self.helpers if owner is None else self.helpers | {owner}
        return people.union(*(booking.resources for booking in self.bookings))


def clock_input(reading: Reading, tenant: Tenant, now: Micros, *, plan_mapped: bool) -> ClockInput:
    """What the clock asks of a ticket.

    A pause is on while the status is one that stops the clock, or while Autotask itself says how much is left. One that
    was ended here a moment ago, which Autotask does not know yet, has lasted until now.
    """
    ticket, pausing = reading.ticket, tenant.settings.pausing
    left = ticket.service_level_agreement_paused_next_event_hours
    paused = reading.kind in pausing or (left is not None and left > 0 and reading.kind.waits)
    stood = standing((turn.at, _stops(turn, reading, tenant, paused=paused)) for turn in reading.turns)
    return ClockInput(
        created=reading.created,
        calendar=reading.location.calendar,
        round_the_clock=tenant.calendars.always.calendar,
        dated_on=reading.location.calendar if reading.hours_known else None,
        targets=reading.targets,
        due=(
            sane(ticket.first_response_due_date_time),
            sane(ticket.resolution_plan_due_date_time),
            sane(ticket.resolved_due_date_time),
        ),
        actual=(
            sane(ticket.first_response_date_time),
            sane(ticket.resolution_plan_date_time),
            sane(ticket.resolved_date_time),
        ),
        verdicts=reading.verdicts,
        paused_since=(stood.since if reading.turn_seen else pause_began(ticket)) if paused else None,
        pauses=stood.earlier if paused or stood.since is None else (*stood.earlier, (stood.since, now)),
        paused_next_event_us=None if left is None else round(left * HOUR),
        plan_mapped=plan_mapped,
        closed=reading.kind is StatusKind.COMPLETE,
        engaged=reading.engaged,
    )


def _stops(turn: Turn, reading: Reading, tenant: Tenant, *, paused: bool) -> bool:
    """Whether a status that a ticket has or had stops its clock."""
    if turn.status == reading.ticket.status:
        return paused
    return tenant.labels.status_kind(Ticket, turn.status) in tenant.settings.pausing


def pause_began(ticket: Ticket) -> Micros:
    """When the status that a ticket has began, where its turn has not been seen: the last tracked change is the latest
    it can be."""
    moments = (ticket.last_tracked_modification_date_time, ticket.last_activity_date, ticket.create_date)
    return next((at for moment in moments if (at := sane(moment)) is not None), 0)


def rank_facts(reading: Reading, clock: TicketClock, asked: ClockInput, now: Micros) -> RankFacts:
    """What the order asks of a ticket (domain 1.5).

    A ticket that waits is released on the morning that the note of its hold names; on hold without such a note, at its
    own due date.
    """
    ticket, workflow, calendar = reading.ticket, reading.workflow, reading.location.calendar
    day = reading.location.day(now)
    release = _release(reading)
    reply = reading.reply_at
    patience = HOUR if workflow.id in FAST_REPLY else 4 * HOUR
    booked = reading.bookings[0] if reading.bookings else None
    return RankFacts(
        item=reading.item,
        workflow=workflow.id,
        workflow_rank=workflow.rank,
        worked_from=workflow.worked_from,
        created=reading.created,
        day_start=day.start,
        day_end=day.end,
        engaged=reading.engaged,
        pending=() if asked.paused_since is not None else _pending(clock),
        ticket_due=sane(ticket.due_date_time),
        waiting=reading.status if reading.kind.waits else "",
        hold_release=release,
        release_due=None if release is None else calendar.add(release, RELEASE_US),
        reply_at=reply,
        reply_due=None if reply is None else calendar.add(reply, patience),
        booked_start=None if booked is None else booked.start,
        booked_end=None if booked is None else booked.end,
        offboarding=reading.classification.offboarding,
        effective_at=_effective_at(reading),
        has_contract=ticket.contract_id is not None,
        vip=reading.vip,
        estimated_minutes=_left_of_estimate(ticket.estimated_hours, reading.worked_minutes),
        impact=reading.lane.impact,
        device_class=reading.lane.device_class,
        duplicates=reading.lane.duplicates,
        next_window=reading.lane.next_window,
    )


def _release(reading: Reading) -> Micros | None:
    if reading.hold_until is not None and reading.kind.waits:
        try:
            return release_at(reading.hold_until, max(reading.ticket.id, 0), reading.location.calendar)
        except SlaError:
            return None
    return own_due(reading.ticket) if reading.kind is StatusKind.ON_HOLD else None


def own_due(ticket: Ticket) -> Micros | None:
    """The due date that somebody gave a ticket; None where the service level has set it (domain 1.6)."""
    due, promised = sane(ticket.due_date_time), sane(ticket.resolved_due_date_time)
    if due is None or promised is None:
        return due
    return None if abs(due - promised) < SAME_DUE_US else due


def _effective_at(reading: Reading) -> Micros | None:
    """When a start, a move or a leave takes effect; that of a leave as its words say it, if they do."""
    ticket = reading.ticket
    if reading.workflow.id != MOVES:
        return None
    told = None
    if reading.classification.offboarding and reading.created:
        told = effective_time(ticket.title or "", ticket.description or "", reading.created, reading.location.zone)
    return own_due(ticket) if told is None else told


def _pending(clock: TicketClock) -> tuple[Pending, ...]:
    return tuple(
        Pending(milestone.name, milestone.due)
        for milestone in clock.milestones
        if milestone.state in _RUNS and milestone.due is not None
    )


def _left_of_estimate(estimated_hours: float | None, worked_minutes: int) -> int | None:
    if estimated_hours is None or estimated_hours <= 0:
        return None
    return max(0, round(estimated_hours * 60) - worked_minutes)
