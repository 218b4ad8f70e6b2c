"""What is known of the tenant from the copy: people, companies, contacts, contracts, devices, words and hours.

Held in memory as cards with just what an item needs, and kept true by the change feed, so that nothing in it ages.
`apply` answers with the inputs that changed; `desk.state` knows which items read them.
"""

from collections.abc import Callable, Iterable, Iterator
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
    Ticket,
    TicketCategory,
)
from autotask.kinds import kind_of
from autotask.picklists import Picklist, Picklists
from desk.calendars import Calendars, Location, read_calendars
from desk.cards import (
    ContactCard,
    ContractCard,
    DeviceCard,
    ProjectCard,
    Vips,
    contact_card,
    contract_card,
    device_card,
    project_card,
)
from desk.counted_hours import CountedHours, Hours, Words
from desk.labels import Labels
from desk.letting_go import emptied
from desk.model import Person
from desk.people import person
from desk.settings import DeskSettings, parse_time
from replica.store import Replica
from replica.telling import LAST_GOOD

InputKey: TypeAlias = tuple[str, int]
"""An input of items: the kind of a row and its id. The hours of the whole tenant have id 0."""

GRAVEST = "P1"
"""The mark of the priority that goes before all others."""
COMING = "…"
"""Stands for a name until all of them have been read."""

HOURS: InputKey = ("hours", 0)
CROWD = "crowd"
"""The kind of an input: how many open tickets of a company came when; its id is the company's."""
_HOURS = (InternalLocationWithBusinessHours, InternalLocation, Holiday)


class _Shelf(NamedTuple):
    """Cards of one kind."""

    entity: type[Any]
    cards: dict[int, Any]
    make: Callable[[Any], Any]

    def put(self, row_id: int, row: Any) -> None:
        if row is None:
            self.cards.pop(row_id, None)
        else:
            self.cards[row_id] = self.make(row)


