"""What holds for tickets: who may be assigned, what belongs to the company, what a change of status does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox import trail
from sandbox.drafts import Draft, Rules, holds_role, is_of_a_queue, last_activity
from sandbox.errors import Refused
from sandbox.store import Store

NEW, COMPLETE, WAITING_CUSTOMER = 1, 5, 7
"""The statuses that the product itself knows; ids are the same in every tenant."""


class TicketRules(Rules):
    """Rules of tickets, as live tenants answer them."""

    def complete(self, draft: Draft) -> None:
        """Number a new ticket, stamp the activity, and fire the SLA event that the status is mapped to."""
        record = draft.record
        if draft.creating and not record.get("ticketNumber"):
            record["ticketNumber"] = _next_number(draft.store, draft.now)
        record |= last_activity(draft)
        if draft.changed("status"):
            _fire_event(draft)

    def check(self, draft: Draft) -> None:
        """Check assignment and company.

        Raises:
            Refused: a queue or an assignment is missing, the role is not held, a contact is another company's.
        """
        record = draft.record
        resource, role = record.get("assignedResourceID"), record.get("assignedResourceRoleID")
        sent_alone = len({"assignedResourceID", "assignedResourceRoleID"} & draft.sent) == 1
        reassigned = draft.changed("assignedResourceID", "assignedResourceRoleID")
        if (resource is None) != (role is None) or (reassigned and sent_alone):
            raise Refused("you must assign both a assignedResourceID and assignedResourceRoleID")
        _check_category(draft, assigned=resource is not None)
        if resource is not None and role is not None and reassigned:
            _check_assignment(draft, resource, role)
        _check_company(draft)

    def written(self, draft: Draft) -> None:
        """Let the world notice what its SLA asks for, and write each change into the ticket's history."""
        changes = draft.noticed(draft.before, draft.record, draft.by.resource_id, draft.now)
        if changes:
            draft.store.update("Tickets", draft.record["id"], changes)
            draft.record |= changes
        _write_trail(draft)


def _write_trail(draft: Draft) -> None:
    record, by = draft.record, draft.by.resource_id
    told = (
        (trail.OPENED, *trail.events({}, record))
        if draft.before is None
        else trail.changes(draft.store, draft.picklists, draft.before, record)
    )
    draft.store.insert_many("TicketHistory", [trail.line(record["id"], draft.now, by, detail) for detail in told])


def _next_number(store: Store, now: datetime) -> str:
    """Give the day's next number, such as `T20261124.0031`."""
    prefix = f"T{now:%Y%m%d}."
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    today = store.select("Tickets", "createDate >= ?", (midnight,))
    numbers = [str(ticket["ticketNumber"] or "").removeprefix(prefix) for ticket in today]
    last = max((int(number) for number in numbers if number.isascii() and number.isdigit()), default=0)
    return f"{prefix}{last + 1:04d}"


def _fire_event(draft: Draft) -> None:
    """Stamp what the new status means to the SLA, by the map that tenants start with.

    New fires nothing, Complete is Resolved, Waiting Customer has its own event, every other status is First
    Response; no status fires Resolution Plan. Completing an unanswered ticket counts as its first response too.
    """
    record, status = draft.record, draft.record.get("status")
    if status != COMPLETE and draft.before and draft.before.get("status") == COMPLETE:
        record |= {"completedDate": None, "completedByResourceID": None, "resolvedDateTime": None}
    if status in {NEW, WAITING_CUSTOMER}:
        return
    if record.get("firstResponseDateTime") is None:
        record["firstResponseDateTime"] = draft.now
        record["firstResponseInitiatingResourceID"] = draft.by.resource_id
        record["firstResponseAssignedResourceID"] = record.get("assignedResourceID")
    if status == COMPLETE:
        record["completedDate"] = record["resolvedDateTime"] = draft.now
        record["completedByResourceID"] = draft.by.resource_id
        record["serviceLevelAgreementHasBeenMet"] = _has_been_met(record)


def _has_been_met(record: dict[str, Any]) -> bool | None:
    """Whether every event came by its due date; None where nothing was due."""
    pairs = [
        (record.get(f"{event}DateTime"), due)
        for event in ("firstResponse", "resolutionPlan", "resolved")
        if (due := record.get(f"{event}DueDateTime")) is not None
    ]
    reached = [actual <= due for actual, due in pairs if actual is not None]
    return all(reached) if reached else None


def _check_assignment(draft: Draft, resource: int, role: int) -> None:
    holder = draft.store.get("Resources", resource)
    if holder is None or not holder["isActive"]:
        text = "Reference value on field: assignedResourceID of type: Resource does not exist or is invalid."
        raise Refused(text)
    if not holds_role(draft.store, resource, role):
        raise Refused("assignedResourceRoleID is not a role that the assignedResourceID holds")
    if not is_of_a_queue(draft.store, resource, role):
        raise Refused("assignedResourceRoleID is not associated to a service desk queue")
    secondary = "ticketID = ? AND resourceID = ?"
    ticket_id = draft.record.get("id")
    if draft.store.count("TicketSecondaryResources", secondary, (ticket_id, resource)):
        raise Refused(f"Resource {resource} is already a secondary Resource")


def _check_category(draft: Draft, *, assigned: bool) -> None:
    """Ask for what the category of the ticket requires, which is more or less than what metadata tells."""
    record, settings = draft.record, draft.settings
    category = record.get("ticketCategory")
    required = settings.required_fields.get(str(category), ())
    by_name = {name.lower(): value for name, value in record.items()}
    missing = [name for name in required if by_name.get(name.lower()) in (None, "")]
    if record.get("queueID") is None and not assigned and category not in settings.without_queue:
        missing.append("queueID")
    if missing:
        raise Refused(*(f"{name} is required" for name in dict.fromkeys(missing)))


def _check_company(draft: Draft) -> None:
    """Check that contact, device and contract are the company's, or for a contact its parent's."""
    company = draft.record["companyID"]
    for name, entity in (
        ("contactID", "Contacts"),
        ("configurationItemID", "ConfigurationItems"),
        ("contractID", "Contracts"),
    ):
        value = draft.record.get(name)
        if value is None or not draft.changed(name, "companyID"):
            continue
        found = draft.store.get(entity, value)
        owners = {company}
        if name == "contactID":
            own = draft.store.get("Companies", company)
            owners.add(own["parentCompanyID"] if own else None)
        if found is None or found["companyID"] not in owners:
            raise Refused(f"{name} is not associated to the companyID or its Parent Company")
