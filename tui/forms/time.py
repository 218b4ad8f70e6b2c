"""Time: entered on an item or inside, from a timer or for a gap of the day; changed, and taken away.

Times are typed as one says them and shown as they were understood; what saving will mean on the invoice stands below
while somebody types.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from desk.acts.answers import Done
from desk.acts.commands import Command, DeleteTime, EditTime, LogTime
from desk.acts.offers import Choice, TimeForm, Value
from desk.durations import local
from desk.model import ItemId, ItemKind
from desk.pages import Interval
from tui.acting.work import Work
from tui.forms.confirm import Confirm
from tui.forms.fields import AreaField, Field, TextField
from tui.forms.fields_pick import PickField
from tui.forms.fields_ticks import TickField
from tui.forms.fields_time import LengthField, SpokenBy, WhenField
from tui.forms.form import Form, Unsaid
from tui.widgets.parts import Parts, paragraph

OF_THE_TIME = ("start", "end", "spans", "hours", "day", "start_date_time", "end_date_time")
MAKES_A_DRAFT_OLD = ("when",)
"""What a timer or a gap says better than a draft of before."""


class EntryForm(Form):
    """What logging and changing time have in common."""

    def __init__(
        self, acting: Work, heading: str, offered: TimeForm, fields: Sequence[Field[Any]], item: ItemId | None
    ):
        self.offered = offered
        super().__init__(acting, heading, fields, item, act_id=offered.act_id)

    async def meanwhile(self, command: Command) -> Sequence[Parts]:
        """Worked, billed, covered, on the invoice."""
        return await self.foretold(command)


class LogForm(EntryForm):
    """Time to be entered."""

    DRAFT = "time"

    def __init__(self, acting: Work, offered: TimeForm, seed: LogTime) -> None:
        self.seed = seed
        internal = seed.ticket_id is None and seed.task_id is None
        self.internal = internal
        by = spoken_by(acting, offered.last_end)
        self.when = WhenField("when", "When", by, spans_of(seed), stands_for=OF_THE_TIME)
        reader = "the desk reads it" if internal else "the customer reads it"
        self.summary = AreaField("summary", "What was done", seed.summary, placeholder=reader)
        self.notes = TextField("internal_notes", "Internal note", seed.internal_notes, placeholder="the desk reads it")
        self.work_type = PickField(
            "internal_code_id" if internal else "work_type_id",
            "Work type",
            offered.work_types,
            seed.internal_code_id if internal else seed.work_type_id,
            stands_for=("work_type_id", "internal_code_id"),
            hint=offered.work_type_why,
        )
        self.role = PickField("role_id", "Role", offered.roles, seed.role_id, optional=True)
        self.contract = PickField(
            "contract_id", "Contract", offered.contracts, seed.contract_id,
            optional=True, placeholder="as the ticket has it",
        )  # fmt: skip
        self.billable = TickField("billable", "Billable", "the customer pays for it", ticked=seed.billable)
        reasons = [Choice(at, reason) for at, reason in enumerate(offered.reasons)]
        self.reason = PickField("reason", "Why not", reasons, own_words=True, placeholder="a reason, or own words")
        self.reason.say_words(seed.reason)
        shown = seed.show_on_invoice is not False
        self.shown = TickField("show_on_invoice", "Invoice", "shows on the invoice", ticked=shown)
        self.status = PickField(
            "status_id", "Status after", offered.statuses, seed.status_id, optional=True, placeholder="stays as it is"
        )
        fields = (
            self.when, self.summary, self.notes, self.work_type, self.role, self.contract, self.billable, self.reason,
            self.shown, self.status,
        )  # fmt: skip
        does = "Stop the timer" if seed.from_timer else "Log time"
        super().__init__(acting, f"{does} · {offered.heading}", offered, fields, item_of(seed))

    def revised(self) -> None:
        """Only what applies is shown."""
        self.role.display = len(self.role.choices) > 1 and not self.internal
        self.contract.display = bool(self.contract.choices)
        self.billable.display = self.shown.display = self.notes.display = not self.internal
        self.reason.display = not (self.internal or self.billable.value)
        self.status.display = bool(self.status.choices)

    def restore(self, values: Mapping[str, object]) -> None:
        timed = self.seed.start is not None or bool(self.seed.spans)
        super().restore({key: kept for key, kept in values.items() if not (timed and key in MAKES_A_DRAFT_OLD)})

    def command(self) -> LogTime:
        spans = [(span.start, span.end) for span in self.when.spans if span.end is not None]
        code = self.work_type.value
        return replace(
            self.seed,
            act_id=self.act_id,
            start=spans[0][0] if len(spans) == 1 else None,
            end=spans[0][1] if len(spans) == 1 else None,
            spans=tuple(spans) if len(spans) > 1 else (),
            internal_code_id=code if self.internal else None,
            work_type_id=None if self.internal else code,
            role_id=self.role.value,
            contract_id=self.contract.value,
            summary=self.summary.value,
            internal_notes=self.notes.value,
            billable=self.billable.value,
            reason="" if self.billable.value else self.reason.words,
            show_on_invoice=None if self.shown.value else False,
            status_id=self.status.value,
        )

    async def left(self) -> None:
        """What was typed stays with the timer, too."""
        if self.seed.timer_id:
            await self.acts.keep_timer_note(self.seed.timer_id, self.summary.value)


class EditForm(EntryForm):
    """An entry to be changed."""

    VERB = "change it"

    def __init__(self, acting: Work, offered: TimeForm, seed: EditTime, base: Mapping[str, Value]) -> None:
        """`base` is the entry as Autotask has it; the fields begin with what `seed` makes of it."""
        self.seed = seed
        self.base = base
        now = seed.changes
        by = spoken_by(acting, offered.last_end)
        start, end = now.get("start_date_time"), now.get("end_date_time")
        span = [(start, end)] if isinstance(start, datetime) and isinstance(end, datetime) else []
        self.timed = bool(span)
        hours = now.get("hours_worked")
        self.when = WhenField("when", "When", by, span, stands_for=OF_THE_TIME)
        self.length = LengthField("hours_worked", "Length", by, float(hours) if isinstance(hours, int | float) else 0)
        self.summary = AreaField(
            "summary_notes", "What was done", str(now.get("summary_notes") or ""), stands_for=("summary",)
        )
        self.notes = TextField("internal_notes", "Internal note", str(now.get("internal_notes") or ""))
        self.work_type = PickField("billing_code_id", "Work type", offered.work_types, _id(now.get("billing_code_id")))
        self.role = PickField("role_id", "Role", offered.roles, _id(now.get("role_id")))
        self.billable = TickField(
            "is_non_billable", "Billable", "the customer pays for it", ticked=not now.get("is_non_billable")
        )
        self.shown = TickField(
            "show_on_invoice", "Invoice", "shows on the invoice", ticked=now.get("show_on_invoice") is not False
        )
        fields = (
            self.when, self.length, self.summary, self.notes, self.work_type, self.role, self.billable, self.shown,
        )  # fmt: skip
        super().__init__(acting, f"Change an entry · {offered.heading}", offered, fields, None)

    def revised(self) -> None:
        """Of an entry without times its length is changed, of an internal one neither role nor price."""
        self.when.display, self.length.display = self.timed, not self.timed
        internal = self.offered.item is None
        for field in (self.work_type, self.role, self.billable, self.shown):
            field.display = not internal
        self.role.display = self.role.display and len(self.role.choices) > 1

    def command(self) -> EditTime:
        """Only what differs from what Autotask has."""
        had, has = _as_shown(self.base), self._values()
        return replace(
            self.seed, act_id=self.act_id, changes={at: value for at, value in has.items() if value != had.get(at)}
        )

    def _values(self) -> Mapping[str, Value]:
        values: dict[str, Value] = {
            "summary_notes": self.summary.value,
            "internal_notes": self.notes.value,
            "billing_code_id": self.work_type.value,
            "is_non_billable": not self.billable.value,
            "show_on_invoice": self.shown.value,
        }
        if self.timed:
            if len(self.when.spans) != 1:
                raise Unsaid("when", "An entry is one span of time: say when it began and when it ended.")
            (span,) = self.when.spans
            values |= {"start_date_time": span.start, "end_date_time": span.end}
        else:
            values["hours_worked"] = self.length.hours
        return values if self.role.value is None else values | {"role_id": self.role.value}


def _as_shown(entry: Mapping[str, Value]) -> Mapping[str, Value]:
    """An entry as its form shows it: whole minutes, and a tick for what Autotask leaves open."""
    shown = {at: value.replace(second=0, microsecond=0) if isinstance(value, datetime) else value
             for at, value in entry.items()}  # fmt: skip
    return shown | {
        "summary_notes": str(entry.get("summary_notes") or "").strip(),
        "internal_notes": str(entry.get("internal_notes") or "").strip(),
        "is_non_billable": bool(entry.get("is_non_billable")),
        "show_on_invoice": entry.get("show_on_invoice") is not False,
    }


# What keys and screens ask for ----------------------------------------------------------------------------------------


async def log(
    work: Work, *, gap: Interval | None = None, item: ItemId | None = None, timer_id: str = ""
) -> Done | None:
    """Enter time on an item, inside for None; for a gap of the day, or from a timer."""
    offered = await work.acts.time_form(item, gap=gap, timer_id=timer_id)
    if not isinstance(offered.seed, LogTime):
        raise TypeError(offered.seed)
    return await LogForm(work, offered, offered.seed).fill_in()


async def log_anew(work: Work, command: LogTime) -> Done | None:
    """Time that was refused, or still waits, in its form again."""
    offered = await work.acts.time_form(item_of(command))
    return await LogForm(work, replace(offered, act_id=command.act_id), command).fill_in()


async def edit_entry(work: Work, entry_id: int) -> Done | None:
    """Change an entry of mine, as long as Autotask allows it."""
    offered = await work.acts.edit_time_form(entry_id)
    if offered is None or offered.locked or not isinstance(offered.seed, EditTime):
        work.screen.tell("This entry is not there any more." if offered is None else offered.locked, seconds=8)
        return None
    return await EditForm(work, offered, offered.seed, offered.seed.changes).fill_in()


async def edit_anew(work: Work, command: EditTime) -> Done | None:
    """A change of an entry that was refused, or still waits, in its form again."""
    offered = await work.acts.edit_time_form(command.entry_id)
    if offered is None or not isinstance(offered.seed, EditTime):
        work.screen.tell("This entry is not there any more.", seconds=8)
        return None
    seed = replace(offered.seed, changes={**offered.seed.changes, **command.changes})
    return await EditForm(work, replace(offered, act_id=command.act_id), seed, offered.seed.changes).fill_in()


async def delete_entry(work: Work, entry_id: int) -> None:
    """Take an entry of mine away, once that was said again."""
    offered = await work.acts.edit_time_form(entry_id)
    if offered is None or offered.locked or not isinstance(offered.seed, EditTime):
        work.screen.tell("This entry is not there any more." if offered is None else offered.locked, seconds=8)
        return
    summary = str(offered.seed.changes.get("summary_notes") or "")
    when = _when(work, offered.seed.changes)

    def words(width: int) -> list[Parts]:
        return [
            *paragraph(f"{when} on {offered.heading}", width, tone="strong", lines=2),
            *paragraph(summary, width, lines=4),
        ]

    if await work.ask(Confirm("Delete this time entry?", words, "delete it")):
        work.tell(await work.acts.do(DeleteTime(entry_id=entry_id, act_id=offered.act_id)))


def item_of(command: LogTime) -> ItemId | None:
    """What time is on; None for internal time."""
    if command.ticket_id is not None:
        return ItemId(ItemKind.TICKET, command.ticket_id)
    return None if command.task_id is None else ItemId(ItemKind.TASK, command.task_id)


def spoken_by(work: Work, last_end: datetime | None = None) -> SpokenBy:
    """How words about time are read at this desk."""
    desk = work.screen.seat.desk
    return SpokenBy(lambda: local(desk.clock.now(), desk.zone), desk.zone, last_end)


def spans_of(seed: LogTime) -> Sequence[tuple[datetime, datetime | None]]:
    """When the work was, as a form starts with it."""
    if seed.spans:
        return seed.spans
    return () if seed.start is None else ((seed.start, seed.end),)


def _when(work: Work, entry: Mapping[str, Any]) -> str:
    start, end, hours = entry.get("start_date_time"), entry.get("end_date_time"), entry.get("hours_worked") or 0
    length = f"{round(float(hours) * 60)} min"
    if isinstance(start, datetime) and isinstance(end, datetime):
        return f"{spoken_by(work).written(start, end)} ({length})"
    return length


def _id(value: object) -> int | None:
    return value if isinstance(value, int) else None
