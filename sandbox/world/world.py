"""The world: founded with a history, then advanced event by event to whatever instant is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sandbox.picklists import PicklistValue
from sandbox.store import Record, Store
from sandbox.time_off import rebalance
from sandbox.world.absences import Absences
from sandbox.world.agenda import Agenda
from sandbox.world.arrivals import Arrivals
from sandbox.world.bookings import AHEAD, Bookings
from sandbox.world.companies import CompanyBuilder
from sandbox.world.contracts import Agreements, write_billing_lists
from sandbox.world.customers import Customers
from sandbox.world.desk import Desk
from sandbox.world.dossiers import write_dossiers
from sandbox.world.history import first_ids, write_history
from sandbox.world.incidents import Event, arrange
from sandbox.world.instants import DAY, date_stamp, seconds, stamp
from sandbox.world.invoicing import Invoicing
from sandbox.world.labels import Status, tenant_picklists
from sandbox.world.ledger import MemoryLedger, StoreLedger
from sandbox.world.library import library_picklists, write_library
from sandbox.world.outcomes import Outcomes
from sandbox.world.people import build_techs, write_lists, write_people
from sandbox.world.places import build_places, write_places
from sandbox.world.posting import FIRST_ITEM
from sandbox.world.projects import FIRST_PROJECT, FIRST_TASK, Projects
from sandbox.world.record_rules import RecordRules
from sandbox.world.rules import Rules
from sandbox.world.service_units import ServiceUnits
from sandbox.world.sheets import Round
from sandbox.world.sizes import SIZES
from sandbox.world.technicians import Technicians
from sandbox.world.tickets import FIRST_TICKET, Tickets
from sandbox.world.traces import write_traces
from sandbox.world.trade import trade_picklists, write_trade
from sandbox.world.triage import Triage
from sandbox.world.user_fields import define_user_fields
from sandbox.world.workflow_rules import WorkflowRules

_FIRST_IDS = {
    "Tickets": FIRST_TICKET, "TicketNotes": 88_300, "TimeEntries": 61_700, "TicketHistory": 240_500,
    "Projects": FIRST_PROJECT, "Tasks": FIRST_TASK, "Phases": 51_000, "ServiceCalls": 7_150,
    "Appointments": 19_400, "NotificationHistory": 310_000, "CompanyLocations": 29_683_900, "Products": 29_680_310,
}  # fmt: skip


class World:
    """A desk that lives in a store.

    Args:
        store: an empty one; from `found` on, what stands there is the truth, also when clients change it.
        seed: the same seed, clock and requests give the same records.
        at: the instant up to which history is written.
        size: `tiny`, `small`, `medium` or `large`.

    Raises:
        ValueError: `at` is naive or the size unknown.
    """

    def __init__(self, store: Store, *, seed: int, at: datetime, size: str) -> None:
        if size not in SIZES:
            raise ValueError(f"there is no size {size!r}; choose from {', '.join(SIZES)}")
        self._store = store
        self._seed = seed
        self._size = SIZES[size]
        self._now = seconds(at)
        first = first_ids(_FIRST_IDS, self._size)
        self._memory = MemoryLedger(first)
        self._invoicing = Invoicing(seed, behind=FIRST_ITEM + first["TimeEntries"] - 1)
        self._start = self._now - self._size.days * DAY
        self._populate()

    def _populate(self) -> None:
        places = build_places(stamp(self._start).year)
        today = date.fromordinal(places.offices["nl"].hours.day_of(self._start))
        memory = self._memory
        write_places(memory, places)
        write_lists(memory)
        techs = build_techs(self._seed, self._size.techs, places)
        write_people(memory, techs)
        agreements = Agreements(today)
        write_billing_lists(memory)
        companies = CompanyBuilder(memory, self._seed, places, today, agreements).build(self._size.companies)
        write_trade(memory, companies, date.fromordinal(places.offices["nl"].hours.day_of(self._now)), self._seed)
        present = date_stamp(stamp(self._now).date())
        write_library(memory, techs, present)
        write_dossiers(memory, companies, techs, present)
        self._services = ServiceUnits()
        self._services.write(memory, companies, today)
        rules = Rules(places, {company.id: company for company in companies})
        self._desk = Desk(self._seed, self._size, memory, Agenda(), places, techs, companies, rules, agreements)
        self._tickets = Tickets(self._desk)
        self._customers = Customers(self._desk, self._tickets)
        self._bookings = Bookings(self._desk, self._tickets)
        self._projects = Projects(self._desk)
        self._hours = places.offices["nl"].hours
        self._desk.agenda.on("month", self.begin_month)
        self._workflow = WorkflowRules(self._desk, self._store)
        self._record_rules = RecordRules(self._desk, self._store)
        self._sheets = Round(self._desk, self._store)
        triage = Triage(self._desk, self._tickets)
        outcomes = Outcomes(self._desk, self._tickets, self._bookings, self._customers)
        self._technicians = Technicians(self._desk, self._tickets, self._bookings, self._projects, outcomes)
        self._absences = Absences(self._desk, self._store, self._bookings, self._technicians)
        self._arrivals = Arrivals(self._desk, self._tickets, triage, self._customers, self._bookings, self._projects)

    def found(self) -> None:
        """Live through the days before the start in memory, and write them into the store at once."""
        desk, at = self._desk, self._start
        hours = desk.places.offices["nl"].hours
        first = hours.day_of(at)
        for ordinal in range(first, first + AHEAD):
            self._bookings.plan_meetings(date.fromordinal(ordinal), at)
        for month in _months(date.fromordinal(first - 62), 5):
            self._bookings.plan_leave(month, at)
        for month in _months(date.fromordinal(first - 62), 3):
            self._projects.begin_month(month, at)
        desk.agenda.add(hours.instant(first, 0), "day", first)
        self._technicians.begin(at)
        self._expect_month(at)
        self._sheets.begin(at)
        desk.agenda.run(self._now)
        define_user_fields(self._store)
        write_traces(self._memory, desk.companies)
        today = date.fromordinal(hours.day_of(self._now))
        self._bookings.allow(today.year)
        with self._store.filling():
            self._memory.flush(self._store)
            write_history(self._store, self._size, hours.instant(first, 0), hours.instant(first + self._size.days, 0))
        rebalance(self._store, today)
        desk.ledger = StoreLedger(self._store)

    def begin_month(self, at: int) -> None:
        """Begin the periods of recurring services, write invoices, and expect the next month."""
        first = date.fromordinal(self._hours.day_of(at))
        services = self._services.next_month(self._desk.ledger, first, at)
        self._invoicing.begin_month(self._desk.ledger, first, at, services)
        self._expect_month(at)

    def _expect_month(self, at: int) -> None:
        today = date.fromordinal(self._hours.day_of(at))
        following = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
        self._desk.agenda.add(self._hours.instant(following.toordinal(), 0), "month")

    def arrange(self, events: Sequence[Event]) -> None:
        """Let events of a scenario happen, their minutes counted from the present of the world."""
        arrange(self._desk, self._bookings, events, self._now)

    def advance(self, to: datetime) -> None:
        """Let everything happen that is due up to and including an instant; an earlier one does nothing."""
        until = seconds(to)
        if until < self._now:
            return
        self._hear_clients()
        if self._desk.agenda.due(until):
            with self._store.transaction():
                self._desk.agenda.run(until)
        if self._hours.day_of(until) != self._hours.day_of(self._now):
            rebalance(self._store, date.fromordinal(self._hours.day_of(until)))
        self._now = until

    def noticed(self, before: Record | None, ticket: Record, by: int | None, at: datetime) -> Record:
        """Give the fields that the SLA changes because a client opened or moved a ticket: dates, pauses, results."""
        now = seconds(at)
        changes = self._desk.rules.noticed(before, ticket, now, by)
        moved = before is not None and before["status"] != ticket["status"]
        if moved and ticket["status"] == Status.COMPLETE:
            self._write_result({**ticket, **changes}, now)
        self._workflow.ticket_changed(before, ticket, by, now)
        return changes

    def told(self, entity: str, before: Record | None, record: Record, at: datetime) -> None:
        """Take notice of what a client wrote beside tickets: time off that was granted, what rules look at."""
        match entity:
            case "TimeOffRequestsApprove":
                self._absences.decided(record["timeOffRequestID"], seconds(at))
            case "TimeOffRequests":
                self._absences.changed(record, before, seconds(at))
            case _:
                self._record_rules.told(entity, before, record, seconds(at))

    def deliver(self, ticket: int, text: str, at: datetime) -> None:
        """Let the contact of a ticket write a mail, with everything that the tenant's rules make of it.

        Raises:
            ValueError: the ticket is not known, or has no contact.
        """
        with self._store.transaction():
            self._customers.write_mail(ticket, text, seconds(at))

    def _write_result(self, ticket: Record, at: int) -> None:
        """Write the SLA result of a ticket that a client completed, over the one of an earlier completion."""
        result = self._desk.rules.result(ticket, at)
        if result is None:
            return
        entity, life = "ServiceLevelAgreementResults", self._desk.lives.get(ticket["id"])
        standing = self._store.select(entity, "ticketID = ?", (ticket["id"],), limit=1)
        if standing:
            self._store.update(entity, standing[0]["id"], result)
            return
        number = self._store.insert(entity, result)
        if life is not None:
            life.result = number

    def _hear_clients(self) -> None:
        """Take notice of what clients wrote since the last event: tickets get SLA dates, notes answers, time a bill."""
        for record in self._store.select("Tickets", after_id=self._tickets.newest_ticket):
            self._tickets.adopt(record)
        newer = self._store.select("TicketNotes", after_id=self._tickets.newest_note)
        for note in newer:
            self._workflow.note_written(note)
            self._customers.hear(note, self._now)
            self._tickets.newest_note = int(str(note["id"]))
        billed = "(ticketID IS NOT NULL OR taskID IS NOT NULL)"
        for entry in self._store.select("TimeEntries", billed, after_id=self._desk.newest_entry):
            self._desk.unposted.append(entry["id"])
            self._desk.newest_entry = entry["id"]

    def picklists(self) -> Mapping[str, Sequence[PicklistValue]]:
        """The tenant's own lists, by `Entity.field`; others are as Autotask ships them."""
        return {**trade_picklists(), **library_picklists(), **tenant_picklists()}


def _months(first: date, count: int) -> list[date]:
    months = []
    year, month = first.year, first.month
    for _ in range(count):
        months.append(date(year, month, 1))
        year, month = year + month // 12, month % 12 + 1
    return months
