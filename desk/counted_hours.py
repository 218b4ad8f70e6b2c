"""On which hours the service level of a ticket counts, which Autotask does not tell: set, learnt, shown or assumed.

A service level can count its critical tickets round the clock and all others in office hours, whatever its name says.
What was promised is the same for all tickets of a service level and a priority, so the lengths between creation and
due date agree on the hours that really count, and scatter on the others: that is learnt from the open tickets, and
with it which office's hours count for a company, and whether its extended ones.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from autotask.entities import Ticket
from desk.calendars import Calendars, Location
from desk.entries import sane
from desk.model import Micros
from sla.calendar import BusinessCalendar
from sla.errors import SlaError
from sla.instants import MINUTE
from sla.location import Coverage

LEARNT_FROM = 60
"""Tickets of a service level and a priority that are looked at, the youngest first."""
FEWEST = 3
"""So many more due dates have to agree on the one hours than on the others."""
FEWEST_OF_A_COMPANY = 2
"""The same of the offices of a company, by the lengths that all companies have taught."""

Objective: TypeAlias = tuple[int | None, int | None]
"""A service level and a priority."""

_ALWAYS = re.compile(r"24\s*[x/×]\s*7", re.IGNORECASE)


class Words(NamedTuple):
    """What a ticket's service level, priority and company are called."""

    level: str
    priority: str
    company: str
    gravest: bool = False
    """No priority goes before this one."""


class Hours(NamedTuple):
    """The hours of a ticket.

    Attributes:
        counts: where they are those of.
        known: they are more than an assumption, so that Autotask's dates count on them whatever our own targets say.
        why: one clause for the person: by what they are told.
    """

    counts: Location
    known: bool
    why: str


class CountedHours:
    """What was set and learnt of the hours of service levels."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        self._set = {" ".join(words.split()).casefold(): location for words, location in settings.items()}
        self._learnt: dict[Objective, tuple[Coverage, int]] = {}
        """On which kind of hours an objective counts, and how many due dates agree on that."""
        self._offices: dict[int, int] = {}
        """The location whose hours count for a company, where they are not those of the default one."""

    def of(self, ticket: Ticket, words: Words, calendars: Calendars) -> Hours:
        """The hours of a ticket: by setting, else as learnt, else as its own dates show, else by assumption."""
        for key in (f"{words.level} / {words.priority}", words.level, words.company):
            name = self._set.get(" ".join(key.split()).casefold(), "")
            if (location := calendars.named(name)) is not None:
                return Hours(location, True, f'set by desk.calendars for "{key}"')
        if (learnt := self._learnt.get(_objective(ticket))) is not None:
            coverage, dates = learnt
            location = _covering(coverage, self._office_of(ticket, calendars), calendars)
            why = f"learnt from {dates} due dates of this service level and priority, which agree on them"
            return Hours(location, True, why)
        office = self._office_of(ticket, calendars)
        if (shown := _shown(ticket, calendars, office)) is not None:
            return shown
        return self._assumed(ticket, words, calendars, office)

    def strangers(self, calendars: Calendars) -> str:
        """One sentence about locations that were set and that the tenant does not have; empty where all are known."""
        unknown = ", ".join(sorted({name for name in self._set.values() if calendars.named(name) is None}))
        known = ", ".join(calendars.names)
        return f"desk.calendars names {unknown}, which is no location of the tenant: {known}." if unknown else ""

    def learn(self, tickets: Iterable[Ticket], calendars: Calendars) -> bool:
        """Learn from tickets with due dates of Autotask's. Returns whether anything is known otherwise now."""
        by_objective: defaultdict[Objective, list[Ticket]] = defaultdict(list)
        for ticket in sorted(tickets, key=lambda one: one.id, reverse=True):
            same = by_objective[_objective(ticket)]
            if ticket.service_level_agreement_id is not None and len(same) < LEARNT_FROM:
                same.append(ticket)
        before = self._coverages, self._offices
        hits: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self._learnt = {}
        for objective, same in by_objective.items():
            try:
                self._learn_objective(objective, same, calendars, hits)
            except SlaError:
                continue
        self._offices = {
            company: office
            for company, found in hits.items()
            if found[office := max(found, key=found.__getitem__)] - found[calendars.default.id] >= FEWEST_OF_A_COMPANY
        }
        return before != (self._coverages, self._offices)

    @property
    def _coverages(self) -> dict[Objective, Coverage]:
        return {objective: coverage for objective, (coverage, _) in self._learnt.items()}

    def _learn_objective(
        self, objective: Objective, tickets: Sequence[Ticket], calendars: Calendars, hits: Mapping[int, Counter[int]]
    ) -> None:
        """On which kind of hours an objective counts; if not round the clock, count for each company whose agree."""
        kinds = _hours_by_coverage(calendars)
        usual = {
            coverage: [_most(_lengths(tickets, which, hours.values())) for which in (0, 1)]
            for coverage, hours in kinds.items()
        }
        dates = {coverage: sum(agree for _, agree in lengths) for coverage, lengths in usual.items()}
        longer = dates.get(Coverage.EXTENDED, 0) - dates[Coverage.REGULAR] >= FEWEST
        office, wall = Coverage.EXTENDED if longer else Coverage.REGULAR, Coverage.AROUND_THE_CLOCK
        if abs(dates[office] - dates[wall]) < FEWEST:
            return
        coverage = office if dates[office] > dates[wall] else wall
        self._learnt[objective] = coverage, dates[coverage]
        if coverage is wall:
            return
        for which, (length, _) in enumerate(usual[coverage]):
            for ticket in tickets:
                for location, hours in kinds[coverage].items():
                    if length in _lengths([ticket], which, [hours]):
                        hits[-1 if ticket.company_id is None else ticket.company_id][location.id] += 1

    def _office_of(self, ticket: Ticket, calendars: Calendars) -> Location:
        return calendars.of_location(self._offices.get(-1 if ticket.company_id is None else ticket.company_id))

    def _assumed(self, ticket: Ticket, words: Words, calendars: Calendars, office: Location) -> Hours:
        """What the other priorities of its service level count on; else what that calls itself.

        One that calls itself 24x7 and counts other priorities in office hours may mean the gravest, of which our own
        targets speak.
        """
        level, named = ticket.service_level_agreement_id, _ALWAYS.search(words.level) is not None
        others = {coverage for (of, _), (coverage, _) in self._learnt.items() if of == level}
        if len(others) == 1:
            coverage = others.pop()
            known = coverage is Coverage.AROUND_THE_CLOCK or not (named and words.gravest)
            why = "assumed from other priorities of this service level"
            return Hours(_covering(coverage, office, calendars), known, why)
        if named:
            return Hours(calendars.always, False, "assumed from the name of the service level")
        return Hours(office, False, "assumed, as nothing tells")


