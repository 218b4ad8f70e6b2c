"""What the server itself writes into a webhook; what becomes of it stands in `webhooks.py` and `deliveries.py`."""

from __future__ import annotations

import uuid

from sandbox.definitions import packaged
from sandbox.drafts import Draft, Rules
from sandbox.errors import Refused

_EVENTS = ("isSubscribedToCreateEvents", "isSubscribedToUpdateEvents", "isSubscribedToDeleteEvents")


class WebhookRules(Rules):
    """Rules of the webhooks of any entity."""

    def complete(self, draft: Draft) -> None:
        """Say that a new webhook is ready; it is its author's unless it says whose."""
        if draft.creating:
            draft.record["isReady"] = True
            if draft.record.get("ownerResourceID") is None:
                draft.record["ownerResourceID"] = draft.by.resource_id

    def check(self, draft: Draft) -> None:
        """Compare it with the webhooks that there are. The texts are ours.

        Raises:
            Refused: its owner has as many as it may, or another tells the same address of the same events.
        """
        record, store = draft.record, draft.store
        kinds = [name for name in packaged().entities if name.endswith("Webhooks")]
        owned = sum(store.count(name, "ownerResourceID = ?", (record["ownerResourceID"],)) for name in kinds)
        if draft.creating and owned >= draft.settings.most_webhooks:
            raise Refused(f"A resource is limited to {draft.settings.most_webhooks} webhooks")
        for other in store.select(draft.entity.name, "webhookUrl = ?", (record["webhookUrl"],)):
            twice = [name for name in _EVENTS if record.get(name) and other[name]]
            if other["id"] != record.get("id") and twice:
                raise Refused(f"{draft.entity.singular} {other['id']} calls the same webhookUrl of the same events")

    def written(self, draft: Draft) -> None:
        """Give a new one its name in deliveries, the same in each run."""
        if draft.creating:
            row_id = draft.record["id"]
            name = uuid.uuid5(uuid.NAMESPACE_URL, f"{draft.entity.name}/{row_id}")
            draft.store.update(draft.entity.name, row_id, {"webhookGUID": str(name)})
