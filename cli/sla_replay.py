"""`servicedeck sla replay LOG --calendar CAL`: how long the incidents of an event log took, on business hours too.

A log has one line an event and several an incident. The last event of an incident, in the order of the file, says
when it was opened and resolved and with what priority. Its times name no zone: business time reads them as wall
time of the calendar's zone, and the wall clock is their difference as written.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import Any

from cli.event_log import UNKNOWN, Event, Unreadable, events, moment
from cli.exits import Exit, Stop
from cli.sla_files import one_line, read_calendar
from sla.calendar import BusinessCalendar
from sla.instants import HOUR, micros

COLUMNS = ("number", "priority", "opened_at", "resolved_at")
NO_PRIORITY = "(none)"


@dataclass(frozen=True, slots=True)
class Incident:
    """One resolved incident; both times are wall time without a zone, or both name one."""

    priority: str
    opened: datetime
    resolved: datetime


@dataclass(frozen=True, slots=True)
class Log:
    """What a log holds."""

    events: int
    incidents: int
    resolved: list[Incident]


def run(arguments: argparse.Namespace) -> Exit:
    """Print n, mean, median and p90 of the time to resolve, for each priority and for all."""
    calendar = BusinessCalendar(read_calendar(arguments.calendar))
    if calendar.schedule.never_opens:
        place = f"{arguments.calendar}: weekly"
        raise Stop(Exit.WRONG_USE, f'{place}: no day has hours. Write mon = [["09:00", "17:00"]] in [weekly].')
    log = _read(arguments.file)
    if not log.resolved:
        raise Stop(Exit.NOTHING, f"{arguments.file} holds {log.events} events and no resolved incident.")
    business = _business_hours(log.resolved, calendar)
    wall = [(each.resolved - each.opened) / timedelta(hours=1) for each in log.resolved]
    by_priority: dict[str, list[int]] = {}
    for index, each in enumerate(log.resolved):
        by_priority.setdefault(each.priority, []).append(index)
    answer = {
        "events": log.events,
        "incidents": log.incidents,
        "resolved": len(log.resolved),
        "zone": calendar.schedule.zone,
        "all": _figures(business, wall, range(len(log.resolved))),
        "by_priority": {name: _figures(business, wall, by_priority[name]) for name in sorted(by_priority)},
    }
    print(json.dumps(answer) if arguments.json else "\n".join(_table(answer)))
    return Exit.DONE


def _business_hours(incidents: Iterable[Incident], calendar: BusinessCalendar) -> list[float]:
    def local(moment: datetime) -> int:
        return micros(moment if moment.tzinfo else moment.replace(tzinfo=calendar.zone))

    spans = [(local(each.opened), local(each.resolved)) for each in incidents]
    return [elapsed / HOUR for elapsed in calendar.elapsed_many(spans)]


def _figures(business: Sequence[float], wall: Sequence[float], chosen: Iterable[int]) -> dict[str, object]:
    of = list(chosen)
    return {
        "n": len(of),
        "business_hours": _spread([business[index] for index in of]),
        "wall_clock_hours": _spread([wall[index] for index in of]),
    }


def _spread(hours: Sequence[float]) -> dict[str, float]:
    """Mean, median and 90th percentile, the last interpolated between neighbours."""
    tenths = quantiles(hours, n=10, method="inclusive") if len(hours) > 1 else [hours[0]] * 9
    return {"mean": fmean(hours), "median": median(hours), "p90": tenths[-1]}


def _table(answer: dict[str, Any]) -> Iterator[str]:
    events = f"{answer['resolved']:,} of {answer['incidents']:,} incidents resolved, {answer['events']:,} events"
    yield f"{events}; hours, zone {answer['zone']}"
    spread = f"{'mean':>12} {'median':>9} {'p90':>9}"
    yield f"{'':<28} {'business':>32} {'wall clock':>32}"
    yield f"{'priority':<20} {'n':>7} {spread} {spread}"
    for name, figures in {**answer["by_priority"], "all": answer["all"]}.items():
        sides = (figures["business_hours"], figures["wall_clock_hours"])
        hours = " ".join(f"{side['mean']:12.2f} {side['median']:9.2f} {side['p90']:9.2f}" for side in sides)
        yield f"{one_line(name) or NO_PRIORITY:<20} {figures['n']:7} {hours}"


def _read(path: Path) -> Log:
    """Read a log. Raises `Stop` with file, line, column and next step."""
    last: dict[str, Event] = {}
    with events(path, COLUMNS) as read:
        count = 0
        for event in read:
            last[event[1][0]] = event
            count += 1
        resolved = [
            _incident(line, priority, opened_at, resolved_at)
            for line, (_, priority, opened_at, resolved_at) in last.values()
            if resolved_at not in UNKNOWN
        ]
    return Log(count, len(last), resolved)


def _incident(line: int, priority: str, opened_at: str, resolved_at: str) -> Incident:
    begun, ended = moment(line, "opened_at", opened_at), moment(line, "resolved_at", resolved_at)
    if (begun.tzinfo is None) is not (ended.tzinfo is None):
        raise Unreadable(f"{line}: resolved_at: of opened_at and resolved_at only one names a zone. Write both alike.")
    return Incident(priority, begun, ended)
