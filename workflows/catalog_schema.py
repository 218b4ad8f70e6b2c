"""What a catalogue file may hold, and what is said when it holds something else.

Every message names the file, the line, the key and the next step: a typing mistake in a desk's own file must never
become a silent change of its order.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from workflows.catalog_targets import HOW_TO_WRITE, MILESTONES, TargetError, check_overrides, read_target
from workflows.phrases import Phrases

FAMILIES = ("incident", "request", "project", "recurring", "alert", "internal", "unclassified")
FIELDS = ("priority", "category", "type", "issue", "queue", "source")

_WORKFLOW_KEYS: dict[str, type] = {
    "name": str,
    "family": str,
    "rank": int,
    "first_response": str,
    "resolution_plan": str,
    "resolved": str,
    "worked_from": str,
    "default_work_type": str,
    "effort_minutes": int,
    "next_actions": list,
    "enabled": bool,
}
_CHOICES = {"family": FAMILIES, "worked_from": ("interrupt", "queue", "schedule")}
_LABEL_KEYS: dict[str, type] = {"says": str, "points": dict, "phrases": list}
_CUE_KEYS: dict[str, type] = {"says": str, "points": dict, "negatable": bool, "covers": bool}
_COMBINATION_KEYS: dict[str, type] = {"says": str, "points": dict, "when": list, "unless": list}
_TABLES = ("workflows", "map", "labels", "cues", "combinations", "examples", "priors", "targets")

_KIND_WORDS = {str: "text", int: "a whole number", bool: "true or false", list: "a list of texts", dict: "a table"}


class CatalogueError(ValueError):
    """A catalogue file says something that has no meaning here."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file's name and text, so that a message can name the line."""

    name: str
    text: str

    def refuse(self, path: tuple[str, ...], cause: str) -> CatalogueError:
        return CatalogueError(f"{self.where(path)}: {'.'.join(path)}: {cause}")

    def where(self, path: tuple[str, ...]) -> str:
        """The file and the line in which a key stands."""
        line = self._line(path)
        return f"{self.name}, line {line}" if line else self.name

    def _line(self, path: tuple[str, ...]) -> int | None:
        """The line where the path's last key stands, or the nearest table above it."""
        nearest: tuple[int, int] | None = None
        table: tuple[str, ...] = ()
        counted: Counter[str] = Counter()
        for number, line in enumerate(self.text.splitlines(), start=1):
            if entry := re.match(r"\s*\[\[([^\[\]]+)\]\]", line):
                here = table = (*_dotted(entry[1]), str(counted[entry[1]]))
                counted[entry[1]] += 1
            elif header := re.match(r"\s*\[([^\[\]]+)\]", line):
                table = _dotted(header[1])
                here = table
            elif key := re.match(r"\s*((?:\"[^\"]*\"|[\w.-])+)\s*=", line):
                here = table + _dotted(key[1])
            else:
                continue
            shared = min(len(here), len(path))
            depth = shared if path[:shared] == here[:shared] else 0
            if depth and (nearest is None or depth > nearest[0]):
                nearest = (depth, number)
        return nearest[1] if nearest else None


