"""What the API says about itself: entities, fields with live picklists, user-defined fields, modules, zones."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

from sandbox.definitions import Definitions, EntityDef, FieldDef
from sandbox.picklists import Picklists, PicklistValue
from sandbox.user_fields import UserField

_ALL, _NONE = "All", "None"

Permits: TypeAlias = Callable[[str, str], bool]
"""Whether the API user may do something to an entity: its name, and `query`, `create`, `update` or `delete`."""


def info(entity: EntityDef, permits: Permits) -> dict[str, Any]:
    """Give the abilities of one entity and the user's rights to it, under its legacy name."""
    rights = {
        "canCreate": entity.takes("POST"),
        "canDelete": entity.takes("DELETE"),
        "canQuery": entity.query or (entity.under is not None and "GET" in entity.under.collection),
        "canUpdate": entity.takes("PATCH"),
    }
    access = {
        f"userAccessFor{name[3:]}": _ALL if able and permits(entity.name, name[3:].lower()) else _NONE
        for name, able in rights.items()
    }
    return {
        "name": entity.legacy,
        **rights,
        **access,
        "hasUserDefinedFields": entity.user_defined,
        "supportsWebhookCallouts": entity.webhooks,
    }


def fields(entity: EntityDef, picklists: Picklists) -> str:
    """JSON text of the fields of one entity, picklists as the tenant has them today."""
    rows = [_field(entity, field, picklists) for field in entity.fields]
    return _json({"fields": rows})


def udf_fields(defined: tuple[UserField, ...]) -> str:
    """JSON text of the user-defined fields of one entity."""
    rows = [
        {
            "name": field.name,
            "label": field.name,
            "type": str(field.kind),
            "length": field.length,
            "isRequired": False,
            "isPickList": bool(field.choices),
            "picklistValues": [
                _value(PicklistValue(choice, choice, sort_order=place))
                for place, choice in enumerate(field.choices, start=1)
            ]
            or None,
        }
        for field in defined
    ]
    return _json({"fields": rows})


def entities(definitions: Definitions, permits: Permits) -> str:
    """JSON text of the information about every entity."""
    return _json({"items": [info(entity, permits) for entity in definitions.entities.values()]})


def one(entity: EntityDef, permits: Permits) -> str:
    """JSON text of the information about one entity."""
    return _json({"info": info(entity, permits)})


def zone(root: str) -> str:
    """JSON text of the zone: the address of this API, ending in a slash and without a version."""
    web = root[: root.lower().rindex("/atservicesrest/") + 1]
    return _json({"zoneName": "Sandbox", "url": root, "webUrl": web, "ci": 1})


def versions() -> str:
    """JSON text of the versions on offer."""
    return _json({"apiVersions": ["V1.0"]})


def threshold(limit: int, minutes: int, used: int) -> str:
    """JSON text of the request threshold: requests, minutes of the window, requests in it so far."""
    return _json(
        {
            "externalRequestThreshold": limit,
            "requestThresholdTimeframe": minutes,
            "currentTimeframeRequestCount": used,
        }
    )


def modules() -> str:
    """JSON text of the modules of the tenant."""
    return _json({"modules": [{"key": 24, "value": True}]})


def _field(entity: EntityDef, field: FieldDef, picklists: Picklists) -> dict[str, Any]:
    values = picklists.get(f"{entity.name}.{field.name}", ()) if field.picklist else None
    return {
        "name": field.name,
        "dataType": str(field.type),
        "length": field.max_length or 0,
        "isRequired": field.required,
        "isReadOnly": field.read_only,
        "isQueryable": field.queryable,
        "isReference": field.reference is not None,
        "referenceEntityType": field.reference or "",
        "isPickList": field.picklist,
        "picklistValues": None if values is None else [_value(value) for value in values],
        "picklistParentValueField": field.picklist_parent or "",
        "isSupportedWebhookField": entity.webhooks and not field.read_only,
    }


def _value(value: PicklistValue) -> dict[str, Any]:
    return {
        "value": str(value.value),
        "label": value.label,
        "isDefaultValue": value.is_default,
        "sortOrder": value.sort_order,
        "parentValue": "" if value.parent is None else str(value.parent),
        "isActive": value.is_active,
        "isSystem": value.is_system,
    }


def _json(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
