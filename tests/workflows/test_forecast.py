"""The forecast: work laid into free time in the order of the queue, and the laws it keeps."""

from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sla.clock import MilestoneName
from sla.instants import HOUR, MINUTE, Micros
from sla.pauses import union, without
from workflows.forecast import (
    Effort,
    EffortFrom,
    Forecast,
    FreeTime,
    Typical,
    Work,
    forecast,
    remaining_effort,
)
from workflows.ranking import ItemId, ItemKind, Pending

FIRST, PLAN, RESOLVED = MilestoneName
TECH = 11
MORNING = 1_000 * HOUR
NIGHTFALL = MORNING + 72 * HOUR
DAYS = tuple((MORNING + day * 24 * HOUR, MORNING + day * 24 * HOUR + 8 * HOUR) for day in range(3))
"""Three days of eight hours."""


def work(number: int, minutes: int, *pending: tuple[MilestoneName, Micros], **changes: object) -> Work:
    effort = Effort(minutes * MINUTE, EffortFrom.ESTIMATE)
    return Work(ItemId(ItemKind.TICKET, number), effort, tuple(Pending(*each) for each in pending), **changes)  # type: ignore[arg-type]


def of(found: list[Forecast], number: int) -> Forecast:
    return next(each for each in found if each.item.id == number)


def test_a_ticket_is_resolved_when_what_is_before_it_and_itself_are_done() -> None:
    queue = [work(1, 60), work(2, 90), work(3, 30, (RESOLVED, MORNING + 2 * HOUR))]
    found = of(forecast(TECH, queue, DAYS, NIGHTFALL, MORNING), 3)
    assert (found.ahead, found.ahead_us) == (2, 150 * MINUTE)
    assert (found.expected, found.missed) == (MORNING + 3 * HOUR, True)


def test_an_answer_and_a_plan_are_met_when_its_turn_comes() -> None:
    queue = [work(1, 60), work(2, 300, (FIRST, MORNING + HOUR), (PLAN, MORNING + 2 * HOUR))]
    found = of(forecast(TECH, queue, DAYS, NIGHTFALL, MORNING), 2)
    assert (found.milestone, found.expected, found.missed) == (FIRST, MORNING + HOUR, False)


def test_it_tells_of_the_first_milestone_that_will_be_missed() -> None:
    due = MORNING + 4 * HOUR
    queue = [work(2, 300, (FIRST, MORNING + HOUR), (PLAN, MORNING + 2 * HOUR), (RESOLVED, due))]
    found = of(forecast(TECH, queue, DAYS, NIGHTFALL, MORNING), 2)
    assert (found.milestone, found.due, found.missed) == (RESOLVED, due, True)


def test_work_goes_on_the_next_day_and_may_end_at_its_close() -> None:
    queue = [work(1, 7 * 60), work(2, 60, (RESOLVED, DAYS[0][1])), work(3, 1, (RESOLVED, DAYS[0][1]))]
    found = forecast(TECH, queue, DAYS, NIGHTFALL, MORNING)
    assert (of(found, 2).expected, of(found, 2).missed) == (DAYS[0][1], False)
    assert (of(found, 3).expected, of(found, 3).missed) == (DAYS[1][0] + MINUTE, True)


def test_what_is_booked_is_done_in_its_booking_and_delays_nothing() -> None:
    booked = (MORNING + 5 * HOUR, MORNING + 6 * HOUR)
    queue = [
        work(1, 120, (FIRST, MORNING + HOUR), (RESOLVED, booked[1]), booked=booked),
        work(2, 30, (RESOLVED, MORNING + HOUR)),
    ]
    found = forecast(TECH, queue, DAYS, NIGHTFALL, MORNING)
    assert (of(found, 1).milestone, of(found, 1).expected, of(found, 1).missed) == (RESOLVED, booked[1], False)
    assert of(found, 1).booked
    assert (of(found, 2).ahead, of(found, 2).expected) == (0, MORNING + 30 * MINUTE)
    late = replace(queue[0], booked=(booked[0], booked[1] + 1))
    assert of(forecast(TECH, [late], DAYS, NIGHTFALL, MORNING), 1).missed