def _dotted(text: str) -> tuple[str, ...]:
    return tuple(part.strip().strip('"') for part in re.findall(r'"[^"]*"|[^.]+', text))


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Tables key by key, examples added, everything else replaced by what is laid above; neither is changed."""
    whole = dict(below)
    for key, value in above.items():
        if key == "examples":
            texts = whole.get(key, {})
            whole[key] = {**texts, **{id_: [*texts.get(id_, ()), *more] for id_, more in value.items()}}
        elif isinstance(value, dict) and isinstance(whole.get(key), dict):
            whole[key] = merged(whole[key], value)
        else:
            whole[key] = value
    return whole


def check_shape(tree: Mapping[str, Any], source: Source) -> None:
    """Keys and kinds of one file, which may be partial.

    Raises:
        CatalogueError: an unknown key, or a value of the wrong kind.
    """
    for table in tree:
        if table not in _TABLES:
            raise source.refuse((table,), f"unknown table. Use one of {', '.join(_TABLES)}.")
        if table == "targets":
            _check_tables(tree[table], (table,), source)
        else:
            _want(tree[table], dict, (table,), source)
    for id_, entry in tree.get("workflows", {}).items():
        _check_workflow(id_, entry, source)
    for name, labels in tree.get("map", {}).items():
        _check_field(("map", name), source)
        _want(labels, dict, ("map", name), source)
        for label, workflow in labels.items():
            _want(workflow, str, ("map", name, label), source)
    for name, entries in tree.get("labels", {}).items():
        _check_field(("labels", name), source)
        _want(entries, dict, ("labels", name), source)
        for entry_name, entry in entries.items():
            _check_entry(("labels", name, entry_name), entry, _LABEL_KEYS, source)
    for name, entry in tree.get("cues", {}).items():
        _check_entry(("cues", name), entry, _CUE_KEYS, source, languages=True)
    for name, entry in tree.get("combinations", {}).items():
        _check_entry(("combinations", name), entry, _COMBINATION_KEYS, source)
    for id_, texts in tree.get("examples", {}).items():
        _want(texts, list, ("examples", id_), source)
    _check_points(("priors",), tree.get("priors", {}), source)


def _check_tables(value: object, path: tuple[str, ...], source: Source) -> None:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        name = ".".join(path)
        raise source.refuse(path, f"{value!r} is not a list of tables. Write each under [[{name}]].")


def _check_workflow(id_: str, entry: object, source: Source) -> None:
    path = ("workflows", id_)
    for key, value in _table(entry, path, source).items():
        if key not in _WORKFLOW_KEYS:
            raise source.refuse((*path, key), f"unknown key. Use one of {', '.join(_WORKFLOW_KEYS)}.")
        _want(value, _WORKFLOW_KEYS[key], (*path, key), source)
        if key in _CHOICES and value not in _CHOICES[key]:
            raise source.refuse((*path, key), f"{value!r} is none of {', '.join(_CHOICES[key])}.")
        if key == "effort_minutes" and value < 1:
            raise source.refuse((*path, key), f"{value} is no length of work. Write minutes, such as 45.")
        if key in MILESTONES:
            try:
                read_target(value)
            except ValueError:
                raise source.refuse((*path, key), f"{value!r} is no target. {HOW_TO_WRITE}") from None


def _check_field(path: tuple[str, ...], source: Source) -> None:
    if path[-1] not in FIELDS:
        raise source.refuse(path, f"unknown field. Use one of {', '.join(FIELDS)}.")


def _check_entry(
    path: tuple[str, ...], entry: object, keys: Mapping[str, type], source: Source, *, languages: bool = False
) -> None:
    for key, value in _table(entry, path, source).items():
        if languages and re.fullmatch("[a-z]{2}", key):
            _want(value, list, (*path, key), source)
            _check_phrases((*path, key), value, source)
        elif key not in keys:
            extra = ", and a language such as en" if languages else ""
            raise source.refuse((*path, key), f"unknown key. Use one of {', '.join(keys)}{extra}.")
        else:
            _want(value, keys[key], (*path, key), source)
        if key == "points":
            _check_points((*path, key), value, source)
        elif key == "phrases":
            _check_phrases((*path, key), value, source)


def _check_phrases(path: tuple[str, ...], phrases: list[str], source: Source) -> None:
    tried: Phrases[None] = Phrases()
    for phrase in phrases:
        try:
            tried.add(phrase, None)
        except ValueError as error:
            raise source.refuse(
                path, f"{error}. Write words, `stem*`, `one|other`, or `..` or `~` between words."
            ) from None


def _check_points(path: tuple[str, ...], points: Mapping[str, object], source: Source) -> None:
    for key, weight in points.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float):
            raise source.refuse((*path, key), f"{weight!r} is no number. Write a weight such as 2.5.")


def _table(value: object, path: tuple[str, ...], source: Source) -> Mapping[str, Any]:
    _want(value, dict, path, source)
    return cast("Mapping[str, Any]", value)


def _want(value: object, kind: type, path: tuple[str, ...], source: Source) -> None:
    right = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    if right and kind is list:
        right = all(isinstance(each, str) for each in cast("list[object]", value))
    if not right:
        raise source.refuse(path, f"{value!r} is not {_KIND_WORDS[kind]}. Write {_KIND_WORDS[kind]}.")


def check_whole(tree: Mapping[str, Any], source: Source) -> None:
    """What only the merged catalogue can show: missing keys, and names that nothing answers to.

    Raises:
        CatalogueError: a workflow, map or weight that leans on something that is not there.
    """
    workflows = tree.get("workflows", {})
    for id_, entry in workflows.items():
        missing = [key for key in _WORKFLOW_KEYS if key not in entry]
        if missing:
            raise source.refuse(("workflows", id_), f"lacks {', '.join(missing)}. Add them: a new workflow needs all.")
    try:
        check_overrides(tree.get("targets", ()), workflows)
    except TargetError as error:
        raise source.refuse(("targets", *error.path), str(error)) from None
    known = {*workflows, *FAMILIES}
    for name, labels in tree.get("map", {}).items():
        for label, workflow in labels.items():
            if workflow not in workflows:
                cause = f"no workflow {workflow!r}. Use one of {', '.join(workflows)}."
                raise source.refuse(("map", name, label), cause)
    for id_ in tree.get("examples", {}):
        if id_ not in workflows:
            raise source.refuse(("examples", id_), f"no workflow {id_!r}. Use one of {', '.join(workflows)}.")
    signs: list[tuple[tuple[str, ...], Mapping[str, Any]]] = [
        (("cues", name), entry) for name, entry in tree.get("cues", {}).items()
    ]
    signs += [(("combinations", name), entry) for name, entry in tree.get("combinations", {}).items()]
    for name, entries in tree.get("labels", {}).items():
        signs += [(("labels", name, key), entry) for key, entry in entries.items()]
    signs.append(((), {"says": "", "points": tree.get("priors", {}), "when": []}))
    for path, entry in signs:
        needed = ("says", "points", "when") if path[:1] == ("combinations",) else ("says", "points")
        missing = [key for key in needed if key not in entry]
        if missing:
            raise source.refuse(path, f"lacks {', '.join(missing)}. Add them: a new sign needs all.")
        for key in entry["points"]:
            if key not in known:
                raise source.refuse((*path, "points", key), "neither a workflow nor a family of this catalogue.")
