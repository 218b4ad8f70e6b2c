"""The numbers by which the field checks the figures (domain 3.2)."""

from datetime import datetime

import pytest

from metrics.facts import MilestoneFact, MonthFact, Verdict
from metrics.value import TargetState, Value
from sla.calendar import BusinessCalendar
from sla.instants import HOUR, micros
from sla.schedule import Schedule
from tests.metrics.kpi.asking import NOON, TODAY, ask, day, entry, ticket

WEEK_DAYS = range(TODAY - 4, TODAY + 1)


@pytest.mark.parametrize(
    ("hours", "number", "state"),
    [(120.0, 0.25, TargetState.ON_TARGET), (121.0, 121 / 480, TargetState.OVER)],
)
def test_reactive_hours_of_480_endpoints_in_a_month(hours: float, number: float, state: TargetState) -> None:
    told = ask("rhem.hours", entry(hours, managed=True), MonthFact(1, TODAY, endpoints=480))
    assert (told.number, told.state) == (number, state)


def test_30_of_40_hours_are_75_percent_and_eight_hours_off_make_them_93_75() -> None:
    worked = [entry(6.0, date_worked=each) for each in WEEK_DAYS]
    week = [day(8.0, each) for each in WEEK_DAYS]
    told = ask("utilisation.client_facing", *worked, *week)
    assert (told.number, told.state, told.n) == (75.0, TargetState.ON_TARGET, 5)
    off = [*week[:4], day(8.0, TODAY, off_hours=8.0)]
    told = ask("utilisation.client_facing", *worked, *off)
    assert (told.number, told.state, told.n) == (93.75, TargetState.OVER, 4)


@pytest.mark.parametrize(("closes", "hours"), [("17:00", 9.0), ("16:00", 8.0)])
def test_from_friday_to_monday_at_the_same_hour_is_one_business_day(closes: str, hours: float) -> None:
    weekly = {each: [("08:00", closes)] for each in ("mon", "tue", "wed", "thu", "fri")}
    calendar = BusinessCalendar(Schedule.of("UTC", weekly))
    friday, monday = (micros(datetime.fromisoformat(f"2026-11-{each} 16:00+00:00")) for each in (20, 23))
    elapsed = calendar.elapsed(friday, monday) / HOUR
    assert ask("mttr.median", ticket(done=NOON, business_hours=elapsed)).number == hours


def test_97_met_3_missed_and_5_not_due_are_97_percent() -> None:
    def answered(verdict: Verdict, due: int) -> MilestoneFact:
        return MilestoneFact(verdict, due, TODAY, "autotask")

    met = [ticket(first_response=answered(Verdict.MET, NOON - HOUR))] * 97
    missed = [ticket(first_response=answered(Verdict.MISSED, NOON - HOUR))] * 3
    open_ones = [ticket(first_response=answered(Verdict.RUNNING, NOON + HOUR))] * 5
    told = ask("sla_performance.first_response", *met, *missed, *open_ones)
    assert (told.number, told.n, told.excluded, told.sources) == (97.0, 100, {"not due yet": 5}, {"autotask": 100})
    assert told.state is TargetState.ON_TARGET


def test_revenue_of_90_000_for_a_cost_of_30_000_is_3_and_salaries_are_a_third() -> None:
    worked = entry(300.0, cost_rate=100.0, revenue=40_000.0)
    month = MonthFact(1, TODAY, recurring_revenue=62_000.0, netted_cost=12_000.0, netted="licences")
    told = ask("labour_profitability.ratio", worked, month)
    assert (told.number, told.state) == (3.0, TargetState.ON_TARGET)
    assert told.sources == {"net of licences": 1}
    share = ask("labour_profitability.cost_share", worked, month).number
    assert share is not None
    assert round(share, 1) == 33.3


def test_nothing_in_the_period_is_not_available() -> None:
    figures = ("mttr.median", "reopen_rate.tickets", "sla_performance.resolved", "utilisation.goal", "rhem.hours")
    told: list[Value] = [ask(figure) for figure in figures]
    assert [(each.number, each.state, each.n) for each in told] == [(None, TargetState.NOT_AVAILABLE, 0)] * len(figures)
    assert ask("utilisation.client_facing", entry(8.0)).number is None
