"""The tenant's picklists: ids as Autotask and its tenants really carry them, labels as this desk named them.

Priority carries the workflow in part, as published practice advises; categories, types and issues say the rest.
Retired values stay in the lists, inactive, because old records still point at them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum

from sandbox.picklists import PicklistValue


class Status(IntEnum):
    NEW = 1
    COMPLETE = 5
    WAITING_CUSTOMER = 7
    IN_PROGRESS = 8
    WAITING_MATERIALS = 9
    SCHEDULED = 10
    ESCALATE = 11
    WAITING_VENDOR = 12
    WAITING_APPROVAL = 13
    CUSTOMER_NOTE_ADDED = 15
    ON_HOLD = 17


class Priority(IntEnum):
    HIGH = 1
    MEDIUM = 2
    LOW = 3
    CRITICAL = 4
    BACKUP = 6
    QUICK_HIT = 7
    PLANNED = 8


class Queue(IntEnum):
    PORTAL = 5
    POST_SALE = 6
    MONITORING = 8
    LEVEL_1 = 29682833
    LEVEL_2 = 29682969
    PROJECTS = 29683354
    MAINTENANCE = 29683378
    TRIAGE = 29683487


class Type(IntEnum):
    SERVICE_REQUEST = 1
    INCIDENT = 2
    PROBLEM = 3
    CHANGE_REQUEST = 4
    ALERT = 5


class Category(IntEnum):
    RMM_ALERT = 2
    STANDARD = 3
    BACKUP_ALERT = 4
    RMA = 5
    SERVICE_REQUEST = 101
    USER_CHANGE = 102
    INSTALL = 103
    MAINTENANCE = 104
    PROJECT = 105


class Source(IntEnum):
    PORTAL = -1
    OTHER = 1
    PHONE = 2
    EMAIL = 4
    IN_PERSON = 6
    MONITORING = 8
    RECURRING = 11
    CHAT = 12


class NoteType(IntEnum):
    SUMMARY = 1
    DETAIL = 2
    NOTES = 3
    RULE = 13
    PORTAL = 18
    RMM = 99
    BACKUP = 100
    EMAIL = 101


class Publish(IntEnum):
    EVERYONE = 1
    INTERNAL = 2
    CO_MANAGED = 4


class Sla(IntEnum):
    GOLD = 1
    STANDARD = 2
    ESSENTIAL = 3
    RETIRED = 4


class WorkType(IntEnum):
    REMOTE = 29682801
    ONSITE = 29682804
    AFTER_HOURS = 29682805
    PROJECT = 29683011
    MAINTENANCE = 29683012
    NO_CHARGE = 29683015
    INTERNAL_MEETING = 29683101
    INTERNAL_TRAINING = 29683102
    INTERNAL_ADMIN = 29683103
    HARDWARE = 29683201
    TRAVEL_EXPENSE = 29683202


class Role(IntEnum):
    COORDINATOR = 29683580
    LEVEL_1 = 29683581
    LEVEL_2 = 29683582
    ENGINEER = 29683583
    PROJECT = 29683584
    MANAGER = 29683585


ISSUES: Mapping[int, tuple[str, Mapping[int, str]]] = {
    4: ("Network", {101: "Internet down", 102: "Wi-Fi", 103: "VPN / Remote access", 104: "Switch / cabling",
                    105: "Firewall", 106: "DNS / DHCP"}),
    5: ("Server", {111: "Server down", 112: "Performance", 113: "File share", 114: "Disk space",
                   115: "Services", 116: "Virtualisation"}),
    6: ("Security", {121: "Phishing / spam", 122: "Malware", 123: "Account compromise", 124: "MFA",
                     125: "Certificate"}),
    7: ("Backup/BCDR", {131: "Backup failed", 132: "Missed backup", 133: "Restore request",
                        134: "Screenshot verification", 135: "Replication"}),
    8: ("Workstation", {141: "Will not boot", 142: "Slow", 143: "Windows error", 144: "Docking / monitor",
                        145: "Peripherals", 146: "Battery / hardware"}),
    9: ("Email / Microsoft 365", {151: "Outlook", 152: "Mail flow", 153: "Teams", 154: "SharePoint / OneDrive",
                                  155: "Shared mailbox", 156: "Calendar"}),
    10: ("Printing", {161: "Cannot print", 162: "Scan to mail", 163: "Print quality", 164: "Toner / supplies"}),
    11: ("Business application", {171: "Accounting", 172: "ERP / warehouse", 173: "CRM", 174: "PDF",
                                  175: "CAD", 176: "Other application"}),
    12: ("Telephony", {181: "No dial tone", 182: "Call quality", 183: "Voicemail", 184: "Mobile device"}),
    13: ("User administration", {191: "Password", 192: "Permissions", 193: "New user", 194: "Termination",
                                 195: "Change", 196: "Distribution list", 197: "Licence"}),
    14: ("Install", {201: "Workstation install", 202: "Server install", 203: "Network install",
                     204: "Software install", 205: "Printer install"}),
    15: ("Move / Change", {211: "Move", 212: "Site change", 213: "Migration", 214: "Roll-out"}),
    16: ("Maintenance", {221: "Monthly maintenance", 222: "Patch window", 223: "Site visit",
                         224: "Quarterly review"}),
    17: ("Monitoring", {231: "Offline", 232: "Disk", 233: "CPU / memory", 234: "Service", 235: "Hardware",
                        236: "Security agent"}),
    18: ("Project", {241: "Project task", 242: "Go-live support"}),
}  # fmt: skip
"""Issue types with the sub-issue types below each."""


def _list(*rows: tuple[int, str] | tuple[int, str, str], default: int | None = None) -> list[PicklistValue]:
    """Values in the order shown; a third word marks one as `system` or `inactive`."""
    return [
        PicklistValue(
            row[0],
            row[1],
            sort_order=place,
            is_default=row[0] == default,
            is_active="inactive" not in row[2:],
            is_system="system" in row[2:],
        )
        for place, row in enumerate(rows, start=1)
    ]


_STATUSES = _list(
    (Status.NEW, "New", "system"),
    (Status.CUSTOMER_NOTE_ADDED, "Customer Note Added"),
    (Status.ESCALATE, "Escalate"),
    (Status.IN_PROGRESS, "In Progress"),
    (Status.SCHEDULED, "Scheduled"),
    (Status.WAITING_CUSTOMER, "Waiting Customer"),
    (Status.WAITING_VENDOR, "Waiting Vendor"),
    (Status.WAITING_MATERIALS, "Waiting Materials"),
    (Status.WAITING_APPROVAL, "Waiting Approval"),
    (Status.ON_HOLD, "On Hold"),
    (14, "Assigned (old)", "inactive"),
    (16, "Quoted (do not use)", "inactive"),
    (Status.COMPLETE, "Complete", "system"),
    default=Status.NEW,
)

_PRIORITIES = _list(
    (Priority.CRITICAL, "Critical"),
    (Priority.HIGH, "High"),
    (Priority.BACKUP, "High-Backup"),
    (Priority.MEDIUM, "Medium"),
    (Priority.QUICK_HIT, "Quick Hit"),
    (Priority.LOW, "Low"),
    (Priority.PLANNED, "Planned"),
    (5, "Urgent (2019)", "inactive"),
    default=Priority.MEDIUM,
)

_QUEUES = _list(
    (Queue.TRIAGE, "Triage"),
    (Queue.LEVEL_1, "Service Desk L1"),
    (Queue.LEVEL_2, "Service Desk L2"),
    (Queue.PROJECTS, "Projects"),
    (Queue.MAINTENANCE, "Maintenance"),
    (Queue.MONITORING, "Monitoring Alert", "system"),
    (Queue.PORTAL, "Client Portal", "system"),
    (Queue.POST_SALE, "Post Sale", "system"),
    (29683499, "Old Helpdesk", "inactive"),
)

_SLAS = _list(
    (Sla.GOLD, "Managed Gold (24x7)"),
    (Sla.STANDARD, "Managed Standard"),
    (Sla.ESSENTIAL, "Non-contract (2x)"),
    (Sla.RETIRED, "Managed 2018", "inactive"),
)

_PEOPLE = _list((1, "Resource", "system"), (2, "Contact", "system"))

_FIXED: Mapping[str, list[PicklistValue]] = {
    "Tickets.status": _STATUSES,
    "Tickets.priority": _PRIORITIES,
    "Tickets.queueID": _QUEUES,
    "ResourceRoles.queueID": _QUEUES,
    "ResourceRoleQueues.queueID": _QUEUES,
    "Tickets.serviceLevelAgreementID": _SLAS,
    "Contracts.serviceLevelAgreementID": _SLAS,
    "ConfigurationItems.serviceLevelAgreementID": _SLAS,
    "Tickets.creatorType": _PEOPLE,
    "Tickets.lastActivityPersonType": _PEOPLE,
    "Tickets.ticketType": _list(
        (Type.SERVICE_REQUEST, "Service Request", "system"),
        (Type.INCIDENT, "Incident", "system"),
        (Type.PROBLEM, "Problem", "system"),
        (Type.CHANGE_REQUEST, "Change Request", "system"),
        (Type.ALERT, "Alert", "system"),
        default=Type.SERVICE_REQUEST,
    ),
    "Tickets.ticketCategory": _list(
        (Category.STANDARD, "Standard", "system"),
        (Category.RMM_ALERT, "Datto RMM (AEM) Alert", "system"),
        (Category.BACKUP_ALERT, "Datto (BDR) Alert", "system"),
        (Category.RMA, "RMA", "system"),
        (Category.SERVICE_REQUEST, "Service Request"),
        (Category.USER_CHANGE, "User On/Offboarding"),
        (Category.INSTALL, "Install"),
        (Category.MAINTENANCE, "Maintenance"),
        (Category.PROJECT, "Project Ticket"),
        (106, "Legacy import", "inactive"),
        default=Category.STANDARD,
    ),
    "Tickets.source": _list(
        (Source.PHONE, "Phone", "system"),
        (Source.EMAIL, "Email", "system"),
        (Source.PORTAL, "Client Portal", "system"),
        (Source.IN_PERSON, "In Person/Onsite", "system"),
        (Source.MONITORING, "Monitoring Alert", "system"),
        (Source.RECURRING, "Contract/Recurring", "system"),
        (Source.CHAT, "Chat"),
        (Source.OTHER, "Other", "system"),
        (13, "Fax", "inactive"),
    ),
    "TicketNotes.noteType": _list(
        (NoteType.SUMMARY, "Task Summary"),
        (NoteType.DETAIL, "Task Detail"),
        (NoteType.NOTES, "Task Notes"),
        (NoteType.RULE, "Workflow Rule Note", "system"),
        (15, "Duplicate Ticket Note", "system"),
        (NoteType.PORTAL, "Client Portal Note", "system"),
        (91, "Workflow Rule Action Note", "system"),
        (92, "Forward/Modify Note", "system"),
        (93, "Merged into Ticket", "system"),
        (94, "Absorbed another Ticket", "system"),
        (NoteType.RMM, "RMM Note", "system"),
        (NoteType.BACKUP, "BDR Note", "system"),
        (NoteType.EMAIL, "Email Note", "system"),
    ),
    "TicketNotes.publish": _list(
        (Publish.EVERYONE, "All Autotask Users", "system"),
        (Publish.INTERNAL, "Internal Users Only", "system"),
        (Publish.CO_MANAGED, "Internal & Co-Managed", "system"),
    ),
    "Tasks.status": _STATUSES,
    "Tasks.taskType": _list((1, "Fixed Work", "system"), (2, "Fixed Duration", "system")),
    "Tasks.priorityLabel": _list((1, "Low"), (2, "Normal"), (3, "High")),
    "Tasks.departmentID": _list((29683385, "Service Delivery"), (29683386, "Projects")),
    "Tasks.creatorType": _PEOPLE,
    "Projects.department": _list((29683385, "Service Delivery"), (29683386, "Projects")),
    "ServiceCalls.status": _list((1, "New", "system"), (2, "Complete", "system"), (4, "Confirmed")),
    "TimeEntries.timeEntryType": _list(
        (2, "ITServiceRequest", "system"), (5, "Activity", "system"), (6, "ProjectTask", "system")
    ),
    "TimeOffRequests.status": _list((1, "Submitted"), (2, "Approved"), (3, "Rejected"), (4, "Cancelled")),
    "TimeOffRequests.timeOffRequestType": _list((1, "Vacation"), (2, "Sick"), (3, "Personal")),
    "Resources.licenseType": _list((1, "Professional", "system"), (7, "API User", "system")),
    "Resources.locationID": _list((1, "Amsterdam"), (2, "London")),
    "InternalLocationWithBusinessHours.timeZoneID": _list((34, "Europe/Amsterdam"), (31, "Europe/London")),
    "InternalLocationWithBusinessHours.holidayHoursType": _list((1, "Closed"), (2, "Custom hours")),
    "InternalLocationWithBusinessHours.firstDayOfWeek": _list((0, "Sunday"), (1, "Monday")),
    "InternalLocations.holidaySetId": _list((1, "Netherlands"), (2, "England and Wales")),
    "ConfigurationItems.configurationItemType": _list(
        (1, "Workstation"), (2, "Server"), (3, "Firewall"), (4, "Switch"), (5, "Access point"), (6, "Printer"),
        (7, "NAS / Backup appliance"), (8, "Fax", "inactive"),
    ),
    "BillingCodes.useType": _list(
        (1, "General/Labor", "system"), (2, "Expense", "system"), (3, "Internal allocation", "system"),
        (4, "Material", "system"),
    ),
    "WorkTypeModifiers.modifierType": _list(
        (1, "Use role rate"), (2, "Add to role rate"), (3, "Multiply role rate"), (4, "Custom hourly rate"),
        (5, "Flat rate per entry"),
    ),
    "BillingCodes.billingCodeType": _list((0, "Normal", "system"), (1, "System", "system"), (2, "Non-Billable")),
    "TicketCharges.chargeType": _list((1, "Operational"), (2, "Capitalized")),
}  # fmt: skip


def _issues() -> dict[str, list[PicklistValue]]:
    issues = _list(*((value, label) for value, (label, _) in ISSUES.items()), (3, "Telefax", "inactive"))
    below = [
        PicklistValue(value, label, sort_order=place, parent=parent)
        for parent, (_, children) in ISSUES.items()
        for place, (value, label) in enumerate(children.items(), start=1)
    ]
    return {"Tickets.issueType": issues, "Tickets.subIssueType": below}


def tenant_picklists() -> Mapping[str, Sequence[PicklistValue]]:
    """Everything this tenant names itself, by `Entity.field`; what is missing here is as Autotask ships it."""
    return {**_FIXED, **_issues()}


STATUS_LABELS = {int(value.value): value.label for value in _STATUSES}
SLA_LABELS = {int(value.value): value.label for value in _SLAS}
