"""What is asked of time by what else is known of its minutes: a gap before it, a timer that counts them too."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from desk.acts.answers import Question
from desk.acts.timers import Stack, spans_of
from desk.acts.whole_minutes import overlap
from desk.acts.wording import clock, length
from metrics.intervals import Interval, Spans, without
from sla.instants import MINUTE, instant, micros


def gap_question(
    start: datetime, shift: Spans, covered: Iterable[Interval], allowed_us: int, zone: ZoneInfo
) -> Iterator[Question]:
    """Working time right before an entry that nothing covers, where it is longer than allowed.

    Args:
        shift: working time of the day.
        covered: by other entries.
    """
    begin = micros(start)
    holes = without([Interval(part.start, min(part.end, begin)) for part in shift if part.start < begin], covered)
    last = holes[-1] if holes else None
    if last is None or last.end < begin - MINUTE or last.end - last.start <= allowed_us:
        return
    between = f"{clock(instant(last.start), zone)}-{clock(instant(last.end), zone)}"
    minutes = (last.end - last.start) / MINUTE
    yield Question("gap", f"Nothing is entered for {between} ({length(minutes / 60)}). Save and leave the gap?")


def timer_questions(
    start: datetime, end: datetime, timers: Stack, own: str, now: datetime, zone: ZoneInfo
) -> Iterator[Question]:
    """Minutes that a timer counts on something else: entered twice, one of the two is refused when that timer stops.

    Args:
        own: id of the timer that the entry is made of; "" for none.
    """
    for timer in timers.timers:
        shared = (span for span in spans_of(timer, now) if overlap(*span, start, end))
        span = next(shared, None)
        if span is None or timer.timer_id == own:
            continue
        begun, ended = (clock(at, zone) for at in span)
        when = f"since {begun}" if timer.running and span[0] == timer.since else f"{begun}-{ended}"
        says = f"The timer on {timer.what} counts these minutes too ({when})."
        yield Question("counted", f"{says} Enter them here, and leave them out of its entry?")
