"""What can go wrong, and what can be wished for: the scenarios that tickets are made from."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sandbox.world.labels import Category, Priority, Source, Type
from sandbox.world.streams import Wheel
from sandbox.world.texts import packaged

FILES = ("incidents", "requests", "planned", "alerts", "foreign", "odd")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of ticket with the words for every step of its life."""

    id: str
    flow: str
    """The workflow it truly is: W01 to W11, A, or U for what fits none."""
    issue: int
    sub: int
    tongue: str
    weight: float
    device: str
    level: int
    minutes: tuple[int, int]
    onsite: bool
    titles: Sequence[str]
    bodies: Sequence[str]
    works: Sequence[str]
    fixes: Sequence[str]
    notes: Sequence[str]
    asks: Sequence[str]
    answers: Sequence[str]
    vendors: Sequence[str]
    cleared: Sequence[str]
    checklist: Sequence[str]
    slots: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Flow:
    """How tickets of one workflow come in, what they carry, and how their work tends to end."""

    priority: int
    type: int
    category: int
    sources: Sequence[tuple[int, float]]
    minutes: tuple[int, int]
    ends: Sequence[tuple[str, float]]
    """What the first session of work leads to, by weight."""
    estimate: tuple[float, float] | None = None
    """Range of estimated hours, where this desk estimates."""


_MAIL = ((int(Source.EMAIL), 55.0), (int(Source.PHONE), 22.0), (int(Source.PORTAL), 17.0), (int(Source.CHAT), 4.0),
         (int(Source.IN_PERSON), 2.0))  # fmt: skip
_URGENT = ((int(Source.PHONE), 75.0), (int(Source.EMAIL), 20.0), (int(Source.CHAT), 5.0))
_MONITOR = ((int(Source.MONITORING), 1.0),)
_FORMS = ((int(Source.PORTAL), 45.0), (int(Source.EMAIL), 50.0), (int(Source.PHONE), 5.0))

FLOWS: Mapping[str, Flow] = {
    "W01": Flow(Priority.CRITICAL, Type.INCIDENT, Category.STANDARD, _URGENT, (40, 120),
                (("done", 70), ("vendor", 15), ("escalate", 15))),
    "W02": Flow(Priority.HIGH, Type.INCIDENT, Category.STANDARD, _URGENT, (10, 34),
                (("done", 60), ("ask", 12), ("vendor", 8), ("escalate", 12), ("later", 8))),
    "W03": Flow(Priority.BACKUP, Type.INCIDENT, Category.BACKUP_ALERT, _MONITOR, (6, 18),
                (("later", 30), ("done", 48), ("vendor", 12), ("escalate", 10))),
    "W04": Flow(Priority.MEDIUM, Type.INCIDENT, Category.STANDARD, _MAIL, (6, 20),
                (("done", 48), ("ask", 34), ("vendor", 8), ("later", 4), ("escalate", 4), ("parts", 2), ("hold", 1))),
    "W05": Flow(Priority.LOW, Type.INCIDENT, Category.STANDARD, _MAIL, (4, 14),
                (("done", 46), ("ask", 40), ("vendor", 7), ("later", 4), ("hold", 3))),
    "W06": Flow(Priority.QUICK_HIT, Type.SERVICE_REQUEST, Category.SERVICE_REQUEST, _MAIL, (3, 11),
                (("done", 78), ("ask", 19), ("approval", 3)), (0.1, 0.5)),
    "W07": Flow(Priority.PLANNED, Type.SERVICE_REQUEST, Category.USER_CHANGE, _FORMS, (9, 30),
                (("done", 33), ("ask", 34), ("later", 10), ("approval", 9), ("book", 14)), (0.5, 3.0)),
    "W08": Flow(Priority.PLANNED, Type.SERVICE_REQUEST, Category.SERVICE_REQUEST, _MAIL, (6, 20),
                (("book", 70), ("ask", 15), ("hold", 15)), (4.0, 16.0)),
    "W09": Flow(Priority.PLANNED, Type.SERVICE_REQUEST, Category.INSTALL, _MAIL, (6, 20),
                (("parts", 62), ("book", 28), ("ask", 10)), (1.0, 6.0)),
    "W10": Flow(Priority.PLANNED, Type.SERVICE_REQUEST, Category.MAINTENANCE, ((int(Source.RECURRING), 1.0),),
                (4, 8), (("book", 92), ("ask", 8)), (1.0, 4.0)),
    "W11": Flow(Priority.PLANNED, Type.SERVICE_REQUEST, Category.PROJECT, _MAIL, (20, 60),
                (("done", 40), ("ask", 20), ("book", 30), ("later", 10)), (1.0, 8.0)),
    "A": Flow(Priority.MEDIUM, Type.ALERT, Category.RMM_ALERT, _MONITOR, (3, 12),
              (("done", 78), ("ask", 7), ("later", 5), ("vendor", 5), ("escalate", 5))),
    "U": Flow(Priority.MEDIUM, Type.SERVICE_REQUEST, Category.STANDARD, _MAIL, (2, 8),
              (("done", 60), ("ask", 40))),
}  # fmt: skip
"""How each workflow behaves on this desk; shares were chosen so that the standing work looks like a real one."""

