"""The language of `/`: words and `key:value` terms, all of which an item has to satisfy.

=====================  ==========================================================================================
`vpn "two words"`      in the title, number, company or contact, whatever the case
`!printer`             not so; works before every term
`client:acme`          company; `contact:` and `queue:` likewise
`p:1` `p:high` `P1`    priority by mark or label; the mark alone as its column shows it
`tech:ana`             owner; `tech:me`, `tech:none`
`wf:w02` `wf:backup`   workflow by id or name
`status:waiting`       the tenant's label, or what it means
`due:<1h` `due:>2d`    business time until the next milestone (m, h, d of eight hours); `due:today`, `due:none`
`is:late`              late, soon, waiting, paused, stale, unassigned, mine, vip, booked, replied, offered, ticket,
                       task, appointment
=====================  ==========================================================================================

Time left is not reckoned item by item: on one calendar "less than an hour left" is the same as "due before now plus
an hour", so each calendar is asked once. The next instant at which an answer changes falls out the same way.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from autotask.text import clean
from desk.model import ItemKind, Micros, WorkItem
from sla.calendar import BusinessCalendar
from sla.instants import HOUR, MINUTE

__all__ = ["Filter", "FilterError", "Sieve", "Sight", "clean", "parse_filter"]

TERM = re.compile(r'(!?)(?:([a-zA-Z]+):)?(?:"([^"]*)"|(\S+))')
MARK = re.compile(r"p[1-9]")
LENGTH = re.compile(r"([<>])\s*(\d{1,4}(?:\.\d)?)([mhd])")
UNITS: Mapping[str, int] = {"m": MINUTE, "h": HOUR, "d": 8 * HOUR}


class FilterError(ValueError):
    """A term that says nothing. The message names the term and what can stand there."""


class Sight(Protocol):
    """What a filter asks beyond the item itself."""

    @property
    def me_id(self) -> int | None:
        """The person at the screen."""
        ...

    def pending(self, item: WorkItem) -> tuple[Micros, BusinessCalendar] | None:
        """When the next milestone of an item is due, and on which calendar that time runs."""
        ...

    def day_end(self, item: WorkItem) -> Micros:
        """Local midnight at the end of the item's day."""
        ...


Test: TypeAlias = Callable[[WorkItem, "Sieve"], bool]


@dataclass(frozen=True, slots=True)
class Term:
    """One condition."""

    test: Test
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A parsed filter. An empty one keeps everything."""

    text: str
    terms: tuple[Term, ...]

    def sieve(self, now: Micros, sight: Sight) -> "Sieve":
        """The filter as it stands at `now`."""
        return Sieve(self.terms, now, sight)


class Sieve:
    """A filter at an instant. After it has seen the items, `next_change_at` says until when its answer holds."""

    def __init__(self, terms: tuple[Term, ...], now: Micros, sight: Sight) -> None:
        self._terms = terms
        self._sight = sight
        self._horizons: dict[tuple[int, int], Micros] = {}
        self._beyond: dict[tuple[int, int], tuple[Micros, BusinessCalendar]] = {}
        self._fixed: Micros | None = None
        self.now = now

    @property
    def me_id(self) -> int | None:
        return self._sight.me_id

    def keeps(self, item: WorkItem) -> bool:
        return all(term.test(item, self) is not term.negated for term in self._terms)

    def due_within(self, item: WorkItem, length_us: int) -> bool:
        """Whether less than `length_us` of business time is left until the item's next milestone."""
        pending = self._sight.pending(item)
        if pending is None:
            return False
        due, calendar = pending
        where = (id(calendar), length_us)
        if (horizon := self._horizons.get(where)) is None:
            horizon = self._horizons[where] = calendar.add(self.now, length_us)
        if due < horizon:
            return True
        if where not in self._beyond or due < self._beyond[where][0]:
            self._beyond[where] = due, calendar
        return False

    def due_today(self, item: WorkItem) -> bool:
        """Whether the next milestone is due before the local day ends."""
        pending = self._sight.pending(item)
        midnight = self._sight.day_end(item)
        self._fixed = midnight if self._fixed is None else min(self._fixed, midnight)
        return pending is not None and pending[0] < midnight

    def has_due(self, item: WorkItem) -> bool:
        return self._sight.pending(item) is not None

    @property
    def next_change_at(self) -> Micros | None:
        """The first instant at which time alone changes what is kept, of the items seen; None if never."""
        turns = [calendar.subtract(due, length) for (_, length), (due, calendar) in self._beyond.items()]
        if self._fixed is not None:
            turns.append(self._fixed)
        return min((max(turn, self.now) + 1 for turn in turns), default=None)


