"""Everybody on one list, and which period of them is shown."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desk.compliance.model import LeadSnapshot, TechLine, Trend
from tui.screens.queue_list import SHORT_BELOW
from tui.seat import Seat
from tui.widgets.live_table import LiveTable
from tui.widgets.painter import Line
from tui.words import lead as words

_DAY = timedelta(days=1)


class Span(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """Some days; never later than today."""

    span: Span
    first: date

    @classmethod
    def around(cls, span: Span, day: date) -> "Period":
        """The one that a day lies in."""
        if span is Span.WEEK:
            return cls(span, day - day.weekday() * _DAY)
        return cls(span, day if span is Span.DAY else day.replace(day=1))

    @property
    def last(self) -> date:
        if self.span is Span.DAY:
            return self.first
        if self.span is Span.WEEK:
            return self.first + 6 * _DAY
        return (self.first + 31 * _DAY).replace(day=1) - _DAY

    def stepped(self, step: int) -> "Period":
        """The one after it, or the one before."""
        return self.around(self.span, self.last + _DAY if step > 0 else self.first - _DAY)

    def says(self, today: date) -> str:
        """ "today, Tue 24 Nov", "week of 16 Nov", "November 2026"."""
        match self.span:
            case Span.DAY:
                told = f"{self.first:%a} {self.first.day} {self.first:%b}"
                return f"today, {told}" if self.first == today else told
            case Span.WEEK:
                return f"week of {self.first.day} {self.first:%b}"
        return f"{self.first:%B %Y}"


class LeadList(LiveTable[TechLine]):
    """The lines of a snapshot, in the order that the person chose."""

    def __init__(self, seat: Seat) -> None:
        self._short = False
        super().__init__(
            words.columns(short=False, live=True), key=lambda row: row.resource_id, line=self._words, id="techs"
        )
        self._seat = seat
        self.seen: LeadSnapshot | None = None
        self.order = words.Order.GAP

    def on_resize(self) -> None:
        self._short = self.app.size.width < SHORT_BELOW
        self._fit_columns()

    def show(self, seen: LeadSnapshot | None) -> None:
        """Show a snapshot; nothing for None."""
        live = None if self.seen is None else self.seen.live
        self.seen = seen
        if seen is not None and seen.live is not live:
            self._fit_columns()
        self.set_rows([] if seen is None else words.sorted_by(self.order, seen.rows, self._seat.reader.now))

    def sort_next(self) -> None:
        """By the next thing that it can be sorted by."""
        orders = list(words.Order)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.show(self.seen)

    def trend_of(self, row: TechLine) -> Trend:
        """The quarter of a person, as far as it is added up."""
        compliance = self._seat.desk.compliance
        return Trend() if compliance is None else compliance.trend(row.resource_id)

    def _fit_columns(self) -> None:
        self.set_columns(words.columns(short=self._short, live=self.seen is None or self.seen.live))

    def _words(self, row: TechLine) -> Line:
        live = self.seen is not None and self.seen.live
        return words.line(row, self.trend_of(row), self._seat.reader, short=self._short, live=live)
