"""Random streams by name: the same name draws the same numbers in every run, on every machine."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(*name: object) -> random.Random:
    """A stream of its own for one entity, so that what happens to one never shifts the draws of another."""
    return random.Random(":".join(map(str, name)))


def weighted(rng: random.Random, table: Sequence[tuple[T, float]]) -> T:
    """One value of a table of (value, weight); weights need not sum to one."""
    mark = rng.random() * sum(weight for _, weight in table)
    for value, weight in table:
        mark -= weight
        if mark < 0:
            return value
    return table[-1][0]


class Wheel(Generic[T]):
    """A table of (value, weight) that is drawn from often, its sums worked out once."""

    def __init__(self, table: Iterable[tuple[T, float]]) -> None:
        rows = list(table)
        self._values: list[T] = [value for value, _ in rows]
        self._sums = list(accumulate(weight for _, weight in rows))

    def draw(self, rng: random.Random) -> T:
        """One value."""
        place = bisect(self._sums, rng.random() * self._sums[-1])
        return self._values[min(place, len(self._values) - 1)]


def between(rng: random.Random, low: float, high: float) -> int:
    """A whole number of seconds between two numbers of minutes, evenly spread."""
    return int(60 * (low + (high - low) * rng.random()))


def long_tailed(rng: random.Random, median_hours: float, spread: float = 0.9) -> int:
    """Seconds with the given median in hours and a long tail, as waits of people have (log-normal)."""
    return max(120, int(3600 * median_hours * rng.lognormvariate(0.0, spread)))
