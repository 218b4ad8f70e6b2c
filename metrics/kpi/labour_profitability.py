"""KPI 10, labour profitability ratio: how many times labour earns what it costs (domain 3, #10; 6c).

Labour revenue is what was posted for hours, and recurring revenue less the resold licences and tools that are in it,
which are named. Labour cost is all hours worked, internal ones too, at the loaded rate of the person. Hours of somebody
whose rate is not known are in neither. What is not posted yet makes the figure provisional.
"""

from collections.abc import Iterator

from metrics.contribution import ALWAYS, EVER, Contribution, Dimensions, not_measured, scaled
from metrics.facts import EntryFact, MonthFact
from metrics.kpi.entries import of_work

RATIO = "labour_profitability.ratio"
NO_RATE = "loaded rate not known"
NOT_POSTED = "month not posted"


def of_entry(entry: EntryFact) -> Iterator[Contribution]:
    """What a time entry contributes: its cost, and its revenue once that is posted."""
    where = of_work(entry)
    if entry.cost_rate is None:
        yield not_measured(RATIO, entry.date_worked, where, NO_RATE)
        return
    yield Contribution(
        RATIO, entry.date_worked, where,
        numerator=scaled(entry.revenue or 0.0),
        denominator=scaled(entry.hours_worked * entry.cost_rate),
        n=1,
        provisional_until=EVER if entry.revenue is None else ALWAYS,
    )  # fmt: skip


def of_month(month: MonthFact) -> Iterator[Contribution]:
    """What a month of a company contributes: recurring revenue net of what was resold."""
    where = Dimensions(company=month.company_id, contract=month.contract_id)
    if month.recurring_revenue is None:
        yield Contribution(
            RATIO, month.month, where, unmeasurable=1, reason=NOT_POSTED, provisional_until=EVER
        )  # fmt: skip
    elif month.recurring_revenue or month.netted_cost:
        earned = scaled(month.recurring_revenue - month.netted_cost)
        yield Contribution(RATIO, month.month, where, numerator=earned, n=1, source=_named(month.netted))


def _named(netted: str) -> str:
    return f"net of {netted}" if netted else ""
