"""Projects: phases and tasks in a row, worked with what time is left, finished or late like real ones."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sandbox.world.companies import Company
from sandbox.world.desk import Desk
from sandbox.world.instants import DAY, HOUR, stamp
from sandbox.world.labels import Status, WorkType
from sandbox.world.people import OWNER, Tech
from sandbox.world.places import PROJECT_DEPARTMENT
from sandbox.world.streams import stream
from sandbox.world.texts import packaged
from sandbox.world.tickets import entry_times

FIRST_PROJECT = 310
FIRST_TASK = 52_100


@dataclass(slots=True)
class _Task:
    id: int
    project: int
    company: Company
    owner: Tech
    start: int
    left: int
    """Seconds of work still to do."""
    title: str
    started: bool = False


class Projects:
    """Begins projects every month and lets technicians work their tasks off."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tasks: dict[int, _Task] = {}
        self._open: dict[int, int] = {}
        """Tasks left by project."""
        self._companies: dict[int, Company] = {}

    def begin_month(self, month: date, at: int) -> None:
        """The projects that are sold to begin in one month."""
        plans = packaged("projects")["project"]
        for number in range(self._desk.size.projects):
            rng = stream(self._desk.seed, "project", month, number)
            company = rng.choice(self._desk.companies)
            start = month + timedelta(days=rng.randrange(26))
            self._begin(rng.choice(plans), company, start, at, rng)

    def _begin(self, plan: dict[str, Any], company: Company, start: date, at: int, rng: random.Random) -> None:
        ledger = self._desk.ledger
        name = str(rng.choice(plan["names"])).format(company=company.name, app=rng.choice(company.apps))
        weeks = rng.randrange(4, 13)
        opening = company.office.hours.next_open(company.office.hours.instant(start.toordinal(), 9 * 60))
        lead = rng.choice([tech for tech in self._desk.techs if tech.level == 3] or self._desk.techs)
        project = ledger.insert(
            "Projects",
            {
                "projectName": name[:100], "companyID": company.id, "contractID": company.contract,
                "projectType": 5, "status": 2, "department": PROJECT_DEPARTMENT, "projectLeadResourceID": lead.id,
                "startDateTime": stamp(opening), "endDateTime": stamp(opening + weeks * 7 * DAY),
                "projectNumber": f"P{start:%Y%m%d}.{rng.randrange(1, 9999):04}", "completedPercentage": 0,
                "createDateTime": stamp(at), "creatorResourceID": OWNER, "lastActivityDateTime": stamp(at),
                "description": plan["descriptions"][0].format(company=company.name), "companyOwnerResourceID": OWNER,
            },
        )  # fmt: skip
        self._companies[project] = company
        phases = plan["phases"]
        for place, phase in enumerate(phases):
            title, *tasks = phase
            begins = opening + place * weeks * 7 * DAY // len(phases)
            ends = opening + (place + 1) * weeks * 7 * DAY // len(phases)
            number = ledger.insert(
                "Phases",
                {
                    "projectID": project, "title": title, "startDate": stamp(begins), "dueDate": stamp(ends),
                    "createDate": stamp(at), "creatorResourceID": OWNER, "lastActivityDateTime": stamp(at),
                    "isScheduled": True, "phaseNumber": f"P{project}.{place + 1}",
                },
            )  # fmt: skip
            span = (ends - begins) // max(1, len(tasks))
            for turn, text in enumerate(tasks):
                self._add_task(project, number, company, lead, text, begins + turn * span, span, at, rng)

    def _add_task(
        self, project: int, phase: int, company: Company, lead: Tech, title: str, start: int, span: int, at: int,
        rng: random.Random,
    ) -> None:  # fmt: skip
        owner = lead if rng.random() < 0.6 else rng.choice(self._desk.techs)
        begins = owner.hours.next_open(start)
        hours = rng.choice((1.0, 1.5, 2.0, 3.0, 4.0, 6.0))
        number = self._desk.ledger.insert(
            "Tasks",
            {
                "projectID": project, "phaseID": phase, "title": title.format(company=company.name),
                "description": "", "assignedResourceID": owner.id, "assignedResourceRoleID": owner.role,
                "billingCodeID": int(WorkType.PROJECT), "departmentID": PROJECT_DEPARTMENT,
                "status": int(Status.NEW), "taskType": 1, "priority": 0, "priorityLabel": 2,
                "estimatedHours": hours, "remainingHours": hours, "startDateTime": stamp(begins),
                "endDateTime": stamp(max(begins + 4 * HOUR, begins + span)), "createDateTime": stamp(at),
                "creatorResourceID": OWNER, "creatorType": 1, "lastActivityDateTime": stamp(at),
                "companyLocationID": company.sites[0][0], "isVisibleInClientPortal": True,
            },
        )  # fmt: skip
        self._desk.ledger.update("Tasks", number, {"taskNumber": f"T{project}.{number}"})
        self._open[project] = self._open.get(project, 0) + 1
        left = int(hours * HOUR * rng.uniform(0.7, 1.35))
        self._tasks[number] = _Task(number, project, company, owner, begins, left, title)

    def next_task(self, tech: Tech, at: int) -> int | None:
        """The task with the earliest start that is this technician's and may be worked."""
        mine = [task for task in self._tasks.values() if task.owner is tech and task.start <= at]
        return min(mine, key=lambda task: (task.start, task.id)).id if mine else None

    def worked(self, number: int, tech: Tech, start: int, at: int) -> None:
        """Enter time on a task, and complete it when its work is done."""
        task, ledger = self._tasks.get(number), self._desk.ledger
        record = ledger.get("Tasks", number)
        if task is None or record is None or record["status"] == Status.COMPLETE:
            self._tasks.pop(number, None)
            return
        task.left -= at - start
        worked = round((at - start) / HOUR, 4)
        ledger.insert(
            "TimeEntries",
            {
                "resourceID": tech.id, "taskID": number, "roleID": tech.role, "timeEntryType": 6,
                "billingCodeID": int(WorkType.PROJECT), "internalBillingCodeID": int(WorkType.PROJECT),
                "contractID": task.company.contract, "hoursWorked": worked, "offsetHours": 0.0,
                "hoursToBill": -(-worked * 4 // 1) / 4, "startDateTime": stamp(start), "endDateTime": stamp(at),
                "summaryNotes": task.title.format(company=task.company.name), "isNonBillable": False,
                "showOnInvoice": True, "creatorUserID": tech.id, "lastModifiedUserID": tech.id,
                **entry_times(tech.hours, start, at),
            },
        )  # fmt: skip
        done = task.left <= 0
        changes = {"lastActivityDateTime": stamp(at), "lastActivityResourceID": tech.id,
                   "remainingHours": max(0.0, round(task.left / HOUR, 2)),
                   "status": int(Status.COMPLETE if done else Status.IN_PROGRESS)}  # fmt: skip
        if done:
            changes.update(completedDateTime=stamp(at), completedByResourceID=tech.id, completedByType=1)
            self._tasks.pop(number)
            self._close(task.project, at)
        ledger.update("Tasks", number, changes)

    def _close(self, project: int, at: int) -> None:
        self._open[project] -= 1
        if self._desk.ledger.get("Projects", project) is None:
            return
        changes: dict[str, object] = {"lastActivityDateTime": stamp(at)}
        if self._open[project] == 0:
            changes.update(status=5, completedDateTime=stamp(at), completedPercentage=100)
        self._desk.ledger.update("Projects", project, changes)

    def any_open(self, rng: random.Random) -> tuple[int, Company] | None:
        """A project under way, for the tickets that hang on one."""
        under_way = sorted(number for number, left in self._open.items() if left)
        if not under_way:
            return None
        number = rng.choice(under_way)
        return number, self._companies[number]
