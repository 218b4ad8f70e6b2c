"""What holds for time entries: what they are on, whose role, which work type, and how hours follow the window."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.drafts import Draft, Rules, holds_role, log_deletion, touch_ticket
from sandbox.errors import Refused
from sandbox.sheets import LOCKED
from sandbox.store import Store
from sandbox.values import milliseconds

_ON_TICKET, _INTERNAL, _ON_TASK = 2, 5, 6
"""Values of `timeEntryType`."""

_WORK_TYPE, _INTERNAL_ALLOCATION = 1, 3
"""Values of `BillingCodes.useType`."""

_NON_BILLABLE = 2
"""Value of `BillingCodes.billingCodeType`."""

_DELETED_ENTRY = 1
"""Value of `DeletedTicketActivityLogs.typeID`, and of the one for tasks, for a time entry."""

_BILLED_STEP = 0.25
_DAY = 86_400_000
"""Milliseconds, as the store counts instants."""

_LINKS = ("ticketID", "taskID", "internalBillingCodeID")


class TimeEntryRules(Rules):
    """Rules of time entries, as far as live tenants and the vendor's help tell them."""

    def complete(self, draft: Draft) -> None:
        """Work out the kind, the defaults, the hours and the day."""
        record = draft.record
        if draft.creating:
            _check_links(record)
            record["timeEntryType"] = (
                _ON_TICKET if record.get("ticketID") is not None
                else _ON_TASK if record.get("taskID") is not None
                else _INTERNAL
            )  # fmt: skip
        if record.get("resourceID") is None:
            raise Refused("Value does not exist for the required field resourceID")
        _inherit(draft)
        _follow_window(record, draft.sent, spans_midnight=draft.settings.spans_midnight)
        _bill(draft)

    def check(self, draft: Draft) -> None:
        """Check role, work type and lock.

        Raises:
            Refused: with the text that the API answers.
        """
        _check_open(draft)
        if draft.changed("dateWorked", "resourceID", "hoursWorked", "startDateTime", "endDateTime"):
            _check_sheets(draft)
        record, store = draft.record, draft.store
        if record["timeEntryType"] == _INTERNAL:
            if not _is_billing_code(draft, record.get("internalBillingCodeID"), _INTERNAL_ALLOCATION):
                raise Refused("The given allocation code is not an active internal allocation code")
            if record.get("billingCodeID") is not None:
                raise Refused("billingCodeID cannot be used with an internalBillingCodeID")
            return
        draft.require("roleID")
        if not holds_role(store, record["resourceID"], record["roleID"]):
            raise Refused("roleID is not a role that the resourceID holds")
        code = record.get("billingCodeID")
        if code is not None and not _is_billing_code(draft, code, _WORK_TYPE):
            raise Refused("The given allocation code is not an active general allocation code")
        if record["timeEntryType"] == _ON_TASK and not _is_on_task(draft):
            raise Refused("The resource and role must be assigned to the task")
        if record["timeEntryType"] == _ON_TICKET and draft.settings.requires_summary:
            draft.require("summaryNotes")

    def written(self, draft: Draft) -> None:
        """Stamp the ticket."""
        touch_ticket(draft, draft.record.get("ticketID"))

    def delete(self, draft: Draft) -> None:
        """Keep what went in the log of deleted activities, and stamp the ticket."""
        _check_open(draft)
        _check_sheets(draft)
        record = draft.record
        log_deletion(
            draft,
            _DELETED_ENTRY,
            title="",
            createdByResourceID=record.get("creatorUserID"),
            activityDateTime=record.get("createDateTime"),
            startDateTime=record.get("startDateTime"),
            endDateTime=record.get("endDateTime"),
            hoursWorked=record.get("hoursWorked"),
        )
        touch_ticket(draft, record.get("ticketID"))


class ApprovalLevelRules(Rules):
    """Rules of BillingItemApprovalLevels: an entry shows the highest level that approved it."""

    def written(self, draft: Draft) -> None:
        """Raise the level of the entry."""
        record = draft.record
        entry = draft.store.get("TimeEntries", record["timeEntryID"]) or {}
        level = max(record["approvalLevel"], entry.get("billingApprovalLevelMostRecent") or 0)
        draft.store.update("TimeEntries", record["timeEntryID"], {"billingApprovalLevelMostRecent": level})


def _check_links(record: dict[str, Any]) -> None:
    links = [name for name in _LINKS if record.get(name) is not None]
    if len(links) > 1:
        raise Refused("Only one of ticketID,taskID and InternallAllocationCodeID can be used at once")
    if not links:
        raise Refused("One of ticketID, taskID and internalBillingCodeID is required")


