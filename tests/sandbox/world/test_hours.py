"""The sandbox's own arithmetic of open hours, and the pauses and pushes of its SLA engine."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sandbox.store import Store
from sandbox.world.companies import CompanyBuilder
from sandbox.world.contracts import Agreements
from sandbox.world.hours import Hours
from sandbox.world.instants import HOUR, read, seconds
from sandbox.world.labels import Status
from sandbox.world.ledger import MemoryLedger
from sandbox.world.places import build_places, easter
from sandbox.world.rules import Rules


def at(text: str) -> int:
    return seconds(datetime.fromisoformat(text))


@pytest.fixture
def office() -> Hours:
    return Hours("Europe/Amsterdam", [(480, 1050)] * 5 + [None, None], [date(2026, 12, 25)])


def test_a_deadline_runs_over_the_night(office: Hours) -> None:
    assert office.add(at("2026-11-24T16:30+01:00"), 2 * HOUR) == at("2026-11-25T09:00+01:00")


def test_a_deadline_runs_over_weekend_and_holiday(office: Hours) -> None:
    assert office.add(at("2026-12-24T17:00+01:00"), HOUR) == at("2026-12-28T08:30+01:00")


def test_a_deadline_at_closing_is_that_closing(office: Hours) -> None:
    assert office.add(at("2026-11-24T15:30+01:00"), 2 * HOUR) == at("2026-11-24T17:30+01:00")


def test_opening_hours_are_local_on_both_sides_of_a_clock_change(office: Hours) -> None:
    assert office.next_open(at("2026-03-27T20:00+01:00")) == at("2026-03-30T08:00+02:00")


def test_open_time_between_counts_only_open_days(office: Hours) -> None:
    assert office.between(at("2026-11-27T16:30+01:00"), at("2026-11-30T09:00+01:00")) == 2 * HOUR


@pytest.mark.parametrize(("year", "day"), [(2024, (3, 31)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25))])
def test_easter_falls_where_the_church_says(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == date(year, *day)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        seconds(datetime(2026, 1, 1))  # noqa: DTZ001 - the point of the test


def test_waiting_for_the_customer_pauses_and_only_then(small: Store) -> None:
    for ticket in small.select("Tickets", "status <> 5 AND serviceLevelAgreementID IS NOT NULL"):
        paused = ticket["serviceLevelAgreementPausedNextEventHours"] is not None
        assert paused == (ticket["status"] == Status.WAITING_CUSTOMER)


def test_resuming_pushes_the_due_date_by_the_open_time_lost() -> None:
    places = build_places(2026)
    company = CompanyBuilder(MemoryLedger({}), 1, places, date(2026, 11, 1), Agreements(date(2026, 11, 1))).build(1)[0]
    rules = Rules(places, {company.id: company})
    start = at("2026-11-24T09:00+01:00")
    record = {"id": 1, "companyID": company.id, "priority": 2, "status": 8, "createDate": None}
    record |= rules.opened(record, start)
    record |= rules.moved(record, Status.WAITING_CUSTOMER, at("2026-11-24T10:00+01:00"), 1)
    due = record["resolvedDueDateTime"]
    record |= rules.moved(record, Status.IN_PROGRESS, at("2026-11-24T12:00+01:00"), 1)
    pushed = record["resolvedDueDateTime"]
    assert company.office.hours.between(read(due) or 0, read(pushed) or 0) == 2 * HOUR
