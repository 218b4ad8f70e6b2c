"""What the tenant itself makes of a write: SLA dates, pauses, and the fields that only Autotask sets.

Status to SLA event is Autotask's default map: New fires nothing, Waiting Customer pauses, Complete is Resolved,
every other status is First Response; Resolution Plan is mapped to no status, so its dates stay null. The HTTP side
uses the same rules for tickets that clients write.

Another priority or another SLA shifts the due dates of milestones that are still ahead: they are counted anew from
the creation of the ticket, the pauses since then added. `dueDateTime` follows the resolved milestone until somebody
sets it by hand; setting it shifts no milestone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

_EVENTS = ("firstResponse", "resolved")
_EVENT_DATES = tuple(f"{event}DateTime" for event in _EVENTS)
_SLA_FIELDS = frozenset(
    {"firstResponseDueDateTime", "resolvedDueDateTime", "dueDateTime", "serviceLevelAgreementPausedNextEventHours",
     "serviceLevelAgreementHasBeenMet"}
)  # fmt: skip


class Rules:
    """The SLA engine of the tenant. It remembers when tickets were and are paused, which no record shows."""

    def __init__(self, places: Places, companies: Mapping[int, Company]) -> None:
        self._places = places
        self._companies = companies
        self._paused: dict[int, int] = {}
        self._pauses: dict[int, list[tuple[int, int]]] = {}

    def opened(self, record: Mapping[str, Any], at: int) -> dict[str, Any]:
        """SLA fields of a ticket made at an instant; without an SLA only a due date, three working days on.

        The SLA is the one it names, else its company's.
        """
        company = self._companies.get(record["companyID"])
        sla = record.get("serviceLevelAgreementID") or (company.sla if company else None)
        given, hours = record.get("dueDateTime"), self._calendar({**record, "serviceLevelAgreementID": sla})
        if sla is None:
            return {"dueDateTime": given or stamp(hours.add(at, 27 * HOUR))}
        first, last = _targets(sla, record["priority"])
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
        """Due dates, pause and verdict of a ticket that a client opened (no `before`) or changed.

        Who and when of the SLA events the HTTP side has stamped on `record` already.
        """
        if before is None:
            shifted = self.opened(record, at) if record.get("firstResponseDueDateTime") is None else {}
            before = {"status": int(Status.NEW)}
        else:
            as_dated = {**record, **{name: before.get(name) for name in _EVENT_DATES}}
            shifted = self._shifted(before, as_dated)
        if before["status"] == record["status"]:
            return shifted
        as_it_was = {**record, **shifted, **{name: before.get(name) for name in ("status", *_EVENT_DATES)}}
        moved = self.moved(as_it_was, record["status"], at, resource)
        return shifted | {name: value for name, value in moved.items() if name in _SLA_FIELDS}

    def result(self, record: Mapping[str, Any], at: int) -> dict[str, Any] | None:
        """The ServiceLevelAgreementResults row of a completed ticket, without its id; None without an SLA."""
        sla, company = record.get("serviceLevelAgreementID"), self._companies.get(record["companyID"])
        created, first = read(record.get("createDate")), read(record.get("firstResponseDateTime"))
        if sla is None or company is None or created is None:
            return None
        hours, pauses = self._calendar(record), self._pauses.get(record["id"], ())
        due, last_due = read(record.get("firstResponseDueDateTime")), read(record.get("resolvedDueDateTime"))
        owner = record.get("assignedResourceID")
        return {
            "ticketID": record["id"],
            "serviceLevelAgreementName": SLA_LABELS[sla],
            "firstResponseElapsedHours": None if first is None else _elapsed(hours, pauses, created, first),
            "resolutionElapsedHours": _elapsed(hours, pauses, created, at),
            "isFirstResponseMet": None if first is None or due is None else first <= due,
            "isResolutionMet": None if last_due is None else at <= last_due,
            "firstResponseResourceID": owner,
            "firstResponseInitiatingResourceID": record.get("firstResponseInitiatingResourceID"),
            "resolutionResourceID": owner,
        }

    def _calendar(self, record: Mapping[str, Any]) -> Hours:
        if record["serviceLevelAgreementID"] == Sla.GOLD and record["priority"] == Priority.CRITICAL:
            return self._places.always
        company = self._companies.get(record["companyID"])
        return (company.office if company else self._places.offices["nl"]).hours

    def _shifted(self, before: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
        """Due dates of the milestones ahead, where priority or SLA are others than before."""
        sla, created = record.get("serviceLevelAgreementID"), read(record.get("createDate"))
        same = all(record.get(name) == before.get(name) for name in ("priority", "serviceLevelAgreementID"))
        if same or created is None or before["status"] == Status.COMPLETE:
            return {}
        if sla is None:
            self._paused.pop(record["id"], None)
            gone = (*(f"{event}DueDateTime" for event in _EVENTS), "serviceLevelAgreementPausedNextEventHours")
            return dict.fromkeys(gone)
        hours, changes = self._calendar(record), dict[str, Any]()
        for event, target in zip(_EVENTS, _targets(sla, record["priority"]), strict=True):
            if record.get(f"{event}DateTime") is None:
                due = hours.add(created, int(target * HOUR))
                for since, until in self._pauses.get(record["id"], ()):
                    due = _pushed(hours, due, since, until)
                changes[f"{event}DueDateTime"] = stamp(due)
        if _follows(before, record) and "resolvedDueDateTime" in changes:
            changes["dueDateTime"] = changes["resolvedDueDateTime"]
        if record["id"] in self._paused and record["status"] == Status.WAITING_CUSTOMER:
            changes |= self._pause({**record, **changes}, self._paused[record["id"]])
        return changes

    def _pause(self, record: Mapping[str, Any], at: int) -> dict[str, Any]:
        self._paused[record["id"]] = at
        if record.get("serviceLevelAgreementID") is None:
            return {}
        dues = [read(record.get(f"{event}DueDateTime")) for event in _EVENTS if record.get(f"{event}DateTime") is None]
        ahead = [due for due in dues if due is not None and due > at]
        if not ahead:
            return {"serviceLevelAgreementPausedNextEventHours": 0.0}
        left = self._calendar(record).between(at, min(ahead))
        return {"serviceLevelAgreementPausedNextEventHours": round(left / HOUR, 4)}

    def _resumed(self, record: Mapping[str, Any], at: int) -> dict[str, Any]:
        since = self._paused.pop(record["id"], None)
        changes: dict[str, Any] = {"serviceLevelAgreementPausedNextEventHours": None}
        if since is None or record.get("serviceLevelAgreementID") is None:
            return changes
        self._pauses.setdefault(record["id"], []).append((since, at))
        hours = self._calendar(record)
        for event in _EVENTS:
            due = read(record.get(f"{event}DueDateTime"))
            if due is not None and record.get(f"{event}DateTime") is None:
                changes[f"{event}DueDateTime"] = stamp(_pushed(hours, due, since, at))
        if "resolvedDueDateTime" in changes and _follows(record, record):
            changes["dueDateTime"] = changes["resolvedDueDateTime"]
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


def _targets(sla: int, priority: int) -> tuple[float, float]:
    return _TARGETS.get(sla, {}).get(priority, (2.0, 24.0))


def _elapsed(hours: Hours, pauses: Sequence[tuple[int, int]], start: int, end: int) -> float:
    """Open hours between two instants by the clock of the SLA, which stands still in pauses."""
    paused = sum(hours.between(since, min(until, end)) for since, until in pauses if since < end)
    return round((hours.between(start, end) - paused) / HOUR, 2)


def _pushed(hours: Hours, due: int, since: int, until: int) -> int:
    """A due date after a pause; one that was missed before the pause stays."""
    return hours.add(due, hours.between(since, until)) if due > since else due


def _follows(before: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Whether the due date is that of the resolved milestone, and not one that a person set."""
    due = record.get("dueDateTime")
    return due == before.get("dueDateTime") and due == before.get("resolvedDueDateTime")
