"""Fields of tickets: on one, what was changed and nothing else is sent; on several, what was chosen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from desk.acts.commands import ChangeTicket, Command
from desk.acts.offers import ChangeForm, Choice, Value
from desk.durations import local
from desk.model import ItemId, ItemKind, WorkItem
from desk.spoken_days import MOMENT_EXAMPLES
from desk.spoken_time import SpokenTimeError, parse
from tui.acting.work import Work
from tui.forms.fields import Field, TextField
from tui.forms.fields_day import MomentField
from tui.forms.fields_pick import PickField
from tui.forms.form import Unsaid
from tui.forms.on_tickets import TicketsForm

PICKED = (
    ("priority", "Priority"),
    ("queue_id", "Queue"),
    ("ticket_category", "Category"),
    ("issue_type", "Issue"),
    ("sub_issue_type", "Sub-issue"),
    ("contact_id", "Contact"),
    ("billing_code_id", "Work type"),
)
NEEDED = frozenset(("priority", "queue_id"))
"""Fields that a ticket is never without."""
OF_ONE = frozenset(("contact_id",))
"""Choices that belong to the company of one ticket."""
EDITED = frozenset((*dict(PICKED), "title", "due_date_time", "estimated_hours"))
AS_IT_IS = "as it is"
WAS = "was"
"""Under which name a draft keeps what stood in the fields before."""


class EditForm(TicketsForm):
    """The fields that people set."""

    DRAFT = "edit"
    VERB = "save"

    def __init__(
        self, acting: Work, tickets: Sequence[WorkItem], offered: ChangeForm, laid: ChangeTicket | None = None
    ) -> None:
        """`laid` is a change that did not get through, to be put right."""
        self._offered = offered
        one = len(tickets) == 1
        self._stands: Mapping[str, Value] = offered.values if one else {}
        shown = {**self._stands, **(laid.changes if laid is not None else {})}
        seat = acting.screen.seat
        title, due, hours = (shown.get(name) for name in ("title", "due_date_time", "estimated_hours"))
        blank = "" if one else AS_IT_IS
        self.title_field = TextField("title", "Title", str(title or ""), longest=255)
        self.picks = {
            name: self._pick(name, label, shown.get(name), one) for name, label in PICKED if one or name not in OF_ONE
        }
        at = due if isinstance(due, datetime) else None
        self.due = MomentField("due_date_time", "Due", seat, at, placeholder=blank or MOMENT_EXAMPLES)
        hours_text = f"{hours:g}h" if isinstance(hours, int | float) else ""
        self.hours = TextField("estimated_hours", "Estimated", hours_text, placeholder=blank or "1h30 · 45m · 2.5h")
        self._issue = self.picks["issue_type"].value
        fields: list[Field[Any]] = [*([self.title_field] if one else []), *self.picks.values(), self.due, self.hours]
        act_id = laid.act_id if laid is not None else offered.act_id
        super().__init__(acting, tickets, "Edit", fields, act_id=act_id)
        self._first = {field.key: field.kept for field in fields}
        self._offer_sub_issues()

    def _pick(self, name: str, label: str, stands: Value, one: bool) -> PickField:
        return PickField(
            name,
            label,
            self._offered.choices.get(name, ()),
            stands if isinstance(stands, int) else None,
            optional=not (one and name in NEEDED),
            placeholder="none" if one else AS_IT_IS,
        )

    def revised(self) -> None:
        """A sub-issue belongs to its issue; what the tenant has no choices for is not shown."""
        issue = self.picks["issue_type"]
        if issue.value != self._issue and not issue.typed:
            self._issue = issue.value
            self._offer_sub_issues()
        for pick in self.picks.values():
            pick.display = bool(pick.choices)

    def _offer_sub_issues(self) -> None:
        pick = self.picks["sub_issue_type"]
        pick.offer(_under(self._offered.choices.get("sub_issue_type", ()), self._issue), pick.value)

    def on_ticket(self, ticket_id: int) -> Command:
        changes = self._changes()
        seen = {name: self._stands[name] for name in changes if name in self._stands}
        act_id = self.act_id if self.one else ""
        return ChangeTicket(ticket_id=ticket_id, act_id=act_id, changes=changes, seen=seen)

    def _changes(self) -> Mapping[str, Value]:
        """What the person set to something else; on several tickets, what they set at all."""
        values: dict[str, Value] = {name: pick.value for name, pick in self.picks.items()}
        values["due_date_time"] = self.due.moment
        values["estimated_hours"] = self._estimated()
        if self.one:
            values["title"] = self.title_field.value
        return {
            name: value
            for name, value in values.items()
            if (value != self._stands.get(name) if self.one else value is not None)
        }

    def _estimated(self) -> float | None:
        """Hours; a bare number is hours."""
        said = self.hours.value.replace(",", ".")
        if not said:
            return None
        seat = self.acting.screen.seat
        try:
            text = f"{float(said):g}h" if said.replace(".", "", 1).isdigit() else said
            span = parse(text, local(seat.desk.clock.now(), seat.desk.zone), seat.desk.zone)
        except SpokenTimeError:
            span = None
        if span is None or span.end is None:
            raise Unsaid("estimated_hours", "Say how long, such as 45m, 1h30 or 2.5h.")
        return (span.end - span.start).total_seconds() / 3600

    # A draft is of what was changed: what a colleague has set meanwhile stays ----------------------------------------

    def _kept(self) -> Mapping[str, object]:
        return {**super()._kept(), WAS: self._first}

    def restore(self, values: Mapping[str, object]) -> None:
        was = values.get(WAS)
        before = was if isinstance(was, dict) else {}
        for field in self.fields:
            kept = values.get(field.key, self._first[field.key])
            field.restore(self._first[field.key] if kept == before.get(field.key) else kept)
            if field.key == "issue_type":
                self.revised()


def _under(sub_issues: Sequence[Choice], issue: int | None) -> Sequence[Choice]:
    """Those of an issue, and those that belong to none."""
    return [choice for choice in sub_issues if choice.under is None or choice.under == issue]


async def edit(work: Work) -> None:
    """Edit the marked tickets, else the one under the cursor."""
    if tickets := work.tickets:
        await EditForm(work, tickets, await work.acts.change_form(tickets[0].id.id)).fill_in()


async def anew(work: Work, command: Command) -> None:
    """A change that was refused or still waits, to be sent in its new shape."""
    if not isinstance(command, ChangeTicket):
        return
    ticket = work.screen.seat.desk.item(ItemId(ItemKind.TICKET, command.ticket_id))
    if ticket is None or not command.changes.keys() <= EDITED:
        work.screen.tell("It is not made in this form: set it anew from the list.")
        return
    await EditForm(work, (ticket,), await work.acts.change_form(command.ticket_id), command).fill_in()
