"""An op of the outbox in words for people, and in facts for scripts, as far as the copy beside it knows the names."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from autotask.entities import Contact, Resource, Ticket
from autotask.text import clean
from cli.reader_zone import zone_of
from desk.acts.planning_ticket import LISTED, label_of
from desk.acts.told import Stage
from desk.acts.watching import STAGES
from desk.acts.write_words import told
from desk.people import person
from replica.outbox.effects.values import Made, Value
from replica.outbox.op import LogLine, Op, State, marker_of
from replica.outbox.outbox import Outbox
from replica.store import Replica

NEXT = {
    Stage.PENDING: "goes as soon as servicedeck runs, or: servicedeck outbox drop {name}",
    Stage.BLOCKED: "send it without the other: servicedeck outbox retry {name}; or: servicedeck outbox drop {name}",
    Stage.SENDING: "on its way: servicedeck, as soon as it runs, finds out what came of it",
    Stage.UNKNOWN: "looked for as soon as servicedeck runs; it is sent again only if it is not there",
    Stage.REFUSED: "correct it in the app (L), or: servicedeck outbox retry {name}; servicedeck outbox drop {name}",
    Stage.CONFLICT: "compare in the app (L): keep yours or take theirs; or: servicedeck outbox drop {name}",
    Stage.HELD: "look in Autotask; say in the app (L) which record it is, or: servicedeck outbox retry {name};"
    " servicedeck outbox drop {name}",
}
"""What a person can do about an op, by where it stands."""
TELLS = "goes once {other}, which it tells of, is in Autotask: decide about that; or: servicedeck outbox drop {name}"
"""What a person can do about an op that is never sent without another."""
ONLY_WHILE_IT_RUNS = "only as long as its demo runs: the next one begins without it"
"""What becomes of what goes by itself, where Autotask ends with the demo."""
BY_ITSELF = (Stage.PENDING, Stage.SENDING, Stage.UNKNOWN)
WIDTHS = (11, 17, 15)
INDENT = "  "


class Names:
    """The tenant's words, from the copy where there is one; without it, numbers. Times are the tech's."""

    def __init__(self, copy: Replica | None, me: str = "", *, demo: bool = False) -> None:
        """
        Args:
            me: the tech, as the settings name them.
            demo: Autotask was a demo, and ends with it.
        """
        self.demo = demo
        self._zone = zone_of(copy, me)
        self._copy = copy
        self._picklists = None if copy is None else copy.picklists(Ticket)

    def ticket(self, op: Op) -> str:
        """How a person calls the ticket of an op; empty for what belongs to none."""
        ticket_id = op.remote_id if op.kind == "TicketCreate" else op.ticket
        if ticket_id is None:
            return "new ticket" if op.effect.needs or op.kind == "TicketCreate" else ""
        row = None if self._copy is None else self._copy.one(Ticket, ticket_id)
        return f"ticket {ticket_id}" if row is None or not row.ticket_number else row.ticket_number

    def what(self, op: Op) -> str:
        """What an op does, on one line."""
        words = told(op.effect, self.value)
        return one_line(words.removesuffix(f" on ticket {op.ticket}"))

    def value(self, field: str, value: Value | Made) -> str:
        """A field's value as a person reads it."""
        match field, value:
            case _, None:
                return "none"
            case _, bool():
                return "yes" if value else "no"
            case _, datetime():
                return self.moment(value)
            case _, Made(op_id=op_id):
                return f"what {marker_of(op_id)} makes"
            case _, int() if self._copy is not None:
                return self._named(self._copy, field, value)
        return clean(str(value))

    def moment(self, at: datetime) -> str:
        """An instant on the tech's clock, else on this machine's, and in which zone that is."""
        return f"{at.astimezone(self._zone):%a %d %b %Y %H:%M:%S %Z}"

    def _named(self, copy: Replica, field: str, value: int) -> str:
        if field in LISTED and self._picklists is not None:
            return self._picklists.of(Ticket, field).label(value)
        if field in ("assigned_resource_id", "resource_id") and (resource := copy.one(Resource, value)):
            return person(resource).name
        if field == "contact_id" and (contact := copy.one(Contact, value)):
            return " ".join(part for part in (contact.first_name, contact.last_name) if part)
        if field == "ticket_id" and (ticket := copy.one(Ticket, value)):
            return ticket.ticket_number or str(value)
        return str(value)


def name_of(op: Op) -> str:
    """How an op is called on the command line: by the token that its record carries in Autotask."""
    return marker_of(op.op_id)


def stage_of(op: Op, outbox: Outbox) -> Stage:
    """Where an op stands, as the screens mark it."""
    return Stage.BLOCKED if op.state is State.PENDING and outbox.waiting(op) else STAGES[op.state]


def why(op: Op, outbox: Outbox) -> str:
    """Why it stands where it stands, as a sentence; empty where there is nothing to say."""
    return one_line(outbox.waiting(op) or op.error) if op.live else ""


def next_step(op: Op, outbox: Outbox, names: Names) -> str:
    """What a person can do about it; empty where nothing has to be done."""
    stage = stage_of(op, outbox)
    if names.demo and stage in BY_ITSELF:
        return f"goes on {ONLY_WHILE_IT_RUNS}"
    if stage is Stage.BLOCKED and op.effect.tells and op.after is not None:
        return TELLS.format(name=name_of(op), other=marker_of(op.after))
    return NEXT.get(stage, "").format(name=name_of(op))