def test_what_interrupts_is_done_at_once_also_at_night_and_all_else_comes_after_it() -> None:
    """Two critical incidents of two hours each, an hour before the day ends."""
    now = DAYS[0][1] - HOUR
    queue = [
        work(1, 30, (RESOLVED, DAYS[0][1])),
        work(2, 120, (RESOLVED, now + 3 * HOUR), at_once=True),
        work(3, 120, (FIRST, now + HOUR), (RESOLVED, now + 4 * HOUR), at_once=True),
    ]
    found = forecast(TECH, queue, ((now, DAYS[0][1]), *DAYS[1:]), NIGHTFALL, now)
    assert (of(found, 2).expected, of(found, 2).missed, of(found, 2).ahead) == (now + 2 * HOUR, False, 0)
    assert (of(found, 3).milestone, of(found, 3).expected, of(found, 3).ahead) == (FIRST, now + 2 * HOUR, 1)
    assert (of(found, 1).expected, of(found, 1).ahead_us) == (DAYS[1][0] + 30 * MINUTE, 4 * HOUR)


def test_who_has_no_free_time_in_sight_misses_what_is_due_in_it_and_nothing_is_said_of_the_rest() -> None:
    queue = [work(1, 30, (RESOLVED, NIGHTFALL)), work(2, 30, (RESOLVED, NIGHTFALL + 1))]
    [found] = forecast(TECH, queue, (), NIGHTFALL, MORNING)
    assert (found.item.id, found.expected, found.missed, found.free_from) == (1, None, True, None)


def test_what_does_not_run_or_is_missed_already_has_no_forecast() -> None:
    assert forecast(TECH, [work(1, 30), work(2, 30, (FIRST, MORNING))], DAYS, NIGHTFALL, MORNING) == []


@pytest.mark.parametrize(
    ("left", "worked", "effort"),
    [
        pytest.param(40, 20, Effort(40 * MINUTE, EffortFrom.ESTIMATE), id="the rest of its estimate"),
        pytest.param(0, 90, Effort(15 * MINUTE, EffortFrom.USED_UP), id="a little once that is used up"),
        pytest.param(None, 20, Effort(40 * MINUTE, EffortFrom.MEDIAN), id="the rest of what its kind takes"),
        pytest.param(None, 200, Effort(15 * MINUTE, EffortFrom.MEDIAN), id="a little where that has passed"),
    ],
)
def test_what_is_left_to_do(left: int | None, worked: int, effort: Effort) -> None:
    typical = Typical(60 * MINUTE, EffortFrom.MEDIAN)
    assert remaining_effort(None if left is None else left * MINUTE, worked * MINUTE, typical) == effort


# Laws, in whole minutes, against a tech who is followed minute by minute

END = MORNING + 90 * MINUTE
spans = st.lists(st.tuples(st.integers(0, 70), st.integers(1, 20)), max_size=5).map(
    lambda found: tuple(union((MORNING + at * MINUTE, MORNING + (at + long) * MINUTE) for at, long in found))
)
dues = st.integers(1, 100).map(lambda minute: MORNING + minute * MINUTE)
queues = st.lists(
    st.tuples(
        st.integers(1, 20),
        st.lists(st.tuples(st.sampled_from(MilestoneName), dues), max_size=2),
        st.sampled_from((False, False, False, True)),
    ),
    max_size=5,
).map(
    lambda found: [
        work(number, long, *pending, at_once=at_once) for number, (long, pending, at_once) in enumerate(found, 1)
    ]
)


def followed(
    queue: list[Work], free: tuple[tuple[Micros, Micros], ...]
) -> dict[int, tuple[Micros | None, Micros | None]]:
    """When each piece begins and ends, by doing one minute after the other."""
    came: dict[int, tuple[Micros | None, Micros | None]] = {each.item.id: (None, None) for each in queue}
    rush = [each for each in queue if each.at_once]
    begins = MORNING + sum(each.effort.us for each in rush)
    others = [each for each in queue if not each.at_once]
    afterwards = (at for start, end in free for at in range(start, end, MINUTE) if at >= begins)
    for works, minutes in ((rush, iter(range(MORNING, END, MINUTE))), (others, afterwards)):
        for each in works:
            long = each.effort.us // MINUTE
            mine = list(islice(minutes, long))
            came[each.item.id] = (mine[0] if mine else None, mine[-1] + MINUTE if len(mine) == long else None)
    return came


