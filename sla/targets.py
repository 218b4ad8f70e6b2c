"""Service targets: how much business time each milestone of a ticket may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """One promise.

    Attributes:
        seconds: business seconds from creation to the deadline; zero or less promises nothing.
        around_the_clock: counted on the clock on the wall (24x7) instead of business hours.
    """

    seconds: int
    around_the_clock: bool = False


@dataclass(frozen=True, slots=True)
class Targets:
    """The three promises of a workflow, in the order a ticket meets them; None promises nothing."""

    first_response: Target | None = None
    resolution_plan: Target | None = None
    resolved: Target | None = None
