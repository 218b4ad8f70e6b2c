"""A day or a moment typed into a field, read in London on Tuesday 24 November 2026 at 09:41."""

from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.spoken_days import day_of, moment_of
from desk.spoken_span import NotUnderstood

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", 24),
        ("Tomorrow", 25),
        ("morgen", 25),
        ("fri", 27),
        ("mon", 30),
        ("so", 29),
        ("next week", 30),
        ("27.11.", 27),
        ("27.11", 27),
        ("27/11", 27),
        ("2026-11-27", 27),
        ("3d", 27),
        ("+3 d", 27),
        ("in 3 days", 27),
    ],
)
def test_a_day_is_read_as_one_says_it(text: str, day: int) -> None:
    assert day_of(text, NOW, LONDON) == date(2026, 11, day)


def test_weeks_months_and_the_end_of_the_year_are_counted_by_the_calendar() -> None:
    assert day_of("2w", NOW, LONDON) == date(2026, 12, 8)
    assert day_of("1 month", NOW, LONDON) == date(2026, 12, 24)
    assert day_of("5.1.", NOW, LONDON) == date(2027, 1, 5)


def test_in_america_the_month_comes_first_unless_there_are_dots() -> None:
    assert day_of("12/5", NOW, NEW_YORK) == date(2026, 12, 5)
    assert day_of("12/5", NOW, LONDON) == date(2027, 5, 12)
    assert day_of("5.12.", NOW, NEW_YORK) == date(2026, 12, 5)


@pytest.mark.parametrize("text", ["", "soon", "yesterday", "30.2.", "27.11. 3.12.", "12345678", "\x1b[2J", "１２"])
def test_what_names_no_day_to_come_is_told_with_examples(text: str) -> None:
    with pytest.raises(NotUnderstood, match=r"Write tomorrow"):
        day_of(text, NOW, LONDON)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("today 16:00", "2026-11-24T16:00"),
        ("fri", "2026-11-27T17:00"),
        ("27.11. 9:00", "2026-11-27T09:00"),
        ("2026-11-27 14:30", "2026-11-27T14:30"),
        ("noon", "2026-11-24T12:00"),
        ("9:00", "2026-11-25T09:00"),
        ("tomorrow 5pm", "2026-11-25T17:00"),
    ],
)
def test_a_moment_has_its_day_or_its_time_or_both(text: str, moment: str) -> None:
    assert moment_of(text, NOW, LONDON) == datetime.fromisoformat(moment).replace(tzinfo=LONDON)


@given(st.text(max_size=30))
def test_any_text_is_a_day_to_come_or_not_understood(text: str) -> None:
    with suppress(NotUnderstood):
        assert day_of(text, NOW, LONDON) >= date(2026, 11, 24)


@given(st.dates(date(2026, 11, 24), date(2027, 11, 1)), st.times())
def test_a_day_and_a_moment_as_a_form_writes_them_are_read_back(day: date, at: object) -> None:
    assert day_of(f"{day:%a} {day.isoformat()}", NOW, LONDON) == day
    written = datetime.combine(day, at, LONDON).replace(second=0, microsecond=0)  # type: ignore[arg-type]
    assert moment_of(f"{written:%Y-%m-%d %H:%M}", NOW, LONDON) == written.replace(fold=0)
