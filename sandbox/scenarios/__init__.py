"""Days worth practising on: a tenant at an instant, and what happens to it beside the ordinary.

Each is a TOML file of this folder. `summary`, `at` (an instant with its zone), `size` and `seed` say which tenant and
when; every `[[events]]` has a `kind` and the `minute` after `at` at which it begins:

| kind       | what happens                              | further keys                                               |
|------------|-------------------------------------------|------------------------------------------------------------|
| `arrivals` | tickets of one workflow come in           | `flow` (W01 to W11, or A), `count`, spread over `minutes`  |
| `storm`    | a site falls away, its monitors speak up  |                                                            |
| `sick`     | a technician calls in sick for the day    | `level` (1 to 3)                                           |

`customer = "largest"` lets arrivals and storms happen at the customer with the most people; otherwise it is drawn.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

from sandbox.world.incidents import Event, Kind


class ScenarioError(ValueError):
    """There is no such scenario, or its file cannot be read. The text says which, and what there is."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One day as its file tells it."""

    summary: str
    at: datetime
    size: str
    seed: int
    events: tuple[Event, ...] = ()


def names() -> list[str]:
    """Every scenario that there is."""
    return sorted(file.name.removesuffix(".toml") for file in files(__name__).iterdir() if file.name.endswith(".toml"))


def scenario(name: str) -> Scenario:
    """Read one by its name.

    Raises:
        ScenarioError: there is none of that name.
    """
    if name not in names():
        raise ScenarioError(f"There is no scenario {name!r}; choose from {', '.join(names())}.")
    return read(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def read(text: str) -> Scenario:
    """Read the text of a scenario file.

    Raises:
        ScenarioError: it is no TOML, or a key is unknown, missing, or holds no value of its kind.
    """
    try:
        raw = tomllib.loads(text)
        events = tuple(_event(event) for event in raw.pop("events", []))
        told = Scenario(**raw, events=events)
        if told.at.tzinfo is None:
            raise ValueError("'at' needs its zone")
    except (TypeError, ValueError, AttributeError) as problem:
        raise ScenarioError(f"The scenario cannot be read: {problem}.") from None
    return told


def _event(raw: dict[str, Any]) -> Event:
    return Event(**{**raw, "kind": Kind(str(raw.get("kind")))})
