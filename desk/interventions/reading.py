"""What the intervention list asks of a ticket or a task, from its entry in the live order and the rows beside it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from autotask.entities import Ticket
from desk.entries import Entry, sane
from desk.interventions.settings import InterventionSettings
from desk.model import ItemId, Micros, MilestoneName, MilestoneState, StatusKind
from desk.reading import own_due
from desk.records import Records
from desk.tenant import Tenant
from replica.turns import Turn
from sla.calendar import BusinessCalendar
from sla.clock import Milestone
from sla.instants import HOUR, MINUTE
from sla.risk import read_risk
from workflows.intervention import Away, Foreseen, InterventionFacts, Watched

DUE_DATE = "due date"
"""What a person promised where no service level promises a resolution."""
_RUNS = frozenset({MilestoneState.RUNNING, MilestoneState.BREACHED})


def facts_of(
    entry: Entry,
    ticket: Ticket,
    records: Records,
    tenant: Tenant,
    *,
    completed: Micros | None,
    away: Away | None,
    foreseen: Foreseen | None,
    now: Micros,
) -> InterventionFacts:
    """The facts of an open ticket.

    Args:
        completed: when it was complete before somebody opened it again, where that was seen.
        away: when its owner is off.
        foreseen: which of its milestones will be missed.
    """
    item, settings = entry.item, tenant.settings.interventions
    day, turns = entry.location.day(now), records.turns.get(ticket.id, ())
    left = _left_complete(ticket, turns, tenant)
    booked_until, booking_over = _bookings(item.id, records, now)
    work = records.work.of(ticket.id).values()
    return InterventionFacts(
        calendar=entry.calendar_of(MilestoneName.FIRST_RESPONSE) or entry.location.calendar,
        created=item.created,
        day_start=day.start,
        day_end=day.end,
        owned=item.owner_id is not None,
        new=item.status_kind is StatusKind.NEW,
        engaged=entry.facts.engaged,
        waits=item.waiting,
        paused=item.paused,
        scheduled=item.status_kind is StatusKind.SCHEDULED,
        by_booking=entry.facts.worked_from == "schedule",
        watched=() if item.paused else tuple(_watched(entry, ticket, settings, now)),
        foreseen=foreseen,
        reply_at=item.reply_at,
        hold_release=item.hold_release,
        due=own_due(ticket),
        touched=item.touched,
        status_since=_status_since(ticket, turns) or item.touched,
        status_hours=settings.hours_of(item.status_kind),
        told=_told(entry, ticket, records) if _somebody_hears(ticket, tenant) else None,
        booked_until=booked_until,
        booking_over=booking_over,
        completed=left[0] if completed is None else completed,
        reopened=left[1],
        worked=max((done.at - done.minutes * MINUTE for done in work), default=None),
        away=away,
    )


def facts_of_task(entry: Entry, records: Records, tenant: Tenant, now: Micros) -> InterventionFacts:
    """The facts of a project task that is not complete and that somebody has: a date of its own is its booking."""
    item, day = entry.item, entry.location.day(now)
    booked_until, booking_over = _bookings(item.id, records, now)
    return InterventionFacts(
        calendar=entry.location.calendar,
        created=item.created or item.touched,
        day_start=day.start,
        day_end=day.end,
        waits=item.waiting,
        by_booking=entry.facts.task_start is None,
        due=entry.facts.ticket_due,
        touched=item.touched,
        status_hours=tenant.settings.interventions.hours_of(item.status_kind),
        booked_until=booked_until,
        booking_over=booking_over,
    )


def _bookings(item_id: ItemId, records: Records, now: Micros) -> tuple[Micros | None, Micros | None]:
    """When the last of its bookings ends that is not over, and when the last of those ended that are."""
    ends = [booking.end for booking in records.bookings.of(item_id)]
    return max((end for end in ends if end > now), default=None), max((end for end in ends if end <= now), default=None)


def _status_since(ticket: Ticket, turns: Sequence[Turn]) -> Micros | None:
    """When its status was set: as the copy saw it turn, else by the last change that Autotask tracks."""
    if turns and turns[-1].status == ticket.status:
        return turns[-1].at
    return sane(ticket.last_tracked_modification_date_time)


def _left_complete(ticket: Ticket, turns: Sequence[Turn], tenant: Tenant) -> tuple[Micros | None, Micros | None]:
    """When an open ticket was complete, and when it was opened again; what is not known is None."""
    for before, after in reversed(tuple(pairwise(turns))):
        complete = tenant.labels.status_kind(Ticket, before.status) is StatusKind.COMPLETE
        if complete and tenant.labels.status_kind(Ticket, after.status) is not StatusKind.COMPLETE:
            return before.at, after.at
    return sane(ticket.completed_date), None


def _watched(entry: Entry, ticket: Ticket, settings: InterventionSettings, now: Micros) -> Iterator[Watched]:
    """The milestones that run or were missed, and a person's own date where nothing else promises an end.

    That date is a new promise for a plan and a resolution: whoever sets it has decided about a miss.
    """
    own, resolved = own_due(ticket), False
    for milestone in () if entry.item.clock is None else entry.item.clock.milestones:
        resolved |= milestone.name is MilestoneName.RESOLVED and milestone.due is not None
        if milestone.state not in _RUNS or milestone.due is None:
            continue
        calendar = entry.calendar_of(milestone.name) or entry.location.calendar
        promised = None if milestone.name is MilestoneName.FIRST_RESPONSE else own
        yield Watched(milestone.name.value, milestone.due, _risk_at(milestone, calendar, settings, now), promised)
    if own is not None and not resolved:
        yield Watched(DUE_DATE, own)


def _risk_at(
    milestone: Milestone, calendar: BusinessCalendar, settings: InterventionSettings, now: Micros
) -> Micros | None:
    """From when on a milestone is at risk: by the share of its time that is left, but not days ahead."""
    since = read_risk(milestone, calendar, now, settings.risk).since
    if since is None or milestone.due is None:
        return None
    return max(since, calendar.subtract(milestone.due, settings.risk_hours * HOUR))


def _somebody_hears(ticket: Ticket, tenant: Tenant) -> bool:
    return ticket.contact_id is not None and tenant.is_person(ticket.contact_id)


def _told(entry: Entry, ticket: Ticket, records: Records) -> Micros:
    """The last word to the customer: a public note, an entry with a summary, a mail that Autotask tells of."""
    notes, work = records.notes.of(ticket.id).values(), records.work.of(ticket.id).values()
    written = (note.at for note in notes if note.public and not note.customer)
    entered = (done.at for done in work if done.told)
    mailed = sane(ticket.last_customer_notification_date_time)
    return max((*written, *entered, mailed or 0, entry.item.created))
