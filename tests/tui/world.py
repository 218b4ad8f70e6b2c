"""A desk of six people on a Tuesday morning, 09:41, in a real copy, behind a real LiveDesk.

Everything stands still: the desk's clock, the machine's and the wall. Tests move them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from autotask.entities import (
    Company,
    Contact,
    Contract,
    InternalLocation,
    InternalLocationWithBusinessHours,
    Resource,
    ServiceCall,
    ServiceCallTicket,
    ServiceCallTicketResource,
    Ticket,
    TicketChecklistItem,
    TicketNote,
    TimeEntry,
)
from autotask.picklists import Picklist, Picklists, PicklistValue
from desk.clocks import SettableClock
from desk.live import LiveDesk
from desk.model import Delta, SyncState, SyncStatus
from desk.settings import DeskSettings
from replica.store import Replica
from replica.writing import Batch
from sla.instants import micros
from tests.copies import as_it_stands, begun
from tui.app import ServiceDesk
from tui.settings import ScreenSettings
from workflows.catalog import packaged
from workflows.on_call import Rota

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)
DAY = NOW.replace(hour=0, minute=0)

STATUSES = ("New", "In Progress", "Waiting Customer", "Waiting Vendor", "Customer Note Added", "Complete")
STATUS_IDS = {label: 5 if label == "Complete" else 20 + at for at, label in enumerate(STATUSES)}
STATUS_IDS["New"] = 1
PEOPLE = (
    ("Ana", "Ruiz"),
    ("Ben", "Cole"),
    ("Chi", "Wu"),
    ("Dee", "Fox"),
    ("Eli", "Park"),
    ("Sam", "Hale"),
)
COMPANIES = ("Northwind Traders", "Acme Dental", "Contoso Law", "Fabrikam Engineering")


def at(clock: str, *, days: int = 0) -> datetime:
    """A time of that Tuesday, or of a day before it."""
    hours, minutes = clock.split(":")
    return DAY + timedelta(days=days, hours=int(hours), minutes=int(minutes))


class StillMachine:
    """Machine time that moves when a test moves it."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> float:
        return self.seconds


class StillSync:
    """Says what a test tells it to say."""

    def __init__(self) -> None:
        self.status = SyncStatus(
            SyncState.LIVE, since=NOW, last_good=NOW - timedelta(seconds=8), sentence="Up to date."
        )
        self.asked = 0
        self._callbacks: list[Callable[[SyncStatus], None]] = []

    def on_status(self, callback: Callable[[SyncStatus], None]) -> Callable[[], None]:
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    def refresh_now(self) -> None:
        self.asked += 1

    def say(self, status: SyncStatus) -> None:
        self.status = status
        for callback in tuple(self._callbacks):
            callback(status)


def picklists() -> Picklists:
    """The tenant's labels."""
    priorities = (("Critical", 4, 1), ("High", 1, 2), ("Medium", 2, 3), ("Low", 3, 4))
    return Picklists(
        {
            ("Tickets", "status"): Picklist(
                tuple(PicklistValue(STATUS_IDS[label], label, order) for order, label in enumerate(STATUSES))
            ),
            ("Tickets", "priority"): Picklist(
                tuple(PicklistValue(id_, label, order) for label, id_, order in priorities)
            ),
            ("Tickets", "queueID"): Picklist((PicklistValue(8, "Service desk", 1), PicklistValue(9, "Onboarding", 2))),
            ("Tickets", "source"): Picklist((PicklistValue(2, "Phone", 1), PicklistValue(4, "Email", 2))),
            ("Tickets", "ticketType"): Picklist((PicklistValue(1, "Service Request"), PicklistValue(2, "Incident"))),
            ("TicketNotes", "publish"): Picklist(
                (PicklistValue(1, "All Autotask Users"), PicklistValue(2, "Internal Project Team"))
            ),
        }
    )


def office() -> list[InternalLocationWithBusinessHours]:
    """Monday to Friday, 08:00 to 18:00, UTC."""
    hours: dict[str, Any] = {}
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday"):
        hours[f"{day}_business_hours_start_time"] = datetime(1900, 1, 1, 8, tzinfo=UTC)
        hours[f"{day}_business_hours_end_time"] = datetime(1900, 1, 1, 18, tzinfo=UTC)
    return [InternalLocationWithBusinessHours(id=1, name="HQ", is_default=True, **hours)]


def ticket(id_: int, title: str, **fields: Any) -> Ticket:
    """A ticket of Ana's, in progress, opened this morning."""
    known: dict[str, Any] = {
        "ticket_number": f"T20261124.{id_:04}",
        "status": STATUS_IDS["In Progress"],
        "priority": 2,
        "assigned_resource_id": 1,
        "company_id": 1,
        "contact_id": 1,
        "queue_id": 8,
        "source": 4,
        "ticket_type": 2,
        "create_date": at("07:37"),
        "last_activity_date": at("09:20"),
        "first_response_date_time": at("08:12"),
        "resolved_due_date_time": at("17:00"),
        **fields,
    }
    # Dates of Autotask's own for every milestone: what a workflow promises is no matter of these tests.
    known.setdefault("resolution_plan_due_date_time", known["resolved_due_date_time"])
    return Ticket(id=id_, title=title, **known)


