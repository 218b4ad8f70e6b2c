"""A whole ticket page: rows read from the copy in one go off the loop, then put into words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from autotask.entities import (
    AttachmentInfo,
    BillingCode,
    CompanyLocation,
    Role,
    ServiceCall,
    ServiceCallTicket,
    ServiceCallTicketResource,
    Ticket,
    TicketAdditionalContact,
    TicketChecklistItem,
    TimeEntry,
)
from desk.calendars import hours_text
from desk.entries import Entry, sane
from desk.model import Micros
from desk.overlay import NOTHING_OVER, Over
from desk.pages import (
    BookedCall,
    ChecklistLine,
    Device,
    FileLine,
    Pause,
    TicketDetail,
    TicketFacts,
    TimeLine,
    TimeSums,
)
from desk.records import Children, read_children
from desk.state import State
from desk.talk import conversation
from desk.tenant import Tenant
from desk.wording import milestone_lines
from replica.outbox.effects.comparing import without_marker
from replica.store import Replica
from workflows.hold_field import note_of


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a ticket page."""

    ticket: Ticket
    children: Children
    checklist: tuple[TicketChecklistItem, ...]
    calls: tuple[tuple[ServiceCall, tuple[int, ...]], ...]
    """Service calls with the resources that go."""
    files: tuple[AttachmentInfo, ...]
    further_contacts: tuple[int, ...]
    roles: Mapping[int, str]
    work_types: Mapping[int, str]
    location: str


def read_page(copy: Replica, ticket_id: int, over: Over = NOTHING_OVER) -> Page | None:
    """Read what a ticket page needs; for a reading thread. None when there is no such ticket.

    Args:
        over: what lies over the rows of the copy.
    """
    ticket = over.row("Tickets", ticket_id, copy.one(Ticket, ticket_id))
    if ticket is None:
        return None
    links = copy.rows(ServiceCallTicket, ticket_id=ticket_id)
    people = copy.rows_in(ServiceCallTicketResource, "service_call_ticket_id", [link.id for link in links])
    by_call: dict[int, list[int]] = {}
    for link in links:
        going = [row.resource_id for row in people if row.service_call_ticket_id == link.id]
        by_call.setdefault(link.service_call_id or 0, []).extend(who for who in going if who is not None)
    children = _over(read_children(copy, [ticket_id]), ticket_id, over)
    location = copy.one(CompanyLocation, ticket.company_location_id) if ticket.company_location_id else None
    return Page(
        ticket=ticket,
        children=children,
        checklist=over.over(
            "TicketChecklistItems", copy.rows(TicketChecklistItem, ticket_id=ticket_id), _of(ticket_id)
        ),
        calls=tuple((call, tuple(by_call[call.id])) for call in copy.rows_in(ServiceCall, "id", list(by_call))),
        files=tuple(copy.rows(AttachmentInfo, ticket_id=ticket_id)),
        further_contacts=tuple(
            sorted(row.contact_id for row in copy.rows(TicketAdditionalContact, ticket_id=ticket_id) if row.contact_id)
        ),
        roles=_names(copy, Role, {ticket.assigned_resource_role_id, *(entry.role_id for entry in children.entries)}),
        work_types=_names(copy, BillingCode, {entry.billing_code_id for entry in children.entries}),
        location="" if location is None else location.name or "",
    )


def _lasting(entry: Entry) -> tuple[tuple[Micros, None], ...]:
    return () if entry.stood.since is None else ((entry.stood.since, None),)


def _of(ticket_id: int) -> Callable[[Any], bool]:
    return lambda row: row.ticket_id == ticket_id


def _over(children: Children, ticket_id: int, over: Over) -> Children:
    return Children(
        notes=over.over("TicketNotes", children.notes, _of(ticket_id)),
        entries=over.over("TimeEntries", children.entries, _of(ticket_id)),
        helpers=over.over("TicketSecondaryResources", children.helpers, _of(ticket_id)),
        turns=children.turns,
        results=children.results,
    )


def ticket_detail(page: Page, entry: Entry, state: State, url: str | None, now: Micros, zone: ZoneInfo) -> TicketDetail:
    """A ticket page in words.

    Args:
        entry: the ticket as it stands in the order.
        url: where it opens in the browser.
        zone: of the reader.
    """
    ticket, tenant, me = page.ticket, state.tenant, state.viewing.me_id
    device = tenant.devices.get(ticket.configuration_item_id or -1)
    helpers = sorted(row.resource_id for row in page.children.helpers if row.resource_id is not None)
    return TicketDetail(
        item=entry.mine,
        facts=_facts(page, entry, tenant),
        milestones=milestone_lines(entry.item, entry, now, zone),
        pauses=tuple(Pause(*span) for span in (*entry.stood.earlier, *_lasting(entry))),
        conversation=conversation(ticket, page.children, tenant, me),
        time_entries=tuple(
            _time_line(row, page, tenant, me) for row in sorted(page.children.entries, key=_when, reverse=True)
        ),
        sums=_sums(page, me),
        checklist=tuple(_checklist(page, tenant, me)),
        devices=() if device is None else (Device(ticket.configuration_item_id or 0, device.name, device.kind, ""),),
        secondary=tuple(tenant.people[who] for who in helpers if who in tenant.people),
        calls=tuple(sorted(_calls(page, tenant), key=lambda call: (call.start, call.id))),
        resolution=ticket.resolution or "",
        url=url,
        files=tuple(_file(row) for row in sorted(page.files, key=lambda row: row.id)),
        further_contacts=tuple(filter(None, map(tenant.contact_name, page.further_contacts))),
    )


