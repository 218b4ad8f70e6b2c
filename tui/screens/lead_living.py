"""The list of a lead and what stands around it, kept true: to the entries, to the clock, to the cursor."""

from datetime import date

from textual import on, work
from textual.app import ComposeResult

from desk.model import Delta
from tui.screens.lead_list import LeadList
from tui.screens.lead_page import LeadPage
from tui.screens.lead_panes import BehindPane, DoubtPane, GapPane, PeriodLine, TeamPane
from tui.screens.queue_list import SHORT_BELOW
from tui.screens.trouble import list_title
from tui.seat import Seat
from tui.widgets.live_table import LiveTable
from tui.words import lead as words
from tui.words.meaning import Meaning

TITLE = "Time entry"
READING = "Reading the entries of today ..."
NOBODY = "Nobody on the desk has hours of the week or an entry. Resources and their availability come with the copy."
CHART_FROM = 22
"""Lines from which on there is room for the chart."""
ADDED_UP_AGAIN = 15 * 60
"""Seconds after which the week that runs is added up anew for the quarter."""


class LivingLead(LeadPage):
    """What a lead sees."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self.listed = LeadList(seat)
        self.line = PeriodLine(seat, self.listed)
        self.team = TeamPane(seat, self.listed)
        self.behind = BehindPane(seat, self.listed)
        self.gaps = GapPane(seat, self.listed)
        self.doubts = DoubtPane()
        self._seconds = 0
        self._reading = False
        self._added_up_since: date | None = None
        """From when on the copy had all entries when the quarter was added up."""

    def body(self) -> ComposeResult:
        yield self.line
        yield self.team
        yield self.listed
        yield self.behind
        yield self.gaps
        yield self.doubts

    def on_mount(self) -> None:
        self.listed.set_empty(READING)
        self.listed.focus()

    def on_resize(self) -> None:
        width, height = self.app.size
        self.set_class(width < SHORT_BELOW, "-compact")
        self.set_class(height < CHART_FROM, "-low")

    def on_screen_resume(self) -> None:
        self.read()
        if self.listed.seen is not None:
            self.read_quarter()

    def desk_moved(self, delta: Delta) -> None:
        if delta.status_changed:
            self.tell_where()
            if self.listed.seen is not None and self.covers_since != self._added_up_since:
                self.read_quarter()

    def acts_moved(self) -> None:
        super().acts_moved()
        self.read()

    def second_passed(self) -> None:
        super().second_passed()
        self._seconds += 1
        if self.line.live and not self._reading:
            self.read()
        if self._seconds % ADDED_UP_AGAIN == 0:
            self.read_quarter()

    @work(exclusive=True, group="lead", exit_on_error=False, description="look how everybody's day stands")
    async def read(self) -> None:
        """Look anew; what stands there stays until it is known."""
        compliance, period = self.seat.desk.compliance, self.line.period
        if compliance is None or not self.seat.desk.loaded:
            return
        self._reading = True
        try:
            seen = await (compliance.today() if self.line.live else compliance.period(*self.line.days))
        finally:
            self._reading = False
        first = self.listed.seen is None
        if period == self.line.period:
            self.doubts.of_period = "" if seen.live else words.not_covered(seen, compliance.covers_since)
            self.set_class(not seen.live, "-past")
            self.listed.show(seen)
            self.listed.set_empty(NOBODY)
            self.redraw_all()
        if first:
            self.listed.action_first()
            self.read_quarter()

    @work(exclusive=True, group="quarter", exit_on_error=False, description="add up thirteen weeks")
    async def read_quarter(self) -> None:
        """Add up what is not known yet, beside everything else."""
        compliance = self.seat.desk.compliance
        if compliance is None or not self.seat.desk.loaded:
            return
        self._added_up_since = self.covers_since
        self.doubts.of_rights = await compliance.doubts()
        self.doubts.redraw()
        await compliance.add_up_quarter()
        self.listed.repaint()
        self.redraw_all()

    @on(LiveTable.Moved)
    def moved(self) -> None:
        self.redraw_all()

    def redraw_all(self) -> None:
        for pane in (self.line, self.team, self.behind, self.gaps, self.doubts):
            pane.redraw()
        self.tell_where()

    def tell_where(self) -> None:
        listed = self.listed
        title, tone = list_title(TITLE, self.seat)
        where = f"{listed.position + 1} of {len(listed)}" if len(listed) else ""
        since = self.covers_since
        covers = f"covers since {since.day} {since:%b %Y}" if since is not None else "covers these days only"
        said = (where, f"sort: {listed.order.value}", covers if len(listed) else "")
        listed.set_titles(title, " · ".join(filter(None, said)), tone)

    def meaning_here(self) -> Meaning:
        told = tuple(("", doubt) for doubt in self.doubts.doubts)
        doubted = (("What may be wrong for want of a right", told),) if told else ()
        return (*doubted, *super().meaning_here())
