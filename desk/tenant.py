"""What is known of the tenant from the copy: people, companies, contacts, contracts, devices, words and hours.

Held in memory as cards with just what an item needs, and kept true by the change feed, so that nothing in it ages.
`apply` answers with the inputs that changed; `desk.live` knows which items read them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from autotask.entities import (
    Company,
    ConfigurationItem,
    Contact,
    Contract,
    Holiday,
    InternalLocation,
    InternalLocationWithBusinessHours,
    Project,
    Resource,
    TicketCategory,
)
from autotask.picklists import Picklist, Picklists
from desk.calendars import Calendars, Location, read_calendars
from desk.labels import Labels
from desk.model import Person
from desk.people import person
from desk.settings import DeskSettings
from replica.store import Replica

InputKey: TypeAlias = tuple[str, int]
"""An input of items: the kind of a row and its id. Hours and words of the whole tenant have id 0."""

HOURS: InputKey = ("hours", 0)
WORDS: InputKey = ("words", 0)
CLOSED_PROJECTS = frozenset({0, 5})
"""Project statuses by product rule: inactive and complete."""

_ALWAYS = re.compile(r"24\s*[x/×]\s*7", re.IGNORECASE)
_DEVICE_CLASSES: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"server|firewall|storage|\bnas\b|\bsan\b|backup|host|domain controller", re.IGNORECASE), 0),
    (re.compile(r"switch|router|access point|network|wi-?fi|ups", re.IGNORECASE), 1),
    (re.compile(r"workstation|laptop|desktop|notebook|computer", re.IGNORECASE), 2),
)
OTHER_DEVICE = 3


@dataclass(frozen=True, slots=True)
class ContactCard:
    name: str
    email: str
    phone: str
    vip: bool


class ContractCard(NamedTuple):
    name: str
    contract_type: int | None
    service_level: int | None


class ProjectCard(NamedTuple):
    name: str
    number: str
    company_id: int | None
    closed: bool


class DeviceCard(NamedTuple):
    name: str
    kind: str
    device_class: int


class Tenant:
    """The reference data of the desk."""

    def __init__(self, settings: DeskSettings) -> None:
        self.settings = settings
        self._vips = Vips(settings)
        self.labels = Labels(Picklists(), settings.status)
        self.people: dict[int, Person] = {}
        self.companies: dict[int, str] = {}
        self.contacts: dict[int, ContactCard] = {}
        self.contracts: dict[int, ContractCard] = {}
        self.projects: dict[int, ProjectCard] = {}
        self.devices: dict[int, DeviceCard] = {}
        self.categories: dict[int, str] = {}
        self.home: dict[int, int | None] = {}
        """Internal location by resource."""
        self._hours: dict[str, dict[int, Any]] = {kind: {} for kind in _HOURS_KINDS}
        self.calendars: Calendars = read_calendars((), (), (), Picklist())
        self._takes: Mapping[str, Callable[[int, Any], InputKey]] = {
            "Resources": self._resource,
            "Companies": self._company,
            "Contacts": self._contact,
            "Contracts": self._contract,
            "Projects": self._project,
            "ConfigurationItems": self._device,
            "TicketCategories": self._category,
        }

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of rows that `apply` takes."""
        return frozenset(self._takes) | frozenset(_HOURS_KINDS)

    def load(self, copy: Replica) -> None:
        """Read everything from the copy, in place of what was known."""
        self.learn_words(copy)
        loads: tuple[tuple[type[Any], Callable[[int, Any], InputKey]], ...] = (
            (Resource, self._resource),
            (Company, self._company),
            (Contact, self._contact),
            (Contract, self._contract),
            (Project, self._project),
            (ConfigurationItem, self._device),
            (TicketCategory, self._category),
        )
        for entity, take in loads:
            for row in copy.rows(entity):
                take(row.id, row)
        for kind, entity in _HOURS_KINDS.items():
            self._hours[kind] = {row.id: row for row in copy.rows(entity)}
        self._read_hours()

    def learn_words(self, copy: Replica) -> InputKey:
        """Read the tenant's picklists anew."""
        self.labels = Labels(copy.picklists(), self.settings.status)
        return WORDS

    def apply(self, kind: str, row_id: int, row: Any) -> InputKey:
        """Take in a row, None where it is gone. Returns the input that changed.

        Raises:
            KeyError: a kind that is not among `kinds`.
        """
        if kind in _HOURS_KINDS:
            hours = self._hours[kind]
            if row is None:
                hours.pop(row_id, None)
            else:
                hours[row_id] = row
            self._read_hours()
            return HOURS
        return self._takes[kind](row_id, row)

    def location_of(self, service_level: str, company: str) -> Location:
        """Whose business hours count for a ticket: by setting for its service level or company, else the default's.

        A service level that calls itself 24x7 is on the default location too, round the clock.
        """
        for words in (service_level, company):
            location = self.calendars.named(self.settings.calendars.get(words, ""))
            if location is not None:
                return location
        return self.calendars.always if _ALWAYS.search(service_level) else self.calendars.default

    def name_of(self, resource_id: int | None) -> str:
        """The name of a resource, empty for nobody."""
        if resource_id is None:
            return ""
        known = self.people.get(resource_id)
        return known.name if known is not None else f"resource {resource_id}"

    def name_for(self, resource_id: int | None, me: int | None) -> str:
        """The name of a resource as `me` reads it."""
        return "you" if me is not None and resource_id == me else self.name_of(resource_id)

    def contact_name(self, contact_id: int | None) -> str:
        """The name of a contact, empty for nobody."""
        if contact_id is None:
            return ""
        known = self.contacts.get(contact_id)
        return known.name if known is not None and known.name else f"contact {contact_id}"

    def contract_kind(self, contract: ContractCard | None) -> str:
        """The type of a contract in the tenant's words."""
        return "" if contract is None else self.labels.word(Contract, "contract_type", contract.contract_type)

    def company_name(self, company_id: int | None) -> str:
        # Company 0 is the desk's own, a valid id.
        return "" if company_id is None else self.companies.get(company_id, f"company {company_id}")

    def _resource(self, row_id: int, row: Resource | None) -> InputKey:
        _keep(self.people, row_id, None if row is None else person(row))
        _keep(self.home, row_id, None if row is None else row.location_id)
        return "Resources", row_id

    def _company(self, row_id: int, row: Company | None) -> InputKey:
        _keep(self.companies, row_id, None if row is None else row.company_name or f"company {row_id}")
        return "Companies", row_id

    def _contact(self, row_id: int, row: Contact | None) -> InputKey:
        _keep(self.contacts, row_id, None if row is None else contact_card(row, self._vips))
        return "Contacts", row_id

    def _contract(self, row_id: int, row: Contract | None) -> InputKey:
        card = None
        if row is not None:
            card = ContractCard(row.contract_name or "", row.contract_type, row.service_level_agreement_id)
        _keep(self.contracts, row_id, card)
        return "Contracts", row_id

    def _project(self, row_id: int, row: Project | None) -> InputKey:
        card = None
        if row is not None:
            closed = row.status in CLOSED_PROJECTS or row.completed_date_time is not None
            card = ProjectCard(row.project_name or "", row.project_number or "", row.company_id, closed)
        _keep(self.projects, row_id, card)
        return "Projects", row_id

    def _device(self, row_id: int, row: ConfigurationItem | None) -> InputKey:
        _keep(self.devices, row_id, None if row is None else device_card(row, self.labels))
        return "ConfigurationItems", row_id

    def _category(self, row_id: int, row: TicketCategory | None) -> InputKey:
        _keep(self.categories, row_id, None if row is None else row.name or "")
        return "TicketCategories", row_id

    def _read_hours(self) -> None:
        self.calendars = read_calendars(
            self._hours["InternalLocationWithBusinessHours"].values(),
            self._hours["InternalLocations"].values(),
            self._hours["Holidays"].values(),
            self.labels.picklist(InternalLocationWithBusinessHours, "time_zone_id"),
        )


