"""What the server itself writes into a webhook; what becomes of it stands in `webhooks.py` and `deliveries.py`."""

from __future__ import annotations

import uuid

from sandbox.drafts import Draft, Rules


class WebhookRules(Rules):
    """Rules of the webhooks of any entity."""

    def complete(self, draft: Draft) -> None:
        """Say that a new webhook is ready; it is its author's unless it says whose."""
        if draft.creating:
            draft.record["isReady"] = True
            if draft.record.get("ownerResourceID") is None:
                draft.record["ownerResourceID"] = draft.by.resource_id

    def written(self, draft: Draft) -> None:
        """Give a new one its name in deliveries, the same in each run."""
        if draft.creating:
            row_id = draft.record["id"]
            name = uuid.uuid5(uuid.NAMESPACE_URL, f"{draft.entity.name}/{row_id}")
            draft.store.update(draft.entity.name, row_id, {"webhookGUID": str(name)})