def lines(op: Op, outbox: Outbox, names: Names) -> str:
    """An op for a list: what it is, when it was entered, and what can be done."""
    cells = (name_of(op), stage_of(op, outbox).value, names.ticket(op))
    head = "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))
    since = f"entered {names.moment(op.created)}" + ("" if op.live else f", over {names.moment(op.changed)}")
    below = [f"{since}. {why(op, outbox)}".strip(), *filter(None, [next_step(op, outbox, names)])]
    return "\n".join((f"{head}  {names.what(op)}", *(f"{INDENT}{line}" for line in below)))


def facts(op: Op, outbox: Outbox, names: Names) -> dict[str, object]:
    """An op for a script. Names and keys are an interface."""
    record = None if op.remote_id is None else {"kind": op.remote_kind, "id": op.remote_id}
    return {
        "id": op.op_id,
        "name": name_of(op),
        "act": op.act,
        "kind": op.kind,
        "state": op.state.value,
        "stage": stage_of(op, outbox).value,
        "what": names.what(op),
        "ticket": names.ticket(op) or None,
        "ticket_id": op.ticket,
        "entered": _iso(op.created),
        "changed": _iso(op.changed),
        "attempts": op.attempts,
        "author": op.author,
        "record": record,
        "why": why(op, outbox) or None,
        "found": list(op.found),
    }


def whole_life(op: Op, log: Sequence[LogLine], act: Sequence[Op], outbox: Outbox, names: Names) -> Iterator[str]:
    """Everything about one op, line by line: what was typed, what stands against it, and what became of it."""
    yield f"{name_of(op)}  {stage_of(op, outbox).value}"
    for name, told_ in _facts_in_words(op, outbox, names):
        yield f"{INDENT}{name:<9} {told_}"
    yield from _fields("typed", _typed(op), names)
    yield from _fields("it was, when this was entered", op.base, names)
    for clash in op.clashes:
        was, mine, theirs = (
            one_line(names.value(clash.field, each)) for each in (clash.base, clash.mine, clash.theirs)
        )
        yield f"{INDENT}{label_of(clash.field)}: it was {was}, yours is {mine}, theirs is {theirs}"
    if act:
        yield "of the same act"
    for other in act:
        yield f"{INDENT}{name_of(other)}  {stage_of(other, outbox).value}: {names.what(other)}"
    yield "life"
    for line in sorted(log, key=lambda each: each.n):
        yield f"{INDENT}{names.moment(line.at)} {STAGES[line.now].value}: {one_line(line.why)}"


def life_facts(op: Op, log: Sequence[LogLine], act: Sequence[Op]) -> dict[str, object]:
    """What `whole_life` tells beyond `facts`, for a script."""
    return {
        "typed": {name: _plain(value) for name, value in _typed(op).items()},
        "based_on": {name: _plain(value) for name, value in op.base.items()},
        "clashes": [
            {"field": each.field, "base": _plain(each.base), "mine": _plain(each.mine), "theirs": _plain(each.theirs)}
            for each in op.clashes
        ],
        "same_act": [other.op_id for other in act],
        "life": [
            {"at": _iso(line.at), "was": line.was, "now": line.now, "why": line.why}
            for line in sorted(log, key=lambda each: each.n)
        ],
    }


def one_line(text: str) -> str:
    """A text on one line, and without what a terminal would obey."""
    return " ".join(clean(text).split())


def _facts_in_words(op: Op, outbox: Outbox, names: Names) -> Iterator[tuple[str, str]]:
    on = names.ticket(op)
    yield "what", f"{names.what(op)} on {on}" if on else names.what(op)
    yield "id", op.op_id
    yield "entered", names.moment(op.created)
    if op.first_sent is not None:
        yield "sent", f"{op.attempts} time(s), first {names.moment(op.first_sent)}"
    if op.remote_id is not None:
        yield "record", f"{op.remote_kind} {op.remote_id}"
    if told_ := why(op, outbox):
        yield "why", told_
    if op.found:
        yield "found", f"{op.effect.collection} {', '.join(map(str, op.found))}"
    if step := next_step(op, outbox, names):
        yield "next", step


_OF_SENDING = frozenset({"base", "once", "of_step", "by_itself"})
"""Fields of a write that say how it is sent, and are no part of the record."""


def _typed(op: Op) -> dict[str, Value | Made]:
    """The fields of the write, those of a change or of a new ticket by their own names."""
    found: dict[str, Value | Made] = {}
    for field in dataclasses.fields(op.effect):  # type: ignore[arg-type]  # every kind of write is a dataclass
        value = getattr(op.effect, field.name)
        if field.name in _OF_SENDING or value in (None, ""):
            continue
        if isinstance(value, Mapping):
            found |= value
        else:
            found[field.name] = value
    return found


def _fields(heading: str, values: Mapping[str, Value | Made], names: Names) -> Iterator[str]:
    if values:
        yield heading
    for field, value in values.items():
        first, *rest = clean(names.value(field, value)).splitlines() or [""]
        yield f"{INDENT}{label_of(field)}: {first}"
        yield from (f"{INDENT}{INDENT}{line}" for line in rest)


def _plain(value: Value | Made) -> object:
    match value:
        case datetime():
            return _iso(value)
        case date():
            return value.isoformat()
        case Made(op_id=op_id):
            return {"made_by": op_id}
    return value


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
