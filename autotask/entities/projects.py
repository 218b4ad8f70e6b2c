"""Planned work: projects, their phases and tasks."""

from autotask.record import Instant, Text, record


@record
class Project:
    """A project."""

    id: int
    actual_hours: float | None = None
    company_id: int | None = None
    company_owner_resource_id: int | None = None
    completed_date_time: Instant | None = None
    completed_percentage: int | None = None
    contract_id: int | None = None
    create_date_time: Instant | None = None
    creator_resource_id: int | None = None
    department: int | None = None
    description: Text | None = None
    duration: int | None = None
    end_date_time: Instant | None = None
    estimated_time: float | None = None
    ext_project_number: Text | None = None
    last_activity_date_time: Instant | None = None
    last_activity_resource_id: int | None = None
    project_lead_resource_id: int | None = None
    project_name: Text | None = None
    project_number: Text | None = None
    project_type: int | None = None
    start_date_time: Instant | None = None
    status: int | None = None
    status_date_time: Instant | None = None
    status_detail: Text | None = None


@record
class Phase:
    """A phase of a project. `phase_number` is text."""

    id: int
    create_date: Instant | None = None
    creator_resource_id: int | None = None
    description: Text | None = None
    due_date: Instant | None = None
    estimated_hours: float | None = None
    is_scheduled: bool | None = None
    last_activity_date_time: Instant | None = None
    parent_phase_id: int | None = None
    phase_number: Text | None = None
    project_id: int | None = None
    start_date: Instant | None = None
    title: Text | None = None


@record
class Task:
    """A task of a project; the desk offers it beside tickets."""

    id: int
    assigned_resource_id: int | None = None
    assigned_resource_role_id: int | None = None
    billing_code_id: int | None = None
    company_location_id: int | None = None
    completed_by_resource_id: int | None = None
    completed_date_time: Instant | None = None
    create_date_time: Instant | None = None
    creator_resource_id: int | None = None
    department_id: int | None = None
    description: Text | None = None
    end_date_time: Instant | None = None
    estimated_hours: float | None = None
    external_id: Text | None = None
    hours_to_be_scheduled: float | None = None
    is_task_billable: bool | None = None
    is_visible_in_client_portal: bool | None = None
    last_activity_date_time: Instant | None = None
    last_activity_resource_id: int | None = None
    phase_id: int | None = None
    priority: int | None = None
    priority_label: int | None = None
    project_id: int | None = None
    remaining_hours: float | None = None
    start_date_time: Instant | None = None
    status: int | None = None
    task_category_id: int | None = None
    task_number: Text | None = None
    task_type: int | None = None
    title: Text | None = None


@record
class TaskSecondaryResource:
    """A second pair of hands on a task, in a role."""

    id: int
    resource_id: int | None = None
    role_id: int | None = None
    task_id: int | None = None
