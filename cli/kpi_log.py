"""`servicedeck kpi --log FILE.csv`: the KPIs that an event log of incidents can answer, each with its definition.

The definitions and the arithmetic are those of the desk (`metrics.event_log`); this reads the log and prints.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.event_log import UNKNOWN, Event, Unreadable, events, moment
from cli.exits import Exit, Stop
from cli.sla_files import one_line, read_calendar
from metrics.contribution import Contribution
from metrics.event_log import FIGURES, STATES, Incident, Reckoning, answers, contributions
from metrics.facts import StatusKind, StatusPeriod
from metrics.value import NOT_AVAILABLE, Value
from sla.calendar import BusinessCalendar
from sla.instants import Micros, instant, micros

GROUPS = ("priority", "category", "assignment_group")
COLUMNS = (
    "number", "incident_state", "sys_updated_at", "sys_updated_by", "opened_at", "resolved_at", "closed_at",
    "reopen_count", "reassignment_count", "made_sla", *GROUPS,
)  # fmt: skip
TRUTHS = {"true": True, "false": False}
COUNT_DIGITS = 9
NO_GROUP = "(none)"


@dataclass(slots=True)
class Zoning:
    """Whether the times of a log name a zone: the first one decides for all."""

    zoned: bool | None = None

    def read(self, line: int, column: str, written: str) -> Micros:
        """A time; wall time is kept as if it were UTC. Raises `Unreadable`."""
        at = moment(line, column, written)
        named = at.tzinfo is not None
        if self.zoned is None:
            self.zoned = named
        if self.zoned is not named:
            raise Unreadable(f"{line}: {column}: only some times of the log name a zone. Write them all alike.")
        return micros(at if named else at.replace(tzinfo=UTC))


@dataclass(slots=True)
class Told:
    """What the events of an incident tell, while they are read."""

    periods: list[StatusPeriod] = field(default_factory=list)
    reopens: int | None = None
    reassignments: int | None = None
    last: Event = (0, ())


@dataclass(frozen=True, slots=True)
class Log:
    """What a log holds; `end` is its last event."""

    events: int
    incidents: tuple[Incident, ...]
    end: Micros
    zoned: bool


def run(arguments: argparse.Namespace) -> Exit:
    """Print the figures of a log."""
    calendar = None if arguments.calendar is None else BusinessCalendar(read_calendar(arguments.calendar))
    if calendar is not None and calendar.schedule.never_opens:
        place = f"{arguments.calendar}: weekly"
        raise Stop(Exit.WRONG_USE, f'{place}: no day has hours. Write mon = [["09:00", "17:00"]] in [weekly].')
    log = read_log(arguments.log)
    if not log.incidents:
        raise Stop(Exit.NOTHING, f"{arguments.log} holds no incident.")
    at = log.end if arguments.at is None else micros(arguments.at)
    reckoning = Reckoning(log.end, calendar, log.zoned)
    contributed = [list(contributions(incident, reckoning)) for incident in log.incidents]
    answer: dict[str, Any] = {
        "log": arguments.log.name,
        "events": log.events,
        "incidents": len(log.incidents),
        "at": _written(at, log),
        "zone": None if calendar is None else calendar.schedule.zone,
        "figures": _figures(contributed, at),
    }
    if arguments.by:
        answer["by"] = arguments.by
        answer["groups"] = {
            name: {"incidents": len(part), "figures": _figures(part, at, defined=False)}
            for name, part in _grouped(log.incidents, contributed, arguments.by)
        }
    print(json.dumps(answer) if arguments.json else "\n".join(_table(answer)))
    return Exit.DONE


def read_log(path: Path) -> Log:
    """Read a log. Raises `Stop` with file, line, column and next step."""
    told: dict[str, Told] = {}
    zoning, people = Zoning(), dict[str, int]()
    count, end = 0, None
    with events(path, COLUMNS) as read:
        for line, values in read:
            number, state, updated_at, updated_by, *_ = values
            at = zoning.read(line, "sys_updated_at", updated_at)
            one = told.setdefault(number, Told())
            _add(one, (line, values), at, STATES.get(state, StatusKind.WAITING_OTHER), _person(people, updated_by))
            count += 1
            end = at if end is None else max(end, at)
        incidents = tuple(_incident(one, zoning) for one in told.values())
    return Log(count, incidents, end or 0, bool(zoning.zoned))


def _person(people: dict[str, int], name: str) -> int:
    return 0 if name in UNKNOWN else people.setdefault(name, len(people) + 1)


def _add(told: Told, event: Event, at: Micros, status: StatusKind, by: int) -> None:
    line, values = event
    if not told.periods or told.periods[-1].status is not status:
        if told.periods:
            begun = told.periods[-1]
            told.periods[-1] = StatusPeriod(0, begun.status, begun.start, max(begun.start, at), start_by=begun.start_by)
        told.periods.append(StatusPeriod(0, status, at, start_by=by))
    told.reopens = _highest(told.reopens, line, "reopen_count", values)
    told.reassignments = _highest(told.reassignments, line, "reassignment_count", values)
    told.last = event


def _highest(before: int | None, line: int, column: str, values: tuple[str, ...]) -> int | None:
    written = values[COLUMNS.index(column)]
    if written in UNKNOWN:
        return before
    if not (written.isascii() and written.isdigit() and len(written) <= COUNT_DIGITS):
        raise Unreadable(
            f"{line}: {column}: {written!r} is no count. Write a whole number, or ? where it is not known."
        )
    return int(written) if before is None else max(before, int(written))


def _incident(told: Told, zoning: Zoning) -> Incident:
    line, values = told.last
    last = dict(zip(COLUMNS, values, strict=True))
    if last["opened_at"] in UNKNOWN:
        raise Unreadable(f"{line}: opened_at: {last['opened_at']!r} is no time. Write when the incident was opened.")
    made = last["made_sla"].lower()
    if made not in TRUTHS and made not in UNKNOWN:
        raise Unreadable(f"{line}: made_sla: {last['made_sla']!r} is neither true nor false. Write one, or ?.")
    resolved, closed = (
        None if last[column] in UNKNOWN else zoning.read(line, column, last[column])
        for column in ("resolved_at", "closed_at")
    )
    return Incident(
        opened=zoning.read(line, "opened_at", last["opened_at"]),
        periods=tuple(told.periods),
        reopens=told.reopens,
        reassignments=told.reassignments,
        made_sla=TRUTHS.get(made),
        resolved=resolved,
        closed=closed,
        groups={column: NO_GROUP if last[column] in UNKNOWN else last[column] for column in GROUPS},
    )


def _grouped(
    incidents: Iterable[Incident], contributed: Iterable[list[Contribution]], column: str
) -> Iterator[tuple[str, list[list[Contribution]]]]:
    groups: dict[str, list[list[Contribution]]] = {}
    for incident, part in zip(incidents, contributed, strict=True):
        groups.setdefault(incident.groups[column], []).append(part)
    yield from sorted(groups.items())


def _figures(contributed: Iterable[list[Contribution]], at: Micros, *, defined: bool = True) -> dict[str, Any]:
    values = answers([each for part in contributed for each in part], at)
    return {
        figure.name: _told(values[figure.name], figure.unit, figure.definition if defined else "")
        for figure in FIGURES
    }  # fmt: skip


def _told(value: Value, unit: str, definition: str) -> dict[str, Any]:
    told: dict[str, Any] = {"value": value.number, "unit": unit, "n": value.n}
    if value.denominator:
        told |= {"numerator": value.numerator, "denominator": value.denominator}
    told |= {"excluded": dict(value.excluded), "unmeasurable": dict(value.unmeasurable)}
    return told | ({"provisional": value.provisional, "definition": definition} if definition else {})


def _written(at: Micros, log: Log) -> str:
    moment_at: datetime = instant(at)
    return (moment_at if log.zoned else moment_at.replace(tzinfo=None)).isoformat()


def _table(answer: Mapping[str, Any]) -> Iterator[str]:
    yield f"{answer['incidents']:,} incidents, {answer['events']:,} events; backlog at {answer['at']}"
    for name, told in answer["figures"].items():
        yield f"{name:<26} {_line(told)}"
        yield f"{'':<26} {told['definition']}"
    for group, part in answer.get("groups", {}).items():
        yield f"{answer['by']} {one_line(group)}: {part['incidents']:,} incidents"
        for name, told in part["figures"].items():
            yield f"  {name:<26} {_line(told)}"


def _line(told: Mapping[str, Any]) -> str:
    number = (
        NOT_AVAILABLE if told["value"] is None else f"{told['value']:,.2f}".removesuffix(".00") + f" {told['unit']}"
    )
    missing = [f"{count:,} {why}" for kind in ("excluded", "unmeasurable") for why, count in told[kind].items()]
    return "; ".join([f"{number} (n = {told['n']:,})", *missing])
