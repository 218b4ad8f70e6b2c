"""The clock of a ticket: tables of states, what comes next, and when it changes by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla import (
    BusinessCalendar,
    ClockInput,
    Milestone,
    MilestoneName,
    MilestoneState,
    NeverOpens,
    Schedule,
    Target,
    Targets,
    TicketClock,
    read_clock,
)
from sla.instants import DAY, HOUR, MINUTE, Micros
from tests.sla.strategies import thorough
from tests.sla.test_calendar import at, calendar

MET, RUNNING, PAUSED, BREACHED, NOT_APPLICABLE = MilestoneState
FIRST, PLAN, RESOLVED = MilestoneName
OFFICE = calendar("UTC", ("09:00", "17:00"))
ALWAYS = BusinessCalendar(Schedule.always())
MONDAY = at("2026-01-05T09:00Z")
W04 = Targets(Target(20 * 60), Target(4 * 3_600), Target(16 * 3_600))

TICKET = ClockInput(created=MONDAY, calendar=OFFICE, round_the_clock=ALWAYS, targets=W04)
PAUSED_AT_TEN = replace(TICKET, paused_since=MONDAY + HOUR)


def states(clock: TicketClock) -> tuple[MilestoneState, ...]:
    return tuple(milestone.state for milestone in clock.milestones)


def name(milestone: Milestone | None) -> MilestoneName | None:
    return None if milestone is None else milestone.name


# Deadlines


def test_targets_count_from_creation_on_business_hours() -> None:
    first, plan, resolved = read_clock(TICKET, MONDAY).milestones
    assert (first.due, plan.due) == (MONDAY + 20 * MINUTE, MONDAY + 4 * HOUR)
    assert resolved.due == at("2026-01-06T17:00Z")  # two business days: the closing, not Wednesday's opening
    assert {first.source, plan.source, resolved.source} == {"workflow"}


def test_autotasks_own_due_date_wins_milestone_by_milestone() -> None:
    facts = replace(TICKET, due=(None, MONDAY + 6 * HOUR, None))
    first, plan, resolved = read_clock(facts, MONDAY).milestones
    assert (plan.due, plan.source) == (MONDAY + 6 * HOUR, "autotask")
    assert (first.source, resolved.source) == ("workflow", "workflow")


def test_a_target_around_the_clock_counts_the_night_and_so_does_what_is_left_of_it() -> None:
    facts = replace(TICKET, created=at("2026-01-05T16:00Z"), targets=Targets(resolved=Target(4 * 3_600, True)))
    resolved = read_clock(facts, at("2026-01-05T18:30Z")).milestones[2]
    assert resolved.due == at("2026-01-05T20:00Z")
    assert resolved.left_us == 90 * MINUTE


def test_earlier_pauses_move_the_deadlines_of_the_workflow_but_not_autotasks() -> None:
    facts = replace(
        TICKET,
        due=(MONDAY + 30 * MINUTE, None, None),
        pauses=((MONDAY + HOUR, MONDAY + 2 * HOUR), (MONDAY + 90 * MINUTE, MONDAY + 3 * HOUR)),
    )
    first, plan, _ = read_clock(facts, MONDAY).milestones
    assert first.due == MONDAY + 30 * MINUTE
    assert plan.due == MONDAY + 6 * HOUR


@pytest.mark.parametrize("target", [None, Target(0), Target(-60)])
def test_without_a_promise_a_milestone_is_not_applicable(target: Target | None) -> None:
    facts = replace(TICKET, targets=Targets(target, target, target), actual=(MONDAY, None, None))
    clock = read_clock(facts, MONDAY + 30 * DAY)
    assert states(clock) == (NOT_APPLICABLE,) * 3
    assert clock.milestones[0] == Milestone(FIRST, NOT_APPLICABLE, actual=MONDAY)
    assert (clock.next_event, clock.changes_at) == (None, None)


def test_without_targets_autotasks_dates_alone_count() -> None:
    clock = read_clock(replace(TICKET, targets=None, due=(None, None, MONDAY + HOUR)), MONDAY)
    assert states(clock) == (NOT_APPLICABLE, NOT_APPLICABLE, RUNNING)


def test_a_zero_target_gives_way_to_autotasks_due_date() -> None:
    facts = replace(TICKET, targets=Targets(Target(0)), due=(MONDAY + HOUR, None, None))
    assert read_clock(facts, MONDAY).milestones[0].source == "autotask"


def test_a_target_on_a_calendar_without_hours_is_refused() -> None:
    with pytest.raises(NeverOpens):
        read_clock(replace(TICKET, calendar=calendar("UTC", days=())), MONDAY)


# Running, breached, met


@pytest.mark.parametrize(
    ("minutes", "expected", "left"),
    [
        (0, RUNNING, 20 * MINUTE),
        (19, RUNNING, MINUTE),
        (20, BREACHED, 0),
        (30, BREACHED, -10 * MINUTE),
        (24 * 60, BREACHED, -(7 * HOUR + 40 * MINUTE)),  # the night does not count
    ],
)
def test_an_unmet_milestone_runs_until_its_deadline(minutes: int, expected: MilestoneState, left: int) -> None:
    first = read_clock(TICKET, MONDAY + minutes * MINUTE).milestones[0]
    assert (first.state, first.left_us, first.late) == (expected, left, False)


@pytest.mark.parametrize(("minutes", "late"), [(-60, False), (0, False), (20, False), (21, True), (3 * 24 * 60, True)])
def test_a_met_milestone_is_late_only_after_its_deadline(minutes: int, late: bool) -> None:
    met = MONDAY + minutes * MINUTE
    first = read_clock(replace(TICKET, actual=(met, None, None)), MONDAY + 9 * DAY).milestones[0]
    assert (first.state, first.actual, first.late, first.left_us) == (MET, met, late, None)


def test_resolution_settles_what_was_never_recorded() -> None:
    done = MONDAY + 5 * HOUR
    clock = read_clock(replace(TICKET, actual=(None, None, done)), MONDAY + 30 * DAY)
    assert states(clock) == (MET, MET, MET)
    assert [milestone.actual for milestone in clock.milestones] == [done, done, done]
    assert [milestone.late for milestone in clock.milestones] == [True, True, False]
    assert (clock.next_event, clock.changes_at) == (None, None)


def test_a_resolved_ticket_that_waits_stays_settled() -> None:
    facts = replace(PAUSED_AT_TEN, actual=(None, None, MONDAY + HOUR), paused_next_event_us=HOUR)
    assert states(read_clock(facts, MONDAY + DAY)) == (MET, MET, MET)


def test_a_closed_ticket_without_a_resolution_date_counts_no_further() -> None:
    facts = replace(TICKET, closed=True, actual=(MONDAY + HOUR, None, None))
    clock = read_clock(facts, MONDAY + 30 * DAY)
    assert states(clock) == (MET, NOT_APPLICABLE, NOT_APPLICABLE)
    assert clock.milestones[0].late
    assert (clock.next_event, clock.changes_at) == (None, None)


def test_autotasks_own_record_settles_what_has_happened() -> None:
    facts = replace(TICKET, due=(MONDAY + HOUR, None, None), actual=(MONDAY + 2 * HOUR, None, None))
    late, recorded = (
        read_clock(each, MONDAY + DAY).milestones[0] for each in (facts, replace(facts, verdicts=(True, None, None)))
    )
    assert (late.late, late.verdict) == (True, None)
    assert (recorded.late, recorded.verdict, recorded.due, recorded.actual) == (False, True, late.due, late.actual)


def test_a_record_without_any_date_still_tells_that_a_promise_was_missed() -> None:
    facts = replace(TICKET, targets=None, closed=True, verdicts=(None, None, False))
    assert read_clock(facts, MONDAY + DAY).milestones[2] == Milestone(
        RESOLVED, MET, late=True, source="autotask", verdict=False
    )


def test_a_record_of_an_earlier_resolution_says_nothing_of_a_ticket_opened_anew() -> None:
    reopened = replace(TICKET, actual=(MONDAY, None, None), verdicts=(True, None, False))
    first, _, resolved = read_clock(reopened, MONDAY + HOUR).milestones
    assert (first.verdict, resolved.state, resolved.verdict, resolved.late) == (True, RUNNING, None, False)


# Used, left, granted


@pytest.mark.parametrize(
    ("hours", "used", "left"),
    [(0, 0, 4), (3, 3, 1), (4, 4, 0), (6, 6, -2), (24, 8, -4)],  # the night uses nothing
)
def test_what_is_used_and_what_is_left_are_together_what_was_granted(hours: int, used: int, left: int) -> None:
    plan = read_clock(TICKET, MONDAY + hours * HOUR).milestones[1]
    assert (plan.used_us, plan.left_us, plan.granted_us) == (used * HOUR, left * HOUR, 4 * HOUR)


def test_pauses_are_neither_used_nor_counted_into_lateness() -> None:
    """Two hours of work, an hour's wait, two more: due. Of the three hours since then one was waited for too."""
    facts = replace(TICKET, pauses=((MONDAY + 2 * HOUR, MONDAY + 3 * HOUR), (MONDAY + 6 * HOUR, MONDAY + 7 * HOUR)))
    plan = read_clock(facts, MONDAY + 8 * HOUR).milestones[1]
    assert (plan.due, plan.used_us, plan.left_us) == (MONDAY + 5 * HOUR, 6 * HOUR, -2 * HOUR)


