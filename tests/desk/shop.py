"""A small shop in a real copy: its words, people, clients and hours, and the means to change them.

Monday to Friday 08:00 to 18:00 in London, Christmas Day off; the clock stands at Tuesday 24 November 2026, 09:41,
where London keeps UTC.
"""

import itertools
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from autotask.entities import (
    Appointment,
    Company,
    Contact,
    Contract,
    Holiday,
    InternalLocationWithBusinessHours,
    Project,
    Resource,
    ResourceDailyAvailability,
    ServiceCall,
    ServiceCallTicket,
    ServiceCallTicketResource,
    Task,
    Ticket,
    TicketNote,
    TimeEntry,
)
from autotask.kinds import kind_of
from autotask.picklists import Picklist, Picklists, PicklistValue
from desk.clocks import SettableClock
from desk.live import LiveDesk
from desk.model import Delta, ItemId, ItemKind, SyncState, SyncStatus
from desk.settings import DeskSettings
from replica.feed import Change
from replica.store import Replica
from replica.writing import Batch
from sla.instants import Micros, micros
from workflows.catalog import packaged
from workflows.on_call import Rota

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)
ANA, BEN, CHI = 11, 12, 13
NORTHWIND, ACME, CONTOSO = 101, 102, 103
LENA, TOM = 201, 202
MANAGED = 301
NEW, COMPLETE, WAITING_CUSTOMER, IN_PROGRESS, ON_HOLD, WAITING_VENDOR = 1, 5, 7, 8, 17, 12
CRITICAL, HIGH, MEDIUM, LOW = 4, 1, 2, 3
INCIDENT, REQUEST = 2, 1


def ticket_id(number: int) -> ItemId:
    return ItemId(ItemKind.TICKET, number)


def at(clock: str, day: int = 24, month: int = 11) -> datetime:
    """A moment of November 2026 in London, which is UTC then."""
    hours, minutes = clock.split(":")
    return datetime(2026, month, day, int(hours), int(minutes), tzinfo=UTC)


def us(moment: datetime) -> Micros:
    return micros(moment)


def _list(*rows: tuple[int, str]) -> Picklist:
    return Picklist(tuple(PicklistValue(id_, label, sort_order=place) for place, (id_, label) in enumerate(rows, 1)))


STATUSES = _list(
    (NEW, "New"),
    (15, "Customer Note Added"),
    (11, "Escalate"),
    (IN_PROGRESS, "In Progress"),
    (10, "Scheduled"),
    (WAITING_CUSTOMER, "Waiting Customer"),
    (WAITING_VENDOR, "Waiting Vendor"),
    (9, "Waiting Materials"),
    (ON_HOLD, "On Hold"),
    (COMPLETE, "Complete"),
)

WORDS = Picklists(
    {
        ("Tickets", "status"): STATUSES,
        ("Tasks", "status"): STATUSES,
        ("Tickets", "priority"): _list((CRITICAL, "Critical"), (HIGH, "High"), (MEDIUM, "Medium"), (LOW, "Low")),
        ("Tickets", "queueID"): _list((5, "Service Desk"), (8, "Monitoring Alert")),
        ("Tickets", "ticketType"): _list((REQUEST, "Service Request"), (INCIDENT, "Incident"), (5, "Alert")),
        ("Tickets", "source"): _list((2, "Phone"), (4, "Email"), (8, "Monitoring Alert")),
        ("TicketNotes", "noteType"): _list((3, "Task Notes"), (13, "Workflow Rule Note")),
        ("TicketNotes", "publish"): _list(
            (1, "All Autotask Users"), (2, "Internal Users Only"), (4, "Internal & Co-Managed")
        ),
        ("Contracts", "contractType"): _list((7, "Recurring Service")),
        ("InternalLocationWithBusinessHours", "timeZoneID"): _list(
            (31, "GMT Standard Time"), (32, "New Zealand Standard Time")
        ),
    }
)


def location(**changes: Any) -> InternalLocationWithBusinessHours:
    """The office: weekdays 08:00 to 18:00."""
    hours = {
        f"{day}_business_hours_{edge}_time": datetime(1900, 1, 1, hour, tzinfo=UTC)
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
        for edge, hour in (("start", 8), ("end", 18))
    }
    known: dict[str, Any] = {
        "id": 1,
        "name": "London",
        "is_default": True,
        "time_zone_id": 31,
        "holiday_set_id": 1,
        **hours,
    }
    return InternalLocationWithBusinessHours(**(known | changes))


