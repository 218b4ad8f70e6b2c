"""What the time forms start with, and what saving will mean."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from autotask.entities import BillingCode, Task, Ticket, TimeEntry
from desk.acts.commands import Command, EditTime, LogTime
from desk.acts.contract_facts import contract_facts
from desk.acts.drafts import Drafts
from desk.acts.known import HeldRole, Known
from desk.acts.offers import Choice, TimeForm
from desk.acts.planning_time import FREE_WORK, INTERNAL_WORK, TICKET_WORK
from desk.acts.timekeeping import Timekeeping
from desk.acts.timers import spans_of
from desk.acts.told import Timer
from desk.acts.whole_minutes import whole_minutes
from desk.acts.wording import local_day
from desk.model import ItemId, ItemKind, WorkItem
from metrics.billing import Preview, Work, WorkKind, preview
from metrics.intervals import Interval
from replica.fill import is_time_being_read
from replica.outbox.effects.comparing import without_marker
from replica.outbox.op import new_op_id
from sla.instants import MINUTE, Micros, instant, micros
from workflows.proposals import Place, Proposal, Role, WorkType, propose_role, propose_work_type

_MICRO = timedelta(microseconds=1)


class TimeForms:
    """Fills time forms."""

    def __init__(self, known: Known, timekeeping: Timekeeping, drafts: Drafts) -> None:
        self._known = known
        self._timekeeping = timekeeping
        self._drafts = drafts

    async def log(
        self, item: ItemId | None, *, from_timer: bool = False, timer_id: str = "", gap: Interval | None = None
    ) -> TimeForm:
        """Time to be entered on an item, or inside for None."""
        known, now, stack = self._known, self._known.now, self._timekeeping.stack
        timer = stack.get(timer_id) if timer_id else stack.running if from_timer else None
        if timer is not None:
            item = timer.item
        spans = self._spans(timer, gap, now)
        start, end = (spans[0][0], spans[-1][1]) if spans else (None, None)
        subject = await self._subject(item)
        codes = await self._codes(INTERNAL_WORK if item is None else TICKET_WORK)
        roles = (await known.roles_of([known.me])).get(known.me, ()) if known.me is not None else ()
        work_type = self._work_type(item, subject, codes, start or now, end or now)
        role = self._role(subject, roles)
        internal = item is None
        seed = LogTime(
            act_id=timer.timer_id if timer is not None else new_op_id(now),
            ticket_id=item.id if item is not None and item.kind is ItemKind.TICKET else None,
            task_id=item.id if item is not None and item.kind is ItemKind.TASK else None,
            internal_code_id=(timer.internal_code_id if timer else None) if internal else None,
            start=start,
            end=end,
            spans=spans if len(spans) > 1 else (),
            work_type_id=None if internal else work_type.id,
            role_id=None if internal else role.id,
            summary=timer.note if timer is not None else "",
            from_timer=timer is not None,
            timer_id="" if timer is None else timer.timer_id,
        )
        return TimeForm(
            act_id=seed.act_id,
            heading=known.headed(item),
            seed=seed,
            item=item,
            work_types=_choices(codes),
            work_type_why="" if internal else work_type.why,
            roles=tuple(Choice(held.id, held.name) for held in roles),
            role_why="" if internal else role.why,
            contracts=await self._contracts(subject),
            statuses=known.status_choices() if isinstance(subject, Ticket) else (),
            reasons=known.settings.non_billable_reasons,
            spans=spans if len(spans) > 1 else (),
            last_end=await self._last_end(now),
            drafted=self._drafts.get("time", item) is not None,
        )

    async def edit(self, entry_id: int) -> TimeForm | None:
        """An entry of mine to be changed."""
        known = self._known
        entry = await known.entry(entry_id)
        if entry is None:
            return None
        item = _item_of(entry)
        await known.learn((item,))
        internal = item is None
        codes = await self._codes(INTERNAL_WORK if internal else TICKET_WORK)
        roles = (await known.roles_of([known.me])).get(known.me, ()) if known.me is not None else ()
        return TimeForm(
            act_id=new_op_id(known.now),
            heading=known.headed(item),
            item=item,
            seed=EditTime(
                entry_id=entry_id,
                changes={
                    "start_date_time": entry.start_date_time,
                    "end_date_time": entry.end_date_time,
                    "hours_worked": entry.hours_worked,
                    "summary_notes": entry.summary_notes,
                    "internal_notes": without_marker(entry.internal_notes),
                    "role_id": entry.role_id,
                    "billing_code_id": entry.billing_code_id,
                    "is_non_billable": entry.is_non_billable,
                    "show_on_invoice": entry.show_on_invoice,
                },
            ),
            work_types=_choices(codes),
            roles=tuple(Choice(held.id, held.name) for held in roles),
            reasons=known.settings.non_billable_reasons,
            last_end=await self._last_end(known.now),
            locked=self._locked(entry),
        )

    async def preview(self, command: Command) -> Preview | None:
        """What saving will mean on the invoice."""
        known = self._known
        changed = 0
        if isinstance(command, EditTime):
            entry = await known.entry(command.entry_id)
            if entry is None:
                return None
            changed, command = entry.id, _as_log(entry, command)
        if not isinstance(command, LogTime):
            return None
        parts = _parts(command)
        if not parts or min(parts) <= 0:
            return None
        item = _item_in(command)
        subject = await self._subject(item)
        contract = command.contract_id if command.contract_id is not None else getattr(subject, "contract_id", None)
        kind = {ItemKind.TICKET: WorkKind.TICKET, ItemKind.TASK: WorkKind.TASK}.get(
            item.kind if item is not None else ItemKind.APPOINTMENT, WorkKind.INTERNAL
        )
        begin = command.spans[0][0] if command.spans else command.start
        day = (command.day or local_day(known.now, known.zone)) if begin is None else local_day(begin, known.zone)
        work = Work(
            kind=kind,
            worked_us=sum(parts),
            day=day,
            parts_us=parts,
            work_type=command.work_type_id,
            role=command.role_id,
            offset_us=round((command.offset_hours or 0) * 60) * MINUTE,
            billable=command.billable,
            free=any(row.id == command.work_type_id and not _is_billed(row) for row in await self._codes(TICKET_WORK)),
            shown=command.show_on_invoice is not False,
            contract_id=contract,
        )
        company = getattr(subject, "company_id", None)
        facts = await contract_facts(known, company, work.day, but=changed, on=command.ticket_id)
        reading = await known.read(is_time_being_read)
        return preview(work, facts, known.settings.rounding, reading=reading)

    # ----------------------------------------------------------------------------------------------------------------

    def _spans(self, timer: Timer | None, gap: Interval | None, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
        if timer is not None:
            return tuple(span for span in spans_of(timer, now) if whole_minutes(span[0]) < whole_minutes(span[1]))
        return () if gap is None else ((instant(gap.start), instant(gap.end)),)

    async def _subject(self, item: ItemId | None) -> Ticket | Task | None:
        if item is None:
            return None
        if item.kind is ItemKind.TICKET:
            return await self._known.ticket(item.id)
        task_id = item.id
        return await self._known.read(lambda copy: copy.one(Task, task_id))

    async def _codes(self, use: int) -> list[BillingCode]:
        rows = await self._known.read(lambda copy: copy.rows(BillingCode))
        return sorted((row for row in rows if row.use_type in (None, use)), key=lambda row: (row.name or "", row.id))

    def _work_type(
        self,
        item: ItemId | None,
        subject: Ticket | Task | None,
        codes: list[BillingCode],
        start: datetime,
        end: datetime,
    ) -> Proposal:
        known = self._known
        found = known.desk.item(item) if item is not None else None
        workflow = known.desk.catalogue.workflows.get(found.workflow) if found is not None else None
        calendar = (
            known.calendar_of(subject) if isinstance(subject, Ticket) else known.state.tenant.calendars.default.calendar
        )
        types = [
            WorkType(row.id, row.name or "", row.is_active is not False, row.after_hours_work_type, _is_billed(row))
            for row in codes
        ]
        return propose_work_type(
            "" if workflow is None else workflow.default_work_type,
            types,
            place=_place(found, micros(start)),
            start=micros(start),
            end=micros(end),
            calendar=calendar,
            of_ticket=subject.billing_code_id if isinstance(subject, Ticket) else None,
            of_task=subject.billing_code_id if isinstance(subject, Task) else None,
        )

    def _role(self, subject: Ticket | Task | None, roles: Iterable[HeldRole]) -> Proposal:
        held = list(roles)
        mine = subject is not None and subject.assigned_resource_id == self._known.me
        assigned = subject.assigned_resource_role_id if subject is not None and mine else None
        return propose_role(
            [Role(role.id, role.name) for role in held],
            of_task=assigned if isinstance(subject, Task) else None,
            assigned=assigned if isinstance(subject, Ticket) else None,
            default=next((role.id for role in held if role.default), None),
        )

    async def _contracts(self, subject: Ticket | Task | None) -> tuple[Choice, ...]:
        today = local_day(self._known.now, self._known.zone)
        company = getattr(subject, "company_id", None)
        facts = await contract_facts(self._known, company, today)
        return tuple(Choice(each.id, each.name, company) for each in facts if each.holds_on(today))

    async def _last_end(self, now: datetime) -> datetime | None:
        day = local_day(now, self._known.zone)
        ends = [
            entry.end_date_time
            for entry in await self._known.my_entries(now, now)
            if entry.end_date_time is not None and local_day(entry.end_date_time - _MICRO, self._known.zone) == day
        ]
        return max((end for end in ends if end <= now), default=None)

    def _locked(self, entry: TimeEntry) -> str:
        if entry.resource_id != self._known.me:
            return f"This entry is {self._known.state.tenant.name_of(entry.resource_id)}'s."
        if entry.billing_approval_date_time is not None:
            return "It was approved for billing and cannot be changed any more."
        return ""


def _choices(codes: Iterable[BillingCode]) -> tuple[Choice, ...]:
    return tuple(Choice(row.id, row.name or f"work type {row.id}") for row in codes if row.is_active is not False)


def _is_billed(code: BillingCode) -> bool:
    return code.billing_code_type != FREE_WORK


def _place(item: WorkItem | None, start: Micros) -> Place:
    """Onsite where a service call on it runs at that moment."""
    if item is None or item.booked_start is None or item.booked_end is None:
        return Place.REMOTE
    return Place.ONSITE if item.booked_start <= start < item.booked_end else Place.REMOTE


def _item_of(entry: TimeEntry) -> ItemId | None:
    if entry.ticket_id is not None:
        return ItemId(ItemKind.TICKET, entry.ticket_id)
    return None if entry.task_id is None else ItemId(ItemKind.TASK, entry.task_id)


def _item_in(command: LogTime) -> ItemId | None:
    if command.ticket_id is not None:
        return ItemId(ItemKind.TICKET, command.ticket_id)
    return None if command.task_id is None else ItemId(ItemKind.TASK, command.task_id)


def _as_log(entry: TimeEntry, command: EditTime) -> LogTime:
    def now(attr: str) -> object:
        return command.changes.get(attr, getattr(entry, attr))

    start, end, hours = now("start_date_time"), now("end_date_time"), now("hours_worked")
    work_type, role = now("billing_code_id"), now("role_id")
    return LogTime(
        ticket_id=entry.ticket_id,
        task_id=entry.task_id,
        internal_code_id=entry.internal_billing_code_id if _item_of(entry) is None else None,
        start=start if isinstance(start, datetime) else None,
        end=end if isinstance(end, datetime) else None,
        day=entry.date_worked,
        hours=float(hours) if isinstance(hours, int | float) else None,
        offset_hours=entry.offset_hours,
        work_type_id=work_type if isinstance(work_type, int) else None,
        role_id=role if isinstance(role, int) else None,
        contract_id=entry.contract_id,
        billable=not now("is_non_billable"),
        show_on_invoice=bool(now("show_on_invoice")) if now("show_on_invoice") is not None else None,
    )


def _parts(command: LogTime) -> tuple[int, ...]:
    """How long each entry will be that it comes to, in whole minutes as it is saved."""
    spans = command.spans
    if not spans and command.start is not None and command.end is not None:
        spans = ((command.start, command.end),)
    if spans:
        return tuple(micros(whole_minutes(end)) - micros(whole_minutes(start)) for start, end in spans)
    return () if command.hours is None else (round(command.hours * 60) * MINUTE,)
