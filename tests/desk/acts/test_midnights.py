"""The midnights that an entry passes: of the tech's own day, and of Autotask's."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.acts.midnights import midnight_questions

AMSTERDAM, LONDON, SEATTLE = map(ZoneInfo, ("Europe/Amsterdam", "Europe/London", "America/Los_Angeles"))


def asked(start: str, minutes: int, zone: ZoneInfo) -> dict[str, str]:
    """What is asked of an entry that starts on a wall clock of the zone."""
    begin = datetime.fromisoformat(start).replace(tzinfo=zone).astimezone(UTC)
    return {each.id: each.says for each in midnight_questions(begin, begin + timedelta(minutes=minutes), zone)}


@pytest.mark.parametrize(
    ("start", "minutes", "zone", "ids"),
    [
        ("2026-11-24 23:30", 45, AMSTERDAM, ["midnight"]),
        ("2026-11-25 00:40", 25, AMSTERDAM, ["utc midnight"]),
        ("2026-11-24 23:30", 120, AMSTERDAM, ["midnight", "utc midnight"]),
        ("2026-11-24 23:30", 45, LONDON, ["midnight"]),
        ("2026-11-24 15:50", 30, SEATTLE, ["utc midnight"]),
        ("2026-11-24 23:30", 30, AMSTERDAM, []),
        ("2026-11-25 00:40", 20, AMSTERDAM, []),
        ("2026-11-25 01:00", 20, AMSTERDAM, []),
        ("2026-10-25 01:30", 60, AMSTERDAM, ["utc midnight"]),
        ("2026-10-25 02:00", 60, AMSTERDAM, []),
    ],
)
def test_each_midnight_is_asked_about_once(start: str, minutes: int, zone: ZoneInfo, ids: list[str]) -> None:
    assert list(asked(start, minutes, zone)) == ids


def test_it_says_what_to_type_for_a_tenant_that_refuses() -> None:
    assert "00:40-01:00 + 01:00-01:05 makes two entries" in asked("2026-11-25 00:40", 25, AMSTERDAM)["utc midnight"]
    assert "23:30-00:00 + 00:00-00:15 makes two entries" in asked("2026-11-24 23:30", 45, LONDON)["midnight"]


@given(st.integers(0, 10 * 366 * 24 * 60), st.integers(1, 24 * 60), st.timezones())
def test_what_is_not_asked_about_passes_no_midnight(begin: int, minutes: int, zone: ZoneInfo) -> None:
    start = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=begin)
    last = start + timedelta(minutes=minutes, microseconds=-1)
    questions = [each.id for each in midnight_questions(start, start + timedelta(minutes=minutes), zone)]
    local, remote = (start.astimezone(each).date() != last.astimezone(each).date() for each in (zone, UTC))
    assert bool(questions) is (local or remote)
    assert ("midnight" in questions) is local
