"""Picklist values of the tenant: what the metadata shows and what writes are checked against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sandbox.definitions import Definitions, EntityDef, packaged
from sandbox.user_fields import UserField


@dataclass(frozen=True, slots=True)
class PicklistValue:
    """One value of one picklist. `value` is what records hold; the metadata prints it as text."""

    value: int | str
    label: str
    sort_order: int = 0
    is_default: bool = False
    parent: int | None = None
    """Value of the parent picklist field it belongs to (`subIssueType` under `issueType`)."""
    is_active: bool = True
    is_system: bool = False


Picklists = Mapping[str, Sequence[PicklistValue]]
"""By `Entity.field`, such as `Tickets.status`."""

_WITH_WEBHOOKS = ("Companies", "ConfigurationItems", "Contacts", "TicketNotes", "Tickets")
"""Entities whose webhooks name the fields they are about by number; the numbers are ours."""


def shipped(definitions: Definitions) -> dict[str, list[PicklistValue]]:
    """Give the values that Autotask ships with; a tenant adds its own on top, or replaces them."""
    values = {key: _numbered(pairs) for key, pairs in definitions.picklists.items()}
    for entity in filter(None, map(definitions.entities.get, _WITH_WEBHOOKS)):
        values[f"{entity.singular}WebhookFields.fieldID"] = _numbered(webhook_fields(entity))
    return values


def webhook_fields(entity: EntityDef) -> list[tuple[int, str]]:
    """Give the fields of an entity that webhooks can be about, each with its number."""
    return list(enumerate((field.name for field in entity.fields if not field.read_only), start=1))


def webhook_user_fields(of: Callable[[str], Sequence[UserField]]) -> dict[str, list[PicklistValue]]:
    """Give the user-defined fields that webhooks can be about, each with its number; `of` tells those of an entity."""
    return {
        f"{entity.singular}WebhookUdfFields.udfFieldID": _numbered(
            enumerate((field.name for field in of(entity.name)), start=1)
        )
        for entity in filter(None, map(packaged().entities.get, _WITH_WEBHOOKS))
        if entity.user_defined
    }


def _numbered(pairs: Iterable[tuple[int, str]]) -> list[PicklistValue]:
    return [
        PicklistValue(value, label, sort_order=place, is_system=True)
        for place, (value, label) in enumerate(pairs, start=1)
    ]
