"""What stands around the list of a lead: which period, all of them in one sum, what is behind one, and the gaps."""

from collections.abc import Sequence
from datetime import date

from desk.compliance.model import LeadSnapshot, Trend
from desk.durations import local
from tui.screens.lead_list import LeadList, Period, Span
from tui.seat import Seat
from tui.widgets.pane import Pane, ScrollPane
from tui.widgets.parts import Part, Parts, cut, parts, spread
from tui.words import lead as words
from tui.words import lead_day

NOT_KNOWN = " Timers of others are not known here. Figures are of the entries in your PSA; F1 says what each means."
KEYS = {Span.DAY: "D", Span.WEEK: "W", Span.MONTH: "M"}


class PeriodLine(Pane):
    """Which period is shown, how to get to others, and how old the copy is."""

    def __init__(self, seat: Seat, listed: LeadList) -> None:
        super().__init__(id="period", boxed=False)
        self._seat = seat
        self._list = listed
        self.chosen: Period | None = None
        """What the person went to; None for today, whichever day that is."""

    def on_mount(self) -> None:
        self.set_lines(lambda width, _height: [self._words(width)])

    @property
    def today(self) -> date:
        """The date where the person at the screen is."""
        reader = self._seat.reader
        return local(reader.now, reader.zone).date()

    @property
    def period(self) -> Period:
        """What is shown."""
        return self.chosen or Period(Span.DAY, self.today)

    @property
    def live(self) -> bool:
        """Whether that is today."""
        return self.chosen is None

    @property
    def days(self) -> tuple[date, date]:
        """Its first and its last day, none of them to come."""
        return self.period.first, min(self.period.last, self.today)

    def go_to(self, period: Period) -> bool:
        """Show another period. False where it is shown."""
        before = self.chosen
        self.chosen = None if period == Period(Span.DAY, self.today) else period
        return self.chosen != before

    def _words(self, width: int) -> Parts:
        period = self.period
        said = period.says(self.today)
        tabs = [self._tab(span, period) for span in Span]
        left = [Part(" "), *tabs, Part(f"  {said} ", "strong"), Part(" [ ] earlier, later", "quiet")]
        return spread(left, [Part(f"{self._dated()} ", "quiet")], width)

    def _shows(self, seen: LeadSnapshot) -> bool:
        return seen.live if self.live else not seen.live and (seen.first, seen.last) == self.days

    def _tab(self, span: Span, period: Period) -> Part:
        said = f"{KEYS[span]} {span.value}"
        chosen = span is period.span
        return Part(
            f"[{said}]" if chosen else f" {said} ", "strong" if chosen else "quiet", f"screen.period('{span.value}')"
        )

    def _dated(self) -> str:
        """As of when the copy is, when a period was added up, and that what stands below is still another one's."""
        good, seen = self._seat.desk.status.last_good, self._list.seen
        if seen is not None and not self._shows(seen):
            return "adding up; what stands below is still another period"
        copy = f"copy of {self._seat.moment(good)}" if good is not None else "copy still filling"
        return copy if seen is None or seen.live else f"added up {self._seat.reader.moment(seen.at)}, {copy}"


class TeamPane(Pane):
    """Everybody in one sum."""

    def __init__(self, seat: Seat, listed: LeadList) -> None:
        super().__init__(id="team", boxed=False)
        self._seat = seat
        self._list = listed

    def on_mount(self) -> None:
        self.set_lines(self._team)

    def _team(self, width: int, height: int) -> list[Parts]:
        seen, compliance = self._list.seen, self._seat.desk.compliance
        if seen is None or not seen.rows:
            return []
        trend = Trend() if compliance is None else compliance.trend()
        return words.team(seen, trend, self._seat.reader, width)[:height]


class BehindPane(Pane):
    """What the figures of the person under the cursor are made of."""

    def __init__(self, seat: Seat, listed: LeadList) -> None:
        super().__init__(id="behind", boxed=False)
        self._seat = seat
        self._list = listed

    def on_mount(self) -> None:
        self.set_lines(self._behind)

    def _behind(self, width: int, height: int) -> list[Parts]:
        row = self._list.cursor_row
        if row is None:
            return []
        return words.behind(row, self._list.trend_of(row), self._seat.reader, width)[:height]


class GapPane(ScrollPane):
    """The chart of today."""

    def __init__(self, seat: Seat, listed: LeadList) -> None:
        super().__init__(id="gaps")
        self._seat = seat
        self._list = listed

    def on_mount(self) -> None:
        self.set_lines(self._gaps)

    def _gaps(self, width: int, height: int) -> list[Parts]:
        seen, rows = self._list.seen, self._list.rows
        self.set_titles("Where the gaps are")
        if seen is None or not rows or not seen.live:
            return []
        reader = self._seat.reader
        drawn = lead_day.chart(rows, reader.now, reader.zone, width, height - 1, self._list.position)
        return [*drawn, lead_day.legend(rows, reader.now, width)]


class DoubtPane(Pane):
    """Why figures may be wrong, on one line; F1 has all of it."""

    def __init__(self) -> None:
        super().__init__(id="doubts", boxed=False)
        self.of_rights: Sequence[str] = ()
        self.of_period = ""
        """That the copy does not have all of the period shown; empty where it has."""

    @property
    def doubts(self) -> Sequence[str]:
        return (*filter(None, (self.of_period,)), *self.of_rights)

    def on_mount(self) -> None:
        self.set_lines(lambda width, _height: self._words(width))

    def _words(self, width: int) -> list[Parts]:
        if not self.doubts:
            return [parts((NOT_KNOWN, "quiet"))]
        more = f" (+{len(self.doubts) - 1}, F1)" if len(self.doubts) > 1 else ""
        return [cut([Part(f" ?{more} {self.doubts[0]}", "soon")], width)]