def tickets() -> list[Ticket]:
    """Her morning, and what others have and nobody has."""
    return [
        ticket(31, "VPN drops every 10 min (3 users)", priority=1, resolution_plan_due_date_time=at("10:22"),
               resolved_due_date_time=at("16:22"), contract_id=1, description=(
                   "Hi, since this morning the VPN disconnects about every ten minutes for three of us, "
                   "see attached screenshot.\n\nLena")),
        ticket(32, "Server room UPS alarm, phones down", priority=4, company_id=2, contact_id=2,
               first_response_date_time=None, first_response_due_date_time=at("09:29"), create_date=at("09:14"),
               status=STATUS_IDS["New"], resolved_due_date_time=at("13:14")),
        ticket(33, "Outlook keeps asking for password", priority=1, company_id=3, contact_id=3,
               resolution_plan_due_date_time=at("10:36"), resolved_due_date_time=at("15:36"),
               status=STATUS_IDS["Customer Note Added"]),
        ticket(34, "Onboard J. Diaz (Teams call)", company_id=4, contact_id=4, queue_id=9, ticket_type=1),
        ticket(35, "Printer offline at front desk", company_id=2, contact_id=2, resolved_due_date_time=at("11:51")),
        ticket(36, "Shared mailbox permission for reception", company_id=3, contact_id=3, ticket_type=1,
               resolved_due_date_time=at("15:21")),
        ticket(37, "Wi-Fi slow in warehouse", priority=3, resolved_due_date_time=at("12:30", days=1)),
        ticket(38, "New starter laptop, licences", company_id=4, contact_id=4, status=STATUS_IDS["Waiting Customer"],
               create_date=at("08:30", days=-3), last_activity_date=at("08:31", days=-2)),
        ticket(39, "Renew wildcard certificate", priority=3, status=STATUS_IDS["Waiting Vendor"],
               create_date=at("10:30", days=-4), last_activity_date=at("11:31", days=-3)),
        ticket(40, "Teams rooms offline", priority=1, company_id=4, contact_id=4, assigned_resource_id=None,
               status=STATUS_IDS["New"], first_response_date_time=None, first_response_due_date_time=at("10:39")),
        ticket(41, "New VLAN for CCTV", assigned_resource_id=None, status=STATUS_IDS["New"],
               first_response_date_time=None, ticket_type=1),
        ticket(42, "Scanner to e-mail fails", company_id=3, contact_id=3, assigned_resource_id=2,
               resolved_due_date_time=at("08:01")),
        ticket(43, "Migrate file share", company_id=3, contact_id=3, assigned_resource_id=3, ticket_type=1,
               last_activity_date=at("09:00", days=-4), create_date=at("09:00", days=-6)),
        ticket(44, "Backup of NAS failed last night", priority=1, assigned_resource_id=4, company_id=2, contact_id=2,
               resolved_due_date_time=at("12:00")),
    ]  # fmt: skip


def contacts() -> list[Contact]:
    return [
        Contact(id=1, first_name="Lena", last_name="Ortiz", company_id=1, phone="+1 555 0100",
                email_address="lena@northwind.example"),
        Contact(id=2, first_name="Mo", last_name="Khan", company_id=2, phone="+1 555 0133"),
        Contact(id=3, first_name="Ines", last_name="Roth", company_id=3, title="Managing Partner"),
        Contact(id=4, first_name="Jo", last_name="Berg", company_id=4),
    ]  # fmt: skip


def notes() -> list[TicketNote]:
    return [
        TicketNote(id=1, ticket_id=31, create_date_time=at("08:12"), creator_resource_id=6, publish=2,
                   title="Assigned", description="Assigned to Ana. P2, plan due 10:00."),
        TicketNote(id=2, ticket_id=31, create_date_time=at("09:36"), created_by_contact_id=1, publish=1,
                   description="Still dropping, now also for Tom and Priya. Happens on the office Wi-Fi only."),
        TicketNote(id=3, ticket_id=31, create_date_time=at("08:40"), creator_resource_id=1, publish=1,
                   description="Hello Lena, we are on it. Does it also happen by cable?"),
        TicketNote(id=4, ticket_id=32, create_date_time=at("09:15"), created_by_contact_id=2, publish=1,
                   description="The alarm in the server room is beeping and no phone works. Please call me."),
    ]  # fmt: skip


def entries() -> list[TimeEntry]:
    def entry(id_: int, ticket_id: int, start: str, end: str, summary: str, internal: str = "") -> TimeEntry:
        hours = (at(end) - at(start)).total_seconds() / 3600
        return TimeEntry(id=id_, ticket_id=ticket_id, resource_id=1, date_worked=date(2026, 11, 24), role_id=None,
                         start_date_time=at(start), end_date_time=at(end), hours_worked=hours, hours_to_bill=hours,
                         summary_notes=summary, internal_notes=internal or None, create_date_time=at(end))  # fmt: skip

    return [
        entry(1, 33, "08:05", "08:30", "Reset the Outlook profile."),
        entry(2, 31, "09:18", "09:30", "Checked tunnel: phase 2 rekey every 600 s, lifetime mismatch with the ASA.",
              "Next: align phase 2 lifetime, retest with Lena."),
    ]  # fmt: skip


