"""Autotask rounds up, always: the golden numbers of the field, and the laws that every step keeps."""

from hypothesis import given
from hypothesis import strategies as st

from metrics.rounding import Rounding, WorkKind, rounded_up

MINUTE = 60_000_000
TICKET, TASK, INTERNAL = WorkKind.TICKET, WorkKind.TASK, WorkKind.INTERNAL

lengths = st.integers(1, 24 * 60 * MINUTE)
steps = st.sampled_from([1, 5, 6, 10, 15, 30, 60]).map(lambda minutes: minutes * MINUTE)


def test_five_minutes_at_a_step_of_fifteen_bill_a_quarter_of_an_hour() -> None:
    assert Rounding().billed_us(5 * MINUTE, TICKET) == 15 * MINUTE


def test_worked_time_stays_as_it_was_where_the_tenant_does_not_round_it() -> None:
    assert Rounding(round_worked=False).worked_us(5 * MINUTE, TICKET) == 5 * MINUTE
    assert Rounding(round_worked=True).worked_us(5 * MINUTE, TICKET) == 15 * MINUTE


def test_tickets_and_tasks_have_steps_of_their_own() -> None:
    rounding = Rounding(ticket_minutes=15, task_minutes=6)
    assert rounding.billed_us(7 * MINUTE, TICKET) == 15 * MINUTE
    assert rounding.billed_us(7 * MINUTE, TASK) == 12 * MINUTE


def test_internal_time_is_never_billed_nor_rounded() -> None:
    rounding = Rounding(round_worked=True)
    assert rounding.billed_us(7 * MINUTE, INTERNAL) == 0
    assert rounding.worked_us(7 * MINUTE, INTERNAL) == 7 * MINUTE


def test_an_offset_counts_before_the_step() -> None:
    assert Rounding().billed_us(20 * MINUTE, TICKET, offset_us=-5 * MINUTE) == 15 * MINUTE
    assert Rounding().billed_us(20 * MINUTE, TICKET, offset_us=20 * MINUTE) == 45 * MINUTE


def test_an_offset_that_takes_all_away_leaves_no_minimum() -> None:
    assert Rounding(minimum_minutes=60).billed_us(20 * MINUTE, TICKET, offset_us=-20 * MINUTE) == 0


def test_three_entries_with_a_minimum_of_an_hour_bill_three_hours_one_by_one_and_two_together() -> None:
    rounding = Rounding(ticket_minutes=60, minimum_minutes=60)
    entries = [45 * MINUTE, 45 * MINUTE, 5 * MINUTE]
    assert sum(rounding.billed_us(each, TICKET) for each in entries) == 180 * MINUTE
    assert rounding.billed_together_us(entries, TICKET) == 120 * MINUTE


@given(lengths, steps)
def test_what_is_rounded_is_whole_steps_and_less_than_one_step_more(length: int, step: int) -> None:
    rounded = rounded_up(length, step)
    assert rounded % step == 0
    assert 0 <= rounded - length < step
    assert rounded_up(rounded, step) == rounded


@given(lengths, lengths, steps)
def test_longer_work_never_bills_less(length: int, more: int, step: int) -> None:
    assert rounded_up(length, step) <= rounded_up(length + more, step)


@given(st.lists(lengths, min_size=1, max_size=8), st.integers(0, 120), st.sampled_from([0, 6, 15, 30]))
def test_entries_together_never_bill_more_than_one_by_one(worked: list[int], minimum: int, step: int) -> None:
    rounding = Rounding(ticket_minutes=step, minimum_minutes=minimum)
    one_by_one = sum(rounding.billed_us(each, TICKET) for each in worked)
    assert rounding.billed_together_us(worked, TICKET) <= one_by_one


@given(lengths)
def test_without_a_step_nothing_changes(length: int) -> None:
    assert Rounding(ticket_minutes=0).billed_us(length, TICKET) == length