def resource(id_: int, first: str, last: str, **changes: Any) -> Resource:
    known: dict[str, Any] = {
        "id": id_,
        "first_name": first,
        "last_name": last,
        "email": f"{first.lower()}@desk.example",
        "user_name": f"{first[0].lower()}{last.lower()}",
        "is_active": True,
        "location_id": 1,
    }
    return Resource(**(known | changes))


PEOPLE = (resource(ANA, "Ana", "Ruiz"), resource(BEN, "Ben", "Cole"), resource(CHI, "Chi", "Wu"))
CLIENTS = (
    Company(id=NORTHWIND, company_name="Northwind"),
    Company(id=ACME, company_name="Acme Dental"),
    Company(id=CONTOSO, company_name="Contoso Law"),
)
CONTACTS = (
    Contact(id=LENA, company_id=NORTHWIND, first_name="Lena", last_name="Ortiz", email_address="lena@northwind.example",
            phone="+1 555 0100"),
    Contact(id=TOM, company_id=ACME, first_name="Tom", last_name="Hart", title="Managing Director"),
)  # fmt: skip


def ticket(number: int, **changes: Any) -> Ticket:
    """An incident of medium priority with Ana in progress, opened at 09:00 today."""
    known: dict[str, Any] = {
        "id": number,
        "ticket_number": f"T20261124.{number:04}",
        "title": "Outlook is slow",
        "company_id": NORTHWIND,
        "contact_id": LENA,
        "contract_id": MANAGED,
        "status": IN_PROGRESS,
        "priority": MEDIUM,
        "ticket_type": INCIDENT,
        "queue_id": 5,
        "source": 4,
        "assigned_resource_id": ANA,
        "create_date": at("09:00"),
        "last_activity_date": at("09:30"),
        "first_response_date_time": at("09:10"),
    }
    return Ticket(**(known | changes))


class FixedMachine:
    """Machine time that stands still: no slice ever ends early."""

    def now(self) -> float:
        return 0.0


class StillSync:
    """A synchronisation that says what it is told to."""

    def __init__(self) -> None:
        self.status = SyncStatus(SyncState.LIVE, NOW)
        self.asked = 0
        self._callbacks: list[Callable[[SyncStatus], None]] = []

    def on_status(self, callback: Callable[[SyncStatus], None]) -> Callable[[], None]:
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    def say(self, state: SyncState) -> None:
        self.status = SyncStatus(state, NOW)
        for callback in tuple(self._callbacks):
            callback(self.status)

    def refresh_now(self) -> None:
        self.asked += 1


