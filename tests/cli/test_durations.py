"""What a person may write for a duration, a speed, an instant."""

import argparse
from datetime import UTC, datetime

import pytest

from cli.durations import duration, moment, speed


@pytest.mark.parametrize(
    ("text", "seconds"), [("5s", 5.0), ("2m", 120.0), ("1.5h", 5400.0), ("250ms", 0.25), ("7", 7.0)]
)
def test_durations_are_read_in_seconds(text: str, seconds: float) -> None:
    assert duration(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "-5s", "5 parsecs", "٥s"])
def test_what_is_no_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="write it like 5s"):
        duration(text)


@pytest.mark.parametrize("text", ["-1", "fast", "1e9", "nan", "inf"])
def test_a_speed_is_a_number_in_reach(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="0 to 3600"):
        speed(text)


def test_an_instant_without_a_zone_is_utc() -> None:
    assert moment("2026-11-24T09:40") == datetime(2026, 11, 24, 9, 40, tzinfo=UTC)


def test_an_instant_in_another_zone_is_the_same_instant() -> None:
    assert moment("2026-11-24T10:40+01:00") == datetime(2026, 11, 24, 9, 40, tzinfo=UTC)


def test_what_is_no_instant_is_refused_with_an_example() -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="write it like"):
        moment("tomorrow-ish")
