"""What TicketHistory says of a change, in the words of people: labels of picklists, names of resources, SLA events.

No public source shows the vendor's own texts. These are the same whether the desk or a client made the change, so that
whoever reads the trail needs one way of reading it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sandbox.definitions import FieldDef, packaged
from sandbox.picklists import Picklists
from sandbox.store import Record, Store

LONGEST = 1_800
"""Letters that a line takes."""

OPENED = "Ticket created"

_TICKETS = "Tickets"
_NOT_TOLD = frozenset(
    {
        "lastActivityDate",
        "lastActivityResourceID",
        "lastActivityPersonType",
        "lastTrackedModificationDateTime",
        "firstResponseDateTime",
        "resolutionPlanDateTime",
        "resolvedDateTime",
    }
)
"""Stamps of the change itself, and the dates that SLA events are told by."""

_EVENTS = (
    ("firstResponse", "First Response"),
    ("resolutionPlan", "Resolution Plan"),
    ("resolved", "Resolved"),
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def events(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Tell of the SLA events that came to pass between two states of a ticket, and whether they came in time."""
    for event, name in _EVENTS:
        reached, due = after.get(f"{event}DateTime"), after.get(f"{event}DueDateTime")
        if reached is not None and before.get(f"{event}DateTime") is None:
            verdict = "" if due is None else ": met" if reached <= due else ": missed"
            yield f"SLA event {name}{verdict}"


def changes(store: Store, picklists: Picklists, before: Record, after: Record) -> Iterator[str]:
    """Tell of every field that a client's write changed, SLA events last."""
    for field in packaged().entities[_TICKETS].fields:
        was, now = before.get(field.name), after.get(field.name)
        if was != now and field.name not in _NOT_TOLD:
            told = (_told(store, picklists, field, value) for value in (was, now))
            yield "{} changed from {} to {}".format(_label(field.name), *told)[:LONGEST]
    yield from events(before, after)


def line(ticket: int, at: datetime, by: int | None, detail: str) -> dict[str, Any]:
    """Give a row of TicketHistory, whose action is the first word of what it tells."""
    return {"ticketID": ticket, "date": at, "action": detail.partition(" ")[0], "detail": detail, "resourceID": by}


def _label(name: str) -> str:
    """Give the words of a wire name: `assignedResourceID` is the `Assigned resource`."""
    words = [word if word.isupper() else word.lower() for word in _WORDS.findall(name.removesuffix("ID"))]
    return " ".join((words[0].capitalize(), *words[1:]))


def _told(store: Store, picklists: Picklists, field: FieldDef, value: object) -> str:
    if value is None:
        return "(none)"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if field.picklist:
        choices = picklists.get(f"{_TICKETS}.{field.name}", ())
        return next((choice.label for choice in choices if choice.value == value), str(value))
    if field.name.endswith("ResourceID") and isinstance(value, int) and (person := store.get("Resources", value)):
        return f"{person['firstName']} {person['lastName']}"
    return str(value)
