"""When to ask again: the table of the budget, the slow-down of a quiet desk, and the distance of retries."""

from random import Random

import pytest
from pydantic import ValidationError

from replica.rhythm import Allowance, PullSettings, Rhythm, allowance


@pytest.mark.parametrize(
    ("used", "allowed"),
    [
        (0.0, Allowance(1)),
        (0.3999, Allowance(1)),
        (0.4, Allowance(2)),
        (0.6, Allowance(4, sweeps=False)),
        (0.75, Allowance(8, sweeps=False, tickets_only=True)),
        (0.9, Allowance(8, sweeps=False, tickets_only=True, stop=True)),
        (1.5, Allowance(8, sweeps=False, tickets_only=True, stop=True)),
    ],
)
def test_the_more_is_used_the_less_is_asked(used: float, allowed: Allowance) -> None:
    assert allowance(used) == allowed


def test_ten_quiet_polls_make_pauses_half_as_long_again_up_to_a_minute() -> None:
    rhythm = Rhythm(15.0, Random(0))
    lengths = []
    for _ in range(60):
        rhythm.heard(False)
        lengths.append(rhythm.interval(Allowance(1)))
    assert sorted(set(lengths)) == [15.0, 22.5, 33.75, 50.625, 60.0]
    assert lengths[8:10] == [15.0, 22.5]
    rhythm.heard(True)
    assert rhythm.interval(Allowance(1)) == 15.0


def test_a_base_of_more_than_a_minute_stays_as_it_is() -> None:
    rhythm = Rhythm(300.0, Random(0))
    for _ in range(20):
        rhythm.heard(False)
    assert rhythm.interval(Allowance(2)) == 600.0


def test_pauses_differ_by_a_tenth_either_way() -> None:
    rhythm = Rhythm(10.0, Random(0))
    pauses = [rhythm.pause(Allowance(1)) for _ in range(500)]
    assert 9.0 <= min(pauses) < 9.1
    assert 10.9 < max(pauses) <= 11.0


def test_a_throttling_without_a_word_doubles_its_wait_up_to_a_quarter_of_an_hour() -> None:
    rhythm = Rhythm(15.0, Random(0))
    assert [rhythm.throttled(tries, 0.0) for tries in (1, 2, 3, 4, 5, 50)] == [60, 120, 240, 480, 900, 900]
    assert rhythm.throttled(1, 5_000.0) == 900


def test_settings_name_what_is_wrong() -> None:
    with pytest.raises(ValidationError, match="interval"):
        PullSettings(interval=0)
