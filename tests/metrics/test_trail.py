"""What the statuses of a ticket tell, one after the other."""

from metrics.facts import Completion, StatusKind, StatusPeriod
from metrics.intervals import Interval
from metrics.trail import completions, waiting
from sla.instants import DAY

NEW, WORKING, WAITING, COMPLETE = (
    StatusKind.NEW, StatusKind.WORKING, StatusKind.WAITING_CUSTOMER, StatusKind.COMPLETE,
)  # fmt: skip


def trail(*steps: tuple[StatusKind, int, int]) -> list[StatusPeriod]:
    """Periods of (status, since, by), each until the next one."""
    ends = [*(since for _, since, _ in steps[1:]), None]
    return [StatusPeriod(1, kind, since, end, start_by=by) for (kind, since, by), end in zip(steps, ends, strict=True)]


def day_of(at: int) -> int:
    return at // DAY


def test_a_completion_begins_with_the_first_complete_status_and_ends_with_the_last() -> None:
    periods = trail((NEW, 0, 1), (COMPLETE, 10, 2), (COMPLETE, 20, 3), (WORKING, 30, 4), (COMPLETE, DAY, 5))
    assert list(completions(periods, day_of)) == [Completion(10, 0, 2, 30, 4), Completion(DAY, 1, 5)]


def test_a_ticket_that_was_never_complete_has_none() -> None:
    assert list(completions(trail((NEW, 0, 1), (WAITING, 5, 1)), day_of)) == []


def test_waiting_for_the_customer_is_joined_and_lasts_until_now_where_it_is_not_over() -> None:
    periods = trail((NEW, 0, 1), (WAITING, 5, 1), (WAITING, 7, 1), (WORKING, 9, 1), (WAITING, 12, 1))
    assert waiting(periods, 20) == (Interval(5, 9), Interval(12, 20))