def _file(row: AttachmentInfo) -> FileLine:
    """A file by its own name; the title is what somebody called it."""
    path = (row.full_path or "").replace("\\", "/")
    name = path.rpartition("/")[2] or row.title or f"file {row.id}"
    size = None if row.file_size is None else round(row.file_size)
    return FileLine(row.id, name, row.content_type or "", size, row.ticket_note_id)


def _facts(page: Page, entry: Entry, tenant: Tenant) -> TicketFacts:
    ticket, item = page.ticket, entry.item
    contact = tenant.contacts.get(ticket.contact_id or -1)
    contract = tenant.contracts.get(ticket.contract_id or -1)

    def word(attr: str, value: int | None) -> str:
        return tenant.labels.word(Ticket, attr, value)

    return TicketFacts(
        status=item.status,
        hold="" if (note := note_of(ticket.hold_note)) is None else " · ".join(note.text.splitlines()),
        priority=item.priority,
        workflow=f"{item.workflow} {item.workflow_name}",
        queue=item.queue,
        owner=item.owner,
        role=page.roles.get(ticket.assigned_resource_role_id or -1, ""),
        company=item.company,
        location=page.location,
        contact=item.contact,
        contact_phone="" if contact is None else contact.phone,
        contact_email="" if contact is None else contact.email,
        vip=item.vip,
        contract="" if contract is None else contract.name,
        contract_kind=tenant.contract_kind(contract),
        service_level=word("service_level_agreement_id", ticket.service_level_agreement_id),
        category=tenant.categories.get(ticket.ticket_category or -1) or word("ticket_category", ticket.ticket_category),
        kind=word("ticket_type", ticket.ticket_type),
        issue=word("issue_type", ticket.issue_type),
        sub_issue=word("sub_issue_type", ticket.sub_issue_type),
        source=word("source", ticket.source),
        opened=item.created,
        touched=item.touched,
        touched_by=tenant.name_of(ticket.last_activity_resource_id),
        due=sane(ticket.due_date_time),
        completed=sane(ticket.completed_date),
        calendar=f"{hours_text(entry.location.schedule)} {entry.location.schedule.zone}",
    )


def _time_line(row: TimeEntry, page: Page, tenant: Tenant, me: int | None) -> TimeLine:
    return TimeLine(
        id=row.id,
        start=sane(row.start_date_time),
        end=sane(row.end_date_time),
        day="" if row.date_worked is None else row.date_worked.isoformat(),
        who=tenant.name_for(row.resource_id, me),
        minutes=_minutes(row.hours_worked),
        billed_minutes=None if row.hours_to_bill is None else _minutes(row.hours_to_bill),
        billable=not row.is_non_billable,
        work_type=page.work_types.get(row.billing_code_id or -1, ""),
        role=page.roles.get(row.role_id or -1, ""),
        summary=row.summary_notes or "",
        internal=without_marker(row.internal_notes),
    )


def _when(row: TimeEntry) -> tuple[str, Micros, int]:
    day = "" if row.date_worked is None else row.date_worked.isoformat()
    return day, sane(row.start_date_time) or 0, row.id


def _sums(page: Page, me: int | None) -> TimeSums:
    rows = page.children.entries
    estimated = page.ticket.estimated_hours
    return TimeSums(
        worked=sum(_minutes(row.hours_worked) for row in rows),
        billed=sum(_minutes(row.hours_to_bill) for row in rows if not row.is_non_billable),
        mine=sum(_minutes(row.hours_worked) for row in rows if me is not None and row.resource_id == me),
        estimated=None if estimated is None else _minutes(estimated),
    )


def _checklist(page: Page, tenant: Tenant, me: int | None) -> Iterator[ChecklistLine]:
    for row in sorted(page.checklist, key=lambda row: (row.position or 0, row.id)):
        yield ChecklistLine(
            id=row.id,
            text=row.item_name or "",
            done=bool(row.is_completed),
            important=bool(row.is_important),
            by=tenant.name_for(row.completed_by_resource_id, me),
            at=sane(row.completed_date_time),
        )


def _calls(page: Page, tenant: Tenant) -> Iterator[BookedCall]:
    for call, people in page.calls:
        start, end = sane(call.start_date_time), sane(call.end_date_time)
        if start is not None and end is not None:
            yield BookedCall(
                id=call.id,
                start=start,
                end=end,
                who=tuple(tenant.name_of(who) for who in dict.fromkeys(people)),
                description=call.description or "",
                status=tenant.labels.word(ServiceCall, "status", call.status),
                complete=bool(call.is_complete) or call.canceled_date_time is not None,
            )


def _minutes(hours: float | None) -> int:
    return round((hours or 0) * 60)


def _names(copy: Replica, entity: type[Any], ids: set[int | None]) -> dict[int, str]:
    return {row.id: row.name or "" for row in copy.rows_in(entity, "id", [id_ for id_ in ids if id_ is not None])}
