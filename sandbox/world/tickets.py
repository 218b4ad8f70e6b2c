"""Tickets as records: opening them, moving them, writing notes, history and time on them, truthfully dated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sandbox import trail
from sandbox.world.companies import Company, Contact, Device
from sandbox.world.desk import Desk, Life
from sandbox.world.hours import Hours
from sandbox.world.instants import DAY, HOUR, date_stamp, read, stamp
from sandbox.world.labels import (
    STATUS_LABELS,
    NoteType,
    Publish,
    Queue,
    Source,
    Status,
    WorkType,
)
from sandbox.world.letters import Slots, fill, opening_text, title_of
from sandbox.world.people import COORDINATOR, RMM_USER, Tech
from sandbox.world.scenarios import FLOWS, Scenario
from sandbox.world.streams import stream, weighted
from sandbox.world.surveys import Surveys

FIRST_TICKET = 41_200


class Tickets:
    """Writes everything that has to do with a ticket."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._surveys = Surveys(desk)
        self._numbers: dict[str, int] = {}
        self.newest_note = 0
        """Id of the newest note that the simulation knows of; later ones come from clients."""
        self.newest_ticket = 0

    def number(self, at: int) -> str:
        """The next ticket number of a day: `T20261124.0031`."""
        day = _day_of_number(at // DAY)
        self._numbers[day] = self._numbers.get(day, 0) + 1
        return f"T{day}.{self._numbers[day]:04}"

    def adopt(self, record: Mapping[str, Any]) -> None:
        """Give a ticket that a client opened its SLA dates, and count its number; people see to the rest."""
        self.newest_ticket = record["id"]
        day, _, turn = str(record.get("ticketNumber") or "").removeprefix("T").partition(".")
        if turn.isdigit():
            self._numbers[day] = max(self._numbers.get(day, 0), int(turn))
        created = read(record.get("createDate"))
        if created is not None and record.get("serviceLevelAgreementID") is None:
            changes = self._desk.rules.opened(record, created)
            self._desk.ledger.update("Tickets", record["id"], changes)

    # Opening

    def open(
        self,
        at: int,
        key: tuple[object, ...],
        scenario: Scenario,
        company: Company,
        *,
        device: Device | None = None,
        project: int | None = None,
    ) -> Life:
        """A new ticket of a scenario at a customer, from a stream named by `key`."""
        desk, rng = self._desk, stream(self._desk.seed, "ticket", *key)
        flow = FLOWS[scenario.flow]
        source = weighted(rng, flow.sources)
        contact = None if _by_machine(source) else rng.choice(company.contacts)
        device = device or _device(scenario, company, contact, rng)
        slots = Slots(rng, scenario, company, contact, device, stamp(at))
        title, template = title_of(scenario, slots, rng, desk.recent_titles)
        desk.recent_titles.append(title)
        record: dict[str, Any] = {
            "ticketNumber": self.number(at),
            "title": title,
            "description": opening_text(scenario, slots, rng, source, contact, template),
            "companyID": company.id,
            "companyLocationID": rng.choice(company.sites)[0],
            "contactID": contact.id if contact else None,
            "configurationItemID": device.id if device else None,
            "contractID": company.contract,
            "projectID": project,
            "status": int(Status.NEW),
            "source": source,
            **_classified(scenario, source, rng),
            **self._made_by(source, contact, at, rng),
            **_stamped(at, contact),
        }
        if flow.estimate:
            record["estimatedHours"] = round(rng.uniform(*flow.estimate) * 4) / 4 or 0.25
        record.update(desk.rules.opened(record, at))
        return self._born(record, rng, scenario, company, contact, device, slots, at, template)

    def _born(
        self,
        record: dict[str, Any],
        rng: Any,
        scenario: Scenario,
        company: Company,
        contact: Contact | None,
        device: Device | None,
        slots: Slots,
        at: int,
        template: str,
    ) -> Life:
        ledger = self._desk.ledger
        number = ledger.insert("Tickets", record)
        self.newest_ticket = number
        life = Life(
            id=number, rng=rng, flow=scenario.flow, scenario=scenario, company=company, contact=contact,
            device=device, slots=slots, template=template, created=at, priority=record["priority"],
            status=int(Status.NEW), source=record["source"], due=_work_until(record, at),
        )  # fmt: skip
        life.needs_visit = scenario.onsite and rng.random() < 0.8
        for place, item in enumerate(scenario.checklist):
            row = {"ticketID": number, "itemName": fill(item, slots), "isCompleted": False,
                   "isImportant": place < 2, "position": place + 1}  # fmt: skip
            life.checklist.append(ledger.insert("TicketChecklistItems", row))
        if scenario.flow == "W09" and rng.random() < 0.7:
            self._charge(life, at)
        self.history(life, at, record.get("creatorResourceID"), trail.OPENED)
        self._desk.lives[number] = life
        return life

    def _made_by(self, source: int, contact: Contact | None, at: int, rng: Any) -> dict[str, Any]:
        """Mails and portal forms are the contact's, alerts the monitoring's; calls are taken by who is there."""
        if contact and source in (Source.EMAIL, Source.PORTAL):
            return {"creatorType": 2, "createdByContactID": contact.id, "lastActivityPersonType": 2}
        maker = RMM_USER
        if source != Source.MONITORING:
            there = [tech.id for tech in self._desk.techs if tech.level < 3 and tech.hours.is_open(at)]
            maker = rng.choice(there) if there and rng.random() < 0.55 else COORDINATOR
        return {"creatorType": 1, "creatorResourceID": maker, "lastActivityPersonType": 1,
                "lastActivityResourceID": maker}  # fmt: skip

    def _charge(self, life: Life, at: int) -> None:
        price = float(life.rng.randrange(180, 1900))
        self._desk.ledger.insert(
            "TicketCharges",
            {"ticketID": life.id, "name": fill("Hardware: {hardware}", life.slots)[:100], "chargeType": 1,
             "billingCodeID": int(WorkType.HARDWARE), "unitQuantity": 1.0, "unitPrice": price,
             "unitCost": round(price * 0.82, 2), "datePurchased": stamp(at), "createDate": stamp(at),
             "isBillableToCompany": True, "isBilled": False},
        )  # fmt: skip

    # Changing

    def current(self, life: Life) -> Mapping[str, Any] | None:
        """The record as it is now; what a client changed is taken over, and the ticket left to people."""
        record = self._desk.ledger.get("Tickets", life.id)
        if record is None:
            self._desk.forget(life)
            return None
        owner = record.get("assignedResourceID")
        known = life.owner.id if life.owner else None
        if record["status"] != life.status or owner != known:
            self._desk.set_aside(life)
            life.in_hands = True
            life.status = record["status"]
            life.owner = next((tech for tech in self._desk.techs if tech.id == owner), None)
        return record

    def move(self, life: Life, at: int, status: int, actor: int | None, **more: Any) -> None:
        """Give a ticket a status, with everything the tenant's rules make of that, and its history."""
        desk = self._desk
        record = desk.ledger.get("Tickets", life.id)
        if record is None:
            return
        changes = {**more, **desk.rules.moved({**record, **more}, status, at, actor)}
        if status != life.status:
            detail = f"Status changed from {STATUS_LABELS[life.status]} to {STATUS_LABELS[status]}"
            self.history(life, at, actor, detail)
        changes["lastTrackedModificationDateTime"] = stamp(at)
        life.status = status
        after = {**record, **changes}
        for detail in trail.events(record, after):
            self.history(life, at, actor, detail)
        self._touch(life, at, actor, changes)
        life.due = _work_until(after, life.created)
        if status == Status.COMPLETE:
            self._settle(life, at, after)
            self._mailed(life, at, actor, "Ticket Complete - Contact")
            self._surveys.ask(after, at)

    def _settle(self, life: Life, at: int, record: Mapping[str, Any]) -> None:
        result = self._desk.rules.result(record, at)
        if result is None:
            return
        if life.result is None:
            life.result = self._desk.ledger.insert("ServiceLevelAgreementResults", result)
        else:
            self._desk.ledger.update("ServiceLevelAgreementResults", life.result, result)

    def _mailed(self, life: Life, at: int, actor: int | None, template: str) -> None:
        """The trace of a mail that the tenant's rules sent to the customer."""
        contact, record = life.contact, self._desk.ledger.get("Tickets", life.id)
        if contact is None or record is None:
            return
        self._desk.ledger.insert(
            "NotificationHistory",
            {
                "ticketID": life.id, "companyID": life.company.id, "entityNumber": record["ticketNumber"],
                "entityTitle": record["title"], "initiatingResourceID": actor, "notificationSentTime": stamp(at),
                "recipientDisplayName": contact.name, "recipientEmailAddress": contact.email,
                "templateName": template, "isActive": True, "isDeleted": False, "isTemplateJob": False,
            },
        )  # fmt: skip

    def assign(self, life: Life, at: int, tech: Tech, actor: int | None, queue: int, **more: Any) -> None:
        """Give a ticket to a technician in a role he holds."""
        self._desk.set_aside(life)
        life.owner = tech
        changes = {"assignedResourceID": tech.id, "assignedResourceRoleID": tech.role, "queueID": queue, **more}
        changes["lastTrackedModificationDateTime"] = stamp(at)
        self._touch(life, at, actor, changes)
        self.history(life, at, actor, f"Primary resource changed to {tech.name}")

    def change(self, life: Life, at: int, actor: int | None, **changes: Any) -> None:
        """Set fields that carry no status."""
        self._touch(life, at, actor, {**changes, "lastTrackedModificationDateTime": stamp(at)})

    def _touch(self, life: Life, at: int, actor: int | None, changes: dict[str, Any]) -> None:
        changes["lastActivityDate"] = stamp(at)
        changes["lastActivityPersonType"] = 1 if actor else 2
        if actor:
            changes["lastActivityResourceID"] = actor
        self._desk.ledger.update("Tickets", life.id, changes)

    def history(self, life: Life, at: int, actor: int | None, detail: str) -> None:
        """One line of the trail."""
        self._desk.ledger.insert("TicketHistory", trail.line(life.id, stamp(at), actor or RMM_USER, detail))

    # Words and time

    def note(
        self, life: Life, at: int, author: Tech | Contact | int, text: str, publish: int, kind: int, title: str
    ) -> None:
        """One note by a technician, a contact, or a machine (an id)."""
        by_contact = isinstance(author, Contact)
        number = author if isinstance(author, int) else author.id
        self.newest_note = self._desk.ledger.insert(
            "TicketNotes",
            {
                "ticketID": life.id, "title": title[:250], "description": text, "noteType": kind,
                "publish": publish, "createDateTime": stamp(at), "lastActivityDate": stamp(at),
                "creatorResourceID": None if by_contact else number,
                "createdByContactID": number if by_contact else None,
            },
        )  # fmt: skip
        changes: dict[str, Any] = {}
        if publish == Publish.EVERYONE:
            changes["lastCustomerVisibleActivityDateTime"] = stamp(at)
            if not by_contact:
                changes["lastCustomerNotificationDateTime"] = stamp(at)
                self._mailed(life, at, number, "Ticket Note Created or Edited - Contact")
        self._touch(life, at, None if by_contact else number, changes)

    def time(self, life: Life, tech: Tech, start: int, end: int, made: int, words: tuple[str, str]) -> None:
        """A time entry for work from start to end, written down at `made`; words are (summary, internal)."""
        worked = round((end - start) / HOUR, 4)
        code = _work_type(life, tech, start)
        number = self._desk.ledger.insert(
            "TimeEntries",
            {
                "resourceID": tech.id, "ticketID": life.id, "roleID": tech.role, "billingCodeID": code,
                "internalBillingCodeID": code, "contractID": life.company.contract, "timeEntryType": 2,
                "startDateTime": stamp(start), "endDateTime": stamp(end), **entry_times(tech.hours, start, made),
                "hoursWorked": worked, "hoursToBill": -(-worked * 4 // 1) / 4, "offsetHours": 0.0,
                "summaryNotes": words[0], "internalNotes": words[1] or None, "isNonBillable": False,
                "showOnInvoice": True, "creatorUserID": tech.id, "lastModifiedUserID": tech.id,
            },
        )  # fmt: skip
        self._desk.unposted.append(number)
        self._desk.newest_entry = number
        self._touch(life, made, tech.id, {})


def entry_times(hours: Hours, start: int, made: int) -> dict[str, datetime]:
    """The dates of a time entry: the local day it was worked, and when it was written down."""
    day = datetime.fromtimestamp(start, hours.zone).date()
    return {"dateWorked": date_stamp(day), "createDateTime": stamp(made), "lastModifiedDateTime": stamp(made)}


@lru_cache(maxsize=64)
def _day_of_number(day: int) -> str:
    return stamp(day * DAY).strftime("%Y%m%d")


def _by_machine(source: int) -> bool:
    return source in (Source.MONITORING, Source.RECURRING)


def _device(scenario: Scenario, company: Company, contact: Contact | None, rng: Any) -> Device | None:
    """The machine a ticket is about: the caller's own workstation, else one of the kind."""
    devices = company.devices.get(scenario.device, [])
    if not devices:
        return None
    own = [device for device in devices if contact and device.contact == contact.id]
    if own:
        return own[0] if rng.random() < 0.7 else None
    return rng.choice(devices)  # type: ignore[no-any-return]


def _classified(scenario: Scenario, source: int, rng: Any) -> dict[str, Any]:
    """Priority, type, category and issue; one ticket in eight carries something wrong or nothing at all."""
    flow = FLOWS[scenario.flow]
    fields: dict[str, Any] = {
        "priority": int(flow.priority),
        "ticketType": int(flow.type),
        "ticketCategory": int(flow.category),
        "issueType": scenario.issue or None,
        "subIssueType": scenario.sub or None,
        "queueID": _first_queue(scenario.flow, source),
        "rmmAlertID": None,
    }
    if source == Source.MONITORING:
        fields["rmmAlertID"] = f"{rng.getrandbits(64):016x}"
    elif rng.random() < 0.07:
        fields.update(issueType=None, subIssueType=None)
    elif rng.random() < 0.05:
        fields["ticketType"] = rng.choice((1, 2))
    elif rng.random() < 0.04:
        fields["priority"] = rng.choice((1, 2, 3))
    return fields


def _first_queue(flow: str, source: int) -> int:
    if flow == "W10":
        return int(Queue.MAINTENANCE)
    if flow == "W11":
        return int(Queue.PROJECTS)
    if source == Source.MONITORING:
        return int(Queue.MONITORING)
    if source == Source.PORTAL:
        return int(Queue.PORTAL)
    return int(Queue.POST_SALE) if flow == "W09" else int(Queue.TRIAGE)


def _stamped(at: int, contact: Contact | None) -> dict[str, datetime | None]:
    """The dates of a ticket just made; a customer is told that it was received."""
    now = stamp(at)
    return {
        "createDate": now,
        "lastActivityDate": now,
        "lastTrackedModificationDateTime": now,
        "lastCustomerVisibleActivityDateTime": now,
        "lastCustomerNotificationDateTime": now if contact else None,
    }


def _work_until(record: Mapping[str, Any], created: int) -> int:
    """The instant that decides the order on a technician's pile."""
    if record.get("firstResponseDateTime") is None:
        first = read(record.get("firstResponseDueDateTime"))
        if first is not None:
            return first
    return read(record.get("resolvedDueDateTime")) or created + 3 * 86400


def _work_type(life: Life, tech: Tech, start: int) -> int:
    if life.flow == "W10":
        return int(WorkType.MAINTENANCE)
    if life.flow == "W11":
        return int(WorkType.PROJECT)
    if not tech.office.hours.is_open(start):
        return int(WorkType.AFTER_HOURS)
    return int(WorkType.ONSITE if life.needs_visit and life.sessions > 1 else WorkType.REMOTE)


NOTE_KINDS = {"mail": int(NoteType.EMAIL), "portal": int(NoteType.PORTAL), "tech": int(NoteType.NOTES),
              "rmm": int(NoteType.RMM), "bdr": int(NoteType.BACKUP), "rule": int(NoteType.RULE)}  # fmt: skip
