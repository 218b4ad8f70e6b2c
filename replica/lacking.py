"""What Autotask does not show us, refused or in doubt, and what stops working: sentences for the person."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from autotask.entities import Ticket
from autotask.errors import NotOffered, Refused
from autotask.kinds import Kind, kind_of
from replica.rhythm import Task

_SKILLS = "whom to give a ticket is suggested without their skills"
_TEAM = "who may take which work is not known"
_HOURS = "business hours and holidays are not those of the tenant"
_VISITS = "service calls and who is booked on them are not shown"
_PROJECTS = "project tasks are not shown"
_TERMS = "what a contract leaves out is not known before time is saved"

_CONSEQUENCES = MappingProxyType(
    {
        "TimeEntries": "today's bar shows no entries",
        "TicketNotes": "conversations are not shown, and nobody sees that a customer waits for an answer",
        "TicketChecklistItems": "checklists are not shown",
        "TicketSecondaryResources": "tickets on which you only help are not among yours",
        "TicketHistory": "how long a ticket has waited is known only from when this copy saw it",
        "ServiceLevelAgreementResults": "whether a service level was kept is reckoned from the dates alone",
        "TicketCategories": "tickets are sorted into workflows without their category",
        "Companies": "tickets show no company",
        "CompanyLocations": "tickets show no place",
        "Contacts": "tickets show no contact",
        "Contracts": "tickets show no contract",
        "ContractBlocks": "what is left of block hours is not known before time is saved",
        "ContractBlockHourFactors": "how many hours of a block a role takes is not known before time is saved",
        "ContractExclusionBillingCodes": _TERMS,
        "ContractExclusionRoles": _TERMS,
        "WorkTypeModifiers": "what a work type does to a price is not known",
        "NotificationHistory": "whether mail goes out for notes is not known",
        "ConfigurationItems": "tickets show no device",
        "Resources": "people have no names, and nobody knows who you are",
        "Roles": _TEAM,
        "Departments": _TEAM,
        "ResourceRoles": _TEAM,
        "ResourceServiceDeskRoles": _TEAM,
        "ResourceRoleQueues": _TEAM,
        "ResourceSkills": _SKILLS,
        "Skills": _SKILLS,
        "ResourceDailyAvailabilities": "who works when is not known",
        "TimeOffRequests": "who is away is not known",
        "BillingCodes": "work types have no names",
        "HolidaySets": _HOURS,
        "Holidays": _HOURS,
        "InternalLocations": _HOURS,
        "InternalLocationWithBusinessHours": _HOURS,
        "ServiceCalls": _VISITS,
        "ServiceCallTickets": _VISITS,
        "ServiceCallTicketResources": _VISITS,
        "ServiceCallTasks": _VISITS,
        "ServiceCallTaskResources": _VISITS,
        "Appointments": "appointments are not shown",
        "Projects": _PROJECTS,
        "Phases": _PROJECTS,
        "Tasks": _PROJECTS,
        "TaskSecondaryResources": "tasks on which you only help are not among yours",
        "DeletedTicketLogs": "a deleted ticket leaves the desk later",
        "DeletedTicketActivityLogs": "deleted notes and time entries leave the desk later",
    }
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why rows that Autotask does not list are still shown, or why there are none at all."""

    task: Task
    """The work that looks again."""
    kind: Kind[Any]
    sentence: str
    detail: str = ""

    @property
    def is_about_tickets(self) -> bool:
        """Whether the desk as a whole cannot be called in step."""
        return self.kind is kind_of(Ticket)


def consequence(collection: str) -> str:
    """What the desk lacks without a collection, as the end of a sentence."""
    return _CONSEQUENCES.get(collection, "what it holds is not shown")


def no_ticket_sentence(companies: int, people: int) -> str:
    """That Autotask shows no ticket at all, open or closed, beside so many companies and people."""
    return f"Autotask shows this API user no ticket, but {companies:,} companies and {people:,} people."


def refusal_sentence(collection: str, refusal: Refused) -> str:
    """Which collection is refused, what stops working, and Autotask's own words."""
    said = "does not offer" if isinstance(refusal, NotOffered) else "refuses"
    return f"Autotask {said} {collection} to this API user: {consequence(collection)}. {refusal.sentence}"
