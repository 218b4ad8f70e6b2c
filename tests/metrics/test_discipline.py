"""The real-time figures of the field, on a desk in London that is open 08:00 to 17:00 on working days."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.discipline import (
    Band,
    Count,
    Discipline,
    EntryFacts,
    Setting,
    Thresholds,
    discipline,
    in_time_until,
    read_entry,
)
from sla.calendar import BusinessCalendar
from sla.instants import MINUTE, instant, micros
from sla.schedule import Schedule

HOUR = 60 * MINUTE
LONDON = ZoneInfo("Europe/London")
DESK = BusinessCalendar(
    Schedule.of("Europe/London", {day: [("08:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")})
)


def at(text: str) -> int:
    return micros(datetime.fromisoformat(text).replace(tzinfo=LONDON))


def entry(end: str, saved: str | None, *, minutes: int = 30, **facts: object) -> EntryFacts:
    worked = minutes * MINUTE
    kept = None if saved is None else at(saved)
    return EntryFacts(worked, at(end) - worked, at(end), kept, **facts)  # type: ignore[arg-type]


def figures(*entries: EntryFacts) -> Discipline:
    return discipline(entries, DESK)


@pytest.mark.parametrize(
    ("saved", "band"),
    [
        ("2026-11-20 10:05", Band.FIVE),
        ("2026-11-20 10:06", Band.QUARTER),
        ("2026-11-20 10:15", Band.QUARTER),
        ("2026-11-20 10:16", Band.HOUR),
        ("2026-11-20 11:00", Band.HOUR),
        ("2026-11-20 23:59", Band.SAME_DAY),
        ("2026-11-21 00:00", Band.NEXT_DAY),
        ("2026-11-22 09:00", Band.LATER),
    ],
)
def test_the_bands_of_an_entry_that_ended_at_ten(saved: str, band: Band) -> None:
    assert read_entry(entry("2026-11-20 10:00", saved), DESK, Thresholds()).band is band


def test_desk_work_has_fifteen_minutes_and_onsite_work_an_hour() -> None:
    late = "2026-11-20 10:40"
    assert not figures(entry("2026-11-20 10:00", late)).in_time.entries
    assert figures(entry("2026-11-20 10:00", late, setting=Setting.ONSITE)).in_time.entries == 1


@pytest.mark.parametrize(
    ("end", "until"),
    [
        ("2026-11-19 22:00", "2026-11-20 09:30"),
        ("2026-11-20 02:00", "2026-11-20 09:30"),
        ("2026-11-20 22:00", "2026-11-23 09:30"),
        ("2026-11-20 16:30", "2026-11-23 09:30"),
    ],
)
def test_work_on_call_has_until_the_morning_of_the_next_business_day(end: str, until: str) -> None:
    assert in_time_until(at(end), Setting.ON_CALL, DESK, Thresholds()) == at(until)


def test_on_call_without_any_morning_falls_back_to_the_threshold_of_the_desk() -> None:
    always = BusinessCalendar(Schedule.always())
    end = at("2026-11-20 22:00")
    assert in_time_until(end, Setting.ON_CALL, always, Thresholds()) == end + 15 * MINUTE


def test_saved_in_our_app_offline_is_not_late() -> None:
    assert figures(entry("2026-11-20 10:00", "2026-11-20 10:02")).in_time.by_entries == 1.0


def test_an_entry_saved_before_its_end_has_no_lag() -> None:
    ahead = figures(entry("2026-11-20 10:00", "2026-11-20 09:50"))
    assert (ahead.median_lag_us, ahead.future_ended) == (0, 0)


def test_more_than_a_quarter_of_an_hour_ahead_is_future_ended() -> None:
    ahead = figures(entry("2026-11-20 10:00", "2026-11-20 09:44"))
    assert (ahead.median_lag_us, ahead.future_ended) == (0, 1)


@pytest.mark.parametrize(
    "facts",
    [
        EntryFacts(HOUR, None, at("2026-11-20 10:00"), at("2026-11-20 10:00")),
        EntryFacts(HOUR, at("2026-11-20 09:00"), None, at("2026-11-20 10:00")),
        entry("2026-11-20 10:00", None),
        entry("2026-11-20 10:00", "2026-11-20 10:00", on_work=False),
    ],
)
def test_internal_time_and_entries_without_start_or_end_cannot_be_measured(facts: EntryFacts) -> None:
    read = figures(facts)
    assert (read.unmeasurable, read.in_time.of_entries) == (1, 0)


def test_what_somebody_else_entered_is_counted_apart() -> None:
    read = figures(entry("2026-11-20 10:00", "2026-11-20 10:00", proxy=True))
    assert (read.proxies, read.in_time.of_entries) == (1, 0)


def test_nothing_measured_has_no_share_rather_than_nought_or_all() -> None:
    nothing = figures()
    assert nothing.in_time.by_entries is None
    assert nothing.in_time.by_hours is None
    assert nothing.median_lag_us is None
    assert nothing.on_target is None


def test_nine_entries_of_ten_are_the_target() -> None:
    prompt, late = entry("2026-11-20 10:00", "2026-11-20 10:01"), entry("2026-11-20 10:00", "2026-11-20 12:00")
    assert figures(*[prompt] * 9, late).on_target
    assert not figures(*[prompt] * 8, late).on_target


def test_shares_are_by_entries_and_by_hours() -> None:
    read = figures(
        entry("2026-11-20 10:00", "2026-11-20 10:01", minutes=15),
        entry("2026-11-20 14:00", "2026-11-20 14:10", minutes=15),
        entry("2026-11-20 13:00", "2026-11-20 16:00", minutes=90),
    )
    assert read.in_time.by_entries == pytest.approx(2 / 3)
    assert read.in_time.by_hours == pytest.approx(0.25)
    assert read.within_five.entries == 1
    assert read.median_lag_us == 10 * MINUTE


def test_a_shop_may_set_other_thresholds() -> None:
    strict = Thresholds(desk_us=5 * MINUTE, on_call_by=time(8, 30))
    assert not read_entry(entry("2026-11-20 10:00", "2026-11-20 10:06"), DESK, strict).in_time
    assert in_time_until(at("2026-11-19 22:00"), Setting.ON_CALL, DESK, strict) == at("2026-11-20 08:30")


moments = st.integers(at("2026-01-01"), at("2026-12-31"))
facts = st.builds(
    EntryFacts,
    worked_us=st.integers(1, 24 * HOUR),
    start=st.none() | moments,
    end=st.none() | moments,
    saved=st.none() | moments,
    on_work=st.booleans(),
    proxy=st.booleans(),
    setting=st.sampled_from(Setting),
)


@given(st.lists(facts, max_size=12))
def test_every_entry_is_counted_once(entries: list[EntryFacts]) -> None:
    read = figures(*entries)
    assert read.in_time.of_entries + read.unmeasurable + read.proxies == len(entries)
    assert sum(read.bands.values()) == read.in_time.of_entries
    assert 0 <= read.in_time.entries <= read.in_time.of_entries
    assert 0 <= read.in_time.worked_us <= read.in_time.of_worked_us


@given(facts, st.integers(0, 10**12))
def test_saving_later_never_looks_sooner(one: EntryFacts, later: int) -> None:
    before = read_entry(one, DESK, Thresholds())
    if before.count is not Count.MEASURED or one.saved is None or one.saved + later > at("2027-06-01"):
        return
    moved = EntryFacts(one.worked_us, one.start, one.end, one.saved + later, setting=one.setting)
    after = read_entry(moved, DESK, Thresholds())
    assert (after.lag_us or 0) >= (before.lag_us or 0)
    assert before.in_time or not after.in_time
    assert list(Band).index(after.band or Band.FIVE) >= list(Band).index(before.band or Band.FIVE)


def test_days_are_those_of_the_desk_and_not_of_utc() -> None:
    read = read_entry(entry("2026-06-19 23:30", "2026-06-20 00:45"), DESK, Thresholds())
    assert instant(at("2026-06-20 00:45")).date() == instant(at("2026-06-19 23:30")).date()
    assert read.band is Band.NEXT_DAY
