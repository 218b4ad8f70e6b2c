"""Budget, breaker and the server's clock: arithmetic on a clock that is passed in."""

from datetime import UTC, datetime, timedelta

import pytest

from autotask.breaker import Breaker
from autotask.budget import Budget, Threshold
from autotask.servertime import ServerTime, read_date

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def _spent(budget: Budget, count: int, now: float) -> None:
    for _ in range(count):
        budget.spend(now)


def test_our_share_is_counted_over_a_rolling_hour() -> None:
    budget = Budget(0.4)
    _spent(budget, 2_000, 0.0)
    assert budget.share_used(10.0) == 0.5
    _spent(budget, 2_000, 1800.0)
    assert budget.share_used(1800.0) == 1.0
    assert budget.wait(1800.0) == pytest.approx(1860.0)
    assert budget.wait(3660.0) == 0.0
    assert budget.own(3660.0) == 2_000
    assert budget.own(9999.0) == 0


def test_others_requests_count_towards_the_tenants_limit() -> None:
    budget = Budget(0.4)
    budget.learn(Threshold(10_000, 60, 5_000), 0.0)
    _spent(budget, 100, 1.0)
    assert budget.usage(1.0) == pytest.approx(0.51)
    assert budget.usage(4000.0) == 0.0


def test_a_threshold_without_sense_does_no_harm() -> None:
    budget = Budget(1.0)
    budget.learn(Threshold(0, 0, 0), 0.0)
    budget.spend(0.0)
    assert budget.wait(0.0) > 0


@pytest.mark.parametrize(
    ("used", "pace"), [(0, 1), (3_999, 1), (4_000, 2), (6_000, 4), (7_500, 8), (8_999, 8), (9_000, None)]
)
def test_the_pace_slackens_with_the_tenants_use(used: int, pace: int | None) -> None:
    budget = Budget(1.0)
    budget.learn(Threshold(10_000, 60, used), 0.0)
    assert budget.pace(0.0) == pace


def test_the_pace_slackens_with_our_own_share() -> None:
    budget = Budget(0.1)
    _spent(budget, 1_000, 0.0)
    assert budget.pace(0.0) is None


def test_a_breaker_opens_after_failures_in_a_row_and_probes_with_doubling_pauses() -> None:
    breaker = Breaker()
    for _ in range(4):
        breaker.failed(0.0, "reset")
    breaker.succeeded()
    for _ in range(5):
        assert breaker.wait(0.0) == 0.0
        breaker.asked()
        breaker.failed(0.0, "reset")
    assert (breaker.wait(0.0), breaker.why) == (15.0, "reset")
    now, pauses = 0.0, []
    for _ in range(6):
        now += breaker.wait(now)
        breaker.asked()
        assert breaker.wait(now) > 0
        breaker.failed(now, "reset")
        pauses.append(breaker.wait(now))
    assert pauses == [30.0, 60.0, 120.0, 240.0, 300.0, 300.0]
    breaker.asked()
    breaker.succeeded()
    assert breaker.wait(now) == 0.0


def test_a_person_half_opens_a_breaker_and_a_probe_that_fails_then_makes_no_pause_longer() -> None:
    breaker = Breaker(failures_to_open=1)
    breaker.half_open(0.0)
    breaker.failed(0.0, "reset")
    for now in (1.0, 2.0, 3.0):
        breaker.half_open(now)
        assert breaker.wait(now) == 0.0
        breaker.asked()
        breaker.half_open(now)
        assert breaker.wait(now) > 0
        breaker.failed(now, "reset")
        assert breaker.wait(now) == 15.0
    breaker.asked()
    breaker.failed(18.0, "reset")
    assert breaker.wait(18.0) == 30.0


def test_a_cancelled_probe_leaves_the_way_to_the_next() -> None:
    breaker = Breaker(failures_to_open=1)
    breaker.failed(0.0, "reset")
    breaker.asked()
    breaker.ended()
    assert breaker.wait(15.0) == 0.0


def test_the_servers_clock_is_the_median_of_its_answers() -> None:
    clock = ServerTime()
    assert clock.now(0.0) is None
    for n, off in enumerate((0.0, 0.4, -0.3, 2.0, 0.1)):
        clock.sample(NOON + timedelta(seconds=n + off), n - 0.1, n + 0.1)
    assert clock.now(100.0) == NOON + timedelta(seconds=100.1)


def test_one_stray_date_is_ignored_and_three_agreeing_are_believed() -> None:
    clock = ServerTime()
    clock.sample(NOON, 0.0, 0.0)
    hour = timedelta(hours=1)
    clock.sample(NOON + hour, 0.0, 0.0)
    clock.sample(NOON, 0.0, 0.0)
    clock.sample(NOON + hour, 0.0, 0.0)
    clock.sample(NOON - hour, 0.0, 0.0)
    clock.sample(NOON + hour, 0.0, 0.0)
    assert clock.now(0.0) == NOON
    clock.sample(NOON + hour, 0.0, 0.0)
    clock.sample(NOON + hour, 0.0, 0.0)
    assert clock.now(0.0) == NOON + hour


def test_a_server_in_a_hurry_is_followed() -> None:
    clock = ServerTime(speed=60.0)
    clock.sample(NOON, 10.0, 10.0)
    clock.sample(NOON + timedelta(minutes=2), 12.0, 12.0)
    assert clock.now(13.0) == NOON + timedelta(minutes=3)


@pytest.mark.parametrize("header", [None, "", "yesterday", "Mon, 99 Nov 2026 12:00:00 GMT"])
def test_a_date_that_is_none_is_none(header: str | None) -> None:
    assert read_date(header) is None


def test_a_date_is_utc() -> None:
    assert read_date("Mon, 23 Nov 2026 12:00:00 GMT") == NOON
    assert read_date("Mon, 23 Nov 2026 14:00:00 +0200") == NOON
