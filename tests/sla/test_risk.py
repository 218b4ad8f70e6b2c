"""At risk by share of time left: thresholds, what is never at risk, and the instants named in advance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sla import BusinessCalendar, Milestone, MilestoneName, MilestoneState, Schedule
from sla.instants import DAY, HOUR, MINUTE, Micros
from sla.risk import Risk, Thresholds, read_risk
from tests.sla.strategies import START, careful, instants, opening_schedules
from tests.sla.test_calendar import at, calendar

OFFICE = calendar("UTC", ("09:00", "17:00"))
ALWAYS = BusinessCalendar(Schedule.always())
MONDAY = at("2026-01-05T09:00Z")


def running(due: Micros, granted: int) -> Milestone:
    return Milestone(MilestoneName.RESOLVED, MilestoneState.RUNNING, due, granted_us=granted)


@pytest.mark.parametrize(
    ("granted", "left"),
    [
        pytest.param(8 * HOUR, 2 * HOUR, id="a quarter of its time"),
        pytest.param(40 * MINUTE, 15 * MINUTE, id="fifteen minutes where a quarter is less"),
        pytest.param(20 * MINUTE, 10 * MINUTE, id="never more than its second half"),
        pytest.param(0, 0, id="what was due when it began goes from good to missed"),
    ],
)
def test_a_milestone_is_at_risk_from_when_little_of_its_time_is_left(granted: int, left: int) -> None:
    due = MONDAY + 3 * HOUR
    since = due - left
    assert read_risk(running(due, granted), OFFICE, since - 1) == Risk(MilestoneName.RESOLVED, False, since, since)
    assert read_risk(running(due, granted), OFFICE, since).at_risk is (left > 0)


def test_it_says_when_it_turns_and_a_miss_is_no_risk() -> None:
    due = MONDAY + 4 * HOUR
    begun = read_risk(running(due, 4 * HOUR), OFFICE, due - HOUR)
    assert (begun.at_risk, begun.since, begun.turns_at) == (True, due - HOUR, due)
    assert read_risk(running(due, 4 * HOUR), OFFICE, due) == Risk(MilestoneName.RESOLVED)


def test_only_business_time_counts() -> None:
    """Due Tuesday 10:00 with eight hours in all: the last two are Monday's last and Tuesday's first."""
    due = MONDAY + DAY + HOUR
    risk = read_risk(running(due, 8 * HOUR), OFFICE, MONDAY + 7 * HOUR)
    assert (risk.at_risk, risk.since) == (True, MONDAY + 7 * HOUR)
    night = read_risk(running(due, 8 * HOUR), OFFICE, MONDAY + 12 * HOUR)
    assert night.at_risk
    assert read_risk(running(due, 8 * HOUR), ALWAYS, MONDAY + 12 * HOUR).at_risk is False


def test_a_desk_sets_its_own_thresholds() -> None:
    due = MONDAY + 6 * HOUR
    halfway = Thresholds(share=0.5, least_us=0)
    assert read_risk(running(due, 4 * HOUR), OFFICE, MONDAY, halfway).since == due - 2 * HOUR


@pytest.mark.parametrize("state", [each for each in MilestoneState if each is not MilestoneState.RUNNING])
def test_what_does_not_run_is_never_at_risk(state: MilestoneState) -> None:
    stands = replace(running(MONDAY + HOUR, HOUR), state=state)
    assert read_risk(stands, OFFICE, MONDAY + 50 * MINUTE) == Risk(MilestoneName.RESOLVED)


@careful
@given(opening_schedules, instants, st.integers(0, 30 * 60), instants)
def test_between_now_and_the_named_instant_nothing_turns(
    schedule: Schedule, due: Micros, granted_minutes: int, now: Micros
) -> None:
    """And there it does."""
    assume(START < now < due)
    hours, granted = BusinessCalendar(schedule), granted_minutes * MINUTE
    risk = read_risk(running(due, granted), hours, now)
    assert risk.turns_at is not None
    assert now < risk.turns_at <= due
    assert read_risk(running(due, granted), hours, risk.turns_at - 1).at_risk is risk.at_risk
    assert read_risk(running(due, granted), hours, risk.turns_at).at_risk is (not risk.at_risk and risk.turns_at < due)
    left, ahead = hours.elapsed(now, due), Thresholds().ahead_us(granted)
    assert left <= ahead if risk.at_risk else left >= ahead
