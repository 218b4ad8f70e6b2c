"""What the forms of one ticket start with: note, hold, assignment, fields, completion."""

from collections.abc import Mapping, Sequence

from autotask.entities import (
    BillingCode,
    Contact,
    ResourceRole,
    Ticket,
    TicketAdditionalContact,
    TicketNote,
    TicketSecondaryResource,
)
from desk.acts.commands import Complete
from desk.acts.drafts import Drafts
from desk.acts.forms_time import TimeForms
from desk.acts.gate import Gate
from desk.acts.known import Known
from desk.acts.offers import (
    AssignForm,
    AudienceOffer,
    ChangeForm,
    Choice,
    CompleteForm,
    Holder,
    HoldForm,
    HoldOffer,
    NoteForm,
    Obstacle,
)
from desk.acts.planning_flow import FlowPlanner
from desk.acts.planning_notes import PUBLISH
from desk.acts.planning_ticket import LISTED
from desk.acts.planning_time import TICKET_WORK
from desk.acts.timekeeping import Timekeeping
from desk.acts.wording import local_day
from desk.model import ItemId, ItemKind, StatusKind, View
from desk.pages import Audience, ChecklistLine
from replica.notices import mail_follows
from replica.outbox.effects.values import Value
from replica.outbox.op import new_op_id
from sla.errors import SlaError
from sla.instants import instant
from workflows.completion import findings
from workflows.hold_notes import Standing
from workflows.holds import HoldKind, default_until, release_at

EDITABLE = (
    "title",
    "status",
    "priority",
    "queue_id",
    "ticket_category",
    "ticket_type",
    "issue_type",
    "sub_issue_type",
    "due_date_time",
    "contact_id",
    "contract_id",
    "billing_code_id",
    "estimated_hours",
    "description",
    "resolution",
)
_MAIL = {
    True: "such notes of late were followed by mail",
    False: "no mail followed such notes of late",
    None: "whether mail goes out is up to the tenant's rules",
}
MOST_NAMED = 3


