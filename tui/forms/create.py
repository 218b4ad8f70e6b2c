"""A ticket of a call or a walk-up in fifteen seconds: who, about what, enter. The timer began with the call."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from desk.acts.answers import Done
from desk.acts.commands import CreateTicket, Origin, Start
from desk.acts.offers import Choice, ContactChoice, CreateForm, Duplicate
from desk.model import ItemId, View
from desk.spoken_time import SpokenTimeError
from tui.acting.work import Work
from tui.forms.fields import AreaField, Field, TextField, in_order
from tui.forms.fields_pick import PickField
from tui.forms.fields_ticks import TickField
from tui.forms.fields_time import WhenField
from tui.forms.form import Form
from tui.forms.time import spoken_by
from tui.screens.ticket import TicketScreen
from tui.widgets.cells import fit, printable
from tui.widgets.tones import Toned

LONGEST_TITLE = 255
ORIGINS = tuple(Choice(at, origin.value) for at, origin in enumerate(Origin))
MOST_DUPLICATES = 3
LEAST_OF_TITLE = 16
"""Cells of the title of a ticket that is open already."""


class Known(Toned, can_focus=True):
    """Open tickets that may be the same thing."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take(False)", "Open it", show=False),
        Binding("s", "take(True)", "Work on it", show=False),
        Binding("down", "step(1)", "Next", show=False),
        Binding("up", "step(-1)", "Previous", show=False),
    ]

    class Taken(Message):
        """This ticket is meant, and no new one."""

        def __init__(self, item: ItemId, *, start: bool) -> None:
            super().__init__()
            self.item = item
            self.start = start

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Duplicate] = ()
        self._at = 0

    def show(self, rows: Sequence[Duplicate]) -> None:
        self.rows = rows[:MOST_DUPLICATES]
        self._at = 0
        self.styles.height = max(1, len(self.rows))
        self.refresh()

    async def on_key(self, event: events.Key) -> None:
        await in_order(self, event, takes_text=False)

    def render_line(self, y: int) -> Strip:
        row = self.part_style("row")
        if y >= len(self.rows):
            return Strip([Segment(" " * self.size.width, row)], self.size.width)
        known = self.rows[y]
        style = row + self.part_style("cursor" if self.has_focus and y == self._at else "soon")
        return Strip([Segment(_known_line(known, self.size.width), style)])

    def action_step(self, lines: int) -> None:
        at = self._at + lines
        if at < 0:
            self.screen.focus_previous()
        elif at >= len(self.rows):
            self.screen.focus_next()
        else:
            self._at = at
            self.refresh()

    def action_take(self, start: bool) -> None:
        self.post_message(self.Taken(self.rows[self._at].item, start=start))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self._at = min(len(self.rows) - 1, event.y)
        self.focus()
        self.refresh()


def _known_line(known: Duplicate, width: int) -> str:
    """Number, title and why it may be the same; the title gives way first."""
    room = max(LEAST_OF_TITLE, width - len(known.number) - cell_len(known.says) - 4)
    title = fit(printable(known.title), room).rstrip()
    return fit(f"{known.number} {title} ({printable(known.says)})", width)


class KnownField(Field[Known]):
    """Shown only where there is one; no part of the ticket to be made."""

    def __init__(self) -> None:
        super().__init__("known", "Open already", Known(), hint="enter opens it instead · s works on it since the call")
        self.display = False

    @property
    def lines(self) -> int:
        return max(1, len(self.editor.rows))

    @property
    def kept(self) -> object:
        return None

    def restore(self, kept: object) -> None:
        """Nothing of it was kept."""

    def show(self, rows: Sequence[Duplicate]) -> None:
        self.editor.show(rows)
        self.display = bool(rows)
        self._word()


