"""Escalation bugs that other service desks have had, each as a question to our calendar and clock.

A name gives the project and the number of its public issue.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from sla import BusinessCalendar, ClockInput, MilestoneName, MilestoneState, Schedule, Target, Targets, read_clock
from sla.instants import DAY, HOUR, MINUTE, Micros
from sla.pauses import standing
from tests.sla.test_calendar import EVERY_DAY, at, calendar

ALWAYS = BusinessCalendar(Schedule.always())
MONDAY = at("2026-01-05T09:00Z")
OFFICE = calendar("UTC", ("09:00", "17:00"), holidays=["2026-01-06"])
EIGHT_HOURS = ClockInput(
    created=MONDAY, calendar=OFFICE, round_the_clock=ALWAYS, targets=Targets(resolved=Target(8 * 3_600))
)
"""Due on Monday at 17:00."""


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


@pytest.mark.parametrize("minutes", [20, 60, 61])
def test_otrs_11243_a_short_promise_that_outlasts_the_day_ends_the_next_morning(minutes: int) -> None:
    office = calendar("Europe/Berlin", ("08:00", "17:00"))
    assert office.add(at("2017-04-25T14:50Z"), minutes * MINUTE) == at("2017-04-26T06:00Z") + (minutes - 10) * MINUTE


def test_glpi_15429_what_is_opened_while_the_office_of_another_zone_is_closed_is_not_late_at_once() -> None:
    night = at("2023-08-21T20:00Z")  # 01:30 in Kolkata
    facts = replace(EIGHT_HOURS, created=night, calendar=calendar("Asia/Kolkata", ("09:00", "18:00")))
    milestone = read_clock(facts, night).milestones[2]
    assert (milestone.state, milestone.due) == (MilestoneState.RUNNING, at("2023-08-22T11:30Z"))
    assert (milestone.used_us, milestone.left_us) == (0, 8 * HOUR)


def test_osticket_6739_a_week_of_a_single_day_counts_it_every_week() -> None:
    tuesdays = calendar("UTC", ("08:00", "17:00"), days=("tue",))
    assert tuesdays.add(at("2024-08-07T12:00Z"), 10 * HOUR) == at("2024-08-20T09:00Z")


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


def resolved(facts: ClockInput, now: Micros) -> tuple[MilestoneState, Micros | None]:
    milestone = read_clock(facts, now).milestones[2]
    return milestone.state, milestone.due


def test_zammad_188_each_reopening_and_each_kind_of_waiting_counts() -> None:
    """Waiting for the customer, then for a vendor, closed twice in between: all that waits stands, closed does not."""
    hours = [(1, True), (2, True), (3, False), (4, False), (5, True), (6, False)]
    stood = standing((MONDAY + hour * HOUR, stands) for hour, stands in hours)
    facts = replace(EIGHT_HOURS, pauses=stood.earlier)
    assert stood.earlier == ((MONDAY + HOUR, MONDAY + 3 * HOUR), (MONDAY + 5 * HOUR, MONDAY + 6 * HOUR))
    assert resolved(facts, MONDAY + 7 * HOUR) == (MilestoneState.RUNNING, at("2026-01-07T12:00Z"))


def test_zammad_2579_and_4777_the_time_to_close_is_known_after_the_first_closing_and_the_second() -> None:
    for hours in (2, 7):
        closed = replace(EIGHT_HOURS, actual=(None, None, MONDAY + hours * HOUR), closed=True)
        milestone = read_clock(closed, MONDAY + 9 * DAY).milestones[2]
        assert (milestone.used_us, milestone.granted_us, milestone.late) == (hours * HOUR, 8 * HOUR, False)
    reopened = replace(EIGHT_HOURS, verdicts=(None, None, True))
    assert resolved(reopened, at("2026-01-07T10:00Z"))[0] is MilestoneState.BREACHED


@pytest.mark.parametrize("changed", [at("2026-01-05T08:00Z"), at("2026-01-05T12:00Z"), at("2026-01-05T16:59Z")])
def test_zammad_534_hours_that_change_while_a_ticket_is_open_move_its_deadline_at_once(changed: Micros) -> None:
    shorter = replace(EIGHT_HOURS, calendar=calendar("UTC", ("09:00", "13:00"), holidays=["2026-01-06"]))
    assert resolved(EIGHT_HOURS, changed)[1] == at("2026-01-05T17:00Z")
    assert resolved(shorter, changed)[1] == at("2026-01-07T13:00Z")


def test_zammad_4353_a_ticket_whose_service_level_is_taken_away_is_late_no_more() -> None:
    late = replace(EIGHT_HOURS, targets=None, due=(None, None, MONDAY + HOUR))
    assert resolved(late, MONDAY + DAY)[0] is MilestoneState.BREACHED
    clock = read_clock(replace(late, due=(None, None, None)), MONDAY + DAY)
    assert {one.state for one in clock.milestones} == {MilestoneState.NOT_APPLICABLE}
    assert (clock.next_event, clock.changes_at) == (None, None)


def test_zammad_5624_what_the_next_service_level_does_not_promise_is_promised_no_more() -> None:
    support = replace(EIGHT_HOURS, targets=Targets(Target(1_200), Target(7_200), Target(28_800)))
    sales = replace(support, targets=Targets(first_response=Target(1_200)))
    assert read_clock(support, MONDAY).milestones[1].state is MilestoneState.RUNNING
    assert [one.state for one in read_clock(sales, MONDAY + DAY).milestones[1:]] == [MilestoneState.NOT_APPLICABLE] * 2


def test_glpi_17186_a_deadline_that_was_set_by_a_person_or_the_server_is_not_moved_by_earlier_waiting() -> None:
    waited = replace(EIGHT_HOURS, due=(None, None, at("2026-01-05T17:00Z")), pauses=((MONDAY, MONDAY + 2 * HOUR),))
    assert resolved(waited, at("2026-01-05T16:00Z")) == (MilestoneState.RUNNING, at("2026-01-05T17:00Z"))


def test_glpi_3576_what_was_taken_in_time_is_not_late_once_its_deadline_has_passed() -> None:
    facts = replace(EIGHT_HOURS, targets=Targets(Target(1_200)), actual=(MONDAY + 5 * MINUTE, None, None))
    taken = read_clock(facts, MONDAY + 30 * DAY).milestones[0]
    assert (taken.state, taken.late, taken.used_us) == (MilestoneState.MET, False, 5 * MINUTE)


def test_zammad_904_and_2949_what_was_merged_or_closed_without_a_resolution_never_escalates() -> None:
    clock = read_clock(replace(EIGHT_HOURS, closed=True), MONDAY + 30 * DAY)
    assert (clock.milestones[2].state, clock.next_event) == (MilestoneState.NOT_APPLICABLE, None)


def test_zammad_5177_a_later_milestone_with_a_sooner_deadline_does_not_hide_the_first() -> None:
    facts = replace(EIGHT_HOURS, targets=Targets(Target(2 * 3_600), None, Target(3_600)))
    clock = read_clock(facts, MONDAY + 90 * MINUTE)
    assert [one.state for one in (clock.milestones[0], clock.milestones[2])] == [
        MilestoneState.RUNNING,
        MilestoneState.BREACHED,
    ]
    assert clock.next_running is clock.milestones[0]


def test_glpi_15605_days_on_hold_are_kept_when_the_priority_brings_another_service_level() -> None:
    held = ((MONDAY + HOUR, at("2026-01-08T10:00Z")),)  # Monday to Thursday; Tuesday is a holiday
    urgent = replace(EIGHT_HOURS, targets=Targets(resolved=Target(2 * 3_600)), pauses=held)
    assert resolved(urgent, at("2026-01-08T10:30Z")) == (MilestoneState.RUNNING, at("2026-01-08T11:00Z"))


def test_glpi_24481_nothing_is_violated_while_the_ticket_waits() -> None:
    for due in ((None, None, None), (None, None, MONDAY + 2 * HOUR)):
        waiting = replace(EIGHT_HOURS, due=due, paused_since=MONDAY + HOUR)
        assert resolved(waiting, MONDAY + 20 * DAY)[0] is MilestoneState.PAUSED


def test_glpi_23359_the_time_as_solved_is_not_told_as_waiting() -> None:
    solved_then_waiting = standing([(MONDAY, False), (MONDAY + HOUR, False), (MONDAY + 2 * HOUR, True)])
    assert solved_then_waiting == ((), MONDAY + 2 * HOUR)


def test_znuny_221_woken_at_the_very_second_it_named_the_clock_has_changed() -> None:
    now = MONDAY
    seen = []
    while (turns := read_clock(EIGHT_HOURS, now).changes_at) is not None:
        before, now = resolved(EIGHT_HOURS, turns - 1)[0], turns
        seen.append((before, resolved(EIGHT_HOURS, turns)[0]))
    assert seen == [
        (MilestoneState.RUNNING, MilestoneState.RUNNING),  # within fifteen minutes
        (MilestoneState.RUNNING, MilestoneState.BREACHED),
    ]


@pytest.mark.parametrize(
    ("begin", "end", "due"),
    [
        ("2026-01-05T17:00Z", "2026-01-07T09:00Z", "2026-01-05T17:00Z"),  # begins at the deadline: it was missed
        ("2026-01-05T16:59Z", "2026-01-05T17:00Z", "2026-01-07T09:01Z"),  # ends at the closing
        ("2026-01-05T17:00Z", "2026-01-06T12:00Z", "2026-01-05T17:00Z"),  # only closed hours
        ("2026-01-05T16:00Z", "2026-01-07T09:00Z", "2026-01-07T10:00Z"),  # over a holiday, which costs nothing
        ("2026-01-05T09:00Z", "2026-01-05T09:00Z", "2026-01-05T17:00Z"),  # nothing at all
        ("2026-01-04T09:00Z", "2026-01-05T10:00Z", "2026-01-07T10:00Z"),  # begun before the ticket
    ],
)
def test_a_pause_costs_its_business_time_and_no_more_at_any_edge(begin: str, end: str, due: str) -> None:
    facts = replace(EIGHT_HOURS, pauses=((at(begin), at(end)),))
    assert resolved(facts, at(end))[1] == at(due)


def test_resumed_at_the_second_at_which_it_was_paused_nothing_has_moved() -> None:
    running = read_clock(EIGHT_HOURS, MONDAY + HOUR).milestones[2]
    paused = read_clock(replace(EIGHT_HOURS, paused_since=MONDAY + HOUR), MONDAY + HOUR).milestones[2]
    resumed = replace(EIGHT_HOURS, pauses=((MONDAY + HOUR, MONDAY + HOUR),))
    assert (paused.due, paused.used_us, paused.left_us) == (running.due, running.used_us, running.left_us)
    assert read_clock(resumed, MONDAY + HOUR).milestones[2] == running


def test_a_holiday_declared_while_the_ticket_is_open_moves_its_deadline_by_the_day() -> None:
    facts = replace(EIGHT_HOURS, created=MONDAY + HOUR)
    assert resolved(facts, MONDAY + 2 * HOUR)[1] == at("2026-01-07T10:00Z")
    free = calendar("UTC", ("09:00", "17:00"), holidays=["2026-01-06", "2026-01-07"])
    assert resolved(replace(facts, calendar=free), MONDAY + 2 * HOUR)[1] == at("2026-01-08T10:00Z")
