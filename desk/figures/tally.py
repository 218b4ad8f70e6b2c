"""Sums while they are added up: what cells hold, and addends that stand alone."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeAlias

from metrics.contribution import ALWAYS
from metrics.value import Sums
from replica.figures.addend import Addend
from replica.figures.cells import Amounts, Line, amounts
from sla.instants import Micros


@dataclass(slots=True)
class Tally:
    """The sums of one measure, of one of those who are told apart."""

    numerator: int = 0
    denominator: int = 0
    n: int = 0
    excluded: dict[str, int] = field(default_factory=dict)
    unmeasurable: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    provisional_until: Micros = ALWAYS
    values: list[float] = field(default_factory=list)

    def add(self, line: Line, more: Amounts) -> None:
        """Add the sums of a line of a cell."""
        numerator, denominator, n, excluded, unmeasurable = more
        self.numerator += numerator
        self.denominator += denominator
        self.n += n
        if excluded:
            self.excluded[line.reason] = self.excluded.get(line.reason, 0) + excluded
        if unmeasurable:
            self.unmeasurable[line.reason] = self.unmeasurable.get(line.reason, 0) + unmeasurable
        if n and line.source:
            self.sources[line.source] = self.sources.get(line.source, 0) + n

    def add_moving(self, addend: Addend) -> None:
        """Add one that is not settled, with its value."""
        self.add(line_of(addend), amounts(addend))
        self.provisional_until = max(self.provisional_until, addend.provisional_until)
        if addend.n and addend.value is not None:
            self.values.append(addend.value)

    def sums(self) -> Sums:
        return Sums(
            self.numerator,
            self.denominator,
            self.n,
            self.excluded,
            self.unmeasurable,
            self.sources,
            self.provisional_until,
            tuple(self.values),
        )


Tallies: TypeAlias = defaultdict[tuple[str, str], Tally]
"""By measure, and by whom."""


def tallies() -> Tallies:
    """None yet."""
    return defaultdict(Tally)


def line_of(addend: Addend) -> Line:
    """The line of a cell that an addend belongs to."""
    return Line(addend.measure, addend.reason, addend.source)
