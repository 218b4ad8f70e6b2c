"""When something was done, as a tech types it: `9:10-9:45`, `25m`, `yesterday 14:00 45m`, `mon 9-10`, `-10m`, `now`.

Read on the wall clock of the tech, in whole minutes. What can be meant in one way only is taken; where the clock
shows a time twice or not at all, the person is asked; nothing ends in the future.

* A range whose end comes first passes midnight: 23:30-0:15. Where that would be more than half a day and neither side
  is written with a leading zero, the end is meant in the afternoon: 10-2 is 10:00 to 14:00, 12-1 is 12:00 to 13:00.
* A length alone (`25m`, `1h10`, `1.5h`, `1:15`) ends now. That it may begin where the last entry ended is offered.
* A time alone (`14:00`), `-10m` and `now` begin something that still runs: they have no end.
* h:mm alone is a length where the hour is below six and has no leading zero, and a time of day otherwise.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from desk.spoken_span import (
    DAY,
    EXAMPLES,
    InFuture,
    NotUnderstood,
    SkippedThatNight,
    Spoken,
    SpokenTimeError,
    TwiceThatNight,
    Window,
    agreed,
    clock_text,
    instants,
    on_24_hours,
    printed,
    wall,
    windows,
)
from desk.spoken_words import Clock, Day, Length, Token, Unknown, tokens

__all__ = [
    "EXAMPLES",
    "InFuture",
    "NotUnderstood",
    "SkippedThatNight",
    "Spoken",
    "SpokenTimeError",
    "TwiceThatNight",
    "parse",
    "printed",
]

OLDEST = timedelta(days=366)
LENGTH_BELOW_HOUR = 6
"""A time such as 1:15 is a length up to here, where it stands alone."""


def parse(
    text: str, now: datetime, zone: ZoneInfo, *, last_end: datetime | None = None, month_first: bool = False
) -> Spoken:
    """Read what a tech typed.

    Args:
        now: aware.
        zone: of the tech.
        last_end: when the tech's last entry ended, aware.
        month_first: 5/6 is the sixth of May.

    Raises:
        SpokenTimeError: naming what was not understood, or asking; nothing else, whatever the text.
    """
    last = None if last_end is None else _minute(last_end, up=True)
    context = _Context(_minute(now), _minute(now, up=True), zone, last)
    words = list(tokens(text, context.today, month_first=month_first))
    if len(words) > 1 and isinstance(words[-1], Day):
        words = [words[-1], *words[:-1]]
    for word in words:
        if isinstance(word, Unknown):
            raise NotUnderstood(f'"{word.said}" {word.why or "is not understood"}. Write {EXAMPLES}.')
    said = _Said(words)
    for pattern, read in _SHAPES:
        if pattern.fullmatch(said.shape):
            return read(said, context)
    raise NotUnderstood(_hint(said))


@dataclass(frozen=True, slots=True)
class _Context:
    """When and where something is read; up to `limit`, the end of the minute that has begun, nothing is future."""

    now: datetime
    limit: datetime
    zone: ZoneInfo
    last_end: datetime | None

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


class _Said:
    """The words by kind, and one letter for each: D day, T time, c time or length, . 9.10, n number, L length."""

    def __init__(self, words: Iterable[Token]) -> None:
        words = list(words)
        self.text = " ".join(word.said for word in words)
        self.days = [word for word in words if isinstance(word, Day)]
        self.clocks = [word for word in words if isinstance(word, Clock)]
        self.lengths = [word for word in words if isinstance(word, Length)]
        self.shape = "".join(map(_letter, words))

    def length(self) -> timedelta:
        """The one length; 1:15 where it stands for one."""
        if self.lengths:
            return timedelta(minutes=self.lengths[0].minutes)
        length = timedelta(hours=self.clocks[0].hour, minutes=self.clocks[0].minute)
        if not length:
            raise NotUnderstood(f'"{self.text}" takes no time. Write {EXAMPLES}.')
        return length


def _letter(word: Token) -> str:
    match word:
        case Day():
            return "D"
        case Length():
            return "L"
        case Clock(form="n" | "." as form):
            return form
        case Clock():
            may_be_length = word.form and not word.exact and word.hour < LENGTH_BELOW_HOUR and word.which is None
            return "c" if may_be_length else "T"
    return {"-": "-", "now": "N", "ago": "g", "last": "K"}.get(word.said, "?")


# One reader a shape


def _range(said: _Said, context: _Context) -> Spoken:
    until = said.days[1].day if len(said.days) > 1 else None
    begin, finish = agreed(*said.clocks, dated=until is not None)
    overnight = until is None and wall(finish) < wall(begin)

    def on(day: date, later: int = 0) -> list[Window]:
        first, last = (replace(clock, hour=clock.hour + later) for clock in (begin, finish))
        return windows(first, last, day, until, context.zone)

    found = _latest(said, context, on, overnight=overnight)
    early = begin.hour > 0 and finish.hour <= LENGTH_BELOW_HOUR
    if not early or said.clocks[0].half or said.clocks[1].half or begin.exact or finish.exact:
        return found
    afternoon = on(_days(said, context)[0], 12)
    return replace(found, others=tuple(_spoken(*each, context) for each in afternoon if _is_over(each, context)))


def _from_until_now(said: _Said, context: _Context) -> Spoken:
    begin = on_24_hours(said.clocks[0])

    def on(day: date) -> list[Window]:
        return [(start, context.now) for start in instants(begin, day, context.zone)]

    return _latest(said, context, on)


def _from_for(said: _Said, context: _Context) -> Spoken:
    begin, length = on_24_hours(said.clocks[0]), said.length()

    def on(day: date) -> list[Window]:
        return [(start, start + length) for start in instants(begin, day, context.zone)]

    return _latest(said, context, on)


def _for_until(said: _Said, context: _Context) -> Spoken:
    finish, length = on_24_hours(said.clocks[0]), said.length()

    def on(day: date) -> list[Window]:
        return [(end - length, end) for end in instants(finish, day, context.zone)]

    return _latest(said, context, on)


def _from(said: _Said, context: _Context) -> Spoken:
    begin = on_24_hours(said.clocks[0])

    def on(day: date) -> list[Window]:
        return [(start, None) for start in instants(begin, day, context.zone)]

    return _latest(said, context, on)


def _for(said: _Said, context: _Context) -> Spoken:
    length = said.length()
    last = context.last_end
    found = _spoken(context.now - length, context.now, context, "ending now")
    if last is None or last + length > context.limit or last == found.start or context.now - last >= DAY:
        return found
    return replace(found, others=(_spoken(last, last + length, context, "from the end of your last entry"),))


def _ago(said: _Said, context: _Context) -> Spoken:
    return _spoken(context.now - said.length(), None, context)


def _now(_: _Said, context: _Context) -> Spoken:
    return _spoken(context.now, None, context)


def _since_last(_: _Said, context: _Context) -> Spoken:
    last = _last(context)
    if last >= context.now:
        raise InFuture("Your last entry has not ended before now, so nothing lies between.")
    return _spoken(last, context.now, context, "since the end of your last entry")


def _for_since_last(said: _Said, context: _Context) -> Spoken:
    window = _last(context), _last(context) + said.length()
    if window[1] > context.limit:
        raise InFuture(f"From the end of your last entry on, {said.text} is not over yet.")
    return _spoken(*window, context, "from the end of your last entry")


def _last(context: _Context) -> datetime:
    if context.last_end is None:
        raise NotUnderstood(f"You have no entry yet that it could begin at. Write {EXAMPLES}.")
    return context.last_end


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[_Said, _Context], Spoken]], ...] = tuple(
    (re.compile(shape.replace("t", "[Tcn.]").replace("l", "[Lc]")), read)
    for shape, read in (
        ("D?t-t|Dt-Dt", _range),
        ("D?t-?N", _from_until_now),
        ("D?tL|D?Lt|LDt", _from_for),
        ("D?L-t", _for_until),
        ("T|D[Tc]", _from),
        ("l", _for),
        ("-l|lg", _ago),
        ("N", _now),
        ("K-?N?", _since_last),
        ("LK|KL", _for_since_last),
    )
)


def _hint(said: _Said) -> str:
    """What to write instead of words that do not make sense together."""
    if not said.shape:
        return f"Say when: {EXAMPLES}."
    if re.fullmatch(r"-?n", said.shape):
        number = said.clocks[0].said
        return f'"{number}" of what? Write {number}m for minutes, or two times: 9:10-9:45.'
    if said.shape == ".":
        hour, minute = said.clocks[0].said.split(".")
        return f'"{said.text}" may be a length or a time. Write {hour}.{minute}h or {hour}:{minute}.'
    if re.fullmatch(r"D?[Tcn.]{2}", said.shape):
        return f'Put a dash between the two times of "{said.text}", for example 9:10-9:45.'
    if re.fullmatch(r"D[Ln.]?", said.shape):
        return f'"{said.text}": from when? Write for example yesterday 14:00 45m.'
    return f'"{said.text}" does not make one span of time. Write {EXAMPLES}.'


def _days(said: _Said, context: _Context, *, overnight: bool = False) -> list[date]:
    """The days that may be meant, the likeliest first."""
    if not said.days:
        return [context.today, context.today - DAY][: 1 + overnight]
    named = said.days[0]
    if context.today - named.day > OLDEST:
        raise NotUnderstood(f'"{named.said}" is more than a year ago.')
    if named.day > context.today:
        raise InFuture(f'"{named.said}" has not come yet.')
    return [named.day] if named.weekday is None else [named.day, named.day - 7 * DAY]


def _latest(said: _Said, context: _Context, on: Callable[[date], list[Window]], *, overnight: bool = False) -> Spoken:
    """The latest of the days on which it is over, or begun where it has no end.

    Raises:
        InFuture: it is over on none of them; yesterday is offered where no day was named.
        TwiceThatNight: more than one span is meant.
    """
    for day in _days(said, context, overnight=overnight):
        over = [window for window in on(day) if _is_over(window, context)]
        if len(over) > 1:
            choices = tuple(_spoken(*window, context) for window in over)
            offered = " or ".join(printed(each, context.zone) for each in choices)
            raise TwiceThatNight(f"The clock is put back that night and shows it twice: {offered}?", choices)
        if over:
            return _spoken(*over[0], context)
    yesterday = () if said.days else _offered(on, context)
    instead = f" Was it yesterday, {printed(yesterday[0], context.zone)}?" if yesterday else ""
    raise InFuture(f'"{said.text}" is not over yet.{instead}', yesterday)


def _offered(on: Callable[[date], list[Window]], context: _Context) -> tuple[Spoken, ...]:
    try:
        windows = on(context.today - DAY)
    except SpokenTimeError:
        return ()
    return tuple(_spoken(*window, context) for window in windows if window[1] and _is_over(window, context))


def _is_over(window: Window, context: _Context) -> bool:
    start, end = window
    return start <= context.limit and (end is None or start < end <= context.limit)


# In words


def _spoken(start: datetime, end: datetime | None, context: _Context, how: str = "") -> Spoken:
    if end is not None and end - start >= DAY:
        raise NotUnderstood("That is a day or longer. An entry is shorter than 24 hours.")
    local, today = start.astimezone(context.zone), context.today
    named = {today: "", today - DAY: "yesterday "}.get(local.date(), f"{local:%a %d %b} ")
    if end is None:
        return Spoken(start, end, f"from {named}{clock_text(local)}, still running")
    minutes = (end - start) // timedelta(minutes=1)
    length = f"{minutes // 60}:{minutes % 60:02}" + (f" {how}" if how else "")
    return Spoken(start, end, f"{length}, {named}{clock_text(local)} to {clock_text(end.astimezone(context.zone))}")


def _minute(moment: datetime, *, up: bool = False) -> datetime:
    """The whole minute before, or after."""
    whole = moment.astimezone(UTC).replace(second=0, microsecond=0)
    return whole + timedelta(minutes=1) if up and moment != whole else whole