def _covering(coverage: Coverage, office: Location, calendars: Calendars) -> Location:
    """The hours of a kind, of an office."""
    if coverage is Coverage.AROUND_THE_CLOCK:
        return calendars.always
    return calendars.stretched(office) if coverage is Coverage.EXTENDED else office


def _hours_by_coverage(calendars: Calendars) -> Mapping[Coverage, Mapping[Location, BusinessCalendar]]:
    """The calendars that an objective may count on; extended hours only where a location has some."""
    hours: dict[Coverage, Mapping[Location, BusinessCalendar]] = {
        Coverage.REGULAR: {location: location.calendar for location in calendars.all},
        Coverage.AROUND_THE_CLOCK: {calendars.always: calendars.always.calendar},
    }
    if calendars.any_extended:
        hours[Coverage.EXTENDED] = {location: location.extended for location in calendars.all}
    return hours


def _objective(ticket: Ticket) -> Objective:
    return ticket.service_level_agreement_id, ticket.priority


def _lengths(tickets: Iterable[Ticket], which: int, hours: Collection[BusinessCalendar]) -> Counter[int]:
    """How far behind the creation due dates lie, in minutes of any of the hours: how many lie so far."""
    lengths = Counter[int]()
    for ticket in tickets:
        created, due = sane(ticket.create_date), _dues(ticket)[which]
        if created is not None and due is not None:
            lengths.update({round(calendar.elapsed(created, due) / MINUTE) for calendar in hours})
    return lengths


def _most(lengths: Counter[int]) -> tuple[int, int]:
    """The length that most agree on, and how many; of equals the first."""
    return max(lengths.items(), key=lambda each: each[1], default=(0, 0))


def _dues(ticket: Ticket) -> tuple[Micros | None, Micros | None]:
    return sane(ticket.first_response_due_date_time), sane(ticket.resolved_due_date_time)


def _shown(ticket: Ticket, calendars: Calendars, office: Location) -> Hours | None:
    """What the dates of one ticket show: a deadline lies in the time that counts, and at no other."""
    dues, created = _dues(ticket), sane(ticket.create_date)
    if created is None or ticket.service_level_agreement_id is None:
        return None
    offices = [calendar for location in calendars.all for calendar in (location.calendar, location.extended)]
    if any(due is not None and not any(_counts(due, hours) for hours in offices) for due in dues):
        return Hours(calendars.always, True, "shown by a due date outside all business hours")
    regular = [location.calendar for location in calendars.all]
    beyond = [due for due in dues if due is not None and not any(_counts(due, hours) for hours in regular)]
    if beyond and all(_counts(due, office.extended) for due in beyond):
        return Hours(calendars.stretched(office), True, "shown by a due date in its extended hours")
    if dues[0] is not None and not any(_counts(created, hours) for hours in offices):
        return Hours(office, True, "shown by its dates: opened outside business hours, and due inside")
    return None


def _counts(at: Micros, calendar: BusinessCalendar) -> bool:
    """Whether business time passes at an instant, or has just passed: a deadline may stand at a closing."""
    return calendar.is_open(at) or calendar.is_open(at - 1)
