"""The tenant's own workflow rules for what is no ticket, some seconds after a client wrote.

| when a client                                              | the tenant, later                                       |
|------------------------------------------------------------|---------------------------------------------------------|
| completes a task, or opens one again                       | counts how far the project is, after 4 s                |
| completes the last task of a project                       | completes the project with it                           |
| writes a project without a lead                            | gives it to the owner of the customer, after 5 s        |
| makes a lead or prospect a customer                        | classifies it, and has its owner call there, after 5 s  |
| wins or loses an opportunity                               | sets its probability and its date, after 3 s            |
"""

from __future__ import annotations

from typing import Any

from sandbox.store import Record, Store
from sandbox.world.desk import Desk
from sandbox.world.instants import DAY, HOUR, stamp
from sandbox.world.labels import Status

_CUSTOMER, _LEADS = 1, (2, 3)
"""Values of `Companies.companyType`."""

_STANDARD = 2
"""Value of `Companies.classification`."""

_CALL = 1
"""Number of the ActionType that is a phone call."""

_IN_PROGRESS, _COMPLETE = 2, 5
"""Values of `Projects.status`."""

_LOST, _CLOSED = 2, 3
"""Values of `Opportunities.status`."""


class RecordRules:
    """Watches what clients write, and acts on it when its time has come, on what then stands there."""

    def __init__(self, desk: Desk, store: Store) -> None:
        self._desk = desk
        self._store = store
        for name in ("count_tasks", "lead", "welcome", "settle"):
            desk.agenda.on(name, getattr(self, name))

    def told(self, entity: str, before: Record | None, record: Record, at: int) -> None:
        """A client created a record (no `before`) or changed one."""
        was, add = before or {}, self._desk.agenda.add
        match entity:
            case "Tasks" if (was.get("status") == Status.COMPLETE) != (record["status"] == Status.COMPLETE):
                add(at + 4, "count_tasks", record["projectID"])
            case "Projects" if record.get("projectLeadResourceID") is None:
                add(at + 5, "lead", record["id"])
            case "Companies" if was.get("companyType") in _LEADS and record["companyType"] == _CUSTOMER:
                add(at + 5, "welcome", record["id"])
            case "Opportunities" if record["status"] in (_LOST, _CLOSED) and was.get("status") != record["status"]:
                add(at + 3, "settle", record["id"])

    def count_tasks(self, at: int, number: int) -> None:
        """A project is as far as its tasks are, and done when they are."""
        project = self._desk.ledger.get("Projects", number)
        tasks = self._store.count("Tasks", "projectID = ?", (number,))
        if project is None or not tasks:
            return
        done = self._store.count("Tasks", "projectID = ? AND status = ?", (number, int(Status.COMPLETE)))
        changes: dict[str, Any] = {"completedPercentage": 100 * done // tasks}
        if done == tasks:
            changes |= {"status": _COMPLETE, "completedDateTime": stamp(at)}
        elif project["status"] == _COMPLETE:
            changes |= {"status": _IN_PROGRESS, "completedDateTime": None}
        self._change("Projects", number, at, changes)

    def lead(self, at: int, number: int) -> None:
        """Somebody leads a project."""
        project = self._desk.ledger.get("Projects", number)
        if project is not None and project["projectLeadResourceID"] is None:
            company = self._desk.ledger.get("Companies", project["companyID"]) or {}
            self._change("Projects", number, at, {"projectLeadResourceID": company.get("ownerResourceID")})

    def welcome(self, at: int, number: int) -> None:
        """A new customer is classified, and called on the next morning."""
        company = self._desk.ledger.get("Companies", number)
        if company is None or company["companyType"] != _CUSTOMER:
            return
        if company["classification"] is None:
            self._change("Companies", number, at, {"classification": _STANDARD})
        call = self._desk.places.offices["nl"].hours.next_open(at + DAY)
        self._desk.ledger.insert(
            "CompanyToDos",
            {"companyID": number, "actionType": _CALL, "assignedToResourceID": company["ownerResourceID"],
             "activityDescription": "Welcome the new customer.", "startDateTime": stamp(call),
             "endDateTime": stamp(call + HOUR // 2), "createDateTime": stamp(at), "lastModifiedDate": stamp(at)},
        )  # fmt: skip

    def settle(self, at: int, number: int) -> None:
        """What is won is certain, what is lost is not."""
        opportunity = self._desk.ledger.get("Opportunities", number)
        if opportunity is None:
            return
        if opportunity["status"] == _CLOSED:
            self._change("Opportunities", number, at, {"probability": 100, "closedDate": stamp(at)})
        elif opportunity["status"] == _LOST:
            self._change("Opportunities", number, at, {"probability": 0, "lostDate": stamp(at)})

    def _change(self, entity: str, number: int, at: int, changes: dict[str, Any]) -> None:
        stamps = {"Projects": ("lastActivityDateTime",), "Opportunities": ("lastActivity",),
                  "Companies": ("lastActivityDate", "lastTrackedModifiedDateTime")}[entity]  # fmt: skip
        self._desk.ledger.update(entity, number, {**changes, **dict.fromkeys(stamps, stamp(at))})
