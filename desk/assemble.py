"""A ticket with everything that belongs to it, made into a work item: workflow, clock, place, and for how long.

What was read out of texts is kept (`desk.judgements`); everything else is reckoned anew, which costs about a tenth of
a millisecond.
"""

from autotask.entities import Ticket
from desk import lanes
from desk.answering import reply_facts
from desk.calendars import Location
from desk.classifying import facts_of
from desk.entries import Assembled, Entry, next_after
from desk.judgements import Judgements
from desk.lanes import Lane, device_class, impact, next_window
from desk.marks import Marks, marks
from desk.model import ItemId, ItemKind, Micros, WorkItem
from desk.reading import Reading, clock_input, rank_facts
from desk.records import Records
from desk.tenant import CROWD, InputKey, Tenant
from desk.traces import NoteTrace, first_words, hold_of, unanswered_reply, worked_minutes
from desk.viewing import Viewing
from sla.clock import ClockInput, TicketClock, read_clock
from sla.errors import SlaError
from sla.pauses import Standing
from sla.targets import Scope, Targets
from workflows.catalog import Workflow
from workflows.classify import Classification
from workflows.order import Place, RankFacts, place


class TicketAssembler:
    """Makes work items of tickets."""

    def __init__(self, tenant: Tenant, records: Records, judgements: Judgements, viewing: Viewing) -> None:
        self._tenant = tenant
        self._records = records
        self._judgements = judgements
        self._viewing = viewing
        self.unreckoned: dict[int, str] = {}
        """Why business time cannot be reckoned for a ticket, by its id."""

    def assemble(self, ticket: Ticket, version: int, now: Micros) -> Assembled:
        """The item of an open ticket as it stands at `now`.

        A ticket that business time cannot be reckoned for stands without a service level, and `unreckoned` says why.
        """
        reading = self._read(ticket, now)
        try:
            made = self._reckon(reading, version, now)
        except SlaError as error:
            self.unreckoned[ticket.id] = f"{ticket.ticket_number or ticket.id}: {error}"
            return self._reckon(reading.without_promises(self._tenant.calendars.always), version, now, clocked=False)
        self.unreckoned.pop(ticket.id, None)
        return made

    def _reckon(self, reading: Reading, version: int, now: Micros, *, clocked: bool = True) -> Assembled:
        asked = clock_input(reading, self._tenant, now, plan_mapped=self._plan_mapped)
        clock = read_clock(asked, now)
        facts = rank_facts(reading, clock, asked, now)
        shared = place(facts, now)
        marked = marks(
            clock,
            asked,
            reading.kind,
            reading.touched,
            reading.bookings,
            reading.location,
            self._tenant.settings,
            now,
        )
        item = self._item(reading, asked, clock if clocked else None, facts, shared, marked, version)
        mine, my_change = self._viewing.overlaid(item, facts, reading.bookings, now)
        spared, spared_until = self._viewing.spared(item, reading.location.calendar, now)
        ends = (booking.end for booking in reading.bookings)
        turns = (clock.changes_at, shared.changes_at, my_change, facts.next_window, spared_until)
        wakes_at = next_after(now, (*turns, *marked.turns, *ends))
        stood = Standing(asked.pauses, asked.paused_since)
        calendars = marked.calendars if clocked else ()
        entry = Entry(item, mine, facts, reading.location, marked.pending, stood, calendars, spared)
        return Assembled(entry, wakes_at, self._inputs(reading))

    def forget(self, ticket_id: int) -> None:
        """Drop what is kept of a ticket that has left."""
        self._judgements.forget(ticket_id)
        self.unreckoned.pop(ticket_id, None)

    @property
    def _plan_mapped(self) -> bool:
        """Whether some status records a resolution plan: as set, else whether any ticket has one recorded.

        A due date alone is no sign of it: service levels carry the objective in tenants where no status ever meets it,
        and every ticket would then miss its plan (domain 1.6).
        """
        said = self._tenant.settings.resolution_plan_mapped
        return self._records.plan_recorded if said is None else said

    def _read(self, ticket: Ticket, now: Micros) -> Reading:
        tenant, records, item_id = self._tenant, self._records, ItemId(ItemKind.TICKET, ticket.id)
        notes, work = records.notes.of(ticket.id), records.work.of(ticket.id)
        found = self._judgements.classify(facts_of(ticket, tenant, first_words(notes.values())))
        company = tenant.company_name(ticket.company_id)
        hours = tenant.hours_of(ticket)
        location = hours.counts
        contact = tenant.contacts.get(ticket.contact_id or -1)
        vip = contact is not None and contact.vip
        reply = unanswered_reply(notes, work.values(), tenant.is_person)
        workflow = self._judgements.catalogue.workflows[found.workflow]
        return Reading(
            ticket=ticket,
            item=item_id,
            kind=tenant.labels.status_kind(Ticket, ticket.status),
            status=self._word("status", ticket.status),
            company=company,
            location=location,
            classification=found,
            workflow=workflow,
            worked_minutes=worked_minutes(work.values()),
            reply_at=None if reply is None or self._needs_no_answer(ticket, found, reply) else reply.at,
            bookings=tuple(booking for booking in records.bookings.of(item_id) if booking.end > now),
            helpers=frozenset(records.helpers.of(ticket.id).values()),
            vip=vip,
            hold_until=None if (hold := hold_of(notes.values(), ticket.hold_note).hold) is None else hold.until,
            lane=self._lane(ticket, found, location, now, vip=vip),
            turns=records.turns.get(ticket.id, ()),
            verdicts=next(iter(records.verdicts.of(ticket.id).values()), (None, None, None)),
            targets=self._promised(ticket, workflow, company),
            hours_known=hours.known,
        )

    def _promised(self, ticket: Ticket, workflow: Workflow, company: str) -> Targets:
        contract = self._tenant.contracts.get(ticket.contract_id or -1)
        priority = self._word("priority", ticket.priority)
        scope = Scope("" if contract is None else contract.name, company, priority, workflow.id)
        return self._judgements.catalogue.overrides.in_force(workflow.targets, scope)

    def _lane(self, ticket: Ticket, found: Classification, location: Location, now: Micros, *, vip: bool) -> Lane:
        match found.workflow:
            case lanes.CRITICAL:
                return Lane(impact=impact(found, vip=vip, crowd=self._records.crowds.around(ticket.id)))
            case lanes.BACKUP:
                return Lane(next_window=next_window(self._tenant.backup_window, location, now))
            case lanes.ALERT:
                device = self._tenant.devices.get(ticket.configuration_item_id or -1)
                return Lane(device_class=device_class(device), duplicates=self._records.alerts.duplicates(ticket.id))
        return Lane()

    def _inputs(self, reading: Reading) -> frozenset[InputKey]:
        ticket = reading.ticket
        named = [
            ("Companies", ticket.company_id),
            ("Contacts", ticket.contact_id),
            ("Contracts", ticket.contract_id),
            ("ConfigurationItems", ticket.configuration_item_id),
            ("TicketCategories", ticket.ticket_category),
            ("Resources", ticket.assigned_resource_id),
            *(("Contacts", note.contact) for note in self._records.notes.of(ticket.id).values() if note.customer),
        ]
        if reading.workflow.id == lanes.CRITICAL:
            named.append((CROWD, ticket.company_id))
        return frozenset((kind, row_id) for kind, row_id in named if row_id is not None)

    def _item(
        self,
        reading: Reading,
        asked: ClockInput,
        clock: TicketClock | None,
        facts: RankFacts,
        shared: Place,
        marked: Marks,
        version: int,
    ) -> WorkItem:
        tenant, ticket = self._tenant, reading.ticket
        contact = tenant.contacts.get(ticket.contact_id or -1)
        return WorkItem(
            id=reading.item,
            number=ticket.ticket_number or str(ticket.id),
            title=ticket.title or "",
            company_id=ticket.company_id,
            company=reading.company,
            contact_id=ticket.contact_id,
            contact="" if contact is None else contact.name,
            priority=self._word("priority", ticket.priority),
            priority_mark=tenant.labels.ticket_priorities.get(ticket.priority or 0, ""),
            status=reading.status,
            status_kind=reading.kind,
            queue_id=ticket.queue_id,
            queue=self._word("queue_id", ticket.queue_id),
            owner_id=ticket.assigned_resource_id,
            owner=tenant.name_of(ticket.assigned_resource_id),
            workflow=reading.workflow.id,
            workflow_name=reading.workflow.name,
            clock=clock,
            place=shared,
            classification=reading.classification,
            created=reading.created,
            touched=reading.touched,
            hold_release=facts.hold_release,
            reply_at=reading.reply_at,
            booked_start=facts.booked_start,
            booked_end=facts.booked_end,
            estimated_minutes=facts.estimated_minutes,
            vip=facts.vip,
            late=marked.late,
            soon=marked.soon,
            stale=marked.stale,
            paused=asked.paused_since is not None,
            resources=reading.resources,
            zone=reading.location.schedule.zone,
            version=version,
        )

    def _needs_no_answer(self, ticket: Ticket, found: Classification, reply: NoteTrace) -> bool:
        completed = self._judgements.completed.get(ticket.id)
        return self._judgements.needs_no_answer(ticket.id, reply_facts(self._tenant, ticket, found, reply, completed))

    def _word(self, attr: str, value: int | None) -> str:
        return self._tenant.labels.word(Ticket, attr, value)
