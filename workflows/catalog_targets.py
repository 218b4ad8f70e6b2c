"""The targets of a catalogue file: how a promise is written, and the promises that override those of the workflows.

```toml
[[targets]]
contract = "Gold"            # any of contract, company, priority, workflow; all that are named have to fit
priority = "Critical"
first_response = "15m 24x7"  # any of the three milestones; "none" promises nothing
```

Which of several counts is the business of `sla.targets.Overrides`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sla.targets import MilestoneField, Overrides, Scope, Target

MILESTONES: tuple[MilestoneField, ...] = ("first_response", "resolution_plan", "resolved")
SCOPE_KEYS = ("contract", "company", "priority", "workflow")
HOW_TO_WRITE = 'Write "20m", "4h", "2d", "15m 24x7" or "none".'

_TARGET = re.compile(r"(\d+(?:\.\d+)?)(m|h|d)( 24x7)?")
_LONGEST_S = 1_000 * 8 * 3600
"""A thousand working days: more is a slip of the pen, and no calendar reaches far enough for much more."""
_UNIT_SECONDS = {"m": 60, "h": 3600, "d": 8 * 3600}


class TargetError(ValueError):
    """An entry of `[[targets]]` that means nothing.

    Attributes:
        path: its place among the entries, and the key, empty where the entry as a whole is meant.
    """

    def __init__(self, index: int, key: str, cause: str) -> None:
        super().__init__(cause)
        self.path = (str(index), key) if key else (str(index),)


def read_target(text: str, rule: str = "") -> Target | None:
    """ "20m", "4h", "2d" (a day is 8 business hours), "15m 24x7"; "none" for no target.

    Args:
        rule: who promises it, in words.

    Raises:
        ValueError: it is none of these, nothing at all ("0m"), or longer than a thousand days.
    """
    if text == "none":
        return None
    match = _TARGET.fullmatch(text)
    if match is None:
        raise ValueError(text)
    seconds = float(match[1]) * _UNIT_SECONDS[match[2]]
    if not 1 <= seconds <= _LONGEST_S:
        raise ValueError(text)
    return Target(round(seconds), around_the_clock=match[3] is not None, rule=rule)


def check_overrides(entries: Sequence[Mapping[str, Any]], workflows: Mapping[str, Any]) -> None:
    """Check all entries, none of which may be left to mean nothing.

    Raises:
        TargetError: an unknown key, a value of the wrong kind, an unknown workflow, nobody named, nothing promised,
            or a scope that another entry has too.
    """
    seen: dict[tuple[str, str, str, str], int] = {}
    for index, entry in enumerate(entries):
        for key, value in entry.items():
            if key not in (*SCOPE_KEYS, *MILESTONES):
                raise TargetError(index, key, f"unknown key. Use one of {', '.join((*SCOPE_KEYS, *MILESTONES))}.")
            if not isinstance(value, str) or not value.strip():
                raise TargetError(index, key, f"{value!r} is not text. Write text.")
            if key in MILESTONES:
                _check_target(index, key, value)
        if entry.get("workflow", "") not in {"", *workflows}:
            cause = f"no workflow {entry['workflow']!r}. Use one of {', '.join(workflows)}."
            raise TargetError(index, "workflow", cause)
        if not any(key in entry for key in SCOPE_KEYS):
            raise TargetError(index, "", f"names nobody. Add one of {', '.join(SCOPE_KEYS)}.")
        if not any(key in entry for key in MILESTONES):
            raise TargetError(index, "", f"promises nothing. Add one of {', '.join(MILESTONES)}.")
        first = seen.setdefault(_scope(entry).key, index)
        if first != index:
            cause = f"for the same tickets as targets.{first} ({_scope(entry)}). Put both into one."
            raise TargetError(index, "", cause)


def read_overrides(entries: Sequence[Mapping[str, Any]]) -> Overrides:
    """The overrides of entries that have been checked."""
    return Overrides(
        (
            _scope(entry),
            {each: read_target(entry[each], str(_scope(entry))) for each in MILESTONES if each in entry},
        )
        for entry in entries
    )


def _check_target(index: int, key: str, value: str) -> None:
    try:
        read_target(value)
    except ValueError:
        raise TargetError(index, key, f"{value!r} is no target. {HOW_TO_WRITE}") from None


def _scope(entry: Mapping[str, Any]) -> Scope:
    return Scope(*(cast("str", entry.get(key, "")) for key in SCOPE_KEYS))