def test_while_paused_what_is_used_stands_still_and_autotasks_time_left_is_added_to_it() -> None:
    paused = replace(PAUSED_AT_TEN, actual=(MONDAY, None, None))
    plan = read_clock(paused, MONDAY + 9 * DAY).milestones[1]
    assert (plan.used_us, plan.left_us, plan.granted_us) == (HOUR, 3 * HOUR, 4 * HOUR)
    told = read_clock(replace(paused, paused_next_event_us=90 * MINUTE), MONDAY + 9 * DAY).milestones[1]
    assert (told.used_us, told.left_us, told.granted_us) == (HOUR, 90 * MINUTE, 150 * MINUTE)


def test_a_met_milestone_tells_what_it_took_of_what_it_had() -> None:
    facts = replace(TICKET, actual=(MONDAY + 15 * MINUTE, None, None), pauses=((MONDAY, MONDAY + 5 * MINUTE),))
    first = read_clock(facts, MONDAY + DAY).milestones[0]
    assert (first.used_us, first.granted_us, first.left_us) == (10 * MINUTE, 20 * MINUTE, None)


def test_a_pause_after_a_milestone_was_met_moves_no_deadline_of_it() -> None:
    waited = ((MONDAY + 15 * MINUTE, MONDAY + 3 * HOUR),)
    first, plan, _ = read_clock(
        replace(TICKET, actual=(MONDAY + 10 * MINUTE, None, None), pauses=waited), MONDAY
    ).milestones
    assert (first.due, first.granted_us) == (MONDAY + 20 * MINUTE, 20 * MINUTE)
    assert plan.due == MONDAY + 6 * HOUR + 45 * MINUTE


