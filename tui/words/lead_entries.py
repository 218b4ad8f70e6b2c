"""The entries behind a person's figures, each with how late it was saved and whether it counts."""

from collections.abc import Sequence

from desk.compliance.model import Band, Count, EntryLine
from desk.durations import clock_text
from tui.widgets.columns import Column
from tui.widgets.painter import Line
from tui.widgets.parts import Part, Parts, flowing
from tui.words.queue import FULL_NUMBER, SHORT_NUMBER, short_number
from tui.words.reader import Reader

MINUTE = 60_000_000


def columns(*, short: bool) -> tuple[Column, ...]:
    return (
        Column("day", "Day", 6),
        Column("when", "Worked", 11),
        Column("length", "h:mm", 5, right=True),
        Column("saved", "Saved", 12, gives_way=2),
        Column("lag", "Lag", 7, right=True, toned=True),
        Column("band", "Band", 13, toned=True, gives_way=4),
        Column("kind", "Kind", 7, gives_way=1),
        Column("number", "Ticket", SHORT_NUMBER if short else FULL_NUMBER, gives_way=3),
        Column("what", "What", 16, flexible=True),
    )


def line(entry: EntryLine, reader: Reader, *, short: bool) -> Line:
    """One entry."""
    reading = entry.reading
    when = "no times" if entry.span is None else f"{reader.time(entry.span.start)}–{reader.time(entry.span.end)}"
    late = reading.count is Count.MEASURED and not reading.in_time
    cells = (
        "" if entry.day is None else f"{entry.day:%a} {entry.day.day}",
        when,
        clock_text(entry.minutes),
        reader.moment(entry.saved),
        "–" if reading.lag_us is None else clock_text(reading.lag_us // MINUTE),
        verdict(entry),
        entry.setting.value,
        short_number(entry.number) if short else entry.number,
        entry.title,
    )
    return Line(cells, "soon" if late else "quiet" if reading.count is not Count.MEASURED else "")


def verdict(entry: EntryLine) -> str:
    """The band; why there is none where it does not count."""
    match entry.reading.count:
        case Count.PROXY:
            return "by another"
        case Count.UNMEASURABLE:
            return "internal" if entry.item is None else "no times"
    band = entry.reading.band.value if entry.reading.band is not None else ""
    return band if entry.reading.in_time else f"LATE {band}".replace("within ", "≤")


def counts(entries: Sequence[EntryLine]) -> Parts:
    """How many in each band, and what does not count."""
    said = [(band.value, sum(each.reading.band is band for each in entries)) for band in Band]
    said += [
        ("by others", sum(each.reading.count is Count.PROXY for each in entries)),
        ("unmeasurable", sum(each.reading.count is Count.UNMEASURABLE for each in entries)),
        ("ending ahead of their saving", sum(each.reading.future_ended for each in entries)),
    ]
    return [Part(" "), Part(" · ".join(f"{count} {what}" for what, count in said if count))]


def about(entry: EntryLine, reader: Reader, width: int) -> list[Parts]:
    """The entry under the cursor in a sentence or two."""
    until = f"{entry.setting.value} work, in time until {reader.moment(entry.until)}" if entry.until is not None else ""
    saved = f"saved {reader.moment(entry.saved)}" if entry.saved is not None else "when it was saved is not known"
    where = "by this app, on this machine" if entry.saved_here else "by Autotask's clock"
    ahead = "it was saved well before its end" if entry.reading.future_ended else ""
    lines = flowing([Part(f"{saved} {where}"), Part(until, "quiet"), Part(ahead, "soon")], width - 1)
    return [[Part(" "), *line] for line in lines]
