"""Lead: whether everybody's time is entered as it happens, where the gaps are, and a word to whom it concerns."""

from importlib import import_module
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from desk.compliance.model import TechLine
from tui.commands import lead
from tui.commands.record import bindings
from tui.screens.acting import act
from tui.screens.lead_entries import LeadEntries
from tui.screens.lead_list import Period, Span
from tui.screens.lead_living import LivingLead
from tui.widgets.live_table import LiveTable
from tui.words.lead_meaning import LEAD


class Lead(LivingLead):
    """The third screen: what a person does there."""

    PLACE = "Lead"
    CSS_PATH = "lead.tcss"
    TEXT = LEAD
    COMMANDS_HERE = lead.LEAD
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(lead.LEAD)]

    @on(LiveTable.Opened)
    def action_entries(self) -> None:
        """What the figures of the person under the cursor are made of."""
        if (row := self.listed.cursor_row) is not None:
            self.app.push_screen(LeadEntries(self.seat, row, *self.line.days))

    def action_period(self, span: str) -> None:
        """Today; or the week or the month that the first day shown lies in, today's where that is today's."""
        here, wanted, today = self.line.period, Span(span), self.line.today
        todays = wanted is Span.DAY or here.first <= today <= here.last
        day = today if todays else here.first
        self._go_to(Period.around(wanted, day))

    def action_step(self, step: int) -> None:
        there = self.line.period.stepped(step)
        if there.first > self.line.today:
            self.tell("This is as far as today.")
        else:
            self._go_to(there)

    def _go_to(self, period: Period) -> None:
        if self.line.go_to(period):
            self.listed.set_empty("Adding up ...")
            self.read()
            self.line.redraw()

    def action_sort(self) -> None:
        self.listed.sort_next()
        self.redraw_all()

    @act("find a person")
    async def action_find(self) -> None:
        if (acts := self.seat.hands.acts) is None:
            self.tell(self.seat.hands.why_not)
        else:
            await import_module("tui.screens.lead_acts").find(self, acts, self.listed)

    def action_again(self) -> None:
        self.seat.desk.refresh()
        self.read()
        self.read_quarter()

    def action_compact(self) -> None:
        self.toggle_class("-no-header")

    @act("nudge")
    async def action_nudge(self) -> None:
        row = self._row_to_act_on()
        acts, compliance = self.seat.hands.acts, self.seat.desk.compliance
        if row is not None and acts is not None and compliance is not None:
            # What forms and acts are made of is read once there are acts, and would keep the first picture waiting.
            await import_module("tui.screens.lead_acts").nudge(self, acts, row, compliance.ticket_of(row.resource_id))

    @act("exclude a gap")
    async def action_exclude(self) -> None:
        row, acts = self._row_to_act_on(), self.seat.hands.acts
        if row is None or acts is None:
            return
        if not self.line.live:
            self.tell("Gaps are those of today: D shows it.")
            return
        await import_module("tui.screens.lead_acts").exclude(self, acts, row)

    def _row_to_act_on(self) -> TechLine | None:
        """The person under the cursor; says why where nothing may be entered."""
        hands = self.seat.hands
        if hands.acts is None or hands.acts.read_only:
            self.tell(hands.why_not, seconds=8)
            return None
        return self.listed.cursor_row
