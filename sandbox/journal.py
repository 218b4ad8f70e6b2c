"""The journal of writes: what was asked, when, by whom, and what came of it; for whoever checks a client afterwards."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sandbox.access import Author
from sandbox.calls import Call
from sandbox.values import instant_json, milliseconds


class Outcome(StrEnum):
    """What came of a write."""

    DONE = "done"
    REFUSED = "refused"
    PRETENDED = "pretended"
    """Answered as if it were done."""


@dataclass(frozen=True, slots=True)
class Write:
    """One write, in the order in which the store took them."""

    at: datetime
    """World time at which it was carried out, which a fault may have put off."""
    call: Call
    entity: str
    outcome: Outcome
    by: Author | None = None
    """None where it was refused before the author was known."""
    item_id: int | None = None
    errors: tuple[str, ...] = ()
    late: bool = False

    def shown(self, number: int) -> dict[str, Any]:
        """Give it as the journal shows it, under its number."""
        return {
            "number": number,
            "at": json.loads(instant_json(milliseconds(self.at))),
            "method": self.call.method,
            "path": self.call.path,
            "entity": self.entity,
            "itemId": self.item_id,
            "resourceId": self.by.resource_id if self.by else None,
            "impersonatorId": self.by.impersonator_id if self.by else None,
            "outcome": str(self.outcome),
            "errors": list(self.errors),
            "late": self.late,
            "body": _sent(self.call.body),
        }


class Journal:
    """All writes since the start."""

    def __init__(self) -> None:
        self._writes: list[Write] = []

    def add(self, write: Write) -> None:
        """Keep one."""
        self._writes.append(write)

    def after(self, number: int) -> list[dict[str, Any]]:
        """Give the writes behind a number; the first has number 1."""
        start = max(0, number)
        return [write.shown(place) for place, write in enumerate(self._writes[start:], start=start + 1)]


def _sent(body: bytes) -> object:
    """The body as JSON, or as text where it is none."""
    try:
        return json.loads(body) if body else None
    except (ValueError, RecursionError):
        return body.decode("latin-1")
