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


SIZES = {
    "tiny": Size(techs=3, companies=8, days=14, arrivals=15, projects=1),
    "small": Size(techs=7, companies=40, days=90, arrivals=55, projects=3),
    "medium": Size(techs=25, companies=150, days=90, arrivals=200, projects=7),
    "large": Size(techs=80, companies=500, days=90, arrivals=640, projects=22),
}