def checklist() -> list[TicketChecklistItem]:
    lines = ("reproduce", "collect logs", "align phase 2 lifetime", "confirm with users", "document")
    return [
        TicketChecklistItem(id=at_, ticket_id=31, item_name=text, position=at_, is_completed=at_ < 3,
                            is_important=at_ == 3, completed_by_resource_id=1 if at_ < 3 else None,
                            completed_date_time=at("09:20") if at_ < 3 else None)
        for at_, text in enumerate(lines, 1)
    ]  # fmt: skip


@dataclass
class World:
    """One desk and its clocks."""

    tickets: list[Ticket] = field(default_factory=tickets)
    me: str = "Ana Ruiz"
    settings: ScreenSettings = field(default_factory=ScreenSettings)
    empty: bool = False
    rotas: tuple[Rota, ...] = ()

    def __post_init__(self) -> None:
        self.clock = SettableClock(micros(NOW))
        self.machine = StillMachine()
        self.sync = StillSync()
        self.wall = NOW
        self.replica = (
            Replica.in_memory(owner="test", now=lambda: NOW)
            if self.empty
            else begun(_furnished(self.furniture, STATUSES), lambda: NOW)
        )
        self.desk = LiveDesk(
            self.replica,
            self.sync,
            settings=DeskSettings(me=self.me, resolution_plan_mapped=True),
            catalogue=packaged(),
            clock=self.clock,
            machine=self.machine,
            web_url=lambda: "https://ww5.autotask.net",
            rotas=self.rotas,
        )

    @staticmethod
    def furniture() -> list[tuple[str, Sequence[Any]]]:
        """What is in the copy besides the tickets, by kind."""
        people = [
            Resource(id=at_, first_name=first, last_name=last, is_active=True, location_id=1,
                     email=f"{first}.{last}@desk.example".lower()) for at_, (first, last) in enumerate(PEOPLE, 1)
        ]  # fmt: skip
        call = ServiceCall(id=1, company_id=4, start_date_time=at("10:30"), end_date_time=at("11:30"), status=1,
                           description="Onboard J. Diaz (Teams call)", is_complete=0)  # fmt: skip
        return [
            ("Resources", people),
            ("Companies", [Company(id=at_, company_name=name) for at_, name in enumerate(COMPANIES, 1)]),
            ("Contacts", contacts()),
            ("Contracts", [Contract(id=1, company_id=1, contract_name="Managed services")]),
            ("InternalLocations", [InternalLocation(id=1, name="HQ", is_default=True, time_zone="UTC")]),
            ("InternalLocationWithBusinessHours", office()),
            ("TicketNotes", notes()),
            ("TimeEntries", entries()),
            ("TicketChecklistItems", checklist()),
            ("ServiceCalls", [call]),
            ("ServiceCallTickets", [ServiceCallTicket(id=1, service_call_id=1, ticket_id=34)]),
            ("ServiceCallTicketResources", [ServiceCallTicketResource(id=1, service_call_ticket_id=1, resource_id=1)]),
        ]

    def app(self, **options: Any) -> ServiceDesk:
        """The app on this desk, its own second hand stopped."""
        return ServiceDesk(
            self.desk,
            self.settings,
            machine=self.machine,
            wall=lambda: self.wall,
            background=(self.start,),
            ticking=False,
            **options,
        )

    async def start(self) -> None:
        """Write the tickets and read the copy, as the program does when it starts."""
        if not self.empty:
            await self.put("Tickets", self.tickets)
        await self.desk.load()
        self.replica.subscribe(self.desk._beat.hear)

    async def close(self) -> None:
        """Let go of the copy, once the app is over."""
        self.replica.close()

    def say(self, status: SyncStatus) -> None:
        """The pull says something, and the desk passes it on as it does while it runs."""
        self.sync.say(status)
        self.desk._beat.tell(Delta(status_changed=True))

    async def put(self, kind: str, rows: list[Any]) -> None:
        """Write rows as a pull does."""
        await self.replica.write(Batch(kind, rows))

    async def change(self, kind: str, rows: list[Any]) -> None:
        """Write rows and let the desk take them in."""
        await self.put(kind, rows)
        await self.desk.settle()


@cache
def _furnished(furniture: Callable[[], list[tuple[str, Sequence[Any]]]], statuses: Sequence[str]) -> bytes:
    """The copy of a world before its tickets come; `statuses` are those of its picklists."""
    with Replica.in_memory(owner="test", now=lambda: NOW) as copy:
        copy._write_picklists(picklists())
        for name, rows in furniture():
            copy._write(Batch(name, rows))
        return as_it_stands(copy)
