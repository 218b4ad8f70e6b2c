"""How large a world is. Only numbers: every size runs the same code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Numbers of one world."""

    techs: int
    companies: int
    days: int
    """Days of history written before the start."""
    arrivals: float
    """Tickets that people and monitors open on an ordinary working day, storms apart."""
    projects: int
    """Projects begun each month."""
    repeats: int = 0
    """How often the lived days are written again before them, as a history of years (`sandbox.world.history`)."""


SIZES = {
    "tiny": Size(techs=3, companies=8, days=14, arrivals=15, projects=1),
    "small": Size(techs=7, companies=40, days=90, arrivals=55, projects=3),
    "medium": Size(techs=30, companies=200, days=56, arrivals=315, projects=8, repeats=1),
    "large": Size(techs=200, companies=1000, days=56, arrivals=153, projects=60, repeats=19),
}
"""Whole weeks are lived where they are written again."""
