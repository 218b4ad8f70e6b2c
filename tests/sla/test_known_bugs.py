"""Escalation bugs that other service desks have had, each as a question to our calendar and clock."""

from __future__ import annotations

from sla import BusinessCalendar, ClockInput, MilestoneName, MilestoneState, Schedule, Target, Targets, read_clock
from sla.instants import DAY, HOUR, MINUTE
from tests.sla.test_calendar import EVERY_DAY, at, calendar

ALWAYS = BusinessCalendar(Schedule.always())


def test_zammad_3180_round_the_clock_does_not_close_for_a_minute_at_midnight() -> None:
    through = calendar("Europe/Berlin", ("00:00", "24:00"), days=EVERY_DAY, holidays=["2030-01-01"])
    assert through.add(at("2020-09-04T20:00Z"), 6 * HOUR) == at("2020-09-05T02:00Z")


def test_zammad_2082_the_first_reply_moves_the_next_event_on_at_once() -> None:
    facts = ClockInput(
        created=at("2026-01-05T09:00Z"),
        calendar=ALWAYS,
        round_the_clock=ALWAYS,
        targets=Targets(Target(1_200), None, Target(28_800)),
        actual=(at("2026-01-05T09:05Z"), None, None),
    )
    following = read_clock(facts, at("2026-01-05T09:05Z")).next_event
    assert following is not None
    assert following.name is MilestoneName.RESOLVED


def test_glpi_6902_time_already_spent_waiting_counts_when_the_targets_change() -> None:
    changed_to = Targets(None, None, Target(2 * 3_600))
    facts = ClockInput(
        created=at("2026-01-05T09:00Z"),
        calendar=ALWAYS,
        round_the_clock=ALWAYS,
        targets=changed_to,
        pauses=((at("2026-01-05T09:10Z"), at("2026-01-05T12:10Z")),),
    )
    resolved = read_clock(facts, at("2026-01-05T12:30Z")).milestones[2]
    assert resolved.state is MilestoneState.RUNNING
    assert resolved.due == at("2026-01-05T14:00Z")


def test_glpi_10594_a_pause_over_the_weekend_costs_its_business_time_only() -> None:
    office = calendar("Europe/Prague", ("08:00", "16:00"))
    weekend = ((at("2022-02-04T14:00Z"), at("2022-02-07T08:00Z")),)  # Friday 15:00 to Monday 09:00
    assert office.add(at("2022-02-04T13:00Z"), 8 * HOUR, weekend) == at("2022-02-07T15:00Z")


def test_glpi_22678_an_hour_before_the_deadline_is_reckoned_on_the_calendar() -> None:
    office = calendar("UTC", ("08:00", "18:00"))
    due = office.add(at("2026-01-05T17:00Z"), 4 * HOUR)
    assert due == at("2026-01-06T11:00Z")
    assert office.subtract(due, HOUR) == at("2026-01-06T10:00Z")


def test_glpi_687_a_ticket_made_outside_hours_still_takes_time() -> None:
    office = calendar("UTC", ("08:00", "18:30"))
    assert office.elapsed(at("2026-01-04T23:00Z"), at("2026-01-05T09:00Z")) == HOUR


def test_otrs_9884_a_target_over_the_clock_change_at_midnight_is_neither_short_nor_long() -> None:
    office = calendar("America/Sao_Paulo", ("09:00", "18:00"))
    assert office.add(at("2015-10-16T20:00Z"), 10 * HOUR) == at("2015-10-19T20:00Z")


def test_otrs_11152_the_night_that_falls_back_to_yesterday_is_counted_through() -> None:
    through = calendar("America/Sao_Paulo", ("00:00", "24:00"), days=EVERY_DAY, holidays=["2030-01-01"])
    start = at("2015-02-21T12:00Z")
    assert through.elapsed(start, start + 2 * DAY) == 2 * DAY
    assert through.add(start, 2 * DAY) == start + 2 * DAY


def test_osticket_6847_a_lunch_hour_is_left_out_of_the_due_date() -> None:
    office = calendar("UTC", ("09:00", "13:00"), ("14:00", "18:00"))
    assert office.add(at("2025-06-24T12:30Z"), HOUR) == at("2025-06-24T14:30Z")


def test_zammad_390_forty_eight_hours_on_twelve_hour_days_are_four_days() -> None:
    office = calendar("Europe/Berlin", ("09:00", "21:00"), days=EVERY_DAY)
    assert office.add(at("2016-11-09T22:00Z"), 48 * HOUR) == at("2016-11-13T20:00Z")


def test_an_hour_before_nine_is_yesterday_afternoon_and_not_eight() -> None:
    office = calendar("UTC", ("09:00", "17:30"))
    assert office.subtract(at("2026-01-06T09:00Z"), HOUR) == at("2026-01-05T16:30Z")
    assert office.elapsed(at("2026-01-05T16:30Z"), at("2026-01-06T09:15Z")) == HOUR + 15 * MINUTE