def _inherit(draft: Draft) -> None:
    """Take work type and contract from what the entry is on; a ticket entry shows its work type twice."""
    record = draft.record
    entity = {_ON_TICKET: "Tickets", _ON_TASK: "Tasks"}.get(record["timeEntryType"])
    if entity is None:
        return
    above = draft.store.get(entity, record["ticketID" if entity == "Tickets" else "taskID"]) or {}
    if draft.creating:
        for name in ("billingCodeID", "contractID"):
            if record.get(name) is None:
                record[name] = above.get(name)
    record["internalBillingCodeID"] = record.get("billingCodeID")


def _bill(draft: Draft) -> None:
    """Work out what is billed: whole quarters of an hour, nothing of internal time, whatever the work type says."""
    record, sent = draft.record, draft.sent
    record["offsetHours"] = record.get("offsetHours") or 0.0
    internal = record["timeEntryType"] == _INTERNAL
    code = draft.store.get("BillingCodes", record.get("billingCodeID") or 0)
    if draft.changed("billingCodeID") and "isNonBillable" not in sent and code is not None:
        record["isNonBillable"] = code["billingCodeType"] == _NON_BILLABLE
    record["isNonBillable"] = internal or bool(record.get("isNonBillable"))
    record["showOnInvoice"] = not internal and record.get("showOnInvoice") is not False
    billed = 0.0 if internal else record["hoursWorked"] + record["offsetHours"]
    record["hoursToBill"] = max(0.0, math.ceil(round(billed / _BILLED_STEP, 6)) * _BILLED_STEP)


def _follow_window(record: dict[str, Any], sent: frozenset[str], *, spans_midnight: bool) -> None:
    """Let hours and day follow start and end; without a window they stand for themselves.

    Raises:
        Refused: the window or the hours are missing, empty, longer than a day, or pass midnight UTC against the
            tenant's setting. That the refusal is by UTC is the vendor's word, its text is ours.
    """
    start, end = record.get("startDateTime"), record.get("endDateTime")
    if record["timeEntryType"] == _ON_TICKET and (start is None or end is None):
        raise Refused("TimeEntries for Service tickets require a start and stop time")
    if start is None and record.get("dateWorked") is None:
        raise Refused("dateWorked is required when no value is supplied for startDateTime")
    if start is not None and end is not None:
        record["hoursWorked"] = round((end - start) / timedelta(hours=1), 4)
    hours = record.get("hoursWorked")
    if hours is None:
        raise Refused("Missing Required Field: hoursWorked")
    if not 0 < hours <= 24:
        raise Refused("hoursWorked must be greater than 0 and less than or equal to 24")
    if start is not None and end is not None and not spans_midnight and _is_past_midnight(start, end):
        raise Refused("Time entries cannot span over midnight: enable Allow time entries to span over midnight")
    follows = start is not None and (record.get("dateWorked") is None or "dateWorked" not in sent)
    record["dateWorked"] = _midnight(record["startDateTime" if follows else "dateWorked"])


def _is_past_midnight(start: datetime, end: datetime) -> bool:
    """Whether an end, later than its start, lies on another day; midnight itself still belongs to the day."""
    return (end - timedelta.resolution).date() != start.date()


def _midnight(at: datetime) -> datetime:
    return datetime(at.year, at.month, at.day, tzinfo=UTC)


def _check_sheets(draft: Draft) -> None:
    """Check that the timesheet that an entry is to be on is new or rejected, and the one that it was on, too.

    What may still change of an entry on a locked sheet, its words and its work type, is ours.

    Raises:
        Refused: one of them is locked.
    """
    for record in (draft.record, draft.before or draft.record):
        if _is_locked(draft.store, record["resourceID"], record["dateWorked"]):
            raise Refused("A time entry may only be added to a timesheet with the status of New or Rejected")


def _is_locked(store: Store, resource: int, day: datetime) -> bool:
    status = store.sheets.status(resource, day.date())
    if status is not None:
        return status in LOCKED
    monday = milliseconds(day) - day.weekday() * _DAY
    approved = "resourceID = ? AND dateWorked >= ? AND dateWorked < ? AND billingApprovalDateTime IS NOT NULL"
    return store.count("TimeEntries", approved, (resource, monday, monday + 7 * _DAY)) > 0


def _check_open(draft: Draft) -> None:
    if draft.before and draft.before.get("billingApprovalDateTime") is not None:
        raise Refused("The time entry has been approved and posted and cannot be changed")


def _is_billing_code(draft: Draft, code: int | None, use: int) -> bool:
    where = "id = ? AND useType = ? AND isActive = 1"
    return code is not None and draft.store.count("BillingCodes", where, (code, use)) == 1


def _is_on_task(draft: Draft) -> bool:
    record = draft.record
    pair = (record["taskID"], record["resourceID"], record["roleID"])
    primary = "id = ? AND assignedResourceID = ? AND assignedResourceRoleID = ?"
    secondary = "taskID = ? AND resourceID = ? AND roleID = ?"
    return bool(
        draft.store.count("Tasks", primary, pair) or draft.store.count("TaskSecondaryResources", secondary, pair)
    )