class Tenant:
    """The reference data of the desk."""

    def __init__(self, settings: DeskSettings) -> None:
        self.settings = settings
        self.backup_window = parse_time(settings.backup_window)
        self.labels = Labels(Picklists(), settings.status)
        self.people: dict[int, Person] = {}
        self.companies: dict[int, str] = {}
        self.contacts: dict[int, ContactCard] = {}
        self.contracts: dict[int, ContractCard] = {}
        self.projects: dict[int, ProjectCard] = {}
        self.devices: dict[int, DeviceCard] = {}
        self.categories: dict[int, str] = {}
        self.calendars: Calendars = read_calendars((), (), (), Picklist())
        self._counted = CountedHours(settings.calendars)
        self._named = False
        self._asked: set[InputKey] = set()
        vips = Vips(settings)
        shelves = (
            _Shelf(Resource, self.people, person),
            _Shelf(Company, self.companies, lambda row: row.company_name or f"company {row.id}"),
            _Shelf(Contact, self.contacts, lambda row: contact_card(row, vips)),
            _Shelf(Contract, self.contracts, contract_card),
            _Shelf(Project, self.projects, project_card),
            _Shelf(ConfigurationItem, self.devices, lambda row: device_card(row, self.labels)),
            _Shelf(TicketCategory, self.categories, lambda row: row.name or ""),
        )
        hours = tuple(_Shelf(entity, {}, lambda row: row) for entity in _HOURS)
        self._shelves = {kind_of(shelf.entity).name: shelf for shelf in (*shelves, *hours)}
        self._hours = {kind_of(shelf.entity).name: shelf for shelf in hours}

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of rows that `apply` takes."""
        return frozenset(self._shelves)

    def load(self, copy: Replica) -> None:
        """Read everything from the copy, in place of what was known."""
        self.labels = Labels(copy.picklists(), self.settings.status)
        self._named = bool(copy.remembered(LAST_GOOD))
        for shelf in self._shelves.values():
            shelf.cards.clear()
            for row in copy.rows(shelf.entity):
                shelf.put(row.id, row)
        self._read_hours()

    def apply(self, kind: str, row_id: int, row: Any) -> InputKey:
        """Take in a row, None where it is gone. Returns the input that changed.

        Raises:
            KeyError: a kind that is not among `kinds`.
        """
        self._shelves[kind].put(row_id, row)
        if kind not in self._hours:
            return kind, row_id
        self._read_hours()
        return HOURS

    @property
    def filling(self) -> bool:
        """Whether the first fill goes on, so that a name that is not known may still come."""
        return not self._named

    def names_are_read(self) -> frozenset[InputKey]:
        """Take it that the first fill is over: a name that is not known now is in no copy, and its number stands for
        it. Returns what was asked for before; nothing where it was over already."""
        self._named = True
        asked, self._asked = frozenset(self._asked), set()
        return asked

    def discard(self) -> Iterator[None]:
        """Take no more rows, and let go of all there are, some at each step."""
        shelves, self._shelves, self._hours = self._shelves, {}, {}
        return emptied(*(shelf.cards for shelf in shelves.values()))

    def hours_of(self, ticket: Ticket) -> Hours:
        """On which hours the service level of a ticket counts, and by what that is told."""
        words = Words(
            self.labels.word(Ticket, "service_level_agreement_id", ticket.service_level_agreement_id),
            self.labels.word(Ticket, "priority", ticket.priority),
            self.company_name(ticket.company_id),
            gravest=self.labels.ticket_priorities.get(ticket.priority or 0) == GRAVEST,
        )
        return self._counted.of(ticket, words, self.calendars)

    @property
    def strange_hours(self) -> str:
        """What is wrong with the hours that were set, in one sentence; empty where nothing is."""
        return self._counted.strangers(self.calendars) if self._named else ""

    def learn_hours(self, tickets: Iterable[Ticket]) -> bool:
        """Learn from open tickets on which hours service levels count. Returns whether it is known otherwise now."""
        return self._counted.learn(tickets, self.calendars)

    def home_of(self, resource_id: int | None) -> Location:
        """The location that a resource belongs to, the default one where that is not known."""
        known = self.people.get(-1 if resource_id is None else resource_id)
        return self.calendars.of_location(None if known is None else known.location_id)

    def name_of(self, resource_id: int | None) -> str:
        """The name of a resource, empty for nobody."""
        if resource_id is None:
            return ""
        known = self.people.get(resource_id)
        return known.name if known is not None else self._stand_in("Resources", resource_id, "resource")

    def name_for(self, resource_id: int | None, me: int | None) -> str:
        """The name of a resource as `me` reads it."""
        return "you" if me is not None and resource_id == me else self.name_of(resource_id)

    def contact_name(self, contact_id: int | None) -> str:
        """The name of a contact, empty for nobody."""
        if contact_id is None:
            return ""
        known = self.contacts.get(contact_id)
        return known.name if known is not None and known.name else self._stand_in("Contacts", contact_id, "contact")

    def is_person(self, contact_id: int | None) -> bool:
        """Whether a contact is somebody who can be answered, not the mailbox of a program."""
        known = self.contacts.get(-1 if contact_id is None else contact_id)
        return known is None or not known.machine

    def contract_kind(self, contract: ContractCard | None) -> str:
        """The type of a contract in the tenant's words."""
        return "" if contract is None else self.labels.word(Contract, "contract_type", contract.contract_type)

    def company_name(self, company_id: int | None) -> str:
        """The name of a company. Company 0 is the desk's own, a valid id."""
        if company_id is None:
            return ""
        return self.companies.get(company_id) or self._stand_in("Companies", company_id, "company")

    def _stand_in(self, kind: str, row_id: int, what: str) -> str:
        if self._named:
            return f"{what} {row_id}"
        self._asked.add((kind, row_id))
        return COMING

    def _read_hours(self) -> None:
        hours, locations, holidays = (shelf.cards.values() for shelf in self._hours.values())
        zones = self.labels.picklist(InternalLocationWithBusinessHours, "time_zone_id")
        self.calendars = read_calendars(hours, locations, holidays, zones)
