"""Every entity of the house, by subject in the modules of this package.

Field types are only int, float, bool, str, datetime (aware) and date, each but `id` optional. See `autotask.kinds` for
what Autotask calls each and how it is polled.
"""

from autotask.entities.companies import Company, CompanyLocation, ConfigurationItem, Contact, Contract
from autotask.entities.contracts import (
    ContractBlock,
    ContractBlockHourFactor,
    ContractExclusionBillingCode,
    ContractExclusionRole,
    ContractRate,
    ContractRetainer,
    ContractTicketPurchase,
    WorkTypeModifier,
)
from autotask.entities.hours import Holiday, HolidaySet, InternalLocation, InternalLocationWithBusinessHours
from autotask.entities.people import (
    Department,
    Resource,
    ResourceDailyAvailability,
    ResourceRole,
    ResourceRoleQueue,
    ResourceServiceDeskRole,
    ResourceSkill,
    Role,
    Skill,
    TimeOffRequest,
)
from autotask.entities.projects import Phase, Project, Task, TaskSecondaryResource
from autotask.entities.schedule import (
    Appointment,
    ServiceCall,
    ServiceCallTask,
    ServiceCallTaskResource,
    ServiceCallTicket,
    ServiceCallTicketResource,
)
from autotask.entities.tickets import (
    AttachmentInfo,
    DeletedTicketActivityLog,
    DeletedTicketLog,
    Notification,
    ServiceLevelAgreementResult,
    Ticket,
    TicketAdditionalContact,
    TicketCategory,
    TicketChecklistItem,
    TicketHistory,
    TicketNote,
    TicketSecondaryResource,
)
from autotask.entities.time_entries import BillingCode, TimeEntry

__all__ = [
    "Appointment",
    "AttachmentInfo",
    "BillingCode",
    "Company",
    "CompanyLocation",
    "ConfigurationItem",
    "Contact",
    "Contract",
    "ContractBlock",
    "ContractBlockHourFactor",
    "ContractExclusionBillingCode",
    "ContractExclusionRole",
    "ContractRate",
    "ContractRetainer",
    "ContractTicketPurchase",
    "DeletedTicketActivityLog",
    "DeletedTicketLog",
    "Department",
    "Holiday",
    "HolidaySet",
    "InternalLocation",
    "InternalLocationWithBusinessHours",
    "Notification",
    "Phase",
    "Project",
    "Resource",
    "ResourceDailyAvailability",
    "ResourceRole",
    "ResourceRoleQueue",
    "ResourceServiceDeskRole",
    "ResourceSkill",
    "Role",
    "ServiceCall",
    "ServiceCallTask",
    "ServiceCallTaskResource",
    "ServiceCallTicket",
    "ServiceCallTicketResource",
    "ServiceLevelAgreementResult",
    "Skill",
    "Task",
    "TaskSecondaryResource",
    "Ticket",
    "TicketAdditionalContact",
    "TicketCategory",
    "TicketChecklistItem",
    "TicketHistory",
    "TicketNote",
    "TicketSecondaryResource",
    "TimeEntry",
    "TimeOffRequest",
    "WorkTypeModifier",
]