def test_another_target_priority_or_calendar_keeps_the_earlier_pauses() -> None:
    waited = replace(TICKET, pauses=((MONDAY + HOUR, MONDAY + 3 * HOUR),))
    shorter = replace(waited, targets=Targets(resolved=Target(2 * 3_600)))
    moved = replace(shorter, calendar=calendar("UTC", ("08:00", "11:00"), ("11:30", "18:00")))
    assert read_clock(shorter, MONDAY + 3 * HOUR).milestones[2].due == MONDAY + 4 * HOUR
    assert read_clock(moved, MONDAY + 3 * HOUR).milestones[2].due == MONDAY + 4 * HOUR


# Resolution Plan where the tenant maps no status to it


@pytest.mark.parametrize("due", [None, MONDAY + HOUR])
def test_an_unmapped_resolution_plan_is_never_a_breach(due: Micros | None) -> None:
    facts = replace(TICKET, plan_mapped=False, due=(None, due, None), actual=(MONDAY, None, None))
    clock = read_clock(facts, MONDAY + 3 * HOUR)
    assert clock.milestones[1] == Milestone(PLAN, NOT_APPLICABLE)
    assert name(clock.next_event) is RESOLVED


def test_an_unmapped_resolution_plan_that_was_recorded_all_the_same_is_met() -> None:
    facts = replace(TICKET, plan_mapped=False, actual=(MONDAY, MONDAY + HOUR, None))
    assert read_clock(facts, MONDAY + DAY).milestones[1].state is MET


def test_a_mapped_resolution_plan_can_be_missed() -> None:
    facts = replace(TICKET, actual=(MONDAY, None, None))
    assert states(read_clock(facts, MONDAY + 5 * HOUR)) == (MET, BREACHED, RUNNING)


# Next


def test_the_next_event_is_the_open_milestone_due_first() -> None:
    assert name(read_clock(TICKET, MONDAY).next_event) is FIRST
    swapped = replace(TICKET, due=(None, None, MONDAY + MINUTE))
    assert name(read_clock(swapped, MONDAY).next_event) is RESOLVED


def test_equal_deadlines_follow_the_order_of_the_milestones() -> None:
    facts = replace(TICKET, due=(MONDAY + HOUR,) * 3)
    assert name(read_clock(facts, MONDAY).next_event) is FIRST


@pytest.mark.parametrize(
    ("engaged", "minutes", "expected"),
    [(False, 30, FIRST), (True, 30, PLAN), (True, 10, FIRST), (True, 5 * 60, PLAN)],
)
def test_a_missed_first_response_counts_until_somebody_is_engaged(
    engaged: bool, minutes: int, expected: MilestoneName
) -> None:
    clock = read_clock(replace(TICKET, engaged=engaged), MONDAY + minutes * MINUTE)
    assert name(clock.next_event) is expected


