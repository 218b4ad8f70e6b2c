"""What is booked: service calls with their tickets, tasks and people, and appointments."""

from autotask.record import Instant, Text, record


@record
class ServiceCall:
    """A booked visit or remote session. `is_complete` is a number (1 or 0)."""

    id: int
    canceled_by_resource_id: int | None = None
    canceled_date_time: Instant | None = None
    company_id: int | None = None
    company_location_id: int | None = None
    create_date_time: Instant | None = None
    creator_resource_id: int | None = None
    description: Text | None = None
    duration: float | None = None
    end_date_time: Instant | None = None
    is_complete: int | None = None
    last_modified_date_time: Instant | None = None
    start_date_time: Instant | None = None
    status: int | None = None


@record
class ServiceCallTicket:
    """A ticket to be worked in a service call."""

    id: int
    service_call_id: int | None = None
    ticket_id: int | None = None


@record
class ServiceCallTicketResource:
    """Who works a ticket of a service call."""

    id: int
    resource_id: int | None = None
    service_call_ticket_id: int | None = None


@record
class ServiceCallTask:
    """A project task to be worked in a service call."""

    id: int
    service_call_id: int | None = None
    task_id: int | None = None


@record
class ServiceCallTaskResource:
    """Who works a task of a service call."""

    id: int
    resource_id: int | None = None
    service_call_task_id: int | None = None


@record
class Appointment:
    """An entry in a resource's calendar."""

    id: int
    create_date_time: Instant | None = None
    creator_resource_id: int | None = None
    description: Text | None = None
    end_date_time: Instant | None = None
    resource_id: int | None = None
    start_date_time: Instant | None = None
    title: Text | None = None
    update_date_time: Instant | None = None
