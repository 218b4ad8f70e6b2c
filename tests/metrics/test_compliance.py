"""How a day stands, on a day 08:00 to 17:00 with lunch 12:00 to 13:00; against brute force minute by minute."""

from dataclasses import replace
from functools import reduce
from operator import add

from hypothesis import given
from hypothesis import strategies as st

from metrics.compliance import PersonDay, Standing, Tally, TimedEntry, standing, tally
from metrics.compliance_cells import Cell, cells
from metrics.day import DayPlan, EnteredTime, day_sheet
from metrics.discipline import Band, Count, Reading
from metrics.intervals import Interval
from sla.instants import HOUR, MINUTE

ON_TIME = Reading(Count.MEASURED, 0, 0, Band.FIVE, in_time=True)
LATE = Reading(Count.MEASURED, 30 * MINUTE, 2 * HOUR, Band.SAME_DAY)


def at(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * HOUR + int(minutes) * MINUTE


def span(start: str, end: str) -> Interval:
    return Interval(at(start), at(end))


def entry(start: str, end: str) -> TimedEntry:
    return TimedEntry(replace(ON_TIME, worked_us=at(end) - at(start)), span(start, end))


PLAN = DayPlan((span("08:00", "17:00"),), span("12:00", "13:00"))
MORNING = PersonDay(PLAN, (entry("08:00", "09:00"), entry("10:00", "10:30")))


def coverage(day: PersonDay, now: str) -> float | None:
    return standing(day, at(now)).figures.coverage(at(now))


def gap(day: PersonDay, now: str) -> int:
    return standing(day, at(now)).figures.gap.at(at(now)) // MINUTE


def test_entered_is_told_beside_what_has_passed_and_what_there_is() -> None:
    figures = standing(MORNING, at("11:00")).figures
    assert (figures.entered_us, figures.elapsed.at(at("11:00")), figures.available_us) == (
        90 * MINUTE,
        3 * HOUR,
        8 * HOUR,
    )
    assert coverage(MORNING, "11:00") == 0.5
    assert coverage(MORNING, "07:30") is None


def test_a_gap_is_longer_than_half_an_hour_and_lunch_and_time_off_are_none() -> None:
    assert [gap(MORNING, now) for now in ("09:30", "09:31", "10:20", "11:00", "11:01", "12:30")] == [
        0, 31, 60, 60, 91, 150,
    ]  # fmt: skip
    off = PersonDay(replace(PLAN, time_off=(span("09:00", "17:00"),)), (entry("08:00", "09:00"),))
    assert gap(off, "16:00") == 0


def test_a_timer_of_ours_fills_no_hours_but_no_gap_either() -> None:
    timed = replace(MORNING, running=at("10:30"), counted=(span("09:00", "10:00"),))
    assert gap(timed, "11:59") == 0
    assert coverage(timed, "11:00") == 0.5


def test_what_is_excluded_with_a_reason_leaves_the_working_time_and_is_counted() -> None:
    excused = replace(MORNING, excluded=(span("09:00", "10:00"),))
    figures = standing(excused, at("10:30")).figures
    assert (figures.available_us, figures.excluded_us) == (7 * HOUR, HOUR)
    assert (gap(excused, "10:30"), coverage(excused, "10:30")) == (0, 1.0)


def test_a_call_that_was_over_an_hour_ago_without_an_entry_is_missing() -> None:
    called = replace(MORNING, booked=(span("08:10", "08:50"), span("09:15", "09:45")))
    missed = [standing(called, at(now)).missed for now in ("10:44", "10:45")]
    assert missed == [(), (span("09:15", "09:45"),)]
    assert standing(replace(called, excluded=(span("09:20", "09:30"),)), at("11:00")).missed == ()


def test_a_team_is_the_sum_of_its_people() -> None:
    people = [standing(MORNING, at("11:00")).figures, standing(PersonDay(PLAN), at("11:00")).figures]
    team = reduce(add, people)
    assert team.coverage(at("11:30")) == 1.5 / 7
    assert team - people[1] == people[0]


def test_without_a_measured_entry_there_is_no_share() -> None:
    nothing = tally([Reading(Count.UNMEASURABLE, HOUR), Reading(Count.PROXY, HOUR)])
    assert (nothing.share, nothing.shares, nothing.on_target) == (None, (None, None, None), None)
    assert (nothing.unmeasurable, nothing.proxies) == (1, 1)
    some = nothing + tally([replace(ON_TIME, worked_us=HOUR), LATE])
    assert (some.share, some.shares, some.late, some.on_target) == (0.5, (0.5, 0.5, 0.5), 1, False)
    assert some - nothing == tally([replace(ON_TIME, worked_us=HOUR), LATE])
    assert Tally() + some == some


# Against brute force: every instant below is a whole minute of a day of ninety ----------------------------------

LAST = 90
MINUTES = st.integers(0, LAST)
SPANS = st.lists(
    st.builds(lambda a, b: Interval(min(a, b) * MINUTE, (max(a, b) + 1) * MINUTE), MINUTES, MINUTES), max_size=3
)
ENTRIES = st.lists(
    st.one_of(
        SPANS.filter(bool).map(lambda some: TimedEntry(replace(ON_TIME, worked_us=some[0].length), some[0])),
        st.integers(1, 30).map(lambda length: TimedEntry(replace(LATE, worked_us=length * MINUTE), None)),
    ),
    max_size=4,
)
DAYS = st.builds(
    PersonDay,
    st.builds(
        DayPlan, SPANS.map(tuple), st.none() | SPANS.filter(bool).map(lambda some: some[0]), time_off=SPANS.map(tuple)
    ),
    ENTRIES.map(tuple),
    SPANS.map(tuple),
    SPANS.map(tuple),
    SPANS.map(tuple),
    st.none() | MINUTES.map(lambda minute: minute * MINUTE),
)
THRESHOLD = 9 * MINUTE


def look(day: PersonDay, now: int) -> Standing:
    return standing(day, now, gap_threshold_us=THRESHOLD)


def in_any(minute: int, spans: object) -> bool:
    return any(each.start <= minute * MINUTE < each.end for each in spans)  # type: ignore[attr-defined]


def naive(day: PersonDay, now: int) -> tuple[int, int, int, int, int]:
    """Available, elapsed, accounted and gap time in minutes, and what is missing, counted minute by minute."""
    entered = [each.span for each in day.entries if each.span is not None]
    running = () if day.running is None else (Interval(day.running, now * MINUTE),)
    working = [
        in_any(minute, day.plan.opening)
        and not in_any(minute, () if day.plan.lunch is None else (day.plan.lunch,))
        and not in_any(minute, day.plan.time_off)
        and not in_any(minute, day.excluded)
        for minute in range(LAST + 2)
    ]
    gaps = run = 0
    for minute in range(now + 1):
        if minute < now and working[minute] and not in_any(minute, (*entered, *day.counted, *running)):
            run += 1
        else:
            gaps, run = gaps + (run if run * MINUTE > THRESHOLD else 0), 0
    accounted = sum(in_any(minute, entered) for minute in range(now))
    unplaced = sum(each.reading.worked_us for each in day.entries if each.span is None) // MINUTE
    touched = (*entered, *day.counted, *running, *day.excluded)
    missing = sum(
        each.end + HOUR <= now * MINUTE
        and not any(in_any(minute, touched) for minute in range(each.start // MINUTE, each.end // MINUTE))
        for each in day.booked
    )
    return sum(working), sum(working[:now]), accounted + unplaced, gaps, missing


@given(DAYS, MINUTES)
def test_a_standing_is_what_brute_force_counts(day: PersonDay, minute: int) -> None:
    now = minute * MINUTE
    figures = look(day, now).figures
    lengths = (figures.available_us, figures.elapsed.at(now), figures.accounted.at(now), figures.gap.at(now))
    assert (*(length // MINUTE for length in lengths), figures.missing) == naive(day, minute)
    sheet = day_sheet(
        [EnteredTime(each.reading.worked_us, each.span) for each in day.entries],
        replace(day.plan, time_off=(*day.plan.time_off, *day.excluded)),
        now,
    )
    assert (figures.coverage(now), figures.entered_us) == (sheet.coverage, sheet.entered_us)


@given(DAYS, MINUTES, st.integers(0, LAST * 60))
def test_until_the_instant_it_names_a_standing_holds(day: PersonDay, minute: int, seconds: int) -> None:
    first = look(day, minute * MINUTE)
    later = minute * MINUTE + seconds * 1_000_000
    if first.changes_at is not None:
        later = min(later, first.changes_at - 1)
    then = look(day, later)
    assert first.figures.as_of(later) == then.figures.as_of(later)
    assert (first.working, first.missed, first.changes_at) == (then.working, then.missed, then.changes_at)


@given(DAYS, MINUTES)
def test_the_chart_says_of_each_minute_what_it_is(day: PersonDay, minute: int) -> None:
    now = minute * MINUTE
    entered = [each.span for each in day.entries if each.span is not None]
    timed, working_time = day.timed(now), day.working
    shown = cells(day, 0, MINUTE, LAST + 2, now)
    for place, cell in enumerate(shown):
        working = in_any(place, working_time)
        if in_any(place, entered):
            assert cell is Cell.ENTERED
        elif in_any(place, timed):
            assert cell is Cell.TIMER
        elif in_any(place, day.excluded):
            assert cell is Cell.EXCLUDED
        elif not working:
            assert cell is Cell.OFF
        elif in_any(place, day.booked):
            assert cell is Cell.BOOKED
        else:
            assert cell is (Cell.GAP if place < minute else Cell.COMING)


def test_a_cell_is_what_most_of_it_is() -> None:
    assert cells(MORNING, at("08:00"), 20 * MINUTE, 10, at("10:50")) == (
        *[Cell.ENTERED] * 3,
        *[Cell.GAP] * 3,
        Cell.ENTERED,
        Cell.ENTERED,
        Cell.GAP,
        Cell.COMING,
    )
