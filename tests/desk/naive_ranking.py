"""The order of domain 1.5 once more, by brute force: every row of the copy is read, ranked and sorted, each time.

Written from the domain's words and for the words of the small shop; it shares no rule with the product. Only the
workflow of a ticket is asked of the classifier, and business time of its calendar.
"""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from autotask.entities import (
    ConfigurationItem,
    Contact,
    Holiday,
    InternalLocationWithBusinessHours,
    ServiceCall,
    ServiceCallTicket,
    ServiceCallTicketResource,
    Task,
    Ticket,
    TicketNote,
    TimeEntry,
)
from desk.calendars import read_calendars
from replica.store import Replica
from sla.calendar import BusinessCalendar
from sla.instants import HOUR, MINUTE, SECOND, Micros, instant, micros
from sla.targets import Target
from tests.desk.shop import COMPLETE, IN_PROGRESS, ON_HOLD, WAITING_CUSTOMER, WAITING_VENDOR, WORDS
from workflows.catalog import packaged
from workflows.classify import Classification

LATE = 1 << 62
RANKS = ["W01", "W02", "W03", "A", "W04", "W06", "W07", "W05", "U", "W08", "W09", "W10", "W11"]
SCHEDULED = ("W08", "W09", "W10", "W11")
QUESTIONS = ("It still fails, please call me", "Any news?")
IMPACT = {"an active security event": 0, "the business stands still": 0, "many people are hit": 1}
IMPACT["somebody whose time is dear"] = 2


class Stand(NamedTuple):
    """Where an item stands."""

    order: tuple[Any, ...]
    kind: str
    id: int
    rung: int
    due: Micros | None


class Remembered(NamedTuple):
    """A ticket as it stood when it was skipped."""

    at: Micros
    words: tuple[Any, ...]
    dates: dict[str, Micros | None]
    reply: Micros | None


