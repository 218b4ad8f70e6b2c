"""Where the gaps of a day are: a line of cells for each person, on one scale of hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from desk.compliance.model import Cell, Interval, TechLine, cells
from desk.durations import local
from desk.model import Micros
from tui.widgets.cells import fit
from tui.widgets.parts import Part, Parts, flowing

MINUTE = 60_000_000
HOUR = 60 * MINUTE
GLYPHS = {
    Cell.ENTERED: ("█", "active"),
    Cell.TIMER: ("▶", "active"),
    Cell.EXCLUDED: ("x", "quiet"),
    Cell.GAP: ("░", "soon"),
    Cell.BOOKED: ("@", "key"),
    Cell.COMING: ("·", "track"),
    Cell.OFF: (" ", ""),
}
SIGNS = (
    ("█ entered", "active"), ("▶ timer here", "active"), ("░ no entry", "soon"), ("@ booked", "key"),
    ("x excluded", "quiet"), ("· to come", "quiet"),
)  # fmt: skip
CELL_MINUTES = (5, 10, 15, 30, 60)
AHEAD = HOUR // 2
"""Of what is to come so much is always in sight."""
NARROW_BELOW, SHORT_NAME, LONG_NAME = 100, 11, 15


@dataclass(frozen=True, slots=True)
class Scale:
    """From where on a chart is drawn, and how long each of its cells is."""

    start: Micros
    minutes: int
    cells: int

    @property
    def cell(self) -> int:
        return self.minutes * MINUTE


def scale_of(rows: Sequence[TechLine], now: Micros, room: int) -> Scale | None:
    """Five minutes to a cell as long as all that has passed fits in so many cells, else the next rounder number.

    What is still to come is cut where there is no room for it. None on a day on which nobody works.
    """
    if (span := _span_of(rows)) is None:
        return None
    seen = Interval(span.start, max(span.start, min(span.end, now + AHEAD)))
    minutes = next((each for each in CELL_MINUTES if seen.length <= room * each * MINUTE), CELL_MINUTES[-1])
    return Scale(span.start, minutes, min(room, -(-span.length // (minutes * MINUTE))))


def _span_of(rows: Sequence[TechLine]) -> Interval | None:
    """From the first working hour of anybody to the last, and whatever was entered around."""
    spans = [span for row in rows if row.day is not None for span in (*row.day.working, *row.day.entered)]
    if not spans:
        return None
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    return Interval(first - first % HOUR, last + -last % HOUR)


def chart(rows: Sequence[TechLine], now: Micros, zone: ZoneInfo, width: int, height: int, at: int) -> list[Parts]:
    """The hours, and a line for each person, among them the one at a place of the list."""
    name = _name_cells(width)
    if (scale := scale_of(rows, now, width - name)) is None or height < 2:
        return [[Part("Nobody works today.", "quiet")]] if height > 0 else []
    first = max(0, min(at - (height - 2) // 2, len(rows) - (height - 1)))
    lines = [hours(scale, zone, name)]
    for place, row in enumerate(rows[first : first + height - 1], first):
        said = row.name if name == LONG_NAME else row.name.split(" ", 1)[0]
        label = Part(f"{'>' if place == at else ' '}{fit(said, name - 2)} ", "strong" if place == at else "")
        if row.day is None or row.off:
            lines.append([label, Part(f"off: {row.off}", "quiet")])
            continue
        drawn = cells(row.day, scale.start, scale.cell, scale.cells, now)
        runs = ((GLYPHS[kind], len(list(run))) for kind, run in groupby(drawn))
        lines.append([label, *(Part(glyph * length, tone) for (glyph, tone), length in runs)])
    return lines


def hours(scale: Scale, zone: ZoneInfo, indent: int) -> Parts:
    """The full hours above their cells, as many as fit."""
    row = [" "] * (indent + scale.cells)
    free = 0
    for place in range(scale.cells - 1):
        at = scale.start + place * scale.cell
        if at % HOUR == 0 and place >= free:
            row[indent + place : indent + place + 2] = f"{local(at, zone):%H}"
            free = place + 3
    return [Part("".join(row), "quiet")]


def legend(rows: Sequence[TechLine], now: Micros, width: int) -> Parts:
    """How long each cell is, and what they mean."""
    scale = scale_of(rows, now, width - _name_cells(width))
    each = "" if scale is None else f"each {scale.minutes} min"
    found = flowing((Part(each, "quiet"), *(Part(*sign) for sign in SIGNS)), width, "  ")
    return found[0] if found else ()


def _name_cells(width: int) -> int:
    return SHORT_NAME if width < NARROW_BELOW else LONG_NAME
