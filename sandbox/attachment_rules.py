"""What holds for attachments: how large they may be, what the server works out of them, and where else they are listed.

All attachments share their ids, whatever they hang on, and stand in AttachmentInfo without their content. The vendor
bounds one to 6 or 7 MB, and all of five minutes to 10,000,000 bytes; the texts of these refusals are ours.
"""

from __future__ import annotations

import base64
from datetime import timedelta
from mimetypes import MimeTypes

from sandbox.drafts import Draft, Rules, log_deletion, touch_ticket
from sandbox.errors import Refused

_LARGEST = 7_000_000
_MOST = 10_000_000
_WINDOW = timedelta(minutes=5)
_LISTED = "AttachmentInfo"
_FILE = "FILE_ATTACHMENT"

_DELETED_ATTACHMENT = 3
"""Value of `DeletedTicketActivityLogs.typeID`, and of the one for tasks."""

_ON_WORK, _ON_TIME, _ON_NOTE = 4, 18, 23
"""Values of `AttachmentInfo.parentType`."""

_PARENTS = {"Tickets": _ON_WORK, "Tasks": _ON_WORK, "TimeEntries": _ON_TIME}


class AttachmentRules(Rules):
    """Rules of the attachments of any entity."""

    def complete(self, draft: Draft) -> None:
        """Measure the content, and name its kind and what it hangs on."""
        record, under = draft.record, draft.entity.under
        if under is None:
            return
        record["fileSize"] = float(len(_content(record)))
        record["contentType"] = MimeTypes().guess_type(str(record.get("fullPath")))[0] or "application/octet-stream"
        record["parentID"] = record[under.key]
        kind = _PARENTS.get(under.parent, _ON_NOTE if under.parent.endswith("Notes") else None)
        record |= {"parentType": kind, "isTaskAttachment": under.parent == "Tasks"}

    def check(self, draft: Draft) -> None:
        """Keep to the limits, and take the next id of all attachments.

        Raises:
            Refused: a file is missing or too large, or too much has come in.
        """
        size = draft.record["fileSize"]
        if draft.record["attachmentType"] == _FILE and not size:
            raise Refused("Missing Required Field: data")
        if size > _LARGEST:
            raise Refused(f"An attachment is limited to {_LARGEST} bytes.")
        recent = draft.store.select(_LISTED, "attachDate > ?", (draft.now - _WINDOW,))
        if size + sum(row["fileSize"] or 0 for row in recent) > _MOST:
            raise Refused(f"Attachments are limited to {_MOST} bytes in 5 minutes; try again in 5 minutes.")
        draft.record["id"] = draft.store.insert(_LISTED, {})

    def written(self, draft: Draft) -> None:
        """List it, and stamp the ticket it hangs on."""
        listed = draft.store.get(_LISTED, draft.record["id"]) or {}
        shown = {name: value for name, value in draft.record.items() if name in listed}
        draft.store.update(_LISTED, draft.record["id"], shown)
        _touch(draft)

    def delete(self, draft: Draft) -> None:
        """List it no more, log that it is gone, and stamp the ticket."""
        record = draft.record
        draft.store.delete(_LISTED, record["id"])
        by, at = record.get("attachedByResourceID"), record.get("attachDate")
        log_deletion(
            draft, _DELETED_ATTACHMENT, title=str(record["title"]), createdByResourceID=by, activityDateTime=at
        )
        _touch(draft)


def _touch(draft: Draft) -> None:
    if draft.entity.name == "TicketAttachments":
        touch_ticket(draft, draft.record["ticketID"])


def _content(record: dict[str, object]) -> bytes:
    """Read the content of a record.

    Raises:
        Refused: it is not Base64.
    """
    try:
        return base64.b64decode("".join(str(record.get("data") or "").split()), validate=True)
    except ValueError:
        raise Refused("The data of the attachment is not valid Base64.") from None
