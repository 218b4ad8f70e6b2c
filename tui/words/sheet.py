"""Today's sheet in words: the bar and its figures, then a line for each entry, booking, gap and pause of the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from desk.acts.told import Sheet
from desk.durations import clock_text, local
from desk.model import ItemId, Micros
from desk.pages import DayEntry, Interval
from tui.widgets.columns import Column
from tui.widgets.painter import Line
from tui.widgets.parts import Part, Parts, flowing
from tui.words import day
from tui.words.day import Running, minutes_of
from tui.words.pending import signed, tone
from tui.words.queue import FULL_NUMBER, SHORT_NUMBER, short_number
from tui.words.reader import Reader

TITLES = {
    "entry": "", "gap": "GAP", "booked": "@ booked", "lunch": "lunch", "running": "▶ timer", "parked": "~ parked",
}  # fmt: skip
SIGNS = (("█ entered", "active"), ("▶ timer", "active"), ("░ missing", "soon"), ("@ booked", "key"), ("▼ now", "key"))
TONES = {"gap": "soon", "booked": "key", "lunch": "quiet", "running": "active", "parked": "soon"}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One thing of the day.

    Attributes:
        kind: "entry", "gap", "booked", "lunch", "running" or "parked".
        span: None for an entry that has hours and no times.
        entry_id: of a time entry; negative while it is not in Autotask.
        overlaps: another entry claims some of the same time.
    """

    kind: str
    span: Interval | None
    minutes: int
    item: ItemId | None = None
    number: str = ""
    title: str = ""
    entry_id: int | None = None
    billable: bool = True
    overlaps: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """Names it for good: an entry by its id, all else by its beginning."""
        return self.kind, self.entry_id if self.entry_id is not None else self.span.start if self.span else 0


def lines(
    sheet: Sheet, running: Running | None, what: str, parked: Sequence[tuple[Interval, str]] = ()
) -> list[SheetLine]:
    """All of the day in its order; entries without times first.

    Args:
        what: the timer runs on.
        parked: what parked timers have counted.
    """
    today = sheet.today
    found = [_entry(entry, sheet) for entry in today.entries]
    found += [_spanned("gap", gap, title="no entry; f fills it") for gap in today.gaps]
    found += [
        _spanned("booked", each.span, item=each.item, title=" · ".join(filter(None, (each.title, each.company))))
        for each in today.bookings
    ]
    if today.lunch is not None:
        found.append(_spanned("lunch", today.lunch))
    for span in running.spans if running is not None else ():
        found.append(_spanned("running", span, number=what, title="not entered yet; S stops it and enters it"))
    for span, on in parked:
        found.append(_spanned("parked", span, number=on, title="not entered yet; ^t lists the timers"))
    return sorted(found, key=lambda line: (line.span or Interval(0, 0), line.key))


def _entry(entry: DayEntry, sheet: Sheet) -> SheetLine:
    span, twice = entry.span, sheet.today.overlaps
    overlaps = span is not None and any(span.start < each.end and each.start < span.end for each in twice)
    return SheetLine(
        "entry", span, entry.minutes, entry.item, entry.number, entry.title, entry.id, entry.billable, overlaps
    )


def _spanned(kind: str, span: Interval, *, item: ItemId | None = None, number: str = "", title: str = "") -> SheetLine:
    return SheetLine(kind, span, minutes_of(span), item, number, title)


def columns(*, short: bool) -> tuple[Column, ...]:
    return (
        Column("when", "When", 11, toned=True),
        Column("kind", "", 8, toned=True),
        Column("length", "h:mm", 5, right=True),
        Column("number", "Ticket", SHORT_NUMBER if short else FULL_NUMBER, gives_way=2),
        Column("title", "What", 20, flexible=True),
    )


def row(line: SheetLine, reader: Reader, *, short: bool) -> Line:
    """One line of the list."""
    mark = None if line.entry_id is None else reader.mark("TimeEntries", line.entry_id)
    said = (signed(mark).text, "overlaps" if line.overlaps else "", "" if line.billable else "not billable", line.title)
    number = short_number(line.number) if short else line.number
    when = "no times" if line.span is None else f"{reader.time(line.span.start)}–{reader.time(line.span.end)}"
    shown_as = "late" if line.overlaps else tone(mark.stage) if mark is not None else TONES.get(line.kind, "")
    cells = (when, TITLES[line.kind], clock_text(line.minutes), number, " · ".join(filter(None, said)))
    return Line(cells, shown_as)


def head(sheet: Sheet, running: Running | None, width: int) -> list[Parts]:
    """The hours, the bar, what its cells mean, and the figures of the day."""
    today = sheet.today
    counted = f" + {running.said}▶ running" if running is not None else ""
    missing = sum(map(minutes_of, today.gaps))
    figures = (
        Part(f"{clock_text(today.entered_minutes)}{counted} of {clock_text(today.available_minutes)}", "strong"),
        Part(f"{clock_text(missing)} missing" if missing else "", "soon"),
        Part(sheet.says),
        Part(f"{clock_text(today.billable_minutes)} billable", "quiet"),
        Part(today.day_off, "quiet"),
        Part(f"{len(today.overlaps)} overlapping" if today.overlaps else "", "late"),
    )
    return [
        day.hours(today, width),
        day.bar(today, width, running),
        *flowing(figures, width),
        *flowing((Part(*sign) for sign in SIGNS), width, "  "),
    ]


def gap_of(line: SheetLine | None, sheet: Sheet) -> Interval | None:
    """The gap to be filled: the one of this line, else the newest of the day."""
    if line is not None and line.kind == "gap":
        return line.span
    return sheet.today.gaps[-1] if sheet.today.gaps else None


def heading(sheet: Sheet, now: Micros) -> str:
    """ "Tue 24 Nov"."""
    then = local(now, ZoneInfo(sheet.today.zone))
    return f"{then:%a} {then.day} {then:%b}"
