"""What the administrators hear when an integration asks more at once than it may: a mail, at most one an hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sandbox.access import API_LICENSE
from sandbox.store import Store

_PATIENCE = timedelta(hours=1)
"""How long nothing more is said; nobody tells how long that is, so that it is ours."""


class ThreadWarnings:
    """Writes the trace of the mails that tell of threads. `time` is world time."""

    def __init__(self, store: Store, time: Callable[[], datetime]) -> None:
        self._store = store
        self._time = time
        self._last: datetime | None = None

    def __call__(self, entity: str) -> None:
        """Tell that the threads of an entity were all taken."""
        now = self._time()
        if self._last is not None and now - self._last < _PATIENCE:
            return
        self._last = now
        people = self._store.select("Resources", "isActive = 1 AND licenseType IS NOT ?", (API_LICENSE,), limit=1)
        told = people[0] if people else {}
        self._store.insert(
            "NotificationHistory",
            {"templateName": "Thread Threshold Exceeded", "entityTitle": entity, "notificationSentTime": now,
             "recipientDisplayName": f"{told.get('firstName')} {told.get('lastName')}",
             "recipientEmailAddress": told.get("email"), "isActive": True, "isDeleted": False, "isTemplateJob": False},
        )  # fmt: skip
