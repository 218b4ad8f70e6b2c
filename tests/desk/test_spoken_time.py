"""What a tech types for a time entry, read in London on Friday 20 November 2026 at 15:20.

The last entry ended at 14:30.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from desk.spoken_time import (
    InFuture,
    NotUnderstood,
    SkippedThatNight,
    Spoken,
    SpokenTimeError,
    TwiceThatNight,
    parse,
    printed,
)

LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
ZONES = (LONDON, NEW_YORK, LORD_HOWE, KATHMANDU, ZoneInfo("UTC"))


def local(text: str, zone: ZoneInfo = LONDON, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


NOW = local("2026-11-20 15:20")
LAST = local("2026-11-20 14:30")


def read(text: str, now: datetime = NOW, zone: ZoneInfo = LONDON, last_end: datetime | None = LAST) -> Spoken:
    return parse(text, now, zone, last_end=last_end)


def span(spoken: Spoken, zone: ZoneInfo = LONDON) -> tuple[str, str | None]:
    start, end = spoken.start.astimezone(zone), spoken.end and spoken.end.astimezone(zone)
    return f"{start:%d %H:%M}", f"{end:%d %H:%M}" if end else None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("9:10-9:45", "20 09:10", "20 09:45"),
        ("9.10 to 9.45", "20 09:10", "20 09:45"),
        ("0910-0945", "20 09:10", "20 09:45"),
        ("910-945", "20 09:10", "20 09:45"),
        ("9:10 – 9:45", "20 09:10", "20 09:45"),
        ("9h10-9h45", "20 09:10", "20 09:45"),
        ("from 9:10 until 9:45", "20 09:10", "20 09:45"),
        ("9-10", "20 09:00", "20 10:00"),
        ("9am-10", "20 09:00", "20 10:00"),
        ("9-10am", "20 09:00", "20 10:00"),
        ("2-3pm", "20 14:00", "20 15:00"),
        ("11-1pm", "20 11:00", "20 13:00"),
        ("11am-1", "20 11:00", "20 13:00"),
        ("11:30-1:15", "20 11:30", "20 13:15"),
        ("10-2", "20 10:00", "20 14:00"),
        ("12-1pm", "20 12:00", "20 13:00"),
        ("12-1", "20 12:00", "20 13:00"),
        ("12:30-1:15", "20 12:30", "20 13:15"),
        ("9:10 a.m. to 9:45 a.m.", "20 09:10", "20 09:45"),
        ("noon-1pm", "20 12:00", "20 13:00"),
        ("14:00-now", "20 14:00", "20 15:20"),
        ("since 14:00 until now", "20 14:00", "20 15:20"),
        ("14:00 45m", "20 14:00", "20 14:45"),
        ("45m at 14:00", "20 14:00", "20 14:45"),
        ("45m until 14:00", "20 13:15", "20 14:00"),
        ("2pm 45m", "20 14:00", "20 14:45"),
        ("9 45m", "20 09:00", "20 09:45"),
        ("yesterday 14:00 45m", "19 14:00", "19 14:45"),
        ("14:00 45m yesterday", "19 14:00", "19 14:45"),
        ("45m yesterday at 14:00", "19 14:00", "19 14:45"),
        ("yesterday 9-10", "19 09:00", "19 10:00"),
        ("mon 9-10", "16 09:00", "16 10:00"),
        ("Monday, 9-10", "16 09:00", "16 10:00"),
        ("last thursday 9-10", "19 09:00", "19 10:00"),
        ("fri 9-10", "20 09:00", "20 10:00"),
        ("fri 17-18", "13 17:00", "13 18:00"),
        ("2026-11-18 9-10", "18 09:00", "18 10:00"),
        ("18.11. 9-10", "18 09:00", "18 10:00"),
        ("18/11 9-10", "18 09:00", "18 10:00"),
        ("18 nov 9-10", "18 09:00", "18 10:00"),
        ("nov 18th 9-10", "18 09:00", "18 10:00"),
        ("25m", "20 14:55", "20 15:20"),
        ("25 min", "20 14:55", "20 15:20"),
        ("25'", "20 14:55", "20 15:20"),
        ("1h10", "20 14:10", "20 15:20"),
        ("1h 10m", "20 14:10", "20 15:20"),
        ("1h10m", "20 14:10", "20 15:20"),
        ("1.5h", "20 13:50", "20 15:20"),
        ("1,5 hours", "20 13:50", "20 15:20"),
        ("1:15", "20 14:05", "20 15:20"),
        ("2h", "20 13:20", "20 15:20"),
        ("since last", "20 14:30", "20 15:20"),
        ("last entry to now", "20 14:30", "20 15:20"),
        ("25m after last", "20 14:30", "20 14:55"),
        ("now", "20 15:20", None),
        ("-10m", "20 15:10", None),
        ("−10m", "20 15:10", None),
        ("-0:10", "20 15:10", None),
        ("10m ago", "20 15:10", None),
        ("14:00", "20 14:00", None),
        ("9:10", "20 09:10", None),
        ("2pm", "20 14:00", None),
        ("yesterday 14:00", "19 14:00", None),
    ],
)  # fmt: skip
def test_as_people_type_it(text: str, start: str, end: str | None) -> None:
    assert span(read(text)) == (start, end)


@pytest.mark.parametrize(
    ("text", "now", "start", "end"),
    [
        ("23:30-0:15", "2026-11-20 08:00", "19 23:30", "20 00:15"),
        ("23:30-0:15", "2026-11-20 00:20", "19 23:30", "20 00:15"),
        ("12:30-0:15", "2026-11-20 08:00", "19 12:30", "20 00:15"),
        ("yesterday 23:30-0:15", "2026-11-20 08:00", "19 23:30", "20 00:15"),
        ("wed 22:00-24:00", "2026-11-20 08:00", "18 22:00", "19 00:00"),
        ("wed 23:30 - thu 0:15", "2026-11-20 08:00", "18 23:30", "19 00:15"),
        ("11pm-1", "2026-11-20 08:00", "19 23:00", "20 01:00"),
        ("10-2am", "2026-11-20 08:00", "19 22:00", "20 02:00"),
        ("yesterday 23:30 2h", "2026-11-20 08:00", "19 23:30", "20 01:30"),
        ("45m", "2026-11-20 00:20", "19 23:35", "20 00:20"),
    ],
)
def test_work_may_pass_midnight(text: str, now: str, start: str, end: str) -> None:
    assert span(read(text, local(now), last_end=None)) == (start, end)


def test_a_bare_length_ends_now_and_says_so_and_offers_the_other_meaning() -> None:
    found = read("25m")
    assert found.meant == "0:25 ending now, 14:55 to 15:20"
    assert [each.meant for each in found.others] == ["0:25 from the end of your last entry, 14:30 to 14:55"]


def test_nothing_else_is_offered_where_the_length_does_not_fit_behind_the_last_entry() -> None:
    assert read("1h").others == ()
    assert read("25m", last_end=None).others == ()


def test_small_hours_are_taken_as_written_and_the_afternoon_is_offered() -> None:
    found = read("1-2")
    assert span(found) == ("20 01:00", "20 02:00")
    assert [span(each) for each in found.others] == [("20 13:00", "20 14:00")]
    assert read("01:00-02:00").others == ()
    assert read("0:10-0:30").others == ()


def test_what_was_meant_names_the_day_where_it_is_not_today() -> None:
    assert read("9:10-9:45").meant == "0:35, 09:10 to 09:45"
    assert read("yesterday 14:00 45m").meant == "0:45, yesterday 14:00 to 14:45"
    assert read("mon 9-10").meant == "1:00, Mon 16 Nov 09:00 to 10:00"
    assert read("-10m").meant == "from 15:10, still running"


def test_seconds_are_cut_and_the_minute_that_has_begun_is_no_future() -> None:
    at = NOW + timedelta(seconds=40)
    assert span(read("25m", at)) == ("20 14:55", "20 15:20")
    assert span(read("15:00-15:21", at)) == ("20 15:00", "20 15:21")
    with pytest.raises(InFuture):
        read("15:00-15:22", at)


@pytest.mark.parametrize(
    "text", ["15:00-15:30", "16:00", "15:00 45m", "16:00-now", "today 17-18", "25m until 16:00", "2026-11-21 9-10"]
)
def test_the_future_is_refused(text: str) -> None:
    with pytest.raises(InFuture):
        read(text)


def test_a_refused_future_offers_yesterday() -> None:
    with pytest.raises(InFuture, match="Was it yesterday, 2026-11-19 16:00-17:00") as refused:
        read("16:00-17:00")
    assert [span(each) for each in refused.value.choices] == [("19 16:00", "19 17:00")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Say when"),
        ("   ", "Say when"),
        ("soon", '"soon" is not understood'),
        ("9:10-quarter", '"quarter" is not understood'),
        ("25", 'Write 25m for minutes'),
        ("-10", 'Write 10m for minutes'),
        ("1.25", 'Write 1.25h or 1:25'),
        ("9:10 9:45", "Put a dash between"),
        ("yesterday", "from when"),
        ("yesterday 25m", "from when"),
        ("9:75-10:00", '"9:75" is no time of day'),
        ("25:00-26:00", '"25:00" is no time of day'),
        ("30-40", '"30" is no hour of the day'),
        ("13pm", '"13pm" is no time of day'),
        ("0m", '"0m" is no length'),
        ("30h", '"30h" is no length'),
        ("0:00", "takes no time"),
        ("9:10-9:10", "takes no time"),
        ("mon 9-now", "a day or longer"),
        ("31.2. 9-10", '"31.2." is no day of the calendar'),
        ("2024-11-20 9-10", "more than a year ago"),
        ("9-10-11", "does not make one span"),
        ("mon tue 9-10", "does not make one span"),
    ],
)  # fmt: skip
def test_an_error_names_what_was_not_understood(text: str, said: str) -> None:
    with pytest.raises(NotUnderstood, match=said.replace(".", r"\.")) as refused:
        read(text)
    assert any(
        sample in str(refused.value) for sample in ("9:10", "14:00", "25m", "25h", "10m", "1:25", "entry", "ago")
    )


def test_since_the_last_entry_needs_one() -> None:
    with pytest.raises(NotUnderstood, match="no entry yet"):
        read("since last", last_end=None)
    with pytest.raises(InFuture):
        read("since last", last_end=NOW)


# The nights on which the clock is changed

AFTER_FOLD = local("2026-10-25 09:00")
AFTER_GAP = local("2026-03-29 09:00")


def test_a_time_that_the_clock_shows_twice_is_asked_about() -> None:
    with pytest.raises(TwiceThatNight, match="01:10 first-01:50 first or 2026-10-25 01:10 first-01:50 second") as asked:
        read("1:10-1:50", AFTER_FOLD, last_end=None)
    lengths = [each.end - each.start for each in asked.value.choices if each.end]
    assert lengths == [timedelta(minutes=40), timedelta(minutes=100), timedelta(minutes=40)]


def test_first_and_second_answer_it() -> None:
    found = read("1:10 first - 1:50 second", AFTER_FOLD, last_end=None)
    assert found.end is not None
    assert found.end - found.start == timedelta(minutes=100)


def test_only_one_of_the_two_may_be_meant() -> None:
    found = read("01:50-01:10", AFTER_FOLD, last_end=None)
    assert found.end is not None
    assert found.end - found.start == timedelta(minutes=20)


def test_the_second_time_is_not_asked_about_before_it_has_come() -> None:
    early = local("2026-10-25 01:55")
    assert span(read("1:10-1:50", early, last_end=None)) == ("25 01:10", "25 01:50")


def test_a_time_that_the_clock_never_shows_is_asked_about() -> None:
    for text in ("1:30-2:30", "1:30", "1:10 45m"):
        with pytest.raises(SkippedThatNight, match="29 Mar and never shows 1:"):
            read(f"today {text}", AFTER_GAP, last_end=None)


def test_lengths_are_real_time_over_the_change() -> None:
    assert span(read("0:30-2:30", AFTER_GAP, last_end=None)) == ("29 00:30", "29 02:30")
    found = read("0:30-2:30", AFTER_GAP, last_end=None)
    assert found.end is not None
    assert found.end - found.start == timedelta(hours=1)
    assert span(read("25m", local("2026-03-29 02:10"), last_end=None)) == ("29 00:45", "29 02:10")


# Laws

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
minutes = st.integers(1, 24 * 60 - 1)


@given(moments, minutes, st.integers(0, 300 * 24 * 60), st.sampled_from(ZONES), st.booleans())
@example(local("2026-10-25 01:50").astimezone(UTC), 20, 600, LONDON, True)
@example(local("2026-10-24 23:30").astimezone(UTC), 23 * 60 + 59, 3000, LONDON, True)
@example(local("2026-03-28 02:30").astimezone(UTC), 23 * 60 + 45, 3000, LONDON, True)
@example(local("2026-04-05 01:45", LORD_HOWE).astimezone(UTC), 30, 600, LORD_HOWE, True)
def test_what_is_printed_is_read_back(start: datetime, length: int, ago: int, zone: ZoneInfo, ended: bool) -> None:
    start = start.replace(second=0, microsecond=0)
    end = start + timedelta(minutes=length)
    spoken = Spoken(start, end if ended else None)
    found = parse(printed(spoken, zone), end + timedelta(minutes=ago), zone)
    assert (found.start, found.end) == (spoken.start, spoken.end)


WORDS = (
    *"0123456789:.-/hm'\u0663\u00b2\U0001f44d",
    *("am", "pm", "to", "from", "now", "ago", "last", "yesterday", "mon", "feb", "nov", "2026-", "noon", "24:00"),
    *("first", "second"),
)
pieces = st.lists(st.sampled_from([*WORDS, " "]), max_size=9).map("".join)


@given(st.text(max_size=40) | pieces, moments, st.sampled_from(ZONES), st.none() | moments, st.booleans())
@example("9:75", NOW.astimezone(UTC), LONDON, None, False)
@example("31/2 9-10", NOW.astimezone(UTC), LONDON, None, True)
@example("\x00\ud800", NOW.astimezone(UTC), LONDON, None, False)
def test_no_text_raises_anything_but_our_own_error(
    text: str, now: datetime, zone: ZoneInfo, last_end: datetime | None, month_first: bool
) -> None:
    try:
        found = parse(text, now, zone, last_end=last_end, month_first=month_first)
    except SpokenTimeError:
        return
    limit = now + timedelta(minutes=1)
    assert found.start < limit
    assert found.end is None or found.start < found.end < limit
    assert found.end is None or found.end - found.start < timedelta(days=1)
    assert found.meant


@given(moments, minutes, st.sampled_from(ZONES))
def test_a_bare_length_is_that_long_and_ends_now(now: datetime, length: int, zone: ZoneInfo) -> None:
    for text in (f"{length}m", f"{length // 60}h{length % 60:02}m"):
        assume(text != "0h00m")
        found = parse(text, now, zone)
        assert found.end == now.replace(second=0, microsecond=0)
        assert found.end - found.start == timedelta(minutes=length)
