"""The catalogue of workflows: what each one is, what it promises, and how a ticket is recognised.

The packaged `catalog.toml` is our own default set, modelled on published Advanced Global material (domain 1.1 to
1.3). A desk lays its own file over it with `load`: tables are merged key by key, so a file may hold one line.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from sla.targets import Overrides, Targets
from workflows.catalog_schema import (
    FAMILIES,
    CatalogueError,
    Source,
    check_shape,
    check_whole,
    merged,
)
from workflows.catalog_targets import read_overrides, read_target
from workflows.lean import Leaning
from workflows.phrases import Phrases, label_key
from workflows.ranking import WorkedFrom

__all__ = [
    "UNCLASSIFIED",
    "Catalogue",
    "CatalogueError",
    "Combination",
    "Cue",
    "Family",
    "Workflow",
    "load",
    "packaged",
]

Family: TypeAlias = Literal["incident", "request", "project", "recurring", "alert", "internal", "unclassified"]

UNCLASSIFIED = "U"

#: The packaged files, each laid over the one before it.
PACKAGED = ("catalog.toml", "cues.toml")


@dataclass(frozen=True, slots=True)
class Workflow:
    """One workflow: a distinct combination of clock, order, mover and "done" (domain 1.2).

    Attributes:
        id: "W01" to "W11", a lettered lane, "U" for Unclassified, or one of the desk's own.
        name: as shown on screen.
        family: incident, request, project, recurring, alert, internal or unclassified.
        rank: place among the workflows in the order; smaller comes first.
        targets: our default SLA targets, used where Autotask gives the ticket no due dates.
        worked_from: "interrupt", "queue" or "schedule" (offered only when booked).
        default_work_type: name of the work type proposed for time entries.
        effort_minutes: work that a ticket of it takes in all, where nothing was learnt yet.
        next_actions: what is usually done next, in order.
        enabled: a lane that is off is never the outcome of the classifier.
    """

    id: str
    name: str
    family: Family
    rank: int
    targets: Targets
    worked_from: WorkedFrom
    default_work_type: str
    effort_minutes: int
    next_actions: tuple[str, ...]
    enabled: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """A sign, in a label or in the text, and what it speaks for.

    Attributes:
        name: short and stable; becomes part of a rule's name.
        says: what it means, as a person reads it.
        points: weight by workflow id (a family in the file speaks for each enabled workflow of it).
        negatable: whether "not", "no", "no longer" before it take it away.
        covers: its words speak for no critical incident, whatever other cue they are part of.
    """

    name: str
    says: str
    points: Mapping[str, float]
    negatable: bool = True
    covers: bool = False


@dataclass(frozen=True, slots=True)
class Combination:
    """Signs that mean something together that none of them means alone."""

    name: str
    says: str
    when: frozenset[str]
    unless: frozenset[str]
    points: Mapping[str, float]


@dataclass(frozen=True)
class Catalogue:
    """The workflows, and the compiled tables by which tickets are recognised.

    Attributes:
        workflows: by id, in the order of rank.
        hash: changes when, and only when, the content does; part of the key under which classifications are kept.
        maps: field -> normalised label -> workflow id; decides outright.
        labels: field -> phrases that read that field's labels.
        cues: phrases that read title and text.
        combinations: in the order of the file.
        leaning: the words of the examples.
        priors: the weight each workflow has before anything is read; settles what the signs leave even.
        overrides: promises for some contracts, companies or priorities, instead of those of the workflows.
    """

    workflows: Mapping[str, Workflow]
    hash: str
    maps: Mapping[str, Mapping[str, str]] = field(repr=False)
    labels: Mapping[str, Phrases[Cue]] = field(repr=False)
    cues: Phrases[Cue] = field(repr=False)
    combinations: tuple[Combination, ...] = field(repr=False)
    leaning: Leaning = field(repr=False)
    priors: Mapping[str, float] = field(repr=False)
    overrides: Overrides = field(repr=False)


@cache
def packaged() -> Catalogue:
    """The catalogue that comes with servicedeck."""
    return _build(_packaged_tree())


def load(text: str, *, name: str) -> Catalogue:
    """The packaged catalogue with a desk's own TOML laid over it.

    Args:
        text: the TOML; any of the tables of `catalog.toml`, each only as far as it differs.
        name: the file's name, for messages.

    Raises:
        CatalogueError: not TOML, an unknown table or key, a value of the wrong kind, or an unknown workflow.
    """
    source = Source(name, text)
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{name}: not valid TOML: {error}. Correct that line.") from None
    check_shape(tree, source)
    whole = merged(_packaged_tree(), tree)
    check_whole(whole, source)
    return _build(whole)


def _packaged_tree() -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name in PACKAGED:
        tree = merged(tree, tomllib.loads(_packaged_text(name)))
    tree["examples"] = _packaged_examples()
    return tree


def check_packaged() -> None:
    """Check the packaged files as a desk's own would be. Every start would pay for it, so the tests ask for it.

    Raises:
        CatalogueError: one of them says something that has no meaning.
    """
    for name in PACKAGED:
        text = _packaged_text(name)
        check_shape(tomllib.loads(text), Source(name, text))
    check_whole(_packaged_tree(), Source(PACKAGED[0], ""))


def _packaged_examples() -> dict[str, list[str]]:
    """Texts by workflow. They are many, so they stand as plain lines rather than as TOML, which is slow to read."""
    found: dict[str, list[str]] = {}
    for line in _packaged_text("examples.txt").splitlines():
        if line and not line.startswith("#"):
            id_, text = line.split(" ", 1)
            found.setdefault(id_, []).append(text)
    return found


def _packaged_text(name: str) -> str:
    return files("workflows").joinpath(name).read_text(encoding="utf-8")


def _build(tree: Mapping[str, Any]) -> Catalogue:
    workflows = _workflows(tree["workflows"])
    digest = sha256(json.dumps(tree, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return Catalogue(
        workflows=MappingProxyType(workflows),
        hash=digest[:16],
        maps={
            name: {label_key(label): workflow for label, workflow in table.items()}
            for name, table in tree.get("map", {}).items()
        },
        labels={name: _phrases(table, workflows) for name, table in tree.get("labels", {}).items()},
        cues=_phrases(tree.get("cues", {}), workflows),
        combinations=tuple(
            Combination(
                name=name,
                says=entry["says"],
                when=frozenset(entry["when"]),
                unless=frozenset(entry.get("unless", ())),
                points=_points(entry["points"], workflows),
            )
            for name, entry in tree.get("combinations", {}).items()
        ),
        leaning=Leaning({id_: tree["examples"][id_] for id_ in tree.get("examples", {}) if workflows[id_].enabled}),
        priors=_points(tree.get("priors", {}), workflows),
        overrides=read_overrides(tree.get("targets", ())),
    )


def _workflows(table: Mapping[str, Any]) -> dict[str, Workflow]:
    found = [
        Workflow(
            id=id_,
            name=entry["name"],
            family=entry["family"],
            rank=entry["rank"],
            targets=Targets(
                first_response=read_target(entry["first_response"], id_),
                resolution_plan=read_target(entry["resolution_plan"], id_),
                resolved=read_target(entry["resolved"], id_),
            ),
            worked_from=entry["worked_from"],
            default_work_type=entry["default_work_type"],
            effort_minutes=entry["effort_minutes"],
            next_actions=tuple(entry["next_actions"]),
            enabled=entry["enabled"],
        )
        for id_, entry in table.items()
    ]
    return {workflow.id: workflow for workflow in sorted(found, key=lambda each: (each.rank, each.id))}


def _phrases(table: Mapping[str, Any], workflows: Mapping[str, Workflow]) -> Phrases[Cue]:
    phrases: Phrases[Cue] = Phrases()
    for name, entry in table.items():
        points = _points(entry["points"], workflows)
        cue = Cue(name, entry["says"], points, entry.get("negatable", True), entry.get("covers", False))
        for key, listed in entry.items():
            if key == "phrases" or len(key) == 2:
                for phrase in listed:
                    phrases.add(phrase, cue)
    return phrases


def _points(table: Mapping[str, float], workflows: Mapping[str, Workflow]) -> dict[str, float]:
    """Weights by enabled workflow; a family's weight goes to each of its members."""
    points: dict[str, float] = {}
    for key, weight in table.items():
        members = [each.id for each in workflows.values() if each.family == key] if key in FAMILIES else [key]
        for id_ in members:
            if workflows[id_].enabled:
                points[id_] = points.get(id_, 0.0) + float(weight)
    return points
