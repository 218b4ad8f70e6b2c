"""What work leaves behind beside notes and time: tags, files, further people and machines, links to what is known.

Written over the tickets and tasks that stand there when the tenant is founded; which of them have what follows from
their numbers.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.world.companies import Company
from sandbox.world.labels import Status
from sandbox.world.ledger import Ledger
from sandbox.world.library import tag_of_issue, write
from sandbox.world.people import COORDINATOR
from sandbox.world.texts import packaged

_ON_WORK = 4
"""Value of `AttachmentInfo.parentType`."""

_NOTE = 2
"""Value of `DeletedTicketActivityLogs.typeID`."""

Row = Mapping[str, Any]


def write_traces(ledger: Ledger, companies: Sequence[Company]) -> None:
    """Write what hangs on tickets, projects and tasks."""
    by_id = {company.id: company for company in companies}
    articles = {article["issue"]: place for place, article in enumerate(packaged("library")["article"], start=1)}
    for ticket in ledger.after("Tickets", 0):
        _write_tags(ledger, ticket, articles)
        company = by_id.get(ticket["companyID"])
        if company is not None:
            _write_others(ledger, ticket, company)
        if ticket["id"] % 67 == 0:
            _write_file(ledger, ticket)
        if ticket["id"] % 97 == 0:
            _write_deleted_note(ledger, ticket)
    _write_projects(ledger)
    _write_visits(ledger)


def _write_tags(ledger: Ledger, ticket: Row, articles: Mapping[int, int]) -> None:
    tag, article = tag_of_issue(ticket["issueType"]), articles.get(ticket["issueType"] or 0)
    own = {"ticketID": ticket["id"]}
    if tag is not None and ticket["id"] % 5 == 0:
        write(ledger, "TicketTagAssociations", ticket["createDate"], tagID=tag, **own)
    if article is not None and ticket["id"] % 37 == 0:
        write(ledger, "ArticleTicketAssociations", ticket["createDate"], articleID=article, **own)


def _write_others(ledger: Ledger, ticket: Row, company: Company) -> None:
    """Write the further people and machines that a ticket is about."""
    at, own = ticket["createDate"], {"ticketID": ticket["id"]}
    if ticket["id"] % 41 == 0:
        other = next((contact.id for contact in company.contacts if contact.id != ticket["contactID"]), None)
        if other is not None:
            write(ledger, "TicketAdditionalContacts", at, contactID=other, **own)
    if ticket["id"] % 53 == 0:
        devices = [device.id for kind in ("server", "firewall") for device in company.devices.get(kind, [])]
        other = next((device for device in devices if device != ticket["configurationItemID"]), None)
        if other is not None:
            write(ledger, "TicketAdditionalConfigurationItems", at, configurationItemID=other, **own)


def _write_file(ledger: Ledger, ticket: Row) -> None:
    files = packaged("library")["words"]["attachments"]
    name, text = files[ticket["id"] % len(files)]
    by_contact = ticket["contactID"] is not None
    shown = {
        "ticketID": ticket["id"], "parentID": ticket["id"], "parentType": _ON_WORK, "attachmentType": "FILE_ATTACHMENT",
        "contentType": "text/plain", "fileSize": float(len(text)), "fullPath": name, "title": name, "publish": 1,
        "attachDate": ticket["createDate"], "creatorType": 2 if by_contact else 1,
        "attachedByContactID": ticket["contactID"], "attachedByResourceID": None if by_contact else COORDINATOR,
    }  # fmt: skip
    number = ledger.insert("AttachmentInfo", dict(shown))
    data = base64.b64encode(text.encode()).decode()
    ledger.insert("TicketAttachments", {**shown, "id": number, "data": data, "isTaskAttachment": False})


def _write_deleted_note(ledger: Ledger, ticket: Row) -> None:
    at = ticket["lastActivityDate"]
    ledger.insert(
        "DeletedTicketActivityLogs",
        {"typeID": _NOTE, "ticketID": ticket["id"], "ticketNumber": ticket["ticketNumber"], "activityDateTime": at,
         "noteOrAttachmentTitle": "Written on the wrong ticket", "createdByResourceID": COORDINATOR,
         "deletedByResourceID": COORDINATOR, "deletedDateTime": at, "hoursWorked": 0.0, "startDateTime": at,
         "endDateTime": at},
    )  # fmt: skip


def _write_projects(ledger: Ledger) -> None:
    """Write what was said about projects and tasks, what was bought for them, and which task waits for which."""
    words = packaged("library")["words"]
    for project in ledger.after("Projects", 0):
        title, text = words["project_notes"][project["id"] % 2]
        write(ledger, "ProjectNotes", project["createDateTime"], projectID=project["id"], title=title, publish=2,
              description=text, noteType=1 + project["id"] % 2, isAnnouncement=False)  # fmt: skip
        if project["id"] % 4 == 0:
            write(ledger, "ProjectCharges", project["createDateTime"], projectID=project["id"], name="Licences",
                  chargeType=1, datePurchased=project["createDateTime"], unitQuantity=5.0, unitPrice=42.0,
                  unitCost=35.0, extendedCost=175.0, billableAmount=210.0, isBillableToCompany=True,
                  isBilled=False)  # fmt: skip
    before: Row | None = None
    for task in ledger.after("Tasks", 0):
        if before is not None and before["phaseID"] == task["phaseID"]:
            own = {"predecessorTaskID": before["id"], "successorTaskID": task["id"]}
            write(ledger, "TaskPredecessors", task["createDateTime"], lagDays=0, **own)
        if task["id"] % 9 == 0 and task["status"] != Status.NEW:
            title, text = words["task_notes"][task["id"] % 2]
            write(ledger, "TaskNotes", task["lastActivityDateTime"], taskID=task["id"], title=title, noteType=3,
                  description=text, publish=2, creatorResourceID=task["assignedResourceID"])  # fmt: skip
        before = task


def _write_visits(ledger: Ledger) -> None:
    """Take an open task along on a visit to the same customer that its owner pays anyway."""
    links = {row["serviceCallID"]: row for row in ledger.after("ServiceCallTickets", 0)}
    who = {row["serviceCallTicketID"]: row["resourceID"] for row in ledger.after("ServiceCallTicketResources", 0)}
    open_tasks: dict[tuple[int, int], Row] = {}
    for task in ledger.after("Tasks", 0):
        project = ledger.get("Projects", task["projectID"])
        if project is not None and task["status"] != Status.COMPLETE:
            open_tasks.setdefault((project["companyID"], task["assignedResourceID"]), task)
    for call in ledger.after("ServiceCalls", 0):
        resource = who.get(links[call["id"]]["id"], 0) if call["id"] in links else 0
        waiting = open_tasks.get((call["companyID"], resource))
        if waiting is None or call["isComplete"] or waiting["startDateTime"] > call["endDateTime"]:
            continue
        del open_tasks[call["companyID"], resource]
        number = ledger.insert("ServiceCallTasks", {"serviceCallID": call["id"], "taskID": waiting["id"]})
        ledger.insert("ServiceCallTaskResources", {"serviceCallTaskID": number, "resourceID": resource})