class TicketForms:
    """Fills the forms of a ticket."""

    def __init__(
        self, known: Known, gate: Gate, flow: FlowPlanner, times: TimeForms, timekeeping: Timekeeping, drafts: Drafts
    ) -> None:
        self._known = known
        self._gate = gate
        self._flow = flow
        self._times = times
        self._timekeeping = timekeeping
        self._drafts = drafts

    async def note(self, ticket_id: int) -> NoteForm:
        """Compose a note; internal unless somebody says otherwise."""
        known, item = self._known, ItemId(ItemKind.TICKET, ticket_id)
        ticket = await known.ticket(ticket_id)
        draft = self._drafts.get("note", item)
        return NoteForm(
            act_id=self._act(),
            heading=known.headed(item),
            text="" if draft is None else str(draft.values.get("text", "")),
            title="" if draft is None else str(draft.values.get("title", "")),
            audiences=await self._audiences(await self._readers(ticket)),
            statuses=known.status_choices(),
            drafted=draft is not None,
        )

    async def _readers(self, ticket: Ticket | None) -> Sequence[str]:
        """The contacts of a ticket, its own first."""
        if ticket is None:
            return ()
        further = await self._known.read(lambda copy: copy.rows(TicketAdditionalContact, ticket_id=ticket.id))
        ids = dict.fromkeys((ticket.contact_id, *sorted(row.contact_id or 0 for row in further)))
        return [name for id_ in ids if id_ and (name := self._known.state.tenant.contact_name(id_))]

    async def _audiences(self, readers: Sequence[str]) -> tuple[AudienceOffer, ...]:
        known, settings = self._known, self._known.settings
        labels = [value.label.casefold() for value in known.labels.picklist(TicketNote, "publish").active]
        inside = settings.undo_seconds
        offers = [AudienceOffer(Audience.INTERNAL, "INTERNAL: only the desk reads it", seconds=inside)]
        if any("co-managed" in label for label in labels):
            says = "CO-MANAGED: the desk and the customer's own technicians read it"
            offers.append(AudienceOffer(Audience.CO_MANAGED, says, seconds=inside))
        mail = await known.read(lambda copy: mail_follows(copy, PUBLISH[Audience.PUBLIC], known.now))
        says = f"PUBLIC: {_named(readers)} in the portal; {_MAIL[mail]}"
        offers.append(AudienceOffer(Audience.PUBLIC, says, mail, settings.customer_seconds))
        return tuple(offers)

    async def hold(self, ticket_id: int) -> HoldForm:
        """Put on hold."""
        known, item = self._known, ItemId(ItemKind.TICKET, ticket_id)
        ticket = await known.ticket(ticket_id)
        stands = Standing() if ticket is None else await known.hold_of(ticket)
        hold, draft = stands.hold, self._drafts.get("hold", item)
        return HoldForm(
            act_id=self._act(),
            heading=known.headed(item),
            kinds=tuple(self._offer(kind, ticket) for kind in HoldKind),
            now=None if hold is None else hold.kind,
            until=None if hold is None else hold.until,
            vendor="" if hold is None else hold.vendor,
            case_number="" if hold is None else hold.case_number,
            chained=stands.chain,
            reason=str(draft.values.get("reason", "")) if draft is not None else "" if hold is None else hold.reason,
            drafted=draft is not None,
        )

    def _offer(self, kind: HoldKind, ticket: Ticket | None) -> HoldOffer:
        known, status = self._known, self._flow.hold_status(kind)
        label = known.word("status", status)
        if ticket is None:
            return HoldOffer(kind, None, None, label)
        calendar = known.calendar_of(ticket)
        try:
            until = default_until(kind, local_day(known.now, known.zone), calendar)
            release = None if until is None else instant(release_at(until, max(ticket.id, 0), calendar))
        except SlaError:
            until, release = None, None
        return HoldOffer(kind, until, release, label)

    async def assign(self, ticket_id: int) -> AssignForm:
        """Whom to give it."""
        known = self._known
        ticket = await known.ticket(ticket_id)
        queue = None if ticket is None else ticket.queue_id
        active = [person for person in known.state.tenant.people.values() if person.active]
        roles = await known.roles_of([person.id for person in active])
        in_queue = await known.read(
            lambda copy: {row.resource_id for row in copy.rows(ResourceRole, queue_id=queue)} if queue else set()
        )
        loads = self._loads()
        holders = []
        for person in active:
            held = roles.get(person.id, ())
            proposed = known.queue_role(held, queue)
            ordered = sorted(held, key=lambda role: role is not proposed)
            choices = tuple(Choice(role.id, role.name) for role in ordered)
            holders.append(Holder(person.id, person.name, choices, loads.get(person.id, ""), person.id == known.me))
        holders = [holder for holder in holders if holder.roles]
        holders.sort(key=lambda holder: (not holder.me, holder.id not in in_queue, holder.name))
        real = known.on_disk(ticket_id)
        links = await known.read(lambda copy: copy.rows(TicketSecondaryResource, ticket_id=real)) if real else []
        helping = known.layer.over("TicketSecondaryResources", links, lambda row: row.ticket_id == ticket_id)
        return AssignForm(
            act_id=self._act(),
            heading=known.headed(ItemId(ItemKind.TICKET, ticket_id)),
            holders=tuple(holders),
            queues=known.choices("queue_id"),
            now=None if ticket is None else ticket.assigned_resource_id,
            secondary=tuple(row.resource_id for row in helping if row.resource_id is not None),
        )

    def _loads(self) -> Mapping[int, str]:
        """What everybody has in hand."""
        counts: dict[int, list[int]] = {}
        for item in self._known.desk.queue(View.TEAM).items:
            if item.owner_id is not None:
                mine = counts.setdefault(item.owner_id, [0, 0])
                mine[0] += 1
                mine[1] += item.late
        return {who: f"{count} open{f', {late} late' if late else ''}" for who, (count, late) in counts.items()}

    async def change(self, ticket_id: int) -> ChangeForm:
        """Fields to be edited."""
        known = self._known
        ticket = await known.ticket(ticket_id)
        values: dict[str, Value] = {} if ticket is None else {field: getattr(ticket, field) for field in EDITABLE}
        choices = {field: known.choices(field, values.get(field)) for field in EDITABLE if field in LISTED}
        kinds = {status.id: known.kind_of_status(status.id) for status in choices["status"]}
        if ticket is not None:
            choices["contact_id"] = await self._contacts(ticket)
            choices["billing_code_id"] = await self._work_types(ticket)
        return ChangeForm(
            act_id=self._act(),
            heading=known.headed(ItemId(ItemKind.TICKET, ticket_id)),
            values=values,
            choices=choices,
            completes=frozenset(id_ for id_, kind in kinds.items() if kind is StatusKind.COMPLETE),
            waits=frozenset(id_ for id_, kind in kinds.items() if kind.waits),
        )

    async def _contacts(self, ticket: Ticket) -> tuple[Choice, ...]:
        """The active ones of the company, and the one that stands."""
        company = ticket.company_id
        rows = await self._known.read(lambda copy: copy.rows(Contact, company_id=company) if company else [])
        cards = self._known.state.tenant.contacts
        named = [(row, cards[row.id]) for row in rows if row.id in cards]
        here = [each for each in named if each[0].is_active != 0 or each[0].id == ticket.contact_id]
        found = (Choice(row.id, card.name, why=card.phone) for row, card in here)
        return tuple(sorted(found, key=lambda choice: choice.label.casefold()))

    async def _work_types(self, ticket: Ticket) -> tuple[Choice, ...]:
        """The active ones for tickets, and the one that stands."""
        rows = await self._known.read(lambda copy: copy.rows(BillingCode))
        found = (
            Choice(row.id, row.name or f"work type {row.id}")
            for row in rows
            if row.id == ticket.billing_code_id or (row.is_active is not False and row.use_type in (None, TICKET_WORK))
        )
        return tuple(sorted(found, key=lambda choice: choice.label.casefold()))

    async def complete(self, ticket_id: int) -> CompleteForm:
        """Complete: the gate as it stands now, and what puts it right."""
        known, item = self._known, ItemId(ItemKind.TICKET, ticket_id)
        ticket = await known.ticket(ticket_id)
        if ticket is None:
            return CompleteForm(self._act(), known.headed(item), None, "", (), False, ())
        around = await self._gate.around(ticket)
        on_it, draft = self._timekeeping.stack.on(item), self._drafts.get("complete", item)
        resolution = self._gate.resolution(ticket, around)
        if draft is not None:
            resolution = str(draft.values.get("resolution", resolution))
        found = findings(self._gate.facts(ticket, around, Complete(ticket_id=ticket_id, resolution=resolution)))
        return CompleteForm(
            act_id=self._act(),
            heading=known.headed(item),
            time=None if on_it is None else await self._times.log(item, timer_id=on_it.timer_id),
            resolution=resolution,
            checklist=tuple(
                ChecklistLine(row.id, row.item_name or "", False, bool(row.is_important), "", None)
                for row in around.checklist
                if not row.is_completed
            ),
            checklist_read=around.checked,
            obstacles=tuple(Obstacle(each.check.value, each.said, each.severity) for each in found),
            says="the customer reads the resolution" if around.checked else "offline: the checklist is unchecked",
            drafted=draft is not None,
        )

    def _act(self) -> str:
        return new_op_id(self._known.now)


def _named(readers: Sequence[str]) -> str:
    """Who reads it: "Lena Ortiz reads it", "Lena Ortiz, Mo Khan, Jo Ash + 2 more read it"."""
    if len(readers) < 2:
        return f"{readers[0] if readers else 'the customer'} reads it"
    more = f" + {len(readers) - MOST_NAMED} more" if len(readers) > MOST_NAMED else ""
    return f"{', '.join(readers[:MOST_NAMED])}{more} read it"
