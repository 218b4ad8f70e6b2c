"""The page of a project task or of an appointment: rows read from the copy off the loop, then put into words."""

from dataclasses import dataclass

from autotask.entities import Appointment, Phase, Project, Task, TimeEntry
from desk.entries import sane
from desk.model import ItemId, ItemKind
from desk.pages import PlannedPage
from desk.tenant import Tenant
from replica.store import Replica


@dataclass(frozen=True, slots=True)
class PlannedRows:
    """A task with what belongs to it, or an appointment alone."""

    plan: Task | Appointment
    project: Project | None = None
    phase: Phase | None = None
    entries: tuple[TimeEntry, ...] = ()


def read_planned(copy: Replica, item: ItemId) -> PlannedRows | None:
    """Read what the page needs; for a reading thread. None when the copy does not have it, or it is a ticket."""
    if item.kind is ItemKind.APPOINTMENT:
        appointment = copy.one(Appointment, item.id)
        return None if appointment is None else PlannedRows(appointment)
    task = copy.one(Task, item.id) if item.kind is ItemKind.TASK else None
    if task is None:
        return None
    return PlannedRows(
        task,
        None if task.project_id is None else copy.one(Project, task.project_id),
        None if task.phase_id is None else copy.one(Phase, task.phase_id),
        tuple(copy.rows(TimeEntry, task_id=task.id)),
    )


def planned_page(rows: PlannedRows, tenant: Tenant) -> PlannedPage:
    """The page in words."""
    if isinstance(rows.plan, Appointment):
        return _appointment(rows.plan, tenant)
    task, project, phase = rows.plan, rows.project, rows.phase
    named = () if project is None else (project.project_number, project.project_name)
    return PlannedPage(
        item=ItemId(ItemKind.TASK, task.id),
        title=task.title or "",
        project=" ".join(part for part in named if part),
        phase="" if phase is None else phase.title or "",
        status=tenant.labels.word(Task, "status", task.status),
        owner=tenant.name_of(task.assigned_resource_id),
        start=sane(task.start_date_time),
        end=sane(task.end_date_time),
        worked=sum(round((entry.hours_worked or 0) * 60) for entry in rows.entries),
        estimated=None if task.estimated_hours is None else round(task.estimated_hours * 60),
        description=task.description or "",
    )


def _appointment(row: Appointment, tenant: Tenant) -> PlannedPage:
    return PlannedPage(
        item=ItemId(ItemKind.APPOINTMENT, row.id),
        title=row.title or "",
        project="",
        phase="",
        status="",
        owner=tenant.name_of(row.resource_id),
        start=sane(row.start_date_time),
        end=sane(row.end_date_time),
        worked=0,
        estimated=None,
        description=row.description or "",
    )
