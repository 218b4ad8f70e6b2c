"""Sums and the values they make: the same in every order and in every split, and n/a where nothing was counted."""

from functools import reduce
from operator import add
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.contribution import ALWAYS, EVER, SCALE, Contribution
from metrics.value import NOTHING, Direction, Fold, Sums, Target, TargetState, percentile, summed, valued
from sla.instants import DAY

NOW = 1_000
INSTANTS = st.sampled_from([ALWAYS, 0, NOW, NOW + 1, EVER])
ROWS = st.lists(
    st.builds(
        Contribution,
        measure=st.just("m"),
        day=st.just(0),
        numerator=st.integers(-(10**12), 10**12),
        denominator=st.integers(0, 10**12),
        n=st.integers(0, 1),
        value=st.none() | st.floats(-1e6, 1e6),
        excluded=st.integers(0, 1),
        unmeasurable=st.integers(0, 1),
        reason=st.sampled_from(["merged", "paused"]),
        since=INSTANTS,
        until=INSTANTS,
        provisional_until=INSTANTS,
        source=st.sampled_from(["", "history", "trail"]),
    ),
    max_size=8,
)


@settings(max_examples=50)
@given(ROWS, st.randoms(use_true_random=False), st.integers(1, 4), st.sampled_from(Fold))
def test_a_value_does_not_depend_on_order_nor_on_how_the_rows_are_split(
    rows: list[Contribution], random: Random, parts: int, fold: Fold
) -> None:
    whole = valued(summed(rows, NOW), fold, NOW)
    shuffled = random.sample(rows, len(rows))
    split: list[Sums] = [summed(shuffled[part::parts], NOW) for part in range(parts)]
    assert valued(reduce(add, split, NOTHING), fold, NOW) == whole


@pytest.mark.parametrize("fold", Fold)
def test_nothing_is_not_available(fold: Fold) -> None:
    told = valued(NOTHING, fold, NOW, target=Target(Direction.AT_MOST, high=0.0))
    assert (told.number, told.n, told.state) == (None, 0, TargetState.NOT_AVAILABLE)


@pytest.mark.parametrize(
    ("fold", "number"),
    [
        (Fold.RATIO, 0.75),
        (Fold.INVERSE, 4 / 3),
        (Fold.COUNT, 3.0),
        (Fold.SHARE, 0.5),
        (Fold.MEAN, 4.0),
        (Fold.MEDIAN, 3.0),
        (Fold.P90, 7.0),
        (Fold.MAX, 8.0),
    ],
)
def test_how_a_number_is_made_of_sums(fold: Fold, number: float) -> None:
    values = (8.0, 1.0, 3.0, 2.0, 6.0, 4.0)
    sums = Sums(3 * SCALE, 4 * SCALE, 6, values=values if fold is not Fold.MEDIAN else (8.0, 1.0, 3.0))
    whole = Sums(6 * SCALE) if fold is Fold.SHARE else None
    assert valued(sums, fold, NOW, whole=whole).number == pytest.approx(number)


def test_an_age_is_that_of_the_oldest_in_days() -> None:
    assert valued(Sums(values=(float(NOW), float(NOW - 3 * DAY))), Fold.AGE, NOW).number == 3.0


def test_percentiles_lie_between_neighbours() -> None:
    assert [percentile((4.0, 1.0), share) for share in (0, 0.5, 0.9, 1)] == pytest.approx([1.0, 2.5, 3.7, 4.0])
    assert percentile((), 0.5) is None


def test_only_what_is_true_at_the_instant_counts() -> None:
    rows = [Contribution("m", 0, n=1, numerator=SCALE, since=NOW), Contribution("m", 0, n=1, until=NOW)]
    assert [(summed(rows, at).n, summed(rows, at).numerator) for at in (NOW - 1, NOW)] == [(1, 0), (1, SCALE)]


@pytest.mark.parametrize(("until", "provisional"), [(NOW, False), (NOW + 1, True)])
def test_a_value_is_provisional_until_the_last_of_its_rows_is_settled(until: int, provisional: bool) -> None:
    rows = [Contribution("m", 0, n=1), Contribution("m", 0, n=1, provisional_until=until)]
    assert valued(summed(rows, NOW), Fold.COUNT, NOW).provisional is provisional


@pytest.mark.parametrize(
    ("target", "states"),
    [
        (Target(Direction.BETWEEN, 75, 85), ("under target", "on target", "on target", "over target")),
        (Target(Direction.AT_LEAST, low=85), ("under target", "under target", "on target", "on target")),
        (Target(Direction.AT_MOST, high=75), ("on target", "on target", "over target", "over target")),
        (Target(), ("no target",) * 4),
    ],
)
def test_how_a_number_stands_to_its_target(target: Target, states: tuple[str, ...]) -> None:
    assert tuple(target.state(number) for number in (74.9, 75.0, 85.0, 85.1)) == states


@pytest.mark.parametrize(
    ("last", "state"), [(1, TargetState.ON_TARGET), (6, TargetState.ON_TARGET), (7, TargetState.OVER)]
)
def test_no_short_period_is_called_too_high(last: int, state: TargetState) -> None:
    target = Target(Direction.BETWEEN, 75, 85, high_from_days=7)
    assert target.state(99.0, (1, last)) is state
