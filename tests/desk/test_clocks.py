"""The clocks: scaled time, server time, and how long to wait for an instant."""

import math

import pytest

from desk.clocks import MonotonicClock, ScaledClock, SettableClock, SystemClock
from tests.desk.shop import NOW, us

SECOND = 1_000_000


class Wall:
    def __init__(self, at: int) -> None:
        self.at = at

    def __call__(self) -> int:
        return self.at


def test_scaled_time_runs_from_its_anchor_at_its_speed() -> None:
    wall = Wall(5_000 * SECOND)
    clock = ScaledClock(us(NOW), 60, wall.at, wall)
    assert clock.now() == us(NOW)
    wall.at += 2 * SECOND
    assert clock.now() == us(NOW) + 120 * SECOND


def test_a_wait_in_scaled_time_is_as_much_shorter() -> None:
    wall = Wall(0)
    clock = ScaledClock(us(NOW), 60, 0, wall)
    assert clock.seconds_until(us(NOW) + 90 * SECOND) == pytest.approx(1.5)
    assert clock.seconds_until(us(NOW) - 1) == 0


def test_what_stands_still_is_waited_for_in_vain() -> None:
    assert ScaledClock(us(NOW), 0, 0, Wall(7)).seconds_until(us(NOW) + 1) == math.inf
    assert SettableClock(us(NOW)).seconds_until(us(NOW) + 1) == math.inf


@pytest.mark.parametrize("speed", [-1.0, math.nan, math.inf])
def test_time_that_runs_backwards_or_not_at_all_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        ScaledClock(us(NOW), speed, 0)


def test_the_system_clock_follows_the_server() -> None:
    wall = Wall(us(NOW))
    clock = SystemClock(wall)
    clock.follow_server(us(NOW) + 90 * SECOND)
    wall.at += SECOND
    assert clock.now() == us(NOW) + 91 * SECOND
    assert clock.offset_seconds == 90
    assert clock.seconds_until(us(NOW) + 92 * SECOND) == 1


def test_a_settable_clock_stands_where_it_is_put() -> None:
    clock = SettableClock(us(NOW))
    assert clock.advance(hours=1, minutes=1, seconds=1) == us(NOW) + 3_661 * SECOND
    clock.set(us(NOW))
    assert clock.now() == us(NOW)
    assert clock.seconds_until(us(NOW)) == 0


def test_machine_time_never_goes_back() -> None:
    clock = MonotonicClock()
    assert clock.now() <= clock.now()