class Creating(Form):
    """Quick create. Answers with what was done, or with None and `instead`, where the ticket is there already."""

    DRAFT = "create"
    VERB = "make the ticket"

    def __init__(self, acting: Work, offered: CreateForm) -> None:
        self.offered = offered
        self.instead: Known.Taken | None = None
        self._people: dict[int, ContactChoice] = {}
        self._sought: tuple[object, ...] = ()
        self._proposed = offered.queue_id
        self.caller = PickField(
            "contact_id",
            "Who",
            find=self._contacts,
            own_words=True,
            placeholder="name, company or number of the caller",
        )
        self.company = PickField(
            "company_id",
            "Company",
            find=acting.acts.companies,
            optional=True,
            placeholder="where the caller is not known",
        )
        self.about = TextField("title", "About", placeholder="what is it about?", longest=LONGEST_TITLE)
        self.known = KnownField()
        self.details = AreaField("description", "Details", lines=2, placeholder="what they said")
        self.priority = PickField("priority", "Priority", offered.priorities, offered.priority)
        self.queue = PickField("queue_id", "Queue", offered.queues, offered.queue_id)
        self.issue = PickField("issue_type", "Issue", offered.issues, optional=True)
        self.sub_issue = PickField("sub_issue_type", "Sub-issue", optional=True)
        self.origin = PickField("origin", "By", ORIGINS, 0)
        self.since = WhenField("picked_up", "Since", spoken_by(acting), [(offered.picked_up, None)], open_ended=True)
        self.timer = TickField("start", "Timer", "runs on it since then; what runs now is parked", ticked=True)
        self.mine = TickField("assign", "Mine", "assigned to you and in progress", ticked=True)
        fields: Sequence[Field[Any]] = (
            self.caller, self.company, self.about, self.known, self.details, self.priority, self.queue, self.issue,
            self.sub_issue, self.origin, self.since, self.timer, self.mine,
        )  # fmt: skip
        super().__init__(acting, "New ticket", fields, None, act_id=offered.act_id)

    async def _contacts(self, text: str) -> Sequence[Choice]:
        people = await self.acts.contacts(text)
        self._people |= {person.contact_id: person for person in people}
        return [Choice(person.contact_id, person.name, why=_where(person)) for person in people]

    @property
    def _company_id(self) -> int | None:
        """That of the caller, where the caller is known."""
        person = self._people.get(self.caller.value or 0)
        return person.company_id if person is not None else self.company.value

    def revised(self) -> None:
        person = self._people.get(self.caller.value or 0)
        self.caller.say("" if person is None else _where(person))
        if person is None and self.caller.words and not self.caller.editor.open:
            self.caller.say("not known here: choose the company, the name goes into the details")
        self.company.display = person is None
        issue = self.issue.value
        under = [choice for choice in self.offered.sub_issues if issue is not None and choice.under == issue]
        self.sub_issue.display = bool(under)
        if under != self.sub_issue.choices:
            self.sub_issue.offer(under, None)
        self._propose_queue()
        wanted = (self._company_id, self.caller.value, self.about.value)
        if wanted != self._sought:
            self._sought = wanted
            self._seek()

    def _propose_queue(self) -> None:
        """The queue that such tickets of the company go to, as long as nobody has chosen one."""
        if self.queue.value != self._proposed:
            return
        usual = self.acts.usual_queue(self._company_id, self.issue.value, self.sub_issue.value)
        if usual != self._proposed:
            self._proposed = usual
            self.queue.choose(next((choice for choice in self.queue.choices if choice.id == usual), None))

    @work(exclusive=True, group="seek", exit_on_error=True, description="look for the same ticket")
    async def _seek(self) -> None:
        self.known.show(await self.acts.duplicates(self._company_id, self.caller.value, self.about.value))

    def restore(self, values: Mapping[str, object]) -> None:
        """All but when the call was: the draft is of another one, or of this one and older than it."""
        super().restore({key: kept for key, kept in values.items() if key != "picked_up"})
        self._know_again()

    @work(group="again", exit_on_error=True, description="look for the caller of the draft")
    async def _know_again(self) -> None:
        """The caller of a draft is kept by name."""
        found = await self._contacts(self.caller.words)
        same = next((choice for choice in found if choice.label == self.caller.words), None)
        if same is not None:
            self.caller.choose(same)
            self._after_change()

    def command(self) -> CreateTicket:
        unknown = self.caller.words if self.caller.value is None else ""
        details = "\n".join(line for line in (f"Caller: {unknown}" if unknown else "", self.details.value) if line)
        return CreateTicket(
            act_id=self.act_id,
            title=self.about.value,
            company_id=self._company_id,
            contact_id=self.caller.value,
            description=details,
            origin=list(Origin)[self.origin.value or 0],
            priority=self.priority.value,
            queue_id=self.queue.value,
            issue_type=self.issue.value,
            sub_issue_type=self.sub_issue.value,
            picked_up=self.began,
            start=self.timer.value,
            assign=self.mine.value,
        )

    @property
    def began(self) -> datetime:
        """When the call was taken."""
        try:
            since = next(iter(self.since.spans), None)
        except SpokenTimeError:
            since = None
        return self.offered.picked_up if since is None else since.start

    @on(Known.Taken)
    async def _taken(self, event: Known.Taken) -> None:
        event.stop()
        self.instead = event
        await self.action_leave()


async def create(work: Work) -> Done | None:
    """Make a ticket; or open one that is there already, and work on it since the call began."""
    form = Creating(work, work.acts.create_form())
    outcome = await form.fill_in()
    if form.instead is not None:
        await work.screen.app.push_screen(TicketScreen(work.screen.seat, form.instead.item, View.MINE, ()))
        if form.instead.start:
            work.tell(await work.acts.do(Start(ticket_id=form.instead.item.id, at=form.began)))
    return outcome


def _where(person: ContactChoice) -> str:
    return " · ".join(part for part in (person.company, person.phone, "VIP" if person.vip else "") if part)
