"""A day cut into cells of equal length, each with what most of it is: the chart of gaps."""

from enum import StrEnum

from metrics.compliance import PersonDay
from metrics.intervals import Interval, Spans, union, within, without
from sla.instants import Micros


class Cell(StrEnum):
    """What most of a cell is; of equal parts the first of these."""

    ENTERED = "entered"
    TIMER = "timer"
    EXCLUDED = "excluded"
    GAP = "gap"
    BOOKED = "booked"
    """Working time of a call or an appointment that no entry covers; before now it is open all the same."""
    COMING = "coming"
    OFF = "off"


def cells(day: PersonDay, start: Micros, cell_us: int, count: int, now: Micros) -> tuple[Cell, ...]:
    """`count` cells of a day from `start` on.

    Working time before now without entry or timer is a gap here however short it is.
    """
    lengths = [dict.fromkeys(Cell, 0) for _ in range(count)]
    end = start + cell_us * count
    for kind, spans in _layers(day, start, end, now).items():
        for span in within(spans, start, end):
            at = span.start
            while at < span.end:
                place = (at - start) // cell_us
                until = min(span.end, start + (place + 1) * cell_us)
                lengths[place][kind] += until - at
                at = until
    order = list(Cell)
    return tuple(max(order, key=lambda kind: (part[kind], -order.index(kind))) for part in lengths)


def _layers(day: PersonDay, start: Micros, end: Micros, now: Micros) -> dict[Cell, Spans]:
    """The time between two instants, told apart: each instant of it lies in one layer alone."""
    entered = day.entered
    timed = without(day.timed(now), entered)
    covered = union((*entered, *timed))
    excluded = without(within(day.excluded, start, end), covered)
    free = without(day.working, covered)
    booked = without(free, without(free, day.booked))
    rest = without(free, booked)
    known = union((*covered, *excluded, *free))
    return {
        Cell.ENTERED: entered,
        Cell.TIMER: timed,
        Cell.EXCLUDED: excluded,
        Cell.BOOKED: booked,
        Cell.GAP: within(rest, start, max(start, now)),
        Cell.COMING: within(rest, max(start, now), end),
        Cell.OFF: without((Interval(start, end),), known),
    }