def parse_filter(text: str) -> Filter:
    """Read what a person typed after `/`.

    Raises:
        FilterError: a term that cannot be understood; the message is for the person.
    """
    terms = []
    at = 0
    for match in TERM.finditer(text):
        if text[at : match.start()].strip():
            break
        at = match.end()
        sign, key, quoted, bare = match.groups()
        if key is None and bare is not None and MARK.fullmatch(bare.casefold()):
            key = "p"
        terms.append(Term(_test(key, bare if quoted is None else quoted, match.group()), negated=bool(sign)))
    if rest := text[at:].strip():
        raise FilterError(f"{rest} is not a term: write a word, !word or key:value")
    return Filter(text.strip(), tuple(terms))


def _test(key: str | None, value: str, term: str) -> Test:
    value = value.casefold()
    if key is None:
        return _words(value)
    if (make := KEYS.get(key.casefold())) is None:
        raise FilterError(f"{term}: there is no {key}: (there are {', '.join(sorted(KEYS))})")
    if not value:
        raise FilterError(f"{term}: say what the {key} is")
    return make(value, term)


def _words(value: str) -> Test:
    def test(item: WorkItem, _: Sieve) -> bool:
        return (
            value in item.title.casefold()
            or value in item.company.casefold()
            or value in item.number.casefold()
            or value in item.contact.casefold()
        )

    return test


def _client(value: str, _: str) -> Test:
    return lambda item, _: value in item.company.casefold()


def _contact(value: str, _: str) -> Test:
    return lambda item, _: value in item.contact.casefold()


def _queue(value: str, _: str) -> Test:
    return lambda item, _: value in item.queue.casefold()


def _priority(value: str, _: str) -> Test:
    mark = value if value.startswith("p") else f"p{value}"
    return lambda item, _: item.priority_mark.casefold() == mark or value in item.priority.casefold()


def _tech(value: str, _: str) -> Test:
    if value == "me":
        return lambda item, sieve: sieve.me_id is not None and sieve.me_id in item.resources
    if value == "none":
        return lambda item, _: item.owner_id is None
    return lambda item, _: value in item.owner.casefold()


def _workflow(value: str, _: str) -> Test:
    return lambda item, _: item.workflow.casefold() == value or value in item.workflow_name.casefold()


def _status(value: str, _: str) -> Test:
    return lambda item, _: (
        value in item.status.casefold() or value in item.status_kind.value or (value == "waiting" and item.waiting)
    )


def _due(value: str, term: str) -> Test:
    if value == "today":
        return lambda item, sieve: sieve.due_today(item)
    if value == "none":
        return lambda item, sieve: not sieve.has_due(item)
    if (match := LENGTH.fullmatch(value)) is None:
        raise FilterError(f"{term}: write due:<1h, due:<30m, due:>2d, due:today or due:none")
    sign, count, unit = match.groups()
    length = round(float(count) * UNITS[unit])
    if sign == "<":
        return lambda item, sieve: sieve.due_within(item, length)
    return lambda item, sieve: sieve.has_due(item) and not sieve.due_within(item, length)


IS: Mapping[str, Test] = {
    "late": lambda item, _: item.late,
    "soon": lambda item, _: item.soon,
    "waiting": lambda item, _: item.waiting,
    "paused": lambda item, _: item.paused,
    "stale": lambda item, _: item.stale,
    "unassigned": lambda item, _: item.owner_id is None,
    "mine": lambda item, sieve: sieve.me_id is not None and sieve.me_id in item.resources,
    "vip": lambda item, _: item.vip,
    "booked": lambda item, _: item.booked_start is not None,
    "replied": lambda item, _: item.reply_at is not None,
    "offered": lambda item, _: item.place.offered,
    "ticket": lambda item, _: item.id.kind is ItemKind.TICKET,
    "task": lambda item, _: item.id.kind is ItemKind.TASK,
    "appointment": lambda item, _: item.id.kind is ItemKind.APPOINTMENT,
}


def _is(value: str, term: str) -> Test:
    if (test := IS.get(value)) is None:
        raise FilterError(f"{term}: an item is {', '.join(sorted(IS))}")
    return test


KEYS: Mapping[str, Callable[[str, str], Test]] = {
    "client": _client,
    "company": _client,
    "contact": _contact,
    "queue": _queue,
    "p": _priority,
    "tech": _tech,
    "owner": _tech,
    "wf": _workflow,
    "status": _status,
    "due": _due,
    "is": _is,
}
