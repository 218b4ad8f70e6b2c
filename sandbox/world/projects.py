"""Projects: phases and tasks in a row, worked at a steady pace towards their ends, a few of them late by days."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sandbox.world.companies import Company
from sandbox.world.desk import Desk
from sandbox.world.instants import DAY, HOUR, MINUTE, stamp
from sandbox.world.labels import Status, WorkType
from sandbox.world.people import COORDINATOR, OWNER, Tech
from sandbox.world.places import PROJECT_DEPARTMENT
from sandbox.world.streams import stream
from sandbox.world.texts import packaged
from sandbox.world.tickets import entry_times

FIRST_PROJECT = 310
FIRST_TASK = 52_100

_IN_PROGRESS, _COMPLETE = 2, 5
"""Values of `Projects.status`."""


@dataclass(slots=True)
class _Task:
    id: int
    project: int
    phase: int
    company: Company
    owner: Tech
    helper: Tech | None
    start: int
    aim: int
    """When it will really be done: around its end date, now and then some days late."""
    hours: float
    total: int
    """Seconds of work in all."""
    left: int
    """Seconds of work still to do."""
    title: str

    def lags(self, at: int, slack: float) -> bool:
        """Whether less is done than a steady pace from start to aim asks for; `slack` is how much it may be ahead."""
        expected = self.total * max(0, self.aim - at) / max(HOUR, self.aim - self.start)
        return self.left > expected * (1 - slack)


@dataclass(slots=True)
class _Project:
    id: int
    company: Company
    lead: Tech
    made: int
    tasks: int = 0
    done: int = 0
    phases: dict[int, int] = field(default_factory=dict)
    """Tasks left by phase."""


class Projects:
    """Begins projects every month and lets technicians work their tasks off."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tasks: dict[int, _Task] = {}
        self._hands: dict[int, dict[int, _Task]] = {}
        """The same tasks by technician, owner or helper, since everybody looks for his own all day."""
        self._under_way: dict[int, _Project] = {}

    # Beginning

    def begin_month(self, month: date, at: int) -> None:
        """The projects that are sold to begin in one month."""
        plans = packaged("projects")["project"]
        for number in range(self._desk.size.projects):
            rng = stream(self._desk.seed, "project", month, number)
            company = rng.choice(self._desk.companies)
            start = month + timedelta(days=rng.randrange(26))
            self._begin(rng.choice(plans), company, start, at, rng)

    def _begin(self, plan: dict[str, Any], company: Company, start: date, at: int, rng: random.Random) -> None:
        name = str(rng.choice(plan["names"])).format(company=company.name, app=rng.choice(company.apps))
        length = rng.randrange(5, 11) * 7 * DAY
        opening = company.office.hours.next_open(company.office.hours.instant(start.toordinal(), 9 * 60))
        made = min(at, opening - 9 * DAY)
        lead = rng.choice([tech for tech in self._desk.techs if tech.level == 3] or self._desk.techs)
        number = self._desk.ledger.insert(
            "Projects",
            {
                "projectName": name[:100], "companyID": company.id, "contractID": company.contract,
                "projectType": 5, "status": _IN_PROGRESS, "department": PROJECT_DEPARTMENT,
                "projectLeadResourceID": lead.id, "startDateTime": stamp(opening),
                "endDateTime": stamp(opening + length), "duration": -(-length // DAY), "completedPercentage": 0,
                "projectNumber": f"P{start:%Y%m%d}.{rng.randrange(1, 9999):04}",
                "createDateTime": stamp(made), "creatorResourceID": OWNER, "lastActivityDateTime": stamp(made),
                "description": plan["descriptions"][0].format(company=company.name), "companyOwnerResourceID": OWNER,
            },
        )  # fmt: skip
        project = self._under_way[number] = _Project(number, company, lead, made)
        phases = plan["phases"]
        for place, (title, *tasks) in enumerate(phases):
            begins = opening + place * length // len(phases)
            ends = opening + (place + 1) * length // len(phases)
            phase = self._add_phase(project, title, place, begins, ends)
            span = (ends - begins) // max(1, len(tasks))
            for turn, text in enumerate(tasks):
                self._add_task(project, phase, text, begins + turn * span, span, rng)
        self._lie_behind(project, at)

    def _add_phase(self, project: _Project, title: str, place: int, begins: int, ends: int) -> int:
        return self._desk.ledger.insert(
            "Phases",
            {
                "projectID": project.id, "title": title, "startDate": stamp(begins), "dueDate": stamp(ends),
                "createDate": stamp(project.made), "creatorResourceID": OWNER,
                "lastActivityDateTime": stamp(project.made), "isScheduled": True,
                "phaseNumber": f"P{project.id}.{place + 1}", "estimatedHours": 0.0,
            },
        )  # fmt: skip

    def _add_task(self, project: _Project, phase: int, title: str, planned: int, span: int, rng: random.Random) -> None:
        owner = self._who_is_there(project.lead if rng.random() < 0.6 else rng.choice(self._desk.techs), planned, span)
        start, end = _planned(owner, planned, span)
        hours = rng.choice((1.0, 1.5, 2.0, 3.0, 4.0, 6.0))
        text = title.format(company=project.company.name)
        number = self._desk.ledger.insert(
            "Tasks",
            {
                "projectID": project.id, "phaseID": phase, "title": text, "description": "",
                "assignedResourceID": owner.id, "assignedResourceRoleID": owner.role,
                "billingCodeID": int(WorkType.PROJECT), "departmentID": PROJECT_DEPARTMENT,
                "status": int(Status.NEW), "taskType": 1, "priority": 0, "priorityLabel": 2,
                "estimatedHours": hours, "remainingHours": hours, "startDateTime": stamp(start),
                "endDateTime": stamp(end), "createDateTime": stamp(project.made),
                "creatorResourceID": OWNER, "creatorType": 1, "lastActivityDateTime": stamp(project.made),
                "companyLocationID": project.company.sites[0][0], "isVisibleInClientPortal": True,
            },
        )  # fmt: skip
        self._desk.ledger.update("Tasks", number, {"taskNumber": f"T{project.id}.{number}"})
        planned_before = (self._desk.ledger.get("Phases", phase) or {}).get("estimatedHours") or 0.0
        self._desk.ledger.update("Phases", phase, {"estimatedHours": planned_before + hours})
        late = rng.random() < 0.3
        aim = end + rng.randrange(DAY, 4 * DAY) if late else end - int(rng.random() * min(2 * DAY, 0.3 * (end - start)))
        work = int(hours * HOUR * rng.uniform(0.7, 1.35))
        helper = self._second(number, owner, rng) if hours >= 3 else None
        self._tasks[number] = _Task(
            number, project.id, phase, project.company, owner, helper, start, aim, hours, work, work, text
        )
        for tech in (owner, *([helper] if helper else ())):
            self._hands.setdefault(tech.id, {})[number] = self._tasks[number]
        project.tasks += 1
        project.phases[phase] = project.phases.get(phase, 0) + 1

    def _who_is_there(self, wanted: Tech, planned: int, span: int) -> Tech:
        """The one wanted, unless he is away for most of the time: then whoever of the same grade is there most."""
        peers = [tech for tech in self._desk.techs if tech.level >= wanted.level]
        present = {tech.id: tech.hours.between(planned, planned + span) for tech in peers}
        if present[wanted.id] * 2 >= max(present.values()):
            return wanted
        return max(peers, key=lambda tech: (present[tech.id], -tech.id))

    def _second(self, task: int, owner: Tech, rng: random.Random) -> Tech | None:
        """A second pair of hands for some of the larger tasks."""
        others = [tech for tech in self._desk.techs if tech is not owner]
        if rng.random() > 0.35:
            return None
        helper = rng.choice(others)
        row = {"taskID": task, "resourceID": helper.id, "roleID": helper.role}
        self._desk.ledger.insert("TaskSecondaryResources", row)
        return helper

    def _lie_behind(self, project: _Project, at: int) -> None:
        """What was due before the world began is done, its hours long posted; what was under way is half done."""
        for task in [task for task in self._tasks.values() if task.project == project.id and task.start < at]:
            done = task.owner.hours.next_open(task.aim)
            if done < at:
                self._complete(task, task.owner, done)
            else:
                task.left = int(task.total * (task.aim - at) / (task.aim - task.start))

    # Working

    def hand_over(self, at: int) -> None:
        """Give what has begun to a colleague where its owner stays away for days; looked at every morning."""
        for task in list(self._tasks.values()):
            if task.start > at or task.owner.hours.next_open(at) - at < 3 * DAY:
                continue
            peers = [tech for tech in self._desk.techs if tech.level >= task.owner.level and tech is not task.helper]
            new = max(peers, key=lambda tech: (tech.hours.between(at, at + 4 * DAY), -tech.id))
            if new is not task.owner and self._still_his(task, task.owner, at):
                self._give(task, new)
                changes = {"assignedResourceID": new.id, "assignedResourceRoleID": new.role,
                           "lastActivityDateTime": stamp(at), "lastActivityResourceID": COORDINATOR}  # fmt: skip
                self._desk.ledger.update("Tasks", task.id, changes)

    def next_task(self, tech: Tech, at: int, slack: float = 0.0) -> int | None:
        """The task with the earliest aim that is this technician's, may be worked, and lags behind its pace."""
        mine = [task for task in self._hands.get(tech.id, {}).values() if task.start <= at and task.lags(at, slack)]
        for task in sorted(mine, key=lambda task: (task.aim, task.id)):
            if self._still_his(task, tech, at):
                return task.id
        return None

    def _still_his(self, task: _Task, tech: Tech, at: int) -> bool:
        """Look at the record: clients may have completed, removed or handed over the task."""
        record = self._desk.ledger.get("Tasks", task.id)
        if record is None or record["status"] == Status.COMPLETE:
            self._finish(task, at)
            return False
        if record["assignedResourceID"] != task.owner.id:
            owners = [other for other in self._desk.techs if other.id == record["assignedResourceID"]]
            if owners:
                self._give(task, owners[0])
            return tech in (*owners, task.helper)
        return True

    def _give(self, task: _Task, new: Tech) -> None:
        if task.owner is not task.helper:
            del self._hands[task.owner.id][task.id]
        task.owner = new
        self._hands.setdefault(new.id, {})[task.id] = task

    def worked(self, number: int, tech: Tech, start: int, at: int) -> None:
        """Enter time on a task, and complete it when its work is done."""
        task, ledger = self._tasks.get(number), self._desk.ledger
        if task is None or not self._still_his(task, tech, at):
            return
        task.left -= at - start
        worked = round((at - start) / HOUR, 4)
        entry = ledger.insert(
            "TimeEntries",
            {
                "resourceID": tech.id, "taskID": number, "roleID": tech.role, "timeEntryType": 6,
                "billingCodeID": int(WorkType.PROJECT), "internalBillingCodeID": int(WorkType.PROJECT),
                "contractID": task.company.contract, "hoursWorked": worked, "offsetHours": 0.0,
                "hoursToBill": -(-worked * 4 // 1) / 4, "startDateTime": stamp(start), "endDateTime": stamp(at),
                "summaryNotes": task.title, "isNonBillable": False,
                "showOnInvoice": True, "creatorUserID": tech.id, "lastModifiedUserID": tech.id,
                **entry_times(tech.hours, start, at),
            },
        )  # fmt: skip
        self._desk.unposted.append(entry)
        self._desk.newest_entry = entry
        if task.left <= 5 * MINUTE:
            self._complete(task, tech, at)
            return
        remaining = max(0.25, round(task.hours * task.left / task.total * 4) / 4)
        ledger.update(
            "Tasks", number,
            {"lastActivityDateTime": stamp(at), "lastActivityResourceID": tech.id, "lastActivityPersonType": 1,
             "remainingHours": remaining, "status": int(Status.IN_PROGRESS)},
        )  # fmt: skip

    def _complete(self, task: _Task, tech: Tech, at: int) -> None:
        self._desk.ledger.update(
            "Tasks", task.id,
            {"lastActivityDateTime": stamp(at), "lastActivityResourceID": tech.id, "lastActivityPersonType": 1,
             "remainingHours": 0.0, "status": int(Status.COMPLETE), "completedDateTime": stamp(at),
             "completedByResourceID": tech.id, "completedByType": 1},
        )  # fmt: skip
        self._finish(task, at)

    def _finish(self, task: _Task, at: int) -> None:
        """Carry the end of a task up to its phase and its project."""
        del self._tasks[task.id]
        for tech in {task.owner.id, task.helper.id if task.helper else task.owner.id}:
            del self._hands[tech][task.id]
        ledger, project = self._desk.ledger, self._under_way[task.project]
        project.done += 1
        project.phases[task.phase] -= 1
        if ledger.get("Phases", task.phase) is not None:
            ledger.update("Phases", task.phase, {"lastActivityDateTime": stamp(at)})
        finished = project.done == project.tasks
        if finished:
            del self._under_way[project.id]
        if ledger.get("Projects", project.id) is None:
            return
        changes: dict[str, object] = {"lastActivityDateTime": stamp(at),
                                      "completedPercentage": 100 * project.done // project.tasks}  # fmt: skip
        if finished:
            changes.update(status=_COMPLETE, completedDateTime=stamp(at))
        ledger.update("Projects", project.id, changes)

    def any_open(self, rng: random.Random) -> tuple[int, Company] | None:
        """A project under way, for the tickets that hang on one."""
        if not self._under_way:
            return None
        number = rng.choice(sorted(self._under_way))
        return number, self._under_way[number].company


def _planned(owner: Tech, planned: int, span: int) -> tuple[int, int]:
    """Start on a morning of the owner's, end at the close of the last of his days within the span."""
    hours = owner.hours
    start = hours.next_open(hours.instant(hours.day_of(planned), 9 * 60))
    first, last = hours.day_of(start), hours.day_of(planned + span - HOUR)
    closings = [window[1] for day in range(first, max(first, last) + 1) if (window := hours.window(day))]
    return start, closings[-1]
