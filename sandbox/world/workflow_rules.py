"""The tenant's own workflow rules for tickets: what it does to a client's writes by itself, some seconds later.

| when a client                                                   | the tenant, later                              |
|-----------------------------------------------------------------|------------------------------------------------|
| sets Waiting Materials on a ticket that has no charge           | puts the status back and says so, after 4 s    |
| sets Escalate outside the second level's queue                  | moves the ticket there, after 6 s              |
| writes a note that the customer may read, as a resource         | mails it to the ticket's contact, after 3 s    |
| completes a ticket                                              | mails that to the ticket's contact, after 3 s  |
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox import trail
from sandbox.store import Record, Store
from sandbox.world.desk import Desk
from sandbox.world.instants import read, stamp
from sandbox.world.labels import STATUS_LABELS, Publish, Queue, Status
from sandbox.world.people import RMM_USER
from sandbox.world.tickets import NOTE_KINDS

_PUTS_BACK, _MOVES, _MAILS = 4, 6, 3


class WorkflowRules:
    """Watches what clients write, and acts on it when its time has come, if it still holds then."""

    def __init__(self, desk: Desk, store: Store) -> None:
        self._desk = desk
        self._store = store
        for name in ("put_back", "second_level", "mail"):
            desk.agenda.on(name, getattr(self, name))

    def ticket_changed(self, before: Record | None, ticket: Record, by: int | None, at: int) -> None:
        """A client opened a ticket (no `before`) or changed one."""
        add, number, status = self._desk.agenda.add, ticket["id"], ticket["status"]
        if before is not None and before["status"] == status:
            return
        if status == Status.WAITING_MATERIALS and not self._store.count("TicketCharges", "ticketID = ?", (number,)):
            add(at + _PUTS_BACK, "put_back", number, before["status"] if before else int(Status.NEW))
        elif status == Status.ESCALATE and ticket["queueID"] != Queue.LEVEL_2:
            add(at + _MOVES, "second_level", number)
        elif status == Status.COMPLETE:
            add(at + _MAILS, "mail", number, by, "Ticket Complete - Contact")

    def note_written(self, note: Record) -> None:
        """A client wrote a note."""
        written = read(note["createDateTime"])
        if note["publish"] == Publish.EVERYONE and note["createdByContactID"] is None and written is not None:
            template = "Ticket Note Created or Edited - Contact"
            self._desk.agenda.add(written + _MAILS, "mail", note["ticketID"], note["creatorResourceID"], template)

    def put_back(self, at: int, number: int, status: int) -> None:
        """Materials are waited for only where some were ordered."""
        record = self._desk.ledger.get("Tickets", number)
        if record is None or record["status"] != Status.WAITING_MATERIALS:
            return
        was = STATUS_LABELS[record["status"]]
        self._change(record, at, f"Status changed from {was} to {STATUS_LABELS[status]}",
                     self._desk.rules.moved(record, status, at, None))  # fmt: skip
        self._desk.ledger.insert(
            "TicketNotes",
            {"ticketID": number, "title": "Workflow rule: materials without a charge", "publish": Publish.INTERNAL,
             "description": f"Nothing is ordered on this ticket. Status set back to {STATUS_LABELS[status]}.",
             "noteType": NOTE_KINDS["rule"], "createDateTime": stamp(at), "lastActivityDate": stamp(at)},
        )  # fmt: skip

    def second_level(self, at: int, number: int) -> None:
        """What is escalated belongs to the second level."""
        record = self._desk.ledger.get("Tickets", number)
        if record is not None and record["status"] == Status.ESCALATE and record["queueID"] != Queue.LEVEL_2:
            self._change(record, at, "Queue changed to Service Desk L2", {"queueID": int(Queue.LEVEL_2)})

    def mail(self, at: int, number: int, by: int | None, template: str) -> None:
        """Write the trace of a mail to the contact of a ticket, where it has one with an address."""
        ledger = self._desk.ledger
        record = ledger.get("Tickets", number)
        contact = ledger.get("Contacts", (record or {}).get("contactID") or 0)
        if record is None or contact is None or not contact["emailAddress"]:
            return
        ledger.insert(
            "NotificationHistory",
            {
                "ticketID": number, "companyID": record["companyID"], "entityNumber": record["ticketNumber"],
                "entityTitle": record["title"], "initiatingResourceID": by, "notificationSentTime": stamp(at),
                "recipientDisplayName": f"{contact['firstName']} {contact['lastName']}",
                "recipientEmailAddress": contact["emailAddress"], "templateName": template,
                "isActive": True, "isDeleted": False, "isTemplateJob": False,
            },
        )  # fmt: skip
        ledger.update("Tickets", number, {"lastCustomerNotificationDateTime": stamp(at)})

    def _change(self, record: Mapping[str, Any], at: int, detail: str, changes: dict[str, Any]) -> None:
        """Change a ticket as the system does, and write its history."""
        ledger = self._desk.ledger
        stamps = {"lastActivityDate": stamp(at), "lastTrackedModificationDateTime": stamp(at)}
        ledger.update("Tickets", record["id"], changes | stamps)
        for told in (detail, *trail.events(record, {**record, **changes})):
            ledger.insert("TicketHistory", trail.line(record["id"], stamp(at), RMM_USER, told))
