"""What a tenant's own words mean: status kinds and priority marks, found by label and never by number.

Picklist ids differ from tenant to tenant and a priority id is no rank (README of the API, section 8), so a status is
understood by what its label says and a priority by its place in the tenant's sort order. One number is fixed by the
product: status 5 is Complete.
"""

import re
from collections.abc import Mapping
from typing import Any

from autotask.entities import Ticket, TicketNote
from autotask.picklists import Picklist, Picklists
from desk.model import StatusKind
from desk.status_words import said_by

COMPLETE_STATUS = 5
_ALERT = re.compile(r"\b(?:alerts?|monitor(?:ing)?|rmm)\b", re.IGNORECASE)
_SYSTEM_NOTE = re.compile(r"\b(workflow|duplicate|merged|absorbed|forward)\b", re.IGNORECASE)


def status_kind(status_id: int | None, label: str, overrides: Mapping[str, StatusKind]) -> StatusKind:
    """What a status means. A label that says nothing we know is work in progress.

    Args:
        status_id: the picklist value; 5 is Complete whatever its label.
        label: the tenant's word.
        overrides: kinds by label as the shop set them, any case.
    """
    wanted = label.strip().casefold()
    if status_id == COMPLETE_STATUS or wanted == "complete":
        return StatusKind.COMPLETE
    for word, kind in overrides.items():
        if word.strip().casefold() == wanted:
            return kind
    return said_by(label) or StatusKind.ACTIVE


class Labels:
    """The tenant's picklists as words, by entity and attribute."""

    def __init__(self, picklists: Picklists, status: Mapping[str, StatusKind]) -> None:
        self._picklists = picklists
        self._lists: dict[tuple[type[Any], str], Picklist] = {}
        self._overrides = dict(status)
        self._kinds: dict[tuple[type[Any], int | None], StatusKind] = {}
        self._alerts: dict[tuple[str, int | None], bool] = {}
        self.ticket_priorities = priority_marks(self.picklist(Ticket, "priority"))
        self.system_notes = frozenset(
            value.id
            for value in self.picklist(TicketNote, "note_type")
            if isinstance(value.id, int) and _SYSTEM_NOTE.search(value.label)
        )
        """Types of notes that rules and merges write: nobody's word."""

    def picklist(self, entity: type[Any], attr: str) -> Picklist:
        """The picklist of an attribute, empty where it is not known."""
        where = (entity, attr)
        if (known := self._lists.get(where)) is None:
            known = self._lists[where] = self._picklists.of(entity, attr)
        return known

    def word(self, entity: type[Any], attr: str, value: int | None) -> str:
        """The label of a value; the number itself where no label is known, nothing where there is no value."""
        return self.picklist(entity, attr).label(value)

    def status_kind(self, entity: type[Any], value: int | None) -> StatusKind:
        """What a status means."""
        where = (entity, value)
        if (kind := self._kinds.get(where)) is None:
            label = self.word(entity, "status", value)
            kind = self._kinds[where] = status_kind(value, label, self._overrides)
        return kind

    def is_alert(self, ticket: Ticket) -> bool:
        """Whether a monitor made a ticket: by its link to one, or by what its type, source or queue is called."""
        if ticket.rmm_alert_id or ticket.monitor_id is not None:
            return True
        labelled = (("ticket_type", ticket.ticket_type), ("source", ticket.source), ("queue_id", ticket.queue_id))
        return any(self._says_alert(attr, value) for attr, value in labelled)

    def _says_alert(self, attr: str, value: int | None) -> bool:
        where = (attr, value)
        if (says := self._alerts.get(where)) is None:
            says = self._alerts[where] = _ALERT.search(self.word(Ticket, attr, value)) is not None
        return says


def priority_marks(priorities: Picklist) -> Mapping[int, str]:
    """P1, P2 ... by the tenant's sort order, most urgent first. Ids are no rank, and retired values have none."""
    return {value.id: f"P{place}" for place, value in enumerate(priorities.active, 1) if isinstance(value.id, int)}
