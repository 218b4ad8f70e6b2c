"""Service targets: how much business time each milestone of a ticket may take, and which promise counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Literal, TypeAlias

MilestoneField: TypeAlias = Literal["first_response", "resolution_plan", "resolved"]


@dataclass(frozen=True, slots=True)
class Target:
    """One promise.

    Attributes:
        seconds: business seconds from creation to the deadline; zero or less promises nothing.
        around_the_clock: counted on the clock on the wall (24x7) instead of business hours.
        rule: who promises it, in words ("W04", "contract Gold, priority Critical"); two promises of the same length
            are equal whoever gives them.
    """

    seconds: int
    around_the_clock: bool = False
    rule: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Targets:
    """The three promises of a workflow, in the order a ticket meets them; None promises nothing."""

    first_response: Target | None = None
    resolution_plan: Target | None = None
    resolved: Target | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The tickets that a promise is for: those of a contract, a company, a priority, a workflow. Empty is any.

    The order of the fields is the order in which they count: what is agreed with one customer in one contract is
    closer than what is said of a priority, and that closer than what is said of a kind of work.
    """

    contract: str = ""
    company: str = ""
    priority: str = ""
    workflow: str = ""

    def __str__(self) -> str:
        named = (("contract ", self.contract), ("company ", self.company), ("priority ", self.priority))
        return ", ".join([*(f"{what}{name}" for what, name in named if name), *filter(None, [self.workflow])])

    @property
    def key(self) -> tuple[str, str, str, str]:
        """The same scope whatever its letters' case and its blanks."""
        return _folded(self.contract), _folded(self.company), _folded(self.priority), _folded(self.workflow)


class Overrides:
    """Promises that count instead of those of the workflow, for the tickets that their scope names.

    Of several that fit a ticket, the one that names its contract counts before one that names its company, then its
    priority, then its workflow; each milestone goes by the closest one that speaks of it. No two have the same scope,
    so that the answer never depends on an order of writing.

    >>> gold = Scope(contract="Gold"), {"resolved": Target(3_600, around_the_clock=True)}
    >>> urgent = Scope(priority="Critical"), {"first_response": Target(600), "resolved": Target(7_200)}
    >>> usual = Targets(Target(1_200), None, Target(28_800))
    >>> found = Overrides([gold, urgent]).in_force(usual, Scope("Gold", "Acme", "Critical", "W02"))
    >>> found.first_response, found.resolved
    (Target(seconds=600, around_the_clock=False, rule=''), Target(seconds=3600, around_the_clock=True, rule=''))
    """

    def __init__(self, promises: Iterable[tuple[Scope, Mapping[MilestoneField, Target | None]]] = ()) -> None:
        """The promises by their scope; what a mapping leaves out it does not speak of, None promises nothing.

        Raises:
            ValueError: two have the same scope.
        """
        self._by_scope: dict[tuple[str, str, str, str], Mapping[MilestoneField, Target | None]] = {}
        self.scopes: tuple[Scope, ...] = ()
        """The tickets that are spoken of, in the order of writing."""
        for scope, said in promises:
            if scope.key in self._by_scope:
                raise ValueError(f"two promises for {scope}")
            self._by_scope[scope.key] = said
            self.scopes += (scope,)

    def in_force(self, usual: Targets, ticket: Scope) -> Targets:
        """The promises for a ticket: the closest for each milestone, and the usual ones where none speaks of it."""
        if not self._by_scope:
            return usual
        fitting = [
            said
            for key in product(*((name, "") for name in ticket.key))
            if (said := self._by_scope.get((key[0], key[1], key[2], key[3]))) is not None
        ]

        def closest(milestone: MilestoneField, otherwise: Target | None) -> Target | None:
            return next((said[milestone] for said in fitting if milestone in said), otherwise)

        return Targets(
            closest("first_response", usual.first_response),
            closest("resolution_plan", usual.resolution_plan),
            closest("resolved", usual.resolved),
        )


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
