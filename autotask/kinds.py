"""What the house knows of each kind of record: Autotask's name for it, its fields, and how to ask what changed.

Built from the entities alone, so that an entity, the query that fetches it and the table that keeps it cannot disagree.
"""

import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Generic, TypeAlias, TypeVar

from autotask import entities as e
from autotask.record import wire_name

E = TypeVar("E")
E_co = TypeVar("E_co", covariant=True)

FieldType: TypeAlias = type[int] | type[float] | type[bool] | type[str] | type[datetime] | type[date]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: our attribute, Autotask's JSON name, the Python type (without its None), and whether None may be."""

    attr: str
    wire: str
    type: FieldType
    optional: bool = True


@dataclass(frozen=True, slots=True)
class Kind(Generic[E_co]):
    """A kind of record.

    Attributes:
        name: Autotask's collection, as in the path of a query.
        entity: Our class.
        watermark: The field (JSON name) that moves when a record changes, or None where Autotask offers none and only
            reading all of it again shows a change. (README of the API, section 3.)
        created: The field that says when it was made, where the watermark may be empty on an untouched record.
        parent: The field that names the record it belongs to, for kinds that hang under another.
        fields: In the order of the entity, `id` first.
        under: The parents' collection and the segment below one of them, where it is written under its parent:
            `("Tickets", "Notes")` for `Tickets/5/Notes`. All is read at the top. (README of the API, section 2.)
    """

    name: str
    entity: type[E_co]
    watermark: str | None
    created: str | None
    parent: str | None
    fields: tuple[FieldSpec, ...]
    under: tuple[str, str] | None

    def wire(self, attr: str) -> str:
        """Autotask's JSON name of one of our attributes; KeyError if there is none."""
        for spec in self.fields:
            if spec.attr == attr:
                return spec.wire
        raise KeyError(f"{self.name} has no field {attr}")


