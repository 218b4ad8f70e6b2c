"""Who works here: resources, their roles, queues, hours and days off."""

from datetime import date

from autotask.record import Instant, Text, record


@record
class Resource:
    """A person on the desk (or an API user)."""

    id: int
    default_service_desk_role_id: int | None = None
    email: Text | None = None
    first_name: Text | None = None
    hire_date: date | None = None
    initials: Text | None = None
    is_active: bool | None = None
    last_name: Text | None = None
    license_type: int | None = None
    location_id: int | None = None
    middle_name: Text | None = None
    mobile_phone: Text | None = None
    office_extension: Text | None = None
    office_phone: Text | None = None
    payroll_type: int | None = None
    resource_type: Text | None = None
    title: Text | None = None
    travel_availability_pct: Text | None = None
    user_name: Text | None = None
    user_type: int | None = None


@record
class Role:
    """A role work is done and billed in."""

    id: int
    description: Text | None = None
    hourly_factor: float | None = None
    hourly_rate: float | None = None
    is_active: bool | None = None
    is_system_role: bool | None = None
    name: Text | None = None
    role_type: int | None = None


@record
class Department:
    """A department of the company."""

    id: int
    description: Text | None = None
    name: Text | None = None
    number: Text | None = None
    primary_location_id: int | None = None


@record
class ResourceRole:
    """A role a resource holds, through a department or through a queue."""

    id: int
    department_id: int | None = None
    is_active: bool | None = None
    queue_id: int | None = None
    resource_id: int | None = None
    role_id: int | None = None


@record
class ResourceServiceDeskRole:
    """A role a resource holds on the service desk; the default one fills time entries."""

    id: int
    is_active: bool | None = None
    is_default: bool | None = None
    resource_id: int | None = None
    role_id: int | None = None


@record
class ResourceRoleQueue:
    """A queue a resource works."""

    id: int
    queue_id: int | None = None
    resource_id: int | None = None


@record
class Skill:
    """Something that people can be good at; the tenant keeps the list."""

    id: int
    category_id: int | None = None
    description: Text | None = None
    is_active: bool | None = None
    name: Text | None = None


@record
class ResourceSkill:
    """A skill of a resource."""

    id: int
    resource_id: int | None = None
    skill_description: Text | None = None
    skill_id: int | None = None
    skill_level: int | None = None


@record
class ResourceDailyAvailability:
    """The hours a resource is available on each weekday: a template of the week, not a calendar."""

    id: int
    resource_id: int | None = None
    sunday_available_hours: float | None = None
    monday_available_hours: float | None = None
    tuesday_available_hours: float | None = None
    wednesday_available_hours: float | None = None
    thursday_available_hours: float | None = None
    friday_available_hours: float | None = None
    saturday_available_hours: float | None = None
    weekly_billable_hours_goal: float | None = None
    travel_availability: Text | None = None


@record
class TimeOffRequest:
    """A request for time off on one day. An empty list may mean a missing right rather than nobody away."""

    id: int
    approved_date_time: Instant | None = None
    approve_reject_resource_id: int | None = None
    created_by_resource_id: int | None = None
    create_date_time: Instant | None = None
    end_time: Instant | None = None
    hours: float | None = None
    last_modified_by_resource_id: int | None = None
    last_modified_date_time: Instant | None = None
    reason: Text | None = None
    reject_reason: Text | None = None
    request_date: date | None = None
    resource_id: int | None = None
    start_time: Instant | None = None
    status: int | None = None
    time_off_request_type: int | None = None
