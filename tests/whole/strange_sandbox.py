"""`python -m tests.whole.strange_sandbox`: a sandbox in which every text is one that has broken other programs.

The rest is a sandbox as it always is.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.access import Credentials
from sandbox.announcement import Announcement
from sandbox.clock import WorldClock
from sandbox.definitions import FieldType, packaged
from sandbox.picklists import PicklistValue
from sandbox.server import app, serve
from sandbox.store import Store
from sandbox.world import World
from tests.whole.strange_texts import STAND_INS, STRANGE

KEPT = {"timeZoneID", "userName", "ticketNumber"}
"""Texts that are more than words: a zone is looked up, a ticket's number is made by Autotask itself."""


class StrangeWorld(World):
    """A world whose people name things strangely."""

    def picklists(self) -> Mapping[str, Sequence[PicklistValue]]:
        turn = count()
        return {
            key: [replace(value, label=f"{value.label} {STRANGE[next(turn) % len(STRANGE)][:200]}") for value in values]
            for key, values in super().picklists().items()
        }


def make_strange(store: Store, me: str) -> None:
    """Write a strange text into every text of every row, each in turn; the one who looks keeps the address."""
    turn = count()
    for entity in packaged().entities.values():
        names = [f.name for f in entity.fields if f.type is FieldType.STRING and f.name not in KEPT and not f.picklist]
        with store.transaction():
            for row in store.select(entity.name) if names else []:
                texts = {name: STRANGE[next(turn) % len(STRANGE)] for name in names if row[name] is not None}
                if me in row.values():
                    texts.pop("email", None)
                store.update(entity.name, row["id"], texts)


class StandIns:
    """Puts what SQLite cannot hold into the answers: zero characters, and halves of a surrogate pair."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def swapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message["headers"] if name != b"content-length"]
                message = {**message, "headers": kept}
            elif message["type"] == "http.response.body":
                body = message["body"]
                for stand_in, meant in STAND_INS.items():
                    body = body.replace(stand_in.encode(), json.dumps(meant)[1:-1].encode())
                message = {**message, "body": body}
            await send(message)

        await self._inner(scope, receive, swapped)


def main() -> None:
    """Found a small desk, make it strange, and serve it until the parent ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--at", type=datetime.fromisoformat, required=True)
    asked = parser.parse_args()
    store, credentials = Store(), Credentials()
    world = StrangeWorld(store, seed=1, at=asked.at, size="tiny")
    world.found()
    me = str(store.select("Resources", "isActive = 1 AND title = ?", ("Service desk L1",), limit=1)[0]["email"])
    make_strange(store, me)
    clock = WorldClock(asked.at, 1.0)
    application = app(store, world, clock, credentials)
    application.add_middleware(StandIns)

    def announce(url: str) -> Announcement:
        return Announcement(
            url=url, user=credentials.user, secret=credentials.secret, integration_code=credentials.integration_code,
            at=asked.at.isoformat(), speed=1.0, anchor=clock.anchor, seed=1, size="tiny", me=me,
        )  # fmt: skip

    serve(application, announce, follow_parent=True)


if __name__ == "__main__":
    main()
