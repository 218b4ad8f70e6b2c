"""Fields for what lies ahead: a day or a moment, typed as one says it (`desk.spoken_days`)."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from desk.durations import local
from desk.spoken_days import DAY_EXAMPLES, MOMENT_EXAMPLES, day_of, moment_of
from desk.spoken_span import NotUnderstood
from tui.forms.fields import TextField
from tui.seat import Seat


class DayField(TextField):
    """A day to come. How it is understood stands beneath."""

    def __init__(
        self,
        key: str,
        label: str,
        seat: Seat,
        day: date | None = None,
        *,
        placeholder: str = DAY_EXAMPLES,
    ) -> None:
        self._seat = seat
        super().__init__(key, label, "" if day is None else day.isoformat(), placeholder=placeholder)
        self.say(self._told())

    def changed(self) -> None:
        self.say(self._told())
        super().changed()

    @property
    def day(self) -> date | None:
        """What was typed; None where nothing was, or nothing that is a day."""
        try:
            return day_of(self.value, *_here(self._seat)) if self.value else None
        except NotUnderstood:
            return None

    @property
    def unread(self) -> str:
        return _why_not(lambda: day_of(self.value, *_here(self._seat))) if self.value else ""

    @property
    def kept(self) -> object:
        """The day itself, for "tomorrow" is another one tomorrow."""
        return self.value if self.day is None else self.day.isoformat()

    def _told(self) -> str:
        return "" if self.day is None else f"{self.day:%a} {self.day.day} {self.day:%b %Y}"


class MomentField(TextField):
    """A moment to come, or the one that stands already, which may be past. How it is understood stands beneath."""

    def __init__(
        self,
        key: str,
        label: str,
        seat: Seat,
        at: datetime | None = None,
        *,
        placeholder: str = MOMENT_EXAMPLES,
    ) -> None:
        self._seat = seat
        self._stands = at
        super().__init__(key, label, self._written(at), placeholder=placeholder)
        self.say(self._told())

    def changed(self) -> None:
        self.say(self._told())
        super().changed()

    @property
    def moment(self) -> datetime | None:
        """What was typed, or stood there before; None where nothing is, or nothing that is a moment."""
        if self.value == self._written(self._stands):
            return self._stands
        try:
            return moment_of(self.value, *_here(self._seat)) if self.value else None
        except NotUnderstood:
            return None

    @property
    def unread(self) -> str:
        if not self.value or self.moment is not None:
            return ""
        return _why_not(lambda: moment_of(self.value, *_here(self._seat)))

    @property
    def kept(self) -> object:
        return self.value if self.moment is None else self._written(self.moment)

    def _written(self, at: datetime | None) -> str:
        return "" if at is None else f"{at.astimezone(self._seat.desk.zone):%Y-%m-%d %H:%M}"

    def _told(self) -> str:
        if self.moment is None:
            return ""
        local = self.moment.astimezone(self._seat.desk.zone)
        return f"{local:%a} {local.day} {local:%b %Y %H:%M}"


def _here(seat: Seat) -> tuple[datetime, ZoneInfo]:
    """Now and where, which words about days depend on."""
    return local(seat.desk.clock.now(), seat.desk.zone), seat.desk.zone


def _why_not(read: Callable[[], object]) -> str:
    """What a person did wrong; "" where it can be read."""
    try:
        read()
    except NotUnderstood as error:
        return str(error)
    return ""