def _plain(annotation: Any) -> tuple[FieldType, bool]:
    """The bare type of an annotation such as `Annotated[str, ...] | None`, and whether it allows None."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        inner = next(part for part in typing.get_args(annotation) if part is not type(None))
        return _plain(inner)[0], True
    if hasattr(annotation, "__metadata__"):
        return _plain(annotation.__origin__)
    return annotation, False


def _spec(field: "dataclasses.Field[Any]") -> FieldSpec:
    alias = getattr(field.default, "validation_alias", None)
    bare, optional = _plain(field.type)
    return FieldSpec(field.name, alias or wire_name(field.name), bare, optional)


def _kind(
    name: str,
    entity: type[E],
    watermark: str | None = None,
    *,
    created: str | None = None,
    parent: str | None = None,
) -> Kind[E]:
    fields = tuple(_spec(field) for field in dataclasses.fields(entity))  # type: ignore[arg-type]
    known = {spec.wire for spec in fields}
    for named in (watermark, created, parent):
        if named is not None and named not in known:
            raise LookupError(f"{name} has no field {named}")
    return Kind(name, entity, watermark, created, parent, fields, _under(name, parent) if parent else None)


def _under(name: str, parent: str) -> tuple[str, str]:
    """Where children are written: `TicketNotes`, which name a `ticketID`, as `Notes` under `Tickets`."""
    return _PARENTS[parent], name.removeprefix(parent[0].upper() + parent.removesuffix("ID")[1:])


_PARENTS = {
    "companyID": "Companies",
    "contractID": "Contracts",
    "holidaySetID": "HolidaySets",
    "projectID": "Projects",
    "resourceID": "Resources",
    "serviceCallID": "ServiceCalls",
    "serviceCallTaskID": "ServiceCallTasks",
    "serviceCallTicketID": "ServiceCallTickets",
    "taskID": "Tasks",
    "ticketID": "Tickets",
}

_ALL: tuple[Kind[Any], ...] = (
    _kind("Tickets", e.Ticket, "lastActivityDate"),
    _kind("TicketNotes", e.TicketNote, "lastActivityDate", parent="ticketID"),
    _kind("TicketChecklistItems", e.TicketChecklistItem, parent="ticketID"),
    _kind("TicketSecondaryResources", e.TicketSecondaryResource, parent="ticketID"),
    _kind("TicketAdditionalContacts", e.TicketAdditionalContact, parent="ticketID"),
    _kind("AttachmentInfo", e.AttachmentInfo),
    _kind("TicketCategories", e.TicketCategory),
    _kind("ServiceLevelAgreementResults", e.ServiceLevelAgreementResult, parent="ticketID"),
    _kind("TicketHistory", e.TicketHistory),
    _kind("NotificationHistory", e.Notification),
    _kind("DeletedTicketLogs", e.DeletedTicketLog, "deletedDateTime"),
    _kind("DeletedTicketActivityLogs", e.DeletedTicketActivityLog, "deletedDateTime"),
    _kind("TimeEntries", e.TimeEntry, "lastModifiedDateTime", created="createDateTime"),
    _kind("BillingCodes", e.BillingCode),
    _kind("WorkTypeModifiers", e.WorkTypeModifier),
    _kind("Resources", e.Resource),
    _kind("Roles", e.Role),
    _kind("Departments", e.Department),
    _kind("ResourceRoles", e.ResourceRole, parent="resourceID"),
    _kind("ResourceServiceDeskRoles", e.ResourceServiceDeskRole, parent="resourceID"),
    _kind("ResourceRoleQueues", e.ResourceRoleQueue, parent="resourceID"),
    _kind("ResourceSkills", e.ResourceSkill, parent="resourceID"),
    _kind("Skills", e.Skill),
    _kind("ResourceDailyAvailabilities", e.ResourceDailyAvailability, parent="resourceID"),
    _kind(
        "TimeOffRequests",
        e.TimeOffRequest,
        "lastModifiedDateTime",
        created="createDateTime",
        parent="resourceID",
    ),
    _kind("Companies", e.Company, "lastActivityDate", created="createDate"),
    _kind("CompanyLocations", e.CompanyLocation, parent="companyID"),
    _kind("Contacts", e.Contact, "lastModifiedDate", created="createDate", parent="companyID"),
    _kind("Contracts", e.Contract),
    _kind("ContractBlocks", e.ContractBlock, parent="contractID"),
    _kind("ContractBlockHourFactors", e.ContractBlockHourFactor, parent="contractID"),
    _kind("ContractRetainers", e.ContractRetainer, parent="contractID"),
    _kind("ContractTicketPurchases", e.ContractTicketPurchase, parent="contractID"),
    _kind("ContractRates", e.ContractRate, parent="contractID"),
    _kind("ContractExclusionBillingCodes", e.ContractExclusionBillingCode, parent="contractID"),
    _kind("ContractExclusionRoles", e.ContractExclusionRole, parent="contractID"),
    _kind("ConfigurationItems", e.ConfigurationItem, "lastModifiedTime", created="createDate"),
    _kind("ServiceCalls", e.ServiceCall, "lastModifiedDateTime", created="createDateTime"),
    _kind("ServiceCallTickets", e.ServiceCallTicket, parent="serviceCallID"),
    _kind("ServiceCallTicketResources", e.ServiceCallTicketResource, parent="serviceCallTicketID"),
    _kind("ServiceCallTasks", e.ServiceCallTask, parent="serviceCallID"),
    _kind("ServiceCallTaskResources", e.ServiceCallTaskResource, parent="serviceCallTaskID"),
    _kind("Appointments", e.Appointment, "updateDateTime", created="createDateTime"),
    _kind("HolidaySets", e.HolidaySet),
    _kind("Holidays", e.Holiday, parent="holidaySetID"),
    _kind("InternalLocations", e.InternalLocation),
    _kind("InternalLocationWithBusinessHours", e.InternalLocationWithBusinessHours),
    _kind("Projects", e.Project, "lastActivityDateTime", created="createDateTime"),
    _kind("Phases", e.Phase, "lastActivityDateTime", created="createDate", parent="projectID"),
    _kind("Tasks", e.Task, "lastActivityDateTime", created="createDateTime", parent="projectID"),
    _kind("TaskSecondaryResources", e.TaskSecondaryResource, parent="taskID"),
)

KINDS: Mapping[type, Kind[Any]] = MappingProxyType({kind.entity: kind for kind in _ALL})
"""Every kind, by our class."""


def kind_of(entity: type[E]) -> Kind[E]:
    """The kind of an entity's class; KeyError for a class that is none of ours."""
    return KINDS[entity]
