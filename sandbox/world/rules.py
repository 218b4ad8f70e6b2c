"""What the tenant itself makes of a write: SLA dates, pauses, and the fields that only Autotask sets.

Status to SLA event is Autotask's default map: New fires nothing, Waiting Customer pauses, Complete is Resolved,
every other status is First Response; Resolution Plan is mapped to no status, so its dates stay null. The HTTP side
uses the same rules for tickets that clients write.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.world.companies import Company
from sandbox.world.hours import Hours
from sandbox.world.instants import HOUR, read, stamp
from sandbox.world.labels import SLA_LABELS, Priority, Sla, Status
from sandbox.world.places import Places

_STANDARD = {
    Priority.CRITICAL: (0.25, 4.0),
    Priority.HIGH: (1.0, 10.0),
    Priority.BACKUP: (1.5, 8.0),
    Priority.MEDIUM: (2.0, 24.0),
    Priority.QUICK_HIT: (2.0, 12.0),
    Priority.LOW: (4.0, 45.0),
    Priority.PLANNED: (9.0, 120.0),
}
_TARGETS: Mapping[int, Mapping[int, tuple[float, float]]] = {
    Sla.STANDARD: {int(p): hours for p, hours in _STANDARD.items()},
    Sla.GOLD: {int(p): (max(0.25, first * 0.75), last * 0.75) for p, (first, last) in _STANDARD.items()},
    Sla.ESSENTIAL: {int(p): (first * 2, last * 2) for p, (first, last) in _STANDARD.items()},
}
"""First response and resolved, in open hours, by SLA and priority."""

_EVENT_DATES = ("firstResponseDateTime", "resolvedDateTime")
_SLA_FIELDS = frozenset(
    {"firstResponseDueDateTime", "resolvedDueDateTime", "dueDateTime", "serviceLevelAgreementPausedNextEventHours",
     "serviceLevelAgreementHasBeenMet"}
)  # fmt: skip


class Rules:
    """The SLA engine of the tenant. It remembers since when tickets are paused, which no record shows."""

    def __init__(self, places: Places, companies: Mapping[int, Company]) -> None:
        self._places = places
        self._companies = companies
        self._paused: dict[int, int] = {}

    def opened(self, record: Mapping[str, Any], at: int) -> dict[str, Any]:
        """SLA fields of a ticket made at an instant; without an SLA only a due date, three working days on."""
        company = self._companies.get(record["companyID"])
        sla = company.sla if company else None
        given = record.get("dueDateTime")
        if company is None or sla is None:
            hours = self._places.offices["nl"].hours if company is None else company.office.hours
            return {"dueDateTime": given or stamp(hours.add(at, 27 * HOUR))}
        first, last = _TARGETS[sla].get(record["priority"], (2.0, 24.0))
        hours = self._calendar(sla, record["priority"], company)
        resolved = hours.add(at, int(last * HOUR))
        return {
            "serviceLevelAgreementID": sla,
            "firstResponseDueDateTime": stamp(hours.add(at, int(first * HOUR))),
            "resolvedDueDateTime": stamp(resolved),
            "dueDateTime": given or stamp(resolved),
        }

    def moved(self, record: Mapping[str, Any], status: int, at: int, resource: int | None) -> dict[str, Any]:
        """Fields that change when a ticket takes a new status, the status included."""
        changes: dict[str, Any] = {"status": status}
        if record["status"] == status:
            return changes
        if record["status"] == Status.WAITING_CUSTOMER:
            changes.update(self._resumed(record, at))
        if record["status"] == Status.COMPLETE:
            changes.update(completedDate=None, resolvedDateTime=None, completedByResourceID=None,
                           serviceLevelAgreementHasBeenMet=None)  # fmt: skip
        if status == Status.WAITING_CUSTOMER:
            changes.update(self._pause(record, at))
        elif status == Status.COMPLETE:
            changes.update(self._completed({**record, **changes}, at, resource))
        if status not in (Status.NEW, Status.WAITING_CUSTOMER) and record.get("firstResponseDateTime") is None:
            changes["firstResponseDateTime"] = stamp(at)
            changes["firstResponseAssignedResourceID"] = record.get("assignedResourceID")
            changes["firstResponseInitiatingResourceID"] = resource
        return changes

    def noticed(
        self, before: Mapping[str, Any] | None, record: Mapping[str, Any], at: int, resource: int | None
    ) -> dict[str, Any]:
        """Due dates, pause and verdict of a ticket that a client opened (no `before`) or gave another status.

        Who and when of the SLA events the HTTP side has stamped on `record` already.
        """
        opened: dict[str, Any] = {}
        if before is None:
            opened = self.opened(record, at) if record.get("serviceLevelAgreementID") is None else {}
            before = {"status": int(Status.NEW)}
        if before["status"] == record["status"]:
            return opened
        as_it_was = {**record, **opened, **{name: before.get(name) for name in ("status", *_EVENT_DATES)}}
        moved = self.moved(as_it_was, record["status"], at, resource)
        return opened | {name: value for name, value in moved.items() if name in _SLA_FIELDS}

    def result(self, record: Mapping[str, Any], at: int) -> dict[str, Any] | None:
        """The ServiceLevelAgreementResults row of a completed ticket, without its id; None without an SLA."""
        sla, company = record.get("serviceLevelAgreementID"), self._companies.get(record["companyID"])
        created, first = read(record.get("createDate")), read(record.get("firstResponseDateTime"))
        if sla is None or company is None or created is None:
            return None
        hours = self._calendar(sla, record["priority"], company)
        due, last_due = read(record.get("firstResponseDueDateTime")), read(record.get("resolvedDueDateTime"))
        owner = record.get("assignedResourceID")
        return {
            "ticketID": record["id"],
            "serviceLevelAgreementName": SLA_LABELS[sla],
            "firstResponseElapsedHours": None if first is None else round(hours.between(created, first) / HOUR, 2),
            "resolutionElapsedHours": round(hours.between(created, at) / HOUR, 2),
            "isFirstResponseMet": None if first is None or due is None else first <= due,
            "isResolutionMet": None if last_due is None else at <= last_due,
            "firstResponseResourceID": owner,
            "firstResponseInitiatingResourceID": record.get("firstResponseInitiatingResourceID"),
            "resolutionResourceID": owner,
        }

    def _calendar(self, sla: int, priority: int, company: Company) -> Hours:
        if sla == Sla.GOLD and priority == Priority.CRITICAL:
            return self._places.always
        return company.office.hours

    def _pause(self, record: Mapping[str, Any], at: int) -> dict[str, Any]:
        sla, company = record.get("serviceLevelAgreementID"), self._companies.get(record["companyID"])
        self._paused[record["id"]] = at
        if sla is None or company is None:
            return {}
        dues = [
            read(record.get(f"{event}DueDateTime"))
            for event in ("firstResponse", "resolved")
            if record.get(f"{event}DateTime") is None
        ]
        ahead = [due for due in dues if due is not None and due > at]
        if not ahead:
            return {"serviceLevelAgreementPausedNextEventHours": 0.0}
        left = self._calendar(sla, record["priority"], company).between(at, min(ahead))
        return {"serviceLevelAgreementPausedNextEventHours": round(left / HOUR, 4)}

    def _resumed(self, record: Mapping[str, Any], at: int) -> dict[str, Any]:
        since = self._paused.pop(record["id"], None)
        changes: dict[str, Any] = {"serviceLevelAgreementPausedNextEventHours": None}
        sla, company = record.get("serviceLevelAgreementID"), self._companies.get(record["companyID"])
        if since is None or sla is None or company is None:
            return changes
        hours = self._calendar(sla, record["priority"], company)
        lost = hours.between(since, at)
        for event in ("firstResponse", "resolved"):
            due = read(record.get(f"{event}DueDateTime"))
            if due is not None and due > since and record.get(f"{event}DateTime") is None:
                changes[f"{event}DueDateTime"] = stamp(hours.add(due, lost))
        pushed = changes.get("resolvedDueDateTime")
        if pushed is not None and record.get("dueDateTime") == record.get("resolvedDueDateTime"):
            changes["dueDateTime"] = pushed
        return changes

    def _completed(self, record: Mapping[str, Any], at: int, resource: int | None) -> dict[str, Any]:
        changes: dict[str, Any] = {
            "completedDate": stamp(at),
            "resolvedDateTime": stamp(at),
            "completedByResourceID": resource,
        }
        due = read(record.get("resolvedDueDateTime"))
        if due is not None:
            first_due, first = record.get("firstResponseDueDateTime"), record.get("firstResponseDateTime")
            in_time = first_due is None or (first or stamp(at)) <= first_due
            changes["serviceLevelAgreementHasBeenMet"] = in_time and at <= due
        return changes
