"""Random streams by name: the same name draws the same numbers in every run, on every machine."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

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


def between(rng: random.Random, low: float, high: float) -> int:
    """A whole number of seconds between two numbers of minutes, evenly spread."""
    return int(60 * (low + (high - low) * rng.random()))


def long_tailed(rng: random.Random, median_hours: float, spread: float = 0.9) -> int:
    """Seconds with the given median in hours and a long tail, as waits of people have (log-normal)."""
    return max(120, int(3600 * median_hours * rng.lognormvariate(0.0, spread)))
