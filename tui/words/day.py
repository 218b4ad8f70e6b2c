"""My day: a bar of what is entered, booked and missing, and the same in a list."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from desk.durations import clock_text, local
from desk.model import Micros
from desk.pages import Interval, Today
from tui.widgets.parts import Part, Parts, cells, parts, spread
from tui.words.pending import signed
from tui.words.reader import MarkOf, micros_of, nothing_pending

if TYPE_CHECKING:
    from desk.acts.told import Timers

READING = "reading ..."
NOT_READ = "not read yet"
NO_NAME = "…"
"""Stands for the title of what was worked on until that is read."""
HOUR = 3_600_000_000
MINUTE = 60_000_000


@dataclass(frozen=True, slots=True)
class Running:
    """The time that the timer counts and that is not entered yet, where it was interrupted in several spans."""

    spans: tuple[Interval, ...]

    @property
    def said(self) -> str:
        """Its length."""
        return clock_text(sum(span.length for span in self.spans) // MINUTE)


def running_of(timers: "Timers | None", now: Micros) -> Running | None:
    """What runs at `now`; None where nothing does."""
    timer = None if timers is None else timers.running
    if timer is None or timer.since is None:
        return None
    spans = (*((micros_of(start), micros_of(end)) for start, end in timer.spans), (micros_of(timer.since), now))
    return Running(tuple(Interval(start, end) for start, end in spans if start < end))


def parked_of(timers: "Timers") -> list[tuple[Interval, str]]:
    """What parked timers have counted and nobody has entered yet, and what it was on."""
    spans = ((micros_of(start), micros_of(end), timer.what) for timer in timers.parked for start, end in timer.spans)
    return [(Interval(start, end), what) for start, end, what in spans if start < end]


def minutes_of(span: Interval) -> int:
    """The length of a span as its times say it, which are told without their seconds."""
    return span.end // MINUTE - span.start // MINUTE


def heading(today: Today, running: Running | None = None) -> str:
    """ "Today · 0:45 of 8:00 entered", "Today · 0:45 + 0:23▶ of 8:00"."""
    figures = clock_text(today.entered_minutes)
    if running is not None:
        figures += f" + {running.said}▶"
    of = f" of {clock_text(today.available_minutes)}" if today.available_minutes else ""
    return f"Today · {figures}{of}" if running is not None else f"Today · {figures}{of} entered"


def strip(today: Today, width: int, running: Running | None = None) -> Parts:
    """The day in one line."""
    zone = ZoneInfo(today.zone)
    counted = clock_text(today.entered_minutes) + (f" + {running.said}▶" if running is not None else "")
    figures = f"{counted} of {clock_text(today.available_minutes)} entered"
    if not today.available_minutes:
        figures = f"{counted} entered · {today.day_off or 'no working time'}"
    facts = [Part(figures)]
    if today.gaps:
        minutes = sum(map(minutes_of, today.gaps))
        last = today.gaps[-1]
        since = f"{local(last.start, zone):%H:%M}–{local(last.end, zone):%H:%M}"
        where = since if len(today.gaps) == 1 else f"in {len(today.gaps)}"
        facts.append(Part(f"  GAP {clock_text(minutes)} {where}", "soon"))
    room = max(10, min(40, width - 8 - sum(len(fact.text) for fact in facts)))
    first, last_hour = local(today.span.start, zone), local(today.span.end, zone)
    edge = (Part(f"{first:%H} ", "quiet"), Part(f" {last_hour:%H}  ", "quiet"))
    return [edge[0], *bar(today, room, running), edge[1], *facts]


def panel(
    today: Today, width: int, height: int, running: Running | None = None, mark: MarkOf = nothing_pending
) -> list[Parts]:
    """Hours, the bar, and below it what the day is made of, in its order.

    Where there is no room for all of it, gaps stay, and what is now and what comes next: the oldest goes first.

    Args:
        mark: where an entry stands that is not in Autotask yet.
    """
    zone = ZoneInfo(today.zone)
    lines: list[Parts] = [hours(today, width), bar(today, width, running), *_figures(today, width)]
    events = sorted(_events(today, zone, width, running, mark), key=lambda event: event.start)
    return [*lines, *(_in_room(events, today.now, height - len(lines)) if height else [event.line for event in events])]


def _figures(today: Today, width: int) -> list[Parts]:
    """How much of the time so far is accounted for, and what of it is billable; of a free day why it is one."""
    billable = Part(f"{clock_text(today.billable_minutes)} billable", "quiet")
    if not today.available_minutes:
        covered = Part(today.day_off or "no working time", "quiet")
    else:
        covered = Part("not begun" if today.coverage is None else f"coverage {round(100 * today.coverage)} %")
    if cells((covered, billable)) < width:
        return [spread([covered], [billable], width)]
    return [[covered], spread((), [billable], width)]


@dataclass(frozen=True, slots=True)
class _Event:
    """A line of the list, and what it is about."""

    start: Micros
    end: Micros
    line: Parts
    gap: bool = False


def _in_room(events: list[_Event], now: Micros, room: int) -> list[Parts]:
    """As many lines as there is room for, those left out counted before and after them."""
    in_turn = _least_needed(events, now)
    for left_out in range(len(events) + 1):
        dropped = in_turn[:left_out]
        kept = [at for at in range(len(events)) if at not in dropped]
        earlier = sum(events[at].end <= now for at in dropped)
        later = len(dropped) - earlier
        lines = [events[at].line for at in kept]
        if earlier:
            lines.insert(0, parts((f"▲ {earlier} earlier", "quiet")))
        if later:
            lines.append(parts((f"▼ {later} later", "quiet")))
        if len(lines) <= room:
            return lines
    return []


def _least_needed(events: list[_Event], now: Micros) -> list[int]:
    """The events by their turn to go: what is over, what comes later, gaps, what comes next, what is now."""
    over = [at for at, event in enumerate(events) if event.end <= now]
    coming = [at for at, event in enumerate(events) if event.start > now]
    present = [at for at, event in enumerate(events) if event.start <= now < event.end]
    gaps = [at for at in over if events[at].gap]
    return [*(at for at in over if not events[at].gap), *reversed(coming[1:]), *gaps, *coming[:1], *present]


def bar(today: Today, width: int, running: Running | None = None) -> list[Part]:
    """The day in `width` cells: entered, running, missing, booked, still to come; the present instant as an arrow."""
    step = max(1, today.span.length // max(1, width))
    line: list[Part] = []
    for cell in range(width):
        start = today.span.start + cell * step
        part = _cell(today, Interval(start, start + step), running)
        if line and line[-1].tone == part.tone:
            line[-1] = Part(line[-1].text + part.text, part.tone)
        else:
            line.append(part)
    return line


def _cell(today: Today, cell: Interval, running: Running | None) -> Part:
    if cell.start <= today.now < cell.end:
        return Part("▼", "key")
    if any(_meets(entry.span, cell) for entry in today.entries if entry.span):
        return Part("█", "active")
    if running is not None and any(_meets(span, cell) for span in running.spans):
        return Part("▶", "active")
    if any(_meets(gap, cell) for gap in today.gaps):
        return Part("░", "soon")
    if any(_meets(booking.span, cell) for booking in today.bookings):
        return Part("@", "key")
    working = any(_meets(span, cell) for span in today.shift)
    return Part("·" if working else " ", "track")


def _meets(span: Interval, cell: Interval) -> bool:
    middle = (cell.start + cell.end) // 2
    return span.start <= middle < span.end


def hours(today: Today, width: int) -> Parts:
    """The hours of the day above its bar of `width` cells."""
    zone = ZoneInfo(today.zone)
    step = max(1, today.span.length // max(1, width))
    text, at = "", -(-today.span.start // HOUR) * HOUR
    while at < today.span.end:
        column = (at - today.span.start) // step
        label = f"{local(at, zone):%H}"
        if column >= len(text) + (1 if text else 0) and column + 2 <= width:
            text = text.ljust(column) + label
        at += HOUR
    return parts((text, "quiet"))


def _events(today: Today, zone: ZoneInfo, width: int, running: Running | None, mark: MarkOf) -> list[_Event]:
    events = []
    for span in () if running is None else running.spans:
        counted = Part(f"▶ {clock_text(minutes_of(span))}", "active")
        events.append(_event(span, zone, counted, "runs, not entered yet", width))
    for booking in today.bookings:
        said = " · ".join(words for words in (booking.title, booking.company) if words)
        events.append(_event(booking.span, zone, Part("@", "key"), said, width))
    for gap in today.gaps:
        missing = Part(f"GAP {clock_text(minutes_of(gap))}", "soon")
        events.append(replace(_event(gap, zone, missing, "no entry", width), gap=True))
    for entry in today.entries:
        sent = signed(mark("TimeEntries", entry.id))
        worked = Part(" ".join(filter(None, (clock_text(entry.minutes), sent.text))), sent.tone or "active")
        if entry.span is None:
            line = parts(("no times     ", "quiet"), worked, f" {entry.title}")
            events.append(_Event(today.span.start, today.span.start, line))
        else:
            events.append(_event(entry.span, zone, worked, entry.title or entry.number or NO_NAME, width))
    return events


def _event(span: Interval, zone: ZoneInfo, mark: Part, text: str, width: int) -> _Event:
    times = f"{local(span.start, zone):%H:%M}–{local(span.end, zone):%H:%M} "
    return _Event(span.start, span.end, parts((times, "quiet"), mark, " ", text[:width]))