class Naive:
    """The copy as it is at an instant."""

    def __init__(self, copy: Replica, found: Mapping[int, Classification], now: Micros) -> None:
        self.now, self.found = now, found
        kinds: tuple[type[Any], ...] = (
            *(Ticket, TicketNote, TimeEntry, ServiceCall, ServiceCallTicket, Contact, ConfigurationItem),
            *(ServiceCallTicketResource, Task),
        )
        self.rows: dict[type[Any], list[Any]] = {kind: copy.rows(kind) for kind in kinds}
        self.open: list[Ticket] = [one for one in self.rows[Ticket] if one.status != COMPLETE]
        hours, free = copy.rows(InternalLocationWithBusinessHours), copy.rows(Holiday)
        zones = WORDS.of(InternalLocationWithBusinessHours, "time_zone_id")
        self.calendar: BusinessCalendar = read_calendars(hours, (), free, zones).default.calendar
        self.zone = self.calendar.zone
        self.today = self._midnight(now, 0)

    def team(self) -> list[Stand]:
        """What is offered to the team, most urgent first."""
        stands = [self._ticket(one) for one in self.open] + [self._task(one) for one in self.rows[Task]]
        return sorted(one for one in stands if one is not None and one.rung < 7)

    def remembered(self, ticket: int) -> Remembered:
        """What is kept of an open ticket that is skipped now."""
        (row,) = (one for one in self.open if one.id == ticket)
        flow = self.found[row.id].workflow
        dates = {"due": _us(row.due_date_time), **self._pending(row, flow, _us(row.create_date) or 0)}
        words = (row.status, row.priority, row.assigned_resource_id, flow)
        return Remembered(self.now, words, dates, self._reply(row, flow, self._work(row)))

    def behind(self, ticket: int, skip: Remembered, me: int) -> bool:
        """Whether an open ticket that somebody skipped stands behind for them still."""
        (row,) = (one for one in self.open if one.id == ticket)
        found, then, now = self.found[row.id], skip, self.remembered(ticket)
        changed = then.words != now.words or now.reply not in (None, then.reply)
        changed |= any(then.dates[name] != now.dates[name] for name in then.dates.keys() & now.dates.keys())
        if changed or self._ticket(row).rung in (1, 7) or self._midnight(skip.at, 0) < self.today:
            return False
        own = None if row.due_date_time == row.resolved_due_date_time else _us(row.due_date_time)
        held = _known(own) if row.status == ON_HOLD else []
        leaves = (self._ends(row, _us(row.create_date) or 0) or own) if found.offboarding else None
        owed = self._owed(found.workflow, now.reply, None) + [self.calendar.add(at, 4 * HOUR) for at in held]
        pending = self._pending(row, found.workflow, _us(row.create_date) or 0)
        near = [*_known(*pending.values()), *owed, *_known(self._booked(ticket, me))]
        moments = [*near, *(at - 15 * MINUTE for at in near), *held]
        moments += [at - ahead for at in _known(leaves) for ahead in (0, 2 * HOUR)]
        return not any(skip.at < at <= self.now for at in moments)

    def _midnight(self, at: Micros, days: int) -> Micros:
        day = instant(at).astimezone(self.zone).date() + timedelta(days=days)
        return micros(datetime.combine(day, time(), self.zone))

    def _task(self, row: Task) -> Stand | None:
        start = _us(row.start_date_time)
        if row.assigned_resource_id is None or start is None or row.status == COMPLETE:
            return None
        minutes = LATE if row.estimated_hours is None else round(row.estimated_hours * 60)
        created = _us(row.create_date_time) or start
        key = (6, start, RANKS.index("W11"), 1, 1, minutes, LATE, 0, created, 1, row.id)
        return Stand(key, "task", row.id, 6, start)

    def _ticket(self, row: Ticket) -> Stand:
        found = self.found[row.id]
        flow, rank, created = found.workflow, RANKS.index(found.workflow), _us(row.create_date) or 0
        entries = self._work(row)
        worked = sum(round((one.hours_worked or 0) * 60) for one in entries)
        taken = row.status == IN_PROGRESS and row.assigned_resource_id is not None
        engaged = taken or worked > 0 or row.first_response_date_time is not None
        left = max(0, round(row.estimated_hours * 60) - worked) if row.estimated_hours else LATE
        vip = self._vip(row)
        reply, booked = self._reply(row, flow, entries), self._booked(row.id)
        own = None if row.due_date_time == row.resolved_due_date_time else _us(row.due_date_time)
        held = own if row.status == ON_HOLD else None
        effective = None if flow != "W07" else (found.offboarding and self._ends(row, created)) or own
        tail = (0 if row.contract_id else 1, 0 if vip else 1, left)

        def stand(rung: int, due: Micros | None, *order: Any) -> Stand:
            return Stand((rung, *order), "ticket", row.id, rung, due)

        def lane(due: Micros | None) -> tuple[int, int]:
            return self._lane(row, flow, due, effective, left)

        waiting = row.status in (WAITING_CUSTOMER, WAITING_VENDOR) or (row.status == ON_HOLD and held is None)
        if reply is None and (waiting or (held is not None and self.now < held)):
            return stand(7, None)
        if flow in SCHEDULED:
            if booked is None:
                return stand(7, None)
            start = min([booked, *self._owed(flow, reply, held)])
            return stand(6, start, start, rank, *tail, *lane(start), created, 0, row.id)
        if flow == "W01" and not engaged:
            return stand(1, None, self._impact(row, found, vip=vip), created, 0, row.id)
        events = self._events(row, flow, created, engaged=engaged)
        near = [due for due in events if self.today <= due <= self.now + 15 * MINUTE]
        if near:
            return stand(4, near[0], rank, *lane(near[0]), near[0], *tail, created, 0, row.id)
        if found.offboarding and effective is not None and effective - 2 * HOUR <= self.now:
            return stand(5, effective, effective, rank, *tail, created, 0, row.id)
        dates = [at for at in (_us(row.due_date_time), effective) if at is not None]
        due = min([*(events[:1] or dates), *self._owed(flow, reply, held), *_known(booked)], default=None)
        return stand(6, due, LATE if due is None else due, rank, *tail, *lane(due), created, 0, row.id)

    def _owed(self, flow: str, reply: Micros | None, held: Micros | None) -> list[Micros]:
        """The answers that are owed to a reply and after a hold."""
        patience = HOUR if flow in ("W01", "W02", "W03") else 4 * HOUR
        released = [at for at in _known(held) if at <= self.now]
        return [
            *(self.calendar.add(at, patience) for at in _known(reply)),
            *(self.calendar.add(at, 4 * HOUR) for at in released),
        ]

    def _events(self, row: Ticket, flow: str, created: Micros, *, engaged: bool) -> list[Micros]:
        """What the service level asks next, earliest first; nothing while the clock is stopped."""
        due = self._pending(row, flow, created)
        answer = due.get("first response")
        if engaged and answer is not None and answer <= self.now:
            del due["first response"]
        return sorted(_known(*due.values()))

    def _pending(self, row: Ticket, flow: str, created: Micros) -> dict[str, Micros | None]:
        """Each milestone that runs, and when it is due."""
        if row.status == WAITING_CUSTOMER or row.resolved_date_time is not None:
            return {}
        targets = packaged().workflows[flow].targets
        recorded = any(one.resolution_plan_date_time is not None for one in self.rows[Ticket])
        asked = (
            (row.first_response_due_date_time, targets.first_response, not row.first_response_date_time),
            (
                row.resolution_plan_due_date_time,
                targets.resolution_plan,
                recorded and not row.resolution_plan_date_time,
            ),
            (row.resolved_due_date_time, targets.resolved, True),
        )
        names = ("first response", "plan", "resolved")
        due = {
            name: _us(given) or self._promised(target, created)
            for name, (given, target, counts) in zip(names, asked, strict=True)
            if counts
        }
        return {name: at for name, at in due.items() if at is not None}

    def _work(self, row: Ticket) -> list[TimeEntry]:
        return [one for one in self.rows[TimeEntry] if one.ticket_id == row.id]

    def _promised(self, target: Target | None, created: Micros) -> Micros | None:
        if target is None or target.seconds <= 0:
            return None
        length = target.seconds * SECOND
        return created + length if target.around_the_clock else self.calendar.add(created, length)

    def _reply(self, row: Ticket, flow: str, entries: list[TimeEntry]) -> Micros | None:
        """When the customer wrote what nobody answered; on a critical incident thanks are a word as any other, and
        "all good" may be the answer that a ticket waits for."""
        notes = [one for one in self.rows[TicketNote] if one.ticket_id == row.id]
        machines = {one.id for one in self.rows[Contact] if (one.email_address or "").startswith("alerts@")}
        asked = [one for one in notes if one.created_by_contact_id and one.created_by_contact_id not in machines]
        asked = [one for one in asked if "out of the office" not in (one.description or "")]
        if not asked:
            return None
        last = max(asked, key=lambda one: (one.create_date_time, one.id))
        told = [one.create_date_time for one in notes if not one.created_by_contact_id]
        told += [one.end_date_time for one in entries]
        answered = any(at > last.create_date_time for at in told)
        asks = flow == "W01" or row.status == WAITING_CUSTOMER or last.description in QUESTIONS
        return _us(last.create_date_time) if asks and not answered else None

    def _booked(self, ticket: int, who: int | None = None) -> Micros | None:
        """The next booked start or the one that runs; of one person, where one is named."""
        hands = [one for one in self.rows[ServiceCallTicketResource] if one.resource_id == who]
        theirs = {one.service_call_ticket_id for one in hands}
        booked = [one for one in self.rows[ServiceCallTicket] if who is None or one.id in theirs]
        calls = {one.service_call_id for one in booked if one.ticket_id == ticket}
        ahead = [one for one in self.rows[ServiceCall] if one.id in calls and micros(one.end_date_time) > self.now]
        return min((micros(one.start_date_time) for one in ahead), default=None)

    def _ends(self, row: Ticket, created: Micros) -> Micros | None:
        """When a leaver of the shop leaves: on the Friday that comes, at five."""
        if "Friday" not in (row.title or ""):
            return None
        written = instant(created).astimezone(self.zone)
        friday = written.date() + timedelta(days=(4 - written.weekday()) % 7)
        return max(created, micros(datetime.combine(friday, time(17), self.zone)))

    def _vip(self, row: Ticket) -> bool:
        titles = [one.title or "" for one in self.rows[Contact] if one.id == row.contact_id]
        return any(re.search("CEO|Director", title) for title in titles)

    def _lane(
        self, row: Ticket, flow: str, due: Micros | None, effective: Micros | None, minutes: int
    ) -> tuple[int, int]:
        match flow:
            case "W01":
                return self._impact(row, self.found[row.id], vip=self._vip(row)), _us(row.create_date) or 0
            case "W03":
                tonight = self._midnight(self.now, 0) + 20 * HOUR
                return (tonight if tonight > self.now else self._midnight(self.now, 1) + 20 * HOUR), 0
            case "W06":
                return (LATE if due is None else due // HOUR), minutes
            case "W07":
                return (LATE if effective is None else effective), 0
            case "W11":
                return LATE, 0
            case "A":
                titles = [one.reference_title for one in self.rows[ConfigurationItem]
                          if one.id == row.configuration_item_id]  # fmt: skip
                device = {"SRV02": 0, "WS02": 2}.get(titles[0] if titles else "", 3)
                return device, -min(10, sum(self._same_alert(row, one) for one in self.open))
        return 0, 0

    def _same_alert(self, one: Ticket, other: Ticket) -> bool:
        if one.id == other.id or not (one.rmm_alert_id and other.rmm_alert_id):
            return False
        same = one.configuration_item_id is not None and one.configuration_item_id == other.configuration_item_id
        words = [re.sub(r"\b\d+%? ?", "", each.title or "") for each in (one, other)]
        return same or (one.company_id == other.company_id and words[0] == words[1])

    def _impact(self, row: Ticket, found: Classification, *, vip: bool) -> int:
        """How far a critical incident reaches: 0 everything, 1 a site, 2 several or a VIP, 3 one."""
        reach = [IMPACT[one.says] for one in found.evidence if one.says in IMPACT]
        others = [one for one in self.open if one.company_id == row.company_id and one.id != row.id]
        created = _us(row.create_date) or 0
        near = [one for one in others if not one.rmm_alert_id and abs((_us(one.create_date) or 0) - created) <= HOUR]
        crowd = 0 if row.rmm_alert_id else len(near)
        return min([*reach, 1 if crowd >= 5 else 2 if vip or crowd >= 2 else 3])


def _us(moment: datetime | None) -> Micros | None:
    return None if moment is None else micros(moment)


def _known(*instants: Micros | None) -> list[Micros]:
    return [at for at in instants if at is not None]
