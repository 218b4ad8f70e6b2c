"""KPI 9, reactive hours per endpoint and month: how much trouble a managed endpoint makes (domain 3, #9).

Hours are those worked on incidents and on alerts that were trouble, not rounded and not billed. Endpoints are those
under a managed contract in that month; several months add up to endpoint-months. A company without managed endpoints
is in neither, and a month whose endpoints nobody counted is told.
"""

from collections.abc import Iterator

from metrics.contribution import Contribution, Dimensions, left_out, not_measured, scaled
from metrics.facts import EntryFact, MonthFact
from metrics.kpi.entries import of_work

HOURS = "rhem.hours"
NOT_MANAGED = "company without managed endpoints"
NOT_COUNTED = "endpoints not counted"


def of_entry(entry: EntryFact) -> Iterator[Contribution]:
    """What a time entry contributes: reactive hours to the numerator."""
    reactive = entry.family == "incident" or (entry.family == "alert" and entry.verified_alert)
    if not reactive or entry.internal or not entry.hours_worked:
        return
    if entry.managed:
        yield Contribution(HOURS, entry.date_worked, of_work(entry), numerator=scaled(entry.hours_worked))
    else:
        yield left_out(HOURS, entry.date_worked, of_work(entry), NOT_MANAGED)


def of_month(month: MonthFact) -> Iterator[Contribution]:
    """What a month of a company contributes: its endpoints to the denominator, and itself to n."""
    where = Dimensions(company=month.company_id, contract=month.contract_id)
    if month.endpoints is None:
        yield not_measured(HOURS, month.month, where, NOT_COUNTED)
    elif month.endpoints:
        yield Contribution(HOURS, month.month, where, denominator=scaled(month.endpoints), n=1)
