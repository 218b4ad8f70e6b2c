"""Who and when: what the server itself writes into a record, in whichever of its fields the entity has for it.

The API is of many hands: what one entity calls `createDate` is `createdDateTime` in another, `attachDate` in a third.
"""

from __future__ import annotations

from sandbox.drafts import RESOURCE_PERSON, Draft
from sandbox.store import Record

CREATED = ("createDate", "createDateTime", "createdDateTime", "createdTime", "attachDate")
CREATORS = (
    "creatorResourceID",
    "createdByResourceID",
    "creatorUserID",
    "createdBy",
    "createdByPersonID",
    "attachedByResourceID",
)
MODIFIED = (
    "lastActivity",
    "lastActivityDate",
    "lastActivityDateTime",
    "lastModifiedDate",
    "lastModifiedDateTime",
    "lastModifiedTime",
    "updateDateTime",
)
MODIFIERS = (
    "lastActivityPersonID",
    "lastActivityResourceID",
    "lastModifiedBy",
    "lastModifiedByResourceID",
    "lastModifiedUserID",
    "updateResourceID",
    "updateResourceId",
)
_TRACKED = ("lastTrackedModificationDateTime", "lastTrackedModifiedDateTime")

_OTHERS = (
    "creatorType",
    "impersonatorCreatorResourceID",
    "impersonatorUpdaterResourceID",
    "lastActivityPersonType",
    "statusLastModifiedBy",
    "statusLastModifiedDate",
)
STAMPED = frozenset((*CREATED, *CREATORS, *MODIFIED, *MODIFIERS, *_TRACKED, *_OTHERS))
"""Every field that the server may write by itself."""


def stamp(draft: Draft) -> None:
    """Write who made a record and when, who changed it last and when, and when that was more than an activity.

    What a client may write itself, such as the creation of an opportunity, stays as it was sent.
    """
    by, now, entity = draft.by, draft.now, draft.entity
    moved = draft.changed(*(f.name for f in entity.fields if not f.read_only))
    stamps: Record = dict.fromkeys((*MODIFIED, *(_TRACKED if moved else ())), now)
    stamps |= dict.fromkeys(MODIFIERS, by.resource_id)
    stamps["lastActivityPersonType"] = RESOURCE_PERSON
    if draft.changed("status"):
        stamps |= {"statusLastModifiedDate": now, "statusLastModifiedBy": by.resource_id}
    if draft.creating:
        made = dict.fromkeys(CREATED, now) | dict.fromkeys(CREATORS, by.resource_id)
        stamps |= {name: value for name, value in made.items() if name not in draft.sent}
        stamps["creatorType"] = RESOURCE_PERSON
        stamps["impersonatorCreatorResourceID"] = by.impersonator_id
    elif by.impersonator_id is not None:
        stamps["impersonatorUpdaterResourceID"] = by.impersonator_id
    draft.record |= {name: value for name, value in stamps.items() if name in entity.by_name}
