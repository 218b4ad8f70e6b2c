"""Fields for when something was done and how long it took, typed as one says it (`desk.spoken_time`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import Binding, BindingType

from desk.spoken_time import Spoken, SpokenTimeError, parse, printed
from tui.forms.fields import Line, TextField

BETWEEN_SPANS = " + "
EXAMPLES = "9:10-9:45 · 25m · 1h10 · yesterday 14:00 45m"


@dataclass(frozen=True, slots=True)
class SpokenBy:
    """What words about time depend on: now, where, and when the last entry ended."""

    now: Callable[[], datetime]
    zone: ZoneInfo
    last_end: datetime | None = None

    def read(self, text: str) -> Spoken:
        """Raises SpokenTimeError."""
        return parse(text, self.now(), self.zone, last_end=self.last_end)

    def written(self, start: datetime, end: datetime | None) -> str:
        """A span as one types it today, where that is read as just this; else with its day."""
        exact = printed(Spoken(start, end), self.zone)
        short = f"{start.astimezone(self.zone):%H:%M}" + ("" if end is None else f"-{end.astimezone(self.zone):%H:%M}")
        try:
            read = self.read(short)
        except SpokenTimeError:
            return exact
        return short if printed(read, self.zone) == exact else exact


class OtherMeaning(Line):
    """A line that ^o reads in the other way it could have been meant."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+o", "other", "The other meaning", show=False)]

    def action_other(self) -> None:
        field = self.parent
        if isinstance(field, WhenField):
            field.take_other()


class WhenField(TextField):
    """Spans of time: one, or several joined by +. How they are understood stands beneath."""

    EDITOR = OtherMeaning

    def __init__(
        self,
        key: str,
        label: str,
        by: SpokenBy,
        spans: Sequence[tuple[datetime, datetime | None]] = (),
        *,
        stands_for: tuple[str, ...] = (),
        open_ended: bool = False,
    ) -> None:
        """`open_ended` takes a beginning alone, of something that still runs."""
        self._by = by
        self._open_ended = open_ended
        value = BETWEEN_SPANS.join(by.written(*span) for span in spans)
        super().__init__(key, label, value, stands_for=stands_for, placeholder=EXAMPLES)
        self.say(self.told())

    def changed(self) -> None:
        self.say(self.told())
        super().changed()

    @property
    def spans(self) -> Sequence[Spoken]:
        """What was typed; empty where nothing was.

        Raises:
            SpokenTimeError: it cannot be read.
        """
        return [self._by.read(part) for part in self.value.split("+")] if self.value else []

    @property
    def unread(self) -> str:
        try:
            spans = self.spans
        except SpokenTimeError as error:
            return f"{error} (^o takes it)" if error.choices else str(error)
        if not self._open_ended and any(span.end is None for span in spans):
            return "Say also when it ended, such as 9:10-9:45, or how long it took, such as 9:10 35m."
        return ""

    @property
    def kept(self) -> object:
        """With its days, for the text alone means another time tomorrow."""
        try:
            return BETWEEN_SPANS.join(printed(span, self._by.zone) for span in self.spans)
        except SpokenTimeError:
            return self.value

    def restore(self, kept: object) -> None:
        self.value = str(kept)
        try:
            self.value = BETWEEN_SPANS.join(self._by.written(span.start, span.end) for span in self.spans)
        except SpokenTimeError:
            return

    def told(self) -> str:
        """How it was understood, in words."""
        try:
            spans = self.spans
        except SpokenTimeError:
            return ""
        if not spans:
            last = self._by.last_end
            return "" if last is None else f"last: since your last entry, {last.astimezone(self._by.zone):%H:%M}"
        if len(spans) > 1:
            worked = sum((span.end - span.start for span in spans if span.end is not None), timedelta())
            return f"{worked // timedelta(minutes=1)} min in {len(spans)} parts, an entry each"
        (span,) = spans
        other = f" · ^o: {span.others[0].meant}" if span.others else ""
        return span.meant.removesuffix(", still running") + other

    def take_other(self) -> None:
        """Take the other meaning in place of this one."""
        try:
            others: Sequence[Spoken] = [other for span in self.spans[:1] for other in span.others]
        except SpokenTimeError as error:
            others = error.choices
        if others:
            self.value = self._by.written(others[0].start, others[0].end)


class LengthField(TextField):
    """Hours, for an entry that has no time of the day."""

    def __init__(self, key: str, label: str, by: SpokenBy, hours: float) -> None:
        self._by = by
        super().__init__(key, label, f"{hours:g}h", placeholder="45m · 1h10 · 1.5h")

    @property
    def hours(self) -> float | None:
        """What was typed; None where it is no length."""
        try:
            span = self._by.read(self.value)
        except SpokenTimeError:
            return None
        return None if span.end is None else (span.end - span.start) / timedelta(hours=1)

    @property
    def unread(self) -> str:
        return "" if self.hours is not None else "Say how long it took, such as 45m, 1h10 or 1.5h."
