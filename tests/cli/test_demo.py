"""A demo opens on the morning of a working day, whenever it is started."""

from datetime import UTC, datetime, timedelta

import pytest

from cli.demo import OPENING, default_opening


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-24T08:40Z", "2026-11-24T08:40Z"),
        ("2026-11-24T08:39Z", "2026-11-23T08:40Z"),
        ("2026-11-24T23:00Z", "2026-11-24T08:40Z"),
        ("2026-11-22T12:00Z", "2026-11-20T08:40Z"),
        ("2026-11-23T07:00Z", "2026-11-20T08:40Z"),
        ("2026-11-24T09:00+01:00", "2026-11-23T08:40Z"),
        ("2027-01-01T02:00Z", "2026-12-31T08:40Z"),
    ],
)
def test_the_last_working_morning_that_has_begun(now: str, opens: str) -> None:
    asked = datetime.fromisoformat(now).astimezone(UTC)
    assert default_opening(asked) == datetime.fromisoformat(opens)


def test_it_is_never_ahead_and_never_on_a_weekend() -> None:
    start = datetime(2026, 11, 1, tzinfo=UTC)
    for hours in range(0, 24 * 60, 5):
        now = start + timedelta(hours=hours)
        opens = default_opening(now)
        assert opens <= now
        assert opens.isoweekday() <= 5
        assert opens.time() == OPENING
        assert now - opens < timedelta(days=4)
