"""What the desk works on: tickets with their notes, checklists, second hands, SLA results and deletions."""

from pydantic import Field

from autotask.record import Instant, Text, record
from autotask.user_fields import UserText


@record
class Ticket:
    """A ticket.

    Dates without a due twin are when it happened; the `*_due_*` ones are Autotask's own SLA deadlines, null without an
    SLA. Status, priority, queue and the like are picklist numbers; what they mean is the tenant's own
    (`autotask.picklists`). `hold_note` is the user-defined field that carries a hold, where the shop has named one.
    """

    id: int
    assigned_resource_id: int | None = None
    assigned_resource_role_id: int | None = None
    billing_code_id: int | None = None
    change_approval_board: int | None = None
    change_approval_status: int | None = None
    change_approval_type: int | None = None
    company_id: int | None = None
    company_location_id: int | None = None
    completed_by_resource_id: int | None = None
    completed_date: Instant | None = None
    configuration_item_id: int | None = None
    contact_id: int | None = None
    contract_id: int | None = None
    contract_service_id: int | None = None
    create_date: Instant | None = None
    created_by_contact_id: int | None = None
    creator_resource_id: int | None = None
    creator_type: int | None = None
    description: Text | None = None
    due_date_time: Instant | None = None
    estimated_hours: float | None = None
    external_id: Text | None = None
    first_response_date_time: Instant | None = None
    first_response_due_date_time: Instant | None = None
    first_response_initiating_resource_id: int | None = None
    hold_note: UserText | None = Field(default=None, validation_alias="userDefinedFields")
    hours_to_be_scheduled: float | None = None
    issue_type: int | None = None
    last_activity_date: Instant | None = None
    last_activity_person_type: int | None = None
    last_activity_resource_id: int | None = None
    last_customer_notification_date_time: Instant | None = None
    last_customer_visible_activity_date_time: Instant | None = None
    last_tracked_modification_date_time: Instant | None = None
    monitor_id: int | None = None
    opportunity_id: int | None = None
    priority: int | None = None
    problem_ticket_id: int | None = Field(default=None, validation_alias="problemTicketId")
    project_id: int | None = None
    queue_id: int | None = None
    resolution: Text | None = None
    resolution_plan_date_time: Instant | None = None
    resolution_plan_due_date_time: Instant | None = None
    resolved_date_time: Instant | None = None
    resolved_due_date_time: Instant | None = None
    rmm_alert_id: Text | None = None
    service_level_agreement_has_been_met: bool | None = None
    service_level_agreement_id: int | None = None
    service_level_agreement_paused_next_event_hours: float | None = None
    source: int | None = None
    status: int | None = None
    sub_issue_type: int | None = None
    ticket_category: int | None = None
    ticket_number: Text | None = None
    ticket_type: int | None = None
    title: Text | None = None


@record
class TicketNote:
    """A note on a ticket. `publish` decides who reads it: 1 reaches the customer, 2 stays inside."""

    id: int
    create_date_time: Instant | None = None
    created_by_contact_id: int | None = None
    creator_resource_id: int | None = None
    description: Text | None = None
    impersonator_creator_resource_id: int | None = None
    last_activity_date: Instant | None = None
    note_type: int | None = None
    publish: int | None = None
    ticket_id: int | None = None
    title: Text | None = None


@record
class TicketChecklistItem:
    """One line of a ticket's checklist."""

    id: int
    completed_by_resource_id: int | None = None
    completed_date_time: Instant | None = None
    is_completed: bool | None = None
    is_important: bool | None = None
    item_name: Text | None = None
    position: int | None = None
    ticket_id: int | None = None


@record
class TicketSecondaryResource:
    """A second pair of hands on a ticket, in a role."""

    id: int
    resource_id: int | None = None
    role_id: int | None = None
    ticket_id: int | None = None


@record
class TicketAdditionalContact:
    """A further contact on a ticket."""

    id: int
    contact_id: int | None = None
    ticket_id: int | None = None


@record
class AttachmentInfo:
    """A file, by its name and size and without its content. It hangs on one thing: a ticket, a note, an entry."""

    id: int
    attach_date: Instant | None = None
    attached_by_contact_id: int | None = None
    attached_by_resource_id: int | None = None
    content_type: Text | None = None
    file_size: float | None = None
    full_path: Text | None = None
    publish: int | None = None
    ticket_id: int | None = None
    ticket_note_id: int | None = None
    title: Text | None = None


@record
class TicketCategory:
    """The shape of a ticket form; a category may make other fields required."""

    id: int
    display_color_rgb: int | None = Field(default=None, validation_alias="displayColorRGB")
    is_active: bool | None = None
    is_global_default: bool | None = None
    name: Text | None = None
    nickname: Text | None = None


@record
class ServiceLevelAgreementResult:
    """How a ticket fared against its SLA. Elapsed hours run on the SLA's clock, not on the wall."""

    id: int
    first_response_elapsed_hours: float | None = None
    first_response_initiating_resource_id: int | None = None
    first_response_resource_id: int | None = None
    is_first_response_met: bool | None = None
    is_resolution_met: bool | None = None
    is_resolution_plan_met: bool | None = None
    resolution_elapsed_hours: float | None = None
    resolution_plan_elapsed_hours: float | None = None
    resolution_plan_resource_id: int | None = None
    resolution_resource_id: int | None = None
    service_level_agreement_name: Text | None = None
    ticket_id: int | None = None


@record
class TicketHistory:
    """One line of a ticket's trail. What happened is told in words alone, which are the tenant's own."""

    id: int
    action: Text | None = None
    date: Instant | None = None
    detail: Text | None = None
    resource_id: int | None = None
    ticket_id: int | None = None


@record
class DeletedTicketLog:
    """The trace a deleted ticket leaves; a changed-since query never shows deletions."""

    id: int
    ticket_id: int | None = None
    ticket_number: Text | None = None
    ticket_title: Text | None = None
    deleted_by_resource_id: int | None = None
    deleted_date_time: Instant | None = None


@record
class DeletedTicketActivityLog:
    """The trace a deleted note, attachment or time entry of a ticket leaves."""

    id: int
    type_id: int | None = None
    ticket_id: int | None = None
    ticket_number: Text | None = None
    note_or_attachment_title: Text | None = None
    created_by_resource_id: int | None = None
    activity_date_time: Instant | None = None
    start_date_time: Instant | None = None
    end_date_time: Instant | None = None
    hours_worked: float | None = None
    deleted_by_resource_id: int | None = None
    deleted_date_time: Instant | None = None


@record
class Notification:
    """A mail that Autotask sent about something, by a rule or a person. Who it went to is text."""

    id: int
    entity_number: Text | None = None
    entity_title: Text | None = None
    initiating_contact_id: int | None = None
    initiating_resource_id: int | None = None
    notification_history_type_id: int | None = None
    notification_sent_time: Instant | None = None
    recipient_display_name: Text | None = None
    recipient_email_address: Text | None = None
    template_name: Text | None = None
    ticket_id: int | None = None
    time_entry_id: int | None = None
