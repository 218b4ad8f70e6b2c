"""What holds for the things under a ticket: notes, checklist items, secondary resources, contacts, devices."""

from __future__ import annotations

from sandbox.drafts import Draft, Rules, holds_role, touch_ticket
from sandbox.errors import Refused

_EVERYONE = 1
"""Value of `TicketNotes.publish` that shows a note to the customer."""

_MOST_ITEMS = 40
"""Checklist items that a ticket bears."""


class LimitedRules(Rules):
    """A ticket bears so many of them, and each write is an activity of the ticket."""

    def __init__(self, most: int | None, what: str) -> None:
        self._most = most
        self._what = what

    def check(self, draft: Draft) -> None:
        """Count.

        Raises:
            Refused: the ticket is full.
        """
        if self._most is None or not draft.creating:
            return
        held = draft.store.count(draft.entity.name, "ticketID = ?", (draft.record["ticketID"],))
        if held >= self._most:
            raise Refused(f"A ticket is limited to {self._most} {self._what}")

    def written(self, draft: Draft) -> None:
        """Stamp the ticket."""
        touch_ticket(draft, draft.record["ticketID"])

    def delete(self, draft: Draft) -> None:
        """Stamp the ticket."""
        touch_ticket(draft, draft.record["ticketID"])


class NoteRules(LimitedRules):
    """Notes need a title, whatever metadata says, and name their type and audience with every change."""

    def __init__(self) -> None:
        super().__init__(None, "notes")

    def check(self, draft: Draft) -> None:
        """Ask for what a note needs.

        Raises:
            Refused: title is empty, or an update does not send `noteType` and `publish`.
        """
        draft.require("title")
        unsent = [name for name in ("noteType", "publish") if name not in draft.sent]
        if unsent:
            raise Refused(*(f"Missing Required Field: {name}" for name in unsent))

    def written(self, draft: Draft) -> None:
        """Stamp the ticket, also with what the customer may see."""
        seen = {"lastCustomerVisibleActivityDateTime": draft.now} if draft.record["publish"] == _EVERYONE else {}
        touch_ticket(draft, draft.record["ticketID"], **seen)


class ChecklistRules(LimitedRules):
    """Forty items at most; ticking one off says who did and when."""

    def __init__(self) -> None:
        super().__init__(_MOST_ITEMS, "checklist items")

    def complete(self, draft: Draft) -> None:
        """Place a new item last, and stamp one that is ticked off or opened again."""
        record = draft.record
        if draft.creating and record.get("position") is None:
            record["position"] = draft.store.count("TicketChecklistItems", "ticketID = ?", (record["ticketID"],)) + 1
        for name in ("isCompleted", "isImportant"):
            record[name] = bool(record.get(name))
        if draft.changed("isCompleted"):
            done = record["isCompleted"]
            record["completedDateTime"] = draft.now if done else None
            record["completedByResourceID"] = draft.by.resource_id if done else None


class ChecklistLibraryRules(LimitedRules):
    """Putting a library on a ticket puts its items onto the ticket's checklist, behind what stands there."""

    def __init__(self) -> None:
        super().__init__(None, "checklist libraries")

    def written(self, draft: Draft) -> None:
        """Copy the items, as far as the list takes them, and stamp the ticket."""
        ticket_id, items = draft.record["ticketID"], "TicketChecklistItems"
        standing = draft.store.count(items, "ticketID = ?", (ticket_id,))
        library, fitting = (draft.record["checklistLibraryID"],), max(0, _MOST_ITEMS - standing)
        found = draft.store.select("ChecklistLibraryChecklistItems", "checklistLibraryID = ?", library, limit=fitting)
        rows = [
            {"ticketID": ticket_id, "position": place, "isCompleted": False}
            | {name: item[name] for name in ("itemName", "isImportant", "knowledgebaseArticleID")}
            for place, item in enumerate(found, start=standing + 1)
        ]
        draft.store.insert_many(items, rows)
        super().written(draft)


class SecondaryResourceRules(LimitedRules):
    """Fifty at most, with a role they hold, and never the primary resource."""

    def __init__(self) -> None:
        super().__init__(50, "secondary resources")

    def check(self, draft: Draft) -> None:
        """Check the helper against the ticket.

        Raises:
            Refused: it is the primary resource, there already, or does not hold the role.
        """
        super().check(draft)
        resource, role = draft.record["resourceID"], draft.record["roleID"]
        ticket_id = draft.record["ticketID"]
        ticket = draft.store.get("Tickets", ticket_id)
        if ticket and ticket["assignedResourceID"] == resource:
            raise Refused(f"Resource {resource} is already the primary Resource")
        same = "ticketID = ? AND resourceID = ?"
        if draft.store.count("TicketSecondaryResources", same, (ticket_id, resource)):
            raise Refused(f"Resource {resource} is already a secondary Resource")
        if not holds_role(draft.store, resource, role):
            raise Refused("roleID is not a role that the resourceID holds")
