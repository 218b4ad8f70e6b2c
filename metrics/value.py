"""A figure with everything it takes to be believed: how many it counts, whom it leaves out, as of when, final or not.

`Sums` are what contributions add up to; they can be added up in any order and in any parts, here or in a database.
`valued` makes a figure of them. Where nothing was counted the number is None, shown as "n/a", never 0 % or 100 %.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import floor, fsum
from typing import TypeAlias

from metrics.contribution import ALWAYS, SCALE, Contribution
from metrics.facts import Day
from sla.instants import HOUR, Micros

NOT_AVAILABLE = "n/a"
HOURS_A_DAY = 24

Period: TypeAlias = tuple[Day, Day]
"""The first and the last day, both in it."""


class Fold(StrEnum):
    """How a number is made of sums."""

    RATIO = "ratio"
    INVERSE = "inverse"
    COUNT = "count"
    SHARE = "share"
    MEAN = "mean"
    MEDIAN = "median"
    P90 = "p90"
    MAX = "max"
    AGE = "age"


FROM_VALUES = frozenset({Fold.MEAN, Fold.MEDIAN, Fold.P90, Fold.MAX, Fold.AGE})
"""The folds that need the values of the rows, beside their sums."""


class Direction(StrEnum):
    """Which way is better."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    BETWEEN = "between"
    NONE = "none"


class TargetState(StrEnum):
    """How a number stands to its target."""

    ON_TARGET = "on target"
    UNDER = "under target"
    OVER = "over target"
    NO_TARGET = "no target"
    NOT_AVAILABLE = "n/a"


@dataclass(frozen=True, slots=True)
class Target:
    """What a number should be.

    Attributes:
        low: in the unit of the number, as is `high`; None where it has no such end.
        high_from_days: no shorter period is called too high: one busy day burns nobody.
    """

    direction: Direction = Direction.NONE
    low: float | None = None
    high: float | None = None
    high_from_days: int = 1

    def state(self, number: float | None, period: Period | None = None) -> TargetState:
        if number is None:
            return TargetState.NOT_AVAILABLE
        if self.direction is Direction.NONE:
            return TargetState.NO_TARGET
        if self.low is not None and number < self.low:
            return TargetState.UNDER
        long_enough = period is None or period[1] - period[0] + 1 >= self.high_from_days
        if self.high is not None and number > self.high and long_enough:
            return TargetState.OVER
        return TargetState.ON_TARGET


NO_TARGET = Target()


@dataclass(frozen=True, slots=True)
class Sums:
    """What contributions to one measure add up to.

    Attributes:
        numerator: in ten-thousandths, as is `denominator`.
        excluded: how many by reason, as are `unmeasurable`.
        sources: how many of the counted ones by the source from which they are known.
        values: of the counted ones, in no order; filled where the fold needs them.
    """

    numerator: int = 0
    denominator: int = 0
    n: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict)
    unmeasurable: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, int] = field(default_factory=dict)
    provisional_until: Micros = ALWAYS
    values: tuple[float, ...] = ()

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.n + other.n,
            _joined(self.excluded, other.excluded),
            _joined(self.unmeasurable, other.unmeasurable),
            _joined(self.sources, other.sources),
            max(self.provisional_until, other.provisional_until),
            self.values + other.values,
        )


NOTHING = Sums()


@dataclass(frozen=True, slots=True)
class Value:
    """A figure.

    Attributes:
        number: in the unit of its definition; None where nothing was counted.
        n: how many facts it counts.
        numerator: what it adds up, in hours, tickets or money; `denominator` likewise, 0 where it has none.
        period: None where it tells how things stand at `as_of`.
        provisional: it may still change without anybody correcting anything.
    """

    number: float | None
    n: int
    as_of: Micros
    period: Period | None = None
    excluded: Mapping[str, int] = field(default_factory=dict)
    unmeasurable: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, int] = field(default_factory=dict)
    provisional: bool = False
    state: TargetState = TargetState.NO_TARGET
    numerator: float = 0.0
    denominator: float = 0.0


def summed(contributions: Iterable[Contribution], as_of: Micros) -> Sums:
    """The sums of contributions to one measure, of those that are true at `as_of`."""
    numerator = denominator = n = 0
    excluded: dict[str, int] = {}
    unmeasurable: dict[str, int] = {}
    sources: dict[str, int] = {}
    provisional = ALWAYS
    values: list[float] = []
    for each in contributions:
        if not each.holds_at(as_of):
            continue
        numerator += each.numerator
        denominator += each.denominator
        n += each.n
        provisional = max(provisional, each.provisional_until)
        if each.excluded:
            excluded[each.reason] = excluded.get(each.reason, 0) + each.excluded
        if each.unmeasurable:
            unmeasurable[each.reason] = unmeasurable.get(each.reason, 0) + each.unmeasurable
        if each.n and each.source:
            sources[each.source] = sources.get(each.source, 0) + each.n
        if each.n and each.value is not None:
            values.append(each.value)
    return Sums(numerator, denominator, n, excluded, unmeasurable, sources, provisional, tuple(values))


def valued(
    sums: Sums, fold: Fold, as_of: Micros, *, scale: float = 1.0, target: Target = NO_TARGET,
    period: Period | None = None, whole: Sums | None = None, looked: bool = False,
) -> Value:  # fmt: skip
    """The figure that sums make.

    Args:
        scale: what one of the unit is: 100 where a ratio is shown in per cent.
        whole: of a share, the sums of all that it is a share of.
        looked: of a count, that there was something to look at: nothing found is then 0 and not "n/a".
    """
    bare = _folded(sums, fold, as_of, whole)
    if bare is None and looked and fold is Fold.COUNT:
        bare = 0.0
    number = None if bare is None else bare * scale
    return Value(
        number=number,
        n=sums.n,
        as_of=as_of,
        period=period,
        excluded=sums.excluded,
        unmeasurable=sums.unmeasurable,
        sources=sums.sources,
        provisional=sums.provisional_until > as_of,
        state=target.state(number, period),
        numerator=sums.numerator / SCALE,
        denominator=sums.denominator / SCALE,
    )


def percentile(values: Iterable[float], share: float) -> float | None:
    """The value that `share` of the values do not exceed, interpolated between neighbours; None of none."""
    ordered = sorted(values)
    if not ordered:
        return None
    place = (len(ordered) - 1) * share
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _folded(sums: Sums, fold: Fold, as_of: Micros, whole: Sums | None) -> float | None:
    match fold:
        case Fold.RATIO:
            return sums.numerator / sums.denominator if sums.denominator else None
        case Fold.INVERSE:
            return sums.denominator / sums.numerator if sums.numerator else None
        case Fold.SHARE:
            of = sums if whole is None else whole
            return sums.numerator / of.numerator if of.numerator else None
        case Fold.COUNT:
            return sums.numerator / SCALE if sums.n else None
        case Fold.MEAN:
            return fsum(sums.values) / len(sums.values) if sums.values else None
        case Fold.MEDIAN:
            return percentile(sums.values, 0.5)
        case Fold.P90:
            return percentile(sums.values, 0.9)
        case Fold.MAX:
            return max(sums.values, default=None)
        case Fold.AGE:
            return (as_of - min(sums.values)) / (HOURS_A_DAY * HOUR) if sums.values else None


def _joined(left: Mapping[str, int], right: Mapping[str, int]) -> Mapping[str, int]:
    if not left or not right:
        return left or right
    return {reason: left.get(reason, 0) + right.get(reason, 0) for reason in left.keys() | right.keys()}
