"""What a person's figures are made of: their entries, each with how late it was saved."""

from collections.abc import Iterable, Mapping, Sequence

from autotask.entities import TimeEntry
from desk.calendars import Location
from desk.compliance.days import PersonDays
from desk.compliance.entries import Worked, worked
from desk.compliance.model import EntryLine
from desk.compliance.own import Own
from desk.model import ItemKind
from sla.instants import MINUTE


def entry_lines(
    rows: Iterable[TimeEntry],
    titles: Mapping[int, tuple[str, str]],
    days: PersonDays,
    home: Location,
    own: Own,
) -> Sequence[EntryLine]:
    """A line for each entry, in the order of the work.

    Args:
        titles: number and title of tickets.
        home: where the person is.
    """
    lines = [_line(row, kept, titles, days, home, own) for row in rows if (kept := worked(row)) is not None]
    return sorted(lines, key=lambda line: (line.day is None, line.day, line.span or (0, 0), line.id))


def _line(
    row: TimeEntry,
    kept: Worked,
    titles: Mapping[int, tuple[str, str]],
    days: PersonDays,
    home: Location,
    own: Own,
) -> EntryLine:
    span, here = kept.span, own.saved_at(kept.id)
    visits = () if span is None else days.visits(kept.resource_id, span.start, span.end)
    number, title = titles.get(row.ticket_id or -1, ("", ""))
    summary = next((text.strip() for text in (row.summary_notes, row.internal_notes) if text and text.strip()), "")
    stands_for = "project task" if kept.item is not None and kept.item.kind is ItemKind.TASK else "internal time"
    return EntryLine(
        id=kept.id,
        day=kept.day_in(home),
        span=span,
        minutes=kept.worked_us // MINUTE,
        item=kept.item,
        number=number,
        title=title or summary or stands_for,
        reading=days.timed(kept, home, visits).reading,
        setting=days.setting(kept, home, visits),
        until=days.in_time_until(kept, home, visits),
        saved=kept.created if here is None else here,
        saved_here=here is not None or kept.id < 0,
    )