def test_what_still_runs_is_known_behind_an_older_miss() -> None:
    clock = read_clock(replace(TICKET, actual=(MONDAY, None, None)), MONDAY + 5 * HOUR)
    assert (name(clock.next_event), name(clock.next_running)) == (PLAN, RESOLVED)
    assert read_clock(PAUSED_AT_TEN, MONDAY + DAY).next_running is None


# Changes


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, 5),  # the first response comes within fifteen minutes
        (5, 20),  # is due
        (20, 225),  # the plan comes within fifteen minutes
        (225, 240),
        (240, 31 * 60 + 45),  # tomorrow 16:45: the resolution comes within fifteen minutes
    ],
)
def test_the_next_change_is_named_in_advance(minutes: int, expected: int) -> None:
    assert read_clock(TICKET, MONDAY + minutes * MINUTE).changes_at == MONDAY + expected * MINUTE


def test_a_pause_said_to_begin_later_stops_nothing_before_it_begins() -> None:
    skewed = replace(TICKET, paused_since=MONDAY + 4 * HOUR)
    assert [read_clock(skewed, MONDAY + hours * HOUR).changes_at for hours in (0, 1, 4)] == [
        MONDAY + 20 * MINUTE,
        MONDAY + 4 * HOUR,
        None,
    ]


def test_after_the_last_deadline_nothing_changes_by_itself() -> None:
    assert read_clock(TICKET, MONDAY + 30 * DAY).changes_at is None


_moments = st.integers(-2 * 24 * 60, 6 * 24 * 60).map(lambda minute: MONDAY + minute * MINUTE)
_maybe = st.none() | _moments
_facts = st.builds(
    ClockInput,
    created=_moments,
    calendar=st.sampled_from([OFFICE, calendar("Asia/Kolkata", ("22:00", "06:00"))]),
    round_the_clock=st.just(ALWAYS),
    targets=st.none()
    | st.builds(
        Targets,
        *[st.none() | st.builds(Target, st.integers(-60, 40 * 3_600), st.booleans())] * 3,
    ),
    due=st.tuples(_maybe, _maybe, _maybe),
    actual=st.tuples(_maybe, _maybe, _maybe),
    verdicts=st.tuples(*[st.none() | st.booleans()] * 3),
    paused_since=_maybe,
    pauses=st.lists(st.tuples(_moments, _moments), max_size=2).map(tuple),
    paused_next_event_us=st.none() | st.integers(-HOUR, HOUR),
    plan_mapped=st.booleans(),
    closed=st.booleans(),
    engaged=st.booleans(),
)


@thorough
@given(_facts, _moments, st.integers(1, 3 * DAY))
def test_between_the_named_changes_nothing_but_the_time_left_changes(
    facts: ClockInput, now: Micros, later: int
) -> None:
    def steady(clock: TicketClock) -> object:
        soon = [
            one.due is not None and clock_now >= one.due - 15 * MINUTE
            for one in clock.milestones
            if one.state is RUNNING
        ]
        told = [replace(one, left_us=None, used_us=None) for one in clock.milestones]
        return told, name(clock.next_event), soon

    clock_now = now
    clock = read_clock(facts, now)
    before = steady(clock)
    clock_now = now + later
    if clock.changes_at is not None:
        assert clock.changes_at > now
        clock_now = min(clock_now, clock.changes_at - 1)
    assert steady(read_clock(facts, clock_now)) == before


@thorough
@given(_facts, _moments)
def test_a_reading_never_contradicts_itself(facts: ClockInput, now: Micros) -> None:
    clock = read_clock(facts, now)
    for one in clock.milestones:
        assert (one.state is NOT_APPLICABLE) == (one.source is None)
        assert (one.due is None) == (
            one.state is NOT_APPLICABLE or (one.granted_us is None and one.verdict is not None)
        )
        assert (one.left_us is not None) == (one.state in (RUNNING, PAUSED, BREACHED))
        if one.left_us is not None and one.used_us is not None:
            assert one.used_us + one.left_us == one.granted_us
        if one.verdict is not None:
            assert (one.state, one.late) == (MET, not one.verdict)
        else:
            assert one.late == (one.state is MET and one.actual is not None and one.actual > (one.due or 0))
        if facts.actual[2] is not None or facts.closed:
            assert one.state in (MET, NOT_APPLICABLE)
        if one.state is RUNNING:
            assert facts.paused_since is None
    assert clock.next_event is None or any(clock.next_event is one for one in clock.milestones)
