"""Laws of business time, and agreement with a count of minutes that shares no code with the calendar."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from sla.calendar import BusinessCalendar
from sla.hours import BusinessHours
from sla.instants import DAY, HOUR, MINUTE, duration, instant
from sla.pauses import Pauses
from sla.schedule import Schedule
from tests.sla import oracle
from tests.sla.strategies import (
    careful,
    fine_instants,
    instants,
    opening_schedules,
    pauses,
    schedules,
    thorough,
)

amounts = st.integers(1, 60 * HOUR)


@careful
@given(schedules, instants, st.integers(0, 3 * 1440), pauses)
def test_every_answer_is_what_counting_minutes_gives(
    schedule: Schedule, start: int, minutes: int, paused: Pauses
) -> None:
    end = start + minutes * MINUTE
    calendar = BusinessCalendar(schedule)
    open_minutes = oracle.open_minutes(schedule, start, end, paused)
    assert calendar.elapsed(start, end, paused) == len(open_minutes) * MINUTE
    assert calendar.elapsed(end, start, paused) == -len(open_minutes) * MINUTE
    windows = calendar.windows(start, end, paused)
    assert [at for opens, closes in windows for at in range(opens, closes, MINUTE)] == open_minutes
    assert all(calendar.is_open(at, paused) for at in open_minutes)
    if open_minutes:
        opens, closes = open_minutes[0], open_minutes[-1] + MINUTE
        middle = len(open_minutes) // 2
        assert calendar.next_open(start, paused) == opens
        assert calendar.prev_open(end, paused) == closes
        assert calendar.next_close(start, paused) == windows[0][1] or len(windows) == 1
        assert calendar.add(start, middle * MINUTE + 1, paused) == open_minutes[middle] + 1
        assert calendar.subtract(end, middle * MINUTE + 1, paused) == open_minutes[-1 - middle] + MINUTE - 1


@thorough
@given(schedules, instants, pauses)
def test_is_open_is_what_the_clock_on_the_wall_shows(schedule: Schedule, at: int, paused: Pauses) -> None:
    unpaused = not any(begin <= at < end for begin, end in paused)
    assert BusinessCalendar(schedule).is_open(at) == oracle.is_open(schedule, at)
    assert BusinessCalendar(schedule).is_open(at, paused) == (unpaused and oracle.is_open(schedule, at))


@thorough
@given(schedules, fine_instants, fine_instants, fine_instants, pauses)
def test_elapsed_adds_up(schedule: Schedule, one: int, two: int, three: int, paused: Pauses) -> None:
    calendar = BusinessCalendar(schedule)
    whole = calendar.elapsed(one, three, paused)
    assert whole == calendar.elapsed(one, two, paused) + calendar.elapsed(two, three, paused)
    assert whole == -calendar.elapsed(three, one, paused)


@thorough
@given(schedules, fine_instants, fine_instants, pauses)
def test_elapsed_never_exceeds_the_time_on_the_wall(schedule: Schedule, one: int, two: int, paused: Pauses) -> None:
    start, end = min(one, two), max(one, two)
    calendar = BusinessCalendar(schedule)
    assert 0 <= calendar.elapsed(start, end, paused) <= calendar.elapsed(start, end) <= end - start


@thorough
@given(opening_schedules, fine_instants, amounts, pauses)
def test_add_gives_the_earliest_instant_with_so_much_behind_it(
    schedule: Schedule, start: int, amount: int, paused: Pauses
) -> None:
    calendar = BusinessCalendar(schedule)
    reached = calendar.add(start, amount, paused)
    assert calendar.elapsed(start, reached, paused) == amount
    assert calendar.elapsed(start, reached - 1, paused) == amount - 1
    assert calendar.subtract(start, -amount, paused) == reached


@thorough
@given(opening_schedules, fine_instants, amounts, pauses)
def test_subtract_gives_the_latest_instant_with_so_much_ahead_of_it(
    schedule: Schedule, start: int, amount: int, paused: Pauses
) -> None:
    calendar = BusinessCalendar(schedule)
    reached = calendar.subtract(start, amount, paused)
    assert calendar.elapsed(reached, start, paused) == amount
    assert calendar.elapsed(reached + 1, start, paused) == amount - 1
    assert calendar.add(start, -amount, paused) == reached


@thorough
@given(opening_schedules, fine_instants, pauses)
def test_adding_nothing_gives_the_next_running_instant(schedule: Schedule, start: int, paused: Pauses) -> None:
    calendar = BusinessCalendar(schedule)
    reached = calendar.add(start, 0, paused)
    assert reached >= start
    assert calendar.elapsed(start, reached, paused) == 0
    assert calendar.elapsed(reached, reached + 1, paused) == 1


@thorough
@given(opening_schedules, fine_instants, pauses)
def test_subtracting_nothing_gives_the_running_instant_or_the_last_end(
    schedule: Schedule, start: int, paused: Pauses
) -> None:
    calendar = BusinessCalendar(schedule)
    reached = calendar.subtract(start, 0, paused)
    assert reached <= start
    assert calendar.elapsed(reached, start, paused) == 0
    runs_on = reached == start and calendar.elapsed(start, start + 1, paused) == 1
    assert runs_on or calendar.elapsed(reached - 1, reached, paused) == 1


@thorough
@given(opening_schedules, fine_instants, fine_instants, amounts, amounts, pauses)
def test_more_time_never_ends_earlier(
    schedule: Schedule, one: int, two: int, amount: int, more: int, paused: Pauses
) -> None:
    calendar = BusinessCalendar(schedule)
    earlier, later = min(one, two), max(one, two)
    assert calendar.elapsed(earlier, earlier, paused) <= calendar.elapsed(earlier, later, paused)
    assert calendar.add(earlier, amount, paused) < calendar.add(earlier, amount + more, paused)
    assert calendar.add(earlier, amount, paused) <= calendar.add(later, amount, paused)
    assert calendar.subtract(earlier, amount, paused) <= calendar.subtract(later, amount, paused)


@thorough
@given(opening_schedules, fine_instants, pauses)
def test_openings_and_closings_follow_each_other(schedule: Schedule, at: int, paused: Pauses) -> None:
    calendar = BusinessCalendar(schedule)
    opens, closed_before = calendar.next_open(at, paused), calendar.prev_open(at, paused)
    assert closed_before <= at <= opens
    assert calendar.is_open(opens, paused)
    assert calendar.is_open(closed_before - 1, paused)
    assert calendar.elapsed(closed_before, opens, paused) == 0
    if not schedule.never_closes:
        closes = calendar.next_close(at, paused)
        assert not calendar.is_open(closes, paused)
        assert calendar.elapsed(opens, closes, paused) == closes - opens


@thorough
@given(opening_schedules, fine_instants, st.integers(1, 9), pauses)
def test_windows_hold_all_business_time(schedule: Schedule, at: int, count: int, paused: Pauses) -> None:
    calendar = BusinessCalendar(schedule)
    later = calendar.windows_after(at, count, paused)
    assert sum(closes - opens for opens, closes in later) == calendar.elapsed(at, later[-1][1], paused)
    earlier = calendar.windows_before(at, count, paused)
    assert sum(closes - opens for opens, closes in earlier) == calendar.elapsed(earlier[-1][0], at, paused)
    in_order = [*reversed(earlier), *later]
    assert in_order == sorted(in_order)
    assert len(later) == len(earlier) == count or schedule.never_closes
    touching = earlier[0][1] == later[0][0]
    whole = calendar.windows(earlier[-1][0], later[-1][1], paused)
    assert len(whole) == len(in_order) - touching
    assert whole[-len(later) + touching :] == later[touching:] or len(later) == touching


@careful
@given(opening_schedules, st.lists(st.tuples(fine_instants, fine_instants, amounts, pauses), max_size=4))
def test_many_at_once_are_answered_as_one_by_one(schedule: Schedule, asked: list[tuple[int, int, int, Pauses]]) -> None:
    calendar, fresh = BusinessCalendar(schedule), BusinessCalendar(schedule)
    far = [(start + years * 366 * DAY, end, amount, paused) for start, end, amount, paused in asked for years in (0, 3)]
    spans = [(start, end) for start, end, _, _ in far]
    starts = [(start, amount) for start, _, amount, _ in far]
    paused = [each for _, _, _, each in far]
    assert fresh.elapsed_many(spans) == [calendar.elapsed(*span) for span in spans]
    assert fresh.elapsed_many(spans, paused) == [
        calendar.elapsed(start, end, each) for (start, end), each in zip(spans, paused, strict=True)
    ]
    assert fresh.add_many(starts) == [calendar.add(*each) for each in starts]
    assert BusinessCalendar(schedule).add_many(starts, paused) == [
        calendar.add(start, amount, each) for (start, amount), each in zip(starts, paused, strict=True)
    ]


@thorough
@given(schedules, instants, instants, pauses, st.randoms())
def test_only_the_union_of_pauses_counts(
    schedule: Schedule, one: int, two: int, paused: Pauses, chance: Random
) -> None:
    calendar = BusinessCalendar(schedule)
    again = [*paused, *paused]
    for begin, end in paused:
        middle = (begin + end) // 2
        again += [(begin, middle), (middle, end), (middle, middle)]
    chance.shuffle(again)
    assert calendar.elapsed(one, two, again) == calendar.elapsed(one, two, paused)


@thorough
@given(schedules, fine_instants, fine_instants, st.sampled_from(["Asia/Tokyo", "America/Lima", "Europe/Rome"]))
def test_the_zone_an_instant_is_written_in_does_not_matter(schedule: Schedule, one: int, two: int, zone: str) -> None:
    hours = BusinessHours(schedule)
    written = instant(one).astimezone(ZoneInfo(zone))
    assert hours.elapsed(written, instant(two)) == duration(hours.calendar.elapsed(one, two))


@careful
@given(opening_schedules, fine_instants, st.integers(0, 40 * 3_600), pauses)
def test_answers_to_datetimes_are_those_in_microseconds_in_the_zone_of_the_question(
    schedule: Schedule, start: int, seconds: int, paused: Pauses
) -> None:
    hours = BusinessHours(schedule)
    begun, length = instant(start).astimezone(ZoneInfo("Asia/Tokyo")), timedelta(seconds=seconds)
    shown = [(instant(begin), instant(end)) for begin, end in paused]
    amount = seconds * 1_000_000
    answers = {
        hours.add(begun, length, shown): hours.calendar.add(start, amount, paused),
        hours.subtract(begun, length, shown): hours.calendar.subtract(start, amount, paused),
        hours.next_open(begun, shown): hours.calendar.next_open(start, paused),
        hours.prev_open(begun, shown): hours.calendar.prev_open(start, paused),
        hours.add_many([(begun, length)])[0]: hours.calendar.add(start, amount),
    }
    if not schedule.never_closes:
        answers[hours.next_close(begun, shown)] = hours.calendar.next_close(start, paused)
    assert {answer: instant(at) for answer, at in answers.items()} == {answer: answer for answer in answers}
    assert all(answer.tzinfo is begun.tzinfo for answer in answers)
    assert hours.is_open(begun, shown) == hours.calendar.is_open(start, paused)
    due = hours.add(begun, length)
    assert hours.elapsed_many([(begun, due), (due, begun)]) == [hours.elapsed(begun, due), -hours.elapsed(begun, due)]


@careful
@given(opening_schedules, fine_instants, st.integers(-9 * 366, 9 * 366))
def test_the_order_in_which_years_are_asked_about_does_not_matter(schedule: Schedule, start: int, days: int) -> None:
    asked_before = BusinessCalendar(schedule)
    asked_before.elapsed(start - 400 * DAY, start + 40 * DAY)
    asked_before.elapsed(start + 900 * DAY, start)
    end = start + days * DAY
    assert asked_before.elapsed(start, end) == BusinessCalendar(schedule).elapsed(start, end)
