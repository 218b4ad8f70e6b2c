"""What a line of a ticket's trail says that a field has become, in whatever words it says so.

No source shows Autotask's own texts, and they may differ from tenant to tenant. So a line is read by the tenant's own
labels and by what stands around them: "Status changed from New to In Progress", "Status: New -> In Progress", "new
status: In Progress", "Status: In Progress (was New)". Where a line leaves open which label is the later one, it says
nothing.
"""

import re
from collections.abc import Mapping
from typing import Generic, TypeVar

V = TypeVar("V")

_OPENS = r"[\s:=\"'(\[]*$"
"""What may stand between a word and the label it belongs to."""
_ARROW = r"(?:->|=>|→|»|>)"
_DEPARTS = re.compile(rf"^[\"'\])\s]*{_ARROW}")
_ENDS = re.compile(r"^[\"'\])]*\s*,?\s*(?:$|[.;(]|(?:from|was|by|at|on|instead)\b)", re.IGNORECASE)


class TrailWords(Generic[V]):
    """Reads lines about one field."""

    def __init__(self, about: str, labels: Mapping[str, V]) -> None:
        """
        Args:
            about: what the field may be called, as a pattern; a line that names it nowhere is not about it.
            labels: its values by what they are called, folded.
        """
        named = rf"(?:\s+(?:{about}))?"
        self._labels = labels
        self._about = re.compile(rf"\b(?:{about})\b", re.IGNORECASE)
        self._from = re.compile(rf"\b(?:from|was|old|former|previous|previously){named}{_OPENS}", re.IGNORECASE)
        self._to = re.compile(
            rf"(?:\b(?:to|into|now|new|is|becomes|became){named}{_OPENS}|{_ARROW}[\s\"'(\[]*$)", re.IGNORECASE
        )
        self._bare = re.compile(rf"\b(?:{about})\W+(?:(?:has been )?(?:changed|set|updated)\W+)?$", re.IGNORECASE)
        called = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
        self._called = re.compile(rf"(?<!\w)(?:{called})(?!\w)") if called else None

    def became(self, line: str) -> V | None:
        """The value that a line says the field has taken; None where it says none, or not surely which."""
        if self._called is None or self._about.search(line) is None:
            return None
        found: V | None = None
        folded = line.casefold()
        for label in self._called.finditer(folded):
            before, behind = folded[: label.start()], folded[label.end() :]
            if self._from.search(before) or _DEPARTS.match(behind) or not _ENDS.match(behind):
                continue
            if self._to.search(before) or (found is None and self._bare.search(before)):
                found = self._labels[label.group()]
        return found
