"""The clock of a ticket while it stands: what is missed then, and what Autotask itself says is left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sla import read_clock
from sla.instants import DAY, HOUR, MINUTE
from tests.sla.test_clock import BREACHED, FIRST, MET, MONDAY, PAUSED, PAUSED_AT_TEN, PLAN, TICKET, name, states


def test_nothing_is_missed_anew_while_paused() -> None:
    clock = read_clock(replace(PAUSED_AT_TEN, actual=(MONDAY, None, None)), MONDAY + 30 * DAY)
    assert states(clock) == (MET, PAUSED, PAUSED)
    assert clock.milestones[1].left_us == 3 * HOUR
    assert clock.changes_at is None
    assert name(clock.next_event) is PLAN


def test_what_was_missed_before_the_pause_stays_missed_and_no_later_than_it_was() -> None:
    clock = read_clock(PAUSED_AT_TEN, MONDAY + 30 * DAY)
    assert states(clock) == (BREACHED, PAUSED, PAUSED)
    assert clock.milestones[0].left_us == -40 * MINUTE


def test_a_due_date_of_autotask_that_passes_while_paused_is_no_breach() -> None:
    facts = replace(PAUSED_AT_TEN, targets=None, due=(None, None, MONDAY + 2 * HOUR))
    assert read_clock(facts, MONDAY + 5 * HOUR).milestones[2].state is PAUSED


def test_autotasks_time_left_counts_while_paused_even_against_a_due_date_in_the_past() -> None:
    facts = replace(
        PAUSED_AT_TEN, targets=None, due=(None, None, MONDAY + 30 * MINUTE), paused_next_event_us=45 * MINUTE
    )
    clock = read_clock(facts, MONDAY + DAY)
    assert clock.next_event is clock.milestones[2]
    assert (clock.milestones[2].state, clock.milestones[2].left_us) == (PAUSED, 45 * MINUTE)


def test_autotasks_time_left_is_of_the_first_milestone_ahead_and_undoes_no_miss_before_the_pause() -> None:
    clock = read_clock(replace(PAUSED_AT_TEN, paused_next_event_us=170 * MINUTE), MONDAY + DAY)
    assert states(clock) == (BREACHED, PAUSED, PAUSED)
    assert (clock.milestones[0].left_us, clock.milestones[1].left_us) == (-40 * MINUTE, 170 * MINUTE)
    assert name(clock.next_event) is FIRST
    begun_before_it_was_seen = read_clock(replace(PAUSED_AT_TEN, paused_next_event_us=5 * MINUTE), MONDAY + DAY)
    assert states(begun_before_it_was_seen) == (PAUSED, PAUSED, PAUSED)
    assert begun_before_it_was_seen.milestones[0].left_us == 5 * MINUTE


@pytest.mark.parametrize("left", [None, 0, -HOUR])
def test_autotasks_time_left_is_not_used_when_it_says_nothing(left: int | None) -> None:
    facts = replace(PAUSED_AT_TEN, actual=(MONDAY, None, None), paused_next_event_us=left)
    assert read_clock(facts, MONDAY + DAY).milestones[1].left_us == 3 * HOUR


def test_autotasks_time_left_is_not_used_once_the_clock_runs_again() -> None:
    facts = replace(TICKET, actual=(MONDAY, None, None), paused_next_event_us=5 * MINUTE)
    assert read_clock(facts, MONDAY + HOUR).milestones[1].left_us == 3 * HOUR
