"""A write in the making: what a record was, what it is to become, who writes and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sandbox.access import Author
from sandbox.definitions import EntityDef
from sandbox.errors import Refused
from sandbox.picklists import Picklists
from sandbox.settings import Settings
from sandbox.store import Record, Store

RESOURCE_PERSON = 1
"""`creatorType` and `lastActivityPersonType` of a resource; 2 is a contact."""


Noticed: TypeAlias = Callable[[Record | None, Record, int | None, datetime], Record]
"""The ticket before (None for a new one) and after, the resource that wrote, and when; gives fields to change."""

Told: TypeAlias = Callable[[str, Record | None, Record, datetime], None]
"""The entity, a record of it before (None for a new one) and after, and when it was written."""


@dataclass(slots=True)
class Draft:
    """One record on its way into the store. Rules read it, refuse it, or complete `record`."""

    store: Store
    entity: EntityDef
    by: Author
    now: datetime
    before: Record | None
    """The record as it stands; None for a new one."""
    record: Record
    """The record as it shall stand."""
    noticed: Noticed
    """Tells the world of the ticket, and gives what its SLA makes of it."""
    settings: Settings
    picklists: Picklists
    sent: frozenset[str]
    """Names of the fields that the request carried."""

    @property
    def creating(self) -> bool:
        """Whether the record is new."""
        return self.before is None

    def changed(self, *names: str) -> bool:
        """Whether any of these fields gets another value; on creation, any value at all."""
        before = self.before or {}
        return any(self.record.get(name) != before.get(name) for name in names)

    def require(self, *names: str) -> None:
        """Ask for fields.

        Raises:
            Refused: one of them is empty.
        """
        missing = [name for name in names if self.record.get(name) in (None, "")]
        if missing:
            raise Refused(*(f"Missing Required Field: {name}" for name in missing))


def holds_role(store: Store, resource_id: int, role_id: int) -> bool:
    """Whether a resource holds a role, through a department, a queue or the service desk."""
    held = "resourceID = ? AND roleID = ? AND isActive IS NOT 0"
    return any(
        store.count(entity, held, (resource_id, role_id)) for entity in ("ResourceRoles", "ResourceServiceDeskRoles")
    )


def is_of_a_queue(store: Store, resource_id: int, role_id: int) -> bool:
    """Whether a resource holds a role at the service desk, not through a department alone."""
    held, pair = "resourceID = ? AND roleID = ? AND isActive IS NOT 0", (resource_id, role_id)
    at_desk = store.count("ResourceServiceDeskRoles", held, pair)
    return at_desk > 0 or store.count("ResourceRoles", f"{held} AND queueID IS NOT NULL", pair) > 0


def touch_ticket(draft: Draft, ticket_id: int | None, **more: Any) -> None:
    """Stamp the last activity of a ticket: any note, entry or checklist item is one."""
    if ticket_id is None or draft.store.get("Tickets", ticket_id) is None:
        return
    draft.store.update("Tickets", ticket_id, {**last_activity(draft), **more})


def log_deletion(draft: Draft, kind: int, *, title: str, **activity: Any) -> None:
    """Keep what goes in the log of deleted activities of its ticket or task: the one trace that it leaves."""
    for above, name in (("Tickets", "ticket"), ("Tasks", "task")):
        row = draft.store.get(above, draft.record.get(f"{name}ID") or 0)
        if row is None:
            continue
        named = {f"{name}ID": row["id"], f"{name}Number": row[f"{name}Number"], "noteOrAttachmentTitle": title}
        by = {"deletedByResourceID": draft.by.resource_id, "deletedDateTime": draft.now, "typeID": kind}
        draft.store.insert(f"Deleted{name.title()}ActivityLogs", {**named, **by, **activity})


def last_activity(draft: Draft) -> Record:
    """Give the three fields that say who last did something to a ticket, and when."""
    return {
        "lastActivityDate": draft.now,
        "lastActivityResourceID": draft.by.resource_id,
        "lastActivityPersonType": RESOURCE_PERSON,
    }


class Rules:
    """What an entity asks of a write beyond its metadata. This one asks nothing."""

    def complete(self, draft: Draft) -> None:
        """Fill in what the API works out by itself, before anything is checked."""

    def check(self, draft: Draft) -> None:
        """Refuse what does not hold.

        Raises:
            Refused: with the text that the API answers.
        """

    def written(self, draft: Draft) -> None:
        """Carry on what follows from the write, such as the activity of the ticket above."""

    def delete(self, draft: Draft) -> None:
        """Check that the record may go, and carry on what follows.

        Raises:
            Refused: it may not.
        """
