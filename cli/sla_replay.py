"""`servicedeck sla replay LOG --calendar CAL`: how long the incidents of an event log took, on business hours too.

A log has one line an event and several an incident. The last event of an incident, in the order of the file, says
when it was opened and resolved and with what priority. Its times name no zone: business time reads them as wall
time of the calendar's zone, and the wall clock is their difference as written.
"""

import argparse
import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import Any, Protocol, TypeAlias

from cli.exits import Exit, Stop
from cli.sla_files import one_line, opened, read_calendar
from sla.calendar import BusinessCalendar
from sla.instants import HOUR, micros

COLUMNS = ("number", "priority", "opened_at", "resolved_at")
KIND = "a CSV log of events, plain or gzip"
UNKNOWN = ("", "?")
"""How a log writes that something is not known: an incident without `resolved_at` is not resolved."""
NO_PRIORITY = "(none)"

YEARS = range(1901, 2199)
"""The years whose every local time is an instant that a calendar answers for."""

Event: TypeAlias = tuple[int, tuple[str, ...]]
"""The number of its line, and the values of `COLUMNS`."""

_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?")


class _Unreadable(ValueError):
    """What is wrong with a log: the number of the line, then the words."""


class CsvLines(Protocol):
    """What `csv.reader` gives."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


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
    with opened(path, KIND) as file:
        lines = csv.reader(file)
        try:
            events, last = _last_events(lines)
            resolved = [
                _incident(line, priority, opened_at, resolved_at)
                for line, (_, priority, opened_at, resolved_at) in last
                if resolved_at.strip() not in UNKNOWN
            ]
        except csv.Error as error:
            raise Stop(Exit.WRONG_USE, f"{path}, line {lines.line_num}: no CSV ({error}). Name {KIND}.") from None
        except _Unreadable as error:
            raise Stop(Exit.WRONG_USE, f"{path}, line {error}") from None
    return Log(events, len(last), resolved)


def _last_events(lines: CsvLines) -> tuple[int, list[Event]]:
    """How many events there are, and the last of each incident."""
    header = [name.strip() for name in next(lines, [])]
    for name in COLUMNS:
        if name not in header:
            raise _Unreadable(f"1: {name}: there is no such column. A log has {', '.join(COLUMNS)} and more.")
    pick = itemgetter(*(header.index(name) for name in COLUMNS))
    last: dict[str, Event] = {}
    events = 0
    for row in lines:
        if len(row) != len(header):
            if not "".join(row).strip():
                continue
            raise _Unreadable(f"{lines.line_num}: {len(row)} fields where the header has {len(header)}. Mend the line.")
        values = pick(row)
        last[values[0].strip()] = (lines.line_num, values)
        events += 1
    if unknown := next((last[number] for number in UNKNOWN if number in last), None):
        raise _Unreadable(f"{unknown[0]}: number: {unknown[1][0]!r} names no incident. Write its number, or no line.")
    return events, list(last.values())


def _incident(line: int, priority: str, opened_at: str, resolved_at: str) -> Incident:
    begun, ended = _moment(line, "opened_at", opened_at), _moment(line, "resolved_at", resolved_at)
    if (begun.tzinfo is None) is not (ended.tzinfo is None):
        raise _Unreadable(f"{line}: resolved_at: of opened_at and resolved_at only one names a zone. Write both alike.")
    return Incident(priority.strip(), begun, ended)


def _moment(line: int, column: str, written: str) -> datetime:
    moment = None
    match = _DAY_FIRST.fullmatch(written.strip())
    try:
        if match:
            day, month, year, hour, minute, second = (int(part or 0) for part in match.groups())
            moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the log names no zone
        else:
            moment = datetime.fromisoformat(written.strip())
    except ValueError:
        pass
    if moment is None or moment.year not in YEARS:
        raise _Unreadable(
            f"{line}: {column}: {written!r} is no time. Write it like 29/2/2016 01:16 (day first) or 2016-02-29T01:16."
        )
    return moment