class Shop:
    """A copy on disk and a clock."""

    def __init__(self, folder: Path) -> None:
        self.copy = Replica.open(folder / "copy")
        self.clock = SettableClock(us(NOW))
        self.sync = StillSync()
        self._ids = itertools.count(9_000)

    async def furnish(self) -> None:
        """Words, people, clients, hours."""
        await self.copy.write_picklists(WORDS)
        await self.put(*PEOPLE, *CLIENTS, *CONTACTS, location())
        await self.put(Holiday(id=1, holiday_set_id=1, holiday_date=date(2026, 12, 25), holiday_name="Christmas Day"))
        await self.put(Contract(id=MANAGED, company_id=NORTHWIND, contract_name="Managed", contract_type=7))

    async def put(self, *entities: Any) -> list[Change]:
        """Write rows as the pull would."""
        by_kind: dict[str, list[Any]] = {}
        for entity in entities:
            by_kind.setdefault(kind_of(type(entity)).name, []).append(entity)
        return [change for kind, rows in by_kind.items() for change in await self.copy.write(Batch(kind, rows))]

    async def drop(self, entity: type[Any], *ids: int) -> list[Change]:
        """Learn that rows are gone."""
        return await self.copy.write(Batch(kind_of(entity).name, gone=ids))

    def desk(self, me: str = "ana@desk.example", rotas: Sequence[Rota] = (), **settings: Any) -> LiveDesk:
        """A desk on the copy, not loaded yet."""
        return LiveDesk(
            self.copy,
            self.sync,
            settings=DeskSettings(me=me, **settings),
            catalogue=packaged(),
            clock=self.clock,
            machine=FixedMachine(),
            web_url=lambda: "https://ww14.autotask.net/",
            rotas=rotas,
        )

    async def live(self, me: str = "ana@desk.example", rotas: Sequence[Rota] = (), **settings: Any) -> "Following":
        """A desk that follows the copy, loaded, and caught up where the synchronisation is live."""
        following = Following(self, self.desk(me, rotas, **settings))
        await following.desk.load()
        await following.desk.settle()
        following.deltas.clear()
        return following

    def next_id(self) -> int:
        return next(self._ids)

    def note(self, ticket: int, text: str, moment: datetime, **changes: Any) -> TicketNote:
        """A public note of the customer."""
        known: dict[str, Any] = {
            "id": self.next_id(),
            "ticket_id": ticket,
            "description": text,
            "create_date_time": moment,
            "created_by_contact_id": LENA,
            "publish": 1,
            "note_type": 3,
        }
        return TicketNote(**(known | changes))

    def answer(self, ticket: int, text: str, moment: datetime, **changes: Any) -> TicketNote:
        """A public note of Ana."""
        return self.note(
            ticket, text, moment, **({"created_by_contact_id": None, "creator_resource_id": ANA} | changes)
        )

    def entry(self, ticket: int | None, start: datetime, minutes: int, **changes: Any) -> TimeEntry:
        """Ana's time on a ticket."""
        known: dict[str, Any] = {
            "id": self.next_id(),
            "ticket_id": ticket,
            "resource_id": ANA,
            "start_date_time": start,
            "end_date_time": start + timedelta(minutes=minutes),
            "create_date_time": start + timedelta(minutes=minutes),
            "date_worked": start.date(),
            "hours_worked": minutes / 60,
            "hours_to_bill": minutes / 60,
            "summary_notes": "worked on it",
        }
        return TimeEntry(**(known | changes))

    def call(self, ticket: int, start: datetime, minutes: int, *people: int) -> list[Any]:
        """A service call that visits a ticket, with everybody who goes."""
        call, link = self.next_id(), self.next_id()
        return [
            ServiceCall(
                id=call,
                company_id=NORTHWIND,
                start_date_time=start,
                end_date_time=start + timedelta(minutes=minutes),
                is_complete=0,
            ),
            ServiceCallTicket(id=link, service_call_id=call, ticket_id=ticket),
            *(
                ServiceCallTicketResource(id=self.next_id(), service_call_ticket_id=link, resource_id=who)
                for who in people
            ),
        ]

    def appointment(self, title: str, start: datetime, minutes: int, who: int = ANA) -> Appointment:
        return Appointment(
            id=self.next_id(),
            title=title,
            resource_id=who,
            start_date_time=start,
            end_date_time=start + timedelta(minutes=minutes),
        )

    def project_task(self, title: str, start: datetime, who: int | None = ANA, **changes: Any) -> list[Any]:
        """A task in a running project of Northwind."""
        task: dict[str, Any] = {
            "id": self.next_id(),
            "project_id": 700,
            "title": title,
            "task_number": "T20261101.0001.1",
            "status": NEW,
            "assigned_resource_id": who,
            "start_date_time": start,
            "estimated_hours": 2.0,
        }
        return [Project(id=700, company_id=NORTHWIND, project_name="Office move", status=2), Task(**(task | changes))]

    def availability(self, who: int, hours: float) -> ResourceDailyAvailability:
        days = ("monday", "tuesday", "wednesday", "thursday", "friday")
        given: dict[str, Any] = {f"{day}_available_hours": hours for day in days}
        return ResourceDailyAvailability(id=self.next_id(), resource_id=who, **given)


class Following:
    """A desk that hears the copy, and what it told."""

    def __init__(self, shop: Shop, desk: LiveDesk) -> None:
        self.shop = shop
        self.desk = desk
        self.deltas: list[Delta] = []
        desk.subscribe(self.deltas.append)

    async def put(self, *entities: Any) -> list[Delta]:
        """Write rows and let the desk take them in; returns what it told."""
        return await self.take(await self.shop.put(*entities))

    async def drop(self, entity: type[Any], *ids: int) -> list[Delta]:
        return await self.take(await self.shop.drop(entity, *ids))

    async def take(self, changes: list[Change]) -> list[Delta]:
        self.deltas.clear()
        self.desk.hear(changes)
        await self.desk.settle()
        return list(self.deltas)

    async def move(self, moment: datetime) -> list[Delta]:
        """Let desk time go on to a moment."""
        self.deltas.clear()
        self.shop.clock.set(us(moment))
        await self.desk.settle()
        return list(self.deltas)
