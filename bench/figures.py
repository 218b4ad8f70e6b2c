"""One measured figure: ours beside a named peer or baseline of the same run, and the goal it has to hold."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


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
        return f"at most {self.goal:g} x" if self.at_most else f"at least {self.goal:g} x as fast"


def cpu_seconds(work: Callable[[], object]) -> float:
    """Processor time of one call, with the collector held off so that its pauses fall on nobody."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


def interleaved(ours: Callable[[], object], peer: Callable[[], object], *, rounds: int = 7) -> tuple[float, float]:
    """Median processor seconds of both, measured in turn so that a drifting machine drifts for both."""
    ours()
    peer()
    pairs = [(cpu_seconds(ours), cpu_seconds(peer)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
