"""Time: what is checked before it is entered, changed or taken away, and the ops that it comes to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from autotask.entities import BillingCode, Contract, Task, TimeEntry
from desk.acts.commands import DeleteTime, EditTime, LogTime
from desk.acts.known import Known
from desk.acts.midnights import midnight_questions
from desk.acts.plan import Plan, TimerMove
from desk.acts.planning_ticket import change_status
from desk.acts.time_questions import gap_question, timer_questions
from desk.acts.whole_minutes import overlap, whole_minutes
from desk.acts.wording import clock, length, local_day
from desk.model import ItemId, ItemKind
from metrics.intervals import Interval
from replica.outbox.effects import TimeEntryCreate, TimeEntryDelete, TimeEntryEdit
from replica.outbox.effects.comparing import same, without_marker
from replica.outbox.effects.values import Ref, Value
from sla.instants import MINUTE, micros
from workflows.completion import says_something

MINUTES = timedelta(minutes=1)
LONGEST = timedelta(hours=24)
NOT_BILLABLE = "Not billable: "
"""Begins the internal notes of an entry that is not billed."""
TICKET_WORK, INTERNAL_WORK = 1, 3
"""`BillingCode.use_type` of work types for tickets and tasks, and for internal time, by product rule."""
FREE_WORK = 2
"""`BillingCode.billing_code_type` of work types that are not billed, by product rule."""


@dataclass(frozen=True, slots=True)
class Span:
    """When, and how long."""

    start: datetime | None
    end: datetime | None
    day: date
    hours: float

    @property
    def interval(self) -> Interval | None:
        if self.start is None or self.end is None:
            return None
        return Interval(micros(self.start), micros(self.end))


class TimePlanner:
    """Plans time."""

    def __init__(self, known: Known) -> None:
        self._known = known

    async def log(self, command: LogTime, plan: Plan) -> None:
        """Time to be entered."""
        known, me = self._known, self._known.me
        if me is None:
            plan.problem("", "Nobody is known to be you, so no time can be entered. Set `me` in the settings.")
            return
        target = await self._target(command, plan)
        spans = self._spans(command, plan)
        self._words(command, plan)
        work_type = await self._work_type(command, plan)
        role = await self._role(command, target, me, plan)
        if not spans or plan.problems:
            return
        timer = self._timer_of(command)
        for at, span in enumerate(spans):
            await self._among_others(span, plan.instead_of, plan, with_it=spans[:at], timer=timer)
        await self._contract(command, target, spans[0].day, plan)
        last = None
        for at, span in enumerate(spans):
            part = replace(command, offset_hours=None) if at else command
            last = plan.op(await self._entry(part, span, me, role, work_type))
        plan.item = _item(command)
        plan.says = f"{length(sum(span.hours for span in spans))} on {await known.looked_up(plan.item)}"
        if command.from_timer:
            plan.timer = TimerMove(end=True, timer_id=command.timer_id)
        if command.status_id is not None and command.ticket_id is not None:
            await change_status(known, command.ticket_id, command.status_id, plan, after=last)

    async def _entry(
        self, command: LogTime, span: Span, me: int, role: int | None, work_type: int | None
    ) -> TimeEntryCreate:
        code = await self._known.read(lambda copy: copy.one(BillingCode, work_type or 0))
        # Said beforehand, although Autotask knows: such an entry may be hidden from who looks for it afterwards.
        free = code is not None and code.billing_code_type == FREE_WORK and code.use_type == TICKET_WORK
        ticket: Ref | None = None if command.ticket_id is None else self._known.ref(command.ticket_id)
        return TimeEntryCreate(
            resource_id=me,
            ticket_id=ticket,
            task_id=command.task_id,
            internal_billing_code_id=command.internal_code_id,
            start_date_time=span.start,
            end_date_time=span.end,
            date_worked=span.day,
            hours_worked=span.hours,
            offset_hours=command.offset_hours,
            role_id=None if command.internal_code_id is not None else role,
            billing_code_id=None if command.internal_code_id is not None else work_type,
            contract_id=command.contract_id,
            summary_notes=command.summary.strip(),
            internal_notes=_internal(command),
            is_non_billable=True if free or not command.billable else None,
            show_on_invoice=command.show_on_invoice,
        )

    async def edit(self, command: EditTime, plan: Plan) -> None:
        """Fields of an entry to be changed."""
        entry = await self._mine(command.entry_id, plan, "changed")
        if entry is None:
            return
        wanted = dict(command.changes)
        if wanted.keys() & {"start_date_time", "end_date_time", "hours_worked", "date_worked"}:
            wanted |= self._moved(entry, wanted, plan)
        if "summary_notes" in wanted:
            self._say_enough(str(wanted["summary_notes"] or ""), plan)
        if "role_id" in wanted:
            await self._held(entry.resource_id or 0, wanted["role_id"], plan)
        changes: dict[str, Any] = {at: value for at, value in wanted.items() if not same(value, _shown(entry, at))}
        if plan.problems:
            return
        if not changes:
            plan.nothing = "Nothing was changed."
            return
        after = replace(entry, **changes)
        if after.start_date_time is not None and after.end_date_time is not None:
            day = after.date_worked or local_day(after.start_date_time, self._known.zone)
            span = Span(after.start_date_time, after.end_date_time, day, after.hours_worked or 0)
            await self._among_others(span, entry.id, plan)
        plan.item = _item_of(entry)
        plan.says = f"entry on {await self._known.looked_up(plan.item)} changed"
        plan.op(
            TimeEntryEdit(
                entry_id=self._known.ref(entry.id),
                changes=changes,
                base={at: _shown(entry, at) for at in changes},
                ticket_id=entry.ticket_id if entry.ticket_id and entry.ticket_id > 0 else None,
                resource_id=entry.resource_id,
            )
        )

    async def delete(self, command: DeleteTime, plan: Plan) -> None:
        """An entry to be taken away."""
        entry = await self._mine(command.entry_id, plan, "deleted")
        if entry is None:
            return
        plan.item = _item_of(entry)
        plan.says = f"{length(entry.hours_worked or 0)} on {await self._known.looked_up(plan.item)} deleted"
        plan.op(
            TimeEntryDelete(
                entry_id=self._known.ref(entry.id),
                base={"hours_worked": entry.hours_worked},
                ticket_id=entry.ticket_id if entry.ticket_id and entry.ticket_id > 0 else None,
                resource_id=entry.resource_id,
            )
        )

    def _timer_of(self, command: LogTime) -> str:
        """The id of the timer that time is entered from; "" where it is from none."""
        running = self._known.timers().running
        return command.timer_id or (running.timer_id if command.from_timer and running is not None else "")

    # What it is on --------------------------------------------------------------------------------------------------

    async def _target(self, command: LogTime, plan: Plan) -> Any:
        """The ticket or the task that the time is on."""
        named = [each for each in (command.ticket_id, command.task_id, command.internal_code_id) if each is not None]
        if len(named) > 1 or (not named and command.work_type_id is not None):
            plan.problem("", "Say what the time is on: a ticket, a project task or internal time.")
            return None
        if command.ticket_id is not None:
            ticket = await self._known.ticket(command.ticket_id)
            if ticket is None:
                plan.problem("ticket_id", f"There is no ticket {command.ticket_id} here.")
            return ticket
        if command.task_id is not None:
            task_id = command.task_id
            task = await self._known.read(lambda copy: copy.one(Task, task_id))
            if task is None:
                plan.problem("task_id", f"There is no task {task_id} here.")
            return task
        return None

    async def _mine(self, entry_id: int, plan: Plan, verb: str) -> TimeEntry | None:
        entry = await self._known.entry(entry_id)
        if entry is None:
            plan.problem("", "This entry is not there any more.")
        elif entry.resource_id != self._known.me:
            plan.problem("", f"This entry is {self._known.state.tenant.name_of(entry.resource_id)}'s.")
        elif entry.billing_approval_date_time is not None:
            day = f"{entry.billing_approval_date_time.astimezone(self._known.zone):%a %d %b}"
            plan.problem("", f"It was approved for billing on {day} and cannot be {verb} any more.")
        else:
            return entry
        return None

    # When -----------------------------------------------------------------------------------------------------------

    def _spans(self, command: LogTime, plan: Plan) -> list[Span]:
        if command.spans:
            found = [self._between(start, end, plan) for start, end in command.spans]
            return [span for span in found if span is not None]
        span = self._span(command, plan)
        return [] if span is None else [span]

    def _span(self, command: LogTime, plan: Plan) -> Span | None:
        zone = self._known.zone
        if command.start is not None and command.end is not None:
            return self._between(command.start, command.end, plan)
        if command.start is not None or command.end is not None:
            plan.problem("end" if command.end is None else "start", "Say when it began and when it ended.")
            return None
        if command.hours is None:
            plan.problem("start", "Say when, such as 9:10-9:45, or how long, such as 25m.")
            return None
        if not 0 < command.hours <= 24:
            plan.problem("hours", "An entry is longer than nothing and at most 24 hours.")
            return None
        day = command.day or self._known.now.astimezone(zone).date()
        return Span(None, None, day, round(command.hours, 4))

    def _between(self, start: datetime, end: datetime, plan: Plan) -> Span | None:
        start, end = whole_minutes(start), whole_minutes(end)
        if end <= start:
            plan.problem("end", "It ends before it begins." if end < start else "It is shorter than a minute.")
            return None
        if end - start > LONGEST:
            plan.problem("end", "An entry is at most 24 hours long. Enter each day by itself.")
            return None
        return Span(start, end, local_day(start, self._known.zone), round((end - start) / timedelta(hours=1), 4))

    def _moved(self, entry: TimeEntry, wanted: Mapping[str, Value], plan: Plan) -> dict[str, Value]:
        """Start, end, hours and day of an entry, where one of them moves: Autotask wants all of them together."""
        start = wanted.get("start_date_time", entry.start_date_time)
        end = wanted.get("end_date_time", entry.end_date_time)
        hours = wanted.get("hours_worked", entry.hours_worked)
        if isinstance(start, datetime) and isinstance(end, datetime):
            if "end_date_time" not in wanted and "hours_worked" in wanted and isinstance(hours, int | float):
                end = start + timedelta(hours=float(hours))
            span = self._between(start, end, plan)
            if span is None:
                return {}
            return {
                "start_date_time": span.start,
                "end_date_time": span.end,
                "hours_worked": span.hours,
                "date_worked": span.day,
            }
        if not isinstance(hours, int | float) or not 0 < hours <= 24:
            plan.problem("hours_worked", "An entry is longer than nothing and at most 24 hours.")
        return {}

    async def _among_others(
        self, span: Span, but: int, plan: Plan, *, with_it: Sequence[Span] = (), timer: str = ""
    ) -> None:
        """Overlaps are refused; gaps, long ones, midnight, the future and what a timer counts too are asked about.

        Args:
            but: id of the entry that it is.
            with_it: entered in one go with it, before it.
            timer: id of the timer that it is made of.
        """
        settings, zone = self._known.settings, self._known.zone
        if span.hours * 60 > settings.long_minutes:
            plan.ask("long", f"{length(span.hours)} in one entry: is that right?", "It is right")
        if span.interval is None or span.start is None or span.end is None:
            return
        entries = await self._known.my_entries(span.start, span.end)
        others = [entry for entry in entries if entry.id != but]
        for entry in others:
            if entry.start_date_time is None or entry.end_date_time is None:
                continue
            if overlap(entry.start_date_time, entry.end_date_time, span.start, span.end):
                theirs = f"{clock(entry.start_date_time, zone)}-{clock(entry.end_date_time, zone)}"
                what = await self._known.looked_up(_item_of(entry))
                mine = f"{clock(span.start, zone)}-{clock(span.end, zone)}"
                plan.problem("start", f"{mine} overlaps your entry {theirs} on {what}. Change one of them.")
                return
        if any(each.start and each.end and overlap(each.start, each.end, span.start, span.end) for each in with_it):
            plan.problem("start", "Parts of it overlap. Change the times of one of them.")
            return
        plan.questions += midnight_questions(span.start, span.end, zone)
        if span.end > self._known.now + MINUTES:
            plan.ask("future", f"It ends at {clock(span.end, zone)}, which is still to come. Enter it so?")
        plan.questions += timer_questions(span.start, span.end, self._known.timers(), timer, self._known.now, zone)
        self._before(span, others, with_it, plan)

    def _before(self, span: Span, others: Iterable[TimeEntry], with_it: Iterable[Span], plan: Plan) -> None:
        """Working time of today right before it that nothing covers."""
        today = self._known.desk.today()
        if span.start is None or span.day.isoformat() != today.day:
            return
        covered = [
            Interval(micros(entry.start_date_time), micros(entry.end_date_time))
            for entry in others
            if entry.start_date_time is not None
            and entry.end_date_time is not None
            and entry.start_date_time < entry.end_date_time
        ]
        covered += [other.interval for other in with_it if other.interval is not None]
        allowed = self._known.settings.gap_minutes * MINUTE
        plan.questions += gap_question(span.start, today.shift, covered, allowed, self._known.zone)

    # With what ------------------------------------------------------------------------------------------------------

    def _words(self, command: LogTime, plan: Plan) -> None:
        self._say_enough(command.summary, plan, inside=_item(command) is None)
        if not command.billable and not command.reason.strip() and command.internal_code_id is None:
            plan.problem("reason", "Say why it is not billable.")

    def _say_enough(self, text: str, plan: Plan, *, inside: bool = False) -> None:
        shortest = self._known.settings.shortest_note
        if len(text.strip()) < shortest:
            reads = "" if inside else ": the customer reads it"
            plan.problem("summary", f"Say what was done, in {shortest} characters or more{reads}.")
        elif not says_something(text, shortest):
            plan.problem("summary", f'"{text.strip()}" says too little: what was done?')

    async def _work_type(self, command: LogTime, plan: Plan) -> int | None:
        """The work type, active and of the right kind."""
        code_id = command.internal_code_id if command.internal_code_id is not None else command.work_type_id
        field, use = ("internal_code_id", INTERNAL_WORK) if command.internal_code_id is not None else (
            "work_type_id", TICKET_WORK)  # fmt: skip
        if code_id is None:
            plan.problem(field, "Choose a work type.")
            return None
        code = await self._known.read(lambda copy: copy.one(BillingCode, code_id))
        if code is None:
            plan.problem(field, "This work type is not known here.")
        elif code.is_active is False:
            plan.problem(field, f'The work type "{code.name}" is not active any more. Choose another.')
        elif code.use_type not in (None, use):
            plan.problem(field, f'"{code.name}" is no work type for this.')
        return code_id

    async def _role(self, command: LogTime, target: Any, me: int, plan: Plan) -> int | None:
        if command.internal_code_id is not None:
            return None
        if command.role_id is not None:
            await self._held(me, command.role_id, plan)
            return command.role_id
        held = (await self._known.roles_of([me])).get(me, ())
        assigned = getattr(target, "assigned_resource_role_id", None)
        of_ticket = next((role for role in held if role.id == assigned), None)
        chosen = of_ticket or self._known.queue_role(held, getattr(target, "queue_id", None))
        if chosen is None:
            plan.problem("role_id", "You hold no role, so Autotask takes no time from you. Ask for one.")
            return None
        return chosen.id

    async def _held(self, who: int, role_id: Value, plan: Plan) -> None:
        held = (await self._known.roles_of([who])).get(who, ())
        if all(role.id != role_id for role in held):
            roles = ", ".join(role.name for role in held) or "none"
            plan.problem("role_id", f"You do not hold this role. You hold: {roles}.")

    async def _contract(self, command: LogTime, target: Any, day: date, plan: Plan) -> None:
        contract_id = command.contract_id if command.contract_id is not None else getattr(target, "contract_id", None)
        if contract_id is None:
            return
        contract: Contract | None = await self._known.read(lambda copy: copy.one(Contract, contract_id))
        company = getattr(target, "company_id", None)
        if contract is None:
            return
        if command.contract_id is not None and company is not None and contract.company_id != company:
            plan.problem("contract_id", f'"{contract.contract_name}" is another company\'s contract.')
        elif contract.end_date is not None and contract.end_date < day:
            plan.ask(
                "contract",
                f'The contract "{contract.contract_name}" ended on {contract.end_date:%d %b %Y}. Enter it so?',
            )


def _item(command: LogTime) -> ItemId | None:
    if command.ticket_id is not None:
        return ItemId(ItemKind.TICKET, command.ticket_id)
    return None if command.task_id is None else ItemId(ItemKind.TASK, command.task_id)


def _item_of(entry: TimeEntry) -> ItemId | None:
    if entry.ticket_id is not None:
        return ItemId(ItemKind.TICKET, entry.ticket_id)
    return None if entry.task_id is None else ItemId(ItemKind.TASK, entry.task_id)


def _internal(command: LogTime) -> str:
    reason = f"{NOT_BILLABLE}{command.reason.strip()}" if not command.billable and command.reason.strip() else ""
    return "\n".join(part for part in (reason, command.internal_notes.strip()) if part)


def _shown(entry: TimeEntry, attr: str) -> Value:
    """A field of an entry as the person saw it."""
    value: Value = getattr(entry, attr)
    return without_marker(value) if attr == "internal_notes" and isinstance(value, str) else value