@settings(max_examples=50)
@given(queues, spans)
def test_it_is_what_a_tech_comes_to_who_does_one_minute_after_the_other(
    queue: list[Work], free: tuple[tuple[Micros, Micros], ...]
) -> None:
    came = followed(queue, free)
    told = {each.item.id: each for each in forecast(TECH, queue, free, END, MORNING)}
    for each in queue:
        start, end = came[each.item.id]
        expected = {name: end if name is RESOLVED else start for name, _ in each.pending}
        misses = [(due, name) for name, due in each.pending if (at := expected[name]) is None or at > due]
        known = [(due, name) for name, due in each.pending if expected[name] is not None or due <= END]
        misses = [miss for miss in misses if miss in known]
        found = told.get(each.item.id)
        if not known:
            assert found is None
            continue
        assert found is not None
        assert found.missed is bool(misses)
        assert found.due == min(misses or known)[0]
        assert found.expected == expected[found.milestone]


@settings(max_examples=50)
@given(queues, spans, st.integers(0, 5), st.integers(1, 20), st.booleans())
def test_more_work_before_it_never_makes_it_earlier(
    queue: list[Work], free: tuple[tuple[Micros, Micros], ...], place: int, long: int, at_once: bool
) -> None:
    pushed = [*queue[:place], work(99, long, at_once=at_once), *queue[place:]]
    _never_earlier(queue, free, pushed, free)


@settings(max_examples=50)
@given(queues, spans, st.integers(0, 80), st.integers(1, 40))
def test_time_off_never_makes_it_earlier(
    queue: list[Work], free: tuple[tuple[Micros, Micros], ...], begins: int, long: int
) -> None:
    away = (MORNING + begins * MINUTE, MORNING + (begins + long) * MINUTE)
    _never_earlier(queue, free, queue, tuple(without(free, [away])))


def _never_earlier(
    queue: list[Work],
    free: tuple[tuple[Micros, Micros], ...],
    pushed: list[Work],
    less: tuple[tuple[Micros, Micros], ...],
) -> None:
    """Every start and end, and no miss is undone."""
    before, after = FreeTime(free), FreeTime(less)
    told = {each.item.id: each for each in forecast(TECH, pushed, less, END, MORNING)}
    for found in forecast(TECH, queue, free, END, MORNING):
        if found.missed:
            assert told[found.item.id].missed
    for amount in range(0, 60 * MINUTE, 5 * MINUTE):
        for early, late in (
            (before.begins_after(amount), after.begins_after(amount)),
            (before.ends_by(amount), after.ends_by(amount)),
        ):
            assert late is None or (early is not None and early <= late)


@settings(max_examples=50)
@given(queues, spans)
def test_who_does_nothing_misses_it_from_the_named_instant_on_and_not_before(
    queue: list[Work], free: tuple[tuple[Micros, Micros], ...]
) -> None:
    in_sight = [replace(each, pending=tuple(one for one in each.pending if one.due <= END)) for each in queue]

    def at(now: Micros) -> dict[int, Forecast]:
        clipped = tuple((max(start, now), end) for start, end in free if end > now)
        return {each.item.id: each for each in forecast(TECH, in_sight, clipped, END, now)}

    first = at(MORNING)
    turning = {number: found for number, found in first.items() if found.turns_at is not None}
    if not turning:
        return
    turns = min(found.turns_at for found in turning.values() if found.turns_at is not None)
    assert turns > MORNING
    for number, found in turning.items():
        if found.due > turns:
            before = at(turns - 1)[number]
            assert (before.missed, before.milestone) == (found.missed, found.milestone)
            assert at(turns)[number].missed or found.turns_at != turns