MIX = Wheel((("W01", 0.7), ("W02", 6.5), ("W03", 4.5), ("W04", 23.0), ("W05", 11.0), ("W06", 21.0), ("W07", 12.5),
       ("W08", 4.0), ("W09", 6.5), ("W11", 1.0), ("A", 12.0), ("U", 2.0)))  # fmt: skip
"""Weights of the workflows among the arrivals of a working day; W10 comes from contracts instead."""


def _scenario(raw: dict[str, Any]) -> Scenario:
    def words(key: str) -> tuple[str, ...]:
        return tuple(raw.get(key, ()))

    flow = raw["flow"]
    low, high = raw.get("minutes", FLOWS[flow].minutes)
    return Scenario(
        id=raw["id"],
        flow=flow,
        issue=raw.get("issue", 0),
        sub=raw.get("sub", 0),
        tongue=raw.get("tongue", "en"),
        weight=raw.get("weight", 1.0),
        device=raw.get("device", ""),
        level=raw.get("level", 1),
        minutes=(low, high),
        onsite=raw.get("onsite", False),
        titles=words("titles"),
        bodies=words("bodies"),
        works=words("works"),
        fixes=words("fixes"),
        notes=words("notes"),
        asks=words("asks"),
        answers=words("answers"),
        vendors=words("vendors"),
        cleared=words("cleared"),
        checklist=words("checklist"),
        slots={key: tuple(values) for key, values in raw.get("slots", {}).items()},
    )


@cache
def all_scenarios() -> tuple[Scenario, ...]:
    """Every scenario of the packaged texts."""
    return tuple(_scenario(raw) for name in FILES for raw in packaged(name)["scenario"])


@cache
def _choices(flow: str, tongue: str) -> Wheel[Scenario] | None:
    """The scenarios of a workflow in a language; None where there are none."""
    table = [(s, s.weight) for s in all_scenarios() if s.flow == flow and s.tongue == tongue]
    return Wheel(table) if table else None


def pick_scenario(rng: random.Random, flow: str, home: str) -> Scenario:
    """A scenario of a workflow, now and then in the language of the customer or of a visitor from abroad."""
    draw = rng.random()
    tongue = "nl" if home == "nl" and draw < 0.2 else rng.choice(("de", "fr", "es")) if draw > 0.97 else "en"
    choices = _choices(flow, tongue) or _choices(flow, "en")
    if choices is None:
        raise LookupError(f"there is no scenario for {flow}")
    return choices.draw(rng)


def scenario_named(name: str) -> Scenario:
    """The scenario with an id."""
    return next(s for s in all_scenarios() if s.id == name)
