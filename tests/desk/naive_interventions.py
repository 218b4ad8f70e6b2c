"""The intervention list once more, by brute force: every row of the copy is read and asked each question, each time.

Written from `docs/interventions.md` as plain conditions on the present moment, for any tenant; it shares no rule with
the product. What the service level promises, what a status means and which reply counts is asked of the items; business
time of their calendar.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

from autotask.entities import (
    Contact,
    ServiceCall,
    ServiceCallTask,
    ServiceCallTicket,
    Task,
    Ticket,
    TicketNote,
    TimeEntry,
    TimeOffRequest,
)
from desk.interventions.model import NeedKind, Tab
from desk.live import LiveDesk
from desk.model import ItemId, ItemKind, Milestone, MilestoneState, WorkItem
from replica.feed import Change
from replica.store import Replica
from sla.calendar import BusinessCalendar
from sla.instants import HOUR, MINUTE, Micros, instant, micros

BOOKED = ("W08", "W09", "W10", "W11")
ORDER = (
    *("breached", "old miss", "at risk", "answer owed", "untriaged", "unassigned", "owner away", "no call", "unbooked"),
    *("re-opened", "silent", "stale", "hold over", "waiting long"),
)
TABS = {
    "late": ORDER[:2], "risk": ORDER[2:4], "unassigned": ORDER[4:7], "book": ORDER[7:9], "stale": ORDER[9:12],
    "waiting": ORDER[12:],
}  # fmt: skip
SILENT = {"W01": 1, "W02": 4, "W03": 8, "W04": 16, "W06": 8, "W08": 40, "W09": 40}
FORGOTTEN = {"W01": 2, "W02": 8, "W03": 8, "W04": 16, "W06": 8, "A": 8, "W08": 40, "W09": 40, "W10": 40, "W11": 40}
BY_STATUS = {
    "new": 8, "customer replied": 8, "escalated": 8, "waiting customer": 24, "waiting approval": 16, "on hold": 16,
    "waiting materials": 40,
}  # fmt: skip
DAY = 24
APPROVED = 2
WHOLE_DAY = 8


class Found(NamedTuple):
    """A need."""

    kind: str
    since: Micros


class Placed(NamedTuple):
    """What needs a hand, with its place in the order."""

    key: tuple[int, ...]
    item: ItemId
    needs: tuple[Found, ...]


Listed: TypeAlias = list[tuple[ItemId, tuple[Found, ...]]]


class Rows:
    """The rows of a copy, by ticket; read once where the copy stands still."""

    def __init__(self, copy: Replica) -> None:
        self.open: dict[int, Ticket] = {row.id: row for row in copy.open_tickets()}
        self.notes = _by_ticket(copy.rows(TicketNote))
        self.work = _by_ticket(copy.rows(TimeEntry))
        self.contacts: dict[int, Contact] = {row.id: row for row in copy.rows(Contact)}
        calls = {row.id: row for row in copy.rows(ServiceCall) if not row.is_complete and not row.canceled_date_time}
        self.visits: dict[int, list[Micros]] = {}
        for link in copy.rows(ServiceCallTicket):
            call = calls.get(link.service_call_id or -1)
            start, end = (None, None) if call is None else (_us(call.start_date_time), _us(call.end_date_time))
            if start is not None and end is not None and start < end:
                self.visits.setdefault(link.ticket_id or -1, []).append(end)
        self.tasks = [row for row in copy.rows(Task) if row.completed_date_time is None]
        self.task_visits: dict[int, list[Micros]] = {}
        for at in copy.rows(ServiceCallTask):
            call = calls.get(at.service_call_id or -1)
            if call is not None and (end := _us(call.end_date_time)) is not None:
                self.task_visits.setdefault(at.task_id or -1, []).append(end)
        self.off: dict[int, set[date]] = {}
        for request in copy.rows(TimeOffRequest):
            if (
                request.status == APPROVED
                and request.resource_id
                and request.request_date
                and (request.hours or 0) >= WHOLE_DAY
            ):
                self.off.setdefault(request.resource_id, set()).add(request.request_date)
        self.turns = copy.turns(set(self.open))

    def take(self, copy: Replica, changes: Iterable[Change]) -> set[int]:
        """Take in tickets that changed and are still open, and new notes. Returns which tickets are meant."""
        meant = set()
        for change in changes:
            if isinstance(change.after, Ticket):
                self.open[change.id] = change.after
                meant.add(change.id)
            elif isinstance(change.after, TicketNote) and change.after.ticket_id is not None:
                self.notes.setdefault(change.after.ticket_id, []).append(change.after)
                meant.add(change.after.ticket_id)
        self.turns = {**self.turns, **copy.turns(meant)}
        return meant


class Naive:
    """What needs a hand now."""

    def __init__(self, rows: Rows, desk: LiveDesk) -> None:
        self._rows, self._desk, self._now = rows, desk, desk.clock.now()

    def listed(self) -> Listed:
        """Every ticket and task that needs a hand, the most needy first, and why."""
        return in_order([*self.undated(), *(self.of(row)[0] for row in self._rows.open.values())])

    def of(self, row: Ticket) -> tuple[Placed | None, Micros]:
        """How a ticket stands, and the next instant at which time alone may make it stand otherwise."""
        item = self._desk.item(ItemId(ItemKind.TICKET, row.id))
        assert item is not None, row.id
        known = list(self._in_time(row, item))
        turns = min(at for at in (*(need.since for need in known), *self._edges(row, item)) if at > self._now)
        begun = [need for need in known if need.since <= self._now]
        needs = tuple(sorted(begun, key=lambda one: ORDER.index(one.kind)))
        if not needs:
            return None, turns
        entry = self._desk.state.roster.entries[item.id]
        interrupts = entry.item.place.rung == 1
        gravest = ORDER.index(needs[0].kind)
        key = (not interrupts, gravest, entry.facts.workflow_rank, needs[0].since, row.id, False)
        return Placed(key, item.id, needs), turns

    def _edges(self, row: Ticket, item: WorkItem) -> Iterator[Micros]:
        """Instants at which a question about the present moment may be answered otherwise: the ends of visits, all
        dues and promises, the beginning of risk, midnights, and the hours of an office whose owner is off."""
        entry, home = (
            self._desk.state.roster.entries[item.id],
            self._desk.state.tenant.home_of(row.assigned_resource_id),
        )
        yield from self._rows.visits.get(row.id, [])
        yield from (at for at in (_us(row.due_date_time), item.hold_release) if at is not None)
        yield entry.location.next_midnight(self._now)
        yield home.next_midnight(self._now)
        if row.assigned_resource_id in self._rows.off:
            opened = home.calendar.is_open(self._now)
            yield home.calendar.next_close(self._now) if opened else home.calendar.next_open(self._now)
        for place, milestone in enumerate(() if item.clock is None else item.clock.milestones):
            if milestone.due is not None:
                yield milestone.due
                yield entry.calendars[place].subtract(milestone.due, _risk(milestone))

    def undated(self) -> Iterator[Placed]:
        """The tasks that somebody has, without a start and without a visit to come."""
        for row in self._rows.tasks:
            item = self._desk.item(ItemId(ItemKind.TASK, row.id))
            visits = self._rows.task_visits.get(row.id, [])
            if item is None or row.start_date_time is not None or item.waiting or any(at > self._now for at in visits):
                continue
            since = max(visits, default=_us(row.create_date_time) or _us(row.last_activity_date_time) or 0)
            rank = self._desk.state.roster.entries[item.id].facts.workflow_rank
            if since > self._now:
                continue
            key = (True, ORDER.index("unbooked"), rank, since, row.id, True)
            yield Placed(key, item.id, (Found("unbooked", since),))

    def _in_time(self, row: Ticket, item: WorkItem) -> Iterator[Found]:
        """What a visit of next year does not need yet is not asked of it."""
        entry, due = self._desk.state.roster.entries[item.id], _us(row.due_date_time)
        early = 0
        if item.workflow == "W10" and due is not None and row.resolved_due_date_time != row.due_date_time:
            calendar = entry.calendars[0] if entry.calendars else entry.location.calendar
            early = calendar.subtract(due, 80 * HOUR)
        for need in self._needs(row, item):
            put_off = need.kind in ("unassigned", "unbooked", "stale")
            yield need._replace(since=max(need.since, early)) if put_off else need

    def _needs(self, row: Ticket, item: WorkItem) -> Iterator[Found]:
        entry, now = self._desk.state.roster.entries[item.id], self._now
        calendar = entry.calendars[0] if entry.calendars else entry.location.calendar
        created = _us(row.create_date) or item.created
        yield from self._of_milestones(row, item)
        yield from self._away(row, item, [end for end in self._rows.visits.get(row.id, []) if end > now])
        if item.reply_at is not None:
            yield from _past("answer owed", item.reply_at, calendar,
                                  30 * MINUTE if item.workflow in ("W01", "W02", "W03") else 2 * HOUR)  # fmt: skip
        rests = item.waiting or item.paused
        status = item.status_kind.value
        if status == "new" and not entry.facts.engaged and item.workflow not in ("W10", "W11"):
            yield from _past("untriaged", created, calendar, 20 * MINUTE)
        if row.assigned_resource_id is None and not item.paused:
            yield Found("unassigned", max(created, item.hold_release or 0) if item.waiting else created)
        visits = self._rows.visits.get(row.id, [])
        ahead = [end for end in visits if end > now]
        over = max((end for end in visits if end <= now), default=None)
        if not item.waiting and not ahead and (status == "scheduled" or item.workflow in BOOKED):
            kind = "no call" if status == "scheduled" else "unbooked"
            set_at = self._status_since(row, item) if kind == "no call" else created
            yield Found(kind, set_at if over is None else over)
        touched = _us(row.last_activity_date) or created
        hours = BY_STATUS.get(status, DAY)
        if rests:
            if item.hold_release is not None:
                yield Found("hold over", item.hold_release)
            elif item.reply_at is None:
                yield from _past("waiting long", touched, calendar, hours * HOUR)
        elif not ahead:
            yield from self._of_quiet(row, item, calendar)
            yield from _past("stale", touched, calendar, min(hours, FORGOTTEN.get(item.workflow, DAY)) * HOUR)
        if not rests:
            yield from self._reopened(row)

    def _of_milestones(self, row: Ticket, item: WorkItem) -> Iterator[Found]:
        entry, now = self._desk.state.roster.entries[item.id], self._now
        if item.paused or item.clock is None:
            return
        own = _us(row.due_date_time)
        resolved = _us(row.resolved_due_date_time)
        if own is not None and resolved is not None and abs(own - resolved) < MINUTE:
            own = None
        today = entry.location.calendar.day_start(now)
        misses, risks = [], []
        for place, milestone in enumerate(item.clock.milestones):
            due = milestone.due
            if milestone.state not in (MilestoneState.RUNNING, MilestoneState.BREACHED) or due is None:
                continue
            if place == 0 and entry.facts.engaged:
                continue
            missed = max(due, own or 0) if place else due
            misses.append(missed)
            near = entry.calendars[place].subtract(due, _risk(milestone))
            ahead = [end for end in self._rows.visits.get(row.id, []) if end > now]
            in_time = place > 0 and bool(ahead) and max(ahead) <= due
            if near <= now < due and not in_time:
                risks.append(near)
        if own is not None and item.clock.milestones[2].due is None:
            misses.append(own)
        yield from _first("breached", [at for at in misses if today <= at <= now])
        yield from _first("old miss", [at for at in misses if at < today])
        yield from _first("at risk", [at for at in risks if at <= now])

    def _of_quiet(self, row: Ticket, item: WorkItem, calendar: BusinessCalendar) -> Iterator[Found]:
        contact = self._rows.contacts.get(row.contact_id or -1)
        if row.contact_id is None or item.workflow in ("A", "W10", "W11"):
            return
        if contact is not None and not self._desk.state.tenant.is_person(contact.id):
            return
        told = [_us(row.create_date) or 0, _us(row.last_customer_notification_date_time) or 0]
        for note in self._rows.notes.get(row.id, ()):
            system = note.note_type in self._desk.state.records.labels.system_notes
            if note.created_by_contact_id is None and note.publish == 1 and not system:
                told.append(_us(note.create_date_time) or 0)
        told += [_us(work.end_date_time or work.create_date_time or work.start_date_time) or 0
                 for work in self._rows.work.get(row.id, ()) if work.summary_notes]  # fmt: skip
        yield from _past("silent", max(told), calendar, SILENT.get(item.workflow, DAY) * HOUR)

    def _reopened(self, row: Ticket) -> Iterator[Found]:
        complete = opened = None
        turns = self._rows.turns.get(row.id, ())
        for before, after in pairwise(turns):
            if before.status == 5 and after.status != 5:
                complete, opened = before.at, after.at
        if complete is None or opened is None:
            return
        begun = [
            (_us(work.end_date_time or work.create_date_time or work.start_date_time) or 0)
            - round((work.hours_worked or 0) * 60) * MINUTE
            for work in self._rows.work.get(row.id, ())
        ]
        if all(at < complete for at in begun):
            yield Found("re-opened", opened)

    def _status_since(self, row: Ticket, item: WorkItem) -> Micros:
        turns = self._rows.turns.get(row.id, ())
        if turns and turns[-1].status == row.status:
            return turns[-1].at
        return _us(row.last_tracked_modification_date_time) or item.touched

    def _away(self, row: Ticket, item: WorkItem, ahead: list[Micros]) -> Iterator[Found]:
        """Whole days off, followed back to the first: nothing was open since between them."""
        owner = self._desk.state.tenant.people.get(row.assigned_resource_id or -1)
        if owner is not None and not owner.active and not item.waiting and not item.paused:
            yield Found("owner away", item.created)
            return
        asked = self._rows.off.get(row.assigned_resource_id or -1)
        if not asked or item.waiting or item.paused:
            return
        home = self._desk.state.tenant.home_of(row.assigned_resource_id)
        calendar, today = home.calendar, instant(self._now).astimezone(home.zone).date()
        midnights = {day: micros(datetime.combine(day, time(), home.zone)) for day in asked}
        asked = {day for day, at in midnights.items() if calendar.elapsed(at, home.next_midnight(at)) > 0}
        begun = None
        for back in range(31):
            midnight = micros(datetime.combine(today - timedelta(days=back), time(), home.zone))
            if today - timedelta(days=back) in asked:
                begun = midnight
            elif calendar.elapsed(midnight, min(self._now, home.next_midnight(midnight))) > 0:
                break
        if begun is None:
            return
        last = max(day for day in asked if day <= today)
        back_at = calendar.next_open(micros(datetime.combine(last + timedelta(days=1), time(), home.zone)))
        if self._now < back_at and (not ahead or max(ahead) <= back_at):
            yield Found("owner away", begun)


def in_order(found: Iterable[Placed | None]) -> Listed:
    """What needs a hand, the most needy first."""
    placed = sorted((each for each in found if each is not None), key=lambda each: each.key)
    return [(each.item, each.needs) for each in placed]


def disagreement(desk: LiveDesk, rows: Rows) -> str:
    """Where the desk and the brute force disagree first; empty where they agree on every ticket, reason and heading."""
    return difference(desk, Naive(rows, desk).listed())


def difference(desk: LiveDesk, right: Listed) -> str:
    """Where the desk and a list disagree first.

    What is foreseen is left out: that is another question, asked of the forecasts.
    """
    listed = []
    for row in desk.interventions(Tab.ALL).rows:
        needs = tuple((need.kind.value, need.since) for need in row.needs if need.kind is not NeedKind.FORECAST)
        if needs:
            listed.append((row.item.id, needs))
    for seen, expected in zip([*listed, None], [*right, None], strict=False):
        if seen != expected:
            return f"desk {seen}, brute force {expected}"
    for tab, kinds in TABS.items():
        under = {item_id for item_id, needs in right if any(kind in kinds for kind, _ in needs)}
        shown = desk.interventions(Tab(tab))
        foreseen = {row.item.id for row in shown.rows if row.first_of(Tab(tab)).kind is NeedKind.FORECAST}
        if {row.item.id for row in shown.rows} - foreseen != under - foreseen or shown.total != len(shown.rows):
            return f"under {tab}: {under}"
    return ""


def _risk(milestone: Milestone) -> int:
    """Business time before its due from which on a milestone is at risk."""
    share = (milestone.granted_us or 0) / 4
    least = min(15 * MINUTE, (milestone.granted_us or 0) / 2)
    return min(8 * HOUR, round(max(share, least)))


def _past(kind: str, start: Micros, calendar: BusinessCalendar, length: int) -> Iterator[Found]:
    """A limit of business time, from when on it is used up."""
    yield Found(kind, calendar.add(start, length))


def _first(kind: str, instants: Iterable[Micros]) -> Iterator[Found]:
    first = min(instants, default=None)
    if first is not None:
        yield Found(kind, first)


def _by_ticket(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        if row.ticket_id is not None:
            found.setdefault(row.ticket_id, []).append(row)
    return found


def _us(moment: datetime | None) -> Micros | None:
    return None if moment is None else micros(moment)
