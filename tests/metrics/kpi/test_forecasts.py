"""What the next weeks ask for, and what they leave for projects; figures that can be checked by hand."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.facts import BookingFact, BookingKind, Fact
from metrics.kpi.project_availability_forecast import RoleWeek, availability
from metrics.kpi.service_delivery_forecast import Lane, WeekAhead, WeekForecast, forecast
from sla.instants import HOUR
from tests.metrics.kpi.asking import NOON, TODAY, ask, day, entry, ticket

WEEK = tuple(range(TODAY, TODAY + 7))
NEXT = tuple(range(TODAY + 7, TODAY + 14))
EVERY_DAY = dict.fromkeys(range(TODAY - 56, TODAY), 2)


def test_a_week_asks_for_what_is_left_booked_recurring_and_to_come() -> None:
    lane = Lane(EVERY_DAY, ticket_hours=0.5, remaining_hours=10.0, without_estimate=4)
    told = forecast([lane], [WeekAhead(WEEK, booked=6.0, recurring=3.0, capacity=20.0)], TODAY)
    (week,) = told.weeks
    assert (week.carried, week.to_come, week.demand, week.gap) == (12.0, 7.0, 28.0, 8.0)
    assert (week.load, told.filled, told.unmeasurable) == (1.4, 4, 0)


def test_what_a_week_cannot_take_stands_at_the_head_of_the_next() -> None:
    weeks = [WeekAhead(WEEK, capacity=20.0), WeekAhead(NEXT, capacity=20.0), WeekAhead(NEXT, capacity=0.0)]
    first, second, third = forecast([Lane({}, 1.0, remaining_hours=35.0)], weeks, TODAY).weeks
    assert [(week.carried, week.gap) for week in (first, second, third)] == [(35.0, 15.0), (15.0, -5.0), (0.0, 0.0)]
    assert third.load is None


def test_arrivals_are_learnt_by_weekday_from_eight_weeks() -> None:
    yesterday_like = {TODAY - 1 - 7 * weeks: 8 for weeks in range(8)} | {TODAY - 57: 800, TODAY: 800}
    lane = Lane(yesterday_like, ticket_hours=1.0)
    (week,) = forecast([lane], [WeekAhead((TODAY + 5, TODAY + 6))], TODAY).weeks
    assert week.to_come == 8.0


def test_a_workflow_without_a_closed_ticket_is_said_to_be_unmeasurable() -> None:
    told = forecast([Lane(EVERY_DAY, None, without_estimate=3)], [WeekAhead(WEEK)], TODAY)
    assert (told.weeks[0].demand, told.filled, told.unmeasurable) == (0.0, 0, 3 + 14.0)


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_weeks_are_what_a_naive_recount_by_dates_says(seed: int) -> None:
    random = Random(seed)
    came = {day: random.randint(0, 5) for day in range(TODAY - 70, TODAY + 3) if random.random() < 0.8}
    lane = Lane(came, random.choice((None, 0.5, 2.0)), random.uniform(0, 90), random.randint(0, 9))
    ahead = [
        WeekAhead(days, random.uniform(0, 20), random.uniform(0, 20), random.uniform(0, 90))
        for days in (WEEK[random.randint(0, 6) :], NEXT)
    ]
    left = lane.remaining_hours + lane.without_estimate * (lane.ticket_hours or 0)
    for week, told in zip(ahead, forecast([lane], ahead, TODAY).weeks, strict=True):
        expected = 0.0
        for to_come in map(date.fromordinal, week.days):
            like_it = [
                count
                for day, count in came.items()
                if TODAY - 56 <= day < TODAY and date.fromordinal(day).weekday() == to_come.weekday()
            ]
            expected += sum(like_it) / 8 * (lane.ticket_hours or 0)
        asked = left + expected + week.booked + week.recurring
        assert [told.demand, told.gap] == pytest.approx([asked, asked - week.capacity])
        left = max(0.0, asked - week.capacity)


def test_projects_get_what_is_left_over_of_each_role() -> None:
    week = WeekForecast(TODAY, carried=6.0, to_come=4.0, booked=0.0, recurring=0.0, capacity=60.0)
    roles = {1: RoleWeek(40.0, booked=10.0), 2: RoleWeek(20.0, recurring=4.0, project=15.0)}
    (left,) = availability([week], [roles], {1: 30.0, 2: 10.0})
    assert left.by_role == {1: 22.5, 2: -1.5}
    assert left.total == 21.0


@pytest.mark.parametrize(("capacity", "total"), [(8.0, 6.0), (0.0, -2.0)])
def test_where_no_hours_were_worked_tickets_are_laid_out_like_the_capacity(capacity: float, total: float) -> None:
    week = WeekForecast(TODAY, 2.0, 0.0, 0.0, 0.0, capacity)
    (left,) = availability([week], [{1: RoleWeek(capacity)}], {})
    assert left.total == total


def test_the_material_comes_from_tickets_bookings_and_days() -> None:
    open_one = ticket(estimated_hours=5.0, worked_hours=2.0)
    over = ticket(estimated_hours=1.0, worked_hours=2.0)
    booked = ticket(estimated_hours=8.0, last_call=NOON + HOUR)
    closed = [ticket(done=NOON, worked_hours=hours) for hours in (1.0, 2.0, 9.0)]
    tickets = (open_one, over, booked, ticket(), *closed, ticket(family="project"), ticket(internal=True))
    left = ask("service_delivery_forecast.remaining", *tickets)
    assert (left.number, left.excluded, left.unmeasurable) == (3.0, {"booked": 1}, {"no estimate": 1})
    assert ask("service_delivery_forecast.remaining", *tickets, as_of=NOON + HOUR).number == 11.0
    assert ask("service_delivery_forecast.arrived", *tickets).number == 7.0
    assert ask("service_delivery_forecast.ticket_hours", *tickets).number == 2.0
    kinds = zip(BookingKind, (1.0, 2.0, 4.0, 8.0), strict=True)
    plan: list[Fact] = [
        *(BookingFact(1, 7, TODAY, hours, kind) for kind, hours in kinds),
        day(8.0),
        day(8.0, TODAY + 1),
        entry(3.0),
    ]
    told = {
        name: ask(f"service_delivery_forecast.{name}", *plan).number for name in ("booked", "recurring", "capacity")
    }
    assert told == {"booked": 1.0, "recurring": 2.0, "capacity": 8.0}
    told = {name: ask(f"project_availability_forecast.{name}", *plan).number for name in ("project", "internal")}
    assert told == {"project": 4.0, "internal": 8.0}
    assert ask("project_availability_forecast.reactive_hours", *plan).number == 3.0
