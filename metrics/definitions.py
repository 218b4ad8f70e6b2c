"""What each KPI means: the packaged `kpis.toml`, checked when it is read.

One file says it for the screens, the reports and docs/kpis.md. A figure names the measure whose sums it is made of and
how; the contributions to that measure are made in `metrics.kpi`.
"""

import tomllib
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from metrics.value import FROM_VALUES, Direction, Fold, Target

Dimension: TypeAlias = Literal["tech", "team", "company", "contract", "workflow", "role"]
Unit: TypeAlias = Literal["%", "h", "days", "min", "tickets", "x"]
Text: TypeAlias = Annotated[str, Field(min_length=1)]

NAME = "kpis.toml"


class DefinitionError(ValueError):
    """A definition file says something that has no meaning here."""


class FigureDefinition(BaseModel):
    """One number of a KPI.

    Attributes:
        measure: whose sums it is made of.
        stock: it tells how things stand at an instant, not what happened in a period.
        high_from_days: no shorter period is called too high.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Text
    name: Text
    fold: Fold
    unit: Unit
    measure: str = ""
    stock: bool = False
    direction: Direction = Direction.NONE
    low: float | None = None
    high: float | None = None
    high_from_days: Annotated[int, Field(ge=1)] = 1

    @model_validator(mode="after")
    def _has_the_ends_of_its_direction(self) -> "FigureDefinition":
        wanted = {
            Direction.NONE: (False, False),
            Direction.AT_LEAST: (True, False),
            Direction.AT_MOST: (False, True),
            Direction.BETWEEN: (True, True),
        }[self.direction]
        if (self.low is not None, self.high is not None) != wanted:
            raise ValueError(f"direction {self.direction.value!r} does not go with low {self.low}, high {self.high}")
        return self

    @property
    def target(self) -> Target:
        return Target(self.direction, self.low, self.high, self.high_from_days)

    @property
    def scale(self) -> float:
        """What the bare number is multiplied with to be in the unit."""
        return 100.0 if self.unit == "%" else 1.0

    @property
    def needs_values(self) -> bool:
        """Whether sums are not enough for it."""
        return self.fold in FROM_VALUES


class Definition(BaseModel):
    """A KPI.

    Attributes:
        number: its place among the fourteen.
        counts: what is in it, beyond what the formula says; `leaves_out`, what is not.
        period: which day of a fact decides about the period.
        by: the dimensions by which it makes sense; it is not shown by any other.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    number: int
    name: Text
    group: Text
    wording: Text
    formula: Text
    counts: tuple[str, ...]
    leaves_out: tuple[str, ...]
    period: Text
    source: Text
    by: tuple[Dimension, ...]
    figures: Annotated[tuple[FigureDefinition, ...], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _name_the_measures(cls, values: dict[str, Any]) -> dict[str, Any]:
        figures = [
            {"measure": f"{values.get('id')}.{figure.get('id')}", **figure} if isinstance(figure, dict) else figure
            for figure in values.get("figures", ())
        ]
        return {**values, "figures": figures}

    @model_validator(mode="after")
    def _tells_its_figures_apart(self) -> "Definition":
        names = [figure.id for figure in self.figures]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"the figure {twice[0]!r} is there twice")
        return self

    def figure(self, name: str) -> FigureDefinition:
        """One of its figures by its id. Raises `KeyError`."""
        for figure in self.figures:
            if figure.id == name:
                return figure
        raise KeyError(name)


class Definitions(BaseModel):
    """All KPIs, in the order of their numbers.

    Attributes:
        version: changes when, and only when, the file does; figures kept under another are made anew.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    kpis: tuple[Definition, ...]

    def kpi(self, name: str) -> Definition:
        """One KPI by its id. Raises `KeyError`."""
        for each in self.kpis:
            if each.id == name:
                return each
        raise KeyError(name)


@cache
def packaged() -> Definitions:
    """The definitions that come with servicedeck."""
    return read(files("metrics").joinpath(NAME).read_text(encoding="utf-8"))


def read(text: str) -> Definitions:
    """The definitions of a TOML text. Raises `DefinitionError`, which names the KPI and the key."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{NAME} is not valid TOML: {error}.") from None
    if unknown := sorted(tables.keys() - {"kpi"}):
        raise DefinitionError(f"{NAME}: {unknown[0]}: unknown key. A KPI is a table [kpi.NAME].")
    named = tables.get("kpi", {})
    if not isinstance(named, dict):
        raise DefinitionError(f"{NAME}: kpi: write tables [kpi.NAME].")
    kpis = tuple(sorted((_read_one(name, table) for name, table in named.items()), key=lambda each: each.number))
    numbers = [each.number for each in kpis]
    if numbers != list(range(1, len(kpis) + 1)):
        raise DefinitionError(f"{NAME}: the numbers of the KPIs are {numbers}. Number them from 1 on, each once.")
    return Definitions(version=sha256(text.encode()).hexdigest()[:12], kpis=kpis)


def _read_one(name: str, table: object) -> Definition:
    if not isinstance(table, dict):
        raise DefinitionError(f"{NAME}: kpi.{name}: write a table [kpi.{name}].")
    try:
        return Definition.model_validate({"id": name, **table})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in ("kpi", name, *first["loc"]))
        raise DefinitionError(f"{NAME}: {place}: {first['msg']}.") from None
