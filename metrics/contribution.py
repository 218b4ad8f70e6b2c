"""What one fact adds to one measure: rows that can be stored, summed by anybody, and folded into a value.

A measure is a number that is counted by itself: a KPI has one or several. What a fact contributes depends on nothing
but the fact, so that a changed entry costs an entry; what would add nothing to anything is no contribution. Time that
passes costs nothing either: a contribution says from when until when it is true (`since`, `until`), and whoever sums
takes those that are true at the instant asked about.

The rows of one measure are summed like this, whatever it means; `None` and 0 never stand for each other:

    SELECT measure, reason, source, <dimensions>, SUM(numerator), SUM(denominator), SUM(n), SUM(excluded),
           SUM(unmeasurable), MAX(provisional_until), COUNT(*)
    WHERE since <= :as_of AND :as_of < until AND day BETWEEN :first AND :last   -- the day for flows alone, not stocks
    GROUP BY ...

A median, a mean or a percentile is taken over the values of the rows that count (`n` = 1).

Numerators and denominators are whole ten-thousandths (`SCALE`), the precision of Autotask's own hours and amounts, so
that sums are the same in every order and in every database.
"""

from typing import NamedTuple

from metrics.facts import Day
from sla.instants import Micros

SCALE = 10_000
"""What is added up is counted in ten-thousandths."""

EVER: Micros = 2**62
"""The end of what ends never."""

ALWAYS: Micros = -(2**62)
"""The beginning of what was always so."""


class Dimensions(NamedTuple):
    """By what a contribution can be told apart; 0 and empty where it cannot.

    Attributes:
        tech: the resource it is laid to.
        team: the queue of a ticket, the team of a person.
    """

    tech: int = 0
    company: int = 0
    contract: int = 0
    workflow: str = ""
    team: int = 0
    role: int = 0


NOWHERE = Dimensions()


class Contribution(NamedTuple):
    """What one fact adds to one measure.

    Attributes:
        day: the day it counts on. Of a stock, which is counted as it stands, the day it began.
        numerator: ten-thousandths of whatever the measure counts (tickets, hours, money), as is `denominator`.
        n: 1 where the fact is counted, else 0. A fact that only adds to a numerator or a denominator has 0.
        value: one value among those of which a median is taken; an instant (microseconds) where the measure is an age.
        excluded: 1 where the definition leaves the fact out, and `reason` says why.
        unmeasurable: 1 where the fact should count and cannot be measured, and `reason` says why.
        since: true from this instant on.
        until: and true before this one.
        provisional_until: before this instant it may still change without anybody correcting anything.
        source: from where it is known, where there are several ways; or of which kind it is, where kinds are told.
    """

    measure: str
    day: Day
    where: Dimensions = NOWHERE
    numerator: int = 0
    denominator: int = 0
    n: int = 0
    value: float | None = None
    excluded: int = 0
    unmeasurable: int = 0
    reason: str = ""
    since: Micros = ALWAYS
    until: Micros = EVER
    provisional_until: Micros = ALWAYS
    source: str = ""

    def holds_at(self, as_of: Micros) -> bool:
        """Whether it is true at an instant."""
        return self.since <= as_of < self.until


def scaled(amount: float) -> int:
    """Hours, money or a count in ten-thousandths."""
    return round(amount * SCALE)


def counted(
    measure: str, day: Day, where: Dimensions, *, yes: bool, source: str = "", since: Micros = ALWAYS
) -> Contribution:  # fmt: skip
    """One among those that count; in the numerator, too, where `yes`."""
    return Contribution(measure, day, where, SCALE if yes else 0, SCALE, 1, since=since, source=source)


def left_out(
    measure: str, day: Day, where: Dimensions, reason: str, since: Micros = ALWAYS, until: Micros = EVER
) -> Contribution:  # fmt: skip
    """A fact that the definition leaves out."""
    return Contribution(measure, day, where, excluded=1, reason=reason, since=since, until=until)


def not_measured(
    measure: str, day: Day, where: Dimensions, reason: str, since: Micros = ALWAYS
) -> Contribution:  # fmt: skip
    """A fact that should count and cannot be measured."""
    return Contribution(measure, day, where, unmeasurable=1, reason=reason, since=since)
