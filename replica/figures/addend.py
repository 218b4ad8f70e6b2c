"""What one fact adds to one measure, as the figures keep it: flat, and without knowing what it means.

An addend is true from `since` until `until`, and final from `provisional_until` on. One that has become true, ends
never and is final is *settled*: it is summed into cells once and never looked at again. One whose end has come is
*over* and adds nothing. The others are few, and are kept one by one: whoever asks takes those that are true.
"""

from typing import NamedTuple, TypeAlias

Micros: TypeAlias = int

DIMENSIONS = ("tech", "team", "company", "contract", "workflow", "role")
"""By what an addend can be told apart, in the order of its fields."""

ALL = ""
"""The name of the dimension by which nothing is told apart."""

NEVER: Micros = 2**62
"""The end of what ends never."""


class Addend(NamedTuple):
    """What one fact adds to one measure; the words of its fields are those of a contribution (docs/kpis.md).

    Attributes:
        day: ordinal of the day it counts on.
        numerator: whole ten-thousandths, as is `denominator`.
    """

    measure: str
    day: int
    tech: int
    team: int
    company: int
    contract: int
    workflow: str
    role: int
    numerator: int
    denominator: int
    n: int
    excluded: int
    unmeasurable: int
    reason: str
    source: str
    value: float | None
    since: Micros
    until: Micros
    provisional_until: Micros

    def settled(self, at: Micros) -> bool:
        """Whether time changes nothing about it any more, from an instant on."""
        return self.until == NEVER and self.since <= at and self.provisional_until <= at

    def over(self, at: Micros) -> bool:
        """Whether it is true at no instant from this one on."""
        return self.until <= at

    @property
    def valued(self) -> bool:
        """Whether a median may be taken of its value."""
        return self.value is not None and self.n == 1

    def of(self, dimension: str) -> str:
        """To whom it is laid in a dimension, as cells name it."""
        return laid_to(self, dimension)


class Valued(NamedTuple):
    """The value of a settled addend, one of those of which a median is taken."""

    measure: str
    day: int
    tech: int
    team: int
    company: int
    contract: int
    workflow: str
    role: int
    value: float

    def of(self, dimension: str) -> str:
        """To whom it is laid in a dimension, as cells name it."""
        return laid_to(self, dimension)


def laid_to(each: Addend | Valued, dimension: str) -> str:
    """To whom an addend or a value is laid in a dimension; everybody, and nobody in particular, is ""."""
    of = "" if dimension == ALL else getattr(each, dimension)
    return str(of) if of else ""