_HOURS_KINDS: Mapping[str, type[Any]] = {
    "InternalLocationWithBusinessHours": InternalLocationWithBusinessHours,
    "InternalLocations": InternalLocation,
    "Holidays": Holiday,
}


class Vips:
    """Who is served first. Autotask has no mark for it: settings name addresses, and words of a contact's title."""

    def __init__(self, settings: DeskSettings) -> None:
        self._addresses = frozenset(address.casefold() for address in settings.vip_contacts)
        words = "|".join(re.escape(word) for word in settings.vip_titles if word)
        self._titles = re.compile(rf"\b(?:{words})\b", re.IGNORECASE) if words else None

    def has(self, row: Contact) -> bool:
        if row.email_address and row.email_address.casefold() in self._addresses:
            return True
        return bool(row.title and self._titles is not None and self._titles.search(row.title))


def contact_card(row: Contact, vips: Vips) -> ContactCard:
    """What an item shows of a contact."""
    phone = row.phone or row.mobile_phone or row.alternate_phone or ""
    return ContactCard(
        name=" ".join(part for part in (row.first_name, row.last_name) if part),
        email=row.email_address or "",
        phone=f"{phone} x{row.extension}" if phone and row.extension else phone,
        vip=vips.has(row),
    )


def device_card(row: ConfigurationItem, labels: Labels) -> DeviceCard:
    """What an item shows of a device, and how much hangs on it: 0 servers and firewalls, to 3 for the rest."""
    name = row.reference_title or row.rmm_device_audit_hostname or row.datto_hostname or f"device {row.id}"
    kind = labels.word(ConfigurationItem, "configuration_item_type", row.configuration_item_type)
    for pattern, device_class in _DEVICE_CLASSES:
        if pattern.search(kind or name):
            return DeviceCard(name, kind, device_class)
    return DeviceCard(name, kind, OTHER_DEVICE)


def _keep(cards: dict[int, Any], row_id: int, card: Any) -> None:
    if card is None:
        cards.pop(row_id, None)
    else:
        cards[row_id] = card
