"""`servicedeck sla explain ID`: the service level of a ticket as a timeline with sums that anybody can check."""

import argparse
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from cli.ask import meant, on_the_copy, one_line, ticket_called
from cli.composition import Lookout
from cli.exits import Exit, Stop
from cli.plan import Plan
from desk.model import ItemId, ItemKind, Micros, Milestone, MilestoneState
from desk.service_level import MilestoneSum, Piece, ServiceLevel, Sum
from sla.instants import HOUR, MINUTE, SECOND, instant
from sla.targets import Target

WORKING_DAY_S = 8 * 3_600
"""What a "d" of the catalogue is."""
COLUMN = 64
"""Characters of an opening in words, behind which its length stands."""
_MET, _PAUSED = MilestoneState.MET, MilestoneState.PAUSED


def run(arguments: argparse.Namespace) -> Exit:
    """Print the service level of a ticket of the copy, open or complete."""

    async def tell(built: Lookout, plan: Plan) -> Exit:
        ticket = ticket_called(built, arguments.ticket)
        item = ItemId(ItemKind.TICKET, ticket.id) if ticket else meant(built, arguments.ticket, of_demo=plan.passing).id
        level = await built.desk.service_level(item.id) if item.kind is ItemKind.TICKET else None
        if level is None:
            raise Stop(
                Exit.NOTHING, f"{arguments.ticket!r} is no ticket: tasks and appointments have no service level."
            )
        if arguments.json:
            print(json.dumps(facts(level)))
        else:
            print("\n".join(lines(level)))
        return Exit.DONE

    return on_the_copy(arguments, tell)


def exact(us: int) -> str:
    """A length of time to the last microsecond that it has: "0:41:00", "-12:05:30.25"."""
    hours, rest = divmod(abs(us), HOUR)
    minutes, rest = divmod(rest, MINUTE)
    text = f"{hours}:{minutes:02}:{rest // SECOND:02}{_fraction(rest % SECOND)}"
    return f"-{text}" if us < 0 else text


def _fraction(us: int) -> str:
    return f".{us:06}".rstrip("0") if us else ""


