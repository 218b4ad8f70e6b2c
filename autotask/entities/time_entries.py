"""Time entered, and the work types it is entered under."""

from datetime import date

from autotask.record import Instant, Text, record


@record
class TimeEntry:
    """Time worked on a ticket, a task, or inside the company.

    To tell which, look at `ticket_id` and `task_id` first: a ticket's entry comes back with `internal_billing_code_id`
    filled too. `date_worked` is a day, stored as midnight UTC. Hours are decimal.
    """

    id: int
    billing_approval_date_time: Instant | None = None
    billing_approval_level_most_recent: int | None = None
    billing_approval_resource_id: int | None = None
    billing_code_id: int | None = None
    contract_id: int | None = None
    contract_service_id: int | None = None
    create_date_time: Instant | None = None
    creator_user_id: int | None = None
    date_worked: date | None = None
    end_date_time: Instant | None = None
    hours_to_bill: float | None = None
    hours_worked: float | None = None
    impersonator_creator_resource_id: int | None = None
    internal_billing_code_id: int | None = None
    internal_notes: Text | None = None
    is_non_billable: bool | None = None
    last_modified_date_time: Instant | None = None
    last_modified_user_id: int | None = None
    offset_hours: float | None = None
    resource_id: int | None = None
    role_id: int | None = None
    show_on_invoice: bool | None = None
    start_date_time: Instant | None = None
    summary_notes: Text | None = None
    task_id: int | None = None
    ticket_id: int | None = None
    time_entry_type: int | None = None


@record
class BillingCode:
    """A billing code; those of `use_type` 1 are the work types of time on tickets and tasks, 3 of internal time."""

    id: int
    after_hours_work_type: int | None = None
    billing_code_type: int | None = None
    department: int | None = None
    description: Text | None = None
    external_number: Text | None = None
    is_active: bool | None = None
    is_excluded_from_new_contracts: bool | None = None
    name: Text | None = None
    unit_price: float | None = None
    use_type: int | None = None
