"""Facts as the figures keep them, and what each adds: where `metrics` and `replica` meet."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeAlias

from pydantic import TypeAdapter

from metrics.contribution import Contribution, Dimensions
from metrics.definitions import Definitions
from metrics.facts import BookingFact, DayFact, EntryFact, Fact, MonthFact, TicketFact
from metrics.kpi.contributing import contributions
from replica.figures.addend import Addend
from replica.figures.store import FactKey

KINDS: Mapping[str, type[Any]] = {
    "ticket": TicketFact,
    "entry": EntryFact,
    "day": DayFact,
    "booking": BookingFact,
    "month": MonthFact,
    "contract month": MonthFact,
}
_DAYS = 10_000_000
"""More days than any calendar has: a day of a person, or a month of a company, gets an id of its own by it."""

Body: TypeAlias = str


def key_of(fact: Fact) -> FactKey:
    """The kind and id under which a fact is kept."""
    match fact:
        case TicketFact():
            return "ticket", fact.id
        case EntryFact():
            return "entry", fact.id
        case BookingFact():
            return "booking", fact.id
        case DayFact():
            return "day", fact.resource_id * _DAYS + fact.day
        case MonthFact(contract_id=0):
            return "month", fact.company_id * _DAYS + fact.month
        case MonthFact():
            return "contract month", fact.contract_id * _DAYS + fact.month


def body_of(fact: Fact) -> Body:
    """A fact as a text, without what has its usual value."""
    return _adapter(key_of(fact)[0]).dump_json(fact, exclude_defaults=True).decode()


def fact_of(key: FactKey, body: Body) -> Fact:
    """The fact that `body_of` wrote."""
    fact: Fact = _adapter(key[0]).validate_json(body)
    return fact


def addends_of(fact: Fact) -> list[Addend]:
    """What a fact adds to all measures."""
    return [_addend(each) for each in contributions(fact)]


def contribution_of(addend: Addend) -> Contribution:
    """An addend as `metrics` folds it."""
    return Contribution(
        measure=addend.measure,
        day=addend.day,
        where=_where(addend),
        numerator=addend.numerator,
        denominator=addend.denominator,
        n=addend.n,
        value=addend.value,
        excluded=addend.excluded,
        unmeasurable=addend.unmeasurable,
        reason=addend.reason,
        since=addend.since,
        until=addend.until,
        provisional_until=addend.provisional_until,
        source=addend.source,
    )


def told_apart(definitions: Definitions) -> dict[str, tuple[str, ...]]:
    """By which dimensions the sums of each measure are kept: by those by which any KPI shows it."""
    found: dict[str, set[str]] = {}
    for kpi in definitions.kpis:
        for figure in kpi.figures:
            found.setdefault(figure.measure, set()).update(kpi.by)
    return {measure: tuple(sorted(dimensions)) for measure, dimensions in found.items()}


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind])


def _where(addend: Addend) -> Dimensions:
    return Dimensions(
        tech=addend.tech,
        company=addend.company,
        contract=addend.contract,
        workflow=addend.workflow,
        team=addend.team,
        role=addend.role,
    )


def _addend(each: Contribution) -> Addend:
    where = each.where
    return Addend(
        each.measure, each.day, where.tech, where.team, where.company, where.contract, where.workflow, where.role,
        each.numerator, each.denominator, each.n, each.excluded, each.unmeasurable, each.reason, each.source,
        each.value, each.since, each.until, each.provisional_until,
    )  # fmt: skip