class _Wall:
    """Instants as the clock on the wall of the ticket's location shows them."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)

    def time(self, at: Micros) -> str:
        return f"{self._there(at):%H:%M:%S}{_fraction(at % SECOND)}"

    def moment(self, at: Micros) -> str:
        there = self._there(at)
        return f"{there:%a} {there.day:2} {there:%b %Y} {self.time(at)}"

    def span(self, begin: Micros, end: Micros) -> str:
        same = self._there(begin).date() == self._there(end).date()
        return f"{self.moment(begin)} to {self.time(end) if same else self.moment(end)}"

    def changes(self, begin: Micros, end: Micros) -> bool:
        """Whether the clock is put on or back between two instants."""
        return self._there(begin).utcoffset() != self._there(end).utcoffset()

    def _there(self, at: Micros) -> datetime:
        return instant(at).astimezone(self._zone)


# Text


def lines(level: ServiceLevel) -> Iterator[str]:
    """The whole explanation."""
    wall, item = _Wall(level.zone), level.item
    yield one_line(f"{item.number} {item.title} ({item.company})")
    told = (f"workflow {item.workflow} {item.workflow_name}", item.priority and f"priority {item.priority}")
    contract = f"contract {level.contract}" if level.contract else "no contract"
    agreement = f'service level "{level.agreement}"' if level.agreement else "no service level in Autotask"
    yield one_line(", ".join(filter(None, (*told, contract, agreement, f"status {item.status}"))))
    yield f"calendar of {one_line(level.location)}: {level.hours}, zone {level.zone}; all times below are of this zone"
    yield f"  these hours are {one_line(level.hours_by)}"
    for day, name in level.holidays:
        yield f"  closed {day:%a} {day.day} {day:%b %Y}: {one_line(name)}"
    yield f"read at {wall.moment(level.now)}"
    yield ""
    yield from _timeline(level, wall)
    if level.clock is None:
        yield "Its time cannot be reckoned: a date lies outside the years of the calendar, or the calendar never opens."
    for each in level.milestones:
        yield ""
        yield from _milestone(each, level, wall)
    if level.clock is not None:
        yield ""
        following, turns = level.clock.next_event, level.clock.changes_at
        yield f"next event: {'none is open' if following is None else following.name.value}"
        if turns is not None:
            yield f"changes by itself: {wall.moment(turns)} (a deadline, or a quarter of an hour before one)"


def _timeline(level: ServiceLevel, wall: _Wall) -> Iterator[str]:
    created = level.item.created
    told: list[tuple[Micros, int, str]] = [(created, 0, "created")]
    if level.starts is not None:
        told.append((level.starts, 1, "the clock starts" if level.starts > created else "the clock starts at once"))
    for turn in level.turns:
        if turn.waited_us is not None:
            said = f"{turn.status}: the clock runs on, {exact(turn.waited_us)} of business time are left out"
        else:
            said = f"{turn.status}: the clock stands" if turn.stands else turn.status
        told.append((turn.at, 2, f"status {said}"))
    for each in level.milestones:
        one = each.milestone
        if one.actual is not None:
            told.append((one.actual, 3, f"{one.name.value}: happened"))
        if one.due is not None:
            told.append((one.due, 4, f"{one.name.value}: due"))
    told.append((level.now, 5, "now"))
    for at, _, what in sorted(told):
        yield f"{wall.moment(at)}  {one_line(what)}"


def _milestone(each: MilestoneSum, level: ServiceLevel, wall: _Wall) -> Iterator[str]:
    one = each.milestone
    yield f"{one.name.value}: {_state(each, level, wall)}"
    if one.state is MilestoneState.NOT_APPLICABLE:
        return
    yield f"  promised by {_source(one)}; counted on {each.hours}"
    if one.verdict is not None:
        yield f"  by Autotask's own record it was {'met' if one.verdict else 'missed'}, and that decides"
    if each.used is not None:
        yield from _sum("used" if one.state is not _MET else "took", each.used, wall)
    if each.told_left_us is not None:
        yield f"  left {exact(each.told_left_us)}, as Autotask itself says while the clock stands"
    elif each.left is not None:
        yield from _sum("left" if one.state is not _MET else "to spare", each.left, wall)
    if each.used is not None and (left := _left_us(each)) is not None:
        yield f"  together {exact(each.used.us)} + {exact(left)} = {exact(each.used.us + left)}"


def _state(each: MilestoneSum, level: ServiceLevel, wall: _Wall) -> str:
    one = each.milestone
    due = "" if one.due is None else f", due {wall.moment(one.due)}"
    if one.state is MilestoneState.NOT_APPLICABLE:
        return f"not applicable{_why_not(level)}"
    if one.state is _MET:
        happened = "" if one.actual is None else f" {wall.moment(one.actual)}"
        return f"met{happened}, {'late' if one.late else 'in time'}{due}"
    return f"{one.state.value}{due}{' as it stood when the pause began' if one.state is _PAUSED else ''}"


def _why_not(level: ServiceLevel) -> str:
    if level.item.status_kind.value == "complete":
        return ": the ticket is complete without it"
    return ": no status of this tenant records it, or nothing is promised"


def _source(one: Milestone) -> str:
    if one.source == "autotask":
        ours = "" if one.target is None else f" (instead of {_target(one.target)})"
        return f"Autotask, whose own date counts first{ours}"
    return "nobody" if one.target is None else _target(one.target)


def _target(target: Target) -> str:
    """A promise as the catalogue writes it, in full: "W04: 2d, that is 16:00:00 of business time"."""
    seconds = target.seconds
    unit = next((unit for size, unit in ((WORKING_DAY_S, "d"), (3_600, "h"), (60, "m")) if seconds % size == 0), "s")
    size = {"d": WORKING_DAY_S, "h": 3_600, "m": 60, "s": 1}[unit]
    if target.around_the_clock:
        return f"{target.rule}: {exact(seconds * SECOND)} around the clock"
    return f"{target.rule}: {seconds // size}{unit}, {exact(seconds * SECOND)} of business time"


def _sum(name: str, told: Sum, wall: _Wall) -> Iterator[str]:
    sign = "-" if told.us < 0 else ""
    if not told.pieces:
        yield f"  {name} {exact(told.us)}: no business time from {wall.span(told.begin, told.end)}"
        return
    yield f"  {name} {exact(told.us)}, from {wall.span(told.begin, told.end)}:"
    said = [_piece(piece, wall) for piece in told.pieces]
    width = max(COLUMN, *map(len, said))
    for words, piece in zip(said, told.pieces, strict=True):
        yield f"    {words:<{width}} {sign}{exact(piece.us)}"


def _piece(piece: Piece, wall: _Wall) -> str:
    if piece.times == 1:
        told = wall.span(piece.begin, piece.end)
        return f"{told}, the clocks change" if wall.changes(piece.begin, piece.end) else told
    until = wall.moment(piece.until)
    return f"{wall.span(piece.begin, piece.end)}, {piece.times} times until {until}"


def _left_us(each: MilestoneSum) -> int | None:
    if each.told_left_us is not None:
        return each.told_left_us
    return None if each.left is None else each.left.us


# JSON


def facts(level: ServiceLevel) -> dict[str, object]:
    """The same as plain values; lengths are seconds, instants UTC."""
    item, clock = level.item, level.clock
    return {
        "id": item.id.id,
        "number": item.number,
        "title": item.title,
        "company": item.company,
        "workflow": item.workflow,
        "priority": item.priority,
        "contract": level.contract,
        "service_level": level.agreement,
        "status": item.status,
        "now": _iso(level.now),
        "calendar": {
            "location": level.location,
            "zone": level.zone,
            "hours": level.hours,
            "by": level.hours_by,
            "holidays": [{"date": day.isoformat(), "name": name} for day, name in level.holidays],
        },
        "created": _iso(item.created),
        "clock_starts": _iso(level.starts),
        "turns": [
            {"at": _iso(turn.at), "status": turn.status, "stands": turn.stands, "waited_seconds": _s(turn.waited_us)}
            for turn in level.turns
        ],
        "milestones": [_milestone_facts(each) for each in level.milestones],
        "next_event": None if clock is None or clock.next_event is None else clock.next_event.name.value,
        "changes_at": None if clock is None else _iso(clock.changes_at),
    }


def _milestone_facts(each: MilestoneSum) -> dict[str, object]:
    one, left = each.milestone, _left_us(each)
    target = None
    if one.target is not None:
        target = {
            "rule": one.target.rule,
            "seconds": one.target.seconds,
            "around_the_clock": one.target.around_the_clock,
        }
    return {
        "name": one.name.value,
        "state": one.state.value,
        "due": _iso(one.due),
        "actual": _iso(one.actual),
        "late": one.late,
        "source": one.source,
        "target": target,
        "hours": each.hours,
        "autotasks_record": one.verdict,
        "used_seconds": None if each.used is None else _s(each.used.us),
        "left_seconds": _s(left),
        "left_by_autotask": each.told_left_us is not None,
        "granted_seconds": None if each.used is None or left is None else _s(each.used.us + left),
        "used": _pieces(each.used),
        "left": [] if each.told_left_us is not None else _pieces(each.left),
    }


def _pieces(told: Sum | None) -> list[dict[str, object]]:
    pieces: Iterable[Piece] = () if told is None else told.pieces
    sign = -1 if told is not None and told.us < 0 else 1
    return [
        {
            "from": _iso(one.begin),
            "to": _iso(one.end),
            "times": one.times,
            "until": _iso(one.until),
            "seconds": _s(sign * one.us),
        }
        for one in pieces
    ]


def _iso(at: Micros | None) -> str | None:
    return None if at is None else instant(at).isoformat().replace("+00:00", "Z")


def _s(us: int | None) -> int | float | None:
    """Microseconds as seconds, a whole number where they are some."""
    if us is None:
        return None
    return us // SECOND if us % SECOND == 0 else us / SECOND
