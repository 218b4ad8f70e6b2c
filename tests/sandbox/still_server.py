"""`python -m tests.sandbox.still_server [--admin]`: the hand-written tenant on a real socket, its clock frozen."""

from __future__ import annotations

import sys

from sandbox.announcement import Announcement
from sandbox.clock import WorldClock
from sandbox.server import app, serve
from sandbox.store import Store
from tests.sandbox.tenant import AT, CREDENTIALS, StillWorld, furnished


def main() -> None:
    store = Store()
    furnished(store)
    clock = WorldClock(AT, 0)

    def announcement(url: str) -> Announcement:
        return Announcement(
            url, CREDENTIALS.user, CREDENTIALS.secret, CREDENTIALS.integration_code,
            AT.isoformat(), clock.speed, clock.anchor, 0, "still", "anna@sandbox.example",
        )  # fmt: skip

    application = app(store, StillWorld(), clock, CREDENTIALS, admin="--admin" in sys.argv)
    serve(application, announcement, follow_parent=True)


if __name__ == "__main__":
    main()
