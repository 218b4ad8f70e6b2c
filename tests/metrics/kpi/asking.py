"""A small desk of facts, and how a figure is asked of it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from metrics.contribution import Contribution
from metrics.definitions import packaged
from metrics.facts import Completion, DayFact, EntryFact, Fact, Known, LeftBecause, TicketFact
from metrics.kpi.contributing import contributions
from metrics.value import Value, summed, valued
from sla.instants import DAY, HOUR, Micros, micros

NOON = micros(datetime(2026, 11, 20, 12, tzinfo=UTC))
TODAY = date(2026, 11, 20).toordinal()


def day_of(at: Micros) -> int:
    return TODAY + (at - NOON + DAY // 2) // DAY


def contributed(facts: Iterable[Fact]) -> list[Contribution]:
    return [each for fact in facts for each in contributions(fact)]


def folded(figure: str, rows: Iterable[Contribution], as_of: Micros = NOON) -> Value:
    """The figure, named like "mttr.median", of all rows of its measure."""
    name, _, of = figure.partition(".")
    defined = packaged().kpi(name).figure(of)
    sums = summed((row for row in rows if row.measure == defined.measure), as_of)
    return valued(sums, defined.fold, as_of, scale=defined.scale, target=defined.target)


def ask(figure: str, *facts: Fact, as_of: Micros = NOON) -> Value:
    return folded(figure, contributed(facts), as_of)


def ticket(*, age: int = HOUR, done: Micros | None = None, **facts: object) -> TicketFact:
    """A medium incident of a client, created `age` before noon, complete from `done` on."""
    created = NOON - age
    told: dict[str, object] = {
        "id": 1,
        "create_date": created,
        "created_day": day_of(created),
        "completed_date": done,
        "completed_day": 0 if done is None else day_of(done),
        "workflow": "W04",
        "family": "incident",
        "known": Known.HISTORY,
        "completions": () if done is None else (completion(done),),
    }
    return TicketFact(**{**told, **facts})  # type: ignore[arg-type]


def completion(
    at: Micros, left: Micros | None = None, *, by: int = 7, left_by: int = 0,
    because: LeftBecause = LeftBecause.GENUINE,
) -> Completion:  # fmt: skip
    return Completion(at, day_of(at), by, left, left_by, because)


def entry(hours: float = 1.0, **facts: object) -> EntryFact:
    """Client-facing time of today on a ticket."""
    told: dict[str, object] = {
        "id": 1, "resource_id": 7, "date_worked": TODAY, "ticket_id": 1, "hours_worked": hours,
        "client_facing": True, "billable": True, "workflow": "W04", "family": "incident",
    }  # fmt: skip
    return EntryFact(**{**told, **facts})  # type: ignore[arg-type]


def day(hours: float = 8.0, day: int = TODAY, **facts: object) -> DayFact:
    """A working day of a person."""
    begins = NOON - DAY // 2 + (day - TODAY) * DAY
    return DayFact(7, day, begins, begins + DAY, hours, **facts)  # type: ignore[arg-type]
