"""How a cost is measured, and one measured figure: ours beside a named peer of the same run, and the goal it holds.

All sides take turns in short rounds in one process. In its round a side runs twice: once to bring its own data back
into the caches, from which the side before has driven it, and once for the measure, which is processor time with the
collector held off. A cost is that of the best round. What else runs on the machine can only add to a round: it takes
the caches and the clock rate of the core, and never makes work cheaper. So the best of many rounds is what the work
itself costs, on a busy machine as on a quiet one, for every side alike; the turns see to it that each side gets its
share of whatever quiet there is. How far the median round lies above the best tells how noisy the run was.
"""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Cost:
    """What the same work cost in each of several rounds, in one unit."""

    rounds: tuple[float, ...]

    @property
    def best(self) -> float:
        return min(self.rounds)

    @property
    def noise(self) -> float:
        """By how much the median round lies above the best: 0 on a perfectly quiet machine."""
        return statistics.median(self.rounds) / self.best - 1

    def times(self, factor: float) -> "Cost":
        """The same in another unit, or for a part of the work."""
        return Cost(tuple(each * factor for each in self.rounds))


@dataclass(frozen=True, slots=True)
class Figure:
    """A comparison measured in one run. `ours` and `peer` share `unit`; the ratio is what counts."""

    name: str
    ours: float
    peer: float
    peer_name: str
    unit: str
    goal: float | None
    """The ratio to hold: so many times the speed of the peer, or this share of its cost. None: told, not held."""
    at_most: bool
    """True where `ours / peer` must stay at or under the goal; False where `peer / ours` must reach it."""
    note: str = ""
    rounds: str = ""
    """How many rounds there were, and the noise of each side in them."""

    @property
    def ratio(self) -> float:
        """Cost against the peer for an upper bound, speed against the peer for a lower one."""
        return self.ours / self.peer if self.at_most else self.peer / self.ours

    @property
    def holds(self) -> bool:
        if self.goal is None:
            return True
        return self.ratio <= self.goal if self.at_most else self.ratio >= self.goal

    @property
    def words(self) -> str:
        if self.goal is None:
            return "none"
        return f"at most {self.goal:.3g} x" if self.at_most else f"at least {self.goal:g} x as fast"


def compared(
    name: str, ours: Cost, peer: Cost, *, peer_name: str, unit: str, goal: float | None, at_most: bool, note: str = ""
) -> Figure:
    """The best rounds of both sides as a figure."""
    rounds = f"{len(ours.rounds)}; +{ours.noise:.0%}, +{peer.noise:.0%}"
    return Figure(name, ours.best, peer.best, peer_name, unit, goal, at_most, note, rounds)


def in_turn(rounds: int, **sides: Work) -> dict[str, Cost]:
    """Processor seconds of each side, one round of each after the other."""
    spent: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, work in sides.items():
            spent[name].append(_warm_seconds(work))
    return {name: Cost(tuple(each)) for name, each in spent.items()}


def _warm_seconds(work: Work) -> float:
    gc.collect()
    gc.disable()
    try:
        work()
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


def interleaved(ours: Work, peer: Work, *, rounds: int = 7) -> tuple[float, float]:
    """Processor seconds of the best round of both."""
    costs = in_turn(rounds, ours=ours, peer=peer)
    return costs["ours"].best, costs["peer"].best
